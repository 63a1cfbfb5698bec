"""The archives of channels, and how far each channel is archived (RFC 5005 4)."""

import struct
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import orjson

from feedsvc.model.archive import Archive, Member
from feedsvc.store import decode
from feedsvc.store.database import Statements
from feedsvc.store.moments import micros, moment

_MEMBER = struct.Struct(">10siq10s")
_NOBODY = bytes(10)
_ID, _ROW = 10, 8


class Progress(NamedTuple):
    """How far a channel is archived.

    Attributes:
        generation: What was published up to it is archived, or pending.
        newest: The number of the newest archive; 0 if there is none.
        covered: Rows of the sources of which that holds, in order.
        pending: Ids of entries that no archive holds yet, in order.
    """

    generation: int = -1
    newest: int = 0
    covered: bytes = b""
    pending: bytes = b""


def progress(statements: Statements, channel: str) -> Progress:
    """How far a channel is archived."""
    rows = statements.read("archive_state", channel=channel)
    return _progress(*rows[0]) if rows else Progress()


def advance(
    statements: Statements,
    channel: str,
    before: Progress,
    after: Progress,
    archives: Iterable[Archive],
) -> bool:
    """Seal archives, unless a channel stands no more where it did; whether it still stood there.

    Args:
        statements: A transaction.
        channel: Its name.
        before: How far it was archived when that was decided.
        after: How far it is from now on.
        archives: New ones.
    """
    statements.run("begin_archives", channel=channel)
    if _progress(*statements.read("hold_archive_state", channel=channel)[0]) != before:
        return False
    statements.many(
        "add_archive",
        [
            {
                "channel": channel,
                "number": archive.number,
                "sealed": micros(archive.sealed),
                "updated": micros(archive.updated),
                "members": _packed(archive.members),
                "said": orjson.dumps(archive.said, option=orjson.OPT_SORT_KEYS).decode(),
            }
            for archive in archives
        ],
    )
    statements.run("keep_archive_state", channel=channel, **after._asdict())
    return True


def archive(statements: Statements, channel: str, number: int) -> Archive | None:
    """An archive of a channel, if there is one of that number."""
    rows = statements.read("archive", channel=channel, number=number)
    if not rows:
        return None
    _, sealed, updated, members, said = rows[0]
    return Archive(
        number=number,
        sealed=moment(sealed),
        updated=moment(updated),
        members=_members(members),
        said=decode.said(said),
    )


def latest(statements: Statements, channel: str) -> dict[str, int]:
    """Every entry in an archive of a channel, with the latest `updated` that it has in one."""
    found: dict[str, int] = {}
    for (members,) in statements.read("archived", channel=channel):
        for entry, _, updated, _ in _MEMBER.iter_unpack(members):
            uid = entry.hex()
            found[uid] = max(updated, found.get(uid, updated))
    return found


def rows(packed: bytes) -> frozenset[int]:
    """Read back what `pack_rows` wrote."""
    return frozenset(
        int.from_bytes(packed[start : start + _ROW], "big") for start in range(0, len(packed), _ROW)
    )


def pack_rows(numbers: Iterable[int]) -> bytes:
    """Rows of sources as `Progress` has them."""
    return b"".join(number.to_bytes(_ROW, "big") for number in sorted(numbers))


def ids(packed: bytes) -> list[str]:
    """Read back what `pack_ids` wrote."""
    return [packed[start : start + _ID].hex() for start in range(0, len(packed), _ID)]


def pack_ids(entries: Collection[str]) -> bytes:
    """Ids of entries as `Progress` has them."""
    return b"".join(map(bytes.fromhex, sorted(entries)))


def _progress(generation: int, newest: int, covered: bytes, pending: bytes) -> Progress:
    return Progress(generation, newest, bytes(covered), bytes(pending))


def _packed(members: Sequence[Member]) -> bytes:
    return b"".join(
        _MEMBER.pack(
            bytes.fromhex(member.entry),
            member.revision,
            micros(member.updated),
            bytes.fromhex(member.rival) or _NOBODY,
        )
        for member in members
    )


def _members(packed: bytes) -> tuple[Member, ...]:
    return tuple(
        Member(entry.hex(), revision, moment(updated), "" if rival == _NOBODY else rival.hex())
        for entry, revision, updated, rival in _MEMBER.iter_unpack(packed)
    )
