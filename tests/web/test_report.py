"""The account to a source's owner as a page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.model.report import Account, Decision, Month, Report, Term, Withdrawn
from feedsvc.model.rights import Level
from feedsvc.model.source import Permission, Scope
from feedsvc.web import report as room
from feedsvc.web.report import counted, grounds, page, period, terms

TEMPLATE = Path(room.__file__).with_name("templates") / "report.html"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
MONTH = Month.of(NOON)
FULL = Decision(at=NOON, level=Level.FULL, title="Story 1", url="https://herald.example/1")
ENTRY = Account(id="a", page="https://feeds.example/a", first_shown=NOON, decisions=(FULL,))
REPORT = Report(
    site_title="Feeds",
    site_url="https://feeds.example",
    source="herald",
    title="The Herald",
    url="https://herald.example/feed.xml",
    month=MONTH,
    made_at=NOON,
    terms=(),
    entries=(ENTRY,),
    shown_on=0,
    channels=(),
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
@pytest.mark.parametrize("letters", ["ink", "quiet", "link", "visited"])
def test_every_colour_is_read_easily(mode: int, ground: str, letters: str) -> None:
    found = re.findall(r"--paper:.*", TEMPLATE.read_text("utf-8"))[mode]
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", found))
    low, high = sorted(luminance(colours[name]) for name in (ground, letters))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_a_month_that_is_not_over_is_told_so() -> None:
    assert period(REPORT) == "March 2026, so far"
    assert period(replace(REPORT, made_at=MONTH.ends)) == "March 2026"


def test_a_withdrawal_and_a_return_are_told() -> None:
    gone = Withdrawn(at=NOON, by="operator", reason="Asked <for>")
    told = page(replace(REPORT, entries=(replace(ENTRY, withdrawn=gone),)))
    assert "we withdrew it, <bdi>Asked &lt;for&gt;</bdi>" in told
    assert "shown again" not in told
    back = replace(gone, restored_at=NOON + timedelta(days=1))
    told = page(replace(REPORT, entries=(replace(ENTRY, withdrawn=back),)))
    assert "shown again from" in told
    assert "11 March 2026" in told


def test_a_permission_is_told_in_words_and_notes_for_the_operator_are_not() -> None:
    permission = Permission(
        scope=Scope.EXCERPT, embargo=timedelta(hours=36), notes="they pay late", evidence="a mail"
    )
    told = dict(terms(permission))
    assert (told["text"], told["held back for"]) == ("an excerpt", "1 day 12 hours")
    assert "shown for" not in told
    term = Term(since=NOON, until=None, permission=permission, revoked=True, reason="Asked for")
    written = page(replace(REPORT, terms=(term,)))
    assert "Taken back since 10 March 2026" in written
    assert "they pay late" not in written


def test_grounds_are_told_as_far_as_they_are_known() -> None:
    assert grounds(FULL) == ""
    said = replace(FULL, licence="CC-BY-4.0", scope="full", granted_by="Desk", reasons=("why",))
    assert grounds(said) == "licence CC-BY-4.0; permission “full” by Desk; why"


def test_numbers_have_their_units() -> None:
    assert [counted(n, "reader") for n in (0, 1, 1024)] == [
        "0 readers",
        "1 reader",
        "1,024 readers",
    ]
