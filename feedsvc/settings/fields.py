"""The words an operator may write: durations, addresses, names, templates.

Each function takes what was written and returns its meaning, or raises `ValueError`
with a phrase `what is wrong; what to do`.
"""

import re
from datetime import timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from feedsvc.model.source import ATTRIBUTION_FIELDS
from feedsvc.settings.files import POSTGRESQL, SQLITE
from feedsvc.settings.secret import Secret

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_LONGEST_SHOWN = 80
_LONGEST_LINE = 300
_LONGEST_CONTACT = 200
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DURATION = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([smhd])")
_FORMATS = (".rss", ".atom", ".json")
_HOST = re.compile(r"(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?|[0-9a-f:]*:[0-9a-f:.]+")
_BIND = re.compile(r"([a-z0-9.]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_URL = 2048
_PASSWORD = re.compile(r"://[^:@/]*:.*@|[?&](?:password|sslpassword)=")
_MAILBOX = re.compile(r"[^@\s<>,;\"()]{1,64}@[A-Za-z0-9.:\[\]-]{1,255}")
_SERVER = re.compile(r"([A-Za-z0-9._-]{1,255}|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5})")
_LONGEST_DURATION = timedelta(days=3650)
_HIGHEST_PORT = 65535


def shown(value: object) -> str:
    """A value as a complaint repeats it: on one line, and cut where it is long."""
    try:
        written = repr(value) if isinstance(value, str | list | dict) else str(value)
    except ValueError:  # a whole number of more digits than Python writes
        return "a number that is far too large"
    return written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}…"


def text(value: str) -> str:
    """Text that XML, the database and a terminal can carry."""
    found = _UNFIT.search(value)
    if found:
        msg = f"holds the character U+{ord(found[0]):04X}, which no feed can carry; remove it"
        raise ValueError(msg)
    return value


def line(value: str) -> str:
    """One line of text: not empty, without white space around it."""
    words = " ".join(text(value).split())
    if not words:
        msg = "is empty; write something, or remove it"
        raise ValueError(msg)
    if len(words) > _LONGEST_LINE:
        msg = f"is {len(words)} characters long; shorten it to {_LONGEST_LINE}"
        raise ValueError(msg)
    return words


def contact(value: str) -> str:
    """What a source's owner reads in the User-Agent field (RFC 9110 10.1.5)."""
    if not re.fullmatch(r"[\x20-\x7e]*", value) or len(value) > _LONGEST_CONTACT:
        msg = (
            f"cannot stand in a request: {shown(value)}; write an address or a page in at most"
            f" {_LONGEST_CONTACT} characters, none beyond ASCII"
        )
        raise ValueError(msg)
    return value


def duration(value: object) -> timedelta:
    """`"15m"`, `"24h"`, `"1.5s"`, `"7d"`."""
    if isinstance(value, timedelta):
        return value
    written = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not written:
        msg = f'is no duration: {shown(value)}; write a number and s, m, h or d, such as "15m"'
        raise ValueError(msg)
    seconds = float(written[1]) * _UNITS[written[2]]
    if seconds > _LONGEST_DURATION.total_seconds():
        msg = f"is too long: {shown(value)}; write at most {_LONGEST_DURATION.days}d"
        raise ValueError(msg)
    return timedelta(seconds=seconds)


def spelled(span: timedelta) -> str:
    """A duration in the largest unit that it is a whole number of, as `duration` reads it."""
    seconds = span.total_seconds()
    unit = next((unit for unit in "hm" if seconds and not seconds % _UNITS[unit]), "s")
    number = f"{seconds / _UNITS[unit]:.6f}".rstrip("0").rstrip(".")
    return f"{number}{unit}"


def name(value: str) -> str:
    """The name of a source or channel, as it stands in addresses."""
    if not _NAME.fullmatch(value) or value.endswith(_FORMATS):
        msg = (
            f"the name {shown(value)} cannot stand in an address; use up to 100 letters, digits, "
            "'.', '-' and '_', not ending in .rss, .atom or .json"
        )
        raise ValueError(msg)
    return value


def http_url(value: str) -> str:
    """An absolute http or https URL without credentials."""
    try:
        parts = urlsplit(value)
        is_whole = bool(parts.scheme in ("http", "https") and parts.hostname and parts.port != 0)
    except ValueError:
        is_whole = False
    if not is_whole:
        public = shown(re.sub(r"//.*@", "//…@", value))
        msg = f"is no http or https URL: {public}; write it whole, such as https://example.org/feed"
        raise ValueError(msg)
    if parts.username is not None or parts.password is not None:
        msg = (
            "holds a user name or password; remove them, they would reach logs and feeds, or keep"
            ' the whole address elsewhere: url = { env = "NAME" } or { file = "path" }'
        )
        raise ValueError(msg)
    if re.search(r"[\s\\]", value) or not value.isprintable():
        msg = f"is no URL: {shown(value)}; remove the white space or odd characters"
        raise ValueError(msg)
    if not _HOST.fullmatch(parts.hostname or ""):
        msg = f"is no URL: {shown(value)}; correct its host"
        raise ValueError(msg)
    if len(value) > _LONGEST_URL:
        msg = f"is {len(value)} characters long; shorten it to {_LONGEST_URL}"
        raise ValueError(msg)
    return value


def secret_http_url(value: Secret) -> Secret:
    """An http or https URL that is kept elsewhere; it may hold credentials."""
    if not value:
        return value
    found = re.fullmatch(r"(https?://)(?:[^/?#@]*@)?(.*)", value.value(), re.DOTALL)
    try:
        http_url(found[1] + found[2] if found else "")
    except ValueError:
        msg = f"{_kept(value)} is no http or https URL; write it there whole"
        raise ValueError(msg) from None
    return value


