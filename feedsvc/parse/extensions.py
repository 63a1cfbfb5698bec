"""The elements of known extensions, kept as they were written.

feedparser flattens them: of several it shows the last, names lose their case, and what stands
inside another element comes out beside it.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from feedsvc.model.entry import NAMESPACES, Extension

EXTENSIONS = "written_extensions"
"""Key of a feed or entry for the elements that were kept."""

BASE = "xml:base"
"""Attribute of an element for what relative addresses in it are relative to."""

_PREFIXES = {uri.lower().rstrip("/"): prefix for prefix, uri in NAMESPACES.items()} | {
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "http://purl.org/rss/1.0/modules/threading": "thr",
}
_DECLARED = re.compile(rb"""xmlns(?::[^\s:=]*)?\s*=\s*["']([^"']*)""")
_HOLDERS = frozenset({"channel", "entry", "feed", "item"})
_CLOSED = frozenset(
    {"content", "copyright", "description", "info", "rights", "source", "subtitle", "summary",
     "tagline", "title"}
)  # fmt: skip
"""Elements that may hold what looks like an entry but is none, or one of another feed."""

_DEEPEST = 8
_MOST = 500  # elements of one feed or entry
_LONGEST = 65_536  # characters of one text
_XML_BASE = ("http://www.w3.org/XML/1998/namespace", "base")


@lru_cache(maxsize=256)
def _prefix(namespace: str | None) -> str:
    """The prefix under which the namespace of a known extension is kept, else nothing."""
    return _PREFIXES.get((namespace or "").lower().rstrip("/"), "")


def may_stand_in(document: bytes) -> bool:
    """Whether a document declares the namespace of a known extension, as far as bytes tell."""
    return any(
        b"&" in uri or _prefix(uri.decode("utf-8", "replace"))
        for uri in _DECLARED.findall(document)
    )


class _Kept(list[Extension]):
    """The elements of one feed or entry, and how many there are with those inside them."""

    elements = 0


class _Open:
    """An element whose end was not seen yet."""

    __slots__ = ("attributes", "children", "depth", "name", "text")

    def __init__(self, name: str, depth: int, attributes: dict[str, str]) -> None:
        self.name = name
        self.depth = depth
        self.attributes = attributes
        self.text: list[str] = []
        self.children: list[Extension] = []

    def ended(self) -> Extension:
        return Extension(
            name=self.name,
            attributes=self.attributes,
            text="".join(self.text).strip()[:_LONGEST],
            children=tuple(self.children),
        )


class Keeping:
    """Mixed into feedparser's parser for well-formed documents.

    Attributes:
        start: feedparser's `startElementNS`, `end` its `endElementNS`: each element passes here,
            and `super` would look through all of its classes each time.
    """

    start: Callable[..., None]
    end: Callable[..., None]
    baseuri: str
    handle_data: Any
    _kept: _Kept

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - feedparser has no types
        """Begin with nothing kept."""
        super().__init__(*arguments)
        self._above: list[str] = []
        self._open: list[_Open] = []

    def startElementNS(  # noqa: N802 - the name that SAX calls
        self,
        name: tuple[str | None, str],
        qname: str | None,
        attrs: Any,  # noqa: ANN401
    ) -> None:
        """Begin to keep the element if it is of a known extension, or stands in one."""
        above = self._above
        begun = None
        if self._open or (
            _prefix(name[0]) and above and above[-1] in _HOLDERS and _CLOSED.isdisjoint(above)
        ):
            begun = self._begun(name, attrs)
        above.append(name[1].lower())
        self.start(name, qname, attrs)
        if begun:
            # Now that its own `xml:base` is in force.
            if self.baseuri and (not self._open or _XML_BASE in attrs):
                begun.attributes[BASE] = self.baseuri
            self._open.append(begun)

    def _begun(self, name: tuple[str | None, str], attrs: Any) -> _Open | None:  # noqa: ANN401
        if not self._open:
            context = self._get_context()  # type: ignore[attr-defined] # of feedparser
            self._kept = dict.setdefault(context, EXTENSIONS, _Kept())
        if self._kept.elements >= _MOST or len(self._open) >= _DEEPEST:
            return None
        self._kept.elements += 1
        prefix, local = _prefix(name[0]), name[1]
        written = {key: value for (space, key), value in attrs.items() if space is None}
        return _Open(f"{prefix}:{local}" if prefix else local, len(self._above), written)

    def characters(self, content: str) -> None:
        """Keep the text of the element."""
        if self._open:
            self._open[-1].text.append(content)
        self.handle_data(content)

    def endElementNS(  # noqa: N802 - the name that SAX calls
        self, name: tuple[str | None, str], qname: str | None
    ) -> None:
        """End the element, and hand it to the feed or entry that it stands in."""
        above, opened = self._above, self._open
        above.pop()
        if opened and opened[-1].depth == len(above):
            ended = opened.pop().ended()
            (opened[-1].children if opened else self._kept).append(ended)
        self.end(name, qname)
