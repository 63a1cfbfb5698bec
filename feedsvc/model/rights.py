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
    """What the owner of a text declares of it, in terms that we know.

    Attributes:
        id: SPDX identifier, such as `CC-BY-4.0`; where SPDX has none, one of its form
            `LicenseRef-…`, or `CC-BY` where no version is told.
        url: The canonical address of its deed; empty where none can be told.
        share: It allows to show the whole text to others.
        adapt: It allows changes.
        commercial: It allows commercial use.
        attribution: It demands that the author is credited.
    """

    id: str
    name: str
    url: str
    share: bool
    adapt: bool
    commercial: bool
    attribution: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What may be shown of one entry now.

    Attributes:
        level: How much.
        images: Its pictures may be shown; never true below FULL.
        edits: Passages may be left out of it.
        licence: The licence that allows it; None where it is no licence that does.
        held: Nothing is shown until the operator has decided or put right what is wrong.
        reasons: Why, in words for the operator, the deciding one first.
        until: The first moment at which the answer may differ; None if never.
    """

    level: Level
    images: bool = False
    edits: bool = False
    licence: Licence | None = None
    held: bool = False
    reasons: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionLine:
    """The line that credits the source: the same words as plain text and as HTML.

    Attributes:
        html: Inline HTML, every value escaped, with a link to the original.
    """

    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a line in an article says of where it first appeared. Evidence, never a grant.

    Attributes:
        origin: The name of the origin as written, without quotes and punctuation around it;
            its host where the line gives an address alone.
        url: The address that the line links to, absolute http(s), else None: the link that
            names the origin before one that leads to the article there.
        permitted: The line says that whoever reposted it was permitted to.
        licences: Those that the line puts the article under.
        line: The line itself as plain text, one line.
    """

    origin: str
    url: str | None = None
    permitted: bool = False
    licences: tuple[Licence, ...] = ()
    line: str = ""
