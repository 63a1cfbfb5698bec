"""A site on loopback that announces a feed, and answers wrong until it is mended."""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from xml.sax.saxutils import escape

from tests.first_hour.times import before

TITLE = "The Quayside Courier"
ARTICLES = ("Ferry back in service", "New lamps for the mole", "Herring come early")
PASSAGES = 8  # so that the whole text is longer than an excerpt
_PAGE = """<!doctype html><html><head><title>{title}</title>
<link rel="alternate" type="application/rss+xml" title="{title}" href="/news.xml"></head>
<body><h1>{title}</h1><p>All that happens between the tides.</p></body></html>"""
_ITEM = """<item><title>{title}</title><link>{base}/{number}</link><guid>{base}/{number}</guid>
<pubDate>{day}</pubDate><description>{text}</description></item>"""
_FEED = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>
<title>{title}</title><link>{base}/</link><description>Between the tides.</description>
{items}</channel></rss>"""


class Outlet:
    """What the site answers.

    Attributes:
        works: Whether its feed is there; else it answers as a server does that has failed.
        base: Its address.
    """

    def __init__(self) -> None:
        self.works = True
        self.base = ""

    def answer(self, path: str) -> tuple[int, str, str]:
        """Status, type and body of what is there."""
        if path == "/":
            return 200, "text/html; charset=utf-8", _PAGE.format(title=TITLE)
        if path != "/news.xml":
            return 404, "text/plain", "not here"
        if not self.works:
            return 500, "text/plain", "the press has stopped"
        items = "".join(
            _ITEM.format(
                title=title,
                base=self.base,
                number=number,
                day=format_datetime(before(hours=number)),
                text=escape(passages(title)),
            )
            for number, title in enumerate(ARTICLES, 1)
        )
        feed = _FEED.format(title=TITLE, base=self.base, items=items)
        return 200, "application/rss+xml", feed


def passages(title: str) -> str:
    """The whole text of an article, whose last words are in no excerpt."""
    said = f"<p>{title}, as the harbour master told us this morning on the quay.</p>"
    return said * PASSAGES + f"<p>{last_words(title)}</p>"


def last_words(title: str) -> str:
    """How the whole text of an article ends."""
    return f"So much for today of: {title.lower()}"


@contextmanager
def open_outlet() -> Iterator[Outlet]:
    """The site, on a port of its own."""
    outlet = Outlet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = outlet.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    outlet.base = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield outlet
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
