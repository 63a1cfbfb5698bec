import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.model.entry import (
    Category,
    Content,
    Enclosure,
    Entry,
    Extension,
    Hop,
    Link,
    Person,
    Text,
    TextKind,
)
from feedsvc.model.record import ABSENT, Names
from feedsvc.normalize.edits import words
from feedsvc.normalize.identity import claimed, names

ROOT = Path(__file__).resolve().parents[2]
HOME = "https://x.example/blog/"
MARCH = datetime(2026, 3, 1, 10, tzinfo=UTC)


def entry(  # noqa: PLR0913 - the fields that name
    id: str = "",  # noqa: A002 - the field's name
    url: str | None = None,
    title: str = "",
    text: str = "",
    *,
    published: datetime | None = None,
    updated: datetime | None = None,
) -> Entry:
    return Entry(
        id=id,
        url=url,
        title=Text(value=title) if title else None,
        contents=(Content(value=text),) if text else (),
        published=published,
        updated=updated,
    )


def named(one: Entry, home: str | None = None) -> Names:
    return names(one, words(one), home)


def test_what_an_entry_lacks_is_absent() -> None:
    assert set(named(Entry(published=MARCH))[:5]) == {ABSENT}
    only_id = named(entry("only-an-id"))
    assert only_id.id != ABSENT
    assert set(only_id[1:]) == {ABSENT}


NAMELESS = (
    Entry(published=MARCH),
    Entry(updated=MARCH),
    Entry(authors=(Person(name="Ada"),)),
    Entry(authors=(Person(name="Ada", email="ada@x.example"),)),
    Entry(contributors=(Person(name="Ada"),)),
    Entry(categories=(Category(term="Ada"),)),
    Entry(rights=Text(value="R")),
    Entry(rights=Text(value="R", kind=TextKind.HTML)),
    Entry(licences=("https://l.example/",)),
    Entry(comments="https://l.example/"),
    Entry(image="https://l.example/"),
    Entry(url=HOME),
    Entry(links=(Link(href="https://l.example/", rel="related"),)),
    Entry(hops=(Hop(title="H"),)),
    Entry(hops=(Hop(title="H", published=MARCH),)),
    Entry(extensions=(Extension(name="itunes:episode", text="1"),)),
    Entry(extensions=(Extension(name="itunes:season", text="1"),)),
    Entry(extensions=(Extension(name="media:thumbnail", attributes={"url": HOME}),)),
)


def test_what_has_no_name_is_named_by_all_that_it_says() -> None:
    bodies = [named(one, HOME).body for one in NAMELESS]
    assert ABSENT not in bodies
    assert len(set(bodies)) == len(NAMELESS)
    assert all(set(named(one, HOME)[:5]) == {ABSENT} for one in NAMELESS)
    assert [named(replace(one), HOME).body for one in NAMELESS] == bodies


@pytest.mark.parametrize("one", NAMELESS)
def test_the_language_which_may_be_that_of_the_feed_names_nothing(one: Entry) -> None:
    assert named(replace(one, language="de"), HOME) == named(one, HOME)


@pytest.mark.parametrize(
    "name", [{"id": "1"}, {"url": "https://x.example/1"}, {"title": Text(value="T")}]
)
def test_what_has_a_name_keeps_it_whatever_else_it_says(name: dict[str, Any]) -> None:
    one, other = Entry(image=HOME, **name), Entry(authors=(Person(name="Ada"),), **name)
    assert named(one) == named(other)


def test_df2_one_guid_for_three_links_has_three_links() -> None:
    same = [named(entry("N/A", f"https://x.example/{n}", "T")) for n in range(3)]
    assert len({each.id for each in same}) == 1
    assert len({each.link for each in same}) == len({each.loose for each in same}) == 3


def test_df3_without_id_and_link_the_body_tells_apart() -> None:
    one, other = named(entry(title="T", text="one")), named(entry(title="T", text="two"))
    assert one.title == other.title
    assert one.body != other.body


