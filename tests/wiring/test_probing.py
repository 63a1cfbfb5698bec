import threading
from pathlib import Path

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.wiring import probing
from feedsvc.wiring.probing import look
from tests.net.loopback import Loopback, answer
from tests.rig import item, rss


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "config"
    made.mkdir()
    (made / "sources.toml").write_text('[sources.a]\nurl = "https://a.example/feed"\n')
    url = f"sqlite:///{tmp_path / 'feedsvc.sqlite3'}"
    (made / "feedsvc.toml").write_text(
        f'[database]\nurl = "{url}"\n[fetch]\nallow_networks = ["127.0.0.0/8"]\n'
    )
    return made


def test_an_address_is_looked_at_by_another_process(folder: Path) -> None:
    document = rss(*map(item, range(1, 31)), title="Elsewhere")
    with Loopback(answer(body=document, content_type="text/xml")) as upstream:
        seen = look(folder, f"{upstream.url}/?key=1", scope="full")
    assert (seen["title"], seen["address"]) == ("Elsewhere", f"{upstream.url}/?key=1")
    assert (seen["total"], len(seen["entries"])) == (30, probing.MOST)
    assert {entry["shown"] for entry in seen["entries"]} == {"full"}


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("http://127.0.0.1:9/", "http://127.0.0.1:9/: "),
        ("--help", "--help: is no source, and is no http or https URL"),
        ("https://me:secret@a.example/\n", "https://a.example/: is no source, and holds a user"),
    ],
)
def test_what_gives_no_feed_is_told_in_a_line(folder: Path, what: str, line: str) -> None:
    with pytest.raises(FeedsvcError) as caught:
        look(folder, what)
    assert str(caught.value).startswith(line)
    assert len(str(caught.value).splitlines()) == 1


def test_a_look_that_lasts_is_ended(folder: Path) -> None:
    ended = threading.Event()

    def silent(*_: object) -> None:
        ended.wait(30)

    with Loopback(silent) as upstream:
        with pytest.raises(FeedsvcError, match="no feed came within 2 seconds"):
            look(folder, upstream.url, patience=2)
        ended.set()
