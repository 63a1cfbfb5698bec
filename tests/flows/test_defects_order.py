"""DF10 and DF12 to DF16: what is lost by a window or an order, and which moments entries bear."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest

from feedsvc.model.channel import Channel
from tests.flows.subscriber import FULL, etags, everywhere, only, seen, story, titles
from tests.rig import FORMATS, NOON, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
HERALD = "https://herald.example"


@pytest.fixture
def wide(tmp_path: object) -> Iterator[Rig]:
    """A service whose channel holds a thousand entries."""
    everything = Channel(name="all", title="All", sources=("*",), limit=1000)
    made = Rig(f"sqlite:///{tmp_path}/wide.sqlite3", (source(),), (everything,))
    yield made
    made.database.close()


def numbered(number: int, date: str = "") -> str:
    return story(f"Story {number}", f"{HERALD}/{number}", f"n-{number}", date)


def minutely(number: int) -> str:
    return numbered(number, format_datetime(NOON - timedelta(minutes=1000 - number), usegmt=True))


NEWEST_FIRST = [f"Story {number}" for number in range(600, 0, -1)]


@pytest.mark.parametrize("form", FORMATS)
def test_df10_none_of_600_items_is_lost(wide: Rig, form: str) -> None:
    wide.web.pages[URL] = rss(*(minutely(number) for number in range(600, 0, -1)))
    assert wide.poll()["herald"].new == 600
    assert titles(seen(wide, "all", form)) == NEWEST_FIRST


def test_df10_none_of_600_items_oldest_first_is_lost(wide: Rig) -> None:
    wide.web.pages[URL] = rss(*(minutely(number) for number in range(1, 601)))
    assert wide.poll()["herald"].new == 600
    assert titles(everywhere(wide)) == NEWEST_FIRST


def test_df10_none_of_600_undated_items_is_lost(wide: Rig) -> None:
    wide.web.pages[URL] = rss(*(numbered(number) for number in range(600, 0, -1)))
    wide.poll()
    assert titles(seen(wide)) == NEWEST_FIRST


def test_df10_what_is_added_at_the_end_of_a_long_feed_is_found(wide: Rig) -> None:
    wide.web.pages[URL] = rss(*(minutely(number) for number in range(1, 600)))
    wide.poll()
    wide.web.pages[URL] = rss(*(minutely(number) for number in range(1, 601)))
    assert wide.poll()["herald"].new == 1
    assert titles(everywhere(wide)) == NEWEST_FIRST


def test_df10_a_window_that_moves_on_leaves_everything_there(wide: Rig) -> None:
    for first in range(1, 600, 100):
        window = range(first, first + 100)
        wide.web.pages[URL] = rss(*(minutely(number) for number in window))
        wide.poll()
    assert titles(everywhere(wide)) == NEWEST_FIRST


def archive(count: int) -> bytes:
    """A feed of old posts that say nowhere how old they are."""
    posts = (story(f"Post {n}", f"https://quay.example/{n}", f"p-{n}") for n in range(count))
    return rss(*posts, title="The Quay")


def test_df12_an_undated_archive_pushes_nobody_off_the_channel(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages |= {URL: rss(*map(item, range(1, 10))), QUAY: archive(200)}
    rig.poll("herald")
    rig.poll("quay")
    shown = titles(everywhere(rig))
    assert shown[:9] == [f"Story {number}" for number in range(9, 0, -1)]
    assert len(shown) == 50


def test_df12_an_undated_post_in_a_known_feed_is_news(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages |= {URL: rss(item(1)), QUAY: archive(3)}
    rig.poll()
    late = story("Late post", "https://quay.example/late", "p-late")
    rig.web.pages[QUAY] = archive(3).replace(b"<item>", f"{late}<item>".encode(), 1)
    rig.poll("quay")
    assert titles(everywhere(rig))[0] == "Late post"


def test_df12_undated_posts_keep_the_moment_they_were_first_seen(rig: Rig) -> None:
    rig.web.pages[URL] = rss(numbered(1), numbered(2))
    rig.poll()
    before = everywhere(rig)
    for number in (3, 4):
        rig.web.pages[URL] = rss(numbered(number), numbered(1), numbered(2))
        rig.poll()
    after = {one.id: one for one in everywhere(rig)}
    assert len(after) == 4
    assert [after[one.id] for one in before] == before


def test_df13_a_date_that_rises_daily_moves_nothing(rig: Rig) -> None:
    rig.web.pages[URL] = rss(numbered(1, "Sun, 01 Mar 2026 08:00:00 GMT"))
    rig.poll()
    before, documents, tags = only(rig), rig.documents(), etags(rig)
    assert before.published == datetime(2026, 3, 1, 8, tzinfo=UTC)
    for day in range(2, 6):
        rig.moment += timedelta(days=1)
        rig.web.pages[URL] = rss(numbered(1, f"0{day} Mar 2026 08:00:00 GMT"))
        rig.poll()
    assert only(rig) == before
    assert (rig.documents(), etags(rig)) == (documents, tags)


def test_df13_an_edit_with_a_new_date_leaves_published_alone(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    before = only(rig)
    rig.moment += timedelta(days=1)
    later = item(1, text="Corrected.").replace("Sun, 01 Mar", "Mon, 02 Mar")
    rig.web.pages[URL] = rss(later)
    rig.poll()
    assert only(rig).published == before.published
    assert only(rig).updated > before.updated


FUTURE = "Wed, 01 Mar 2028 08:00:00 GMT"


def test_df14_a_future_date_does_not_stay_on_top(rig: Rig) -> None:
    rig.web.pages[URL] = rss(numbered(1, FUTURE))
    rig.poll()
    assert only(rig).published <= rig.now()
    just_now = format_datetime(rig.now() + timedelta(minutes=30), usegmt=True)
    rig.web.pages[URL] = rss(numbered(1, FUTURE), numbered(2, just_now))
    rig.poll()
    assert titles(everywhere(rig)) == ["Story 2", "Story 1"]


def test_df14_what_the_upstream_claimed_is_kept(rig: Rig) -> None:
    rig.web.pages[URL] = rss(numbered(1, FUTURE))
    rig.poll()
    claimed = rig.publisher().view("all").showings[0].held.entry.published
    assert claimed == datetime(2028, 3, 1, 8, tzinfo=UTC)


def test_df14_a_future_date_that_comes_changes_no_byte(rig: Rig) -> None:
    rig.web.pages[URL] = rss(numbered(1, "Tue, 03 Mar 2026 08:00:00 GMT"))
    rig.poll()
    before = rig.documents()
    rig.moment = datetime(2026, 3, 9, tzinfo=UTC)
    rig.web.pages[URL] = rss(numbered(1, "Tue, 03 Mar 2026 08:00:00 GMT"), more="<ttl>60</ttl>")
    rig.poll()
    assert rig.documents() == before


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fri, 01 Aug 2025 10:00:00 CEST", "2025-08-01T08:00:00+00:00"),
        ("Fri, 01 Aug 2025 10:00:00 AEST", "2025-08-01T00:00:00+00:00"),
        ("Fri, 01 Aug 2025 10:00:00 IST", "2025-08-01T04:30:00+00:00"),
        ("06/03/2024", "2024-03-06T00:00:00+00:00"),
        ("1709633400", "2024-03-05T10:10:00+00:00"),
        ("ven., 1 août 2025 10:00:00 +0200", "2025-08-01T08:00:00+00:00"),
        ("2024年3月6日", "2024-03-06T00:00:00+00:00"),
    ],
)
def test_df15_zones_and_dates_of_other_places_are_read(rig: Rig, written: str, meant: str) -> None:
    rig.web.pages[URL] = rss(numbered(1, written))
    rig.poll()
    assert only(rig).published.isoformat() == meant


@pytest.mark.parametrize("written", ["Fri, 30 Feb 2024 10:00:00 GMT", "yesterday", "0001-01-01"])
def test_df15_a_day_that_never_was_is_no_date(rig: Rig, written: str) -> None:
    rig.web.pages[URL] = rss(numbered(1, written))
    rig.poll()
    assert rig.now() - timedelta(seconds=1) <= only(rig).published <= rig.now()


def advertised(number: int) -> bytes:
    text = f"The tide comes in at noon. Advertisement {number:04x}: buy rope number {number}."
    return rss(item(1, text=text))


def test_df16_an_advertisement_that_changes_hourly_moves_updated_24_times_at_most(
    rig: Rig,
) -> None:
    moments = []
    for number in range(50):
        rig.web.pages[URL] = advertised(number)
        assert rig.poll()["herald"].outcome == "fetched"
        moments.append(only(rig).updated)
    assert sum(later != earlier for earlier, later in pairwise(moments)) <= 24
    assert moments == sorted(moments)


def test_df16_a_nonce_in_the_markup_moves_nothing(rig: Rig) -> None:
    rig.provision((source(permission=FULL),))
    for number in range(5):
        nonce = f'One &lt;a href="https://ads.example/?nonce={number}"&gt;word&lt;/a&gt;.'
        rig.web.pages[URL] = rss(item(1, text=nonce))
        account = rig.poll()["herald"]
        assert (account.outcome, account.updated) == ("fetched", 0)
