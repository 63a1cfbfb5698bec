import re
import socket
from datetime import datetime

import pytest

from tests.cli.program import Program
from tests.net.loopback import Loopback, answer, path_of
from tests.rig import item, rss

KIND = "text/html"
LICENCE = "<cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>"


def test_the_list_tells_how_each_fares(polled: Program) -> None:
    rows = {row["name"]: row for row in polled("sources", "list", "--json").rows()}
    assert list(rows) == ["herald", "quay", "wire"]
    herald = rows["herald"]
    assert herald["url"] == (polled.folder / "herald.xml").as_uri()
    assert (herald["title"], herald["tags"]) == ("The Harbour Herald", ["port"])
    assert (herald["enabled"], herald["health"], herald["entries"]) == (True, "ok", 2)
    assert datetime.fromisoformat(herald["due_at"]) > datetime.fromisoformat(herald["polled_at"])
    assert rows["quay"]["title"] == "Quay & Söhne"
    wire = rows["wire"]
    assert (wire["enabled"], wire["health"], wire["entries"]) == (False, "new", 0)
    assert (wire["title"], wire["polled_at"], wire["due_at"]) == ("wire", None, None)


def test_one_that_was_never_polled_is_due_since_it_was_added(program: Program) -> None:
    program.write_samples()
    herald, *_ = program("sources", "list", "--json").rows()
    age = datetime.now().astimezone() - datetime.fromisoformat(herald["due_at"])
    assert 0 <= age.total_seconds() < 60


def test_one_source_with_what_its_owner_permits(polled: Program) -> None:
    (herald,) = polled("sources", "show", "herald", "--json").rows()
    assert {key: herald[key] for key in ("scope", "granted_by", "from", "until", "embargo")} == {
        "scope": "full",
        "granted_by": "Desk",
        "from": None,
        "until": "2099-12-31",
        "embargo": "30m",
    }
    assert herald["home_url"] == "https://herald.example/"
    assert herald["interval"].endswith("m")
    told = polled("sources", "show", "herald").out
    assert re.search(r"\nscope +full\n", told)
    assert re.search(r"\nembargo +30m\n", told)


def test_an_unknown_source(polled: Program) -> None:
    line = polled("sources", "show", "heralt").refused()
    assert line == "there is no source 'heralt' (did you mean herald?); see feedsvc sources list"


def test_looking_at_a_feed_stores_nothing(program: Program) -> None:
    program.write_samples()
    program.write(feedsvc='[fetch]\nallow_networks = ["127.0.0.0/8"]')
    document = rss(item(1), item(2, more=LICENCE), title="Elsewhere")
    with Loopback(answer(body=document, content_type="application/rss+xml")) as upstream:
        (seen,) = program("sources", "test", upstream.url, "--json").rows()
        for_people = program("sources", "test", upstream.url)
    assert (seen["title"], seen["remark"]) == ("Elsewhere", "")
    shown = {entry["title"]: (entry["shown"], entry["why"]) for entry in seen["entries"]}
    assert shown == {
        "Story 1": (
            "excerpt",
            "neither the entry nor its feed declares a licence that allows the whole text",
        ),
        "Story 2": ("full", "CC BY 4.0 allows to share the whole text; the entry declares it"),
    }
    assert [entry["attribution"] for entry in seen["entries"]] == [
        "First published by Elsewhere, licensed under CC BY 4.0.",
        "First published by Elsewhere.",
    ]
    assert [(one["id"], one["entries"]) for one in seen["licences_found"]] == [("CC-BY-4.0", 1)]
    assert "Story 2" in for_people.out
    assert program("entries", "list", "--json").rows() == []
    assert [row["name"] for row in program("sources", "list", "--json").rows()] == [
        "herald",
        "quay",
        "wire",
    ]


