"""What feedsvc raises.

    FeedsvcError
    ├── ConfigurationError     the configuration cannot be used; carries every complaint
    ├── StoreError             the database cannot be used as it is
    │   └── StoreUnavailableError  it cannot be used now: locked, full, broken, not there
    ├── NotFoundError          a source, channel or entry of that name does not exist
    ├── WithdrawnError         the entry was here and is gone on purpose
    └── ParsingError           a document could not be read at all (killed, too large, …)

Outcomes of a poll (a 404, a document that is no feed) are values, not exceptions.
"""

from collections.abc import Iterable, Sequence


class FeedsvcError(Exception):
    """Something went wrong that a person can act on; its text is one clear line."""


class ConfigurationError(FeedsvcError):
    """The configuration cannot be used.

    Attributes:
        complaints: One line each, `file:key: what is wrong; what to do`.
    """

    def __init__(self, complaints: Sequence[str]) -> None:
        """Keep every complaint; the text of the error is all of them, a line each."""
        super().__init__("\n".join(complaints))
        self.complaints = tuple(complaints)


class StoreError(FeedsvcError):
    """The database cannot be used as it is."""


class StoreUnavailableError(StoreError):
    """The database cannot do it now and may later: locked, disk full, I/O error, no connection."""


class NotFoundError(FeedsvcError):
    """A source, channel or entry of that name does not exist."""


class WithdrawnError(FeedsvcError):
    """The entry was here and is gone on purpose."""


class ParsingError(FeedsvcError):
    """A document could not be read at all."""


def first_line(error: BaseException) -> str:
    """What an error of a library says, as one line for people; its kind if it says nothing."""
    return str(error).strip().partition("\n")[0] or type(error).__name__


def meant(written: str, known: Iterable[str]) -> str:
    """` (did you mean X?)` where something known is spelled much like it, else nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - only where something is wrong

    close = get_close_matches(written, list(known), n=1, cutoff=0.7)
    return f" (did you mean {close[0]}?)" if close else ""
