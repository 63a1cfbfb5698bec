from dataclasses import fields, replace
from datetime import UTC, datetime
from types import GenericAlias
from typing import Any, get_type_hints

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import (
    Category,
    Content,
    Enclosure,
    Entry,
    Extension,
    Generator,
    Hop,
    Image,
    Link,
    Person,
    Text,
)
from feedsvc.store import decode, encode
from tests.publish.showings import ARTICLE, HERALD

words = st.text(max_size=20)
known: dict[object, st.SearchStrategy[Any]] = {
    str: words,
    str | None: st.none() | words,
    int | None: st.none() | st.integers(0, 10**15),
    datetime | None: st.none() | st.datetimes(timezones=st.just(UTC)),
    tuple[str, ...]: st.lists(words, max_size=2).map(tuple),
    dict[str, str]: st.dictionaries(words, words, max_size=2),
}


def whole(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Values of a dataclass whose every field may hold something."""
    hints = get_type_hints(kind)
    given_by = {
        field.name: known.get(hints[field.name], st.from_type(hints[field.name]))
        for field in fields(kind)
    }
    return st.builds(kind, **given_by)


known[tuple[Extension, ...]] = st.recursive(
    st.builds(Extension, name=words, attributes=known[dict[str, str]], text=words),
    lambda inner: st.builds(
        Extension, name=words, text=words, children=st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=4,
).map(lambda one: (one,))
for kind in (Text, Content, Person, Category, Link, Enclosure, Generator, Image, Hop):
    known[kind | None] = st.none() | whole(kind)
    known[GenericAlias(tuple, (kind, ...))] = st.lists(whole(kind), max_size=2).map(tuple)
entries, hops = whole(Entry), whole(Hop)


@given(entries)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    text = encode.dumps(entry)
    assert decode.entry(text) == entry
    assert encode.dumps(decode.entry(text)) == text


@given(hops)
def test_a_feed_comes_back_as_it_was(hop: Hop) -> None:
    text = encode.dumps(hop)
    assert decode.hop(text) == hop
    assert encode.dumps(decode.hop(text)) == text


def test_what_has_everything_comes_back_with_everything() -> None:
    assert decode.entry(encode.dumps(ARTICLE)) == ARTICLE
    assert decode.hop(encode.dumps(HERALD)) == HERALD


def test_a_feed_written_before_it_told_what_covers_its_entries_is_read_back() -> None:
    written = encode.dumps(replace(HERALD, covering=()))
    before = written.replace('"covering":[],', "")
    assert before != written
    assert decode.hop(before) == replace(HERALD, covering=())
