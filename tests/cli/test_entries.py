import re

from tests.cli.program import Program


def test_the_list_is_newest_first(polled: Program) -> None:
    rows = polled("entries", "list", "--json").rows()
    assert [row["title"] for row in rows] == ["Nets & knots", "Story 2", "Story 1"]
    assert rows[0]["public_id"] == "tag:herald.example,2026:3"
    assert rows[0]["published"] == "2026-03-01T03:00:00+00:00"
    assert {row["state"] for row in rows} == {"published"}


def test_the_list_may_be_shortened(polled: Program) -> None:
    def listed(*words: str) -> list[str]:
        return [row["title"] for row in polled("entries", "list", *words, "--json").rows()]

    assert listed("--limit", "2") == ["Nets & knots", "Story 2"]
    assert listed("--source", "herald") == ["Story 2", "Story 1"]
    assert listed("--source", "herald", "--limit", "1") == ["Story 2"]
    assert len(listed("--source", "herald", "--source", "quay")) == 3
    assert listed("--source", "wire") == []


def test_the_list_of_an_unknown_source(polled: Program) -> None:
    line = polled("entries", "list", "--source", "nope").refused()
    assert line == "there is no source 'nope'; see feedsvc sources list"


def test_one_entry_with_why_it_is_shown_as_it_is(polled: Program) -> None:
    first, *_, last = polled("entries", "list", "--json").rows()
    (shown,) = polled("entries", "show", last["id"], "--json").rows()
    assert shown.items() >= last.items()
    assert (shown["shown"], shown["why"]) == ("full", ["the permission's scope is full"])
    assert shown["until"] == "2100-01-01T00:00:00+00:00"
    assert shown["attribution"] == "First published by The Harbour Herald."
    assert (shown["origin"], shown["via"]) == ("The Harbour Herald", [])
    assert (shown["revision"], shown["replaced_revisions"]) == (1, [])
    told = polled("entries", "show", first["id"]).out
    assert "Nets & knots" in told
    assert "neither the entry nor its feed declares a licence" in told


def test_a_replaced_revision_is_told(program: Program) -> None:
    program.write_samples()
    program("poll")
    herald = (program.folder / "herald.xml").read_text()
    program.write(herald_xml=herald.replace("Story 1", "Story one"))
    program("poll")
    row = program("entries", "list", "--source", "herald", "--json").rows()[-1]
    (shown,) = program("entries", "show", row["id"], "--json").rows()
    assert (shown["title"], shown["revision"]) == ("Story one", 2)
    assert [(old["number"], old["title"]) for old in shown["replaced_revisions"]] == [
        (1, "Story 1")
    ]
    told = program("entries", "show", row["id"]).out
    assert re.search(r"\nreplaced_revisions  1 [0-9-]{10} [0-9:]{5} Story 1\n", told)


def test_an_unknown_entry(polled: Program) -> None:
    line = polled("entries", "show", "nope").refused()
    assert line == "there is no entry 'nope'; see feedsvc entries list"


def test_an_entry_is_withdrawn_and_restored(polled: Program) -> None:
    (row,) = [
        row for row in polled("entries", "list", "--json").rows() if row["title"] == "Story 1"
    ]
    told = polled(
        "entries", "withdraw", row["url"], "--reason", "Asked for\nby the owner", "--json"
    )
    assert [(one["id"], one["state"]) for one in told.rows()] == [(row["id"], "withdrawn")]
    (shown,) = polled("entries", "show", row["id"], "--json").rows()
    assert (shown["shown"], shown["why"]) == ("nothing", ["the entry is withdrawn"])
    assert shown["withdrawn"]["reason"] == "Asked for by the owner"
    assert shown["withdrawn"]["by"] == "operator"
    assert "Asked for by the owner" in polled("entries", "show", row["id"]).out
    polled("poll")
    assert polled("entries", "show", row["id"], "--json").rows()[0]["state"] == "withdrawn"
    back = polled("entries", "restore", row["public_id"], "--json").rows()
    assert [one | {"updated": row["updated"]} for one in back] == [row]
    assert back[0]["updated"] > row["updated"]
    assert polled("entries", "show", row["id"], "--json").rows()[0]["shown"] == "full"


def test_withdrawing_asks_for_a_reason_and_for_an_entry(polled: Program) -> None:
    line = polled("entries", "withdraw", "https://nobody.example/", "--reason", "x").refused()
    assert line == "there is no entry 'https://nobody.example/'; see feedsvc entries list"
    assert "--reason" in polled("entries", "withdraw", "x").err
    assert "is empty; say why" in polled("entries", "withdraw", "x", "--reason", " ").err


def test_an_entry_is_shown_by_whatever_name_a_reader_quotes(polled: Program) -> None:
    (row,) = [
        row for row in polled("entries", "list", "--json").rows() if row["title"] == "Story 1"
    ]
    for name in (row["id"], row["public_id"], row["url"]):
        assert polled("entries", "show", name, "--json").rows()[0]["id"] == row["id"]


def test_a_name_that_came_later_is_told_with_why(program: Program) -> None:
    program.write_samples()
    program("poll")
    herald = (program.folder / "herald.xml").read_text()
    program.write(herald_xml=herald.replace("tag:herald.example,2026:1", "a-new-guid"))
    assert program("poll", "herald", "--json").rows()[0]["new"] == 0
    row = program("entries", "list", "--source", "herald", "--json").rows()[-1]
    (shown,) = program("entries", "show", row["id"], "--json").rows()
    assert [(name["name"], name["why"]) for name in shown["names"]] == [
        ("id:a-new-guid", "link, title and date")
    ]


def test_what_is_held_back_is_listed_with_why(program: Program) -> None:
    program.write_samples()
    sources = (program.folder / "sources.toml").read_text()
    program.write(sources=sources.replace('scope = "full"', 'attribution = "By {author}"'))
    program("poll")
    rows = program("entries", "list", "--held", "--json").rows()
    assert [one["title"] for one in rows] == ["Story 2", "Story 1"]
    assert all("neither the entry nor its feed gives one" in one["why"] for one in rows)
    assert "take it out of the template" in program("entries", "list", "--held").out
    (shown,) = program("entries", "show", rows[0]["id"], "--json").rows()
    assert (shown["shown"], shown["held"]) == ("nothing", True)
