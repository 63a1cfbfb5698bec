import re
from dataclasses import replace
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Attribution, Hop, Person, Text, TextKind
from feedsvc.model.source import ATTRIBUTION_FIELDS, DEFAULT_ATTRIBUTION
from feedsvc.rights.attribution import attribution, line
from tests.rights.entries import HERALD, QUAY, WIRE, held

ORIGIN = Attribution(origin=HERALD)
TAG = re.compile(r"<[^>]*>")
EVERY_FIELD = "{source}|{author}|{title}|{url}|{date}"


def words(markup: str) -> str:
    """The text of inline HTML."""
    return unescape(TAG.sub("", markup))


# --- the line -----------------------------------------------------------------


def test_the_default_names_and_links_the_source() -> None:
    made = line(DEFAULT_ATTRIBUTION, held(), ORIGIN)
    assert made.text == "First published by The Herald."
    assert made.html == ('First published by <a href="https://herald.example/1">The Herald</a>.')


def test_every_field_is_filled_in() -> None:
    made = line(EVERY_FIELD, held(), ORIGIN)
    assert made.text == ("The Herald|Ann, Bo|Tide & time|https://herald.example/1|2026-03-01")
    assert words(made.html) == made.text


@pytest.mark.parametrize(
    ("template", "linked"),
    [
        ("{author}: {title}, {source}", "Tide &amp; time"),
        ("{source} & {title}", "The Herald"),
        ("{url} ({source})", "https://herald.example/1"),
        ("{source} {source}", "The Herald"),
        ("By {author} & co, {date}", "By Ann, Bo &amp; co, 2026-03-01"),
        ("Reposted with permission", "Reposted with permission"),
    ],
)
def test_the_link_stands_once_where_it_is_expected(template: str, linked: str) -> None:
    made = line(template, held(), ORIGIN).html
    assert made.count("<a ") == made.count("</a>") == 1
    assert f'<a href="https://herald.example/1">{linked}</a>' in made


def test_an_entry_without_an_address_has_no_link() -> None:
    made = line("{title} {url}", held(url=None), ORIGIN)
    assert made.html == "Tide &amp; time "
    assert made.text == "Tide & time "


def test_an_empty_title_is_not_what_the_link_hides_behind() -> None:
    made = line("{title}{source}", held(title=Text(value="")), ORIGIN)
    assert made.html == '<a href="https://herald.example/1">The Herald</a>'


def test_an_entry_without_authors_credits_those_of_its_feed_else_the_feed() -> None:
    nobody = held(authors=())
    staff = Attribution(origin=replace(HERALD, authors=(Person(name="Staff"),)))
    assert line("{author}", nobody, staff).text == "Staff"
    assert line("{author}", nobody, ORIGIN).text == "The Herald"


def test_an_entry_without_a_title_is_named_by_its_address_else_its_id() -> None:
    assert line("{title}", held(title=None), ORIGIN).text == "https://herald.example/1"
    nowhere = held(title=None, url=None)
    assert line("{title}", nowhere, ORIGIN).text == "tag:herald.example,2026:1"


def test_a_title_in_html_is_its_words() -> None:
    title = Text(value="<b>Tide</b> &amp; <i>time</i> &lt;3", kind=TextKind.HTML)
    made = line("{title}", held(title=title), ORIGIN)
    assert made.text == "Tide & time <3"
    assert made.html == '<a href="https://herald.example/1">Tide &amp; time &lt;3</a>'


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</a></p></channel>]]>",
    "&lt;b&gt; &amp; &#60;",
    "' onmouseover='alert(1)",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_values_are_escaped(value: str) -> None:
    entry = held(
        title=Text(value=value),
        authors=(Person(name=value),),
        url=f"https://herald.example/{value}",
    )
    made = line(EVERY_FIELD, entry, Attribution(origin=Hop(title=value)))
    assert made.text.count(value) == 4
    assert words(made.html) == made.text
    assert TAG.findall(made.html) == [
        f'<a href="https://herald.example/{escape(value)}">',
        "</a>",
    ]


