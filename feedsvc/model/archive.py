"""What a channel published before: its archive documents (RFC 5005 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.entry import Hop


class Member(NamedTuple):
    """An entry of an archive, as it was when the archive was sealed.

    Attributes:
        entry: Our id of it.
        revision: The one that is shown from then on; `updated` likewise.
        rival: Our id of the entry that it gave way to: only without that is it shown; empty
            if it gave way to none.
    """

    entry: str
    revision: int
    updated: datetime
    rival: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said beside the entries when an archive was sealed.

    Attributes:
        title: Of the channel; `description` likewise.
        feeds: Name of each source to what its feed said of itself.
    """

    title: str
    description: str
    feeds: Mapping[str, Hop]


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """A part of what a channel published, which stays as it is.

    Attributes:
        number: 1 for the oldest.
        sealed: Since when.
        updated: Latest `updated` of its entries then.
    """

    number: int
    sealed: datetime
    updated: datetime
    members: tuple[Member, ...]
    said: Said
