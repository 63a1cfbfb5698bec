from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.held import State
from feedsvc.model.rights import Grant, Level, Licence
from feedsvc.model.source import Images, Permission, Scope, ThirdParty
from feedsvc.rights.decide import Terms, decide
from feedsvc.rights.deeds import known
from tests.rights.entries import NOON, held

(BY,) = known(["https://creativecommons.org/licenses/by/4.0/"])
(BY_NC,) = known(["https://creativecommons.org/licenses/by-nc/4.0/"])
(BY_ND,) = known(["https://creativecommons.org/licenses/by-nd/4.0/"])
(ZERO,) = known(["https://creativecommons.org/publicdomain/zero/1.0/"])
RESERVED = Licence(id="R", name="R", url="", share=False, adapt=False, commercial=False)
TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)

# What each licence says to everybody, told by hand: the whole text may be shared, changes are not
# forbidden, a commercial site may use it.
LICENCES: dict[tuple[Licence, ...], tuple[bool, bool, bool]] = {
    (): (False, True, False),
    (BY,): (True, True, True),
    (BY_NC,): (True, True, False),
    (BY_ND,): (True, False, True),
    (ZERO,): (True, True, True),
    (RESERVED,): (False, True, False),
    (BY_NC, BY): (True, True, True),
}
FIRST, LAST = date(2026, 3, 10), date(2026, 3, 20)
# Days from and until, embargo, expiry, and the days since publication at which it is asked.
DATES: dict[str, tuple[date | None, date | None, timedelta, timedelta, float]] = {
    "always": (None, None, 0 * DAY, 0 * DAY, 3),
    "before it begins": (FIRST, LAST, 0 * DAY, 0 * DAY, 3),
    "on its days": (FIRST, LAST, 0 * DAY, 0 * DAY, 15),
    "after its end": (FIRST, LAST, 0 * DAY, 0 * DAY, 30),
    "under embargo": (None, None, 5 * DAY, 9 * DAY, 3),
    "shown for a time": (None, None, 2 * DAY, 9 * DAY, 3),
    "expired": (None, None, 2 * DAY, 9 * DAY, 9),
}
LAPSED = ("before it begins", "after its end")


class Row(NamedTuple):
    scope: Scope
    licences: tuple[Licence, ...]
    dates: str
    images: Images
    origin: str
    commercial: bool


TABLE = [
    Row(*values)
    for values in product(Scope, LICENCES, DATES, Images, ["", *ThirdParty], [False, True])
]


def expected(row: Row) -> tuple[Level, bool, bool, bool]:
    """Level, images, edits and held back, as the documents have it."""
    if row.dates in ("under embargo", "expired"):
        return Level.NOTHING, False, False, False
    if row.origin == "hold":
        return Level.NOTHING, False, False, True
    share, adapt, for_sale = LICENCES[row.licences]
    free = share and (for_sale or not row.commercial)
    by_licence = row.dates in LAPSED or row.scope == "licence"
    level = "full" if by_licence and free else "excerpt" if by_licence else str(row.scope)
    if row.origin == "excerpt" and level == "full":
        level = "excerpt"
    full = level == "full"
    pictured = full and (row.images == "text" or (row.images == "licence" and free))
    return Level[level.upper()], pictured, full and adapt, False


def terms_of(row: Row) -> Terms:
    starts, ends, embargo, expiry, _ = DATES[row.dates]
    return Terms(
        permission=Permission(
            scope=row.scope,
            images=row.images,
            starts=starts,
            ends=ends,
            embargo=embargo,
            expiry=expiry,
            on_third_party=ThirdParty(row.origin or "excerpt"),
        ),
        licences=row.licences,
        elsewhere="The Quay" if row.origin else "",
        commercial=row.commercial,
    )


def test_every_combination_gives_what_the_documents_say() -> None:
    tried = set()
    for row in TABLE:
        grant = decide(held(), terms_of(row), NOON + DATES[row.dates][-1] * DAY)
        found = (grant.level, grant.images, grant.edits, grant.held)
        assert found == expected(row), (row, grant)
        assert grant.reasons
        by_licence = row.dates in LAPSED or row.scope is Scope.LICENCE
        assert (grant.licence is not None) == (by_licence and grant.level is Level.FULL), row
        tried.add(found)
    assert len(TABLE) >= 500
    assert {level for level, *_ in tried} == set(Level)


