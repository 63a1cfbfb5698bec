"""What operators are told of without asking: what begins, and what is over.

Pure. Each thing is told once when it begins and once when it is over, many at a time in one
message. A source breaks after so many polls in a row that failed and recovers with the first
good one, so that one that fails now and then stirs nobody.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from feedsvc.flows.attention import (
    LATE,
    SERVICE,
    Around,
    Concern,
    Level,
    lag,
    weighed,
)
from feedsvc.flows.due import due_at
from feedsvc.model.source import Health
from feedsvc.settings import Settings
from feedsvc.store.alerts import Alert
from feedsvc.store.sources import Stored

BROKEN, FLOOD, ENDS, ENDED = "broken", "flood", "ends", "ended"
LATENESS, CONFIGURATION = "late", "configuration"
KINDS = (BROKEN, FLOOD, ENDS, ENDED, LATENESS, CONFIGURATION)

OVER = {
    BROKEN: "It works again",
    FLOOD: "The flood is over",
    LATENESS: "Sources are polled in time again",
    CONFIGURATION: "The configuration files are right again",
}
"""What is told when it is over; of the other kinds nothing."""

_TAMED = str.maketrans({"<": "\u2039", ">": "\u203a", "@": "@\u200b"})

MOST = 20
"""Things of which one message tells; of further ones only how many they are."""


class Decision(NamedTuple):
    """What changes.

    Attributes:
        begin: Kind, subject and text of what begins.
        end: The ids of what is over, and whether that need not be told.
    """

    begin: tuple[tuple[str, str, str], ...]
    end: tuple[tuple[int, bool], ...]


class Message(NamedTuple):
    """What is sent.

    Attributes:
        title: A line.
        text: All of it, as plain text.
        body: All of it, as JSON.
    """

    title: str
    text: str
    body: dict[str, object]


def decide(
    stored: Sequence[Stored],
    lasting: Sequence[Alert],
    settings: Settings,
    now: datetime,
    complaints: Sequence[str] = (),
) -> Decision:
    """Compare what is with what was told of.

    Args:
        stored: Every source.
        lasting: The alerts that are not over yet.
        settings: In force.
        now: The moment.
        complaints: Of the configuration files, if they are wrong.
    """
    wanted = {
        (kind, concern.subject): concern
        for concern in weighed(stored, {}, settings, now, Around(complaints))
        if (kind := _kind(concern))
    }
    known = {(alert.kind, alert.subject): alert for alert in lasting}
    sources = {one.source.name: one for one in stored}
    late, _ = lag(stored, now)
    begin = tuple(
        (kind, subject, f"{concern.what}\n{concern.cure}")
        for (kind, subject), concern in wanted.items()
        if (kind, subject) not in known
    )
    end = tuple(
        (alert.id, _is_silent(alert, sources.get(alert.subject)))
        for key, alert in known.items()
        if key not in wanted and not _lingers(alert, sources.get(alert.subject), late)
    )
    return Decision(begin, end)


def _kind(concern: Concern) -> str:
    """The kind of alert that a concern is; empty if it is none."""
    match concern.kind:
        case "failing" | "degraded" if concern.level is Level.URGENT:
            return BROKEN
        case "gone":
            return BROKEN
        case "resting" if concern.cause != ENDED:
            return BROKEN
        case "polling":
            return LATENESS
        case "flood" | "ends" | "ended" | "configuration":
            return concern.kind
        case _:
            return ""


def _lingers(alert: Alert, stored: Stored | None, late: timedelta) -> bool:
    """Whether it is too early to say that something is over."""
    if alert.kind == LATENESS:
        return late >= LATE / 2
    is_doubtful = alert.kind in {BROKEN, FLOOD} and stored is not None and _is_polled(stored)
    return is_doubtful and stored is not None and stored.checkpoint.failures > 0


def _is_polled(stored: Stored) -> bool:
    return due_at(stored) is not None


def _is_silent(alert: Alert, stored: Stored | None) -> bool:
    """Whether nobody need hear that it is over: what is polled no more has not recovered."""
    if alert.kind not in OVER:
        return True
    if alert.subject == SERVICE:
        return False
    return stored is None or not (_is_polled(stored) or stored.checkpoint.health is Health.OK)


def message(told: Sequence[Alert], settings: Settings) -> Message:
    """One message about all that is to be told.

    Args:
        told: At least one.
        settings: What we are called, and where the console is.
    """
    began = [alert for alert in told if alert.ended_at is None]
    over = [alert for alert in told if alert.ended_at is not None]
    title = f"{settings.site.title}: {_headline(began, over)}"
    items = [_item(alert, settings.site.url) for alert in (*began, *over)[:MOST]]
    lines = [line for item in items for line in _lines(item)]
    more = len(told) - len(items)
    if more:
        lines.append(f"… and {more} more: {settings.site.url}/operator/")
    return Message(
        title,
        "\n".join([title, "", *lines]),
        {"text": _tame("\n".join([title, "", *lines])), "title": title, "site": settings.site.url,
         "alerts": items, "more": more},
    )  # fmt: skip


def trial(settings: Settings, now: datetime) -> Message:
    """A message that tells of nothing, to try how messages arrive."""
    title = f"{settings.site.title}: a test of the alerts"
    text = f"{title}\n\nThis is how feedsvc tells that something needs attention."
    body: dict[str, object] = {"text": _tame(text), "title": title, "site": settings.site.url}
    return Message(title, text, body | {"alerts": [], "more": 0, "at": _spelled(now)})


def _headline(began: Collection[Alert], over: Collection[Alert]) -> str:
    if len(began) + len(over) == 1:
        (one,) = (*began, *over)
        about = "" if one.subject == SERVICE else f"{one.subject}: "
        return about + (OVER.get(one.kind, "over") if over else one.text.partition("\n")[0])
    parts = []
    if began:
        parts.append(f"{len(began)} thing{'s need' if len(began) > 1 else ' needs'} attention")
    if over:
        parts.append(f"{len(over)} {'are' if len(over) > 1 else 'is'} over")
    return ", ".join(parts)


def _item(alert: Alert, site: str) -> dict[str, str]:
    what, _, cure = alert.text.partition("\n")
    is_over = alert.ended_at is not None
    place = "" if alert.subject == SERVICE else f"sources/{alert.subject}"
    item = {
        "kind": alert.kind,
        "subject": alert.subject,
        "state": "over" if is_over else "began",
        "since": _spelled(alert.began_at),
        "text": OVER.get(alert.kind, "It is over") if is_over else what,
        "cure": "" if is_over else cure,
        "link": f"{site}/operator/{place}",
    }
    if alert.ended_at is not None:
        item |= {"until": _spelled(alert.ended_at), "was": what}
    return item


def _lines(item: dict[str, str]) -> list[str]:
    since = item["since"].replace("T", " ").removesuffix("Z") + " UTC"
    if item["state"] == "over":
        return [f"• {item['subject']}: {item['text']}. It began at {since}: {item['was']}.", ""]
    return [
        f"• {item['subject']}: {item['text']}. Since {since}.",
        f"  What to do: {item['cure']}.",
        f"  {item['link']}",
        "",
    ]


def _spelled(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


def _tame(text: str) -> str:
    """Text of which a chat makes no command, mention or link: what upstreams say is in it."""
    return text.translate(_TAMED)
