import re
import shutil
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from feedsvc.store import migrations
from feedsvc.store.migrate import REVISION
from tests.cli.program import Ended, Program
from tests.cli.site import Site
from tests.rig import item, rss

STORY = "https://herald.example/{}"


@pytest.fixture
def polled(program: Program) -> Program:
    program.write_samples()
    assert program("poll").code == 0
    return program


def done(ended: Ended, err: str = "") -> str:
    assert (ended.code, ended.err) == (0, err)
    return ended.out


def published(program: Program) -> str:
    """All that the documents, pages and files of the site say."""
    site = program.home / "site"
    done(program("publish", str(site)))
    return "\n".join(one.read_text() for one in site.rglob("*") if one.is_file())


def withdraw(program: Program, number: int) -> None:
    done(program("entries", "withdraw", STORY.format(number), "--reason", "Asked for"))


def files(program: Program) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in program.home.iterdir() if one.is_file()}


def replaced(program: Program) -> list[Path]:
    return sorted(program.home.glob("feedsvc.sqlite3.before-restore-*"))


def test_a_backup_is_the_database_in_one_file(polled: Program) -> None:
    out = done(polled("backup", "copy"))
    assert re.fullmatch(r"The database is backed up to copy \([\d,]+ bytes\)\.\n", out)
    before = polled.contents()
    assert not [name for name in files(polled) if name.startswith(("copy-", ".copy"))]
    polled.database = polled.home / "copy"
    assert polled.contents() == before


def test_a_round_trip(polled: Program) -> None:
    done(polled("backup", "copy"))
    before, said = polled.contents(), published(polled)
    polled.write(herald_xml=rss(item(1, text="Changed."), item(5)).decode())
    polled("poll")
    assert "Changed." in published(polled)
    out = done(polled("restore", "copy"))
    (kept,) = replaced(polled)
    assert out == f"The database is that of copy now.\nThe one before is {kept}.\n"
    after = polled.contents()
    for table in ("sources", "entries", "entry_keys", "revisions", "tombstones"):
        assert after[table] == before[table], table
    assert published(polled) == said
    polled("poll")
    assert "Changed." in published(polled)
    polled.database = kept
    assert len(polled.contents()["entries"]) == 4


def test_an_existing_file_is_replaced_only_by_force(polled: Program) -> None:
    (polled.home / "copy").write_text("mine")
    assert polled("backup", "copy").refused() == (
        "copy is there already; name another file, or replace it with --force"
    )
    assert (polled.home / "copy").read_text() == "mine"
    done(polled("backup", "copy", "--force"))
    assert done(polled("restore", "copy"))


def test_what_is_no_place_for_a_backup(polled: Program) -> None:
    line = polled("backup", "--force", str(polled.database)).refused()
    assert line.endswith("is the database itself; name another file")
    line = polled("backup", "none/copy").refused()
    assert line == (
        "none/copy cannot be written: No such file or directory; check its folder and the disk"
    )
    line = polled("backup", "--force", "config").refused()
    assert line == "config cannot be written: Is a directory; check its folder and the disk"
    assert not list(polled.home.glob(".*"))


def test_nothing_to_back_up(program: Program) -> None:
    program.write_samples()
    line = program("backup", "copy").refused()
    assert line == f"there is no database at {program.database}; nothing is backed up"
    assert not program.database.exists()


def test_postgresql_has_tools_of_its_own(program: Program) -> None:
    program.write_samples()
    url = "postgresql://me:secret@127.0.0.1:1/feeds?sslmode=disable"
    assert program("backup", "copy", FEEDSVC_DATABASE__URL=url).refused() == (
        "the database is on PostgreSQL, whose own tools do that:"
        " pg_dump --format=custom --file=FILE feeds"
    )
    assert program("restore", "copy", FEEDSVC_DATABASE__URL=url).refused() == (
        "the database is on PostgreSQL, whose own tools do that:"
        " pg_restore --clean --dbname=feeds FILE; then withdraw again what was withdrawn since"
    )


