"""A configuration that changes while we run is put in force, if it is good."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread

from feedsvc import __version__
from feedsvc.errors import ConfigurationError, FeedsvcError, first_line
from feedsvc.settings import Settings, files
from feedsvc.wiring.house import open_house

SECONDS = 1.0
_OTHER = f"{files.MAIN}:{{}}: is another one; restart feedsvc, which uses it then"


class Watch:
    """Looks at the configuration files every second.

    What they say is in force once they have stood for two looks, so that nobody reads a file that
    is being written. While they are wrong what was in force stays so, and every complaint is told
    once.

    Attributes:
        is_in_force: Whether the files say what is in force.
        complaints: What is wrong with them, a line each.
    """

    def __init__(  # noqa: PLR0913 - what it looks at, and what is known already
        self,
        folder: Path,
        settings: Settings,
        follow: Callable[[Settings], object],
        tell: Callable[[str], object] | None = None,
        *,
        is_in_force: bool = True,
        complaints: Sequence[str] = (),
    ) -> None:
        """Prepare.

        Args:
            folder: The configuration folder.
            settings: What is in force.
            follow: Called with what is in force from then on, without the sources.
            tell: Called with each line for the operator; standard error if None.
            is_in_force: Whether the files say what is in force.
            complaints: What is wrong with them.
        """
        self._folder = folder
        self._database_url = settings.database_url
        self._bound = self._web = settings.web
        self._follow = follow
        self._tell = tell or _to_standard_error
        self._seen = self._standing = self._digest()
        self._trouble = ""
        self.is_in_force = is_in_force
        self.complaints = tuple(complaints)
        self._stopping = Event()

    def start(self) -> "Watch":
        """Look in a thread of its own until `stop`."""
        Thread(target=self._run, name="configuration", daemon=True).start()
        return self

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()

    def look(self) -> None:
        """Look once."""
        seen = self._digest()
        is_steady, self._seen = seen == self._seen, seen
        if not is_steady or seen == self._standing:
            return
        self._standing = seen
        self.is_in_force = False
        try:
            self._take_over()
        except ConfigurationError as error:
            self.complaints = error.complaints
            for complaint in error.complaints:
                self._tell(complaint)
            self._tell("the configuration was not read anew; what was in force stays so")
        except FeedsvcError as error:
            self._tell(f"{error}; the configuration was not read anew")

    def _take_over(self) -> None:
        found = files.read(self._folder, os.environ).database_url()
        if found is not None and found != self._database_url:
            # Only a configuration that is whole asks for a restart: pydantic is paid for then.
            from feedsvc.wiring.provision import read_settings  # noqa: PLC0415

            read_settings(self._folder)
            self.complaints = (_OTHER.format("database.url"),)
            self._tell(self.complaints[0])
            return
        house = open_house(self._folder)
        house.database.close()
        is_whole = house.settings.web == self._bound
        self.complaints = () if is_whole else (_OTHER.format("web.bind"),)
        if house.settings.web != self._web:
            self._web = house.settings.web
            self._tell(_OTHER.format("web.bind"))
        self._follow(house.settings)
        self.is_in_force = is_whole
        self._tell("the configuration was read anew and is in force")

    def _digest(self) -> bytes:
        try:
            return files.read(self._folder, os.environ).digest(__version__)
        except ConfigurationError as error:
            return str(error).encode()

    def _run(self) -> None:
        while not self._stopping.wait(SECONDS):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - a database that is locked, say
                first = first_line(error)
                if first != self._trouble:
                    self._tell(f"the configuration could not be read anew: {first}; trying again")
                self._trouble, self._standing = first, b""


def _to_standard_error(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
