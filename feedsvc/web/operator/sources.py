"""All sources, to be filtered, sorted and paged."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, request

from feedsvc.flows.due import due_at
from feedsvc.flows.explain import plain
from feedsvc.store import entries, sources
from feedsvc.store.sources import Stored
from feedsvc.web.office import Office
from feedsvc.web.operator.pages import pager, show
from feedsvc.web.operator.standing import STANDINGS, address_of, standing, title_of

EACH = 50

_ORDER = {word: place for place, word in enumerate(STANDINGS)}
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def all_sources(routes: Blueprint, office: Office) -> None:
    """Add `/operator/sources`."""

    @routes.get("/sources")
    def sources_list() -> Response:
        statements = office.database.statements()
        everything = sources.everything(statements)
        counts = entries.counts(statements)
        words = Counter(standing(one).word for one in everything)
        tags = sorted({tag for one in everything for tag in one.source.tags}, key=str.casefold)
        asked = {key: request.args.get(key, "").strip() for key in ("health", "tag", "q", "sort")}
        chosen = sorted(
            filter(_asked_for(asked), everything), key=_orders(counts)[_order(asked["sort"])]
        )
        pages = pager("sources", len(chosen), EACH)
        start = (pages.number - 1) * EACH
        return show(
            "sources.html",
            now=office.now(),
            rows=[_row(one, counts) for one in chosen[start : start + EACH]],
            count=len(chosen),
            total=len(everything) - words["removed"],
            words=[(one, words[word]) for word, one in STANDINGS.items() if words[word]],
            tags=tags,
            asked=asked,
            order=_order(asked["sort"]),
            pager=pages,
        )


def _asked_for(asked: dict[str, str]) -> Callable[[Stored], bool]:
    health, tag, text = asked["health"], asked["tag"], asked["q"].casefold()

    def is_asked_for(one: Stored) -> bool:
        word = standing(one).word
        if word != health and (health or word == "removed"):
            return False
        if tag and tag not in one.source.tags:
            return False
        told = (one.source.name, title_of(one), address_of(one.source))
        return not text or any(text in part.casefold() for part in told)

    return is_asked_for


def _order(asked: str) -> str:
    return asked if asked in _orders({}) else "name"


def _orders(counts: dict[str, int]) -> dict[str, Callable[[Stored], Any]]:
    """By what the list is sorted: words of the address to keys."""
    return {
        "name": lambda one: title_of(one).casefold(),
        "health": lambda one: (_ORDER[standing(one).word], title_of(one).casefold()),
        "entries": lambda one: -counts.get(one.source.name, 0),
        "polled": lambda one: one.checkpoint.polled_at or _FIRST,
        "next": lambda one: due_at(one) or _LAST,
    }


def _row(stored: Stored, counts: dict[str, int]) -> dict[str, object]:
    source, checkpoint = stored.source, stored.checkpoint
    is_wrong = standing(stored).tone in {"bad", "warn"} and not source.revoked
    return {
        "name": source.name,
        "title": title_of(stored),
        "address": address_of(source),
        "tags": source.tags,
        "standing": standing(stored),
        "entries": counts.get(source.name, 0),
        "polled_at": checkpoint.polled_at,
        "due_at": due_at(stored),
        "told": plain(checkpoint.problem, source.name).what if is_wrong else "",
        "private": source.private,
    }
