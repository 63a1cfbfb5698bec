"""The whole application of a web process."""

from pathlib import Path

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.web.server import Served
from feedsvc.web.tally import Tally
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher, open_readers
from feedsvc.wiring.watch import Watch


def application(folder: Path) -> Served:
    """The byte cache in front of Flask, with its tally, for the configuration in `folder`.

    The configuration is watched.

    Raises:
        ConfigurationError: With a line for each thing that is wrong.
        StoreError: The database cannot be used.
    """
    house = open_house(folder)
    publisher = open_publisher(house)
    Watch(folder, house.settings, publisher.follow).start()
    tally = Tally(open_readers(house))
    tally.start()
    cache = ByteCache(create_app(publisher), publisher, tally=tally)
    return Served(cache, stopping=tally.stopping)
