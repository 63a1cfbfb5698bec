import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feedsvc.errors import FeedsvcError
from feedsvc.web.folder import MANIFEST, open_folder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def publish(path: Path, **files: bytes) -> tuple[list[str], int]:
    """Files by names whose `__` stands for a slash; tells those written and how many went."""
    found = {f"{name.replace('__', '/')}.html": body for name, body in files.items()}
    with open_folder(path) as folder:
        folder.claim(found)
        written = [file for file, body in found.items() if folder.write(file, body, NOON)]
        return written, folder.keep(found)


def held(path: Path) -> dict[str, bytes]:
    return {
        str(one.relative_to(path)): one.read_bytes()
        for one in path.rglob("*")
        if one.is_file() and one.name != MANIFEST
    }


@contextmanager
def refused(word: str) -> Iterator[None]:
    with pytest.raises(FeedsvcError) as raised:
        yield
    line = str(raised.value)
    assert word in line
    assert line.isprintable()


def test_a_folder_is_made_filled_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "below" / "site"
    assert publish(path, a=b"1", b__c=b"2") == (["a.html", "b/c.html"], 0)
    assert held(path) == {"a.html": b"1", "b/c.html": b"2"}
    assert publish(path, a=b"1", b__c=b"2") == ([], 0)
    assert publish(path, a=b"3") == (["a.html"], 1)
    assert held(path) == {"a.html": b"3"}
    assert not (path / "b").exists()
    assert sorted(one.name for one in path.iterdir()) == [MANIFEST, "a.html"]


