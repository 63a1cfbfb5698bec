"""RSS, RDF and Atom in UTF-8 to `ParsedFeed`: strictly, mended, else loosely."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.sax import SAXException

from feedsvc.model.parsed import ParsedFeed
from feedsvc.parse import values
from feedsvc.parse.bounds import check, check_marks
from feedsvc.parse.caps import TooMuchError
from feedsvc.parse.parsers import drive, loosely, strict_parser, without_doctype
from feedsvc.parse.repair import mended

_FIRST_TAG = re.compile(rb"<(?P<name>(?:[\w.-]{1,64}:)?(?P<local>\w[\w.-]{0,63}))")
_PAGES = frozenset({b"html", b"head", b"body"})
_FEED_TAG = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_ENTRY_TAG = re.compile(rb"</?(?:\w+:)?(?:entry|item)[\s>]", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel"})
_NO_FEED = "the document is not a feed"
_DISORDER = "the document is in disorder: an entry stands before the feed"
_PAGE = "the document is HTML, not a feed"
# Codes of expat that mean the document ended too early: no element found, unclosed token,
# partial character, unclosed CDATA section.
_ENDED = frozenset({3, 5, 6, 20})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    parser: Any
    loose: bool = False
    cut: bool = False
    problem: str = ""


def read(  # noqa: PLR0913 - the document, and what is known of it
    document: bytes,
    *,
    url: str,
    language: str = "",
    problem: str = "",
    fingerprints: Sequence[bytes] = (),
    checked: bool = False,
) -> ParsedFeed:
    """Read an XML document. Never raises.

    Args:
        document: UTF-8, without a byte order mark.
        url: Where it came from: the base of its relative URLs.
        language: What it is in where it does not say itself.
        problem: What is known to be wrong with it.
        fingerprints: Of its entries; ignored if they are not as many as the entries.
        checked: Its build was looked at already.
    """
    root = _FIRST_TAG.search(document)
    refusal = _refused(document, root)
    if root is None or refusal:
        return ParsedFeed(problem=refusal)
    try:
        place = _Place(url, language or None, checked)
        return _read(document, root, place, problem, fingerprints)
    except TooMuchError as error:
        return ParsedFeed(problem=str(error))
    except MemoryError:
        return ParsedFeed(problem="reading the document takes too much memory")
    except RecursionError:
        return ParsedFeed(problem="the document is nested too deeply")
    except Exception as error:  # noqa: BLE001 - feedparser raises what it likes on hostile bytes
        return ParsedFeed(problem=f"the document cannot be read: {type(error).__name__}: {error}")


def _is_in_disorder(document: bytes, root: re.Match[bytes]) -> bool:
    """Whether its pieces were mixed up on the way, so that entries take in what is the feed's."""
    if root["local"].lower() in _ROOTS:
        return False
    feed = _FEED_TAG.search(document, root.start())
    if feed is None:
        return False
    return bool(_ENTRY_TAG.search(_COMMENT.sub(b"", document[: feed.start()])))


def _refused(document: bytes, root: re.Match[bytes] | None) -> str:
    """Why a document is not parsed at all; empty if it is."""
    if root is None:
        return _NO_FEED if document else "the document is empty"
    if root["local"].lower() in _PAGES and not _FEED_TAG.search(document):
        return _PAGE
    return _DISORDER if _is_in_disorder(document, root) else ""


class _Place(NamedTuple):
    """What a document inherits from how it came."""

    url: str
    language: str | None
    checked: bool


def _read(
    document: bytes,
    root: re.Match[bytes],
    place: _Place,
    problem: str,
    fingerprints: Sequence[bytes],
) -> ParsedFeed:
    url = place.url
    version, data, entities = without_doctype(document, root.start())
    outcome = _parsed(data, root["name"], place, entities)
    parser = outcome.parser
    version = version or parser.version or ("cdf" if root["name"] == b"CHANNEL" else "")
    if not version and parser.entries and root["local"].lower() in {b"channel", b"rdf"}:
        version = "rss"
    is_page = root["local"].lower() in _PAGES
    if not version or (is_page and not parser.entries):
        is_page = is_page or b"<!doctype html" in document[: root.start()].lower()
        return ParsedFeed(problem=_PAGE if is_page else _NO_FEED)
    fields = values.feed_fields(parser.feeddata, url)
    setting = values.Setting(
        base=url, language=fields["language"], permalink=version.startswith("rss")
    )
    found = parser.entries
    if len(fingerprints) != len(found):
        fingerprints = (b"",) * len(found)
    last_cut = len(found) if outcome.cut and parser.inentry else 0
    entries = tuple(
        values.entry(data, setting, fingerprint=fingerprint, cut=number == last_cut)
        for number, (data, fingerprint) in enumerate(zip(found, fingerprints, strict=True), 1)
    )
    return ParsedFeed(
        **fields,
        version=version,
        entries=entries,
        loose=outcome.loose,
        cut=outcome.cut,
        problem=outcome.problem or problem,
    )


def _parsed(data: bytes, root: bytes, place: _Place, entities: dict[str, str]) -> _Outcome:
    """Parse strictly; what cannot be mended, loosely."""
    cut = not re.search(rb"</%b\s*>" % re.escape(root), data, re.IGNORECASE)
    problem = ""
    for mending in (False, True):
        if mending:
            check_marks(data)
        document = mended(data) if mending else data
        if mending or not place.checked:
            check(document)
        parser = strict_parser(document, place.url, place.language)
        try:
            drive(parser, document)
        except SAXException as error:
            cause = error.getException()
            problem = problem or f"not well-formed XML: {cause or error.getMessage()}"
            if cut and getattr(cause, "code", 0) in _ENDED:
                # Unlike feedparser: what came before the cut is read as it always is, so that
                # ids and links are those of the whole document (changes.md 2 and case 4).
                return _Outcome(parser=parser, cut=True, problem="the document is cut off")
        except Exception as error:  # noqa: BLE001 - feedparser raises what it likes
            problem = f"{type(error).__name__}: {error}"
            break
        else:
            return _Outcome(parser=parser, problem=problem)
    check_marks(data)
    parser = loosely(data, place.url, place.language, entities)
    return _Outcome(parser=parser, loose=True, cut=cut, problem=problem)
