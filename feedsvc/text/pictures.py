"""Sanitized HTML with less in it: without its pictures, without paragraphs that are unwanted."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote

from feedsvc.text.tags import ATTRIBUTE, TOKEN

_KINDS = (
    "apng|avif|bmp|cur|dng|eps|gif|heic|heif|ico|jfif|jpe|jpe?g|jp2|jxl|pjp|pjpeg|png|psd|svgz?"
    "|tiff?|webp"
)
_ENDING = re.compile(rf"\.(?:{_KINDS})(?:[^a-z0-9.][^.]*)?\Z", re.IGNORECASE)
_ASKED = re.compile(rf"[.=](?:{_KINDS})(?![a-z0-9.])", re.IGNORECASE)
_PLAYED = re.compile(
    r"\.(?:3gp|aac|aiff?|avi|flac|m3u8|m4[abv]|mka|mkv|mov|mp[34]|mpd|mpe?g|og[agv]|opus|ts|wav"
    r"|weba|webm|wm[av])(?:[^a-z0-9.][^.]*)?\Z",
    re.IGNORECASE,
)
_SAYING = ("audio/", "text/", "video/")
_AFTER_PATH = re.compile(r"[?#]")

_SIGNS = ("<img", "<picture", "<video", "<audio", "<source")
_POSTER = re.compile(r' poster="[^"]*"')
_SOURCE = re.compile(r' src="[^"]*"')
_PLAYERS = frozenset({"audio", "video"})
_HOLDERS = _PLAYERS | {"picture"}
_FRAMED = _HOLDERS | {"a", "figcaption", "figure", "p"}
_EMPTIED = frozenset({"a", "figure", "p"})

_LITERAL = re.compile(r"(?:<|&lt;)img(?=[\s/])(?:(?!&[lg]t;)[^<>])*+(?:>|&gt;)", re.IGNORECASE)
_REST = r'(?:[^">]|"[^"]*")*'
_BLOCKS = "p|li|div|h[1-6]|blockquote"
_PARAGRAPH = re.compile(
    rf"<({_BLOCKS})(?: {_REST})?>((?:(?!</?(?:{_BLOCKS})[ >]).)*)</\1>", re.DOTALL
)


def is_picture(kind: str | None, url: str = "") -> bool:
    """Whether a file is a picture: its type says so, or its address ends like that of one.

    A type such as `application/octet-stream` is what servers say of files that they do not know,
    so a type that is none of a picture proves nothing. What is asked of a server after the
    path (`?format=jpg`) counts unless type or path say that it is text, sound or film.

    Args:
        kind: Its MIME type as it is told, if it is.
        url: Where it lies.
    """
    kind = (kind or "").strip().lower()
    if kind.startswith("image"):
        return True
    path, *asked = _AFTER_PATH.split(url, maxsplit=1)
    path = unquote(path)
    if _ENDING.search(path):
        return True
    if kind.startswith(_SAYING) or _PLAYED.search(path):
        return False
    return bool(asked and _ASKED.search(unquote(asked[0])))


def is_played(url: str) -> bool:
    """Whether an address ends like that of sound or film."""
    return bool(_PLAYED.search(unquote(_AFTER_PATH.split(url, maxsplit=1)[0])))


def without_pictures(markup: str) -> str:
    """Take every picture out, with the links and captions that are about nothing but one.

    What a `picture` or a player holds beside its files is text, and stays.

    Args:
        markup: As `sanitize` gives it.
    """
    if " poster=" not in markup and not any(sign in markup for sign in _SIGNS):
        return markup
    left = _Left()
    position = 0
    while (tag := TOKEN.search(markup, position)) is not None:
        left.keep(markup[position : tag.start()])
        left.take(tag)
        position = tag.end()
    left.keep(markup[position:])
    return "".join(left.parts)


def without_written_pictures(text: str) -> str:
    """Take the tags of pictures out of plain text, or of text in markup that reads like them.

    A title has no way to say in every format that it is no markup: many readers show one there.
    """
    return _LITERAL.sub("", text)


def without_paragraphs(markup: str, unwanted: Callable[[str], bool]) -> str:
    """Take paragraphs out.

    Args:
        markup: As `sanitize` gives it.
        unwanted: Asked with the markup inside each `p`, `li`, `div`, heading and `blockquote` that
            holds no other.
    """
    return _PARAGRAPH.sub(lambda found: "" if unwanted(found[2]) else found[0], markup)


@dataclass(slots=True)
class _Frame:
    """An element that is open.

    Attributes:
        place: Where its tag stands among the parts.
        solid: How many parts that are no white space stand before it.
        lost: A picture stood in it.
        captions: How many such parts its captions take up.
        files: The sources that it still has.
        tracks: Where its tracks stand.
    """

    name: str
    place: int
    solid: int
    lost: bool = False
    captions: int = 0
    files: int = 0
    tracks: list[int] = field(default_factory=list)


class _Left:
    """What is left of markup, told tag by tag."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._solid = 0
        self._open: list[_Frame] = []
        self._holders: list[_Frame] = []

    def keep(self, part: str) -> None:
        if part:
            self.parts.append(part)
            self._solid += not part.isspace()

    def take(self, tag: re.Match[str]) -> None:
        name = tag["name"] or ""
        if tag["end"]:
            self._close(name, tag[0])
        elif name == "img":
            self._lose()
        elif name in {"source", "track"}:
            self._file(name, tag)
        elif name in _FRAMED:
            self._begin(name, tag)
        else:
            self.keep(tag[0])

    def _lose(self) -> None:
        if self._open:
            self._open[-1].lost = True

    def _file(self, name: str, tag: re.Match[str]) -> None:
        holder = self._holders[-1] if self._holders else None
        if name == "source" and ((holder and holder.name == "picture") or _shows(tag)):
            if holder:
                holder.lost = True
            return
        if holder and name == "source":
            holder.files += 1
        elif holder:
            holder.tracks.append(len(self.parts))
        self.keep(tag[0])

    def _begin(self, name: str, tag: re.Match[str]) -> None:
        frame = _Frame(name=name, place=len(self.parts), solid=self._solid)
        self._open.append(frame)
        text = tag[0]
        if name in _HOLDERS:
            self._holders.append(frame)
            text = _POSTER.sub("", text)
            if _shows(tag):
                text = _SOURCE.sub("", text)
            frame.lost = name == "picture" or text != tag[0]
            frame.files += _SOURCE.search(text) is not None
        if name != "picture":
            self.keep(text)

    def _close(self, name: str, text: str) -> None:
        if name not in _FRAMED:
            self.keep(text)
            return
        if not self._open or self._open[-1].name != name:  # in no markup that was sanitized
            if name != "picture":
                self.keep(text)
            return
        frame = self._open.pop()
        if name in _HOLDERS:
            self._holders.pop()
        above = self._open[-1] if self._open else None
        if above:
            above.lost = above.lost or frame.lost
        if name == "picture" or (name in _PLAYERS and frame.lost and not frame.files):
            self._unwrap(frame)
        elif frame.lost and name in _EMPTIED and self._holds(frame) == frame.captions:
            del self.parts[frame.place :]
            self._solid = frame.solid
        else:
            self.keep(text)
            if name == "figcaption" and above:
                above.captions += self._solid - frame.solid

    def _holds(self, frame: _Frame) -> int:
        return self._solid - frame.solid - 1  # its own tag

    def _unwrap(self, frame: _Frame) -> None:
        """Leave a player out that has nothing to play, its tag and its tracks, not its text."""
        if frame.name == "picture":  # whose tag was never kept
            return
        for place in (frame.place, *frame.tracks):
            self._solid -= bool(self.parts[place])
            self.parts[place] = ""


def _shows(tag: re.Match[str]) -> bool:
    """Whether what a tag plays is a picture."""
    told = {found[1]: unescape(found[2] or "") for found in ATTRIBUTE.finditer(tag["attributes"])}
    return is_picture(told.get("type"), told.get("src", ""))
