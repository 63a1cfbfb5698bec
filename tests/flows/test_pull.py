from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.model.source import Health
from feedsvc.net.http import Request, Response
from feedsvc.store import leases, sources
from tests.rig import NOON, Rig, item, read_never, rss, source

URL = "https://herald.example/feed.xml"


def checkpoint(rig: Rig) -> sources.Stored:
    return sources.named(rig.database.statements(), "herald")


def test_first_poll_stores_every_entry(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    account = rig.poll()["herald"]
    assert (account.outcome, account.status, account.new) == ("fetched", 200, 2)
    assert checkpoint(rig).checkpoint.health is Health.OK
    assert b"Story 1" in rig.documents()["all.rss"]


def test_same_bytes_change_no_row_and_no_byte(rig: Rig) -> None:
    rig.web.pages[URL] = Response(URL, 200, {}, rss(item(1), item(2)))
    rig.poll()
    rows, documents = rig.rows(), rig.documents()
    account = rig.poll()["herald"]
    assert (account.outcome, account.new, account.updated) == ("unchanged", 0, 0)
    assert rig.rows() == rows
    assert rig.documents() == documents


def test_validators_are_echoed_exactly_and_304_changes_nothing(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    rows = rig.rows()
    assert rig.poll()["herald"].outcome == "not_modified"
    etag = dict(rig.requests[0].headers)["If-None-Match"]
    assert etag == checkpoint(rig).checkpoint.etag != ""
    assert rig.rows() == rows


def test_other_bytes_with_the_same_entries_change_nothing(rig: Rig) -> None:
    rig.web.pages[URL] = rss(
        item(1), item(2), more="<lastBuildDate>Sun, 01 Mar 2026 10:00:00 GMT</lastBuildDate>"
    )
    rig.poll()
    rows, documents = rig.rows(), rig.documents()
    rig.web.pages[URL] = rss(
        item(1), item(2), more="<lastBuildDate>Sun, 01 Mar 2026 11:00:00 GMT</lastBuildDate>"
    )
    account = rig.poll()["herald"]
    assert (account.outcome, account.new, account.updated, account.unchanged) == (
        "fetched",
        0,
        0,
        2,
    )
    assert rig.rows() == rows
    assert rig.documents() == documents


def test_a_new_entry_below_known_ones_is_found(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(3))
    rig.poll()
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    account = rig.poll()["herald"]
    assert (account.new, account.unchanged) == (1, 2)


def test_an_edit_moves_updated_and_keeps_id_and_published(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    before = rig.publisher().view("all").showings[0].held
    rig.web.pages[URL] = rss(item(1, text="The text was corrected."))
    account = rig.poll()["herald"]
    after = rig.publisher().view("all").showings[0].held
    assert (account.new, account.updated) == (0, 1)
    assert (after.public_id, after.published) == (before.public_id, before.published)
    assert after.updated > before.updated
    assert after.revision == 2


def test_markup_alone_is_no_edit(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1, text="One &lt;b&gt;bold&lt;/b&gt; word."))
    rig.poll()
    documents = rig.documents()
    rig.web.pages[URL] = rss(item(1, text="One &lt;strong&gt;bold&lt;/strong&gt;  word."))
    assert rig.poll()["herald"].updated == 0
    assert rig.documents() == documents


def test_absence_is_no_deletion(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    documents = rig.documents()
    rig.web.pages[URL] = rss()
    rig.poll()
    assert rig.documents() == documents


FAILURES = {
    "html": (
        Response(URL, 200, {"content-type": "text/html"}, b"<html><body>Sorry</body></html>"),
        "HTML",
    ),
    "empty": (Response(URL, 200, {}, b""), "empty"),
    "not found": (Response(URL, 404), "404"),
    "server error": (Response(URL, 500), "500"),
    "no answer": (Response(URL, 0, error="no answer within 30 s"), "no answer"),
    "garbage": (Response(URL, 200, {}, b"\x00\xff\x13 nothing"), "not a feed"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failure_is_reported_and_what_was_there_stays(rig: Rig, kind: str) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.web.pages["https://quay.example/feed.xml"] = rss(item(7), title="Quay")
    rig.poll("herald")
    before = rig.documents()["source-herald.atom"]
    answer, said = FAILURES[kind]
    rig.web.pages[URL] = answer
    accounts = rig.poll()
    assert accounts["herald"].outcome == "failed"
    assert said in accounts["herald"].error
    assert "\n" not in accounts["herald"].error
    assert accounts["quay"].new == 1
    kept = checkpoint(rig).checkpoint
    there = kind in ("html", "empty", "garbage")
    assert (kept.health, kept.failures) == (Health.DEGRADED if there else Health.FAILING, 1)
    assert said in kept.problem
    assert rig.documents()["source-herald.atom"] == before


def test_half_a_document_gives_its_whole_entries_and_is_asked_for_again_in_full(rig: Rig) -> None:
    whole = rss(item(1), item(2), item(3))
    rig.web.pages[URL] = whole[: whole.index(b"Text of story 3")]
    account = rig.poll()["herald"]
    assert account.new == 2
    assert "ends in the middle" in account.error
    assert checkpoint(rig).checkpoint.etag == ""
    rig.web.pages[URL] = whole
    assert rig.poll()["herald"].new == 1


def test_a_document_that_cannot_be_read_costs_only_its_poll(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.read = read_never
    account = rig.poll()["herald"]
    assert (account.outcome, account.error) == ("failed", "reading it took more than 5 s of CPU")


def test_410_ends_polling(rig: Rig) -> None:
    rig.web.pages[URL] = Response(URL, 410)
    assert rig.poll()["herald"].outcome == "gone"
    assert checkpoint(rig).checkpoint.due_at is None


def test_a_throttled_host_is_left_alone_for_all_its_sources(rig: Rig) -> None:
    other = replace(source(), name="second", url="https://herald.example/second.xml")
    rig.provision((source(), other))
    rig.web.pages[URL] = Response(URL, 429, {"retry-after": "7200"})
    rig.web.pages[other.url] = rss(item(1))
    accounts = rig.poll()
    assert {account.outcome for account in accounts.values()} == {"throttled"}
    assert [request.url for request in rig.requests] == [URL]


def test_what_another_worker_took_over_is_not_stored(rig: Rig) -> None:
    def taken_over(request: Request) -> Response:
        later = rig.now() + timedelta(hours=2)
        assert leases.take(rig.database, ["herald.example"], later, later + timedelta(hours=1))
        return Response(request.url, 200, {}, rss(item(1)))

    rig.web.pages[URL] = taken_over
    account = rig.poll()["herald"]
    assert account.error == "another worker took over"
    assert rig.publisher().view("all").showings == ()


def test_one_source_cannot_touch_the_entries_of_another(rig: Rig) -> None:
    rig.provision((source(), source("copycat")))
    rig.web.pages[URL] = rss(item(1))
    rig.poll("herald")
    before = rig.documents()["source-herald.json"]
    rig.web.pages["https://copycat.example/feed.xml"] = rss(item(1, text="Stolen."), title="Copy")
    assert rig.poll("copycat")["copycat"].new == 1
    assert rig.documents()["source-herald.json"] == before
    shown = [showing.held.source for showing in rig.publisher().view("all").showings]
    assert shown == ["herald"]


def test_dates_that_are_absent_absurd_or_to_come_become_first_sight(rig: Rig) -> None:
    dates = (
        "",
        "<pubDate>Thu, 01 Jan 1970 00:00:00 GMT</pubDate>",
        "<pubDate>Fri, 01 Mar 2036 00:00:00 GMT</pubDate>",
    )
    items = [f"<item><title>T{n}</title>{dated}</item>" for n, dated in enumerate(dates)]
    rig.web.pages[URL] = rss(*items)
    rig.poll()
    held = [showing.held for showing in rig.publisher().view("all").showings]
    assert [one.entry.title.value for one in held if one.entry.title] == ["T0", "T1", "T2"]
    assert all(abs(one.published - rig.now()) < timedelta(seconds=1) for one in held)


def test_published_is_frozen_at_first_sight(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    rig.web.pages[URL] = rss(item(1).replace("0 GMT", "5 GMT").replace("Sun, 01", "Mon, 02"))
    rig.poll()
    held = rig.publisher().view("all").showings[0].held
    assert held.published == NOON.replace(hour=1)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sets(st.integers(1, 9), min_size=1), min_size=1, max_size=4))
def test_any_windows_lose_and_double_nothing(tmp_path: Path, windows: list[set[int]]) -> None:
    url = f"sqlite:///{tmp_path}/{uuid4()}.sqlite3"
    rig = Rig(url, (source(),))
    whole = set.union(*windows)
    new = 0
    for window in [*windows, whole]:  # a collapsed one is doubted until the whole is there again
        rig.web.pages[URL] = rss(*map(item, sorted(window)))
        new += rig.poll()["herald"].new
    assert new == len(rig.publisher().view("all").showings) == len(whole)
    rig.database.close()
