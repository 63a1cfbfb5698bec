import psycopg
import pytest

from tests import postgres


def test_every_test_gets_an_empty_database(postgresql: postgres.Server) -> None:
    names = "SELECT count(*) FROM pg_class WHERE relname = 'kept'"
    with postgresql.database() as first, psycopg.connect(first, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number integer)")
        with postgresql.database() as second, psycopg.connect(second) as other:
            assert other.execute(names).fetchone() == (0,)
        assert connection.execute(names).fetchone() == (1,)


def test_a_database_is_gone_after_its_test(postgresql: postgres.Server) -> None:
    with postgresql.database() as url:
        psycopg.connect(url).close()
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def test_nobody_enters_without_the_password(postgresql: postgres.Server) -> None:
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(postgresql.url().replace("feedsvc:", "feedsvc:not"))


def test_both_stores_are_offered(database_url: str) -> None:
    assert database_url.startswith(("sqlite:///", "postgresql://"))
