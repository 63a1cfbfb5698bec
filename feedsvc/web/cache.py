"""The byte cache in front of Flask (standards M1-M12).

A document that a view made is kept by its path. While the service's generation stands and
the document's time has not come, requests for it are answered here: 200 as identity, gzip or
brotli, 226 with what is new, or 304. Anything else goes through Flask.
"""

import time
from collections.abc import Callable, Iterable
from threading import Lock
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from feedsvc.model.view import Document
from feedsvc.text.user_agents import LONGEST
from feedsvc.web.admission import CHALLENGE, admitted, challenge
from feedsvc.web.headers import Fields, told
from feedsvc.web.keep import RETRY, Encoded, Kept, Key, Shelf
from feedsvc.web.negotiate import ANY, Coding, coding, form, moment, tags, wants_news
from feedsvc.web.pulse import Pulse
from feedsvc.web.service import Service
from feedsvc.web.slots import Slots
from feedsvc.web.tally import Tally, channel_of

ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]

DOCUMENT = "feedsvc.document"
"""Where a view leaves its `Document` in the WSGI environment."""

ROOM = 64 * 1024 * 1024
SLOTS, PATIENCE = 4, 0.4
"""Threads that may have documents made at once: the others answer from memory. And seconds in
which all of them may be busy before who comes next is refused."""

BUSY = 5.0
"""Seconds after which who was refused may ask again."""

UNBOUNDED = ("/healthz", "/readyz", "/static/", "/metrics", "/operator", "/api/")
"""What costs little or is for operators, and is answered whatever else is asked (security R10)."""

READING = frozenset(("GET", "HEAD"))
REFUSED, SERVER_ERROR = "401", "5"


