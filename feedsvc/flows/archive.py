"""Archiving: what a channel's document can no longer hold is sealed, and shown as it was."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows.judge import judge
from feedsvc.flows.known import Known, credit_of
from feedsvc.flows.waiting import Waiting
from feedsvc.model.archive import Archive, Member, Said
from feedsvc.model.channel import Channel
from feedsvc.model.held import Held, State
from feedsvc.publish.archive import parts
from feedsvc.publish.compose import Composition, compose
from feedsvc.rights.decide import lesser
from feedsvc.store import archives, entries
from feedsvc.store.archives import Progress
from feedsvc.store.database import Database, Statements
from feedsvc.store.entries import Candidate

_AT_ONCE = 5000
"""Of a great backlog, so many entries are sealed in one go."""


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What no archive of a channel holds yet.

    Attributes:
        sources: The channel's, by row.
        progress: How far the channel was archived when that was found.
        generation: Up to which generation of what is published it was looked for.
        candidates: Newest first.
    """

    sources: Mapping[int, Known]
    progress: Progress
    generation: int
    candidates: Sequence[Candidate]

    @property
    def ids(self) -> AbstractSet[str]:
        """Of the candidates."""
        return {one.id for one in self.candidates}

    @property
    def oldest(self) -> Sequence[Candidate]:
        """As many of them as are sealed in one go."""
        return self.candidates[-_AT_ONCE:]


def unsealed(
    statements: Statements,
    channel: str,
    known: Mapping[int, Known],
    generation: int,
    newest: Iterable[Candidate],
) -> Unsealed:
    """Find what no archive of a channel holds.

    Args:
        statements: Where.
        channel: Its name.
        known: Its sources by row, as they were in `generation`.
        generation: A generation that is over; no entry of one before it is yet to come.
        newest: Published entries that were read already.
    """
    progress = archives.progress(statements, channel)
    covered = archives.rows(progress.covered)
    fresh = [
        row for row, one in known.items()
        if row in covered and one.stored.generation > progress.generation
    ]  # fmt: skip
    found: dict[str, Candidate] = {}
    if fresh:
        since = progress.generation
        found |= _by_id(entries.published_since(statements, fresh, after=since, until=generation))
    added = [row for row in known if row not in covered]
    if added:
        whole = entries.published_since(statements, added, after=-1, until=generation)
        known_of = archives.latest(statements, channel) if progress.newest else {}
        found |= _by_id(
            one for one in whole if known_of.get(one.id, -1) < (one.update_due or one.updated)
        )
    pending = [uid for uid in archives.ids(progress.pending) if uid not in found]
    if pending:
        near = _by_id(newest)
        far = [uid for uid in pending if uid not in near]
        again = [near[uid] for uid in pending if uid in near]
        again += entries.published_among(statements, far) if far else []
        found |= _by_id(one for one in again if one.source in known)
    ordered = sorted(found.values(), key=attrgetter("sort_at", "id"), reverse=True)
    return Unsealed(known, progress, generation, ordered)


def seal(  # noqa: PLR0913 - what, where and when
    database: Database,
    channel: Channel,
    found: Unsealed,
    composition: Composition,
    now: datetime,
    *,
    waiting: Waiting | None = None,
) -> bool:
    """Seal what the document of a channel can no longer hold.

    Several processes may do so at once: it is done only if the channel still stands where it
    did, in one transaction. While the database takes no writes the document holds all of it.

    Args:
        database: Where.
        channel: The channel.
        found: What no archive holds.
        composition: The document with all of that.
        now: The moment it was composed for.
        waiting: Knows whether the database takes writes; without it, that it does not is an error.

    Returns:
        Whether the document must be composed anew.
    """
    before, ids = found.progress, found.ids
    cut = parts(composition, ids, channel.limit)
    covered = archives.pack_rows(found.sources)
    if (not cut and covered == before.covered) or (waiting and waiting.reason):
        return False
    sources = {one.held.id: one.held.source for one in composition.showings}
    sources |= {held.id: held.source for held, _ in composition.yielded}
    hops = {one.stored.source.name: one.hop for one in found.sources.values()}
    made = [
        Archive(
            number=number,
            sealed=now,
            updated=max(member.updated for member in part),
            members=part,
            said=Said(
                title=channel.title,
                description=channel.description,
                feeds={name: hops[name] for name in {sources[one.entry] for one in part}},
            ),
        )
        for number, part in enumerate(cut, before.newest + 1)
    ]
    after = Progress(
        generation=max(before.generation, found.generation),
        newest=before.newest + len(made),
        covered=covered,
        pending=archives.pack_ids(ids - {member.entry for part in cut for member in part}),
    )
    try:
        with database.transaction() as statements:
            still = archives.advance(statements, channel.name, before, after, made)
    except StoreUnavailableError as error:
        if waiting is None:
            raise
        waiting.begin(error)
        return False
    return bool(cut) or not still


def opened(
    statements: Statements,
    archive: Archive,
    known: Mapping[str, Known],
    now: datetime,
    *,
    commercial: bool,
) -> Composition:
    """What an archive shows: its entries as they were then, but for what may not be shown now.

    Args:
        statements: Where the entries are.
        archive: The archive.
        known: The sources of its channel by name: what came from others is not shown any more.
        now: The moment it is shown.
        commercial: Whether our site is.
    """
    wanted = {uid for member in archive.members for uid in (member.entry, member.rival) if uid}
    held = {
        one.id: one
        for one, _ in entries.texts(statements, sorted(wanted))
        if one.state is State.PUBLISHED and one.source in known
    }
    judged = []
    for member in archive.members:
        now_held = held.get(member.entry)
        if now_held and member.rival not in held:
            source = known[now_held.source]
            hop = archive.said.feeds[now_held.source]
            then = replace(source, hop=hop, credit=credit_of(hop))
            sealed = _as_sealed(statements, now_held, member)
            was = judge(sealed, then, now, commercial=commercial)
            present = judge(now_held, source, now, commercial=commercial)
            judged.append(replace(was, grant=lesser(was.grant, present.grant)))
    places = {name: one.place for name, one in known.items()}
    return compose(judged, places, len(judged))


def _as_sealed(statements: Statements, held: Held, member: Member) -> Held:
    """An entry as it was; the oldest revision since then that is kept, where that one is not."""
    revision, entry = held.revision, held.entry
    if revision != member.revision:
        kept = entries.revision_since(statements, held.id, member.revision)
        revision, entry = kept or (revision, entry)
    return replace(held, revision=revision, entry=entry, updated=member.updated, update_due=None)


def _by_id(candidates: Iterable[Candidate]) -> dict[str, Candidate]:
    return {one.id: one for one in candidates}
