"""The two programs that poll the same feeds: feedsvc and its peer `reader`."""

import shutil
import sqlite3
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from benchmarks import measure
from benchmarks.failure import FailureError

_REQUIREMENTS = ("reader==3.26", "sgmllib3k==1.0.0")  # feedparser's sgmllib as reader names it
_SCRIPT = Path(__file__).with_name("reader_script.py")
_CACHE = Path(__file__).parent.parent / ".bench"

_FEEDSVC = """\
[site]
title = "Benchmark"
url = "http://127.0.0.1:{port}"

[database]
url = "sqlite:///{folder}/feedsvc.sqlite3"

[web]
bind = "127.0.0.1:{port}"

[fetch]
user_agent_contact = "ops@example.org"
allow_networks = ["127.0.0.0/8"]
"""
_SOURCE = """\
[sources.feed-{number}]
url = "{url}"
[sources.feed-{number}.permission]
scope = "full"
"""


class Arm(Protocol):
    """A program under measurement, with a store of its own."""

    name: str

    def prepare(self, urls: Sequence[str]) -> None:
        """Make a fresh store that knows these feeds; not measured."""

    def poll(self, seconds: float) -> measure.Usage:
        """Poll every feed once, at most `seconds` long."""

    def entries(self) -> int:
        """How many entries the store holds."""


class Feedsvc:
    """`feedsvc` through its console script, a configuration folder and SQLite.

    Attributes:
        name: For the tables.
        port: Where `feedsvc web` is told to listen.
    """

    name = "feedsvc"

    def __init__(self, folder: Path, script: Path, port: int = 8000) -> None:
        """Measure `script` with everything it keeps in `folder`."""
        self.port = port
        self._folder = folder
        self._script = script

    def command(self, *arguments: str) -> list[str]:
        """The command line for a command of feedsvc."""
        return [str(self._script), "--config", str(self._folder / "config"), *arguments]

    def prepare(self, urls: Sequence[str]) -> None:
        """Write the configuration and migrate an empty database.

        Raises:
            FailureError: feedsvc refuses.
        """
        shutil.rmtree(self._folder, ignore_errors=True)
        config = self._folder / "config"
        config.mkdir(parents=True)
        (config / "feedsvc.toml").write_text(
            _FEEDSVC.format(folder=self._folder.resolve(), port=self.port)
        )
        (config / "sources.toml").write_text(
            "\n".join(_SOURCE.format(number=i, url=url) for i, url in enumerate(urls))
        )
        (config / "channels.toml").write_text(
            '[channels.all]\ntitle = "All"\nsources = ["*"]\nlimit = 50\n'
        )
        measure.prepare(self.command("migrate"), folder=self._folder)

    def poll(self, seconds: float) -> measure.Usage:
        """`feedsvc poll`."""
        return measure.run(self.command("poll"), folder=self._folder, seconds=seconds)

    def entries(self) -> int:
        """The rows of table `entries`; reading only.

        Raises:
            FailureError: There is no such table.
        """
        address = f"file:{self._folder / 'feedsvc.sqlite3'}?mode=ro"
        try:
            with closing(sqlite3.connect(address, uri=True)) as database:
                count: int = database.execute("SELECT count(*) FROM entries").fetchone()[0]
        except sqlite3.Error as error:
            message = f"the entries of feedsvc cannot be counted: {error}"
            raise FailureError(message) from error
        return count


class Reader:
    """`reader` (PyPI) in a virtual environment of its own, with 8 workers.

    Attributes:
        name: For the tables.
    """

    name = "reader"

    def __init__(self, folder: Path) -> None:
        """Keep its store in `folder`."""
        self._folder = folder
        self._python = reader_python()

    def prepare(self, urls: Sequence[str]) -> None:
        """Make the database and add the feeds."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        (self._folder / "urls.txt").write_text("\n".join(urls))
        measure.prepare(self._command("add", "urls.txt"), folder=self._folder)

    def poll(self, seconds: float) -> measure.Usage:
        """`update_feeds_iter(workers=8, scheduled=False)`."""
        return measure.run(self._command("update"), folder=self._folder, seconds=seconds)

    def entries(self) -> int:
        """The count that `reader` itself gives."""
        return int(measure.prepare(self._command("count"), folder=self._folder))

    def _command(self, order: str, *arguments: str) -> list[str]:
        database = self._folder / "reader.sqlite3"
        return [str(self._python), str(_SCRIPT), order, str(database), *arguments]


def reader_python() -> Path:
    """The Python of the environment that has `reader`; made at the first call.

    Raises:
        FailureError: It cannot be installed.
    """
    environment = _CACHE / f"{_REQUIREMENTS[0].replace('==', '-')}-{sys.version_info.minor}"
    python = environment / "bin" / "python"
    if not python.exists() or not (environment / "complete").exists():
        shutil.rmtree(environment, ignore_errors=True)
        _CACHE.mkdir(exist_ok=True)
        measure.prepare([sys.executable, "-m", "venv", str(environment)], folder=_CACHE)
        install = [str(python), "-m", "pip", "install", "--quiet", *_REQUIREMENTS]
        measure.prepare(install, folder=_CACHE, seconds=600)
        (environment / "complete").touch()
    return python
