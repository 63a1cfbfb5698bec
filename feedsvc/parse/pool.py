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
from os import PRIO_PROCESS, getpriority, setpriority
from select import select
from threading import Lock, Thread
from time import clock_gettime, monotonic
from typing import Any, ParamSpec, Self, TypeVar

from feedsvc.errors import ParsingError
from feedsvc.parse.child import LENGTH
from feedsvc.parse.lanes import LARGE, Lane, Task

P = ParamSpec("P")
T = TypeVar("T")

MIB = 1024 * 1024
_CROWD = 64  # tasks that wait for each child before another one, 100 ms of CPU, is started
_SLOW = 0.5  # seconds of CPU that a document may take before others are read beside it
_LARGE_WORKERS = 1  # children for large documents; a second one makes the others late by 5 % more
_MOST_ASIDE = 2  # children that are held up while others take their place
_NICE = 19  # what the others leave of the machine; with 15 they are late by 8 % more
_LARGEST_ANSWER = 12 * MIB  # four times that as text: 64 in all
_GIVEN_UP = "reading it was given up"
# The module's path is the parent's; without -S and -E a child would look for it anew.
_COMMAND = (
    "import sys; memory, cpu, *sys.path = sys.argv[1:];"
    "from feedsvc.parse.child import serve; serve(int(memory), float(cpu))"
)


class Pool:
    """Child processes, the first started with the first task, others when tasks pile up.

    Large documents have children of their own. A child that is held up by another goes on with
    that one document while a new child takes its place, so that none waits behind it.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        seconds: float = 120.0,
        cpu_seconds: float = 5.0,
        memory: int = 768 * MIB,
    ) -> None:
        """Set the limits.

        Args:
            workers: How many children read what is not large at a time.
            seconds: Of the wall clock that a task may take.
            cpu_seconds: Of CPU that a task may take, to the next whole second.
            memory: Bytes of address space of a child.
        """
        self._seconds = seconds
        self._cpu_seconds = cpu_seconds
        self._memory = memory
        self._lock = Lock()
        self._lanes = (
            Lane(most=workers),
            Lane(most=_LARGE_WORKERS, niceness=_NICE, by_size=True),
        )
        self._keepers: list[_Keeper] = []

    def submit(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> Task[T]:
        """Run a function of a module in a child.

        Args:
            function: And its arguments and result: anything that can be pickled.
            *args: Passed on to it. The bytes among them tell how long it may take.
            **kwargs: Passed on to it.
        """
        task: Task[T] = Task(function, args, kwargs)
        lane = self._lanes[task.size > LARGE]
        with self._lock:
            lane.put(task)
            self._staff(lane)
        return task

    def close(self) -> None:
        """Kill the children; what is under way is given up."""
        with self._lock:
            keepers, self._keepers = self._keepers, []
            for lane in self._lanes:
                for waiting in lane.close():
                    waiting.end(error=ParsingError(_GIVEN_UP))
            for keeper in keepers:
                keeper.kill()
        for keeper in keepers:
            keeper.join()

    def _staff(self, lane: Lane) -> None:
        """Start another child if too many tasks wait for those that serve the lane."""
        serving = sum(keeper.lane is lane and not keeper.aside for keeper in self._keepers)
        if len(lane) > _CROWD * serving and serving < lane.most:
            self._keepers.append(_Keeper(self, lane))

    def set_aside(self, keeper: "_Keeper") -> None:
        """Have another child take the place of one that is held up, unless too many are."""
        with self._lock:
            if keeper.lane.niceness or sum(one.aside for one in self._keepers) >= _MOST_ASIDE:
                return
            keeper.step_aside()
            self._staff(keeper.lane)

    def leave(self, keeper: "_Keeper") -> None:
        """A keeper ends."""
        with self._lock:
            if keeper in self._keepers:
                self._keepers.remove(keeper)

    def __enter__(self) -> Self:
        """Give the pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def start_child(self) -> "subprocess.Popen[bytes]":
        """Start a process that `child.serve` runs in."""
        limits = (str(self._memory), str(self._cpu_seconds))
        return subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-S", "-E", "-c", _COMMAND, *limits, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )

    def ask(self, keeper: "_Keeper", request: bytes) -> tuple[bool, Any]:
        """Have its child answer a request: whether the call returned, and its value or error.

        Raises:
            ParsingError: It did not answer, or could not within its memory: it is of no use then.
        """
        child = keeper.child()
        deadline = monotonic() + self._seconds
        try:
            spent = _cpu_of(child)
            _send(child, request)
            del request
            while not _answers(child, _SLOW) and monotonic() < deadline:
                # By its CPU: on a busy machine every document takes its time.
                if _cpu_of(child) - spent >= _SLOW:
                    self.set_aside(keeper)
                    break
            length = int.from_bytes(_receive(child, LENGTH, deadline))
            if length > _LARGEST_ANSWER:
                msg = f"what was read of it takes more than {_LARGEST_ANSWER // MIB} MiB"
                raise ParsingError(msg)
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
        if exit_code == -signal.SIGPROF:
            return f"reading it took more than {self._cpu_seconds:g} s of CPU"
        if exit_code == -signal.SIGKILL:
            return _GIVEN_UP
        if exit_code < 0:
            with suppress(ValueError):
                name = signal.Signals(-exit_code).name
                return f"reading it ended the process that read it ({name})"
        return f"reading it ended the process that read it (exit code {exit_code})"


