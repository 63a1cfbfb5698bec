"""The whole application of a web process."""

from multiprocessing.util import Finalize
from pathlib import Path

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.server import Served
from feedsvc.web.tally import Tally
from feedsvc.wiring.house import open_house_in_force
from feedsvc.wiring.publishing import open_readers, open_serving
from feedsvc.wiring.watch import Watch


def application(folder: Path) -> Served:
    """The byte cache in front of Flask, with its tally, for the configuration in `folder`.

    The configuration is watched. While its files are wrong, what was last in force is; `feedsvc
    web` tells so, once for all processes.

    Raises:
        ConfigurationError: With a line for each thing that is wrong, and nothing was in force.
        StoreError: The database cannot be used.
    """
    house = open_house_in_force(folder, lambda _: None)
    publisher, waiting = open_serving(house)
    watch = Watch(folder, house.settings, publisher.follow, is_in_force=house.is_in_force).start()
    tally = Tally(open_readers(house))
    tally.start()
    Finalize(None, waiting.settle, exitpriority=0)
    app = create_app(publisher, lambda: watch.is_in_force)
    return Served(ByteCache(app, publisher, tally=tally), stopping=tally.stopping)
