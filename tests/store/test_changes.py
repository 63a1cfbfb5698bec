import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Entry, Text
from feedsvc.model.held import Held, State
from feedsvc.model.reading import Incoming
from feedsvc.model.record import ABSENT, Names
from feedsvc.store import encode
from feedsvc.store.changes import Changes, Edit, Known, Setting, compare
from feedsvc.store.identify import Identity, entry_id
from feedsvc.text.urls import is_iri
from tests.store.arrivals import DAY, HOUR, NOON

NAMELESS = Names(*[ABSENT] * 6)
MINUTE = timedelta(minutes=1)

keys = st.sampled_from(
    [f"{tier}:{name}" for tier in ("id", "link", "title", "all") for name in "ab"]
)


def arriving(
    digest: bytes = b"1", *, facts: bytes = b"f", place: int = 0, **fields: object
) -> Incoming:
    entry = Entry(**fields)  # type: ignore[arg-type] # fields of Entry
    return Incoming(names=NAMELESS, digest=digest, facts=facts, entry=entry, place=place)


def new(key: str = "id:a", source: str = "herald") -> Identity:
    return Identity(entry_id(source, key), key)


def old(key: str = "id:a", *, original: bool = True) -> Identity:
    return Identity(entry_id("herald", key), original=original)


def first(incoming: Incoming, key: str = "id:a", source: str = "herald", **setting: object) -> Held:
    """The entry that begins with this one, on the first contact with its source or later."""
    settled = Setting(now=NOON)._replace(**setting)  # type: ignore[arg-type] # fields of Setting
    (begun,) = compare(source, [incoming], [new(key, source)], {}, settled).new
    return begun.held


def applied(known: Mapping[str, Known], changes: Changes) -> dict[str, Known]:
    """What is known after the changes were stored."""
    after = dict(known)
    for held, digest, facts in changes.new:
        after[held.id] = Known(
            id=held.id,
            digest=digest,
            facts=facts,
            revision=1,
            first_seen=held.first_seen,
            updated=held.updated,
            update_due=None,
            state=held.state,
            entry="",
        )
    for uid in changes.restored:
        after[uid] = replace(after[uid], state=State.PUBLISHED)
    for edit in changes.edited:
        after[edit.known.id] = edited(after[edit.known.id], edit)
    return after


def edited(before: Known, edit: Edit) -> Known:
    return replace(
        before,
        digest=edit.digest,
        facts=edit.facts,
        revision=before.revision + 1,
        updated=edit.updated,
        update_due=edit.update_due,
    )


def stored(*incoming: Incoming, at: datetime = NOON - HOUR, **fields: object) -> dict[str, Known]:
    """What is known once these were stored, as id:a, id:b and so on."""
    named = [new(f"id:{letter}") for letter, _ in zip("abcdefgh", incoming, strict=False)]
    known = applied({}, compare("herald", incoming, named, {}, Setting(now=at)))
    return {uid: replace(one, **fields) for uid, one in known.items()}  # type: ignore[arg-type] # fields of Known


def again(
    known: Mapping[str, Known], incoming: Incoming, now: datetime = NOON, **setting: object
) -> Changes:
    """What it changes that id:a comes again."""
    settled = Setting(now=now, good_at=now - HOUR)._replace(**setting)  # type: ignore[arg-type] # fields of Setting
    return compare("herald", [incoming], [old()], known, settled)


# --- laws ---

arrivals = st.builds(
    arriving,
    st.sampled_from([b"1", b"2"]),
    facts=st.sampled_from([b"f", b"g"]),
    published=st.none() | st.just(NOON),
    updated=st.none() | st.sampled_from([NOON, NOON + HOUR]),
)


def numbered(document: dict[str, Incoming]) -> dict[str, Incoming]:
    """Each in a place of its own; a date is not that of another."""
    return {
        key: replace(
            one,
            place=place,
            entry=replace(one.entry, published=one.entry.published and NOON - place * DAY),
        )
        for place, (key, one) in enumerate(document.items())
    }


