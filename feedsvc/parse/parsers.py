"""The only door to feedparser: its parsers, with what it loses kept.

feedparser parses and does nothing else here: no sanitizing, no resolving of URLs inside HTML,
bytes only (`security.md` 0). It is driven as `feedparser.parse` drives it, but for what the
classes below say; a test compares the outcome with that of `feedparser.parse` over a corpus.
"""

import re
from functools import lru_cache
from io import BytesIO
from typing import Any, ClassVar
from xml.sax import handler, xmlreader
from xml.sax.expatreader import ExpatParser

import feedparser.api
import feedparser.mixin
from feedparser.util import FeedParserDict

from feedsvc.parse import values
from feedsvc.parse.caps import PARTS
from feedsvc.parse.extensions import Keeping, may_stand_in
from feedsvc.parse.licensing import NAMESPACES, Licensing

_DECLARATION = re.compile(rb"<\?xml[^>]*?>")
_C1 = re.compile("[\x80-\x9f]")
# Where feedparser ends after four letters of the last label.
_LONG_MAILBOX = re.compile(
    r"[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}(?:xn--[A-Za-z0-9-]{1,59}|[A-Za-z]{5,63})(?![\w-]|\.\w)"
)
_LONGEST_MAILBOX = 1024  # characters of an author in which feedparser may look for a mailbox
_ENTITY = re.compile(rb'<!ENTITY\s++(\w++)\s++"(&#\w+;|[^&"]*)"\s*+>')
_REFERENCE = re.compile(rb"&(\w++);")
_GROWTH_LIMIT = 1024 * 1024

# The only name of what both of its parsers are. Calling its methods by their private names is
# how feedparser is extended: it looks them up by the names of elements.
_MIXIN = feedparser.mixin._FeedParserMixin  # noqa: SLF001

# A pure function of two strings that feedparser calls for every element, nearly always with
# the same two.
feedparser.mixin.make_safe_absolute_uri = lru_cache(maxsize=64)(
    feedparser.mixin.make_safe_absolute_uri
)


class _Reader(ExpatParser):
    """Gives text in one piece instead of one a line and reference: 30 % of a parse."""

    _parser: Any

    def reset(self) -> None:
        super().reset()
        self._parser.buffer_text = True
        self._parser.buffer_size = 1 << 16


class _Text(str):
    """Text that skips a translation that would change nothing: 30 % of a parse.

    feedparser maps C1 controls to windows-1252 in every text, character by character.
    """

    __slots__ = ()

    def translate(self, table: Any) -> str:  # noqa: ANN401 - as `str` has it
        return super().translate(table) if _C1.search(self) else str(self)


class _Faithful(Licensing):
    """What feedparser loses, kept; for both of its parsers.

    Ids stay as written (it resolves them against the base URL), the `type` of a link is told
    from a default, every hour and day to skip is kept instead of the last one, no author
    inherits from another, and what extensions say is told from what the format itself says,
    whichever comes first. Dates are kept as written only: its reading of them, 6 % of a parse,
    is not used.
    """

    # feedparser fills it from its own namespaces, for all of its parsers, while it is empty.
    _matchnamespaces: ClassVar[dict[str, str]] = {
        uri.lower(): prefix for uri, prefix in (_MIXIN.namespaces | NAMESPACES).items()
    }
    can_be_relative_uri = _MIXIN.can_be_relative_uri - {"id"}

    def _start_link(self, attributes: dict[str, str]) -> None:
        attributes[values.WRITTEN_TYPE] = attributes.get("type", "")
        _MIXIN._start_link(self, attributes)  # noqa: SLF001

    def _start_author(self, attributes: dict[str, str]) -> None:
        _MIXIN._start_author(self, attributes)  # noqa: SLF001
        # Else a second author without an email is given that of the first.
        dict.pop(_MIXIN._get_context(self), "author", None)  # noqa: SLF001

    _start_managingeditor = _start_author

    def _save_author(self, key: str, value: str, prefix: str = "author") -> None:
        if prefix == "author":
            _MIXIN._save_author(self, key, value)  # noqa: SLF001
        # Else it is the owner of a podcast, who is no author of it.

    def _sync_author_detail(self, key: str = "author") -> None:
        context = _MIXIN._get_context(self)  # noqa: SLF001
        detail = (dict.get(context, f"{key}s") or [FeedParserDict()])[-1]
        written = "" if detail else dict.get(context, key) or ""
        if len(written) > _LONGEST_MAILBOX:  # it takes time quadratic in the length
            detail["name"] = written
            context.setdefault(f"{key}_detail", detail)
            return
        email = _LONG_MAILBOX.search(written) if "@" in written else None
        if email is None:
            _MIXIN._sync_author_detail(self, key)  # noqa: SLF001
            return
        detail["email"] = email[0]
        if name := written.replace(email[0], "", 1).strip(' \t\r\n()<>"'):
            detail["name"] = name
        context.setdefault(f"{key}_detail", detail)

    def _add_tag(self, term: str, scheme: str | None, label: str | None) -> None:
        # It compares each with all before; one more than are read, so that it can be told.
        tags = dict.get(_MIXIN._get_context(self), "tags")  # noqa: SLF001
        if tags is None or len(tags) <= PARTS:
            _MIXIN._add_tag(self, term, scheme, label)  # noqa: SLF001

    def _start_itunes_summary(self, attributes: dict[str, str]) -> None:
        _MIXIN.push_content(self, values.ITUNES_SUMMARY, attributes, "text/plain", 1)

    def _end_itunes_summary(self) -> None:
        _MIXIN.pop_content(self, values.ITUNES_SUMMARY)

    def _start_media_description(self, attributes: dict[str, str]) -> None:
        _MIXIN.push_content(self, values.MEDIA_DESCRIPTION, attributes, "text/html", 1)

    def _end_media_description(self) -> None:
        _MIXIN.pop_content(self, values.MEDIA_DESCRIPTION)

    def _end_itunes_author(self) -> None:
        _MIXIN._end_author(self)  # noqa: SLF001
        authors = dict.get(_MIXIN._get_context(self), "authors")  # noqa: SLF001
        if authors:
            authors[-1][values.ITUNES_AUTHOR] = True

    def _end_published(self) -> None:
        _MIXIN.pop(self, "published")

    _end_issued = _end_pubdate = _end_published

    def _end_updated(self) -> None:
        _MIXIN.pop(self, "updated")

    _end_modified = _end_lastbuilddate = _end_updated

    def _end_hour(self) -> None:
        _gather(self, "hour")

    def _end_day(self) -> None:
        _gather(self, "day")


