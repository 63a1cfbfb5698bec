from datetime import UTC
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Enclosure, Entry, Hop, Link
from feedsvc.store import decode, encode
from tests.publish import showings
from tests.publish.showings import ARTICLE, HERALD

moments = st.none() | st.datetimes(timezones=st.just(UTC))
lengths = st.none() | st.integers(0, 10**15)
words = st.text(max_size=20)
values: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)
entries = st.builds(
    Entry,
    id=words,
    url=st.none() | showings.addresses,
    title=st.none() | showings.texts,
    summary=st.none() | showings.texts,
    contents=st.lists(showings.contents, max_size=2).map(tuple),
    authors=st.lists(showings.persons, max_size=2).map(tuple),
    contributors=st.lists(showings.persons, max_size=1).map(tuple),
    categories=st.lists(showings.categories, max_size=2).map(tuple),
    enclosures=st.lists(
        st.builds(Enclosure, url=showings.addresses, length=lengths), max_size=2
    ).map(tuple),
    links=st.lists(
        st.builds(Link, href=showings.addresses, rel=words, length=lengths), max_size=2
    ).map(tuple),
    published=moments,
    updated=moments,
    rights=st.none() | showings.texts,
    licences=st.lists(showings.addresses, max_size=2).map(tuple),
    comments=st.none() | showings.addresses,
    language=showings.languages,
    hops=st.lists(showings.hops, max_size=2).map(tuple),
    extensions=st.dictionaries(words, values, max_size=3),
)


@given(entries)
def test_an_entry_comes_back_as_it_was(entry: Entry) -> None:
    text = encode.dumps(entry)
    assert decode.entry(text) == entry
    assert encode.dumps(decode.entry(text)) == text


@given(showings.hops)
def test_a_feed_comes_back_as_it_was(hop: Hop) -> None:
    text = encode.dumps(hop)
    assert decode.hop(text) == hop
    assert encode.dumps(decode.hop(text)) == text


def test_what_has_everything_comes_back_with_everything() -> None:
    assert decode.entry(encode.dumps(ARTICLE)) == ARTICLE
    assert decode.hop(encode.dumps(HERALD)) == HERALD
