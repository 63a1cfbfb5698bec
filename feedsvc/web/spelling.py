"""How pages write dates and addresses of files, and which way a language runs."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]

_SIZES = ((172_800, 86_400, "day"), (7200, 3600, "hour"), (120, 60, "minute"), (1, 1, "second"))
"""From how many seconds on a distance is counted in units of how many, and their name."""

_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"), ("curl/", "curl"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Windows", "Windows"),
    ("Mac OS", "a Mac"), ("Linux", "Linux"),
)  # fmt: skip
"""What a browser calls itself holds the names of others too: the first mark that it holds."""

_RIGHT_TO_LEFT = re.compile(
    "ar|arc|ckb|dv|fa|glk|he|iw|ji|ks|lrc|mzn|nqo|pnb|ps|sd|sdh|syr|ug|ur|yi"
)
_RIGHT_TO_LEFT_SCRIPTS = re.compile("adlm|arab|aran|hebr|nkoo|rohg|syrc|thaa")
_SCRIPT = 4


def moment(when: datetime) -> str:
    """Spell a moment for people, such as `26 October 2026, 07:33 UTC`."""
    when = when.astimezone(UTC)
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}, {when:%H:%M} UTC"


def distance(away: timedelta) -> str:
    """Spell how long something takes, roughly, such as `3 hours` or `1 day`."""
    seconds = abs(away).total_seconds()
    for least, size, word in _SIZES:
        if seconds >= least:
            count = int(seconds // size)
            return f"{count} {word}{'' if count == 1 else 's'}"
    return "a moment"


def since(when: datetime, now: datetime) -> str:
    """Spell how far away a moment is, such as `3 hours ago` or `in 12 minutes`."""
    return f"in {distance(when - now)}" if when > now else f"{distance(now - when)} ago"


def month(when: datetime) -> str:
    """Spell the month of an aware UTC moment, such as `October 2026`."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def utc(when: datetime) -> str:
    """Spell a moment for machines, such as `2026-10-26T07:33:00Z`."""
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def browser(agent: str) -> str:
    """Spell what a browser calls itself, such as `Firefox on Linux`."""
    found = next((name for mark, name in _BROWSERS if mark in agent), "Another program")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{found} on {system}" if system else found


def file_name(url: str) -> str:
    """Return the last part of an address as people read it, its host if there is none."""
    parts = urlsplit(url)
    return unquote(parts.path.rpartition("/")[2]) or parts.netloc


def direction(language: str | None) -> str:
    """Return the `dir` of text in `language`; `auto`, judged by its letters, if unknown."""
    if not language:
        return "auto"
    first, *rest = language.lower().replace("_", "-").split("-")
    script = next((part for part in rest if len(part) == _SCRIPT and part.isalpha()), "")
    if script:
        return "rtl" if _RIGHT_TO_LEFT_SCRIPTS.fullmatch(script) else "ltr"
    return "rtl" if _RIGHT_TO_LEFT.fullmatch(first) else "ltr"
