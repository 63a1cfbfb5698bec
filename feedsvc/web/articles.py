"""An entry as the pages show it."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from feedsvc.model.entry import Text, TextKind
from feedsvc.model.held import Held
from feedsvc.model.rights import Level, Licence
from feedsvc.model.view import Showing
from feedsvc.publish.shown import Shown, as_plain, shown
from feedsvc.text.html import paragraphs
from feedsvc.text.urls import host

_HEADING = re.compile(r"<(/?)h([1-6])(?=[ >])")
_DEEPEST = 6
_UNDESCRIBED = re.compile(r"<img(?![^>]* alt=)")
_PLAYER = re.compile(r"<(?:audio|video)(?=[ >])")
_PICTURED = re.compile(r"<(?:img|video)[ >]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page needs of one entry.

    Attributes:
        shown: What a reader gets of it, as in every other format.
        path: Our own page of it, from the root of the site.
        canonical: The address that search engines are told to find it by (RFC 6596).
        title: Plain text; where the entry has none, what it is about can only be its place.
        text: Sanitized HTML without the attribution line; empty if there is none. Its
            headings continue those of the page, its pictures have an `alt`, nothing plays or is
            loaded to be played before someone asks for it.
        text_language: Of the text, where known.
        image: The address of a picture that the text lacks; None if it has one.
        excerpt: The text is the beginning of more.
        link_only: No text may be shown.
        rights: Plain text.
        licences: Those that are known by name.
        revised: It changed after it was published.
    """

    held: Held
    shown: Shown
    path: str
    canonical: str
    title: str
    text: str
    text_language: str | None
    image: str | None
    excerpt: bool
    link_only: bool
    rights: str
    licences: tuple[Licence, ...]
    revised: bool


def article(showing: Showing, base_url: str, *, heading: int) -> Article:
    """Tell what a page shows of an entry.

    Args:
        showing: The entry with all that decides how it is shown.
        base_url: Public address of the site, without a trailing slash.
        heading: The level of the heading that the page gives it.
    """
    held, what = showing.held, shown(showing, base_url)
    text = what.content or what.summary
    markup = _markup(text, heading) if text else ""
    may_picture = showing.level is Level.FULL and not _PICTURED.search(markup)
    return Article(
        held=held,
        shown=what,
        path=f"/entries/{quote(held.id, safe='')}",
        canonical=(what.url if showing.canonical else None) or what.page,
        title=_title(what),
        text=markup,
        text_language=(text.language if text else None) or what.language,
        image=what.picture if may_picture else None,
        excerpt=showing.level is Level.EXCERPT,
        link_only=showing.level is Level.LINK,
        rights=as_plain(what.rights) if what.rights else "",
        licences=showing.licences,
        revised=f"{what.updated:%Y%m%d%H%M}" > f"{what.published:%Y%m%d%H%M}",
    )


def _title(what: Shown) -> str:
    title = as_plain(what.title).strip() if what.title else ""
    return title or (f"Untitled, at {host(what.url)}" if what.url else "Untitled")


def _markup(text: Text, heading: int) -> str:
    if text.kind is TextKind.TEXT:
        return paragraphs(text.value)
    markup = _UNDESCRIBED.sub('<img alt=""', _lowered(text.value, heading))
    return _PLAYER.sub(r'\g<0> preload="none"', markup)


def _lowered(markup: str, heading: int) -> str:
    """Move the headings below the one that the page gives the entry, the highest next to it."""
    levels = [int(level) for _, level in _HEADING.findall(markup)]
    if not levels:
        return markup
    by = heading + 1 - min(levels)
    return _HEADING.sub(lambda tag: f"<{tag[1]}h{min(int(tag[2]) + by, _DEEPEST)}", markup)
