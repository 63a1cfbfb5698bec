"""The licences that a notice of rights names in words, in the commonest languages.

A notice is untrusted and short; each pattern here is linear, and what comes after 8,192 characters
is not read. It is read clause by clause, so that a denial concerns what it stands beside.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from feedsvc.model.rights import Licence
from feedsvc.rights.deeds import (
    ALL_RIGHTS_RESERVED,
    PUBLIC_DOMAIN,
    by_name,
    creative_commons,
    licence,
)
from feedsvc.rights.wordings import (
    COUNTRIES,
    FAMILY,
    FREE,
    FREED,
    RESERVED,
    TERMS,
    bare,
)
from feedsvc.text.folding import folded
from feedsvc.text.html import plain
from feedsvc.text.scope import Scope, credits_a_part, scope
from feedsvc.text.tags import ATTRIBUTE, TOKEN

_LONGEST = 8_192
_NEAR = 240  # characters of a clause around a name that are looked at
_TITLE = 40  # characters of a clause that may be a name and nothing else

_CLAUSE = re.compile(r"(?<!\bv)(?<!\bver)[.;!?](?=[\s\"'\u201d»)]|\Z)|[\n\r|•·。\uff1b]")
_SPACE = re.compile("[\xa0\u2000-\u200a\u202f\u3000\t]")
_DASH = re.compile("[\u2010-\u2015\u2212]")

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:creativecommons|spdx|gnu|artlibre|opendatacommons"
    r"|nationalarchives|rightsstatements)\.(?:org|gov\.uk)/[^\s\"'<>()\[\]]{1,200}",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?<![\w./@-])(?:\(?cc\)?|creative[\s-]?commons(?:[\s-]licen[cs]e)?)(?P<gap>[\s:_-]{0,3})\(?"
    r"(?P<kind>by(?:[\s/_,+&()-]{1,4}(?:nc|nd|sa)(?!\w))*)(?![\w@])"
    r"(?:[\s,)-]{0,3}(?:v|ver\.?|version)?\s?(?P<version>[1-4](?:\.[0-5])?)(?![\w%]|\.\d))?"
    r"(?:[\s-]{1,3}(?P<port>[a-z]{2,3}|scotland)(?!\w))?",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"(?<![\w./-])(?:cc[\s-]?zero|cc-?0|creative[\s-]commons[\s-](?:cc)?(?:zero|0))(?!\w)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:(?P<gnu>GFDL|GNU Free Documentation Licen[cs]e)|(?P<art>Free Art Licen[cs]e"
    r"|Licence Art Libre)|(?P<crown>Open Government Licen[cs]e))"
    r"(?:[\s,(-]{0,3}(?:v|version)?\s?(?P<version>[1-3]\.[0-9]))?",
    re.IGNORECASE,
)
_ANY = "|".join(word for words in TERMS.values() for word in words)
_LONG = re.compile(
    rf"(?P<family>(?:{'|'.join(FAMILY)})(?:\D{{0,12}}?(?P<early>[1-4]\.[0-5]))?\D{{0,24}}?|cc(?:licen[cs]e)?)?"
    rf"(?P<terms>(?:{_ANY})(?:.{{0,4}}?(?:{_ANY})){{0,3}})"
    r"(?:\D{0,24}?(?P<version>[1-4]\.[0-5])(?!\d)(?P<law>international|unported|generic)?)?"
)
_KINDS = {kind: re.compile("|".join(words)) for kind, words in TERMS.items()}
_VERSIONED = re.compile(r"-[1-4]\.[0-9](?:-[A-Z]+)?\Z")
_VERSIONS = frozenset(("1.0", "2.0", "2.1", "2.5", "3.0", "4.0"))
_RESERVED = re.compile("|".join(RESERVED))
_FREED = re.compile(rf"\b(?:{'|'.join(FREED)})")
_FREE = re.compile(rf"\W*(?:(?:©|\(c\)|copyright|licen[cs]e|rights)\W*)?(?:{'|'.join(FREE)})\W*")

_NOT_ALL = re.compile(r"(?<![\w-])(?:not|nicht|pas|non|no|nao|niet|не)\s*\Z")
_ALL_ELSE = re.compile(
    r"(?<!\w)(?:(?:everything|all|anything) else|the rest|all other (?!rights)"
    r"|alles (?:andere|ubrige)|tout le reste|todo lo demas|tudo o resto|tutto il resto"
    r"|al het overige)\b[^.]{0,60}?(?:reserv|©|\(c\)|copyright|vorbehalten|riservat|voorbehouden)"
)
_BETWEEN = 24  # characters between two names of one licence


class _Mention(NamedTuple):
    start: int
    end: int
    licence: Licence


def named(text: str) -> tuple[Licence, ...]:
    """The licences that a notice names, each once, in their order.

    Where it reserves all rights beside a licence, the licence counts: it says what is reserved
    no longer. "Some rights reserved" alone names none, nor does "Creative Commons".

    Args:
        text: Plain text or HTML.
    """
    return _read(text[:_LONGEST])


@lru_cache(maxsize=256)  # one notice stands for all entries of a feed
def _read(text: str) -> tuple[Licence, ...]:
    if "<" in text:
        text = plain(TOKEN.sub(_address_told, text))
    text = _DASH.sub("-", _SPACE.sub(" ", text))
    alone = by_name(text) if len(text) <= _TITLE else None  # an id, which a sentence is not
    if alone:
        return (alone,)
    at_least = Scope.WHOLE if _ALL_ELSE.search(folded(text)) else Scope.UNTOLD
    found: list[Licence] = []
    credited = False
    for clause in _CLAUSE.split(text):
        if not clause or clause.isspace():
            continue
        told = sorted(_counted(clause, credited=credited, at_least=at_least), key=_start)
        found += (one.licence for one in told)
        credited = credits_a_part(clause) and not told
    return distinct(found)


def _start(mention: _Mention) -> int:
    return mention.start


def _address_told(tag: re.Match[str]) -> str:
    """A link as the address that it leads to, which is lost with the markup."""
    if tag["end"] or (tag["name"] or "").lower() != "a":
        return tag[0]
    attributes = ATTRIBUTE.finditer(tag["attributes"])
    written = next((one for one in attributes if one[1].lower() == "href"), None)
    return f" {written[2] or written[3] or written[4] or ''} " if written else tag[0]


def distinct(found: list[Licence]) -> tuple[Licence, ...]:
    """Licences each once, without those that others tell more precisely, or that they lift."""
    licences = {one.id: one for one in found}
    told = {_VERSIONED.sub("", id_) for id_ in licences if _VERSIONED.search(id_)}
    licences = {id_: one for id_, one in licences.items() if id_ not in told}
    if ALL_RIGHTS_RESERVED.id in licences:
        # The words "public domain" alone say less than that all rights are reserved.
        licences.pop(PUBLIC_DOMAIN.id, None)
        if len(licences) > 1:
            del licences[ALL_RIGHTS_RESERVED.id]
    return tuple(licences.values())


def _counted(clause: str, *, credited: bool, at_least: Scope) -> Iterator[_Mention]:
    """What a clause names and neither denies nor says of a part alone.

    Args:
        clause: A piece of a notice.
        credited: Whether the clause before it tells who made a part.
        at_least: WHOLE where only what is said of the whole counts.
    """
    everything = (*_addresses(clause), *_short(clause), *_long(clause), *_others(clause))
    mentions = sorted(everything, key=_start)
    for place, one in enumerate(mentions):
        end = one.end
        for other in mentions[place + 1 :]:  # the same again, as words or as an address
            if other.start > end + _BETWEEN or "," in clause[end : other.start]:
                break
            end = max(end, other.end)
        found = scope(
            clause[max(one.start - _NEAR, 0) : one.start],
            clause[end : end + _NEAR],
        )
        if found is Scope.WHOLE or (found is at_least and not credited):
            yield one
    yield from _plain_words(clause)


def _addresses(clause: str) -> Iterator[_Mention]:
    for match in _ADDRESS.finditer(clause):
        url = match[0].rstrip(".,;:!?*")
        found = licence(url if url[:4].lower() == "http" else f"https://{url}")
        if found:
            yield _Mention(match.start(), match.end(), found)


def _short(clause: str) -> Iterator[_Mention]:
    """Such as `CC BY-SA 4.0`, and `CC0`."""
    for match in _SHORT.finditer(clause):
        written = match["kind"]
        # "(cc) by Ann" tells who wrote it.
        if written == "by" and not match["version"] and "-" not in match["gap"]:
            continue
        kind = "-".join(re.findall("by|nc|nd|sa", written.lower()))
        version = _version(match["version"] or "")
        port = match["port"] or ""
        if not port.isupper():  # such as the "at" of "at example.org"
            port = _country(clause[match.end("version") :][:_TITLE]) if version else ""
        end = max(match.end("kind"), match.end("version"))
        yield _Mention(match.start(), end, creative_commons(kind, version, port))
    zero = by_name("CC0-1.0")
    if zero:
        yield from (_Mention(*match.span(), zero) for match in _ZERO.finditer(clause))


def _long(clause: str) -> Iterator[_Mention]:
    """Such as `Creative Commons Attribution-ShareAlike 4.0 International`."""
    letters, places = bare(clause)
    for match in _LONG.finditer(letters):
        if not match["family"] and not match["law"]:
            continue
        version = _version(match["version"] or match["early"] or "")
        parts = [kind for kind, pattern in _KINDS.items() if pattern.search(match["terms"])]
        if "by" not in parts and version != "1.0":
            parts.insert(0, "by")  # it is in every licence since 2.0
        kind = "-".join(parts)
        start, end = places[match.start()], places[match.end() - 1] + 1
        port = _country(clause[end : end + _TITLE]) if version else ""
        yield _Mention(start, end, creative_commons(kind, version, port))


def _others(clause: str) -> Iterator[_Mention]:
    for match in _OTHER.finditer(clause):
        version = match["version"]
        id_ = "GFDL" if match["gnu"] else "LAL" if match["art"] else "OGL-UK"
        found = by_name(f"{id_}-{version}" if version else id_)
        if found:
            yield _Mention(*match.span(), found)


def _plain_words(clause: str) -> Iterator[_Mention]:
    """Words that reserve all rights, or give them up."""
    letters, places = bare(clause)
    for match in _RESERVED.finditer(letters):
        start = places[match.start()]
        if not _NOT_ALL.search(folded(clause[max(start - _NEAR, 0) : start])):
            yield _Mention(start, start, ALL_RIGHTS_RESERVED)
    whole = folded(clause)
    if len(whole) <= _TITLE and _FREE.fullmatch(whole):
        yield _Mention(0, 0, PUBLIC_DOMAIN)
    freed = _FREED.search(whole)
    if freed:
        around = whole[max(freed.start() - _NEAR, 0) : freed.start()], whole[freed.end() :][:_NEAR]
        if scope(*around) is not Scope.PART:
            yield _Mention(0, 0, PUBLIC_DOMAIN)


def _version(written: str) -> str:
    version = f"{written}.0" if len(written) == 1 else written
    return version if version in _VERSIONS else ""


def _country(behind: str) -> str:
    """The port whose country stands behind a version."""
    words = folded(behind).lstrip(" -(,")
    return next((port for name, port in COUNTRIES.items() if words.startswith(name)), "")
