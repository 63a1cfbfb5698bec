"""Which channels there are: those configured, and one for each enabled source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from feedsvc.errors import NotFoundError
from feedsvc.flows.known import Known
from feedsvc.model.channel import DEFAULT_LIMIT, LONGEST, SOURCE_CHANNEL, Channel
from feedsvc.model.entry import Hop
from feedsvc.publish.shown import as_plain
from feedsvc.settings import Settings


def every(settings: Settings, known: Mapping[str, Known]) -> Sequence[Channel]:
    """Every channel that people are told of: those configured, then the sources' own.

    Args:
        settings: With the former.
        known: The sources by name, in the configured order.
    """
    if not settings.site.per_source_channels:
        return settings.channels
    own = (_own(one) for one in known.values() if is_listed(one))
    return (*settings.channels, *own)


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
        msg = f"there is no channel {name!r}; see feedsvc channels list"
        raise NotFoundError(msg)
    channel = _own(source)
    if source.stored.source.revoked:  # of which only tombstones are left
        return replace(channel, description=""), None
    return channel, source.hop


def is_listed(known: Known) -> bool:
    """Whether people are told of a source."""
    return known.stored.source.enabled and not known.stored.source.revoked


def _own(known: Known) -> Channel:
    source = known.stored.source
    return Channel(
        name=f"{SOURCE_CHANNEL}{source.name}",
        title=known.hop.title,
        description=as_plain(known.hop.subtitle) if known.hop.subtitle else "",
        sources=(source.name,),
        limit=min(max(DEFAULT_LIMIT, known.stored.width), LONGEST),
    )