def test_looking_at_a_page_tells_of_the_feed_that_it_announces(program: Program) -> None:
    program.write_samples()
    program.write(feedsvc='[fetch]\nallow_networks = ["127.0.0.0/8"]')
    links = "".join(f'<link rel=alternate type=text/xml href="/{name}">' for name in ("feed", "b"))

    def serve(connection: socket.socket, head: bytes) -> None:
        document = {"/": links.encode(), "/feed": rss(item(1), title="Elsewhere")}
        body = document.get(path_of(head))
        handler = answer("404 Not Found") if body is None else answer(body=body, content_type=KIND)
        handler(connection, head)

    with Loopback(serve) as upstream:
        (seen,) = program("sources", "test", f"{upstream.url}/", "--json").rows()
        for_people = program("sources", "test", f"{upstream.url}/").out
    assert seen["page"] == f"{upstream.url}/"
    assert seen["configure"] == f'url = "{upstream.url}/feed"'
    assert seen["other_feeds"] == [f"{upstream.url}/b"]
    assert (seen["url"], seen["title"], len(seen["entries"])) == (
        f"{upstream.url}/feed",
        "Elsewhere",
        1,
    )
    assert re.match(
        rf'page +{upstream.url}/\nconfigure +url = "{upstream.url}/feed"\nother_feeds +', for_people
    )


def test_looking_at_a_source_by_its_name_goes_by_its_permission(polled: Program) -> None:
    (seen,) = polled("sources", "test", "herald", "--json").rows()
    assert {entry["shown"] for entry in seen["entries"]} == {"full"}


@pytest.mark.parametrize(
    ("url", "line"),
    [
        (
            "heralt",
            "heralt: is no source, and is no http or https URL: 'heralt'; write it whole",
        ),
        ("file:herald.xml", "file:herald.xml: is no source, and is no http or https URL: "),
        (
            "https://me:secret@news.example/",
            "https://news.example/: is no source, and holds a user name or password",
        ),
        ("http://127.0.0.1:9/", "http://127.0.0.1:9/: address 127.0.0.1 refused: loopback"),
        ("http://a\x1b[2Jb/", "http://a"),
    ],
)
def test_a_url_that_cannot_be_looked_at(polled: Program, url: str, line: str) -> None:
    said = polled("sources", "test", url).refused()
    assert said.startswith(line)
    assert "secret" not in said


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        ("404 Not Found", b"", "HTTP 404 Not Found"),
        ("410 Gone", b"", "HTTP 410 Gone"),
        ("503 Service Unavailable", b"", "HTTP 503 Service Unavailable"),
        ("200 OK", b"", "the answer is empty"),
        ("200 OK", b"<!doctype html><title>Hello</title>", ""),
    ],
)
def test_a_url_that_gives_no_feed(polled: Program, status: str, body: bytes, reason: str) -> None:
    with Loopback(answer(status, body, content_type="text/html")) as upstream:
        allowed = "127.0.0.0/8"
        line = polled("sources", "test", upstream.url, FEEDSVC_FETCH__ALLOW_NETWORKS=allowed)
    assert line.refused().startswith(f"{upstream.url}: {reason}")
    assert len(line.refused()) > len(upstream.url) + 10


def test_a_source_is_revoked_and_restored(polled: Program) -> None:
    (gone,) = polled(
        "sources", "revoke", "herald", "--reason", "The contract ended", "--json"
    ).rows()
    assert (gone["source"], gone["change"], len(gone["entries"])) == ("herald", "revoked", 2)
    states = {one["source"]: one["state"] for one in polled("entries", "list", "--json").rows()}
    assert states == {"herald": "withdrawn", "quay": "published"}
    (herald,) = polled("sources", "show", "herald", "--json").rows()
    assert herald["revoked"] is True
    given, revoked = herald["permissions"]
    assert given["change"] == "given"
    assert "scope = full" in given["to"]
    assert (revoked["change"], revoked["reason"]) == ("revoked", "The contract ended")
    assert revoked["to"] == []
    assert given["by"] == revoked["by"] != ""
    assert [one["source"] for one in polled("poll", "--json").rows()] == ["quay"]
    assert polled("sources", "restore", "herald").out == "herald is restored; entries: 2.\n"
    assert {one["state"] for one in polled("entries", "list", "--json").rows()} == {"published"}


def test_revoking_asks_for_a_reason_and_a_source(polled: Program) -> None:
    assert polled("sources", "revoke", "herald").code == 2
    line = polled("sources", "revoke", "heralt", "--reason", "x").refused()
    assert line == "there is no source 'heralt' (did you mean herald?); see feedsvc sources list"
