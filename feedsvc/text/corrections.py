"""Articles that say of themselves that they were corrected or taken back."""

import re

_WORDS = (
    *("correction", "corrections", "corrected", "clarification", "erratum", "errata"),
    *("retraction", "retracted", "withdrawn"),
    *("korrektur", "korrigiert", "berichtigung", "richtigstellung", "widerruf"),
    *("rectificatif", "rectification", "rétractation", "corrigé"),
    *("corrección", "corregido", "rectificación", "fe de erratas", "retractación"),
    *("correção", "corrigido", "retratação", "rettifica", "errata corrige", "correctie"),
    *("rectificatie", "rättelse", "rettelse", "oikaisu", "sprostowanie", "oprava", "helyesbítés"),
    *("düzeltme", "διόρθωση", "исправление", "опровержение", "уточнение", "виправлення"),
    *("تصحيح", "תיקון", "訂正", "更正", "정정"),
)
_ANY = "|".join(map(re.escape, _WORDS))
_TITLE = re.compile(
    rf"\W{{0,3}}(?:{_ANY})\s?[:\-\u2013\u2014\]\)\u3011\uff1a|]|.*[\[\(\u3010](?:{_ANY})[\]\)\u3011]\W*\Z",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"(?:\A|[.!?\u3002>]\s*|\s{{2,}})\W{{0,3}}(?:{_ANY})\s?[:\uff1a\u2013\u2014(]"
    r"|\b(?:this (?:article|story|post|report|piece) (?:has been|was) (?:corrected|retracted)"
    r"|an earlier version of this (?:article|story|post|report|piece))\b",
    re.IGNORECASE,
)
_EDGE = 600
"""Letters at the beginning and the end of an article in which it says so."""


def corrections(title: str, text: str) -> int:
    """How many signs an article gives that it was corrected or taken back.

    Args:
        title: As plain text.
        text: Likewise.
    """
    edges = (text,) if len(text) <= 2 * _EDGE else (text[:_EDGE], text[-_EDGE:])
    notes = sum(len(_NOTE.findall(edge)) for edge in edges)
    return bool(_TITLE.match(title)) + notes
