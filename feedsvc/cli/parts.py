"""The parts of `feedsvc run`: processes that are started again where they end by themselves."""

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue

SHORTEST, LONGEST = 1.0, 60.0
"""Seconds before a part that ended is started again: at first, and after it ended ever again."""

SETTLED = 10.0
"""Seconds after which a part that runs was started well."""


class _Part:
    """A process that ought to run.

    Attributes:
        has_settled: It has run well for once.
        due: When it is to be started, on the monotonic clock; infinite while it runs.
        pause: Seconds between its last end and its next start.
    """

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._since = 0.0
        self.pause = SHORTEST / 2
        self.has_settled = False
        self.due = 0.0

    def start(self, ended: Callable[[], object]) -> None:
        """Start it; `ended` is called when it has ended."""
        process = self._process = subprocess.Popen(self._command)  # noqa: S603 - ourselves
        self._since, self.due = time.monotonic(), float("inf")

        def watch() -> None:
            process.wait()
            ended()

        threading.Thread(target=watch, daemon=True).start()

    def ended(self) -> int | None:
        """How it ended, if it did since it was started; and when it is due again is settled."""
        code = self._process.poll() if self._process else None
        if code is None or self.due != float("inf"):
            return None
        ran = time.monotonic() - self._since
        self.has_settled = self.has_settled or ran >= SETTLED
        self.pause = SHORTEST if ran >= LONGEST else min(self.pause * 2, LONGEST)
        self.due = time.monotonic() + self.pause
        return code

    def stop(self) -> None:
        """Tell it to end."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait(self) -> None:
        """Wait until it has ended."""
        if self._process:
            self._process.wait()


class Parts:
    """Processes that run until they are told to stop.

    The first named is what the others are there for: where that ends before it ran well for once,
    all end. Whatever else ends is started again, later each time, and the others go on.
    """

    def __init__(self, commands: dict[str, Sequence[str]], tell: Callable[[str], object]) -> None:
        """Start nothing yet.

        Args:
            commands: The name of each part and what it is started with.
            tell: Called with each line for the operator.
        """
        self._parts = [_Part(name, command) for name, command in commands.items()]
        self._tell = tell
        self._stopping = False
        self._changed: SimpleQueue[None] = SimpleQueue()  # a signal may fill it meanwhile

    def stop(self) -> None:
        """Let `run` return; may be called by a signal."""
        self._stopping = True
        self._changed.put(None)

    def run(self) -> bool:
        """Run all until `stop`; whether they ran well, which is False where the first did not."""
        try:
            while not self._stopping:
                now = time.monotonic()
                for part in self._parts:
                    if part.due <= now:
                        part.start(lambda: self._changed.put(None))
                due = min(part.due for part in self._parts)
                try:
                    self._changed.get(timeout=None if due == float("inf") else max(0, due - now))
                except Empty:
                    continue
                if not self._stopping and not self._look():
                    return False
            return True
        finally:
            for part in self._parts:
                part.stop()
            for part in self._parts:
                part.wait()

    def _look(self) -> bool:
        """See what ended; whether to go on."""
        for part in self._parts:
            code = part.ended()
            if code is None:
                continue
            if part is self._parts[0] and not part.has_settled:
                return False
            how = f"exit {code}" if code >= 0 else f"killed by signal {-code}"
            again = f"it is started again in {part.pause:.0f} s"
            self._tell(f"the {part.name} ended by itself ({how}); {again}")
        return True
