"""The licences that we know, by their addresses and by their ids.

All of the Creative Commons family and its public domain marks, and the few others under which
texts are published. Licences of databases are not among them: those leave out what the entries
of a database say (ODbL 1.0 2.4).
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from feedsvc.model.rights import Licence

PORTS = frozenset(
    (
        *("ae", "am", "ar", "at", "au", "az", "be", "bg", "br", "ca", "ch", "cl", "cn", "co"),
        *("cr", "cz", "de", "dk", "ec", "ee", "eg", "es", "fi", "fr", "ge", "gr", "gt", "hk"),
        *("hr", "hu", "ie", "igo", "il", "in", "is", "it", "jo", "jp", "kr", "lb", "lk", "lu"),
        *("mk", "mt", "mx", "my", "nl", "no", "nz", "pe", "ph", "pl", "pr", "pt", "qa", "ro"),
        *("rs", "ru", "scotland", "se", "sg", "si", "sk", "th", "tn", "tr", "tw", "ua", "ug"),
        *("uk", "us", "ve", "vn", "za"),
    )
)
"""The jurisdictions to whose law a licence was fitted, and `igo` for organisations of states."""

ALL_RIGHTS_RESERVED = Licence(
    id="LicenseRef-All-Rights-Reserved",
    name="All rights reserved",
    url="",
    share=False,
    adapt=False,
    commercial=False,
)
PUBLIC_DOMAIN = Licence(
    id="LicenseRef-Public-Domain",
    name="Public Domain",
    url="",
    share=True,
    adapt=True,
    commercial=True,
    attribution=False,
)

_KINDS = "by(?:-nc)?(?:-nd|-sa)?|by-nd-nc|nc-nd|nc-sa|nd-nc|nc|nd|sa"
_VERSIONS = r"1\.0|2\.[015]|3\.0|4\.0"
_PUBLIC = "https://creativecommons.org/publicdomain/"
_PREFIX = r"https?://(?:www\.)?"
_END = r"(?:[/?#.].*)?"  # a deed, the text of the law, a language

_LICENCE = re.compile(
    rf"{_PREFIX}creativecommons\.org/licen[sc]es?/({_KINDS})/({_VERSIONS})(?:/([a-z]+))?(?:[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
_MARK = re.compile(
    rf"{_PREFIX}creativecommons\.org/(?:publicdomain/(zero|mark)|licen[sc]es?/(publicdomain|zero))"
    rf"(?:/1\.0)?{_END}",
    re.IGNORECASE | re.DOTALL,
)
_SPDX = re.compile(
    rf"{_PREFIX}spdx\.org/licenses/([a-z0-9.-]+?)(?:\.html|\.json)?[/?#]?", re.IGNORECASE
)
_ID = re.compile(
    rf"cc-({_KINDS})(?:-({_VERSIONS})(?:-([a-z]+))?)?",
    re.IGNORECASE,
)
_LATER = re.compile(r"-(?:only|or-later)\Z")


class _Other(NamedTuple):
    """A licence that no pattern makes.

    Attributes:
        pattern: What its addresses look like behind `https://` and `www.`.
    """

    licence: Licence
    pattern: str


def _free(id_: str, name: str, url: str, *, attribution: bool) -> Licence:
    return Licence(
        id=id_,
        name=name,
        url=url,
        share=True,
        adapt=True,
        commercial=True,
        attribution=attribution,
    )


def _retired(kind: str, name: str, url: str, *, share: bool, commercial: bool) -> Licence:
    return Licence(
        id=f"LicenseRef-CC-{kind}",
        name=f"CC {name}",
        url=f"https://creativecommons.org/licenses/{url}/",
        share=share,
        adapt=True,
        commercial=commercial,
    )


_CC0 = _free("CC0-1.0", "CC0 1.0", f"{_PUBLIC}zero/1.0/", attribution=False)
_PD_MARK = _free("CC-PDM-1.0", "Public Domain", f"{_PUBLIC}mark/1.0/", attribution=False)
_PD_DEDICATION = _free(
    "CC-PDDC",
    "Public Domain",
    "https://creativecommons.org/licenses/publicdomain/",
    attribution=False,
)
_MARKS = {"zero": _CC0, "mark": _PD_MARK, "publicdomain": _PD_DEDICATION}

_OWN = r"creativecommons\.org/licen[sc]es?/"
_OPEN_GOVERNMENT = "nationalarchives.gov.uk/doc/open-government-licence/version"
_OTHERS = (
    # Only parts may be sampled; with a plus, the whole may be shared where it earns nothing.
    _Other(
        _retired("Sampling-1.0", "Sampling 1.0", "sampling/1.0", share=False, commercial=True),
        rf"{_OWN}sampling/1\.0",
    ),
    _Other(
        _retired(
            "Sampling-Plus-1.0", "Sampling Plus 1.0", "sampling+/1.0", share=True, commercial=False
        ),
        rf"{_OWN}sampling(?:\+|%2b)/1\.0",
    ),
    _Other(
        _retired(
            "NC-Sampling-Plus-1.0",
            "NonCommercial Sampling Plus 1.0",
            "nc-sampling+/1.0",
            share=True,
            commercial=False,
        ),
        rf"{_OWN}nc-sampling(?:\+|%2b)/1\.0",
    ),
    # It allows nothing to readers outside of developing nations.
    _Other(
        _retired(
            "DevNations-2.0",
            "Developing Nations 2.0",
            "devnations/2.0",
            share=False,
            commercial=True,
        ),
        rf"{_OWN}devnations/2\.0",
    ),
    *(
        _Other(
            _free(
                f"GFDL-{version}",
                f"GFDL {version}",
                f"https://www.gnu.org/licenses/{'old-licenses/' if old else ''}fdl-{version}.html",
                attribution=True,
            ),
            rf"gnu\.org/(?:licenses/(?:old-licenses/)?|copyleft/)fdl-{re.escape(version)}",
        )
        for version, old in (("1.1", True), ("1.2", True), ("1.3", False))
    ),
    _Other(
        _free("GFDL", "GFDL", "", attribution=True),
        r"gnu\.org/(?:licenses|copyleft)/fdl",
    ),
    *(
        _Other(
            _free(
                f"LAL-{version}",
                f"Free Art Licence {version}",
                f"https://artlibre.org/licence/lal/{path}/",
                attribution=True,
            ),
            rf"artlibre\.org/licence/lal/{pattern}",
        )
        for version, path, pattern in (
            ("1.2", "licence-art-libre-12", "licence-art-libre-12"),
            ("1.3", "en", "(?:licence-art-libre-13|en|de|es|it|pt|pl)"),
        )
    ),
    *(
        _Other(
            _free(
                f"OGL-UK-{version}.0",
                f"Open Government Licence v{version}.0",
                f"https://www.{_OPEN_GOVERNMENT}/{version}/",
                attribution=True,
            ),
            re.escape(f"{_OPEN_GOVERNMENT}/{version}"),
        )
        for version in (1, 2, 3)
    ),
    _Other(
        _free(
            "PDDL-1.0",
            "PDDL 1.0",
            "https://opendatacommons.org/licenses/pddl/1-0/",
            attribution=False,
        ),
        r"opendatacommons\.org/licenses/pddl",
    ),
    _Other(ALL_RIGHTS_RESERVED, r"rightsstatements\.org/(?:vocab|page)/InC(?:-[A-Z-]+)?/1\.0"),
)
_BY_ID = {
    one.id.lower(): one
    for one in (*_MARKS.values(), *(other.licence for other in _OTHERS), PUBLIC_DOMAIN)
}
_PATTERNS = tuple(
    (re.compile(rf"{_PREFIX}{other.pattern}{_END}", re.IGNORECASE | re.DOTALL), other.licence)
    for other in _OTHERS
)
_HOSTS = re.compile(
    rf"{_PREFIX}(?:creativecommons|spdx|gnu|artlibre|opendatacommons|rightsstatements"
    r"|nationalarchives)\.",
    re.IGNORECASE,
)


def licence(url: str) -> Licence | None:
    """The licence that the address names, else None.

    Deeds, texts of the law and translations of a licence are the same licence. The picture of a
    badge is none.
    """
    url = url.strip()
    if not _HOSTS.match(url):
        return None
    found = _LICENCE.fullmatch(url)
    if found:
        return creative_commons(found[1], found[2], found[3] or "")
    found = _MARK.fullmatch(url)
    if found:
        return _MARKS[(found[1] or found[2]).lower()]
    found = _SPDX.fullmatch(url)
    if found:
        return _by_id(found[1])
    return next((one for pattern, one in _PATTERNS if pattern.fullmatch(url)), None)


def by_name(text: str) -> Licence | None:
    """The licence that an operator means, else None.

    Args:
        text: An SPDX id such as `CC-BY-SA-4.0`, the same with spaces, or an address; in any case.
    """
    return licence(text) or _by_id("-".join(text.split()))


def known(urls: Iterable[str]) -> tuple[Licence, ...]:
    """The licences among the addresses, each once, in their order."""
    found = {one.id: one for one in map(licence, urls) if one}
    return tuple(found.values())


def creative_commons(kind: str, version: str = "", port: str = "") -> Licence:
    """One of the family.

    Args:
        kind: Its parts as in an address, such as `by-nc-sa`.
        version: Such as `4.0`; empty where it is not told, and then no deed can be named.
        port: The code of a jurisdiction; any other word is none. Version 4.0 has none.
    """
    kind, port = kind.lower(), port.lower()
    port = port if port in PORTS and version not in ("", "4.0") else ""
    parts = kind.split("-")
    parts = [part for part in ("by", "nc", "nd", "sa") if part in parts]
    kind = "nd-nc" if parts == ["nc", "nd"] else "-".join(parts)
    path = "by-nd-nc" if kind == "by-nc-nd" and version == "1.0" else kind
    tail = f"/{port}/" if port else "/"
    upper = kind.upper()
    return Licence(
        id="-".join(filter(None, ("CC", upper, version, port.upper()))),
        name=" ".join(filter(None, ("CC", upper, version, port.upper()))),
        url=f"https://creativecommons.org/licenses/{path}/{version}{tail}" if version else "",
        share=True,
        adapt="nd" not in parts,
        commercial="nc" not in parts,
        attribution="by" in parts,
    )


def _by_id(id_: str) -> Licence | None:
    id_ = _LATER.sub("", id_.lower())
    if id_ in ("all-rights-reserved", ALL_RIGHTS_RESERVED.id.lower()):
        return ALL_RIGHTS_RESERVED
    found = _ID.fullmatch(id_)
    return creative_commons(found[1], found[2] or "", found[3] or "") if found else _BY_ID.get(id_)
