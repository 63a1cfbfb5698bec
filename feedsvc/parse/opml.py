"""Lists of feeds as others write them (OPML 1.0 to 2.0), read with suspicion (security A5).

Pure and linear: libxml2 tells of each element, no tree is built, and nothing that a document
declares is ever looked up or expanded.
"""

from collections.abc import Mapping
from typing import NamedTuple

from lxml.etree import LxmlError, XMLParser

from feedsvc.net.guard import url_refusal
from feedsvc.parse.encoding import utf8
from feedsvc.parse.repair import mended
from feedsvc.text.urls import loose_form, safe_url

LONGEST = 8 << 20
"""Bytes that a list may have."""

MOST = 20_000
"""Outlines that a list may have, folders included."""

DEEPEST = 32
"""How far outlines may lie in each other."""

NAME = "{urn:feedsvc:opml}name"
"""The attribute that tells the name of a source in a list of ours."""

_LONGEST_WORDS = 300  # characters of a title or tag, as in the configuration
_LONGEST_SHOWN = 100
_LONGEST_CATEGORY = 2000
_MOST_TAGS = 50


class Subscription(NamedTuple):
    """A feed of the list.

    Attributes:
        url: Its address, safe as in `text.urls.safe_url`.
        title: May be empty.
        home_url: The page that it belongs to; may be empty.
        tags: The folders that it lies in, outermost first, and its categories; each once.
            Of a feed that is listed several times those of all places.
        name: That of the source where the list is one of ours (`publish.opml.subscriptions`);
            there a feed has a title only if an operator gave it one. Else empty.
    """

    url: str
    title: str
    home_url: str
    tags: tuple[str, ...]
    name: str = ""


class Dead(NamedTuple):
    """An outline that gives no feed.

    Attributes:
        number: Its place among the outlines of the list, from 1.
        title: In the list's words; may be empty.
        reason: Why, in words for a person.
        same_as: The address of a feed that is listed before; empty if it is another reason.
    """

    number: int
    title: str
    reason: str
    same_as: str = ""


class FeedList(NamedTuple):
    """What a list comes to.

    Attributes:
        problem: Why the document is not read, or what was wrong with it; empty if nothing.
        title: Of the list; may be empty.
        subscriptions: Each feed once, in the order of the list; none if it is not read.
        dead: What was left out, in the same order.
        outlines: How many there were, folders included.
    """

    problem: str = ""
    title: str = ""
    subscriptions: tuple[Subscription, ...] = ()
    dead: tuple[Dead, ...] = ()
    outlines: int = 0


def read(body: bytes, content_type: str = "") -> FeedList:
    """Read a list of feeds. Never raises.

    Args:
        body: The document.
        content_type: The header of that name, if it came with one.
    """
    if len(body) > LONGEST:
        return FeedList(problem=f"the list has more than {LONGEST >> 20} MiB; split it")
    document, _ = utf8(body, content_type)
    if b"<!ENTITY" in document:
        return FeedList(problem="the list declares entities, which are not read; remove them")
    outlines = _Outlines()
    try:
        parser = XMLParser(
            target=outlines,
            encoding="utf-8",
            recover=True,
            resolve_entities="internal",  # of which there are those of XML itself alone
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        )
        parser.feed(mended(document))
        parser.close()
    except _RefusedError as error:
        return FeedList(problem=str(error))
    except (LxmlError, ValueError) as error:
        outlines.problem = f"not well-formed XML: {error}"
    return outlines.result()


class _RefusedError(Exception):
    """The list is not read any further."""


class _Outlines:
    """Is told of every element."""

    def __init__(self) -> None:
        self.problem = ""
        self._path: list[str] = []
        self._above: list[tuple[str, ...]] = [()]
        self._is_opml = False
        self._title = ""
        self._count = 0
        self._feeds: dict[str, Subscription] = {}
        self._dead: list[Dead] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2].lower()
        self._path.append(name)
        self._is_opml = self._is_opml or name == "opml"
        if name != "outline":
            return
        self._count += 1
        if self._count > MOST:
            msg = f"the list has more than {MOST} outlines; split it"
            raise _RefusedError(msg)
        if len(self._above) > DEEPEST:
            msg = f"outlines lie in each other more than {DEEPEST} deep; flatten the list"
            raise _RefusedError(msg)
        fields = {key.lower(): value for key, value in attributes.items()}
        name = _words(fields.get(NAME, ""))
        title = _words(fields.get("title") or ("" if name else fields.get("text")) or "")
        tags = self._above[-1]
        if fields.get("xmlurl", "").strip():
            self._add(fields, title, tags)
        elif fields.get("type", "").lower() in {"rss", "atom", "feed"}:
            self._dead.append(Dead(self._count, title, "it has no xmlUrl"))
        elif title:
            tags = _each_once((*tags, title))
        self._above.append(tags)

    def end(self, _tag: str) -> None:
        if self._path.pop() == "outline":
            self._above.pop()

    def data(self, text: str) -> None:
        if self._path[-1:] == ["title"] and "outline" not in self._path:
            self._title = (self._title + text)[:_LONGEST_WORDS]

    def close(self) -> None:
        """Nothing is handed over here."""

    def result(self) -> FeedList:
        if not self._is_opml:
            return FeedList(
                problem="the document is not OPML; have a reader export its feeds as that"
            )
        return FeedList(
            self.problem,
            _words(self._title),
            tuple(self._feeds.values()),
            tuple(self._dead),
            self._count,
        )

    def _add(self, fields: Mapping[str, str], title: str, folders: tuple[str, ...]) -> None:
        written = fields["xmlurl"].strip()
        url = safe_url(written)
        problem = url_refusal(written if written.isascii() else url or "")
        if url is None or problem:
            shown = problem or "address refused: not a valid URL"
            self._dead.append(Dead(self._count, title or _words(written)[:_LONGEST_SHOWN], shown))
            return
        tags = _each_once((*folders, *_categories(fields.get("category", ""))))
        known = self._feeds.get(loose_form(url))
        if known is None:
            home_url = safe_url(fields.get("htmlurl", "")) or ""
            name = _words(fields.get(NAME, ""))
            self._feeds[loose_form(url)] = Subscription(url, title, home_url, tags, name)
            return
        self._feeds[loose_form(url)] = known._replace(tags=_each_once((*known.tags, *tags)))
        reason = f"it is listed before: {known.url}"
        self._dead.append(Dead(self._count, title, reason, known.url))


def _categories(written: str) -> list[str]:
    """Tags and paths of folders, `one,/two/three` (OPML 2.0, `category`)."""
    paths = written[:_LONGEST_CATEGORY].split(",")
    parts = (part for path in paths for part in path.split("/"))
    return [words for words in map(_words, parts) if words]


def _each_once(tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tags))[:_MOST_TAGS]


def _words(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_WORDS]
