"""Real feeds over time, replayed through the real program, and judged by what it publishes.

A series of ../shared/corpus/series is served capture by capture over loopback, polled by the
real worker, with a restart of the service in the middle. What came of it is read from the
published channel alone.

The truth is found without the program's own notion of identity:

- A capture is read by feedparser, from its bytes and an address (a JSON Feed: as JSON).
- A capture is *sound* if it is a well-formed feed with entries. One that is empty, no feed or
  without entries says nothing. One that is not well-formed (cut off, loosely parsed) is
  *doubtful*: its entries count only where they are articles of some sound capture, earlier or
  later, and they neither make articles nor edit them.
- Entries of one capture that agree in id, link, title and text are one entry.
- An entry is an article of an earlier sound capture by the first of these that holds, each
  tried for all entries before the next; an article is one entry at most of a capture:
  (1) its id, (2) its link, (3) title and date, (4) date and the first 120 letters of the
  text, be they none, (5) its title. Each counts only if it is there and no other entry of the
  capture has it too. (1) to (4) look at every earlier sighting, however old. (2) asks that the
  titles or the first 120 letters of the texts are the same if the ids differ: a link blog may
  point to one page twice, in two posts. (5) asks that the article was in the last sound capture
  and is gone from this one, or that neither id nor link tell the entries apart.
- Else it is a new article.
- An article is *edited* if its title or text differs from the last sound sighting, markup and
  white space aside. Other links or enclosures alone make it *touched*: whether that shows
  outside is left open.
- A capture is *calm* if it has no new, edited or touched article and, if it is sound, its feed
  says of itself what the last sound one said (title, link, subtitle, authors, image, rights,
  language), which every published entry repeats. Order, absence, return, dates and counters
  are no change; nor is a capture that says nothing, nor a doubtful one whose entries were all
  known before.
- A loose parser turns a doubly escaped `&` of a link into `&amp`: in doubtful captures that is
  undone before links are compared.

A published id belongs to the article that its item resembles most: title, text and address
count, the upstream's id breaks ties, and an id stays with its article unless another is
plainly closer.

`python -m tests.flows.series [NAME...]` prints the figures and every deviation.
"""

import argparse
import json
import re
import sys
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import blake2b
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any

import feedparser

from feedsvc.flows.pull import Polled
from feedsvc.flows.serve import Publisher
from feedsvc.jobs.once import poll_once
from feedsvc.publish.formats import Format
from feedsvc.store import sources
from feedsvc.wiring.house import House, now, open_house
from feedsvc.wiring.publishing import open_publisher
from feedsvc.wiring.pulling import open_worker

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
CHANNEL = "series"

_TYPES = {".atom": "application/atom+xml", ".json": "application/feed+json"}
_BASE = "http://127.0.0.1/feed"
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_MANGLED = re.compile(r"&(?:amp;?)+")
_CREDIT = re.compile(r'<p class="attribution">.*?</p>', re.DOTALL)
_BEGINNING = 120  # letters
_XML_ABOUT = ("title", "link", "subtitle", "author", "image", "logo", "icon", "rights", "language")
_JSON_ABOUT = ("title", "home_page_url", "description", "author", "authors", "icon", "language")
_WEIGHTS = {"title": 4, "text": 3, "url": 3, "id": 1}


