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
