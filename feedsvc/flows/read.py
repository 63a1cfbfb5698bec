"""From the bytes of a document to a `Reading`: what runs in a child process that can be killed."""

from feedsvc.model.reading import Reading
from feedsvc.model.record import fingerprints
from feedsvc.model.window import Window
from feedsvc.normalize import normalize
from feedsvc.parse import parse


def read(body: bytes, url: str, content_type: str, last: Window) -> Reading:
    """Parse and normalize a document.

    Args:
        body: The document.
        url: Where it came from, after redirects.
        content_type: As the server said, or empty.
        last: The last good document; entries that are in it are not parsed again.
    """
    parsed = parse(
        body,
        url=url,
        content_type=content_type,
        known=fingerprints(last.records),
        head=last.head,
        context=last.context,
    )
    return normalize(parsed, url=url, last_window=last.records)
