"""What is published, from a house."""

from feedsvc.flows.serve import Publisher
from feedsvc.wiring.house import House, now


def open_publisher(house: House) -> Publisher:
    """Everything that is published, as it stands."""
    return Publisher(house.database, house.settings, now)
