"""Child processes that read hostile documents, and that can be killed while they do.

Limits stand in the child: address space, and CPU seconds for each task. A looser wall clock
stands in the parent, for a busy machine makes honest documents slow (`security.md` 1.1).
"""

import math
import multiprocessing
import resource
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, TimeoutError  # noqa: A004 - pebble raises this one
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from threading import Lock
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from feedsvc.errors import ParsingError

P = ParamSpec("P")
T = TypeVar("T")

MIB = 1024 * 1024
_GIVEN_UP = "reading it was given up"


class Task(Generic[T]):
    """A call under way in a child process."""

    def __init__(self, future: ProcessFuture[T], pool: "Pool") -> None:
        """Keep what tells the outcome, and the pool whose limits may end it."""
        self._future = future
        self._pool = pool

    def done(self) -> bool:
        """Whether `result` answers without waiting."""
        return self._future.done()

    def result(self) -> T:
        """Wait for the call to end.

        Returns:
            What the function returned.

        Raises:
            ParsingError: The child was killed by a limit or died, or the pool was closed.
            Exception: What the function raised.
        """
        try:
            return self._future.result()
        except TimeoutError as error:
            raise ParsingError(self._pool.too_slow) from error
        except MemoryError as error:
            raise ParsingError(self._pool.too_large) from error
        except ProcessExpired as error:
            raise ParsingError(self._pool.reason(error.exitcode)) from error
        except (CancelledError, BrokenProcessPool) as error:
            raise ParsingError(_GIVEN_UP) from error


class Pool:
    """Child processes, started when the first task comes."""

    def __init__(
        self,
        workers: int = 2,
        *,
        seconds: float = 30.0,
        cpu_seconds: float = 5.0,
        memory: int = 768 * MIB,
        loads: Sequence[str] = ("feedsvc.parse.xml",),
    ) -> None:
        """Set the limits.

        Args:
            workers: How many children work at a time.
            seconds: Of the wall clock that a task may take.
            cpu_seconds: Of CPU that a task may take, to the next whole second.
            memory: Bytes of address space of a child.
            loads: Modules that the children's server imports once for all of them.
        """
        self._workers = workers
        self._seconds = seconds
        self._cpu_seconds = cpu_seconds
        self._memory = memory
        self._loads = list(loads)
        self._lock = Lock()
        self._pool: Any = None  # a ProcessPool, whose methods have no types
        self.too_slow = f"reading it took more than {seconds:g} s"
        self.too_large = f"reading it took more than {memory // MIB} MiB of memory"

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Task[T]:
        """Run a function of a module in a child.

        Args:
            function: And its arguments and result: anything that can be pickled.
            *args: Passed on to it.
            **kwargs: Passed on to it.
        """
        future = self._running().schedule(
            _limited, args=(self._cpu_seconds, function, args, kwargs), timeout=self._seconds
        )
        return Task(future, self)

    def close(self) -> None:
        """Kill the children; what is under way is given up."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()
                self._pool.join()
                self._pool = None

    def reason(self, exit_code: int | None) -> str:
        """Why a child ended, in words for people."""
        if exit_code == -signal.SIGXCPU:
            return f"reading it took more than {self._cpu_seconds:g} s of CPU"
        if exit_code is not None and exit_code < 0:
            with suppress(ValueError):
                name = signal.Signals(-exit_code).name
                return f"reading it ended the process that read it ({name})"
        return f"reading it ended the process that read it (exit code {exit_code})"

    def __enter__(self) -> Self:
        """Give the pool itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def _running(self) -> Any:  # noqa: ANN401 - as above
        """The pool beneath, a new one if it broke."""
        with self._lock:
            if self._pool is None or not self._pool.active:
                context = multiprocessing.get_context("forkserver")
                context.set_forkserver_preload(self._loads)
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    initializer=_limit,
                    initargs=(self._memory,),
                    context=context,
                )
            return self._pool


def _limit(memory: int) -> None:
    """Limit this process for good: its memory, and no core dumps of what it reads."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limited(
    cpu_seconds: float, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> T:
    """Call `function` within `cpu_seconds`, else SIGXCPU ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    budget = math.ceil(used.ru_utime + used.ru_stime + cpu_seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (budget, hard))
    try:
        return function(*args, **kwargs)
    finally:
        # Not while the answer is sent: that would leave a lock that all children share.
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))
