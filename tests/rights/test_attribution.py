import re
from dataclasses import replace
from html import escape, unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Attribution, Enclosure, Hop, Person, Text, TextKind
from feedsvc.model.held import Held
from feedsvc.model.rights import AttributionLine, Grant, Level
from feedsvc.model.source import ATTRIBUTION_FIELDS, DEFAULT_ATTRIBUTION, Permission
from feedsvc.rights.attribution import Credit, credit
from feedsvc.rights.deeds import known
from tests.rights.entries import HERALD, QUAY, WIRE, held

ORIGIN = Attribution(origin=HERALD)
TAG = re.compile(r"<[^>]*>")
EVERY_FIELD = "{source}|{author}|{title}|{url}|{date}"


FULL = Grant(level=Level.FULL)
(BY,) = known(["https://creativecommons.org/licenses/by/4.0/"])
(ZERO,) = known(["https://creativecommons.org/publicdomain/zero/1.0/"])


def line(template: str, entry: Held, way: Attribution) -> AttributionLine:
    return credit(entry, Permission(attribution=template), way, FULL).line


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


def test_without_an_address_the_link_leads_to_the_file_else_to_the_feed() -> None:
    audio = held(url=None, enclosures=(Enclosure(url="https://herald.example/1.mp3"),))
    assert line("{url}", audio, ORIGIN).text == "https://herald.example/1.mp3"
    made = line("{source}", held(url=None), ORIGIN)
    assert made.html == '<a href="https://herald.example/feed">The Herald</a>'
    nameless = Attribution(origin=Hop(title="The Quay"), via=(HERALD,))
    assert line("{url}", held(url=None), nameless).text == "https://herald.example/feed"
    at_home = Attribution(origin=replace(HERALD, home_url="https://herald.example/"))
    assert line("{url}", held(url=None), at_home).text == "https://herald.example/"


def test_an_empty_title_is_not_what_the_link_hides_behind() -> None:
    made = line("{title}{source}", held(title=Text(value="")), ORIGIN)
    assert made.html == '<a href="https://herald.example/1">The Herald</a>'


