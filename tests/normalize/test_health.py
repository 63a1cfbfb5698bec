import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.entry import Entry
from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.model.reading import Incoming, Reading
from feedsvc.model.record import ABSENT, UNREAD, Names, Record, pack
from feedsvc.model.window import Sent
from feedsvc.normalize.health import doubt, problem, remark
from tests.normalize.memory import NOTHING, remembered
from tests.rig import item, rss


@pytest.mark.parametrize(
    ("parsed", "said"),
    [
        (ParsedFeed(), "the document is not a feed"),
        (ParsedFeed(problem="the document\nis HTML\x00"), "the document is HTML"),
        (ParsedFeed(version="rss20"), ""),
        (ParsedFeed(version="rss20", problem="a bare &"), ""),
        (ParsedFeed(entries=(ParsedEntry(id="a"),), problem="no root"), ""),
    ],
)
def test_what_is_no_feed_is_told_in_one_line(parsed: ParsedFeed, said: str) -> None:
    assert problem(parsed) == said


@pytest.mark.parametrize(
    ("parsed", "said"),
    [
        (ParsedFeed(version="rss20"), ""),
        (ParsedFeed(version="rss20", problem="a bare & was mended"), ""),
        (
            ParsedFeed(version="rss20", loose=True, problem="mismatched\ntag"),
            "the document is not well-formed (mismatched tag); it was read by guessing",
        ),
        (
            ParsedFeed(version="rss20", loose=True, cut=True, problem="no element found"),
            "the document ends in the middle; its last entry was left out",
        ),
    ],
)
def test_what_is_odd_is_told_in_one_line(parsed: ParsedFeed, said: str) -> None:
    assert remark(parsed) == said


URL = "https://herald.example/feed.xml"
BEFORE = [item(number) for number in range(10)]
OTHERS = [item(number) for number in range(50, 60)]


def after(last: list[str], *items: str, **parts: str) -> Reading:
    """What a document of these items comes to after one of those."""
    known = remembered(read(rss(*last), Sent(URL), NOTHING))
    return read(rss(*items, **parts), Sent(URL), known)


@pytest.mark.parametrize(("before", "had"), [(10, "10 entries"), (1, "1 entry")])
def test_cases_5_10_11_an_empty_feed_is_doubted(before: int, had: str) -> None:
    reading = after(BEFORE[:before])
    assert reading.doubt == f"the feed is empty, the last good one had {had}"
    assert reading.problem == ""
    assert reading.whole


def test_a_feed_that_has_always_been_empty_is_believed() -> None:
    assert after([]).doubt == ""
    assert after([], item(1)).doubt == ""


@pytest.mark.parametrize(
    ("before", "now", "doubted"),
    [(10, 5, False), (10, 4, True), (9, 5, False), (9, 4, True), (3, 1, True), (2, 1, False)],
)
def test_case_5_less_than_half_and_nothing_in_common_is_doubted(
    before: int, now: int, *, doubted: bool
) -> None:
    reading = after(BEFORE[:before], *OTHERS[:now])
    entries = "1 entry" if now == 1 else f"{now} entries"
    said = (
        f"the feed collapsed to {entries} from {before} in the last good one,"
        " and none of them was in it"
    )
    assert reading.doubt == (said if doubted else "")
    assert len(reading.incoming) == reading.total == now


@pytest.mark.parametrize("now", [5, 10])
def test_a_full_turnover_is_believed(now: int) -> None:
    assert after(BEFORE, *OTHERS[:now]).doubt == ""


def test_case_13_a_feed_that_shrinks_and_keeps_an_entry_is_believed() -> None:
    assert after(BEFORE, BEFORE[7]).doubt == ""
    assert after(BEFORE, OTHERS[0], BEFORE[9]).doubt == ""


SHRUNK = {
    "id": "<guid isPermaLink='false'>tag:herald.example,2026:3</guid>",
    "link": "<link>https://herald.example/3</link>",
    "loose link": "<link>http://herald.example/3/?utm_source=rss</link>",
    "title": "<title>&lt;b&gt;Story&lt;/b&gt; 3</title>",
    "text": "<description>&lt;div&gt;Text of story 3.&lt;/div&gt;</description>",
}


@pytest.mark.parametrize("name", SHRUNK)
def test_an_entry_that_is_known_by_any_name_is_something_in_common(name: str) -> None:
    elsewhere = {"link": "<link>https://elsewhere.example/1</link>", "title": "<title>New</title>"}
    filler = "".join(elsewhere[each] for each in elsewhere if each not in name)
    assert after(BEFORE, f"<item>{filler}</item>").doubt
    assert after(BEFORE, f"<item>{filler}{SHRUNK[name]}</item>").doubt == ""


def record(names: Names, fingerprint: bytes = b"f" * 16) -> Record:
    return Record(fingerprint, "00" * 10, names, 0)


def arriving(names: Names) -> Incoming:
    return Incoming(names=names, digest=b"", facts=b"", entry=Entry(), place=0)


NAMELESS = Names(*(ABSENT,) * 6)


