"""From the bytes of a document to a `Reading`: what runs in a child process that can be killed."""

from feedsvc.model.reading import Reading
from feedsvc.normalize import normalize
from feedsvc.normalize.window import fingerprints
from feedsvc.parse import parse


def read(body: bytes, url: str, content_type: str, window: bytes, head: bytes) -> Reading:
    """Parse and normalize a document.

    Args:
        body: The document.
        url: Where it came from, after redirects.
        content_type: As the server said, or empty.
        window: `Checkpoint.window` of the source; entries that are in it are not parsed again.
        head: `Checkpoint.head`, likewise for the document outside its entries.
    """
    parsed = parse(body, url=url, content_type=content_type, known=fingerprints(window), head=head)
    return normalize(parsed, url=url, last_window=window)
