"""How much of an entry may be shown at a moment. Facts are stored; this judges them late.

In this order, the first that says no decides:

| what                                  | shown                                             |
|---------------------------------------|---------------------------------------------------|
| withdrawn, held back, source revoked  | nothing                                           |
| under embargo, expired                | nothing                                           |
| the scope of the permission           | the whole text, an excerpt, the link              |
| the licence, where that is the scope  | the whole text if it allows that, else an excerpt |
| first appeared elsewhere              | as `on_third_party` says, however large the scope |

Before and after its days a permission says what the licence says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from feedsvc.model.held import Held, State
from feedsvc.model.rights import Grant, Level, Licence
from feedsvc.model.source import Images, Permission, Scope, ThirdParty

_LAST = datetime.max.replace(tzinfo=UTC)
_THIRD = {
    ThirdParty.HOLD: "and is held back until on_third_party says otherwise",
    ThirdParty.EXCERPT: "and whoever reposts with permission cannot pass that on",
    ThirdParty.ALLOW: "which on_third_party allows",
}
_LEVELS = {Scope.FULL: Level.FULL, Scope.EXCERPT: Level.EXCERPT, Scope.LINK: Level.LINK}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Under which terms an entry came to us.

    Attributes:
        permission: What the owner of its source allows.
        licences: Those that the entry declares, or that its feed or the operator declares for it.
        elsewhere: Where it says it first appeared, if that is not its source; else empty.
        passed_on: The licences that the very line that says so names: they hold for everybody,
            and count wherever the permission does not say less.
        revoked: The permission was taken back.
        commercial: We are a commercial site.
    """

    permission: Permission
    licences: tuple[Licence, ...] = ()
    elsewhere: str = ""
    passed_on: tuple[Licence, ...] = ()
    revoked: bool = False
    commercial: bool = False


def decide(held: Held, terms: Terms, now: datetime) -> Grant:
    """Decide what may be shown of an entry.

    Args:
        held: The entry.
        terms: Its terms.
        now: The moment it would be shown.

    Returns:
        The grant; its `until` is the next moment at which another answer is possible.
    """
    if held.state is not State.PUBLISHED:
        is_held = held.state is State.HELD_BACK
        reason = f"the entry is {held.state.replace('-', ' ')}"
        return Grant(level=Level.NOTHING, held=is_held, reasons=(reason,))
    if terms.revoked:
        return Grant(level=Level.NOTHING, reasons=("the permission of its source was revoked",))
    permission = terms.permission
    free_at = _after(held.published, permission.embargo)
    if now < free_at:
        reason = f"under embargo until {_said(free_at)}"
        return Grant(level=Level.NOTHING, reasons=(reason,), until=free_at)
    gone_at = _after(held.published, permission.expiry) if permission.expiry else None
    if gone_at and now >= gone_at:
        return Grant(level=Level.NOTHING, reasons=(f"it expired on {_said(gone_at)}",))
    starts = _midnight(permission.starts) if permission.starts else None
    ends = None  # the last day there is ends never
    if permission.ends and permission.ends < date.max:
        ends = _midnight(permission.ends + timedelta(days=1))
    until = min((one for one in (gone_at, starts, ends) if one and now < one), default=None)
    if starts and now < starts:
        outside: str | None = f"the permission starts on {permission.starts}"
    elif ends and now >= ends:
        outside = f"the permission ended on {permission.ends}"
    else:
        outside = None
    return _judged(terms, outside, until)


def lesser(one: Grant, other: Grant) -> Grant:
    """What both allow; the reasons are those of the one that allows less."""
    less = min(one, other, key=lambda grant: (grant.level, grant.images, grant.edits))
    return replace(
        less,
        images=one.images and other.images,
        edits=one.edits and other.edits,
        until=min(filter(None, (one.until, other.until)), default=None),
    )


def _judged(terms: Terms, outside: str | None, until: datetime | None) -> Grant:
    """What permission and licence say, and whether they can say it of this article.

    Args:
        terms: The terms.
        outside: Why the permission does not hold today, if it does not.
        until: Until when this is so.
    """
    permission = terms.permission
    scope = Scope.LICENCE if outside else permission.scope
    passed_on = _allowing(terms.passed_on, terms)
    allowing = passed_on or _allowing(terms.licences, terms)
    if scope is not Scope.LICENCE:
        level, reasons = _LEVELS[scope], [f"the permission's scope is {scope}"]
    elif allowing:
        level, reasons = Level.FULL, [f"{allowing.name} allows to share the whole text"]
    else:
        level, reasons = Level.EXCERPT, list(_refusals(terms))
    reasons = [outside, *reasons] if outside and not allowing else reasons
    if terms.elsewhere and not passed_on:
        reasons.insert(
            0, f"it first appeared on {terms.elsewhere}, {_THIRD[permission.on_third_party]}"
        )
        if permission.on_third_party is ThirdParty.HOLD:
            return Grant(level=Level.NOTHING, held=True, reasons=tuple(reasons), until=until)
        if permission.on_third_party is ThirdParty.EXCERPT:
            level = min(level, Level.EXCERPT)
    is_full = level is Level.FULL
    images = is_full and (
        permission.images is Images.TEXT or (permission.images is Images.LICENCE and bool(allowing))
    )
    if is_full and not images:
        reasons.append(f"its pictures are left out: images is {permission.images}")
    by_licence = allowing if scope is Scope.LICENCE else passed_on
    by_licence = by_licence if is_full else None
    binding = (by_licence,) if by_licence else (*terms.passed_on, *terms.licences)
    return Grant(
        level=level,
        images=images,
        edits=is_full and permission.edits and not any(map(_binds, binding)),
        licence=by_licence,
        reasons=tuple(reasons),
        until=until,
    )


def _allowing(licences: tuple[Licence, ...], terms: Terms) -> Licence | None:
    """The first that allows us to share the whole text."""
    return next(
        (one for one in licences if one.share and (one.commercial or not terms.commercial)), None
    )


def _binds(licence: Licence) -> bool:
    """Whether a licence that is given to everybody forbids changes; a mere reservation is none."""
    return licence.share and not licence.adapt


def _refusals(terms: Terms) -> Iterator[str]:
    """Why no licence allows the whole text."""
    for licence in terms.licences:
        if not licence.share:
            yield f"{licence.name}: it does not allow to share the whole text"
        else:
            yield f"{licence.name} is not for commercial sites, and [site] commercial = true"
    if not terms.licences:
        yield "neither the entry nor its feed declares a licence that allows the whole text"


def _after(moment: datetime, span: timedelta) -> datetime:
    return moment + min(span, _LAST - moment)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _said(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
