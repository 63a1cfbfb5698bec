"""What an operator declares by hand: sources and channels that live in the database."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows.channels import unknown
from feedsvc.model.source import Origin, Pause, Source
from feedsvc.rights.deeds import by_name
from feedsvc.settings import Settings, single
from feedsvc.settings.single import Declared
from feedsvc.store import channels, sources
from feedsvc.store.database import Database, Statements
from feedsvc.store.sources import Stored
from feedsvc.text.urls import host


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Where one operator works.

    Every method happens as a whole or not at all, and is judged as the files are.

    Attributes:
        settings: In force.
        person: Whose name stands beside what is decided.
        now: The moment.

    Raises:
        ConfigurationError: What is declared is wrong; a line for each thing, `key: what; cure`.
        NotFoundError: There is nothing of that name.
        FeedsvcError: It cannot be done to that one, such as to edit what the files declare.
    """

    database: Database
    settings: Settings
    person: str
    now: datetime

    def add_sources(
        self, tables: Mapping[str, Declared], over: timedelta = timedelta(0)
    ) -> list[Stored]:
        """Add sources; each is polled at the next tick that its host allows.

        Args:
            tables: The name of each, and what would stand in its table in a file.
            over: The time over which their first polls are spread, in their order.
        """
        made = single.sources(tables, self.settings, by_name, os.environ)
        with self.database.transaction() as statements:
            for one in sources.by_names(statements, list(tables)):
                if one.source.origin is not Origin.REMOVED:
                    msg = f"there is a source {one.source.name!r} already; choose another name"
                    raise FeedsvcError(msg)
            added = self._declare(statements, made, tables)
            if not over:
                return added
            rows = {one.source.name: one.id for one in added}
            step = over / len(made)
            moments = {rows[one.name]: self.now + step * place for place, one in enumerate(made)}
            sources.postpone(statements, moments)
            return sources.by_names(statements, list(tables))

    def change_source(self, name: str, table: Declared) -> Stored:
        """Have a source that an operator added be what this table says."""
        with self.database.transaction() as statements:
            self._ours(statements, name)
            tables = {name: table}
            made = single.sources(tables, self.settings, by_name, os.environ)
            return self._declare(statements, made, tables)[0]

    def remove_source(self, name: str) -> None:
        """Remove a source that an operator added: its entries stay, and are shown no more."""
        with self.database.transaction() as statements:
            stored = self._ours(statements, name)
            for channel in self.settings.channels:
                if name in channel.sources:
                    msg = (
                        f"the channel {channel.name!r} in channels.toml names the source {name!r};"
                        " take it out there first"
                    )
                    raise FeedsvcError(msg)
            sources.remove(statements, stored.id, sources.next_generation(statements))

    def pause(self, name: str) -> Stored:
        """Poll a source no more until `resume`; what it brought stays published."""
        return self._paused(name, Pause.OPERATOR)

    def resume(self, name: str) -> Stored:
        """Poll a paused source again, at once."""
        return self._paused(name, Pause.NO)

    def poll_soon(self, name: str) -> None:
        """Have a worker poll a source as soon as its host allows."""
        with self.database.transaction() as statements:
            stored = sources.named(statements, name)
            if not stored.source.is_polled:
                msg = f"the source {name!r} is not polled: it is disabled, revoked or paused"
                raise FeedsvcError(msg)
            sources.hasten(statements, stored.id)

    def declared(self, name: str) -> Declared:
        """The table of a source that an operator added."""
        statements = self.database.statements()
        self._ours(statements, name)
        table: Declared = json.loads(sources.declarations(statements)[name])
        return table

    def put_channel(self, name: str, table: Declared, *, is_new: bool) -> None:
        """Add a channel, or have one that an operator added be what this table says."""
        with self.database.transaction() as statements:
            stored = [one.source for one in sources.everything(statements) if one.source.enabled]
            tags = {tag for source in stored for tag in source.tags}
            single.channel(name, table, self.settings, {one.name: one for one in stored}, tags)
            if any(channel.name == name for channel in self.settings.channels):
                msg = f"the channel {name!r} is declared in channels.toml; change it there"
                raise FeedsvcError(msg)
            is_known = name in channels.declarations(statements)
            if is_new and is_known:
                msg = f"there is a channel {name!r} already; choose another name"
                raise FeedsvcError(msg)
            if not is_new and not is_known:
                raise unknown(name)
            channels.declare(statements, [(name, json.dumps(table))], self.now, self.person)
            sources.next_generation(statements)

    def remove_channel(self, name: str) -> None:
        """Remove a channel that an operator added."""
        with self.database.transaction() as statements:
            if not channels.remove(statements, name):
                if all(channel.name != name for channel in self.settings.channels):
                    raise unknown(name)
                msg = f"the channel {name!r} is declared in channels.toml; remove it there"
                raise FeedsvcError(msg)
            sources.next_generation(statements)

    def _declare(
        self, statements: Statements, made: list[Source], tables: Mapping[str, Declared]
    ) -> list[Stored]:
        hosts = {source.name: host(source.url) for source in made}
        declared = [(source, json.dumps(tables[source.name])) for source in made]
        sources.declare(statements, declared, hosts, self.now, self.person)
        return sources.by_names(statements, [source.name for source in made])

    def _paused(self, name: str, wanted: Pause) -> Stored:
        with self.database.transaction() as statements:
            stored = sources.named(statements, name)
            if stored.source.paused is Pause.FILE:
                msg = f"the source {name!r} is paused in sources.toml; change that there"
                raise FeedsvcError(msg)
            sources.pause(statements, stored.id, wanted)
            return sources.named(statements, name)

    def _ours(self, statements: Statements, name: str) -> Stored:
        """The source of that name, if operators may change it."""
        stored = sources.named(statements, name)
        if stored.source.origin is Origin.FILE:
            msg = f"the source {name!r} is declared in sources.toml; change it there"
            raise FeedsvcError(msg)
        if stored.source.origin is Origin.REMOVED:
            msg = f"the source {name!r} was removed; add it again"
            raise NotFoundError(msg)
        return stored
