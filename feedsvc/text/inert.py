"""Plain text that stays plain text where a reader takes it for HTML (security H1)."""

import re
from collections import Counter

from feedsvc.text.html import BLOCKS
from feedsvc.text.legal import legal
from feedsvc.text.tags import RAW_TEXT, TOKEN

_JOINER = "\u2060"
_BEGINNING = re.compile(r"<(?=[A-Za-z/!?])")
_ACTING = RAW_TEXT | {
    *("applet", "base", "body", "button", "dialog", "embed", "form", "frame", "frameset", "head"),
    *("html", "image", "input", "isindex", "keygen", "link", "listing", "marquee", "math", "meta"),
    *("noscript", "object", "option", "param", "select", "svg", "template"),
}
"""Elements that change more than how the text in them looks, without any attribute."""


def inert(text: str) -> str:
    """Keep text from acting as HTML, and from looking other than it did.

    In a title of RSS, a name or a category nothing says whether `<script>` is a word or a tag: the
    formats mean the word, many readers make a tag of it. Where some tag would act, an invisible
    U+2060 stands behind each `<` that begins one, so that both kinds of readers show the same.
    Tags that only set type, and what is no tag of HTML, such as `List<T>`, stay as they are.
    JSON Feed says that its titles are no HTML, so there nothing is done.

    Args:
        text: Plain text, not HTML.

    Returns:
        Text of characters XML allows. Idempotent.
    """
    text = legal(text)
    if "<" not in text or not _acts(text):
        return text
    return _BEGINNING.sub(f"<{_JOINER}", text)


def _acts(text: str) -> bool:
    begun: Counter[str] = Counter()
    for tag in TOKEN.finditer(text):
        name = (tag["name"] or "").lower()
        if not name or name in _ACTING:  # a comment hides what follows
            return True
        if not tag["end"]:
            begun[name] += 1
            if "=" in tag["attributes"]:
                return True
        elif begun[name]:
            begun[name] -= 1
        elif name in BLOCKS:  # it would end one of the reader's own
            return True
    return False
