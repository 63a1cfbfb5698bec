"""Entries that put a page to the test: what is wide, deep, long, unnamed or runs the other way."""

WIDE = "".join(f"<td>cell{number}</td>" for number in range(60))
DEEP = "<blockquote><ul><li>" * 20 + "at the bottom of it" + "</li></ul></blockquote>" * 20
LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz" * 6
CJK = "灯台日誌がふたたび書き継がれる。" * 12

SOURCES = """
[sources.awkward]
url = "file:awkward.json"
[sources.awkward.permission]
scope = "full"

[sources.spoken]
url = "file:spoken.json"
[sources.spoken.permission]
scope = "full"

[sources.quiet]
url = "file:quiet.json"
[sources.quiet.permission]
scope = "excerpt"
noindex = true
canonical = false
"""


def _item(number: int, title: str, html: str, **more: object) -> dict[str, object]:
    return {
        "id": f"https://awkward.example/{number}",
        "url": f"https://awkward.example/{number}",
        "title": title,
        "content_html": html,
        "date_published": f"2026-02-{number:02}T10:00:00Z",
        "authors": [{"name": "An Author"}],
        "tags": ["one", LONG],
        **more,
    }


FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Awkward",
    "home_page_url": "https://awkward.example/",
    "feed_url": "https://awkward.example/feed.json",
    "language": "en",
    "items": [
        _item(1, "Wide", f"<table><tr>{WIDE}</tr></table><pre>{'x' * 600}</pre>"),
        _item(2, LONG, f"<p>{LONG} <code>{'y' * 400}</code> <a href='/{'z' * 400}'>{LONG}</a></p>"),
        _item(3, "Deep", DEEP),
        _item(
            4,
            "Pictures",
            '<p><img src="https://awkward.example/a.png" width="3000" height="1500"> '
            '<img src="https://awkward.example/b.png" alt="b"></p>'
            '<audio src="https://awkward.example/c.mp3"></audio>'
            '<video src="https://awkward.example/d.mp4" width="3000" height="1500"></video>',
        ),
        _item(
            5,
            "Headings",
            "<h1>Its first</h1><p>a</p><h2>Its second</h2><p>b</p><h1>Its third</h1>",
        ),
        _item(6, "With a picture of its own", "<p>Text</p>", image="https://awkward.example/e.jpg"),
        _item(7, CJK, f"<p>{CJK}</p>", language="ja"),
        _item(
            8, "ספרייה על המזח", "<p>לוקחים ספר, משאירים צדף.</p><ul><li>א</li></ul>", language="he"
        ),
        _item(
            9,
            "Files",
            "<p>Files</p>",
            attachments=[
                {"url": f"https://awkward.example/{LONG}.mp3", "mime_type": "audio/mpeg"},
                {"url": "https://awkward.example/f.mp4", "mime_type": "video/mp4"},
                {"url": "https://awkward.example/g", "mime_type": "text/plain", "title": LONG},
            ],
        ),
        _item(10, "Marks", "<p><mark>marked</mark> <q>quoted</q> <a href='/x'>linked</a></p>"),
    ],
}

QUIET = FEED | {
    "title": "Quiet",
    "home_page_url": "https://quiet.example/",
    "feed_url": "https://quiet.example/feed.json",
    "items": [
        {
            "id": "https://quiet.example/1",
            "url": "https://quiet.example/1",
            "title": "Not for search engines",
            "content_html": "<p>Nothing to be found.</p>",
            "date_published": "2026-02-11T10:00:00Z",
        }
    ],
}

SPOKEN = FEED | {
    "title": "Spoken",
    "home_page_url": "https://spoken.example/",
    "feed_url": "https://spoken.example/feed.json",
    "items": [
        {
            "id": "https://spoken.example/1",
            "title": "The first of them",
            "content_text": "Listen.",
            "date_published": "2026-02-12T10:00:00Z",
            "attachments": [{"url": "https://spoken.example/1.mp3", "mime_type": "audio/mpeg"}],
        }
    ],
}

FEEDS = {"awkward": FEED, "quiet": QUIET, "spoken": SPOKEN}
