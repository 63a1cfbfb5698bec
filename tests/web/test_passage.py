import logging
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from werkzeug.test import Client

from feedsvc.web.passage import Passage
from feedsvc.wiring.logs import REQUEST, Numbered


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    status = "304 Not Modified" if environ["PATH_INFO"] == "/same" else "200 OK"
    start_response(status, [("Content-Type", "text/plain")])
    return [REQUEST.get().encode()]


def test_every_request_has_a_number_of_its_own_and_the_log_knows_it() -> None:
    client = Client(Passage(application))
    first, second = client.get("/"), client.get("/")
    assert first.headers["X-Request-Id"] == first.text
    assert first.text != second.text
    record = logging.LogRecord("x", logging.INFO, "x", 1, "x", (), None)
    Numbered().filter(record)
    assert record.__dict__["request"] == second.text
    REQUEST.set("")


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [
        ("6f1e-42", True),
        ("Root=1-67891233-abcdef012345678912345678", True),
        ("x" * 65, False),
        ("a b", False),
        ("<script>", False),
        ("", False),
    ],
)
def test_the_number_of_a_proxy_is_kept_if_it_looks_like_one(given: str, *, is_kept: bool) -> None:
    answer = Client(Passage(application)).get("/", headers={"X-Request-Id": given})
    assert (answer.headers["X-Request-Id"] == given) == is_kept
    assert answer.headers["X-Request-Id"]
    REQUEST.set("")


def test_answers_are_counted_by_status() -> None:
    passage = Passage(application)
    client = Client(passage)
    for path in ("/", "/same", "/same"):
        client.get(path)
    assert passage.answers == {"200": 1, "304": 2}
    REQUEST.set("")
