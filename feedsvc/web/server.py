"""The web server: granian in front of a WSGI application."""

import errno
import functools
import logging
import os
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from wsgiref.types import WSGIApplication

from granian import Granian
from granian.constants import HTTPModes, Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels

from feedsvc.errors import FeedsvcError

THREADS = 8
"""Threads that run Python: what one of them waits for does not hold up the others."""

WAITING = 960
"""Connections that a process takes up at a time; more wait in the kernel. Most may be of clients
that never finish asking (security A3), and all fit below the usual limit of 1,024 open files."""

HEADER_MILLISECONDS = 10_000
"""After this a connection that has not finished asking is dropped (security A3)."""

UNSENT = 128 * 1024
"""Bytes of answers that the kernel keeps for a connection, about: by itself it takes megabytes,
and hundreds who read slowly would use up what it has for all connections (security A3)."""

STOP_SECONDS = 5
"""Time for answers under way; connections that never finish asking are cut then."""

LISTENING = Path("/proc/self/fd")
_LISTENS_WITHIN = 10.0

_log = logging.getLogger(__name__)

_TO_STANDARD_ERROR = {
    "handlers": {
        name: {"class": "logging.StreamHandler", "formatter": "generic"}
        for name in ("console", "access")
    }
}


class Served(NamedTuple):
    """What a process serves.

    Attributes:
        stopping: Called when the process is told to stop, while it may still be answering.
    """

    application: WSGIApplication
    stopping: Callable[[], object]


def serve(factory: Callable[[], Served], *, host: str, port: int, workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT, then finish what is being answered.

    Args:
        factory: Makes the application; called in each worker process. Where processes
            are spawned rather than forked (macOS) it must be picklable: a function of a
            module, or a `functools.partial` of one.
        host: An address of this machine.
        port: A port of it.
        workers: Processes that answer.

    Raises:
        FeedsvcError: We cannot listen there.
    """
    _try_address(host, port)
    server = Granian(
        target="feedsvc",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=WAITING,
        runtime_mode=RuntimeModes.st,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_TO_STANDARD_ERROR,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    server.on_startup(lambda: _log.debug("serving on http://%s", _spelled(host, port)))
    server.serve(target_loader=functools.partial(attentive, factory), wrap_loader=False)


def attentive(factory: Callable[[], Served]) -> WSGIApplication:
    """Make the application, in a process that hears when it is told to stop.

    Python handles signals in the main thread, which granian lets wait for ever. A signal that
    the kernel hands to another thread does not end that wait: about 1 of 20 workers went on
    serving until it was killed. So the first signal is sent on to the main thread.
    """
    heard, told = socket.socketpair()
    told.settimeout(0)
    signal.set_wakeup_fd(told.fileno(), warn_on_full_buffer=False)
    main = threading.main_thread().ident
    stopping: list[Callable[[], object]] = []
    threading.Thread(target=_send_on, args=(heard, told, main, stopping), daemon=True).start()
    if LISTENING.exists():
        threading.Thread(target=bound_unsent, daemon=True).start()
    served = factory()
    stopping.append(served.stopping)
    return served.application


def _send_on(
    heard: socket.socket, told: socket.socket, thread: int, stopping: list[Callable[[], object]]
) -> None:
    """Wake `thread` with the first signal; both ends stay open for the later ones."""
    with heard, told:
        signal.pthread_kill(thread, heard.recv(1)[0])
        for stop in stopping:
            stop()
        while heard.recv(1):
            continue


def bound_unsent() -> None:
    """Bound what the kernel keeps for connections, once granian listens.

    They take it over from the socket that listens, which granian makes itself after the
    application and hands to nobody; Linux tells which it is.
    """
    ending = time.monotonic() + _LISTENS_WITHIN
    found = False
    while not found and time.monotonic() < ending:
        time.sleep(_LISTENS_WITHIN / 200)
        for named in LISTENING.iterdir():
            with suppress(OSError):  # it may be closed meanwhile
                if not stat.S_ISSOCK(os.fstat(int(named.name)).st_mode):
                    continue
                with socket.socket(fileno=os.dup(int(named.name))) as one:
                    if one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                        one.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNSENT)
                        found = True


def _try_address(host: str, port: int) -> None:
    """Find out now whether we can listen: granian shares a port that others listen on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
            trial.listen(1)
        except OSError as error:
            where = _spelled(host, port)
            if error.errno == errno.EADDRINUSE:
                line = f"{where} is in use; choose another [web] bind"
            else:
                line = f"{where} cannot be used ({error.strerror}); choose another [web] bind"
            raise FeedsvcError(line) from error


def _spelled(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
