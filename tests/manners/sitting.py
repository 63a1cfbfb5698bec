"""Taking the exam: with the clock in our hands, and as the program that runs for itself."""

import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from feedsvc.model.source import Source
from feedsvc.settings import Fetch, Settings, Site
from feedsvc.wiring.pulling import open_network
from tests.cli.program import Program
from tests.manners.driven import driven
from tests.manners.exam import Exam
from tests.manners.score import Seen
from tests.manners.upstream import Upstream

HOUR = timedelta(hours=1)
PATIENCE = 45.0
LOOPBACK = "127.0.0.0/8"
SITE, CONTACT = "https://planet.example", "ops@planet.example"
CONFIGURATION = (
    f'[site]\nurl = "{SITE}"\n[fetch]\nallow_networks = ["{LOOPBACK}"]\n'
    f'user_agent_contact = "{CONTACT}"\n'
)


def _seen(upstream: Upstream, exam: Exam, restarts: tuple[int, ...]) -> Seen:
    targets = {target for _, target in exam.feeds if target != "/new"}
    visits = [visit for visit in upstream.visits if visit.answer]
    return Seen(visits, exam.hour, targets, restarts)


def sit_driven(folder: Path, span: timedelta = timedelta(days=3)) -> Seen:
    """The worker and libcurl over real sockets, with the figures that operators start with."""
    exam = Exam(HOUR)
    settings = Settings(
        site=Site(url=SITE),
        fetch=Fetch(user_agent_contact=CONTACT, allow_networks=(LOOPBACK,)),
    )
    with Upstream(exam) as upstream, open_network(settings) as (client, _):
        exam.port = upstream.port
        declared = tuple(Source(name=name, url=url) for name, url in exam.declared().items())
        with driven(folder, declared, lambda _: client) as work:
            upstream.now = work.rig.now
            work.run(span / 2)
        restarts = (len(upstream.visits),)
        moment = work.rig.moment
        with driven(folder, declared, lambda _: client) as work:
            upstream.now = work.rig.now
            work.rig.moment = moment
            work.run(span / 2)
        return _seen(upstream, exam, restarts)


def sit_real(folder: Path) -> Seen:
    """`feedsvc work` as it is; an hour lasts a second, in its settings as in the exam."""
    exam = Exam(timedelta(seconds=1))
    folder.mkdir(exist_ok=True)
    program = Program(folder)
    with Upstream(exam) as upstream:
        exam.port = upstream.port
        program.write(
            feedsvc=CONFIGURATION
            + 'min_interval = "1s"\nmax_interval = "2s"\nhost_gap = "0.1s"\n'
            + "requests_per_second = 200\n",
            sources="".join(
                f'[sources.{name}]\nurl = "{url}"\n' for name, url in exam.declared().items()
            ),
        )
        ended = program("migrate")
        assert ended.code == 0, ended.err
        _work(program, lambda: _visited(exam, 2))
        restarts = (len(upstream.visits),)
        _work(program, lambda: _visited(exam, 4))
        return _seen(upstream, exam, restarts)


def _visited(exam: Exam, least: int) -> None:
    """Until every feed was asked so often, but for those that are to be asked no more."""
    deadline = time.monotonic() + PATIENCE
    wanted = [place for place in exam.feeds if place[1] not in {"/old", "/older", "/gone"}]
    while min(exam.asked[place] for place in wanted) < least and time.monotonic() < deadline:
        time.sleep(0.1)


def _work(program: Program, meanwhile: Callable[[], None]) -> None:
    process = program.start("work")
    try:
        meanwhile()
    finally:
        process.send_signal(signal.SIGTERM)
        told = process.communicate(timeout=30)[1].decode()
    assert process.returncode == 0, told
    assert "Traceback" not in told
