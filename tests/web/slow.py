"""`python -m tests.web.slow`: honest readers beside hundreds who never finish (security A3).

The real `feedsvc web` with one worker; each kind of slow client is held open while honest
requests, each on a connection of its own, are timed.
"""

import argparse
import resource
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from tests.web.house import House

BIG, FEED = "/channels/all.json", "/channels.opml"

KINDS = {
    "silent": b"",
    "header": b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "body": b"POST /channels/all.atom HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
    "unread": b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n",
    "idle": b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
    "reader": b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n",
}
TRICKLING = frozenset(("header", "body", "unread"))
READING = frozenset(("reader",))


class Crowd:
    """Slow clients, each of which is replaced when the server has had enough of it."""

    def __init__(self, port: int, kind: str, number: int, path: str) -> None:
        self._port = port
        self._kind = kind
        self._begin = KINDS[kind].replace(b"%s", path.encode())
        self._number = number
        self._open: list[socket.socket] = []
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.replaced = 0

    def __enter__(self) -> Self:
        for _ in range(self._number):
            self._open.append(self._connected())
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join()
        for one in self._open:
            one.close()

    def _connected(self) -> socket.socket:
        made = socket.socket()
        if self._kind in READING:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        made.settimeout(5)
        made.connect(("127.0.0.1", self._port))
        made.sendall(self._begin)
        made.settimeout(0)
        return made

    def _run(self) -> None:
        while not self._ending.wait(1):
            for at, one in enumerate(self._open):
                try:
                    if self._kind in TRICKLING:
                        one.send(b"a")
                    elif self._kind in READING:
                        gone = one.recv(1) == b""
                    if self._kind not in READING:
                        gone = one.recv(65536) == b""
                except BlockingIOError:
                    continue
                except OSError:
                    gone = True
                if gone and not self._ending.is_set():
                    one.close()
                    self.replaced += 1
                    try:
                        self._open[at] = self._connected()
                    except OSError:
                        continue


def honest(house: House, seconds: float) -> list[float]:
    """How long each of a row of honest requests took."""
    took = []
    ending = time.monotonic() + seconds
    while time.monotonic() < ending:
        answer = house.get(FEED)
        if answer.status != 200:
            took.append(float("inf"))
        took.append(answer.seconds)
        time.sleep(0.01)
    return took


def rss(pid: int) -> int:
    """Memory of the processes of a session, in MB."""
    total = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            _, _, fields = path.read_text("utf-8", "replace").rpartition(") ")
        except OSError:
            continue
        named = fields.split()
        if int(named[2]) == pid:
            total += int(named[21]) * resource.getpagesize()
    return total // 2**20


def percentile(took: list[float], share: float) -> float:
    """Milliseconds."""
    return sorted(took)[min(len(took) - 1, int(len(took) * share))] * 1000


@contextmanager
def serving(folder: Path) -> Iterator[tuple[House, int]]:
    """A house with one large document, and the group of its web process."""
    house = House(folder, articles=160, sentences=400)
    house.program.write(channels='[channels.all]\ntitle = "All"\nsources = ["*"]\nlimit = 500\n')
    house.poll()
    with house.serving() as process:
        yield house, process.pid
    if house.code != 0:
        sys.exit(f"it ended with {house.code}: {house.said}")


def main() -> int:
    """Measure; 1 if an honest reader waited too long."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.slow", description=__doc__)
    parser.add_argument("--connections", type=int, default=900)
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    options = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        house, group = stack.enter_context(serving(Path(folder)))
        large = len(house.get(BIG).body)
        house.get(FEED)
        sys.stdout.write(f"{BIG} has {large:,} bytes; files: {soft[0]}\n")
        for kind in ["nobody", *options.kinds]:
            if kind == "nobody":
                took, replaced = honest(house, 3), 0
            else:
                with Crowd(house.port, kind, options.connections, BIG) as crowd:
                    took = honest(house, options.seconds)
                    replaced = crowd.replaced
            p50, p99 = percentile(took, 0.5), percentile(took, 0.99)
            worst = max(worst, p99)
            sys.stdout.write(
                f"{kind:7} honest {len(took):5}: p50 {p50:6.1f} ms, p99 {p99:6.1f} ms, worst"
                f" {max(took) * 1000:6.1f} ms; {rss(group)} MB; {replaced} replaced\n"
            )
            sys.stdout.flush()
            time.sleep(1)
    return int(worst > 250)


if __name__ == "__main__":
    sys.exit(main())
