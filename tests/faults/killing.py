"""kill -9 while polls and publishing write: at random moments and at named ones (security R1)."""

import json
import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from tests.cli.test_run import left_of
from tests.faults.oracle import Oracle
from tests.faults.program import Service, kill, wait_for
from tests.faults.table import Row, row
from tests.faults.upstream import WIDTH, Upstream
from tests.judges.schemas import atom_faults

_OUTLETS = 24
_LIMIT = 8  # entries in a channel; what is beyond goes into archives
_ATOM = "{http://www.w3.org/2005/Atom}"
_SPAN = 0.2  # seconds after work has begun within which it is killed
_WRITING = 0.75  # of the polls are killed once they have begun to write
_SQL = "feedsvc.store.database:Statements"

POLLING = tuple(
    f"die:{when}:{count}:{place}"
    for when, count, place in (
        ("after", 1, f"{_SQL}.run=lease_host"),
        ("before", 1, f"{_SQL}.script=COMMIT"),
        ("after", 1, f"{_SQL}.script=COMMIT"),
        ("after", 5, "feedsvc.fetch.request:request_for"),
        ("after", 5, "feedsvc.flows.conclude:conclude"),
        ("after", 3, f"{_SQL}.script"),  # begins a transaction, on either database
        ("after", 3, f"{_SQL}.read=registry"),
        ("after", 1, f"{_SQL}.read=next_generation"),
        ("before", 2, f"{_SQL}.many=add_entry"),
        ("after", 3, f"{_SQL}.many=add_entry"),
        ("after", 2, f"{_SQL}.many=add_revision"),
        ("before", 2, f"{_SQL}.many=edit_entry"),
        ("after", 3, f"{_SQL}.many=edit_entry"),
        ("after", 2, f"{_SQL}.many=stamp_entry"),
        ("before", 4, f"{_SQL}.many=put_name"),
        ("after", 5, f"{_SQL}.many=put_name"),
        ("before", 3, f"{_SQL}.run=keep_window"),
        ("after", 4, f"{_SQL}.run=keep_window"),
        ("after", 2, f"{_SQL}.run=keep_feed"),
        ("before", 1, f"{_SQL}.many=keep_checkpoint"),
        ("after", 1, f"{_SQL}.many=keep_checkpoint"),
        ("before", 1, f"{_SQL}.many=release_host"),
        ("after", 1, f"{_SQL}.many=release_host"),
        ("before", 2, f"{_SQL}.script=COMMIT"),
        ("after", 2, f"{_SQL}.script=COMMIT"),
    )
)
"""Where a poll is killed: around every kind of statement of its transaction."""

TELLING = tuple(
    f"die:{when}:{count}:{_SQL}.many={statement}"
    for when, count, statement in (
        ("after", 1, "edit_entry"),
        ("after", 2, "edit_entry"),
        ("before", 2, "put_name"),
        ("after", 1, "add_entry"),
    )
)
"""Where a poll is killed that has no transactions: half of what it stores is there."""

PUBLISHING = tuple(
    f"die:{when}:{count}:{place}"
    for when, count, place in (
        ("after", 1, f"{_SQL}.run=begin_archives"),
        ("before", 1, f"{_SQL}.many=add_archive"),
        ("after", 1, f"{_SQL}.many=add_archive"),
        ("after", 1, f"{_SQL}.run=keep_archive_state"),
        ("after", 1, f"{_SQL}.read=hold_audit"),
        ("before", 1, f"{_SQL}.many=add_audit"),
        ("after", 1, f"{_SQL}.many=add_audit"),
        ("after", 1, f"{_SQL}.run=keep_audit_head"),
        ("before", 2, f"{_SQL}.script=COMMIT"),
        ("after", 2, f"{_SQL}.script=COMMIT"),
        ("after", 3, f"{_SQL}.read=date_document"),
        ("before", 7, "os:replace"),
        ("after", 9, "os:replace"),
        ("before", 1, "feedsvc.web.folder:Folder.keep"),
        ("after", 1, "feedsvc.web.folder:Folder.keep"),
    )
)
"""Where `feedsvc publish` is killed: archives, the audit log, the dates of documents, renames."""


class Size(NamedTuple):
    """How much is tried.

    Attributes:
        random: Kills of polls at random moments.
        named: At each of so many of the named points; `publishing` likewise.
        turns: How often each of them.
    """

    random: int
    named: int
    publishing: int
    turns: int


FULL = Size(random=500, named=len(POLLING), publishing=len(PUBLISHING), turns=3)
SMALL = Size(random=5, named=6, publishing=3, turns=1)


