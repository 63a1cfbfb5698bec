from datetime import UTC, date, datetime, time, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.held import State
from feedsvc.model.rights import Grant, Level, Licence
from feedsvc.model.source import Permission, Scope
from feedsvc.rights.decide import decide
from feedsvc.rights.licences import known
from tests.rights.entries import NOON, held

FREE = known(["https://creativecommons.org/licenses/by/4.0/"])
CLOSED = (
    Licence(id="X", name="X", url="https://x.example/", share=False, adapt=True, commercial=True),
)
TICK = timedelta(microseconds=1)

FIRST, LAST = date(2026, 3, 10), date(2026, 3, 20)
DAYS = [None, FIRST, date(2026, 3, 1)], [None, LAST, FIRST]
EMBARGOES = [timedelta(0), timedelta(hours=24), timedelta(days=15)]
MOMENTS = [
    NOON,
    NOON + timedelta(hours=24) - TICK,
    NOON + timedelta(hours=24),
    datetime(2026, 3, 10, tzinfo=UTC) - TICK,
    datetime(2026, 3, 10, tzinfo=UTC),
    datetime(2026, 3, 11, tzinfo=UTC) - TICK,
    datetime(2026, 3, 11, tzinfo=UTC),
    NOON + timedelta(days=15) - TICK,
    NOON + timedelta(days=15),
    datetime(2026, 3, 20, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 21, tzinfo=UTC),
    datetime(2030, 1, 1, tzinfo=UTC),
]
TABLE = list(product(Scope, [FREE, CLOSED, (), CLOSED + FREE], *DAYS, EMBARGOES, MOMENTS))


def expected_level(permission: Permission, licences: tuple[Licence, ...], now: datetime) -> Level:
    """Told by days and hours, not by moments."""
    if now - NOON < permission.embargo:
        return Level.NOTHING
    today = now.date()
    begun = permission.starts is None or permission.starts <= today
    over = permission.ends is not None and today > permission.ends
    scope = permission.scope if begun and not over else Scope.LICENCE
    if scope is Scope.LICENCE:
        return Level.FULL if any(one.share for one in licences) else Level.EXCERPT
    return Level[scope.name]


def expected_until(permission: Permission, now: datetime) -> datetime | None:
    """The next of the moments at which a permission changes its mind."""
    if now < NOON + permission.embargo:
        return NOON + permission.embargo
    turns = []
    if permission.starts:
        turns.append(datetime.combine(permission.starts, time.min, UTC))
    if permission.ends:
        turns.append(datetime.combine(permission.ends, time.max, UTC) + TICK)
    return min((turn for turn in turns if turn > now), default=None)


def test_every_combination_gives_what_the_permission_says() -> None:
    tried = set()
    for scope, licences, starts, ends, embargo, now in TABLE:
        permission = Permission(scope=scope, starts=starts, ends=ends, embargo=embargo)
        grant = decide(held(), permission, licences, now)
        assert grant.level == expected_level(permission, licences, now), (permission, now)
        assert grant.until == expected_until(permission, now), (permission, now)
        assert grant.reasons
        tried.add(grant.level)
    assert tried == set(Level)


MOMENT = st.integers(0, 8_000 * 365 * 86400).map(
    lambda seconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
PERMISSION = st.builds(
    Permission,
    scope=st.sampled_from(Scope),
    starts=st.none() | st.dates(),
    ends=st.none() | st.dates() | st.just(date.max),
    embargo=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650)),
)
LICENCES = st.sampled_from([FREE, CLOSED, ()])


@given(MOMENT, PERMISSION, LICENCES, MOMENT, st.floats(0, 1))
def test_nothing_changes_before_until(
    published: datetime,
    permission: Permission,
    licences: tuple[Licence, ...],
    now: datetime,
    part: float,
) -> None:
    entry = held(published)
    grant = decide(entry, permission, licences, now)
    end = grant.until or datetime.max.replace(tzinfo=UTC)
    assert end > now
    for later in (now + (end - now) * part, end - TICK):
        assert decide(entry, permission, licences, min(later, end - TICK)) == grant


def test_the_end_of_the_calendar_is_no_error() -> None:
    permission = Permission(scope=Scope.FULL, ends=date.max, embargo=timedelta(days=3650))
    late = held(datetime(9999, 12, 31, tzinfo=UTC))
    grant = decide(late, permission, (), NOON)
    assert (grant.level, grant.until) == (Level.NOTHING, datetime.max.replace(tzinfo=UTC))
    grant = decide(held(), permission, (), NOON + timedelta(days=3650))
    assert (grant.level, grant.until) == (Level.FULL, None)


@given(PERMISSION, LICENCES, MOMENT)
def test_following_until_comes_to_an_end(
    permission: Permission, licences: tuple[Licence, ...], now: datetime
) -> None:
    turns = 0
    until: datetime | None = now
    while until:
        until = decide(held(), permission, licences, until).until
        turns += 1
    assert turns <= 4


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HELD_BACK])
def test_what_is_not_published_is_not_shown(state: State) -> None:
    grant = decide(held(state=state), Permission(scope=Scope.FULL), FREE, NOON)
    assert grant == Grant(level=Level.NOTHING, reasons=(f"the entry is {state.value}",))


@pytest.mark.parametrize(
    ("permission", "licences", "reasons"),
    [
        (Permission(scope=Scope.LINK), FREE, ["the permission's scope is link"]),
        (Permission(), FREE, ["CC BY 4.0 allows to share the whole text"]),
        (Permission(), (), ["neither the entry nor its feed declares a licence that allows"]),
        (Permission(embargo=timedelta(hours=1)), (), ["under embargo until 2026-03-01 13:00 UTC"]),
        (
            Permission(scope=Scope.FULL, starts=date(2026, 3, 2)),
            (),
            ["the permission starts on 2026-03-02", "neither the entry"],
        ),
        (
            Permission(scope=Scope.FULL, starts=date(2026, 3, 2)),
            FREE,
            ["CC BY 4.0 allows", "the permission starts on 2026-03-02"],
        ),
        (
            Permission(scope=Scope.FULL, ends=date(2026, 2, 28)),
            (),
            ["the permission ended on 2026-02-28", "neither the entry"],
        ),
    ],
)
def test_the_reasons_say_why(
    permission: Permission, licences: tuple[Licence, ...], reasons: list[str]
) -> None:
    given_reasons = decide(held(), permission, licences, NOON).reasons
    assert len(given_reasons) == len(reasons)
    for given_reason, reason in zip(given_reasons, reasons, strict=True):
        assert given_reason.startswith(reason)
