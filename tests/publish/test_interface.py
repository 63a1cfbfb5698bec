"""The table "What every published entry carries", cell by cell, for any entry."""

import json
from html import escape
from typing import Any

import pytest
from hypothesis import given, settings
from lxml.etree import _Element

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Text
from feedsvc.model.rights import Level
from feedsvc.model.view import ChannelView, Showing
from feedsvc.publish import atom, jsonfeed, rss
from feedsvc.publish.fragments import Fragments
from feedsvc.publish.moments import rfc822, rfc3339
from feedsvc.publish.shown import as_html, as_plain
from feedsvc.text.legal import legal
from tests.publish.conformance import (
    ATOM,
    CONTENT,
    CREATIVE_COMMONS,
    DC,
    DCTERMS,
    atom_faults,
    json_faults,
    read_back,
    xml,
)
from tests.publish.reading import credits_in, ends_with_credit, markup_of, shows
from tests.publish.rss_rows import rss_faults
from tests.publish.showings import BASE, MORNING, showings, telling, view

ATOM_URL = f"{BASE}/channels/world.atom"
RSS_URL = f"{BASE}/channels/world.rss"
JSON_URL = f"{BASE}/channels/world.json"
TELLING = telling()


def entry_of(one: Showing) -> _Element:
    rendering = atom.render(view(one))
    assert rendering.set_aside == ()
    assert atom_faults(rendering.body, ATOM_URL) == []
    return xml(rendering.body).find(f"{ATOM}entry")


def item_of(one: Showing) -> _Element:
    rendering = rss.render(view(one))
    assert rendering.set_aside == ()
    assert rss_faults(rendering.body, RSS_URL) == []
    return xml(rendering.body).find("channel/item")


def json_item_of(one: Showing) -> dict[str, Any]:
    rendering = jsonfeed.render(view(one))
    assert rendering.set_aside == ()
    assert json_faults(rendering.body, JSON_URL) == []
    item: dict[str, Any] = json.loads(rendering.body)["items"][0]
    return item


def links(element: _Element, rel: str) -> list[str]:
    found = element.findall(f"{ATOM}link")
    return [link.get("href") for link in found if link.get("rel") == rel]


def pages(entry: _Element) -> list[str]:
    """The alternates that a reader may take for the address."""
    return [
        link.get("href")
        for link in entry.findall(f"{ATOM}link")
        if link.get("rel") == "alternate" and link.get("type") in {None, "text/html"}
    ]


def way(one: Showing) -> list[str]:
    """Where a reader is led along the hops, each once."""
    hops = (hop.feed_url or hop.home_url for hop in one.attribution.via)
    return list(dict.fromkeys(href for href in hops if href))


def said(text: Text | None) -> str:
    """The HTML that a reader must show for a text, empty if there is nothing in it."""
    return legal(as_html(text)) if text is not None and text.value.strip() else ""


def told_of(one: Showing, text: Text | None) -> str:
    """The same of what stands beside the text of an entry: below FULL its words alone."""
    if text is None or one.level is Level.FULL:
        return said(text)
    return said(Text(value=as_plain(text)))


def check_identity(one: Showing) -> None:
    assert entry_of(one).findtext(f"{ATOM}id") == one.held.public_id
    guid = item_of(one).find("guid")
    assert (guid.text, guid.get("isPermaLink")) == (one.held.public_id, "false")
    assert json_item_of(one)["id"] == one.held.public_id


def check_address(one: Showing) -> None:
    url = one.held.entry.url
    entry = entry_of(one)
    texts = entry.find(f"{ATOM}content")
    page = [] if texts is not None else [f"{BASE}/entries/{one.held.id}"]
    assert pages(entry) == ([url] if url else page)
    assert item_of(one).findtext("link") == url
    assert json_item_of(one).get("url") == url


