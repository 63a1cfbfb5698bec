"""How often what we publish is fetched, and by whom."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Readership:
    """What one reader, a program that fetches, fetched of one channel on one day.

    Attributes:
        day: In UTC.
        channel: Its name.
        reader: The name of the reader and, where it keeps several, of its subscription.
        requests: How often it fetched a document, page or archive of the channel.
        unchanged: How many of those were answered with nothing, because it had all (304).
        subscribers: For how many people it said it fetches, at most; 0 if it never said.
    """

    day: date
    channel: str
    reader: str
    requests: int
    unchanged: int
    subscribers: int
