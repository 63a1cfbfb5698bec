"""DF17, DF23 and DF30 to DF32: what an upstream takes back, and what it only seems to."""

import pytest

from feedsvc.model.source import Health
from feedsvc.net.http import Response
from tests.flows.subscriber import (
    FULL,
    atom,
    atom_entry,
    deleted,
    etags,
    everywhere,
    ids,
    only,
    seen,
    state,
    story,
    titles,
    tombstones,
)
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
QUAY = "https://quay.example/feed.xml"
HERALD = "https://herald.example"
FIRST, SECOND, THIRD = (f"tag:herald.example,2026:{number}" for number in (1, 2, 3))


def test_df17_an_edit_moves_updated_and_keeps_id_and_published(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    before = only(rig)
    rig.web.pages[URL] = rss(item(1, text="Corrected."))
    rig.poll()
    after = only(rig)
    assert after[:4] == before[:4]
    assert after.updated == rig.now() > before.updated
    assert all("Corrected." in one.body for form in FORMATS for one in seen(rig, "all", form))


def test_df17_an_upstreams_tombstone_removes_the_entry_from_every_format(rig: Rig) -> None:
    rig.web.pages[URL] = atom(atom_entry(2), atom_entry(1))
    rig.poll()
    assert ids(everywhere(rig)) == [SECOND, FIRST]
    rig.web.pages[URL] = atom(deleted(1), atom_entry(2))
    rig.poll()
    assert ids(everywhere(rig)) == ids(everywhere(rig, "source-herald")) == [SECOND]
    assert tombstones(rig) == tombstones(rig, "source-herald") == [FIRST]


def test_df17_every_tombstone_of_a_document_counts(rig: Rig) -> None:
    rig.web.pages[URL] = atom(*map(atom_entry, (3, 2, 1)))
    rig.poll()
    rig.web.pages[URL] = atom(deleted(1), deleted(3), atom_entry(2))
    rig.poll()
    assert ids(everywhere(rig)) == [SECOND]
    assert sorted(tombstones(rig)) == [FIRST, THIRD]


def test_df17_what_was_taken_back_stays_away_once_the_tombstone_is_gone(rig: Rig) -> None:
    rig.web.pages[URL] = atom(atom_entry(2), atom_entry(1))
    rig.poll()
    rig.web.pages[URL] = atom(deleted(1), atom_entry(2))
    rig.poll()
    before = rig.documents()
    rig.web.pages[URL] = atom(atom_entry(3), atom_entry(2))
    rig.poll()
    assert ids(everywhere(rig)) == [THIRD, SECOND]
    assert tombstones(rig) == [FIRST]
    assert rig.documents() != before


def test_df17_a_tombstone_for_the_entry_of_another_source_does_nothing(rig: Rig) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages |= {URL: atom(atom_entry(1)), QUAY: atom(deleted(1), atom_entry(2))}
    rig.poll("herald")
    rig.poll("quay")
    assert ids(everywhere(rig, "source-herald")) == [FIRST]
    assert ids(everywhere(rig)) == [SECOND, FIRST]
    assert tombstones(rig) == []


PAGE = b"<!doctype html><html><head><title>Sorry</title></head><body><p>503</p></body></html>"
ANSWERS = {
    "500": Response(URL, 500, {"content-type": "text/html"}, PAGE),
    "500 with a feed": Response(URL, 500, {}, rss(item(9, title="Internal error"))),
    "HTML": Response(URL, 200, {"content-type": "text/html"}, PAGE),
    "HTML called a feed": Response(URL, 200, {"content-type": "application/rss+xml"}, PAGE),
    "404": Response(URL, 404, {}, PAGE),
    "nothing": Response(URL, 200, {}, b""),
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_df23_an_error_upstream_changes_no_byte(rig: Rig, answer: str) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    documents, tags = rig.documents(), etags(rig)
    rig.web.pages[URL] = ANSWERS[answer]
    assert rig.poll()["herald"].outcome == "failed"
    assert (rig.documents(), etags(rig)) == (documents, tags)
    rig.web.pages[URL] = rss(item(1), item(2))
    assert rig.poll()["herald"].new == 0
    assert rig.documents() == documents


NO_LINK = rss(item(1)).replace(b"<link>https://herald.example/</link>", b"", 1)
NO_TITLE = rss(item(1)).replace(b"<title>The Harbour Herald</title>", b"", 1)
NOTHING_AT_ALL = rss(item(1)).replace(
    b"<title>The Harbour Herald</title><link>https://herald.example/</link>"
    b"<description>News of the harbour</description>",
    b"",
)


@pytest.mark.parametrize(
    "odd", [NO_LINK, NO_TITLE, NOTHING_AT_ALL], ids=["link", "title", "anything"]
)
def test_df30_a_feed_that_lacks_something_of_itself_is_shown_beside_the_others(
    rig: Rig, odd: bytes
) -> None:
    rig.provision((source(), source("quay")))
    rig.web.pages |= {URL: odd, QUAY: rss(item(2), title="The Quay")}
    rig.poll()
    assert titles(everywhere(rig)) == ["Story 2", "Story 1"]
    assert titles(everywhere(rig, "source-herald")) == ["Story 1"]


ODD_ITEMS = {
    "link": story("Odd", guid="odd", date="Sun, 01 Mar 2026 08:00:00 GMT"),
    "title": story(link=f"{HERALD}/odd", text="Odd"),
    "date": story("Odd", f"{HERALD}/odd", "odd"),
    "a date that is one": story("Odd", f"{HERALD}/odd", date="soon"),
    "a link that is one": story("Odd", "http://[", "odd"),
    "everything but a title": story("Odd"),
    "everything but text": story(text="Odd"),
}


@pytest.mark.parametrize("lack", ODD_ITEMS)
def test_df30_an_item_that_lacks_something_is_shown_beside_the_others(rig: Rig, lack: str) -> None:
    rig.provision((source(permission=FULL),))
    rig.web.pages[URL] = rss(item(1), ODD_ITEMS[lack], item(2))
    assert rig.poll()["herald"].new == 3
    shown = everywhere(rig)
    assert {"Story 1", "Story 2"} <= set(titles(shown))
    assert sum("Odd" in (one.title + one.body) for one in shown) == 1


def test_df30_an_item_of_nothing_costs_only_itself(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), "<item/>", item(2))
    rig.poll()
    assert titles(everywhere(rig)) == ["Story 2", "Story 1"]


WHOLE = rss(item(1), item(2), item(3))
START, END = WHOLE.rindex(b"<item>"), WHOLE.rindex(b"</item>")


@pytest.mark.parametrize("cut", [*range(START + 6, END, 23), END])
def test_df31_bytes_that_end_within_an_item_publish_nothing_of_it(rig: Rig, cut: int) -> None:
    rig.web.pages[URL] = WHOLE[:cut]
    assert rig.poll()["herald"].new == 2
    assert titles(everywhere(rig)) == ["Story 2", "Story 1"]
    rig.web.pages[URL] = WHOLE
    assert rig.poll()["herald"].new == 1
    third = everywhere(rig)[0]
    assert (third.title, third.link) == ("Story 3", f"{HERALD}/3")
    assert "Text of story 3." in third.body


def test_df31_a_cut_within_a_known_item_is_no_edit_of_it(rig: Rig) -> None:
    rig.web.pages[URL] = WHOLE
    rig.poll()
    documents = rig.documents()
    for cut in (END - 20, START + 40, WHOLE.index(b"Text of story 2") + 4):
        rig.web.pages[URL] = WHOLE[:cut]
        account = rig.poll()["herald"]
        assert (account.new, account.updated) == (0, 0)
        assert rig.documents() == documents


@pytest.mark.parametrize("title", ["The Harbour Herald", "This domain is for sale"])
def test_df32_an_empty_feed_changes_no_byte_and_is_flagged(rig: Rig, title: str) -> None:
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    rig.poll()
    documents, tags = rig.documents(), etags(rig)
    rig.web.pages[URL] = rss(title=title)
    rig.poll()
    assert (rig.documents(), etags(rig)) == (documents, tags)
    assert state(rig).health is Health.DEGRADED
    assert state(rig).problem


def test_df32_a_feed_that_is_whole_again_is_well_and_brings_no_news(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    rig.poll()
    documents = rig.documents()
    rig.web.pages[URL] = rss()
    rig.poll()
    rig.web.pages[URL] = rss(item(1), item(2), item(3))
    assert rig.poll()["herald"].new == 0
    assert rig.documents() == documents
    assert state(rig).health is Health.OK


def test_df32_a_short_feed_deletes_nothing(rig: Rig) -> None:
    rig.web.pages[URL] = rss(*map(item, range(1, 10)))
    rig.poll()
    documents, tags = rig.documents(), etags(rig)
    for left in (range(9, 10), range(4, 6), range(1, 2)):
        rig.web.pages[URL] = rss(*map(item, left))
        account = rig.poll()["herald"]
        assert (account.new, account.updated) == (0, 0)
        assert (rig.documents(), etags(rig)) == (documents, tags)
    rig.web.pages[URL] = rss(*map(item, range(1, 10)))
    assert rig.poll()["herald"].new == 0