windows = st.dictionaries(keys, arrivals, max_size=6).map(numbered)
settings_ = st.builds(
    Setting,
    now=st.just(NOON),
    good_at=st.none() | st.just(NOON - HOUR),
    newest=st.none() | st.just(NOON - DAY),
    total=st.integers(0, 12),
    edits=st.just(value=True),
    state=st.just(State.PUBLISHED),
    update_interval=st.sampled_from([timedelta(0), HOUR, DAY]),
)


def polled(
    document: Mapping[str, Incoming], known: Mapping[str, Known], setting: Setting
) -> Changes:
    """A document's changes; its entries are known by their keys."""
    named = [old(key) if old(key).entry in known else new(key) for key in document]
    return compare("herald", list(document.values()), named, known, setting)


@given(windows, windows, settings_)
def test_the_same_document_again_changes_nothing(
    before: dict[str, Incoming], document: dict[str, Incoming], setting: Setting
) -> None:
    known = applied({}, polled(before, {}, Setting(now=NOON - HOUR)))
    changes = polled(document, known, setting)
    assert len(changes.new) + len(changes.edited) + changes.same == len(document)
    after = setting._replace(now=NOON + HOUR)
    repeated = polled(document, applied(known, changes), after)
    assert (repeated.new, repeated.edited, repeated.same) == ((), (), len(document))


@given(windows, windows, settings_, st.data())
def test_the_order_of_a_document_changes_nothing(
    before: dict[str, Incoming],
    document: dict[str, Incoming],
    setting: Setting,
    data: st.DataObject,
) -> None:
    known = applied({}, polled(before, {}, Setting(now=NOON - HOUR)))
    shuffled = dict(data.draw(st.permutations(list(document.items()))))
    one, other = (polled(each, known, setting) for each in (document, shuffled))
    by_id = sorted(one.new, key=lambda each: each.held.id)
    assert by_id == sorted(other.new, key=lambda each: each.held.id)
    edits = sorted(one.edited, key=lambda edit: edit.known.id)
    assert edits == sorted(other.edited, key=lambda edit: edit.known.id)
    assert one.same == other.same


# --- the ids that are published ---


def test_an_id_that_is_an_iri_is_published_unchanged() -> None:
    for name in ("tag:herald.example,2026:1", "https://herald.example/?p=1#x", "urn:isbn:123"):
        assert first(arriving(id=name), f"id:{name}").public_id == name


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("id:42", "42"),
        ("id:herald.example/1", "herald.example/1"),
        ("id:https://", "https://"),
        ("link:https://herald.example/1", "https://herald.example/same-for-all"),
        ("title:A title", "tag:herald.example,2026:same-for-all"),
        ("all:00ff", ""),
    ],
)
def test_where_there_is_no_id_to_publish_one_is_minted(key: str, name: str) -> None:
    public = first(arriving(id=name), key).public_id
    assert UUID(public.removeprefix("urn:uuid:")).version == 5
    assert is_iri(public)


def test_no_two_sources_and_no_two_keys_share_an_id() -> None:
    held = [
        first(arriving(id="not an iri"), key, source)
        for source in ("a", "b", "ab")
        for key in ("id:b", "id:c", "link:b", "bid:b")
    ]
    assert len({one.id for one in held}) == len({one.public_id for one in held}) == len(held)


MINT = """
from datetime import UTC, datetime
from feedsvc.model.entry import Entry
from feedsvc.model.reading import Incoming
from feedsvc.model.record import ABSENT, Names
from feedsvc.store.changes import Setting, compare
from feedsvc.store.identify import Identity, entry_id
key = "title:Ebbe und Flut \\u2013 \\u6f6e"
one = Incoming(names=Names(*[ABSENT] * 6), digest=b"", facts=b"", entry=Entry(), place=0)
named = Identity(entry_id("herald", key), key)
setting = Setting(now=datetime(2026, 3, 1, tzinfo=UTC))
(begun,) = compare("herald", [one], [named], {}, setting).new
print(begun.held.id, begun.held.public_id)
"""


