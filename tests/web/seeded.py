"""A house of many sources and entries, written into the database at once.

One source is really polled; what that left is copied for the others, under ids of their own.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from feedsvc.flows import access, curate, people, tokens
from feedsvc.flows.serve import Publisher
from feedsvc.model.channel import Channel
from feedsvc.model.people import Role, TokenScope
from feedsvc.model.readership import Readership
from feedsvc.model.source import Permission, Scope
from feedsvc.settings import Settings
from feedsvc.store import archives, readers
from feedsvc.store import sources as stored_sources
from feedsvc.web.cache import ByteCache
from feedsvc.web.office import Office
from tests.rig import Rig, item, rss, source
from tests.web.walking import whole

PASSWORD = "five words of nothing much"  # noqa: S105 - of nobody
FULL = Permission(scope=Scope.FULL, granted_by="Desk", evidence="mail of 2026-01-12")
TEXT = "The harbour board met on Thursday and spoke of the quay, the light and the ferry. " * 5
HEALTHS = ("ok",) * 16 + ("degraded", "failing", "gone", "resting")
PROBLEM = "the server answered 503 Service Unavailable, and before that nothing at all"
DAY, HOUR = 86_400_000_000, 3_600_000_000
POLLS_OF_A_SOURCE, DAYS = 60, 30
MANY = 10_000
"""So many entries are not sealed in archives."""
_COPIED = ("entries", "entry_keys", "windows")


class Seeded:
    """The whole application over such a house, and who may do what in it.

    Attributes:
        tokens: Of the API, by what they allow.
    """

    def __init__(self, folder: Path, *, sources: int, entries: int) -> None:
        self._chance = random.Random(7)  # noqa: S311 - the same house each time
        self.names = [f"paper-{number:04}" for number in range(sources)]
        each = max(entries // sources, 1)
        channels = (
            Channel(name="all", title="Everything", sources=("*",)),
            *(
                Channel(name=f"region-{n}", title=f"Region {n}", tags=(f"region-{n}",))
                for n in range(10)
            ),
            Channel(name="board", title="The board", sources=("*",), private=True),
        )
        declared = tuple(
            source(name, permission=FULL, tags=(f"region-{n % 10}",), title=f"Paper {n:04}")
            for n, name in enumerate(self.names)
        )
        self.rig = Rig(f"sqlite:///{folder}/seeded.sqlite3", declared, channels)
        stories = [item(n, title=f"Story {n} of the day", text=TEXT) for n in range(1, each + 1)]
        self.rig.web.pages[declared[0].url] = rss(*stories, title="Paper 0000")
        self.rig.poll(self.names[0])
        self._copy()
        if entries >= MANY:
            self._archive_on_paper()
        self._poll_on_paper()
        self._read_on_paper()
        self._people()
        self.publisher: Publisher = self.rig.publisher()
        self.office = Office(
            database=self.rig.database,
            settings=self._settings,
            now=self.rig.now,
            look=lambda *_: {},
            complaints=tuple,
        )
        self.flask: Flask = whole(self.publisher, self.office)
        self.app = ByteCache(self.flask, self.publisher, clock=lambda: self.rig.now().timestamp())
        self._odds()

    def _settings(self) -> Settings:
        return self.rig.settings

    def _copy(self) -> None:
        """Give every source what the first one has, under other ids and at other times."""
        connection = self.rig.database.connection()
        connection.execute("BEGIN IMMEDIATE")
        numbers = dict(connection.execute("SELECT name, id FROM sources").fetchall())
        rows = {
            table: connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608 - ours
            for table in _COPIED
        }
        columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for table in _COPIED
        }
        for table in _COPIED:
            marks = ", ".join("?" * len(columns[table]))
            copies = (
                copy
                for n, name in enumerate(self.names[1:], 1)
                for copy in self._copies(columns[table], rows[table], numbers[name], name, n)
            )
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", copies)  # noqa: S608
        feed = connection.execute("SELECT feed FROM sources WHERE feed IS NOT NULL").fetchone()
        connection.execute("UPDATE sources SET feed = ? WHERE feed IS NULL", feed)
        connection.execute("COMMIT")

    @staticmethod
    def _copies(
        columns: Sequence[str], rows: Sequence[Sequence[Any]], source: int, name: str, number: int
    ) -> Iterator[list[Any]]:
        for row in rows:
            named: dict[str, Any] = dict(zip(columns, row, strict=True))
            for key, value in named.items():
                if key == "source_id":
                    named[key] = source
                elif key in {"id", "entry_id"}:
                    named[key] = f"{value[:14]}{number:06x}"
                elif key in {"key", "public_id", "url", "data"} and isinstance(value, str):
                    named[key] = value.replace("herald.example", f"{name}.example")
                elif key in {"published", "sort_at", "first_seen"}:
                    named[key] = value - number * 60_000_000
            yield list(named.values())

    def _archive_on_paper(self) -> None:
        """Have what is there count as archived: sealing all of it would take a minute."""
        statements = self.rig.database.statements()
        stored = stored_sources.everything(statements)
        number: int = statements.read("generation")[0][0]
        connection = self.rig.database.connection()
        for channel in self.rig.settings.channels:
            covered = archives.pack_rows(one.id for one in stored if channel.selects(one.source))
            connection.execute(
                "INSERT INTO archive_states VALUES (?, ?, 0, ?, ?)",
                (channel.name, number, covered, archives.pack_ids(())),
            )

    def _poll_on_paper(self) -> None:
        """Have every source polled for days, some of them badly."""
        connection = self.rig.database.connection()
        now = int(self.rig.moment.timestamp()) * 1_000_000
        connection.execute("BEGIN IMMEDIATE")
        ids = [row[0] for row in connection.execute("SELECT id FROM sources").fetchall()]
        kinds = (("not_modified", 304, ""), ("fetched", 200, ""), ("failed", 503, PROBLEM))
        for number in ids:
            health = self._chance.choice(HEALTHS)
            problem = "" if health == "ok" else PROBLEM
            connection.execute(
                "UPDATE checkpoints SET health = ?, problem = ?, status = ?, failures = ?,"
                " polled_at = ?, good_at = ?, due_at = ?, interval = ? WHERE source_id = ?",
                (health, problem, 503 if problem else 200, 9 if problem else 0, now - HOUR,
                 now - (DAY if problem else HOUR), now + HOUR, HOUR, number),
            )  # fmt: skip
            connection.executemany(
                "INSERT INTO polls (source_id, at, outcome, status, new, updated, unchanged, took,"
                " error) VALUES (?, ?, ?, ?, ?, 0, 3, 90000, ?)",
                (
                    (number, now - n * HOUR, *kind[:2], n % 3 if kind[1] == 200 else 0, kind[2])
                    for n in range(POLLS_OF_A_SOURCE, 0, -1)
                    for kind in [self._chance.choice(kinds)]
                ),
            )
        hours = range(now // HOUR - 24 * DAYS, now // HOUR - 2)
        connection.executemany(
            "INSERT OR IGNORE INTO hours VALUES (?, ?, 400, 30, 5, 90000000, 100, 1000)",
            ((hour, outcome) for hour in hours for outcome, *_ in kinds),
        )
        connection.execute("COMMIT")

    def _read_on_paper(self) -> None:
        """Have every channel read by some, and one by very many."""
        agents = [f"Reader/{n}" for n in range(300)]
        today = self.rig.moment.date()
        names = [channel.name for channel in self.rig.settings.channels]
        counted = [
            Readership(day=today - timedelta(days=n), channel=name, reader=agent, requests=48,
                       unchanged=40, subscribers=3)
            for n in range(DAYS)
            for name in [*names, *(f"source-{one}" for one in self.names[:50])]
            for agent in agents[: 300 if name == "all" else 6]
        ]  # fmt: skip
        readers.add(self.rig.database, counted)

    def _people(self) -> None:
        database, now = self.rig.database, self.rig.now()
        for name, role in (("eva", Role.EDITOR), ("vera", Role.VIEWER)):
            people.add_user(database, name, role, PASSWORD, now)
        scopes = {"read": (TokenScope.READ,), "everything": tuple(TokenScope)}
        made = {
            name: tokens.make_token(database, "eva", name, some, None, now)
            for name, some in scopes.items()
        }
        self.tokens = {name: text for name, (_, text) in made.items()}
        self._token = made["read"][0].id

    def _odds(self) -> None:
        """Withdraw some entries, hold some back, and let somebody subscribe."""
        database = self.rig.database
        statement = "SELECT id FROM entries ORDER BY id LIMIT 40"
        ids = [row[0] for row in database.connection().execute(statement).fetchall()]
        curate.withdraw(database, ids[:10], "The paper asked for it", self.rig.now(), "eva")
        database.connection().executemany(
            "UPDATE entries SET state = 'held-back' WHERE id = ?", [(one,) for one in ids[20:]]
        )
        every = self.publisher.every_channel()
        access.subscribe(database, "agency", ["board"], every, self.rig.now())
        self.withdrawn, self.entry = ids[0], ids[15]
        self.values: dict[str, str | dict[str, str]] = {
            "name": {"channels": "all", "sources": self.names[1], "users": "vera"},
            "id": self.entry, "entry": self.entry, "token": self._token, "number": "1",
            "form": "atom", "filename": "style.css", "rest": "nowhere",
        }  # fmt: skip

    def addresses(self) -> list[tuple[str, str, str]]:
        """The rule, method and address of everything that the application answers."""
        found = []
        for rule in self.flask.url_map.iter_rules():
            values = {part: self._value(part, rule.rule) for part in rule.arguments}
            built = rule.build(values, append_unknown=False)
            assert built is not None, rule
            methods = (rule.methods or set()) - {"OPTIONS"}
            found += [(rule.rule, method, built[1]) for method in methods]
        return sorted(found)

    def _value(self, part: str, rule: str) -> str:
        value = self.values[part]
        if isinstance(value, str):
            return value
        return next(one for kind, one in value.items() if f"/{kind}/" in rule)

    def news(self) -> None:
        """Begin a generation, so that nothing that is kept in memory stands."""
        with self.rig.database.transaction() as statements:
            stored_sources.next_generation(statements)
