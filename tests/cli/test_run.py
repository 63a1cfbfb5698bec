"""Web and worker as programs that run until they are told to stop."""

import http.client
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.program import Program, free_port

SOON = 20.0


def wait_for(seen: Callable[[], bool], process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + SOON
    while not seen():
        if process.poll() is not None:
            out, err = process.communicate()
            pytest.fail(f"it ended by itself: {out!r} {err!r}")
        if time.monotonic() > deadline:
            pytest.fail("it does not come")
        time.sleep(0.05)


def get(port: int, path: str) -> tuple[int, str]:
    """Status and text; status 0 while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except OSError:
        return 0, ""
    finally:
        connection.close()


def left_of(process: "subprocess.Popen[bytes]") -> list[str]:
    """What still runs of its session; it may have a moment to end."""
    deadline = time.monotonic() + 5
    while (running := running_in(process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return running


def running_in(group: int) -> list[str]:
    """The processes of a group, but those that wait for nobody but the system to note their end."""
    if not Path("/proc/self/stat").exists():
        listed = subprocess.run(["ps", "-Ao", "pgid=,stat=,comm="], capture_output=True, check=True)  # noqa: S607
        rows = [line.split(maxsplit=2) for line in listed.stdout.decode().splitlines()]
    else:
        rows = []
        for path in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                name, _, fields = path.read_text("utf-8", "replace").rpartition(") ")
                rows.append([fields.split()[2], fields[0], name])
    return [name for number, state, name in rows if int(number) == group and state[0] != "Z"]


def stopped(process: "subprocess.Popen[bytes]", how: signal.Signals) -> tuple[int, str, str]:
    """Stop it; nothing of its session is left."""
    process.send_signal(how)
    out, err = process.communicate(timeout=SOON)
    assert not left_of(process)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_run_serves_what_it_polls_until_it_is_stopped(
    program: Program, how: signal.Signals
) -> None:
    program.write_samples()
    port = free_port()
    process = program.start("run", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    try:
        wait_for(lambda: get(port, "/channels/all.atom")[1].count("<entry>") == 3, process)
        assert get(port, "/healthz")[0] == 200
        assert "Story 2" in get(port, "/channels/source-herald")[1]
    finally:
        code, out, err = stopped(process, how)
    assert (code, out) == (0, "")
    assert "Traceback" not in err
    assert f"http://127.0.0.1:{port}" in err
    assert "herald: 2 new, 0 updated" in err
    assert get(port, "/")[0] == 0


def test_work_polls_what_is_due_until_it_is_stopped(program: Program) -> None:
    program.write_samples()
    program("migrate")
    process = program.start("work")
    try:
        wait_for(lambda: len(program("entries", "list", "--json").rows()) == 3, process)
    finally:
        code, out, err = stopped(process, signal.SIGTERM)
    assert (code, out) == (0, "")
    assert "Traceback" not in err


def test_web_serves_what_is_there_until_it_is_stopped(polled: Program) -> None:
    port = free_port()
    process = polled.start("web", FEEDSVC_WEB__BIND=f"localhost:{port}")
    try:
        wait_for(lambda: get(port, "/channels/all.rss")[1].count("<item>") == 3, process)
    finally:
        code, out, err = stopped(process, signal.SIGTERM)
    assert (code, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["web", "run"])
def test_a_port_that_is_taken_is_said_and_nothing_is_left(program: Program, command: str) -> None:
    program.write_samples()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = program.start(command, FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
        out, err = process.communicate(timeout=SOON)
    assert (process.returncode, out) == (1, b"")
    assert f"127.0.0.1:{port} is in use; choose another [web] bind\n" in err.decode()
    assert "Traceback" not in err.decode()
    assert not left_of(process)


@pytest.mark.parametrize("delay", [0.2, 0.5])
def test_it_may_be_stopped_while_it_starts(program: Program, delay: float) -> None:
    program.write_samples()
    program("migrate")
    process = program.start("run", FEEDSVC_WEB__BIND=f"127.0.0.1:{free_port()}")
    time.sleep(delay)
    code, _, err = stopped(process, signal.SIGTERM)
    assert code in (0, -signal.SIGTERM)
    assert "Traceback" not in err


def test_what_an_operator_changes_is_in_force_without_a_restart(program: Program) -> None:
    program.write_samples()
    program("migrate")
    port = free_port()
    process = program.start("run", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    sources = program.folder / "sources.toml"
    permitted = sources.read_text("utf-8")

    def shows(text: str) -> bool:
        status, body = get(port, "/channels/source-herald.rss")
        return status == 200 and text in body and "Story 1" in body

    try:
        wait_for(lambda: shows("Text of story 1."), process)
        smaller = permitted.replace('scope = "full"', 'scope = "link"')
        program.write(sources=smaller)
        wait_for(lambda: not shows("Text of story 1.") and shows("Story 1"), process)
        program.write(sources=smaller.replace('scope = "link"', 'scope = "all"'))
        refused = program("check").err
        time.sleep(3)
        assert shows("Story 1")
        assert not shows("Text of story 1.")
    finally:
        code, _, err = stopped(process, signal.SIGTERM)
    complaint = "sources.toml:sources.herald.permission.scope: is 'all'; write one of"
    assert complaint in refused
    assert complaint in err
    assert "what was in force stays so" in err
    assert code == 0


def test_while_the_files_are_wrong_what_was_in_force_is_served(program: Program) -> None:
    program.write_samples()
    port = free_port()
    good = (program.folder / "sources.toml").read_text("utf-8")
    process = program.start("run", FEEDSVC_WEB__BIND=f"127.0.0.1:{port}")
    try:
        wait_for(lambda: "Story 1" in get(port, "/channels/all.atom")[1], process)
        before = get(port, "/channels/all.atom")
        for wrong in ("[sources.herald]\nurl = 5\n", good[:-30], None):
            if wrong is None:
                (program.folder / "sources.toml").unlink()
            else:
                program.write(sources=wrong)
            wait_for(lambda: "configuration: ok" not in get(port, "/readyz")[1], process)
            assert get(port, "/channels/all.atom") == before
            program.write(sources=good)
            wait_for(lambda: "configuration: ok" in get(port, "/readyz")[1], process)
        assert get(port, "/channels/all.atom") == before
    finally:
        _, _, err = stopped(process, signal.SIGTERM)
    assert "sources.toml:sources.herald.url: must be text; put it into quotes" in err
    assert "sources.toml: is missing in " in err
    assert err.count("the configuration was not read anew; what was in force stays so") >= 3
    assert "the configuration was read anew and is in force" in err
