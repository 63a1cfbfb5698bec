import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedsvc.model.readership import Readership
from feedsvc.store import readers
from feedsvc.store.database import Database
from feedsvc.text.user_agents import OTHERS, reader

DAY = date(2026, 3, 1)


FEEDLY = Readership(day=DAY, channel="all", reader="Feedly", requests=1, unchanged=0, subscribers=0)


def seen(reader: str = "Feedly", **fields: object) -> Readership:
    return replace(FEEDLY, reader=reader, **fields)  # type: ignore[arg-type] # fields of Readership


def kept(database: Database, channel: str = "all", *days: date) -> list[Readership]:
    return readers.of_channel(database.statements(), channel, days or [DAY])


def test_numbers_add_up_and_the_most_subscribers_stay(database: Database) -> None:
    readers.add(database, [seen(requests=3, unchanged=2, subscribers=16), seen("curl")])
    readers.add(database, [seen(requests=4, unchanged=1, subscribers=9)])
    readers.add(database, [seen(subscribers=11)])
    by_name = {one.reader: one for one in kept(database)}
    assert by_name["Feedly"] == seen(requests=8, unchanged=3, subscribers=16)
    assert by_name["curl"] == seen("curl")


def test_days_and_channels_stay_apart(database: Database) -> None:
    later = DAY + timedelta(days=1)
    readers.add(database, [seen(), seen(day=later, requests=5), seen(channel="world")])
    assert kept(database) == [seen()]
    assert kept(database, "world") == [seen(channel="world")]
    assert kept(database, "all", DAY, later) == [seen(), seen(day=later, requests=5)]
    assert kept(database, "all", DAY - timedelta(days=1)) == []


def test_a_channel_has_a_bounded_number_of_readers_a_day(database: Database) -> None:
    names = [f"r{number:04}" for number in range(readers.MOST + 20)]
    readers.add(database, [seen(name, subscribers=3) for name in names[: readers.MOST - 10]])
    readers.add(database, [seen(OTHERS, requests=2)])
    readers.add(database, [seen(name, subscribers=3) for name in names])
    readers.add(database, [seen("late"), seen(names[0])])
    counts = {one.reader: one.requests for one in kept(database)}
    assert len(counts) == readers.MOST + 1
    assert counts[OTHERS] == 2 + 20 + 1
    assert counts[names[0]] == 3
    assert {one.subscribers for one in kept(database) if one.reader == OTHERS} == {0}
    readers.add(database, [seen("late", channel="world")])
    assert kept(database, "world") == [seen("late", channel="world")]


def test_several_processes_add_at_once(database: Database) -> None:
    names = [f"r{number}" for number in range(20)]

    def add(turn: int) -> None:
        ordered = names[turn:] + names[:turn]
        for _ in range(10):
            readers.add(database, [seen(name) for name in ordered])

    adding = [threading.Thread(target=add, args=[turn]) for turn in range(4)]
    for one in adding:
        one.start()
    for one in adding:
        one.join()
    assert {one.reader: one.requests for one in kept(database)} == dict.fromkeys(names, 40)


def test_all_of_it_is_added_or_nothing(database: Database) -> None:
    broken = seen("z", channel="world", requests=2**80)
    with pytest.raises(Exception, match=r".+"):
        readers.add(database, [seen(), broken])
    assert kept(database) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(), max_size=5))
def test_whatever_readers_say_can_be_stored(database: Database, agents: list[str]) -> None:
    told = [reader(agent) for agent in agents]
    readers.add(database, [seen(one.subscription, subscribers=one.subscribers) for one in told])
    assert {one.subscription for one in told} <= {one.reader for one in kept(database)}
