"""The addresses of archives (RFC 5005 4; standards D4)."""

import pytest
from werkzeug.test import Client

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from tests.web.sample_site import TYPES, SampleSite

FORMATS = ("atom", "rss", "json")


@pytest.fixture
def client() -> Client:
    service = SampleSite(base_url="https://feeds.example.org/below")
    return Client(ByteCache(create_app(service), service))


@pytest.mark.parametrize("form", FORMATS)
def test_an_archive_is_a_document_with_validators(client: Client, form: str) -> None:
    first = client.get(f"/channels/coast/archive/1.{form}")
    assert (first.status_code, first.content_type) == (200, TYPES[form])
    assert f"coast 1 {form}" in first.text
    again = client.get(
        f"/channels/coast/archive/1.{form}", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("host", ["feeds.example.org", "evil.example"])
def test_the_next_archive_leads_to_the_channel_until_it_is_sealed(
    client: Client, form: str, host: str
) -> None:
    for _ in range(2):
        answer = client.get(f"/channels/coast/archive/3.{form}", headers={"Host": host})
        assert answer.status_code == 307
        assert answer.headers["Location"] == f"/below/channels/coast.{form}"
        assert answer.headers.getlist("Cache-Control") == ["no-cache"]
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(f"/channels/coast/archive/3.{form}").status_code == 307


@pytest.mark.parametrize(
    "path",
    [
        *(f"coast/archive/{n}.atom" for n in ("0", "4", "01", "-1", "1.0", "x", "1 ", "٣")),
        f"coast/archive/{'9' * 30}.atom",
        "coast/archive/1.xml",
        "coast/archive/01",
        "no-such/archive/1.atom",
    ],
)
def test_there_is_nothing_else(client: Client, path: str) -> None:
    assert client.get(f"/channels/{path}").status_code == 404


def test_an_archive_has_a_page_that_leads_on_to_the_older_ones(client: Client) -> None:
    newest = client.get("/channels/coast/archive/2", headers={"Accept": "text/html"})
    assert newest.status_code == 200
    assert newest.content_type == "text/html; charset=utf-8"
    page = newest.get_data(as_text=True)
    assert 'rel="prev" href="/below/channels/coast/archive/1"' in page
    assert "/below/channels/coast/archive/2" in page  # its canonical address
    oldest = client.get("/channels/coast/archive/1").get_data(as_text=True)
    assert 'rel="prev"' not in oldest


def test_the_page_of_the_next_archive_is_that_of_the_channel_by_now(client: Client) -> None:
    answer = client.get("/channels/coast/archive/3")
    assert answer.status_code == 307
    assert answer.headers["Location"] == "/below/channels/coast"
