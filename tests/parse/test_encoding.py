import codecs

import pytest

from feedsvc.parse import parse
from feedsvc.parse.encoding import utf8

URL = "https://feeds.test/feed.xml"
TEXT = "<rss version='2.0'><channel><title>Grüße, мир, 日本</title></channel></rss>"
WEST = "<rss version='2.0'><channel><title>Grüße – “ça”</title></channel></rss>"


def declared(name: str, text: str = WEST) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>{text}'


def title(body: bytes, content_type: str = "") -> str | None:
    found = parse(body, url=URL, content_type=content_type).title
    return found.value if found else None


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (TEXT.encode(), ""),
        (TEXT.encode(), "text/xml"),
        (TEXT.encode(), "text/html; charset=iso-8859-1"),
        (TEXT.encode(), "application/xml; charset=windows-1252"),
        (declared("UTF-16", TEXT).encode(), ""),
        (declared("UTF-16", TEXT).encode() + b" ", ""),
        (codecs.BOM_UTF8 + declared("iso-8859-1", TEXT).encode(), "text/xml; charset=koi8-r"),
        (declared("utf-16", TEXT).encode("utf-16"), ""),
        (declared("utf-16", TEXT).encode("utf-16-le"), ""),
        (declared("utf-16", TEXT).encode("utf-16-be"), "application/rss+xml"),
        (TEXT.encode("utf-16-le"), ""),
        (declared("utf-32", TEXT).encode("utf-32"), ""),
        (declared("utf-32", TEXT).encode("utf-32-be"), ""),
        (declared("gb2312", TEXT).encode("gb18030"), ""),
    ],
)
def test_every_script_is_read(body: bytes, content_type: str) -> None:
    assert title(body, content_type) == "Grüße, мир, 日本"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (declared("windows-1252").encode("cp1252"), ""),
        (declared("utf-8").encode("cp1252"), ""),
        (WEST.encode("cp1252"), ""),
        (WEST.encode("cp1252"), "text/xml; charset=windows-1252"),
        (declared("windows-1252").encode("cp1252"), "text/xml; charset=utf-8"),
        (declared("no-such-thing").encode("cp1252"), "text/xml; charset=\x00"),
        (declared("unicode_escape").encode("cp1252"), ""),
        (declared("base64").encode("cp1252"), ""),
    ],
)
def test_western_text_is_read(body: bytes, content_type: str) -> None:
    assert title(body, content_type) == "Grüße – “ça”"


def test_encodings_that_are_none_are_passed_over() -> None:
    body = declared("unicode_escape", "<rss><channel><title>a\\x41</title></channel></rss>")
    assert title(body.encode()) == "a\\x41"


def test_charset_of_the_header_wins_over_the_declaration() -> None:
    body = declared("windows-1251", "<rss><channel><title>мир</title></channel></rss>")
    assert title(body.encode("koi8-r"), 'text/xml; charset="KOI8-R"') == "мир"


def test_stray_bytes_do_not_spoil_the_rest() -> None:
    body = TEXT.encode().replace("日本".encode(), b"\x96 \x93x\x94")
    document, problem = utf8(body)
    assert "Grüße, мир, – “x”" in document.decode()
    assert "not of its encoding" in problem


@pytest.mark.parametrize("lost", range(1, 4))
def test_document_cut_inside_a_character_keeps_its_encoding(lost: int) -> None:
    body = "<rss><channel><title>мир</title><item><title>ü</title><description>x𝄞".encode()[:-lost]
    document, problem = utf8(body, "text/xml")
    assert document.decode().endswith("<description>x")
    assert problem
    assert title(body) == "мир"


@pytest.mark.parametrize(
    "junk",
    [
        b"\n",
        b" \r\n\t",
        b"\x00",
        b"<br />\n<b>Warning</b>: in x.php<br />\n",
        b"<!-- a -->",
    ],
)
def test_junk_before_the_declaration_is_cut_off(junk: bytes) -> None:
    body = declared("utf-8", TEXT).encode()
    assert utf8(junk + body) == (body, "")


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "<?xml version=1?>"}',
        b"<rss><channel><title><![CDATA[<?xml version='1.0'?>]]></title></channel></rss>",
        b"<html><body><?xml version='1.0'?></body></html>",
        b"<?xml-stylesheet href='x'?><?xml version='1.0'?>",
    ],
)
def test_declaration_inside_the_document_is_no_start(body: bytes) -> None:
    assert utf8(body)[0] in {body, body[body.find(b"<?xml version") :]}
    assert b"stylesheet" in body or utf8(body)[0] == body


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16", "utf-32-be"])
def test_wide_document_cut_inside_a_character_is_read(encoding: str) -> None:
    assert title(declared("utf-16", TEXT).encode(encoding)[:-1]) == "Grüße, мир, 日本"


def test_nothing_stays_nothing() -> None:
    assert utf8(b"") == (b"", "")
    assert utf8(codecs.BOM_UTF8) == (b"", "")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xed\xa0\xbd\xed\xb8\x80", "\U0001f600"),
        (b"a \xed\xa0\xbd\xed\xb8\x80\xed\xa0\xbd\xed\xb8\x81 \xe9", "a \U0001f600\U0001f601 é"),
        (b"x\xed\xa0\xbdy", "x\ufffdy"),
        (b"x\xed\xb8\x80y", "x\ufffdy"),
    ],
)
def test_surrogates_in_utf_8_are_the_character_they_stand_for(raw: bytes, text: str) -> None:
    assert title(WEST.encode().replace("Grüße – “ça”".encode(), raw)) == text
