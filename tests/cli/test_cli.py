import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from feedsvc import __version__
from feedsvc.cli import feedsvc
from tests.cli.program import Program


def leaves(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The words of every command that is no group."""
    if not isinstance(command, click.Group):
        yield words
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from leaves(inner, (*words, name))


COMMANDS = list(leaves(feedsvc))
LISTINGS = [
    ["poll"],
    ["sources", "list"],
    ["sources", "show", "herald"],
    ["sources", "test", "herald"],
    ["channels", "list"],
    ["channels", "show", "all"],
    ["entries", "list"],
]
COSTLY = {
    *("alembic", "apscheduler", "email", "feedgen", "feedparser", "flask", "granian", "jinja2"),
    *("logging", "lxml", "multiprocessing", "nh3", "pebble", "pydantic", "rich", "sqlalchemy"),
}
WATCHED = """
import sys
from feedsvc.cli import feedsvc
try:
    feedsvc()
except SystemExit as ended:
    code = ended.code
print(code, *sys.modules, file=sys.stderr)
"""


def test_the_help_names_every_command(program: Program) -> None:
    told = program("--help").out
    for word in {words[0] for words in COMMANDS}:
        assert f"\n  {word} " in told
    assert "FEEDSVC_CONFIG" in told
    assert "python" not in told


def test_every_command_of_the_interface_is_there() -> None:
    wanted = """
        check, run, web, work, poll, publish, migrate, backup, restore, export, report,
        sources list, sources show, sources add, sources test, sources pause, sources resume,
        sources remove, channels list, channels show, entries list, entries show,
        entries withdraw, entries restore, opml import, opml export, users list, users add,
        users remove, users token, audit verify
    """
    assert {tuple(words.split()) for words in wanted.split(",")} <= set(COMMANDS)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    ended = CliRunner().invoke(feedsvc, [*words, "--help"], prog_name="feedsvc")
    assert (ended.exit_code, ended.stderr) == (0, "")
    usage, _, said = ended.stdout.partition("\n\n")
    assert usage.startswith(f"Usage: feedsvc {' '.join(words)} ")
    assert len(said.split("\n\n")[0].split()) >= 3
    example = rf"^  feedsvc (--config \S+ )?{' '.join(words)}( |$)"
    assert re.search(example, said, re.MULTILINE), "no example"
    assert "\b" not in said
    if words[-1] in {"list", "show", "tokens"}:
        assert "--json" in said


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["sourcs"], "'sources'"),
        (["sources", "lst"], "'list'"),
        (["entries", "widraw"], "'withdraw'"),
        (["users", "tokn"], "'token'"),
        (["sources", "list", "--fialing"], "'--failing'"),
    ],
)
def test_what_is_spelled_wrong_is_told_with_what_was_meant(words: list[str], meant: str) -> None:
    ended = CliRunner().invoke(feedsvc, words, prog_name="feedsvc")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "Did you mean" in ended.stderr
    assert meant in ended.stderr


def test_a_channel_that_is_spelled_wrong(polled: Program) -> None:
    line = polled.here("channels", "show", "source-heralt").refused()
    assert "(did you mean source-herald?); see feedsvc channels list" in line


def test_the_version(program: Program) -> None:
    assert program("--version").out == f"feedsvc, version {__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["bogus"],
        ["--bogus"],
        ["--config"],
        ["sources"],
        ["sources", "bogus"],
        ["sources", "show"],
        ["sources", "test"],
        ["channels", "show", "a", "b"],
        ["entries", "show"],
        ["entries", "list", "--limit", "0"],
        ["entries", "list", "--limit", "many"],
        ["poll", "--bogus"],
        ["check", "superfluous"],
    ],
)
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    ended = CliRunner().invoke(feedsvc, words, prog_name="feedsvc")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(("Usage: feedsvc ", "Error: "))


def test_wrong_usage_of_the_program_itself(program: Program) -> None:
    ended = program("sources", "show")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: feedsvc sources show ")


@pytest.mark.parametrize("words", LISTINGS)
def test_every_listing_is_one_json_object_a_line(polled: Program, words: list[str]) -> None:
    rows = polled(*words, "--json").rows()
    assert rows
    assert all(isinstance(row, dict) for row in rows)


@pytest.mark.parametrize("words", [words for words in LISTINGS if "list" in words])
def test_every_listing_is_also_for_people(polled: Program, words: list[str]) -> None:
    ended = polled(*words)
    assert (ended.code, ended.err) == (0, "")
    assert "{" not in ended.out.replace("{source}", "")


def test_what_is_written_needs_no_unicode_locale(polled: Program) -> None:
    words = ("sources", "show", "quay")
    assert polled(*words, "--json", PYTHONIOENCODING="ascii").rows()[0]["title"] == "Quay & Söhne"
    for_people = polled("channels", "list", PYTHONIOENCODING="ascii")
    assert (for_people.code, for_people.err) == (0, "")
    assert "Quay & S?hne" in for_people.out


@pytest.mark.parametrize("words", [["check"], ["run"], ["poll"], ["sources", "list"], ["migrate"]])
def test_a_folder_that_is_missing_starts_nothing(program: Program, words: list[str]) -> None:
    line = program("--config", "nowhere", *words).refused()
    assert line == "nowhere: there is no such folder; create it, or name another with --config"
    assert not program.database.exists()


def test_a_broken_configuration_polls_nothing_and_loses_nothing(program: Program) -> None:
    program.write_samples()
    program("poll")
    before = program.contents()
    assert before["entries"]
    program.write(sources='[sources.herald]\nurl = "news.example"\n')
    for command in ("check", "poll"):
        assert program(command).refused() == (
            "sources.toml:sources.herald.url: is no http or https URL: 'news.example';"
            " write it whole, such as https://example.org/feed"
        )
        assert program.contents() == before


def test_a_poll_without_news_loads_no_costly_library(polled: Program) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, "poll"],
        cwd=polled.home,
        env=polled.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = done.stderr.split()
    assert code == "0"
    assert "not_modified" in done.stdout
    assert "pycurl" in modules
    assert not COSTLY & set(modules)
