"""Untrusted bytes to `ParsedFeed`: picks a reader and gives it only what is new.

Pure: no I/O, no clock. Run it in a `feedsvc.parse.pool.Pool` where the bytes are hostile.
"""

from collections.abc import Container
from dataclasses import replace
from typing import NamedTuple

from feedsvc.model.parsed import ParsedFeed
from feedsvc.parse import split
from feedsvc.parse.bounds import check_elements
from feedsvc.parse.caps import (
    ENTRIES,
    TooMuchError,
    capped,
    guessed_spans,
    left_out,
    newest_spans,
)
from feedsvc.parse.context import context_of
from feedsvc.parse.encoding import utf8
from feedsvc.parse.tombstones import tombstones

_SCHEMES = ("http:", "https:", "file:")


def parse(  # noqa: PLR0913 - the document, and what is known of the last one
    body: bytes,
    *,
    url: str,
    content_type: str = "",
    language: str = "",
    known: Container[bytes] = frozenset(),
    head: bytes = b"",
    context: bytes = b"",
) -> ParsedFeed:
    """Read a document in any feed format. Never raises.

    Args:
        body: The document as received, content coding undone.
        url: Where it came from, after redirects: the base of its relative URLs.
        content_type: The header of that name, if any.
        language: What it is in where it does not say itself.
        known: Fingerprints whose entries are left out of the answer.
        head: The `head` of the last document of this source.
        context: Its `context`; where this one has another, nothing counts as known.

    Returns:
        What the document says. `version` is empty if it is no feed; then `problem` says
        why. `unchanged` is set where no entry is new and the head is `head`.
    """
    document, problem = utf8(body, content_type)
    if document[:1] in {b"{", b"["} or (not document.startswith(b"<") and "json" in content_type):
        from feedsvc.parse import jsonfeed  # noqa: PLC0415 - only who reads JSON pays for it

        found = jsonfeed.read(document, url=url, known=known, head=head, context=context)
    else:
        try:
            found = _parse_xml(
                document, _Place(url, language), problem, _Last(known, head, context)
            )
        except TooMuchError as error:
            return ParsedFeed(problem=str(error))
    return capped(found)


class _Last(NamedTuple):
    """What is known of the last document."""

    known: Container[bytes]
    head: bytes
    context: bytes


class _Place(NamedTuple):
    """What the entries of a document inherit from how it came."""

    url: str
    language: str


def _parse_xml(document: bytes, place: _Place, problem: str, last: _Last) -> ParsedFeed:
    # Without a base URL xml:base of one entry leaks into the next (speed.md 4, class a).
    found = split.split(document) if place.url.startswith(_SCHEMES) else None
    spans = found.spans if found else guessed_spans(document)
    if len(spans) <= ENTRIES:
        return _parse_entries(document, found, place, problem, last)
    document = split.reduced(document, spans, newest_spans(document, spans))
    found = split.split(document) if found else None
    feed = _parse_entries(document, found, place, problem, last)
    return replace(feed, capped=left_out(len(spans)))


def _parse_entries(
    document: bytes, found: split.Split | None, place: _Place, problem: str, last: _Last
) -> ParsedFeed:
    url, language = place
    if found:
        check_elements(found.elements)
    context = context_of(url, language + found.inherited) if found else b""
    known, head, _ = last if context == last.context else _Last(frozenset(), b"", b"")
    keep = [print_ not in known for print_ in found.fingerprints] if found else []
    if found and found.head == head and not any(keep):
        return ParsedFeed(
            unchanged=True, window=found.fingerprints, head=found.head, context=context
        )

    # feedparser takes 80 ms to import, which a document with nothing new must not pay.
    from feedsvc.parse import xml  # noqa: PLC0415

    if found:
        feed = xml.read(
            document if all(keep) else split.reduced(document, found.spans, keep),
            url=url,
            language=language,
            problem=problem,
            fingerprints=tuple(
                print_ for print_, kept in zip(found.fingerprints, keep, strict=True) if kept
            ),
            checked=True,
        )
        # Not what the split promised (class d): then only the whole document is right.
        if feed.version and not feed.loose and len(feed.entries) == sum(keep):
            return replace(
                feed,
                window=found.fingerprints,
                head=found.head,
                context=context,
                tombstones=tombstones(document),
            )
    whole = xml.read(document, url=url, language=language, problem=problem)
    return replace(whole, tombstones=tombstones(document))
