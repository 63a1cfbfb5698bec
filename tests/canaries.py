"""A service all of whose secrets are canaries, and every place where one could be heard.

Whoever adds a secret plants one in `World`; whoever adds a place adds it to `PLACES`.
"""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from html import unescape
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from tests.cli.program import Ended, Program, free_port
from tests.net.loopback import Loopback, answer, path_of
from tests.rig import item, rss

SOON = 40.0
MOST = 250  # pages
_LINK = re.compile(r"""(?:href|action|src|hx-get|data-src)=["'](/[^"'#]*)""")

PATH = "canary-path-41c7"
KEY = "canary-key-77e2"
USER_PASSWORD = "canary-basic-0b9d"  # noqa: S105 - what is looked for
METRICS = "canary-metrics-5d18"
MAIL = "canary-mail-c4f0"
HOOK = "canary-hook-93aa"
SIGNING_IN = "canary-password-2f6b"
PLANTED = (PATH, KEY, USER_PASSWORD, METRICS, MAIL, HOOK, SIGNING_IN)
NAMES = ("good", "basic", "json", "refused", "failing", "looping", "moved", "untrusted", "mute")


class Upstream(Loopback):
    """Feeds at secret addresses, which say them wherever they can."""

    def __init__(self) -> None:
        super().__init__(self._answer)

    def _answer(self, connection: object, head: bytes) -> None:
        path = path_of(head)
        where = f"{self.url}{path}"
        kind = path.split("?")[0].rsplit("/", 1)[-1]
        quoted = where.replace("&", "&amp;")
        if kind == "good":
            links = f'<atom:link rel="self" href="{quoted}"/><link>{quoted}</link>'
            body = rss(
                item(1, more=f"<comments>{quoted}#c</comments>"),
                item(2, text=f'<a href="#note">note</a> <a href="{quoted}">feed</a> {KEY}'),
                more=links.replace("atom:link", 'a:link xmlns:a="http://www.w3.org/2005/Atom"'),
            )
            handler = answer(body=body, content_type="text/xml", etag='"1"')
        elif kind == "json":
            entry = {"id": "1", "url": f"{where}#1", "content_text": f"see {where}"}
            told = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "feed_url": where}
            body = json.dumps(told | {"items": [entry]}).replace("/", "\\/").encode()
            handler = answer(body=body, content_type="application/feed+json")
        elif kind == "basic" and USER_PASSWORD in _credentials(head):
            handler = answer(body=rss(item(7), title="For few"), content_type="text/xml")
        elif kind == "moved":
            handler = answer("301 Moved Permanently", location=where.replace("moved", "good"))
        elif kind == "looping":
            handler = answer("302 Found", location=where)
        elif kind == "failing":
            handler = answer(f"500 {KEY}", body=where.encode())
        elif kind == "mute":
            handler = answer(body=f"<html>{where}</html>".encode(), content_type="text/html")
        else:
            handler = answer("403 Forbidden", body=where.encode())
        handler(connection, head)  # type: ignore[arg-type]


def _credentials(head: bytes) -> str:
    found = re.search(rb"Authorization: Basic ([\w+/=]+)", head)
    return subprocess.run(
        ["base64", "-d"], input=found[1], capture_output=True, check=True  # noqa: S607
    ).stdout.decode() if found else ""  # fmt: skip