def test_df11_one_title_for_two_articles_leaves_their_links_apart() -> None:
    links = [f"https://x.example/{day}" for day in ("mon", "tue")]
    monday, tuesday = (named(entry(url=link, title="Morning briefing")) for link in links)
    assert monday.title == tuesday.title
    assert monday.link != tuesday.link


def test_case_6_an_edit_keeps_the_id_and_the_link() -> None:
    before = named(entry("a", "https://x.example/1", "One", "text"))
    edited = named(entry("a", "https://x.example/1", "One, corrected", "text, corrected"))
    assert before[:3] == edited[:3]
    assert {*before[3:]}.isdisjoint({*edited[3:]} - {ABSENT})


def test_case_7_no_id_one_link_for_all_and_one_title_have_bodies_of_their_own() -> None:
    shared = [
        named(entry(url="https://x.example/", title="Item", text=f"Body {n}")) for n in range(24)
    ]
    assert len({each.body for each in shared}) == 24
    assert len({each[:4] for each in shared}) == 1


@pytest.mark.parametrize("form", ["https://x.example/2020#d{}", "https://x.example/p?id={}"])
def test_case_13_fragments_and_queries_are_kept(form: str) -> None:
    found = [named(entry(url=form.format(n), text="t")) for n in range(40)]
    assert len({each.link for each in found}) == len({each.loose for each in found}) == 40


def test_an_id_or_link_on_its_way_to_https_stays_what_it_is() -> None:
    old, new = (named(entry(f"{s}://x.example/1", f"{s}://x.example/1")) for s in ("http", "https"))
    assert old == new
    title = named(entry(title="http://x.example/1"))
    assert title.title != named(entry(title="https://x.example/1")).title


def test_a_loose_link_lacks_what_tells_visitors_apart() -> None:
    plain = named(entry(url="https://x.example/1"))
    tracked = named(entry(url="http://X.example/1/?utm_source=rss&utm_medium=feed"))
    assert plain.loose == tracked.loose
    assert plain.link != tracked.link


@pytest.mark.parametrize(
    ("home", "url", "names_it"),
    [
        (None, HOME, True),
        (HOME, HOME, False),
        (HOME, "http://x.example/blog", False),
        (HOME, "https://x.example/blog?utm_source=rss", False),
        (HOME, "https://x.example/", False),
        (HOME, "https://x.example/blog/1", True),
        (HOME, "https://x.example/blog/#1", True),
        (HOME, "https://x.example/?p=1", True),
        (HOME, "https://y.example/", True),
    ],
)
def test_a_link_to_the_page_of_the_feed_names_no_article(
    home: str | None, url: str, *, names_it: bool
) -> None:
    found = named(entry("1", url, "T"), home)
    assert (found.link != ABSENT, found.loose != ABSENT) == (names_it, names_it)
    assert found.id != ABSENT


def test_a_title_is_named_as_plain_text() -> None:
    marked = Entry(title=Text(value="<i>A</i>\n title &amp; more", kind=TextKind.HTML))
    assert named(marked).title == named(entry(title="A title & more")).title


def test_a_body_is_named_as_plain_text_and_by_its_files() -> None:
    def body(text: str, file: str = "") -> bytes:
        enclosures = (Enclosure(url=file),) if file else ()
        return named(Entry(contents=(Content(value=text),), enclosures=enclosures)).body

    assert body("<p>The <b>text</b>.</p>") == body("<div>The\n text.</div>")
    assert body("The text.") != body("The text!")
    file = "https://x.example/1.mp3"
    assert body("", file) not in (ABSENT, body("", "https://x.example/2.mp3"))
    assert body("T", file) == body("T", f"{file}?utm_source=rss") != body("T")
    shown = Entry(title=Text(value="One"), contents=(Content(value="text"),))
    assert named(shown).body == body("text")


