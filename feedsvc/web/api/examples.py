"""What is sent, as examples."""

from typing import Any

BODIES: dict[str, Any] = {
    "NewSource": {
        "name": "harbour",
        "url": "https://news.example/rss",
        "tags": ["coast"],
        "permission": {"scope": "excerpt", "granted_by": "Syndication desk", "embargo": "24h"},
    },
    "SourceTable": {"url": "https://news.example/rss", "tags": ["coast", "ships"]},
    "PermissionTable": {
        "scope": "full", "granted_by": "Syndication desk", "until": "2027-01-12",
    },
    "NewChannel": {"name": "coast", "title": "The coast", "tags": ["coast"], "limit": 30},
    "ChannelTable": {"title": "The coast", "tags": ["coast"]},
    "NewWithdrawal": {
        "entries": ["https://news.example/storm"], "reason": "The author asked for it.",
    },
    "Decision": {"reason": "The owner took the permission back."},
}  # fmt: skip
"""By the name of its schema."""

_PLACES = {"{entry}": "5f0c2a9be4d17c3608ab", "/sources": "harbour", "/channels": "coast"}


def example_of(path: str) -> str:
    """What may stand in the braces of a path."""
    return next(example for part, example in _PLACES.items() if part in path)