@pytest.mark.parametrize("seed", ["0", "1", "4294967295"])
def test_ids_are_the_same_in_every_process(seed: str) -> None:
    command = [sys.executable, "-c", MINT]
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
    told = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True, timeout=30
    )
    # Written down: another version must give the same, or all is announced again.
    expected = "bf5ef2540ed5e20cdb86 urn:uuid:adf59ca6-7f99-55b2-ab1c-109cd0eb5f90"
    assert told.stdout.strip() == expected


# --- who may edit ---


def test_what_may_not_edit_is_the_same_even_if_it_differs() -> None:
    known = stored(arriving())
    changes = again(known, arriving(b"2", facts=b"g"), edits=False)
    assert (changes.edited, changes.same) == ((), 1)
    setting = Setting(now=NOON, edits=False)
    assert len(compare("herald", [arriving()], [new("id:b")], known, setting).new) == 1


def test_of_two_that_are_one_entry_the_one_that_speaks_for_it_counts() -> None:
    document = [arriving(title=Text(value="first")), arriving(b"2")]
    changes = compare("herald", document, [new(), old(original=False)], {}, Setting(now=NOON))
    assert [one.held.entry.title for one in changes.new] == [Text(value="first")]
    known = stored(arriving())
    for named in ([old(), old(original=False)], [old(original=False), old()]):
        changes = compare("herald", document, named, known, Setting(now=NOON))
        expected = [one.digest for one, who in zip(document, named, strict=True) if who.original]
        assert [edit.digest for edit in changes.edited] == [
            digest for digest in expected if digest != b"1"
        ]


def test_nothing_revives_what_retention_dropped_or_an_operator_withdrew() -> None:
    for state in (State.PURGED, State.WITHDRAWN):
        known = stored(arriving(), state=state)
        changes = again(known, arriving(b"2", updated=NOON))
        assert changes == Changes()


def test_an_entry_that_was_never_stored_is_passed_over() -> None:
    """Beyond the quota of a flood names are known, but no entry."""
    assert again({}, arriving()) == Changes()


# --- the dates of an edit ---


@pytest.mark.parametrize(
    ("claimed", "expected"),
    [
        (None, NOON),
        (NOON - 2 * HOUR, NOON),
        (NOON - timedelta(minutes=30), NOON - timedelta(minutes=30)),
        (NOON + HOUR, NOON),
    ],
)
def test_an_edit_is_dated_by_the_upstream_where_that_can_be(
    claimed: datetime | None, expected: datetime
) -> None:
    (edit,) = again(stored(arriving()), arriving(b"2", updated=claimed)).edited
    assert (edit.updated, edit.update_due, edit.really) == (expected, None, True)


def test_an_edit_never_goes_back_in_time() -> None:
    earlier = NOON - timedelta(days=3650)
    (edit,) = again(stored(arriving()), arriving(b"2"), earlier).edited
    assert edit.updated == NOON - HOUR


def test_published_and_place_are_no_matter_of_an_edit() -> None:
    """They are frozen: an edit has no fields that could move them (defects DF13)."""
    assert not {"published", "sort_at", "first_seen"} & set(Edit.__dataclass_fields__)


def test_moved_dates_alone_are_no_edit() -> None:
    known = stored(arriving(published=NOON - DAY))
    moved = arriving(published=NOON, updated=NOON)
    assert again(known, moved) == Changes(same=1)


def test_facts_are_stored_but_move_no_date() -> None:
    known = stored(arriving())
    (edit,) = again(known, arriving(facts=b"g", updated=NOON)).edited
    assert (edit.really, edit.updated, edit.update_due) == (False, NOON - HOUR, None)
    assert edit.facts == b"g"


def course(known: dict[str, Known], edits: Sequence[datetime], interval: timedelta) -> list[Known]:
    """What is known after each of these edits, each of which brings another text."""
    after = []
    for number, at in enumerate(edits):
        changes = again(known, arriving(b"%d" % (number + 10)), at, update_interval=interval)
        known = applied(known, changes)
        (one,) = known.values()
        after.append(one)
    return after


def test_the_first_edit_moves_updated_at_once() -> None:
    (one,) = course(stored(arriving()), [NOON], DAY)
    assert (one.updated, one.update_due) == (NOON, None)


