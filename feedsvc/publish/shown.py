"""What of an entry is shown under its level, the same for every format.

| level   | text                                    | files and further links |
|---------|-----------------------------------------|-------------------------|
| LINK    | the attribution line alone              | none                    |
| EXCERPT | 280 characters, the attribution line    | none                    |
| FULL    | summary and content, the attribution line | all                   |

Pictures are shown under FULL where the grant has them; what the operator has taken out of the
text and what the owner has demanded in it, such as a pixel, likewise stand under FULL alone.

Title, addresses, persons, categories, dates, rights, licences and the way an entry
came are shown under every level; below FULL in few plain words, as `brief` cuts them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import datetime
from html import escape
from typing import assert_never

from feedsvc.model.entry import (
    Category,
    Content,
    Enclosure,
    Entry,
    Extension,
    Hop,
    Link,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.rights import AttributionLine, Level
from feedsvc.model.view import Showing
from feedsvc.publish.allowed import allowed
from feedsvc.publish.formats import entry_page
from feedsvc.publish.links import entry_links, licence_urls
from feedsvc.publish.terms import told_once
from feedsvc.text.html import excerpt, paragraphs, plain
from feedsvc.text.legal import legal

_PICTURES = frozenset({"media:thumbnail", "itunes:image"})
_OF_A_PODCAST = "itunes:"
_GLANCE = 64
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
        line: The same as plain text.
        authors: Those of the entry, else those of the feed it first appeared in.
        rights: Those of the entry, else those of the feed it first appeared in.
        links: Every link, each once; those of the upstream first, in its order.
        licences: Absolute URLs, each licence once.
        image: A picture that stands for the entry.
        extensions: What no element of the formats says; those of a podcast only in the
            channel of its own source, where the podcast itself is described.
        language: Of the entry, else of the feed it first appeared in.
        said: The feeds that the entry itself names.
    """

    id: str
    url: str | None
    page: str
    title: Text | None
    summary: Text | None
    content: Text | None
    remote: Content | None
    credit: str
    line: str
    authors: tuple[Person, ...]
    contributors: tuple[Person, ...]
    categories: tuple[Category, ...]
    enclosures: tuple[Enclosure, ...]
    links: tuple[Link, ...]
    rights: Text | None
    licences: tuple[str, ...]
    comments: str | None
    image: str | None
    extensions: tuple[Extension, ...]
    language: str | None
    published: datetime
    updated: datetime
    origin: Hop
    via: tuple[Hop, ...]
    said: tuple[Hop, ...]

    @property
    def picture(self) -> str | None:
        """The address of a picture that stands for the entry, from wherever that is told."""
        told = (
            (one.attributes.get("url") or one.attributes.get("href"), _type(one))
            for one in _spread(self.extensions)
        )
        files = ((file.url, file.type or "") for file in self.enclosures)
        pictures = (url for url, kind in (*told, *files) if url and kind.startswith("image/"))
        return self.image or next(pictures, None)

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


def shown(showing: Showing, base_url: str, *, own: bool = False) -> Shown:
    """Tell what a reader gets of an entry.

    Args:
        showing: The entry with all that decides how it is shown.
        base_url: Public address of the site, without a trailing slash.
        own: It is shown in the channel of its own source.

    Raises:
        ValueError: The level is NOTHING.
    """
    showing = allowed(showing)
    held, entry, origin = showing.held, showing.held.entry, showing.attribution.origin
    if entry.hops and not entry.hops[0].title:
        origin = _described(origin, entry.hops[0])
    if not origin.title.strip():  # a feed in a file may have neither title nor host
        origin = replace(origin, title=held.source)
    full = showing.level is Level.FULL
    line = showing.line
    summary, content, remote = _texts(entry, showing.level, line)
    licences = licence_urls(entry.licences, showing.licences)
    image, extensions = _further(entry, own=own) if full else (None, ())
    return Shown(
        id=held.public_id,
        url=entry.url,
        page=entry_page(base_url, held.id),
        title=_filled(entry.title),
        summary=summary,
        content=content,
        remote=remote,
        credit=_credit(showing),
        line=line.text,
        authors=entry.authors or origin.authors,
        contributors=entry.contributors,
        categories=told_once(entry.categories, extensions),
        enclosures=entry.enclosures if full else (),
        links=entry_links(entry, showing, licences),
        rights=_filled(entry.rights) or _filled(origin.rights),
        licences=licences,
        comments=entry.comments,
        image=image,
        extensions=extensions,
        language=entry.language or origin.language,
        published=held.published,
        updated=held.updated,
        origin=origin,
        via=showing.attribution.via,
        said=entry.hops,
    )