# --- the truth -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as one capture has it.

    Attributes:
        text: The content, else the summary, as written.
        said: Title and all text without markup and white space.
        points: Link and enclosures.
    """

    id: str
    link: str
    title: str
    date: str
    text: str
    said: str
    points: tuple[str, ...]

    def __str__(self) -> str:
        """Enough of it to know it by, on one line."""
        told = f"{self.title or bare(self.text)[:60]!r} {self.link} {self.id} {self.date}"
        return " ".join(told.split())


@dataclass(frozen=True, slots=True)
class Capture:
    """One document of a series as an independent parser reads it.

    Attributes:
        sound: It is a well-formed feed with entries.
        about: What the feed says of itself.
    """

    path: Path
    sound: bool
    entries: tuple[Entry, ...]
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Join:
    """An entry that was recognized by something else than its id, or that changed entirely."""

    capture: str
    why: str
    before: Entry
    after: Entry


@dataclass(frozen=True, slots=True)
class Step:
    """What a capture truly holds.

    Attributes:
        articles: Its entries by the number of the article.
        new: Numbers of articles that no capture before it had.
        edited: Numbers of articles whose title or text changed.
        touched: Numbers of articles of which only link or enclosures changed, or that only a
            doubtful capture had before.
        renamed: Whether the feed says something else of itself than before.
    """

    capture: Capture
    articles: Mapping[int, Entry]
    new: frozenset[int] = frozenset()
    edited: frozenset[int] = frozenset()
    touched: frozenset[int] = frozenset()
    renamed: bool = False

    @property
    def calm(self) -> bool:
        """Whether nothing in it is to show outside."""
        return not (self.new or self.edited or self.touched or self.renamed)


@dataclass(frozen=True)
class Truth:
    """The articles of a series and where they stand."""

    steps: tuple[Step, ...]
    joins: tuple[Join, ...]

    @cached_property
    def articles(self) -> Mapping[int, Entry]:
        """Each article as it was first seen in a sound capture."""
        found: dict[int, Entry] = {}
        for step in self.steps:
            for number, entry in step.articles.items() if step.capture.sound else ():
                found.setdefault(number, entry)
        return found


def bare(markup: str) -> str:
    """The letters and digits of a text."""
    return "".join(filter(str.isalnum, _plain(markup))).casefold()


def beginning(markup: str) -> str:
    """As much of the letters of a text as embeds and footers at its end leave alone."""
    return bare(markup)[:_BEGINNING]


def captures(folder: Path) -> tuple[Capture, ...]:
    """The documents of a series, in their order."""
    return tuple(read(path) for path in sorted(folder.glob("[0-9]*")))


def read(path: Path) -> Capture:
    """A capture, read without the program."""
    body = path.read_bytes()
    if path.suffix == ".json":
        feed = json.loads(body.decode("utf-8-sig"))
        about = tuple(str(feed.get(name, "")) for name in _JSON_ABOUT)
        entries = _distinct(map(_json_entry, feed["items"]))
        return Capture(path, bool(entries), entries, about)
    if not body:
        return Capture(path, sound=False, entries=())
    parsed = feedparser.parse(
        body,
        sanitize_html=False,
        resolve_relative_uris=True,
        response_headers={"content-type": "application/xml", "content-location": _BASE},
    )
    entries = _distinct(map(_xml_entry, parsed.entries)) if parsed.version else ()
    broken = isinstance(parsed.get("bozo_exception"), feedparser.api.xml.sax.SAXException)
    if broken:
        entries = tuple(replace(one, link=_MANGLED.sub("&", one.link)) for one in entries)
    about = tuple(str(dict.get(parsed.feed, name, "")) for name in _XML_ABOUT)
    return Capture(path, bool(entries) and not broken, entries, about)


def truth(documents: Sequence[Capture]) -> Truth:
    """Tell which entries of the captures are the same article."""
    chain = _Chain()
    rows = [chain.follow(document) if document.sound else {} for document in documents]
    steps = []
    last: dict[int, Entry] = {}
    seen: set[int] = set()
    about: tuple[str, ...] | None = None
    for document, row in zip(documents, rows, strict=True):
        if document.sound:
            changed = {number for number in row if number in last and row[number] != last[number]}
            edited = {number for number in changed if row[number].said != last[number].said}
            pointed = {number for number in changed if row[number].points != last[number].points}
            steps.append(
                Step(
                    document,
                    row,
                    new=frozenset(row.keys() - seen),
                    edited=frozenset(edited),
                    touched=frozenset(pointed - edited | (row.keys() & seen) - last.keys()),
                    renamed=about not in (None, document.about),
                )
            )
            last |= row
            about = document.about
        else:
            found = chain.recognize(document)
            steps.append(Step(document, found, frozenset(found.keys() - seen)))
        seen |= steps[-1].articles.keys()
    return Truth(tuple(steps), tuple(chain.joins))


class _Chain:
    """Matches the entries of one capture after the other with the articles before them."""

    tiers = ("id", "link", "title+date", "date+text")

    def __init__(self) -> None:
        self.joins: list[Join] = []
        self._known: dict[tuple[str, str], int] = {}
        self._titles: dict[str, int] = {}
        self._latest: dict[int, Entry] = {}
        self._previous: dict[int, Entry] = {}

    def follow(self, document: Capture) -> dict[int, Entry]:
        """The articles of a sound capture, those that are new included."""
        found, left = self._match(document.entries)
        for entry, why, number in self._by_title(left, found):
            found[number] = entry
            self._note(document, why, number, entry)
            left.remove(entry)
        for entry in left:
            found[len(self._latest) + sum(other not in self._latest for other in found)] = entry
        names = _names(document.entries)
        for number, entry in found.items():
            self._known |= {(tier, value): number for tier, value in names[entry].items() if value}
            self._titles[bare(entry.title)] = number
        self._note_turnarounds(document, found)
        self._latest |= found
        self._previous = found
        return found

    def recognize(self, document: Capture) -> dict[int, Entry]:
        """The articles in a doubtful capture, once all sound ones were followed."""
        found, left = self._match(document.entries)
        for entry in left:
            number = self._titles.get(bare(entry.title))
            if entry.title and number is not None:
                found.setdefault(number, entry)
        return found

    def _match(self, entries: Sequence[Entry]) -> tuple[dict[int, Entry], list[Entry]]:
        names = _names(entries)
        found: dict[int, Entry] = {}
        left = list(entries)
        for tier in self.tiers:
            for entry in tuple(left):
                number = self._known.get((tier, names[entry][tier]))
                if number is not None and number not in found:
                    if tier == "link" and not self._alike(number, entry):
                        continue
                    found[number] = entry
                    left.remove(entry)
                    if tier != "id" and (entry.id or tier != "link"):
                        self._pending.append((tier, number, entry))
        return found, left

    def _alike(self, number: int, entry: Entry) -> bool:
        before = self._latest[number]
        if not (before.id and entry.id) or before.id == entry.id:
            return True
        pairs = ((before.title, entry.title), (before.text, entry.text))
        return any(beginning(old) == beginning(new) != "" for old, new in pairs)

    @cached_property
    def _pending(self) -> list[tuple[str, int, Entry]]:
        return []

    def _by_title(
        self, left: Sequence[Entry], found: Mapping[int, Entry]
    ) -> list[tuple[Entry, str, int]]:
        """The entries that are articles by their title alone."""
        names = _names([*left, *found.values()])
        matches, taken = [], set(found)
        for entry in left:
            alone = names[entry]
            number = self._titles.get(bare(entry.title)) if alone["title"] else None
            nameless = not (alone["id"] or alone["link"])
            if number is None or number in taken or not (nameless or number in self._previous):
                continue
            taken.add(number)
            matches.append((entry, "title", number))
        return matches

    def _note(self, document: Capture, why: str, number: int, entry: Entry) -> None:
        self.joins.append(Join(document.path.stem, why, self._latest[number], entry))

    def _note_turnarounds(self, document: Capture, found: Mapping[int, Entry]) -> None:
        for tier, number, entry in self._pending:
            self._note(document, tier, number, entry)
        self._pending.clear()
        for number, entry in found.items():
            before = self._latest.get(number, entry)
            if bare(before.title) != bare(entry.title) and bare(before.text) != bare(entry.text):
                self._note(document, "title and text changed", number, entry)


def _names(entries: Sequence[Entry]) -> dict[Entry, dict[str, str]]:
    """By what each entry can be recognized: what no other of them has too."""
    named = {
        entry: {
            "id": entry.id,
            "link": entry.link,
            "title+date": f"{bare(entry.title)} {entry.date}" if entry.title and entry.date else "",
            "date+text": f"{entry.date} {beginning(entry.text)}"
            if entry.text and entry.date
            else "",
            "title": bare(entry.title),
        }
        for entry in entries
    }
    counts = Counter(name for names in named.values() for name in names.items())
    return {
        entry: {tier: value if counts[tier, value] == 1 else "" for tier, value in names.items()}
        for entry, names in named.items()
    }


def _json_entry(item: Mapping[str, Any]) -> Entry:
    text = str(item.get("content_html") or item.get("content_text") or item.get("summary") or "")
    files = (str(one.get("url", "")) for one in item.get("attachments", ()))
    return _entry(
        identity=str(item.get("id", "")),
        link=str(item.get("url", "")),
        title=str(item.get("title", "")),
        date=str(item.get("date_published", "")),
        texts=(text, str(item.get("summary", ""))),
        files=files,
    )


def _xml_entry(entry: Any) -> Entry:  # noqa: ANN401 - feedparser has no types
    # `entry.get` would take the one for the other.
    date = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    written = dict.get(entry, "published") or dict.get(entry, "updated") or ""
    contents = [content.value for content in entry.get("content", ())]
    return _entry(
        identity=dict.get(entry, "id", ""),
        link=dict.get(entry, "link", ""),
        title=dict.get(entry, "title", ""),
        date=str(tuple(date)) if date else written,
        texts=(*contents, dict.get(entry, "summary", "")),
        files=(one.get("href", "") for one in entry.get("enclosures", ())),
    )


def _entry(  # noqa: PLR0913 - the fields of an entry
    *,
    identity: str,
    link: str,
    title: str,
    date: str,
    texts: tuple[str, ...],
    files: Iterator[str],
) -> Entry:
    said = "\0".join("".join(_plain(one).split()) for one in dict.fromkeys((title, *texts)))
    text = next(filter(None, texts), "")
    return Entry(identity, link, title, date, text, said, (link, *files))


def _distinct(entries: Iterator[Entry]) -> tuple[Entry, ...]:
    told = {(one.id, one.link, one.title, one.said): one for one in entries}
    return tuple(told.values())


def _plain(markup: str) -> str:
    return unescape(_TAG.sub(" ", _UNSEEN.sub(" ", markup)))


# --- the replay -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the published JSON Feed."""

    id: str
    url: str
    title: str
    text: str
    published: str
    modified: str


