"""HTML from strangers: made safe, made plain, made short (security H1, 1.2).

nh3 has the last word on what is published; what happens after it only removes elements, repairs
addresses and drops characters. svg, math, style, iframe and form are never let through: every known
hole of the sanitizer needs one of them.
"""

import html
import re
from functools import lru_cache
from typing import Any

import nh3

from feedsvc.text.embeds import linked
from feedsvc.text.legal import legal
from feedsvc.text.nesting import is_small, shallow
from feedsvc.text.tags import ATTRIBUTES, RAW_TEXT, TOKEN
from feedsvc.text.trackers import COUNTER, SMALL, is_point, seen
from feedsvc.text.urls import safe_url

_INLINE = frozenset(
    (
        *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i"),
        *("ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span"),
        *("strike", "strong", "sub", "sup", "time", "u", "var", "wbr"),
    )
)
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "col"),
        *("colgroup", "dd", "details", "div", "dl", "dt", "figcaption", "figure"),
        *("footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    )
)
"""The elements that begin a line of their own, and `br`."""

_MEDIA = frozenset(("audio", "img", "picture", "source", "track", "video"))
ALLOWED = _INLINE | BLOCKS | _MEDIA
"""The elements that may stay. No attribute among theirs is an id, a class, a name or a style."""

_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "audio": {"src"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"datetime"},
    "details": {"open"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"datetime"},
    "li": {"value"},
    "ol": {"reversed", "start", "type"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"abbr", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "track": {"default", "kind", "label", "src", "srclang"},
    "video": {"height", "poster", "src", "width"},
}
_DROPPED_WHOLE = {*RAW_TEXT, "select", "svg", "template"}

_MARKS = re.compile("[<>&\xa0]")
_NOSCRIPT = re.compile(r"</?noscript(?=[\t\n\f\r />])[^>]*+(?:>|\Z)", re.IGNORECASE)
_MATHS = re.compile(r"<math[\t\n\f\r />]", re.IGNORECASE)
_NAMES = re.compile(r"<([A-Za-z][^\t\n\f\r />]*)")
_TABLES = frozenset(
    ("table", "caption", "col", "colgroup", "tbody", "tfoot", "thead", "tr", "td", "th")
)
_CALM = ALLOWED - _TABLES - {"pre"}
_HEADING = re.compile(r"<(/?)h[1-6]")
_LINK = re.compile(r"<(/?)a[ >]")
_ROUNDS = 8
_LONGEST_BASE = 512
_GROWTH = 8
_GROWTH_ANYWAY = 8_192
_MOST_REFERENCES = 65_536  # nh3 takes time quadratic in them, a second for twice as many

_CHARACTERS = r"(?:[A-Za-z0-9._~!$'()*+,;=:@/?&-]++|%(?!7[Bb])[0-9A-Fa-f]{2})*+"
_ODD_ADDRESS = re.compile(
    r"""="(?<=[fcr]=")(?!https?://"""
    rf"""[a-z0-9.-]+(?:[/?]{_CHARACTERS}(?:\#{_CHARACTERS})?)?")"""
)
_FETCHING = re.compile(r"<(a|audio|img|source|track|video)( [^>]*)>|<(?:img|source|track)>")
_ADDRESS = re.compile(r' (href|src|poster)="([^"]*)"')

_ELEMENT = re.compile(
    rf"<(?P<unread>script|style)(?=[\t\n\f\r />]){ATTRIBUTES}(?:>|\Z)"
    rf".*?(?:</(?P=unread)(?=[\t\n\f\r />])[^>]*+(?:>|\Z)|\Z)|{TOKEN.pattern}",
    re.DOTALL | re.IGNORECASE,
)
_SPELLED = re.compile("&#(38|[xX]26|60|[xX]3[cC]|62|[xX]3[eE]);")
_LINE = "\n"
_BLANK_LINE = re.compile(r"\n\s*\n")
_TRAILING = " \t\n,;:.-\u2010\u2011\u2012\u2013\u2014\u2026([{\u00ab\u201c\u2018\u200d\ufe0f"


def sanitize(markup: str, *, base: str = "") -> str:
    """Make HTML safe to publish.

    Kept are text, structure, links, images, audio, video, ruby, and the language and direction of
    each element. Addresses are absolute http or https, in links also `mailto:` and `tel:`. Frames
    become links. Images of one pixel and known counters are gone. At most 256 elements are open
    at once.

    Args:
        markup: HTML from anywhere, well-formed or not.
        base: What relative addresses are relative to. Without it they are dropped.

    Returns:
        HTML of characters XML allows. Idempotent.
    """
    text = legal(markup)
    if not _MARKS.search(text):
        return text
    result = _sanitized(text, base)
    # Written the same but for the way `&` is spelled: then as the upstream spelled it.
    return text if "&#" in text and _SPELLED.sub(_spelling, text) == result else result


