"""What a line at the beginning or the end of an article says of where it first appeared.

"This story first appeared on X and is reposted here with permission." The line is evidence, never a
grant: whoever reposted the article may have been permitted to, we were not. Only a sentence about
the article itself counts, and only where such lines stand.
"""

import re
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from feedsvc.model.entry import Entry, TextKind
from feedsvc.model.rights import Claim
from feedsvc.rights import edges, notices
from feedsvc.rights.edges import Line
from feedsvc.rights.names import Named, date_follows, inside, named, plausible
from feedsvc.rights.phrases import Patterns, patterns, spoken
from feedsvc.rights.phrases.grammar import Phrases
from feedsvc.rights.terms import LICENCE_ADDRESS, PERMISSION, permits

_SENTENCE = re.compile(
    r"(?<=[.!?…:|•·—–)\]”\"»])\s+|(?<=[。！？；｜])\s*|(?<=，)(?=[本此该原]文)|[（(\[]"
)
_FIRST_SENTENCES = 3
_LAST_SENTENCES = 7
_LONGEST = 400

_ENDED = re.compile(r"[\s\"'“”„’«»」』》]*(?:[.!?。！？…]|[([（|–—•→*~\]）)]|-\s|\Z)")
_GOES_ON = re.compile(
    r"[\s,;\"'”’»]*(?:(?:on|in|at|by|and|&|with|under|where|here|as part|issue|vol|no|all rights"
    r"|last|updated|this|for|from|via|republished|reprinted|reposted|used|©|copyright|am|im|auf|bei|von"
    r"|und|mit|unter|hier|erschienen|veröffentlicht|le|et|sous|avec|en|dans|y|con|bajo|el|por"
    r"|e|em|sob"
    r"|com|no|na|du|del|vom|van|от|за|від|il|ed|sotto|op|en|met|onder|door|och|med|og|w|na|przez|za|i|oraz|dnia|a|v|s|se|dne"
    r"|heft|ausgabe|nr|numéro|número|numero|nummer|číslo|номер|sayı"
    r"|и|в|под|по|с|на|та|з|і|dan|pada|dengan|oleh|vào|với|ngày|και|με|στις|από|în|cu|pe)\b|\d|\()",
    re.IGNORECASE,
)
_BEFORE_THE_WEB = re.compile(r"[\s,(]*(?:in )?(?:1[0-9]{3})\b(?!-)|[\s,(]*in 19[0-8]\d")
_HEARSAY = re.compile(
    r"\W*(?:an?|my|our) (?:[\w-]+ ){1,4}(?:appeared|published|posted|printed) (?:on|in|at)",
    re.IGNORECASE,
)
_EXCERPT = re.compile(
    r"excerpt|adapt|translat|extrai|extraíd|tiré|tradui|tradott|traduc|traduz|tratt|retirad|entnommen"
    r"|vertaald|översatt|hämtad|oversat|hentet|přelož|prelož|przetłumacz|zaczerpn|перевед|переклад"
    r"|dịch|trích|diterjemah|disadur",
    re.IGNORECASE,
)
_OF_AN_ARTICLE = re.compile(
    r" (?:article|story|post|piece|essay|column)\b.* (?:appeared|published|posted|printed|ran)\b",
    re.IGNORECASE,
)
_TAKEN = re.compile(r"extraíd|tiré|tratt|retirad|entnommen|hämtad|hentet|zaczerpn", re.IGNORECASE)
_MAKER = re.compile(r"\bby\Z", re.IGNORECASE)
_PLACE_OF_MAKER = re.compile(r",? (?:on|at|over at|via) ")
_TITLE = re.compile(r"(?![^\W\d_A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-ЯЁІЇЄҐ])(?:[^.!?。！？]|[.!?](?!\s))+")
_ONLY_MARKS = re.compile(r"[\W_]*(?:\([^()]{0,60}\)[\W_]*)?")
_OF_A_PICTURE = re.compile(
    r"\b(?:photo|foto|image[mn]?|immagine|picture|bild|abbildung|gra[fp]h?i[ck]|illustra|ilustra|cr[eé]dit"
    r"|kredit|video|zdjęci|fotoğraf|görsel|obráz|фото|изображени|зображенн|صورة|الصورة)\w*"
    r"[^.:：]{0,30}[:：]\s*\Z",
    re.IGNORECASE,
)
_A_PICTURE = re.compile(
    r"[\W_]{0,12}(?:photo|foto|image|picture|bild|görsel|resim|illustra|figure|video|الصورة|صورة"
    r"|تصویر|画像|写真|図版|イラスト|動画|映像|图片|圖片|照片|사진|이미지|그림|영상|תמונה|ảnh)",
    re.IGNORECASE,
)
_BEFORE_A_SENTENCE = 60
_NO_OUTLET = re.compile(
    r"://(?:[\w-]+\.)*(?:github|gitlab|unsplash|pexels|pixabay|flickr|wikimedia|shutterstock"
    r"|gettyimages|istockphoto"
    r"|depositphotos|staticflickr)\."
)

