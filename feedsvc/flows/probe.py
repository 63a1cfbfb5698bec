"""Looking at a feed without storing anything: what would be stored, and with which rights.

Where there is a page, the feeds that it announces are tried, if the host lets us read it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from feedsvc.errors import FeedsvcError, ParsingError
from feedsvc.fetch import robots
from feedsvc.fetch.outcome import Failed, Fetched, Gone, Throttled, outcome_of
from feedsvc.fetch.request import request_for
from feedsvc.flows.explain import advice
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, credit_of, titled
from feedsvc.model.entry import Hop
from feedsvc.model.reading import Reading
from feedsvc.model.source import Checkpoint, Source
from feedsvc.net.http import Send
from feedsvc.parse.discovery import Announced, announced, is_page
from feedsvc.publish.compose import Judged
from feedsvc.store.changes import Setting, compare
from feedsvc.store.identify import identify
from feedsvc.store.sources import Stored
from feedsvc.text.told import told

_TRIED = 3  # of the feeds that a page announces: they are asked one after the other, at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a look at a feed found.

    Attributes:
        url: Where the document came from, after redirects.
        remark: What was odd about it.
        feed: What it says of itself.
        judged: Its entries as they would be shown now.
        page: The page that announces the feed, where that was asked for; empty otherwise.
        address: What to configure then: the address that the page announces.
        others: The other feeds that it announces.
    """

    url: str
    remark: str
    feed: Hop
    judged: tuple[Judged, ...]
    page: str = ""
    address: str = ""
    others: tuple[Announced, ...] = ()


class _NoFeedError(FeedsvcError):
    """A document came that is no feed.

    Attributes:
        document: It.
    """

    def __init__(self, message: str, document: Fetched) -> None:
        super().__init__(message)
        self.document = document


class _NothingError(FeedsvcError):
    """No document came, for that reason."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.reason = reason


def probe(
    source: Source,
    send: Send,
    read: Callable[[Fetched], object],
    now: datetime,
    *,
    commercial: bool,
) -> Probe:
    """Fetch and read a source's document, or that of a feed which the page there announces.

    Args:
        source: The source.
        send: The network.
        read: What reads a document.
        now: The moment that its entries are judged for.
        commercial: Whether our site is.

    Raises:
        FeedsvcError: No document came, or it is no feed and announces none that is.
    """
    look = partial(_look, send=send, read=read, now=now, commercial=commercial)
    try:
        return look(source)
    except _NoFeedError as error:
        page, problem = error.document, error
    except _NothingError as error:
        msg = "; ".join(filter(None, (str(error), advice(error.reason))))
        raise FeedsvcError(msg) from error
    is_asked = page.sent.url.startswith("http")  # a file has no host that could let us
    if not is_asked or not is_page(page.body, page.sent.content_type):
        raise problem
    refused = robots.refusal(send(robots.request_for(page.sent.url)), page.sent.url)
    if refused:
        msg = f"{problem}; {refused}, so give the address of the feed itself"
        raise FeedsvcError(msg)
    feeds = announced(page.body, url=page.sent.url, content_type=page.sent.content_type)
    problems = [str(problem)]
    for feed in feeds[:_TRIED]:
        try:
            found = look(replace(source, url=feed.url))
        except FeedsvcError as error:
            problems.append(str(error))
            continue
        if source.secret:
            return replace(found, page=told(page.sent.url, secret=True))
        others = tuple(other for other in feeds if other != feed)
        return replace(found, page=page.sent.url, address=feed.url, others=others)
    said = "; it announces: " if feeds else "; it announces no feed, so give the address of one"
    msg = problems[0] + said + "; ".join(problems[1:])
    raise FeedsvcError(msg)


def _look(
    source: Source,
    *,
    send: Send,
    read: Callable[[Fetched], object],
    now: datetime,
    commercial: bool,
) -> Probe:
    checkpoint = Checkpoint()
    said = told(source.url, secret=source.secret)
    outcome = outcome_of(send(request_for(source, checkpoint)), checkpoint, now)
    match outcome:
        case Fetched(sent=sent):
            if source.secret:
                secrets = (source.url, sent.url)
                outcome = replace(outcome, sent=sent._replace(secrets=secrets))
            try:
                reading = read(outcome)
            except ParsingError as error:
                msg = f"{said}: {error}"
                raise FeedsvcError(msg) from error
        case Failed(reason=reason) | Throttled(reason=reason):
            raise _NothingError(said, reason)
        case Gone():
            raise _NothingError(said, "HTTP 410 Gone")
        case _:
            msg = f"{said}: not modified, though nothing was known of it"
            raise FeedsvcError(msg)
    if not isinstance(reading, Reading) or reading.hop is None:
        problem = reading.problem if isinstance(reading, Reading) else ""
        msg = f"{said}: {problem or 'the document is not a feed'}"
        raise _NoFeedError(msg, outcome)
    stored = Stored(
        id=0, source=source, host="", feed=None, width=0, added_at=now, generation=0,
        checkpoint=checkpoint,
    )  # fmt: skip
    hop = titled(reading.hop, source)
    known = Known(stored, 0, hop, credit_of(hop))
    identities = identify(source.name, reading.incoming, (), (), {}).identities
    new = compare(source.name, reading.incoming, identities, {}, Setting(now=now)).new
    return Probe(
        url=told(outcome.sent.url, secret=True) if source.secret else outcome.sent.url,
        remark=reading.remark,
        feed=reading.hop,
        judged=tuple(judge(one.held, known, now, commercial=commercial) for one in new),
    )
