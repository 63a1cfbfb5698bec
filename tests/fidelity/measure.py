"""Publishing the documents, and putting their expectations to what is published."""

import base64
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import feedparser

from feedsvc.model.source import Permission, Scope, Source, ThirdParty
from feedsvc.net.http import Request, Response
from tests.rig import Rig

FORMS = ("atom", "rss")
_HOST = "http://127.0.0.1:8097/"
_EXPECT = re.compile(r"^\s*Expect:\s*(.*?)\s*$", re.MULTILINE)
_HEADER = re.compile(r"^\s*Header:\s*([^:]+):\s*(.*?)\s*$", re.MULTILINE)
_CREDIT = re.compile(
    rb'(?:&lt;|<)p class="attribution"(?:&gt;|>).*?(?:&lt;|<)/p(?:&gt;|>)', re.DOTALL
)

_SANITIZED = re.compile(r"^sanitize/|svg|mathml")
"""Names of documents about what a sanitizer leaves, which is ours to decide."""

_UNSAID = r"\bversion ==|\bheaders\b|madeup_element|abcdefg|newlocation|expired"
_UNSAYABLE = {
    "atom": re.compile(
        rf"{_UNSAID}|cloud|docs|textinput|\['comments'\]|guidislink|has_key\('link'\)|source\.href"
        r"|image'\]\['(?:title|description|width|height|url)|len\(feed\['links'\]\)"
        r"|== '\w{3}, \d\d \w{3}|feed\['description'\] == ''"
    ),
    "rss": re.compile(
        rf"{_UNSAID}|\['source'\](?!\['title'\] ==)|'type'\] == '(?:text/plain|application/xhtml)"
        r"|published'\] == '\d{4}|updated'\] == '\w{3},|len\(feed\['links'\]\)|enclosures'\]\[1\]"
    ),
}
"""Expectations that a format, with its common extensions, has no words for.

What came over HTTP, the version of the upstream's own format, elements of made-up namespaces.
Atom has none of RSS's cloud, docs, text input, image title and size, comments element and
permalinks, and writes no date as RFC 822 does; RSS has neither `atom:source` (standards 3) nor
types of text, and writes no `pubDate` as RFC 3339 does, nor a second enclosure (B15). Every
document links to itself (A8, B11), so none has one link alone.
"""
_ALL = Permission(scope=Scope.FULL, on_third_party=ThirdParty.ALLOW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A document that says what is to be read from it."""

    name: str
    body: bytes
    expectation: str
    headers: dict[str, str]

    @property
    def kind(self) -> str:
        """What family of facts it is about."""
        return self.name.partition("/")[0]

    @property
    def url(self) -> str:
        """Where it is published."""
        return _HOST + self.name

    @property
    def answered(self) -> dict[str, str]:
        """The header fields that it comes with."""
        return {"content-type": "application/xml", "content-location": self.url} | self.headers

    def sayable(self, form: str) -> bool:
        """Whether a format can say what is expected."""
        return not _UNSAYABLE[form].search(self.expectation)

    def holds(self, body: bytes, headers: dict[str, str]) -> bool:
        """Whether its expectation holds of what feedparser reads from `body`."""
        read = feedparser.parse(body, response_headers=headers)
        try:
            return bool(eval(self.expectation, {}, dict(read)))  # noqa: S307 - of our test data
        except (LookupError, TypeError, AttributeError, ValueError, NameError):
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How much of what could be said a format says."""

    sayable: int
    lost: tuple[Case, ...]

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return 1 - len(self.lost) / self.sayable


def cases(file: Path) -> list[Case]:
    """The documents whose expectation holds where they stand, but those about sanitizing."""
    found = []
    for item in json.loads(file.read_text()):
        body = base64.b64decode(item["b64"])
        text = body.decode("utf-8", "replace")
        expectation = _EXPECT.search(text)
        if expectation is None or _SANITIZED.search(item["name"]):
            continue
        headers = {name.lower(): value for name, value in _HEADER.findall(text)}
        case = Case(name=item["name"], body=body, expectation=expectation[1], headers=headers)
        if case.holds(body, case.answered):
            found.append(case)
    return found


def published(cases: Sequence[Case], database: str) -> dict[str, dict[str, bytes]]:
    """The own channel of each document, published in full: name to format to bytes.

    Without the attribution lines, which no upstream wrote.
    """
    declared = tuple(
        Source(name=f"s{number}", url=case.url, permission=_ALL)
        for number, case in enumerate(cases)
    )
    rig = Rig(database, declared, channels=())
    rig.web.pages = {case.url: _answering(case) for case in cases}
    rig.poll()
    publisher = rig.publisher()
    return {
        case.name: {
            form: _CREDIT.sub(b"", publisher.document(f"source-s{number}", form).body)
            for form in FORMS
        }
        for number, case in enumerate(cases)
    }


def scores(cases: Sequence[Case], documents: dict[str, dict[str, bytes]]) -> dict[str, Score]:
    """What each format still says."""
    headers = {"content-type": "application/xml", "content-location": "http://feeds.example/x"}
    made = {}
    for form in FORMS:
        asked = [case for case in cases if case.sayable(form)]
        lost = (case for case in asked if not case.holds(documents[case.name][form], headers))
        made[form] = Score(sayable=len(asked), lost=tuple(lost))
    return made


def _answering(case: Case) -> Callable[[Request], Response]:
    return lambda request: Response(request.url, 200, case.answered, case.body)
