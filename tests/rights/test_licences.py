import pytest

from feedsvc.model.entry import Entry, Hop, Text, TextKind
from feedsvc.rights.licences import declared

CC = "https://creativecommons.org/licenses/"
BY, SA = f"{CC}by/4.0/", f"{CC}by-sa/4.0/"
TERMS = "https://news.example/terms"
RESERVED = "https://rightsstatements.org/vocab/InC/1.0/"
ALL = "LicenseRef-All-Rights-Reserved"


def told(entry: Entry, feed: Hop) -> list[tuple[str, str]]:
    return [(one.licence.id, one.by) for one in declared(entry, feed)]


def an_entry(*licences: str, rights: str | None = None) -> Entry:
    return Entry(licences=licences, rights=None if rights is None else Text(value=rights))


def a_feed(*covering: str, licences: tuple[str, ...] = (), rights: str | None = None) -> Hop:
    return Hop(
        title="Herald",
        licences=(*covering, *licences),
        covering=covering,
        rights=None if rights is None else Text(value=rights),
    )


FREE = a_feed(SA, rights="CC BY-SA 4.0")


@pytest.mark.parametrize(
    ("entry", "feed", "expected"),
    [
        (an_entry(), a_feed(), []),
        (an_entry(BY), a_feed(), [("CC-BY-4.0", "the entry")]),
        (an_entry(TERMS, BY), FREE, [("CC-BY-4.0", "the entry")]),
        (an_entry(rights="CC BY 4.0"), FREE, [("CC-BY-4.0", "the entry's rights")]),
        (an_entry(BY, rights="CC BY 4.0"), FREE, [("CC-BY-4.0", "the entry")]),
        (an_entry(BY, rights="CC BY"), FREE, [("CC-BY-4.0", "the entry")]),
        (
            an_entry(BY, rights="or CC BY-NC 4.0"),
            FREE,
            [("CC-BY-4.0", "the entry"), ("CC-BY-NC-4.0", "the entry's rights")],
        ),
        (an_entry(BY, rights="All rights reserved"), FREE, [("CC-BY-4.0", "the entry")]),
        (an_entry(rights="All rights reserved"), FREE, [(ALL, "the entry's rights")]),
        (an_entry(RESERVED), FREE, [(ALL, "the entry")]),
        (an_entry(), FREE, [("CC-BY-SA-4.0", "its feed")]),
        (an_entry(rights="© Ann"), FREE, [("CC-BY-SA-4.0", "its feed")]),
        (an_entry(), a_feed(rights="CC BY 4.0"), [("CC-BY-4.0", "its feed's rights")]),
        (an_entry(), a_feed(rights="All rights reserved"), [(ALL, "its feed's rights")]),
        (
            an_entry(),
            a_feed(SA, rights="All rights reserved"),
            [("CC-BY-SA-4.0", "its feed")],
        ),
    ],
)
def test_what_an_entry_declares_stands_before_its_feed(
    entry: Entry, feed: Hop, expected: list[tuple[str, str]]
) -> None:
    assert told(entry, feed) == expected


def test_a_link_of_a_feed_does_not_cover_its_entries() -> None:
    assert told(an_entry(), a_feed(licences=(BY,))) == []


def test_rights_of_an_entry_take_the_place_of_those_of_its_feed() -> None:
    assert told(an_entry(rights="© Ann"), a_feed(rights="CC BY 4.0")) == []


def test_a_licence_of_its_own_that_nobody_knows_takes_the_place_of_that_of_its_feed() -> None:
    assert told(an_entry(TERMS), FREE) == []


def test_rights_in_html_are_read_with_their_links() -> None:
    rights = Text(value=f'<a href="{BY}">Terms</a>', kind=TextKind.HTML)
    found = declared(Entry(rights=rights), a_feed())
    assert [one.licence.id for one in found] == ["CC-BY-4.0"]
