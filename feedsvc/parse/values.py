"""feedparser's dictionaries to `ParsedFeed` and `ParsedEntry`, nothing lost on the way.

feedparser's values may be missing, or dictionaries where text is expected (an element with
attributes that it does not know), so every field is asked for what it is. `dict.get` is used
throughout: the `get` of feedparser's own dictionaries answers `updated` with `published`.
"""

from dataclasses import dataclass
from typing import Any

from feedsvc.model.entry import Category, Extension
from feedsvc.model.parsed import (
    ParsedEntry,
    ParsedFeed,
    ParsedGenerator,
    ParsedImage,
    ParsedLink,
    ParsedPerson,
    ParsedText,
)
from feedsvc.parse.extensions import EXTENSIONS
from feedsvc.text.html import plain

_HINTS = {
    "ttl": "ttl",
    "sy_updateperiod": "sy_updateperiod",
    "sy_updatefrequency": "sy_updatefrequency",
    "hour": "skiphours",
    "day": "skipdays",
}
_SAID_BY_EXTENSIONS = {"publisher": "dc:publisher", "created": "dcterms:created"}
_PICTURES = {"itunes:image", "itunes:link"}  # feedparser reads either with `href` or `url`
_NOBODY = ParsedPerson()
_WEB = ("http://", "https://")
_get = dict.get
WRITTEN_TYPE = "written_type"
"""Key of a link for its `type` as written: feedparser makes up a default for `type`."""
COVERING = "covers_entries"
"""Key of a link that a module of RSS stands for: in a feed, it is the licence of its entries."""
ITUNES_SUMMARY = "told_to_itunes"
"""Key of an entry for `itunes:summary`, which feedparser takes for a summary or a content."""
MEDIA_DESCRIPTION = "told_of_media"
"""Key of an entry for `media:description`, which feedparser takes for a description."""
ITUNES_AUTHOR = "told_to_itunes"
"""Key of an author that `itunes:author` names: the format's own stand before it."""