class Killing:
    """A service that is killed again and again over one database.

    Attributes:
        trouble: What the oracle found.
        killed: How many processes died as was meant; `writing`: while a transaction was open.
    """

    def __init__(self, home: Path, upstream: Upstream, *, database: str = "") -> None:
        self.upstream = upstream
        self.service = Service.of(home, upstream, database=database, limit=_LIMIT)
        self.oracle = Oracle(upstream, self.service.url)
        self.chance = random.Random(1)  # noqa: S311 - it decides when to kill
        self.trouble: list[str] = []
        self.killed = self.writing = 0
        self._ids: dict[str, dict[str, str]] = {}
        self.service("migrate")

    def poll_killed_at_random(self) -> None:
        """Kill a poll within 200 ms of its first request, or of its first write after that."""
        process = self._poll()
        self.upstream.first.wait(30)
        if self.chance.random() < _WRITING:
            wait_for(lambda: process.poll() is not None or self.service.is_writing())
        time.sleep(self.chance.random() * _SPAN)
        self.writing += self.service.is_writing()
        was_running = process.poll() is None
        kill(process)
        self.killed += was_running
        self._after(process, "at random")

    def poll_killed_at(self, point: str, *others: str) -> None:
        """Let a poll kill itself."""
        process = self._poll(point, *others)
        process.wait(60)
        self._after(process, point)

    def publish_killed_at(self, point: str) -> None:
        """Let `feedsvc publish` kill itself; what it leaves is mended by the next one."""
        for outlet in self.upstream.outlets.values():
            outlet.publish(WIDTH - 1)
        self.poll()
        process = self.service.begin("publish", "site", changes=[point])
        process.wait(120)
        self._after(process, point)
        self.judge_documents()

    def poll(self) -> None:
        """Poll to the end, so that something is there."""
        process = self._poll()
        if code := process.wait(120):
            self.trouble.append(f"poll ended with {code}: {self.service.said()[-300:]}")
        self.trouble += self.oracle.complaints()

    def _poll(self, *changes: str) -> "subprocess.Popen[bytes]":
        self.upstream.go_on(self.chance, share=0.6)
        self.upstream.first.clear()
        return self.service.begin("poll", changes=changes)

    def _after(self, process: "subprocess.Popen[bytes]", where: str) -> None:
        if where != "at random":
            self.killed += process.returncode == -signal.SIGKILL
        if left := left_of(process):
            self.trouble.append(f"{where}: still running: {left}")
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        self.service.let_leases_end()
        self.trouble += [f"{where}: {line}" for line in self.oracle.complaints()]

    def judge_documents(self) -> None:
        """Publish to the end: the files are valid, and no entry has another id or date."""
        done = self.service("publish", "site")
        if done.code:
            self.trouble.append(f"publish: {done.err}")
        for path in sorted((self.service.home / "site" / "channels").rglob("*.*")):
            name = str(path.relative_to(self.service.home / "site"))
            self.trouble += [f"{name}: {fault}" for fault in self._faults(path)]
        verdict = self.service("audit", "verify")
        if verdict.code:
            self.trouble.append(f"audit: {verdict.err}")

    def _faults(self, path: Path) -> list[str]:
        body = path.read_bytes()
        match path.suffix:
            case ".atom":
                return atom_faults(body) + self._moved(path.name, body)
            case ".json":
                ids = [one["id"] for one in json.loads(body)["items"]]
            case ".rss":
                ids = [one.text or "" for one in etree.fromstring(body).iter("guid")]
            case _:
                return []
        return ["an id stands twice"] if len(ids) != len(set(ids)) else []

    def _moved(self, name: str, body: bytes) -> list[str]:
        said = {
            entry.findtext(f"{_ATOM}id", ""): entry.findtext(f"{_ATOM}published", "")
            for entry in etree.fromstring(body).iter(f"{_ATOM}entry")
        }
        before = self._ids.setdefault(name, {})
        moved = [f"{one} moved" for one in said if before.get(one, said[one]) != said[one]]
        before |= said
        return moved


def run(home: Path, size: Size, *, database: str = "") -> list[Row]:
    """Kill, and judge after every kill."""
    rows = []
    with Upstream([f"outlet{n}" for n in range(_OUTLETS)]) as upstream:
        one = Killing(home, upstream, database=database)
        one.poll()
        while one.killed < size.random:
            one.poll_killed_at_random()
        rows.append(_row(one, f"{size.random} kills of polls at random moments"))
        one.poll()
        points = _some(POLLING, size.named) * size.turns
        for point in points:
            one.poll_killed_at(point)
        rows.append(_row(one, f"{len(points)} kills of polls at named points", len(points)))
    return rows


def run_publishing(home: Path, size: Size, *, database: str = "") -> list[Row]:
    """Kill `feedsvc publish`, and judge its files after the next one."""
    with Upstream(["herald", "gazette", "courier"]) as upstream:
        one = Killing(home, upstream, database=database)
        points = _some(PUBLISHING, size.publishing) * size.turns
        for point in points:
            one.publish_killed_at(point)
        return [_row(one, f"{len(points)} kills of publish, files valid", len(points))]


def run_piecemeal(home: Path) -> list[Row]:
    """The same without transactions: the oracle must find that entries are lost or doubled."""
    with Upstream([f"outlet{n}" for n in range(_OUTLETS)]) as upstream:
        one = Killing(home, upstream)
        one.poll()
        for point in TELLING:
            one.poll_killed_at(point, "piecemeal")
        found = len(one.trouble)
    return [
        Row(
            "with the transactions taken away the oracle must complain",
            f"{found} complaints after {one.killed} kills, such as {one.trouble[:1]}",
            bool(found),
        )
    ]


def _some(points: tuple[str, ...], most: int) -> tuple[str, ...]:
    """So many of the points, from all over."""
    return tuple(points[n * len(points) // most] for n in range(min(most, len(points))))


def _row(one: Killing, asked: str, kills: int = 0) -> Row:
    measured = (
        f"{one.killed} killed, {one.writing} while a transaction was open,"
        f" {one.oracle.acknowledged} entries acknowledged, {len(one.trouble)} complaints"
    )
    trouble = one.trouble + ([f"only {one.killed} of {kills} died"] if one.killed < kills else [])
    one.trouble, one.killed, one.writing = [], 0, 0
    return row(f"{asked}: 0 lost, 0 doubled, integrity", measured, trouble)
