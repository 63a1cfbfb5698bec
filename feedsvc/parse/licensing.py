"""The licences that elements of modules declare, which feedparser reads in part.

| element | in | what it says |
|---|---|---|
| `creativeCommons:license` | channel, item | an address as text; of a channel, for its items too |
| `cc:license` | channel, item | the same, or an address as `rdf:resource` |
| `media:license` | item | the licence of all its files, by `href` |
| `rsl:license` | channel, item | for machines: `rsl:standard` may name a public licence |
"""

import re
from collections.abc import Callable
from typing import Any

from feedsvc.parse.values import COVERING

NAMESPACES = {
    "http://creativecommons.org/ns#": "cc",
    "https://creativecommons.org/ns#": "cc",
    "http://web.resource.org/cc/": "cc",
    "http://backend.userland.com/creativeCommonsRssModule": "creativecommons",
    "http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html": "creativecommons",
    "https://rslstandard.org/rsl": "rsl",
    "http://rslstandard.org/rsl": "rsl",
}
"""Those that feedparser does not know, or whose names its two parsers take differently."""

RESERVED = "https://rightsstatements.org/vocab/InC/1.0/"
"""How it is said by an address that all rights are reserved: "In Copyright"."""

_LICENCE, _STANDARD, _PROHIBITED = "license", "rsl_standard", "rsl_prohibits"
_ROOTS = frozenset({"", "*", "/", "/*"})
_WORD = re.compile("[a-z-]+")
_SLASHES = 3  # of the address of a whole host


class Licensing:
    """Mixed into feedparser's parsers, which call these methods by the names of elements."""

    push: Callable[[str, int], None]
    pop: Callable[[str], Any]
    resolve_uri: Callable[[str], str]
    inentry: int
    _get_context: Callable[[], dict[str, Any]]
    _named = ""  # the address that an attribute of the open element gives
    _files = 0  # elements of Media RSS around that stand for a file
    _is_part = False  # the RSL that is open is of a part of the site
    _is_usage = False  # what it prohibits are usages, not people or places

    def _start_cc_license(self, attributes: dict[str, str]) -> None:
        self._named = attributes.get("rdf:resource") or attributes.get("resource", "")
        self.push(_LICENCE, 0)

    def _end_cc_license(self) -> None:
        # `cc:License` describes a licence and declares none: it holds elements, no address.
        written, named = self.pop(_LICENCE), self._named
        self._named = ""
        self._declare(named or written, covering=True)

    def _start_creativecommons_license(self, _attributes: dict[str, str]) -> None:
        self._start_cc_license({})

    _end_creativecommons_license = _end_cc_license

    def _start_media_content(self, attributes: dict[str, str]) -> None:
        self._files += 1
        super()._start_media_content(attributes)  # type: ignore[misc] # of feedparser

    def _start_media_group(self, _attributes: dict[str, str]) -> None:
        self._files += 1

    def _end_media_content(self) -> None:
        self._files = max(self._files - 1, 0)

    _end_media_group = _end_media_content

    def _start_media_license(self, attributes: dict[str, str]) -> None:
        self._named = attributes.get("href", "")
        self.push(_LICENCE, 0)

    def _end_media_license(self) -> None:
        self.pop(_LICENCE)
        named, self._named = self._named, ""
        # That of one file is not that of the text beside it.
        if not self._files:
            self._declare(named, covering=False)

    def _start_rsl_content(self, attributes: dict[str, str]) -> None:
        url = attributes.get("url", "").strip()
        whole = url.rstrip("*").endswith("/") and url.count("/") == _SLASHES
        self._is_part = not self.inentry and not whole and url not in _ROOTS

    def _start_rsl_standard(self, _attributes: dict[str, str]) -> None:
        self.push(_STANDARD, 0)

    def _end_rsl_standard(self) -> None:
        written = self.pop(_STANDARD)
        if not self._is_part:
            self._declare(written, covering=True)

    def _start_rsl_prohibits(self, attributes: dict[str, str]) -> None:
        self._is_usage = attributes.get("type", "usage") == "usage"
        self.push(_PROHIBITED, 0)

    def _end_rsl_prohibits(self) -> None:
        written = self.pop(_PROHIBITED) or ""
        if self._is_usage and not self._is_part and "all" in _WORD.findall(written.lower()):
            self._declare(RESERVED, covering=True)

    def _declare(self, url: str | None, *, covering: bool) -> None:
        if url and url.strip():
            link: dict[str, Any] = {"rel": "license", "href": self.resolve_uri(url.strip())}
            if covering:
                link[COVERING] = True
            self._get_context().setdefault("links", []).append(link)
