from pathlib import Path

from tests.cli.program import Program

BASE = "http://127.0.0.1:8000/channels"


def test_the_list_has_their_addresses(polled: Program) -> None:
    rows = {row["name"]: row for row in polled("channels", "list", "--json").rows()}
    assert list(rows) == ["all", "source-herald", "source-quay"]
    assert rows["source-quay"]["title"] == "Quay & Söhne"
    everything = rows["all"]
    assert (everything["title"], everything["sources"], everything["limit"]) == (
        "feedsvc",
        ["*"],
        50,
    )
    assert [everything[key] for key in ("page", "atom", "rss", "json")] == [
        f"{BASE}/all",
        f"{BASE}/all.atom",
        f"{BASE}/all.rss",
        f"{BASE}/all.json",
    ]


def test_one_channel_with_what_it_holds(polled: Program) -> None:
    (shown,) = polled("channels", "show", "all", "--json").rows()
    assert [(entry["source"], entry["title"], entry["shown"]) for entry in shown["entries"]] == [
        ("quay", "Nets & knots", "excerpt"),
        ("herald", "Story 2", "full"),
        ("herald", "Story 1", "full"),
    ]
    for_people = polled("channels", "show", "all").out
    assert f"{BASE}/all.atom\n" in for_people
    assert "Nets & knots" in for_people


def test_they_are_told_while_a_file_is_wrong(tmp_path: Path) -> None:
    program = Program(tmp_path)
    program.write_samples()
    assert program("poll").code == 0
    (tmp_path / "config" / "channels.toml").write_text("[chan", "utf-8")
    for words in (("list",), ("show", "all")):
        told = program("channels", *words)
        assert told.code == 0
        assert f"{BASE}/all" in told.out
        assert "channels.toml: is not valid TOML" in told.err
        assert "going on with the configuration that was last in force" in told.err


def test_an_unknown_channel(polled: Program) -> None:
    for name in ("news", "source-wire", "source-nothing"):
        line = polled("channels", "show", name).refused()
        assert line == f"there is no channel {name!r}; see feedsvc channels list"


def test_a_channel_is_added_and_removed(program: Program) -> None:
    program.write_samples()
    words = ("--title", "The port", "--tag", "port", "--source", "quay", "--limit", "7")
    (added,) = program.here("channels", "add", "port", *words, "--json").rows()
    assert added["page"].endswith("/channels/port")
    (port,) = program.here("channels", "show", "port", "--json").rows()
    assert (port["title"], port["tags"], port["sources"], port["limit"]) == (
        "The port",
        ["port"],
        ["quay"],
        7,
    )
    line = program.here("channels", "add", "port", "--tag", "port").refused()
    assert line == "there is a channel 'port' already; choose another name"
    assert (
        "no source has the tag" in program.here("channels", "add", "x", "--tag", "prot").refused()
    )
    line = program.here("channels", "remove", "port").refused()
    assert line == "nobody is there to ask; say --yes if it is meant"
    assert program.here("channels", "remove", "port", "--yes").out == "port is removed.\n"
    assert "port" not in program.here("channels", "list").out