DAYS = [None, FIRST, date(2026, 3, 1)], [None, LAST, FIRST]
SPANS = [timedelta(0), timedelta(hours=24), timedelta(days=15)]
MOMENTS = [
    NOON,
    *(NOON + span + tick for span in SPANS[1:] for tick in (-TICK, 0 * TICK)),
    *(datetime(2026, 3, day, tzinfo=UTC) + tick for day in (10, 11) for tick in (-TICK, 0 * TICK)),
    datetime(2026, 3, 20, 23, 59, 59, 999999, tzinfo=UTC),
    datetime(2026, 3, 21, tzinfo=UTC),
    datetime(2030, 1, 1, tzinfo=UTC),
]


def expected_until(permission: Permission, now: datetime) -> datetime | None:
    """The next of the moments at which a permission changes its mind."""
    if now < NOON + permission.embargo:
        return NOON + permission.embargo
    turns = []
    if permission.expiry:
        turns.append(NOON + permission.expiry)
        if now >= turns[0]:
            return None
    if permission.starts:
        turns.append(datetime.combine(permission.starts, time.min, UTC))
    if permission.ends:
        turns.append(datetime.combine(permission.ends, time.max, UTC) + TICK)
    return min((turn for turn in turns if turn > now), default=None)


def test_the_next_turn_is_told_to_the_moment() -> None:
    for starts, ends, embargo, expiry, now in product(*DAYS, SPANS, SPANS, MOMENTS):
        permission = Permission(
            scope=Scope.FULL, starts=starts, ends=ends, embargo=embargo, expiry=expiry
        )
        grant = decide(held(), Terms(permission=permission), now)
        assert grant.until == expected_until(permission, now), (permission, now)


MOMENT = st.integers(0, 8_000 * 365 * 86400).map(
    lambda seconds: datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
SPAN = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650))
TERMS = st.builds(
    Terms,
    permission=st.builds(
        Permission,
        scope=st.sampled_from(Scope),
        images=st.sampled_from(Images),
        edits=st.booleans(),
        on_third_party=st.sampled_from(ThirdParty),
        starts=st.none() | st.dates(),
        ends=st.none() | st.dates() | st.just(date.max),
        embargo=SPAN,
        expiry=SPAN,
    ),
    licences=st.sampled_from(list(LICENCES)),
    elsewhere=st.sampled_from(["", "The Quay"]),
    passed_on=st.sampled_from([(), (BY_ND,), (RESERVED,)]),
    revoked=st.booleans(),
    commercial=st.booleans(),
)


@given(MOMENT, TERMS, MOMENT, st.floats(0, 1))
def test_nothing_changes_before_until(
    published: datetime, terms: Terms, now: datetime, part: float
) -> None:
    entry = held(published)
    grant = decide(entry, terms, now)
    end = grant.until or datetime.max.replace(tzinfo=UTC)
    assert end > now
    for later in (now + (end - now) * part, end - TICK):
        assert decide(entry, terms, min(later, end - TICK)) == grant


@given(TERMS, MOMENT)
def test_pictures_and_changes_never_go_beyond_the_text(terms: Terms, now: datetime) -> None:
    grant = decide(held(), terms, now)
    assert grant.level is Level.FULL or not (grant.images or grant.edits or grant.licence)
    assert grant.level is Level.NOTHING or not grant.held
    binding = (grant.licence,) if grant.licence else (*terms.passed_on, *terms.licences)
    assert not grant.edits or all(one.adapt or not one.share for one in binding)


@given(TERMS, MOMENT)
def test_saying_that_it_first_appeared_elsewhere_never_shows_more(
    terms: Terms, now: datetime
) -> None:
    claimed = replace(terms, elsewhere="The Quay", passed_on=())
    unclaimed = replace(claimed, elsewhere="")
    assert decide(held(), claimed, now).level <= decide(held(), unclaimed, now).level


