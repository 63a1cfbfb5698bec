"""The account to the owner of a source: what the audit log and the readers' counts come to."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from feedsvc.flows.channels import with_declared
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, credit_of, feed_of
from feedsvc.model.channel import SOURCE_CHANNEL, Channel
from feedsvc.model.held import State
from feedsvc.model.readership import Readership
from feedsvc.model.report import (
    Account,
    ChannelTotal,
    Decision,
    Month,
    ReaderTotal,
    Report,
    Term,
    Withdrawn,
)
from feedsvc.model.rights import Level
from feedsvc.publish.formats import channel_page, entry_page
from feedsvc.settings import Settings
from feedsvc.store import audit, channels, entries, permissions, readers, sources, tombstones
from feedsvc.store.database import Database, Statements
from feedsvc.store.permissions import Change
from feedsvc.store.sources import Stored
from feedsvc.text.told import told
from feedsvc.text.user_agents import name_of

PRIVATE = "A private channel"
"""For the owner of a source: it is told how such a channel was read, not for whom it is."""

_DAY = timedelta(days=1)
_LOGGED = ("licence", "scope", "granted_by", "evidence", "title", "url", "attribution")


def report(
    database: Database, settings: Settings, name: str, month: Month, now: datetime
) -> Report:
    """Tell what of a source was published in a month, under which grants, and how it was read.

    Args:
        database: Where everything is.
        settings: Of the channels and the site.
        name: Of the source.
        month: It may not be over yet.
        now: This moment.

    Raises:
        NotFoundError: There is no such source.
    """
    statements = database.statements()
    stored = sources.named(statements, name)
    title = feed_of(stored).title or name
    courses, shown_on = _courses(statements, name, month)
    _end(statements, stored, courses, min(month.ends, now), commercial=settings.site.commercial)
    accounts = [
        account
        for entry, course in courses.items()
        if (account := _account(entry, course, month, settings.site.url))
    ]
    return Report(
        site_title=settings.site.title,
        site_url=settings.site.url,
        source=name,
        title=title,
        url=told(stored.source.url, secret=stored.source.secret),
        month=month,
        made_at=now,
        terms=tuple(_terms(statements, name, month)),
        entries=tuple(sorted(accounts, key=lambda one: (one.first_shown, one.id))),
        shown_on=shown_on,
        channels=tuple(_channels(statements, settings, stored, title, month)),
    )


@dataclass(slots=True)
class _Course:
    """What became of an entry up to the end of the month."""

    first_shown: datetime | None = None
    before: Decision | None = None
    during: list[Decision] = field(default_factory=list)
    withdrawn: Withdrawn | None = None


def _courses(statements: Statements, name: str, month: Month) -> tuple[dict[str, _Course], int]:
    """What became of the entries about which something happened in the month.

    Returns:
        That, and how many others had been shown before it with nothing new on record.
    """
    withdrawn = {
        entry: Withdrawn(at=one.at, by=one.by, reason=one.reason, restored_at=one.restored_at)
        for entry, one in tombstones.withdrawals(statements, name, month.ends).items()
    }
    happened = _decided(statements, name, month.begins, month.ends)
    courses = {entry: _Course() for entry, _ in happened}
    courses |= {entry: _Course() for entry, one in withdrawn.items() if _touches(one, month)}
    others: dict[str, Level] = {}
    for entry, decision in _decided(statements, name, None, month.ends):
        course = courses.get(entry)
        if course is None:
            others[entry] = decision.level
            continue
        if course.first_shown is None and decision.level > Level.NOTHING:
            course.first_shown = decision.at
        if decision.at < month.begins:
            course.before = decision
        else:
            course.during.append(decision)
    for entry, course in courses.items():
        course.withdrawn = withdrawn.get(entry)
    shown_on = sum(
        level > Level.NOTHING and not _is_gone(withdrawn.get(entry), month)
        for entry, level in others.items()
    )
    return courses, shown_on


def _decided(
    statements: Statements, name: str, since: datetime | None, until: datetime
) -> Iterator[tuple[str, Decision]]:
    """Our id of each entry and what the log says of it, oldest first."""
    for logged in audit.of_source(statements, name, since, until):
        kept = json.loads(logged.decision.text)
        decision = Decision(
            at=logged.at,
            level=Level[kept["level"].upper()],
            images=kept["images"],
            reasons=tuple(kept["reasons"]),
            **{word: kept[word] or "" for word in _LOGGED},
        )
        yield logged.decision.entry, decision


def _end(
    statements: Statements,
    stored: Stored,
    courses: Mapping[str, _Course],
    at: datetime,
    *,
    commercial: bool,
) -> None:
    """Say of what was shown and is not any more at the end of the month, why that is.

    No decision is on record for that: what shows no more than a link is not logged. What was
    withdrawn says so by itself.
    """
    hop = feed_of(stored)
    known = Known(stored, 0, hop, credit_of(hop))
    for held, _ in entries.texts(statements, list(courses)):
        course = courses[held.id]
        last = next(iter(reversed(course.during)), course.before)
        if last is None or held.state is State.WITHDRAWN:
            continue
        grant = judge(held, known, at, commercial=commercial).grant
        if grant.level <= Level.LINK < last.level:
            course.during.append(
                replace(last, at=at, level=grant.level, images=False, reasons=grant.reasons)
            )


def _touches(withdrawn: Withdrawn, month: Month) -> bool:
    """Whether an entry went or came back in the month."""
    back = withdrawn.restored_at
    return month.holds(withdrawn.at) or (back is not None and month.holds(back))


def _is_gone(withdrawn: Withdrawn | None, month: Month) -> bool:
    """Whether an entry was withdrawn all the month."""
    if withdrawn is None or withdrawn.at >= month.begins:
        return False
    return withdrawn.restored_at is None or withdrawn.restored_at >= month.ends


def _account(entry: str, course: _Course, month: Month, base_url: str) -> Account | None:
    """What the report says of an entry; None if nothing of it was shown in the month."""
    held = list(course.during)
    if course.before and course.before.level > Level.NOTHING:
        held.insert(0, course.before)
    told = [
        one
        for before, one in zip([None, *held], held, strict=False)
        if before is None or before.grounds != one.grounds
    ]
    if course.first_shown is None or all(one.level is Level.NOTHING for one in told):
        return None
    withdrawn = course.withdrawn
    return Account(
        id=entry,
        page=entry_page(base_url, entry),
        first_shown=course.first_shown,
        decisions=tuple(told),
        withdrawn=withdrawn if withdrawn and _touches(withdrawn, month) else None,
    )


def _terms(statements: Statements, name: str, month: Month) -> Iterator[Term]:
    """The permissions that stood in the month, each from when it stood."""
    records = permissions.history(statements, name)
    ends = [*(one.at for one in records[1:]), None]
    revoked = False
    for one, until in zip(records, ends, strict=True):
        revoked = one.change is Change.REVOKED or (revoked and one.change is not Change.RESTORED)
        if one.at < month.ends and (until is None or until > month.begins):
            yield Term(
                since=one.at,
                until=until,
                permission=one.permission,
                revoked=revoked,
                reason=one.reason,
            )


def _channels(
    statements: Statements, settings: Settings, stored: Stored, title: str, month: Month
) -> Iterator[ChannelTotal]:
    """How the channels that hold the source were read: the configured ones, then its own."""
    declared = with_declared(settings, channels.everything(statements)).channels
    chosen = [channel for channel in declared if channel.selects(stored.source)]
    if settings.site.per_source_channels:
        name = f"{SOURCE_CHANNEL}{stored.source.name}"
        chosen.append(Channel(name=name, title=title, private=stored.source.private))
    days = [(month.begins + n * _DAY).date() for n in range((month.ends - month.begins).days)]
    for one in chosen:
        yield ChannelTotal(
            name="" if one.private else one.name,
            title=PRIVATE if one.private else one.title,
            page="" if one.private else channel_page(settings.site.url, one.name),
            readers=totals(readers.of_channel(statements, one.name, days)),
        )


def totals(rows: Iterable[Readership]) -> tuple[ReaderTotal, ...]:
    """What each reader came to in these rows, those with the most subscribers first."""
    by_name: defaultdict[str, list[Readership]] = defaultdict(list)
    for one in rows:
        by_name[name_of(one.reader)].append(one)
    totals = [
        ReaderTotal(
            name=name,
            requests=sum(one.requests for one in ours),
            unchanged=sum(one.unchanged for one in ours),
            subscribers=_most(ours),
        )
        for name, ours in by_name.items()
    ]
    return tuple(sorted(totals, key=lambda one: (-one.subscribers, -one.requests, one.name)))


def _most(rows: Iterable[Readership]) -> int:
    """The most subscribers on a day, those of all subscriptions of the reader together."""
    by_day: defaultdict[object, int] = defaultdict(int)
    for one in rows:
        by_day[one.day] += one.subscribers
    return max(by_day.values(), default=0)