def test_an_entry_without_authors_credits_those_of_its_feed() -> None:
    nobody = held(authors=())
    staff = Attribution(origin=replace(HERALD, authors=(Person(name="Staff"),)))
    assert line("{author}", nobody, staff).text == "Staff"


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
    tags = [tag for tag in TAG.findall(made.html) if "bdi>" not in tag]
    original = f'<a href="{escape(f"https://herald.example/{path}")}">'
    assert tags.count(original) >= 1
    assert tags[1::2] == ["</a>"] * (len(tags) // 2)
    bare = TAG.sub("", made.html)
    assert bare == escape(made.text, quote=False)


@pytest.mark.parametrize("name", ["مرسى", "הארץ", "Radio مرسى 5"])
def test_a_name_that_runs_from_right_to_left_turns_nothing_around_it(name: str) -> None:
    made = line("{source}: {title}", held(), Attribution(origin=Hop(title=f"{name} <b>")))
    assert made.text == f"{name} <b>: Tide & time"
    assert made.html == (
        f'<a href="https://herald.example/1"><bdi>{name} &lt;b&gt;</bdi></a>: Tide &amp; time'
    )


# --- every field, in every language --------------------------------------------


def test_licence_way_and_permission_are_filled_in() -> None:
    entry = held(hops=(QUAY,))
    way = Attribution(origin=QUAY, via=(WIRE, HERALD))
    template = "{licence} {licence_url} {via} {permission} {source_url}"
    permission = Permission(attribution=template, granted_by="the desk")
    origin = replace(way, origin=replace(QUAY, home_url="https://quay.example/"))
    made = credit(entry, permission, origin, FULL, (BY,)).line
    assert made.text == (
        "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
        " The Wire, The Herald the desk https://quay.example/"
    )
    assert words(made.html) == made.text
    assert made.html.count("<a ") == 1  # the original, for nothing in the line is its own link


def test_a_licence_beside_the_original_is_linked_too() -> None:
    permission = Permission(attribution="{title} ({licence})")
    made = credit(held(), permission, ORIGIN, FULL, (BY,)).line
    assert made.html == (
        '<a href="https://herald.example/1">Tide &amp; time</a>'
        ' (<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>)'
    )


@pytest.mark.parametrize(
    ("language", "day"),
    [
        (None, "2026-03-01"),
        ("xx-unheard-of", "2026-03-01"),
        ("en", "March 1, 2026"),
        ("en-GB", "1 March 2026"),
        ("de", "1. M\u00e4rz 2026"),
        ("fr-CA", "1 mars 2026"),
        ("ja", "2026\u5e743\u67081\u65e5"),
        ("pt-BR", "1 de mar\u00e7o de 2026"),
    ],
)
def test_the_day_is_written_in_the_language_of_the_entry(language: str | None, day: str) -> None:
    assert line("{date}", held(language=language), ORIGIN).text == day
    origin = Attribution(origin=replace(HERALD, language=language))
    assert line("{date}", held(), origin).text == day


def test_the_line_that_the_owner_demands_stands_beside_the_attribution() -> None:
    permission = Permission(credit="\u00a9 {author}, all <rights>")
    made = credit(held(), permission, ORIGIN, FULL).line
    assert made.text == "First published by The Herald. \u00a9 Ann, Bo, all <rights>"
    assert words(made.html) == made.text
    assert made.html.count("<a ") == 1


def test_where_a_licence_allows_it_the_default_says_what_its_deed_asks_for() -> None:
    made = credit(held(), Permission(), ORIGIN, replace(FULL, licence=BY), (BY,)).line
    assert made.text == (
        "First published by The Herald, written by Ann, Bo, licensed under CC BY 4.0."
    )
    own = Permission(attribution="{source}")
    assert credit(held(), own, ORIGIN, replace(FULL, licence=BY), (BY,)).line.text == "The Herald"


def test_a_name_carries_no_text_that_may_not_be_shown() -> None:
    long = held(title=Text(value="word " * 900))
    template = Permission(attribution="{title}")
    assert len(credit(long, template, ORIGIN, FULL).line.text) > 4000
    short = credit(long, template, ORIGIN, Grant(level=Level.LINK)).line.text
    assert len(short) <= 301


# --- the gate -------------------------------------------------------------------


def lacking(entry: Held, permission: Permission, **more: object) -> str:
    grant = replace(FULL, **more)  # type: ignore[arg-type] # fields of Grant
    found: Credit = credit(entry, permission, ORIGIN, grant)
    return found.lacking


def test_a_line_that_can_be_written_lacks_nothing() -> None:
    every = Permission(
        attribution="{source}|{source_url}|{author}|{title}|{url}|{date}|{via}|{permission}",
        granted_by="the desk",
    )
    assert lacking(held(), every) == ""
    assert lacking(held(title=None), every) == ""


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{licence}", "declares no licence"),
        ("{licence_url}", "has no address"),
        ("{permission}", "granted_by is empty"),
        ("by {author}", "neither the entry nor its feed gives one"),
        ("{byline}", "unknown field {byline}"),
        ("{source.__class__}", "unknown field {source.__class__}"),
    ],
)
def test_what_is_demanded_and_missing_is_told_with_its_cure(template: str, said: str) -> None:
    nobody = held(authors=())
    assert said in lacking(nobody, Permission(attribution=template))
    assert said in lacking(nobody, Permission(credit=template))


def test_without_any_address_nobody_finds_the_original() -> None:
    nowhere = Attribution(origin=Hop(title="A file"))
    found = credit(held(url=None), Permission(), nowhere, FULL)
    assert "neither the entry nor its feed has an address" in found.lacking


def test_a_licence_asks_for_the_author_if_one_is_supplied() -> None:
    nobody = held(authors=())
    allowed = replace(FULL, licence=BY)
    made = credit(nobody, Permission(), ORIGIN, allowed, (BY,))
    assert made.lacking == ""
    assert made.line.text == "First published by The Herald, licensed under CC BY 4.0."
    free = credit(nobody, Permission(), ORIGIN, replace(FULL, licence=ZERO), (ZERO,))
    assert free.line.text == "First published by The Herald."
