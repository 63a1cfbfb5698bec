"""The source that a path names."""

from feedsvc.errors import NotFoundError
from feedsvc.model.source import Origin
from feedsvc.store import sources
from feedsvc.store.sources import Stored
from feedsvc.web.api.operation import Call


def present(call: Call) -> Stored:
    """The source that the path names.

    Raises:
        NotFoundError: There is none, or it was removed.
    """
    return named_source(call, call.place["name"])


def named_source(call: Call, name: str) -> Stored:
    """The source of that name, likewise."""
    stored = sources.named(call.statements, name)
    if stored.source.origin is Origin.REMOVED:
        msg = f"the source {name!r} was removed; add it again"
        raise NotFoundError(msg)
    return stored
