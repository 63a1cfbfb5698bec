"""Lists of feeds as OPML 2.0 (standards G1): what we publish, and where it comes from.

No dates stand in them, so that the same lists are the same bytes.
"""

from collections.abc import Sequence

from lxml.etree import Element, _Element, tostring

from feedsvc.model.channel import Channel
from feedsvc.model.entry import Hop
from feedsvc.model.source import Source
from feedsvc.publish.elements import child
from feedsvc.publish.formats import Format, channel_document, channel_page
from feedsvc.publish.shown import as_plain
from feedsvc.text.html import plain
from feedsvc.text.urls import safe_url, without_credentials

_NAMES = "urn:feedsvc:opml"  # as `parse.opml` reads it


def channels(site_title: str, base_url: str, channels: Sequence[Channel]) -> bytes:
    """The channels of the site, each as its Atom document, which says most.

    Args:
        site_title: The title of the list.
        base_url: Public address of the site, without a trailing slash.
        channels: In the order in which they are to be listed.
    """
    opml, body = _document(site_title)
    for channel in channels:
        child(
            body,
            "outline",
            type="rss",
            text=channel.title,
            title=channel.title,
            xmlUrl=channel_document(base_url, channel.name, Format.ATOM),
            htmlUrl=channel_page(base_url, channel.name),
            description=_words(channel.description),
            category=_category(channel.tags),
        )
    return _bytes(opml)


def sources(site_title: str, sources: Sequence[tuple[Source, Hop]]) -> bytes:
    """The feeds that others publish and we take from.

    Those that lie in files, are private or have secret addresses have none to tell and are left
    out; user names and passwords are removed from the addresses of the others.

    Args:
        site_title: The title of the list.
        sources: Each with what is known of its feed.
    """
    opml, body = _document(site_title)
    for source, hop in sources:
        url = safe_url(without_credentials(source.url))
        if url is None or source.secret or source.private:
            continue
        title = source.title or hop.title or url
        child(
            body,
            "outline",
            type="rss",
            text=title,
            title=title,
            xmlUrl=url,
            htmlUrl=hop.home_url,
            description=_words(as_plain(hop.subtitle)) if hop.subtitle else None,
            category=_category(source.tags),
        )
    return _bytes(opml)


def subscriptions(site_title: str, subscribed: Sequence[tuple[Source, Hop]]) -> bytes:
    """Sources as a list that readers take, and that imports back to the same sources.

    Each lies in the folder of its first tag, with the others as its categories; in folders within
    each other where one of them could not be a category. `title` stands where an operator gave
    one, `text` always.

    Args:
        site_title: The title of the list.
        subscribed: Each with what is known of its feed; none whose address is secret.
    """
    opml, body = _document(site_title, {"feedsvc": _NAMES})
    folders: dict[tuple[str, ...], _Element] = {(): body}
    for source, hop in subscribed:
        is_plain = not any("," in tag or "/" in tag for tag in source.tags)
        inner = child(
            _folder(folders, source.tags[:1] if is_plain else source.tags),
            "outline",
            type="rss",
            text=source.title or hop.title or source.name,
            title=source.title,
            xmlUrl=source.url,
            htmlUrl=hop.home_url,
            category=",".join(source.tags[1:]) if is_plain else "",
        )
        inner.set(f"{{{_NAMES}}}name", source.name)
    return _bytes(opml)


def _folder(folders: dict[tuple[str, ...], _Element], path: tuple[str, ...]) -> _Element:
    """The folder of these tags, outermost first; made where it is not there yet."""
    if path not in folders:
        folders[path] = child(_folder(folders, path[:-1]), "outline", text=path[-1])
    return folders[path]


def _words(text: str) -> str:
    """A description in plain words; nothing where readers would take even those for HTML."""
    words = plain(text) if "<" in text else text
    return "" if "<" in words else words


def _document(
    title: str, namespaces: dict[str | None, str] | None = None
) -> tuple[_Element, _Element]:
    opml = Element("opml", version="2.0", nsmap=namespaces)
    child(child(opml, "head"), "title", title)
    return opml, child(opml, "body")


def _category(tags: Sequence[str]) -> str:
    return ",".join(tag.replace(",", " ") for tag in tags)


def _bytes(opml: _Element) -> bytes:
    body: bytes = tostring(opml, encoding="UTF-8", xml_declaration=False, pretty_print=True)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body
