"""`feedsvc run`, `feedsvc web`, `feedsvc work`."""

import functools
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.parts import Parts
from feedsvc.errors import FeedsvcError
from feedsvc.flows.pull import Polled
from feedsvc.flows.subscribers import subscribers
from feedsvc.store.database import Database
from feedsvc.wiring.house import now, open_house_in_force
from feedsvc.wiring.pulling import PATIENCE, open_worker


@click.command()
@click.pass_obj
def web(folder: Path) -> None:
    """Serve the channels on [web] bind, until stopped.

    Nothing is polled: that is what `feedsvc work` does.
    """
    from feedsvc.web.application import application  # noqa: PLC0415 - not for the worker
    from feedsvc.web.server import serve  # noqa: PLC0415 - not for the worker

    house = house_of(folder)
    house.database.close()
    bind = house.settings.web
    host = f"[{bind.host}]" if ":" in bind.host else bind.host
    click.echo(f"Starting on http://{host}:{bind.port}", err=True)
    serve(functools.partial(application, folder), host=bind.host, port=bind.port)


@click.command()
@click.pass_obj
def work(folder: Path) -> None:
    """Poll sources whenever they are due, until stopped.

    Nothing is served: that is what `feedsvc web` does.
    """
    from feedsvc.jobs.clock import Clock  # noqa: PLC0415 - APScheduler is not for the web
    from feedsvc.jobs.inline import Inline  # noqa: PLC0415
    from feedsvc.jobs.outage import Outage  # noqa: PLC0415
    from feedsvc.wiring.watch import Watch  # noqa: PLC0415

    house = open_house_in_force(folder, _tell)
    house = house._replace(database=Database(house.database.url, patience=PATIENCE))
    house.database.connection()  # from now on nobody replaces it
    stopping = threading.Event()
    _on_stop(stopping.set)
    click.echo("Polling what is due.", err=True)
    outage = Outage(_tell)
    with open_worker(house, _say, outage) as worker:
        dispatcher = Inline(worker)

        def count() -> None:
            worker.subscribers = subscribers(house.database, worker.settings, now())

        clock = Clock(house.database, dispatcher, now, outage, count)
        clock.start()
        watch = Watch(folder, house.settings, worker.follow).start()
        dispatcher.run(stopping, clock.stop)
        watch.stop()


@click.command()
@click.pass_obj
def run(folder: Path) -> None:
    """Serve and poll: web and work in one go, until stopped.

    The channels are at [web] bind, http://127.0.0.1:8000 by default. Ctrl-C stops it. A part
    that ends by itself is started again after 1 to 60 seconds, while the other goes on; where
    the web cannot start at all, everything ends.
    """
    open_house_in_force(folder, lambda _: None).database.close()  # both parts tell what is wrong
    command = [sys.executable, "-m", "feedsvc", "--config", str(folder)]
    parts = Parts(
        {"web": [*command, "web"], "worker": [*command, "work"]},
        _tell,
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


def _tell(line: str) -> None:
    """Tell the operator."""
    click.echo(line, err=True)


def _say(account: Polled) -> None:
    """Tell of a poll that brought something or went wrong."""
    if account.error:
        click.echo(f"{account.source}: {account.error}", err=True)
    elif account.new or account.updated:
        click.echo(f"{account.source}: {account.new} new, {account.updated} updated", err=True)
