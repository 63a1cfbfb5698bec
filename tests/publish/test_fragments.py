from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feedsvc.model.entry import Attribution, Extension
from feedsvc.model.rights import AttributionLine, Level
from feedsvc.model.view import ChannelView, Showing
from feedsvc.publish.formats import Format
from feedsvc.publish.fragments import (
    UPDATED,
    Fragments,
    Unwritable,
    begun,
    shared_language,
    write,
    written,
)
from feedsvc.publish.shown import Shown
from tests.publish.showings import (
    ARTICLE,
    BASE,
    BY,
    HERALD,
    PLANET,
    granted,
    numbered,
    showing,
    view,
)


class Pen:
    """Writes the id of an entry and counts how often it was asked to."""

    def __init__(self, size: int = 0) -> None:
        self.asked = 0
        self.size = size

    def __call__(self, shown: Shown) -> bytes:
        self.asked += 1
        return shown.id.encode() + b"." * self.size


def refusing(_shown: Shown) -> bytes:
    message = "no such letter"
    raise ValueError(message)


SHOWING = showing(ARTICLE)


def test_a_fragment_is_written_once() -> None:
    kept, pen = Fragments(), Pen()
    first = kept.fragment(Format.ATOM, SHOWING, BASE, pen, own=False)
    assert kept.fragment(Format.ATOM, showing(ARTICLE), BASE, pen, own=False) == first
    assert pen.asked == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(SHOWING, held=replace(SHOWING.held, id="e2")),
        replace(SHOWING, held=replace(SHOWING.held, revision=2)),
        replace(SHOWING, held=replace(SHOWING.held, public_id="urn:example:other")),
        replace(SHOWING, held=replace(SHOWING.held, published=SHOWING.held.updated)),
        replace(
            SHOWING,
            held=replace(SHOWING.held, updated=SHOWING.held.updated + timedelta(seconds=1)),
        ),
        replace(SHOWING, grant=granted(Level.LINK)),
        replace(SHOWING, line=AttributionLine(text="x", html="x")),
        replace(SHOWING, attribution=Attribution(origin=HERALD, via=(PLANET,))),
        replace(SHOWING, licences=(BY,)),
    ],
)
def test_it_is_written_anew_when_anything_it_depends_on_changed(other: Showing) -> None:
    kept, pen = Fragments(), Pen()
    kept.fragment(Format.ATOM, SHOWING, BASE, pen, own=False)
    kept.fragment(Format.ATOM, other, BASE, pen, own=False)
    assert pen.asked == 2


def test_formats_and_sites_do_not_share_fragments() -> None:
    kept, pen = Fragments(), Pen()
    for form in Format:
        kept.fragment(form, SHOWING, BASE, pen, own=False)
    kept.fragment(Format.ATOM, SHOWING, "https://other.example", pen, own=False)
    assert (pen.asked, len(kept)) == (4, 4)


def test_the_channel_of_its_own_source_shares_no_fragment_with_others() -> None:
    def telling_all(shown: Shown) -> bytes:
        return b" ".join(one.name.encode() for one in shown.extensions)

    episode = Extension(name="itunes:episode", text="7")
    one, kept = showing(replace(ARTICLE, extensions=(episode,))), Fragments()
    for own, expected in ((False, b""), (True, b"itunes:episode"), (False, b"")):
        assert kept.fragment(Format.RSS, one, BASE, telling_all, own=own) == expected
        channel = replace(view(one), feed=HERALD if own else None)
        for keeping in (None, kept):
            assert written(Format.RSS, channel, telling_all, keeping) == ((expected,), ())


def test_an_old_revision_makes_room_for_the_new() -> None:
    kept, pen = Fragments(), Pen()
    for revision in range(5):
        newer = replace(SHOWING, held=replace(SHOWING.held, revision=revision))
        kept.fragment(Format.ATOM, newer, BASE, pen, own=False)
    assert len(kept) == 1


