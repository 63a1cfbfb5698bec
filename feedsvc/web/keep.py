"""Documents as they go over the wire, and the bounded memory that holds them."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock

from feedsvc.model.view import Document
from feedsvc.publish.seal import brotlied, entity_tag, gzipped
from feedsvc.web.delta import History
from feedsvc.web.headers import EXPOSED, NOINDEX, Fields, guards, linked, shared
from feedsvc.web.negotiate import Coding
from feedsvc.web.tally import Answers

STALE_IF_ERROR = 86400
"""Seconds for which a cache may go on showing an answer when it cannot reach us (RFC 5861 4)."""

STALE_AGE = 60
"""Seconds for which nobody need ask again for an answer that we could not renew."""

RETRY = 5.0
"""Seconds in which a service that failed is not asked for the same path again."""

STALE = ("Warning", '110 - "Response is Stale"')

EXACT = 60
"""Seconds before its time in which an answer is told exactly how long it has."""

_WEIGHT = 4096
"""Bytes that a kept document costs besides its bodies, about."""

_PACK: Mapping[Coding, Callable[[bytes], bytes]] = {
    Coding.IDENTITY: bytes,
    Coding.GZIP: gzipped,
    Coding.BROTLI: brotlied,
}
_brotli = Lock()

Key = str | tuple[str, str]
"""A path; where `Accept` chose a format there, with that."""


class Encoded:
    """One representation with its header fields ready.

    Attributes:
        body: What a GET answers with.
        full: The fields of a 200 but `Cache-Control`; `same` those of a 304 (RFC 9110 15.4.5).
        full_now: All fields of a 200 at this moment; `same_now` those of a 304.
    """

    __slots__ = ("body", "coding", "etag", "full", "full_now", "same", "same_now")

    def __init__(
        self, document: Document, coding: Coding, body: bytes, etag: str, modified: str
    ) -> None:
        """Lay out `body`, which is that of `document` in the encoding `coding`."""
        self.coding = coding
        self.body = [body]
        self.etag = etag
        content_type = document.content_type
        open_to_scripts = [] if document.audience else shared(content_type)
        self.same: Fields = [
            ("ETag", etag),
            ("Last-Modified", modified),
            ("Vary", _vary(document)),
            *([("Content-Location", document.location)] if document.location else []),
            *guards(content_type),
            *open_to_scripts,
            *([NOINDEX] if document.noindex else []),
        ]
        self.full: Fields = [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            *([("Content-Encoding", coding.value)] if coding is not Coding.IDENTITY else []),
            *self.same,
            ("Accept-Ranges", "none"),
            *([("Link", linked(document.links))] if document.links else []),
            *([EXPOSED] if open_to_scripts else []),
        ]
        self.same_now = self.same
        self.full_now = self.full

    def tell(self, moving: Fields) -> None:
        """Say from now on what holds for this moment."""
        self.same_now = moving + self.same
        self.full_now = moving + self.full

    def partly(self, history: History, etags: Iterable[str]) -> tuple[Fields, bytes] | None:
        """The document with those entries alone that are new to who has these validators.

        Nobody may take it for the document, so nobody may keep it (RFC 3229 10.6).

        Returns:
            Fields and body of a 226; None if no version of them is known, or every entry is
            new, so that a 200 says the same.
        """
        found = history.news(etags)
        if found is None or len(found[1]) == len(history.parts.entries):
            return None
        base, news = found
        body = _PACK[self.coding](history.parts.holding(news))
        length = str(len(body))
        fields = [("Cache-Control", "no-store"), ("IM", "feed"), ("Delta-Base", base)]
        for name, value in self.full:
            match name:
                case "Vary":
                    fields.append((name, f"{value}, If-None-Match"))
                case "Content-Length":
                    fields.append((name, length))
                case _:
                    fields.append((name, value))
        return fields, body


class Kept:
    """A document in its representations, and for how long it stands.

    Attributes:
        generation: The service's generation that it was asked under; None if that failed.
        since: When it was made: before that, on a clock that was set back, it may not be shown.
        until: When it must not be shown any more; infinity for never. Seconds since 1970,
            as are all times here.
        steady: Before this moment what `pace` said last stays true.
        modified: When it last changed; `last_modified` the same as a header value.
        retry: After a renewal failed, when to try again.
        answers: Where it is counted who fetches it; None where it is not.
        audience: The private channels one of which its readers must subscribe to, if any.
        chosen: `Accept` chose it among what its address shows.
        history: What of it is new since when, if it is one of entries.
    """

    __slots__ = (
        "_brotli",
        "_document",
        "_moving",
        "answers",
        "audience",
        "chosen",
        "generation",
        "gzip",
        "history",
        "identity",
        "last_modified",
        "modified",
        "retry",
        "since",
        "size",
        "steady",
        "until",
    )

    def __init__(
        self,
        document: Document,
        *,
        generation: int | None,
        now: float,
        before: "Kept | None" = None,
    ) -> None:
        """Lay out `document`, whose `modified` is taken as `now` where it is later.

        Args:
            document: What is kept.
            generation: The service's before it was asked.
            now: This moment.
            before: What was kept in its place.
        """
        self._document = document
        self._brotli: Encoded | None = None
        self._moving: Fields = []
        self.answers: Answers | None = None
        self.audience = document.audience
        self.chosen = document.variant is not None
        self.generation = generation
        self.since = now
        self.until = document.until.timestamp() if document.until else float("inf")
        self.modified = min(int(document.modified.timestamp()), int(now))
        self.last_modified = http_date(self.modified)
        self.identity = self._encoded(Coding.IDENTITY, document.body, document.etag)
        self.gzip = self._encoded(Coding.GZIP, document.gzip, document.gzip_etag)
        self.retry = 0.0
        last = before.history if before else None
        self.history: History | None = None
        if document.parts:
            self.history = History(document, document.parts, last)
        plain = len(document.body) * (2 if document.parts else 1)
        self.size = plain + 2 * len(document.gzip) + _WEIGHT
        self.steady = 0.0

    @property
    def brotli(self) -> Encoded:
        """The representation that is made when the first client asks for it."""
        if self._brotli is None:
            with _brotli:
                if self._brotli is None:
                    body = brotlied(self._document.body)
                    encoded = self._encoded(Coding.BROTLI, body, entity_tag(body))
                    encoded.tell(self._moving)
                    if self.history:
                        self.history.name(encoded.etag)
                    self._brotli = encoded
                    encoded.tell(self._moving)  # another thread may have set it just before
        return self._brotli

    def holds_off(self, now: float) -> bool:
        """Whether a renewal failed just now; not for ever on a clock that is set back."""
        return now < self.retry <= now + RETRY

    def pace(self, now: float, *, stale: bool) -> None:
        """Say how long answers keep (RFC 9111 5.2, RFC 5861; standards M11).

        Whatever a cache is allowed ends before the document's time. Where that is near, half
        of what is left is allowed, so that it need not be said anew for each answer.

        Args:
            now: This moment.
            stale: The document may lack news: it could not be renewed.
        """
        left = self.until - now
        longest = self._document.max_age + STALE_IF_ERROR
        if stale:
            life, age = 0, int(min(STALE_AGE, left))
        else:
            life = int(min(longest, max(left / 2, min(left, EXACT))))
            age = min(self._document.max_age, life)
        keeping = private(age) if self.audience else cache_control(age, life - age)
        self._moving = [keeping, *([STALE] if stale else [])]
        for encoded in filter(None, (self.identity, self.gzip, self._brotli)):
            encoded.tell(self._moving)
        self.steady = 0.0 if stale else self.until - life

    def _encoded(self, coding: Coding, body: bytes, etag: str) -> Encoded:
        return Encoded(self._document, coding, body, etag, self.last_modified)


class Shelf:
    """Kept documents, the least recently used thrown out when there is no room.

    Reading waits for no lock.

    Attributes:
        put_in: How many were ever kept.
    """

    def __init__(self, room: int) -> None:
        """Make an empty shelf for `room` bytes."""
        self._room = room
        self._size = 0
        self.put_in = 0
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = Lock()
        self.get = self._kept.get

    def held(self) -> tuple[int, int]:
        """How many are kept, and the bytes that they take."""
        return len(self._kept), self._size

    def touch(self, key: Key) -> None:
        """Count `key` as used just now, unless another thread is changing what is kept."""
        if self._lock.acquire(blocking=False):
            try:
                if key in self._kept:
                    self._kept.move_to_end(key)
            finally:
                self._lock.release()

    def put(self, key: Key, kept: Kept) -> None:
        """Keep a document, in place of the one that was under this key."""
        with self._lock:
            self._drop(key)
            self._kept[key] = kept
            self._size += kept.size
            self.put_in += 1
            while self._size > self._room and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def drop(self, key: Key) -> None:
        """Forget what is under this key, if anything."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: Key) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._size -= gone.size


def cache_control(seconds: int, stale: int = 0) -> tuple[str, str]:
    """Return the `Cache-Control` field of an answer that any cache may keep (standards M11).

    Args:
        seconds: For which nobody need ask again.
        stale: For which a cache may show it after that, while it asks, for no longer than
            `seconds` again, or cannot, for `STALE_IF_ERROR` at most.
    """
    revalidate, failing = min(seconds, stale), min(STALE_IF_ERROR, stale)
    more = f", stale-while-revalidate={revalidate}, stale-if-error={failing}" if stale > 0 else ""
    return ("Cache-Control", f"max-age={seconds}{more}")


def private(seconds: int) -> tuple[str, str]:
    """Return the `Cache-Control` field of an answer that its reader alone may keep."""
    return ("Cache-Control", f"private, max-age={seconds}")


def http_date(seconds: int) -> str:
    """Spell a moment as an HTTP-date."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)


def _vary(document: Document) -> str:
    """What of a request decides which representation it gets (12.5.5; standards M9, M16)."""
    named = ["Accept"] if document.variant is not None else []
    named.append("Accept-Encoding")
    if document.audience:
        named.append("Authorization")
    return ", ".join([*named, "A-IM"] if document.parts else named)
