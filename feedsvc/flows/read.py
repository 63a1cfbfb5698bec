"""From the bytes of a document to a `Reading`: what runs in a child process that can be killed."""

from feedsvc.model.reading import Reading
from feedsvc.model.record import fingerprints
from feedsvc.model.window import Sent, Window
from feedsvc.normalize import normalize
from feedsvc.parse import parse
from feedsvc.text.told import hidden_in, root
from feedsvc.text.urls import without_credentials


def read(body: bytes, sent: Sent, last: Window) -> Reading:
    """Parse and normalize a document.

    Args:
        body: The document.
        sent: What the answer that brought it says of it.
        last: The last good document; entries that are in it are not parsed again.
    """
    if sent.secrets:
        body = hidden_in(body, sent.secrets)
        sent = sent._replace(url=root(sent.url), base="")
    # What is relative is told by that address, to everybody.
    url = without_credentials(sent.url)
    parsed = parse(
        body,
        url=without_credentials(sent.base) or url,
        content_type=sent.content_type,
        language=sent.language,
        known=fingerprints(last.records),
        head=last.head,
        context=last.context,
    )
    return normalize(parsed, url=url, last_window=last.records)
