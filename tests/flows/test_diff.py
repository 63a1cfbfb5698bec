"""What changed between two revisions is told in words, and in bounded time."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.flows.diff import Change, Diff, Piece, diff
from feedsvc.model.entry import Content, Entry, Text, TextKind

SAME, GONE, NEW = Change.SAME, Change.GONE, Change.NEW


def entry(title: str, *paragraphs: str) -> Entry:
    markup = "".join(f"<p>{one}</p>" for one in paragraphs)
    return Entry(
        title=Text(value=title, kind=TextKind.TEXT),
        contents=(Content(value=markup, kind=TextKind.HTML),),
    )


def told(found: Diff, *kinds: Change) -> str:
    pieces = [piece for one in found.text if one for piece in one]
    return "".join(piece.text for piece in pieces if piece.change in kinds)


def test_equal_revisions_tell_of_nothing() -> None:
    found = diff(entry("Flood", "One.", "Two."), entry("Flood", "One.", "Two."))
    assert found.is_empty
    assert found.text == (None,)


def test_words_that_changed_are_told_within_their_paragraph() -> None:
    found = diff(
        entry("Flood in town", "It rained.", "The river rose by two metres on Monday."),
        entry("Flood in city", "It rained.", "The river rose by three metres on Monday."),
    )
    assert found.title == (Piece(SAME, "Flood in "), Piece(GONE, "town"), Piece(NEW, "city"))
    assert found.text[0] is None
    assert found.text[1] == (
        Piece(SAME, "The river rose by "), Piece(GONE, "two"), Piece(NEW, "three"),
        Piece(SAME, " metres on Monday."),
    )  # fmt: skip


def test_a_paragraph_that_came_is_not_mixed_with_one_that_went() -> None:
    found = diff(entry("", "Alpha beta gamma delta."), entry("", "Zwei voellig andere Worte!"))
    assert [one and one[0].change for one in found.text] == [GONE, NEW]


def test_markup_is_no_part_of_what_is_told() -> None:
    found = diff(entry("", "<b>One</b> &lt;script&gt;"), entry("", "<b>One</b> &lt;style&gt;"))
    assert told(found, SAME, GONE) == "One <script>"


def test_what_has_no_text_can_be_compared() -> None:
    assert diff(Entry(), Entry()) == Diff((), ())
    assert told(diff(Entry(), entry("", "New.")), NEW) == "New."


words = st.lists(st.sampled_from(["rain", "river", "town", "two", "three", "."]), max_size=12)


@given(st.lists(words, max_size=5), st.lists(words, max_size=5))
def test_what_came_and_went_is_all_that_differs(old: list[list[str]], new: list[list[str]]) -> None:
    found = diff(entry("", *map(" ".join, old)), entry("", *map(" ".join, new)))
    came, went = Counter[str](), Counter[str]()
    for piece in (piece for one in found.text if one for piece in one):
        into = {NEW: came, GONE: went}.get(piece.change)
        if into is not None:
            into.update(re.findall(r"\w+|[.]", piece.text))
    total = Counter(word for text in new for word in text)
    total.subtract(word for text in old for word in text)
    came.subtract(went)
    assert {k: v for k, v in came.items() if v} == {k: v for k, v in total.items() if v}


def test_long_texts_are_compared_within_a_second() -> None:
    noise = [" ".join(str((n * 7919 + k * k) % 97) for k in range(400)) for n in range(300)]
    other = [one.replace("1", "2") for one in reversed(noise)]
    begin = time.process_time()
    found = diff(entry("t", *noise), entry("t", *other))
    assert time.process_time() - begin < 1.5
    assert found.cut
    assert not found.is_empty


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ([". " * 700], [". , " * 350]),
        (["." * 9000], [".," * 100]),
        (["a"] * 800, ["a", "b"] * 400),
        (["." * 199] * 60, [(".," * 100)[:199]] * 60),
    ],
)
def test_what_repeats_is_compared_within_a_second(old: list[str], new: list[str]) -> None:
    begin = time.process_time()
    found = diff(entry("t", *old), entry("t", *new))
    assert time.process_time() - begin < 1.0
    assert not found.is_empty


def test_one_word_of_a_long_paragraph_is_told_alone() -> None:
    words = [f"the word {number} of it," for number in range(60)]
    found = diff(
        entry("t", " ".join(words)), entry("t", " ".join([*words[:30], "new", *words[30:]]))
    )
    (paragraph,) = found.text
    assert paragraph is not None
    assert [one.text.strip() for one in paragraph if one.change is not SAME] == ["new"]


def test_one_endless_paragraph_is_told_as_a_whole() -> None:
    begin = time.process_time()
    found = diff(entry("", "word " * 50_000), entry("", "other " * 50_000))
    assert time.process_time() - begin < 1.5
    assert [one and one[0].change for one in found.text] == [GONE, NEW]
