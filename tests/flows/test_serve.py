import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from lxml import etree

from feedsvc.errors import NotFoundError, WithdrawnError
from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope
from tests.rig import FORMATS, Rig, item, rss, source

URL = "https://herald.example/feed.xml"
LONG = "A sentence that is part of a long report. " * 30
CREATIVE_COMMONS = "<cc:license>https://creativecommons.org/licenses/by/4.0/</cc:license>"


def permitted(**fields: object) -> Permission:
    return Permission(**fields)  # type: ignore[arg-type] # fields of Permission


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("permission", "more", "words"),
    [
        (permitted(scope=Scope.FULL), "", "all"),
        (permitted(scope=Scope.EXCERPT), "", "some"),
        (permitted(scope=Scope.LINK), "", "none"),
        (permitted(), "", "some"),
        (permitted(), CREATIVE_COMMONS, "all"),
        (permitted(scope=Scope.LINK), CREATIVE_COMMONS, "none"),
    ],
)
def test_scope_is_enforced(
    rig: Rig, form: str, permission: Permission, more: str, words: str
) -> None:
    rig.provision((source(permission=permission),))
    rig.web.pages[URL] = rss(item(1, text=LONG), more=more)
    rig.poll()
    body = rig.documents()[f"all.{form}"].decode()
    shown = body.count("A sentence that is part")
    assert {"all": shown >= 30, "some": 0 < shown < 10, "none": shown == 0}[words]
    assert "First published by" in body
    assert "https://herald.example/1" in body


def test_the_licence_of_an_entry_counts_for_it_alone(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1, text=LONG, more=CREATIVE_COMMONS), item(2, text=LONG))
    rig.poll()
    items = json.loads(rig.documents()["all.json"])["items"]
    lengths = {one["id"][-1]: len(one.get("content_html", "")) for one in items}
    assert lengths["1"] > 1000 > lengths["2"]


@pytest.mark.parametrize("form", FORMATS)
def test_documents_with_an_entry_that_is_not_to_be_indexed_say_so(rig: Rig, form: str) -> None:
    rig.provision((source(permission=permitted(noindex=True, canonical=False)), source("quay")))
    rig.web.pages[URL] = rss(item(1))
    rig.web.pages["https://quay.example/feed.xml"] = rss(item(2), title="The Quay")
    rig.poll()
    publisher = rig.publisher()
    told = {
        name: publisher.document(name, form).noindex
        for name in ("all", "source-herald", "source-quay")
    }
    assert told == {"all": True, "source-herald": True, "source-quay": False}
    canonical = [(one.held.source, one.canonical) for one in publisher.view("all").showings]
    assert sorted(canonical) == [("herald", False), ("quay", True)]


def test_an_embargo_ends_by_itself(rig: Rig) -> None:
    rig.provision((source(permission=permitted(scope=Scope.FULL, embargo=timedelta(hours=24))),))
    rig.web.pages[URL] = rss(item(9))
    rig.poll()
    view = rig.publisher().view("all")
    assert view.showings == ()
    assert view.until is not None
    rig.moment = view.until - timedelta(seconds=1)
    assert rig.publisher().view("all").showings == ()
    rig.moment = view.until
    assert len(rig.publisher().view("all").showings) == 1


def test_a_permission_that_ends_changes_what_is_shown_without_a_poll(rig: Rig) -> None:
    ends = date(2026, 3, 10)
    rig.provision((source(permission=permitted(scope=Scope.FULL, ends=ends)),))
    rig.web.pages[URL] = rss(item(1, text=LONG))
    rig.poll()
    before = rig.publisher().document("all", "rss")
    assert before.until is not None
    assert before.until.date() == ends + timedelta(days=1)
    rig.moment = before.until
    assert len(rig.publisher().document("all", "rss").body) < len(before.body)


def test_a_changed_permission_shows_in_the_running_publisher(rig: Rig) -> None:
    rig.provision((source(permission=permitted(scope=Scope.FULL)),))
    rig.web.pages[URL] = rss(item(1, text=LONG))
    rig.poll()
    publisher = rig.publisher()
    full, generation = publisher.document("all", "atom").body, publisher.generation()
    rig.provision((source(permission=permitted(scope=Scope.LINK)),))
    assert publisher.generation() > generation
    assert LONG.strip() in full.decode()
    assert "A sentence" not in publisher.document("all", "atom").body.decode()


