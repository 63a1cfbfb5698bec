"""An entry and its feeds without their pictures, wherever these are told of."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from feedsvc.model.entry import Content, Entry, Extension, Hop, Link, Text, TextKind
from feedsvc.text.pictures import (
    is_picture,
    is_played,
    without_pictures,
    without_written_pictures,
)

AnyText = TypeVar("AnyText", Text, Content)
_PICTURES = frozenset({"itunes:image", "media:thumbnail", "podcast:image", "podcast:images"})
_PICTURED = frozenset({"image", "img", "poster", "srcset", "thumbnail"})
_ADDRESSES = frozenset({"href", "source", "src", "uri", "url"})
_SHOWING = re.compile(
    r"avatar|banner|\bicon\b|image|logo|photo|picture|poster|thumbnail", re.IGNORECASE
)
_FILES = "podcast:alternateEnclosure"


def unpictured(entry: Entry) -> Entry:
    """The entry without its pictures.

    Args:
        entry: It as it may be shown otherwise.
    """
    return replace(
        entry,
        title=_label(entry.title),
        rights=_label(entry.rights),
        summary=_text(entry.summary) if entry.summary else None,
        contents=tuple(
            _text(one) for one in entry.contents if not (one.src and is_picture(one.type, one.src))
        ),
        enclosures=tuple(file for file in entry.enclosures if not is_picture(file.type, file.url)),
        links=_links(entry.links),
        image=None,
        hops=tuple(map(unpictured_hop, entry.hops)),
        extensions=tuple(_without(entry.extensions)),
    )


def unpictured_hop(hop: Hop) -> Hop:
    """What is said of a feed beside one of its entries, without pictures.

    Its logo is the mark of the source, but in the head of the source's own channel alone.

    Args:
        hop: The feed.
    """
    return replace(
        hop,
        name=_label(hop.name),
        subtitle=_label(hop.subtitle),
        rights=_label(hop.rights),
        links=_links(hop.links),
        icon=None,
        logo=None,
        image=None,
    )


def _text(one: AnyText) -> AnyText:
    if one.kind is TextKind.TEXT:
        return one
    return replace(one, value=without_pictures(one.value))


def _label(one: Text | None) -> Text | None:
    """A text that stands in some formats where nothing says whether it is markup."""
    if one is None:
        return None
    return replace(one, value=without_written_pictures(_text(one).value))


def _links(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(
        link
        for link in links
        if not (is_picture(link.type, link.href) or _SHOWING.search(link.rel.rpartition("/")[2]))
    )


def _without(extensions: tuple[Extension, ...]) -> Iterator[Extension]:
    """The extensions but those that show a picture, and none of the others leads to one."""
    for one in extensions:
        if _is_picture(one):
            continue
        told = {key: value for key, value in one.attributes.items() if not _leads(key, value)}
        children = tuple(_without(one.children))
        if one.children and not children:
            continue
        if one.name == _FILES and len(children) < len(one.children):
            continue
        is_empty = len(told) < len(one.attributes) and not (told or one.text or children)
        if not is_empty:
            yield replace(one, attributes=told, children=children)


def _is_picture(one: Extension) -> bool:
    told = one.attributes
    kind, medium = told.get("type") or told.get("contentType"), told.get("medium")
    url = told.get("url") or told.get("uri") or told.get("href") or ""
    if one.name in _PICTURES or medium == "image" or is_picture(kind):
        return True
    if one.text.startswith(("http://", "https://")) and is_picture(None, one.text):
        return True
    if one.name == "media:content" and not (kind or medium or is_played(url)):
        return True  # nothing says that it is none
    return one.name in {"media:content", "media:player", "podcast:source"} and is_picture(kind, url)


def _leads(key: str, value: str) -> bool:
    return key in _PICTURED or (key in _ADDRESSES and is_picture(None, value))