def test_the_next_waits_for_the_interval_and_is_due_then() -> None:
    _, second, third = course(stored(arriving()), [NOON, NOON + HOUR, NOON + 3 * HOUR], DAY)
    assert (second.updated, second.update_due) == (NOON, NOON + DAY)
    # One that waits already is not put off by another.
    assert (third.updated, third.update_due) == (NOON, NOON + DAY)
    assert third.digest == b"12"


def test_what_waits_is_not_put_off_because_the_entry_grows_older() -> None:
    due = NOON + MINUTE
    known = stored(
        arriving(), at=NOON - 99 * DAY, revision=2, updated=NOON - MINUTE, update_due=due
    )
    (edit,) = again(known, arriving(b"2")).edited
    assert (edit.updated, edit.update_due) == (NOON - MINUTE, due)


def test_what_was_due_counts_as_done_then() -> None:
    moments = [NOON, NOON + HOUR, NOON + 30 * HOUR, NOON + 49 * HOUR]
    *_, third, fourth = course(stored(arriving()), moments, DAY)
    # It was shown as of the hour it was due; this edit is too soon after that.
    assert (third.updated, third.update_due) == (NOON + DAY, NOON + 2 * DAY)
    assert (fourth.updated, fourth.update_due) == (NOON + 2 * DAY, NOON + 3 * DAY)


def test_facts_leave_what_is_due_as_it_is() -> None:
    (_, waiting) = course(stored(arriving()), [NOON, NOON + HOUR], DAY)
    known = {waiting.id: waiting}
    incoming = arriving(waiting.digest, facts=b"g")
    (soon,) = again(known, incoming, NOON + 2 * HOUR, update_interval=DAY).edited
    assert (soon.updated, soon.update_due) == (NOON, NOON + DAY)
    (late,) = again(known, incoming, NOON + 2 * DAY, update_interval=DAY).edited
    assert (late.updated, late.update_due) == (NOON + DAY, None)


@pytest.mark.parametrize(
    ("age", "rest"), [(HOUR, 12 * MINUTE), (5 * HOUR, HOUR), (5 * DAY, DAY), (500 * DAY, DAY)]
)
def test_an_entry_rests_for_a_fifth_of_its_age_and_at_most_a_day(
    age: timedelta, rest: timedelta
) -> None:
    known = stored(arriving(), at=NOON - age, revision=2, updated=NOON - MINUTE)
    (edit,) = again(known, arriving(b"2"), update_interval=timedelta(0)).edited
    assert (edit.updated, edit.update_due) == (NOON - MINUTE, NOON - MINUTE + rest)
    known = stored(arriving(), at=NOON - age, revision=2, updated=NOON - rest)
    (edit,) = again(known, arriving(b"2"), update_interval=timedelta(0)).edited
    assert (edit.updated, edit.update_due) == (NOON, None)


def test_a_text_with_a_nonce_moves_updated_less_than_every_other_poll() -> None:
    polls = [NOON + number * HOUR for number in range(50)]
    after = course(stored(arriving(), at=NOON), polls, timedelta(0))
    assert len({one.updated for one in after}) <= 24


@given(
    st.lists(st.integers(1, 3000), min_size=1, max_size=30),
    st.sampled_from([timedelta(0), HOUR, DAY, 3 * DAY]),
)
def test_updated_never_moves_more_often_than_it_may(gaps: list[int], interval: timedelta) -> None:
    moments = [NOON + sum(gaps[: number + 1]) * MINUTE for number in range(len(gaps))]
    after = course(stored(arriving(), at=NOON), moments, interval)
    shown = sorted({one.updated for one in after if one.updated > NOON})
    assert all(later - before >= interval for before, later in pairwise(shown))
    for one, at in zip(after, moments, strict=True):
        assert one.updated <= at
        assert one.update_due is None or at < one.update_due <= at + max(interval, DAY)
        assert one.update_due is None or one.update_due - one.updated >= interval


# --- the dates of a new entry ---

ABSURD = [None, datetime(1970, 1, 1, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC), NOON + 2 * HOUR]


