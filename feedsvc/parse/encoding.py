"""Bytes in whatever encoding to UTF-8 that starts where the document starts.

Precedence is that of RFC 7303 3: byte order mark, then `charset` of Content-Type, then the
XML declaration, then UTF-8. Three things that servers get wrong are put right: a charset that
contradicts bytes that are plainly UTF-8, a document cut off inside a character, and stray
windows-1252 bytes in UTF-8 (`changes.md` 2, defects DF18).
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF8, "utf-8"),
)
# The first characters of a document without a mark (XML 1.0 appendix F, RFC 4627 3).
_STARTS = (
    (re.compile(rb"\x00\x00\x00[<{\[]"), "utf-32-be"),
    (re.compile(rb"[<{\[]\x00\x00\x00"), "utf-32-le"),
    (re.compile(rb"\x00[<{\[]\x00"), "utf-16-be"),
    (re.compile(rb"[<{\[]\x00[^\x00]\x00"), "utf-16-le"),
    (re.compile(rb"\x4c\x6f\xa7\x94"), "cp037"),
)
_DECLARATION = re.compile(rb"<\?xml\s[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"'>]{1,40})[\"']")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([^\s\"';]{1,40})", re.IGNORECASE)
# Any bytes are valid in these, so they prove nothing where the bytes are valid UTF-8 too.
_SINGLE_BYTE = re.compile(r"(us-?)?ascii$|latin|l1$|iso[-_]?8859|windows-?125|cp125|x-cp125")
_WIDE = re.compile(r"u(tf|cs)?[-_]?(16|32|2|4)|iso-10646|csu|unicode$")
_NOT_FOR_TEXT = frozenset({"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"})
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_SURROGATES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_WHITE_SPACE = b" \t\r\n\x00"
_XML = re.compile(rb"<\?xml\s")
_CONTENT = re.compile(
    rb"\s*[{\[]|.*<(?:\w+:)?(?:rss|rdf|feed|channel|entry|html)\b", re.DOTALL | re.IGNORECASE
)
_JUNK_LIMIT = 1024


def utf8(body: bytes, content_type: str = "") -> tuple[bytes, str]:
    """`body` as valid UTF-8 without byte order mark and junk, and what was wrong with it.

    Junk is white space before the document, and anything before an XML declaration that
    starts within 1 KiB: the commonest reason why a feed is not well-formed (`changes.md` 2).

    Args:
        body: The document as received.
        content_type: The value of the header, if any.

    Returns:
        The document, and a phrase for people that is empty when nothing was wrong.
    """
    found = _CHARSET.search(content_type)
    charset = found[1].lower() if found else ""
    encoding, body = _sniffed(body)
    if encoding:
        return _from_start(body.decode(encoding, "replace").encode("utf-8", "replace")), ""
    body = _from_start(body)
    declaration = _DECLARATION.match(body)
    declared = declaration[1].decode("ascii", "replace").lower() if declaration else ""
    if _WIDE.match(declared):
        declared = ""  # it could not have been read if it were true
    # A charset that says UTF-8, or that cannot be wrong, yields to what the bytes are.
    wanted = declared if not charset or _SINGLE_BYTE.match(charset) else charset
    if wanted in {"", "utf-8", "utf8"}:
        if _is_utf8(body):
            return body, ""
        whole = _without_broken_end(body)
        if whole is not None:
            return whole, "the document ends inside a character"
    for name in (charset, declared):
        if name not in {"", "utf-8", "utf8"}:
            converted = _decoded(body, name)
            if converted is not None:
                return converted, ""
    return _repaired(body), "the document holds bytes that are not of its encoding"


def _sniffed(body: bytes) -> tuple[str, bytes]:
    """The encoding that the first bytes prove, or nothing; and `body` without a mark."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            rest = body[len(mark) :]
            return ("", rest) if name == "utf-8" and not _is_utf8(rest) else (name, rest)
    if b"\x00" in body[:4] or body[:1] == b"\x4c":
        for start, name in _STARTS:
            if start.match(body):
                return name, body
    return "", body


def _from_start(body: bytes) -> bytes:
    if not body.startswith(b"<"):
        body = body.lstrip(_WHITE_SPACE)
    if not body.startswith(b"<?xml"):
        declaration = _XML.search(body, 0, _JUNK_LIMIT)
        if declaration and not _CONTENT.match(body, 0, declaration.start()):
            return body[declaration.start() :]
    return body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _without_broken_end(body: bytes) -> bytes | None:
    for end in range(len(body) - 1, max(len(body) - 4, 0), -1):
        if body[end] >= 0xC0:  # noqa: PLR2004 - the first byte of a longer character
            return body[:end] if _is_utf8(body[:end]) else None
    return None


def _decoded(body: bytes, name: str) -> bytes | None:
    """`body` as UTF-8 if it is text in the encoding `name`."""
    if name.replace("-", "_") in _NOT_FOR_TEXT:
        return None
    try:
        # gb18030 is a superset of what gb2312 is used for.
        text = body.decode("gb18030" if name == "gb2312" else name)
    except (LookupError, ValueError):  # unknown, not for text, or not this one
        return None
    return text.encode("utf-8", "replace")


def _repaired(body: bytes) -> bytes:
    """`body` with each byte that is not UTF-8 read as windows-1252.

    Surrogates in UTF-8 are what some programs write for one character (CESU-8).
    """
    body = _SURROGATES.sub(_joined, body)
    return body.decode("utf-8", "surrogateescape").translate(_STRAY).encode()


def _joined(run: re.Match[bytes]) -> bytes:
    text = run[0].decode("utf-8", "surrogatepass")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()
