"""What the console draws tells without colour, without a script and without markup of others."""

import re
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from feedsvc.model.entry import Attribution, Entry, Hop
from feedsvc.model.rights import AttributionLine, Claim, Grant, Level
from feedsvc.publish.compose import Judged
from feedsvc.store.polls import Hour, Poll
from feedsvc.web.answers import STYLE
from feedsvc.web.operator import plots
from feedsvc.web.spelling import moment, utc
from tests.publish.showings import showing

NOW = datetime(2026, 11, 26, 9, 30, tzinfo=UTC)
ENTRY = Entry(id="https://herald.example/1")
HOSTILE = "<script>alert(1)</script>\"'&"


def drawn(macro: str, *values: object) -> str:
    folder = STYLE.parents[1] / "templates"
    jinja = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    jinja.filters.update(moment=moment, utc=utc)
    jinja.globals["outcomes"] = plots.OUTCOMES
    module = jinja.get_template("operator/plots.html").module
    return str(getattr(module, macro)(*values))


def poll(n: int, outcome: str, *, new: int = 0, error: str = "") -> Poll:
    return Poll(NOW - timedelta(hours=n), outcome, 200, new, 0, 3, 0.25, error)


def svgs(markup: str) -> list[ET.Element]:
    found = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    return [ET.fromstring(one) for one in found]  # noqa: S314 - our own


def test_each_outcome_has_a_shape_of_its_own_and_news_stand_out() -> None:
    different = ["fetched", "unchanged", "throttled", "doubted", "gone", "failed"]
    paths = {plots.strip([poll(0, outcome)]).marks[0].path for outcome in different}
    news = plots.strip([poll(0, "fetched", new=2)]).marks[0]
    assert len(paths | {news.path}) == len(different) + 1
    assert news.words == "something new"


def test_a_strip_is_in_order_and_says_in_words_and_as_a_table_what_it_shows() -> None:
    plot = plots.strip([poll(0, "failed", error="no route"), poll(1, "fetched", new=2)])
    assert [mark.kind for mark in plot.marks] == ["news", "failed"]
    assert plot.summary == "2 polls: something new 1, failed 1"
    markup = drawn("strip", plot)
    assert markup.count("<tr><td>") == 2
    assert "no route</td>" in markup
    assert 'aria-label="2 polls' in markup


def test_what_an_upstream_wrote_stays_text() -> None:
    markup = drawn("strip", plots.strip([poll(0, "failed", error=HOSTILE)]))
    assert "<script" not in markup
    assert svgs(markup)


def test_an_outcome_unknown_here_is_drawn_all_the_same() -> None:
    assert plots.strip([poll(0, "eaten")]).marks[0].words == "eaten"
    assert "eaten" in drawn("strip", plots.strip([poll(0, "eaten")]))


def test_nothing_polled_is_said() -> None:
    assert "It was not polled yet." in drawn("strip", plots.strip([]))


def hour(back: int, outcome: str, polls: int, new: int = 0) -> Hour:
    at = NOW.replace(minute=0) - timedelta(hours=back)
    return Hour(at, outcome, polls, new, 0, 1.0)


def test_a_series_counts_what_is_within_it() -> None:
    hours = [
        hour(0, "fetched", 3, 5), hour(0, "failed", 1), hour(47, "gone", 2), hour(48, "gone", 99),
    ]  # fmt: skip
    plot = plots.series(hours, NOW)
    assert len(plot.buckets) == 48
    assert plot.buckets[-1][1:4] == (3, 1, 5)
    assert plot.buckets[0][1:4] == (0, 2, 0)
    assert plot.summary == "6 polls, 3 of them failed; 5 new entries"
    assert len(plots.series(hours, NOW, days=14).buckets) == 56
    assert plots.series(hours, NOW, days=14).summary.startswith("105 polls")


