"""Every attack in every field of every upstream format, through the service, into every output.

`python -m tests.publish.matrix [n]` takes every nth attack, by default all of them (long),
each in a document of its own, and prints what was judged and what was found. It looks at the pages
of every 50th source: a browser looks at those of all attacks (`tests/web/test_pages_hostile.py`).
"""

import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from pathlib import Path

from werkzeug.test import Client

from feedsvc.cli.letter import letter
from feedsvc.flows.report import report
from feedsvc.model.report import Month
from feedsvc.model.source import Permission, Scope, Source
from feedsvc.net.http import Response
from feedsvc.web.app import create_app
from feedsvc.web.report import page
from tests.publish.hostile import DOCUMENTS, WAYS
from tests.publish.judged import As, Field, fields
from tests.rig import FORMATS, Rig
from tests.text.attacks import OURS, attacks
from tests.text.reparsed import complaints, page_complaints

TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
_WEB = re.compile(r"https?://[a-z0-9\[]")
_RUN = re.compile(r"\s*(?:javascript|vbscript|data)\s*:", re.IGNORECASE)
_OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_NAMES = tuple(f"{form}0" for form in DOCUMENTS)
"""One source of each format, for the account that its owner gets."""
_SHARED = Path(__file__).resolve().parents[3] / "shared"


@dataclass
class Verdict:
    """How many fields were judged by output and by how they are taken, and what is wrong."""

    judged: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)


def upstreams(written: Sequence[str], each: int) -> dict[str, bytes]:
    """Documents by the name of their source, `each` attacks in one, the first in its head too."""
    made: dict[str, bytes] = {}
    for number, start in enumerate(range(0, len(written), each)):
        part = written[start : start + each]
        for form, document in DOCUMENTS.items():
            entries = [*chain.from_iterable(repeat(one, WAYS[form]) for one in part)]
            made[f"{form}{number}"] = document(part[0], entries)
    return made


def polled(documents: dict[str, bytes], url: str) -> Rig:
    """The service when it has taken all of them."""
    permission = Permission(scope=Scope.FULL)
    urls = {name: f"https://{name}.example/feed" for name in documents}
    sources = (Source(name=name, url=at, permission=permission) for name, at in urls.items())
    rig = Rig(url, tuple(sources), ())
    for name, body in documents.items():
        kind = TYPES.get(name.rstrip("0123456789"), "application/feed+json")
        rig.web.pages[urls[name]] = Response(urls[name], 200, {"content-type": kind}, body)
    accounts = rig.poll()
    assert {one.outcome for one in accounts.values()} == {"fetched"}
    return rig


def judged(rig: Rig, step: int = 1) -> Verdict:
    """What is wrong with all that the service publishes; of the pages, each `step`-th channel's."""
    verdict = Verdict()
    for output, where, markup in _pages(rig, step):
        verdict.judged[output, "page"] += 1
        verdict.found += [f"{where}: {one}" for one in page_complaints(markup)]
    for output, where, made in _documents(rig):
        for how, name, value in made:
            verdict.judged[output, how.name.lower()] += 1
            verdict.found += [f"{where} {name}: {one}" for one in _wrong(how, value)]
    for name in _NAMES:
        text = letter(report(rig.database, rig.settings, name, Month.of(rig.now()), rig.now()))
        verdict.judged["letter", "text"] += 1
        verdict.found += [f"letter {name}: {found!r}" for found in _OBEYED.findall(text)]
    return verdict


def _wrong(how: As, value: str) -> Sequence[str]:
    match how:
        case As.MARKUP | As.WORDS:
            return complaints(value)
        case As.ADDRESS:
            return () if _WEB.match(value) else (f"leads to {value[:80]!r}",)
        case As.NAME:
            return (f"runs: {value[:80]!r}",) if _RUN.match(value) else ()


def _documents(rig: Rig) -> Iterator[tuple[str, str, Iterator[Field]]]:
    service = rig.publisher()
    for channel in service.channels():
        for form in FORMATS:
            name = f"{channel.name}.{form}"
            yield form, name, fields(name, service.document(channel.name, form).body)
            for number in range(1, service.view(channel.name).older + 1):
                sealed = service.archive(channel.name, number, form)
                assert sealed is not None
                yield "archive", f"{number} of {name}", fields(name, sealed.body)
    yield "opml", "channels.opml", fields("channels.opml", service.opml_channels())
    yield "opml", "sources.opml", fields("sources.opml", service.opml_sources())


def _pages(rig: Rig, step: int) -> Iterator[tuple[str, str, str]]:
    service = rig.publisher()
    client = Client(create_app(service))
    addresses = ["/"]
    for channel in service.channels()[::step]:
        view = service.view(channel.name)
        own = f"/channels/{channel.name}"
        addresses += [own, *(f"{own}/archive/{number}" for number in range(1, view.older + 1))]
        addresses += [f"/entries/{one.held.id}" for one in view.showings[: max(WAYS.values())]]
    for address in addresses:
        yield "page", address, client.get(address).text
    for name in _NAMES:
        told = report(rig.database, rig.settings, name, Month.of(rig.now()), rig.now())
        yield "report", name, page(told)


def main() -> None:
    """Judge and print."""
    step = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    written = [*OURS, *attacks(_SHARED)[len(OURS) :: step]]
    began = time.monotonic()
    total = Verdict()
    for start in range(0, len(written), 500):
        with tempfile.TemporaryDirectory() as folder:
            documents = upstreams(written[start : start + 500], 1)
            verdict = judged(polled(documents, f"sqlite:///{folder}/db.sqlite3"), step=50)
        total.judged += verdict.judged
        total.found += verdict.found
        complaints.cache_clear()
    for (output, how), count in sorted(total.judged.items()):
        sys.stdout.write(f"{output:<8} {how:<8} {count:>9,}\n")
    seconds = time.monotonic() - began
    sys.stdout.write(f"{len(written)} attacks, {len(total.found)} findings, {seconds:.0f} s\n")
    sys.stdout.writelines(f"  {one[:300]}\n" for one in total.found)


if __name__ == "__main__":
    main()
