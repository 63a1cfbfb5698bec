"""The feeds that a page announces (standards: HTML 4.6.7.1 `alternate`, RSS Autodiscovery).

Pure and linear: libxml2's parser of HTML tells of each tag, no tree is built.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml.etree import HTMLParser, LxmlError

from feedsvc.text.urls import safe_url

LONGEST_PAGE = 1 << 20
"""Bytes of a page that are looked at; pages announce their feeds in the head."""

MOST = 20
"""How many feeds of one page are told of."""

_TYPES = frozenset(
    (
        *("application/atom+xml", "application/feed+json", "application/rdf+xml"),
        *("application/rss+xml", "application/xml", "text/xml"),
    )
)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_START = 1024  # bytes in which a page shows what it is, as browsers sniff it


class Announced(NamedTuple):
    """A feed that a page announces.

    Attributes:
        url: Absolute, and safe as in `text.urls.safe_url`.
        title: In the page's words; may be empty.
    """

    url: str
    title: str


def is_page(body: bytes, content_type: str) -> bool:
    """Whether an answer that is no feed is a page that may announce some."""
    kind = content_type.partition(";")[0].strip().lower()
    return kind in _PAGE_TYPES or _PAGE.search(body, 0, _START) is not None


def announced(page: bytes, *, url: str, content_type: str = "") -> tuple[Announced, ...]:
    """The feeds that a page announces by `link`, in its order, each once. Never raises.

    Args:
        page: The page as received, content coding undone.
        url: Where it came from: what its addresses are relative to unless it has a `base`.
        content_type: The header of that name, if any.

    Returns:
        At most `MOST`. Those whose address is none, or not http or https, are left out.
    """
    charset = _CHARSET.search(content_type)
    links = _Links()
    for encoding in (charset[1] if charset else None, None):
        try:
            parser = HTMLParser(target=links, encoding=encoding, no_network=True)
            parser.feed(page[:LONGEST_PAGE])
            parser.close()
        except LookupError:  # an encoding that nobody knows: the page's own word, then
            continue
        except (LxmlError, ValueError):
            pass  # what was told until then stands
        break
    return links.found(url)


class _Links:
    """Is told of every tag."""

    def __init__(self) -> None:
        self._base = ""
        self._written: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "base" and not self._base:
            self._base = attributes.get("href", "")
        elif tag == "link" and len(self._written) < MOST * 2 and _announces(attributes):
            title = " ".join(attributes.get("title", "").split())
            self._written.setdefault(attributes["href"].strip(), title)

    def end(self, tag: str) -> None:
        """Nothing that is closed matters."""

    def close(self) -> None:
        """Nothing is handed over here."""

    def found(self, url: str) -> tuple[Announced, ...]:
        base = (safe_url(self._base, base=url) if self._base else None) or url
        feeds: dict[str, Announced] = {}
        for written, title in self._written.items():
            address = safe_url(written, base=base) if written else None
            if address is not None:
                whole = address.partition("#")[0]
                feeds.setdefault(whole, Announced(whole, title))
        return tuple(feeds.values())[:MOST]


def _announces(attributes: Mapping[str, str]) -> bool:
    rel = attributes.get("rel", "").lower().split()
    kind = attributes.get("type", "").partition(";")[0].strip().lower()
    if not attributes.get("href", "").strip() or "stylesheet" in rel:
        return False
    return "feed" in rel or ("alternate" in rel and kind in _TYPES)
