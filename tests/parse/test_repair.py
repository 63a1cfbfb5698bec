import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.parse import parse
from feedsvc.parse.repair import mended

URL = "https://feeds.test/feed.xml"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("Tom & Jerry &amp; co", "Tom & Jerry & co"),
        ("a=1&ref=rss", "a=1&ref=rss"),
        ("non&nbsp;breaking &eacute;", "non\xa0breaking é"),
        ("&nosuch; &copy", "&nosuch; &copy"),
        ("\x0b\x00x\x1f &#x1F;&#0;&#xD800;&#99999999;&#169;", "x \ufffd\ufffd\ufffd\ufffd©"),
        ("<![CDATA[&nbsp; & &#0;]]> &", "&nbsp; & &#0; &"),
    ],
)
def test_mended_documents_are_read_strictly(raw: str, text: str) -> None:
    body = f"<rss version='2.0'><channel><item><guid>{raw}</guid></item></channel></rss>".encode()
    feed = parse(body, url=URL)
    assert not feed.loose
    assert feed.problem.startswith("not well-formed XML")
    assert feed.entries[0].id == text


@pytest.mark.parametrize(
    "document",
    [
        b"<rss><![CDATA[ &x </rss>",
        b"<rss><!-- &x </rss>",
        b"<rss><?php &x </rss>",
        b"<rss>" + b"-->" * 100_000 + b"<!--" * 100_000 + b"&x",  # seen at once
        b"<!DOCTYPE rss [<!ENTITY x 'y'>]><rss>&x; & </rss>",
    ],
)
def test_what_cannot_be_told_apart_is_left(document: bytes) -> None:
    assert mended(document) == document


@given(st.binary())
def test_mending_twice_changes_nothing_more(document: bytes) -> None:
    once = mended(document)
    assert mended(once) == once
