from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import (
    Category,
    Content,
    Entry,
    Extension,
    Hop,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.rights import Level
from feedsvc.publish.shown import Shown, beginning, shown
from feedsvc.text.html import excerpt, plain, sanitize
from tests.publish.reading import ends_with_credit
from tests.publish.showings import (
    ARTICLE,
    BASE,
    HERALD,
    MORNING,
    PLANET,
    line_for,
    showing,
)


def seen(entry: Entry, level: Level = Level.FULL, hops: tuple[Hop, ...] = (HERALD,)) -> Shown:
    return shown(showing(entry, level=level, hops=hops), BASE)


LONG = "word " * 200


def test_nothing_shown_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing of it may be shown"):
        seen(ARTICLE, Level.NOTHING)


@pytest.mark.parametrize("level", [Level.LINK, Level.EXCERPT])
def test_below_full_there_are_no_files_no_content_and_no_links_of_the_upstream(
    level: Level,
) -> None:
    less = seen(ARTICLE, level)
    assert (less.content, less.remote, less.enclosures) == (None, None, ())
    assert [(link.rel, link.href) for link in less.links] == [
        ("alternate", ARTICLE.url),
        ("license", ARTICLE.licences[0]),
        ("replies", ARTICLE.comments),
    ]
    assert less.links[0] == ARTICLE.links[0]
    assert (less.title, less.authors, less.categories) == (
        ARTICLE.title,
        ARTICLE.authors,
        ARTICLE.categories,
    )


def test_a_link_has_the_attribution_line_for_its_only_text() -> None:
    less = seen(ARTICLE, Level.LINK)
    assert less.summary is None
    assert less.credited_summary == Text(value=less.credit, kind=TextKind.HTML)
    assert less.credit == f'<p class="attribution">{line_for(ARTICLE, HERALD).html}</p>'


@pytest.mark.parametrize(
    "entry",
    [
        Entry(summary=Text(value=f"<p>{LONG}</p>", kind=TextKind.HTML)),
        Entry(contents=(Content(value=f"<p>{LONG}</p>"),)),
        Entry(summary=Text(value=" "), contents=(Content(value=LONG, kind=TextKind.TEXT),)),
        Entry(summary=Text(value="<img>", kind=TextKind.HTML), contents=(Content(value=LONG),)),
    ],
)
def test_an_excerpt_is_plain_and_short_and_from_what_there_is(entry: Entry) -> None:
    less = seen(entry, Level.EXCERPT)
    assert less.summary is not None
    assert less.summary.kind is TextKind.TEXT
    assert 200 < len(less.summary.value) <= 281
    assert set(less.summary.value.rstrip("… ").split()) <= {"word", "wor", "wo", "w"}
    assert less.credited_summary is not None
    assert ends_with_credit(less.credited_summary.value)


PIECES = [
    *("<p>", "</p>", "ab", " cd", '<a href="https://x.example/" title="a<b">', "</a>", "<b>"),
    *("</b>", "e &amp; f ", "<br>", "漢字", f"<i title='{'t' * 500}'>", "g" * 90),
]


@given(st.lists(st.sampled_from(PIECES), min_size=20, max_size=400).map("".join))
def test_the_beginning_of_markup_is_that_of_all_of_it(markup: str) -> None:
    clean = sanitize(markup)
    whole = excerpt(plain(clean))
    assert beginning(Text(value=clean, kind=TextKind.HTML)) == whole


def test_the_beginning_of_plain_text_is_one_line() -> None:
    assert beginning(Text(value=" a\n\n b\t< c ")) == "a b < c"


def test_a_feed_without_any_title_goes_by_the_name_of_its_source() -> None:
    assert seen(ARTICLE, hops=(Hop(title=" "),)).origin.title == "herald"


def test_the_line_is_in_the_content_alone_if_there_is_content() -> None:
    full = seen(ARTICLE)
    assert full.credited_summary == ARTICLE.summary
    assert full.credited_content is not None
    assert full.credited_content.value == ARTICLE.contents[0].value + full.credit


def test_plain_text_becomes_paragraphs_before_the_line() -> None:
    content = Content(value="a < b\n\nc", kind=TextKind.TEXT)
    full = seen(replace(ARTICLE, contents=(content,)))
    assert full.credited_content is not None
    assert full.credited_content.kind is TextKind.HTML
    assert full.credited_content.value == f"<p>a &lt; b</p><p>c</p>{full.credit}"


def test_without_a_line_the_summary_stays_as_it_came() -> None:
    bare = showing(replace(ARTICLE, contents=()))
    bare = replace(bare, line=replace(bare.line, html="", text=""))
    assert shown(bare, BASE).credited_summary == ARTICLE.summary


def test_markup_is_content_before_plain_text_and_inline_before_remote() -> None:
    remote = Content(src="https://cdn.example/x", type="video/mp4")
    words = Content(value="plain", kind=TextKind.TEXT)
    first, second = Content(value="<p>1</p>"), Content(value="<p>2</p>")
    every = seen(replace(ARTICLE, contents=(remote, words, first, second)))
    assert every.content is not None
    assert every.content.value == "<p>1</p>"
    assert every.remote is None
    plain = seen(replace(ARTICLE, contents=(remote, words)))
    assert plain.content is not None
    assert plain.content.value == "plain"
    assert seen(replace(ARTICLE, contents=(Content(value=" "), remote))).remote == remote


def test_authors_rights_and_language_are_the_feeds_where_the_entry_has_none() -> None:
    bare = replace(ARTICLE, authors=(), rights=None, language=None)
    full = seen(bare)
    assert full.authors == HERALD.authors
    assert full.rights == HERALD.rights
    assert full.language == "en"
    assert seen(ARTICLE).authors == ARTICLE.authors
    assert seen(ARTICLE).rights == ARTICLE.rights
    assert seen(bare, hops=(PLANET,)).rights is None


def test_persons_and_categories_are_passed_on_untouched() -> None:
    people = (Person(name="A"), Person(name="B"))
    tags = (Category(term="x"), Category(term="y"))
    full = seen(replace(ARTICLE, contributors=people, categories=tags))
    assert (full.contributors, full.categories) == (people, tags)


# --- what comes back to us -------------------------------------------------------


def test_the_line_stands_once_when_our_own_output_comes_back() -> None:
    line = line_for(ARTICLE, HERALD).html
    own = f"<p>{line}</p>"  # the sanitizer takes the class away
    summary = Text(value=f"<p>In short.</p>{own}", kind=TextKind.HTML, language="en")
    both = seen(replace(ARTICLE, summary=summary, contents=(Content(value=f"<p>a</p>{own}"),)))
    assert both.content == Text(value="<p>a</p>", kind=TextKind.HTML)
    assert both.summary == Text(value="<p>In short.</p>", kind=TextKind.HTML, language="en")
    assert both.credited_content is not None
    assert both.credited_content.value.count(line) == 1
    lone = seen(replace(ARTICLE, summary=None, contents=(Content(value=own),)))
    assert lone.content is None
    assert lone.credited_summary == Text(value=lone.credit, kind=TextKind.HTML)


def test_the_line_stands_once_though_it_came_without_its_link() -> None:
    own = f"<p>{line_for(replace(ARTICLE, url=None), HERALD).html}</p>"
    summary = Text(value=f"<p>In short.</p>{own}", kind=TextKind.HTML)
    assert seen(replace(ARTICLE, summary=summary)).summary == replace(
        summary, value="<p>In short.</p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        Text(value="<p>{}</p>"),
        Text(value="<p>{}</p><p>more</p>", kind=TextKind.HTML),
        Text(value="<p>See: {}</p>", kind=TextKind.HTML),
    ],
)
def test_the_line_is_left_where_it_is_not_the_last_paragraph(text: Text) -> None:
    summary = replace(text, value=text.value.format(line_for(ARTICLE, HERALD).html))
    assert seen(replace(ARTICLE, summary=summary)).summary == summary


