"""The licence that the markup of an entry declares for it, before sanitizing loses `rel`."""

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from feedsvc.model.parsed import ParsedText
from feedsvc.text.folding import folded
from feedsvc.text.html import BLOCKS
from feedsvc.text.nouns import WHOLE
from feedsvc.text.scope import Scope, scope, speaks_of_a_part
from feedsvc.text.tags import ATTRIBUTE, TOKEN
from feedsvc.text.urls import loose_form, safe_url

_WORD = "license"
_REL = re.compile(r"""\brel\s*=\s*["']?[^"'<>]{0,64}?\blicense\b""", re.IGNORECASE)
_LINKS = frozenset({"a", "area", "link"})
_QUOTING = frozenset({"blockquote", "figcaption", "figure", "q"})
_ABOUT_ANOTHER = frozenset({"about", "resource"})
_AROUND = 400  # characters of a sentence on either side
_NEAR = 90  # characters on either side where a part is not named for nothing
_MOST = 32  # links of one text that are looked at
_SENTENCE = re.compile(r"[.!?](?=\s)|[\n\u3002]")
_COMMENTS = re.compile(
    folded(
        r"(?:(?:\d+ )?(?:comments?|kommentare?|commentaires?|comentarios?|commenti|reacties"
        r"|kommentarer|komentarze|комментарии|コメント|评论|評論|留言|댓글)"
        r"|\d+ (?:reactions?|responses?|replies|reponses|antworten|respuestas|respostas|risposte))"
    )
    + r"(?: ?\(?\d+\)?)?(?: ?:.*|\W*)\Z"
)
_THIS = re.compile(
    r"(?:(?<!\w)(?:this|these|our|my|all|dies\w*|unser\w*|mein\w*|alle[rs]?|cet(?:te)?|ces?|notre"
    r"|nos|mon|tou(?:s|tes?)|est[aeo]s?|nuestr\w+|mi|tod[ao]s?|quest[aeio]|tutt[ei]|nostr\w|noss\w+"
    rf"|dit|deze|onze|эт\w+|наш\w*|все) (?:[\w-]+ ){{0,2}}?|この|本|当)(?:{WHOLE})"
)
_LABEL = re.compile(
    rf"\W*(?:(?:the|der|die|das|le|la|les|el|los|il|i|het|de|o|os) )?"
    rf"(?:[\w-]+ (?:and|&) )?(?:{WHOLE})"
)
_FROM = re.compile(
    r"(?<!\w)(?:from|via|source|adapted|based on|courtesy|read|aus|von|quelle|fuente|fonte|bron"
    r"|d'apres|extrait)(?!\w)"
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright).{0,80}")
_LICENSED = frozenset(
    folded(
        """
        a an and are as at available by cc commons creative deed deeds distributed except free
        here in international is it legalcode license licensed licence licenced made of or public
        published released reserved rights shared some terms the to under unported unless use
        version details see noted otherwise where domain dedication waived waiver
        nc nd sa cc0 zero universal generic attribution sharealike share alike noncommercial
        non commercial noderivs noderivatives no derivatives derivative gfdl gnu documentation
        all this following text with v permission
        unter der die das lizenz lizenziert veröffentlicht steht einer einige rechte vorbehalten
        namensnennung sous la le licence selon les termes certains droits réservés mis disposition
        bajo una un licencia algunos derechos reservados sob uma licença alguns direitos
        sotto con licenza rilasciato alcuni diritti riservati onder een licentie лицензия
        """
    ).split()
)
_WORDS = re.compile(r"[^\W\d_]+")


class _Link(NamedTuple):
    """A link that tells a licence.

    Attributes:
        start: Where it stands in the text, which is without the words of such links.
        words: Its own.
    """

    href: str
    start: int
    words: str


def in_markup(texts: Iterable[ParsedText], url: str) -> tuple[str, ...]:
    """The address that `rel=license` gives for the main content of a document (HTML 4.6.7.9).

    It counts where its sentence names the article or tells of nothing but the licence. What
    stands in a quotation, among comments, at a picture or near a word for a part is the licence
    of that. Where several remain, each is of something else, and none of the whole.

    Args:
        texts: Constructs as written.
        url: The base of relative URLs where a text gives no other.
    """
    found: dict[str, str] = {}
    for text in texts:
        if _WORD in text.value and _REL.search(text.value) and text.type != "text/plain":
            for written in _declared(text.value):
                made = safe_url(written, base=text.base or url)
                if made:
                    found.setdefault(loose_form(made), made)
    return tuple(found.values()) if len(found) == 1 else ()