def _credit(showing: Showing) -> str:
    """The attribution line as a paragraph; the pixel that its owner demands is no line of it."""
    if not showing.line.html:
        return ""
    pixel = escape(showing.pixel)
    counted = f'<img src="{pixel}" width="1" height="1" alt="">' if pixel else ""
    return f'<p class="attribution">{showing.line.html}{counted}</p>'


def _described(origin: Hop, said: Hop) -> Hop:
    """A feed with what an entry says of it without naming it."""
    known = {one.name: getattr(said, one.name) for one in fields(said)}
    return replace(origin, **{name: value for name, value in known.items() if value})


def _spread(extensions: Iterable[Extension]) -> Iterator[Extension]:
    for one in extensions:
        yield one
        yield from _spread(one.children)


def _type(one: Extension) -> str:
    """The type of what an extension shows; any picture counts as `image/`."""
    if one.name in _PICTURES or one.attributes.get("medium") == "image":
        return "image/"
    return one.attributes.get("type", "") if one.name == "media:content" else ""


def is_episode(showing: Showing) -> bool:
    """Whether an entry says what only the channel of its own source passes on."""
    extensions = showing.held.entry.extensions
    return any(one.name.startswith(_OF_A_PODCAST) for one in extensions)


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


def _credited(text: Text, credit: str) -> Text:
    if text.kind is TextKind.TEXT:
        markup = paragraphs(text.value) if "\n" in text.value else as_html(text)
        markup = markup.replace("\xa0", "&nbsp;")  # as sanitized HTML has it
        return replace(text, value=markup + credit, kind=TextKind.HTML)
    return replace(text, value=text.value + credit)


def _uncredited(text: Text | None, line: AttributionLine) -> Text | None:
    """A text without the attribution line, where its last paragraph says the very same words.

    So it does when what we publish comes back to us, or when a source that reposts writes the
    line that its own permission demands: it stands once all the same. Where it leads may differ.
    """
    if text is None or not line.html or text.kind is TextKind.TEXT:
        return text
    value = text.value.rstrip()
    start = value.rfind("<p>")
    if start < 0 or not value.endswith("</p>"):
        return text
    last = value[start:]
    is_short = len(last) <= 2 * len(line.html) + _LIMIT
    if not is_short or plain(last) != " ".join(line.text.split()):
        return text
    return _filled(replace(text, value=value[:start]))


def _further(entry: Entry, *, own: bool) -> tuple[str | None, tuple[Extension, ...]]:
    extensions = tuple(
        one
        for one in entry.extensions
        if (own or not one.name.startswith(_OF_A_PODCAST)) and not _is_told(entry, one)
    )
    return entry.image, extensions


def _is_told(entry: Entry, one: Extension) -> bool:
    """Whether an extension repeats the title or the text, which many readers then show twice."""
    match one.name:
        case "media:title":
            return entry.title is not None and as_plain(entry.title) == one.text
        case "media:description":
            texts = (entry.summary, _inline(entry.contents))
            return any(text is not None and as_plain(text) == one.text for text in texts)
        case _:
            return False


def _filled(text: Text | None) -> Text | None:
    """A text that says something in characters that a feed can carry."""
    if text is None:
        return None
    value = text.value
    return text if legal(value[:_GLANCE]).strip() or legal(value).strip() else None


def _texts(
    entry: Entry, level: Level, line: AttributionLine
) -> tuple[Text | None, Text | None, Content | None]:
    summary = _uncredited(_filled(entry.summary), line)
    content = _uncredited(_inline(entry.contents), line)
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
        Text(value=one.value, kind=one.kind, language=one.language, base=one.base)
        for one in contents
        if not one.src and one.value.strip()
    ]
    marked_up = (one for one in texts if one.kind is not TextKind.TEXT)
    return next(marked_up, texts[0] if texts else None)


def _excerpt(text: Text | None) -> Text | None:
    if text is None:
        return None
    return _filled(Text(value=beginning(text), language=text.language))
