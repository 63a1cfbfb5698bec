"""Where an entry leads: its own links, the way it came, its licences."""

from collections.abc import Iterator

from feedsvc.model.entry import Entry, Hop, Link
from feedsvc.model.rights import Level, Licence
from feedsvc.model.view import Showing
from feedsvc.text.urls import loose_form

_PASSED_ON = frozenset(
    {"alternate", "canonical", "enclosure", "payment", "related", "replies", "self", "via"}
)
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def address(hop: Hop) -> str | None:
    """Where a feed is to be found: its own address, else that of its page."""
    return hop.feed_url or hop.home_url


def licence_urls(declared: tuple[str, ...], known: tuple[Licence, ...]) -> tuple[str, ...]:
    """The URLs as the entry declares them, then the known ones it does not name itself.

    A licence whose version nobody told has no URL.
    """
    urls = dict.fromkeys(declared)
    named = {loose_form(url) for url in urls} if known else set()
    urls.update((one.url, None) for one in known if one.url and loose_form(one.url) not in named)
    return tuple(urls)


def entry_links(entry: Entry, showing: Showing, licences: tuple[str, ...]) -> tuple[Link, ...]:
    """Every link of an entry, each once; those of the upstream first, in its order.

    Args:
        entry: What of it may be shown.
        showing: It with how much of it is shown.
        licences: The URLs of its licences.
    """
    links: dict[tuple[str, str], Link] = {}
    for link in _all_links(entry, showing, licences):
        links.setdefault((link.rel, link.href), link)
    return tuple(links.values())


def _all_links(entry: Entry, showing: Showing, licences: tuple[str, ...]) -> Iterator[Link]:
    told = list(_passed_on(entry, full=showing.level is Level.FULL))
    if entry.url:  # many readers take the first alternate, whatever its type
        alternates = [link for link in told if link.rel == "alternate"]
        plain_one = Link(rel="alternate", href=entry.url)
        own = next((link for link in alternates if link.href == entry.url), plain_one)
        told.insert(told.index(alternates[0]) if alternates else len(told), own)
    yield from told
    for hop in showing.attribution.via:
        href = address(hop)
        if href:
            yield Link(href=href, rel="via", title=hop.title)
    yield from (Link(href=url, rel="license") for url in licences)
    if entry.comments:
        yield Link(href=entry.comments, rel="replies", type="text/html")


def _passed_on(entry: Entry, *, full: bool) -> Iterator[Link]:
    """The upstream's links that still mean the same in a feed that is not its own, in its order.

    A second alternate that is a page as well is not one of them: readers take the last
    or the first of several for the address of the entry. Nor are two alternates of the
    same type and language (standards A9), nor any where the entry has no address. The
    address itself is shown under every level.
    """
    alternates: set[tuple[str, str | None]] = set()
    for link in entry.links:
        if link.rel == "alternate":
            kind = ((link.type or "").partition(";")[0].strip().lower(), link.hreflang)
            is_address = link.href == entry.url
            is_page = not kind[0] or kind[0] in _PAGE_TYPES
            if entry.url is None or kind in alternates or (is_page and not is_address):
                continue
            alternates.add(kind)
            if is_address:
                yield link
                continue
        if full and (link.rel in _PASSED_ON or ":" in link.rel):
            yield link
