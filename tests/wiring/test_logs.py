import json
import logging
from collections.abc import Iterator

import pytest

from feedsvc.flows.pull import Polled
from feedsvc.settings import Logs
from feedsvc.wiring.logs import REQUEST, configure, say

POLLED = Polled("herald", "fetched", 200, 2, 1, 5, 0.25, "", "7-12")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    REQUEST.set("")


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_poll_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Logs())
    say(POLLED)
    say(POLLED._replace(new=0, updated=0))
    say(POLLED._replace(error="HTTP 404 Not Found\x1b[2J", outcome="failed"))
    good, bad = lines(capsys)
    assert good.endswith(" feedsvc.polls: herald: 2 new, 1 updated")
    assert bad.endswith(" feedsvc.polls: warning: herald: HTTP 404 Not Found [2J")


def test_an_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure(Logs(format="json"))
    say(POLLED)
    REQUEST.set("abc-1")
    logging.getLogger("feedsvc.web.app").error("GET '/x'\nfailed")
    poll, error = (json.loads(line) for line in lines(capsys))
    assert poll["time"].endswith("Z")
    assert {name: poll[name] for name in ("level", "logger", "message")} == {
        "level": "INFO",
        "logger": "feedsvc.polls",
        "message": "herald: 2 new, 1 updated",
    }
    assert poll["poll"] == "7-12"
    assert (poll["outcome"], poll["status"], poll["seconds"]) == ("fetched", 200, 0.25)
    assert (poll["new"], poll["updated"], poll["source"]) == (2, 1, "herald")
    assert "request" not in poll
    assert error["request"] == "abc-1"


@pytest.mark.parametrize(
    ("level", "verbose", "said"),
    [("info", False, 1), ("error", False, 0), ("warning", False, 0), ("error", True, 2)],
)
def test_levels(
    capsys: pytest.CaptureFixture[str], level: str, said: int, *, verbose: bool
) -> None:
    configure(Logs(level=level), verbose=verbose)
    say(POLLED)
    say(POLLED._replace(new=0, updated=0))
    assert len(lines(capsys)) == said
