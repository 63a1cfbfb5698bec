"""Child processes that read hostile documents, and that can be killed while they do.

Limits stand in the child: address space, and CPU seconds for each call. A looser wall clock
stands in the parent, for a busy machine makes honest documents slow (`security.md` 1.1).

Plain processes with pipes, not a pool from a library: multiprocessing's fork server, its
resource tracker and a pool's own import cost 270 ms of CPU before the first document is read,
this 100 (docs/decisions/0006).
"""

import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from select import select
from threading import Event, Lock, Thread
from time import monotonic
from types import TracebackType
from typing import Any, Generic, ParamSpec, Self, TypeVar

from feedsvc.errors import ParsingError
from feedsvc.parse.child import LENGTH

P = ParamSpec("P")
T = TypeVar("T")

MIB = 1024 * 1024
_CROWD = 64  # tasks that wait for each child before another one, 100 ms of CPU, is started
_GIVEN_UP = "reading it was given up"
# The module's path is the parent's; without -S and -E a child would look for it anew.
_COMMAND = (
    "import sys; memory, cpu, *sys.path = sys.argv[1:];"
    "from feedsvc.parse.child import serve; serve(int(memory), float(cpu))"
)


class Task(Generic[T]):
    """A call under way in a child process."""

    def __init__(self, request: bytes) -> None:
        """Keep the call, pickled, until a child takes it."""
        self.request = request
        self._ended = Event()
        self._value: Any = None
        self._error: Exception | None = None

    def done(self) -> bool:
        """Whether `result` answers without waiting."""
        return self._ended.is_set()

    def result(self) -> T:
        """Wait for the call to end.

        Returns:
            What the function returned.

        Raises:
            ParsingError: The child was killed by a limit or died, or the pool was closed.
            Exception: What the function raised.
        """
        self._ended.wait()
        if self._error is not None:
            raise self._error
        value: T = self._value
        return value

    def end(self, value: object = None, error: Exception | None = None) -> None:
        """Give the outcome; the first one counts."""
        if not self._ended.is_set():
            self._value, self._error = value, error
            self._ended.set()


class Pool:
    """Child processes, the first started with the first task, others when tasks pile up."""

    def __init__(
        self,
        workers: int = 2,
        *,
        seconds: float = 30.0,
        cpu_seconds: float = 5.0,
        memory: int = 768 * MIB,
    ) -> None:
        """Set the limits.

        Args:
            workers: How many children work at a time.
            seconds: Of the wall clock that a task may take.
            cpu_seconds: Of CPU that a task may take, to the next whole second.
            memory: Bytes of address space of a child.
        """
        self._workers = workers
        self._seconds = seconds
        self._cpu_seconds = cpu_seconds
        self._memory = memory
        self._lock = Lock()
        self._tasks: SimpleQueue[Task[Any] | None] = SimpleQueue()
        self._keepers: list[_Keeper] = []

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Task[T]:
        """Run a function of a module in a child.

        Args:
            function: And its arguments and result: anything that can be pickled.
            *args: Passed on to it.
            **kwargs: Passed on to it.
        """
        task: Task[T] = Task(pickle.dumps((function, args, kwargs)))
        with self._lock:
            self._tasks.put(task)
            crowded = self._tasks.qsize() > _CROWD * len(self._keepers)
            if crowded and len(self._keepers) < self._workers:
                self._keepers.append(_Keeper(self))
        return task

    def close(self) -> None:
        """Kill the children; what is under way is given up."""
        with self._lock:
            keepers, self._keepers = self._keepers, []
            while not self._tasks.empty():
                waiting = self._tasks.get()
                if waiting is not None:
                    waiting.end(error=ParsingError(_GIVEN_UP))
            for keeper in keepers:
                self._tasks.put(None)
                keeper.kill()
        for keeper in keepers:
            keeper.join()

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

    def next_task(self) -> Task[Any] | None:
        """Wait for work; None when there will be no more."""
        return self._tasks.get()

    def start_child(self) -> "subprocess.Popen[bytes]":
        """Start a process that `child.serve` runs in."""
        limits = (str(self._memory), str(self._cpu_seconds))
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-S", "-E", "-c", _COMMAND, *limits, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def ask(self, child: "subprocess.Popen[bytes]", request: bytes) -> tuple[bool, Any]:
        """Have the child answer a request: whether the call returned, and its value or error.

        Raises:
            ParsingError: It did not answer, or could not within its memory: it is of no use then.
        """
        deadline = monotonic() + self._seconds
        try:
            _send(child, request)
            length = int.from_bytes(_receive(child, LENGTH, deadline))
            answer: tuple[bool, Any] = pickle.loads(_receive(child, length, deadline))  # noqa: S301 - from our own child
        except TimeoutError as error:
            msg = f"reading it took more than {self._seconds:g} s"
            raise ParsingError(msg) from error
        except (EOFError, OSError) as error:
            raise ParsingError(self._reason(child.wait())) from error
        if isinstance(answer[1], MemoryError):
            msg = f"reading it took more than {self._memory // MIB} MiB of memory"
            raise ParsingError(msg)
        return answer

    def _reason(self, exit_code: int) -> str:
        """Why a child ended, in words for people."""
        if exit_code == -signal.SIGXCPU:
            return f"reading it took more than {self._cpu_seconds:g} s of CPU"
        if exit_code == -signal.SIGKILL:
            return _GIVEN_UP
        if exit_code < 0:
            with suppress(ValueError):
                name = signal.Signals(-exit_code).name
                return f"reading it ended the process that read it ({name})"
        return f"reading it ended the process that read it (exit code {exit_code})"


class _Keeper(Thread):
    """Keeps one child busy, and starts another when it dies."""

    def __init__(self, pool: Pool) -> None:
        super().__init__(daemon=True)
        self._pool = pool
        self._child: subprocess.Popen[bytes] | None = None
        self._killed = False
        self._lock = Lock()
        self.start()

    def run(self) -> None:
        while (task := self._pool.next_task()) is not None:
            try:
                returned, value = self._pool.ask(self._living(), task.request)
            except ParsingError as error:
                self._bury()
                task.end(error=error)
            except Exception as error:  # noqa: BLE001 - a task always ends, and so does no keeper
                self._bury()
                task.end(error=ParsingError(f"reading it failed: {type(error).__name__}: {error}"))
            else:
                task.end(value) if returned else task.end(error=value)
        self.kill()
        self._bury()

    def kill(self) -> None:
        """End the child, whatever it does; no other is started."""
        with self._lock:
            self._killed = True
            if self._child is not None:
                self._child.kill()

    def _bury(self) -> None:
        """Put away what is left of a child that is dead or about to be."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            with child:  # closes its streams and waits for its end
                child.kill()

    def _living(self) -> "subprocess.Popen[bytes]":
        with self._lock:
            if self._killed:
                raise ParsingError(_GIVEN_UP)
            if self._child is None:
                self._child = self._pool.start_child()
            return self._child


def _send(child: "subprocess.Popen[bytes]", request: bytes) -> None:
    if child.stdin is None:
        raise EOFError
    view = memoryview(len(request).to_bytes(LENGTH) + request)
    while view:
        view = view[child.stdin.write(view) :]


def _receive(child: "subprocess.Popen[bytes]", length: int, deadline: float) -> bytes:
    if child.stdout is None:
        raise EOFError
    parts = []
    while length:
        ready, _, _ = select([child.stdout], [], [], max(deadline - monotonic(), 0))
        if not ready:
            raise TimeoutError
        part = child.stdout.read(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