_NAME_WORD = r"(?:(?=[^\Wa-z_])[\w.'’!-]+|of|the|and|&)"
_WHOLE_NAME = re.compile(
    rf"({_NAME_WORD}(?: {_NAME_WORD}){{0,4}}?|(?:[\w-]+\.)+[a-z]{{2,12}})[\s).\]]*"
)
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,12}", re.IGNORECASE)
_CARRIER = re.compile(
    r"e-?mail|sms|rss|usb|wi-?fi|bluetooth|(?:i|smart)?phone|post|fax|skype|zoom|teams|slack|signal"
    r"|telegram|whatsapp|messenger|twitter|x/twitter|facebook|instagram|linkedin|youtube|vimeo|tiktok"
    r"|reddit|flickr|pinterest|mastodon|bluesky|discord|twitch|paypal|patreon|pocket|tapatalk"
    r"|flipboard|ifttt|getty(?: images)?|ap(?: photo)?|afp|unsplash|pexels|pixabay|imgur|giphy"
    r"|wikimedia(?: commons)?|wikipedia|shutterstock|istock|alamy|spotify|itunes|netflix"
    r"|app ?store|google \w+|apple \w+|rail",
    re.IGNORECASE,
)
"""What a text is sent by, or a picture taken from: after a bare `via` it is no origin."""


class _Strength(IntEnum):
    """How much a line says, the most first."""

    SENTENCE = 0
    TITLED = 1
    SOURCE = 2


class _Found(NamedTuple):
    strength: _Strength
    origin: Named
    start: int
    line: Line


def claim(entry: Entry) -> Claim | None:
    """What a line at either end of an entry says of where the article first appeared.

    Looked at are the first two and the last five paragraphs of the content, then of the summary.
    The sentence that a blogging program adds ("The post T appeared first on S.") is such a line:
    whether S is the source itself is for the caller to see. A sentence about the article goes
    before that, and that before a bare "Source:" or "via" with a link.
    """
    for value, marked_up in _texts(entry):
        found = _found(value, marked_up=marked_up)
        if found:
            return _claim(min(found, key=lambda one: one.strength))
    return None


def _texts(entry: Entry) -> Iterator[tuple[str, bool]]:
    """The texts that are shown, and whether each is markup: as `publish` chooses them."""
    texts = [one for one in entry.contents if not one.src and one.value.strip()]
    marked_up = (one for one in texts if one.kind is not TextKind.TEXT)
    for shown in (next(marked_up, texts[0] if texts else None), entry.summary):
        if shown:
            yield shown.value, shown.kind is not TextKind.TEXT


def _found(value: str, *, marked_up: bool) -> list[_Found]:
    beginning, end = edges.windows(value)
    if not spoken(beginning + end):
        return []
    blocks = edges.blocks(value) if marked_up else edges.plain_blocks(value)
    found: list[_Found] = []
    for block in reversed(blocks):
        languages = spoken(block.markup)
        if languages:
            found += _read(edges.line(block, marked_up=marked_up), languages)
            if found and found[-1].strength is _Strength.SENTENCE:
                break
    return found


def _read(line: Line, spoken_there: Iterable[Phrases]) -> Iterator[_Found]:
    """What a line says, at most one."""
    languages = [patterns(phrases) for phrases in spoken_there]
    for start in _sentences(line.text):
        for language in languages:
            found = (
                _sentence(line, start, language)
                or _whole(line, start, language)
                or _titled(line, start, language)
            )
            if found:
                yield found
                return
    for language in languages:
        source = _source(line, language)
        if source:
            yield source
            return


def _sentences(text: str) -> list[int]:
    """Where sentences may begin, the first and the last of many."""
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    if len(starts) > _FIRST_SENTENCES + _LAST_SENTENCES:
        return starts[:_FIRST_SENTENCES] + starts[-_LAST_SENTENCES:]
    return starts


def _sentence(line: Line, start: int, language: Patterns) -> _Found | None:
    """A sentence about the article, or one whose subject is left out, or a label."""
    match = language.sentence.match(line.text, start)
    if match:
        return _about(line, start, match.end(), match[0])
    title = next((one for one in line.anchors if 0 <= one.start - start <= 1), None)
    if title is not None:
        match = language.predicate.match(line.text, title.end)
        if match and title.end < len(line.text):
            return _about(line, start, match.end(), match[0])
    match = language.elliptical.match(line.text, start)
    if match:
        return _elliptical(line, start, match.end(), match[0])
    match = language.label.match(line.text, start)
    return _elliptical(line, start, match.end(), match[0]) if match else None


def _about(line: Line, start: int, at: int, phrase: str) -> _Found | None:
    origin = _maker_or_place(line, at, phrase)
    if origin is None or not plausible(origin) or _HEARSAY.fullmatch(phrase):
        return None
    return _Found(_Strength.SENTENCE, origin, start, line)


