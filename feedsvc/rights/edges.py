"""The lines at the beginning and the end of an article, with where their links stand."""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from feedsvc.text.legal import legal
from feedsvc.text.tags import TOKEN
from feedsvc.text.urls import safe_url

_BEGINNING = 1200
_END = 2500
_FIRST = 2
_LAST = 5

_BLOCK = re.compile(
    r"<(/?(?:address|article|aside|blockquote|br|caption|center|dd|details|div|dl|dt|figcaption"
    r"|figure|footer|h[1-6]|header|hr|li|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr"
    r"|ul))(?:[ /][^>]*+)?>"
)
_PICTURES = ("<img", "<video", "<audio", "<picture")
_HREF = re.compile(r'\bhref="([^"]*)"')
_BARE = re.compile(r"https?://[^\s<>\"'()\[\]（）「」，。\x02\x03]+", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n\s*\n")
_MARK = re.compile("([\x02\x03])")
_OPEN, _CLOSE = "\x02", "\x03"  # no legal text holds them


class Anchor(NamedTuple):
    """A link in a line: from where to where, and its address, absolute http(s)."""

    start: int
    end: int
    url: str


class Line(NamedTuple):
    """A line of text.

    Attributes:
        text: Plain, white space collapsed.
        pictured: It follows a picture, so that it may be its credit.
    """

    text: str
    anchors: tuple[Anchor, ...] = ()
    pictured: bool = False


class Block(NamedTuple):
    """The markup of a line."""

    markup: str
    pictured: bool = False


def blocks(markup: str) -> list[Block]:
    """The first two and the last five blocks that hold text; captions are none."""
    beginning, end = windows(markup)
    return _ends(_split(beginning), _split(end))


def plain_blocks(text: str) -> list[Block]:
    """The first and the last paragraphs of plain text, and the first and last lines of those."""
    beginning, end = windows(text)
    found: list[Block] = []
    for paragraph in _ends(_paragraphs(beginning), _paragraphs(end)):
        lines = [Block(one) for one in paragraph.markup.split("\n") if one.strip()]
        found += [paragraph, *_outer(lines)] if len(lines) > 1 else [paragraph]
    return found


def windows(text: str) -> tuple[str, str]:
    """Where the first and the last lines are; the former is empty in a short text."""
    if len(text) <= _BEGINNING + _END:
        return "", text
    return text[:_BEGINNING], text[-_END:]


def line(block: Block, *, marked_up: bool) -> Line:
    """A block as text, with the places of its links."""
    addresses: list[str] = []

    def marked(tag: re.Match[str]) -> str:
        if tag["name"] not in ("a", "A"):
            return ""
        if tag["end"]:
            return _CLOSE
        found = _HREF.search(tag["attributes"])
        addresses.append((safe_url(unescape(found[1])) or "") if found else "")
        return _OPEN

    text = legal(block.markup)
    if marked_up:
        text = unescape(TOKEN.sub(marked, text))
    return _placed(" ".join(text.split()), iter(addresses), pictured=block.pictured)


def _placed(marked: str, addresses: Iterator[str], *, pictured: bool) -> Line:
    words: list[str] = []
    anchors: list[Anchor] = []
    length, opened, url = 0, -1, ""
    for piece in _MARK.split(marked):
        if piece == _OPEN:
            opened, url = length, next(addresses, "")
        elif piece == _CLOSE:
            anchors += _anchor(words, opened, length, url)
            opened = -1
        else:
            if opened < 0 and "://" in piece:
                anchors += _bare(piece, length)
            words.append(piece)
            length += len(piece)
    anchors += _anchor(words, opened, length, url)
    return Line("".join(words), tuple(anchors), pictured)


def _anchor(words: list[str], start: int, end: int, url: str) -> list[Anchor]:
    if start < 0 or not url or start == end:
        return []
    inside = "".join(words)[start:end]
    left, right = len(inside) - len(inside.lstrip()), len(inside) - len(inside.rstrip())
    return [Anchor(start + left, end - right, url)] if left + right < end - start else []


def _bare(text: str, offset: int) -> list[Anchor]:
    found = []
    for match in _BARE.finditer(text):
        written = match[0].rstrip(".,;:!?…。")
        url = safe_url(written)
        if url:
            start = offset + match.start()
            found.append(Anchor(start, start + len(written), url))
    return found


def _split(markup: str) -> list[Block]:
    found: list[Block] = []
    pictured, tag = False, ""
    for number, piece in enumerate(_BLOCK.split(markup)):
        if number % 2:
            tag = piece
        elif piece and not piece.isspace():
            picture = any(name in piece for name in _PICTURES)
            if tag != "figcaption" and (not picture or TOKEN.sub("", piece).strip()):
                found.append(Block(piece, pictured or picture))
                pictured = picture and piece.rstrip().endswith(">")
            else:
                pictured = True
    return found


def _paragraphs(text: str) -> list[Block]:
    parts = _BLANK_LINE.split(text)
    if len(parts) == 1:
        parts = text.split("\n")
    return [Block(one) for one in parts if one.strip()]


def _ends(beginning: list[Block], end: list[Block]) -> list[Block]:
    """The outer ones of the blocks of two windows, which may cut a block in two."""
    if not beginning:
        return _outer(end)
    first, last = beginning[:_FIRST], end[-_LAST:]
    if len(beginning) <= _FIRST:
        first[-1] = Block(first[-1].markup.rpartition(". ")[0], first[-1].pictured)
    if len(end) <= _LAST and last:
        last[0] = Block(last[0].markup.partition(". ")[2], last[0].pictured)
    return first + last


def _outer(found: list[Block]) -> list[Block]:
    return found if len(found) <= _FIRST + _LAST else found[:_FIRST] + found[-_LAST:]
