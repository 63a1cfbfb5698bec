"""Words for what operators see of entries, the same on every page."""

from typing import NamedTuple

from feedsvc.model.held import Held, State
from feedsvc.model.rights import Grant, Level
from feedsvc.model.source import Permission, Scope
from feedsvc.publish.compose import Judged
from feedsvc.publish.plain import title_of as plain_title
from feedsvc.text.urls import host

STATES = {
    State.PUBLISHED: ("published", "good"),
    State.HELD_BACK: ("held back", "warn"),
    State.WITHDRAWN: ("withdrawn", "bad"),
}
"""The states of entries in words, with the tone of their badge."""

LEVELS = {
    Level.FULL: ("in full", "good"),
    Level.EXCERPT: ("an excerpt", "good"),
    Level.LINK: ("a link alone", "good"),
    Level.NOTHING: ("nothing", "warn"),
}
"""How much is shown, in words, with the tone of its badge."""

_SCOPES = {
    Scope.FULL: "the whole text",
    Scope.EXCERPT: "an excerpt",
    Scope.LINK: "a link",
    Scope.LICENCE: "what the licence of the entry or feed allows",
}
_SHORT = 280


class Row(NamedTuple):
    """An entry in a list.

    Attributes:
        state: Words and tone; `level` likewise.
        why: The deciding reason.
    """

    held: Held
    title: str
    state: tuple[str, str]
    level: tuple[str, str]
    why: str


def title_of(held: Held) -> str:
    """The title of an entry as plain text; never empty."""
    return (
        plain_title(held.entry).strip()
        or f"Untitled, at {host(held.entry.url or '') or held.source}"
    )


def row(judged: Judged) -> Row:
    """An entry as lists show it."""
    held, grant = judged.held, judged.grant
    return Row(
        held=held,
        title=_cut(title_of(held)),
        state=STATES.get(held.state, (held.state.value, "quiet")),
        level=LEVELS[grant.level],
        why=_cut(grant.reasons[0]) if grant.reasons else "",
    )


def reasons(grant: Grant) -> list[str]:
    """Why so much of an entry is shown, each as a sentence."""
    return [f"{reason[0].upper()}{reason[1:]}." for reason in grant.reasons if reason]


def permitted(permission: Permission) -> str:
    """What the owner of a source permits and who said so, in one line; empty if nobody did."""
    if permission.scope is Scope.LICENCE and not permission.granted_by:
        return ""
    by = f", granted by {permission.granted_by}" if permission.granted_by else ""
    proof = f" ({permission.evidence})" if permission.evidence else ""
    return f"Permitted is {_SCOPES[permission.scope]}{by}{proof}"


def _cut(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rstrip()}…"
