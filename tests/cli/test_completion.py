"""What a shell completes."""

import shutil
import subprocess

import pytest

from tests.cli.program import Program


def completed(program: Program, line: str) -> list[str]:
    words = line.split(" ")
    asked = {"_FEEDSVC_COMPLETE": "bash_complete", "COMP_WORDS": line}
    ended = program(**asked, COMP_CWORD=str(len(words) - 1))
    assert ended.err == ""
    return [word.partition(",")[2] for word in ended.out.split()]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell(program: Program, shell: str) -> None:
    ended = program.here("completion", shell)
    assert (ended.code, ended.err) == (0, "")
    assert "_FEEDSVC_COMPLETE" in ended.out
    found = shutil.which(shell)
    if found:
        subprocess.run([found, "-n"], input=ended.out.encode(), check=True)


def test_commands_options_and_names_are_completed(polled: Program) -> None:
    assert "sources" in completed(polled, "feedsvc so")
    assert completed(polled, "feedsvc sources sh") == ["show"]
    assert completed(polled, "feedsvc sources list --fai") == ["--failing"]
    assert completed(polled, "feedsvc sources show he") == ["herald"]
    assert completed(polled, "feedsvc sources list --tag p") == ["port"]
    assert completed(polled, "feedsvc channels show a") == ["all"]


def test_without_a_database_nothing_is_completed_and_none_is_made(program: Program) -> None:
    assert completed(program, "feedsvc sources show h") == []
    assert not program.database.exists()
