"""Entries that a feed took back: `at:deleted-entry` (RFC 6721).

feedparser shows the last of several only (defects PB3), so they are read from the document.
"""

from xml.parsers import expat

from feedsvc.model.parsed import ParsedTombstone

_SEPARATOR = "\x1f"
_NAMESPACE = f"http://purl.org/atompub/tombstones/1.0{_SEPARATOR}"
_PARENTS = frozenset({"feed", "channel"})
_DEEPEST = 2  # elements above it
_MOST = 10_000
_LONGEST = 2000  # characters of a comment


class _Walk:
    """The state of one expat pass."""

    def __init__(self) -> None:
        self.found: list[ParsedTombstone] = []
        self._above: list[str] = []
        self._attributes: dict[str, str] | None = None
        self._comment: list[str] | None = None
        self._said = ""
        self.parser = parser = expat.ParserCreate("utf-8", _SEPARATOR)
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._entity

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        is_top = 0 < len(self._above) <= _DEEPEST and self._above[-1] in _PARENTS
        self._above.append(name.rpartition(_SEPARATOR)[2].lower())
        # Within an entry it would be the word of whoever wrote that one.
        if name == f"{_NAMESPACE}deleted-entry" and is_top:
            self._attributes, self._said = attributes, ""
        elif name == f"{_NAMESPACE}comment" and self._attributes is not None:
            self._comment = []

    def _close(self, name: str) -> None:
        self._above.pop()
        if name == f"{_NAMESPACE}comment" and self._comment is not None:
            self._said, self._comment = "".join(self._comment)[:_LONGEST], None
        elif name == f"{_NAMESPACE}deleted-entry" and self._attributes is not None:
            ref, when = (self._attributes.get(key, "").strip() for key in ("ref", "when"))
            if ref and len(self.found) < _MOST:
                self.found.append(ParsedTombstone(ref=ref, when=when, comment=self._said))
            self._attributes = None

    def _text(self, text: str) -> None:
        if self._comment is not None:
            self._comment.append(text)

    def _entity(self, *_declaration: object) -> None:
        raise _DeclaredError


class _DeclaredError(Exception):
    """The document declares entities, which may expand without bound."""


def tombstones(document: bytes) -> tuple[ParsedTombstone, ...]:
    """The entries that an XML feed in UTF-8 took back, in its order.

    Nothing of a document that is not well-formed or declares entities: who takes an article
    back must be beyond doubt.
    """
    if b"deleted-entry" not in document:
        return ()
    walk = _Walk()
    try:
        walk.parser.Parse(document, True)  # noqa: FBT003 - expat takes no keyword
    except (expat.ExpatError, _DeclaredError):
        return ()
    return tuple(walk.found)
