"""The configuration folder as it lies on the disk and in the environment."""

import re
import tomllib
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from feedsvc.errors import ConfigurationError
from feedsvc.settings import DATABASE_URL
from feedsvc.settings.secret import OPERATORS, Reference, Vault, reference_of

MAIN = "feedsvc.toml"
SOURCES = "sources.toml"
CHANNELS = "channels.toml"
PREFIX = "FEEDSVC_"
SQLITE = "sqlite:///"
POSTGRESQL = ("postgresql://", "postgresql+psycopg://")
PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_REFERENCE = re.compile(rb"""\b(env|file)["']?\s*=\s*("(?:[^"\\\n]|\\.)*"|'[^'\n]*')""")
_KEY = re.compile(r"\s*([\w.\"' -]*[\w\"'])\s*=")
_TABLE = re.compile(r"\s*\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What was found.

    Attributes:
        folder: The configuration folder, absolute.
        texts: File name to its bytes, for those of the three files that exist.
        overrides: Environment variables `FEEDSVC_<SECTION>__<KEY>`.
        lent: Environment variables that operators may name, `FEEDSVC_SECRET_…`.
        vault: Where references to secrets lead.
    """

    folder: Path
    texts: Mapping[str, bytes]
    overrides: Mapping[str, str] = field(repr=False)
    lent: Mapping[str, str] = field(default_factory=dict, repr=False)
    vault: Vault = field(default_factory=Vault, repr=False)

    def digest(self, version: str) -> bytes:
        """Hash of everything that the settings depend on (blake2b-16).

        Args:
            version: The program's version: another one may read the same files otherwise.
        """
        parts = [version, str(self.folder)]
        said_outside = {**self.overrides, **self.lent}
        parts += [f"{name}={value}" for name, value in sorted(said_outside.items())]
        parts += [f"{one.kind}:{one.name}={value}" for one, value in self._referred()]
        said = "\0".join(parts).encode("utf-8", "surrogateescape")
        hashed = blake2b(said, digest_size=16)
        for name, text in sorted(self.texts.items()):
            hashed.update(f"\0{name}\0{len(text)}\0".encode() + text)
        return hashed.digest()

    def _referred(self) -> Iterator[tuple[Reference, str]]:
        """Each reference in the files with what is kept there, or why it cannot be had."""
        for name in sorted(self.texts):
            for kind, quoted in _REFERENCE.findall(self.texts[name]):
                try:
                    reference = Reference(kind.decode(), _loaded(b"it=" + quoted)["it"])
                except ValueError:  # said by the check
                    continue
                try:
                    yield reference, self.vault.value(reference)
                except ValueError as error:
                    yield reference, f"\n{error}"

    def database_url(self) -> str | None:
        """The database's address where it can be told without a check, else None."""
        try:
            said = _loaded(self.texts.get(MAIN, b"")).get("database", {})
            url, password = said.get("url", DATABASE_URL), said.get("password")
            url = self.overrides.get(f"{PREFIX}DATABASE__URL", self._plain(url))
            word = self.overrides.get(f"{PREFIX}DATABASE__PASSWORD", self._plain(password))
        except (ValueError, AttributeError, RecursionError):
            return None
        is_address = isinstance(url, str) and url.startswith((SQLITE, *POSTGRESQL))
        if not is_address or not url.isprintable() or url == SQLITE:
            return None
        return with_password(url, word) if isinstance(word, str) else url

    def _plain(self, written: object) -> object:
        reference = reference_of(written)
        return self.vault.value(reference) if reference else written


def read(folder: Path, environment: Mapping[str, str]) -> Files:
    """Read the configuration folder.

    Raises:
        ConfigurationError: The folder is missing, or a file in it cannot be read.
    """
    texts = {}
    complaints = []
    for name in (MAIN, SOURCES, CHANNELS):
        try:
            texts[name] = (folder / name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            complaints.append(f"{name}: cannot be read ({error.strerror}); make it a readable file")
    if not texts and not complaints and not folder.is_dir():
        complaints = [
            f"{folder}: there is no such folder; create it, or name another with --config"
        ]
    if complaints:
        raise ConfigurationError(complaints)
    overrides = {
        name: value
        for name, value in environment.items()
        if name.startswith(PREFIX) and "__" in name and not name.startswith(OPERATORS)
    }
    lent = {name: value for name, value in environment.items() if name.startswith(OPERATORS)}
    whole = folder.resolve()
    return Files(
        folder=whole,
        texts=texts,
        overrides=overrides,
        lent=lent,
        vault=Vault(whole, environment),
    )


def with_password(url: str, password: str) -> str:
    """A database's address with the password put beside the name of the user."""
    scheme, mark, rest = url.partition("://")
    user, at, place = rest.rpartition("@")
    quoted = "".join(
        one if one in PLAIN else "".join(f"%{byte:02X}" for byte in one.encode())
        for one in password
    )
    return f"{scheme}{mark}{user}:{quoted}@{place}" if at else url


def tables(files: Files) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """Parse the files that are there: name to table, and a complaint for each that is none."""
    parsed: dict[str, dict[str, Any]] = {}
    complaints = []
    for name, text in files.texts.items():
        if not text.strip():
            cure = "declare [sources.NAME] in it" if name == SOURCES else "fill it in or delete it"
            complaints.append(f"{name}: the file is empty; {cure}")
            continue
        try:
            parsed[name] = _loaded(text)
        except UnicodeDecodeError as error:
            number = error.object.count(b"\n", 0, error.start) + 1
            complaints.append(f"{name}: line {number} is not UTF-8; save the file as UTF-8")
        except tomllib.TOMLDecodeError as error:
            complaints.append(f"{name}:{_spelled(str(error), text.decode())}")
        except RecursionError:
            complaints.append(f"{name}: lists or tables are nested too deeply; remove brackets")
        except ValueError:
            complaints.append(f"{name}: a number has too many digits; shorten it")
    return parsed, complaints


def _loaded(text: bytes) -> dict[str, Any]:
    """Parse TOML; a byte order mark is no part of it."""
    return tomllib.loads(text.removeprefix(BOM_UTF8).decode())


def _spelled(message: str, text: str) -> str:
    """Say a TOML error with its cure; the message ends with where it is."""
    what, _, where = message.rpartition(" (at ")
    number, place = _position(where.rstrip(")"), text)
    if what.startswith("Cannot declare"):
        key = ".".join(re.findall(r"'([^']*)'", what))
        return f"{key}: is declared twice{place}; rename or remove one of them"
    if what.startswith(("Cannot overwrite", "Cannot mutate", "Duplicate inline")):
        keys = [_key(text, number), what.partition("key '")[2][:-1]]
        key = ".".join(filter(None, keys))
        return f"{key}{':' if key else ' a key'} is set twice{place}; remove one of them"
    is_word = what == "Invalid value" and "line" in where
    cure = "put text into quotes" if is_word else "correct that line"
    return f" is not valid TOML: {what}{place}; {cure}"


def _position(where: str, text: str) -> tuple[int, str]:
    """The number of the line, and how it is said."""
    found = re.search(r"line ([0-9]+)", where)
    number = int(found[1]) if found else text.rstrip().count("\n") + 1
    return number, f" ({where})" if found else f" (line {number}, the last one)"


def _key(text: str, number: int) -> str:
    """The key that a line sets, with its table; empty if it sets none."""
    lines = text.split("\n")[:number]
    key = _KEY.match(lines[-1])
    tables = [table[1] for table in map(_TABLE.match, lines) if table]
    return ".".join([*tables[-1:], key[1]]) if key else ""
