"""What cannot be written into a document is told to operators, and never keeps it from readers."""

import threading
from collections.abc import Iterable
from datetime import datetime

from feedsvc.errors import StoreUnavailableError
from feedsvc.flows.waiting import Waiting
from feedsvc.model.view import Showing
from feedsvc.store import quarantine
from feedsvc.store.database import Database
from feedsvc.store.quarantine import Quarantined

_ROOM = 10_000
"""Entries that may wait; what comes then is noted when its document is made the next time."""

_LONGEST = 500
"""Characters of a reason."""

_Place = tuple[str, str]


class Quarantine:
    """Keeps which revisions could not be written, each once. For many threads.

    What is known is remembered: a document of which all could be written costs no SQL.
    """

    def __init__(self, database: Database, waiting: Waiting | None = None) -> None:
        """Keep it in `database`; while that takes no writes it waits, or is noted later."""
        self._database = database
        self._waiting = waiting
        self._lock = threading.Lock()
        self._known: dict[_Place, int] | None = None
        self._unwritten: dict[_Place, Quarantined | None] = {}
        if waiting:
            waiting.add(self)

    def note(
        self,
        format: str,  # noqa: A002 - the word of the addresses
        showings: Iterable[Showing],
        set_aside: Iterable[tuple[str, str]],
        now: datetime,
    ) -> None:
        """Note what a document that was just made lacks, and what of it is well again.

        Args:
            format: Of the document.
            showings: What it was made from.
            set_aside: Our id and the reason of each entry that is not in it.
            now: When.
        """
        reasons = dict(set_aside)
        try:
            known = self._remembered()
        except StoreUnavailableError:
            return
        if not reasons and not known:
            return
        with self._lock:
            news = self._news(format, showings, reasons, now, known)
            room = _ROOM - len(self._unwritten)
            self._unwritten.update(dict(list(news.items())[:room]))
        if self._unwritten:
            self._write()

    def waits(self) -> int:
        """How many notes are not kept yet."""
        return len(self._unwritten)

    def settle(self) -> None:
        """Keep what waits.

        Raises:
            StoreUnavailableError: The database takes no writes yet; all of it waits on.
        """
        with self._lock:
            notes = dict(self._unwritten)
            if not notes:
                return
            found = [one for one in notes.values() if one]
            with self._database.transaction() as statements:
                quarantine.put(statements, found)
                quarantine.release(statements, (place for place, one in notes.items() if not one))
            if self._known is not None:
                self._known |= {place: one.revision for place, one in notes.items() if one}
                for place in (place for place, one in notes.items() if not one):
                    self._known.pop(place, None)
            self._unwritten.clear()

    def _news(
        self,
        form: str,
        showings: Iterable[Showing],
        reasons: dict[str, str],
        now: datetime,
        known: dict[_Place, int],
    ) -> dict[_Place, Quarantined | None]:
        """What is known otherwise: None where an entry was written well."""
        news: dict[_Place, Quarantined | None] = {}
        for one in showings:
            place, revision = (one.held.id, form), one.held.revision
            reason = reasons.get(one.held.id)
            if reason is None:
                if place in known:
                    news[place] = None
            elif known.get(place) != revision:
                news[place] = Quarantined(one.held.id, form, revision, now, reason[:_LONGEST])
        return news

    def _remembered(self) -> dict[_Place, int]:
        with self._lock:
            if self._known is None:
                self._known = quarantine.known(self._database.statements())
            return self._known

    def _write(self) -> None:
        """Keep what waits, now or as soon as it can be done."""
        waiting = self._waiting
        if waiting and waiting.reason:
            return
        try:
            self.settle()
        except StoreUnavailableError as error:
            if waiting:
                waiting.begin(error)