@pytest.mark.parametrize("claimed", ABSURD)
def test_dates_that_cannot_be_become_first_sight(claimed: datetime | None) -> None:
    held = first(arriving(published=claimed), good_at=NOON - HOUR)
    assert held.published == held.updated == held.sort_at == held.first_seen == NOON
    assert held.entry.published == claimed


@pytest.mark.parametrize("claimed", ABSURD)
def test_on_first_contact_dates_that_cannot_be_put_nothing_on_top(
    claimed: datetime | None,
) -> None:
    held = first(arriving(published=claimed))
    assert held.published == held.updated == held.first_seen == NOON
    assert (held.entry.published, held.sort_at) == (claimed, NOON - DAY)


def test_a_clock_that_is_a_little_fast_dates_nothing_in_the_future() -> None:
    assert first(arriving(published=NOON + HOUR)).published == NOON


def test_published_and_updated_stand_in_for_each_other_and_keep_their_order() -> None:
    morning = NOON - 5 * HOUR
    only_updated = first(arriving(updated=morning))
    assert (only_updated.published, only_updated.updated) == (morning, morning)
    backwards = first(arriving(published=NOON - HOUR, updated=morning))
    assert (backwards.published, backwards.updated) == (NOON - HOUR, NOON - HOUR)


def begun(document: Sequence[Incoming], **setting: object) -> list[Held]:
    """The entries of a document of which all are new."""
    settled = Setting(now=NOON, total=len(document))._replace(**setting)  # type: ignore[arg-type] # fields of Setting
    named = [new(f"id:{number}") for number in range(len(document))]
    return [one.held for one in compare("herald", document, named, {}, settled).new]


def test_undated_entries_keep_the_order_of_their_document() -> None:
    document = [arriving(place=place) for place in range(5)]
    for good_at in (None, NOON - HOUR):
        moments = [held.sort_at for held in begun(document, good_at=good_at)]
        assert sorted(set(moments), reverse=True) == moments


def test_an_archive_keeps_its_dates() -> None:
    """What a source has when it is added stands where it belongs, however old (DF12)."""
    claimed = [NOON - number * 100 * DAY for number in range(20)]
    held = begun([arriving(published=moment) for moment in claimed])
    assert [one.sort_at for one in held] == [one.published for one in held] == claimed


def test_an_archive_without_dates_stands_a_day_apart() -> None:
    held = begun([arriving(place=place) for place in range(5)])
    assert [NOON - one.sort_at for one in held] == [
        (place + 1) * DAY + timedelta(microseconds=place) for place in range(5)
    ]
    assert all(NOON - one.published < HOUR for one in held)


def test_of_an_archive_only_what_has_no_date_is_moved() -> None:
    document = [arriving(place=0, published=NOON - 9 * DAY), arriving(place=1)]
    dated, undated = begun(document)
    assert dated.sort_at == NOON - 9 * DAY
    assert undated.sort_at == NOON - 2 * DAY - timedelta(microseconds=1)


LAST_LOOK = NOON - HOUR


def test_a_late_entry_stands_where_the_last_look_was() -> None:
    recent, late = begun(
        [arriving(published=NOON - 3 * DAY), arriving(published=NOON - MINUTE, place=1)],
        good_at=LAST_LOOK,
    )
    assert LAST_LOOK - MINUTE < late.sort_at <= LAST_LOOK
    assert late.published == NOON - 3 * DAY
    assert recent.sort_at == recent.published == NOON - MINUTE


@given(st.permutations(range(6)))
def test_late_entries_of_one_document_stand_by_their_dates(order: list[int]) -> None:
    document = [arriving(published=NOON - (n + 2) * DAY, place=p) for p, n in enumerate(order)]
    held = sorted(begun(document, good_at=LAST_LOOK), key=lambda one: one.sort_at, reverse=True)
    assert [one.published for one in held] == [NOON - (n + 2) * DAY for n in range(6)]
    assert len({one.sort_at for one in held}) == 6
    assert all(LAST_LOOK - MINUTE < one.sort_at <= LAST_LOOK for one in held)


