"""What a channel shows now: its newest entries, and all that no archive of it holds."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from feedsvc.flows.archive import seal, unsealed
from feedsvc.flows.known import Known, rows_of
from feedsvc.flows.recall import Memory, newest
from feedsvc.flows.waiting import Waiting
from feedsvc.model.channel import Channel
from feedsvc.publish.compose import Composition, compose
from feedsvc.store.database import Database
from feedsvc.store.entries import Candidate


def current(  # noqa: PLR0913 - what all it depends on
    database: Database,
    memory: Memory,
    channel: Channel,
    members: Mapping[int, Known],
    now: datetime,
    *,
    generation: int,
    waiting: Waiting | None,
) -> tuple[Composition, int]:
    """The newest entries and all that no archive holds, once what can be sealed is.

    Args:
        database: Where all of it is.
        memory: Of what was judged.
        channel: Which one.
        members: Its sources, by row.
        now: The moment.
        generation: As of which those are.
        waiting: Knows whether the database takes writes.

    Returns:
        Them, and the number of the newest archive.
    """
    statements = database.statements()
    places = {one.stored.source.name: one.place for one in members.values()}

    def composed(
        pages: Iterable[Sequence[Candidate]], kept: Sequence[Candidate], ids: AbstractSet[str]
    ) -> Composition:
        ours = ([one for one in page if one.source in members] for page in pages)
        shown = memory.judged(statements, ours, members, now)
        rest = memory.judged(statements, [kept], members, now)
        return compose(shown, places, channel.limit, rest, ids)

    while True:
        pages = newest(statements, rows_of(channel, members), channel.limit)
        first = next(pages)
        found = unsealed(statements, channel.name, members, generation, first)
        recent = itertools.chain([first], pages)
        is_backlog = len(found.oldest) < len(found.candidates)
        composition = composed([] if is_backlog else recent, found.oldest, found.ids)
        if not seal(database, channel, found, composition, now, waiting=waiting):
            break
    if is_backlog:  # whose oldest must not be shown yet
        composition = composed(recent, found.candidates, found.ids)
    return composition, found.progress.newest
