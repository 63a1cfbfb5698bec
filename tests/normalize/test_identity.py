from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Content, Enclosure, Entry, Person, Text, TextKind
from feedsvc.normalize.identity import digest, keys, names


def keyed(*entries: Entry) -> list[str]:
    return keys(entries, [names(entry) for entry in entries], [])


def entry(id: str = "", url: str | None = None, title: str = "", text: str = "") -> Entry:  # noqa: A002 - the field's name
    return Entry(
        id=id,
        url=url,
        title=Text(value=title) if title else None,
        contents=(Content(value=text),) if text else (),
    )


def test_the_id_is_the_key_where_it_is_unique() -> None:
    first, second = (
        entry("a", "https://x.example/1", "One"),
        entry("b", "https://x.example/1", "One"),
    )
    assert keyed(first, second) == ["id:a", "id:b"]


def test_df2_one_guid_for_three_links_gives_three_keys() -> None:
    same = [entry("N/A", f"https://x.example/{number}", "T") for number in range(3)]
    assert keyed(*same) == [f"link:https://x.example/{number}" for number in range(3)]


def test_one_id_and_one_link_for_all_falls_to_the_title() -> None:
    same = [entry("x", "https://x.example/", f"Title {number}") for number in range(10)]
    assert keyed(*same) == [f"title:Title {number}" for number in range(10)]


def test_df3_without_id_and_link_the_body_tells_apart() -> None:
    found = keyed(entry(title="T", text="one"), entry(title="T", text="two"))
    assert len(set(found)) == 2
    assert all(found)


def test_fragments_and_queries_are_kept() -> None:
    found = keyed(entry(url="https://x.example/p#1"), entry(url="https://x.example/p#2"))
    assert len(set(found)) == 2


def test_an_entry_that_stands_twice_is_one() -> None:
    twice = entry("a", "https://x.example/1", "One", "text")
    assert len(set(keyed(twice, twice))) == 1


def test_an_entry_without_title_link_and_body_has_no_key() -> None:
    assert keyed(entry("only-an-id")) == [""]
    assert keyed(Entry(enclosures=(Enclosure(url="https://x.example/a.mp3"),)))[0]


fields = st.sampled_from(["", "a", "b"])
entries = st.builds(
    entry,
    id=fields,
    url=st.sampled_from([None, "https://x.example/1", "https://x.example/2"]),
    title=fields,
    text=fields,
)


@given(st.lists(entries, max_size=6), st.data())
def test_known_neighbours_count_as_if_they_had_been_parsed(
    document: list[Entry], data: st.DataObject
) -> None:
    """The keys of an incremental parse equal those of a full one."""
    named = [names(one) for one in document]
    whole = dict(zip(named, keys(document, named, []), strict=True))
    fresh = data.draw(st.lists(st.sampled_from(document), unique_by=id)) if document else []
    known = [names(one) for one in document if one not in fresh]
    partly = keys(fresh, [names(one) for one in fresh], known)
    assert partly == [whole[names(one)] for one in fresh]


def test_what_is_an_edit_and_what_is_not() -> None:
    before = Entry(
        title=Text(value="A title"),
        url="https://x.example/1?utm_source=rss",
        contents=(Content(value="<p>Some <b>bold</b> text.</p>"),),
    )
    markup = Entry(
        title=Text(value="A  title"),
        url="https://x.example/1?utm_source=atom",
        contents=(Content(value="<div>Some <i>bold</i>\n text.</div>"),),
        extensions={"slash_comments": "7"},
    )
    assert digest(before) == digest(markup)
    edited = Entry(title=before.title, url=before.url, contents=(Content(value="<p>Other.</p>"),))
    moved = Entry(title=before.title, url="https://x.example/2", contents=before.contents)
    retitled = Entry(
        title=Text(value="A <b>new</b> title", kind=TextKind.HTML),
        url=before.url,
        contents=before.contents,
    )
    assert len({digest(one) for one in (before, edited, moved, retitled)}) == 4


