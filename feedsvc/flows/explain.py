"""What went wrong with a poll, in words for people who are no programmers, and what to do.

Pure. The texts that polls leave behind name the matter exactly; here each of them is told in
one plain sentence, with its cure. A test walks all that can occur.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

_EDIT = "correct its url (in sources.toml, or in the console: Edit)"
_TEST = "feedsvc sources test NAME (in the console: Test)"
_LOOK = f"open its address in a browser, and see what comes with {_TEST}"
_APART = (
    "ask its owner for an address with a token in it, and keep that as a secret: url = { env = … }"
)
_LATER = "nothing: it is asked again by itself, later each time"
_OWNER = "write to the source's owner"


class Told(NamedTuple):
    """A problem in plain words.

    Attributes:
        cause: One word for what it is, by which problems are counted and sorted.
        what: What happened, a sentence without its full stop.
        cure: What to do, likewise.
    """

    cause: str
    what: str
    cure: str


_KNOWN = (
    ("this is our own address", "ourselves", "The address is our own: a feed that we publish",
     f"name a feed that others publish: {_EDIT}"),
    (r"it leads from https to http", "redirect",
     "The server leads from a safe address to an unsafe one, which is not followed",
     f"find out where the feed is now and {_EDIT}"),
    (r"too many redirects", "redirect", "The server sends us from address to address, without end",
     f"{_LOOK}; then {_EDIT}"),
    (r"it holds credentials", "address",
     "The address holds a name and a password, which would be given away",
     _APART),
    (r"only http and https|not a valid URL", "address", "The address is not one of the web",
     _EDIT),
    (r"refused: .*\ballow_networks\b", "guard",
     "The address lies in a private network, and those are not asked unless you allow it",
     "if it is meant, add the network to [fetch] allow_networks in feedsvc.toml; else " + _EDIT),
    (r"\brefused: ", "guard",
     "The address leads to a place that is never asked, to protect your own network", _EDIT),
    (r"^name not found", "name", "There is no server of that name",
     (f"see that the address is spelled right; {_EDIT}. A server that is only away for a while is"
     " asked again by itself")),
    (r"^certificate not trusted", "certificate",
     "The server cannot prove that it is what it says: its certificate has ended or is not valid",
     f"{_OWNER}: the certificate has to be renewed; until then nothing is taken from it"),
    (r"\b(?:TLS|SSL)\b", "certificate", "No safe connection to the server comes about",
     f"{_OWNER}: the server's TLS does not work"),
    (r"^no connection within|^silent for|^no answer within|timed out", "timeout",
     "The server did not answer in time",
     f"{_LATER}. If it lasts for days, {_OWNER}"),
    ((r"connection refused|no route to host|unreachable|connection reset|^no connection$"
     r"|[Cc]ould(?:n't| not) connect"), "connection",
     "The server cannot be reached", f"{_LATER}. If it lasts for days, {_LOOK}"),
    ((r"broke(?: off)?$|closed without an answer|transfer closed|[Ss]tream|HTTP/2|libcurl error"
     r"|host is down|broken pipe"), "connection",
     "The connection to the server broke", _LATER),
    (r"answer is not HTTP", "connection", "What answers there is no web server", _EDIT),
    (r"^a bomb:|header field|more than \d+ (?:MiB|bytes)$", "size",
     "The server sends more than a feed may hold",
     f"{_LOOK}. A feed of its newest entries alone would be small enough: ask its owner for one"),
    (r"encoded (?:as its header|more than once)", "encoding",
     "The answer cannot be unpacked: it is not packed the way that it says",
     f"{_OWNER}: its server compresses the feed wrongly"),
    (r"no room for it", "busy", "Too many large documents came at the same time", _LATER),
    (r"^cannot read ", "file", "The file cannot be read",
     "see that it is there and that feedsvc may read it; its path stands in sources.toml"),
    (r"asked to be left alone", "throttled", "The server asked not to be asked for a while",
     "nothing: it is asked again when that time is over"),
    (r"it rests, and is polled no more", "nothing-there",
     "There was nothing at its address for four weeks, so it is not asked any more",
     f"find out where the feed is now and {_EDIT}; or ask again with feedsvc poll NAME"),
    (r"HTTP 410", "gone", "Its owner says that the feed is gone for good",
     "remove it with feedsvc sources remove NAME, or find its new address and edit its url"),
    (r"feed says that it has ended", "ended", "The feed says that it has ended",
     "nothing: what it brought stays. Remove it with feedsvc sources remove NAME if you like"),
    ("is HTML, not a feed", "page",
     "A web page came in place of the feed",
     ("find the feed of that page with feedsvc sources test ADDRESS (in the console: Add a source),"
     f" and {_EDIT}")),
    (r"JSON, but no JSON Feed|not a feed|no feed|not valid JSON", "no-feed",
     "What came is not a feed", f"{_LOOK}; if the feed is elsewhere, {_EDIT}"),
    (r"(?:answer|document) is empty", "empty", "The server answered with nothing at all",
     f"{_LATER}. If it lasts, {_OWNER}"),
    ("is in disorder", "no-feed", "The document is mixed up, and cannot be read",
     f"{_OWNER}: its feed is broken"),
    ((r"^reading it|reading the document takes|what was read of it|too deeply|has more than \d+"
     r"|declares more than|holds more than|too much to be read"), "heavy",
     "The document is built so that reading it takes too much time or memory, and was not read",
     f"{_LOOK}; {_OWNER} if it is a feed"),
    (r"feed is empty, the last", "doubt",
     "The feed is empty all of a sudden; its entries stay as they are",
     f"{_LATER}; what is really gone is believed after a while"),
    (r"feed collapsed", "doubt",
     "The feed holds something wholly else all of a sudden; its entries stay as they are",
     f"{_LOOK}; a feed that stays like that is believed after a while"),
    (r"^a flood:", "flood",
     "Almost everything in it is new at each look: its entries are held back until that ends",
     ("see them with feedsvc entries list --source NAME (in the console: Held back), and publish"
     " what is right with feedsvc entries restore ID")),
    (r"came under other ids", "renamed",
     "Its entries came under other ids or addresses; they keep what they were published under",
     "nothing: see one of them with feedsvc entries show ID if readers tell of duplicates"),
    (r"ends in the middle|ends inside a character|is cut off", "cut",
     "The document was cut off on its way; its last entry was left out", _LATER),
    (r"not well-formed|not of its encoding", "malformed",
     "The feed is not written correctly; what could be understood was taken in",
     f"{_OWNER}: a validator such as validator.w3.org/feed shows what is wrong"),
    (r"template that was never", "template",
     "The feed is a form whose blanks were never filled in", f"{_OWNER}: its feed is broken"),
    (r"entries the newest \d+ were read", "size",
     "The feed holds very many entries; the newest of them were read", "nothing"),
    (r"^internal error|was not read$|cannot be read: |^\w*(?:Error|Exception): ", "internal",
     "feedsvc itself failed at this document; what it holds of the source stays",
     "look into the log of the worker and report what stands there"),
    (r"another worker took over", "lease", "Another worker polled it meanwhile", "nothing"),
)  # fmt: skip

_STATUSES = {
    400: ("The server does not understand how it is asked", f"{_LOOK}; then {_EDIT}"),
    401: ("The server wants a name and a password",
          _APART),
    402: ("The server wants to be paid", _OWNER),
    403: ("The server does not let us have the feed",
          f"{_OWNER} that you may fetch it; give [fetch] user_agent_contact so that they know you"),
    404: ("There is nothing at its address",
          f"find out where the feed is now and {_EDIT}; after four weeks it is asked no more"),
    406: ("The server has the feed in no form that we can read", f"{_LOOK}; {_OWNER}"),
    429: ("The server says that we ask too often",
          f"{_LATER}; a longer [fetch] min_interval helps"),
    451: ("The feed may not be shown for legal reasons", _OWNER),
    503: ("The server is out of service for now", f"{_LATER}. If it lasts for days, {_OWNER}"),
}  # fmt: skip

_CLASSES: dict[int, tuple[str, str]] = {
    2: ("The server answered without the feed", f"{_LOOK}; then {_EDIT}"),
    3: ("The server leads elsewhere, but not to where", f"{_LOOK}; then {_EDIT}"),
    4: ("The server refuses to give the feed", f"{_LOOK}; then {_EDIT}"),
    5: ("The server itself has failed", f"{_LATER}. If it lasts for days, {_OWNER}"),
}

_AGAIN = "try again later"
_AT_A_LOOK = {
    **dict.fromkeys(("busy", "connection", "http-429", "throttled", "timeout"), _AGAIN),
    "certificate": f"{_OWNER}: nothing is taken from a server that cannot prove what it is",
    "guard": "",
    "http-401": _APART,
    "http-403": f"{_OWNER} that you may fetch it",
    "name": "see that the address is spelled right",
}

_STATUS = re.compile(r"(?:^|not asked: )HTTP (\d)(\d\d)\b")
_PATTERNS = tuple((re.compile(pattern), Told(*told)) for pattern, *told in _KNOWN)
_LONGEST = 200


def plain(problem: str, name: str = "NAME") -> Told:
    """Tell a problem in plain words.

    Args:
        problem: As it stands in a checkpoint, an account or the history of polls.
        name: Of the source, for the commands in the cure.
    """
    found = _known(problem)
    return found._replace(cure=found.cure.replace("NAME", name))


def advice(problem: str) -> str:
    """What to do where a look at an address failed that is no source yet; empty if it says so."""
    cause = _known(problem).cause
    if cause.startswith("http-5"):
        return _AGAIN
    return _AT_A_LOOK.get(cause, "see in a browser whether the address is right")


def everything() -> list[Told]:
    """All that can be told of a poll, each once, for the documentation."""
    by_status = [
        _known(f"HTTP {status}") for status in (*_STATUSES, *(one * 100 + 99 for one in _CLASSES))
    ]
    return list(dict.fromkeys([*(told for _, told in _PATTERNS), *by_status]))


def _known(problem: str) -> Told:
    tries: tuple[Callable[[str], Told | None], ...] = (_special, _by_status, _by_words)
    for look in tries:
        if found := look(problem):
            return found
    said = " ".join(problem.split())[:_LONGEST]
    return Told("other", f"The last look failed: {said}" if said else "The last look failed", _LOOK)


def _special(problem: str) -> Told | None:
    """What weighs more than the status it came with."""
    is_meant = problem.startswith("HTTP 410") or "it rests, and is polled no more" in problem
    return _by_words(problem) if is_meant else None


def _by_status(problem: str) -> Told | None:
    found = _STATUS.search(problem)
    if found is None:
        return None
    status = int(found[1] + found[2])
    what, cure = _STATUSES.get(status) or _CLASSES.get(status // 100, _CLASSES[4])
    return Told(f"http-{status}", f"{what} (HTTP {status})", cure)


def _by_words(problem: str) -> Told | None:
    return next((told for pattern, told in _PATTERNS if pattern.search(problem)), None)
