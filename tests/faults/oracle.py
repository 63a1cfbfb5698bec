"""Whether what the program has is what the upstream published, after whatever happened to it."""

import json
from collections import Counter
from typing import NamedTuple

from feedsvc.store.database import Database
from tests.faults.upstream import Upstream

_ENTRIES = (
    "SELECT sources.name, entries.id, public_id, published, first_seen, state, data"
    " FROM entries JOIN sources ON sources.id = source_id"
)
_CHECKPOINTS = (
    "SELECT name, etag FROM checkpoints JOIN sources ON sources.id = source_id WHERE etag != ''"
)


class Stored(NamedTuple):
    """An entry as the database has it."""

    source: str
    id: str
    guid: str
    published: int
    first_seen: int
    state: str
    title: str
    text: str


class Oracle:
    """Remembers what was acknowledged and under which names and dates entries stand.

    A document is acknowledged where its validator is stored or was sent back: from then on
    the upstream answers 304, and what stood in it comes never again.
    """

    def __init__(self, upstream: Upstream, url: str) -> None:
        """Judge the database at `url` by what `upstream` knows."""
        self._upstream = upstream
        self._url = url
        self._heard = len(upstream.asked)
        self._latest: Counter[str] = Counter()
        self._due: dict[str, dict[int, int]] = {name: {} for name in upstream.outlets}
        self._ledger: dict[tuple[str, str], tuple[str, int, int]] = {}

    @property
    def acknowledged(self) -> int:
        """How many entries are."""
        return sum(map(len, self._due.values()))

    def complaints(self) -> list[str]:
        """What is wrong, a line each."""
        database = Database(self._url)
        try:
            connection = database.connection()
            rows = connection.execute(_ENTRIES).fetchall()
            checkpoints = connection.execute(_CHECKPOINTS).fetchall()
            damage = (
                [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall()]
                if database.path
                else ["ok"]
            )
        finally:
            database.close()
        entries = [_stored(*row) for row in rows]
        return [
            *(f"integrity: {line}" for line in damage if line != "ok"),
            *self._listen(dict(checkpoints)),
            *self._doubled(entries),
            *self._missing(entries),
            *self._moved(entries),
        ]

    def _listen(self, etags: dict[str, str]) -> list[str]:
        """Note what was acknowledged since, and tell of validators that went back."""
        asked = self._upstream.asked
        heard, self._heard = asked[self._heard :], len(asked)
        for one in heard:
            self._acknowledge(one.outlet, one.known)
        wrong = []
        for name, etag in etags.items():
            version = self._upstream.outlets[name].known(etag)
            if version is None or version < self._latest[name]:
                wrong.append(f"gone back: {name} to {etag} from {self._latest[name]}")
            self._acknowledge(name, version)
        return wrong

    def _acknowledge(self, name: str, version: int | None) -> None:
        if version is not None and version >= self._latest[name]:
            self._latest[name] = version
            self._due[name] |= dict(self._upstream.outlets[name].versions[version])

    def _doubled(self, entries: list[Stored]) -> list[str]:
        counts = Counter((one.source, one.guid) for one in entries)
        titles = Counter((one.source, one.title) for one in entries)
        return [f"doubled: {key}" for key, count in (counts | titles).items() if count > 1]

    def _missing(self, entries: list[Stored]) -> list[str]:
        found = {(one.source, one.guid): one for one in entries}
        wrong = []
        for name, due in self._due.items():
            outlet = self._upstream.outlets[name]
            for number, edition in due.items():
                one = found.get((name, outlet.guid(number)))
                if one is None:
                    wrong.append(f"lost: {outlet.guid(number)}")
                elif (one.title, one.text) != (
                    outlet.title(number, edition),
                    outlet.text(number, edition),
                ):
                    wrong.append(f"other text: {one.title}, not edition {edition}")
                elif one.state != "published":
                    wrong.append(f"not shown: {one.title} is {one.state}")
        known = {
            (name, outlet.guid(number))
            for name, outlet in self._upstream.outlets.items()
            for number in outlet.editions
        }
        return wrong + [f"never published: {key}" for key in found.keys() - known]

    def _moved(self, entries: list[Stored]) -> list[str]:
        wrong = []
        for one in entries:
            stands = (one.id, one.published, one.first_seen)
            before = self._ledger.setdefault((one.source, one.guid), stands)
            if before != stands:
                wrong.append(f"moved: {one.guid} from {before} to {stands}")
        there = {(one.source, one.guid) for one in entries}
        return wrong + [f"vanished: {key}" for key in self._ledger.keys() - there]


def _stored(  # noqa: PLR0913, PLR0917 - the columns of a row
    source: str,
    ours: str,
    guid: str,
    published: int,
    first_seen: int,
    state: str,
    data: str,
) -> Stored:
    entry = json.loads(data)
    title = entry["title"]["value"] if entry["title"] else ""
    text = "".join(one["value"] for one in entry["contents"])
    return Stored(source, ours, guid, published, first_seen, state, title, text)
