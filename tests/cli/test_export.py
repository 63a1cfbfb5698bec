"""The configuration as files, at the command line."""

import tomllib

from tests.cli.program import Program


def test_the_files_are_written_and_accepted(polled: Program) -> None:
    target = polled.home / "exported"
    ended = polled.here("export", str(target))
    assert (ended.code, ended.err) == (0, "")
    assert sorted(path.name for path in target.iterdir()) == [
        "channels.toml",
        "feedsvc.toml",
        "sources.toml",
    ]
    assert {path.stat().st_mode & 0o777 for path in target.iterdir()} == {0o600}
    assert polled.here("--config", str(target), "check").code == 0
    line = polled.here("export", str(target)).refused()
    assert (
        line == f"{target / 'feedsvc.toml'} is there already; name another folder, or replace"
        " with --force"
    )
    assert polled.here("export", str(target), "--force").code == 0


def test_without_a_folder_it_is_one_document(polled: Program) -> None:
    told = tomllib.loads(polled.here("export").out)
    assert set(told["sources"]) == {"herald", "quay", "wire"}
    assert "site" in told
    (files,) = polled.here("export", "--json").rows()
    assert set(files["files"]) == {"feedsvc.toml", "sources.toml", "channels.toml"}


def test_a_place_that_cannot_be_written(polled: Program) -> None:
    line = polled.here("export", str(polled.folder / "sources.toml" / "x")).refused()
    assert "cannot be written" in line
