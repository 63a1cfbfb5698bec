"""Pausing, resuming and removing sources, and finding them in the list."""

import pytest

from tests.cli.program import Program


@pytest.fixture
def kept(program: Program) -> Program:
    """Three sources of operators beside those of the files."""
    program.write_samples()
    program.write(
        list_opml=(
            "<opml><body><outline text='sea'>"
            + "".join(
                f"<outline type='rss' text='{name}' xmlUrl='https://{name}.example/'/>"
                for name in ("mole", "pier", "buoy")
            )
            + "</outline></body></opml>"
        )
    )
    assert program.here("opml", "import", str(program.folder / "list.opml")).code == 0
    return program


def names(program: Program, *words: str) -> list[str]:
    rows = program.here("sources", "list", "--json", *words).rows()
    table = program.here("sources", "list", *words).out.splitlines()[1:]
    removed = {row["name"] for row in rows if row["state"] == "removed"}
    listed = [row["name"] for row in rows if "--removed" in words or row["name"] not in removed]
    assert [line.partition("\t")[0] for line in table] == listed
    return listed


def test_a_source_is_paused_and_resumed(kept: Program) -> None:
    assert kept.here("sources", "pause", "mole", "herald").out == (
        "mole is paused.\nherald is paused.\n"
    )
    assert names(kept, "--paused") == ["herald", "mole"]
    (mole,) = kept.here("sources", "show", "mole", "--json").rows()
    assert (mole["paused"], mole["state"], mole["due_at"]) == (True, "paused", None)
    assert mole["due_reason"] == "never: it is paused (feedsvc sources resume mole)"
    (resumed,) = kept.here("sources", "resume", "mole", "--json").rows()
    assert resumed == {"source": "mole", "change": "resumed"}
    assert names(kept, "--paused") == ["herald"]


def test_nothing_is_done_where_one_name_is_wrong(kept: Program) -> None:
    line = kept.here("sources", "pause", "mole", "peir").refused()
    assert line == "there is no source 'peir' (did you mean pier?); see feedsvc sources list"
    assert names(kept, "--paused") == []


def test_a_source_is_removed(kept: Program) -> None:
    line = kept.here("sources", "remove", "mole").refused()
    assert line == "nobody is there to ask; say --yes if it is meant"
    line = kept.here("sources", "remove", "mole", "herald", "--yes").refused()
    assert line == "the source 'herald' is declared in sources.toml; change it there"
    assert names(kept) == ["herald", "quay", "wire", "mole", "pier", "buoy"]
    assert kept.here("sources", "remove", "mole", "buoy", "--yes").code == 0
    assert names(kept) == ["herald", "quay", "wire", "pier"]
    assert names(kept, "--removed") == ["mole", "buoy"]
    assert kept("poll", "mole").refused() == "the source 'mole' was removed; add it again"


def test_the_list_is_narrowed_down(kept: Program) -> None:
    assert names(kept, "--tag", "sea") == ["mole", "pier", "buoy"]
    assert names(kept, "--tag", "sea", "--tag", "port") == []
    assert names(kept, "--health", "new", "--health", "ok")[:2] == ["herald", "quay"]
    assert names(kept, "--failing") == []
    kept.write(quay_xml="")
    ended = kept("poll", "quay", "herald", "--fail")
    assert (ended.code, ended.err) == (1, "1 of 2 sources failed: quay\n")
    assert names(kept, "--health", "degraded") == ["quay"]
    rows = {row["name"]: row for row in kept.here("sources", "list", "--json").rows()}
    assert rows["herald"]["says"] == "fine"
    assert rows["quay"]["says"] == "The server answered with nothing at all"
    assert rows["wire"]["says"] == "switched off; nothing of it is shown"
    assert rows["mole"]["says"] == "not polled yet"
