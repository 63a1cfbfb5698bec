"""E-mail addresses (RFC 4287 3.2.3)."""

import re

_MAILBOX = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def is_mailbox(value: str) -> bool:
    """Whether a string is an e-mail address that every reader takes: in letters of ASCII."""
    return _MAILBOX.fullmatch(value) is not None
