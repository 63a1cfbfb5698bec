"""A look at the build of an XML document before feedparser sees it (security P3)."""

from contextlib import suppress
from xml.parsers import expat

from feedsvc.parse.caps import ATTRIBUTES, DEEPEST, ELEMENTS, PREFIXES, TooMuchError

LOOKED_AT = 4 * ELEMENTS
"""Elements that are counted before a look at which of them are to be parsed."""

_MARKS = 250_000  # start and end tags that may be read by guessing, some 3 s of CPU
_REFERENCES = 2_000_000  # likewise


class Bounds:
    """Counts what one pass of expat meets.

    Attributes:
        depth: How many elements are open.
        elements: How many there were. Whether they are too many to be parsed is asked at the
            end, for most of them may be of entries that are not.
    """

    def __init__(self) -> None:
        """Begin before the root."""
        self.depth = 0
        self.elements = 0
        self._namespaces: set[tuple[str | None, str | None]] = set()

    def open(self, attributes: dict[str, str]) -> None:
        """Count an element that begins. Where each µs counts, its body stands in its stead.

        Raises:
            TooMuchError: The document is built to hold up who reads it.
        """
        self.depth += 1
        self.elements += 1
        if self.depth > DEEPEST or len(attributes) > ATTRIBUTES or self.elements > LOOKED_AT:
            self.refuse(attributes)

    def close(self) -> None:
        """Count an element that ends."""
        self.depth -= 1

    def refuse(self, attributes: dict[str, str]) -> None:
        """Raise `TooMuchError` for what is too much when an element with these has begun."""
        if self.depth > DEEPEST:
            msg = f"the document is nested too deeply: more than {DEEPEST} elements"
            raise TooMuchError(msg)
        if len(attributes) > ATTRIBUTES:
            msg = f"an element of the document has more than {ATTRIBUTES} attributes"
            raise TooMuchError(msg)
        check_elements(self.elements)

    def declare(self, prefix: str | None, uri: str | None) -> None:
        """Count a namespace.

        Raises:
            TooMuchError: There are too many.
        """
        self._namespaces.add((prefix, uri))
        if len(self._namespaces) > PREFIXES:
            msg = f"the document declares more than {PREFIXES} namespaces"
            raise TooMuchError(msg)


def check_elements(count: int) -> None:
    """Whether so many elements may be parsed.

    Raises:
        TooMuchError: They are too many.
    """
    if count > ELEMENTS:
        msg = f"the document holds more than {ELEMENTS} elements"
        raise TooMuchError(msg)


def check(document: bytes) -> None:
    """Look at the build of a document as far as it is well-formed.

    Args:
        document: XML in UTF-8.

    Raises:
        TooMuchError: It is built to hold up who reads it.
    """
    bounds = Bounds()
    parser = expat.ParserCreate("utf-8", " ")
    parser.StartElementHandler = lambda _name, attributes: bounds.open(attributes)
    parser.EndElementHandler = lambda _name: bounds.close()
    parser.StartNamespaceDeclHandler = bounds.declare
    with suppress(expat.ExpatError):
        parser.Parse(document, True)  # noqa: FBT003 - expat takes no keyword
    check_elements(bounds.elements)


def check_marks(document: bytes) -> None:
    """The same for what is read by guessing, where there is no depth to count.

    Raises:
        TooMuchError: It is built to hold up who reads it.
    """
    if document.count(b"<") > _MARKS or document.count(b"&") > _REFERENCES:
        msg = "the document is not well-formed, and holds too much to be read by guessing"
        raise TooMuchError(msg)
