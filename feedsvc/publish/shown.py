"""What of an entry is shown under its level, the same for every format.

| level   | text                                    | files and further links |
|---------|-----------------------------------------|-------------------------|
| LINK    | the attribution line alone              | none                    |
| EXCERPT | 280 characters, the attribution line    | none                    |
| FULL    | summary and content, the attribution line | all                   |

Title, addresses, persons, categories, dates, rights, licences and the way an entry
came are shown under every level.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from typing import assert_never

from feedsvc.model.entry import (
    Category,
    Content,
    Enclosure,
    Entry,
    Hop,
    Link,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.rights import Level, Licence
from feedsvc.model.view import Showing
from feedsvc.publish.formats import entry_page
from feedsvc.text.html import excerpt, paragraphs, plain
from feedsvc.text.urls import loose_form

_PASSED_ON = frozenset({"alternate", "canonical", "payment", "related", "replies", "via"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_LIMIT = 280
_ENOUGH = 2048
"""Characters of markup that nearly always hold an excerpt: 30 KB in full cost 1 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a reader gets of one entry.

    Attributes:
        id: The published id, the same string in every format.
        url: The original address, if there is one.
        page: Our own page of the entry.
        summary: The upstream's summary, or our excerpt; without the attribution line.
        content: The content where it is inline; without the attribution line.
        remote: The content where it lies elsewhere (standards A13); `content` is None then.
        credit: The attribution line as a paragraph of HTML; empty if there is no line.
        authors: Those of the entry, else those of the feed it first appeared in.
        rights: Those of the entry, else those of the feed it first appeared in.
        links: Every link but the alternate and the enclosures, each once.
        licences: Absolute URLs, each licence once.
        language: Of the entry, else of the feed it first appeared in.
    """

    id: str
    url: str | None
    page: str
    title: Text | None
    summary: Text | None
    content: Text | None
    remote: Content | None
    credit: str
    authors: tuple[Person, ...]
    contributors: tuple[Person, ...]
    categories: tuple[Category, ...]
    enclosures: tuple[Enclosure, ...]
    links: tuple[Link, ...]
    rights: Text | None
    licences: tuple[str, ...]
    comments: str | None
    language: str | None
    published: datetime
    updated: datetime
    origin: Hop
    via: tuple[Hop, ...]

    @property
    def credited_content(self) -> Text | None:
        """The inline content as HTML, the attribution line its last paragraph."""
        if self.content is None:
            return None
        return _credited(self.content, self.credit)

    @property
    def credited_summary(self) -> Text | None:
        """The summary; with the attribution line where no inline content carries it."""
        if self.content is not None or not self.credit:
            return self.summary
        return _credited(self.summary or Text(value=""), self.credit)


def shown(showing: Showing, base_url: str) -> Shown:
    """Tell what a reader gets of an entry.

    Args:
        showing: The entry with all that decides how it is shown.
        base_url: Public address of the site, without a trailing slash.

    Raises:
        ValueError: The level is NOTHING.
    """
    held, entry, origin = showing.held, showing.held.entry, showing.attribution.origin
    if not origin.title.strip():  # a feed in a file may have neither title nor host
        origin = replace(origin, title=held.source)
    summary, content, remote = _texts(entry, showing.level)
    full = showing.level is Level.FULL
    licences = _licences(entry.licences, showing.licences)
    line = showing.line.html
    return Shown(
        id=held.public_id,
        url=entry.url,
        page=entry_page(base_url, held.id),
        title=_filled(entry.title),
        summary=summary,
        content=content,
        remote=remote,
        credit=f'<p class="attribution">{line}</p>' if line else "",
        authors=entry.authors or origin.authors,
        contributors=entry.contributors,
        categories=entry.categories,
        enclosures=entry.enclosures if full else (),
        links=_links(showing, licences),
        rights=_filled(entry.rights) or (Text(value=origin.rights) if origin.rights else None),
        licences=licences,
        comments=entry.comments,
        language=entry.language or origin.language,
        published=held.published,
        updated=held.updated,
        origin=origin,
        via=showing.attribution.via,
    )


def as_html(text: Text) -> str:
    """A text construct as HTML; plain text is escaped and nothing else."""
    return escape(text.value, quote=False) if text.kind is TextKind.TEXT else text.value


def as_plain(text: Text) -> str:
    """A text construct without markup."""
    return text.value if text.kind is TextKind.TEXT else plain(text.value)


def beginning(text: Text) -> str:
    """The first words of a text in one plain line, at most 280 characters and an ellipsis."""
    if text.kind is TextKind.TEXT:
        return excerpt(" ".join(text.value.split()), limit=_LIMIT)
    start = text.value[: text.value.rfind("<", 0, _ENOUGH)] if len(text.value) > _ENOUGH else ""
    words = plain(start)
    if len(words) <= _LIMIT + 1:
        words = plain(text.value)
    return excerpt(words, limit=_LIMIT)


def address(hop: Hop) -> str | None:
    """Where a feed is to be found: its own address, else that of its page."""
    return hop.feed_url or hop.home_url


def _credited(text: Text, credit: str) -> Text:
    markup = paragraphs(text.value) if text.kind is TextKind.TEXT else text.value
    return Text(value=markup + credit, kind=TextKind.HTML, language=text.language)


def _filled(text: Text | None) -> Text | None:
    return text if text is not None and text.value.strip() else None


def _texts(entry: Entry, level: Level) -> tuple[Text | None, Text | None, Content | None]:
    summary, content = _filled(entry.summary), _inline(entry.contents)
    match level:
        case Level.NOTHING:
            message = "nothing of it may be shown"
            raise ValueError(message)
        case Level.LINK:
            return None, None, None
        case Level.EXCERPT:
            return _excerpt(summary) or _excerpt(content), None, None
        case Level.FULL:
            remote = next((one for one in entry.contents if one.src), None)
            return summary, content, None if content else remote
        case _:
            assert_never(level)


def _inline(contents: tuple[Content, ...]) -> Text | None:
    """The content to show: markup before plain text, the first before later ones."""
    texts = [
        Text(value=one.value, kind=one.kind, language=one.language)
        for one in contents
        if not one.src and one.value.strip()
    ]
    marked_up = (one for one in texts if one.kind is not TextKind.TEXT)
    return next(marked_up, texts[0] if texts else None)


def _excerpt(text: Text | None) -> Text | None:
    if text is None:
        return None
    return _filled(Text(value=beginning(text), language=text.language))


def _licences(declared: tuple[str, ...], known: tuple[Licence, ...]) -> tuple[str, ...]:
    """The URLs as the entry declares them, then the known ones it does not name itself."""
    urls = dict.fromkeys(declared)
    named = {loose_form(url) for url in urls} if known else set()
    urls.update((one.url, None) for one in known if loose_form(one.url) not in named)
    return tuple(urls)


def _links(showing: Showing, licences: tuple[str, ...]) -> tuple[Link, ...]:
    links: dict[tuple[str, str], Link] = {}
    for link in _all_links(showing, licences):
        links.setdefault((link.rel, link.href), link)
    return tuple(links.values())


def _all_links(showing: Showing, licences: tuple[str, ...]) -> Iterator[Link]:
    for hop in showing.attribution.via:
        href = address(hop)
        if href:
            yield Link(href=href, rel="via", title=hop.title)
    yield from (Link(href=url, rel="license") for url in licences)
    entry = showing.held.entry
    if entry.comments:
        yield Link(href=entry.comments, rel="replies", type="text/html")
    if showing.level is Level.FULL:
        yield from _passed_on(entry)


def _passed_on(entry: Entry) -> Iterator[Link]:
    """The upstream's links that still mean the same in a feed that is not its own.

    A second alternate that is a page as well is not one of them: readers take the last
    or the first of several for the address of the entry. Nor are two alternates of the
    same type and language (standards A9), nor any where the entry has no address.
    """
    alternates: set[tuple[str, str | None]] = set()
    for link in entry.links:
        if link.rel == "alternate":
            if entry.url is None:
                continue
            kind = ((link.type or "").partition(";")[0].strip().lower(), link.hreflang)
            if not kind[0] or kind[0] in _PAGE_TYPES or kind in alternates:
                continue
            alternates.add(kind)
        if link.rel in _PASSED_ON or ":" in link.rel:
            yield link