def test_a_poll_without_news_keeps_the_generation(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    publisher = rig.publisher()
    generation = publisher.generation()
    rig.poll()
    assert publisher.generation() == generation


def test_channels_by_list_by_tag_of_all_and_by_source(tmp_path: object) -> None:
    channels = (
        Channel(name="all", title="All", sources=("*",)),
        Channel(name="listed", title="Listed", sources=("quay",)),
        Channel(name="tagged", title="Tagged", tags=("port",)),
        Channel(name="short", title="Short", sources=("*",), limit=1),
    )
    declared = (source("herald", tags=("port",)), source("quay"), source("off", enabled=False))
    rig = Rig(f"sqlite:///{tmp_path}/f.sqlite3", declared, channels)
    rig.web.pages |= {
        URL: rss(item(1), item(2)),
        "https://quay.example/feed.xml": rss(item(3), title="Quay"),
    }
    rig.poll()
    publisher = rig.publisher()
    held = {
        channel.name: [showing.held.source for showing in publisher.view(channel.name).showings]
        for channel in publisher.channels()
    }
    assert held == {
        "all": ["quay", "herald", "herald"],
        "listed": ["quay"],
        "tagged": ["herald", "herald"],
        "short": ["quay"],
        "source-herald": ["herald", "herald"],
        "source-quay": ["quay"],
    }
    for unknown in ("nothing", "source-nothing", "source-off", "herald"):
        with pytest.raises(NotFoundError, match=unknown):
            publisher.view(unknown)


def test_newest_first_whatever_the_order_of_the_document(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(3), item(9), item(5))
    rig.poll()
    moments = [showing.held.sort_at for showing in rig.publisher().view("all").showings]
    assert all(later > earlier for later, earlier in pairwise(moments))


def test_a_restart_and_another_clock_change_no_byte(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    before = {name: rig.publisher().document("all", name) for name in FORMATS}
    rig.moment += timedelta(days=400)
    assert {name: rig.publisher().document("all", name) for name in FORMATS} == before


def test_modified_moves_exactly_when_the_bytes_do(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    first = rig.publisher().document("all", "rss")
    rig.poll()
    assert rig.publisher().document("all", "rss").modified == first.modified
    rig.web.pages[URL] = rss(item(1), item(2))
    rig.poll()
    second = rig.publisher().document("all", "rss")
    assert second.modified > first.modified
    assert second.modified <= rig.now()
    assert second.etag != first.etag != first.gzip_etag


def test_a_source_switched_off_is_published_no_more_and_comes_back(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    before = rig.documents()
    rig.provision((source(enabled=False),))
    assert b"Story 1" not in rig.documents()["all.rss"]
    rig.provision((source(),))
    assert rig.documents() == before


def test_an_entry_page_tells_gone_from_unknown(rig: Rig) -> None:
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    publisher = rig.publisher()
    uid = publisher.view("all").showings[0].held.id
    assert publisher.entry(uid).held.id == uid
    with pytest.raises(NotFoundError):
        publisher.entry("0" * 20)
    rig.database.connection().execute("UPDATE entries SET state = 'withdrawn'")
    with pytest.raises(WithdrawnError, match=uid):
        publisher.entry(uid)


def test_the_operators_title_is_the_one_that_is_credited(rig: Rig) -> None:
    rig.provision((source(title="Herald & Sons"),))
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    root = etree.fromstring(rig.documents()["all.rss"])
    assert root.findtext("channel/item/source") == "Herald & Sons"


def test_opml_lists_what_is_published_and_where_it_comes_from(rig: Rig) -> None:
    rig.provision((source(), replace(source("hidden"), enabled=False)))
    rig.web.pages[URL] = rss(item(1))
    rig.poll()
    published = etree.fromstring(rig.publisher().opml_channels())
    pulled = etree.fromstring(rig.publisher().opml_sources())
    assert published.xpath("//outline/@text")[0] == "All"
    assert pulled.xpath("//outline/@xmlUrl") == [URL]


@pytest.mark.parametrize("form", FORMATS)
def test_b8_when_and_where_the_upstream_is_to_be_asked_is_not_passed_on(
    rig: Rig, form: str
) -> None:
    said = (
        "<ttl>60</ttl><skipHours><hour>1</hour></skipHours><skipDays><day>Sunday</day></skipDays>"
        '<cloud domain="rpc.example" port="80" path="/RPC2" registerProcedure="ping"'
        ' protocol="xml-rpc"/><textInput><title>Find</title><description>Words</description>'
        "<name>q</name><link>https://herald.example/search</link></textInput>"
    )
    rig.web.pages[URL] = rss(item(1), more=said)
    rig.poll()
    body = rig.publisher().document("source-herald", form).body
    for name in ("ttl", "skip", "cloud", "rpc.example", "textInput", "example/search"):
        assert name.encode() not in body
