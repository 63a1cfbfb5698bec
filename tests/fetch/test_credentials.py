from base64 import b64encode

import pytest

from feedsvc.fetch.request import request_for
from feedsvc.model.source import Checkpoint, Source

WHOLE = "https://eva:hush%40hush@feeds.example/feed"


def headers(address: str) -> dict[str, str]:
    source = Source(name="kept", url=WHOLE, secret=True)
    return dict(request_for(source, Checkpoint(address=address)).headers)


def test_a_user_and_a_password_are_sent_beside_the_address() -> None:
    source = Source(name="kept", url=WHOLE, secret=True)
    request = request_for(source, Checkpoint())
    assert request.url == "https://feeds.example/feed"
    assert headers("")["Authorization"] == f"Basic {b64encode(b'eva:hush@hush').decode()}"


@pytest.mark.parametrize(
    ("address", "is_sent"),
    [
        ("https://feeds.example/moved", True),
        ("http://feeds.example/moved", False),
        ("https://elsewhere.example/feed", False),
    ],
)
def test_whoever_the_feed_moved_to_does_not_get_them(address: str, *, is_sent: bool) -> None:
    assert bool(headers(address)["Authorization"]) is is_sent
