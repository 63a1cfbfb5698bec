from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Category, Content, Entry, Hop, Link, Person, Text, TextKind
from feedsvc.model.rights import Level
from feedsvc.publish.shown import Shown, beginning, shown
from feedsvc.text.html import excerpt, plain, sanitize
from tests.publish.reading import ends_with_credit
from tests.publish.showings import ARTICLE, BASE, BY, HERALD, MIRROR, PLANET, line_for, showing


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
    assert {link.rel for link in less.links} == {"license", "replies"}
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
    assert full.rights == Text(value="© Harbour Herald")
    assert full.language == "en"
    assert seen(ARTICLE).authors == ARTICLE.authors
    assert seen(ARTICLE).rights == ARTICLE.rights
    assert seen(bare, hops=(PLANET,)).rights is None


def test_a_known_licence_is_not_told_twice() -> None:
    declared = shown(showing(ARTICLE, licences=(BY,)), BASE)
    assert declared.licences == ARTICLE.licences
    silent = shown(showing(replace(ARTICLE, licences=()), licences=(BY, BY)), BASE)
    assert silent.licences == (BY.url,)


def test_every_hop_is_a_via_in_the_order_of_the_way() -> None:
    full = seen(ARTICLE, hops=(HERALD, PLANET, MIRROR, Hop(title="nowhere")))
    assert [(link.href, link.title) for link in full.links if link.rel == "via"] == [
        (PLANET.feed_url, PLANET.title),
        (MIRROR.feed_url, MIRROR.title),
    ]
    page = Hop(title="page", home_url="https://page.example/")
    assert [one.href for one in seen(ARTICLE, hops=(HERALD, page)).links if one.rel == "via"] == [
        "https://page.example/"
    ]


def test_a_way_told_twice_is_linked_once() -> None:
    again = Link(rel="via", href=PLANET.feed_url or "")
    full = seen(replace(ARTICLE, links=(again,)), hops=(HERALD, PLANET))
    assert [link.title for link in full.links if link.rel == "via"] == [PLANET.title]


def test_links_that_mean_nothing_here_are_dropped() -> None:
    rels = ["edit", "self", "no such", "related", "https://rel.example/x", "enclosure"]
    entry = Entry(links=tuple(Link(rel=rel, href=f"https://x.example/{rel}") for rel in rels))
    assert [link.rel for link in seen(entry).links if link.rel != "license"] == [
        "related",
        "https://rel.example/x",
    ]


def test_no_second_alternate_could_pass_for_the_address() -> None:
    kept = [link.href for link in seen(ARTICLE).links if link.rel == "alternate"]
    assert kept == ["https://herald.example/1.pdf"]


def test_persons_and_categories_are_passed_on_untouched() -> None:
    people = (Person(name="A"), Person(name="B"))
    tags = (Category(term="x"), Category(term="y"))
    full = seen(replace(ARTICLE, contributors=people, categories=tags))
    assert (full.contributors, full.categories) == (people, tags)
