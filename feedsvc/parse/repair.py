"""Mend what most often makes a feed not well-formed, so that a strict parser can read it.

A parser that guesses changes bodies, links and even ids (`changes.md` 2), so that one raw
ampersand would cost a source its edits. What is mended reads as its author meant it.
"""

import re
from html.entities import name2codepoint

_CONTROLS = bytes(sorted({*range(32)} - {0x09, 0x0A, 0x0D}))
_PART = re.compile(
    # To the end where it has none: else each start would look through all that follows.
    rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
    rb"|&(?:(?P<kept>amp|lt|gt|quot|apos);"
    rb"|#(?P<decimal>[0-9]{1,10});|#x(?P<hexadecimal>[0-9a-fA-F]{1,8});"
    rb"|(?P<name>[A-Za-z][A-Za-z0-9]{1,30});)?",
    re.DOTALL,
)
_REPLACEMENT = "\ufffd".encode()


def mended(document: bytes) -> bytes:
    """`document` without control characters and with every reference well-formed.

    References to characters that XML forbids become U+FFFD, names that only HTML knows their
    characters, any other ampersand itself. What is left as it is: CDATA sections, comments,
    processing instructions, and documents that declare entities or do not end these.

    Args:
        document: XML in UTF-8.
    """
    document = document.translate(None, _CONTROLS)
    if b"<!ENTITY" in document or any(
        document.count(start) != document.count(end)
        # One that nothing ends would be looked for to the end of the document, each anew.
        or document.rfind(start) > document.rfind(end)
        for start, end in ((b"<![CDATA[", b"]]>"), (b"<!--", b"-->"), (b"<?", b"?>"))
    ):
        return document
    return _PART.sub(_mended, document)


def _mended(part: re.Match[bytes]) -> bytes:
    whole = part[0]
    if not whole.startswith(b"&") or part["kept"]:
        return whole
    if part["decimal"]:
        return whole if _legal(int(part["decimal"])) else _REPLACEMENT
    if part["hexadecimal"]:
        return whole if _legal(int(part["hexadecimal"], 16)) else _REPLACEMENT
    if part["name"]:
        point = name2codepoint.get(part["name"].decode())
        if point:
            return chr(point).encode()
    return b"&amp;" + whole[1:]


def _legal(point: int) -> bool:
    """Whether XML 1.0 allows the character (production 2)."""
    return (
        point in {0x09, 0x0A, 0x0D}
        or 0x20 <= point <= 0xD7FF  # noqa: PLR2004 - the ranges of the production
        or 0xE000 <= point <= 0xFFFD  # noqa: PLR2004
        or 0x10000 <= point <= 0x10FFFF  # noqa: PLR2004
    )
