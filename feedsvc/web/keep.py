"""Documents as they go over the wire, and the bounded memory that holds them."""

from collections import OrderedDict
from datetime import UTC, datetime
from email.utils import format_datetime
from threading import Lock

from feedsvc.model.view import Document
from feedsvc.web.headers import Fields, guards, shared

MAX_AGE = 300
"""Seconds for which a client or proxy need not ask again."""

STALE_AGE = 60
"""The same for an answer that we could not renew."""

STALE = ("Warning", '110 - "Response is Stale"')

_WEIGHT = 4096
"""Bytes that a kept document costs besides its bodies, about."""


class Encoded:
    """One representation with its header fields ready.

    Attributes:
        body: What a GET answers with.
        full: The fields of a 200 but `Cache-Control`; `same` those of a 304 (RFC 9110 15.4.5).
    """

    __slots__ = ("body", "etag", "full", "full_now", "same", "same_now")

    def __init__(self, document: Document, *, gzip: bool, modified: str) -> None:
        """Lay out the identity or the gzip representation of `document`."""
        body = document.gzip if gzip else document.body
        self.body = [body]
        self.etag = document.gzip_etag if gzip else document.etag
        self.same: Fields = [
            ("ETag", self.etag),
            ("Last-Modified", modified),
            ("Vary", "Accept-Encoding"),
            *guards(document.content_type),
            *shared(document.content_type),
        ]
        self.full: Fields = [
            ("Content-Type", document.content_type),
            ("Content-Length", str(len(body))),
            *([("Content-Encoding", "gzip")] if gzip else []),
            *self.same,
        ]
        self.same_now = [cache_control(MAX_AGE), *self.same]
        self.full_now = [cache_control(MAX_AGE), *self.full]


class Kept:
    """A document in both representations, and for how long it stands.

    Attributes:
        generation: The service's generation that it was asked under; None if that failed.
        until: When it must not be shown any more; infinity for never. Seconds since 1970,
            as are all times here.
        steady: Before this moment `Cache-Control` need not be shortened.
        modified: When it last changed; `last_modified` the same as a header value.
        retry: After a renewal failed, when to try again.
    """

    __slots__ = (
        "generation",
        "gzip",
        "identity",
        "last_modified",
        "modified",
        "retry",
        "size",
        "steady",
        "until",
    )

    def __init__(self, document: Document, *, generation: int | None, now: float) -> None:
        """Lay out `document`, whose `modified` is taken as `now` where it is later."""
        self.generation = generation
        self.until = document.until.timestamp() if document.until else float("inf")
        self.steady = self.until - MAX_AGE
        self.modified = min(int(document.modified.timestamp()), int(now))
        self.last_modified = http_date(self.modified)
        self.identity = Encoded(document, gzip=False, modified=self.last_modified)
        self.gzip = Encoded(document, gzip=True, modified=self.last_modified)
        self.retry = 0.0
        self.size = len(document.body) + len(document.gzip) + _WEIGHT


class Shelf:
    """Kept documents by path, the least recently used thrown out when there is no room.

    Reading takes no lock: each step of it is one operation of a dict.
    """

    def __init__(self, room: int) -> None:
        """Make an empty shelf for `room` bytes."""
        self._room = room
        self._size = 0
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = Lock()
        self.get = self._kept.get

    def touch(self, path: str) -> None:
        """Count `path` as used just now."""
        try:
            self._kept.move_to_end(path)
        except KeyError:  # thrown out by another thread meanwhile
            return

    def put(self, path: str, kept: Kept) -> None:
        """Keep a document, in place of the one that was under this path."""
        with self._lock:
            self._drop(path)
            self._kept[path] = kept
            self._size += kept.size
            while self._size > self._room and len(self._kept) > 1:
                self._drop(next(iter(self._kept)))

    def drop(self, path: str) -> None:
        """Forget what is under this path, if anything."""
        with self._lock:
            self._drop(path)

    def _drop(self, path: str) -> None:
        gone = self._kept.pop(path, None)
        if gone is not None:
            self._size -= gone.size


def cache_control(seconds: int) -> tuple[str, str]:
    """Return the `Cache-Control` field of a public answer (RFC 9111 5.2; standards M11)."""
    return ("Cache-Control", f"public, max-age={seconds}")


def http_date(seconds: int) -> str:
    """Spell a moment as an HTTP-date."""
    return format_datetime(datetime.fromtimestamp(seconds, UTC), usegmt=True)
