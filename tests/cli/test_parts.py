"""The parts of `feedsvc run` where one of them ends by itself, or the configuration is wrong."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from feedsvc.cli import parts
from feedsvc.cli.parts import Parts
from tests.cli.program import Program, free_port
from tests.cli.test_run import get, stopped, wait_for

FOREVER = ["sleep", "60"]


def children(pid: int) -> dict[str, int]:
    """The parts of a run: the last word of their command, and the process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text("utf-8", "replace").rpartition(") ")[2].split()
            words = (path.parent / "cmdline").read_bytes().split(b"\0")[:-1]
        except OSError:
            continue
        if int(fields[1]) == pid and words:
            found[words[-1].decode()] = int(path.parent.name)
    return found


def test_a_worker_that_dies_is_started_again_and_channels_are_answered(program: Program) -> None:
    program.write_samples()
    program("migrate")
    port = free_port()
    process = program.start("run", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    try:
        wait_for(lambda: get(port, "/channels/all.atom")[1].count("<entry>") == 3, process)
        first = children(process.pid)
        os.kill(first["work"], signal.SIGKILL)
        wait_for(lambda: children(process.pid).get("work", first["work"]) != first["work"], process)
        assert children(process.pid)["web"] == first["web"]
        assert get(port, "/channels/all.atom")[0] == 200
    finally:
        code, _, err = stopped(process, signal.SIGTERM)
    assert code == 0
    assert "the worker ended by itself (killed by signal 9); it is started again in 1 s" in err


def run(made: Parts, seconds: float) -> bool:
    threading.Timer(seconds, made.stop).start()
    return made.run()


def test_it_is_started_again_later_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SHORTEST", 0.1)
    monkeypatch.setattr(parts, "LONGEST", 0.4)
    told: list[str] = []
    assert run(Parts({"web": FOREVER, "worker": ["false"]}, told.append), 1.6)
    assert 4 <= len(told) <= 7  # 0.1, 0.2, 0.4, 0.4, …; 16 without waiting longer each time
    assert all(line.startswith("the worker ended by itself (exit 1)") for line in told)


def test_where_the_web_cannot_start_all_ends() -> None:
    started = time.monotonic()
    assert not Parts({"web": ["false"], "worker": FOREVER}, print).run()
    assert time.monotonic() - started < 5


def test_a_web_that_ran_well_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "SETTLED", 0.0)
    monkeypatch.setattr(parts, "SHORTEST", 0.1)
    told: list[str] = []
    assert run(Parts({"web": ["true"], "worker": FOREVER}, told.append), 0.6)
    assert told[0].startswith("the web ended by itself (exit 0)")


WRONG = '[sources.herald]\nurl = "file:herald.xml"\nscopes = 1\n'


def test_r8_a_start_with_a_wrong_file_goes_on_with_what_was_last_in_force(
    program: Program,
) -> None:
    program.write_samples()
    port = free_port()
    bind = {"FEEDSVC_WEB__BIND": f"127.0.0.1:{port}"}
    assert program("poll", **bind).code == 0
    good = (program.folder / "sources.toml").read_text("utf-8")
    program.write(sources=WRONG)
    migrated = program("migrate")
    assert migrated.code == 0
    assert "sources.toml:sources.herald.scopes" in migrated.err
    process = program.start("web", **bind)
    try:
        wait_for(lambda: get(port, "/channels/all.atom")[1].count("<entry>") == 3, process)
        assert "configuration: the files are not in force" in get(port, "/readyz")[1]
        program.write(sources=good)
        wait_for(lambda: "configuration: ok" in get(port, "/readyz")[1], process)
    finally:
        code, _, err = stopped(process, signal.SIGTERM)
    assert code == 0
    assert err.count("sources.toml:sources.herald.scopes") == 1
    assert err.count("going on with the configuration that was last in force") == 1


@pytest.mark.parametrize("command", ["migrate", "web", "run"])
def test_r8_a_first_start_with_a_wrong_file_is_refused(program: Program, command: str) -> None:
    program.write(sources=WRONG)
    refused = program(command)
    assert refused.code == 1
    assert "sources.toml:sources.herald.scopes" in refused.err
    assert not program.database.exists()
