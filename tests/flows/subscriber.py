"""What a subscriber sees of a channel, read by parsers that are not ours."""

import json
from calendar import timegm
from collections.abc import Iterable
from datetime import UTC, datetime
from time import struct_time
from typing import Any, NamedTuple

import feedparser
from lxml.etree import XMLParser, _Element, fromstring

from feedsvc.flows.serve import Publisher
from feedsvc.model.source import Checkpoint, Permission, Scope, Source
from feedsvc.store import sources
from feedsvc.text.html import plain
from tests.rig import FORMATS, Rig

FULL = Permission(scope=Scope.FULL)
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


class Seen(NamedTuple):
    """An entry as a reader's program has it; moments in whole seconds, as RSS tells them."""

    id: str
    title: str
    link: str
    published: datetime
    updated: datetime
    body: str


def seen(rig: Rig, channel: str = "all", form: str = "atom") -> list[Seen]:
    """The entries of a document, in its order."""
    body = rig.publisher().document(channel, form).body
    if form == "json":
        return [_of_json(item) for item in json.loads(body)["items"]]
    parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    assert not parsed.bozo
    return [_of_xml(entry) for entry in parsed.entries]


def everywhere(rig: Rig, channel: str = "all") -> list[Seen]:
    """The entries of a document, of which every format tells the same but for the text.

    Where the others have no title, Atom has the beginning of the text, for it demands one.
    """
    atom, rss, items = (seen(rig, channel, form) for form in FORMATS)
    for place, (one, untitled) in enumerate(zip(atom, rss, strict=True)):
        if not untitled.title:
            assert one.title
            assert plain(one.body).startswith(one.title.removesuffix("…"))
            atom[place] = one._replace(title="")
    bare = [[one._replace(body="") for one in entries] for entries in (atom, rss, items)]
    assert bare[0] == bare[1] == bare[2]
    return atom


def only(rig: Rig, channel: str = "all") -> Seen:
    """The one entry of a document."""
    (one,) = everywhere(rig, channel)
    return one


def ids(entries: Iterable[Seen]) -> list[str]:
    return [one.id for one in entries]


def titles(entries: Iterable[Seen]) -> list[str]:
    return [one.title for one in entries]


def bodies(rig: Rig, channel: str = "all") -> list[str]:
    """The text of the one entry in each format."""
    found = []
    for form in FORMATS:
        (one,) = seen(rig, channel, form)
        found.append(one.body)
    return found


def etags(rig: Rig, channel: str = "all") -> list[str]:
    return [rig.publisher().document(channel, form).etag for form in FORMATS]


def tombstones(rig: Rig, channel: str = "all") -> list[str]:
    """The ids that our Atom says are gone."""
    root = strict(rig.publisher().document(channel, "atom").body)
    return [str(one.get("ref")) for one in root.iter(TOMBSTONE)]


def strict(body: bytes) -> _Element:
    """The root of a document; raises where it is no well-formed XML."""
    return fromstring(body, XMLParser(resolve_entities=False, no_network=True))


def state(rig: Rig, name: str = "herald") -> Checkpoint:
    return sources.named(rig.database.statements(), name).checkpoint


def at(name: str, url: str, **fields: object) -> Source:
    """A source at an address of its own choice."""
    return Source(name=name, url=url, **fields)  # type: ignore[arg-type] # fields of Source


def atom(*entries: str) -> bytes:
    """An upstream's Atom document of these entries and tombstones."""
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        "<id>tag:herald.example,2026:feed</id><title>The Harbour Herald</title>"
        '<link href="https://herald.example/"/><updated>2026-03-01T09:00:00Z</updated>'
        f"{''.join(entries)}</feed>"
    ).encode()


def atom_entry(number: int) -> str:
    return (
        f"<entry><id>tag:herald.example,2026:{number}</id><title>Story {number}</title>"
        f'<link href="https://herald.example/{number}"/>'
        f"<updated>2026-03-01T0{number}:00:00Z</updated>"
        f"<content>Text of story {number}.</content></entry>"
    )


