"""`feedsvc run`, `feedsvc web`, `feedsvc work`."""

import functools
import logging
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from feedsvc.cli.output import printable
from feedsvc.cli.parts import Parts
from feedsvc.errors import FeedsvcError
from feedsvc.flows.subscribers import subscribers
from feedsvc.store.database import Database
from feedsvc.wiring.house import House, now, open_house_in_force
from feedsvc.wiring.logs import configure, say
from feedsvc.wiring.pulling import PATIENCE, open_worker

_log = logging.getLogger("feedsvc")


@click.command()
@click.pass_obj
def web(folder: Path) -> None:
    """Serve the channels on [web] bind, until stopped.

    Nothing is polled: that is what `feedsvc work` does.

    \b
    feedsvc web
    """
    from feedsvc.web.application import application  # noqa: PLC0415 - not for the worker
    from feedsvc.web.server import serve  # noqa: PLC0415 - not for the worker

    verbose = _is_verbose()
    house = _house(folder, verbose=verbose)
    house.database.close()
    bind = house.settings.web
    host = f"[{bind.host}]" if ":" in bind.host else bind.host
    _log.info("Starting on http://%s:%d", host, bind.port)
    made = functools.partial(application, folder, verbose=verbose)
    serve(made, host=bind.host, port=bind.port)


@click.command()
@click.pass_obj
def work(folder: Path) -> None:
    """Poll sources whenever they are due, until stopped.

    Nothing is served: that is what `feedsvc web` does.

    \b
    feedsvc work
    """
    from feedsvc.jobs.clock import Clock  # noqa: PLC0415 - APScheduler is not for the web
    from feedsvc.jobs.inline import Inline  # noqa: PLC0415
    from feedsvc.jobs.outage import Outage  # noqa: PLC0415
    from feedsvc.wiring.alerting import open_teller  # noqa: PLC0415
    from feedsvc.wiring.watch import Watch  # noqa: PLC0415

    complaints: list[str] = []
    house = _house(folder, complaints, verbose=_is_verbose())
    house = house._replace(database=Database(house.database.url, patience=PATIENCE))
    house.database.connection()  # from now on nobody replaces it
    stopping = threading.Event()
    _on_stop(stopping.set)
    _log.info("Polling what is due.")
    outage = Outage(_log.warning)
    with open_worker(house, say, outage) as worker:
        dispatcher = Inline(worker)

        def count() -> None:
            worker.subscribers = subscribers(house.database, worker.settings, now())

        clock = Clock(house.database, dispatcher, now, outage, count)
        clock.start()
        watch = Watch(
            folder,
            house.settings,
            worker.follow,
            _log.warning,
            is_in_force=house.is_in_force,
            complaints=complaints,
        ).start()
        teller = open_teller(house, lambda: worker.settings, lambda: watch.complaints).start()
        dispatcher.run(stopping, clock.stop)
        teller.stop()
        watch.stop()


@click.command()
@click.pass_obj
def run(folder: Path) -> None:
    """Serve and poll: web and work in one go, until stopped.

    The channels are at [web] bind, http://127.0.0.1:8000 by default. Ctrl-C stops it. A part
    that ends by itself is started again after 1 to 60 seconds, while the other goes on; where
    the web cannot start at all, everything ends.

    \b
    feedsvc run
    """
    verbose = _is_verbose()
    house = open_house_in_force(folder, lambda _: None)  # both parts tell what is wrong
    house.database.close()
    configure(house.settings.logs, verbose=verbose)
    command = [sys.executable, "-m", "feedsvc", "--config", str(folder), *["-v"] * verbose]
    parts = Parts(
        {"web": [*command, "web"], "worker": [*command, "work"]},
        _log.warning,
    )
    _on_stop(parts.stop)
    if not parts.run():
        msg = "the web ended as soon as it was started; its reason stands above"
        raise FeedsvcError(msg)


def _on_stop(stop: Callable[[], object]) -> None:
    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signals call
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)


def _is_verbose() -> bool:
    """Whether `feedsvc -v` was called."""
    return bool(click.get_current_context().find_root().params["verbose"])


def _house(folder: Path, complaints: list[str] | None = None, *, verbose: bool) -> House:
    """What is in force, and the log as it says, where it stands what is wrong with the files.

    Args:
        folder: The configuration folder.
        complaints: Gets what is wrong.
        verbose: Log everything.
    """
    said: list[str] = []
    house = open_house_in_force(folder, said.append)
    configure(house.settings.logs, verbose=verbose)
    for line in said:
        _log.warning("%s", printable(line))
    if complaints is not None:
        complaints += said[:-1]  # the last line says that what was in force goes on
    return house
