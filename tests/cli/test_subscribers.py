from pathlib import Path

import pytest

from tests.cli.program import Program
from tests.rig import item, rss

BASE = "http://127.0.0.1:8000/channels"


@pytest.fixture(scope="module")
def private(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The program with a private channel, and a private source that has one by itself."""
    made = Program(tmp_path_factory.mktemp("private"))
    made.write(
        sources='[sources.wire]\nurl = "file:wire.xml"\nprivate = true\n',
        channels=(
            '[channels.board]\nsources = ["wire"]\nprivate = true\n'
            '[channels.all]\nsources = ["*"]\n'
        ),
        wire_xml=rss(item(1)).decode(),
    )
    assert made("poll").code == 0
    return made


def test_a_subscriber_is_told_the_token_once(private: Program) -> None:
    added = private("subscribers", "add", "agency", "--channel", "board", "--json").rows()[0]
    token = added["token"]
    assert len(token) == 43
    assert added["channels"]["board"]["rss"] == f"{BASE}/board.rss?token={token}"
    (listed,) = private("subscribers", "list", "--json").rows()
    assert (listed["name"], listed["channels"], listed["used_at"]) == ("agency", ["board"], None)
    assert token not in private("subscribers", "list").out
    assert not [rows for rows in private.contents().values() if token in str(rows)]
    again = private("subscribers", "add", "agency", "--channel", "board").refused()
    assert again.startswith("there is a subscriber 'agency' already")
    kept = private("subscribers", "channels", "agency", "source-wire", "board", "--json").rows()
    assert kept == [{"name": "agency", "channels": ["source-wire", "board"]}]
    (listed,) = private("subscribers", "list", "--json").rows()
    assert listed["channels"] == ["source-wire", "board"]
    gone = private("subscribers", "remove", "agency", "--json").rows()
    assert gone == [{"name": "agency", "channels": []}]
    assert private("subscribers", "list", "--json").rows() == []


def test_for_people_the_addresses_are_ready(private: Program) -> None:
    lines = private("subscribers", "add", "guest", "--channel", "source-wire").out.splitlines()
    assert lines[0] == "guest may read source-wire. The token is not shown again."
    token = lines[2].split()[-1]
    assert f"{BASE}/source-wire.atom?token={token}" in lines
    assert (
        private("subscribers", "remove", "guest").out
        == "guest may read nothing private any more.\n"
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            ("add", "x", "--channel", "bord"),
            "there is no channel 'bord'; see feedsvc channels list",
        ),
        (("add", "x", "--channel", "all"), "the channel 'all' is public: anyone may read it"),
        (("add", "a:b", "--channel", "board"), "'a:b' cannot be a subscriber's name; use letters"),
        (("remove", "x"), "there is no subscriber 'x'; see feedsvc subscribers list"),
        (("channels", "x", "board"), "there is no subscriber 'x'; see feedsvc subscribers list"),
    ],
)
def test_what_cannot_be_is_refused(private: Program, words: tuple[str, ...], line: str) -> None:
    assert private("subscribers", *words).refused().startswith(line)


def test_files_leave_private_channels_out(private: Program, tmp_path: Path) -> None:
    told = private("publish", str(tmp_path / "site"))
    assert told.code == 0
    assert "2 private channels are left out: files cannot ask who reads them.\n" in told.out
    (as_json,) = private("publish", str(tmp_path / "site"), "--json").rows()
    assert as_json["private"] == 2
    listed = {row["name"]: row["private"] for row in private("channels", "list", "--json").rows()}
    assert listed == {"board": True, "all": False, "source-wire": True}