class _Keeper(Thread):
    """Keeps one child busy, and starts another when it dies.

    Attributes:
        lane: What it serves.
        aside: Its child was held up and another has its place: it ends with its task.
    """

    def __init__(self, pool: Pool, lane: Lane) -> None:
        super().__init__(daemon=True)
        self.lane = lane
        self.aside = False
        self._pool = pool
        self._child: subprocess.Popen[bytes] | None = None
        self._killed = False
        self._lock = Lock()
        self.start()

    def run(self) -> None:
        while not self.aside and (task := self.lane.get()) is not None:
            try:
                returned, value = self._pool.ask(self, task.request())
            except ParsingError as error:
                self._bury()
                task.end(error=error)
            except Exception as error:  # noqa: BLE001 - a task always ends, and so does no keeper
                self._bury()
                task.end(error=ParsingError(f"reading it failed: {type(error).__name__}: {error}"))
            else:
                task.end(value) if returned else task.end(error=value)
                del value
            del task
        self._pool.leave(self)
        self.kill()
        self._bury()

    def kill(self) -> None:
        """End the child, whatever it does; no other is started."""
        with self._lock:
            self._killed = True
            if self._child is not None:
                self._child.kill()

    def step_aside(self) -> None:
        """Let the child take what the others leave of the machine."""
        with self._lock:
            self.aside = True
            if self._child is not None:
                _make_nice(self._child, _NICE)

    def child(self) -> "subprocess.Popen[bytes]":
        """The child, started if there is none."""
        with self._lock:
            if self._killed:
                raise ParsingError(_GIVEN_UP)
            if self._child is None:
                self._child = self._pool.start_child()
                if self.lane.niceness:
                    _make_nice(self._child, self.lane.niceness)
            return self._child

    def _bury(self) -> None:
        """Put away what is left of a child that is dead or about to be."""
        with self._lock:
            child, self._child = self._child, None
        if child is not None:
            with child:  # closes its streams and waits for its end
                child.kill()


def _make_nice(child: "subprocess.Popen[bytes]", niceness: int) -> None:
    with suppress(ProcessLookupError):  # it died just now
        setpriority(PRIO_PROCESS, child.pid, getpriority(PRIO_PROCESS, 0) + niceness)


def _cpu_of(child: "subprocess.Popen[bytes]") -> float:
    """Seconds of CPU that a child has taken; of the wall clock where they cannot be told."""
    with suppress(OSError):
        return clock_gettime((~child.pid << 3) | 2)  # as clock_getcpuclockid(3) makes it
    return monotonic()


def _send(child: "subprocess.Popen[bytes]", request: bytes) -> None:
    if child.stdin is None:
        raise EOFError
    view = memoryview(len(request).to_bytes(LENGTH) + request)
    while view:
        view = view[child.stdin.write(view) :]


def _answers(child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether there is something to receive, waiting so long for it."""
    if child.stdout is None:
        raise EOFError
    return bool(select([child.stdout], [], [], max(seconds, 0))[0])


def _receive(child: "subprocess.Popen[bytes]", length: int, deadline: float) -> bytearray:
    received = bytearray(length)
    view = memoryview(received)
    while view:
        if child.stdout is None or not _answers(child, deadline - monotonic()):
            raise TimeoutError
        count = child.stdout.readinto(view[: 1 << 20])  # type: ignore[attr-defined] # not buffered
        if not count:
            raise EOFError
        view = view[count:]
    return received
