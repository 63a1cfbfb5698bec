"""Signing in and out."""

import secrets

from flask import Blueprint, Response, g, request

from feedsvc.flows import people
from feedsvc.flows.people import Refused
from feedsvc.store import people as stored_people
from feedsvc.web.office import Office
from feedsvc.web.operator.gate import (
    FORBIDDEN,
    PROOF,
    client_address,
    cookie,
    for_anybody,
    for_viewers,
    is_meant,
    own_path,
)
from feedsvc.web.operator.pages import SEE_OTHER, back, home, is_secure, session, show

UNAUTHORIZED, TOO_MANY = 401, 429
DOOR = "feedsvc_door"
"""The cookie of whoever has the form and is not signed in yet."""

_DOOR_SECONDS = 3600


def sign_in(routes: Blueprint, office: Office) -> None:
    """Add `/operator/sign-in` and `/operator/sign-out`."""

    @routes.get("/sign-in")
    @for_anybody
    def sign_in_form() -> Response:
        if g.session:
            return Response(status=SEE_OTHER, headers={"Location": f"{home()}/"})
        return _form(office)

    @routes.post("/sign-in")
    @for_anybody
    def sign_in_now() -> Response:
        door = request.cookies.get(DOOR, "")
        if not door or not is_meant(people.proof_of(door)):
            told = "This form was too old. Here is a new one: please sign in again."
            return _form(office, FORBIDDEN, told)
        name = request.form.get("name", "").strip()
        agent = request.headers.get("User-Agent", "")
        found = people.sign_in(
            office.database,
            name,
            request.form.get("password", ""),
            agent,
            client_address(),
            office.now(),
        )
        if isinstance(found, Refused):
            return _refused(office, found)
        people.end_session_of(office.database, request.cookies.get(cookie(), ""))
        wanted = own_path(request.form.get("next", ""))
        address = f"{home()}{wanted.removeprefix('/operator')}"
        answer = Response(status=SEE_OTHER, headers={"Location": address})
        answer.delete_cookie(DOOR, path=home())
        answer.set_cookie(
            cookie(),
            found.secret,
            max_age=int(people.LONGEST.total_seconds()),
            path=home(),
            secure=is_secure(),
            httponly=True,
            samesite="Lax",  # so that a link in a mail that tells of trouble opens its page
        )
        return answer

    @routes.post("/sign-out")
    @for_viewers
    def sign_out() -> Response:
        own = session()
        people.end_session(office.database, own.user.name, own.id)
        answer = back("sign-in", "You are signed out.")
        answer.delete_cookie(cookie(), path=home())
        return answer


def _refused(office: Office, refused: Refused) -> Response:
    if not refused.wait:
        return _form(office, UNAUTHORIZED, "Name or password are wrong.")
    told = f"There were too many failures. Try again in {_spelled(refused.wait)}."
    answer = _form(office, TOO_MANY, told)
    answer.headers["Retry-After"] = str(refused.wait)
    return answer


def _form(office: Office, status: int = 200, told: str = "") -> Response:
    door = request.cookies.get(DOOR) or secrets.token_urlsafe(32)
    answer = show(
        "sign_in.html",
        status,
        told=told,
        field=PROOF,
        door=people.proof_of(door),
        name=request.form.get("name", ""),
        next=own_path(request.values.get("next", "")),
        nobody=stored_people.is_empty(office.database.statements()),
    )
    answer.set_cookie(DOOR, door, max_age=_DOOR_SECONDS, path=home(), secure=is_secure(),
                      httponly=True, samesite="Strict")  # fmt: skip
    return answer


def _spelled(seconds: int) -> str:
    if seconds < 120:  # noqa: PLR2004 - two minutes
        return f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
