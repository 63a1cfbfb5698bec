"""The real documents of ../shared/corpus, through the real program, over loopback."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote

import feedparser
import pytest
from lxml import etree

from feedsvc.flows.serve import Publisher
from feedsvc.publish.formats import Format
from feedsvc.store.entries import counts
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher


@dataclass
class Corpus:
    """The service after its first poll of every document, one source each."""

    config: Path
    files: dict[str, Path]
    accounts: dict[str, dict[str, object]]
    errors: str


@pytest.fixture(scope="module")
def corpus(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = shared / "corpus" / "snapshots"
    files = {f"s{number}": path for number, path in enumerate(sorted(folder.iterdir()))}
    config = tmp_path_factory.mktemp("corpus")

    class Upstream(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = folder / unquote(self.path[1:])
            body = path.read_bytes()
            kind = "application/json" if path.suffix == ".json" else "application/xml"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    (config / "feedsvc.toml").write_text(
        f'[database]\nurl = "sqlite:///{config}/feedsvc.sqlite3"\n'
        '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
    )
    (config / "sources.toml").write_text(
        "\n".join(
            f'[sources.{name}]\nurl = "http://127.0.0.1:{server.server_port}/{quote(path.name)}"'
            for name, path in files.items()
        )
    )
    done = poll(config)
    yield Corpus(
        config,
        files,
        {str(row["source"]): row for row in map(json.loads, done.stdout.splitlines())},
        done.stderr,
    )
    server.shutdown()
    server.server_close()
    thread.join()


def poll(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "feedsvc", "--config", str(config), "poll", "--json"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=110)


def documents(publisher: Publisher) -> dict[tuple[str, Format], bytes]:
    return {
        (channel.name, form): publisher.document(channel.name, form).body
        for channel in publisher.channels()
        for form in Format
    }


def distinct(path: Path) -> int:
    """How many distinct entries with a title, a link or a body a plain parse reads."""
    if path.suffix == ".json":
        items = json.loads(path.read_bytes().decode("utf-8-sig")).get("items", [])
        texts = ("title", "url", "content_html", "content_text", "summary")
        listed = {tuple(str(one.get(name, "")) for name in ("id", *texts)) for one in items}
        return sum(any(one[1:]) for one in listed)
    parsed = feedparser.parse(
        path.read_bytes(),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml"},
    )
    found = set()
    for entry in parsed.entries:
        body = [content.value for content in entry.get("content", [])]
        body.append(dict.get(entry, "summary", ""))
        named = (entry.get("title", ""), entry.get("link", ""), "".join(body))
        if any(named) or dict.get(entry, "id") or dict.get(entry, "published"):
            found.add((dict.get(entry, "id", ""), *named))
    return len(found)


def test_every_document_is_polled_without_an_internal_error(corpus: Corpus) -> None:
    assert corpus.errors == ""
    assert set(corpus.accounts) == set(corpus.files)
    assert {row["outcome"] for row in corpus.accounts.values()} == {"fetched", "failed"}
    said = [str(row["error"]) for row in corpus.accounts.values()]
    assert not [line for line in said if "Traceback" in line or "Error(" in line or "\n" in line]


def test_what_is_no_feed_fails_with_its_reason(corpus: Corpus) -> None:
    failed = [row for row in corpus.accounts.values() if row["outcome"] == "failed"]
    assert failed
    assert all(row["error"] for row in failed)
    assert all(distinct(corpus.files[str(row["source"])]) == 0 for row in failed)


def test_every_distinct_entry_is_stored(corpus: Corpus) -> None:
    stored = counts(open_house(corpus.config).database.statements())
    missing = {
        path.name: (distinct(path), stored.get(name, 0))
        for name, path in corpus.files.items()
        if stored.get(name, 0) < distinct(path)
    }
    assert missing == {}
    more = {
        path.name for name, path in corpus.files.items() if stored.get(name, 0) > distinct(path) > 0
    }
    assert more == set()


def test_every_document_we_publish_is_read_by_others(corpus: Corpus) -> None:
    for (name, form), body in documents(open_publisher(open_house(corpus.config))).items():
        if form is Format.JSON:
            assert json.loads(body)["version"] == "https://jsonfeed.org/version/1.1"
            continue
        etree.fromstring(body)
        parsed = feedparser.parse(body)
        assert not parsed.bozo, (name, form, parsed.get("bozo_exception"))
        assert parsed.version


def test_second_poll_and_restart_change_nothing(corpus: Corpus) -> None:
    house = open_house(corpus.config)
    before = documents(open_publisher(house))
    query = "SELECT * FROM entries ORDER BY id"
    rows = house.database.connection().execute(query).fetchall()
    again = [json.loads(line) for line in poll(corpus.config).stdout.splitlines()]
    assert sum(row["new"] + row["updated"] for row in again) == 0
    house = open_house(corpus.config)
    assert house.database.connection().execute(query).fetchall() == rows
    assert documents(open_publisher(house)) == before
