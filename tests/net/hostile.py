"""Tries every hostile address and URL by every way that one can come to us.

Run as `unshare -rnm python -m tests.net.hostile VECTORS`, with the folder `vectors/ssrf`. Prints,
as JSON, for each arm and way what was tried, how it ended, and how many connections were made to
what must not be reached. The arm `open` has no guard and shows that the other could fail. Any use
of a proxy that the environment names would count as well.
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import quote

import pycurl

from feedsvc.errors import FeedsvcError
from feedsvc.fetch.outcome import Fetched
from feedsvc.fetch.request import request_for
from feedsvc.flows.probe import probe
from feedsvc.flows.read import read
from feedsvc.model.source import Checkpoint, Source
from feedsvc.model.window import Window
from feedsvc.net.client import Client
from feedsvc.net.http import Limits, Request, Response
from feedsvc.parse import opml
from tests.net.everywhere import FRONT, PORT, Everywhere
from tests.net.namespace import Query, enter
from tests.net.targets import ADDRESSES, URLS

LIMITS = Limits(connect=1, total=2, idle=1)
EVERYTHING = ("0.0.0.0/0", "::/0")
CODES = ("301 M", "302 F", "303 S", "307 T", "308 P")
STRANGER = f"http://front.example:{PORT}"
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)
CHALLENGE = "hub.mode=subscribe&hub.topic=a&hub.challenge=0123456789abcdef"

Way = Callable[["Attack"], Iterator[tuple[str, str]]]
"""Tries all that is hostile by one way; gives what was tried and how it ended."""


class Forgetful(Client):
    """Looks every name up anew, as others do once the last answer has grown old."""

    def _new_transfer(self, job):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        transfer = super()._new_transfer(job)
        transfer.curl.setopt(pycurl.DNS_CACHE_TIMEOUT, 0)
        return transfer


class Attack:
    """What is tried, and by whom."""

    def __init__(self, vectors: Path) -> None:
        given = json.loads((vectors / "addresses.json").read_text())
        self.addresses: list[str] = [one["ip"] for one in given if one["verdict"] == "deny"]
        self.addresses += ADDRESSES
        self.public = [one["ip"] for one in given if one["verdict"] == "allow"]
        written = [one["url"] for one in json.loads((vectors / "urls.json").read_text())]
        self.urls: list[str] = list(dict.fromkeys([*written, *URLS, *map(_url, self.addresses)]))
        self.allowed: tuple[str, ...] = ()
        self.looks: dict[Query, int] = {}
        self.server = Everywhere(self.stranger)

    def client(self) -> Client:
        return Forgetful("t", self.allowed, limits=LIMITS)

    def stranger(self, path: str) -> bytes:
        """Answer as badly as a stranger may."""
        match path.strip("/").split("/"):
            case ["redirect", code, number]:
                target: bytes = self.urls[int(number)].encode("utf-8", "surrogatepass")
                lines = f"HTTP/1.1 {CODES[int(code)]}\r\nContent-Length: 0\r\nLocation: "
                return lines.encode() + target + b"\r\n\r\n"
            case ["page", number]:
                href = escape(self.urls[int(number)], quote=True)
                kind = "application/rss+xml"
                page = f'<!doctype html><html><link rel=alternate type="{kind}" href="{href}">'
                base, _, rest = self.urls[int(number)].partition(":18080")
                if rest:  # and once more, of two parts
                    page += f'<base href="{escape(base, quote=True)}:18080/">'
                    page += f'<link rel=alternate type="{kind}" href="x">'
                return _answer(page.encode("utf-8", "surrogatepass"), "text/html; charset=utf-8")
            case ["robots.txt"]:
                return b"HTTP/1.1 404 N\r\nContent-Length: 0\r\n\r\n"
            case _:
                return _answer(b"hello", "text/plain", f'Alt-Svc: h2="127.0.0.1:{PORT}"; ma=9999')

    def addresses_of(self, query: Query) -> list[str]:
        """What the name server says; of names that it does not know, that they are here."""
        self.looks[query] = look = self.looks.get(query, 0) + 1
        label, _, number = query.name.partition(".")[0].partition("-")
        if label not in {"front", "dns", "mixed", "rebinding"}:
            return ["127.0.0.1" if query.version == 4 else "::1"]
        hostile = self.addresses[int(number)].partition("%")[0] if number else ""
        version = 6 if ":" in hostile else 4
        answers = {"dns": [hostile], "mixed": [FRONT, hostile], "front": [FRONT]}.get(label, [])
        if label == "rebinding" and look == 1:
            answers = [FRONT]
        elif label == "rebinding":
            answers = [hostile]
        return [one for one in answers if (6 if ":" in one else 4) == query.version and version]


def main() -> None:
    attack = Attack(Path(sys.argv[1]))
    enter(attack.addresses_of)
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        os.environ[name] = f"http://127.0.0.1:{PORT}"
    report: dict[str, dict[str, object]] = {}
    with attack.server as server:
        for arm, allowed in (("guarded", ()), ("open", EVERYTHING)):
            attack.allowed = allowed
            for name, way in WAYS.items():
                attack.looks.clear()
                before = server.reached
                ends = dict(way(attack))
                settle(attack)
                report[f"{arm} {name}"] = {"ends": ends, "reached": server.reached - before}
    json.dump(report, sys.stdout)


def settle(attack: Attack) -> None:
    """Wait until what was connected is counted: the server takes connections in their order."""
    client = attack.client()
    client.send(Request(f"{STRANGER}/"))
    client.close()
    threading.Event().wait(0.2)


def try_urls(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()
    for url in _of_the_web(attack.urls):
        yield url, _end(client.send(Request(url)))
    client.close()


def try_public(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()
    for address in attack.public:
        yield address, _end(client.send(Request(_url(address))))
    client.close()


def try_redirects(attack: Attack) -> Iterator[tuple[str, str]]:
    yield from _redirected(attack, Request)


def try_delivery(attack: Attack) -> Iterator[tuple[str, str]]:
    yield from _redirected(
        attack, lambda url: Request(url, FORM, body=b"a=b", follow_redirects=False)
    )


def _redirected(attack: Attack, request: Callable[[str], Request]) -> Iterator[tuple[str, str]]:
    client = attack.client()
    for code in range(len(CODES)):
        for number, target in enumerate(attack.urls):
            if not set(target) & {"\n", "\r", "\0"}:
                response = client.send(request(f"{STRANGER}/redirect/{code}/{number}"))
                yield f"{CODES[code]} {target}", _end(response)
    client.close()


def try_names(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()
    for number, address in enumerate(attack.addresses):
        for label in ("dns", "mixed"):
            url = f"http://{label}-{number}.example:{PORT}/"
            yield f"{label} {address}", _end(client.send(Request(url)))
    client.close()


def try_rebinding(attack: Attack) -> Iterator[tuple[str, str]]:
    """A name is public at first, then not: with the connection still there, and without."""
    for number, address in enumerate(attack.addresses):
        client = attack.client()
        request = Request(f"http://rebinding-{number}.example:{PORT}/")
        client.send(request)
        client.send(request)
        attack.server.hang_up()
        yield address, _end(client.send(request))
        client.close()


def try_discovery(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()

    def read_now(document: Fetched) -> object:
        return read(document.body, document.sent, Window())

    for number, target in enumerate(attack.urls):
        source = Source(name="test", url=f"{STRANGER}/page/{number}")
        try:
            probe(source, client.send, read_now, datetime.now(UTC), commercial=False)
        except FeedsvcError as error:
            yield target, str(error)
    client.close()


def try_opml(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()
    outlines = "".join(
        f'<outline type="rss" xmlUrl="{escape(url, quote=True)}"/>' for url in attack.urls
    )
    document = f"<opml><body>{outlines}</body></opml>".encode("utf-8", "replace")
    found = opml.read(document)
    for number, dead in enumerate(found.dead):
        yield f"dead {number}", dead.reason
    for one in found.subscriptions:
        source = Source(name="test", url=one.url)
        yield one.url, _end(client.send(request_for(source, Checkpoint())))
    client.close()


def try_callbacks(attack: Attack) -> Iterator[tuple[str, str]]:
    client = attack.client()
    for url in _of_the_web(attack.urls):
        post = Request(url, FORM, body=b"<feed/>", follow_redirects=False)
        yield f"POST {url}", _end(client.send(post))
        verify = f"{url}{'&' if '?' in url else '?'}{CHALLENGE}"
        yield f"GET {url}", _end(client.send(Request(verify, follow_redirects=False)))
    client.close()


WAYS: Mapping[str, Way] = {
    "source": try_urls,
    "redirect": try_redirects,
    "name": try_names,
    "rebinding": try_rebinding,
    "discovery": try_discovery,
    "opml": try_opml,
    "callback": try_callbacks,
    "delivery": try_delivery,
    "public": try_public,
}


def _url(address: str) -> str:
    host = f"[{quote(address, safe=':')}]" if ":" in address else address
    return f"http://{host}:{PORT}/secret"


def _of_the_web(urls: list[str]) -> list[str]:
    """Without those that only a configuration file may name."""
    return [url for url in urls if not url.lower().startswith("file:")]


def _end(response: Response) -> str:
    return response.error or f"HTTP {response.status}"


def _answer(body: bytes, kind: str, *more: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", f"Content-Type: {kind}", *more]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


if __name__ == "__main__":
    main()
