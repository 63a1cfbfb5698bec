"""Backup while it is polled, restore, migration: whole, or not at all (security R14, R15)."""

import hashlib
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config

from feedsvc.store import migrations
from feedsvc.store.backup import damage
from tests.faults.oracle import Oracle
from tests.faults.program import Service, end, kill, wait_for
from tests.faults.table import Row, row
from tests.faults.upstream import Upstream, move_on

FULL, SMALL = 20, 2
_OLDEST = "0001"
_SQL = "feedsvc.store.database:Statements"
_DDL = "alembic.ddl.impl:DefaultImpl._exec"
RESTORING = tuple(
    f"die:{when}:1:{place}"
    for when, place in (
        ("after", "feedsvc.store.restore:_copied"),
        ("after", f"{_SQL}.run=set_generation"),
        ("before", f"{_SQL}.script=COMMIT"),
        ("after", f"{_SQL}.script=COMMIT"),
        ("before", "shutil:copymode"),
        ("before", "feedsvc.store.restore:_set_aside"),
        ("after", "os:link"),
        ("after", "feedsvc.store.restore:_set_aside"),
        ("before", "os:replace"),
        ("after", "os:replace"),
    )
)
"""Where a restore is killed."""


def run(home: Path, times: int) -> list[Row]:
    """Back up while it is polled, so often; restore, and kill restores and migrations."""
    chance = random.Random(1)  # noqa: S311 - it decides what is published and when to kill
    with Upstream([f"outlet{n}" for n in range(8)]) as upstream:
        home.mkdir()
        service = Service.of(home / "first", upstream)
        service("poll")
        return [
            _backed_up(home, service, upstream, chance, times),
            _restored(home, service, upstream),
            _killed_restoring(service, times),
            _killed_migrating(service, chance, times),
        ]


def _backed_up(
    home: Path, service: Service, upstream: Upstream, chance: random.Random, times: int
) -> Row:
    """A backup of any moment is one that can be gone on from."""
    upstream.on_request = lambda outlet: move_on(outlet, chance)
    worker = service.begin("work")
    trouble = []
    for n in range(times):
        seen = len(upstream.asked)
        wait_for(lambda seen=seen: len(upstream.asked) > seen + 4)  # type: ignore[misc]
        done = service("backup", f"backup{n}", "--force")
        trouble += [done.err] if done.code else []
    end(worker)
    for n in range(times):
        other = Service.of(home / f"other{n}", upstream)
        done = other("restore", str(service.home / f"backup{n}"))
        trouble += [done.err] if done.code else []
        oracle = Oracle(upstream, other.url)
        trouble += oracle.complaints()
        other("poll")
        trouble += oracle.complaints()
        shutil.rmtree(other.home)
    asked = f"{times} backups while it is polled: each is sound, and polling goes on from it"
    return row(asked, f"{len(trouble)} complaints", trouble)


def _restored(home: Path, service: Service, upstream: Upstream) -> Row:
    """What is published from a restored database is what was published before."""
    service("publish", "site")
    service("backup", "backup", "--force")
    other = Service.of(home / "restored", upstream)
    other("restore", str(service.home / "backup"))
    other("publish", "site")
    here, there = _hashes(service.home / "site"), _hashes(other.home / "site")
    trouble = [name for name in here.keys() | there.keys() if here.get(name) != there.get(name)]
    shutil.rmtree(other.home)
    return row("documents of a restored database: hashes equal", f"{len(here)} files", trouble)


def _killed_restoring(service: Service, times: int) -> Row:
    """A restore that dies leaves one database or the other, and can be done again."""
    service("backup", "backup", "--force")
    trouble, killed = [], 0
    with closing(sqlite3.connect(service.database)) as connection:
        before = connection.execute("SELECT count(*) FROM entries").fetchall()
    for n in range(times):
        point = RESTORING[n * 7 % len(RESTORING)]
        process = service.begin("restore", "backup", changes=[point])
        process.wait(60)
        killed += process.returncode == -signal.SIGKILL
        if not service.database.exists():
            trouble.append(f"{point}: no database is there")
            continue
        with closing(sqlite3.connect(service.database)) as connection:
            trouble += [f"{point}: {found}" for found in [damage(connection)] if found]
            if connection.execute("SELECT count(*) FROM entries").fetchall() != before:
                trouble.append(f"{point}: entries are missing")
        done = service("restore", "backup")
        trouble += [f"{point}: {done.err}"] if done.code else []
    trouble += [] if killed == times else [f"only {killed} died"]
    asked = f"{times} x kill -9 while restoring: one database or the other, and again"
    return row(asked, f"{killed} killed, {len(trouble)} complaints", trouble)


def _killed_migrating(service: Service, chance: random.Random, times: int) -> Row:
    """A migration that dies is done or undone, and ends like one that was left in peace."""
    old = service.home / "old"
    _downgraded(service.database, old)
    expected = _migrated(service, old, lambda: service("migrate"))
    trouble, killed, undone, tried = [], 0, 0, 0
    while killed < times and tried < 3 * times:
        tried += 1

        def die(n: int = tried) -> None:
            nonlocal killed, undone
            if n % 2:
                process = service.begin("migrate", changes=[f"die:after:{1 + n // 2}:{_DDL}"])
                process.wait(60)
            else:
                process = service.begin("migrate")
                time.sleep(0.2 + chance.random() * 0.8)
                kill(process)
            killed += process.returncode == -signal.SIGKILL
            with closing(sqlite3.connect(service.database)) as connection:
                found = damage(connection)
                trouble.extend([found] if found else [])
                rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
                undone += rows == [(_OLDEST,)]
            done = service("migrate")
            trouble.extend([done.err] if done.code else [])

        if _migrated(service, old, die) != expected:
            trouble.append("other tables or rows than without the kill")
    trouble += [] if killed == times else [f"only {killed} died"]
    asked = f"{times} x kill -9 while migrating: sound, and as if nothing had happened"
    measured = f"{killed} killed, {undone} undone by it, {len(trouble)} complaints"
    return row(asked, measured, trouble)


def _downgraded(database: Path, to: Path) -> None:
    """The same database as the first revision of the tables had it."""
    with closing(sqlite3.connect(database)) as connection, closing(sqlite3.connect(to)) as copy:
        connection.backup(copy)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = f"sqlite:///{to}"
    command.downgrade(config, _OLDEST)


def _migrated(service: Service, old: Path, migrate: Callable[[], object]) -> str:
    """Bring the old database up to date; a digest of all of it."""
    for suffix in ("-wal", "-shm", "-journal"):
        Path(f"{service.database}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(old, service.database)
    migrate()
    with closing(sqlite3.connect(service.database)) as connection:
        return _digest(connection.iterdump())


def _digest(lines: Iterable[str]) -> str:
    whole = hashlib.sha256()
    for line in lines:
        whole.update(line.encode())
    return whole.hexdigest()


def _hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
