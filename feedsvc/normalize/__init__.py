"""From what an upstream wrote to the normal form: the order of the steps.

Pure and total: whatever was parsed comes out as a `Reading`, and what cannot be trusted is
dropped or made safe on the way.
"""

from dataclasses import replace

from feedsvc.model.entry import Entry, Hop
from feedsvc.model.parsed import ParsedFeed
from feedsvc.model.reading import Gone, Incoming, Reading
from feedsvc.model.record import name_digest
from feedsvc.normalize import edits, identity
from feedsvc.normalize.entry import normal_entry
from feedsvc.normalize.feed import normal_feed
from feedsvc.normalize.health import doubt, problem, remark, without_torn
from feedsvc.normalize.text import line
from feedsvc.text.dates import parse_date

_NOTHING = Entry()


def normalize(parsed: ParsedFeed, *, url: str, last_window: bytes = b"") -> Reading:
    """Bring one parsed document into the normal form.

    Args:
        parsed: The document; entries whose bytes were known may be left out of it.
        url: Where it came from, after redirects: the base of its relative URLs.
        last_window: The entries of the last good document, as `model/record` packs them.
    """
    if parsed.unchanged:
        return Reading(
            total=len(parsed.window),
            order=parsed.window,
            head=parsed.head,
            context=parsed.context,
        )
    unbelievable = problem(parsed)
    if unbelievable:
        return Reading(problem=unbelievable)
    hop = normal_feed(parsed, url)
    places = {fingerprint: place for place, fingerprint in enumerate(parsed.window)}
    incoming = tuple(
        _incoming(
            normal_entry(raw, parsed, url),
            places.get(raw.fingerprint, number),
            raw.fingerprint,
            hop,
        )
        for number, raw in enumerate(parsed.entries)
        if not raw.cut
    )
    incoming = tuple(arriving for arriving in incoming if _says_anything(arriving.entry))
    if parsed.loose:
        incoming = without_torn(incoming, last_window)
    total = len(parsed.window) or len(incoming)
    return Reading(
        doubt=doubt(parsed, total, incoming, last_window),
        remark=remark(parsed),
        whole=not parsed.cut,
        loose=parsed.loose,
        hop=hop,
        updated=parse_date(parsed.updated) if parsed.updated else None,
        incoming=incoming,
        gone=tuple(
            Gone(
                id=name_digest("id", line(tombstone.ref)),
                when=parse_date(tombstone.when) if tombstone.when else None,
                reason=line(tombstone.comment),
            )
            for tombstone in parsed.tombstones
        ),
        total=total,
        order=parsed.window,
        head=parsed.head,
        context=parsed.context,
        hints=parsed.hints,
    )


def _incoming(entry: Entry, place: int, fingerprint: bytes, hop: Hop) -> Incoming:
    words = edits.words(entry)
    return Incoming(
        names=identity.names(entry, words, hop.home_url),
        digest=edits.digest(words),
        facts=edits.facts(entry),
        entry=entry,
        place=place,
        claimed=identity.claimed(entry),
        fingerprint=fingerprint,
    )


def _says_anything(entry: Entry) -> bool:
    return bool(entry.id or entry.url) or replace(entry, language=None) != _NOTHING
