"""The account to a source's owner, from the counts of a real web process."""

import csv
import http.client
import io
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import html5lib
import pytest

from feedsvc.store.database import Database
from feedsvc.text.legal import legal
from tests.cli.program import Program, free_port
from tests.cli.test_run import get, stopped, wait_for
from tests.flows.log import Log

NOW = datetime.now(UTC)
MONTH = f"{NOW:%Y-%m}"
HOSTILE = '=HYPERLINK("https://evil.example";"x")</script><script>alert(1)</script>"\'<!--\x1b[31m\x07\u202e'
WORDS = '@SUM(1)</style><img src=x onerror="alert(1)">'
FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers)"


def log(program: Program, **changed: object) -> None:
    database = Database(f"sqlite:///{program.database}")
    begins = NOW.replace(day=1, hour=0, minute=0)
    Log(database).add(begins, "logged", "herald", **changed)
    database.close()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """After a poll, with a hostile entry in the log; for tests that only look."""
    made = Program(tmp_path_factory.mktemp("told"))
    made.write_samples()
    assert made("poll").code == 0
    log(
        made,
        title=HOSTILE,
        url="javascript:alert(1)",
        attribution=WORDS,
        reasons=[WORDS, HOSTILE],
        granted_by=WORDS,
        evidence="+1",
    )
    return made


