import shutil
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from feedsvc.errors import StoreError
from feedsvc.flows import curate
from feedsvc.model.source import Permission, Scope
from feedsvc.store import entries, leases, permissions, tombstones
from feedsvc.store.backup import back_up
from feedsvc.store.chain import verify
from feedsvc.store.database import Database
from feedsvc.store.migrate import REVISION
from feedsvc.store.migrations import revisions
from feedsvc.store.restore import Restored, restore
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
PAGE = "https://herald.example/{}"


@pytest.fixture
def rig(tmp_path: Path) -> Rig:
    made = Rig(
        f"sqlite:///{tmp_path}/f.sqlite3", (source(permission=Permission(scope=Scope.FULL)),)
    )
    made.web.pages[URL] = rss(item(1), item(2))
    made.poll()
    return made


def backed_up(rig: Rig) -> Path:
    file = Path(f"{rig.database.path}.copy")
    back_up(rig.database, file)
    return file


def restored(rig: Rig, file: Path) -> Restored:
    rig.database.close()
    rig.moment += timedelta(minutes=1)
    return restore(rig.database, file, rig.moment)


def dates(rig: Rig) -> dict[str, tuple[bytes, datetime]]:
    publisher = rig.publisher()
    documents = {form: publisher.document("all", form) for form in FORMATS}
    del publisher
    return {form: (one.body, one.modified) for form, one in documents.items()}


def generation(database: Database) -> int:
    number: int = database.statements().read("generation")[0][0]
    return number


def test_the_revisions_that_are_known_end_with_ours() -> None:
    assert max(revisions()) == REVISION
    assert "0001" in revisions()


@pytest.mark.parametrize("later", [True, False])
def test_a_generation_begins_that_is_later_than_both(rig: Rig, *, later: bool) -> None:
    file = backed_up(rig)
    number = 90 if later else 0
    rig.database.connection().execute("UPDATE generation SET number = ?", [number])
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("UPDATE generation SET number = 40")
    restored(rig, file)
    assert generation(rig.database) == max(40, number) + 1


def test_no_date_goes_back(rig: Rig) -> None:
    first = dates(rig)
    file = backed_up(rig)
    rig.web.pages[URL] = rss(item(1), item(2, text="Changed."))
    rig.poll()
    second = dates(rig)
    restored(rig, file)
    third = dates(rig)
    for form in FORMATS:
        assert third[form][0] == first[form][0] != second[form][0]
        assert first[form][1] < second[form][1] < third[form][1]


def test_the_date_of_what_is_the_same_stays(rig: Rig) -> None:
    file = backed_up(rig)
    before = dates(rig)
    rig.moment += timedelta(hours=9)
    restored(rig, file)
    assert dates(rig) == before


def test_without_a_database_before_every_date_is_new(rig: Rig) -> None:
    before = dates(rig)
    file = backed_up(rig)
    rig.database.close()
    assert rig.database.path
    rig.database.path.unlink()
    rig.moment += timedelta(hours=9)
    told = restored(rig, file)
    assert (told.replaced, told.unread) == (None, "there was none")
    after = dates(rig)
    for form in FORMATS:
        assert after[form][0] == before[form][0]
        assert after[form][1] > before[form][1]


def test_whoever_polled_then_polls_no_more(rig: Rig) -> None:
    until = rig.moment + timedelta(days=1)
    assert leases.take(rig.database, ["herald.example"], rig.moment, until)
    file = backed_up(rig)
    restored(rig, file)
    assert rig.poll()["herald"].outcome == "not_modified"


def test_the_configuration_is_read_again(rig: Rig) -> None:
    rig.database.statements().run("keep_configuration", digest=b"same", settings="{}")
    file = backed_up(rig)
    restored(rig, file)
    assert rig.database.statements().read("configuration") == [(b"", "{}")]


def test_a_name_that_a_withdrawn_entry_came_to_have_holds(rig: Rig) -> None:
    file = backed_up(rig)
    renamed = item(1).replace("tag:herald.example,2026:1", "tag:herald.example,2026:new")
    rig.web.pages[URL] = rss(renamed, item(2))
    assert rig.poll()["herald"].new == 0
    curate.withdraw(rig.database, [PAGE.format(1)], "Asked for", rig.moment, "Ada")
    told = restored(rig, file)
    assert told.carried[:2] == (1, 0)
    moved = renamed.replace("/1<", "/moved<").replace("Story 1", "Another title")
    rig.web.pages[URL] = rss(moved, item(2))
    assert rig.poll()["herald"].new == 0
    assert b"Text of story 1." not in b"".join(rig.documents().values())


