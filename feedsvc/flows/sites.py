"""Which sites are whose."""

from feedsvc.flows.known import feed_of
from feedsvc.store import sources
from feedsvc.store.barred import Sites
from feedsvc.store.database import Statements
from feedsvc.text.urls import site


def own_sites(statements: Statements) -> dict[int, Sites]:
    """The sites that are each source's own, by its row.

    Where its feed lies, which the operator wrote; and where it says that its page is, unless
    another source's feed lies there.
    """
    stored = sources.everything(statements)
    feeds = {one.id: site(one.source.url) for one in stored}
    taken = set(feeds.values())
    found: dict[int, Sites] = {}
    for one in stored:
        home = site(feed_of(one).home_url or "")
        found[one.id] = {feeds[one.id], *([home] if home not in taken else [])} - {""}
    return found
