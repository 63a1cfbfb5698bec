from pathlib import Path

import pytest

from feedsvc.net.files import path_of, read_file
from feedsvc.net.http import Request


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("file:samples/a.xml", "samples/a.xml"),
        ("file:/a/b.xml", "/a/b.xml"),
        ("file:///a/b.xml", "/a/b.xml"),
        ("FILE://localhost/a/b.xml", "/a/b.xml"),
        ("file:///a/b%20c%C3%A9.xml?d#e", "/a/b cé.xml"),
        ("file:///a/100%", "/a/100%"),
    ],
)
def test_the_path_of_a_url(url: str, path: str) -> None:
    assert path_of(url) == Path(path)


@pytest.mark.parametrize(
    ("suffix", "content_type"),
    [
        (".xml", "application/xml"),
        (".RSS", "application/rss+xml"),
        (".atom", "application/atom+xml"),
        (".json", "application/feed+json"),
        (".txt", "application/octet-stream"),
    ],
)
def test_a_file_is_a_document(tmp_path: Path, suffix: str, content_type: str) -> None:
    path = tmp_path / f"feed{suffix}"
    path.write_bytes(b"<rss/>")
    response = read_file(Request(path.as_uri()), most=6)
    assert (response.url, response.status, response.body) == (path.as_uri(), 200, b"<rss/>")
    assert response.headers["content-type"] == content_type


def test_the_same_bytes_are_not_modified_and_other_bytes_are(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(b"<rss/>")
    url = path.as_uri()
    etag = read_file(Request(url), most=99).headers["etag"]
    again = Request(url, (("If-None-Match", etag),))
    assert (read_file(again, most=99).status, read_file(again, most=99).body) == (304, b"")
    assert read_file(Request(url, again.headers, url), most=99).status == 304
    assert read_file(Request(url, again.headers, "https://a.example/"), most=99).status == 200
    path.write_bytes(b"<rss />")
    assert read_file(again, most=99).status == 200


def test_a_file_that_is_missing_or_none(tmp_path: Path) -> None:
    gone = read_file(Request((tmp_path / "gone.xml").as_uri()), most=9)
    assert (gone.status, gone.error) == (
        0,
        f"cannot read {tmp_path}/gone.xml: no such file or directory",
    )
    assert read_file(Request(tmp_path.as_uri()), most=9).error.endswith("is a directory")
    assert read_file(Request("file:///a%00b"), most=9).error.endswith("embedded null byte")


def test_a_file_above_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_bytes(bytes((1 << 20) + 1))
    response = read_file(Request(path.as_uri()), most=1 << 20)
    assert (response.status, response.body, response.error) == (0, b"", "more than 1 MiB")
