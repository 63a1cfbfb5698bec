import pytest

from feedsvc.store.database import Database, Statements


def generation(database: Database) -> int:
    number: int = database.statements().read("generation")[0][0]
    return number


def fail_after_a_change(statements: Statements) -> None:
    statements.read("next_generation")
    _ = 1 // 0


def test_a_transaction_within_another_is_a_part_of_it(database: Database) -> None:
    def whole() -> None:
        with database.transaction() as statements:
            with database.transaction() as part:
                part.read("next_generation")
            fail_after_a_change(statements)

    before = generation(database)
    with pytest.raises(ZeroDivisionError):
        whole()
    assert generation(database) == before


def test_a_part_may_fail_by_itself(database: Database) -> None:
    def part() -> None:
        with database.transaction() as statements:
            fail_after_a_change(statements)

    before = generation(database)
    with database.transaction() as statements:
        statements.read("next_generation")
        with pytest.raises(ZeroDivisionError):
            part()
    assert generation(database) == before + 1
    with pytest.raises(ZeroDivisionError):
        part()
    assert generation(database) == before + 1