def test_the_same_article_under_another_id_is_withdrawn_too(rig: Rig) -> None:
    file = backed_up(rig)
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.execute("PRAGMA foreign_keys = OFF")
        (old,) = copy.execute("SELECT id FROM entries WHERE url LIKE '%/1'").fetchone()
        copy.execute("UPDATE entries SET id = ? WHERE id = ?", ["f" * 20, old])
        copy.execute("UPDATE entry_keys SET entry_id = ? WHERE entry_id = ?", ["f" * 20, old])
        copy.execute("DELETE FROM windows")
    curate.withdraw(rig.database, [PAGE.format(1)], "Asked for", rig.moment, "Ada")
    restored(rig, file)
    rig.poll()
    assert b"Text of story 1." not in b"".join(rig.documents().values())
    assert b"Text of story 2." in b"".join(rig.documents().values())


def test_what_an_upstream_took_back_stays_away(rig: Rig) -> None:
    file = backed_up(rig)
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        "<id>urn:x:f</id><title>The Harbour Herald</title><updated>2026-03-01T13:30:00Z</updated>"
        '<at:deleted-entry ref="tag:herald.example,2026:1" when="2026-03-01T13:30:00Z"/></feed>'
    )
    rig.web.pages[URL] = feed.encode()
    rig.poll()
    assert b"Text of story 1." not in b"".join(rig.documents().values())
    told = restored(rig, file)
    assert told.carried[:2] == (1, 0)
    assert b"Text of story 1." not in b"".join(rig.documents().values())


def test_sources_are_found_by_their_names(rig: Rig) -> None:
    file = backed_up(rig)
    with closing(sqlite3.connect(file)) as copy, copy:  # the rows differ
        for table, column in (
            ("sources", "id"),
            ("checkpoints", "source_id"),
            ("windows", "source_id"),
            ("entries", "source_id"),
            ("entry_keys", "source_id"),
            ("permissions", "source_id"),
        ):
            copy.execute(f"UPDATE {table} SET {column} = {column} + 40")  # noqa: S608 - our tables
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    rig.poll()
    curate.withdraw(rig.database, [PAGE.format(1), PAGE.format(3)], "Asked for", rig.moment, "Ada")
    assert restored(rig, file).carried[:2] == (2, 0)
    assert rig.poll()["herald"].new == 0
    held = {one.entry.url: one for one in entries.listed(rig.database.statements(), [], most=9)}
    assert held[PAGE.format(3)].source == "herald"
    assert [held[PAGE.format(number)].state for number in (1, 2, 3)] == [
        "withdrawn",
        "published",
        "withdrawn",
    ]
    told = b"".join(rig.documents().values())
    assert b"Text of story 2." in told
    assert b"Text of story 3." not in told


def test_a_file_with_a_log_is_restored_with_it(rig: Rig) -> None:
    path = rig.database.path
    assert path
    copy = path.with_name("whole")
    rig.database.connection().execute("PRAGMA wal_autocheckpoint = 0")
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    rig.poll()
    shutil.copy(path, copy)
    shutil.copy(f"{path}-wal", f"{copy}-wal")
    restored(rig, copy)
    assert len(entries.listed(rig.database.statements(), [], most=9)) == 3


def test_logs_go_with_the_database_that_they_belong_to(rig: Rig) -> None:
    file = backed_up(rig)
    rig.database.close()
    path = rig.database.path
    assert path
    path.write_bytes(b"rubbish")
    Path(f"{path}-wal").write_bytes(b"its log")
    told = restored(rig, file)
    assert told.replaced
    assert Path(f"{told.replaced}-wal").read_bytes() == b"its log"
    assert not Path(f"{path}-wal").exists()
    assert len(entries.listed(rig.database.statements(), [], most=9)) == 2


def test_a_database_behind_a_link_is_replaced_where_it_is(rig: Rig, tmp_path: Path) -> None:
    file = backed_up(rig)
    rig.database.close()
    (tmp_path / "link").symlink_to("f.sqlite3")
    told = restore(Database(f"sqlite:///{tmp_path}/link"), file, rig.moment)
    assert (tmp_path / "link").is_symlink()
    assert told.replaced
    assert told.replaced.parent == tmp_path.resolve()
    assert generation(rig.database) > 1


