"""The licences that we know: the Creative Commons family and its public domain marks."""

import re
from collections.abc import Iterable

from feedsvc.model.rights import Licence

_LICENCE = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/licenses/"
    r"(by(?:-nc)?(?:-nd|-sa)?|by-nd-nc|nc|nd|sa|nd-nc|nc-sa)/(1\.0|2\.[015]|3\.0|4\.0)"
    r"(?:/(?!rdf\b)([a-z]{2,3}|scotland))?(?:[/?#].*)?",
    re.IGNORECASE,
)
_PUBLIC_DOMAIN = re.compile(
    r"https?://(?:www\.)?creativecommons\.org/(?:publicdomain/(zero|mark)|licenses/(publicdomain))"
    r"(?:/(1\.0))?(?:[/?#].*)?",
    re.IGNORECASE,
)


def licence(url: str) -> Licence | None:
    """The licence that the address names, else None."""
    found = _LICENCE.fullmatch(url.strip())
    if found:
        return _creative_commons(found[1].lower(), found[2], (found[3] or "").lower())
    found = _PUBLIC_DOMAIN.fullmatch(url.strip())
    if found:
        return _public_domain((found[1] or found[2]).lower(), found[3] or "1.0")
    return None


def known(urls: Iterable[str]) -> tuple[Licence, ...]:
    """The licences among the addresses, each once, in their order."""
    found = {one.id: one for one in map(licence, urls) if one}
    return tuple(found.values())


def _creative_commons(kind: str, version: str, port: str) -> Licence:
    path = f"{kind}/{version}/{port}/" if port else f"{kind}/{version}/"
    kind = "by-nc-nd" if kind == "by-nd-nc" else kind  # so were its parts ordered in 1.0
    parts = kind.split("-")
    suffix = f"-{port.upper()}" if port else ""
    return Licence(
        id=f"CC-{kind.upper()}-{version}{suffix}",
        name=f"CC {kind.upper()} {version}{f' {port.upper()}' if port else ''}",
        url=f"https://creativecommons.org/licenses/{path}",
        share=True,
        adapt="nd" not in parts,
        commercial="nc" not in parts,
    )


def _public_domain(kind: str, version: str) -> Licence:
    zero = kind == "zero"
    return Licence(
        id="CC0-1.0" if zero else "CC-PDDC" if kind == "publicdomain" else "CC-PDM-1.0",
        name="CC0 1.0" if zero else "Public Domain",
        url=(
            "https://creativecommons.org/licenses/publicdomain/"
            if kind == "publicdomain"
            else f"https://creativecommons.org/publicdomain/{kind}/{version}/"
        ),
        share=True,
        adapt=True,
        commercial=True,
    )
