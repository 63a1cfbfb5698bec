"""Every document that the judges' service is given: real feeds, malformed ones, naughty strings."""

import base64
import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from feedsvc.text.legal import legal

_HEADER = re.compile(rb"^\s*Header:\s*([\w-]+):[ \t]*(.*?)\s*$", re.MULTILINE)
_LIKE_A_FEED = re.compile(rb"<(rss|feed|rdf:RDF|channel)\b")


class Document(NamedTuple):
    """What one upstream serves.

    Attributes:
        name: Of its source; also its host.
        label: Where it comes from, for people.
        headers: Of the answer, names in lower case.
        url: Where it is served.
    """

    name: str
    label: str
    body: bytes
    headers: dict[str, str]
    url: str


def documents(shared: Path) -> list[Document]:
    """All of them, in an order that stays."""
    vectors = shared / "vectors"
    return [
        *_numbered("real", _snapshots(shared / "corpus" / "snapshots")),
        *_numbered("ill", _vectors(vectors / "malformed" / "feedparser_illformed.json")),
        *_numbered("well", _vectors(vectors / "malformed" / "feedparser_wellformed_half.json")),
        *_numbered("coded", _vectors(vectors / "encoding" / "feedparser_encoding.json")),
        *_numbered("entity", _vectors(vectors / "encoding" / "feedparser_entities.json")),
        *_numbered(
            "xml", (one for path in sorted((vectors / "xml").iterdir()) for one in _feeds(path))
        ),
        *_numbered("naughty", _naughty(vectors / "text" / "blns.json")),
    ]


def _numbered(kind: str, found: Iterator[tuple[str, bytes, dict[str, str]]]) -> Iterator[Document]:
    for number, (label, body, headers) in enumerate(found):
        name = f"{kind}{number}"
        url = f"https://{name}.example/{quote(Path(label).name)}"
        yield Document(name, label, body, headers, url)


def _snapshots(folder: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    for path in sorted(folder.iterdir()):
        kind = "application/json" if path.suffix == ".json" else "application/xml"
        yield path.name, path.read_bytes(), {"content-type": kind}


def _vectors(path: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    for number, one in enumerate(json.loads(path.read_bytes())):
        if isinstance(one, str):
            label, body = f"{path.stem} {number}", one.encode()
        else:
            label, body = one["name"], base64.b64decode(one["b64"])
        said = _HEADER.findall(body.partition(b"-->")[0])
        headers = {name.decode().lower(): value.decode() for name, value in said}
        yield label, body, {"content-type": "application/xml"} | headers


def _feeds(path: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    for label, body, headers in _vectors(path):
        if _LIKE_A_FEED.search(body):
            yield label, body, headers


# --- strings in every place that takes one ------------------------------------


def _naughty(path: Path) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    strings: list[str] = json.loads(path.read_bytes())
    for kind, write in (("atom", _as_atom), ("rss", _as_rss)):
        body = write([escape(legal(one)) for one in strings])
        yield f"blns.{kind}", body.encode(), {"content-type": "application/xml"}
    yield "blns.json", _as_json(strings), {"content-type": "application/feed+json"}


def _as_atom(strings: list[str]) -> str:
    entries = (
        f"<entry><id>{one}</id><title>{one}</title><updated>2026-01-02T03:04:05Z</updated>"
        f"<author><name>{one}</name><email>{one}</email><uri>{one}</uri></author>"
        f'<category term="{one}" scheme="{one}" label="{one}"/>'
        f'<link href="https://herald.example/{number}"/><link rel="enclosure" href="{one}"'
        f' type="{one}" length="{one}"/><rights>{one}</rights><summary>{one}</summary>'
        f'<content type="html">{one}</content></entry>'
        for number, one in enumerate(strings)
    )
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:example:blns</id><title>Strings</title>'
        f"<updated>2026-01-02T03:04:05Z</updated>{''.join(entries)}</feed>"
    )


def _as_rss(strings: list[str]) -> str:
    items = (
        f'<item><guid isPermaLink="false">{one}</guid><title>{one}</title><author>{one}</author>'
        f'<category domain="{one}">{one}</category><link>https://herald.example/{number}</link>'
        f'<source url="{one}">{one}</source><enclosure url="{one}" length="{one}" type="{one}"/>'
        f"<description>{one}</description></item>"
        for number, one in enumerate(strings)
    )
    return (
        '<rss version="2.0"><channel><title>Strings</title><link>https://herald.example/</link>'
        f"<description>Of every kind</description>{''.join(items)}</channel></rss>"
    )


def _as_json(strings: list[str]) -> bytes:
    items: list[dict[str, Any]] = [
        {
            "id": one,
            "url": f"https://herald.example/{number}",
            "title": one,
            "content_text": one,
            "authors": [{"name": one, "url": one}],
            "tags": [one],
            "attachments": [{"url": one, "mime_type": one, "title": one}],
        }
        for number, one in enumerate(strings)
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Strings", "items": items}
    return json.dumps(feed).encode()
