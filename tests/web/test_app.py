"""Every route of the application, and what every answer carries."""

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import Client, TestResponse

from feedsvc.model.entry import Link
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.headers import linked
from tests.web.sample_site import TYPES, SampleSite

KNOWN = {"name": "coast", "form": "atom", "id": "lighthouse", "filename": "style.css"}
KNOWN["number"] = "2"
UNKNOWN = {"name": "no-such", "form": "rss", "id": "no-such", "filename": "no-such.css"}
UNKNOWN["number"] = "9"


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


SHARED = ("/channels/coast.atom", "/channels/coast.rss", "/channels/coast.json", "/channels.opml")


@pytest.mark.parametrize("path", [*SHARED, "/channels/coast", "/sources.opml"])
def test_m13_m19_a_browser_may_ask_what_scripts_of_other_sites_may(
    client: Client, path: str
) -> None:
    asked = {
        "Origin": "https://reader.example",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "a-im, if-none-match",
    }
    answer = client.options(path, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.access_control_allow_methods
    assert {"GET", "HEAD"} <= set(answer.access_control_allow_methods)
    named = {one.lower() for one in answer.access_control_allow_headers or ()}
    assert {"a-im", "if-none-match", "if-modified-since"} <= named
    assert answer.access_control_max_age
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/entries/lighthouse", "/healthz", "/no/such"])
def test_m19_what_is_no_feed_is_not_open_to_scripts(client: Client, path: str) -> None:
    for answer in (client.options(path), client.get(path)):
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", SHARED)
def test_m19_scripts_of_other_sites_may_read_validators_and_links(
    client: Client, path: str
) -> None:
    answer = client.get(path)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.access_control_expose_headers
    assert {"ETag", "IM", "Link"} <= set(answer.access_control_expose_headers)
    same = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert same.headers["Access-Control-Allow-Origin"] == "*"


def test_m14_who_asks_too_often_is_told_why_and_when_and_no_cache_keeps_it(
    app: Flask, client: Client
) -> None:
    @app.get("/often.json")
    def often() -> str:
        raise TooManyRequests(retry_after=30)

    answer = client.get("/often.json")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "30"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.text == "You ask too often; ask again later.\n"


def test_m14_no_cache_keeps_a_failure_and_clients_know_when_to_come_back(
    client: Client, service: SampleSite
) -> None:
    service.broken = True
    for path in (*SHARED, "/"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.data


def test_m15_a_feed_is_linked_with_its_other_forms(client: Client) -> None:
    page = ("https://feeds.example.org/channels/coast", "alternate", "text/html")
    for own in ("atom", "rss", "json"):
        answer = client.get(f"/channels/coast.{own}")
        feeds = [
            (f"{page[0]}.{form}", "self" if form == own else "alternate", TYPES[form].split(";")[0])
            for form in ("atom", "rss", "json")
        ]
        assert links(answer) == [page, *feeds]
    feeds = [(href, "alternate", kind) for href, _, kind in feeds]
    assert links(client.get("/channels/coast")) == feeds


LINK = re.compile(r'<([!-;=?-~]+)>; rel="([a-z-]+)"(?:; type="([a-z/+]+)")?(?:, |\Z)')


def links(answer: TestResponse) -> list[tuple[str | None, ...]]:
    """The links of an answer: address, relation, type (RFC 8288 3)."""
    value = ", ".join(answer.headers.getlist("Link"))
    found = list(LINK.finditer(value))
    assert "".join(one[0] for one in found) == value
    return [one.groups() for one in found]


@pytest.mark.parametrize(
    ("href", "sent"),
    [
        ("https://a.example/b%20c?d=e&f#g", "https://a.example/b%20c?d=e&f#g"),
        ("https://a.example/höhe", "https://a.example/h%C3%B6he"),
        ('https://a.example/>; rel="evil', "https://a.example/%3E;%20rel=%22evil"),
        ("https://a.example/\r\nSet-Cookie:x", "https://a.example/%0D%0ASet-Cookie:x"),
    ],
)
def test_m15_an_address_in_a_link_is_plain_ascii(href: str, sent: str) -> None:
    assert linked([Link(href=href, rel="hub")]) == f'<{sent}>; rel="hub"'


@pytest.mark.parametrize("path", ["/", "/channels/coast", *SHARED, "/entries/lighthouse"])
def test_m17_ranges_are_refused_and_ignored(client: Client, path: str) -> None:
    whole = client.get(path)
    assert whole.headers["Accept-Ranges"] == "none"
    part = client.get(path, headers={"Range": "bytes=0-9"})
    assert (part.status_code, part.data) == (200, whole.data)


def test_m12_a_style_sheet_says_once_how_long_it_keeps(client: Client) -> None:
    answer = client.get("/static/style.css")
    assert answer.headers["Cache-Control"] == "max-age=86400"
    assert not {"Pragma", "Expires"} & set(answer.headers.keys())


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


def test_it_lives_as_long_as_it_answers(client: Client, service: SampleSite) -> None:
    for broken in (False, True):
        service.broken = broken
        answer = client.get("/healthz")
        assert (answer.status_code, answer.text) == (200, "ok\n")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("broken", "locked", "in_force", "status", "lacking"),
    [
        (False, False, True, 200, []),
        (False, True, True, 200, ["writing"]),
        (False, False, False, 200, ["configuration"]),
        (True, True, False, 503, ["database", "writing", "configuration"]),
    ],
)
def test_what_it_lacks_is_told_in_a_line_each(
    *, broken: bool, locked: bool, in_force: bool, status: int, lacking: list[str]
) -> None:
    site = SampleSite(broken=broken, locked=locked)
    answer = Client(create_app(site, lambda: in_force)).get("/readyz")
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    lines = dict(line.split(": ") for line in answer.text.splitlines())
    assert list(lines) == ["database", "writing", "configuration"]
    assert [name for name, said in lines.items() if said != "ok"] == lacking


def test_the_database_is_not_worn_out_by_who_asks_whether_we_are_ready() -> None:
    site = SampleSite()
    client = Client(create_app(site))
    client.get("/readyz")
    site.broken = True
    assert client.get("/readyz").status_code == 200


def test_the_style_sheet_is_named_by_its_content(client: Client) -> None:
    page = client.get("/").text
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?" in address
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "max-age=" in answer.headers["Cache-Control"]
