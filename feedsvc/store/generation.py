"""Has anything changed since? A number that rises with each change of what is published."""

import threading

from feedsvc.store.database import Database


class Generation:
    """Tells the present generation, in a few microseconds on SQLite.

    SQLite's `data_version` differs once another connection has committed anything; only
    then is the number itself read. It is blind to commits of its own connection, so it is
    asked on one that commits nothing.
    """

    def __init__(self, database: Database) -> None:
        """Watch `database`."""
        self._database = database.apart()
        self._local = threading.local()

    def current(self) -> int:
        """The number of the present generation."""
        if self._database.dialect != "sqlite":
            return self._read()
        local = self._local
        if not hasattr(local, "ask"):
            local.ask, local.version = self._database.connection().execute, None
        try:
            version = local.ask("PRAGMA data_version").fetchone()[0]
        except Exception:
            del local.ask  # which may be of a connection that is no use any more
            raise
        if version != local.version:
            local.number, local.version = self._read(), version
        number: int = local.number
        return number

    def _read(self) -> int:
        number: int = self._database.statements().read("generation")[0][0]
        return number
