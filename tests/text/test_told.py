import pytest

from feedsvc.text.told import hidden, hidden_in, told

WHOLE = "https://eva:hush%40hush@feeds.example:8443/private/feed.xml?user=7&token=tok-canary-1"
BARE = "https://feeds.example:8443/private/feed.xml?user=7&token=tok-canary-1"


def test_of_a_secret_address_the_host_is_told() -> None:
    assert told(WHOLE, secret=True) == "https://feeds.example:8443/…"
    assert told("https://feeds.example", secret=True) == "https://feeds.example/…"
    assert told("nonsense", secret=True) == "…"


def test_of_any_other_all_but_what_opens_a_door() -> None:
    public = "https://feeds.example:8443/private/feed.xml?user=7"
    assert told(WHOLE, secret=False) == public


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"GET {BARE} failed", "GET https://feeds.example:8443/ failed"),
        ("http://feeds.example:8443/private/feed.xml?user=7&token=tok-canary-1#x",
         "http://feeds.example:8443/#x"),
        ("/other?user=7&token=tok-canary-1", "/other"),
        ("token tok-canary-1 is unknown", "token … is unknown"),
        ("no such user as eva with hush@hush", "no such user as eva with …"),
        ("https://feeds.example:8443/article/7", "https://feeds.example:8443/article/7"),
    ],
)  # fmt: skip
def test_a_text_tells_no_secret(text: str, left: str) -> None:
    assert hidden(text, (WHOLE,)) == left


@pytest.mark.parametrize(
    "body",
    [
        f'<link rel="self" href="{BARE.replace("&", "&amp;")}"/>'.encode(),
        f'<link rel="self" href="{BARE.replace("&", "&#38;")}"/>'.encode(),
        f'{{"feed_url": "{BARE}"}}'.encode(),
        '{{"feed_url": "{}"}}'.format(BARE.replace("/", "\\/")).encode(),
        f'<?xml version="1.0" encoding="utf-16"?><link>{BARE}</link>'.encode("utf-16"),
        b"<id>tok-canary-1</id>",
    ],
)
def test_a_document_tells_no_secret_however_it_is_written(body: bytes) -> None:
    left = hidden_in(body, (WHOLE,))
    assert b"canary" not in left.replace(b"\0", b"")
    assert b"private" not in left.replace(b"\0", b"")


def test_an_address_without_a_path_changes_no_document() -> None:
    body = b'<a href="https://feeds.example/">home</a> rss atom'
    assert hidden_in(body, ("https://feeds.example/", "https://feeds.example")) == body
    assert hidden_in(body, ("https://feeds.example/a?b=rss",)) == body


def test_of_several_addresses_none_is_told() -> None:
    others = ("https://a.example/one?key=canary", "https://a.example/two?key=canary")
    assert hidden("at https://a.example/two?key=canary", others) == "at https://a.example/"
