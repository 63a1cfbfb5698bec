"""The way in and out of every request: it gets a number, and its answer is counted."""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import count
from time import time_ns
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from feedsvc.wiring.logs import REQUEST

FIELD = "X-Request-Id"
_GIVEN = f"HTTP_{FIELD.upper().replace('-', '_')}"
_SANE = re.compile(r"[A-Za-z0-9._:/+=-]{1,64}")

Fields = list[tuple[str, str]]
Write = Callable[[bytes], object]  # named, since `started` is made for every request


class Passage:
    """A WSGI application that stands in front of everything. For many threads.

    A request that a proxy has numbered keeps its number if that looks like one.

    Attributes:
        answers: How many there were of each status.
    """

    def __init__(self, application: WSGIApplication) -> None:
        """Stand in front of `application`."""
        self._application = application
        self._prefix = f"{os.getpid():x}-{time_ns() // 1_000_000 & 0xFFFFFFFF:x}-"
        self._number = count(1).__next__
        self.answers: Counter[str] = Counter()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        given = environ.get(_GIVEN, "")
        is_sane = given and _SANE.fullmatch(given)
        request = given if is_sane else f"{self._prefix}{self._number():x}"
        REQUEST.set(request)

        def started(
            status: str,
            fields: Fields,
            exc_info: object = None,
        ) -> Write:
            self.answers[status[:3]] += 1
            fields.append((FIELD, request))
            return start_response(status, fields, exc_info)  # type: ignore[arg-type] # as it came

        return self._application(environ, started)
