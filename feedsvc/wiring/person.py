"""Who is at work: whose name stands beside what they decide."""

import getpass
import os


def person() -> str:
    """The name of the account at work; of whoever took another's place with sudo, their own."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in many containers
        return f"account {os.getuid()}"
