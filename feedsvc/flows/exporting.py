"""Sources as an OPML list that other programs take; the way back is `importing`."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from feedsvc.flows.known import feed_of
from feedsvc.model.source import Origin, Source
from feedsvc.publish import opml
from feedsvc.store.sources import Stored
from feedsvc.text.urls import without_credentials


class Subscribed(NamedTuple):
    """The sources that a list of ours tells of, and those that it leaves out: secrets and files."""

    told: list[Stored]
    left: list[Stored]


def subscribed(stored: Iterable[Stored], tags: Collection[str] = ()) -> Subscribed:
    """The sources that are in force, with one of these tags if any are given."""
    chosen = [
        one
        for one in stored
        if _is_in_force(one.source) and (not tags or not set(tags).isdisjoint(one.source.tags))
    ]
    return Subscribed(
        told=[one for one in chosen if _is_public(one.source)],
        left=[one for one in chosen if not _is_public(one.source)],
    )


def listed(title: str, told: Iterable[Stored]) -> bytes:
    """The list of them, under the title of the site."""
    return opml.subscriptions(title, [(one.source, feed_of(one)) for one in told])


def _is_in_force(source: Source) -> bool:
    return source.enabled and not source.revoked and source.origin is not Origin.REMOVED


def _is_public(source: Source) -> bool:
    is_plain = not source.secret and without_credentials(source.url) == source.url
    return is_plain and not source.url.startswith("file:")
