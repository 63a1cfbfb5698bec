"""What a User-Agent field says of the reader that sends it (RFC 9110 10.1.5)."""

import re
from typing import NamedTuple

from feedsvc.text.legal import legal

LONGEST = 300
"""Characters of a field that are read."""

UNNAMED = "unnamed"
"""The name of readers that say nothing of themselves."""

BROWSER = "a browser"
"""The name of all browsers: which of them a person uses is nobody's business here."""

OTHERS = "others"
"""The name that stands for readers beyond those that are told apart."""

OURSELVES = "feedsvc"
"""What the name of any instance of this program begins with."""

_LONGEST_NAME = 60
_MARK = " feed-id:"

_SUBSCRIBERS = re.compile(
    r"(?<![\d,.])(\d{1,3}(?:,\d{3}){1,2}|\d{1,8}) (?:subscriber|reader)s?\b", re.IGNORECASE
)
_FEED_ID = re.compile(r"\bfeed-?id[:=] ?([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_MAIL = re.compile(r"[^\s;,()<>]{0,64}@[^\s;,()<>]{0,64}")
_ADDRESS = re.compile(
    r"(?<![\w/.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4})(?![\w:])",
    re.IGNORECASE,
)
_SITE = re.compile(r"https?://([A-Za-z0-9.-]{1,100})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_COMPATIBLE = re.compile(r"\bcompatible; ?([^;()]+)", re.IGNORECASE)
_PRODUCT = re.compile(r"(?<!\S)([A-Za-z][\w.!-]*)/\d")
_END = re.compile(
    r"""[/(),;"]| - |\bfeed-?id[:=]|\+?\bhttps?:|\d[\d,]* (?:subscriber|reader)s?\b""",
    re.IGNORECASE,
)
_VERSION = re.compile(r"(?: v?\d[\w.-]*)+\Z")
_EDGES = " -+_.:*'"

_OF_BROWSERS = re.compile(
    r"mozilla|applewebkit|gecko|khtml|chrome|chromium|headlesschrome|safari|"
    r"version|mobile|firefox|edg|edge|edga|edgios|opr|opera|opt|crios|"
    r"fxios|vivaldi|samsungbrowser|yabrowser|yowser|trident|msie|presto|"
    r"seamonkey|konqueror|palemoon|goanna|ucbrowser|duckduckgo|ddg|brave|"
    r"electron|silk|focus|ubuntu|gsa|librewolf|waterfox|iceweasel",
    re.IGNORECASE,
)

_OF_A_SITE = frozenset((OURSELVES, "WordPress"))
"""Programs that show to others what they fetch: there it matters whose it is."""


class Reader(NamedTuple):
    """A program that fetches channels.

    Attributes:
        name: Short and the same whatever its version: its product, or the site it works for.
        subscribers: For how many people it says it fetches; 0 if it does not say.
        feed_id: Which of its subscriptions it fetches for, where it keeps several of one feed.
    """

    name: str
    subscribers: int = 0
    feed_id: str = ""

    @property
    def subscription(self) -> str:
        """Its name, told apart by `feed_id` where there is one; `name_of` takes that off."""
        return f"{self.name}{_MARK}{self.feed_id}" if self.feed_id else self.name


def name_of(subscription: str) -> str:
    """The name of the reader that a subscription is one of."""
    return subscription.partition(_MARK)[0]


def reader(agent: str) -> Reader:
    """Tell who fetches, by the value of a User-Agent field.

    Whatever is sent has an answer. No version, mail address or IP address comes into a name.
    """
    agent = " ".join(legal(agent[:LONGEST]).split())
    stated = _SUBSCRIBERS.search(agent)
    subscription = _FEED_ID.search(agent)
    return Reader(
        name=_name(_ADDRESS.sub(" ", _MAIL.sub(" ", agent))),
        subscribers=int(stated[1].replace(",", "")) if stated else 0,
        feed_id=subscription[1] if subscription else "",
    )


def _name(agent: str) -> str:
    product = _product(agent)
    if _OF_BROWSERS.fullmatch(product):
        return _behind_mozilla(agent)
    site = _site(agent) if product in _OF_A_SITE or not product else ""
    if product and site:
        return f"{product} ({site})"
    return product or site or UNNAMED


def _behind_mozilla(agent: str) -> str:
    """The name of what calls itself Mozilla, as all browsers do and many others."""
    for found in _COMPATIBLE.findall(agent):
        product = _product(found) or _site(found)
        if product and not _OF_BROWSERS.fullmatch(product):
            return product
    for product in _PRODUCT.findall(_COMMENT.sub(" ", agent)):
        if not _OF_BROWSERS.fullmatch(product):
            return str(product)[:_LONGEST_NAME]
    return BROWSER


def _product(text: str) -> str:
    """What text begins with up to a version, a comment or an address; empty if no name."""
    end = _END.search(text)
    words = " ".join((text[: end.start()] if end else text).split()).strip(_EDGES)
    name = _VERSION.sub("", words)[:_LONGEST_NAME].strip(_EDGES)
    return name if any(letter.isalpha() for letter in name) else ""


def _site(text: str) -> str:
    """The host of the first address in text; empty if it is a number."""
    found = _SITE.search(text)
    host = found[1].lower().strip(".-") if found else ""
    return host if any(letter.isalpha() for letter in host) else ""
