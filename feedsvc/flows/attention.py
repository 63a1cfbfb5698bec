"""What needs an operator's attention, most urgent first, each with its cure.

Pure but for `attention`, which asks the database: all sources in one go, and their entries
summed up by the database itself, so that a thousand sources take some milliseconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from typing import NamedTuple

from feedsvc.flows.due import due_at
from feedsvc.flows.explain import plain
from feedsvc.model.source import Health, Origin, Pause, Scope
from feedsvc.settings import Alerts, Settings
from feedsvc.store import figures, sources
from feedsvc.store.database import Statements
from feedsvc.store.figures import Figures
from feedsvc.store.sources import Stored
from feedsvc.text.told import told as told_address

SERVICE = "service"
"""The subject of what concerns no single source."""

IDLE = timedelta(minutes=10)
"""How long nothing may be polled though something is due, before it is told that nobody polls."""

LATE = timedelta(hours=1)
"""How late the latest source may be while others are polled."""

PAUSED = timedelta(days=14)
SILENT = timedelta(days=14)
_GAPS = 10  # times its usual distance between two entries that a source may be silent
_FEW = 5  # entries from which a usual distance can be told
_DAY = timedelta(days=1)


class Level(IntEnum):
    """How urgent something is."""

    NOTICE = 1
    WARNING = 2
    URGENT = 3


class Concern(NamedTuple):
    """Something that needs attention.

    Attributes:
        kind: One word: database, configuration, polling, failing, resting, gone, moved,
            degraded, flood, ends, ended, evidence, held, quarantined, silent, paused.
        subject: The name of the source, or `SERVICE`.
        since: When it began, as far as is known.
        what: One plain sentence without its full stop; `cure` likewise.
        level: How urgent it is.
        cause: One word for what is behind it, as in `explain.Told`; else the kind.
        place: Where in the console it is dealt with: a path below `/operator/`, empty if
            nowhere.
    """

    kind: str
    subject: str
    since: datetime | None
    what: str
    cure: str
    level: Level
    cause: str
    place: str


class Around(NamedTuple):
    """What is known beside the database.

    Attributes:
        complaints: Of the configuration files, if they are wrong: one line each.
        writable: Whether the database takes writes.
    """

    complaints: Sequence[str] = ()
    writable: bool = True


ALONE = Around()


def attention(
    statements: Statements, settings: Settings, now: datetime, around: Around = ALONE
) -> list[Concern]:
    """Everything that needs attention, most urgent first.

    Args:
        statements: To read by.
        settings: In force.
        now: The moment.
        around: What is known beside the database.
    """
    stored = sources.everything(statements)
    kept = figures.by_source(statements)
    return ordered(weighed(stored, kept, settings, now, around))


def weighed(
    stored: Sequence[Stored],
    kept: Mapping[int, Figures],
    settings: Settings,
    now: datetime,
    around: Around,
) -> list[Concern]:
    """The same of what was read already, in no order: of all sources, and their entries."""
    return [
        *of_service(stored, now, around),
        *(concern for one in stored for concern in of_source(one, kept, settings, now)),
    ]


def of_one(
    statements: Statements, stored: Stored, settings: Settings, now: datetime
) -> list[Concern]:
    """What needs attention of one source, most urgent first."""
    kept = figures.by_source(statements, stored.id)
    return ordered(of_source(stored, kept, settings, now))


def ordered(found: Iterator[Concern] | Sequence[Concern]) -> list[Concern]:
    """The most urgent first, and of those as urgent what began first."""
    return sorted(found, key=lambda one: (-one.level, one.since or _NEVER, one.kind, one.subject))


_NEVER = datetime.max.replace(tzinfo=UTC)


def of_service(stored: Sequence[Stored], now: datetime, around: Around) -> Iterator[Concern]:
    """What concerns all of it."""
    if not around.writable:
        yield _service("database", "The database cannot be written: nothing new is taken in",
                       "see that its disk is not full and that feedsvc may write there; what is"
                       " published stays", Level.URGENT)  # fmt: skip
    if around.complaints:
        number = len(around.complaints)
        yield _service("configuration",
                       f"The configuration files are wrong in {number} place{'s' * (number > 1)};"
                       f" what was in force before stays so. The first: {around.complaints[0]}",
                       "correct the files; feedsvc check tells each place",
                       Level.URGENT)  # fmt: skip
    late, polled_at = lag(stored, now)
    if late < IDLE:
        return
    if polled_at is None or now - polled_at >= IDLE:
        said = f"for {spelled(now - polled_at)}" if polled_at else "ever"
        yield _service("polling", f"Nothing was polled {said} though sources are due",
                       "see that feedsvc work (or feedsvc run) is running, and what its log says",
                       Level.URGENT, since=polled_at)  # fmt: skip
    elif late >= LATE:
        yield _service("polling", f"Sources are polled up to {spelled(late)} late",
                       "raise [fetch] requests_per_second, or start another feedsvc work",
                       Level.WARNING, since=now - late)  # fmt: skip


def lag(stored: Sequence[Stored], now: datetime) -> tuple[timedelta, datetime | None]:
    """How late the latest source is that is to be polled, and when any was polled last."""
    late, polled_at = timedelta(0), None
    for one in stored:
        polled = one.checkpoint.polled_at
        if polled and (polled_at is None or polled > polled_at):
            polled_at = polled
        due = due_at(one)
        if due and now - due > late:
            late = now - due
    return late, polled_at


def of_source(
    stored: Stored,
    kept: Mapping[int, Figures],
    settings: Settings,
    now: datetime,
) -> Iterator[Concern]:
    """What concerns one source; nothing of one that is removed, disabled or revoked."""
    source = stored.source
    if not source.enabled or source.revoked or source.origin is Origin.REMOVED:
        return
    figure = kept.get(stored.id, figures.NONE)
    yield from _of_entries(stored, figure)
    yield from _of_permission(stored, settings, now)
    if source.paused:
        yield from _of_pause(stored, now)
        return
    yield from _of_polls(stored, settings.alerts)
    if stored.checkpoint.health is Health.OK and not source.url.startswith("file:"):
        yield from _of_silence(stored, figure, now)


def _of_polls(stored: Stored, alerts: Alerts) -> Iterator[Concern]:
    name, checkpoint = stored.source.name, stored.checkpoint
    told = plain(checkpoint.problem, name)
    since = checkpoint.good_at or stored.added_at
    match checkpoint.health:
        case Health.FAILING:
            times = checkpoint.failures
            level = Level.URGENT if times >= alerts.after_failures else Level.NOTICE
            what = told.what + (f", {times} times in a row" if times > 1 else "")
            yield _source("failing", stored, what, told.cure, level, told.cause, since=since)
        case Health.GONE:
            yield _source("gone", stored, told.what, told.cure, Level.WARNING, since=since)
        case Health.RESTING:
            level = Level.NOTICE if told.cause == "ended" else Level.WARNING
            yield _source("resting", stored, told.what, told.cure, level, told.cause, since=since)
        case Health.DEGRADED:
            kind = "flood" if told.cause == "flood" else "degraded"
            is_broken = checkpoint.failures >= alerts.after_failures
            level = Level.URGENT if is_broken else Level.WARNING
            yield _source(kind, stored, told.what, told.cure, level, told.cause,
                          since=since if is_broken else checkpoint.polled_at)  # fmt: skip
        case _:
            pass
    if checkpoint.address:
        where = told_address(checkpoint.address, secret=stored.source.secret)
        yield _source(
            "moved", stored, f"Its owner has moved the feed for good, to {where}",
            "write the new address into its url, so that it is found if the old one ends"
            " (sources.toml; in the console: Edit)", Level.NOTICE, since=checkpoint.good_at,
        )  # fmt: skip


def _of_permission(stored: Stored, settings: Settings, now: datetime) -> Iterator[Concern]:
    permission = stored.source.permission
    today = now.date()
    if permission.ends is not None and permission.ends < date.max:
        ends = datetime(*permission.ends.timetuple()[:3], tzinfo=UTC) + _DAY
        cure = (
            "ask for more time, and write the new day into until of its permission; or leave it:"
            " what its licence allows is still shown"
        )
        if permission.ends < today:
            yield _source(
                "ended", stored, f"Its permission ended on {permission.ends}; only what its"
                " licence allows is shown", cure, Level.WARNING, since=ends,
            )  # fmt: skip
        elif ends - now <= timedelta(days=settings.alerts.permission_days):
            yield _source(
                "ends", stored, f"Its permission ends on {permission.ends}, in"
                f" {spelled(ends - now)}", cure, Level.WARNING,
            )  # fmt: skip
    needs = settings.site.require_evidence and permission.scope is Scope.FULL
    if needs and not permission.evidence:
        yield _source(
            "evidence", stored, "Its permission is for the whole text, but nothing proves it: only"
            " what its licence allows is shown", "write into evidence of its permission where the"
            " proof is kept, such as mail of 2026-01-12", Level.WARNING,
        )  # fmt: skip


def _of_entries(stored: Stored, figure: Figures) -> Iterator[Concern]:
    if figure.held:
        yield _source(
            "held", stored, f"{_entries(figure.held)} of it are held back until you decide"
            if figure.held > 1 else "One entry of it is held back until you decide",
            "publish what is right with feedsvc entries restore ID, withdraw the rest with"
            " feedsvc entries withdraw ID (in the console: Held back)", Level.WARNING,
            since=figure.held_since, place="held",
        )  # fmt: skip
    if figure.quarantined:
        yield _source(
            "quarantined", stored, f"{_entries(figure.quarantined)} of it could not be written"
            " into a document, and stand in the others only", "see why (in the console: Held"
            " back), and withdraw them if they are worthless", Level.WARNING,
            since=figure.quarantined_since, place="held",
        )  # fmt: skip


def _of_pause(stored: Stored, now: datetime) -> Iterator[Concern]:
    since = stored.checkpoint.polled_at or stored.added_at
    if now - since < PAUSED:
        return
    cure = "poll it again with feedsvc sources resume NAME (in the console: Resume)"
    if stored.source.paused is Pause.FILE:
        cure = "take paused = true out of sources.toml to poll it again"
    cure = f"{cure}, or remove it".replace("NAME", stored.source.name)
    what = f"It is paused, and was not looked at for {spelled(now - since)}"
    yield _source("paused", stored, what, cure, Level.NOTICE, since=since)


def _of_silence(stored: Stored, figure: Figures, now: datetime) -> Iterator[Concern]:
    """Nothing new for much longer than its entries usually lie apart."""
    if figure.entries < _FEW or figure.newest is None or figure.oldest is None:
        return
    usual = (figure.newest - figure.oldest) / (figure.entries - 1)
    silent = now - figure.newest
    if silent > max(SILENT, _GAPS * usual):
        yield _source(
            "silent", stored, f"Nothing new has come for {spelled(silent)}, much longer than usual",
            "look whether its site goes on, and whether the feed is elsewhere now:"
            f" feedsvc sources test {stored.source.name} (in the console: Test)", Level.NOTICE,
            since=figure.newest,
        )  # fmt: skip


def spelled(duration: timedelta) -> str:
    """A duration in words: the greatest whole unit."""
    seconds = int(duration.total_seconds())
    for unit, size in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= size:
            number = seconds // size
            return f"{number} {unit}{'s' * (number > 1)}"
    return "less than a minute"


def _entries(number: int) -> str:
    return f"{number} entries" if number > 1 else "One entry"


def _service(
    kind: str,
    what: str,
    cure: str,
    level: Level,
    since: datetime | None = None,
) -> Concern:
    return Concern(kind, SERVICE, since, what, cure, level, kind, "")


def _source(  # noqa: PLR0913, PLR0917 - what a concern is made of
    kind: str,
    stored: Stored,
    what: str,
    cure: str,
    level: Level,
    cause: str = "",
    since: datetime | None = None,
    place: str = "",
) -> Concern:
    name = stored.source.name
    return Concern(kind, name, since, what, cure, level, cause or kind, place or f"sources/{name}")
