import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from feedsvc.store import sources
from feedsvc.store.database import Database
from feedsvc.store.generation import Generation

BEGIN_ONE = """
import sys
from feedsvc.store import sources
from feedsvc.store.database import Database
database = Database(sys.argv[1])
with database.transaction() as statements:
    print(sources.next_generation(statements))
database.close()
"""


def begin_one(database: Database) -> int:
    with database.transaction() as statements:
        return sources.next_generation(statements)


def test_a_change_by_this_thread_is_seen(database: Database) -> None:
    generation = Generation(database)
    before = generation.current()
    assert begin_one(database) == generation.current() == before + 1


def test_a_change_by_another_thread_is_seen_in_every_thread(database: Database) -> None:
    generation = Generation(database)
    before = generation.current()
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(generation.current).result() == before
        assert begin_one(database) == before + 1
        assert thread.submit(generation.current).result() == before + 1
        assert thread.submit(begin_one, database).result() == before + 2
        assert generation.current() == before + 2


def test_a_change_by_another_process_is_seen(database: Database) -> None:
    generation = Generation(database)
    before = generation.current()
    command = [sys.executable, "-c", BEGIN_ONE, database.url]
    told = subprocess.run(command, check=True, capture_output=True, timeout=30)
    assert generation.current() == int(told.stdout) == before + 1


def test_what_is_rolled_back_was_never_there(database: Database) -> None:
    generation = Generation(database)
    before = generation.current()
    connection = database.connection()
    connection.execute("BEGIN")
    connection.execute("UPDATE generation SET number = 99")
    assert generation.current() == before
    connection.execute("ROLLBACK")
    assert generation.current() == before
