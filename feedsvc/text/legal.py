"""Only characters that XML 1.0 allows (XML 1.0 section 2.2, production 2; security O1)."""

import re

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n")
_BREAK = re.compile("\r\n?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def legal(text: str) -> str:
    r"""Drop every character that no XML 1.0 document may hold.

    Args:
        text: Any string, lone surrogates included.

    Returns:
        The text without C0 controls but tab and line feed, without surrogates, U+FFFE and
        U+FFFF. `\r\n` and `\r` become `\n`, as an XML parser would read them back
        (section 2.11). Idempotent.
    """
    if text.isascii():
        # 2 µs for 3.2 KB, where the search below takes 9.
        if len(text.encode().translate(None, _CONTROLS)) == len(text):
            return text
    elif _FORBIDDEN.search(text) is None:
        return text
    return _FORBIDDEN.sub("", _BREAK.sub("\n", text))