def test_where_there_is_no_line_an_empty_paragraph_is_no_credit() -> None:
    bare = showing(replace(ARTICLE, contents=(Content(value="<p>a</p><p></p>"),)))
    bare = replace(bare, line=replace(bare.line, html="", text=""))
    content = shown(bare, BASE).content
    assert content is not None
    assert content.value == "<p>a</p><p></p>"


# --- extensions ------------------------------------------------------------------

PLACE = Extension(name="georss:point", text="1 2")
EPISODE = Extension(name="itunes:episode", text="7")


@pytest.mark.parametrize("level", [Level.LINK, Level.EXCERPT])
def test_below_full_there_are_neither_extensions_nor_a_picture(level: Level) -> None:
    entry = replace(
        ARTICLE, extensions=(PLACE, EPISODE), image="https://cdn.example/p.png", enclosures=()
    )
    less = shown(showing(entry, level=level), BASE, own=True)
    assert (less.extensions, less.image, less.picture) == ((), None, None)


def test_what_describes_a_podcast_is_shown_in_the_channel_of_its_source_alone() -> None:
    one = showing(replace(ARTICLE, extensions=(PLACE, EPISODE)))
    assert shown(one, BASE).extensions == (PLACE,)
    assert shown(one, BASE, own=True).extensions == (PLACE, EPISODE)