def test_what_was_used_last_is_kept_within_the_limit() -> None:
    kept, pen = Fragments(limit=60_000), Pen(size=8_000)
    many = [numbered(showing(ARTICLE), f"e{number}") for number in range(4)]
    for one in many[:3]:
        kept.fragment(Format.ATOM, one, BASE, pen, own=False)
    kept.fragment(Format.ATOM, many[0], BASE, pen, own=False)
    kept.fragment(Format.ATOM, many[3], BASE, pen, own=False)
    kept.fragment(Format.ATOM, many[0], BASE, pen, own=False)
    assert pen.asked == 4
    kept.fragment(Format.ATOM, many[1], BASE, pen, own=False)
    assert pen.asked == 5
    for number in range(50):
        kept.fragment(Format.RSS, numbered(showing(ARTICLE), f"r{number}"), BASE, pen, own=False)
    assert 1 <= len(kept) <= 4


def test_a_fragment_larger_than_the_limit_is_written_but_not_kept() -> None:
    kept, pen = Fragments(limit=100), Pen(size=1_000)
    fragment = kept.fragment(Format.ATOM, SHOWING, BASE, pen, own=False)
    assert isinstance(fragment, bytes)
    assert len(kept) == 0


@pytest.mark.parametrize("kept", [None, Fragments()])
def test_an_entry_that_cannot_be_written_is_set_aside_alone(kept: Fragments | None) -> None:
    def picky(shown: Shown) -> bytes:
        return refusing(shown) if shown.id.endswith("bad") else shown.id.encode()

    bad = numbered(showing(replace(ARTICLE, id="urn:example:bad")), "e9")
    channel = view(numbered(showing(ARTICLE), "e1"), bad, numbered(showing(ARTICLE), "e2"))
    for _ in range(2):
        fragments, set_aside = written(Format.ATOM, channel, picky, kept)
        assert fragments == (ARTICLE.id.encode(),) * 2
        assert set_aside == (("e9", "no such letter"),)


@pytest.mark.parametrize("error", [ValueError, TypeError, OverflowError, UnicodeError])
def test_an_error_without_words_still_has_a_reason(error: type[Exception]) -> None:
    def silent(_shown: Shown) -> bytes:
        raise error

    assert write(SHOWING, BASE, silent, own=False) == Unwritable(reason=error.__name__)


def test_nothing_is_written_of_what_may_not_be_shown() -> None:
    pen = Pen()
    hidden = write(replace(SHOWING, grant=granted(Level.NOTHING)), BASE, pen, own=False)
    assert hidden == Unwritable(reason="nothing of it may be shown")
    assert pen.asked == 0


def test_a_channel_has_a_language_only_if_all_its_entries_share_one() -> None:
    english = showing(replace(ARTICLE, language="en"))
    inherited = showing(replace(ARTICLE, language=None))
    arabic = showing(replace(ARTICLE, language="ar"))
    silent: Any = showing(replace(ARTICLE, language=None), hops=(PLANET,))
    assert shared_language(view(english, inherited)) == "en"
    assert shared_language(view(english, arabic)) is None
    assert shared_language(view(english, silent)) is None
    assert shared_language(view()) is None


def test_the_moment_stands_in_its_element_alone_whatever_the_texts_are() -> None:
    of_it = view(SHOWING)

    def head(*_told: object) -> bytes:
        return f"<title>{UPDATED}</title><updated>{UPDATED}</updated><id>{UPDATED}</id>".encode()

    kept = Fragments()
    for moment in ("now", "then"):
        made = begun(Format.ATOM, of_it, head, kept, ("updated", moment))
        assert made == f"<title>-</title><updated>{moment}</updated><id>-</id>".encode()


def test_a_head_is_written_again_only_when_the_channel_says_otherwise() -> None:
    kept, asked = Fragments(), []

    def head(of_it: ChannelView, _language: str | None) -> bytes:
        asked.append(of_it)
        return of_it.channel.title.encode()

    one = view(SHOWING)
    other = replace(one, channel=replace(one.channel, title="Other"))
    later = replace(one, updated=one.updated + timedelta(hours=1))
    titles = [begun(Format.RSS, told, head, kept) for told in (one, one, later, other)]
    assert len(asked) == 2
    assert titles[-1] == b"Other"