def _kept(value: Secret) -> str:
    """What is kept elsewhere, as a complaint names it: never by its value."""
    if value.reference is None:
        return "what was given"
    kind = "variable" if value.reference.kind == "env" else "file"
    return f"what the {kind} {value.reference.name} holds"


def mailbox(value: str) -> str:
    """An address of a person, such as `ops@example.org`."""
    if not _MAILBOX.fullmatch(value) or not value.isprintable():
        msg = f'is no address: {shown(value)}; write it alone, such as "ops@example.org"'
        raise ValueError(msg)
    return value


def mailbox_or_none(value: str) -> str:
    """Likewise, or nothing."""
    return mailbox(value) if value else value


def server(value: str) -> tuple[str, int]:
    """A server and its port, `mail.example.org:587`; nothing and 0 for none."""
    written = _SERVER.fullmatch(value)
    if value and not (written and 0 < int(written[2]) <= _HIGHEST_PORT):
        msg = f'is no server: {shown(value)}; write host:port, such as "mail.example.org:587"'
        raise ValueError(msg)
    return (written[1].strip("[]"), int(written[2])) if written else ("", 0)


def server_or_none(value: str) -> str:
    """The same as it is written."""
    server(value)
    return value


def pixel(value: str) -> str:
    """The address of a picture, as the owner gave it."""
    if "{" in value:
        msg = (
            f"has a brace, in which nothing is filled in: {shown(value)}; write the address itself"
        )
        raise ValueError(msg)
    return http_url(value)


def site_url(value: str) -> str:
    """The public base URL, without its trailing slash."""
    parts = urlsplit(http_url(value))
    if parts.query or parts.fragment:
        msg = f"has a query or fragment: {shown(value)}; write only scheme, host and path"
        raise ValueError(msg)
    return value.rstrip("/")


def feed_url(value: str, folder: Path | None) -> str:
    """A source's URL; `file:` paths count from the configuration folder, and need one.

    Without one the disk is not looked at, so that nobody learns what files there are.
    """
    if not value.startswith("file:"):
        return http_url(value)
    if folder is None:
        msg = "file: is for the files of the configuration alone; write an http or https URL"
        raise ValueError(msg)
    written = text(value).removeprefix("file:")
    written = written[2:] if written.startswith("///") else written
    try:
        path = (folder / written).resolve()
        is_there = path.is_file()
    except (OSError, RuntimeError):  # a name too long, links in a circle
        path, is_there = folder / written, False
    if not is_there:
        msg = f"there is no file {shown(str(path))}; correct the path, which counts from {folder}"
        raise ValueError(msg)
    return path.as_uri()


def database_url(value: str) -> str:
    """`sqlite:///path` or `postgresql://…`; it may hold a password, so no complaint repeats it."""
    is_good = value.startswith(POSTGRESQL)
    if value.startswith(SQLITE):
        is_good = value.removeprefix(SQLITE) not in ("", ":memory:")
    if not is_good:
        msg = "is no database address; write sqlite:///path/to/file or postgresql://user@host/name"
        raise ValueError(msg)
    return text(value)


def holds_password(value: str) -> bool:
    """Whether a database's address has its password in it."""
    return _PASSWORD.search(value) is not None


def bind(value: str) -> tuple[str, int]:
    """`address:port`, `[::1]:8000`, `localhost:8000`; other names might be several addresses."""
    written = _BIND.fullmatch(value)
    try:
        host = str(ip_address(written[1].strip("[]"))) if written else ""
    except ValueError:
        host = "127.0.0.1" if written and written[1] == "localhost" else ""
    if not written or not host or not 0 < int(written[2]) <= _HIGHEST_PORT:
        msg = (
            f"is no address to listen on: {shown(value)};"
            ' write address:port, such as "127.0.0.1:8000" or "[::1]:8000"'
        )
        raise ValueError(msg)
    return host, int(written[2])


def network(value: str) -> str:
    """A network in CIDR form."""
    try:
        return str(ip_network(value))
    except ValueError:
        pass
    try:
        meant = f'write "{ip_network(value, strict=False)}"'
    except ValueError:
        meant = 'write it like "10.0.0.0/8"'
    msg = f"is no network: {shown(value)}; {meant}"
    raise ValueError(msg)


def images(value: object) -> object:
    """`true` as the text, `false` not at all, or `"licence"`."""
    if value in (True, False):
        return "text" if value else "none"
    if value not in ("text", "licence", "none"):
        msg = f'is {shown(value)}; write true, false or "licence"'
        raise ValueError(msg)
    return value


def pattern(value: str) -> str:
    """A regular expression of Python."""
    try:
        matches_nothing = re.compile(text(value)).fullmatch("") is None
    except re.error as error:
        msg = f"is no regular expression: {shown(value)} ({error}); correct it"
        raise ValueError(msg) from error
    if not matches_nothing:
        msg = f"matches the empty text too: {shown(value)}; write what the paragraph says"
        raise ValueError(msg)
    return value


def template(value: str) -> str:
    """An attribution template: one line of text with `{fields}` of the fixed set."""
    words = " ".join(text(value).split())
    known = ", ".join(f"{{{field}}}" for field in ATTRIBUTION_FIELDS)
    if not words:
        msg = "is empty; write the line that credits the source, or remove the key for the default"
        raise ValueError(msg)
    for written in re.findall(r"\{([^{}]*)\}", words):
        if written not in ATTRIBUTION_FIELDS:
            msg = f"has an unknown field {{{written}}}; use only {known}"
            raise ValueError(msg)
    if re.search(r"[{}]", re.sub(r"\{[^{}]*\}", "", words)):
        msg = f"has a brace that belongs to no field; remove it, or write one of {known}"
        raise ValueError(msg)
    return words
