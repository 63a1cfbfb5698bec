from pathlib import Path

from feedsvc.model.people import TokenScope
from feedsvc.web.api.pace import Pace
from tests.web.api.desk import Built, House


def test_a_token_has_a_burst_and_then_its_pace() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0], burst=3, each_second=0.5)
    assert [pace.wait("a") for _ in range(4)] == [0, 0, 0, 2]
    assert pace.wait("b") == 0
    now[0] = 1.0
    assert pace.wait("a") == 1
    now[0] = 2.0
    assert [pace.wait("a"), pace.wait("a")] == [0, 2]
    now[0] = 1000.0
    assert [pace.wait("a") for _ in range(4)] == [0, 0, 0, 2]


def test_who_asks_too_often_is_told_when_to_ask_again(tmp_path: Path, built: Built) -> None:
    house = House(tmp_path, built, Pace(lambda: 0.0, burst=2, each_second=0.1))
    assert [house.editor("GET", "/sources").status_code for _ in range(2)] == [200, 200]
    refused = house.editor("GET", "/sources")
    assert refused.status_code == 429
    assert refused.mimetype == "application/problem+json"
    assert refused.headers["Retry-After"] == "10"
    other = house.program("vera", [TokenScope.READ])
    assert other("GET", "/sources").status_code == 200
    house.rig.database.close()
