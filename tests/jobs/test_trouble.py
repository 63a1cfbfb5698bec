"""What goes wrong with one source costs no other."""

import logging
import sqlite3
from collections.abc import Callable
from dataclasses import replace

import pytest

from feedsvc.errors import ParsingError
from feedsvc.jobs.claim import claim
from feedsvc.jobs.reading import Read
from feedsvc.jobs.worker import HOSTS
from feedsvc.model.entry import Text
from feedsvc.model.reading import Reading
from feedsvc.model.source import Health
from feedsvc.model.window import Sent, Window
from feedsvc.net.http import Response
from feedsvc.store import sources, windows
from tests.jobs.conftest import Declare, Work, working
from tests.rig import Done, Instant, Rig, item, read_here, rss

NAMES = ("herald", "quay", "pier", "dock")


@pytest.fixture
def rig(declare: Declare) -> Rig:
    rig = declare(*NAMES)
    for number, name in enumerate(NAMES):
        rig.web.pages[f"https://{name}.example/{name}"] = rss(item(number))
    return rig


def read_for_quay(result: Callable[[Reading], Reading]) -> Read:
    """Reads as ever, but what comes of the source `quay` goes through `result`."""

    def read(body: bytes, sent: Sent, last: Window) -> Done:
        task = read_here(body, sent, last)
        return Done(lambda: result(task.result())) if "quay" in sent.url else task

    return read


def polled(rig: Rig, read: Read) -> Work:
    work = working(rig, Instant(rig.web), read)
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    work.steps(lambda: work.worker.idle)
    return work


def stored(rig: Rig) -> list[str]:
    return sorted(showing.held.source for showing in rig.publisher().view("all").showings)


def unlucky(_: Reading) -> Reading:
    msg = "one line\nand another"
    raise ZeroDivisionError(msg)


def killed(_: Reading) -> Reading:
    msg = "reading it took more than 5 s of CPU"
    raise ParsingError(msg)


def unwritable(reading: Reading) -> Reading:
    """A reading with text that no database takes."""
    spoiled = [
        replace(arriving, entry=replace(arriving.entry, title=Text(value="\ud800")))
        for arriving in reading.incoming
    ]
    return replace(reading, incoming=tuple(spoiled))


@pytest.mark.parametrize(
    ("trouble", "said", "logged"),
    [
        (unlucky, "internal error while reading it: ZeroDivisionError: one line and", True),
        (killed, "reading it took more than 5 s of CPU", False),
        (unwritable, "internal error while storing it: TypeError: ", True),
    ],
)
def test_it_is_that_sources_failure_alone(
    rig: Rig,
    trouble: Callable[[Reading], Reading],
    said: str,
    logged: bool,  # noqa: FBT001 - a case of three
    caplog: pytest.LogCaptureFixture,
) -> None:
    work = polled(rig, read_for_quay(trouble))
    assert sorted(work.outcomes()) == sorted(NAMES)
    (failure,) = [account for account in work.accounts if account.outcome == "failed"]
    assert failure.source == "quay"
    assert failure.error.startswith(said)
    assert "\n" not in failure.error
    assert stored(rig) == ["dock", "herald", "pier"]
    quay = sources.named(rig.database.statements(), "quay")
    kept = quay.checkpoint
    assert (kept.health, kept.failures, kept.problem) == (Health.FAILING, 1, failure.error)
    assert (kept.etag, kept.body) == ("", b"")
    assert windows.window(rig.database.statements(), quay.id) == Window()
    assert kept.due_at is not None
    assert kept.due_at > rig.now()
    traces = [record for record in caplog.records if record.exc_info]
    assert bool(traces) is logged
    assert all(record.levelno == logging.ERROR for record in traces)
    assert all("quay" in record.getMessage() for record in traces)


def test_an_answer_nobody_thought_of_is_that_sources_failure_alone(rig: Rig) -> None:
    class Odd(dict[str, str]):
        def get(self, *_: object) -> str:
            return str(unlucky(Reading()))

    place = "https://quay.example/quay"
    rig.web.pages[place] = Response(place, 200, Odd(), b"<rss/>")
    work = polled(rig, read_here)
    assert sorted(work.outcomes()) == sorted(NAMES)
    (failure,) = [account for account in work.accounts if account.outcome == "failed"]
    assert failure.source == "quay"
    assert failure.error.startswith("internal error while understanding its answer: ZeroDivision")
    assert stored(rig) == ["dock", "herald", "pier"]


def test_a_reading_that_cannot_be_judged_is_that_sources_failure_alone(rig: Rig) -> None:
    work = polled(rig, read_for_quay(lambda reading: replace(reading, hints={"ttl": None})))  # type: ignore[dict-item] # what no reader gives
    (failure,) = [account for account in work.accounts if account.outcome == "failed"]
    assert failure.error.startswith("internal error while judging it: AttributeError")
    assert stored(rig) == ["dock", "herald", "pier"]


def test_it_is_well_again_once_the_trouble_is_over(rig: Rig) -> None:
    polled(rig, read_for_quay(unwritable))
    accounts = rig.poll()
    assert (accounts["quay"].outcome, accounts["quay"].new) == ("fetched", 1)
    assert sources.named(rig.database.statements(), "quay").checkpoint.health is Health.OK
    assert stored(rig) == sorted(NAMES)


def test_every_host_is_given_back_after_trouble(rig: Rig) -> None:
    polled(rig, read_for_quay(unwritable))
    rig.moment = rig.moment.replace(year=2027)
    assert len(claim(rig.database, HOSTS, rig.now())) == len(NAMES)


def test_a_database_that_takes_nothing_is_nobodys_failure(rig: Rig) -> None:
    work = working(rig, Instant(rig.web))
    for job in claim(rig.database, HOSTS, rig.now()):
        work.worker.take(job)
    rig.database.connection().execute("ALTER TABLE checkpoints RENAME TO gone")
    with pytest.raises(sqlite3.OperationalError):
        work.steps(lambda: work.worker.idle)
    assert work.accounts == []


def test_many_polls_are_stored_together(declare: Declare) -> None:
    names = [f"s{number:02}" for number in range(70)]
    rig = declare(*names)
    for number, name in enumerate(names):
        rig.web.pages[f"https://{name}.example/{name}"] = rss(item(number))
    ((before,),) = rig.database.statements().read("generation")
    work = polled(rig, read_here)
    assert len(work.accounts) == 70
    ((after,),) = rig.database.statements().read("generation")
    assert after - before <= 5  # one for each transaction that brought something
