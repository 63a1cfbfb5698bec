import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedsvc.model.entry import Category, Content, Enclosure, Entry, Person, Text, TextKind
from feedsvc.normalize import edits

ROOT = Path(__file__).resolve().parents[2]


def article(**fields: object) -> Entry:
    whole = {
        "id": "1",
        "title": Text(value="A title"),
        "url": "https://x.example/1",
        "summary": Text(value="Short."),
        "contents": (Content(value="<p>The text.</p>"),),
        "enclosures": (Enclosure(url="https://x.example/1.mp3", length=1),),
        "authors": (Person(name="Ada"),),
        "rights": Text(value="© Ada"),
        "licences": ("https://l.example/by/",),
    }
    return Entry(**(whole | fields))  # type: ignore[arg-type] # fields of Entry


def digest(entry: Entry) -> bytes:
    return edits.digest(edits.words(entry))


def of_text(text: str) -> bytes:
    return digest(article(contents=(Content(value=text),)))


NEITHER = {
    "id": article(id="2"),
    "dates": article(published=datetime(2026, 3, 1, tzinfo=UTC), updated=datetime.now(UTC)),
    "extensions": article(extensions={"media_statistics": {"views": "17"}, "slash_comments": "3"}),
    "categories": article(categories=(Category(term="news"),)),
    "comments": article(comments="https://x.example/1/comments"),
    "markup": article(contents=(Content(value="<div class='x'>The <b>text</b>.</div>"),)),
    "white space": article(contents=(Content(value="<p>The\n\t text.</p> "),)),
    "entities": article(contents=(Content(value="<p>The&#32;text.</p>"),)),
    "kind": article(title=Text(value="<i>A</i> title", kind=TextKind.HTML)),
    "white space of plain text": article(title=Text(value=" A\n title")),
    "tracking": article(url="https://x.example/1?utm_source=rss&utm_medium=feed"),
    "scheme": article(url="http://x.example/1"),
    "tracked file": article(enclosures=(Enclosure(url="https://x.example/1.mp3?utm_source=x"),)),
    "signed file": article(enclosures=(Enclosure(url="https://x.example/1.mp3?token=8f"),)),
    "length of a file": article(enclosures=(Enclosure(url="https://x.example/1.mp3", length=2),)),
    "address of an author": article(authors=(Person(name="Ada", uri="https://ada.example/"),)),
    "kind of the rights": article(rights=Text(value="<b>©</b> Ada", kind=TextKind.HTML)),
}
EDITS = {
    "title": article(title=Text(value="Another title")),
    "retitled in markup": article(title=Text(value="A <b>new</b> title", kind=TextKind.HTML)),
    "no title": article(title=None),
    "summary": article(summary=Text(value="Shorter.")),
    "no summary": article(summary=None),
    "text": article(contents=(Content(value="<p>The text!</p>"),)),
    "case": article(contents=(Content(value="<p>the text.</p>"),)),
    "more text": article(contents=(Content(value="<p>The text.</p>"), Content(value="More."))),
    "no text": article(contents=()),
    "image": article(contents=(Content(value="<img src='https://x.example/1.png'>"),)),
    "content elsewhere": article(contents=(Content(src="https://x.example/1.mp4"),)),
}
FACTS = {
    "address": article(url="https://x.example/2"),
    "page": article(url="https://x.example/1?page=2"),
    "fragment": article(url="https://x.example/1#part"),
    "no address": article(url=None),
    "file": article(enclosures=(Enclosure(url="https://x.example/2.mp3"),)),
    "no file": article(enclosures=()),
    "author": article(authors=(Person(name="Byron"),)),
    "further author": article(authors=(Person(name="Ada"), Person(name="Byron"))),
    "no author": article(authors=()),
    "rights": article(rights=Text(value="© Byron")),
    "no rights": article(rights=None),
    "licence": article(licences=("https://l.example/by-nc/",)),
    "no licence": article(licences=()),
}


@pytest.mark.parametrize("what", NEITHER)
def test_this_is_nothing(what: str) -> None:
    assert digest(NEITHER[what]) == digest(article())
    assert edits.facts(NEITHER[what]) == edits.facts(article())


@pytest.mark.parametrize("what", EDITS)
def test_this_is_an_edit(what: str) -> None:
    assert digest(EDITS[what]) != digest(article())
    assert edits.facts(EDITS[what]) == edits.facts(article())


@pytest.mark.parametrize("what", FACTS)
def test_this_is_kept_up_to_date_without_being_an_edit(what: str) -> None:
    assert edits.facts(FACTS[what]) != edits.facts(article())
    assert digest(FACTS[what]) == digest(article())


def test_all_edits_and_all_facts_are_told_apart() -> None:
    assert len({*map(digest, EDITS.values())}) == len(EDITS)
    assert len({*map(edits.facts, FACTS.values())}) == len(FACTS)


