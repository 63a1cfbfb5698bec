"""Markup that stays cheap to parse, however it is nested (security 1.2).

An HTML parser's work is quadratic in the depth of open elements, in the attributes of one tag, and
in formatting elements that every new paragraph opens again. A limiter in front of it is linear. It
keeps its own stack by the rules of the WHATWG HTML Standard (13.2.6), erring towards "still open",
and leaves only tags that it understands, so the parser behind it cannot see another tree.
"""

from collections.abc import Set as AbstractSet

from feedsvc.text.tags import RAW_TEXT, TOKEN, end_of_raw_text

DEEPEST = 256
"""Elements that may be open at once."""

_SMALL = 32_768
_LONGEST_TAG = 8_192

_VOID = frozenset(("area", "br", "col", "hr", "img", "source", "track", "wbr"))
_FORMATTING = frozenset(("a", "b", "code", "em", "i", "s", "small", "strike", "strong", "u"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LISTS = frozenset(("ol", "ul"))
_CLOSES_P = (
    _HEADINGS
    | _LISTS
    | {"address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt"}
    | {"figcaption", "figure", "footer", "header", "hr", "li", "p", "pre", "section", "summary"}
)
_SECTIONS = frozenset(("tbody", "thead", "tfoot"))
_CELLS = frozenset(("td", "th", "caption"))
_TABLE_PARTS = _CELLS | _SECTIONS | {"tr", "colgroup", "col"}
_SPECIAL = _CLOSES_P | _TABLE_PARTS | {"table"}
_SCOPE = _CELLS | {"table"}
_ITEMS = {"li": {"li"}, "dd": {"dd", "dt"}, "dt": {"dd", "dt"}}
_OPEN_TO_ITEMS = frozenset(("address", "div", "p"))
_RUBY = frozenset(("rt", "rp"))
_INSIDE_OF = {
    **dict.fromkeys(("td", "th"), _SECTIONS | {"tr", "table"}),
    "tr": _SECTIONS | {"table"},
    **dict.fromkeys((*_SECTIONS, "caption", "colgroup", "col"), frozenset(("table",))),
}

_UNWRITTEN_OVER_CELL = {
    "table": ("tbody", "tr"),
    "tbody": ("tr",),
    "thead": ("tr",),
    "tfoot": ("tr",),
}
_UNWRITTEN: dict[str, dict[str, tuple[str, ...]]] = {
    "td": _UNWRITTEN_OVER_CELL,
    "th": _UNWRITTEN_OVER_CELL,
    "tr": {"table": ("tbody",)},
}


def is_small(markup: str) -> bool:
    """Tell cheaply that markup needs no limiting: it is short and has few tags."""
    return len(markup) <= _SMALL and markup.count("<") <= DEEPEST


def shallow(markup: str, allowed: frozenset[str]) -> str:
    """Drop the tags that would nest too deep, and all that are not allowed; the text stays.

    Args:
        markup: HTML of any size.
        allowed: Names of the elements whose tags may stay, lower case.

    Returns:
        Well nested HTML with at most `DEEPEST` elements open at once. Comments are gone, and so
        is the text of scripts and the like.
    """
    out: list[str] = []
    tree = _Tree()
    position = 0
    while (match := TOKEN.search(markup, position)) is not None:
        out.append(markup[position : match.start()].replace("<", "&lt;"))
        position = match.end()
        name = (match["name"] or "").lower()
        if name in RAW_TEXT and not match["end"]:
            position = end_of_raw_text(markup, position, name)
        elif name in allowed and match[0].endswith(">"):
            tag = match[0] if len(match[0]) <= _LONGEST_TAG else f"<{name}>"
            out.append(tree.end(name) if match["end"] else tree.start(name, tag))
    out.append(markup[position:].replace("<", "&lt;"))
    return "".join(out)


class _Tree:
    """The open elements, as the parser will have them or deeper.

    Its methods answer what to write for a tag. Whatever ends early gets its end tag written, so
    that parser and tree agree; a formatting element without one would open again in every block
    that follows.
    """

    def __init__(self) -> None:
        self._open: list[str] = []
        self._dropped: dict[str, int] = {}

    def start(self, name: str, tag: str) -> str:
        if name in _TABLE_PARTS and "table" not in self._open:
            return ""
        ended = self._imply(name)
        if name in _VOID or name == "colgroup":  # the parser ends a colgroup by itself
            return ended + tag
        if len(self._open) >= DEEPEST:
            self._dropped[name] = self._dropped.get(name, 0) + 1
            return ended
        if name in _UNWRITTEN:
            self._open += _UNWRITTEN[name].get(self._open[-1], ())
        self._open.append(name)
        return ended + tag

    def end(self, name: str) -> str:
        if self._dropped.get(name):
            self._dropped[name] -= 1
            return ""
        same = _HEADINGS if name in _HEADINGS else {name}
        return self._close(self._find(same, _walls(name)))

    def _imply(self, name: str) -> str:
        ended = ""
        if name == "a":
            ended = self._close(self._find({"a"}, _CELLS))
        elif name == "table":
            ended = self._close(self._find({"table"}, _CELLS))
        elif name in _INSIDE_OF:
            at = self._find(_INSIDE_OF[name], frozenset())
            ended = "" if at is None else self._close(at + 1)
        elif name in _ITEMS:
            ended = self._close(self._find(_ITEMS[name], _SPECIAL - _OPEN_TO_ITEMS))
        if name in _CLOSES_P:
            ended += self._close(self._find({"p"}, _SCOPE))
        top = self._open[-1] if self._open else ""
        if (name in _HEADINGS and top in _HEADINGS) or (
            name in _RUBY and top in _RUBY and self._find({"ruby"}, _SPECIAL) is not None
        ):
            ended += self._close(len(self._open) - 1)
        return ended

    def _find(self, names: AbstractSet[str], walls: AbstractSet[str]) -> int | None:
        for at in range(len(self._open) - 1, -1, -1):
            if self._open[at] in names:
                return at
            if self._open[at] in walls:
                return None
        return None

    def _close(self, at: int | None) -> str:
        if at is None:
            return ""
        cut = self._open[at:]
        del self._open[at:]
        return "".join([f"</{name}>" for name in reversed(cut)])


def _walls(name: str) -> AbstractSet[str]:
    if name == "li":
        return _SCOPE | _LISTS
    if name in _TABLE_PARTS:
        return frozenset(("table",))
    if name == "table":
        return frozenset()
    return _SCOPE if name in _SPECIAL or name in _FORMATTING else _SPECIAL