@pytest.mark.parametrize(
    ("name", "text", "is_told"),
    [
        ("media:title", "Ships & <cargo> arrive", True),
        ("media:title", "Ships", False),
        ("media:description", "Three ships came in.", True),
        ("media:description", "Three ships came in. The pier held & all is well.", True),
        ("media:description", "Ships & <cargo> arrive", False),
        ("media:credit", "Ships & <cargo> arrive", False),
    ],
)
def test_what_repeats_the_title_or_the_text_is_not_told_again(
    name: str, text: str, *, is_told: bool
) -> None:
    one = Extension(name=name, text=text)
    assert seen(replace(ARTICLE, extensions=(one,))).extensions == (() if is_told else (one,))


def test_without_title_and_text_nothing_is_repeated() -> None:
    both = (
        Extension(name="media:title", text="A"),
        Extension(name="media:description", text="A"),
    )
    assert seen(Entry(extensions=both)).extensions == both


THUMBNAIL = Extension(name="media:thumbnail", attributes={"url": "https://cdn.example/t"})
COVER = Extension(name="itunes:image", attributes={"href": "https://cdn.example/c"})
FILM = Extension(
    name="media:content", attributes={"url": "https://cdn.example/f", "medium": "video"}
)
STILL = Extension(
    name="media:content", attributes={"url": "https://cdn.example/s", "type": "image/png"}
)
DRAWING = Extension(
    name="media:content", attributes={"url": "https://cdn.example/d", "medium": "image"}
)


@pytest.mark.parametrize(
    ("extensions", "expected"),
    [
        ((), "https://cdn.example/1.jpg"),
        ((FILM,), "https://cdn.example/1.jpg"),
        ((THUMBNAIL, STILL), "https://cdn.example/t"),
        ((COVER,), "https://cdn.example/c"),
        ((FILM, STILL), "https://cdn.example/s"),
        ((DRAWING,), "https://cdn.example/d"),
        ((Extension(name="media:group", children=(FILM, DRAWING)),), "https://cdn.example/d"),
        ((replace(FILM, children=(THUMBNAIL,)),), "https://cdn.example/t"),
    ],
)
def test_a_picture_stands_for_the_entry_from_wherever_it_is_told(
    extensions: tuple[Extension, ...], expected: str
) -> None:
    one = showing(replace(ARTICLE, extensions=extensions))
    assert shown(one, BASE, own=True).picture == expected
    own = replace(one, held=replace(one.held, entry=replace(one.held.entry, image="https://i/")))
    assert shown(own, BASE, own=True).picture == "https://i/"


def test_without_any_picture_none_stands_for_the_entry() -> None:
    sound = ARTICLE.enclosures[0]
    assert seen(replace(ARTICLE, enclosures=(sound,), extensions=(FILM,))).picture is None


def test_a_category_that_an_extension_tells_is_told_once() -> None:
    scheme = "http://search.yahoo.com/mrss/category_schema"
    entry = replace(
        ARTICLE,
        categories=(Category(term="fish", scheme=scheme), Category(term="fish")),
        extensions=(Extension(name="media:category", text="fish"),),
    )
    assert seen(entry).categories == (Category(term="fish"),)
    assert seen(entry, Level.LINK).categories == entry.categories


def test_what_an_entry_says_of_its_feed_without_naming_it_describes_that_feed() -> None:
    said = Hop(title="", updated=MORNING, rights=Text(value="© said"))
    full = seen(replace(ARTICLE, hops=(said,), rights=None))
    assert full.origin == replace(HERALD, updated=MORNING, rights=said.rights)
    assert full.rights == said.rights
    assert full.said == (said,)
    named = Hop(title="Named", rights=Text(value="© named"))
    assert seen(replace(ARTICLE, hops=(named,))).origin == HERALD
