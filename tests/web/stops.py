"""`python -m tests.web.stops`: SIGTERM under load, again and again (security R9).

No answer to a request that was accepted may be a 5xx or be cut off; exit 0 within 20 s.
"""

import argparse
import http.client
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.web.house import House


class Reader(threading.Thread):
    """Asks on one connection that is kept, and notes what goes wrong with what was begun."""

    def __init__(self, house: House, paths: list[str]) -> None:
        super().__init__(daemon=True)
        self._house = house
        self._paths = paths
        self.answered = self.unanswered = 0
        self.wrong: list[str] = []
        self.ending = threading.Event()

    def run(self) -> None:
        while not self.ending.is_set():
            connection = http.client.HTTPConnection("127.0.0.1", self._house.port, timeout=20)
            try:
                connection.connect()
            except OSError:
                return  # it accepts nobody any more
            self._ask_on(connection)
            connection.close()

    def _ask_on(self, connection: http.client.HTTPConnection) -> None:
        fresh = True
        while not self.ending.is_set():
            path = self._paths[self.answered % len(self._paths)]
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                answer.read()
            except (OSError, http.client.HTTPException) as error:
                closed = http.client.RemoteDisconnected | ConnectionResetError | BrokenPipeError
                if not isinstance(error, closed):
                    self.wrong.append(f"{path}: {error!r}")
                elif fresh:  # perhaps the kernel alone had taken it up
                    self.unanswered += 1
                # else it was closed between two requests, as it may be (RFC 9112 9.5)
                return
            if answer.status != 200:
                self.wrong.append(f"{path}: {answer.status}")
            self.answered += 1
            fresh = False
            if answer.will_close:
                return


def once(house: House, readers: int, seconds: float) -> tuple[int, int, list[str], float]:
    """Serve under load, stop; what was answered, what went wrong, and how long it took to stop."""
    crowd = [Reader(house, house.paths()) for _ in range(readers)]
    with house.serving() as process:
        for one in crowd:
            one.start()
        time.sleep(seconds)
        began = time.monotonic()
        process.terminate()
        process.wait(30)
        took = time.monotonic() - began
    for one in crowd:
        one.ending.set()
        one.join(30)
    wrong = [line for one in crowd for line in one.wrong]
    if house.code != 0 or "Traceback" in house.said:
        wrong.append(f"exit {house.code}: {house.said}")
    unanswered = sum(one.unanswered for one in crowd)
    return sum(one.answered for one in crowd), unanswered, wrong, took


def main() -> int:
    """Stop it as often as asked; 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.stops", description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), sources=20, articles=40, sentences=20)
        house.poll()
        runs = [once(house, 16, 0.5 + turn * 0.05) for turn in range(options.times)]
    wrong = [line for _, _, lines, _ in runs for line in lines]
    longest = max(took for *_, took in runs)
    sys.stdout.write(
        f"{len(runs)} stops, {sum(answered for answered, *_ in runs)} requests answered,"
        f" {sum(unanswered for _, unanswered, *_ in runs)} connections closed before"
        f" a first answer, {len(wrong)} wrong, {longest:.1f} s at most\n"
    )
    sys.stdout.write("".join(f"{line}\n" for line in wrong[:20]))
    return int(bool(wrong) or longest > 20)


if __name__ == "__main__":
    sys.exit(main())
