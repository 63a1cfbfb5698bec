"""The feeds that are polled: the same bytes for the same arguments, everywhere.

An entry has about 3 KB of HTML (paragraphs, links, lists, figures with relative
images, 3 % of the words not ASCII), so that 20 entries make 83-93 KB, or 21 KB
gzipped.
"""

from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from xml.sax.saxutils import escape

WINDOW = 20
"""Entries in one document."""

BODY = 3150
"""Characters of HTML in one entry, at least."""

_SEED = 20261
_FIRST_DAY = datetime(2025, 1, 1, tzinfo=UTC)
_FOREIGN = ("café", "naïve", "über", "señor", "Århus", "Łódź", "мир", "новости", "日本", "ταξίδι")
_FOREIGN_SHARE = 0.03
_BLOCKS = ("paragraph", "list", "figure")
_SHARES = (70, 15, 15)
_LETTERS = "eeeeetttaaaooiiinnnsssrrhhlldducmfpgwybvk"


def _vocabulary() -> tuple[list[str], list[float]]:
    """Words with cumulative weights that fall like those of a natural language."""
    chance = Random(_SEED)
    words = ["".join(chance.choices(_LETTERS, k=chance.randint(2, 10))) for _ in range(1200)]
    weights = [1 / (rank + 3) ** 1.25 for rank in range(len(words))]
    foreign = sum(weights) * _FOREIGN_SHARE / (1 - _FOREIGN_SHARE) / len(_FOREIGN)
    words += _FOREIGN
    weights += [foreign] * len(_FOREIGN)
    return words, list(accumulate(weights))


_WORDS, _WEIGHTS = _vocabulary()


def document(
    number: int, *, newest: int = WINDOW, window: int = WINDOW, body: int = BODY, build: int = 0
) -> bytes:
    """One feed document: RSS 2.0 for an even `number`, Atom 1.0 for an odd one.

    Args:
        number: Which feed.
        newest: The number of its newest entry; entry n is the same in every document.
        window: How many entries the document holds, newest first.
        body: Characters of HTML in an entry, at least.
        build: Added to the document's own date in seconds: other bytes, same entries.
    """
    built = _FIRST_DAY + timedelta(hours=newest, seconds=build)
    shown = range(newest, newest - window, -1)
    if number % 2:
        return _atom(number, shown, built, body)
    return _rss(number, shown, built, body)


def _words(chance: Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, cum_weights=_WEIGHTS, k=count))


def _html(chance: Random, size: int) -> str:
    """HTML of at least `size` characters."""
    parts: list[str] = []
    length = 0
    while length < size:
        kind = chance.choices(_BLOCKS, _SHARES)[0]
        if kind == "paragraph":
            part = (
                f"<p>{_words(chance, 45)} "
                f'<a href="https://example.org/story/{chance.randint(1, 9999)}">'
                f"{_words(chance, 3)}</a> {_words(chance, 10)}.</p>"
            )
        elif kind == "list":
            part = "<ul>" + "".join(f"<li>{_words(chance, 6)}</li>" for _ in range(4)) + "</ul>"
        else:
            part = (
                f'<figure><img src="/images/{chance.randint(1, 999)}.jpg" '
                f'alt="{_words(chance, 3)}"><figcaption>{_words(chance, 9)}</figcaption></figure>'
            )
        parts.append(part)
        length += len(part)
    return "\n".join(parts)


def _rss(number: int, shown: range, built: datetime, body: int) -> bytes:
    site = f"https://feed{number}.example"
    items = [_item(number, entry, site, body) for entry in shown]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n<channel>\n'
        f"<title>Feed {number}</title>\n<link>{site}/</link>\n"
        f"<description>News of feed {number}</description>\n<language>en</language>\n"
        f"<lastBuildDate>{_rfc822(built)}</lastBuildDate>\n" + "".join(items) + "</channel>\n</rss>"
    ).encode()


def _item(number: int, entry: int, site: str, body: int) -> str:
    chance = Random(f"{_SEED}-{number}-{entry}")
    return (
        f"<item>\n<title>{_words(chance, 8)}</title>\n<link>{site}/{entry}</link>\n"
        f'<guid isPermaLink="false">tag:feed{number}.example,2025:{entry}</guid>\n'
        f"<pubDate>{_rfc822(_FIRST_DAY + timedelta(hours=entry))}</pubDate>\n"
        f"<dc:creator>{_words(chance, 2)}</dc:creator>\n<category>{_words(chance, 1)}</category>\n"
        f"<description>{_words(chance, 60)}</description>\n"
        f"<content:encoded><![CDATA[{_html(chance, body)}]]></content:encoded>\n</item>\n"
    )


def _atom(number: int, shown: range, built: datetime, body: int) -> bytes:
    site = f"https://feed{number}.example"
    entries = [_entry(number, entry, site, body) for entry in shown]
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<title>Feed {number}</title>\n<id>tag:feed{number}.example,2025:feed</id>\n"
        f'<link href="{site}/"/>\n<updated>{built:%Y-%m-%dT%H:%M:%SZ}</updated>\n'
        "<author><name>Newsroom</name></author>\n" + "".join(entries) + "</feed>"
    ).encode()


def _entry(number: int, entry: int, site: str, body: int) -> str:
    chance = Random(f"{_SEED}-{number}-{entry}")
    moment = f"{_FIRST_DAY + timedelta(hours=entry):%Y-%m-%dT%H:%M:%SZ}"
    return (
        f"<entry>\n<title>{_words(chance, 8)}</title>\n"
        f'<link rel="alternate" href="{site}/{entry}"/>\n'
        f"<id>tag:feed{number}.example,2025:{entry}</id>\n<published>{moment}</published>\n"
        f"<updated>{moment}</updated>\n<author><name>{_words(chance, 2)}</name></author>\n"
        f'<category term="{_words(chance, 1)}"/>\n<summary>{_words(chance, 60)}</summary>\n'
        f'<content type="html">{escape(_html(chance, body))}</content>\n</entry>\n'
    )


def _rfc822(moment: datetime) -> str:
    """RFC 822 date; the names are written out because `%a` depends on the locale."""
    day = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")[moment.weekday()]
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * moment.month - 3 : 3 * moment.month]
    return f"{day}, {moment:%d} {month} {moment:%Y %H:%M:%S} GMT"
