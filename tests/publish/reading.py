"""How a reader finds the credit in what was published."""

from html import escape

import html5lib
from lxml.etree import _Element, fromstring, tostring

_XHTML = ' xmlns="http://www.w3.org/1999/xhtml"'


def paragraphs(markup: str) -> list[tuple[str, bool]]:
    """The text of each element at the top of a body, and whether it is an attribution line."""
    body: list[_Element] = html5lib.parseFragment(markup, treebuilder="lxml")
    return [
        ("".join(one.itertext()), one.get("class") == "attribution")
        for one in body
        if not isinstance(one, str)
    ]


def credits_in(markup: str) -> int:
    """How many attribution lines the body has anywhere."""
    body: list[_Element] = html5lib.parseFragment(markup, treebuilder="lxml")
    return sum(
        1
        for top in body
        if not isinstance(top, str)
        for element in top.iter()
        if element.get("class") == "attribution"
    )


def ends_with_credit(markup: str) -> bool:
    """Whether the one attribution line is the last thing in the body."""
    tops = paragraphs(markup)
    return credits_in(markup) == 1 and bool(tops) and tops[-1][1]


def markup_of(construct: _Element) -> str:
    """What a reader of Atom shows for a text construct, as HTML."""
    match construct.get("type"):
        case "html":
            return construct.text or ""
        case "xhtml":
            (div,) = construct
            div = fromstring(tostring(div, encoding="unicode", with_tail=False).replace(_XHTML, ""))
            inner = (tostring(one, encoding="unicode", method="html") for one in div)
            return escape(div.text or "", quote=False) + "".join(inner)
        case _:
            return escape(construct.text or "", quote=False)


def shows(construct: _Element | None, markup: str) -> bool:
    """Whether a reader of Atom shows this HTML for a text construct, or nothing if it is empty."""
    if construct is None:
        return not markup
    return _canonical(markup_of(construct)) == _canonical(markup)


def _canonical(markup: str) -> str:
    body = html5lib.parseFragment(markup, treebuilder="dom")
    return "".join(one.toxml() for one in body.childNodes)