def deleted(number: int) -> str:
    """An upstream's tombstone (RFC 6721)."""
    return f'<at:deleted-entry ref="tag:herald.example,2026:{number}" when="2026-03-01T13:00:00Z"/>'


def story(
    title: str = "", link: str = "", guid: str | None = None, date: str = "", text: str = ""
) -> str:
    """An RSS item of just these elements, each as it is to be written."""
    written = (
        f"<title>{title}</title>" if title else "",
        f"<link>{link}</link>" if link else "",
        f'<guid isPermaLink="false">{guid}</guid>' if guid is not None else "",
        f"<pubDate>{date}</pubDate>" if date else "",
        f"<description>{text}</description>" if text else "",
    )
    return f"<item>{''.join(written)}</item>"


def _of_json(item: dict[str, Any]) -> Seen:
    return Seen(
        item["id"],
        item.get("title", ""),
        item.get("url", ""),
        _second(item["date_published"]),
        _second(item.get("date_modified", item["date_published"])),
        item.get("content_html") or item.get("content_text") or item.get("summary") or "",
    )


def _of_xml(entry: Any) -> Seen:  # noqa: ANN401 - feedparser ships no types
    # `dict.get`, because feedparser's own puts one element in the place of another.
    content = entry.get("content") or [{"value": dict.get(entry, "summary", "")}]
    # Not `link`, which is the id where there is no link (feedparser 6.0).
    pages = [one["href"] for one in entry.get("links", ()) if one["rel"] == "alternate"]
    link = pages[0] if pages else ""
    published: struct_time = dict.__getitem__(entry, "published_parsed")
    updated: struct_time = dict.get(entry, "updated_parsed") or published
    return Seen(
        entry["id"],
        _title(entry),
        "" if "/entries/" in link else link,  # our page, where the article has no address
        datetime.fromtimestamp(timegm(published), UTC),
        datetime.fromtimestamp(timegm(updated), UTC),
        content[0]["value"],
    )


def _title(entry: Any) -> str:  # noqa: ANN401 - feedparser ships no types
    title = str(dict.get(entry, "title", ""))
    return plain(title) if title and entry["title_detail"]["type"] != "text/plain" else title


def _second(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(microsecond=0).astimezone(UTC)


def chain(publisher: Publisher, channel: str = "all", form: str = "atom") -> list[bytes]:
    """The document of a channel and all its archives, newest first, found by their links."""
    found = [publisher.document(channel, form).body]
    addresses = [_own(found[0], form)]
    while address := older(found[-1], form):
        assert address not in addresses
        addresses.append(address)
        name, _, number = address.rpartition(".")[0].rpartition("/channels/")[2].split("/")
        document = publisher.archive(name, int(number), form)
        assert document is not None
        found.append(document.body)
        assert _own(found[-1], form) == address
    return found


def older(body: bytes, form: str) -> str | None:
    """Where the next older document is."""
    if form == "json":
        address: str | None = json.loads(body).get("next_url")
        return address
    return linked(body, "prev-archive")


def linked(body: bytes, rel: str) -> str | None:
    """Where the link of that kind leads that a document itself has, in Atom or RSS."""
    root = strict(body)
    head = root if root.tag.startswith(ATOM) else root[0]
    found = [link.get("href") for link in head.findall(f"{ATOM}link") if link.get("rel") == rel]
    assert len(found) <= 1
    return str(found[0]) if found else None


def _own(body: bytes, form: str) -> str | None:
    return str(json.loads(body)["feed_url"]) if form == "json" else linked(body, "self")


def listed(body: bytes, form: str = "atom") -> list[str]:
    """The ids of the entries that a document holds, in its order."""
    if form == "json":
        return [one["id"] for one in json.loads(body)["items"]]
    root = strict(body)
    entries = root.findall(f"{ATOM}entry") or root.findall("channel/item")
    return [str(one.findtext(f"{ATOM}id") or one.findtext("guid")) for one in entries]