class ByteCache:
    """A WSGI application that answers from memory what it can, and asks Flask for the rest.

    While the database is away, or more is asked than can be made, it shows what it keeps as
    long as that may be shown, and refuses the rest at once (security R7, R10, R11).

    Attributes:
        shelf: The documents that are kept.
    """

    def __init__(  # noqa: PLR0913 - what it stands between, and what bounds it
        self,
        app: WSGIApplication,
        service: Service,
        *,
        clock: Callable[[], float] = time.time,
        room: int = ROOM,
        tally: Tally | None = None,
        slots: Slots | None = None,
    ) -> None:
        """Stand in front of `app`.

        Args:
            app: The Flask application of the same service.
            service: Asked for its generation at every request.
            clock: Seconds since 1970.
            room: Bytes that the kept documents may take together.
            tally: Counts each GET of something of a channel that is answered.
            slots: Bounds how many ask Flask for documents at once.
        """
        self._app = app
        self._pulse = Pulse(service.generation, clock)
        self._generation = self._pulse.generation
        self._service = service
        self._curbed = service.curbed
        self._clock = clock
        self.shelf = Shelf(room)
        self._get = self.shelf.get
        self._touch = self.shelf.touch
        self._locks = tuple(Lock() for _ in range(16))
        self._tally = tally
        self._slots = slots or Slots(SLOTS, PATIENCE)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method = environ["REQUEST_METHOD"]
        if method not in READING:
            return self._app(environ, start_response)
        key: Key = environ["PATH_INFO"]
        kept = self._get(key)
        if kept is None or kept.chosen:
            key, kept = self._chosen(environ)
        if kept is None or not (kept.since <= self._clock() < kept.steady and self._stands(kept)):
            if kept is None and environ["PATH_INFO"].startswith(UNBOUNDED):
                return self._app(environ, start_response)
            return self._asked(environ, start_response)
        self._touch(key)
        return self._answer(kept, environ, start_response)

    def _chosen(self, environ: WSGIEnvironment) -> tuple[Key, Kept | None]:
        """What is kept of that among the forms of an address which the client likes best."""
        path = environ["PATH_INFO"]
        kept = self._get(path)
        if kept is None or kept.chosen:
            suffix = form(environ.get("HTTP_ACCEPT", ""))
            if suffix:
                return (path, suffix), self._get((path, suffix))
        return path, kept

    def _stands(self, kept: Kept) -> bool:
        """Whether nothing was published since; False too if that cannot be told."""
        present = self._generation()
        return present is not None and present == kept.generation

    def _asked(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Have a document made again, or answer from memory if that cannot be."""
        if self._generation() is None:
            return self._remembered(environ, start_response, RETRY)
        path = environ["PATH_INFO"]
        if not self._slots.enter(path):
            return self._remembered(environ, start_response, BUSY)
        try:
            return self._made(environ, start_response)
        finally:
            self._slots.leave(path)

    def _remembered(
        self, environ: WSGIEnvironment, start_response: StartResponse, retry: float
    ) -> Iterable[bytes]:
        """Answer with what is kept, if it may be shown still; else refuse."""
        now = self._clock()
        _, kept = self._chosen(environ)
        if kept is None or not (kept.since <= now < kept.until and self._may_go_on(kept)):
            return _unavailable(environ, start_response, retry)
        kept.pace(now, stale=True)
        return self._answer(kept, environ, start_response)

    def _made(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory if that still stands, else have the document made again.

        One thread makes a document, others that want it wait for that. If it cannot be
        made, the last one is shown as long as its time has not come: what a permission
        allowed until then is not shown after it.
        """
        path = environ["PATH_INFO"]
        with self._locks[hash(path) % len(self._locks)]:
            now = self._clock()
            key, before = self._chosen(environ)
            kept = before
            if kept is not None and not kept.since <= now < kept.until:
                self.shelf.drop(key)
                kept = None
            if kept is None or not (self._rests(kept, now) or self._stands(kept)):
                answer = _Answer()
                generation = self._generation()
                body = self._app(environ, answer)
                document = environ.get(DOCUMENT)
                if isinstance(document, Document):  # which `_answer` shows to whom it is for
                    key = (path, document.variant) if document.variant else path
                    kept = Kept(document, generation=generation, now=now, before=before)
                    if self._tally and (channel := channel_of(path)):
                        kept.answers = self._tally.of(channel)
                    self.shelf.put(key, kept)
                elif kept and answer.status.startswith(SERVER_ERROR) and self._may_go_on(kept):
                    kept.retry = now + RETRY
                else:
                    if not answer.status.startswith(REFUSED):  # somebody else may read what is kept
                        self.shelf.drop(key)
                    start_response(answer.status, answer.fields)
                    return body
                _close(body)
            kept.pace(now, stale=kept.holds_off(now))
        return self._answer(kept, environ, start_response)

    def _answer(
        self, kept: Kept, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Answer from `kept`: 304, 226 or 200; nothing private but to those whom it is for.

        This is the one way from memory to who asks.
        """
        if kept.audience and not admitted(self._service, environ, kept.audience):
            asking, line = challenge(environ["REQUEST_METHOD"])
            start_response(CHALLENGE, asking)
            return line
        encoded = _encoded(kept, environ)
        if encoded is None:
            return _not_acceptable(environ, start_response)
        has = _has(environ, encoded, kept)
        answers = kept.answers
        if answers is not None and environ["REQUEST_METHOD"] == "GET":
            agent = environ.get("HTTP_USER_AGENT", "")[:LONGEST]
            try:
                if has:
                    answers.unchanged[agent] += 1
                else:
                    answers.whole[agent] += 1
            except StopIteration:
                answers.crowded(unchanged=has)
        if has:
            start_response("304 Not Modified", encoded.same_now[:])
            return []
        if "HTTP_A_IM" in environ:
            part = _part(kept, environ, encoded)
            if part:
                fields, body = part
                start_response("226 IM Used", fields)
                return [body] if environ["REQUEST_METHOD"] == "GET" else []
        start_response("200 OK", encoded.full_now[:])
        return encoded.body if environ["REQUEST_METHOD"] == "GET" else []

    def _rests(self, kept: Kept, now: float) -> bool:
        """Whether what is kept could not be renewed a moment ago, and may be shown still."""
        return kept.holds_off(now) and self._may_go_on(kept)

    def _may_go_on(self, kept: Kept) -> bool:
        """Whether what is kept may be shown though it could not be made again.

        Not once something was taken back since: that it may show.
        """
        return kept.generation is not None and kept.generation >= self._curbed()


class _Answer:
    """The start of an answer, held back until it is known whether it is wanted."""

    def __init__(self) -> None:
        self.status = ""
        self.fields: Fields = []

    def __call__(
        self,
        status: str,
        headers: Fields,
        exc_info: ExcInfo | None = None,  # noqa: ARG002  # part of the WSGI signature
        /,
    ) -> Callable[[bytes], object]:
        self.status, self.fields = status, headers
        return _unwritable


def _unwritable(_: bytes) -> None:
    """Refuse what Flask never does (PEP 3333, the write callable)."""
    message = "an answer is returned, not written"
    raise RuntimeError(message)


def _close(body: Iterable[bytes]) -> None:
    """End an answer that is not sent, as PEP 3333 wants it."""
    close = getattr(body, "close", None)
    if close is not None:
        close()


def _encoded(kept: Kept, environ: WSGIEnvironment) -> Encoded | None:
    """Return the representation for this client; None if it refuses all."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING")
    choice = Coding.IDENTITY if accepted is None else coding(accepted)
    if choice is Coding.GZIP:
        return kept.gzip
    if choice is Coding.IDENTITY:
        return kept.identity
    return kept.brotli if choice is Coding.BROTLI else None


def _part(kept: Kept, environ: WSGIEnvironment, encoded: Encoded) -> tuple[Fields, bytes] | None:
    """What a 226 says, if the client wants one and has a version that we know (M16)."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is None or kept.history is None or not wants_news(environ["HTTP_A_IM"]):
        return None
    return encoded.partly(kept.history, tags(known))


def _has(environ: WSGIEnvironment, encoded: Encoded, kept: Kept) -> bool:
    """Whether the client has these bytes (RFC 9110 13.2.2; standards M3-M5)."""
    known = environ.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        if known == encoded.etag:
            return True
        named = tags(known)
        return encoded.etag in named or ANY in named
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    if since is None:
        return False
    if since == kept.last_modified:
        return True
    seconds = moment(since)
    return seconds is not None and kept.modified <= seconds


def _not_acceptable(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer a client that takes no encoding that we have (standards M13)."""
    line = b"Available plain, as gzip and as br; Accept-Encoding refuses all of them.\n"
    start_response("406 Not Acceptable", [("Vary", "Accept-Encoding"), *told(line)])
    return [line] if environ["REQUEST_METHOD"] == "GET" else []


def _unavailable(
    environ: WSGIEnvironment, start_response: StartResponse, retry: float
) -> Iterable[bytes]:
    """Refuse at once what cannot be made now; in `retry` seconds it may be asked for again."""
    line = b"This cannot be shown at the moment; try again in a minute.\n"
    start_response("503 Service Unavailable", [("Retry-After", str(round(retry))), *told(line)])
    return [line] if environ["REQUEST_METHOD"] == "GET" else []
