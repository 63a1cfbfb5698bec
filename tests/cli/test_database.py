import sqlite3

from tests.cli.program import Program


def test_migrating_twice_is_migrating_once(program: Program) -> None:
    program.write_samples()
    first, second = program("migrate"), program("migrate")
    assert (first.code, first.err, second.code, second.err) == (0, "", 0, "")
    assert first.out == "The database is at revision 0005 now (before: empty).\n"
    assert second.out == "The database is at revision 0005 already.\n"


def test_migrating_keeps_what_is_stored(program: Program) -> None:
    program.write_samples()
    program("poll")
    before = program("entries", "list", "--json").rows()
    program("migrate")
    assert program("entries", "list", "--json").rows() == before
    assert len(before) == 3


def test_a_database_of_another_revision_is_refused(program: Program) -> None:
    program.write_samples()
    program("migrate")
    with sqlite3.connect(program.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in (["poll"], ["sources", "list"], ["web"], ["run"]):
        assert program(*words).refused() == (
            "the database is at revision 9999, this program needs 0005;"
            " run feedsvc migrate, or use the program version that made it"
        )


def test_a_database_that_cannot_be_reached_is_refused(program: Program) -> None:
    program.write_samples()
    url = "postgresql://me:secret@127.0.0.1:1/feeds"
    line = program("poll", FEEDSVC_DATABASE__URL=url).refused()
    assert line.startswith("the PostgreSQL database cannot be reached: ")
    assert line.endswith("; check [database] url")
    assert "secret" not in line
    folder = f"sqlite:///{program.home}"
    line = program("migrate", FEEDSVC_DATABASE__URL=folder).refused()
    assert line.endswith("unable to open database file; check the path and its permissions")
