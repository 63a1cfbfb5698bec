import gc
from threading import Thread

import pytest

from feedsvc.store.database import Database
from feedsvc.store.migrate import migrate


def test_a_connection_ends_with_its_thread(database: Database) -> None:
    opened = []

    def ask() -> None:
        opened.append(database.connection())
        assert database.statements().read("generation") == [(0,)]

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    gc.collect()
    with pytest.raises(Exception, match=r"closed"):
        opened[0].execute("SELECT 1")


def test_a_lost_connection_is_replaced(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    migrate(database)
    database.connection().close()
    assert database.statements().read("generation") == [(0,)]
    database.close()
