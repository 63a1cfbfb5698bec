import pytest

from feedsvc.net.http import Limits
from feedsvc.net.problems import Failure, problem, too_large


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (Failure(6, "Could not resolve"), "name not found: a.example"),
        (Failure(7, "Failed to connect", 111), "connection refused"),
        (Failure(7, "Failed to connect"), "no connection"),
        (Failure(28, "Operation too slow. Less than 1"), "silent for 10 s"),
        (Failure(28, "Operation timed out after 3"), "no answer within 30 s"),
        (Failure(28, "Connection timed out after 3"), "no connection within 5 s"),
        (Failure(60, "self-signed"), "certificate not trusted: self-signed"),
        (Failure(63, "Maximum file size exceeded"), "more than 10 MiB"),
        (Failure(18, "transfer closed"), "the answer broke off"),
        (Failure(16, "Error in the HTTP2 framing layer"), "Error in the HTTP2 framing layer"),
        (Failure(16, ""), "libcurl error 16"),
    ],
)
def test_what_a_failure_means(failure: Failure, words: str) -> None:
    assert problem(failure, "http://a.example:81/feed", Limits()) == words


@pytest.mark.parametrize(
    ("body", "phrase"), [(10 << 20, "more than 10 MiB"), (1000, "more than 1000 bytes")]
)
def test_the_phrase_for_too_much(body: int, phrase: str) -> None:
    assert too_large(Limits(body=body)) == phrase
