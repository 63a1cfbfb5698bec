"""Tokens, by which programs use the API in the name of a user."""

import re
import secrets
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime

from feedsvc.errors import FeedsvcError, NotFoundError, StoreUnavailableError
from feedsvc.flows.people import BYTES, SEEN_EVERY, digest_of, nobody_named
from feedsvc.model.people import Token, TokenScope
from feedsvc.store import people
from feedsvc.store.database import Database

_LONGEST_LABEL = 100
_TOKEN = re.compile(r"fsv_[0-9a-f]{12}_[A-Za-z0-9_-]{43}")


def make_token(  # noqa: PLR0913, PLR0917 - the facts of a token
    database: Database,
    user: str,
    label: str,
    scopes: Collection[TokenScope],
    until: datetime | None,
    now: datetime,
) -> tuple[Token, str]:
    """Make a token for the API.

    Args:
        database: Where users are.
        user: In whose name it is used.
        label: What it is for.
        scopes: What it may be used for.
        until: When it ends; None for never.
        now: The moment.

    Returns:
        What is known of it, and itself, which is kept nowhere.

    Raises:
        NotFoundError: There is no such user.
        FeedsvcError: They may not do that much, or it would be over already.
    """
    known = people.user(database.statements(), user)
    if known is None:
        raise nobody_named(user)
    wanted = frozenset(scopes) | {TokenScope.READ}
    if wanted != {TokenScope.READ} and not known.user.is_editor:
        msg = f"{user!r} is a viewer, whose tokens can only read; leave the other scopes away"
        raise FeedsvcError(msg)
    if until is not None and until <= now:
        msg = "the token would be over already; choose a later day"
        raise FeedsvcError(msg)
    made = Token(
        id=secrets.token_hex(6),
        user=known.user,
        label=" ".join(label.split())[:_LONGEST_LABEL],
        scopes=wanted,
        added_at=now,
        until=until,
    )
    text = f"fsv_{made.id}_{secrets.token_urlsafe(BYTES)}"
    people.add_token(database.statements(), made, digest_of(text))
    return made, text


def token_of(database: Database, text: str, now: datetime) -> Token | None:
    """The token that a program shows, if it holds; it is remembered when it was last used.

    It is looked for by its hash, so that how long that takes tells nothing of it.
    """
    if not _TOKEN.fullmatch(text):
        return None
    found = people.token(database.statements(), digest_of(text))
    if found is None or (found.until is not None and found.until <= now):
        return None
    if found.used_at is None or found.used_at + SEEN_EVERY <= now:
        with suppress(StoreUnavailableError):  # it is good all the same
            people.use_token(database.statements(), found.id, now)
    return found


def revoke_token(database: Database, token: str, user: str | None = None) -> None:
    """Let a token, by its id, be used no more.

    Args:
        database: Where it is.
        token: Its id.
        user: Whose it must be; None for anybody's.

    Raises:
        NotFoundError: There is none.
    """
    with database.transaction() as statements:
        whose = {one.id: one.user.name for one in people.tokens(statements)}
        if token not in whose or user not in {None, whose[token]}:
            msg = f"there is no token {token!r}; see feedsvc users tokens"
            raise NotFoundError(msg)
        people.revoke_token(statements, token)
