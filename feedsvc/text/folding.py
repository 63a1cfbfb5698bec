"""Spellings of the same words made to meet."""

import re
import unicodedata

_DASHES = re.compile("[\xad\u2010-\u2015\u2212]")


def folded(text: str) -> str:
    """A text without case and accents, its dashes, apostrophes and spaces all alike."""
    # Letters for mathematics have a case only once they are decomposed.
    whole = unicodedata.normalize("NFKD", _DASHES.sub("-", text).replace("\u2019", "'"))
    parts = unicodedata.normalize("NFKD", whole.casefold())
    letters = "".join(one for one in parts if not unicodedata.combining(one))
    return " ".join(letters.replace("\u0131", "i").split())
