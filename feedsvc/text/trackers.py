"""Pictures that are there to be asked for, not to be looked at (security H3).

A picture of one pixel, one that is hidden, and one of a known counter tell somebody who reads what
and when. What is no such picture for certain stays: hosts are named whole, since words such as
`stat`, `pixel` or `beacon` stand in the addresses of honest pictures too.
"""

import re
from html import unescape

from feedsvc.text.tags import ATTRIBUTE, ATTRIBUTES, TOKEN

_DOMAINS = (
    *("2o7.net", "adsrvr.org", "bluekai.com", "chartbeat.net"),
    *("doubleclick.net", "gemius.pl", "google-analytics.com", "histats.com"),
    *(
        "ct.sendgrid.net",
        "ioam.de",
        "ivwbox.de",
        "list-manage.com",
        "omtrdc.net",
        "scorecardresearch.com",
        "sitemeter.com",
    ),
    *("statcounter.com", "vgwort.de"),
)
"""Domains all of whose pictures count."""

_PLACES = (
    *("analytics.twitter.com/i/adsct", "api.follow.it/track-rss-story-loaded/"),
    *("bat.bing.com/action/", "blogger.googleusercontent.com/tracker/", "counter.yadro.ru/hit"),
    *(
        "counter.theconversation.com/",
        "cpx.golem.de/",
        "da.feedsportal.com/",
        "eotrx.substackcdn.com/open",
    ),
    *("feeds.feedblitz.com/~", "feeds.feedburner.com/~", "feedproxy.google.com/~"),
    *("feeds.wordpress.com/1.0/", "mc.yandex.ru/watch/", "medium.com/_/stat"),
    *("pi.feedsportal.com/", "pixel.mathtag.com/", "pixel.parsely.com/", "pixel.propublica.org/"),
    *("pixel.quantserve.com/", "pixel.rubiconproject.com/", "pixel.wp.com/"),
    *("px.ads.linkedin.com/collect", "stats.buysellads.com/"),
    *("stats.wordpress.com/b.gif", "t.co/i/adsct", "top-fwz1.mail.ru/counter"),
    *("track.hubspot.com/", "www.assoc-amazon.com/e/ir", "www.facebook.com/tr?"),
    *("www.facebook.com/tr/",),
)
"""Hosts with the beginning of a path."""

_NAMES = r"(?:__(?:ptq|utm)|beacon|pixel|1x1)\.gif|(?:matomo|piwik)\.php"
"""Last parts of a path that programs of counters give it."""

COUNTER = re.compile(
    r' (?:src|poster)="https?://(?:'
    rf"(?:[a-z0-9_-]+\.)*(?:{'|'.join(map(re.escape, _DOMAINS))})[/:?]"
    rf"|ir-[a-z]+\.amazon-adsystem\.com/|{'|'.join(map(re.escape, _PLACES))}"
    rf'|[^/"?]++/(?:[^/"?]++/)*+(?:{_NAMES})[?"]|[^"?]*+\?feed-stats-post-id=)'
)
"""The address of a known counter in an attribute of sanitized markup."""

SMALL = re.compile(r'="\s*0*[01](?:\.[0-9]*)?(?:[^0-9.%"][^"]*)?"')
"""What the size of one pixel looks like among the attributes of sanitized markup."""

_SIZE = re.compile(r' (?:width|height)="([^"]*)"')
_POINT = re.compile(r"\s*0*[01](?:\.[0-9]*)?(?:[^0-9.%].*)?", re.DOTALL)
_STYLED_SIZE = re.compile(r"(?:\A|[;\s])(?:max-)?(width|height)\s*:\s*([^;!]*)", re.IGNORECASE)
_STYLED_AWAY = re.compile(
    r"(?:\A|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE
)
_IMAGE = re.compile(rf"<img(?=[\t\n\f\r /])({ATTRIBUTES})", re.IGNORECASE)
_SIGN = re.compile(r"style|hidden", re.IGNORECASE)
_BOTH = 2


def seen(markup: str) -> str:
    """Take out the pictures that are hidden or made one pixel small by their style.

    Args:
        markup: HTML, not yet sanitized: afterwards nothing tells what was hidden.
    """
    if not any(map(_is_hidden, _IMAGE.findall(markup))):
        return markup
    return TOKEN.sub(_seen, markup)


def _seen(tag: re.Match[str]) -> str:
    is_image = not tag["end"] and (tag["name"] or "").lower() == "img"
    return "" if is_image and _is_hidden(tag["attributes"]) else tag[0]


def _is_hidden(attributes: str) -> bool:
    if _SIGN.search(attributes) is None:
        return False
    told: dict[str, str] = {}
    for name, *values in ATTRIBUTE.findall(attributes):
        told.setdefault(name.lower(), "".join(values))
    style = unescape(told.get("style", ""))
    if "hidden" in told or _STYLED_AWAY.search(style):
        return True
    sizes = dict(_STYLED_SIZE.findall(style.lower()))
    return len(sizes) == _BOTH and all(map(_POINT.fullmatch, sizes.values()))


def is_point(attributes: str) -> bool:
    """Whether a picture is one pixel small, or none.

    Args:
        attributes: Those of an `img`, as `sanitize` writes them.
    """
    sizes = _SIZE.findall(attributes)
    return bool(sizes) and all(map(_POINT.fullmatch, sizes))