def _gather(parser: Any, name: str) -> None:  # noqa: ANN401 - feedparser has no types
    context = parser._get_context()  # noqa: SLF001
    before = dict.get(context, name)
    value = parser.pop(name)
    if before and value:
        context[name] = f"{before} {value}"


class _Quick(_Faithful):
    """For well-formed documents."""

    contentparams: Any

    def push_content(
        self,
        tag: str,
        attributes: dict[str, str],
        default: str,
        expecting_text: int,
    ) -> None:
        _MIXIN.push_content(self, tag, attributes, default, expecting_text)
        self.contentparams = _Parameters(self.contentparams)

    @staticmethod
    def decode_entities(_element: str, data: str) -> str:
        return _Text(data)


class _Forgiving(_Faithful):
    """Survives references to characters that do not exist, which feedparser does not."""

    def handle_charref(self, ref: str) -> None:
        try:
            _MIXIN.handle_charref(self, ref)
        except (ValueError, OverflowError):
            _MIXIN.handle_data(self, "\ufffd")


def _copied(parameters: Any, _memo: object) -> Any:  # noqa: ANN401 - feedparser has no types
    return FeedParserDict(parameters)


# feedparser copies these flat dictionaries deeply, with every text: 12 % of a parse.
_Parameters: Any = type("_Parameters", (FeedParserDict,), {"__deepcopy__": _copied})

# As feedparser itself puts its parsers together.
_Strict: Any = type("_Strict", (_Quick, feedparser.api.StrictFeedParser), {})
_Extended: Any = type(
    "_Extended",
    (_Quick, Keeping, feedparser.api.StrictFeedParser),
    {"start": _Strict.startElementNS, "end": _Strict.endElementNS},
)
_Loose: Any = type("_Loose", (_Forgiving, feedparser.api.LooseFeedParser), {})


def strict_parser(document: bytes, url: str, language: str | None) -> Any:  # noqa: ANN401 - feedparser has no types
    """A parser for well-formed documents, still to be driven through this one.

    Args:
        document: UTF-8.
        url: Where it came from: the base of its relative URLs.
        language: What it is in where it does not say itself.
    """
    kind = _Extended if may_stand_in(document) else _Strict
    return kind(url, language, "utf-8")


def drive(parser: Any, document: bytes) -> None:  # noqa: ANN401 - feedparser has no types
    """Have a strict parser read a document; what it read before an error stays in it.

    Raises:
        SAXException: The document is not well-formed.
    """
    parser.resolve_relative_uris = parser.sanitize_html = False
    reader = _Reader(namespaceHandling=1)
    reader.setFeature(handler.feature_external_ges, False)  # noqa: FBT003 - SAX takes no keyword
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = xmlreader.InputSource()
    source.setEncoding("utf-8")
    source.setByteStream(BytesIO(document))
    reader.parse(source)


def loosely(document: bytes, url: str, language: str | None, entities: dict[str, str]) -> Any:  # noqa: ANN401 - as above
    """The parser that reads anything, after it read a document."""
    parser = _Loose(url, language, "utf-8", entities)
    parser.resolve_relative_uris = parser.sanitize_html = False
    parser.feed(document.decode("utf-8", "replace"))
    return parser


def without_doctype(document: bytes, start: int) -> tuple[str, bytes, dict[str, str]]:
    """Drop what stands before the root, as `replace_doctype` of feedparser does, in linear time.

    Args:
        document: The document.
        start: Where its first element starts.

    Returns:
        A version that the DOCTYPE tells or nothing, the document without its declarations,
        and the entities that stay: literal ones only, unless they make the document grow by
        more than 1 MiB (security P1).
    """
    prolog, data = document[:start], document[start:]
    at = prolog.find(b"<!DOCTYPE")
    if at < 0:
        declaration = _DECLARATION.match(document)
        return "", document[declaration.end() :] if declaration else document, {}
    doctype = prolog[at : max(prolog.find(b">", at), at)]
    version = "rss091n" if b"netscape" in doctype.lower() else ""
    literal = dict(_ENTITY.findall(prolog))
    growth = sum(len(literal.get(name, b"")) for name in _REFERENCE.findall(data))
    if not literal or growth > _GROWTH_LIMIT:
        return version, data, {}
    declared = b"".join(b'<!ENTITY %b "%b">' % entity for entity in literal.items())
    entities = {name.decode("utf-8", "replace"): text.decode() for name, text in literal.items()}
    return version, b"<!DOCTYPE feed [%b]>%b" % (declared, data), entities