def test_a_fact_that_moves_to_another_field_is_another() -> None:
    name = "https://x.example/1"
    placed = [
        Entry(url=name),
        Entry(enclosures=(Enclosure(url=name),)),
        Entry(authors=(Person(name="x.example/1"),)),
        Entry(rights=Text(value="x.example/1")),
        Entry(licences=(name,)),
        Entry(),
    ]
    assert len({*map(edits.facts, placed)}) == len(placed)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 comments", "13 comments"),
        ("1 comment", "2 Comments"),
        ("<a href='#c'>12 comments</a>", "<a href='#c'>1,204 comments</a>"),
        ("Comments: 12", "Comments: 0"),
        ("Comments (12)", "Comments (13)"),
        ("1.2K views", "12M views"),
        ("1 204 likes", "1 205 likes"),
        ("7 points · 3 replies", "19 points · 5 replies"),
        ("3 hours ago", "5 days ago"),
        ("an hour ago", "2 hours ago"),
        ("a minute ago", "59 mins ago"),
    ],
)
def test_a_counter_that_moved_on_is_no_edit(before: str, after: str) -> None:
    assert of_text(f"Some text. {before}") == of_text(f"Some text. {after}")
    assert of_text(f"<p>{before} | Some text.</p>") == of_text(f"<p>{after} | Some text.</p>")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("12 dead", "13 dead"),
        ("12 commentators", "13 commentators"),
        ("the 3 hours", "the 5 hours"),
        ("3 hours later", "5 hours later"),
        ("chapter 12", "chapter 13"),
        ("x12 views", "x13 views"),
        ("12 comments by Ada", "12 comments by Byron"),
    ],
)
def test_a_number_that_counts_no_visitors_is_text(before: str, after: str) -> None:
    assert of_text(f"Some text. {before}") != of_text(f"Some text. {after}")


def test_a_counter_in_a_title_is_part_of_it() -> None:
    seven, ten = (article(title=Text(value=f"{number} views on the harbour")) for number in (7, 10))
    assert digest(seven) != digest(ten)


def test_what_an_entry_says_as_plain_text() -> None:
    entry = Entry(
        title=Text(value="<b>A</b> title", kind=TextKind.HTML),
        summary=Text(value="Short  <3"),
        contents=(
            Content(value="<p>The text.</p>"),
            Content(value="<img src='https://x.example/1.png'>"),
            Content(src="https://x.example/1.mp4"),
            Content(value=" "),
        ),
    )
    said = edits.words(entry)
    assert said.title == "A title"
    assert said.texts[:3] == (
        "Short <3",
        "The text.",
        "<img src='https://x.example/1.png'>",
    )
    assert said.texts[-1] == "https://x.example/1.mp4"
    assert edits.words(Entry()) == edits.Words("", ())


counts = st.integers(0, 10**7)
plain = st.text("abc ÄÖ.,!?", max_size=12)


@given(plain, plain, counts, counts, st.sampled_from(["comments", "likes", "hours ago"]))
def test_whatever_a_counter_says_it_is_no_edit(
    before: str, after: str, old: int, new: int, unit: str
) -> None:
    one, other = (of_text(f"{before} {count} {unit} {after}") for count in (old, new))
    assert one == other


@given(plain, plain)
def test_other_words_are_an_edit_and_other_markup_is_none(one: str, other: str) -> None:
    one, other = f"a{one}", f"a{other}"
    assert (of_text(one) == of_text(other)) == (one.split() == other.split())
    assert of_text(f"<p>{one}</p>") == of_text(f"<div>\n<b>{one}</b></div>")


anything = st.text(st.characters(exclude_categories=()), max_size=12)


@given(anything, anything)
@example("\ud800", "\udfff")
def test_any_text_has_a_digest_and_facts(one: str, other: str) -> None:
    entry = Entry(
        title=Text(value=one),
        url=other,
        contents=(Content(value=other), Content(value=one, kind=TextKind.TEXT)),
        enclosures=(Enclosure(url=one),),
        authors=(Person(name=other),),
        rights=Text(value=one, kind=TextKind.HTML),
    )
    assert len(digest(entry)) == len(edits.facts(entry)) == 16


WRITTEN_DOWN = [
    "29be26bcf10b83f14c17a2f700c4a585",
    "78ac28ca202c5a3a42886706b393bdd3",
]
SCRIPT = """
from feedsvc.model.entry import Content, Enclosure, Entry, Person, Text
from feedsvc.normalize import edits
entry = Entry(
    url="https://herald.example/1?utm_source=rss",
    title=Text(value="Smørrebrød"),
    contents=(Content(value="<p>Text of story 1.</p>"),),
    enclosures=(Enclosure(url="https://herald.example/1.mp3?token=8f"),),
    authors=(Person(name="Ada"),),
    licences=("https://l.example/by/",),
)
print(edits.digest(edits.words(entry)).hex(), edits.facts(entry).hex())
"""


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_digests_are_the_same_in_every_process(seed: str) -> None:
    # Another value makes an edit of every stored entry: never change what is written here.
    environment = {"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "PATH": os.defpath}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], check=True, capture_output=True, env=environment
    )
    assert run.stdout.decode().split() == WRITTEN_DOWN


@pytest.mark.timeout(20)
def test_a_table_of_numbers_holds_nobody_up() -> None:
    digits = "1," * 100_000
    assert edits.digest(edits.Words("", (digits,))) != edits.digest(edits.Words("", (digits[2:],)))
