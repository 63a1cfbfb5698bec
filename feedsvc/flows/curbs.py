"""When something that was published may have been taken back last."""

import threading

from feedsvc.flows.known import Roster
from feedsvc.store.database import Database, Row


class Curbs:
    """Knows of what is published since when nothing was taken back. For many threads.

    A document that is older than the newest entry lacks it; one that is older than a withdrawal
    or a change of a permission may show what must not be shown. Only the former may be shown
    where no new one can be made. What upstreams edited counts as new: its old text was permitted.
    """

    def __init__(self, database: Database, roster: Roster) -> None:
        """Look into `database`, and at the sources that `roster` reads."""
        self._database = database
        self._roster = roster
        self._lock = threading.Lock()
        self._seen = -1
        self._withdrawn: list[Row] | None = None
        self.last = 0

    def look(self, generation: int) -> None:
        """See whether something was taken back up to `generation`; costs SQL when that is new."""
        if generation == self._seen:
            return
        with self._lock:
            if generation == self._seen:
                return
            try:
                self._roster.present()
                withdrawn = self._database.statements().read("withdrawn")
            except Exception:  # noqa: BLE001 - whatever hides it, it may have happened
                withdrawn = None
            if withdrawn is None or withdrawn != self._withdrawn:
                self.last = generation
            self.last = max(self.last, self._roster.curbed)
            self._withdrawn = withdrawn
            self._seen = generation
