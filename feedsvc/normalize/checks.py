"""What a value of an extension may look like: each check gives it in its normal form, or None."""

import re
from collections.abc import Callable
from email.utils import format_datetime

from feedsvc.normalize import text
from feedsvc.text.dates import parse_date
from feedsvc.text.html import plain
from feedsvc.text.mailbox import is_mailbox
from feedsvc.text.urls import is_iri, safe_url

Check = Callable[[str, str], str | None]
"""Of a value as written and the base of relative addresses."""

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_SIGNED = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,17})?")
_WHOLE = re.compile(r"[0-9]{1,18}")
_CLOCK = re.compile(r"[0-9]{1,7}(?::[0-5][0-9](?::[0-5][0-9])?)?")
_SHORT_CLOCK = re.compile(r"([0-9]{1,4}):([0-5]?[0-9])(?::([0-5]?[0-9]))?(?:\.[0-9]+)?")
_PLAY_TIME = re.compile(r"now|[0-9]+(?:\.[0-9]+)?s?|[0-9]+:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?")
_DATE = re.compile(
    r"[0-9]{4}(?:-[01][0-9](?:-[0-3][0-9](?:T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?"
    r"(?:Z|[+-][0-2][0-9]:[0-5][0-9]))?)?)?"
)
_ROOM = 255  # characters that Apple takes
_ESCAPED = 8  # times; an upstream could make us do it once for each character
_COORDINATES = re.compile(r"[\s,]+")


def words(value: str, _base: str) -> str | None:
    """One line of text."""
    return text.line(value) or None


def unmarked(value: str, _base: str) -> str | None:
    """One line of text, markup taken out, though it was escaped several times."""
    for _ in range(_ESCAPED):
        before, value = value, plain(value)
        if value == before:
            break
    return value or None


def up_to(limit: int) -> Check:
    """Text of at most so many characters; what is longer is cut."""

    def check(value: str, _base: str) -> str | None:
        return text.line(plain(value) if "<" in value else value)[:limit].strip() or None

    return check


def keywords(value: str, _base: str) -> str | None:
    """Words with commas between them, as many as there is room for."""
    words = text.line(value)
    if "," not in words:
        words = ", ".join(words.split())
    if len(words) > _ROOM:
        words = words[: words.rfind(",", 0, _ROOM) + 1].rstrip(",")
    return words or None


def url(value: str, base: str) -> str | None:
    """An absolute http or https address."""
    return safe_url(value.strip(), base=base) if value.strip() else None


def name(value: str, _base: str) -> str | None:
    """An IRI, such as `tag:example.org,2026:1`, as it was written."""
    value = value.strip()
    return value if is_iri(value) else None


def whole(value: str, _base: str) -> str | None:
    """A whole number, not negative."""
    value = value.strip()
    return value if _WHOLE.fullmatch(value) else None


def positive(value: str, _base: str) -> str | None:
    """A whole number above 0."""
    value = value.strip()
    return value if _WHOLE.fullmatch(value) and int(value) > 0 else None


def number(value: str, _base: str) -> str | None:
    """A number, not negative."""
    value = value.strip()
    return value if _NUMBER.fullmatch(value) else None


def signed(value: str, _base: str) -> str | None:
    """A number."""
    value = value.strip()
    return value if _SIGNED.fullmatch(value) else None


def within(limit: int) -> Check:
    """A number of degrees from -limit to limit."""

    def check(value: str, _base: str) -> str | None:
        value = value.strip()
        return value if _SIGNED.fullmatch(value) and abs(float(value)) <= limit else None

    return check


def places(least: int, most: int | None = None) -> Check:
    """Pairs of latitude and longitude, so many of them."""

    def check(value: str, _base: str) -> str | None:
        parts = _COORDINATES.split(value.strip())
        pairs = len(parts) // 2
        if len(parts) % 2 or pairs < least or (most and pairs > most):
            return None
        if not all(_SIGNED.fullmatch(part) for part in parts):
            return None
        return " ".join(parts)

    return check


def clock(value: str, _base: str) -> str | None:
    """A length of time: seconds, or hours, minutes and seconds."""
    value = value.strip()
    if _CLOCK.fullmatch(value):
        return value
    parts = _SHORT_CLOCK.fullmatch(value)
    return ":".join(part.zfill(2) for part in parts.groups() if part) if parts else None


