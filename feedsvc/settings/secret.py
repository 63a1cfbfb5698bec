"""What is secret: named in the files by a reference, held so that nothing shows it."""

import hmac
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ENV = "env"
FILE = "file"
KINDS = (ENV, FILE)
OPERATORS = "FEEDSVC_SECRET_"
"""How the names of those variables begin that operators may name outside the files."""

_MOST = 65_536  # bytes of a file that holds a secret
_LONGEST_NAME = 4096


class Reference(NamedTuple):
    """Where a secret is kept.

    Attributes:
        kind: `ENV` or `FILE`.
        name: Of the variable; or the path, as written.
    """

    kind: str
    name: str


class Secret:
    """A value that no log, traceback or dump shows; true where one is asked for."""

    __slots__ = ("_value", "reference")

    def __init__(self, reference: Reference | None = None, value: str = "") -> None:
        """Hold a value, and where it is kept; neither where nothing is secret."""
        self.reference = reference
        self._value = value

    def value(self) -> str:
        """The secret itself; empty where there is none, or where it cannot be had."""
        return self._value

    def matches(self, given: str) -> bool:
        """Whether somebody knows it, told in a time that says nothing of it; nobody knows none."""
        same = hmac.compare_digest(self._value.encode(), given.encode("utf-8", "surrogatepass"))
        return bool(self._value) and same

    def __bool__(self) -> bool:
        """Whether one is asked for."""
        return self.reference is not None or bool(self._value)

    def __eq__(self, other: object) -> bool:
        """Whether they are kept at one place, and are the same."""
        if not isinstance(other, Secret):
            return NotImplemented
        return (self.reference, self._value) == (other.reference, other._value)

    def __hash__(self) -> int:
        """As equality has it."""
        return hash((self.reference, self._value))

    def __repr__(self) -> str:
        """Where it is kept."""
        if self.reference is None:
            return "Secret(…)" if self._value else "Secret()"
        return f"Secret({self.reference.kind} {self.reference.name})"


NO_SECRET = Secret()


class Vault:
    """Where references lead: to variables, and to files beside the configuration.

    What was read once stays, so that a check and the digest before it speak of the same.
    """

    def __init__(
        self,
        folder: Path = Path("/nonexistent"),
        environment: Mapping[str, str] | None = None,
        *,
        is_open: bool = True,
    ) -> None:
        """Prepare.

        Args:
            folder: What paths count from.
            environment: The variables.
            is_open: Whether every reference may be followed; else only those to variables whose
                names begin with `OPERATORS`.
        """
        self._folder = folder
        self._environment = environment or {}
        self._is_open = is_open
        self._known: dict[Reference, tuple[str, str]] = {}

    def value(self, reference: Reference) -> str:
        """What is kept there.

        Raises:
            ValueError: It cannot be had; `what is wrong; what to do`, never the value.
        """
        if reference not in self._known:
            try:
                self._known[reference] = self._looked_up(reference), ""
            except ValueError as error:
                self._known[reference] = "", str(error)
        value, complaint = self._known[reference]
        if complaint:
            raise ValueError(complaint)
        return value

    def secret(self, reference: Reference) -> Secret:
        """What is kept there, as it was said before; without a value where it cannot be had."""
        try:
            return Secret(reference, self.value(reference))
        except ValueError:
            return Secret(reference)

    def _looked_up(self, reference: Reference) -> str:
        if not self._is_open and not (
            reference.kind == ENV and reference.name.startswith(OPERATORS)
        ):
            msg = (
                f"refers to what operators may not read; name a variable that begins with"
                f' {OPERATORS}, such as {{ env = "{OPERATORS}FEED" }}, and set it for the service'
            )
            raise ValueError(msg)
        if reference.kind == ENV:
            return _sound(self._environment.get(reference.name), f"variable {reference.name}")
        return self._read(reference.name)

    def _read(self, name: str) -> str:
        where = f"file {name}"
        try:
            with (self._folder / name).open("rb") as file:
                found = file.read(_MOST + 1)
            text = found.decode().rstrip("\r\n") if len(found) <= _MOST else None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            msg = f"the {where} cannot be read ({reason}); write the secret into it, readable to us"
            raise ValueError(msg) from None
        except ValueError:  # no UTF-8, or a path with a null
            text = None
        if text is None:
            msg = f"the {where} holds no text on one line; write the secret into it, as UTF-8"
            raise ValueError(msg)
        return _sound(text, where)


def _sound(value: str | None, where: str) -> str:
    """A value that can be used; complaints name the place and never repeat it."""
    if value is None:
        msg = f"the {where} is not set; set it for the service, or name another"
        raise ValueError(msg)
    if not value.strip():
        msg = f"the {where} is empty; write the secret into it"
        raise ValueError(msg)
    if not value.isprintable():
        msg = f"the {where} holds more than one line, or odd characters; write the secret alone"
        raise ValueError(msg)
    return value


def reference_of(written: object) -> Reference | None:
    """The reference that a table `{ env = "NAME" }` or `{ file = "path" }` is; None for others.

    Raises:
        ValueError: It is a table, and none such.
    """
    if not isinstance(written, Mapping):
        return None
    kind, name = next(iter(written.items())) if len(written) == 1 else ("", "")
    is_name = isinstance(name, str) and 0 < len(name) <= _LONGEST_NAME and name.isprintable()
    if kind not in KINDS or not is_name or (kind == ENV and ("=" in name or " " in name)):
        msg = 'is no reference to a secret; write { env = "NAME" } or { file = "path" }'
        raise ValueError(msg)
    return Reference(kind, name)
