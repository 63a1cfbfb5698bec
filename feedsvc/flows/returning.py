"""What of a document is our own coming back, or has gone round too often: it is left out."""

from collections.abc import Collection
from dataclasses import replace

from feedsvc.model.reading import Reading
from feedsvc.rights import chain
from feedsvc.settings import Settings


def ours(settings: Settings) -> Collection[str]:
    """How the addresses of our channels begin, without their schemes: in public and at home."""
    port = settings.web.port
    bound = f"[{settings.web.host}]" if ":" in settings.web.host else settings.web.host
    homes = {bound, "127.0.0.1", "localhost", "[::1]"}
    public = settings.site.url.lower().partition("://")[2]
    return {f"{public}/channels/"} | {f"{home}:{port}/channels/" for home in homes}


def without_returning(reading: Reading, mine: Collection[str]) -> Reading:
    """Leave out what we published before, and what came through too many feeds; say so.

    Args:
        reading: A document.
        mine: How the addresses of our channels begin, as `ours` tells.
    """
    kept, back, far = [], 0, 0
    for arriving in reading.incoming:
        if chain.comes_back(arriving.entry, mine):
            back += 1
        elif chain.hops(arriving.entry) > chain.MOST_HOPS:
            far += 1
        else:
            kept.append(arriving)
    if not (back or far):
        return reading
    said = [reading.remark] if reading.remark else []
    if back:
        said.append(f"{_entries(back)} came back to us through it and are left out")
    if far:
        said.append(
            f"{_entries(far)} came through more than {chain.MOST_HOPS} feeds and are left out"
        )
    return replace(reading, incoming=tuple(kept), remark="; ".join(said))


def _entries(count: int) -> str:
    return "1 entry" if count == 1 else f"{count} entries"
