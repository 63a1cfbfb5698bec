from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from feedsvc.store import leases
from feedsvc.store.database import Database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_host_has_one_holder(database: Database) -> None:
    (first,) = leases.take(database, ["a.example"], NOON, NOON + HOUR)
    assert leases.take(database, ["a.example"], NOON, NOON + HOUR) == []
    (other,) = leases.take(database, ["b.example"], NOON, NOON + HOUR)
    assert leases.standing(database.statements(), [first, other]) == {
        (first.host, first.fence),
        (other.host, other.fence),
    }


def test_a_lease_that_ran_out_passes_on_and_its_fence_falls(database: Database) -> None:
    (slept,) = leases.take(database, ["a.example"], NOON, NOON + HOUR)
    (successor,) = leases.take(database, ["a.example"], NOON + HOUR, NOON + 2 * HOUR)
    assert successor.fence > slept.fence
    assert leases.standing(database.statements(), [slept]) == set()
    with database.transaction() as statements:
        leases.release(statements, [(slept, NOON)])
        leases.extend(statements, [slept], NOON + 9 * HOUR)
    assert leases.take(database, ["a.example"], NOON + HOUR, NOON + 2 * HOUR) == []


def test_a_released_host_is_left_alone_until_it_is_free(database: Database) -> None:
    (lease,) = leases.take(database, ["a.example"], NOON, NOON + HOUR)
    free_at = NOON + timedelta(seconds=90)
    with database.transaction() as statements:
        leases.release(statements, [(lease, free_at)])
    (again,) = leases.take(database, ["a.example"], NOON + timedelta(seconds=1), NOON + HOUR)
    assert again.free_at == free_at


def test_an_extended_lease_lasts(database: Database) -> None:
    (lease,) = leases.take(database, ["a.example"], NOON, NOON + HOUR)
    with database.transaction() as statements:
        leases.extend(statements, [lease], NOON + 2 * HOUR)
    assert leases.take(database, ["a.example"], NOON + HOUR, NOON + 3 * HOUR) == []


def test_of_many_who_ask_at_once_one_gets_each_host(database: Database) -> None:
    hosts = [f"host{number}.example" for number in range(40)]

    def ask(number: int) -> list[str]:
        now = NOON + timedelta(microseconds=number)
        return [lease.host for lease in leases.take(database, hosts, now, NOON + HOUR)]

    with ThreadPoolExecutor(4) as threads:
        taken = [host for got in threads.map(ask, range(4)) for host in got]
    assert sorted(taken) == sorted(hosts)


def test_a_race_for_many_hosts_gives_each_away_once(database: Database) -> None:
    hosts = [f"host{number}.example" for number in range(50)]
    together = Barrier(2, timeout=10)

    def race(_: int) -> list[str]:
        mine = []
        together.wait()
        for host in hosts:
            mine += [one.host for one in leases.take(database, [host], NOON, NOON + HOUR)]
        return mine

    with ThreadPoolExecutor(2) as threads:
        taken = [host for got in threads.map(race, range(2)) for host in got]
    assert sorted(taken) == sorted(hosts)


def test_no_hosts_take_no_lease(database: Database) -> None:
    assert leases.take(database, [], NOON, NOON + HOUR) == []
    assert leases.standing(database.statements(), []) == set()


def test_two_who_want_the_same_hosts_never_wait_for_each_other(database: Database) -> None:
    hosts = [f"host{number:02}.example" for number in range(40)]
    together = Barrier(2, timeout=10)

    def turns(wanted: list[str]) -> int:
        count = 0
        for number in range(15):
            together.wait()
            now = NOON + number * HOUR
            mine = leases.take(database, wanted, now, now + HOUR)
            with database.transaction() as statements:
                leases.extend(statements, reversed(mine), now + HOUR)
                leases.release(statements, [(lease, now) for lease in mine[::-1]])
            count += len(mine)
        return count

    with ThreadPoolExecutor(2) as threads:
        assert sum(threads.map(turns, (hosts, hosts[::-1]))) >= 15 * len(hosts)


def test_a_clock_set_back_blocks_no_host(database: Database) -> None:
    (lease,) = leases.take(database, ["a.example"], NOON, NOON + HOUR)
    with database.transaction() as statements:
        leases.release(statements, [(lease, NOON)])
    earlier = NOON - timedelta(days=3650)
    (again,) = leases.take(database, ["a.example"], earlier, earlier + HOUR)
    assert again.fence > lease.fence
