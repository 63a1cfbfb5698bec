"""Looking at a feed without storing anything: what would be stored, and with which rights."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from feedsvc.errors import FeedsvcError
from feedsvc.fetch.outcome import Failed, Fetched, Gone, Throttled, outcome_of
from feedsvc.fetch.request import request_for
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, credit_of, titled
from feedsvc.model.entry import Hop
from feedsvc.model.reading import Reading
from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.http import Send
from feedsvc.publish.compose import Judged
from feedsvc.store.changes import Setting, compare
from feedsvc.store.identify import identify
from feedsvc.store.sources import Stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a look at a feed found.

    Attributes:
        url: Where the document came from, after redirects.
        remark: What was odd about it.
        feed: What it says of itself.
        judged: Its entries as they would be shown now.
    """

    url: str
    remark: str
    feed: Hop
    judged: tuple[Judged, ...]


def probe(
    source: Source,
    send: Send,
    read: Callable[[Fetched], object],
    now: datetime,
    *,
    commercial: bool,
) -> Probe:
    """Fetch and read a source's document.

    Args:
        source: The source.
        send: The network.
        read: What reads a document.
        now: The moment that its entries are judged for.
        commercial: Whether our site is.

    Raises:
        FeedsvcError: No document came, or it is no feed.
    """
    checkpoint = Checkpoint()
    outcome = outcome_of(send(request_for(source, checkpoint)), checkpoint, now)
    match outcome:
        case Fetched():
            reading = read(outcome)
        case Failed(reason=reason) | Throttled(reason=reason):
            msg = f"{source.url}: {reason}"
            raise FeedsvcError(msg)
        case Gone():
            msg = f"{source.url}: HTTP 410 Gone"
            raise FeedsvcError(msg)
        case _:
            msg = f"{source.url}: not modified, though nothing was known of it"
            raise FeedsvcError(msg)
    if not isinstance(reading, Reading) or reading.hop is None:
        problem = reading.problem if isinstance(reading, Reading) else ""
        msg = f"{source.url}: {problem or 'the document is not a feed'}"
        raise FeedsvcError(msg)
    stored = Stored(
        id=0, source=source, host="", feed=None, width=0, added_at=now, generation=0,
        checkpoint=checkpoint,
    )  # fmt: skip
    hop = titled(reading.hop, source)
    known = Known(stored, 0, hop, credit_of(hop))
    identities = identify(source.name, reading.incoming, (), (), {}).identities
    new = compare(source.name, reading.incoming, identities, {}, Setting(now=now)).new
    return Probe(
        url=outcome.sent.url,
        remark=reading.remark,
        feed=reading.hop,
        judged=tuple(judge(one.held, known, now, commercial=commercial) for one in new),
    )
