"""DF36: what opens the door to a feed is told to nobody."""

from pathlib import Path

import orjson
import pytest

from feedsvc.model.source import Source
from tests.flows.subscriber import atom
from tests.rig import Rig, rss

CANARY = "c4n4ry"
PLACE = f"https://user:{CANARY}@club.example/feed?key={CANARY}&lang=en&feed_token={CANARY}"

_ITEM = (
    "<item><guid>1</guid><title>Minutes</title>"
    '<description>&lt;p&gt;&lt;a href="#note"&gt;1&lt;/a&gt; &lt;img src="?p=1"&gt;'
    '&lt;a href=""&gt;here&lt;/a&gt;&lt;/p&gt;</description></item>'
)
_ENTRY = (
    "<entry><id>tag:club.example,2026:1</id><title>Minutes</title>"
    "<updated>2026-03-01T01:00:00Z</updated>"
    '<link href="#minutes"/>'
    '<content type="html">&lt;a href="#note"&gt;1&lt;/a&gt;</content></entry>'
)
_SELF = PLACE.replace("&", "&amp;")
_ITSELF = "".join(
    f'<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="{rel}" href="{_SELF}"/>'
    for rel in ("self", "next", "alternate", "search")
)
_RSS = rss(_ITEM, more=_ITSELF)
_WITHOUT = rss(_ITEM).replace(b"<link>https://herald.example/</link>", b"<link>#top</link>")
_ATOM = atom(_ENTRY).replace(
    b"<entry>", f'<id>{_SELF}</id><link rel="self" href="{_SELF}"/><entry>'.encode(), 1
)
_JSON = orjson.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Club",
        "feed_url": PLACE,
        "home_page_url": PLACE,
        "items": [{"id": "1", "content_html": '<a href="#n">1</a>'}],
    }
)


@pytest.mark.parametrize("document", [_RSS, _WITHOUT, _ATOM, _JSON])
def test_df36_a_secret_of_an_address_is_in_nothing_that_is_published(
    tmp_path: Path, document: bytes
) -> None:
    rig = Rig(f"sqlite:///{tmp_path}/f.sqlite3", (Source(name="club", url=PLACE),))
    rig.web.pages[PLACE.replace(f"user:{CANARY}@", "")] = document  # they go as a header
    assert rig.poll()["club"].new == 1
    publisher = rig.publisher()
    published = list(rig.documents().values())
    published += [publisher.opml_sources(), publisher.opml_channels()]
    assert [text for text in published if CANARY.encode() in text] == []
    assert b"https://club.example/feed?lang=en" in publisher.opml_sources()
    rig.database.close()
