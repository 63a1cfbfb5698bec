"""How a reader finds the credit in what was published."""

import html5lib
from lxml.etree import _Element


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
