"""Users, for editors; and for everybody their own account: password, sessions, tokens."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta

from flask import Blueprint, Response, request

from feedsvc.errors import FeedsvcError
from feedsvc.flows import people, tokens
from feedsvc.model.people import Role, TokenScope
from feedsvc.store import people as stored_people
from feedsvc.web.office import Office
from feedsvc.web.operator.gate import client_address, for_editors, for_viewers
from feedsvc.web.operator.pages import back, person, session, show

UNFIT = 422
SCOPES = (
    (TokenScope.READ, "everything that can be seen here"),
    (TokenScope.WRITE, "sources, channels, permissions and polls"),
    (TokenScope.WITHDRAW, "withdraw and restore entries, decide on those held back"),
)


def users(routes: Blueprint, office: Office) -> None:
    """Add `/operator/users`."""

    @routes.get("/users")
    @for_editors
    def users_list() -> Response:
        return _users(office)

    @routes.post("/users")
    def add_user() -> Response:
        name, role = request.form.get("name", "").strip(), _role()
        password = request.form.get("password", "")
        try:
            people.add_user(office.database, name, role, password, office.now())
        except FeedsvcError as error:
            return _users(office, UNFIT, str(error))
        return back("users", f"{name} may sign in now, as {role.value}.")

    @routes.post("/users/<name>/role")
    def set_role(name: str) -> Response:
        _require_another(name, "role")
        people.set_role(office.database, name, _role())
        return back("users", f"{name} is {_role().value} now, and has to sign in again.")

    @routes.post("/users/<name>/remove")
    def remove_user(name: str) -> Response:
        _require_another(name, "account")
        people.remove_user(office.database, name)
        return back("users", f"{name} is removed; sessions and tokens have ended.")


def account(routes: Blueprint, office: Office) -> None:
    """Add `/operator/account`."""

    @routes.get("/account")
    def own_account() -> Response:
        return _account(office)

    @routes.post("/account/password")
    @for_viewers
    def own_password() -> Response:
        given, here = request.form.get("present", ""), client_address()
        refused = people.verify(office.database, person(), given, here, office.now())
        if refused:
            told = "That is not your present password."
            if refused.wait:
                told = f"There were too many failures. Try again in {refused.wait} seconds."
            return _account(office, UNFIT, wrong={"present": told})
        try:
            people.set_password(office.database, person(), request.form.get("password", ""))
        except FeedsvcError as error:
            return _account(office, UNFIT, wrong={"password": f"{error}."})
        return back("sign-in", "Your password is changed. Please sign in with it.")

    @routes.post("/account/sessions/end")
    @for_viewers
    def end_sessions() -> Response:
        own = session()
        chosen = request.form.get("session", "")
        if chosen:
            people.end_session(office.database, own.user.name, chosen)
        else:
            people.end_sessions(office.database, own.user.name, but=own.id)
        return back("account", "That session has ended." if chosen else "All others have ended.")

    _tokens(routes, office)


def _tokens(routes: Blueprint, office: Office) -> None:
    @routes.post("/account/tokens")
    @for_viewers
    def make_token() -> Response:
        """Make a token and show it, this once: it is kept nowhere."""
        scopes = {one for one, _ in SCOPES if one.value in request.form.getlist("scopes")}
        try:
            made, text = tokens.make_token(
                office.database, person(), request.form.get("label", ""), scopes, _until(),
                office.now(),
            )  # fmt: skip
        except FeedsvcError as error:
            return _account(office, UNFIT, wrong={"token": f"{error}."})
        return _account(office, token=text, label=made.label)

    @routes.post("/account/tokens/<token>/revoke")
    @for_viewers
    def revoke_token(token: str) -> Response:
        tokens.revoke_token(office.database, token, person())
        return back("account", "That token can be used no more.")


def _users(office: Office, status: int = 200, wrong: str = "") -> Response:
    statements = office.database.statements()
    return show(
        "users.html",
        status,
        users=stored_people.users(statements),
        tokens=Counter(one.user.name for one in stored_people.tokens(statements)),
        roles=list(Role),
        name=request.form.get("name", ""),
        role=request.form.get("role", Role.VIEWER.value),
        wrong=wrong,
    )


def _account(
    office: Office,
    status: int = 200,
    *,
    wrong: dict[str, str] | None = None,
    token: str = "",
    label: str = "",
) -> Response:
    statements, own = office.database.statements(), session()
    return show(
        "account.html",
        status,
        sessions=stored_people.sessions_of(statements, own.user.name),
        own=own.id,
        tokens=[one for one in stored_people.tokens(statements) if one.user.name == own.user.name],
        scopes=[one for one in SCOPES if own.user.is_editor or one[0] is TokenScope.READ],
        wrong=wrong or {},
        token=token,
        label=label,
        now=office.now(),
    )


def _role() -> Role:
    return Role.EDITOR if request.form.get("role") == Role.EDITOR.value else Role.VIEWER


def _require_another(name: str, what: str) -> None:
    if name == person():
        msg = f"nobody changes their own {what}, so that one editor stays; ask another editor"
        raise FeedsvcError(msg)


def _until() -> datetime | None:
    """The end of the day up to which a token is to hold."""
    text = request.form.get("until", "").strip()
    if not text:
        return None
    try:
        day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day, no moment
        return datetime.combine(day, time(), UTC) + timedelta(days=1)
    except (ValueError, OverflowError):  # of the last of all days there is no end
        msg = "the last day is no day; write it such as 2026-12-31"
        raise FeedsvcError(msg) from None
