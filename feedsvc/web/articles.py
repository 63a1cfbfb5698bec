"""An entry as the pages show it."""

from dataclasses import dataclass
from urllib.parse import quote

from feedsvc.model.entry import Text, TextKind
from feedsvc.model.held import Held
from feedsvc.model.rights import Level, Licence
from feedsvc.model.view import Showing
from feedsvc.publish.shown import Shown, as_plain, shown
from feedsvc.text.html import paragraphs
from feedsvc.text.urls import host


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a page needs of one entry.

    Attributes:
        shown: What a reader gets of it, as in every other format.
        path: Our own page of it, from the root of the site.
        title: Plain text; where the entry has none, what it is about can only be its place.
        text: Sanitized HTML without the attribution line; empty if there is none.
        text_language: Of the text, where known.
        excerpt: The text is the beginning of more.
        link_only: No text may be shown.
        rights: Plain text.
        licences: Those that are known by name.
        revised: It changed after it was published.
    """

    held: Held
    shown: Shown
    path: str
    title: str
    text: str
    text_language: str | None
    excerpt: bool
    link_only: bool
    rights: str
    licences: tuple[Licence, ...]
    revised: bool


def article(showing: Showing, base_url: str) -> Article:
    """Tell what a page shows of an entry."""
    held, what = showing.held, shown(showing, base_url)
    text = what.content or what.summary
    return Article(
        held=held,
        shown=what,
        path=f"/entries/{quote(held.id, safe='')}",
        title=_title(what),
        text=_markup(text) if text else "",
        text_language=(text.language if text else None) or what.language,
        excerpt=showing.level is Level.EXCERPT,
        link_only=showing.level is Level.LINK,
        rights=as_plain(what.rights) if what.rights else "",
        licences=showing.licences,
        revised=f"{what.updated:%Y%m%d%H%M}" > f"{what.published:%Y%m%d%H%M}",
    )


def _title(what: Shown) -> str:
    title = as_plain(what.title).strip() if what.title else ""
    return title or (f"Untitled, at {host(what.url)}" if what.url else "Untitled")


def _markup(text: Text) -> str:
    return paragraphs(text.value) if text.kind is TextKind.TEXT else text.value