def play_time(value: str, _base: str) -> str | None:
    """A place in a recording (RFC 2326 3.6)."""
    value = value.strip()
    return value if _PLAY_TIME.fullmatch(value) else None


def date(value: str, _base: str) -> str | None:
    """A date as W3CDTF has it."""
    value = value.strip()
    if _DATE.fullmatch(value):
        return value if parse_date(value) else None
    read = parse_date(value)
    return read.isoformat(timespec="seconds").replace("+00:00", "Z") if read else None


def mail_date(value: str, _base: str) -> str | None:
    """A date as RFC 822 has it."""
    read = parse_date(value)
    return format_datetime(read, usegmt=True) if read else None


def mailbox(value: str, _base: str) -> str | None:
    """An e-mail address."""
    value = value.strip().removeprefix("mailto:")
    return value if is_mailbox(value) else None


def mime(value: str, _base: str) -> str | None:
    """A media type."""
    return text.mime(value)


def language(value: str, _base: str) -> str | None:
    """A language tag."""
    return text.language(value)


def one_of(*words: str) -> Check:
    """One of these words, in whatever case it was written."""
    known = {word.lower(): word for word in words}

    def check(value: str, _base: str) -> str | None:
        return known.get(" ".join(value.split()).lower())

    return check


def flag(value: str, _base: str) -> str | None:
    """`true` or `false`, however it was written."""
    return {"yes": "true", "no": "false", "clean": "false", "explicit": "true", "true": "true",
            "false": "false", "1": "true", "0": "false"}.get(value.strip().lower())  # fmt: skip


_DIGEST = re.compile("[0-9a-fA-F]{32}|[0-9a-fA-F]{40}")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_GEO = re.compile(
    r"geo:-?[0-9.]{1,20}(?:,-?[0-9.]{1,20}){1,2}(?:;[A-Za-z0-9-]{1,16}(?:=[\w.~%+:!*'-]{1,32})?){0,4}",
    re.ASCII,
)
_OSM = re.compile(r"[NWR][0-9]{1,20}(?:#[0-9]{1,6})?")


def digest(value: str, _base: str) -> str | None:
    """An MD5 or SHA-1 in hexadecimal digits."""
    value = value.strip()
    return value if _DIGEST.fullmatch(value) else None


def uuid(value: str, _base: str) -> str | None:
    """A UUID."""
    value = value.strip()
    return value if _UUID.fullmatch(value) else None


def geo(value: str, _base: str) -> str | None:
    """A place as RFC 5870 has it."""
    value = value.strip()
    return value if _GEO.fullmatch(value) else None


def osm(value: str, _base: str) -> str | None:
    """An object of OpenStreetMap."""
    value = value.strip()
    return value if _OSM.fullmatch(value) else None


def blocked(value: str, _base: str) -> str | None:
    """Only `yes` blocks, and everything else does not (Apple's podcast elements)."""
    value = value.strip()
    if not value:
        return None
    return value if value.lower() in {"yes", "no"} else "no"


_ROLES = frozenset({
    "actor", "anchor person", "animator", "announcer", "art director", "artist", "author",
    "broadcast journalist", "camera operator", "composer", "conductor", "consultant",
    "correspondent", "dancer", "director", "director of photography", "distribution company",
    "editor", "ensemble", "executive producer", "expert", "graphic designer", "illustrator",
    "interviewer", "lyricist", "music group", "musician", "news reader", "orchestra",
    "participant", "performer", "photographer", "producer", "production company",
    "publishing company", "reporter", "sound designer", "sound recordist", "translation",
    "visual editor", "witness",
})  # fmt: skip


def role(value: str, _base: str) -> str | None:
    """A role of the European Broadcasting Union's, which Media RSS takes as its scheme."""
    value = text.line(value).lower()
    return value if value in _ROLES else None


_CATEGORIES = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": (
        *("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    ),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": (
        *("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    ),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies"),
        *("Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics"),
        *("Sports News", "Tech News"),
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics"),
        *("Natural Sciences", "Nature", "Physics", "Social Sciences"),
    ),
    "Society & Culture": (
        *("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    ),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey"),
        *("Rugby", "Running", "Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness"),
        "Wrestling",
    ),
    "TV & Film": (
        *("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
    ),
    "Technology": (),
    "True Crime": (),
}
"""Apple's categories of podcasts and the ones below each."""

category = one_of(*_CATEGORIES)
subcategory = one_of(*(one for ones in _CATEGORIES.values() for one in ones))
