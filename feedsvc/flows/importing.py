"""What the import of a list of feeds comes to: which sources are added, and what is left out.

Nothing is stored here and nothing is asked for: whether a feed answers is told by its first poll.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any, NamedTuple

from feedsvc.model.source import Origin
from feedsvc.net.guard import refusal
from feedsvc.parse import opml
from feedsvc.parse.opml import Subscription
from feedsvc.settings import Settings, fields
from feedsvc.settings.fitting import looping
from feedsvc.store.sources import Stored
from feedsvc.text.urls import host, loose_form, site

APART = timedelta(milliseconds=360)
"""Between the first polls of two sources: the first distance of 10,000 then spans their hour."""

LONGEST_SPREAD = timedelta(hours=1)

_LONGEST_NAME = 40
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")


class Planned(NamedTuple):
    """A source that is to be added.

    Attributes:
        name: No other source has it, unless that was removed and is to come back.
        is_back: It was removed; it comes back with what is remembered of it.
        is_private: So it was then, and what it brought is for subscribers.
    """

    name: str
    url: str
    title: str
    tags: tuple[str, ...]
    is_back: bool = False
    is_private: bool = False


class Left(NamedTuple):
    """A feed of the list that is not added.

    Attributes:
        title: In the list's words, or its address.
        reason: Why, in words for a person.
        source: The name of the source that it is already; empty if there is none.
    """

    title: str
    reason: str
    source: str = ""


class Plan(NamedTuple):
    """What a list comes to.

    Attributes:
        problem: Why the list is not read, or what was wrong with it; empty if nothing.
        title: Of the list; may be empty.
        outlines: How many there were, folders included.
        new: The sources to add, in the order of the list.
        duplicates: Feeds that are listed before, or are sources already.
        refused: What cannot be a feed.
    """

    problem: str = ""
    title: str = ""
    outlines: int = 0
    new: tuple[Planned, ...] = ()
    duplicates: tuple[Left, ...] = ()
    refused: tuple[Left, ...] = ()

    @property
    def over(self) -> timedelta:
        """The time over which the first polls are to be spread."""
        return min(APART * len(self.new), LONGEST_SPREAD)

    def tables(self, permission: Mapping[str, Any] | None = None) -> dict[str, dict[str, Any]]:
        """The new sources as `wiring.desk.Desk.add_sources` takes them.

        Args:
            permission: What the owners permit, as it would stand in a file; else what the
                licences of the feeds allow.
        """
        return {one.name: _table(one, permission) for one in self.new}


def plan(
    body: bytes, stored: Sequence[Stored], settings: Settings, tags: Sequence[str] = ()
) -> Plan:
    """Read a list and say what is to be added. Never raises.

    Args:
        body: The list, as OPML.
        stored: All sources that there are, removed ones included.
        settings: In force.
        tags: What every new source is tagged with besides.
    """
    found = opml.read(body)
    known = _by_url(stored)
    names = Names(one.source.name for one in stored)
    refused = [
        Left(dead.title or f"outline {dead.number}", dead.reason)
        for dead in found.dead
        if not dead.same_as
    ]
    duplicates = [Left(dead.title, dead.reason) for dead in found.dead if dead.same_as]
    new: list[Planned] = []
    for feed in found.subscriptions:
        title = _line(feed.title)
        problem = _refusal(feed.url, settings)
        before = known.get(loose_form(feed.url))
        if problem:
            refused.append(Left(title or feed.url, problem))
        elif before is None or before.source.origin is Origin.REMOVED:
            name = before.source.name if before else names.new(feed.url, title, feed.name)
            is_private = before is not None and before.source.private
            new.append(
                Planned(name, feed.url, title, _tags(feed, tags), before is not None, is_private)
            )
        else:
            name = before.source.name
            duplicates.append(Left(title or feed.url, f"it is the source {name!r} already", name))
    return Plan(
        found.problem, found.title, found.outlines, tuple(new), tuple(duplicates), tuple(refused)
    )


class Names:
    """Makes names for sources that no other one has."""

    def __init__(self, taken: Iterable[str]) -> None:
        """Begin with the names that are given away."""
        self._taken = {name.lower() for name in taken}
        self._numbers: dict[str, int] = {}

    def new(self, url: str, title: str, wanted: str = "") -> str:
        """A name from what a source wants to be called, its title or its host.

        Args:
            url: Its address.
            title: May be empty.
            wanted: A name that it bore elsewhere; empty if none.
        """
        stem = next(filter(None, (_fit(wanted), _slug(title), _slug(site(url) or host(url)))), "")
        stem = stem or "feed"
        name = stem
        while name.lower() in self._taken:
            number = self._numbers.get(stem, 1) + 1
            self._numbers[stem] = number
            name = f"{stem}-{number}"
        self._taken.add(name.lower())
        return name


def _by_url(stored: Iterable[Stored]) -> dict[str, Stored]:
    """The source of each address; a removed one only where there is no other."""
    known: dict[str, Stored] = {}
    for one in stored:
        for url in filter(None, (one.source.url, one.checkpoint.address)):
            before = known.get(loose_form(url))
            if before is None or before.source.origin is Origin.REMOVED:
                known[loose_form(url)] = one
    return known


def _refusal(url: str, settings: Settings) -> str:
    """Why an address cannot be a source's; empty if it may be."""
    try:
        fields.http_url(url)
    except ValueError as error:
        return f"its address {error}"
    bind = f"{settings.web.host}:{settings.web.port}"
    if looping({"": url}, settings.site.url.lower(), bind):
        return "it is a channel of our own, which would feed on itself"
    address = host(url).strip("[]")
    try:
        ip_address(address)
    except ValueError:
        return ""
    return refusal(address, [ip_network(one) for one in settings.fetch.allow_networks]) or ""


def _table(one: Planned, permission: Mapping[str, Any] | None) -> dict[str, Any]:
    table: dict[str, Any] = {"url": one.url}
    if one.title:
        table["title"] = one.title
    if one.tags:
        table["tags"] = list(one.tags)
    if one.is_private:
        table["private"] = True
    if permission:
        table["permission"] = dict(permission)
    return table


def _tags(feed: Subscription, more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_line, (*feed.tags, *more)))))


def _line(text: str) -> str:
    """Words that a source may be titled or tagged with."""
    return " ".join(_UNFIT.sub(" ", text).split())


def _fit(name: str) -> str:
    """A name that may stand as it is, else nothing."""
    try:
        return fields.name(name)
    except ValueError:
        return ""


def _slug(words: str) -> str:
    """Small letters and digits with hyphens between; nothing where that would not tell much."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    letters = sum(map(str.isalnum, words))
    slug = _NOT_IN_NAMES.sub("-", plain.replace("'", "")).strip("-")
    if sum(map(str.isalnum, slug)) * 2 < letters:  # of another script little is left
        return ""
    if len(slug) > _LONGEST_NAME:
        slug = slug[:_LONGEST_NAME].rpartition("-")[0] or slug[:_LONGEST_NAME]
    return slug
