import builtins
import os
import signal
import time
from collections.abc import Callable, Iterator

import pytest

from feedsvc.errors import ParsingError
from feedsvc.parse import parse
from feedsvc.parse.lanes import LARGE, Lane, Task
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


def test_endless_loop_ends_at_the_cpu_limit() -> None:
    with Pool(cpu_seconds=1) as pool, pytest.raises(ParsingError, match="more than 1 s of CPU"):
        pool.submit(builtins.exec, "while True: pass").result()


def test_cpu_budget_is_per_task() -> None:
    loop = "import time\nend = time.process_time() + 0.4\nwhile time.process_time() < end: pass"
    with Pool(cpu_seconds=0.7) as pool:
        tasks = [pool.submit(builtins.exec, loop) for _ in range(4)]
        assert [task.result() for task in tasks] == [None] * 4


def test_cpu_is_limited_to_a_part_of_a_second() -> None:
    with Pool(cpu_seconds=0.2) as pool, pytest.raises(ParsingError, match=r"more than 0\.2 s of"):
        pool.submit(builtins.exec, "while True: pass").result()


def test_what_is_read_is_bounded(pool: Pool) -> None:
    with pytest.raises(ParsingError, match="what was read of it takes more than 12 MiB"):
        pool.submit(bytes, 12 * MIB).result()
    assert pool.submit(len, b"x").result() == 1


def test_none_waits_behind_a_document_that_holds_up_its_child() -> None:
    with Pool(workers=1) as pool:
        held = [pool.submit(builtins.exec, "while True: pass") for _ in range(2)]
        assert pool.submit(len, b"x").result() == 1
        assert not any(task.done() for task in held)


def test_no_more_are_set_aside_than_a_machine_bears() -> None:
    with Pool(workers=1) as pool:
        for _ in range(5):
            pool.submit(builtins.exec, "while True: pass")
        deadline = time.monotonic() + 30
        while len(pool._keepers) < 3 and time.monotonic() < deadline:  # noqa: SLF001
            time.sleep(0.01)
        time.sleep(1.5)
        assert len(pool._keepers) == 3  # noqa: SLF001


def test_one_that_waits_for_the_machine_is_not_held_up() -> None:
    with Pool(workers=1) as pool:
        waiting = pool.submit(time.sleep, 2)
        pool.submit(len, b"x").result()
        assert waiting.done()


def test_large_documents_wait_in_a_lane_of_their_own() -> None:
    large = bytes(LARGE + 1)
    loop = "import time\ntime.sleep(8)" + " " * LARGE
    with Pool(workers=1) as pool:
        held = [pool.submit(builtins.exec, loop.encode()) for _ in range(3)]
        started = time.monotonic()
        assert pool.submit(len, b"x").result() == 1
        assert time.monotonic() - started < 4
        assert not any(task.done() for task in held)
        assert not pool.submit(len, large).done()


def test_of_large_documents_the_smallest_is_next() -> None:
    lane = Lane(most=1, by_size=True)
    tasks = [Task(len, (bytes(size),), {}) for size in (3, 1, 2)]
    for task in tasks:
        lane.put(task)
    assert [lane.get() for _ in tasks] == [tasks[1], tasks[2], tasks[0]]


def test_what_cannot_be_sent_ends_its_task_and_no_other(pool: Pool) -> None:
    with pytest.raises(ParsingError, match="reading it failed"):
        pool.submit(lambda: None).result()
    assert pool.submit(len, b"x").result() == 1


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
