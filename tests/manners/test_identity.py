"""Who asks says so, for how many people, and tells nobody's secret (N9, DF36)."""

from datetime import UTC, datetime
from pathlib import Path

from feedsvc.model.readership import Readership
from feedsvc.store import readers
from feedsvc.store.database import Database
from tests.manners.crowd import Crowd
from tests.manners.test_moves import OLD, asking
from tests.manners.upstream import Answer


def read_by(url: str, people: int) -> None:
    """Have so many people read the channel `all` today."""
    database = Database(url)
    today = datetime.now(UTC).date()
    one = Readership(
        day=today, channel="all", reader="Feedly", requests=3, unchanged=2, subscribers=people
    )
    readers.add(database, [one])
    database.close()


def test_n9_the_user_agent_says_who_asks_and_for_how_many(tmp_path: Path) -> None:
    with Crowd(tmp_path, 1, 1) as crowd:
        read_by(crowd.database.url, 41)
        visits = crowd.upstream.visits
        with crowd.working(1):
            crowd.wait(lambda: not crowd.unpolled())
            crowd.all_due()
            crowd.wait(lambda: len(visits) == 2)
        agent = visits[-1].headers["user-agent"]
        assert agent.startswith("feedsvc/")
        assert "(+http://" in agent
        assert agent.endswith("; 41 subscribers)")


def test_df36_a_secret_in_a_redirect_is_told_to_nobody(tmp_path: Path) -> None:
    def leaks(_: object) -> Answer:
        return Answer(302, (("Location", "http://ops:hunter2@127.0.4.2/feed"),))

    with asking(tmp_path, {OLD: leaks}) as (work, visits):
        work.tick()
        assert work.checkpoint("herald").problem
        assert "hunter2" not in work.checkpoint("herald").problem
        assert [visit.host for visit in visits] == [OLD]
