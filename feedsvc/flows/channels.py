"""Which channels there are: those configured, and one for each enabled source."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from feedsvc.errors import NotFoundError
from feedsvc.flows.known import Known
from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST, SOURCE_CHANNEL, Channel
from feedsvc.model.entry import Hop
from feedsvc.model.source import Source
from feedsvc.publish.shown import as_plain
from feedsvc.settings import Settings


def every(settings: Settings, known: Mapping[str, Known]) -> Sequence[Channel]:
    """Every channel, private ones too: those configured, then the sources' own.

    Args:
        settings: With the former.
        known: The sources by name, in the configured order.
    """
    if not settings.site.per_source_channels:
        return settings.channels
    own = (_own(one) for one in known.values() if _has_own(one))
    return (*settings.channels, *own)


def with_declared(settings: Settings, declared: Iterable[Channel]) -> Settings:
    """The settings with the channels that operators declared beside those of the files."""
    names = {channel.name for channel in settings.channels}
    added = tuple(channel for channel in declared if channel.name not in names)
    return replace(settings, channels=(*settings.channels, *added)) if added else settings


def named(name: str, settings: Settings, known: Mapping[str, Known]) -> tuple[Channel, Hop | None]:
    """The channel of that name, and the feed that it republishes if it is a source's own.

    Raises:
        NotFoundError: There is none.
    """
    for channel in settings.channels:
        if channel.name == name:
            return channel, None
    source = known.get(name.removeprefix(SOURCE_CHANNEL))
    has_own = settings.site.per_source_channels and name.startswith(SOURCE_CHANNEL)
    if source is None or not has_own or not source.stored.source.enabled:
        raise unknown(name)
    channel = _own(source)
    if source.stored.source.revoked:  # of which only tombstones are left
        return replace(channel, description=""), None
    return channel, source.hop


def unknown(name: str) -> NotFoundError:
    """What is raised where no channel has that name."""
    return NotFoundError(f"there is no channel {name[:100]!r}; see feedsvc channels list")


def own(source: Known, settings: Settings) -> Channel | None:
    """The channel that a source has by itself, unless it has none."""
    has_own = settings.site.per_source_channels and _has_own(source)
    return _own(source) if has_own else None


def audience(source: Source, settings: Settings) -> frozenset[str]:
    """The channels one of which must be open to who reads an entry; none for a public one."""
    if not source.private:
        return frozenset()
    names = {channel.name for channel in settings.channels if channel.selects(source)}
    # Also where sources have no channels: what is private has somebody who is asked for, always.
    return frozenset(names | {f"{SOURCE_CHANNEL}{source.name}"})


def is_listed(known: Known) -> bool:
    """Whether everybody is told of a source."""
    return _has_own(known) and not known.stored.source.private


def _has_own(known: Known) -> bool:
    return known.stored.source.enabled and not known.stored.source.revoked


def _own(known: Known) -> Channel:
    source = known.stored.source
    return Channel(
        name=f"{SOURCE_CHANNEL}{source.name}",
        title=known.hop.title,
        description=as_plain(known.hop.subtitle) if known.hop.subtitle else "",
        sources=(source.name,),
        limit=min(max(DEFAULT_LIMIT, known.stored.width), LONGEST),
        private=source.private,
    )
