"""What operators' pages and the API need beside what is published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feedsvc.settings import Settings
from feedsvc.store.database import Database
from feedsvc.wiring.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Where operators work. For many threads.

    Attributes:
        settings: Those in force.
        now: The clock.
        look: What is found at an address, or of a source by its name, with the scope that its
            owner permits; as `feedsvc sources test --json` tells it. It takes seconds, and
            raises a `FeedsvcError`.
        complaints: What is wrong with the files of the configuration, a line each.
    """

    database: Database
    settings: Callable[[], Settings]
    now: Callable[[], datetime]
    look: Callable[[str, str], Mapping[str, Any]]
    complaints: Callable[[], Sequence[str]]

    def desk(self, person: str) -> Desk:
        """Where one of them declares things, in their own name."""
        return Desk(database=self.database, settings=self.settings(), person=person, now=self.now())
