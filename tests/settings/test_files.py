import os
from dataclasses import replace
from pathlib import Path

import pytest

from feedsvc.errors import ConfigurationError
from feedsvc.settings import files
from feedsvc.settings.files import Files
from tests.settings.folder import write


def found(text: str = "", **overrides: str) -> Files:
    texts = {files.MAIN: text.encode()}
    return Files(folder=Path("/config"), texts=texts, overrides=overrides)


def test_the_three_files_and_our_variables_are_read(tmp_path: Path) -> None:
    write(tmp_path, main="# main", sources="# sources")
    (tmp_path / "other.toml").write_text("no file of ours")
    environment = {"FEEDSVC_WEB__BIND": "x", "FEEDSVC_CONFIG": "y", "HOME": "z", "A__B": "c"}
    read = files.read(tmp_path, environment)
    assert read.folder == tmp_path.resolve()
    assert read.texts == {"feedsvc.toml": b"# main", "sources.toml": b"# sources"}
    assert read.overrides == {"FEEDSVC_WEB__BIND": "x"}


@pytest.mark.parametrize("is_file", [False, True])
def test_a_folder_that_is_none(tmp_path: Path, *, is_file: bool) -> None:
    path = tmp_path / "config"
    if is_file:
        path.write_text("a file")
    with pytest.raises(ConfigurationError) as raised:
        files.read(path, {})
    assert str(raised.value) == (
        f"{path}: there is no such folder; create it, or name another with --config"
    )


def test_every_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "feedsvc.toml").mkdir()
    (tmp_path / "channels.toml").mkdir()
    with pytest.raises(ConfigurationError) as raised:
        files.read(tmp_path, {})
    assert raised.value.complaints == (
        "feedsvc.toml: cannot be read (Is a directory); make it a readable file",
        "channels.toml: cannot be read (Is a directory); make it a readable file",
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_we_may_not_read_is_named(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "sources.toml").chmod(0)
    with pytest.raises(ConfigurationError, match=r"^sources\.toml: cannot be read \(Permission"):
        files.read(tmp_path, {})


def test_the_digest_is_the_same_for_the_same(tmp_path: Path) -> None:
    write(tmp_path, main="a", channels="c")
    one, other = (files.read(tmp_path, {"FEEDSVC_A__B": "1"}) for _ in range(2))
    assert one.digest("1.0") == other.digest("1.0")
    assert len(one.digest("1.0")) == 16


def test_the_digest_changes_with_each_input(tmp_path: Path) -> None:
    one = Files(
        folder=tmp_path,
        texts={"feedsvc.toml": b"a", "sources.toml": b"b"},
        overrides={"FEEDSVC_A__B": "1"},
    )
    others = [
        replace(one, folder=tmp_path / "x"),
        replace(one, texts={"feedsvc.toml": b"a"}),
        replace(one, texts={"feedsvc.toml": b"a", "sources.toml": b"bb"}),
        replace(one, texts={"feedsvc.toml": b"b", "sources.toml": b"a"}),
        replace(one, texts={"feedsvc.toml": b"a", "channels.toml": b"b"}),
        replace(one, texts={"feedsvc.toml": b"a\0sources.toml\x001\0b"}),
        replace(one, texts={"feedsvc.toml": b"a\0sources.toml\0b"}),
        replace(one, texts={**one.texts, "channels.toml": b""}),
        replace(one, overrides={}),
        replace(one, overrides={"FEEDSVC_A__B": "2"}),
        replace(one, overrides={"FEEDSVC_A__B": "\udcff"}),
        replace(one, overrides={"FEEDSVC_A__C": "1"}),
        replace(one, overrides={**one.overrides, "FEEDSVC_A__C": ""}),
    ]
    digests = {each.digest("1.0") for each in (one, *others)} | {one.digest("1.1")}
    assert len(digests) == len(others) + 2


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ('[database]\nurl = "sqlite:///a.sqlite3"', "sqlite:///a.sqlite3"),
        ('\ufeff[database]\nurl = "sqlite:///a.sqlite3"', "sqlite:///a.sqlite3"),
        ('[database]\nurl = "postgresql://me@db/feeds"', "postgresql://me@db/feeds"),
        ("", "sqlite:///var/feedsvc.sqlite3"),
        ("[database]", "sqlite:///var/feedsvc.sqlite3"),
        ("[database]\nurl = 5", None),
        ("database = 5", None),
        ("[database", None),
        ('[database]\nurl = "mysql://me:secret@db/feeds"', None),
        ('[database]\nurl = "sqlite:///a\\u0000b"', None),
        ("[database]\nurl = " + "[" * 5000, None),
        ("[database]\nurl = " + "9" * 5000, None),
    ],
)
def test_the_database_is_told_before_the_check(text: str, url: str | None) -> None:
    assert found(text).database_url() == url


def test_a_variable_names_the_database() -> None:
    text = '[database]\nurl = "sqlite:///a.sqlite3"'
    assert found(text, FEEDSVC_DATABASE__URL="sqlite:///b").database_url() == "sqlite:///b"
    assert found(text, FEEDSVC_DATABASE__URL="mysql://db").database_url() is None
