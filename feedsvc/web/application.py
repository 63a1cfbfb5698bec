"""The whole application of a web process."""

import logging
from collections.abc import Callable
from functools import partial
from multiprocessing.util import Finalize
from pathlib import Path

from feedsvc.settings import Settings
from feedsvc.store.database import Database
from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.meter import Meter, Process
from feedsvc.web.metrics import Listener, metrics
from feedsvc.web.office import Office
from feedsvc.web.passage import Passage
from feedsvc.web.server import Served
from feedsvc.web.tally import Tally
from feedsvc.wiring.house import now, open_house_in_force
from feedsvc.wiring.logs import configure
from feedsvc.wiring.probing import look
from feedsvc.wiring.publishing import open_readers, open_serving
from feedsvc.wiring.watch import Watch

PATIENCE = 5.0
"""Seconds that an operator is kept waiting for a database that is locked."""

_log = logging.getLogger(__name__)


class _InForce:
    """The settings in force, which the publisher follows.

    Attributes:
        settings: They, without the sources.
    """

    def __init__(self, settings: Settings, follow: Callable[[Settings], object]) -> None:
        self.settings = settings
        self._follow = follow

    def follow(self, settings: Settings) -> None:
        """Have these in force from now on."""
        self.settings = settings
        self._follow(settings)


def application(folder: Path, *, verbose: bool = False) -> Served:
    """The byte cache in front of Flask, with its tally, for the configuration in `folder`.

    Args:
        folder: The configuration folder.
        verbose: Log everything.

    The configuration is watched. While its files are wrong, what was last in force is; `feedsvc
    web` tells so, once for all processes.

    Raises:
        ConfigurationError: With a line for each thing that is wrong, and nothing was in force.
        StoreError: The database cannot be used.
    """
    wrong: list[str] = []
    house = open_house_in_force(folder, wrong.append)
    configure(house.settings.logs, verbose=verbose)
    publisher, waiting = open_serving(house)
    in_force = _InForce(house.settings, publisher.follow)
    watch = Watch(
        folder,
        house.settings,
        in_force.follow,
        _log.warning,
        is_in_force=house.is_in_force,
        complaints=wrong[:-1],  # the last line says that what was in force goes on
    ).start()
    tally = Tally(open_readers(house))
    tally.start()
    Finalize(None, waiting.settle, exitpriority=0)
    office = Office(
        database=Database(house.database.url, patience=PATIENCE),
        settings=lambda: in_force.settings,
        now=now,
        look=partial(look, folder),
        complaints=lambda: watch.complaints,
    )
    app = create_app(publisher, lambda: watch.is_in_force, office)
    cache = ByteCache(app, publisher, tally=tally)
    passage = Passage(cache)
    process = Process(
        answers=lambda: passage.answers,
        channels=lambda: tally.totals,
        kept=cache.shelf.held,
        made=lambda: cache.shelf.put_in,
    )
    meter = Meter(office, process)
    app.register_blueprint(metrics(office, meter))
    Listener(office, meter).start()
    return Served(passage, stopping=tally.stopping)
