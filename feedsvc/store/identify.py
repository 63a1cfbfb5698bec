"""Which stored entry each arriving one is.

Pure. An entry is known by the first name that is its own: its id, else its link, else its title,
else everything together (`changes.md` 4). A name that two articles of one document have had is
shared from then on and names none. An entry whose name is new is an old one under another name
only if that old one was in the last good document, is gone from this one, and there is `evidence`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import NamedTuple

from feedsvc.model.entry import TextKind
from feedsvc.model.reading import Incoming
from feedsvc.model.record import ABSENT, Names, Record
from feedsvc.store.evidence import contradict, renamed

KEY = "key"
"""Why a name is an entry's: it is the one that it was first stored under."""

NAME = "name"
"""Why a name is an entry's: it had it beside its key."""

SHARED = "shared"
"""Why a name is nobody's."""

_FEW = 2
_BURST = 3  # entries that change at once
_TIERS = (("id", b"i"), ("link", b"l"), ("title", b"t"))


class Name(NamedTuple):
    """A name to remember.

    Attributes:
        key: As the registry is keyed.
        entry: Whose it is; None if it is shared.
        value: As the upstream wrote it, for names that came after the first sight.
    """

    key: bytes
    entry: str | None
    why: str
    value: str | None = None


class Identity(NamedTuple):
    """Which entry an arriving one is.

    Attributes:
        entry: Our id of it.
        key: Its identity key, as `tier:value`, if it is new; else empty.
        original: Whether it speaks for the entry: False for a further copy in one document,
            and for all that a guessing parser read of what is known.
    """

    entry: str
    key: str = ""
    original: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Which entries the arriving ones of a document are.

    Attributes:
        identities: One for each arriving entry, in their order.
        standing: The records of the last good document that are in this one unchanged.
        names: To remember.
        renamed: How many entries came under another name.
    """

    identities: tuple[Identity, ...]
    standing: tuple[Record, ...]
    names: tuple[Name, ...]
    renamed: int


def entry_id(source: str, key: str) -> str:
    """Our id of an entry: the same in every process, version and database."""
    named = f"{source}\0{key}".encode("utf-8", "surrogatepass")
    return blake2b(named, digest_size=10).hexdigest()


def registry_keys(names: Names) -> list[bytes]:
    """The keys under which an entry of these names may be registered."""
    return [
        letter + name
        for letter, name in (
            (b"i", names.id),
            (b"l", names.link),
            (b"t", names.title),
            (b"d", names.dated),
            (b"a", _everything(names)),
        )
        if name != ABSENT
    ]


def identify(  # noqa: PLR0913 - what is known, from four sides
    source: str,
    incoming: Sequence[Incoming],
    last: Sequence[Record],
    present: Collection[bytes],
    registry: Mapping[bytes, str | None],
    *,
    withdrawn: Collection[str] = (),
    trusted: bool = True,
) -> Identified:
    """Tell which stored entry each arriving one is, and which are new.

    Args:
        source: Name of the source.
        incoming: Entries of a document whose bytes were not known.
        last: The entries of the last good document.
        present: The fingerprints of all entries of this document.
        registry: Entry by name, for all `registry_keys` of the incoming; None for shared ones.
        withdrawn: Those entries of the registry that are gone on purpose: they are known by
            any name, so that none comes back under another (defects DF34).
        trusted: False if a guessing parser read the document: then whatever has any name of a
            known entry is that one, and none is named anew.
    """
    return _Identification(source, incoming, last, present, registry, withdrawn).run(
        trusted=trusted
    )


class _Identification:
    """The state of one call of `identify`."""

    def __init__(  # noqa: PLR0913, PLR0917 - as `identify`
        self,
        source: str,
        incoming: Sequence[Incoming],
        last: Sequence[Record],
        present: Collection[bytes],
        registry: Mapping[bytes, str | None],
        withdrawn: Collection[str],
    ) -> None:
        self._source = source
        self._incoming = incoming
        self._last = last
        self._registry = registry
        self._withdrawn = withdrawn
        self._standing = [record for record in last if record.fingerprint in present]
        self._absent = [record for record in last if record.fingerprint not in present]
        # A feed that dates all of its entries alike says nothing by it, such as when it was made.
        self._dates_tell = len(incoming) < _FEW or len({one.claimed for one in incoming}) > 1
        self._before: dict[str, list[Names]] = {}
        for record in last:
            self._before.setdefault(record.entry, []).append(record.names)
        self._taken = {record.entry for record in self._standing}
        self._found: dict[int, Identity] = {}
        self._names: dict[bytes, Name] = {}
        self._renamed = 0
        self._twins: dict[int, int] = {}

    def run(self, *, trusted: bool) -> Identified:
        firsts = self._without_twins()
        document = [self._incoming[number].names for number in firsts]
        document += {record.entry: record.names for record in self._standing}.values()
        self._counts = {
            tier: Counter(getattr(names, tier) for names in document) for tier, _ in _TIERS
        }
        self._links = {names.link for names in document} - {ABSENT}
        self._dated = {names.dated for names in document} - {ABSENT}
        self._titles = {names.title for names in document} - {ABSENT}
        if not trusted:
            firsts = self._known_somehow(firsts)
        firsts = self._by_all_names(firsts)
        passed = sum(map(self._is_another_throughout, firsts))
        self._ids_are_places = passed >= _BURST and passed * 2 >= len(document)
        chosen = self._by_key(firsts)
        if trusted:
            self._share()
            self._by_evidence(chosen, document)
        for number, key in chosen.items():
            if number not in self._found:
                self._begin(number, key)
        for number, first in self._twins.items():
            self._found[number] = self._found[first]._replace(key="", original=False)
        return Identified(
            identities=tuple(self._found[number] for number in range(len(self._incoming))),
            standing=tuple(self._standing),
            names=tuple(self._names.values()),
            renamed=self._renamed,
        )

    def _without_twins(self) -> list[int]:
        """One arriving entry of each article, whatever the order they stand in."""
        standing: dict[Names, list[Record]] = {}
        for record in self._standing:
            standing.setdefault(_alike(record.names), []).append(record)
        firsts: dict[Names, list[int]] = {}
        for number in sorted(range(len(self._incoming)), key=self._rank):
            names = self._incoming[number].names
            alike = _alike(names)
            for record in standing.get(alike, ()):
                if not contradict(names, record.names):
                    self._found[number] = Identity(record.entry, original=False)
                    break
            else:
                before = firsts.setdefault(alike, [])
                for first in before:
                    if not contradict(names, self._incoming[first].names):
                        self._twins[number] = first
                        break
                else:
                    before.append(number)
        return [number for numbers in firsts.values() for number in numbers]

    def _rank(self, number: int) -> tuple[object, ...]:
        """An order that does not depend on that of the document."""
        one = self._incoming[number]
        return (one.names, -one.claimed, one.digest, one.facts, one.entry.id, one.entry.url or "")

    def _known_somehow(self, pending: list[int]) -> list[int]:
        """Find entries that have any name of a known one; those that are left."""
        before = {name: record.entry for record in reversed(self._last) for name in record.names}
        before.pop(ABSENT, None)
        left = []
        for number in pending:
            names = self._incoming[number].names
            entries = (self._registry.get(key) for key in registry_keys(names))
            entry = next(filter(None, entries), None) or next(
                (before[name] for name in names[:-1] if name in before), None
            )
            if entry is None:
                left.append(number)
            else:
                self._found[number] = Identity(entry, original=False)
        return left

    def _by_all_names(self, pending: list[int]) -> list[int]:
        """Find entries that were in the last good document just so; those that are left."""
        before: dict[Names, set[str]] = {}
        for record in self._absent:
            before.setdefault(record.names, set()).add(record.entry)
        left = []
        for number in pending:
            entries = before.get(self._incoming[number].names, set()) - self._taken
            if len(entries) == 1:
                self._take(number, entries.pop(), NAME)
            else:
                left.append(number)
        return left

    def _is_another_throughout(self, number: int) -> bool:
        """Whether nothing but its id is that of the entry which had this id before."""
        names = self._incoming[number].names
        before = self._before.get(self._registry.get(b"i" + names.id) or "", ())
        return bool(before) and all(_differ(each, names) for each in before)

    def _by_key(self, pending: list[int]) -> dict[int, str]:
        """Find entries by the first name of their own; the tier of each whose name is new."""
        chosen: dict[int, str] = {}
        for tier, letter in _TIERS:
            passed = []
            for number in pending:
                name: bytes = getattr(self._incoming[number].names, tier)
                if name == ABSENT or self._counts[tier][name] > 1:
                    passed.append(number)
                elif (key := letter + name) not in self._registry:
                    chosen[number] = tier
                elif not self._is(number, tier, key):
                    passed.append(number)
            pending = passed
        for number in pending:
            key = b"a" + _everything(self._incoming[number].names)
            if not self._is(number, "all", key):
                chosen[number] = "all"
        return chosen

    def _is(self, number: int, tier: str, key: bytes) -> bool:
        """Whether the entry that the registry has under `key` is this one; if so it is taken."""
        entry = self._registry.get(key)
        if entry is None or entry in self._taken:
            return False
        names, before = self._incoming[number].names, self._before.get(entry, [])
        if before and all(self._is_other(tier, entry, each, names) for each in before):
            self._names[key] = Name(key, None, SHARED)
            return False
        self._take(number, entry, NAME)
        return True

    def _is_other(self, tier: str, entry: str, before: Names, now: Names) -> bool:
        """Whether an article has another's name by all that is known of the other."""
        if tier == "id":
            return self._moved_on(entry, before, now)
        return tier == "title" and self._dates_tell and contradict(before, now)

    def _moved_on(self, entry: str, before: Names, now: Names) -> bool:
        """Whether an id passed to another article.

        The one that had it stands there without it, or the one that has it now is known, or so it
        is with most of the document.
        """
        if before.title == now.title or before.link == now.link != ABSENT:
            return False
        if self._ids_are_places and _differ(before, now):
            return True
        stands = before.link in self._links or before.dated in self._dated
        if before.link == before.dated == ABSENT:
            stands = before.title in self._titles
        return stands or self._registry.get(b"l" + now.link, entry) not in (entry, None)

    def _share(self) -> None:
        """Names that two articles of this document have name none from now on."""
        for names in {arriving.names for arriving in self._incoming}:
            for tier, letter in _TIERS[:2]:
                name: bytes = getattr(names, tier)
                key = letter + name
                is_shared = name != ABSENT and self._counts[tier][name] > 1
                if is_shared and self._registry.get(key, "") is not None:
                    self._names[key] = Name(key, None, SHARED)

    def _by_evidence(self, chosen: Mapping[int, str], document: Sequence[Names]) -> None:
        """Find entries that were in the last good document under another name."""
        for number in chosen:
            names = self._incoming[number].names
            entry = self._registry.get(b"l" + names.link)
            # Link, title and date together are as good as an id, however long ago it was.
            is_same = entry is not None and entry == self._registry.get(b"d" + names.dated)
            if entry and is_same and entry not in self._taken and self._is_alone(names):
                self._rename(number, entry, "link, title and date", chosen[number])
        gone = {
            record.entry: (record.names, record.claimed)
            for record in self._absent
            if record.entry not in self._taken
        }
        left = {
            number: (self._incoming[number].names, self._incoming[number].claimed)
            for number in chosen
            if number not in self._found
        }
        if not gone or not left:
            return
        claims = {arriving.names: arriving.claimed for arriving in self._incoming}
        claims |= {record.names: record.claimed for record in self._standing}
        here = [(names, claims[names]) for names in document]
        before = {record.entry: (record.names, record.claimed) for record in self._last}
        for number, entry, why in renamed(left, gone, here, list(before.values()), self._renamed):
            self._rename(number, entry, why, chosen[number])

    def _is_alone(self, names: Names) -> bool:
        """Whether no other article of the document has its link."""
        return self._counts["link"][names.link] == 1

    def _rename(self, number: int, entry: str, why: str, tier: str) -> None:
        """The arriving entry is that one under another name."""
        self._renamed += 1
        self._take(number, entry, why)
        if tier in ("title", "all"):
            key = self._own_key(number, tier)
            self._names[key] = Name(key, entry, why)

    def _take(self, number: int, entry: str, why: str) -> None:
        """The arriving entry is that one; names that it did not have so far are remembered."""
        self._taken.add(entry)
        self._found[number] = Identity(entry)
        arriving = self._incoming[number]
        for tier, letter in _TIERS[:2]:
            name: bytes = getattr(arriving.names, tier)
            key = letter + name
            if name != ABSENT and self._counts[tier][name] == 1 and key not in self._registry:
                value = arriving.entry.id if tier == "id" else arriving.entry.url
                self._names.setdefault(key, Name(key, entry, why, f"{tier}:{value}"))
        dated = arriving.names.dated
        if why != NAME and dated != ABSENT and (key := b"d" + dated) not in self._registry:
            self._names.setdefault(key, Name(key, entry, why))

    def _begin(self, number: int, tier: str) -> None:
        """The arriving entry is new, unless it was taken back under any of its names."""
        arriving = self._incoming[number]
        names = arriving.names
        # Not by its link alone, which all articles of a one-page feed share.
        known = [self._registry.get(key) for key in registry_keys(names) if key[:1] != b"l"]
        back = next((entry for entry in known if entry in self._withdrawn), None)
        if back is not None:
            self._found[number] = Identity(back, original=False)
            return
        own = self._own_key(number, tier)
        key = _key(arriving, tier)
        if (before := self._registry.get(own)) is not None:
            key += f" after {before}"  # which had this name and goes by another now
        entry = entry_id(self._source, key)
        self._found[number] = Identity(entry, key)
        self._names[own] = Name(own, entry, KEY)
        for name in (b"i" + names.id, b"l" + names.link, b"d" + names.dated):
            tier = {b"i": "id", b"l": "link"}.get(name[:1], "")
            is_shared = tier and self._counts[tier][name[1:]] > 1
            if name[1:] != ABSENT and not is_shared and name not in self._registry:
                self._names.setdefault(name, Name(name, entry, NAME))

    def _own_key(self, number: int, tier: str) -> bytes:
        """The registry key that an arriving entry has by that tier."""
        names = self._incoming[number].names
        if tier == "all":
            return b"a" + _everything(names)
        name: bytes = getattr(names, tier)
        return tier[:1].encode() + name


def _key(arriving: Incoming, tier: str) -> str:
    entry = arriving.entry
    match tier:
        case "id":
            return f"id:{entry.id}"
        case "link":
            return f"link:{entry.url}"
        case "title" if entry.title:
            kind = "" if entry.title.kind is TextKind.TEXT else f"{entry.title.kind}:"
            return f"title:{kind}{entry.title.value}"
        case _:
            return f"all:{_everything(arriving.names).hex()}"


def _differ(one: Names, other: Names) -> bool:
    """Whether two are known by all their names but the id, and all of these differ."""
    pairs = zip(one[1:], other[1:], strict=True)
    return all(ABSENT != mine != theirs != ABSENT for mine, theirs in pairs)


def _alike(names: Names) -> Names:
    """Two entries of one document that are alike are copies of one article, if none contradicts."""
    if ABSENT in (names.id, names.title):
        return names._replace(loose=ABSENT, dated=ABSENT)
    return names._replace(loose=ABSENT, dated=ABSENT, body=ABSENT)


def _everything(names: Names) -> bytes:
    return blake2b(b"".join((*names[:4], names.body)), digest_size=len(ABSENT)).digest()