def _sanitized(text: str, base: str) -> str:
    if text.count("&") > _MOST_REFERENCES:
        return paragraphs(plain(text))
    base = (safe_url(base) or "") if len(base) <= _LONGEST_BASE else ""
    text = seen(text)
    names = set(_NAMES.findall(text))
    if names <= _CALM and is_small(text):
        result = _tidy(_cleaner(base).clean(text))
        if _is_level(result) and not _outgrows(result, text):
            return result
    result = _cleaned(text, base)
    for _ in range(_ROUNDS):
        again = _cleaned(result, base)
        if again == result:
            return result
        result = again
    return paragraphs(plain(result))


def _spelling(reference: re.Match[str]) -> str:
    return html.escape(html.unescape(reference[0]))


def _is_level(markup: str) -> bool:
    # A heading inside a heading, or a link inside a link, comes apart when it is read again.
    for pattern in (_HEADING, _LINK):
        ends = pattern.findall(markup)
        if any(ends[::2]) or not all(ends[1::2]):
            return False
    return True


def _outgrows(result: str, markup: str) -> bool:
    # A long formatting tag that is left open comes again in every paragraph.
    return len(result) > _GROWTH * len(markup) + _GROWTH_ANYWAY


def _cleaned(markup: str, base: str) -> str:
    markup = linked(_NOSCRIPT.sub("", markup), base=base)
    if _MATHS.search(markup) or not is_small(markup):
        markup = shallow(markup, ALLOWED)
    cleaner = _cleaner(base)
    result = cleaner.clean(markup)
    if _outgrows(result, markup):
        result = cleaner.clean(shallow(markup, ALLOWED))
    return _tidy(result)


def _tidy(markup: str) -> str:
    markup = legal(markup)
    if (
        _ODD_ADDRESS.search(markup)
        or SMALL.search(markup)
        or COUNTER.search(markup)
        or markup.count("<img") > markup.count(' src="http')
        or "<source" in markup
        or "<track" in markup
    ):
        return _FETCHING.sub(_fetching, markup)
    return markup


@lru_cache(maxsize=64)
def _cleaner(base: str) -> nh3.Cleaner:
    options: dict[str, Any] = {
        "tags": ALLOWED,
        "clean_content_tags": _DROPPED_WHOLE,
        "attributes": _ATTRIBUTES,
        "link_rel": None,
        "url_schemes": {"http", "https", "mailto", "tel"},
        "set_tag_attribute_values": {"audio": {"controls": ""}, "video": {"controls": ""}},
    }
    if base:
        try:
            return nh3.Cleaner(**options, url_relative=("rewrite_with_base", base))
        except ValueError:  # its idea of a host is stricter
            pass
    return nh3.Cleaner(**options, url_relative="deny")


def _fetching(match: re.Match[str]) -> str:
    name, attributes = match[1], match[2] or ""
    if name is None:
        return ""

    def address(found: re.Match[str]) -> str:
        value = html.unescape(found[2])
        if name == "a" and value.lower().startswith(("mailto:", "tel:")):
            return found[0]
        url = safe_url(value)
        written = "" if url is None else f' {found[1]}="{url.replace("&", "&amp;")}"'
        return "" if COUNTER.match(written) else written

    attributes = _ADDRESS.sub(address, attributes)
    if name in ("img", "source", "track") and ' src="' not in attributes:
        return ""
    if name == "img" and is_point(attributes):
        return ""
    return f"<{name}{attributes}>"


def plain(markup: str) -> str:
    """Take the text out of HTML.

    Args:
        markup: HTML, safe or not.

    Returns:
        One line of text: entities resolved once, white space collapsed, block elements apart by
        a space, without scripts and the like. Text, not HTML: escape it where HTML is wanted.
    """
    text = markup
    if "<" in text:
        text = _ELEMENT.sub(_space, text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(legal(text).split())


def _space(match: re.Match[str]) -> str:
    name = (match["name"] or "").lower()
    if name in _INLINE:
        return ""
    if name and name not in ALLOWED and not match[0].endswith(">"):
        return match[0]  # prose such as `if x<y`, not a tag that was cut off
    return " "


def paragraphs(text: str) -> str:
    """Turn plain text into HTML: blank lines part paragraphs, line breaks stay."""
    parts = (part.strip() for part in _BLANK_LINE.split(legal(text)))
    return "".join(
        f"<p>{html.escape(part, quote=False).replace(_LINE, '<br>')}</p>" for part in parts if part
    )


def excerpt(text: str, *, limit: int = 280) -> str:
    """Shorten plain text at a word.

    Args:
        text: Plain text of one line, as `plain` gives it.
        limit: Characters that may stay.

    Returns:
        The text itself if it is short enough; else its beginning and an ellipsis, together at
        most `limit` + 1 characters. Text without spaces, such as Chinese, is cut anywhere.
    """
    if len(text) <= limit:
        return text
    start = text[: limit + 1]
    words = start[: start.rfind(" ") + 1] or start[:limit]
    if len(words) * 2 < limit:  # one long word would take half of it away
        words = start[:limit]
    return words.rstrip(_TRAILING) + "…"