@pytest.mark.parametrize(
    "value", ["{title}", "{{source}}", "{e.__class__}", "{0}", "{", "%s", r"\1"]
)
def test_braces_in_values_are_not_read_again(value: str) -> None:
    made = line("{source} {title}", held(), Attribution(origin=Hop(title=value)))
    assert made.text == f"{value} Tide & time"
    assert words(made.html) == made.text
    made = line("{source} {title}", held(title=Text(value=value)), ORIGIN)
    assert made.text == f"The Herald {value}"
    assert words(made.html) == made.text


@pytest.mark.parametrize(
    "template",
    ["{e.__class__}", "{source.__class__}", "{}", "{0}", "{source!r}", "{title:>9}", "{x"],
)
def test_what_is_no_field_stays_literal(template: str) -> None:
    made = line(template, held(), ORIGIN)
    assert made.text == template
    assert made.html == f'<a href="https://herald.example/1">{template}</a>'.replace(
        ":>9", ":&gt;9"
    )


TEXT = st.text(min_size=1, max_size=20)
TEMPLATE = st.lists(
    TEXT | st.sampled_from([f"{{{field}}}" for field in ATTRIBUTION_FIELDS]), max_size=5
).map("".join)


@given(TEMPLATE, TEXT, TEXT, TEXT, TEXT)
def test_text_and_html_say_the_same_words(
    template: str, source: str, author: str, title: str, path: str
) -> None:
    entry = held(
        title=Text(value=title),
        authors=(Person(name=author),),
        url=f"https://herald.example/{path}",
    )
    made = line(template, entry, Attribution(origin=Hop(title=source)))
    opening, *others, closing = (tag for tag in TAG.findall(made.html) if "bdi>" not in tag)
    assert (opening, others, closing) == (
        f'<a href="{escape(f"https://herald.example/{path}")}">',
        [],
        "</a>",
    )
    bare = TAG.sub("", made.html)
    assert bare == escape(made.text, quote=False)


@pytest.mark.parametrize("name", ["مرسى", "הארץ", "Radio مرسى 5"])
def test_a_name_that_runs_from_right_to_left_turns_nothing_around_it(name: str) -> None:
    made = line("{source}: {title}", held(), Attribution(origin=Hop(title=f"{name} <b>")))
    assert made.text == f"{name} <b>: Tide & time"
    assert made.html == (
        f'<a href="https://herald.example/1"><bdi>{name} &lt;b&gt;</bdi></a>: Tide &amp; time'
    )


# --- the way it came ----------------------------------------------------------


def test_an_ordinary_feed_is_the_origin() -> None:
    assert attribution(held(), HERALD) == Attribution(origin=HERALD)


def test_a_copied_entry_came_by_the_source() -> None:
    assert attribution(held(hops=(QUAY,)), HERALD) == Attribution(origin=QUAY, via=(HERALD,))


def test_a_longer_way_is_kept_oldest_first() -> None:
    found = attribution(held(hops=(QUAY, WIRE)), HERALD)
    assert found == Attribution(origin=QUAY, via=(WIRE, HERALD))


@pytest.mark.parametrize(
    "itself",
    [
        HERALD,
        replace(HERALD, title="Herald, all news"),
        replace(HERALD, id="tag:herald.example,2026:feed"),
        replace(HERALD, id=None),
        replace(HERALD, feed_url=None),
        Hop(title="The Herald"),
    ],
)
def test_a_source_that_names_itself_is_no_hop(itself: Hop) -> None:
    assert attribution(held(hops=(itself,)), HERALD) == Attribution(origin=HERALD)
    both = attribution(held(hops=(QUAY, itself)), HERALD)
    assert both == Attribution(origin=QUAY, via=(HERALD,))


@pytest.mark.parametrize(
    "other",
    [
        Hop(title="Another Herald"),
        Hop(title="The Herald", id="tag:other.example,2026:feed"),
        Hop(title="The Herald", feed_url="https://other.example/feed"),
    ],
)
def test_another_feed_is_a_hop_though_it_is_called_alike(other: Hop) -> None:
    assert attribution(held(hops=(other,)), HERALD) == Attribution(origin=other, via=(HERALD,))


def test_the_origin_is_who_the_line_credits() -> None:
    entry = held(hops=(QUAY,))
    assert line("{source}", entry, attribution(entry, HERALD)).text == "The Quay"
