"""Names under which nothing is published: those of what an operator withdrew.

They are an article's address, and its id where that says whose it is (`1` is the id of something
else in every feed). A name that stands on the withdrawn entry's own site bars everybody; one that
stands on another's bars everybody but that other: who gives an entry of his a stranger's address
takes nothing of the stranger away.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from feedsvc.model.held import State
from feedsvc.model.record import name_digest
from feedsvc.store.database import Statements, Value
from feedsvc.store.moments import maybe_moment
from feedsvc.store.tombstones import Named
from feedsvc.text.urls import loose_form, site

Sites = Collection[str]
"""The sites that are a source's own, as `text.urls.site` names them."""

_UNRESERVED = re.compile(r"%(2[dDeE]|3[0-9]|[46][1-9a-fA-F]|5[0-9aA]|5[fF]|7[0-9aA]|7[eE])")

_END = re.compile(r"[/?#]")


class Article(NamedTuple):
    """What an article goes by wherever it stands.

    Attributes:
        id: As its upstream wrote it.
        url: Its address; empty if it has none.
    """

    id: str
    url: str


class Copy(NamedTuple):
    """An entry that goes by a barred name of another.

    Attributes:
        withdrawn_at: When an operator withdrew it; None if none did.
    """

    named: Named
    withdrawn_at: datetime | None


def bar(
    statements: Statements, entry: str, article: Article, own: Sites, *, others: bool = True
) -> None:
    """Bar the names of an entry, in a transaction.

    Args:
        statements: The transaction.
        entry: Our id of it.
        article: What it goes by.
        own: The sites of its source.
        others: Bar names on the sites of others too.
    """
    rows: list[dict[str, Value]] = [
        {"key": _key(key, is_own=whose in own), "entry": entry}
        for key, whose in _names(article)
        if others or whose in own
    ]
    statements.many("bar", rows)


def keys(article: Article) -> list[bytes]:
    """The keys under which an article is barred for everybody but whose the names are."""
    return [_key(key, is_own=False) for key, _ in _names(article)]


def unbar(statements: Statements, entry: str, article: Article) -> None:
    """Undo `bar`, whichever entry these names were barred with."""
    keys = [_key(key, is_own=own) for key, _ in _names(article) for own in (True, False)]
    statements.run("unbar", entry=entry)
    statements.run("unbar_names", keys=keys)


def copies(
    statements: Statements,
    of: Sequence[tuple[Named, Article]],
    own: Mapping[int, Sites],
) -> list[tuple[str, Copy]]:
    """The entries that go by a name of others which bars their sources; those left out.

    Args:
        statements: Where.
        of: Entries, each with what it goes by.
        own: The sites that are each source's own, by row.

    Returns:
        Each with our id of the one whose name it goes by.
    """
    names: dict[bytes, list[tuple[str, bool]]] = {}
    for one, article in of:
        for key, whose in _names(article):
            names.setdefault(key, []).append((one.id, whose in own[one.source]))
    if not names:
        return []
    ids = {_bare(article.id) for _, article in of}
    hosts = [_END.split(_spelled(article.url), 1)[0].lower() for _, article in of if article.url]
    return [
        (entry, Copy(Named(uid, row, State(state)), maybe_moment(at)))
        for uid, row, state, public_id, url, at in statements.read("addressed")
        if _bare(public_id) in ids or _may_be_on(url, hosts)
        for entry in {
            entry: None
            for key, whose in _names(Article(public_id, url))
            for entry, is_own in names.get(key, ())
            if is_own or whose not in own[row]
        }
        if uid != entry
    ]


def among(statements: Statements, arriving: Sequence[Article]) -> dict[int, tuple[str, str]]:
    """Those that go by a barred name.

    Args:
        statements: Where.
        arriving: Entries of one document.

    Returns:
        Place in `arriving` to our id of the entry that was withdrawn, and the site to which that
        does not apply; empty if there is none.
    """
    wanted: dict[bytes, tuple[int, str]] = {}
    for place, article in enumerate(arriving):
        for key, whose in _names(article):
            wanted[_key(key, is_own=True)] = place, ""
            wanted[_key(key, is_own=False)] = place, whose
    found: dict[int, tuple[str, str]] = {}
    keys = sorted(wanted)
    for start in range(0, len(keys), _MOST):
        for key, entry in statements.read("barred", keys=keys[start : start + _MOST]):
            place, but = wanted[bytes(key)]
            if place not in found or not but:
                found[place] = entry, but
    return found


_MOST = 10_000  # values in one statement; SQLite takes 32,766, PostgreSQL 65,535


def _bare(ref: str) -> str:
    """An id without what does not tell it from another (`name_digest`)."""
    return ref.removeprefix("https:").removeprefix("http:")


def _may_be_on(url: str, hosts: Sequence[str]) -> bool:
    """Whether an address may be on one of these hosts: of many it is told at once that not.

    All its spellings hold the host as it is, unless they are escaped or of another alphabet.
    """
    letters = url.lower()
    return "%" in url or not url.isascii() or any(host in letters for host in hosts)


def _key(name: bytes, *, is_own: bool) -> bytes:
    return (b"+" if is_own else b"-") + name


def _names(article: Article) -> Iterator[tuple[bytes, str]]:
    """Digests of what an article goes by, each with the site that the name stands on."""
    whose = site(article.id) if article.id.startswith(("http:", "https:", "tag:")) else ""
    if whose:
        yield name_digest("id", article.id), whose
    if not article.url:
        return
    whose = site(article.url)
    page, mark, _ = article.url.partition("#")
    for address in (article.url, page) if mark else (page,):
        yield name_digest("barred", _spelled(address)), whose


def _spelled(url: str) -> str:
    """An address in one spelling: without what tells visitors apart, `www.`, needless escapes."""
    form = _UNRESERVED.sub(lambda found: chr(int(found[1], 16)), loose_form(url))
    return form.removeprefix("www.")