def test_a_date_names_only_with_a_title_or_a_text() -> None:
    titled = named(entry(title="T", text="one", published=MARCH))
    assert titled.dated == named(entry(title="T", text="two", published=MARCH)).dated
    later = MARCH + timedelta(seconds=1)
    assert titled.dated != named(entry(title="T", text="one", published=later)).dated
    assert titled.dated != named(entry(title="U", text="one", published=MARCH)).dated
    assert named(entry(title="T", text="one")).dated == ABSENT
    assert named(entry("1", "https://x.example/1", published=MARCH)).dated == ABSENT
    untitled = named(entry(text="one", published=MARCH)).dated
    assert untitled not in (ABSENT, named(entry(text="two", published=MARCH)).dated)


def test_of_two_dates_the_published_one_names() -> None:
    both = entry(title="T", published=MARCH, updated=MARCH + timedelta(days=1))
    assert named(both).dated == named(entry(title="T", published=MARCH)).dated
    assert named(entry(title="T", updated=MARCH)).dated == named(both).dated
    east = MARCH.astimezone(timezone(timedelta(hours=9)))
    assert named(entry(title="T", published=east)).dated == named(both).dated


@pytest.mark.parametrize(
    ("published", "updated", "seconds"),
    [
        (None, None, 0),
        (MARCH, None, 1772359200),
        (None, MARCH, 1772359200),
        (MARCH, MARCH + timedelta(hours=1), 1772362800),
        (MARCH, MARCH - timedelta(hours=1), 1772359200),
        (datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC), None, -1),
        (datetime(1, 1, 1, tzinfo=UTC), None, -62135596800),
    ],
)
def test_the_later_of_its_dates_is_what_an_entry_claims(
    published: datetime | None, updated: datetime | None, seconds: int
) -> None:
    assert claimed(entry(title="T", published=published, updated=updated)) == seconds


def test_names_of_two_kinds_are_never_equal() -> None:
    name = "https://x.example/1"
    found = named(entry(name, name, name, name))
    assert len({*found[:2], found.title, found.body}) == 4
    assert len({*named(entry(name, name, name, name, published=MARCH))}) == 6


anything = st.text(st.characters(exclude_categories=()), max_size=8)
entries = st.builds(
    entry,
    id=anything,
    url=st.none() | anything.map("https://x.example/{}".format),
    title=anything,
    text=anything,
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    updated=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(entries, st.none() | anything)
@example(entry("\ud800", "https://x.example/\udfff", "\ud800", "\ud800"), None)
def test_whatever_an_entry_holds_has_names_of_one_length(one: Entry, home: str | None) -> None:
    found = named(one, home)
    assert {len(name) for name in found} == {len(ABSENT)}
    assert (found.id != ABSENT) == bool(one.id)
    assert (found.title != ABSENT) == bool(words(one).title)
    assert found == named(one, home)
    assert -(1 << 63) <= claimed(one) < 1 << 63


WRITTEN_DOWN = [
    "c23e1b87eb94b7f1",
    "41cff448a993710f",
    "5c1279e02a6a4c4a",
    "c1877d3a00acb984",
    "7f56203d9d314820",
    "b3c7759d36f4fb4f",
]
SCRIPT = """
from datetime import UTC, datetime
from feedsvc.model.entry import Content, Enclosure, Entry, Text
from feedsvc.normalize.edits import words
from feedsvc.normalize.identity import names
entry = Entry(
    id="tag:herald.example,2026:1",
    url="https://herald.example/1?utm_source=rss",
    title=Text(value="Smørrebrød"),
    contents=(Content(value="<p>Text of story 1.</p>"),),
    enclosures=(Enclosure(url="https://herald.example/1.mp3"),),
    published=datetime(2026, 3, 1, 10, tzinfo=UTC),
)
print(*(name.hex() for name in names(entry, words(entry), "https://herald.example/")))
"""


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_names_are_the_same_in_every_process(seed: str) -> None:
    # Stored ones are compared with those of a later version: never change what is written here.
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PATH": os.defpath}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, env=environment
    )
    assert run.stdout.decode().split() == WRITTEN_DOWN