def test_what_is_withdrawn_after_the_backup_stays_withdrawn(polled: Program) -> None:
    done(polled("backup", "copy"))
    withdraw(polled, 1)  # which the backup publishes
    polled.write(herald_xml=rss(*map(item, (1, 2, 5))).decode())
    polled("poll")
    withdraw(polled, 5)  # which the backup does not know
    out = done(polled("restore", "copy"))
    assert out.endswith("\n2 withdrawn since the backup stay withdrawn.\n")
    for number in (1, 5):
        assert f"Text of story {number}." not in published(polled)
    polled("poll")
    polled.write(herald_xml=rss(item(1, text="New words."), item(2), item(5, text="New!")).decode())
    (row,) = polled("poll", "herald", "--json").rows()
    assert row["new"] == 0
    said = published(polled)
    assert "Text of story 2." in said
    for words in ("Text of story 1.", "New words.", "Text of story 5.", "New!"):
        assert words not in said
    atom = Site(polled).get("/channels/source-herald.atom").decode()
    for number in (1, 5):
        assert re.search(rf'deleted-entry [^>]*ref="tag:herald\.example,2026:{number}"', atom)
    done(polled("entries", "restore", STORY.format(5)))
    assert "Text of story 5." in published(polled)


def test_a_withdrawn_entry_of_a_source_that_the_backup_lacks(polled: Program) -> None:
    done(polled("backup", "copy"))
    sources = (polled.folder / "sources.toml").read_text()
    polled.write(
        sources='[sources.dock]\nurl = "file:dock.xml"\n' + sources,
        dock_xml=rss(item(8), item(9)).decode(),
    )
    polled("poll")
    withdraw(polled, 8)
    done(polled("restore", "copy"))
    polled("poll")
    said = published(polled)
    assert "Text of story 9." in said
    assert "Text of story 8." not in said
    done(polled("restore", "copy"))
    polled.write(sources=sources)  # the files are those of the backup again
    polled("poll")
    assert "source-dock" not in published(polled)
    rows = polled("sources", "list", "--json").rows()
    assert {row["name"]: row["enabled"] for row in rows}["dock"] is False


def test_what_was_brought_back_after_the_backup_is_withdrawn_as_it_was(polled: Program) -> None:
    withdraw(polled, 1)
    done(polled("backup", "copy"))
    done(polled("entries", "restore", STORY.format(1)))
    assert "Text of story 1." in published(polled)
    out = done(polled("restore", "copy"))
    assert out.endswith("\n1 restored since the backup are withdrawn again, as FILE has them.\n")
    assert "Text of story 1." not in published(polled)


@pytest.mark.parametrize("broken", [None, b"", b"no database at all", b"SQLite format 3\0" * 99])
def test_a_database_that_cannot_be_read_is_told_and_kept(
    polled: Program, broken: bytes | None
) -> None:
    done(polled("backup", "copy"))
    withdraw(polled, 1)
    polled.database.unlink()
    if broken is not None:
        polled.database.write_bytes(broken)
    ended = polled("restore", "copy")
    assert ended.code == 0
    assert re.fullmatch(
        r"Nothing could be carried over from the database before: [^\n]+; withdraw again what was"
        r" withdrawn since the backup, before feedsvc is started\.\n",
        ended.err,
    )
    assert [one.read_bytes() for one in replaced(polled)] == ([] if broken is None else [broken])
    assert len(polled("entries", "list", "--json").rows()) == 3