def check_source(one: Showing) -> None:
    origin = one.attribution.origin
    source = entry_of(one).find(f"{ATOM}source")
    title = legal(origin.title)
    full = one.level is Level.FULL
    name = said(origin.name) if full else ""
    assert shows(source.find(f"{ATOM}title"), name or escape(title, quote=False))
    assert source.findtext(f"{ATOM}updated") == rfc3339(one.held.updated)
    assert links(source, "self") == [origin.feed_url]
    homes = [link.href for link in origin.links if link.rel == "alternate" and full]
    homes = homes or ([origin.home_url] if origin.home_url else [])
    assert links(source, "alternate")[:1] == homes[:1]
    assert shows(source.find(f"{ATOM}subtitle"), said(origin.subtitle) if full else "")
    assert shows(source.find(f"{ATOM}rights"), told_of(one, origin.rights))
    names = [person.findtext(f"{ATOM}name") for person in source.findall(f"{ATOM}author")]
    assert names == [legal(person.name) for person in origin.authors]
    rss_source = item_of(one).find("source")
    assert (rss_source.get("url"), rss_source.text) == (origin.feed_url, title)
    told = json_item_of(one)["_feedsvc"]["source"]
    assert (told["title"], told["feed_url"]) == (title, origin.feed_url)
    assert told.get("home_page_url") == origin.home_url
    assert told.get("id", "") == legal(origin.id or "")


def check_way(one: Showing) -> None:
    full = one.level is Level.FULL
    before = [link.href for link in one.held.entry.links if link.rel == "via" and full]
    expected = list(dict.fromkeys([*before, *way(one)]))
    assert links(entry_of(one), "via") == expected
    assert links(item_of(one), "via") == expected
    told = [hop["feed_url"] for hop in json_item_of(one)["_feedsvc"]["via"]]
    others = [href for href in dict.fromkeys(before) if href not in way(one)]
    assert told == [*others, *(hop.feed_url for hop in one.attribution.via)]


def check_authors(one: Showing) -> None:
    persons = one.held.entry.authors or one.attribution.origin.authors
    names = [legal(person.name) for person in persons]
    told = entry_of(one).findall(f"{ATOM}author")
    fallback = [legal(one.attribution.origin.title)]
    assert [person.findtext(f"{ATOM}name") for person in told] == (names or fallback)
    assert [creator.text for creator in item_of(one).findall(f"{DC}creator")] == names
    assert [person["name"] for person in json_item_of(one).get("authors", [])] == names


def check_rights(one: Showing) -> None:
    entry, item, told = entry_of(one), item_of(one), json_item_of(one)["_feedsvc"]
    rights = told_of(one, one.held.entry.rights) or told_of(one, one.attribution.origin.rights)
    assert shows(entry.find(f"{ATOM}rights"), rights)
    plain = item.findtext(f"{DC}rights")
    assert told.get("rights") == plain or not plain
    assert (entry.find(f"{ATOM}rights") is None) == (item.find(f"{DC}rights") is None)
    licences = links(entry, "license")
    assert licences[: len(set(one.held.entry.licences))] == list(
        dict.fromkeys(one.held.entry.licences)
    )
    assert [one.text for one in item.findall(f"{CREATIVE_COMMONS}license")] == licences
    assert told.get("licence") == (licences[0] if licences else None)


def check_attribution(one: Showing) -> None:
    entry, item = entry_of(one), item_of(one)
    content, summary = entry.find(f"{ATOM}content"), entry.find(f"{ATOM}summary")
    inline = content is not None and not content.get("src")
    carrier = content if inline else summary
    assert carrier.get("type") in {"html", "xhtml"}
    assert ends_with_credit(markup_of(carrier))
    if inline and summary is not None:
        assert credits_in(markup_of(summary)) == 0
    encoded, description = item.findtext(f"{CONTENT}encoded"), item.findtext("description")
    assert ends_with_credit(description if encoded is None else encoded)
    if encoded is not None:
        assert credits_in(description) == 0
    assert ends_with_credit(json_item_of(one)["content_html"])


