import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.cli.site import Site


@pytest.fixture
def polled(program: Program) -> Program:
    program.write_samples()
    assert program("poll").code == 0
    return program


def held(path: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()
    }


def test_everything_is_published_as_the_web_process_answers_it(polled: Program) -> None:
    ended = polled("publish", "out")
    assert (ended.code, ended.err) == (0, "")
    files = held(polled.home / "out")
    del files[".feedsvc-published"]
    lines = ended.out.splitlines()
    assert lines[0] == f"{len(files)} written, 0 unchanged, 0 removed."
    assert lines[1].startswith("Publish again at 2100-01-01 00:00 UTC")
    site = Site(polled)
    for file, body in files.items():
        path = "/" if file == "index.html" else f"/{file.removesuffix('/index.html')}"
        assert site.get(path) == body, file
    for form in ("atom", "rss", "json"):
        assert b"Story 1" in files[f"channels/source-herald.{form}"]
    assert len([file for file in files if file.startswith("entries/")]) == 3


def test_what_was_done_is_told_to_programs(polled: Program) -> None:
    (first,) = polled("publish", "out", "--json").rows()
    assert (first["folder"], first["unchanged"], first["removed"]) == ("out", 0, 0)
    assert first["until"] == "2100-01-01T00:00:00+00:00"
    (again,) = polled("publish", "out", "--json").rows()
    assert (again["written"], again["unchanged"]) == (0, first["written"])


def test_a_withdrawn_entry_goes(polled: Program) -> None:
    polled("publish", "out")
    url = "https://herald.example/1"
    polled("entries", "withdraw", url, "--reason", "Asked for")
    (done,) = polled("publish", "out", "--json").rows()
    assert done["removed"] == 1
    assert not [body for body in held(polled.home / "out").values() if b"Text of story 1." in body]
    polled("entries", "restore", url)
    polled("publish", "out")
    assert [body for body in held(polled.home / "out").values() if b"Text of story 1." in body]


def test_a_folder_that_is_of_others_is_refused(polled: Program) -> None:
    line = polled("publish", "config").refused()
    assert line == "config holds files that feedsvc did not write; name an empty or a new folder"
    line = polled("publish", "config/sources.toml").refused()
    assert line == (
        "config/sources.toml is a file, or lies below one; name a folder to publish into"
    )
    assert polled("publish").code == 2


def test_a_terminal_shows_how_far_it_is(polled: Program) -> None:
    ours, theirs = pty.openpty()
    environment = polled.environment | {"TERM": "xterm", "COLUMNS": "80"}
    ended = subprocess.run(
        [sys.executable, "-m", "feedsvc", "publish", "out", "--json"],
        cwd=polled.home,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
        timeout=60,
    )
    os.close(theirs)
    shown = os.read(ours, 65536)
    os.close(ours)
    assert b"Publishing" in shown
    assert ended.stdout.count(b"\n") == 1