@pytest.mark.parametrize("field", Names._fields)
def test_each_name_alone_is_enough(field: str) -> None:
    known = Names(*(bytes([number]) * 8 for number in range(1, 7)))
    last = pack([record(NAMELESS), record(NAMELESS), record(known)])
    feed = ParsedFeed(version="rss20")
    same = arriving(NAMELESS._replace(**{field: getattr(known, field)}))
    other = arriving(NAMELESS._replace(**{field: b"another!"}))
    assert doubt(feed, 1, [same], last) == ""
    assert doubt(feed, 1, [other], last) != ""


def test_what_both_lack_is_nothing_in_common() -> None:
    last = pack([record(NAMELESS, UNREAD)] * 3)
    feed = ParsedFeed(version="rss20", window=(UNREAD,))
    assert doubt(feed, 1, [arriving(NAMELESS)], last) != ""


@pytest.mark.parametrize("items", [BEFORE[:3], OTHERS[:3], OTHERS[:1]])
def test_case_3_a_document_that_was_cut_off_is_believed_as_far_as_it_goes(items: list[str]) -> None:
    known = remembered(read(rss(*BEFORE), Sent(URL), NOTHING))
    whole = rss(*items)
    for end in (len(whole) - 10, whole.rindex(b"<item>") + 20):
        reading = read(whole[:end], Sent(URL), known)
        assert (reading.doubt, reading.whole) == ("", False)
        assert "ends in the middle" in reading.remark


def test_a_document_that_was_read_by_guessing_is_doubted_like_any() -> None:
    reading = after(BEFORE, *OTHERS[:2], more="<b></i>")
    assert reading.loose
    assert reading.doubt.startswith("the feed collapsed to 2 entries from 10")


TORN = "<item><title>No. 5</title><description>without an id</description></item>"


@pytest.mark.parametrize(("more", "taken"), [("<b></i>", 1), ("", 2)])
def test_a_piece_without_an_id_is_not_taken_by_guessing_where_all_had_one(
    more: str, taken: int
) -> None:
    reading = after(BEFORE, *BEFORE, item(99), TORN, more=more)
    assert reading.loose == bool(more)
    ids = [one.entry.id for one in reading.incoming if one.entry.title]
    new = [one for one in ids if not one or "99" in one]
    assert len(new) == taken


def test_where_ids_are_not_usual_it_is_taken() -> None:
    before = [*BEFORE, "<item><title>No. 4</title><description>likewise</description></item>"]
    reading = after(before, *before, TORN, more="<b></i>")
    assert any(not one.entry.id for one in reading.incoming)


def test_what_is_no_feed_is_a_problem_and_no_doubt() -> None:
    known = remembered(read(rss(*BEFORE), Sent(URL), NOTHING))
    reading = read(b"<html><title>504</title></html>", Sent(URL, "text/html"), known)
    assert reading.problem == "the document is HTML, not a feed"
    assert reading.doubt == ""


def test_an_unchanged_document_is_believed() -> None:
    assert after(BEFORE, *BEFORE).doubt == ""
    assert after(BEFORE, *BEFORE).hop is None


prints = st.binary(min_size=16, max_size=16).filter(any)
name = st.binary(min_size=8, max_size=8)
names = st.builds(Names, *(name | st.just(ABSENT),) * 6)
known_ones = st.lists(st.builds(record, names, prints), max_size=6)


@given(
    last=known_ones,
    order=st.lists(prints, max_size=3),
    fresh=st.lists(names, max_size=3),
    cut=st.booleans(),
)
def test_only_what_lost_more_than_half_and_everything_known_is_doubted(
    *, last: list[Record], order: list[bytes], fresh: list[Names], cut: bool
) -> None:
    feed = ParsedFeed(version="rss20", window=tuple(order), cut=cut)
    incoming = [arriving(each) for each in fresh]
    said = doubt(feed, len(order), incoming, pack(last))
    mine = {name for each in fresh for name in each} - {ABSENT}
    common = any(one.fingerprint in order or not mine.isdisjoint(one.names) for one in last)
    few = len(order) * 2 < len(last)
    assert bool(said) == (few and not cut and not (order and common))


def template(*names: str) -> str:
    return "".join(f"<item><title>T</title>{name}</item>" for name in names)


@pytest.mark.parametrize(
    ("items", "odd"),
    [
        (template("<guid>{{ post.url }}</guid>"), True),
        (template("<guid>{{ site.url }}{{ post.url }}</guid>", "<link>{{ x }}</link>"), True),
        (template("<link>https://herald.example/{{ post.slug }}</link>"), True),
        (template("<guid>{% if x %}1{% endif %}</guid>"), True),
        (template("<guid>{{ post.url }}</guid>", "<guid>1</guid>"), False),
        (template("<guid>1</guid><link>{{ x }}</link>"), False),
        (template("<guid>{1}</guid>"), False),
        (template("", ""), False),
        ("<item><title>How to write {{ x }}</title></item>", False),
        ("", False),
    ],
)
def test_case_14_a_template_that_was_never_filled_in_is_told(items: str, *, odd: bool) -> None:
    said = "the document is a template that was never filled in" if odd else ""
    assert read(rss(items), Sent(URL), NOTHING).remark == said
