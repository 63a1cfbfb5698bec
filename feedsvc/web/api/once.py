"""Writes that happen once, whatever happens on the way (draft-ietf-httpapi-idempotency-key)."""

import re
from collections.abc import Callable
from hashlib import blake2b

from flask import Request

from feedsvc.store import idempotency
from feedsvc.store.database import Statements
from feedsvc.store.idempotency import Remembered
from feedsvc.web.api.problem import BAD, WRONG, Problem
from feedsvc.web.office import Office

FIELD = "Idempotency-Key"
KEY = r"^[\x21-\x7e]{1,255}$"

Written = tuple[int, str]
"""The status and the text of what is answered to a write that was done."""


class Once:
    """A write with the key that its client gave it."""

    def __init__(self, office: Office, user: str, request: Request, sent: bytes) -> None:
        """Know which write it is.

        Args:
            office: What operators need.
            user: Whose key it is: others may have the same.
            request: What was asked, with its key.
            sent: What was sent with it.

        Raises:
            Problem: The key is none (400).
        """
        key = request.headers.get(FIELD, "")
        if not re.fullmatch(KEY, key):
            raise Problem(BAD, f"{FIELD} is no key; send up to 255 letters, digits and signs")
        self._office = office
        self._key = _digest(user.encode(), key.encode())
        asked = (request.method, request.path, request.query_string.decode("latin-1"))
        self._request = _digest(*(part.encode() for part in asked), sent)

    def known(self) -> Written | None:
        """What was answered, if it was done before."""
        found = idempotency.remembered(
            self._office.database.statements(), self._key, self._office.now()
        )
        return self._same(found) if found else None

    def done(self, statements: Statements, write: Callable[[], Written]) -> Written:
        """Do it in this transaction, or tell what was answered when it was done.

        Two of the same key never meet: the second waits until the first has ended, and is told
        the same, or does it if that failed.
        """
        found = idempotency.claim(statements, self._key, self._request, self._office.now())
        if found:
            return self._same(found)
        status, text = write()
        idempotency.remember(statements, self._key, status, text)
        return status, text

    def _same(self, found: Remembered) -> Written:
        if found.request != self._request:
            raise Problem(
                WRONG, f"this {FIELD} was used for another request; choose another, or repeat that"
            )
        return found.status, found.answer


def _digest(*parts: bytes) -> bytes:
    made = blake2b(digest_size=32)
    for part in parts:
        made.update(len(part).to_bytes(8, "big") + part)
    return made.digest()
