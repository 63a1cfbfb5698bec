"""The whole application of a web process."""

from pathlib import Path
from wsgiref.types import WSGIApplication

from feedsvc.web.app import create_app
from feedsvc.web.cache import ByteCache
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher


def application(folder: Path) -> WSGIApplication:
    """The byte cache in front of Flask, for the configuration in `folder`.

    Raises:
        ConfigurationError: With a line for each thing that is wrong.
        StoreError: The database cannot be used.
    """
    publisher = open_publisher(open_house(folder))
    return ByteCache(create_app(publisher), publisher)