@dataclass(frozen=True, slots=True)
class Poll:
    """What is published after one capture was polled.

    Attributes:
        documents: Per format the validator and a hash of the body.
    """

    capture: str
    account: Polled
    health: str
    items: tuple[Item, ...]
    documents: Mapping[str, tuple[str, bytes]]


class Upstream:
    """A server on loopback that serves whatever document is put into it."""

    def __init__(self, *, validators: bool) -> None:
        """Start serving nothing.

        Args:
            validators: Send an ETag with each document, and 304 to whoever has it.
        """
        self.body = b""
        self.kind = ""
        self.validators = validators

    @contextmanager
    def open(self) -> Iterator[str]:
        """Serve, under the address that is given."""
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                etag = f'"{blake2b(upstream.body, digest_size=8).hexdigest()}"'
                known = upstream.validators and self.headers.get("If-None-Match") == etag
                self.send_response(304 if known else 200)
                if upstream.validators:
                    self.send_header("ETag", etag)
                if not known:
                    self.send_header("Content-Type", upstream.kind)
                    self.send_header("Content-Length", str(len(upstream.body)))
                self.end_headers()
                if not known:
                    self.wfile.write(upstream.body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/feed"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def replay(folder: Path, workplace: Path, *, validators: bool = True) -> tuple[Poll, ...]:
    """Poll the captures of a series one after the other, with a restart in the middle.

    Args:
        folder: Of the series.
        workplace: An empty folder for the configuration and the database.
        validators: Whether the upstream sends an ETag.
    """
    paths = sorted(folder.glob("[0-9]*"))
    upstream = Upstream(validators=validators)
    polls: list[Poll] = []
    with upstream.open() as url:
        _configure(workplace, url)
        middle = len(paths) // 2
        for half in (paths[:middle], paths[middle:]):
            with _service(workplace) as poll:
                for path in half:
                    upstream.body = path.read_bytes()
                    upstream.kind = _TYPES.get(path.suffix, "application/xml")
                    polls.append(poll(path.stem))
    return tuple(polls)


def _configure(workplace: Path, url: str) -> None:
    (workplace / "feedsvc.toml").write_text(
        f'[database]\nurl = "sqlite:///{workplace}/feedsvc.sqlite3"\n'
        '[fetch]\nallow_networks = ["127.0.0.0/8"]\nhost_gap = "0s"\n'
    )
    (workplace / "sources.toml").write_text(
        f'[sources.s]\nurl = "{url}"\n[sources.s.permission]\nscope = "full"\n'
    )
    # So many that nothing that was announced falls off the end.
    (workplace / "channels.toml").write_text(
        f'[channels.{CHANNEL}]\nsources = ["s"]\nlimit = 1000\n'
    )


@contextmanager
def _service(workplace: Path) -> Iterator[Callable[[str], Poll]]:
    """The service from its start to its end; it polls and publishes when it is called."""
    house = open_house(workplace)
    publisher = open_publisher(house)
    accounts: list[Polled] = []
    try:
        with open_worker(house, accounts.append) as worker:

            def poll(capture: str) -> Poll:
                chosen = sources.pollable(house.database.statements())
                if poll_once(house.database, worker, chosen, now):
                    msg = "the source was not polled"
                    raise AssertionError(msg)
                return _published(capture, accounts[-1], house, publisher)

            yield poll
    finally:
        house.database.close()


def _published(capture: str, account: Polled, house: House, publisher: Publisher) -> Poll:
    health = sources.named(house.database.statements(), "s").checkpoint.health
    documents = {str(form): publisher.document(CHANNEL, form) for form in Format}
    listed = json.loads(documents[Format.JSON].body)["items"]
    return Poll(
        capture=capture,
        account=account,
        health=health.value,
        items=tuple(map(_item, listed)),
        documents={
            form: (document.etag, blake2b(document.body).digest())
            for form, document in documents.items()
        },
    )


def _item(listed: Mapping[str, str]) -> Item:
    return Item(
        id=listed["id"],
        url=listed.get("url", ""),
        title=listed.get("title", ""),
        text=_CREDIT.sub("", listed["content_html"]),
        published=listed["date_published"],
        modified=listed["date_modified"],
    )


# --- the judgement ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that was published otherwise than the truth has it."""

    kind: str
    capture: str
    what: str


@dataclass(frozen=True)
class Judgement:
    """How a series went.

    Attributes:
        announced: Per poll the ids that were not published before, with the number of their
            article; None for one that resembles none.
        transitions: How many captures after the first are calm.
    """

    truth: Truth
    polls: tuple[Poll, ...]
    announced: tuple[Mapping[str, int | None], ...]
    deviations: tuple[Deviation, ...]
    transitions: int

    def of(self, kind: str) -> list[Deviation]:
        """The deviations of that kind."""
        return [one for one in self.deviations if one.kind == kind]

    def after(self, capture: str) -> Poll:
        """What was published after that capture."""
        return next(poll for poll in self.polls if poll.capture == capture)

    def step(self, capture: str) -> Step:
        """What that capture truly holds."""
        return next(step for step in self.truth.steps if step.capture.path.stem == capture)

    def new(self, capture: str) -> Mapping[str, int | None]:
        """What that capture was the first to have published."""
        return self.announced[self.polls.index(self.after(capture))]


AGAIN, NEVER, MERGED, MOVED, STRAY, RESTLESS = (
    "announced again", "never announced", "merged", "moved", "stray", "restless",
)  # fmt: skip


def judge(found: Truth, polls: Sequence[Poll]) -> Judgement:
    """Compare what was published with the truth."""
    ledger = _Ledger()
    announced = []
    for step, poll in zip(found.steps, polls, strict=True):
        ledger.learn(step)
        announced.append(ledger.look(poll))
    for number, entry in found.articles.items():
        if number not in ledger.shown:
            ledger.tell(NEVER, "", entry)
    transitions = 0
    for step, before, after in zip(found.steps[1:], polls, polls[1:], strict=False):
        transitions += step.calm
        if step.calm and before.documents != after.documents:
            ledger.tell(RESTLESS, after.capture, _difference(before, after))
    return Judgement(found, tuple(polls), tuple(announced), tuple(ledger.deviations), transitions)


@dataclass
class _Ledger:
    """Which published id belongs to which article."""

    deviations: list[Deviation] = field(default_factory=list)
    shown: set[int] = field(default_factory=set)
    _sightings: dict[tuple[str, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    _entries: dict[int, Entry] = field(default_factory=dict)
    _owners: dict[str, list[int]] = field(default_factory=dict)
    _seen: dict[str, Item] = field(default_factory=dict)

    def tell(self, kind: str, capture: str, what: object) -> None:
        self.deviations.append(Deviation(kind, capture, str(what)))

    def learn(self, step: Step) -> None:
        """Know the articles of a capture as it has them."""
        for number, entry in step.articles.items():
            self._entries[number] = entry
            for name in _traits(entry.id, entry.link, entry.title, entry.text):
                self._sightings[name].add(number)

    def look(self, poll: Poll) -> dict[str, int | None]:
        """Take in what is published now; what is new in it."""
        fresh: list[Item] = []
        for item in poll.items:
            before = self._seen.get(item.id)
            if before is None:
                fresh.append(item)
            elif before != item:
                if before.published != item.published:
                    what = f"{before.published} -> {item.published} {item.title!r} {item.id}"
                    self.tell(MOVED, poll.capture, what)
                self._follow(poll, item)
            self._seen[item.id] = item
        # What can be told surely comes first, so that twins go to what is left.
        scored = sorted(((self._resembled(item), item) for item in fresh), key=_sureness)
        return {item.id: self._announce(poll, item, scores) for scores, item in scored}

    def _announce(self, poll: Poll, item: Item, scores: Mapping[int, int]) -> int | None:
        told = f"{item.title or bare(item.text)[:60]!r} {item.url} {item.id}"
        if not scores:
            self.tell(STRAY, poll.capture, told)
            return None
        most = max(scores.values())
        best = sorted(number for number, score in scores.items() if score == most)
        number = next((one for one in best if one not in self.shown), best[0])
        if number in self.shown:
            first = next(name for name, owned in self._owners.items() if owned[0] == number)
            self.tell(AGAIN, poll.capture, f"{told} <- {first} {self._entries[number]}")
        self.shown.add(number)
        self._owners[item.id] = [number]
        return number

    def _follow(self, poll: Poll, item: Item) -> None:
        """An item that changed may have become another article."""
        owners, scores = self._owners.get(item.id), self._resembled(item)
        if not scores:
            return
        if not owners:
            self._announce(poll, item, scores)
            return
        best, most = max(scores.items(), key=lambda pair: pair[1])
        if most > max(scores.get(owner, 0) for owner in owners):
            what = f"{item.id}: {self._entries[owners[-1]]} => {self._entries[best]}"
            self.tell(MERGED, poll.capture, what)
            owners.append(best)
            self.shown.add(best)

    def _resembled(self, item: Item) -> dict[int, int]:
        scores: Counter[int] = Counter()
        for name in _traits(item.id, item.url, item.title, item.text):
            for number in self._sightings.get(name, ()):
                scores[number] += _WEIGHTS[name[0]]
        return dict(scores)


def _traits(id: str, url: str, title: str, text: str) -> list[tuple[str, str]]:  # noqa: A002 - its name
    traits = {"id": id, "url": url, "title": bare(title), "text": beginning(text)}
    return [(kind, value) for kind, value in traits.items() if value]


def _sureness(scored: tuple[Mapping[int, int], Item]) -> int:
    return -max(scored[0].values(), default=0)


def _difference(before: Poll, after: Poll) -> str:
    forms = [
        form for form, document in after.documents.items() if document != before.documents[form]
    ]
    old = {item.id: item for item in before.items}
    new = {item.id: item for item in after.items}
    gone = [f"-{key}" for key in old.keys() - new.keys()]
    come = [f"+{key} {new[key].title!r}" for key in new.keys() - old.keys()]
    both = [
        f"~{key} {name}: {_short(getattr(old[key], name))} -> {_short(getattr(new[key], name))}"
        for key in old.keys() & new.keys()
        for name in Item.__slots__
        if getattr(old[key], name) != getattr(new[key], name)
    ]
    return " ".join([*forms, *sorted(gone + come + both)])


def _short(value: str) -> str:
    return repr(value if len(value) < _BEGINNING else f"{value[:_BEGINNING]}... {len(value)}")


# --- by hand ----------------------------------------------------------------------


def figures(judged: Judgement) -> list[int]:
    """Articles, announced again, never, merged, moved, stray, calm polls that were, of how many."""
    kinds = (AGAIN, NEVER, MERGED, MOVED, STRAY)
    return [
        len(judged.truth.articles),
        *(len(judged.of(kind)) for kind in kinds),
        judged.transitions - len(judged.of(RESTLESS)),
        judged.transitions,
    ]


def main() -> None:
    """Replay the named series, or all."""
    parser = argparse.ArgumentParser(description="Replay series of real feeds.")
    parser.add_argument("names", nargs="*", help="series; all if none is named")
    parser.add_argument("--joins", action="store_true", help="show what the truth had to guess")
    parser.add_argument("--no-etag", action="store_true", help="the upstream sends no validator")
    options = parser.parse_args()
    heads = ("articles", "again", "never", "merged", "moved", "stray", "calm", "of", "seconds")
    say = sys.stdout.write
    say(f"{'':26}" + "".join(f"{head:>9}" for head in heads) + "\n")
    totals = [0] * len(heads)
    told = []
    for folder in sorted((SHARED / "corpus" / "series").iterdir()):
        if options.names and folder.name not in options.names:
            continue
        started = monotonic()
        found = truth(captures(folder))
        with tempfile.TemporaryDirectory() as workplace:
            polls = replay(folder, Path(workplace), validators=not options.no_etag)
        judged = judge(found, polls)
        row = [*figures(judged), round(monotonic() - started)]
        totals = [sum(pair) for pair in zip(totals, row, strict=True)]
        say(f"{folder.name:26}" + "".join(f"{figure:9}" for figure in row) + "\n")
        sys.stdout.flush()
        told += [f"{folder.name} {one.capture} {one.kind}: {one.what}" for one in judged.deviations]
        if options.joins:
            told += [
                f"{folder.name} {join.capture} joined by {join.why}: {join.before} => {join.after}"
                for join in found.joins
            ]
    say(f"{'all':26}" + "".join(f"{figure:9}" for figure in totals) + "\n")
    say("".join(f"{line}\n" for line in told))


if __name__ == "__main__":
    main()
