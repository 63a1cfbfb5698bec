"""`feedsvc run`, `feedsvc web`, `feedsvc work`."""

import functools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from types import FrameType

import click

from feedsvc.errors import FeedsvcError
from feedsvc.flows.pull import Polled
from feedsvc.wiring.house import now, open_house
from feedsvc.wiring.pulling import open_worker


@click.command()
@click.pass_obj
def web(folder: Path) -> None:
    """Serve the channels on [web] bind, until stopped.

    Nothing is polled: that is what `feedsvc work` does.
    """
    from feedsvc.web.application import application  # noqa: PLC0415 - not for the worker
    from feedsvc.web.server import serve  # noqa: PLC0415 - not for the worker

    house = open_house(folder)
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
    from feedsvc.wiring.watch import Watch  # noqa: PLC0415

    house = open_house(folder)
    stopping = threading.Event()
    _on_stop(stopping.set)
    click.echo("Polling what is due.", err=True)
    with open_worker(house, _say) as worker:
        dispatcher = Inline(worker)
        clock = Clock(house.database, dispatcher, now)
        clock.start()
        watch = Watch(folder, house.settings, worker.follow).start()
        dispatcher.run(stopping, clock.stop)
        watch.stop()


@click.command()
@click.pass_obj
def run(folder: Path) -> None:
    """Serve and poll: web and work in one go, until stopped or until one of them ends.

    The channels are at [web] bind, http://127.0.0.1:8000 by default. Ctrl-C stops it.
    """
    open_house(folder).database.close()
    ended: SimpleQueue[None] = SimpleQueue()  # which a signal may fill while it is waited for
    _on_stop(lambda: ended.put(None))
    command = [sys.executable, "-m", "feedsvc", "--config", str(folder)]
    parts = [subprocess.Popen([*command, part]) for part in ("web", "work")]  # noqa: S603 - ourselves

    def stop() -> None:
        for part in parts:
            if part.poll() is None:
                part.send_signal(signal.SIGTERM)

    def watch(part: "subprocess.Popen[bytes]") -> None:
        part.wait()
        ended.put(None)

    for part in parts:
        threading.Thread(target=watch, args=[part], daemon=True).start()
    ended.get()
    failed = [part for part in parts if part.poll() not in (None, 0)]
    stop()
    for part in parts:
        part.wait()
    if failed:
        msg = "web or worker ended by itself; its reason stands above"
        raise FeedsvcError(msg)


def _on_stop(stop: Callable[[], object]) -> None:
    def stopped(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signals call
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stopped)


def _say(account: Polled) -> None:
    """Tell of a poll that brought something or went wrong."""
    if account.error:
        click.echo(f"{account.source}: {account.error}", err=True)
    elif account.new or account.updated:
        click.echo(f"{account.source}: {account.new} new, {account.updated} updated", err=True)
