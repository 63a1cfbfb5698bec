"""Serving: CPU a request of `feedsvc web` against nginx with the same bytes."""

import http.client
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import documents, measure
from benchmarks.arms import Feedsvc
from benchmarks.failure import FailureError
from benchmarks.report import Table, tell, verdict
from benchmarks.upstream import Upstream, end, free_port

_ENTRIES = 50
_PATH = "/channels/all.atom"
_STARTING = 60.0
_GZIP = {"Accept-Encoding": "gzip"}
_GZIP_MAGIC = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server: the port on 127.0.0.1 and the process that heads its tree."""

    name: str
    port: int
    pid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What one run of wrk showed."""

    cpu: float  # microseconds of server CPU a request
    rate: float  # requests a second


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A kind of request.

    Attributes:
        title: For the table.
        target: The greatest CPU ratio to nginx allowed, if any.
        headers: Sent with it; a conditional one adds the validator the server gave.
        conditional: It asks for what it already has.
    """

    title: str
    target: float | None
    headers: Mapping[str, str]
    conditional: bool


VARIANTS = (
    Variant(title="200, identity", target=None, headers={}, conditional=False),
    Variant(title="200, gzip", target=4.0, headers=_GZIP, conditional=False),
    Variant(title="304", target=4.0, headers={}, conditional=True),
    Variant(title="304, gzip", target=4.0, headers=_GZIP, conditional=True),
)


def run(folder: Path, script: Path, *, quick: bool) -> Table:
    """Fill a channel by one poll, serve it, and load both servers in turn.

    Args:
        folder: A new folder for the feed and the store.
        script: The console script `feedsvc`.
        quick: wrk runs 1 s instead of 3.
    """
    tell("serving")
    feedsvc = Feedsvc(folder / "feedsvc", script, free_port())
    with Upstream(folder / "upstream", every_address=True) as upstream:
        document = documents.document(0, newest=_ENTRIES, window=_ENTRIES)
        upstream.publish("feeds/0.xml", document)
        feedsvc.prepare([upstream.url(0)])
        filled = feedsvc.poll(60)
    if filled.trouble:
        message = f"feedsvc poll: {filled.trouble}"
        raise FailureError(message)
    with (
        _web(feedsvc, folder) as ours,
        Upstream(folder / "static", every_address=False) as static,
    ):
        peer = Server(name="nginx", port=static.port, pid=static.pid)
        body, packed = _answer(ours, {})[1], _answer(ours, _GZIP)[1]
        if body.count(b"<entry") != _ENTRIES or not packed.startswith(_GZIP_MAGIC):
            message = f"{_PATH} has not its {_ENTRIES} entries, or no gzip form"
            raise FailureError(message)
        static.publish(_PATH.lstrip("/"), body, packed=packed)
        seconds = 1 if quick else 3
        results = [(variant, _compare(ours, peer, variant, seconds)) for variant in VARIANTS]
    return _table(results, len(body), len(packed))


@contextmanager
def _web(feedsvc: Feedsvc, folder: Path) -> Iterator[Server]:
    """`feedsvc web`, ready to answer."""
    log = folder / "web.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(feedsvc.command("web"), cwd=folder, stdout=out, stderr=out)
    server = Server(name="feedsvc", port=feedsvc.port, pid=process.pid)
    try:
        deadline = time.monotonic() + _STARTING
        while not _ready(server):
            if process.poll() is not None or time.monotonic() > deadline:
                lines = log.read_text(errors="replace").strip().splitlines()
                message = f"feedsvc web does not answer: {lines[-1] if lines else 'nothing said'}"
                raise FailureError(message)
            time.sleep(0.1)
        yield server
    finally:
        end(process)


def _ready(server: Server) -> bool:
    try:
        return _answer(server, {})[0] == http.client.OK
    except OSError:
        return False


def _answer(server: Server, headers: Mapping[str, str]) -> tuple[int, bytes, str]:
    """Status, raw body and entity tag of one request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.request("GET", _PATH, headers=dict(headers))
        response = connection.getresponse()
        return response.status, response.read(), response.headers.get("ETag", "")
    finally:
        connection.close()


def _compare(ours: Server, peer: Server, variant: Variant, seconds: int) -> tuple[Load, Load]:
    """The better of two runs each, in turn, after a short uncounted one."""
    orders = [(server, _headers(server, variant)) for server in (ours, peer)]
    for server, headers in orders:
        _load(server, headers, 1)
    rounds = [[_load(server, headers, seconds) for server, headers in orders] for _ in range(2)]
    mine, other = (min(loads, key=lambda load: load.cpu) for loads in zip(*rounds, strict=True))
    tell(f"  {variant.title}: {mine.cpu:.1f} us against {other.cpu:.1f}")
    return mine, other


def _headers(server: Server, variant: Variant) -> dict[str, str]:
    """The request's headers, tried once: both servers must give the same answer to them."""
    headers = dict(variant.headers)
    wanted = http.client.OK
    if variant.conditional:
        headers["If-None-Match"] = _answer(server, headers)[2]
        wanted = http.client.NOT_MODIFIED
    status, body, _tag = _answer(server, headers)
    packed = bool(variant.headers) and not variant.conditional
    if status != wanted or body.startswith(_GZIP_MAGIC) != packed:
        message = f"{server.name} answers {status} with {len(body)} bytes to {headers}"
        raise FailureError(message)
    return headers


def _load(server: Server, headers: Mapping[str, str], seconds: int) -> Load:
    command = ["wrk", "-t1", "-c16", f"-d{seconds}s"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before = measure.server_cpu(server.pid)
    told = measure.prepare(
        [*command, f"http://127.0.0.1:{server.port}{_PATH}"], folder=Path("/"), seconds=seconds + 30
    )
    spent = measure.server_cpu(server.pid) - before
    found = re.search(r"(\d+) requests in ([\d.]+)s", told)
    if found is None or "Non-2xx" in told or "Socket errors" in told:
        message = f"wrk against {server.name}: {' '.join(told.split())}"
        raise FailureError(message)
    requests = int(found[1])
    return Load(cpu=spent / requests * 1e6, rate=requests / float(found[2]))


def _table(results: Sequence[tuple[Variant, tuple[Load, Load]]], plain: int, packed: int) -> Table:
    method = (
        f"`{_PATH}` with {_ENTRIES} entries, {plain:,} bytes ({packed:,} gzipped); wrk with "
        "1 thread and 16 connections, best of 2; CPU of the server's process tree."
    )
    rows = []
    for variant, (ours, peer) in results:
        ratio = ours.cpu / peer.cpu
        rows.append(
            [
                variant.title,
                f"<= {variant.target:.0f}" if variant.target else "-",
                f"**{ratio:.2f}**",
                verdict(ratio, variant.target),
                f"{ours.cpu:.1f} : {peer.cpu:.1f}",
                f"{ours.rate:.0f} : {peer.rate:.0f}",
            ]
        )
    return Table(
        title="Serving, feedsvc / nginx",
        notes=[method],
        head=[
            "answer",
            "target",
            "CPU ratio",
            "verdict",
            "us a request, feedsvc : nginx",
            "requests/s, feedsvc : nginx",
        ],
        rows=rows,
        passed=all(row[3] in {"met", "-"} for row in rows),
    )
