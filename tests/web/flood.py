"""`python -m tests.web.flood`: ten times as much is asked as can be made (security R10).

The real `feedsvc web` with one worker is asked for pages that must all be made anew, for something
is published ten times a second, at ten times the rate that it makes them; beside that, for one that
many ask for, and for `/healthz`.
"""

import argparse
import sqlite3
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
from pathlib import Path

from tests.web.house import Answer, House
from tests.web.slow import percentile, rss

KEPT = "/channels.opml"
CLIENTS = 64


class Flood:
    """Asks at a rate, from many threads, and keeps what was answered."""

    def __init__(self, house: House, paths: list[str]) -> None:
        self._house = house
        self.paths = paths
        self._numbers = count()

    def ask(self, rate: float, seconds: float) -> list[Answer]:
        """Ask for one page after the other, evenly."""
        answers: list[Answer] = []
        beginning = time.monotonic()
        turns = count()

        def run() -> None:
            while (due := next(turns) / rate) < seconds > time.monotonic() - beginning:
                time.sleep(max(0.0, beginning + due - time.monotonic()))
                path = self.paths[next(self._numbers) % len(self.paths)]
                answers.append(self._house.get(path))

        with ThreadPoolExecutor(CLIENTS) as threads:
            for _ in range(CLIENTS):
                threads.submit(run)
        return answers


def watched(house: House, ending: threading.Event, path: str) -> list[Answer]:
    """What a reader of one page gets meanwhile."""
    answers = []
    while not ending.is_set():
        answers.append(house.get(path))
        time.sleep(0.02)
    return answers


def publishing(house: House, ending: threading.Event) -> None:
    """Publish something again and again, so that nothing that is kept is the newest."""
    with closing(sqlite3.connect(house.program.database, isolation_level=None)) as connection:
        while not ending.wait(0.1):
            connection.execute("UPDATE generation SET number = number + 1")


def told(name: str, answers: list[Answer]) -> float:
    """Print what was answered; the 99th percentile of what was served, in milliseconds."""
    served = [one.seconds for one in answers if one.status == 200]
    refused = [one.seconds for one in answers if one.status == 503]
    other = len(answers) - len(served) - len(refused)
    line = f"{name:9} {len(answers):5} asked, {len(served):5} served"
    if served:
        line += f" (p50 {percentile(served, 0.5):.0f} ms, p99 {percentile(served, 0.99):.0f} ms)"
    line += f", {len(refused):5} refused"
    if refused:
        line += f" (p99 {percentile(refused, 0.99):.0f} ms)"
    sys.stdout.write(f"{line}, {other} otherwise\n")
    sys.stdout.flush()
    return percentile(served, 0.99) if served else float("inf")


def main() -> int:
    """Measure; 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.web.flood", description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder), sources=40, articles=200, sentences=60)
        house.poll()
        with house.serving() as process:
            flood = Flood(house, [one for one in house.paths() if one.startswith("/channels/")])
            house.get(KEPT)
            ending = threading.Event()
            with ThreadPoolExecutor(3) as threads:
                threads.submit(publishing, house, ending)
                began = time.monotonic()
                made = [house.get(path) for path in flood.paths]
                made += [house.get(path) for path in flood.paths]
                rate = len(made) / (time.monotonic() - began)
                before = rss(process.pid)
                sys.stdout.write(f"makes {rate:.0f} pages a second; {before} MB\n")
                kept = threads.submit(watched, house, ending, KEPT)
                live = threads.submit(watched, house, ending, "/healthz")
                answers = flood.ask(rate * 10, options.seconds)
                ending.set()
            worst = max(told("pages", answers), told("kept", kept.result()))
            told("healthz", live.result())
            sys.stdout.write(f"{rss(process.pid)} MB\n")
            since = time.monotonic()
            told("after", [house.get(path) for path in flood.paths[-20:]])
            sys.stdout.write(f"20 pages in {time.monotonic() - since:.2f} s after it\n")
    return int(worst > 1000)


if __name__ == "__main__":
    sys.exit(main())