def test_bars_stay_within_the_panel_and_what_is_not_nothing_is_seen() -> None:
    plot = plots.series([hour(0, "fetched", 100_000), hour(1, "failed", 1)], NOW)
    for one in plot.buckets:
        assert one.good_height <= plot.axis + 0.01
        assert plot.axis + one.failed_height <= plots.PANEL + 3
    assert plot.buckets[-2].failed_height >= 1


@pytest.mark.parametrize("hours", [[], [hour(3, "failed", 7)], [hour(3, "fetched", 7, 2)]])
def test_a_series_of_anything_is_well_formed_and_can_be_read(hours: list[Hour]) -> None:
    markup = drawn("series", plots.series(hours, NOW))
    assert len(svgs(markup)) == 5
    assert markup.count("<tr><td>") == 48
    assert "style=" not in markup


def test_bars_are_as_long_as_their_numbers() -> None:
    told = plots.bars({"a": 50, HOSTILE: 100, "c": 0})
    assert [one.width for one in told] == [50, 100, 0]
    assert "<script" not in drawn("bars", told, "Readers", "People")
    assert plots.bars([("a", 0)])[0].width == 0


def judged(*, via: tuple[Hop, ...] = (), claim: Claim | None = None) -> Judged:
    return Judged(
        held=showing(ENTRY).held,
        grant=Grant(level=Level.FULL),
        attribution=Attribution(
            origin=Hop(title=HOSTILE, home_url="https://origin.example/"), via=via
        ),
        line=AttributionLine(text="", html=""),
        licences=(),
        claim=claim,
    )


def test_a_chain_goes_from_the_origin_to_us_and_tells_what_each_hop_rests_on() -> None:
    via = (Hop(title="Second", feed_url="https://second.example/feed"),)
    claim = Claim(origin="Herald", permitted=True, line="Reposted from Herald with permission")
    steps = plots.chain(
        judged(via=via, claim=claim),
        "Permitted by its desk",
        "in full",
        "Ours",
        "https://o.example",
    )
    assert [one.title for one in steps] == [HOSTILE, "Second", "Ours"]
    assert [one.role for one in steps] == ["First appeared in", "Pulled from", "Shown by us"]
    assert "with permission" in steps[1].rests_on[0]
    assert steps[2].rests_on == ("Permitted by its desk", "So it is shown: in full")
    markup = drawn("chain", steps)
    assert "<script" not in markup
    assert markup.count("arrow") == 2


def test_a_hop_of_which_nothing_is_known_says_so() -> None:
    steps = plots.chain(
        judged(via=(Hop(title="Second"),)), "", "an excerpt", "Ours", "https://o.example"
    )
    assert steps[1].rests_on == ("Nothing is known of its permission",)
    assert steps[2].rests_on[0] == "Neither a permission nor a licence is on record"


def test_the_address_of_a_feed_which_may_be_a_secret_is_not_told() -> None:
    one = judged(via=(Hop(title="Second", feed_url="https://second.example/feed?key=hush"),))
    steps = plots.chain(one, "", "a link alone", "Ours", "https://o.example")
    assert steps[1].host == "second.example"
    assert "hush" not in drawn("chain", steps)


def test_a_link_that_is_no_web_address_is_no_link() -> None:
    one = judged(via=(Hop(title="Second", home_url="javascript:alert(1)"),))
    assert "javascript" not in drawn(
        "chain", plots.chain(one, "", "an excerpt", "Ours", "https://o.example")
    )


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_marks_stand_out_from_paper_and_card_in_both_modes() -> None:
    light, dark = (
        dict(re.findall(r"--mark-(\w+): (#\w{6});", part))
        for part in re.split("prefers-color-scheme", (STYLE.parent / "plots.css").read_text())
    )
    for papers, marks in ((("#fbfaf7", "#ffffff"), light), (("#15171a", "#1c1f23"), dark)):
        for paper in papers:
            for name in ("good", "news", "same", "warn", "bad"):
                one, other = sorted((luminance(paper), luminance(marks[name])))
                assert (other + 0.05) / (one + 0.05) >= 3, (name, paper)
