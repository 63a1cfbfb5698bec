"""What is withdrawn or revoked is gone everywhere, and stays gone (defects DF34)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from werkzeug.test import Client

from feedsvc.errors import FeedsvcError, NotFoundError
from feedsvc.flows import curate
from feedsvc.model.channel import Channel
from feedsvc.model.held import Held, State
from feedsvc.model.source import Permission, Scope
from feedsvc.store import entries, permissions, sources, tombstones
from feedsvc.web.app import create_app
from tests.flows.subscriber import chain
from tests.rig import FORMATS, Rig, item, rss, source

HERALD, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"
FULL = Permission(scope=Scope.FULL)
TWO = (source(permission=FULL), source("quay", permission=FULL))
CHANNELS = (Channel(name="all", title="All", sources=("*",), limit=3),)
MARK = "words that nobody may read any more"
GUID = "tag:herald.example,2026:2"


def copied(number: int, *, guid: str, link: str = "", text: str = MARK) -> str:
    """An item with a name of one of the Herald's and one of its own."""
    return (
        item(number, text=text)
        .replace(f"tag:herald.example,2026:{number}", guid)
        .replace(
            f"<link>https://herald.example/{number}",
            f"<link>{link}" if link else "<link>https://herald.example/2",
        )
    )


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", TWO, CHANNELS)
    made.web.pages |= {
        HERALD: rss(*(item(n, text=MARK if n == 2 else "") for n in range(1, 9))),
        QUAY: rss(item(9)),
    }
    made.poll()
    made.documents()  # which seals what is old
    yield made
    made.database.close()


def everything(rig: Rig) -> str:
    """All that a client can get."""
    publisher = rig.publisher()
    bodies = [document.decode() for document in rig.documents().values()]
    bodies += [one.decode() for form in FORMATS for one in chain(publisher, form=form)]
    client = Client(create_app(publisher))
    paths = ["/", "/channels/all", "/channels/source-herald", "/channels/source-quay"]
    paths += [f"/entries/{one.id}" for one in stored(rig).values()]
    bodies += [client.get(path).text for path in paths]
    return "\n".join(bodies)


def stored(rig: Rig) -> dict[str, Held]:
    listed = entries.listed(rig.database.statements(), [], most=99)
    return {f"{one.source} {one.public_id}": one for one in listed}


def status(rig: Rig, name: str) -> int:
    client = Client(create_app(rig.publisher()))
    return client.get(f"/entries/{stored(rig)[name].id}").status_code


def test_it_is_found_before(rig: Rig) -> None:
    assert MARK in everything(rig)
    assert status(rig, f"herald {GUID}") == 200


@pytest.mark.parametrize("ref", ["ours", GUID, "https://herald.example/2"])
def test_by_whatever_name_it_is_gone_from_everything(rig: Rig, ref: str) -> None:
    ours = stored(rig)[f"herald {GUID}"].id
    curate.withdraw(rig.database, [ours if ref == "ours" else ref], "asked", rig.now(), "Ada")
    assert MARK not in everything(rig)
    assert status(rig, f"herald {GUID}") == 410
    withdrawal = tombstones.withdrawal(rig.database.statements(), ours)
    assert withdrawal == (rig.now(), "operator", "asked", "Ada", None)


COPIES = {
    "the same id": copied(2, guid=GUID, link="https://quay.example/2"),
    "the same address": copied(2, guid="tag:quay.example,2026:2"),
    "the same address by https": copied(
        2, guid="tag:quay.example,2026:2", link="http://herald.example/2"
    ),
}


@pytest.mark.parametrize("copy", COPIES)
def test_copies_that_other_sources_carry_go_with_it_and_come_back_with_it(
    rig: Rig, copy: str
) -> None:
    rig.web.pages[QUAY] = rss(COPIES[copy], item(9))
    rig.poll("quay")
    gone = curate.withdraw(rig.database, [stored(rig)[f"herald {GUID}"].id], "", rig.now(), "Ada")
    assert {one.source for one in gone} == {"herald", "quay"}
    assert MARK not in everything(rig)
    back = curate.restore(rig.database, [gone[0].id], rig.now())
    assert {one.source for one in back} == {"herald", "quay"}
    rig.poll()
    assert MARK in everything(rig)


@pytest.mark.parametrize("copy", COPIES)
def test_no_other_source_brings_it_back(rig: Rig, copy: str) -> None:
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    rig.web.pages[QUAY] = rss(COPIES[copy], item(9), item(10))
    rig.poll()
    assert MARK not in everything(rig)
    states = {name: one.state for name, one in stored(rig).items() if name.startswith("quay")}
    assert list(states.values()).count(State.WITHDRAWN) == 1
    assert list(states.values()).count(State.PUBLISHED) == 2


