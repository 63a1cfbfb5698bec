"""The chain of feeds that an article came through, and the loops in it."""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from feedsvc.model.entry import Attribution, Entry, Hop
from feedsvc.model.rights import Claim
from feedsvc.text.urls import loose_form, site

MOST_HOPS = 8
"""Feeds that an article may have come through: what has gone round more goes in circles."""


_WORD = re.compile(r"\w+")
_PART = re.compile(r"\s[-\u2013\u2014|:\u00b7\u2022]\s|[|\u00bb\u00ab\u203a:,()]")


def attribution(entry: Entry, source: Hop, claim: Claim | None = None) -> Attribution:
    """Where an entry first appeared and by which way it came.

    The feeds that an entry names are older than the source that we pulled it from, and what its
    text says of its origin is older still. Where one names the next again, or the source itself,
    it adds no hop.

    Args:
        entry: The entry.
        source: The feed that it was pulled from.
        claim: What its text says of where it first appeared.
    """
    hops = [hop for hop in entry.hops if hop.title and not same(hop, source)]
    if claim and not names(claim, source) and not any(_is_said(claim, hop) for hop in hops):
        hops.insert(0, _claimed(claim))
    if not hops:
        return Attribution(origin=source)
    return Attribution(origin=hops[0], via=(*hops[1:], source))


def elsewhere(entry: Entry, source: Hop, claim: Claim | None) -> str:
    """Where an article first appeared, if that is not its source; else empty.

    Its text says so, or the feed that it names as the one it was copied from.
    """
    if claim and not names(claim, source):
        return claim.origin
    ours = _sites(source)
    for hop in entry.hops:
        if hop.title and not same(hop, source) and not _sites(hop) & ours:
            return hop.title
    return ""


def comes_back(entry: Entry, ours: Collection[str]) -> bool:
    """Whether we published this entry before: one of the feeds that it came through is ours.

    Args:
        entry: The entry.
        ours: Beginnings of the addresses of our channels, without their schemes.
    """
    named = _passed(entry)
    for hop in entry.hops:
        named |= {one for one in (hop.feed_url, hop.id) if one}
        named |= {link.href for link in hop.links if link.rel in ("self", "via")}
    begin = tuple(ours)
    return any(address.lower().partition("://")[2].startswith(begin) for address in named)


def hops(entry: Entry) -> int:
    """How many feeds an entry says it came through."""
    known = {hop.feed_url for hop in entry.hops}
    return len(entry.hops) + len(_passed(entry) - known)


def _passed(entry: Entry) -> set[str]:
    return {link.href for link in entry.links if link.rel == "via"}


def names(claim: Claim, hop: Hop) -> bool:
    """Whether a text that says where it first appeared means this feed: by site, else by name.

    A link decides: to the front page of the feed's site, or further into it under its name. Without
    one it is the name, of the feed or of a part of its title: `The Herald` in `The Herald | World`.
    """
    sites = _sites(hop)
    said = _words(claim.origin)
    is_named = bool(said) and (
        said == _words(hop.title)
        or any(said == _words(one) for one in sites)
        or any(said == _words(part) for part in _PART.split(hop.title))
    )
    if claim.url and hop.home_url:
        there = loose_form(claim.url).strip("/")
        home = loose_form(hop.home_url).strip("/")
        is_front = "/" not in there or there in (home, site(claim.url))
        return site(claim.url) in sites and (is_named or is_front)
    return is_named


def _is_said(claim: Claim, hop: Hop) -> bool:
    """Whether an entry names by a feed what its text says again, wherever that leads."""
    title, told = _words(hop.title), _words(claim.line)
    is_told = bool(title) and any(
        told[at : at + len(title)] == title for at in range(len(told) - len(title) + 1)
    )
    return names(claim, hop) or is_told


def same(hop: Hop, source: Hop) -> bool:
    """Whether two descriptions are of one feed: by id and address, else by site or name.

    A feed that republishes another bears its id (RFC 4287 4.2.6), but not its address.
    """
    here = {loose_form(link.href) for link in source.links if link.rel == "self"}
    if source.feed_url:
        here.add(loose_form(source.feed_url))
    if hop.feed_url and here:
        return loose_form(hop.feed_url) in here
    if hop.id and source.id:
        return hop.id == source.id
    if hop.home_url and source.home_url and site(hop.home_url) == site(source.home_url):
        return True
    return hop.title == source.title


def _claimed(claim: Claim) -> Hop:
    parts = urlsplit(claim.url) if claim.url else None
    return Hop(title=claim.origin, home_url=f"{parts.scheme}://{parts.netloc}/" if parts else None)


def _words(name: str) -> list[str]:
    words = _WORD.findall(name.casefold())
    return words[1:] if words[:1] == ["the"] else words


def _sites(hop: Hop) -> set[str]:
    return {site(one) for one in (hop.home_url, hop.feed_url) if one}
