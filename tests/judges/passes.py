"""Articles passed on: one instance of the service pulls what another publishes, and so on."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml.etree import QName, _Element, fromstring

from feedsvc.model.channel import SOURCE_CHANNEL
from feedsvc.publish.formats import Format, channel_document
from feedsvc.settings import Site
from tests.judges import service
from tests.judges.upstream import Document
from tests.rig import Rig

SITES = tuple(Site(url=f"https://{name}.pass.example") for name in ("first", "second", "third"))
_OURS = re.compile("|".join(re.escape(f"{site.url}/") for site in SITES))
_OUR_PAGE = re.compile(
    rb"(?:<|&lt;)a href=\"https://\w+\.pass\.example/entries/\w+\"(?:>|&gt;)"
    rb"((?:(?!/a(?:>|&gt;)).)*)(?:<|&lt;)/a(?:>|&gt;)"
)
_FIRST_POLL = re.compile(r"2026-03-01T1[23]:|01 Mar 2026 1[23]:")
_LIKE_MARKUP = re.compile(r"</?[A-Za-z]|&#?\w+;")
_UNTYPED = frozenset(
    {"/item/title", "/item/rights", "/item/creator", "/item/author/name", "/item/source",
     "/rss/channel/title", "/rss/channel/copyright", "/rss/channel/description",
     "/title", "/author/name", "/authors/name", "/_feedsvc/source/title", "/entry/author/name"}
)  # fmt: skip
_OF_A_LINK = ("feed_url", "title")
"""What stays of a feed in the middle of the way in every format: a link `via` (standards A16)."""
ATOM = "{http://www.w3.org/2005/Atom}"


class Passed(NamedTuple):
    """What each instance publishes of one document, in the format it was passed on in."""

    label: str
    form: Format
    bodies: tuple[bytes, ...]


def passed_on(documents: list[Document], folder: Path) -> Iterator[Passed]:
    """Have three instances pull from each other, in each format, each a day after the other.

    What no upstream dates is dated by the moment it was first seen, which the next instance
    must take for the past.
    """
    with service.polled(_database(folder, SITES[0].url), documents, SITES[0]) as (rig, accounts):
        read = [one for one in documents if accounts[one.name].outcome == "fetched"]
        first = {form: _republished(rig, read, form) for form in Format}
    for form in Format:
        passes = [first[form]]
        for day, site in enumerate(SITES[1:], 1):
            database = _database(folder, f"{site.url}.{form}")
            with service.polled(database, passes[-1], site, day=day) as (rig, _):
                passes.append(_republished(rig, passes[-1], form))
        for same in zip(*passes, strict=True):
            yield Passed(same[0].label, form, tuple(one.body for one in same))


def _database(folder: Path, name: str) -> str:
    return f"sqlite:///{folder}/{name.rpartition('/')[2]}.sqlite3"


def _republished(rig: Rig, documents: list[Document], form: Format) -> list[Document]:
    """The channel of each source, as a document that the next instance may pull."""
    publisher = rig.publisher()
    made = []
    for one in documents:
        name = f"{SOURCE_CHANNEL}{one.name}"
        document = publisher.document(name, form)
        url = channel_document(publisher.base_url, name, form)
        headers = {"content-type": document.content_type}
        made.append(one._replace(body=document.body, headers=headers, url=url))
    return made


# --- what must be the same on both sides --------------------------------------

Lines = list[str]
"""An element or object, a line for each value in it: where it stands, and the value."""


def essence(body: bytes, form: Format) -> dict[str, Lines]:
    """The head, under no name, and each entry under its id, in their order.

    Without what must differ from one instance to the next: of the head, the lines that hold an
    address of ours; of an entry, the hops over our instances, and the link to our page that an
    entry of Atom without an address is given (standards A12), in the attribution line too.
    """
    body = _OUR_PAGE.sub(rb"\1", body)
    head, entries = (_of_json if form is Format.JSON else _of_xml)(body)
    return {"": [line for line in head if not _OURS.search(line)]} | dict(entries)


def _of_json(body: bytes) -> tuple[Lines, list[tuple[str, Lines]]]:
    feed = json.loads(body)
    items = feed.pop("items")
    for item in items:
        told = item["_feedsvc"]
        told["via"] = [
            {name: hop[name] for name in _OF_A_LINK if name in hop}
            for hop in told["via"]
            if not _ours(hop.get("feed_url", ""))
        ]
    return list(_members(feed, "")), [(item["id"], list(_members(item, ""))) for item in items]


def _members(value: object, path: str) -> Iterator[str]:
    match value:
        case dict():
            for name, inner in sorted(value.items()):
                yield from _members(inner, f"{path}/{name}")
        case list():
            for inner in value:
                yield from _members(inner, path)
        case _:
            yield f"{path}={value!r}"


def _of_xml(body: bytes) -> tuple[Lines, list[tuple[str, Lines]]]:
    root = fromstring(body)
    parent = root if root.tag == f"{ATOM}feed" else root[0]
    entries = [one for one in parent if QName(one).localname in {"entry", "item"}]
    for entry in entries:
        parent.remove(entry)
        for link in entry.findall(f"{ATOM}link"):
            if link.get("rel") in {"alternate", "via"} and _ours(link.get("href", "")):
                entry.remove(link)
    return list(_elements(root, "")), [
        (entry.findtext(f"{ATOM}id") or entry.findtext("guid") or "", list(_elements(entry, "")))
        for entry in entries
    ]


def _elements(element: _Element, path: str) -> Iterator[str]:
    here = f"{path}/{QName(element).localname}"
    attributes = "".join(f" {name}={value!r}" for name, value in sorted(element.items()))
    yield f"{here}={(element.text or '').strip()!r}{attributes}"
    for inner in element:
        yield from _elements(inner, here)


def _ours(address: str) -> bool:
    return _OURS.match(address) is not None


def is_dated(lines: Lines) -> bool:
    """Whether the upstream dates an entry.

    Where one without a date stands is known only to who first saw it: it is published with
    that moment, by which the next instance orders it.
    """
    return not any(_FIRST_POLL.search(line) for line in lines)


def guessed(lines: Lines) -> frozenset[str]:
    """Where text reads like markup though the format says nothing of its type.

    Titles and rights in RSS, titles in JSON Feed, names everywhere: real feeds have markup
    there, so the next instance takes it for that.
    """
    paths = (line.partition("=")[0] for line in lines if _LIKE_MARKUP.search(line))
    return frozenset(path for path in paths if path in _UNTYPED)


def hops(body: bytes, form: Format) -> set[tuple[str, ...]]:
    """The ways over our instances that the entries name, each as the addresses on it."""
    if form is Format.JSON:
        items = json.loads(body)["items"]
        ways = [[hop.get("feed_url", "") for hop in item["_feedsvc"]["via"]] for item in items]
    else:
        root = fromstring(body)
        entries = [one for one in root.iter() if QName(one).localname in {"entry", "item"}]
        ways = [
            [
                link.get("href", "")
                for link in one.findall(f"{ATOM}link")
                if link.get("rel") == "via"
            ]
            for one in entries
        ]
    return {tuple(address for address in way if _ours(address)) for way in ways}