def test_names_that_it_comes_to_have_later_are_kept_away_too(rig: Rig) -> None:
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    moved = item(2, text=MARK).replace("herald.example/2<", "herald.example/moved<")
    rig.web.pages[HERALD] = rss(moved, *map(item, range(3, 9)))
    rig.poll()
    rig.web.pages[QUAY] = rss(
        copied(2, guid="tag:quay.example,2026:7", link="https://herald.example/moved"), item(9)
    )
    rig.poll()
    assert MARK not in everything(rig)


def test_an_entry_that_takes_such_a_name_later_goes_too(rig: Rig) -> None:
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    rig.web.pages[QUAY] = rss(
        copied(2, guid="tag:quay.example,2026:7", link="https://quay.example/2", text="Other"),
        item(9),
    )
    rig.poll()
    rig.web.pages[QUAY] = rss(copied(2, guid="tag:quay.example,2026:7"), item(9))
    rig.poll()
    assert MARK not in everything(rig)


SPELLINGS = [
    "https://herald.example/2?utm_source=quay",
    "https://herald.example/2/",
    "https://www.herald.example/2",
    "https://herald.example:443/2",
    "https://herald.example/2#comments",
    "https://herald.example/%32",
]


@pytest.mark.parametrize("link", SPELLINGS)
def test_another_spelling_of_the_address_is_the_same_address(rig: Rig, link: str) -> None:
    copy = copied(2, guid="tag:quay.example,2026:2", link=link)
    rig.web.pages[QUAY] = rss(copy, item(9))
    rig.poll("quay")
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    assert MARK not in everything(rig)
    late = copied(3, guid="tag:quay.example,2026:3", link=link)
    rig.web.pages[QUAY] = rss(copy, late, item(9))
    rig.poll("quay")
    assert MARK not in everything(rig)


def spam(link: str) -> str:
    return copied(7, guid="tag:quay.example,2026:spam", link=link, text="Buy this")


def test_a_stranger_who_takes_an_address_takes_nothing_of_its_owner_away(rig: Rig) -> None:
    for number in (1, 3, 4):
        rig.web.pages[QUAY] = rss(spam(f"https://herald.example/{number}"), item(9))
        rig.poll("quay")
    gone = curate.withdraw(rig.database, ["tag:quay.example,2026:spam"], "spam", rig.now(), "Ada")
    assert [one.source for one in gone] == ["quay"]
    for number in (5, 6):
        rig.web.pages[QUAY] = rss(spam(f"https://herald.example/{number}"), item(9))
        rig.poll("quay")
    edited = [item(n, text=f"Edited {n}") for n in range(1, 12)]
    rig.web.pages[HERALD] = rss(*edited)
    rig.poll("herald")
    states = [one.state for name, one in stored(rig).items() if name.startswith("herald")]
    assert set(states) == {State.PUBLISHED}


def test_what_was_withdrawn_before_does_not_come_back_with_another(rig: Rig) -> None:
    rig.web.pages[QUAY] = rss(spam("https://herald.example/2"), item(9))
    rig.poll("quay")
    curate.withdraw(rig.database, ["tag:quay.example,2026:spam"], "spam", rig.now(), "Ada")
    rig.poll()
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    back = curate.restore(rig.database, [stored(rig)[f"herald {GUID}"].id], rig.now())
    assert [one.source for one in back] == ["herald"]
    assert "Buy this" not in everything(rig)


def test_an_id_that_is_one_only_within_its_feed_bars_nothing_elsewhere(rig: Rig) -> None:
    local = item(2, text="Local").replace("tag:herald.example,2026:2", "2")
    local = local.replace("herald.example/2<", "herald.example/local<")
    rig.web.pages[HERALD] = rss(local, *map(item, range(3, 9)))
    rig.poll("herald")
    curate.withdraw(rig.database, ["https://herald.example/local"], "", rig.now(), "Ada")
    other = item(2, text="Another").replace("tag:herald.example,2026:2", "2")
    rig.web.pages[QUAY] = rss(other.replace("herald.example/2<", "quay.example/2<"), item(9))
    rig.poll()
    assert "Another" in everything(rig)