@contextmanager
def serving(program: Program) -> Iterator[int]:
    port = free_port()
    process = program.start("web", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    try:
        wait_for(lambda: get(port, "/healthz")[0] == 200, process)
        yield port
    finally:
        code, out, err = stopped(process, signal.SIGTERM)
    assert (code, out) == (0, "")
    assert "Traceback" not in err


def fetch(port: int, path: str, agent: str | None, tag: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        fields = {"User-Agent": agent} if agent is not None else {}
        connection.request("GET", path, headers=fields | ({"If-None-Match": tag} if tag else {}))
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers["ETag"]
    finally:
        connection.close()


def document(program: Program, *words: str) -> dict[str, Any]:
    (made,) = program("report", "--source", "herald", "--json", *words).rows()
    return made


def test_what_was_fetched_is_told_to_the_last_request(program: Program) -> None:
    program.write_samples()
    program("poll")
    with serving(program) as port:
        status, tag = fetch(port, "/channels/all.atom", FEEDLY)
        assert status == 200
        for _ in range(30):
            assert fetch(port, "/channels/all.atom", FEEDLY, tag)[0] == 304
        for number in (1, 2):
            agent = f"Feedbin feed-id:{number} - {number}0 subscribers"
            assert fetch(port, "/channels/all.rss", agent)[0] == 200
        assert fetch(port, "/channels/source-herald", None)[0] == 200
        assert fetch(port, "/channels/source-quay.json", FEEDLY)[0] == 200
        assert fetch(port, "/channels/nope.json", FEEDLY)[0] == 404
    every, own = document(program)["channels"]
    assert every["readers"] == [
        {"name": "Feedbin", "requests": 2, "unchanged": 0, "subscribers": 30},
        {"name": "Feedly", "requests": 31, "unchanged": 30, "subscribers": 16},
    ]
    assert (every["requests"], every["unchanged"], every["subscribers"]) == (33, 30, 46)
    assert own["readers"] == [{"name": "unnamed", "requests": 1, "unchanged": 0, "subscribers": 0}]
    with serving(program) as port:
        assert fetch(port, "/channels/all.atom", FEEDLY.replace("16", "12"))[0] == 200
    every, _ = document(program)["channels"]
    assert every["readers"][1]["requests"] == 32
    assert every["readers"][1]["subscribers"] == 16
    written = program("report", "--source", "herald", "--csv", "--readers").out
    assert list(csv.reader(io.StringIO(written)))[1:] == [
        ["all", "Feedbin", "2", "0", "30"],
        ["all", "Feedly", "32", "30", "16"],
        ["source-herald", "unnamed", "1", "0", "0"],
    ]


def test_counts_are_stored_though_somebody_never_finishes_asking(program: Program) -> None:
    program.write_samples()
    program("poll")
    port = free_port()
    process = program.start("web", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    wait_for(lambda: get(port, "/healthz")[0] == 200, process)
    assert fetch(port, "/channels/all.atom", FEEDLY)[0] == 200
    with socket.create_connection(("127.0.0.1", port)) as idle:
        idle.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.2)
        stopped(process, signal.SIGTERM)
    every, _ = document(program)["channels"]
    assert [one["name"] for one in every["readers"]] == ["Feedly"]


def test_the_document(told: Program) -> None:
    made = document(told, "--month", MONTH)
    assert made["month"] == MONTH
    assert made["source"] == {
        "name": "herald",
        "title": "The Harbour Herald",
        "url": f"file://{told.folder / 'herald.xml'}",
    }
    totals = {"published": 1, "full": 1, "excerpt": 0, "link": 0, "new": 1, "withdrawn": 0}
    assert made["totals"] == totals | {"shown_on": 0}
    (entry,) = made["entries"]
    assert entry["title"] == HOSTILE
    assert entry["grants"][0]["reasons"] == [WORDS, HOSTILE]
    (permission,) = made["permissions"]
    assert permission.items() >= {"scope": "full", "granted_by": "Desk"}.items()


def test_the_table_is_read_back_and_no_spreadsheet_computes_it(told: Program) -> None:
    written = told("report", "--source", "herald", "--csv")
    assert (written.code, written.err) == (0, "")
    with io.StringIO(written.out, newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["id"] == "logged"
    assert row["title"].startswith("'=HYPERLINK")
    assert row["attribution"].startswith("'@SUM")
    assert (row["evidence"], row["shown"], row["images"]) == ("'+1", "full", "yes")
    assert row["withdrawn"] == ""
    assert not any(value[:1] in "=+-@\t\r" for value in row.values() if value)
    assert written.out.count("\r\n") == written.out.count("\n") == 2


def test_the_text_is_for_people_and_obeys_nothing(told: Program) -> None:
    ended = told("report", "--source", "herald")
    assert (ended.code, ended.err) == (0, "")
    text = ended.out
    assert text.startswith("The Harbour Herald: ")
    assert text.index("Entries published") < text.index("Permission\n") < text.index("\nEntries\n")
    assert f"{'Entries published':<40}{1:>8}\n" in text
    assert "granted by: Desk" in text
    assert "at least 0" in text
    assert text.replace("\n", "").isprintable()
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 110


def test_the_page_stands_alone_and_hostile_words_are_words(told: Program) -> None:
    ended = told("report", "--source", "herald", "--html")
    assert (ended.code, ended.err) == (0, "")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(ended.out)
    assert parser.errors == []
    names = [node.tag for node in tree.iter() if isinstance(node.tag, str)]
    assert not {"script", "img", "iframe", "link", "object", "form", "svg"} & set(names)
    assert names.count("style") == 1
    attributes = {name for node in tree.iter() for name in node.attrib}
    assert not {name for name in attributes if name.startswith("on") or name in ("src", "style")}
    links = {node.attrib["href"] for node in tree.iter("a")}
    assert all(link.startswith("http") for link in links)
    shown = " ".join(tree.itertext())
    assert legal(HOSTILE) in shown
    assert WORDS in shown
    assert "@import" not in ended.out
    assert "url(" not in ended.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--month", "2026-13"], "'2026-13' is no month; write it as 2026-03"),
        (["--month", "March"], "'March' is no month"),
        (["--month", "0000-01"], "'0000-01' is no month"),
        (["--month", "9998-01"], "9998-01 has not begun yet (in UTC)"),
        (["--csv", "--json"], "--csv, --html and --json exclude each other; choose one"),
        (["--html", "--json"], "--csv, --html and --json exclude each other; choose one"),
        (["--readers"], "--readers is the other table of --csv; give both"),
    ],
)
def test_wrong_usage_is_told(told: Program, words: list[str], said: str) -> None:
    ended = told("report", "--source", "herald", *words)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_an_unknown_source_is_told(told: Program) -> None:
    line = told("report", "--source", "nope").refused()
    assert line == "there is no source 'nope'; see feedsvc sources list"
    assert told("report").code == 2


def test_a_month_without_anything(told: Program) -> None:
    made = document(told, "--month", "2001-02")
    assert (made["entries"], made["permissions"]) == ([], [])
    text = told("report", "--source", "herald", "--month", "2001-02").out
    assert "None is on record for this month." in text
    assert "None came, changed or went." in text
    page = told("report", "--source", "herald", "--month", "2001-02", "--html").out
    assert "None is on record for this month." in page
    table = told("report", "--source", "herald", "--month", "2001-02", "--csv").out
    assert table.count("\r\n") == 1


def test_the_command_is_listed(told: Program) -> None:
    assert "The account to a source's owner" in told("--help").out
    assert "--month YYYY-MM" in told("report", "--help").out