def _elliptical(line: Line, start: int, at: int, phrase: str) -> _Found | None:
    """Without a subject it may be about a book or a quotation: a few of its forms tell."""
    origin = _maker_or_place(line, at, phrase)
    if origin is None or not plausible(origin) or _BEFORE_THE_WEB.match(line.text, at):
        return None
    if _OF_A_PICTURE.search(line.text, max(start - _BEFORE_A_SENTENCE, 0), start):
        return None
    rest = line.text[origin.end :]
    if origin.anchor is None and (origin.dated or _BEFORE_THE_WEB.match(rest)):
        return None
    excerpt = _EXCERPT.search(phrase) and not _OF_AN_ARTICLE.search(phrase)
    if excerpt and not PERMISSION.search(line.text, start):
        alone = origin.anchor is not None and _ONLY_MARKS.fullmatch(rest)
        if not alone or not _TAKEN.search(phrase) or line.pictured:
            return None
    ended = line.text[origin.end - 1 : origin.end] in (".", "。", ")") or _ENDED.match(rest)
    if not ended and not _GOES_ON.match(rest) and not date_follows(rest.lstrip(" ,"), 0):
        return None
    return _Found(_Strength.SENTENCE, origin, start, line)


def _maker_or_place(line: Line, at: int, phrase: str) -> Named | None:
    """The origin; of "by Ann on The Quay" it is the place."""
    origin = named(line, at)
    if origin is None or origin.anchor is not None or not _MAKER.search(phrase):
        return origin
    further = _PLACE_OF_MAKER.match(line.text, origin.end)
    place = named(line, further.end()) if further else None
    return place if place is not None and not place.dated and plausible(place) else origin


def _whole(line: Line, start: int, language: Patterns) -> _Found | None:
    if _A_PICTURE.match(line.text, start):
        return None
    for pattern in language.whole:
        match = pattern.match(line.text, start)
        origin = inside(line, *match.span("o")) if match else None
        if origin is not None and plausible(origin):
            return _Found(_Strength.SENTENCE, origin, start, line)
    return None


def _titled(line: Line, start: int, language: Patterns) -> _Found | None:
    """The sentence of a blogging program: the title or the place is linked, or a name."""
    match = language.titled.match(line.text, start)
    if match is None:
        return None
    title = match[1].strip()
    linked = any(one.end > match.start(1) and one.start < match.end(1) for one in line.anchors)
    origin = named(line, match.end())
    if origin is None or not (linked or (_TITLE.fullmatch(title) and plausible(origin))):
        return None
    return _Found(_Strength.TITLED, origin, start, line)


def _source(line: Line, language: Patterns) -> _Found | None:
    """`Source:` or `via` and a link, and nothing else in the line."""
    match = language.source.match(line.text)
    if match is None:
        return None
    if not line.anchors:
        return _unlinked(line, match)
    anchor = line.anchors[0]
    if len(line.anchors) > 1 or not _ONLY_MARKS.fullmatch(line.text, anchor.end):
        return None
    whole = anchor.start < match.end() and _ONLY_MARKS.fullmatch(line.text, 0, anchor.start)
    if not whole and not _ONLY_MARKS.fullmatch(line.text, match.end(), anchor.start):
        return None
    if _NO_OUTLET.search(anchor.url) or (line.pictured and "via" not in match[0].lower()):
        return None
    origin = inside(line, match.end(), anchor.end)
    if whole and origin is not None:
        origin = named(line, match.end())
    return _Found(_Strength.SOURCE, origin, 0, line) if origin else None


def _unlinked(line: Line, match: re.Match[str]) -> _Found | None:
    """`via` and a name, or `Source:` and a host; a name alone may be that of a chart's data."""
    written = _WHOLE_NAME.fullmatch(line.text, match.end())
    if written is None or line.pictured or _CARRIER.fullmatch(written[1]):
        return None
    origin = inside(line, *written.span(1))
    if origin is None or not plausible(origin) or _NO_OUTLET.search(f"://{origin.name.lower()}."):
        return None
    if origin.name.split()[-1].isdigit():  # an Italian street
        return None
    if "via" not in match[0].lower() and not _HOST.fullmatch(origin.name):
        return None
    return _Found(_Strength.SOURCE, origin, 0, line)


def _claim(found: _Found) -> Claim:
    line, start = found.line, found.start
    whole = line.text if len(line.text) <= _LONGEST else line.text[start : start + _LONGEST]
    rest = line.text[start:]
    addresses = [one.url for one in line.anchors if one.end > start]
    others = [url for url in addresses if not LICENCE_ADDRESS.match(url)]
    anchor = found.origin.anchor
    url = anchor.url if anchor is not None else next(iter(others), None)
    return Claim(
        origin=found.origin.name,
        url=url,
        permitted=permits(rest),
        licences=notices.named(_with_addresses(line, start)),
        line=whole.strip(),
    )


def _with_addresses(line: Line, start: int) -> str:
    """A line from a place on, each address that it links to after its words."""
    told, at = "", start
    for anchor in line.anchors:
        if anchor.end > at:
            told += f"{line.text[at : anchor.end]} {anchor.url} "
            at = anchor.end
    return told + line.text[at:]
