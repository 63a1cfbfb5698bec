"""Those who may sign in to the console and use the API, and by what they are known."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do: a viewer looks, an editor changes."""

    VIEWER = "viewer"
    EDITOR = "editor"


class TokenScope(StrEnum):
    """What a token may be used for.

    `READ` everything that can be seen; `WRITE` sources, channels, permissions and polls;
    `WITHDRAW` what is published of an entry: withdraw, restore, decide on what is held back.
    """

    READ = "read"
    WRITE = "write"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who may sign in."""

    name: str
    role: Role
    added_at: datetime

    @property
    def is_editor(self) -> bool:
        """Whether they may change something."""
        return self.role is Role.EDITOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which somebody is signed in.

    Attributes:
        id: Names it where sessions are listed; a hash, by which nobody is signed in.
        until: When it ends whatever happens.
        agent: What the browser calls itself.
        secret: What its cookie holds; empty but for whoever just signed in.
        proof: What every form of the session holds, so that no other site can send one.
    """

    id: str
    user: User
    began_at: datetime
    seen_at: datetime
    until: datetime
    agent: str
    secret: str = field(default="", repr=False)
    proof: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """What a program shows to use the API in somebody's name.

    Attributes:
        id: The part of it that may be shown.
        label: What it is for, in the words of whoever made it.
        scopes: As it was made; what it may do now is `may`'s to say.
        until: When it ends; None for never.
    """

    id: str
    user: User
    label: str
    scopes: frozenset[TokenScope]
    added_at: datetime
    used_at: datetime | None = None
    until: datetime | None = None

    def may(self, scope: TokenScope) -> bool:
        """Whether it may be used for that now: a viewer's only to read."""
        return scope in self.scopes and (scope is TokenScope.READ or self.user.is_editor)
