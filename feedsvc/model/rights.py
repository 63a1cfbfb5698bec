"""What may be shown, and the line that credits the source."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Level(IntEnum):
    """How much of an entry is shown, least first."""

    NOTHING = 0
    LINK = 1
    EXCERPT = 2
    FULL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence that we know.

    Attributes:
        id: SPDX identifier, such as `CC-BY-4.0`.
        url: The canonical address of its deed.
        share: It allows to show the whole text to others.
        adapt: It allows changes.
        commercial: It allows commercial use.
    """

    id: str
    name: str
    url: str
    share: bool
    adapt: bool
    commercial: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What may be shown of one entry now.

    Attributes:
        level: How much.
        reasons: Why, in words for the operator, the deciding one first.
        until: The first moment at which the answer may differ; None if never.
    """

    level: Level
    reasons: tuple[str, ...]
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionLine:
    """The line that credits the source: the same words as plain text and as HTML.

    Attributes:
        html: Inline HTML, every value escaped, with a link to the original.
    """

    text: str
    html: str
