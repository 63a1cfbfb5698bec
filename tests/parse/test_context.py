"""What entries inherit from outside decides whether their bytes may stand for them."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.parsed import ParsedFeed
from feedsvc.model.window import Sent
from feedsvc.parse import parse
from feedsvc.parse.context import context_of
from tests.normalize.memory import NOTHING, remembered

URL = "https://herald.example/news/feed.xml"
MOVED = "https://herald.example/feed.xml"
ENTRY = "<entry><id>1</id><title>One</title><link href='1'/></entry>"
ITEM = "<item><guid>1</guid><title>One</title><link>1</link></item>"


def atom(attributes: str = "", before: str = "", entry: str = ENTRY, after: str = "") -> bytes:
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom'{attributes}>"
        f"<title>T</title>{before}{entry}{after}</feed>"
    ).encode()


def rss(attributes: str = "", before: str = "", after: str = "", channel: str = "") -> bytes:
    return (
        f"<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'{attributes}>"
        f"<channel{channel}><title>T</title>{before}{ITEM}{after}</channel></rss>"
    ).encode()


def json_feed(**fields: Any) -> bytes:  # noqa: ANN401 - any JSON value
    items = [{"id": "1", "url": "1", "title": "One"}]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items, **fields}
    ).encode()


def again(before: ParsedFeed, body: bytes, url: str = URL) -> ParsedFeed:
    """The next document, read with what is known of the one before."""
    return parse(body, url=url, known={*before.window}, head=before.head, context=before.context)


INHERITED = {
    "a base": (atom(), atom(" xml:base='/a/'")),
    "another base": (atom(" xml:base='/a/'"), atom(" xml:base='/b/'")),
    "no base": (atom(" xml:base='/a/'"), atom()),
    "a base of RSS": (rss(), rss(" xml:base='/a/'")),
    "a base of the channel": (rss(channel=" xml:base='/a/'"), rss(channel=" xml:base='/b/'")),
    "a language": (atom(), atom(" xml:lang='de'")),
    "another language": (atom(" xml:lang='de'"), atom(" xml:lang='fr'")),
    "a language of the channel": (rss(channel=" xml:lang='de'"), rss(channel=" xml:lang='fr'")),
    "a language element": (rss(), rss(before="<language>de</language>")),
    "another language element": (
        rss(before="<language>de</language>"),
        rss(before="<language>fr</language>"),
    ),
    "a language in CDATA": (
        rss(before="<language><![CDATA[de]]></language>"),
        rss(before="<language><![CDATA[fr]]></language>"),
    ),
    "a language of Dublin Core": (
        rss(before="<dc:language>de</dc:language>"),
        rss(before="<dc:language>fr</dc:language>"),
    ),
    "a language after the entries": (
        rss(after="<language>de</language>"),
        rss(after="<language>fr</language>"),
    ),
    "a language of JSON": (json_feed(), json_feed(language="de")),
    "another language of JSON": (json_feed(language="de"), json_feed(language="fr")),
}


@pytest.mark.parametrize("what", INHERITED)
def test_what_inherits_something_else_is_read_anew(what: str) -> None:
    one, other = INHERITED[what]
    before, whole = parse(one, url=URL), parse(other, url=URL)
    assert before.window == whole.window
    assert before.entries != whole.entries
    assert before.context != whole.context
    assert again(before, other) == whole


@pytest.mark.parametrize("body", [atom(), rss(), json_feed()])
def test_another_address_of_the_document_makes_all_new(body: bytes) -> None:
    before, whole = parse(body, url=URL), parse(body, url=MOVED)
    assert (before.window, before.head) == (whole.window, whole.head)
    assert again(before, body, MOVED) == whole
    assert len(whole.entries) == 1


NOT_INHERITED = {
    "a title": (atom(), atom().replace(b">T<", b">U<")),
    "a title of RSS": (rss(), rss().replace(b">T<", b">U<")),
    "a title of JSON": (json_feed(), json_feed(title="U")),
    "a date": (
        rss(before="<lastBuildDate>1</lastBuildDate>"),
        rss(before="<lastBuildDate>2</lastBuildDate>"),
    ),
    "a rhythm": (rss(before="<ttl>60</ttl>"), rss(before="<ttl>90</ttl>")),
    "a rhythm after a language": (
        rss(before="<language>de</language><ttl>60</ttl>"),
        rss(before="<language>de</language><ttl>90</ttl>"),
    ),
    "white space": (rss(), rss(after="\n")),
    "a comment": (atom(), atom(after="<!-- xml:lang='de' <language>de</language> -->")),
    "text that looks like it": (rss(), rss(before="<docs>language</docs>")),
    "an address of JSON": (json_feed(), json_feed(home_page_url="https://herald.example/")),
}


@pytest.mark.parametrize("what", NOT_INHERITED)
def test_what_entries_do_not_inherit_leaves_them_known(what: str) -> None:
    one, other = NOT_INHERITED[what]
    before = parse(one, url=URL)
    after = again(before, other)
    assert (after.unchanged, after.entries) == (False, ())
    assert after.window == before.window
    assert after.context == before.context
    assert after.head != before.head


@pytest.mark.parametrize("body", [atom(" xml:base='/a/' xml:lang='de'"), rss(), json_feed()])
def test_the_same_again_is_unchanged(body: bytes) -> None:
    before = parse(body, url=URL)
    assert again(before, body) == ParsedFeed(
        unchanged=True, window=before.window, head=before.head, context=before.context
    )


def test_what_an_entry_says_of_itself_alone_is_in_its_bytes() -> None:
    inner = "<content type='html' xml:base='/a/' xml:lang='de'>x</content>"
    own = ENTRY.replace("<link", f"{inner}<link")
    before = parse(atom(), url=URL)
    after = again(before, atom(entry=ENTRY + own))
    assert after.context == before.context
    assert [entry.fingerprint for entry in after.entries] == [after.window[1]]


def test_the_language_of_an_item_is_not_that_of_the_others() -> None:
    own = ITEM.replace("<link", "<dc:language>fr</dc:language><link")
    before = parse(rss(), url=URL)
    after = again(before, rss(after=own))
    assert after.context == before.context
    assert [entry.language for entry in after.entries] == ["fr"]


def test_a_document_that_nothing_can_be_cut_out_of_has_no_context() -> None:
    for body in (atom() + b"x", atom(entry=""), b"<!DOCTYPE feed>" + atom()):
        assert parse(body, url=URL).context == b""
    assert parse(atom(), url="").context == b""


@pytest.mark.parametrize("what", INHERITED)
def test_the_way_back_is_a_change_too(what: str) -> None:
    one, other = INHERITED[what]
    first = read(one, Sent(URL), NOTHING)
    last = remembered(first)
    there = read(other, Sent(URL), last)
    back = read(one, Sent(URL), remembered(there, last))
    assert len(there.incoming) == 1
    assert back == first


def test_a_context_is_the_same_in_every_process() -> None:
    # Another value makes every source read all its entries once more.
    assert context_of(URL, "").hex() == "fed25102eb4015ed"
    assert context_of(URL, "de").hex() == "cc0546f4cfbdeb07"


anything = st.text(st.characters(codec="utf-8"), max_size=6)
unbroken = anything.filter(lambda text: "\n" not in text)


@given(unbroken, anything, unbroken, anything)
def test_two_contexts_are_equal_if_both_parts_are(
    url: str, inherited: str, other_url: str, other: str
) -> None:
    same = (url, inherited) == (other_url, other)
    assert (context_of(url, inherited) == context_of(other_url, other)) == same


@given(st.text(st.characters(exclude_categories=()), max_size=4))
@example("\ud800")
def test_any_text_has_a_context(text: str) -> None:
    assert len(context_of(text, text)) == 8