def test_the_end_of_the_calendar_is_no_error() -> None:
    permission = Permission(scope=Scope.FULL, ends=date.max, embargo=timedelta(days=3650))
    late = held(datetime(9999, 12, 31, tzinfo=UTC))
    grant = decide(late, Terms(permission=permission), NOON)
    assert (grant.level, grant.until) == (Level.NOTHING, datetime.max.replace(tzinfo=UTC))
    grant = decide(held(), Terms(permission=permission), NOON + timedelta(days=3650))
    assert (grant.level, grant.until) == (Level.FULL, None)


@given(TERMS, MOMENT)
def test_following_until_comes_to_an_end(terms: Terms, now: datetime) -> None:
    turns = 0
    until: datetime | None = now
    while until:
        until = decide(held(), terms, until).until
        turns += 1
    assert turns <= 5


@pytest.mark.parametrize(
    ("state", "is_held", "reason"),
    [
        (State.WITHDRAWN, False, "the entry is withdrawn"),
        (State.HELD_BACK, True, "the entry is held back"),
    ],
)
def test_what_is_not_published_is_not_shown(state: State, *, is_held: bool, reason: str) -> None:
    terms = Terms(permission=Permission(scope=Scope.FULL), licences=(BY,))
    grant = decide(held(state=state), terms, NOON)
    assert grant == Grant(level=Level.NOTHING, held=is_held, reasons=(reason,))


def test_a_revoked_source_shows_nothing_whatever_its_licence() -> None:
    terms = Terms(permission=Permission(scope=Scope.FULL), licences=(BY,), revoked=True)
    assert decide(held(), terms, NOON).level is Level.NOTHING


def test_a_licence_that_the_line_about_the_origin_names_holds_for_everybody() -> None:
    terms = Terms(permission=Permission(), elsewhere="The Quay", passed_on=(BY_ND,))
    grant = decide(held(), terms, NOON)
    assert (grant.level, grant.licence, grant.edits) == (Level.FULL, BY_ND, False)
    assert decide(held(), replace(terms, passed_on=(RESERVED,)), NOON).level is Level.EXCERPT
    smaller = replace(terms, permission=Permission(scope=Scope.EXCERPT))
    assert decide(held(), smaller, NOON).level is Level.EXCERPT


@pytest.mark.parametrize(
    ("terms", "reasons"),
    [
        (
            Terms(permission=Permission(scope=Scope.LINK), licences=(BY,)),
            ["the permission's scope is link"],
        ),
        (
            Terms(permission=Permission(), licences=(BY,)),
            ["CC BY 4.0 allows to share the whole text"],
        ),
        (
            Terms(permission=Permission()),
            ["neither the entry nor its feed declares a licence that allows"],
        ),
        (
            Terms(permission=Permission(embargo=timedelta(hours=1))),
            ["under embargo until 2026-03-01 13:00 UTC"],
        ),
        (
            Terms(permission=Permission(embargo=timedelta(0), expiry=timedelta(0))),
            ["neither the entry"],
        ),
        (
            Terms(permission=Permission(scope=Scope.FULL, starts=date(2026, 3, 2))),
            ["the permission starts on 2026-03-02", "neither the entry"],
        ),
        (
            Terms(permission=Permission(scope=Scope.FULL, starts=date(2026, 3, 2)), licences=(BY,)),
            ["CC BY 4.0 allows"],
        ),
        (
            Terms(permission=Permission(scope=Scope.FULL, ends=date(2026, 2, 28))),
            ["the permission ended on 2026-02-28", "neither the entry"],
        ),
        (
            Terms(permission=Permission(scope=Scope.FULL), elsewhere="The Quay"),
            ["it first appeared on The Quay, and whoever", "the permission's scope is full"],
        ),
        (
            Terms(permission=Permission(), licences=(BY_NC,), commercial=True),
            ["CC BY-NC 4.0 is not for commercial sites"],
        ),
        (
            Terms(permission=Permission(scope=Scope.FULL, images=Images.NONE)),
            ["the permission's scope is full", "its pictures are left out: images is none"],
        ),
    ],
)
def test_the_reasons_say_why(terms: Terms, reasons: list[str]) -> None:
    given_reasons = decide(held(), terms, NOON).reasons
    assert len(given_reasons) == len(reasons)
    for given_reason, reason in zip(given_reasons, reasons, strict=True):
        assert given_reason.startswith(reason)
