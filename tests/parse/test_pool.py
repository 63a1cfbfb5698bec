import builtins
import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from feedsvc.errors import ParsingError
from feedsvc.parse import parse
from feedsvc.parse.pool import MIB, Pool

URL = "https://feeds.test/feed.xml"
FEED = b"<rss version='2.0'><channel><title>t</title><item><title>a</title></item></channel></rss>"


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(workers=2, seconds=3, cpu_seconds=1, memory=512 * MIB) as running:
        yield running


def test_result_is_that_of_the_function(pool: Pool) -> None:
    assert pool.submit(parse, FEED, url=URL).result() == parse(FEED, url=URL)


def test_exception_of_the_function_is_passed_on(pool: Pool) -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        pool.submit(int, "x").result()


def test_endless_loop_ends_at_the_cpu_limit(pool: Pool) -> None:
    with pytest.raises(ParsingError, match="more than 1 s of CPU"):
        pool.submit(builtins.exec, "while True: pass").result()


def test_cpu_budget_is_per_task(pool: Pool) -> None:
    loop = "import time\nend = time.process_time() + 0.7\nwhile time.process_time() < end: pass"
    tasks = [pool.submit(builtins.exec, loop) for _ in range(6)]
    assert [task.result() for task in tasks] == [None] * 6


def test_waiting_ends_at_the_wall_limit(pool: Pool) -> None:
    with pytest.raises(ParsingError, match=r"more than 3 s$"):
        pool.submit(time.sleep, 60).result()


def test_memory_is_limited(pool: Pool) -> None:
    with pytest.raises(ParsingError, match="more than 512 MiB of memory"):
        pool.submit(bytes, 600 * MIB).result()


@pytest.mark.parametrize(
    ("exits", "argument", "words"),
    [(os._exit, 3, "exit code 3"), (signal.raise_signal, signal.SIGSEGV, "SIGSEGV")],
)
def test_dead_child_is_told(
    pool: Pool, exits: Callable[[int], None], argument: int, words: str
) -> None:
    with pytest.raises(ParsingError, match=words):
        pool.submit(exits, argument).result()


def test_others_are_not_touched_by_deaths(pool: Pool) -> None:
    tasks = [
        (number % 4 == 0, pool.submit(os._exit, 1) if number % 4 == 0 else pool.submit(len, b"x"))
        for number in range(24)
    ]
    for dies, task in tasks:
        if dies:
            with pytest.raises(ParsingError):
                task.result()
        else:
            assert task.result() == 1


def test_children_ignore_the_interrupt_of_the_terminal(pool: Pool) -> None:
    interrupt = "import os, signal\nos.kill(os.getpid(), signal.SIGINT)"
    assert pool.submit(builtins.exec, interrupt).result() is None


class Unreadable(Exception):  # noqa: N818 - an exception that cannot be made anew from its pickle
    def __init__(self, one: int, two: int) -> None:
        super().__init__(one)
        self.two = two


def test_an_answer_that_cannot_be_read_ends_its_task_and_no_other(pool: Pool) -> None:
    raising = "from tests.parse.test_pool import Unreadable\nraise Unreadable(1, 2)"
    with pytest.raises(ParsingError, match="reading it failed"):
        pool.submit(builtins.exec, raising).result()
    assert pool.submit(len, b"x").result() == 1


def test_done_tells_without_waiting(pool: Pool) -> None:
    task = pool.submit(time.sleep, 0.5)
    assert not task.done()
    task.result()
    assert task.done()


def test_closed_pool_gives_up_what_is_under_way() -> None:
    pool = Pool(workers=1, seconds=20)
    task = pool.submit(time.sleep, 15)
    pool.submit(len, b"")
    time.sleep(0.5)
    pool.close()
    with pytest.raises(ParsingError):
        task.result()


def test_nothing_is_started_before_the_first_task() -> None:
    with Pool() as pool:
        assert pool._keepers == []  # noqa: SLF001