def test_what_was_withdrawn_survives_a_new_process_and_later_polls(rig: Rig) -> None:
    curate.withdraw(rig.database, [GUID], "asked", rig.now(), "Ada")
    again = Rig(rig.database.url, TWO, CHANNELS)
    again.web = rig.web
    again.moment = rig.moment
    for number in range(3):
        again.web.pages[HERALD] = rss(item(2, text=f"{MARK} {number}"), *map(item, range(3, 9)))
        again.poll()
    assert MARK not in everything(again)
    again.database.close()


# --- the whole of a source --------------------------------------------------------


def test_a_revoked_source_is_gone_and_is_not_asked_any_more(rig: Rig) -> None:
    gone = curate.revoke(rig.database, "herald", "the contract ended", rig.now(), "Ada")
    assert len(gone) == 8
    found = everything(rig)
    assert MARK not in found
    assert "<title>Story" not in rig.publisher().document("source-herald", "atom").body.decode()
    assert "the contract ended" in rig.documents()["all.atom"].decode()
    assert status(rig, f"herald {GUID}") == 410
    own = rig.documents()
    assert not any(name.startswith("source-herald") for name in own)  # it is listed no more
    document = rig.publisher().document("source-herald", "atom").body.decode()
    assert "deleted-entry" in document
    assert "News of the harbour" not in document
    assert HERALD.encode() not in rig.publisher().opml_sources()
    assert set(rig.poll()) == {"quay"}
    assert "Story 9" in everything(rig)


def test_a_revoked_source_stays_so_whatever_the_configuration_says(rig: Rig) -> None:
    curate.revoke(rig.database, "herald", "", rig.now(), "Ada")
    rig.provision((replace(TWO[0], title="Anew"), TWO[1]))
    assert MARK not in everything(rig)
    assert set(rig.poll()) == {"quay"}


def test_what_a_revocation_took_comes_back_and_nothing_else(rig: Rig) -> None:
    curate.withdraw(rig.database, ["tag:herald.example,2026:3"], "", rig.now(), "Ada")
    curate.revoke(rig.database, "herald", "", rig.now(), "Ada")
    back = curate.reinstate(rig.database, "herald", rig.now(), "Bo")
    assert len(back) == 7
    assert MARK in everything(rig)
    assert stored(rig)["herald tag:herald.example,2026:3"].state is State.WITHDRAWN
    assert set(rig.poll()) == {"herald", "quay"}


def test_the_history_of_a_permission_tells_who_did_what_when_and_why(rig: Rig) -> None:
    given = rig.now()
    curate.revoke(rig.database, "herald", "ended", rig.now(), "Ada")
    curate.reinstate(rig.database, "herald", rig.now(), "Bo")
    smaller = Permission(scope=Scope.LINK)
    rig.provision((replace(TWO[0], permission=smaller), TWO[1]))
    history = permissions.history(rig.database.statements(), "herald")
    assert [(one.by, one.change, one.reason, one.permission.scope) for one in history] == [
        ("", "given", "", Scope.FULL),
        ("Ada", "revoked", "ended", Scope.FULL),
        ("Bo", "restored", "", Scope.FULL),
        ("", "changed", "", Scope.LINK),
    ]
    assert all(one.at <= given for one in history)


def test_nothing_is_recorded_where_nothing_changed(rig: Rig) -> None:
    curate.reinstate(rig.database, "herald", rig.now(), "Bo")
    rig.provision((replace(TWO[0], title="Anew"), TWO[1]))
    assert len(permissions.history(rig.database.statements(), "herald")) == 1


@pytest.mark.parametrize("name", ["nobody", ""])
def test_there_must_be_such_a_source(rig: Rig, name: str) -> None:
    with pytest.raises(NotFoundError, match="there is no source"):
        curate.revoke(rig.database, name, "", rig.now(), "Ada")
    with pytest.raises(NotFoundError, match="there is no source"):
        curate.reinstate(rig.database, name, rig.now(), "Ada")


def test_what_is_read_while_the_permission_is_taken_back_is_not_shown(rig: Rig) -> None:
    """A poll that was under way stores what it read; nobody sees it."""
    with rig.database.transaction() as statements:
        generation = sources.next_generation(statements)
        stored_ = sources.named(statements, "herald")
        sources.revoke(statements, stored_, generation, revoked=True)
    assert MARK not in everything(rig)


def test_an_entry_of_a_revoked_source_is_not_restored_alone(rig: Rig) -> None:
    curate.revoke(rig.database, "herald", "", rig.now(), "Ada")
    with pytest.raises(FeedsvcError, match="feedsvc sources restore herald brings all of it back"):
        curate.restore(rig.database, [GUID], rig.now())
    assert status(rig, f"herald {GUID}") == 410