def _declared(markup: str) -> Iterator[str]:
    read = _Reader(markup)
    for link in read.links:
        if _is_of_the_whole(read.text, link):
            yield link.href


class _Reader:
    """The text of markup, line by line, with the links that tell a licence, up to comments."""

    def __init__(self, markup: str) -> None:
        self.links: list[_Link] = []
        self._pieces: list[str] = []
        self._length = 0
        self._line: list[str] = []
        self._quoted = self._told = 0
        self._open: tuple[str, list[str]] | None = None  # the link that is open
        end = 0
        for tag in TOKEN.finditer(markup):
            self._add(markup[end : tag.start()])
            end = tag.end()
            if not self._tag(tag):
                end = len(markup)
                break
        self._add(markup[end:])
        self._close()
        self.text = "".join(self._pieces)

    def _add(self, raw: str) -> None:
        if not raw:
            return
        written = unescape(raw).replace("\n", " ").replace("\r", " ")
        self._line.append(written)
        if self._open:
            self._open[1].append(written)
        else:
            self._pieces.append(written)
            self._length += len(written)

    def _tag(self, tag: re.Match[str]) -> bool:
        """Whether to read on."""
        name = (tag["name"] or "").lower()
        if name in _LINKS:
            return self._link(name, tag)
        if name in _QUOTING:
            self._quoted = max(self._quoted - 1, 0) if tag["end"] else self._quoted + 1
        if name in BLOCKS:
            is_heading = _COMMENTS.match(folded("".join(self._line)[:_NEAR]).strip(" -#*"))
            self._line = []
            self._pieces.append("\n")
            self._length += 1
            return not is_heading and not _holds_comments(tag["attributes"])
        return True

    def _link(self, name: str, tag: re.Match[str]) -> bool:
        self._close()
        if tag["end"] or _WORD not in tag["attributes"]:
            return True
        attributes = _attributes(tag["attributes"])
        if _WORD not in attributes.get("rel", "").lower().split():
            return True
        self._told += 1
        if self._told > _MOST:
            return False
        if not self._quoted and not _ABOUT_ANOTHER & attributes.keys():
            self._open = attributes.get("href", ""), []
            if name != "a":
                self._close()
        return True

    def _close(self) -> None:
        if self._open:
            self.links.append(_Link(self._open[0], self._length, "".join(self._open[1])))
            self._open = None


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in ATTRIBUTE.finditer(written):
        value = one[2] or one[3] or one[4] or ""
        found.setdefault(one[1].lower(), unescape(value))
    return found


def _holds_comments(written: str) -> bool:
    if "comment" not in written.lower():
        return False
    attributes = _attributes(written)
    told = f"{attributes.get('class', '')} {attributes.get('id', '')}".lower()
    return re.search(r"(?<![a-z])comments?(?:list)?(?![a-z])", told) is not None


def _is_of_the_whole(text: str, link: _Link) -> bool:
    before = _SENTENCE.split(text[max(link.start - _AROUND, 0) : link.start])[-1]
    behind = _SENTENCE.split(text[link.start : link.start + _AROUND], maxsplit=1)[0]
    found = scope(before, behind)
    if found is Scope.PART or speaks_of_a_part(link.words):
        return False
    if found is Scope.WHOLE:
        return _names_this(folded(before), folded(behind))
    near = f"{text[max(link.start - _NEAR, 0) : link.start]} {text[link.start :][:_NEAR]}"
    return _is_bare(before) and _is_bare(behind) and not speaks_of_a_part(near)


def _names_this(before: str, behind: str) -> bool:
    """Whether a sentence speaks of this article, or at least of none from elsewhere."""
    if _THIS.search(before) or _THIS.search(behind):
        return True
    return not _FROM.search(before) and (
        _LABEL.match(before) is not None or (_is_bare(before) and not _FROM.search(behind))
    )


def _is_bare(words: str) -> bool:
    """Whether words tell of a licence, and whose the rights are, and of nothing else."""
    rest = _COPYRIGHT.sub("", folded(words))
    return all(word in _LICENSED for word in _WORDS.findall(rest))
