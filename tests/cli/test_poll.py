"""Polling: whatever one source answers, the others are polled and nothing is lost."""

import socket
from typing import Any

import pytest

from tests.cli.program import Program
from tests.net.loopback import Loopback, path_of, silent
from tests.rig import item, rss

COLUMNS = ["source", "outcome", "status", "new", "updated", "unchanged", "seconds", "error"]
GOOD = rss(item(1), item(2))
NEWER = rss(item(3), item(4), item(1))


def sent(body: bytes, status: str = "200 OK", *, length: int | None = None) -> bytes:
    """An answer with its length, or with another."""
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\n\r\n".encode() + body


RAW = {
    "page": sent(b"<!doctype html><html><head><title>Hello</title></head><body>Hi</body></html>"),
    "nothing": sent(b""),
    "cut": sent(NEWER[: NEWER.index(b"Story 4") + 4]),
    "short": sent(NEWER[:600], length=len(NEWER)),
    "missing": sent(b"<html>not here</html>", "404 Not Found"),
    "broken": sent(b"oops", "500 Internal Server Error"),
    "closed": b"",
}
REASONS = {
    "page": ("failed", 200, "not a feed"),
    "nothing": ("failed", 200, "the answer is empty"),
    "cut": ("fetched", 200, "ends in the middle"),
    "short": ("failed", 0, "the answer broke off"),
    "missing": ("failed", 404, "HTTP 404 Not Found"),
    "broken": ("failed", 500, "HTTP 500 Internal Server Error"),
    "closed": ("failed", 0, "the connection was closed without an answer"),
    "never": ("failed", 0, "silent for 10 s"),
}


class Upstream:
    """Every path gives two entries, until it is told to turn bad."""

    def __init__(self) -> None:
        self.is_bad = False

    def __call__(self, connection: socket.socket, head: bytes) -> None:
        name = path_of(head)[1:]
        if not self.is_bad:
            connection.sendall(sent(GOOD))
        elif name == "good":
            connection.sendall(sent(NEWER))
        elif name == "never":
            silent(connection, head)
        else:
            connection.sendall(RAW[name])
            connection.shutdown(socket.SHUT_RDWR)


def declared(url: str, *names: str) -> str:
    """Sources; those called `never` or `good` at another name of this machine."""
    other = url.replace("127.0.0.1", "localhost")
    return "".join(
        f'[sources.{name}]\nurl = "{other if name == "never" else url}/{name}"\n' for name in names
    )


def by_source(program: Program, *words: str) -> dict[str, dict[str, Any]]:
    rows = program("poll", *words, "--json").rows()
    assert all(list(row) == COLUMNS for row in rows)
    return {row["source"]: row for row in rows}


def test_whatever_one_source_answers_the_others_are_polled_and_nothing_is_lost(
    program: Program,
) -> None:
    upstream = Upstream()
    with Loopback(upstream) as loopback:
        program.write(
            feedsvc='[fetch]\nhost_gap = "0s"\nallow_networks = ["127.0.0.0/8", "::1"]',
            sources=declared(loopback.url, "never", *RAW, "good"),
        )
        first = by_source(program)
        assert {(row["outcome"], row["new"]) for row in first.values()} == {("fetched", 2)}
        before = program("entries", "list", "--json").rows()
        upstream.is_bad = True
        second = by_source(program)
    assert set(second) == {"never", *RAW, "good"}
    assert (second["good"]["outcome"], second["good"]["new"]) == ("fetched", 2)
    for name, (outcome, status, reason) in REASONS.items():
        row = second[name]
        assert (row["outcome"], row["status"]) == (outcome, status), row
        assert reason in row["error"], row
        assert row["error"].isprintable()
    assert second["never"]["seconds"] < 20
    assert max(row["seconds"] for name, row in second.items() if name != "never") < 5
    health = {row["name"]: row["health"] for row in program("sources", "list", "--json").rows()}
    assert health == {
        "never": "failing",
        **dict.fromkeys(RAW, "failing"),
        **dict.fromkeys(("page", "nothing"), "degraded"),
        "cut": "degraded",
        "good": "ok",
    }
    after = program("entries", "list", "--json").rows()
    assert {row["id"] for row in before} <= {row["id"] for row in after}
    for name in ("never", *RAW):
        (channel,) = program("channels", "show", f"source-{name}", "--json").rows()
        assert {"Story 1", "Story 2"} <= {entry["title"] for entry in channel["entries"]}


def test_the_table_for_people(program: Program) -> None:
    program.write_samples()
    program.write(quay_xml="<html>no feed</html>")
    ended = program("poll")
    assert (ended.code, ended.err) == (0, "")
    head, herald, quay, total = ended.out.splitlines()
    assert head.split() == COLUMNS
    assert herald.split()[:4] == ["herald", "fetched", "200", "2"]
    assert quay.split()[:4] == ["quay", "failed", "200", "0"]
    assert total == "2 polled, 1 failed: 2 new entries, 0 updated."


def test_polling_again_finds_nothing_new_and_changes_no_entry(program: Program) -> None:
    program.write_samples()
    program("poll")
    before = program.contents()
    assert {row["outcome"] for row in by_source(program).values()} == {"not_modified"}
    after = program.contents()
    for table in ("entries", "entry_keys", "revisions", "sources", "generation"):
        assert after[table] == before[table]


def test_a_file_that_changed_is_read_again(program: Program) -> None:
    program.write_samples()
    program("poll")
    program.write(herald_xml=rss(item(1), item(2, text="Corrected."), item(5)).decode())
    row = by_source(program, "herald")["herald"]
    assert (row["outcome"], row["new"], row["updated"]) == ("fetched", 1, 1)


def test_named_sources_are_polled_alone(program: Program) -> None:
    program.write_samples()
    assert list(by_source(program, "quay")) == ["quay"]
    assert len(program("poll", "herald", "quay", "herald", "--json").rows()) == 2


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("heralt", "there is no source 'heralt' (did you mean herald?); see feedsvc sources list"),
        ("wire", "the source 'wire' is not enabled; declare it so in sources.toml"),
    ],
)
def test_a_name_that_cannot_be_polled(program: Program, name: str, line: str) -> None:
    program.write_samples()
    assert program("poll", "herald", name).refused() == line
    assert program("entries", "list", "--json").rows() == []


def test_only_what_is_due(program: Program) -> None:
    program.write_samples()
    assert set(by_source(program, "--due")) == {"herald", "quay"}
    assert by_source(program, "--due") == {}
    assert by_source(program, "herald", "--due") == {}
    assert set(by_source(program, "herald")) == {"herald"}


def test_no_source_at_all(program: Program) -> None:
    program.write(sources="[sources]\n")
    ended = program("poll")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith("0 polled, 0 failed: 0 new entries, 0 updated.\n")
