"""How HTML writes a tag: one pattern for all who look at markup before it is parsed.

The pattern follows the tokenizer of the WHATWG HTML Standard (13.2.5), so that no quoting trick
makes it see other tags than a browser does. Its quantifiers are possessive: it is linear.
"""

import re

_SPACE = r"[\t\n\f\r ]"
ATTRIBUTES = (
    rf"(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+(?:{_SPACE}*+={_SPACE}*+"
    r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|(?!["'])[^\t\n\f\r >]*+))?+)*+"""
)
"""What may stand between a tag's name and its `>`."""

COMMENT = r"<!--(?:-?>|.*?(?:--!?>|\Z))|<[!?][^>]*+(?:>|\Z)|</(?![A-Za-z])[^>]*+(?:>|\Z)"
"""A comment, and what the tokenizer takes for one; needs `re.DOTALL`."""

TOKEN = re.compile(
    rf"{COMMENT}|<(?P<end>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)"
    rf"(?P<attributes>{ATTRIBUTES})(?:>|\Z)",
    re.DOTALL,
)
"""The next comment or tag; one that the document cuts off ends with it, as in a browser."""

ATTRIBUTE = re.compile(
    rf"""([^\t\n\f\r />][^\t\n\f\r />=]*+)(?:{_SPACE}*+={_SPACE}*+"""
    r"""(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|(?!["'])([^\t\n\f\r >]*+)))?+"""
)
"""One attribute inside `attributes`: its name and its value by quoting."""

RAW_TEXT = frozenset(
    ("script", "style", "iframe", "noembed", "noframes", "xmp", "title", "textarea", "plaintext")
)
"""Elements inside which tags are text."""


def end_of_raw_text(markup: str, start: int, name: str) -> int:
    """Find where the text of a raw text element ends: at its end tag, or with the document.

    Args:
        markup: The document.
        start: Where the element's text begins.
        name: The element, lower case.
    """
    match = _END_TAG[name].search(markup, start)
    return match.start() if match else len(markup)


_END_TAG = {
    name: re.compile(
        r"\Z(?!)" if name == "plaintext" else rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE
    )
    for name in RAW_TEXT
}
