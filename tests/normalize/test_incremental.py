"""What is left out because it is known changes nothing of what is read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.reading import Reading
from feedsvc.model.record import fingerprints
from feedsvc.model.window import Sent, Window
from tests.normalize.memory import NOTHING, remembered

URL = "https://herald.example/feed.xml"


class Article(NamedTuple):
    id: str
    link: str
    title: str
    text: str


class Head(NamedTuple):
    """What stands outside the entries; entries inherit its language and nothing else."""

    title: str = "Herald"
    language: str = "en"


def rss(articles: Sequence[Article], head: Head) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{id_}</guid><link>{link}</link>"
        f"<title>{title}</title><description>{escape(text)}</description></item>"
        for id_, link, title, text in articles
    )
    return (
        f"<rss version='2.0'><channel><title>{head.title}</title>"
        f"<language>{head.language}</language>{items}</channel></rss>"
    ).encode()


def atom(articles: Sequence[Article], head: Head) -> bytes:
    entries = "".join(
        f"<entry><id>{id_}</id><link href='{link}'/><title>{title}</title>"
        f"<content type='html'>{escape(text)}</content></entry>"
        for id_, link, title, text in articles
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='{head.language}'>"
        f"<title>{head.title}</title>{entries}</feed>"
    ).encode()


def json_feed(articles: Sequence[Article], head: Head) -> bytes:
    items = [
        {"id": id_, "url": link, "title": title, "content_html": text}
        for id_, link, title, text in articles
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", **head._asdict(), "items": items}
    return json.dumps(feed).encode()


Form = Callable[[Sequence[Article], Head], bytes]
FORMS: tuple[Form, ...] = (rss, atom, json_feed)

names = st.sampled_from(["", "a", "b"])
articles = st.builds(
    Article,
    id=names,
    link=names.map("/{}".format),
    title=names,
    text=st.sampled_from(["", "a", "<p>b</p>", "<img src='c.png'>"]),
)
documents = st.lists(articles, min_size=1, max_size=6)
forms = st.sampled_from(FORMS)


def reading(
    form: Form, articles: Sequence[Article], last: Window = NOTHING, head: Head | None = None
) -> Reading:
    return read(form(articles, head or Head()), Sent(URL), last)


@settings(max_examples=150)
@given(forms, documents, documents, st.sampled_from(["Herald", "Herald, renamed"]))
def test_what_is_read_of_a_part_is_what_is_read_of_the_whole(
    form: Form, before: list[Article], after: list[Article], title: str
) -> None:
    last, head = remembered(reading(form, before)), Head(title=title)
    whole, part = reading(form, after, head=head), reading(form, after, last, head)
    new = {place for place, article in enumerate(after) if article not in before}
    places = {article: place for place, article in enumerate(after)}  # of equals the last counts
    expected = [one for one in whole.incoming if one.place in new & {*places.values()}]
    assert list(part.incoming) == expected
    if expected:
        assert part.hop == whole.hop
    assert (part.order, part.total) == (whole.order, whole.total)
    assert (part.head, part.context) == (whole.head, whole.context)


@settings(max_examples=100)
@given(forms, documents, documents)
def test_what_inherits_something_else_is_read_like_the_whole(
    form: Form, before: list[Article], after: list[Article]
) -> None:
    last, head = remembered(reading(form, before)), Head(language="de")
    part = reading(form, after, last, head)
    # Only the last document makes one doubtful.
    assert replace(part, doubt="") == reading(form, after, head=head)


@given(forms, documents)
def test_the_order_names_every_entry_and_the_same_again_is_known(
    form: Form, articles: list[Article]
) -> None:
    first = reading(form, articles)
    assert len(first.order) == first.total == len(articles)
    assert len({*first.order}) == len({*articles})
    last = remembered(first)
    assert fingerprints(last.records) == {*first.order}
    again = reading(form, articles, last)
    assert again == Reading(
        total=first.total, order=first.order, head=first.head, context=first.context
    )
    assert remembered(again, last) == last


@given(forms, documents, st.data())
def test_another_order_of_what_is_known_brings_nothing(
    form: Form, articles: list[Article], data: st.DataObject
) -> None:
    first = reading(form, articles)
    last = remembered(first)
    again = reading(form, data.draw(st.permutations(articles)), last)
    assert again.incoming == ()
    assert sorted(again.order) == sorted(first.order)
    later = reading(form, articles, remembered(again, last))
    assert later.incoming == ()
    assert later.order == first.order


@pytest.mark.parametrize("form", FORMS)
def test_what_is_to_be_read_again_is(form: Form) -> None:
    one, other = Article("1", "/1", "One", "a"), Article("2", "/2", "Two", "b")
    first = reading(form, [one, other])
    kept = remembered(first)
    half = len(kept.records) // 2
    unread = kept._replace(records=bytes(16) + kept.records[16:half] + kept.records[half:])
    again = reading(form, [one, other], unread)
    assert again.incoming == first.incoming[:1]
    assert again.total == 2