def test_a_date_stays_with_the_bytes_and_moves_on_with_others(tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    publish(tmp_path, a=b"1")
    assert file.stat().st_mtime == NOON.timestamp()
    before = file.stat()
    publish(tmp_path, a=b"1")
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    publish(tmp_path, a=b"2")
    assert file.stat().st_mtime == NOON.timestamp() + 1


def test_files_are_as_readable_as_others(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        publish(tmp_path / "site", a=b"1")
    finally:
        os.umask(before)
    assert (tmp_path / "site" / "a.html").stat().st_mode & 0o777 == 0o640


def test_files_of_others_stay(tmp_path: Path) -> None:
    publish(tmp_path, a=b"1", b__c=b"2")
    (tmp_path / "robots.txt").write_bytes(b"mine")
    (tmp_path / "b" / "d.txt").write_bytes(b"mine")
    publish(tmp_path, a=b"1")
    assert held(tmp_path) == {"a.html": b"1", "robots.txt": b"mine", "b/d.txt": b"mine"}


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "robots.txt").write_bytes(b"mine")
    with refused("name an empty or a new folder"):
        publish(tmp_path, a=b"1")
    with refused("is a file"):
        publish(tmp_path / "robots.txt", a=b"1")
    with refused("is a file"):
        publish(tmp_path / "robots.txt" / "below", a=b"1")
    assert held(tmp_path) == {"robots.txt": b"mine"}


def a_file(path: Path) -> None:
    path.write_bytes(b"mine")


def a_folder(path: Path) -> None:
    path.mkdir()


def a_link(path: Path) -> None:
    path.symlink_to(path.parent.parent / "elsewhere")


@pytest.mark.parametrize("make", [a_file, a_folder, a_link])
def test_what_is_of_others_and_in_the_way_is_refused(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    site = tmp_path / "site"
    publish(site, a=b"1")
    (tmp_path / "elsewhere").mkdir()
    make(site / "b.html")
    before = held(tmp_path)
    with refused("site/b.html is not of feedsvc and in the way; move it away"):
        publish(site, a=b"2", b=b"2")
    assert held(tmp_path) == before


@pytest.mark.parametrize("make", [a_file, a_link])
def test_a_folder_in_which_ours_would_go_has_to_be_one(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    site = tmp_path / "site"
    publish(site, a=b"1")
    (tmp_path / "elsewhere").mkdir()
    make(site / "b")
    with refused("site/b is not of feedsvc"):
        publish(site, b__c=b"2")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_nothing_is_removed_through_a_link(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    publish(site, a=b"1", b__c=b"2")
    (site / "b").rename(elsewhere)
    (site / "b").symlink_to(elsewhere)
    with refused("site/b is not of feedsvc"):
        publish(site, a=b"1")
    assert held(elsewhere) == {"c.html": b"2"}


def test_a_file_of_ours_that_became_a_link_is_replaced_and_what_it_names_is_not(
    tmp_path: Path,
) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    outside.write_bytes(b"1")
    publish(site, a=b"1", b=b"1")
    for name in ("a.html", "b.html"):
        (site / name).unlink()
        (site / name).symlink_to(outside)
    assert publish(site, a=b"1") == (["a.html"], 1)
    assert not (site / "a.html").is_symlink()
    assert not (site / "b.html").is_symlink()
    assert outside.read_bytes() == b"1"


@pytest.mark.parametrize("line", ["../outside", "/etc/passwd", "b/../../outside", ".", "b//c"])
def test_a_list_that_names_what_we_never_write_is_refused(tmp_path: Path, line: str) -> None:
    site = tmp_path / "site"
    (tmp_path / "outside").write_bytes(b"mine")
    publish(site, a=b"1")
    with (site / MANIFEST).open("a") as manifest:
        manifest.write(f"{line}\n")
    with refused("is not as feedsvc wrote it"):
        publish(site, a=b"2")
    assert held(tmp_path) == {"outside": b"mine", "site/a.html": b"1"}


def test_a_list_that_is_a_link_is_refused(tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.write_bytes(b"")
    (site / MANIFEST).symlink_to(outside)
    with refused("cannot be published into"):
        publish(site, a=b"1")
    assert outside.read_bytes() == b""


def test_what_a_run_wrote_that_broke_off_is_ours(tmp_path: Path) -> None:
    def broken() -> None:
        with open_folder(tmp_path) as folder:
            folder.write("a.html", b"1", NOON)
            folder.write("b/c.html", b"2", NOON)
            raise InterruptedError

    with pytest.raises(FeedsvcError):
        broken()
    assert publish(tmp_path, a=b"1", d=b"3") == (["d.html"], 1)
    assert held(tmp_path) == {"a.html": b"1", "d.html": b"3"}


def test_a_run_that_was_killed_is_made_good(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, sys\n"
        "from feedsvc.web import folder\n"
        "from datetime import UTC, datetime\n"
        "with folder.open_folder(pathlib.Path(sys.argv[1])) as one:\n"
        "    one.write('a.html', b'1', datetime.now(UTC))\n"
        "    os.replace = lambda *a, **k: os._exit(9)\n"
        "    one.write('b.html', b'2', datetime.now(UTC))\n"
    )
    site = tmp_path / "site"
    ended = subprocess.run([sys.executable, "-c", code, site], check=False, timeout=60)
    assert ended.returncode == 9
    assert (site / ".feedsvc-new").exists()
    assert publish(site, b=b"2") == (["b.html"], 1)
    assert held(site) == {"b.html": b"2"}


def test_two_do_not_publish_at_once(tmp_path: Path) -> None:
    with open_folder(tmp_path), refused("another feedsvc publishes into"):
        publish(tmp_path, a=b"1")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with refused("cannot be published into: File name too long"):
        publish(tmp_path / ("x" * 300), a=b"1")


def test_a_link_that_came_after_the_claim_is_not_followed(tmp_path: Path) -> None:
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with refused("cannot be published into"), open_folder(site) as folder:
        folder.claim(["b/c.html"])
        (site / "b").symlink_to(elsewhere)
        folder.write("b/c.html", b"1", NOON)
    assert not list(elsewhere.iterdir())


def test_a_file_of_ours_that_became_a_folder_is_refused(tmp_path: Path) -> None:
    publish(tmp_path, a=b"1", b=b"1")
    (tmp_path / "a.html").unlink()
    (tmp_path / "a.html").mkdir()
    with refused("a.html is not of feedsvc"):
        publish(tmp_path, a=b"2")
