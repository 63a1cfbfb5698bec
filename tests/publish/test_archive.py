from dataclasses import replace
from datetime import timedelta

from feedsvc.model.held import Held
from feedsvc.model.view import Showing
from feedsvc.publish.archive import links, parts
from feedsvc.publish.compose import Composition
from feedsvc.publish.formats import Format
from tests.publish.showings import ARTICLE, BASE, LATER, MORNING, showing, view

LIMIT = 3


def shown(number: int, *, due: bool = False) -> Showing:
    moment = MORNING + timedelta(hours=number)
    one = showing(ARTICLE)
    later = LATER + timedelta(days=1) if due else None
    return replace(
        one, held=replace(one.held, id=f"{number:020x}", sort_at=moment, update_due=later)
    )


def composition(*newest: Showing, beyond: tuple[Held, ...] = ()) -> Composition:
    return Composition(showings=newest, until=None, beyond=beyond)


def sealed(found: Composition, *ids: int, limit: int = LIMIT) -> list[list[int]]:
    cut = parts(found, {f"{number:020x}" for number in ids}, limit)
    return [[int(member.entry, 16) for member in part] for part in cut]


def test_what_fits_is_not_sealed() -> None:
    assert sealed(composition(*map(shown, (3, 2, 1))), 1, 2, 3) == []
    assert sealed(composition(), 1, 2, 3, 4) == []


def test_the_oldest_are_sealed_until_the_rest_fits() -> None:
    newest = composition(*map(shown, range(8, 0, -1)))
    assert sealed(newest, *range(1, 9)) == [[1, 2, 3], [4, 5, 6]]
    assert sealed(newest, *range(1, 8)) == [[1, 2, 3], [4, 5, 6]]
    assert sealed(newest, 4, 5, 6, 7) == [[4, 5, 6]]


def test_an_entry_whose_date_is_yet_to_move_waits() -> None:
    found = composition(shown(4), shown(3), shown(2), shown(1, due=True))
    assert sealed(found, 1, 2, 3, 4) == [[2, 3, 4]]
    alone = composition(*(shown(number, due=True) for number in (4, 3, 2, 1)))
    ((first, *_),) = parts(alone, {f"{number:020x}" for number in (1, 2, 3, 4)}, LIMIT)
    assert first.updated == LATER + timedelta(days=1)


def test_old_ones_may_take_a_part_of_the_document_and_no_more() -> None:
    one, two = shown(1), shown(2)
    newest = (shown(9), shown(8), shown(2), shown(1))
    assert sealed(composition(*newest[:2], one, beyond=(one.held,)), 1, 2) == []
    assert sealed(composition(*newest, beyond=(two.held, one.held)), 1, 2) == [[2, 1]]


def rivals(found: Composition, *ids: int) -> list[list[tuple[int, int]]]:
    cut = parts(found, {f"{number:020x}" for number in ids}, LIMIT)
    return [[(int(one.entry, 16), int(one.rival or "0", 16)) for one in part] for part in cut]


def test_what_gave_way_is_sealed_with_that_or_after_it() -> None:
    held = {number: shown(number).held for number in (2, 3, 7, 9)}
    yielded = [(2, 6), (3, 50), (7, 1), (9, 7)]
    found = replace(
        composition(*map(shown, (8, 6, 5, 1))),
        yielded=tuple((held[number], f"{rival:020x}") for number, rival in yielded),
    )
    expected = [(1, 0), (5, 0), (6, 0), (2, 6), (3, 50), (7, 1), (9, 1)]
    assert rivals(found, 1, 2, 3, 5, 6, 7, 8, 9) == [expected]
    later = replace(found, yielded=((held[2], f"{8:020x}"), (held[9], f"{50:020x}")))
    assert rivals(later, 1, 2, 5, 6, 8, 9) == [expected[:3]]


def test_d3_d4_the_links_of_a_document() -> None:
    page = f"{BASE}/channels/world"
    told = {
        (archive, older): [
            (one.rel, one.href)
            for one in links(replace(view(), archive=archive, older=older), Format.RSS)
        ]
        for archive, older in ((0, 0), (0, 2), (2, 1), (1, 0))
    }
    assert told == {
        (0, 0): [],
        (0, 2): [("prev-archive", f"{page}/archive/2.rss")],
        (2, 1): [
            ("current", f"{page}.rss"),
            ("prev-archive", f"{page}/archive/1.rss"),
            ("next-archive", f"{page}/archive/3.rss"),
        ],
        (1, 0): [("current", f"{page}.rss"), ("next-archive", f"{page}/archive/2.rss")],
    }
