"""What is told of addresses that are secrets: no more than their hosts."""

import re
from collections.abc import Iterable, Iterator

from feedsvc.text.urls import host, secret_values, split_credentials, without_credentials

_LEAST = 6  # characters; what is shorter may stand anywhere by chance
_ELLIPSIS = "…"


def told(url: str, *, secret: bool) -> str:
    """An address as it is told: without what opens a door; of a secret one, no more than its host.

    Every place that shows the address of a source takes it from here.
    """
    if not secret:
        return without_credentials(url)
    return f"{root(url)}{_ELLIPSIS}" if url.partition("://")[2] else _ELLIPSIS


def root(url: str) -> str:
    """The front page of the host of an http or https address, without credentials."""
    bare, _ = split_credentials(url)
    scheme, mark, rest = bare.partition("://")
    return f"{scheme}{mark}{re.split('[/?#]', rest, maxsplit=1)[0]}/"


def hidden(text: str, urls: Iterable[str]) -> str:
    """A text in which nothing tells these secret addresses."""
    for piece, stand_in in _pieces(urls):
        text = text.replace(piece, stand_in)
    return text


def hidden_in(body: bytes, urls: Iterable[str]) -> bytes:
    """A document in which nothing tells these secret addresses, whatever writes it down so.

    Where it names them, such as in a link to itself, the front page of the host stands instead.
    """
    codecs = ("utf-8", "utf-16-le", "utf-16-be") if b"\0" in body[:64] else ("utf-8",)
    for piece, stand_in in _pieces(urls):
        for spelled in _spellings(piece):
            for codec in codecs:
                body = body.replace(spelled.encode(codec), stand_in.encode(codec))
    return body


def _pieces(urls: Iterable[str]) -> list[tuple[str, str]]:
    """What may not be told, the longest first, and what stands instead."""
    found = (piece for url in urls for piece in _pieces_of(url))
    return sorted(found, key=lambda piece: -len(piece[0]))


def _pieces_of(url: str) -> Iterator[tuple[str, str]]:
    bare, credentials = split_credentials(url)
    _, _, rest = bare.partition("://")
    place = re.split("[/?#]", rest, maxsplit=1)[0]
    if len(rest) > len(place) + 1:
        yield f"//{rest}", f"//{place}/"
    _, mark, query = rest.partition("?")
    if len(query) >= _LEAST:
        yield f"{mark}{query}", ""
    for word in (credentials, *credentials.split(":", 1)[1:], *secret_values(bare)):
        if len(word) >= _LEAST and word != host(url):
            yield word, _ELLIPSIS


def _spellings(piece: str) -> dict[str, None]:
    """How XML and JSON may write the same."""
    escaped = piece.replace("&", "&amp;")
    numbered = piece.replace("&", "&#38;"), piece.replace("&", "&#x26;")
    return dict.fromkeys((escaped, *numbered, piece.replace("/", "\\/"), piece))
