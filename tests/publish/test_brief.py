from dataclasses import replace

import pytest

from feedsvc.model.entry import Category, Entry, Hop, Link, Person, Text, TextKind
from feedsvc.model.rights import Level
from feedsvc.publish import atom, jsonfeed, rss
from feedsvc.publish.shown import Shown, shown
from tests.publish.showings import ARTICLE, BASE, HERALD, MIRROR, showing, view

HIDDEN = "smuggled"
LONG = "word " * 1000 + HIDDEN
IMG = '<img src="https://x.example/pic.png" alt="">'
LESS = pytest.mark.parametrize("level", [Level.LINK, Level.EXCERPT])
TEXTS = pytest.mark.parametrize(
    "text",
    [
        Text(value=LONG),
        Text(value=f"<b>Now</b> {IMG} {LONG}", kind=TextKind.HTML, language="en"),
        Text(value=f"&lt;img src=pic.png&gt; {LONG}", kind=TextKind.XHTML),
    ],
)


def seen(entry: Entry, level: Level, *hops: Hop) -> Shown:
    return shown(showing(entry, level=level, hops=hops or (HERALD,)), BASE)


def bodies(entry: Entry, level: Level, *hops: Hop) -> list[str]:
    one = showing(entry, level=level, hops=hops or (HERALD,))
    return [
        "".join(part.decode() for part in room.render(view(one)).parts.entries)
        for room in (atom, rss, jsonfeed)
    ]


@LESS
@TEXTS
def test_title_and_rights_are_short_and_plain(level: Level, text: Text) -> None:
    less = seen(replace(ARTICLE, title=text, rights=text), level)
    for one in (less.title, less.rights):
        assert one is not None
        assert one.kind is TextKind.TEXT
        assert 200 < len(one.value) <= 301
        assert "<" not in one.value
        assert one.language == text.language
    whole = seen(replace(ARTICLE, title=text, rights=text), Level.FULL)
    assert (whole.title, whole.rights) == (text, text)


@LESS
def test_what_is_short_is_told_as_it_was(level: Level) -> None:
    less = seen(ARTICLE, level)
    assert less.title == ARTICLE.title
    assert less.authors == ARTICLE.authors
    assert less.categories == ARTICLE.categories
    assert less.rights == Text(value="© 2026 Ada Quay")


@LESS
def test_categories_and_persons_are_few_and_short(level: Level) -> None:
    people = tuple(Person(name=f"{n} {LONG}", email=f"{LONG}@x", uri=LONG) for n in range(50))
    tags = tuple(Category(term=f"{n} {LONG}", scheme=LONG, label=LONG) for n in range(50))
    less = seen(
        replace(ARTICLE, authors=people, contributors=people, categories=tags, comments=None), level
    )
    for persons in (less.authors, less.contributors):
        assert len(persons) == 20
        assert all(len(one.name) <= 201 for one in persons)
        assert not any(one.email or one.uri for one in persons)
    assert len(less.categories) == 20
    for one in less.categories:
        assert len(one.term) <= 101
        assert len(one.label or "") <= 101
        assert one.scheme is None


SAYING = Text(value=f"<p>{LONG}</p>", kind=TextKind.HTML)
TALKATIVE = replace(
    HERALD,
    title=f"Herald {LONG}",
    name=SAYING,
    id=LONG,
    subtitle=SAYING,
    rights=SAYING,
    authors=(Person(name=LONG),),
    contributors=(Person(name=LONG),),
    categories=(Category(term=LONG),),
    links=(Link(rel="related", href="https://x.example/r", title=LONG),),
    notice=SAYING,
)


@LESS
def test_no_long_text_comes_by_another_way(level: Level) -> None:
    entry = replace(
        ARTICLE,
        title=SAYING,
        summary=None,
        rights=None,
        authors=(),
        categories=(Category(term=LONG, scheme=LONG, label=LONG),),
        contributors=(Person(name=LONG),),
        links=(replace(ARTICLE.links[0], title=LONG, type=f"text/html;{LONG}"),),
        hops=(replace(TALKATIVE, title=""),),
    )
    mirror = replace(MIRROR, title=LONG)
    one = showing(entry, level=level, hops=(TALKATIVE, mirror))
    one = replace(one, line=replace(one.line, text="Line.", html="Line."))
    for room in (atom, rss, jsonfeed):
        (body,) = room.render(view(one)).parts.entries
        assert HIDDEN.encode() not in body
        assert len(body) < 8_000


@LESS
def test_of_a_feed_only_who_and_where_is_told(level: Level) -> None:
    less = seen(replace(ARTICLE, hops=(replace(HERALD, title=""),)), level)
    assert less.origin == Hop(
        title=HERALD.title,
        id=HERALD.id,
        feed_url=HERALD.feed_url,
        home_url=HERALD.home_url,
        authors=HERALD.authors,
        rights=HERALD.rights,
        licences=HERALD.licences,
        covering=HERALD.covering,
        language=HERALD.language,
    )
    for body in bodies(ARTICLE, level):
        assert "News from the quay" not in body
        assert "logo.png" not in body
    assert any("News from the quay" in body for body in bodies(ARTICLE, Level.FULL))
