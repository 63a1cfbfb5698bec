"""How much of an entry may be shown at a moment. Facts are stored; this judges them late."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from feedsvc.model.held import Held, State
from feedsvc.model.rights import Grant, Level, Licence
from feedsvc.model.source import Permission, Scope

_LAST = datetime.max.replace(tzinfo=UTC)
_LEVELS = {Scope.FULL: Level.FULL, Scope.EXCERPT: Level.EXCERPT, Scope.LINK: Level.LINK}


def decide(held: Held, permission: Permission, licences: Sequence[Licence], now: datetime) -> Grant:
    """Decide what may be shown of `held`.

    Args:
        held: The entry.
        permission: What the owner of its source allows.
        licences: Those that the entry declares, or its feed where it declares none.
        now: The moment it would be shown.

    Returns:
        The grant; its `until` is the next moment at which another answer is possible.
    """
    if held.state is not State.PUBLISHED:
        return Grant(level=Level.NOTHING, reasons=(f"the entry is {held.state}",))
    free_at = held.published + min(permission.embargo, _LAST - held.published)
    if now < free_at:
        reason = f"under embargo until {free_at:%Y-%m-%d %H:%M} UTC"
        return Grant(level=Level.NOTHING, reasons=(reason,), until=free_at)
    starts = _midnight(permission.starts) if permission.starts else None
    ends = None  # the last day there is ends never
    if permission.ends and permission.ends < date.max:
        ends = _midnight(permission.ends + timedelta(days=1))
    until = next((moment for moment in (starts, ends) if moment and now < moment), None)
    if starts and now < starts:
        reason = f"the permission starts on {permission.starts}"
        return _by_licence(licences, (reason,), until)
    if ends and now >= ends:
        return _by_licence(licences, (f"the permission ended on {permission.ends}",), None)
    if permission.scope is Scope.LICENCE:
        return _by_licence(licences, (), until)
    reason = f"the permission's scope is {permission.scope}"
    return Grant(level=_LEVELS[permission.scope], reasons=(reason,), until=until)


def _by_licence(
    licences: Sequence[Licence], before: tuple[str, ...], until: datetime | None
) -> Grant:
    for licence in licences:
        if licence.share:
            reason = f"{licence.name} allows to share the whole text"
            return Grant(level=Level.FULL, reasons=(reason, *before), until=until)
    reason = "neither the entry nor its feed declares a licence that allows the whole text"
    return Grant(level=Level.EXCERPT, reasons=(*before, reason), until=until)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
