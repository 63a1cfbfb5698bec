"""From what an upstream wrote to the normal form: the order of the steps.

Pure and total: whatever was parsed comes out as a `Reading`, and what cannot be trusted is
dropped or made safe on the way.
"""

from feedsvc.model.parsed import ParsedFeed
from feedsvc.model.reading import Incoming, Reading
from feedsvc.normalize import window
from feedsvc.normalize.entry import normal_entry
from feedsvc.normalize.feed import normal_feed
from feedsvc.normalize.health import problem, remark
from feedsvc.normalize.identity import digest, keys, names


def normalize(parsed: ParsedFeed, *, url: str, last_window: bytes = b"") -> Reading:
    """Bring one parsed document into the normal form.

    Args:
        parsed: The document; entries whose bytes were known may be left out of it.
        url: Where it came from, after redirects: the base of its relative URLs.
        last_window: `Reading.window` of the last good document.
    """
    if parsed.unchanged:
        return Reading(
            total=len(parsed.window),
            window=window.merged(parsed.window, last_window, {}),
            head=parsed.head,
        )
    unbelievable = problem(parsed)
    if unbelievable:
        return Reading(problem=unbelievable)
    entries = [
        (number, raw, normal_entry(raw, parsed, url))
        for number, raw in enumerate(parsed.entries)
        if not raw.cut
    ]
    named = [names(entry) for _, _, entry in entries]
    fresh = {raw.fingerprint: name for (_, raw, _), name in zip(entries, named, strict=True)}
    known = window.others(parsed.window, last_window, fresh)
    places = {fingerprint: place for place, fingerprint in enumerate(parsed.window)}
    incoming = [
        Incoming(
            key=key,
            digest=digest(entry),
            entry=entry,
            place=places.get(raw.fingerprint, number),
            edits=not parsed.loose,
        )
        for (number, raw, entry), key in zip(
            entries, keys([entry for _, _, entry in entries], named, known), strict=True
        )
        if key
    ]
    return Reading(
        remark=remark(parsed),
        whole=not parsed.cut,
        hop=normal_feed(parsed, url),
        incoming=tuple(incoming),
        total=len(parsed.window) or len(incoming),
        window=window.merged(parsed.window, last_window, fresh),
        head=parsed.head,
        hints=parsed.hints,
    )