def check_dates(one: Showing) -> None:
    published, updated = rfc3339(one.held.published), rfc3339(one.held.updated)
    entry, item, told = entry_of(one), item_of(one), json_item_of(one)
    assert entry.findtext(f"{ATOM}published") == published
    assert entry.findtext(f"{ATOM}updated") == updated
    assert item.findtext("pubDate") == rfc822(one.held.published)
    assert item.findtext(f"{DCTERMS}modified") == updated
    assert (told["date_published"], told["date_modified"]) == (published, updated)


CELLS = [
    check_identity,
    check_address,
    check_source,
    check_way,
    check_authors,
    check_rights,
    check_attribution,
    check_dates,
]


@pytest.mark.parametrize("name", TELLING)
@pytest.mark.parametrize("check", CELLS, ids=lambda check: check.__name__)
def test_every_telling_entry_carries(check: Any, name: str) -> None:  # noqa: ANN401
    check(TELLING[name])


@settings(max_examples=60, deadline=None)
@given(showings)
def test_any_entry_carries(one: Showing) -> None:
    for check in CELLS:
        check(one)


@settings(max_examples=30, deadline=None)
@given(showings)
def test_any_entry_gives_the_same_bytes_kept_or_not(one: Showing) -> None:
    kept = Fragments()
    for render in (atom.render, rss.render, jsonfeed.render):
        first = render(view(one)).body
        assert render(view(one), kept).body == first
        assert render(view(one), kept).body == first
        assert render(view(one)).body == first


def whole() -> ChannelView:
    return view(*TELLING.values())


def test_a_whole_channel_keeps_its_order_and_the_rules_of_each_format() -> None:
    ids = [one.held.public_id for one in TELLING.values()]
    document = atom.render(whole()).body
    assert atom_faults(document, ATOM_URL) == []
    assert [one.findtext(f"{ATOM}id") for one in xml(document).iter(f"{ATOM}entry")] == ids
    document = rss.render(whole()).body
    assert rss_faults(document, RSS_URL) == []
    assert [one.findtext("guid") for one in xml(document).iter("item")] == ids
    document = jsonfeed.render(whole()).body
    assert json_faults(document, JSON_URL) == []
    assert [one["id"] for one in json.loads(document)["items"]] == ids


@pytest.mark.parametrize("render", [atom.render, rss.render])
def test_a_second_reader_reads_what_was_written(render: Any) -> None:  # noqa: ANN401
    entries = read_back(render(whole()).body)
    assert len(entries) == len(TELLING)
    is_atom = render is atom.render
    for read, one in zip(entries, TELLING.values(), strict=True):
        entry, full = one.held.entry, one.level is Level.FULL
        page = f"{BASE}/entries/{one.held.id}"
        assert read["id"] == one.held.public_id
        assert read["link"] == (entry.url or (page if is_atom else None))
        assert read["published"] == (*MORNING.timetuple()[:8], 0)
        assert read["updated"] == (*one.held.updated.timetuple()[:8], 0)
        people = entry.authors or one.attribution.origin.authors
        names = [legal(person.name) for person in people]
        if is_atom:
            assert read["authors"] == (names or [one.attribution.origin.title])
        else:  # once by name, and in full beside it
            told = next((n for n, one in enumerate(people) if one.uri or one.email), None)
            again = [] if told is None else [names[told]]
            place = len(names) if told is None else told
            assert read["authors"] == [*names[:place], *again, *names[place:]]
        assert read["files"] == [file.url for file in entry.enclosures if full]
        assert read["source"]["title"] == one.attribution.origin.title
        assert read["via"] == way(one)


def test_an_empty_channel_is_a_document_too() -> None:
    empty = view(channel=Channel(name="world", title="Nothing yet"))
    assert atom_faults(atom.render(empty).body, ATOM_URL) == []
    assert rss_faults(rss.render(empty).body, RSS_URL) == []
    assert json_faults(jsonfeed.render(empty).body, JSON_URL) == []