def spoiled(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
    file.write_bytes(data)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def foreign(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE entries (id)")


def pretending(file: Path) -> None:
    foreign(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", [REVISION])


def half(file: Path) -> None:
    pretending(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")


def newer(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def text(file: Path) -> None:
    file.write_text("no database")


def folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (spoiled, "it is damaged, "),
        (cut, "it is damaged, "),
        (text, "it is no SQLite database"),
        (foreign, "it holds no tables of feedsvc"),
        (pretending, "it lacks the table "),
        (half, "; name a file that feedsvc backup made"),
        (newer, "it is at revision 9999, and this program knows none after"),
        (folder, "copy is no file; name one that feedsvc backup made"),
        (Path.unlink, "copy is no file; name one that feedsvc backup made"),
    ],
)
def test_what_is_no_backup_is_refused_and_nothing_changed(
    polled: Program, spoil: object, word: str
) -> None:
    done(polled("backup", "copy"))
    assert callable(spoil)
    spoil(polled.home / "copy")
    before, contents = files(polled), polled.contents()
    line = polled("restore", "copy").refused()
    assert line.startswith("copy ")
    assert word in line
    assert files(polled).keys() == before.keys()
    assert polled.contents() == contents
    assert files(polled).get("copy") == before.get("copy")


def test_the_database_is_no_backup_of_itself(polled: Program) -> None:
    line = polled("restore", str(polled.database)).refused()
    assert line.endswith("is the database itself; name a backup of it")


def test_a_database_in_use_is_not_replaced(polled: Program) -> None:
    done(polled("backup", "copy"))
    before = polled.contents()
    for part in ("web", "work"):
        running = polled.start(part)
        try:
            assert running.stderr is not None
            running.stderr.readline()
            time.sleep(2)
            line = polled("restore", "copy").refused()
        finally:
            running.send_signal(signal.SIGTERM)
            running.communicate(timeout=30)
        assert line == (
            f"database {polled.database} is in use; stop feedsvc run, web and work first"
        )
        assert not replaced(polled)
    assert polled.contents()["entries"] == before["entries"]
    done(polled("restore", "copy"))


def test_a_backup_is_whole_while_others_write(polled: Program) -> None:
    code = (
        "import sqlite3, sys\n"
        "one = sqlite3.connect(sys.argv[1], timeout=60, isolation_level=None)\n"
        "number = 0\n"
        "print('writing', flush=True)\n"
        "while True:\n"
        "    number += 1\n"
        "    one.execute('BEGIN IMMEDIATE')\n"
        "    one.execute('UPDATE generation SET number = ?', [number])\n"
        "    one.execute('INSERT OR REPLACE INTO documents VALUES (?, ?, ?)',"
        " [f'n{number % 999}', bytes(5000), number])\n"
        "    one.execute('COMMIT')\n"
    )
    writer = subprocess.Popen(
        [shutil.which("python3") or "python3", "-c", code, polled.database],
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        numbers = []
        for turn in range(4):
            done(polled("backup", f"copy{turn}"))
            with closing(sqlite3.connect(polled.home / f"copy{turn}")) as copy:
                assert copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
                (number,) = copy.execute("SELECT number FROM generation").fetchone()
                latest = "SELECT max(modified) FROM documents WHERE name LIKE 'n%'"
                assert copy.execute(latest).fetchone() == (number,)
                numbers.append(number)
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.communicate()
    assert numbers == sorted(set(numbers))


def test_a_backup_of_an_older_version_is_brought_up_to_date(program: Program) -> None:
    program.write_samples()
    program("poll")
    older = program.home / "older"
    done(program("backup", str(older)))
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = f"sqlite:///{older}"
    command.downgrade(config, "0001")
    before = older.read_bytes()
    withdraw(program, 1)
    done(program("restore", "older"))
    assert older.read_bytes() == before
    assert done(program("migrate")) == f"The database is at revision {REVISION} already.\n"
    said = published(program)
    assert "Text of story 2." in said
    assert "Text of story 1." not in said
    shutil.copy(older, program.database)  # and one of an older version is replaced
    with closing(sqlite3.connect(program.database)) as connection, connection:
        connection.execute("UPDATE entries SET state = 'withdrawn' WHERE url LIKE '%/2'")
        connection.execute(
            "INSERT INTO tombstones SELECT id, 1, 'operator', 'x', NULL FROM entries"
            " WHERE url LIKE '%/2'"
        )
    with closing(sqlite3.connect(older)) as connection:
        connection.executescript(
            "PRAGMA foreign_keys = ON; DELETE FROM entries WHERE url LIKE '%/2';"
            "DELETE FROM windows; UPDATE checkpoints SET etag = '', body = x'';"
        )
    out = done(program("restore", "older"))
    assert out.endswith("\n1 withdrawn since the backup stay withdrawn.\n")
    program("poll")
    assert "Text of story 2." not in published(program)
    assert not list(program.home.glob(".feedsvc*"))


def test_a_restore_on_a_new_machine(polled: Program) -> None:
    done(polled("backup", "copy"))
    database = polled.home / "new" / "var" / "feedsvc.sqlite3"
    url = f"sqlite:///{database}"
    ended = polled("restore", "copy", FEEDSVC_DATABASE__URL=url)
    assert (ended.code, ended.out) == (0, "The database is that of copy now.\n")
    assert ended.err.startswith("Nothing could be carried over from the database before: there was")
    assert len(polled("entries", "list", "--json", FEEDSVC_DATABASE__URL=url).rows()) == 3
    polled("poll", FEEDSVC_DATABASE__URL=url)
    assert [one.name for one in database.parent.iterdir()] == ["feedsvc.sqlite3"]


def test_what_was_set_aside_is_a_backup_too(polled: Program) -> None:
    done(polled("backup", "copy"))
    polled.write(herald_xml=rss(*map(item, (1, 2, 5))).decode())
    polled("poll")
    done(polled("restore", "copy"))
    assert "Text of story 5." not in published(polled)
    (kept,) = replaced(polled)
    done(polled("restore", str(kept)))
    assert "Text of story 5." in published(polled)
    assert len(replaced(polled)) == 2
