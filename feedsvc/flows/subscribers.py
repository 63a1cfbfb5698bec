"""For how many people a source is polled, so that its owner sees it in his log (standards N9)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from feedsvc.flows.channels import with_declared
from feedsvc.model.channel import SOURCE_CHANNEL
from feedsvc.settings import Settings
from feedsvc.store import channels, readers, sources
from feedsvc.store.database import Database

_WEEK = timedelta(days=7)


def subscribers(database: Database, settings: Settings, now: datetime) -> Mapping[str, int]:
    """Name of a source to the number of people who read it with us; those without are left out.

    Counted are the programs that fetch its channels, on the day of the last seven that had most: a
    reader that fetches for many says for how many, any other counts as one. So does another
    instance of this program, whatever it says: two that republish each other would count each
    other's readers up for ever. Readers are told apart by what they call themselves, so there are
    rather more than that.

    Args:
        database: The store.
        settings: With the channels.
        now: The moment.
    """
    statements = database.statements()
    counts = readers.people(statements, now - _WEEK)
    if not counts:
        return {}
    declared = with_declared(settings, channels.everything(statements)).channels
    found: dict[str, int] = {}
    for stored in sources.everything(statements):
        source = stored.source
        names = [one.name for one in declared if one.selects(source)]
        names.append(f"{SOURCE_CHANNEL}{source.name}")
        if people := sum(counts.get(name, 0) for name in names):
            found[source.name] = people
    return found
