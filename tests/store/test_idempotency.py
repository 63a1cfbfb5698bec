from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from feedsvc.store import idempotency
from feedsvc.store.database import Database
from tests.rig import NOON


def test_a_write_is_remembered_for_a_day(database: Database) -> None:
    with database.transaction() as statements:
        assert idempotency.claim(statements, b"key", b"request", NOON) is None
        idempotency.remember(statements, b"key", 201, "made")
    known = (b"request", 201, "made")
    assert idempotency.remembered(database.statements(), b"key", NOON) == known
    with database.transaction() as statements:
        last = NOON + idempotency.KEPT
        assert idempotency.claim(statements, b"key", b"request", last) == known
        later = last + timedelta(seconds=1)
        assert idempotency.remembered(statements, b"key", later) is None
        assert idempotency.claim(statements, b"key", b"request", later) is None


def test_a_write_that_failed_is_not_remembered(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as statements:
            idempotency.claim(statements, b"key", b"request", NOON)
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        fail()
    assert idempotency.remembered(database.statements(), b"key", NOON) is None


def test_who_claims_a_key_waits_for_who_has_it(database: Database) -> None:
    both = Barrier(2)

    def write(number: int) -> object:
        both.wait()
        with database.transaction() as statements:
            found = idempotency.claim(statements, b"key", b"request", NOON)
            if found is None:
                idempotency.remember(statements, b"key", 201, f"made by {number}")
            return found.answer if found else f"made by {number}"

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(write, (1, 2))
    assert first == second
