"""Articles that first appeared elsewhere: the chain, what is shown of them, and whose copy."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from feedsvc.model.channel import Channel
from feedsvc.model.source import Permission, Scope, ThirdParty
from tests.rig import FORMATS, Rig, item, rss, source

HERALD, QUAY = "https://herald.example/feed.xml", "https://quay.example/feed.xml"
LONG = "A sentence of the article that is long enough to be cut somewhere. " * 20
LINE = (
    'This story first appeared on &lt;a href="https://quay.example/tides"&gt;The Quay&lt;/a&gt;'
    " &amp;amp; is reposted here with permission."
)
FREE = (
    'This article is republished from &lt;a href="https://quay.example/tides"&gt;The Quay&lt;/a&gt;'
    ' under a &lt;a href="https://creativecommons.org/licenses/by-nd/4.0/"&gt;Creative Commons'
    "&lt;/a&gt; license."
)
CHANNELS = (Channel(name="all", title="All", sources=("*",)),)


def permission(**fields: object) -> Permission:
    return replace(Permission(scope=Scope.FULL), **fields)  # type: ignore[arg-type] # fields of Permission


def reposted(line: str, number: int = 1, title: str = "") -> str:
    return item(number, title=title, text=f"{LONG}&lt;/p&gt;&lt;p&gt;{line}")


def original(title: str = "The tides of the whole harbour") -> str:
    return (
        item(2, title=title, text=f"{LONG} At the Quay.")
        .replace("https://herald.example/2", "https://quay.example/tides")
        .replace("tag:herald.example,2026:2", "tag:quay.example,2026:tides")
    )


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    made = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (source(permission=permission()),), CHANNELS)
    yield made
    made.database.close()


def shown(rig: Rig, channel: str = "all") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(rig.documents()[f"{channel}.json"])["items"]
    return found


@pytest.mark.parametrize(
    ("third_party", "line", "length"),
    [
        (ThirdParty.EXCERPT, LINE, 500),
        (ThirdParty.HOLD, LINE, None),
        (ThirdParty.ALLOW, LINE, 2000),
        (ThirdParty.EXCERPT, FREE, 2000),
        (ThirdParty.HOLD, FREE, 2000),
        (ThirdParty.HOLD, "This story first appeared on The Harbour Herald.", 2000),
        (ThirdParty.HOLD, "The first lighthouse appeared on this quay.", 2000),
    ],
)
def test_who_reposts_with_permission_cannot_pass_that_on(
    rig: Rig, third_party: ThirdParty, line: str, length: int | None
) -> None:
    rig.provision((source(permission=permission(on_third_party=third_party)),))
    rig.web.pages[HERALD] = rss(reposted(line))
    rig.poll()
    texts = [one["content_html"] for one in shown(rig)]
    assert len(texts) == (length is not None)
    if length:
        assert length - 500 < len(texts[0]) < length


@pytest.mark.parametrize("form", FORMATS)
def test_the_chain_begins_where_the_article_says_and_every_format_passes_it_on(
    rig: Rig, form: str
) -> None:
    rig.web.pages[HERALD] = rss(reposted(LINE))
    rig.poll()
    body = rig.documents()[f"all.{form}"].decode()
    assert "The Quay" in body
    assert "https://quay.example/" in body
    assert HERALD in body  # the way it came
    (one,) = shown(rig)
    assert one["_feedsvc"]["source"]["title"] == "The Quay"
    assert [hop["feed_url"] for hop in one["_feedsvc"]["via"]] == [HERALD]
    assert "First published by" in one["content_html"]
    assert ">The Quay</a>" in one["content_html"]


def test_a_channel_of_both_shows_the_copy_of_the_origin_whatever_their_order(rig: Rig) -> None:
    title = "The tides of the whole harbour"
    rig.web.pages |= {HERALD: rss(reposted(LINE, title="Tides, reposted")), QUAY: rss(original())}
    for declared in (("herald", "quay"), ("quay", "herald")):
        rig.provision(tuple(source(name, permission=permission()) for name in declared))
        rig.poll()
        assert [one["title"] for one in shown(rig)] == [title]
        assert shown(rig)[0]["_feedsvc"]["via"] == []
        assert [one["title"] for one in shown(rig, "source-herald")] == ["Tides, reposted"]


def test_its_name_and_a_telling_title_do_as_well_as_a_link(rig: Rig) -> None:
    title = "The tides of the whole harbour"
    line = "This story first appeared on The Quay and is reposted with permission."
    rig.provision((source(permission=permission()), source("quay", permission=permission())))
    rig.web.pages |= {
        HERALD: rss(reposted(line, title=title)),
        QUAY: rss(original(), title="The Quay"),
    }
    rig.poll()
    (one,) = shown(rig)
    assert one["id"] == "tag:quay.example,2026:tides"


def test_stories_of_one_short_title_are_not_taken_for_one(rig: Rig) -> None:
    line = "This story first appeared on The Quay and is reposted with permission."
    rig.provision((source(permission=permission()), source("quay", permission=permission())))
    rig.web.pages |= {
        HERALD: rss(reposted(line, title="Morning briefing")),
        QUAY: rss(original("Morning briefing"), title="The Quay"),
    }
    rig.poll()
    assert len(shown(rig)) == 2


def test_the_line_of_ours_comes_back_once(rig: Rig, tmp_path: Path) -> None:
    rig.web.pages[HERALD] = rss(item(1, text=LONG))
    rig.poll()
    ours = rig.documents()["source-herald.atom"]
    again = Rig(
        f"sqlite:///{tmp_path}/again.sqlite3",
        (source("ours", permission=permission(on_third_party=ThirdParty.ALLOW)),),
        CHANNELS,
    )
    again.web.pages["https://ours.example/feed.xml"] = ours
    again.poll()
    (one,) = shown(again)
    assert one["content_html"].count("First published by") == 1
    assert one["content_html"].endswith("</a>.</p>")
    again.database.close()


def test_a_line_that_the_source_writes_itself_stands_once_and_leads_to_the_origin(rig: Rig) -> None:
    template = "This story first appeared on {source} & is reposted here with permission."
    allowed = permission(on_third_party=ThirdParty.ALLOW, attribution=template)
    rig.provision((source(permission=allowed),))
    rig.web.pages[HERALD] = rss(reposted(LINE))
    rig.poll()
    (one,) = shown(rig)
    assert one["content_html"].count("first appeared on") == 1
    assert one["content_html"].endswith(
        '<p class="attribution">This story first appeared on <a href="https://quay.example/tides">'
        "The Quay</a> &amp; is reposted here with permission.</p>"
    )


def test_an_excerpt_carries_the_line_once_too(rig: Rig) -> None:
    rig.provision((source(permission=permission(scope=Scope.EXCERPT)),))
    own = (
        "First published by &lt;a href='https://herald.example/1'&gt;The Harbour Herald&lt;/a&gt;."
    )
    rig.web.pages[HERALD] = rss(item(1, text=f"Short.&lt;/p&gt;&lt;p&gt;{own}"))
    rig.poll()
    (one,) = shown(rig)
    assert one["content_html"].count("First published by") == 1
