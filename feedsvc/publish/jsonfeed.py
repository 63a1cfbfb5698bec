"""Channels as JSON Feed 1.1 (standards C1 to C9).

What the format has no member for stands under `_feedsvc`, in every item:

| member         | what                                                                |
|----------------|---------------------------------------------------------------------|
| `source`       | the feed it first appeared in: `title`, `feed_url`, `home_page_url`, `id` |
| `via`          | the feeds it passed through after that, oldest first, each likewise |
| `attribution`  | the line that credits the source, as plain text                     |
| `rights`       | the rights as plain text                                            |
| `licence`      | the URL of its licence, the first if there are several              |
| `licences`     | all their URLs, where there are several                             |
| `contributors` | as `authors`                                                        |
| `comments`     | the URL of its comments                                             |
"""

from collections.abc import Iterable, Iterator, Mapping

import orjson

from feedsvc.model.entry import Category, Enclosure, Extension, Hop, Person
from feedsvc.model.view import ChannelView, Parts
from feedsvc.publish.feeds import logo_of
from feedsvc.publish.formats import UNKNOWN_TYPE, Format, channel_document, channel_page
from feedsvc.publish.fragments import Fragments, Rendering, begun, written
from feedsvc.publish.links import address
from feedsvc.publish.moments import rfc3339
from feedsvc.publish.shown import Shown, as_html, as_plain
from feedsvc.text.legal import legal
from feedsvc.text.urls import is_script

_VERSION = "https://jsonfeed.org/version/1.1"
_ABOUT = "https://www.jsonfeed.org/version/1.1/#extensions-a-name-extensions-a"
_LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON takes exactly (RFC 8259 6)."""

Members = Mapping[str, object]


def render(view: ChannelView, kept: Fragments | None = None) -> Rendering:
    """Write a channel.

    Args:
        view: The channel as it stands; every byte follows from it.
        kept: Where written entries are kept for the next time.
    """
    items, set_aside = written(Format.JSON, view, write, kept)
    head = begun(Format.JSON, view, _head, kept)
    parts = Parts(head=head, entries=items, between=b",\n", tail=b"\n]}\n")
    return Rendering(parts=parts, set_aside=set_aside)


def write(shown: Shown) -> bytes:
    """Write one item.

    Raises:
        ValueError: It cannot be written as JSON.
    """
    authors = _persons(shown.authors)
    return orjson.dumps(
        _present(
            {
                "id": shown.id,
                "url": shown.url,
                "title": as_plain(shown.title) if shown.title else None,
                **_texts(shown),
                "date_published": rfc3339(shown.published),
                "date_modified": rfc3339(shown.updated),
                "authors": authors,
                "author": authors[0] if authors else None,
                "image": shown.picture,
                "tags": _tags(shown.categories),
                "language": shown.language,
                "attachments": _attachments(shown),
            }
        )
        | {"_feedsvc": _provenance(shown)}
    )


def _texts(shown: Shown) -> Members:
    """What there is of text is `content_html`; a summary stands only beside content (C4)."""
    content, summary = shown.credited_content, shown.credited_summary
    if content is not None:
        return {"summary": as_plain(summary) if summary else None, "content_html": content.value}
    return {"content_html": as_html(summary) if summary else ""}


def _attachments(shown: Shown) -> list[Members]:
    remote = shown.remote
    told = {file.url for file in shown.enclosures}
    further = {one.url: one for one in _media(shown.extensions) if one.url not in told}
    files = (*shown.enclosures, *further.values())
    if remote is not None and remote.src:
        files = (Enclosure(url=remote.src, type=remote.type), *files)
    return [
        _present(
            {
                "url": file.url,
                "mime_type": file.type or UNKNOWN_TYPE,
                "title": file.title,
                "size_in_bytes": file.length if (file.length or 0) <= _LARGEST else None,
            }
        )
        for file in files
    ]


def _media(extensions: Iterable[Extension]) -> Iterator[Enclosure]:
    """The files that Media RSS tells of."""
    for one in extensions:
        url = one.attributes.get("url")
        if one.name == "media:group":
            yield from _media(one.children)
        elif one.name == "media:content" and url:
            size = one.attributes.get("fileSize")
            yield Enclosure(
                url=url, type=one.attributes.get("type"), length=int(size) if size else None
            )


def _provenance(shown: Shown) -> Members:
    return _present(
        {
            "source": _hop(shown.origin),
            "attribution": shown.line,
            "rights": as_plain(shown.rights) if shown.rights else None,
            "licence": shown.licences[0] if shown.licences else None,
            "licences": list(shown.licences) if len(shown.licences) > 1 else None,
            "contributors": _persons(shown.contributors),
            "comments": shown.comments,
        }
    ) | {"via": [*_told_before(shown), *(_hop(hop) for hop in shown.via)]}


def _told_before(shown: Shown) -> Iterator[Members]:
    """The feeds that the upstream itself says an entry passed through."""
    passed = {address(hop) for hop in shown.via}
    for link in shown.links:
        if link.rel == "via" and link.href not in passed:
            yield _present({"title": link.title, "feed_url": link.href})


def _hop(hop: Hop) -> Members:
    return _present(
        {
            "title": hop.title,
            "feed_url": hop.feed_url,
            "home_page_url": hop.home_url,
            "id": _name(hop),
        }
    )


def _name(hop: Hop) -> str | None:
    """The id of a feed as it was written; not where it is an address that would run."""
    return None if hop.id and is_script(hop.id) else hop.id


def _persons(persons: Iterable[Person]) -> list[Members]:
    return [_present({"name": person.name, "url": person.uri}) for person in persons]


def _present(members: Members) -> dict[str, object]:
    """The members that have a value; text without the characters that XML forbids.

    JSON could carry those, but then an id would differ between the formats.
    """
    return {
        key: _legal(value)
        for key, value in members.items()
        if value is not None and value != [] and (value != "" or key == "content_html")
    }


def _legal(value: object) -> object:
    match value:
        case str():
            return legal(value)
        case list():
            return [_legal(one) for one in value]
        case _:
            return value


def _head(view: ChannelView, language: str | None) -> bytes:
    channel, hop = view.channel, view.feed or Hop(title=view.channel.title)
    place = view.base_url, channel.name, Format.JSON
    authors = _persons(hop.authors)
    about = {
        "id": _name(hop),
        "rights": as_plain(hop.rights) if hop.rights else None,
        "licence": hop.licences[0] if hop.licences else None,
        "tags": _tags(hop.categories),
    }
    members = {"version": _VERSION} | _present(
        {
            "title": channel.title,
            "home_page_url": hop.home_url or channel_page(view.base_url, channel.name),
            "feed_url": channel_document(*place, view.archive),
            "next_url": channel_document(*place, view.older) if view.older else None,
            "description": channel.description,
            "icon": logo_of(hop),
            "favicon": hop.icon,
            "authors": authors,
            "author": authors[0] if authors else None,
            "language": language,
            "_feedsvc": {"about": _ABOUT, **_present(about)} if view.feed else None,
        }
    )
    return orjson.dumps(members).removesuffix(b"}") + b',"items":[\n'


def _tags(categories: Iterable[Category]) -> list[str]:
    return list(dict.fromkeys(one.label or one.term for one in categories))
