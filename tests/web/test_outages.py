"""The real web process while its database cannot be written, or not even be read (R6, R7, R11)."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from feedsvc.web import pulse
from tests import postgres
from tests.web.house import House

FIRST, AFTER = 2.0, 0.5
"""Seconds that the first answer may take, and any other; an idle machine needs 0.6 and 0.02."""

RESTARTS = 3

ROOM = 4 * 1024 * 1024


@pytest.fixture
def house(tmp_path: Path) -> House:
    made = House(tmp_path)
    made.poll()
    return made


def everything(house: House, *, first: float = AFTER) -> None:
    """Every page and document is answered, promptly."""
    for path in house.paths():
        answer = house.get(path)
        assert answer.status == 200, path
        assert answer.seconds < first, path
        first = AFTER


def test_r7_channels_are_answered_while_the_database_is_locked(house: House) -> None:
    with house.serving():
        with house.locked():
            began = time.time()
            everything(house, first=FIRST)
            time.sleep(1.5)  # until a second try has failed too
            everything(house)
            assert "writing: not possible" in house.get("/readyz").body.decode()
            ended = time.time()
        house.wait_for("/readyz", "writing: ok")
    logged = house.logged()
    assert len(logged) == len({entry for _, entry in logged}) == 12
    assert all(began <= at / 1e6 <= ended for at, _ in logged)
    assert house.code == 0
    said = house.said.splitlines()[1:]
    assert len(said) == 2, said
    assert "the database cannot be written (database " in said[0]
    assert said[1].endswith("the database can be written again: nothing waits any more")


def test_r9_what_waits_is_written_when_the_process_ends(house: House) -> None:
    with house.serving(), house.locked() as unlock:
        assert house.get("/channels/all.atom").status == 200
        assert "writing: not possible" in house.get("/readyz").body.decode()
        unlock()
    assert len(house.logged()) == 12
    assert house.code == 0


def test_r7_what_was_shown_keeps_its_date_and_what_changes_gets_a_later_one(house: House) -> None:
    path = "/channels/all.atom"
    with house.serving():
        with house.locked():
            shown = house.get(path).fields["Last-Modified"]
        house.wait_for("/readyz", "writing: ok")
    with house.serving():
        assert house.get(path, {"If-Modified-Since": shown}).status == 304
        house.program.write(s0_xml=house.feed(0, 5))
        house.poll()
        assert house.get(path, {"If-Modified-Since": shown}).status == 200


def test_r11_what_was_asked_before_is_answered_when_the_file_is_damaged(house: House) -> None:
    kept, unknown = "/channels/all.atom", "/channels/source-s1.rss"
    with house.serving():
        before = house.get(kept)
        size = house.program.database.stat().st_size
        with house.program.database.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
        time.sleep(0.1)
        assert house.get(unknown).status == 503
        assert int(house.get(unknown).fields["Retry-After"]) > 0
        after = house.get(kept)
        assert (after.status, after.body) == (200, before.body)
        tag = before.fields["ETag"]
        assert house.get(kept, {"If-None-Match": tag}).status == 304
        assert house.get(kept, method="HEAD").status == 200
        assert house.get("/healthz").status == 200
    assert "Traceback" not in house.said


def test_r7_r11_a_postgresql_that_is_away_and_back(tmp_path: Path) -> None:
    folder = postgres.programs()
    if folder is None:
        pytest.skip(postgres.MISSING)
    with postgres.running(folder) as server, server.database() as url:
        house = House(tmp_path)
        house.program.environment["FEEDSVC_DATABASE__URL"] = url
        assert house.program("migrate").code == 0
        house.poll()
        asked = house.paths()[:-1]
        unknown = house.paths()[-1]
        with house.serving():
            before = {path: house.get(path).body for path in asked}
            for turn in range(RESTARTS):
                server.stop(signal.SIGQUIT)
                for path, body in before.items():
                    answer = house.get(path)
                    assert (answer.status, answer.body) == (200, body), path
                    assert answer.fields["Warning"] == '110 - "Response is Stale"'
                    assert answer.seconds < FIRST
                assert house.get(unknown).status == (200 if turn else 503)
                assert "database: cannot be read" in house.get("/readyz").body.decode()
                server.start()
                back = time.monotonic()
                house.wait_for("/readyz", "database: ok")
                time.sleep(pulse.RETRY)
                answer = house.get("/channels/all.atom")
                assert answer.status == 200
                assert "Warning" not in answer.fields
                assert house.get(unknown).status == 200
                assert time.monotonic() - back < 5
        assert house.code == 0
        assert len(house.said.splitlines()) <= 1 + 4 * RESTARTS, house.said
        assert "Traceback" not in house.said


def full_disk(folder: Path) -> None:
    """On a disk that is all full; run in a namespace of its own."""
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", folder],  # noqa: S607
        check=True,
    )
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)  # noqa: S607
    house = House(folder)
    house.poll()
    with house.serving():
        house.get("/channels/all.rss")
        with (folder / "ballast").open("wb", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(4096))
            except OSError:
                pass
        everything(house, first=FIRST)
        time.sleep(1.5)
        everything(house)
        (folder / "ballast").unlink()
        house.wait_for("/readyz", "writing: ok")
        assert len(house.logged()) == 12
    assert house.code == 0, house.said
    sys.stdout.write(f"as it should be\n{house.said}")


def test_r6_channels_are_answered_while_the_disk_is_full(tmp_path: Path) -> None:
    if not shutil.which("unshare"):
        pytest.skip("no unshare here to mount a small disk")
    program = (
        "from pathlib import Path; from tests.web.test_outages import full_disk;"
        f"full_disk(Path({str(tmp_path)!r}))"
    )
    done = subprocess.run(
        ["unshare", "-rnm", sys.executable, "-c", program],  # noqa: S607
        cwd=Path(__file__).resolve().parents[2],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    if "unshare failed" in done.stderr or "mount: " in done.stderr:
        pytest.skip(f"no namespaces here: {done.stderr.strip()}")
    assert done.stdout.startswith("as it should be"), done.stderr