def feed_fields(data: dict[str, Any], base: str) -> dict[str, Any]:
    """The fields of a feed, or of the source of an entry, as arguments of `ParsedFeed`.

    Args:
        data: feedparser's `feed` or an entry's `source`.
        base: The base URL of the document.
    """
    title, subtitle = _text(data, "title", "text/plain"), _text(data, "subtitle", "text/plain")
    base = next((text.base for text in (title, subtitle) if text and text.base), base)
    links = _links(_get(data, "links"), base)
    page = _string(_get(data, "link"))
    # feedparser takes an id for a link where there is no other.
    ours = page and page != _string(_get(data, "id"))
    if ours and not any(link.rel == "alternate" for link in links):
        links += (ParsedLink(href=page, base=base),)  # CDF, and the link of an RSS channel's image
    href = _string(_get(data, "href"))
    if href and not any(link.rel == "self" for link in links):
        links += (ParsedLink(href=href, rel="self", base=base),)  # RSS <source url="…">
    return {
        "id": _string(_get(data, "id")),
        "title": title,
        "subtitle": subtitle,
        "links": links,
        "authors": _persons(_get(data, "authors")),
        "contributors": _persons(_get(data, "contributors")),
        "categories": _categories(_get(data, "tags")),
        "updated": _string(_get(data, "updated")),
        "published": _string(_get(data, "published")),
        "rights": _text(data, "rights", "text/plain"),
        "licences": _licences(_get(data, "links"), data),
        "covering": _covering(_get(data, "links")),
        "language": _string(_get(data, "language")) or None,
        "icon": _string(_get(data, "icon")),
        "logo": _string(_get(data, "logo")),
        "image": _image(data),
        "generator": _generator(data),
        "notice": _text(data, "info", "text/plain"),
        "docs": _string(_get(data, "docs")),
        "hints": {
            name: value for key, name in _HINTS.items() if (value := _string(_get(data, key)))
        },
        "extensions": _extensions(data),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an entry takes from its document.

    Attributes:
        base: The base URL of the document.
        language: The language of the feed.
        permalink: A guid may stand for the link (RSS 2.0 `isPermaLink`).
    """

    base: str
    language: str | None = None
    permalink: bool = False


def entry(
    data: dict[str, Any], setting: Setting, *, fingerprint: bytes = b"", cut: bool = False
) -> ParsedEntry:
    """One entry.

    Args:
        data: feedparser's entry.
        setting: Of its document.
        fingerprint: Of the entry's bytes.
        cut: The document ended inside it.
    """
    title = _text(data, "title", "text/plain")
    contents = tuple(
        _construct(_string(_get(content, "value")), content, "text/plain")
        for content in _dicts(_get(data, "content"))
    )
    summary = _summary(data, contents)
    told = _text(data, ITUNES_SUMMARY, "text/plain")
    if summary is None and not contents:
        summary = told or _text(data, MEDIA_DESCRIPTION, "text/html")
    elif told and summary and not contents and _is_whole(told, summary):
        contents = (told,)
    written = [text for text in (title, *contents, summary) if text]
    base = next((text.base for text in written if text.base), setting.base)
    source, image = _get(data, "source"), _get(data, "image")
    found = _get(data, "links")
    links = _links(found, base) if found else ()
    identity = _string(_get(data, "id"))
    if (
        setting.permalink
        and identity.startswith(_WEB)
        and _get(data, "link") == identity
        and not any(link.rel == "alternate" for link in links)
    ):
        links = (ParsedLink(href=identity, base=base), *links)
    return ParsedEntry(
        id=identity,
        title=title,
        summary=summary,
        contents=contents,
        links=links,
        authors=_persons(_get(data, "authors")),
        contributors=_persons(_get(data, "contributors")),
        categories=_categories(_get(data, "tags")),
        published=_string(_get(data, "published")),
        updated=_string(_get(data, "updated")),
        rights=_text(data, "rights", "text/plain"),
        licences=_licences(found, data),
        comments=_string(_get(data, "comments")),
        language=_string(_get(data, "language"))
        or next((text.language for text in written if text.language), setting.language),
        source=ParsedFeed(**feed_fields(source, base))
        if isinstance(source, dict) and source
        else _named_source(data),
        image=_string(_get(image, "href")) if isinstance(image, dict) else "",
        extensions=_extensions(data),
        fingerprint=fingerprint,
        cut=cut,
    )


def _named_source(data: dict[str, Any]) -> ParsedFeed | None:
    """What `dc:source` names: `source` of RSS stands for none without an address."""
    name = _string(_get(data, "dc_source"))
    if name.startswith(_WEB):
        return ParsedFeed(links=(ParsedLink(href=name),))
    return ParsedFeed(title=ParsedText(value=name, type="text/plain")) if name else None


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(data: dict[str, Any], key: str, default: str) -> ParsedText | None:
    value = _get(data, key)
    if not value or not isinstance(value, str):
        return None
    detail = _get(data, key + "_detail")
    # The detail may be of another, deeper element: then its type says nothing.
    if not isinstance(detail, dict) or _get(detail, "value") != value:
        return ParsedText(value=value, type=default)
    return _construct(value, detail, default)


def _construct(value: str, detail: dict[str, Any], default: str) -> ParsedText:
    kind = _get(detail, "type") or default
    if kind == "application/xhtml+xml":
        value = value.replace("</br>", "")  # as HTML, it would be another line break
    return ParsedText(
        value=value,
        type=kind,
        language=_get(detail, "language"),
        base=_get(detail, "base") or "",
        src=_get(detail, "src"),
    )


def _is_whole(text: ParsedText, other: ParsedText) -> bool:
    """Whether a text is so much longer than another that it must be the whole of it.

    Apple lets `itunes:summary` be up to 4,000 characters; most podcasts have the whole text in
    `description` and the same without markup here, some have a line there and the whole here.
    """
    words, others = (" ".join(plain(one.value).split()) for one in (text, other))
    return len(words) > 2 * len(others)


def _summary(data: dict[str, Any], contents: tuple[ParsedText, ...]) -> ParsedText | None:
    """The summary, unless it is feedparser's copy of a content."""
    if contents and "summary_detail" not in data.keys():  # noqa: SIM118 - `in` is feedparser's
        value = _get(data, "summary")
        if any(content.value == value for content in contents):
            return None
    return _text(data, "summary", "text/html")


def _links(found: object, base: str) -> tuple[ParsedLink, ...]:
    return tuple(
        ParsedLink(
            href=href,
            rel=_string(_get(link, "rel")) or "alternate",
            type=_string(_get(link, WRITTEN_TYPE, _get(link, "type"))),
            hreflang=_string(_get(link, "hreflang")),
            title=_string(_get(link, "title")),
            length=_string(_get(link, "length")),
            base=base,
        )
        for link in _dicts(found)
        if (href := _string(_get(link, "href")))
    )


def _persons(found: object) -> tuple[ParsedPerson, ...]:
    persons = (
        ParsedPerson(
            name=_string(_get(person, "name")),
            email=_string(_get(person, "email")),
            uri=_string(_get(person, "href")),
        )
        for person in sorted(_dicts(found), key=lambda one: ITUNES_AUTHOR in one)
        if person
    )
    return tuple(dict.fromkeys(person for person in persons if person != _NOBODY))


def _categories(found: object) -> tuple[Category, ...]:
    if not found:
        return ()
    return tuple(
        Category(
            term=term,
            scheme=_string(_get(tag, "scheme")) or None,
            label=_string(_get(tag, "label")) or None,
        )
        for tag in _dicts(found)
        if (term := _string(_get(tag, "term")) or _string(_get(tag, "label")))
    )


def _licences(links: object, data: dict[str, Any]) -> tuple[str, ...]:
    found = [
        _string(_get(link, "href")) for link in _dicts(links) if _get(link, "rel") == "license"
    ]
    terms = _get(data, "dcterms_license")
    if terms:
        found.append(_string(_get(terms, "rdf:resource") if isinstance(terms, dict) else terms))
    return tuple(dict.fromkeys(filter(None, found))) if found else ()


def _covering(links: object) -> tuple[str, ...]:
    """The licences of a feed that by their vocabulary cover its entries."""
    found = (_string(_get(link, "href")) for link in _dicts(links) if COVERING in link)
    return tuple(dict.fromkeys(filter(None, found)))


def _extensions(data: dict[str, Any]) -> tuple[Extension, ...]:
    """What was kept as written, and what feedparser read that only extensions can say."""
    found: list[Extension] = list(_get(data, EXTENSIONS) or ())
    names = {one.name for one in found}
    if names & _PICTURES and not any(
        one.name == "itunes:image" and "href" in one.attributes for one in found
    ):
        address = _string(_get(_get(data, "image", {}), "href"))
        found.append(Extension(name="itunes:image", attributes={"href": address}))
    for key, name in _SAID_BY_EXTENSIONS.items():
        value = _string(_get(data, key))
        if value and name not in names:
            found.append(Extension(name=name, text=value))
    return tuple(found)


def _image(data: dict[str, Any]) -> ParsedImage | None:
    image = _get(data, "image")
    if not isinstance(image, dict) or not _string(_get(image, "href")):
        return None
    return ParsedImage(
        url=_string(_get(image, "href")),
        title=_string(_get(image, "title")),
        link=_string(_get(image, "link")),
        description=_string(_get(image, "subtitle")),
        width=str(_get(image, "width") or ""),
        height=str(_get(image, "height") or ""),
    )


def _generator(data: dict[str, Any]) -> ParsedGenerator | None:
    name, detail = _string(_get(data, "generator")), _get(data, "generator_detail")
    detail = detail if isinstance(detail, dict) else {}
    found = ParsedGenerator(
        name=name, uri=_string(_get(detail, "href")), version=_string(_get(detail, "version"))
    )
    return found if found != ParsedGenerator() else None
