"""Only characters that XML 1.0 allows (XML 1.0 section 2.2, production 2; security O1)."""

import re

_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n")
_BREAK = re.compile("\r\n?")
_WRONG = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_C1 = range(0x80, 0xA0)
_MEANT = {chr(code): bytes([code]).decode("windows-1252", "ignore") for code in _C1}


def legal(text: str) -> str:
    r"""Drop every character that no XML 1.0 document may hold, and mend those it should not.

    The C1 controls are nearly always windows-1252 that was taken for ISO 8859-1: they become
    the letters that were meant, as in HTML (WHATWG HTML 13.2.5.80).

    Args:
        text: Any string, lone surrogates included.

    Returns:
        The text without C0 controls but tab and line feed, without C1 controls, delete,
        surrogates, U+FFFE and U+FFFF. `\r\n` and `\r` become `\n`, as an XML parser would read
        them back (section 2.11). Idempotent.
    """
    if text.isascii():
        # 2 µs for 3.2 KB, where the search below takes 9.
        if len(text.encode().translate(None, _CONTROLS)) == len(text):
            return text
    elif _WRONG.search(text) is None:
        return text
    return _WRONG.sub(_meant, _BREAK.sub("\n", text))


def _meant(character: re.Match[str]) -> str:
    return _MEANT.get(character[0], "")
