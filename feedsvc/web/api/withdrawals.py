"""Withdrawals of entries."""

from typing import Annotated

from pydantic import Field

from feedsvc.errors import NotFoundError
from feedsvc.flows import curate
from feedsvc.model.held import State
from feedsvc.model.people import TokenScope
from feedsvc.store import tombstones
from feedsvc.store.tombstones import Listed
from feedsvc.web.api.operation import CREATED, DELETE, DONE, GET, POST, Answer, Call, Resource
from feedsvc.web.api.problem import WRONG, Fault, Problem
from feedsvc.web.api.shapes import (
    FIRST,
    PLACE,
    Moment,
    Next,
    Paged,
    Reason,
    Shape,
    place_of,
    placed,
)

RESOURCE = Resource(
    "withdrawals",
    "Entries that are gone on purpose. A withdrawn entry is shown nowhere, and comes back from no"
    " source, until the withdrawal is deleted.",
)

MOST_AT_ONCE, LONGEST_REF = 100, 2048


class WithdrawalShape(Shape):
    """The last withdrawal of an entry."""

    entry: str
    source: str
    at: Moment
    by: str = Field(
        description="In which role: `operator`, `source` (it took the entry back) or `revocation`."
    )
    person: str = Field(description="Whoever did it, where a person did.")
    reason: str
    restored_at: Moment | None = Field(description="When it came back; null if it did not.")


class WithdrawalList(Shape):
    """Withdrawals, newest first."""

    items: list[WithdrawalShape]
    next: Next


class Withdrawn(Shape):
    """What was withdrawn: what was named, and the copies that other sources carry."""

    items: list[WithdrawalShape]


class WithdrawalQuery(Paged):
    """Which withdrawals."""

    cursor: str = Field("", pattern=PLACE, description="`next` of the page before.")


class NewWithdrawal(Shape):
    """Entries to withdraw, and why."""

    entries: list[Annotated[str, Field(min_length=1, max_length=LONGEST_REF)]] = Field(
        min_length=1,
        max_length=MOST_AT_ONCE,
        description="Our ids, original addresses, or the ids that their sources gave them.",
    )
    reason: Reason


@RESOURCE.operation(
    GET, "/withdrawals", scope=TokenScope.READ, answers=WithdrawalList, query=WithdrawalQuery
)
def list_withdrawals(call: Call) -> Answer:
    """List withdrawals, newest first.

    Of each entry the last one; those that were undone are told too.
    """
    query: WithdrawalQuery = call.query
    at, entry = placed(query.cursor) if query.cursor else FIRST
    found = tombstones.before(call.statements, at, entry, query.limit + 1)
    page = found[: query.limit]
    following = _place(page[-1]) if len(found) > len(page) else None
    told = WithdrawalList(items=[withdrawal_of(one) for one in page], next=following)
    return Answer(told=told, following=following)


@RESOURCE.operation(GET, "/withdrawals/{entry}", scope=TokenScope.READ, answers=WithdrawalShape)
def show_withdrawal(call: Call) -> Answer:
    """Show the last withdrawal of an entry."""
    found = tombstones.among(call.statements, [call.place["entry"]])
    if not found:
        raise _none(call.place["entry"])
    return Answer(told=withdrawal_of(found[0]))


@RESOURCE.operation(
    POST,
    "/withdrawals",
    scope=TokenScope.WITHDRAW,
    answers=Withdrawn,
    status=CREATED,
    body=NewWithdrawal,
)
def withdraw_entries(call: Call) -> Answer:
    """Withdraw entries: all of them or none.

    What other sources carry under the same address or id goes with them, now and whenever it
    comes. Withdrawing again corrects the reason.
    """
    office, wanted = call.office, call.body
    _require_known(call, wanted.entries)
    gone = curate.withdraw(
        office.database, wanted.entries, wanted.reason, office.now(), call.person
    )
    found = tombstones.among(call.statements, [one.id for one in gone])
    return Answer(told=Withdrawn(items=[withdrawal_of(one) for one in found]))


@RESOURCE.operation(
    DELETE, "/withdrawals/{entry}", scope=TokenScope.WITHDRAW, status=DONE, can_conflict=True
)
def undo_withdrawal(call: Call) -> Answer:
    """Undo a withdrawal: the entry is published again, under its old id and dates.

    So are the copies that went with it. It cannot be done while its source is revoked.
    """
    entry, office = call.place["entry"], call.office
    found = tombstones.named(call.statements, entry)
    if [(one.id, one.state) for one in found] != [(entry, State.WITHDRAWN)]:
        raise _none(entry)
    curate.restore(office.database, [entry], office.now())
    return Answer(told=None)


def _require_known(call: Call, refs: list[str]) -> None:
    statements = call.statements
    faults = [
        Fault(f"entries[{place}]", f"there is no entry {ref[:80]!r}; correct it, or leave it out")
        for place, ref in enumerate(refs)
        if not tombstones.named(statements, ref)
    ]
    if faults:
        raise Problem(WRONG, "nothing was withdrawn: not every entry is known", faults)


def _none(entry: str) -> NotFoundError:
    return NotFoundError(f"the entry {entry[:80]!r} is not withdrawn")


def _place(one: Listed) -> str:
    return place_of(one.withdrawal.at, one.entry)


def withdrawal_of(one: Listed) -> WithdrawalShape:
    """A withdrawal as it is told."""
    return WithdrawalShape(entry=one.entry, source=one.source, **one.withdrawal._asdict())
