"""What the owners of sources permit."""

from dataclasses import asdict
from datetime import date

from pydantic import Field

from feedsvc.errors import ConfigurationError
from feedsvc.model.people import TokenScope
from feedsvc.model.source import Images, Permission, Scope, ThirdParty
from feedsvc.settings import fields
from feedsvc.settings.schema import PermissionTable
from feedsvc.store import permissions
from feedsvc.store.permissions import Change
from feedsvc.web.api.asking import within
from feedsvc.web.api.operation import GET, PUT, Answer, Call, Resource
from feedsvc.web.api.present import present
from feedsvc.web.api.problem import WRONG, Fault, Problem
from feedsvc.web.api.shapes import Moment, Shape

RESOURCE = Resource(
    "permissions",
    "What the owner of a source permits, in the words of the configuration, and every state that"
    " it was in.",
)


_NOT_ONE = "what was sent is not what a permission may hold"


class PermissionShape(Shape):
    """What the owner of a source permits."""

    scope: Scope
    images: Images
    edits: bool
    licence: str
    on_third_party: ThirdParty
    granted_by: str
    attribution: str
    credit: str
    pixel: str
    evidence: str
    notes: str
    starts: date | None = Field(alias="from", description="The first day on which it holds.")
    ends: date | None = Field(alias="until", description="The last day on which it holds.")
    embargo: str = Field(description='How long an entry is held back, such as "24h".')
    expiry: str = Field(description='How long an entry is shown; "0s" for ever.')
    noindex: bool
    canonical: bool


class PermissionState(Shape):
    """A permission from a moment on."""

    at: Moment
    by: str
    change: Change
    reason: str
    permission: PermissionShape


class PermissionDetail(Shape):
    """What the owner of a source permits, and how it came to that."""

    source: str
    permission: PermissionShape
    revoked: bool
    history: list[PermissionState] = Field(description="Every state that it was in, oldest first.")


@RESOURCE.operation(
    GET, "/sources/{name}/permission", scope=TokenScope.READ, answers=PermissionDetail
)
def show_permission(call: Call) -> Answer:
    """Show the permission of a source, with its history."""
    source = present(call).source
    history = [
        PermissionState(
            at=one.at,
            by=one.by,
            change=one.change,
            reason=one.reason,
            permission=permission_of(one.permission),
        )
        for one in permissions.history(call.statements, source.name)
    ]
    told = PermissionDetail(
        source=source.name,
        permission=permission_of(source.permission),
        revoked=source.revoked,
        history=history,
    )
    return Answer(told=told)


@RESOURCE.operation(
    PUT,
    "/sources/{name}/permission",
    scope=TokenScope.WRITE,
    answers=PermissionDetail,
    body=PermissionTable,
    can_conflict=True,
)
def replace_permission(call: Call) -> Answer:
    """Replace the permission of a source that an operator added.

    It becomes what the body says; what that leaves out becomes what it is by default. The state
    before stays in the history.
    """
    name = call.place["name"]
    try:
        call.desk.change_source(name, {**call.desk.declared(name), "permission": call.body})
    except ConfigurationError as error:
        raise Problem(WRONG, _NOT_ONE, map(_by_own_key, error.complaints)) from None
    return show_permission(call)


def _by_own_key(complaint: str) -> Fault:
    key, detail = within(complaint)
    return Fault(key.removeprefix("permission").removeprefix("."), detail)


def permission_of(permission: Permission) -> PermissionShape:
    """A permission in the words of the configuration."""
    spans = {name: fields.spelled(getattr(permission, name)) for name in ("embargo", "expiry")}
    return PermissionShape(**{**asdict(permission), **spans})