class Plain:
    """A server that does not speak TLS."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.close()

    def close(self) -> None:
        self._listener.close()


class World:
    """The service while it runs, with somebody signed in, and what it was made to say.

    Attributes:
        secrets: All that may be said nowhere.
    """

    def __init__(self, home: Path, upstream: Upstream) -> None:
        self.program = Program(home)
        self.port = free_port()
        self.secrets = [*PLANTED, b64encode(f"eva:{USER_PASSWORD}".encode()).decode()]
        self.cookies: dict[str, str] = {}
        self.token = self.subscriber = self.entry = ""
        self.log = b""
        self._plain = Plain()
        self._process: subprocess.Popen[bytes] | None = None
        self._configure(upstream)

    def _configure(self, upstream: Upstream) -> None:
        address = f"{upstream.url}/{PATH}/NAME?key={KEY}&user=7"
        for name in NAMES:
            url = address.replace("NAME", name)
            if name == "basic":
                url = url.replace("//", f"//eva:{USER_PASSWORD}@")
            if name == "untrusted":
                url = url.replace(upstream.url, f"https://127.0.0.1:{self._plain.port}")
            if NAMES.index(name) % 2:
                self.program.environment[f"FEEDSVC_SECRET_{name.upper()}"] = url
            else:
                (self.program.folder / f"{name}.secret").write_text(url)
        hook = f"{upstream.url}/{HOOK}/failing?key={HOOK}"
        self.program.environment |= {"METRICS": METRICS, "MAIL": MAIL, "HOOK": hook}
        self.program.write(
            feedsvc=(
                f'[site]\nurl = "http://127.0.0.1:{self.port}"\n'
                f'[web]\nbind = "127.0.0.1:{self.port}"\n'
                '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0.01s"\n'
                'requests_per_second = 1000\n[metrics]\ntoken = { env = "METRICS" }\n'
                '[logs]\nlevel = "debug"\n[alerts]\nwebhook = { env = "HOOK" }\n'
                f'mail_from = "f@example.org"\nsmtp = "127.0.0.1:{free_port()}"\n'
                'mail_to = ["ops@example.org"]\nsmtp_user = "feeds"\nsmtp_tls = "none"\n'
                'smtp_password = { env = "MAIL" }\nafter_failures = 1\n'
            ),
            sources="".join(
                f"[sources.{name}]\nurl = {self._reference(name)}\n"
                f'[sources.{name}.permission]\nscope = "full"\n'
                for name in NAMES
            ),
            channels='[channels.all]\nsources = ["*"]\n[channels.few]\nsources = ["basic"]\n'
            "private = true\n",
        )

    def _reference(self, name: str) -> str:
        if NAMES.index(name) % 2:
            return f'{{ env = "FEEDSVC_SECRET_{name.upper()}" }}'
        return f'{{ file = "{name}.secret" }}'

    def run(self) -> Iterator["World"]:
        """Polls, users, tokens; then the service, until the caller is done."""
        try:
            self._begin()
            yield self
        finally:
            self.stop()

    def stop(self) -> None:
        """End the service, and take what it has logged."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            out, err = self._process.communicate(timeout=SOON)
            self.log += out + err
            self._process = None
            self._plain.close()

    def _begin(self) -> None:
        poll = self.program("-v", "poll", "--json")
        assert poll.code == 0, poll
        self.log += (poll.out + poll.err).encode()
        outcomes = {row["source"]: row["outcome"] for row in map(json.loads, poll.out.splitlines())}
        assert {one for one, said in outcomes.items() if said == "fetched"} >= {
            "good",
            "basic",
            "json",
            "moved",
        }, poll
        self._people()
        self._process = self.program.start("-v", "run")
        deadline = time.monotonic() + SOON
        while not self.get("/healthz")[0] and time.monotonic() < deadline:
            time.sleep(0.1)
        self._sign_in()

    def _people(self) -> None:
        """Somebody who may sign in, a token of hers, and a subscriber."""
        environment = self.program.environment
        words = ["users", "add", "eva", "--role", "editor", "--password-stdin"]
        process = subprocess.run(
            [*_PROGRAM, *words],
            input=f"{SIGNING_IN}\n".encode(),
            cwd=self.program.home,
            env=environment,
            capture_output=True,
            check=True,
        )
        self.log += process.stdout + process.stderr
        made = self.program("users", "token", "eva", "--scope", "write", "--json")
        self.token = json.loads(made.out)["token"]
        added = self.program("subscribers", "add", "agency", "--channel", "few", "--json")
        assert added.code == 0, added
        self.subscriber = json.loads(added.out)["token"]
        self.secrets += [self.token, self.subscriber]
        self.entry = json.loads(self.program("entries", "list", "--json").out.splitlines()[0])["id"]

    def _sign_in(self) -> None:
        page = self.get("/operator/sign-in")[1].decode()
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
        form = {key: unescape(value) for key, value in fields.items()}
        # A wrong password first: what was tried is no less secret.
        for password in (f"{SIGNING_IN}-wrong", SIGNING_IN):
            status, _ = self.post("/operator/sign-in", form | {"name": "eva", "password": password})
        assert status == 303

    def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        """Status, and the head and body of the answer; 0 while nobody listens."""
        return self._ask("GET", path, None, headers)

    def post(self, path: str, form: dict[str, str]) -> tuple[int, bytes]:
        """Likewise."""
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.origin}
        return self._ask("POST", path, urlencode(form), headers)

    def post_json(self, path: str, table: object) -> tuple[int, bytes]:
        """Likewise, with the token for the API."""
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.token}"}
        return self._ask("POST", path, json.dumps(table), headers)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _ask(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        own = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        try:
            connection.request(method, path, body, own | headers)
            response = connection.getresponse()
            for field in response.headers.get_all("Set-Cookie", []):
                key, _, rest = field.partition("=")
                self.cookies[key] = rest.partition(";")[0]
            head = str(response.headers)
            head = re.sub("(?m)^Set-Cookie:.*$", "", head)  # the session itself, and no other
            return response.status, head.encode() + response.read()
        except OSError:
            return 0, b""
        finally:
            connection.close()


_PROGRAM = (sys.executable, "-m", "feedsvc")
Place = Callable[[World], Iterator[tuple[str, bytes]]]


def pages(world: World) -> Iterator[tuple[str, bytes]]:
    """Every page and document that a link leads to, for readers and for operators."""
    waiting = ["/", "/operator/", "/channels.opml", "/sources.opml", "/readyz", "/healthz"]
    waiting += [f"/operator/sources/{name}" for name in NAMES]
    waiting += [f"/operator/entries/{world.entry}", "/operator/no-such-page", "/no-such-page"]
    waiting += [f"/channels/all.{form}" for form in ("rss", "atom", "json")]
    waiting += [f"/channels/source-{name}.json" for name in NAMES]
    seen: set[str] = set()
    while waiting and len(seen) < MOST:
        path = unescape(waiting.pop(0)).replace(world.origin, "")
        if path in seen or "sign-out" in path:
            continue
        seen.add(path)
        status, body = world.get(path)
        assert status, path
        yield f"GET {path}", body
        waiting += _LINK.findall(body.decode("utf-8", "replace"))
    assert len(seen) > len(NAMES)


def machines(world: World) -> Iterator[tuple[str, bytes]]:
    """What is for machines: figures and health."""
    for headers in ({}, {"Authorization": f"Bearer {METRICS}"}, {"Authorization": "Bearer x"}):
        for path in ("/metrics", "/readyz", "/healthz"):
            yield f"{path} {headers}"[:20], world.get(path, **headers)[1]


def operators_api(world: World) -> Iterator[tuple[str, bytes]]:
    """Every reading address that the description of the API names, and refusals."""
    status, said = world.get("/api/v1/openapi.json")
    if status != 200:
        return
    yield "openapi.json", said
    found = 0
    described = json.loads(said[said.index(b"{") :])
    base = urlsplit(described["servers"][0]["url"]).path
    for path, operations in described["paths"].items():
        values = [*NAMES, "all", world.entry] if "{" in path else [""]
        for value in values if "get" in operations else []:
            whole = base + re.sub(r"\{[^}]*\}", quote(value, safe=""), path)
            for token in (world.token, "wrong"):
                got, body = world.get(whole, Authorization=f"Bearer {token}")
                found += token == world.token and got == 200
                yield f"GET {whole}", body
    assert found > len(NAMES)
    for reference in ({"env": "FEEDSVC_SECRET_BASIC"}, {"env": "METRICS"}, {"file": "x"}):
        kind, name = next(iter(reference.items()))
        table = {"name": f"lent-{kind}-{name.lower()}", "url": reference}
        got, body = world.post_json(f"{base}/sources", table)
        assert got == (201 if name.startswith("FEEDSVC_SECRET_") else 422), body
        yield f"POST {reference}", body
    for path in ("", "/edit"):
        yield f"lent{path}", world.get(f"/operator/sources/lent-env-feedsvc_secret_basic{path}")[1]


def private_documents(world: World) -> Iterator[tuple[str, bytes]]:
    """What a subscriber reads, and what others are told."""
    word = b64encode(f"agency:{world.subscriber}".encode()).decode()
    for form in ("rss", "atom", "json"):
        yield f"few.{form}", world.get(f"/channels/few.{form}", Authorization=f"Basic {word}")[1]
        status, body = world.get(f"/channels/few.{form}?token={world.subscriber}")
        assert status == 200
        yield f"few.{form} by token", body
        yield f"few.{form}, refused", world.get(f"/channels/few.{form}?token=wrong")[1]


def commands(world: World) -> Iterator[tuple[str, bytes]]:
    """Every command that lists, shows, tests or writes out."""
    listings = [("sources", "list"), ("channels", "list"), ("entries", "list"), ("users", "list"),
                ("subscribers", "list"), ("users", "tokens"), ("alerts", "list"),
                ("audit", "list"), ("report", "--source", "good"), ("sources", "show", "moved"),
                ("entries", "show", world.entry), ("alerts", "test")]  # fmt: skip
    listings += [("sources", "test", name) for name in ("good", "failing", "mute")]
    told = [(*words, "--json") for words in listings]
    told += [("sources", "list"), ("sources", "show", "basic"), ("sources", "show", "failing"),
             ("sources", "test", "basic"), ("sources", "test", "looping"),
             ("sources", "test", "untrusted"), ("check",), ("export",), ("opml", "export"),
             ("publish", "published"), ("audit", "verify"), ("poll", *NAMES),
             ("sources", "test", f"https://eva:{KEY}@a.example/x")]  # fmt: skip
    with ThreadPoolExecutor(3) as pool:
        ended = pool.map(lambda words: world.program("-v", *words), told)
        yield from (
            (" ".join(words[:3]), _said(one)) for words, one in zip(told, ended, strict=True)
        )
    for path in (world.program.home / "published").rglob("*"):
        if path.is_file():
            yield str(path), path.read_bytes()


def complaints(world: World) -> Iterator[tuple[str, bytes]]:
    """What is said of secrets that are wrong."""
    for name, value in {"METRICS": f"{METRICS}\n{METRICS}", "HOOK": f"{HOOK}://"}.items():
        yield f"check, {name}", _said(world.program("check", **{name: value}))
    for url in (f"postgresql://u:{MAIL}@127.0.0.1:1/feeds", f"mysql://u:{MAIL}@db/feeds"):
        for words in (("check",), ("sources", "list"), ("migrate",)):
            yield f"{words}", _said(world.program("-v", *words, FEEDSVC_DATABASE__URL=url))


def _said(ended: Ended) -> bytes:
    return f"{ended.out}{ended.err}".encode()


PLACES: tuple[Place, ...] = (
    pages,
    machines,
    operators_api,
    private_documents,
    commands,
    complaints,
)


def heard(world: World, body: bytes) -> list[str]:
    """Which of the secrets a place says, however it spells them."""
    text = body.decode("utf-8", "replace")
    spellings = (text, unescape(text), text.replace("\\/", "/"), text.replace("%2D", "-"))
    return [secret for secret in world.secrets if any(secret in one for one in spellings)]
