"""Every route of the application, and what every answer carries."""

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from tests.web.sample_site import SampleSite

KNOWN = {"name": "coast", "form": "atom", "id": "lighthouse", "filename": "style.css"}
UNKNOWN = {"name": "no-such", "form": "rss", "id": "no-such", "filename": "no-such.css"}


class Reader(Client):
    """A client that reads every answer to its end."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        return super().open(*args, buffered=True, **kwargs)  # type: ignore[arg-type]


METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW")


@pytest.fixture
def service() -> SampleSite:
    return SampleSite()


@pytest.fixture
def app(service: SampleSite) -> Flask:
    return create_app(service)


@pytest.fixture
def client(app: Flask, service: SampleSite) -> Client:
    return Reader(ByteCache(app, service))


def addresses(app: Flask, values: dict[str, str]) -> Iterator[str]:
    adapter = app.url_map.bind("example.org")
    for rule in app.url_map.iter_rules():
        yield adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


def assert_guarded(answer: TestResponse) -> None:
    policy = answer.headers["Content-Security-Policy"]
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";")}
    assert parts["default-src"] == ["'none'"]
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["form-action"] == ["'none'"]
    assert not {"script-src", "object-src", "connect-src", "frame-src"} & set(parts)
    assert not {"allow-scripts", "allow-same-origin", "allow-forms"} & set(parts["sandbox"])
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in answer.headers


def test_h4_every_answer_of_every_route_is_guarded(app: Flask, client: Client) -> None:
    asked = [*addresses(app, KNOWN), *addresses(app, UNKNOWN), "/no/such", "/entries/gone"]
    statuses = set()
    for address in asked:
        for method in METHODS:
            for fields in ({}, {"If-None-Match": "*"}, {"Accept-Encoding": "identity;q=0"}):
                answer = client.open(address, method=method, headers=fields)
                assert_guarded(answer)
                statuses.add(answer.status_code)
    assert statuses == {200, 304, 404, 405, 406, 410}


def test_h4_every_answer_is_guarded_when_the_service_fails(
    app: Flask, client: Client, service: SampleSite
) -> None:
    service.broken = True
    statuses = set()
    for address in addresses(app, KNOWN):
        answer = client.get(address)
        assert_guarded(answer)
        statuses.add(answer.status_code)
        if answer.status_code == 503:
            assert answer.headers["Cache-Control"] == "no-store"
    assert statuses == {200, 503}


def test_m12_answers_of_every_route_say_how_long_they_are(app: Flask, client: Client) -> None:
    for address in [*addresses(app, KNOWN), *addresses(app, UNKNOWN)]:
        answer = client.get(address)
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert client.head(address).data == b""


def test_m13_other_methods_are_told_which_there_are(app: Flask, client: Client) -> None:
    for address in [*addresses(app, KNOWN), *addresses(app, UNKNOWN)]:
        for method in ("POST", "PUT", "DELETE", "PATCH", "BREW"):
            answer = client.open(address, method=method)
            assert answer.status_code == 405
            assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
        answer = client.options(address)
        assert answer.status_code == 200
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/entries/gone", 410),
        ("/entries/no-such", 404),
        ("/channels/no-such", 404),
        ("/channels/no-such.json", 404),
        ("/channels/coast.xml", 404),
        ("/channels/coast/", 404),
        ("/channels/", 404),
        ("/static/../app.py", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/channels/" + quote("<script>alert(1)</script>"), 404),
        ("/" + quote("<script>alert(1)</script>"), 404),
        ("/channels/%ff%fe", 404),
        ("/channels/a%0d%0aSet-Cookie:%20x=y.rss", 404),
    ],
)
def test_m18_errors_say_one_clear_thing_and_echo_nothing(
    client: Client, address: str, status: int
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Location" not in answer.headers
    for echoed in ("script>", "evil", "no-such", "x=y"):
        assert echoed not in answer.text
    if address.endswith((".json", ".rss")):
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
        assert answer.text == "There is nothing at this address.\n"
    else:
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("address", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/channels/coast", "text/html; charset=utf-8"),
        ("/channels/coast.atom", "application/atom+xml; charset=utf-8"),
        ("/channels/coast.rss", "application/rss+xml; charset=utf-8"),
        ("/channels/coast.json", "application/feed+json; charset=utf-8"),
        ("/entries/lighthouse", "text/html; charset=utf-8"),
        ("/channels.opml", "text/x-opml; charset=utf-8"),
        ("/sources.opml", "text/x-opml; charset=utf-8"),
    ],
)
def test_m19_types_name_their_charset_and_feeds_may_be_read_by_scripts(
    client: Client, address: str, content_type: str
) -> None:
    answer = client.get(address)
    assert answer.headers["Content-Type"] == content_type
    open_to_scripts = answer.headers.get("Access-Control-Allow-Origin")
    assert open_to_scripts == (None if content_type.startswith("text/html") else "*")


def test_o3_no_address_redirects(app: Flask, client: Client) -> None:
    for address in [*addresses(app, KNOWN), *addresses(app, UNKNOWN)]:
        for odd in (
            f"/evil.example{address}",
            f"//evil.example{address}",
            f"/{address}",
            f"{address}/",
        ):
            answer = client.get(
                "/", environ_overrides={"PATH_INFO": odd, "HTTP_HOST": "evil.example"}
            )
            assert "Location" not in answer.headers
            assert "evil" not in answer.text


@pytest.mark.parametrize(
    "odd", ["//", "//channels/coast", "/channels//coast", "/channels/coast/", "/Channels/coast"]
)
def test_o3_a_document_has_one_address(client: Client, odd: str) -> None:
    assert client.get("/", environ_overrides={"PATH_INFO": odd}).status_code == 404


def test_the_two_opml_documents(client: Client) -> None:
    assert b"channels" in client.get("/channels.opml").data
    assert b"sources" in client.get("/sources.opml").data


def test_health_is_asked_for_each_time(client: Client, service: SampleSite) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    service.broken = True
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.text == "the database does not answer\n"


def test_the_style_sheet_is_named_by_its_content(client: Client) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?" in address
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "max-age=" in answer.headers["Cache-Control"]