def test_case_7_no_id_one_link_for_all_and_one_title_fall_to_the_body() -> None:
    shared = [entry(url="https://x.example/", title="Item", text=f"Body {n}") for n in range(24)]
    found = keyed(*shared)
    assert len(set(found)) == 24
    assert all(key.startswith("all:") for key in found)


def test_case_13_untitled_entries_that_differ_by_a_fragment_keep_their_links() -> None:
    found = keyed(*(entry(url=f"https://x.example/2020#d{n}", text="t") for n in range(40)))
    assert found == [f"link:https://x.example/2020#d{n}" for n in range(40)]


def test_case_12_one_id_twice_in_a_document_is_two_articles_if_they_differ() -> None:
    found = keyed(
        entry("same", "https://x.example/1", "One"),
        entry("same", "https://x.example/2", "Two"),
        entry("own", "https://x.example/1", "One"),
    )
    assert len(set(found)) == 3
    assert found[2] == "id:own"


def test_df11_one_title_for_two_articles_is_two_articles() -> None:
    links = [f"https://x.example/{day}" for day in ("mon", "tue")]
    assert len(set(keyed(*(entry(url=link, title="Morning briefing") for link in links)))) == 2


def test_case_6_an_edit_of_the_text_keeps_the_key() -> None:
    before = entry("a", "https://x.example/1", "One", "text")
    other = entry("b", "https://x.example/2", "Two", "text")
    edited = entry("a", "https://x.example/1b", "One, corrected", "text, corrected")
    assert keyed(before, other) == keyed(edited, other)


def test_keys_of_two_kinds_are_never_equal() -> None:
    name = "https://x.example/1"
    kinds = [entry(id=name, title="T"), entry(url=name), entry(title=name)]
    assert len({keyed(one)[0] for one in kinds}) == 3


def article(**fields: object) -> Entry:
    whole = {
        "title": Text(value="A title"),
        "url": "https://x.example/1",
        "summary": Text(value="Short."),
        "contents": (Content(value="<p>The text.</p>"),),
        "enclosures": (Enclosure(url="https://x.example/1.mp3", length=1),),
    }
    return Entry(**(whole | fields))  # type: ignore[arg-type] # fields of Entry


NO_EDITS = {
    "dates": article(published=datetime(2026, 3, 1, tzinfo=UTC), updated=datetime.now(UTC)),
    "counters": article(extensions={"media_statistics": {"views": "17"}, "slash_comments": "3"}),
    "markup": article(contents=(Content(value="<div class='x'>The <b>text</b>.</div>"),)),
    "white space": article(contents=(Content(value="<p>The\n\t text.</p> "),)),
    "entities": article(contents=(Content(value="<p>The&#32;text.</p>"),)),
    "kind": article(title=Text(value="<i>A</i> title", kind=TextKind.HTML)),
    "tracking": article(url="https://x.example/1?utm_source=rss&utm_medium=feed"),
    "scheme": article(url="http://x.example/1"),
    "tracked file": article(enclosures=(Enclosure(url="https://x.example/1.mp3?utm_source=x"),)),
    "length of a file": article(enclosures=(Enclosure(url="https://x.example/1.mp3", length=2),)),
    "authors": article(authors=(Person(name="Ada"),)),
}
EDITS = {
    "title": article(title=Text(value="Another title")),
    "no title": article(title=None),
    "summary": article(summary=Text(value="Shorter.")),
    "text": article(contents=(Content(value="<p>The text!</p>"),)),
    "more text": article(contents=(Content(value="<p>The text.</p>"), Content(value="More."))),
    "address": article(url="https://x.example/1?page=2"),
    "fragment": article(url="https://x.example/1#part"),
    "file": article(enclosures=(Enclosure(url="https://x.example/2.mp3"),)),
    "no file": article(enclosures=()),
}


@pytest.mark.parametrize("what", NO_EDITS)
def test_this_is_no_edit(what: str) -> None:
    assert digest(NO_EDITS[what]) == digest(article())


@pytest.mark.parametrize("what", EDITS)
def test_this_is_an_edit(what: str) -> None:
    assert digest(EDITS[what]) != digest(article())
