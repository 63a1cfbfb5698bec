"""What an HTML parser that is not ours finds in markup: all that could act, not only scripts."""

import re
from collections.abc import Iterator
from functools import lru_cache

import html5lib

EVIL_URL = re.compile(
    r"[\x00-\x20]*(?:j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t|vbscript|data)\s*:", re.IGNORECASE
)
EVIL_ELEMENTS = {
    *("base", "button", "embed", "form", "frame", "frameset", "iframe", "input", "link", "math"),
    *("meta", "object", "script", "select", "style", "svg", "template", "textarea", "title", "xmp"),
}
EVIL_ATTRIBUTES = {
    *("action", "background", "class", "cite", "dynsrc", "form", "formaction", "id", "longdesc"),
    *("lowsrc", "name", "ping", "srcdoc", "srcset", "style", "target", "usemap", "xlink:href"),
}
_WORDS = {"alt", "title"}
_HEAD = {"link", "meta", "style", "title"}
_LINKS = {"alternate", "blogroll", "canonical", "icon", "stylesheet"}
_CLASSES = (
    *("address", "alone", "apps", "attribution", "button", "byline", "categories", "channels"),
    *("contents", "credit", "entries", "entry", "files", "first", "formats", "grants", "kind"),
    *("lead", "more", "name", "notice", "number", "older", "opening", "own", "picture", "quiet"),
    *(
        "site",
        "skip",
        "source",
        "sources",
        "state",
        "subscribe",
        "text",
        "totals",
        "unseen",
        "wide",
    ),
)
_OURS = re.compile(
    rf"class=(?:(?:{'|'.join(_CLASSES)})(?: (?=\w)|\Z))+"
    r"|id=(?:[0-9a-z]{10,40}|channels|main|sources|subscribe|totals)"
)


@lru_cache(maxsize=65_536)
def complaints(markup: str) -> tuple[str, ...]:
    """What is wrong with sanitized markup after one and after two readings by html5lib."""
    found: list[str] = []
    if "<" not in markup and "&" not in markup:
        return ()
    for _ in range(2):
        tree = html5lib.parseFragment(markup, namespaceHTMLElements=False)
        for element in tree.iter():
            found += _wrong(element.tag, element.attrib)
        markup = html5lib.serialize(tree, quote_attr_values="always", omit_optional_tags=False)
    return tuple(found)


def page_complaints(document: str) -> Iterator[str]:
    """What is wrong with a page of ours, where templates may do what strangers may not."""
    for _ in range(2):
        tree = html5lib.parse(document, namespaceHTMLElements=False)
        for element in tree.find("body").iter():
            for one in _wrong(element.tag, element.attrib):
                if not _OURS.fullmatch(one):
                    yield one
        for element in tree.find("head"):
            if element.tag not in _HEAD:
                yield f"{element.tag} in the head"
            if element.tag == "link" and element.get("rel") not in _LINKS:
                yield f"{element.get('rel')} of the page"
        document = html5lib.serialize(tree, quote_attr_values="always", omit_optional_tags=False)


def _wrong(tag: object, attributes: dict[object, str]) -> Iterator[str]:
    if not isinstance(tag, str):
        yield "a comment"
        return
    if tag.rpartition("}")[2].lower() in EVIL_ELEMENTS:
        yield tag
    for name, value in attributes.items():
        if (name, value) == ("class", "attribution"):  # ours
            continue
        if str(name).lower().startswith("on") or name in EVIL_ATTRIBUTES:
            yield f"{name}={value}"
        if EVIL_URL.match(value) and name not in _WORDS:
            yield f"{name}={value}"