def test_a_database_that_cannot_be_opened_is_no_reason_to_forget(rig: Rig, tmp_path: Path) -> None:
    file = backed_up(rig)
    with pytest.raises(StoreError, match="cannot be written"):
        restore(Database(f"sqlite:///{file}/below.sqlite3"), file, rig.moment)
    (tmp_path / "folder").mkdir()
    with pytest.raises(StoreError, match="cannot be opened: unable to open database file"):
        restore(Database(f"sqlite:///{tmp_path}/folder"), file, rig.moment)
    assert not [one.name for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_what_is_carried_is_counted(rig: Rig) -> None:
    rig.web.pages[URL] = rss(*map(item, range(1, 6)))
    rig.poll()

    def withdraw(number: int) -> None:
        curate.withdraw(rig.database, [PAGE.format(number)], "Asked for", rig.moment, "Ada")

    withdraw(1)
    withdraw(2)
    file = backed_up(rig)
    withdraw(3)
    withdraw(4)
    curate.restore(rig.database, [PAGE.format(number) for number in (2, 4)], rig.moment)
    told = restored(rig, file)
    assert (told.carried.withdrawn, told.carried.left) == (1, 1)
    shown = b"".join(rig.documents().values())
    assert [f"Text of story {number}.".encode() in shown for number in range(1, 6)] == [
        False,
        False,
        False,
        True,
        True,
    ]


QUAY = "https://quay.example/feed.xml"


def test_what_was_withdrawn_is_kept_away_from_other_sources_too(rig: Rig) -> None:
    file = backed_up(rig)
    curate.withdraw(rig.database, [PAGE.format(1)], "Asked for", rig.moment, "Ada")
    restored(rig, file)
    held = {one.entry.url: one for one in entries.listed(rig.database.statements(), [], most=9)}
    withdrawal = tombstones.withdrawal(rig.database.statements(), held[PAGE.format(1)].id)
    assert withdrawal is not None
    assert (withdrawal.by, withdrawal.person) == ("operator", "Ada")
    rig.provision((source(), source("quay")))
    rig.web.pages[QUAY] = rss(item(1).replace("tag:herald.example", "tag:quay.example"))
    rig.poll()
    assert b"Text of story 1." not in b"".join(rig.documents().values())


def test_a_permission_that_was_taken_back_is_not_given_again(rig: Rig) -> None:
    file = backed_up(rig)
    curate.revoke(rig.database, "herald", "The contract ended", rig.moment, "Ada")
    restored(rig, file)
    told = b"".join(rig.documents().values())
    assert b"Text of story" not in told
    assert rig.poll() == {}
    history = permissions.history(rig.database.statements(), "herald")
    assert [(one.change, one.by, one.reason) for one in history] == [
        ("given", "", ""),
        ("revoked", "Ada", "The contract ended"),
    ]


def whole(rig: Rig) -> int:
    """Rows of a log that is whole."""
    verdict = verify(rig.database.statements())
    assert not verdict.problem
    return verdict.rows


def test_the_log_of_what_was_shown_goes_on(rig: Rig) -> None:
    rig.documents()
    file = backed_up(rig)
    assert whole(rig) == 2
    rig.web.pages[URL] = rss(*map(item, range(1, 5)))
    rig.poll()
    rig.documents()
    assert whole(rig) == 4
    assert restored(rig, file).carried.logged
    assert whole(rig) == 4
    rig.poll()
    rig.documents()
    assert whole(rig) >= 4


def test_a_log_that_has_grown_apart_stays_that_of_the_backup(rig: Rig) -> None:
    rig.documents()
    file = backed_up(rig)
    with closing(sqlite3.connect(file)) as copy, copy:
        copy.executescript("DROP TRIGGER audit_UPDATE; UPDATE audit SET digest = x'00';")
        copy.execute("UPDATE audit_head SET digest = x'00'")
    assert not restored(rig, file).carried.logged
    assert verify(rig.database.statements()).problem


def test_the_counts_of_readers_come_along(rig: Rig) -> None:
    file = backed_up(rig)
    row = (20_500, "all", "Feedly", 7, 5, 12)
    rig.database.connection().execute("INSERT INTO readers VALUES (?, ?, ?, ?, ?, ?)", row)
    restored(rig, file)
    assert rig.database.statements().read("all_readers") == [row]


def admit(database: Database, *names: str) -> None:
    with closing(sqlite3.connect(database.path or "")) as connection, connection:
        connection.execute("DELETE FROM tokens")
        connection.execute("DELETE FROM users")
        connection.execute("DELETE FROM subscribers")
        for name in names:
            connection.execute("INSERT INTO users VALUES (?, 'editor', 'hash', 0)", [name])
            connection.execute(
                "INSERT INTO tokens VALUES (?, ?, '', ?, 'read', 0, NULL, NULL)",
                [f"token-{name}", name, name.encode()],
            )
            connection.execute(
                "INSERT INTO subscribers VALUES (?, '[]', ?, 0, NULL)", [name, name.encode()]
            )


def admitted(database: Database) -> set[str]:
    with closing(sqlite3.connect(database.path or "")) as connection:
        found = [
            connection.execute(f"SELECT {column} FROM {table}").fetchall()  # noqa: S608 - ours
            for table, column in (("users", "name"), ("tokens", "user"), ("subscribers", "name"))
        ]
    names = {name for rows in found for (name,) in rows}
    assert all({name for (name,) in rows} == names for rows in found)
    return names


def test_who_was_shut_out_since_the_backup_stays_out(rig: Rig) -> None:
    admit(rig.database, "eva", "mallory")
    file = backed_up(rig)
    admit(rig.database, "eva", "olga")
    restored(rig, file)
    assert admitted(rig.database) == {"eva", "olga"}


def test_on_a_new_machine_the_backup_tells_who_may_come_in(rig: Rig) -> None:
    admit(rig.database, "eva")
    file = backed_up(rig)
    admit(rig.database)
    restored(rig, file)
    assert admitted(rig.database) == {"eva"}