def returned(count: int, *, total: int, newest: datetime | None) -> list[Held]:
    """So many entries of the past that come at once, beside a truly new one."""
    document = [arriving(published=NOON - (n + 2) * DAY, place=n + 1) for n in range(count)]
    document.append(arriving(published=NOON - MINUTE))
    return begun(document, good_at=LAST_LOOK, total=total, newest=newest)


def test_a_mass_return_is_quiet() -> None:
    fresh, *back = returned(150, total=157, newest=NOON - DAY)
    assert [one.sort_at for one in back] == [one.published for one in back]
    assert fresh.sort_at == NOON - MINUTE


@pytest.mark.parametrize(
    ("count", "total", "newest"),
    [
        (4, 5, NOON - DAY),  # single late ones
        (10, 20, NOON - DAY),  # not the better part of the document
        (10, 11, None),  # nothing to be older than
        (10, 11, NOON - 99 * DAY),  # all of them later than what was there
    ],
)
def test_what_is_no_mass_return_is_seen(count: int, total: int, newest: datetime | None) -> None:
    _, *late = returned(count, total=total, newest=newest)
    assert all(LAST_LOOK - MINUTE < one.sort_at <= LAST_LOOK for one in late)


def test_new_entries_are_held_back_where_the_poll_says_so() -> None:
    assert first(arriving(), state=State.HELD_BACK).state is State.HELD_BACK
    assert first(arriving()).state is State.PUBLISHED


# --- the way back ---


def test_held_back_entries_are_released_by_a_poll_that_is_believed() -> None:
    known = stored(arriving(), state=State.HELD_BACK)
    (uid,) = known
    changes = again(known, arriving())
    assert (changes.restored, changes.edited, changes.same) == ((uid,), (), 1)
    changes = again(known, arriving(b"2"))
    assert (changes.restored, len(changes.edited)) == ((uid,), 1)


def test_a_flood_and_a_guessed_document_release_nothing() -> None:
    known = stored(arriving(), state=State.HELD_BACK)
    assert again(known, arriving(), state=State.HELD_BACK) == Changes(same=1)
    assert again(known, arriving(), edits=False) == Changes(same=1)


TAKEN_BACK = NOON - HOUR


@pytest.mark.parametrize(
    ("published", "updated", "is_back"),
    [
        (None, None, False),
        (TAKEN_BACK, None, False),
        (TAKEN_BACK + MINUTE, None, True),
        (TAKEN_BACK + MINUTE, TAKEN_BACK - MINUTE, False),
        (TAKEN_BACK - DAY, TAKEN_BACK + MINUTE, True),
        (None, NOON + HOUR, True),
        (None, NOON + 2 * HOUR, False),  # a date that cannot be proves nothing
    ],
)
def test_what_a_source_took_back_returns_with_a_later_date_only(
    published: datetime | None, updated: datetime | None, *, is_back: bool
) -> None:
    known = stored(arriving(), state=State.WITHDRAWN, taken_back=TAKEN_BACK)
    changes = again(known, arriving(b"2", published=published, updated=updated))
    assert changes.restored == (tuple(known) if is_back else ())
    assert len(changes.edited) == is_back


def test_a_guessed_document_brings_nothing_back() -> None:
    known = stored(arriving(), state=State.WITHDRAWN, taken_back=TAKEN_BACK)
    assert again(known, arriving(updated=NOON), edits=False) == Changes()


def test_a_correction_is_news_at_once_and_only_once() -> None:
    """Issue 5: what upstream marks as corrected or taken back passes through."""
    plain_entry = Entry(title=Text(value="Tides"))
    due = NOON + HOUR
    known = stored(
        arriving(), at=NOON - 99 * DAY, revision=2, updated=NOON - MINUTE, update_due=due,
        entry=encode.dumps(plain_entry),
    )  # fmt: skip
    marked = arriving(b"2", title=Text(value="Correction: Tides"))
    (edit,) = again(known, marked).edited
    assert (edit.updated, edit.update_due) == (NOON, None)
    corrected = {
        uid: replace(edited(one, edit), entry=encode.dumps(marked.entry))
        for uid, one in known.items()
    }
    (later,) = again(corrected, replace(marked, digest=b"3"), NOON + MINUTE).edited
    assert later.updated == NOON
    assert later.update_due is not None
