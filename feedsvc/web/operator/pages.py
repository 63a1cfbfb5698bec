"""How the console answers: pages, pieces of them, and the way back after something was done.

It never asks which host it was reached by: every address begins with `home()`.
"""

import base64
import binascii
from hashlib import blake2b
from typing import NamedTuple
from urllib.parse import urlencode

from flask import Response, current_app, g, request

from feedsvc.errors import FeedsvcError
from feedsvc.model.people import Session
from feedsvc.web.answers import HTML, STYLE, page

SEE_OTHER = 303
SAID = "feedsvc_said"
"""The cookie that keeps one line from the answer to a form until the next page."""

_SAID_SECONDS = 120
_SAID_LONGEST = 600
_LONGEST_REASON = 500


class Place(NamedTuple):
    """An entry of the navigation: `path` below `/operator/`."""

    path: str
    words: str
    for_editors: bool = False


NAVIGATION = (
    Place("", "Overview"),
    Place("sources", "Sources"),
    Place("entries", "Entries"),
    Place("held", "Held back"),
    Place("channels", "Channels"),
    Place("users", "Users", for_editors=True),
)

ASSETS = {
    name: blake2b((STYLE.parent / name).read_bytes(), digest_size=6).hexdigest()
    for name in ("plots.css", "operator.css", "htmx.min.js")
}
"""The files that pages load, with what tells one state of them from the next."""


class Pager(NamedTuple):
    """Where in a list a page stands.

    Attributes:
        number: From 1 on; `last` is that of the last page.
        query: What the list was asked for.
    """

    path: str
    number: int
    last: int
    query: dict[str, str]

    def address(self, number: int) -> str:
        """Of another page of the same list."""
        return f"{home()}/{self.path}?{urlencode(self.query | {'page': str(number)})}"


def pager(path: str, count: int, each: int) -> Pager:
    """The page that the request asks for, of a list of so many with `each` on a page."""
    last = max(1, -(-count // each))
    asked = request.args.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= 7 else 1  # noqa: PLR2004
    query = {key: value for key, value in request.args.items() if key != "page" and value}
    return Pager(path, min(max(number, 1), last), last, query)


def home() -> str:
    """The path that every address of the console starts with."""
    return f"{current_app.config['ROOT']}/operator"


def session() -> Session:
    """Whose request this is."""
    found: Session = g.session
    return found


def person() -> str:
    """The name beside what is decided by this request."""
    return session().user.name


def reason_given() -> str:
    """The reason that the form of this request gives.

    Raises:
        FeedsvcError: It gives none.
    """
    reason = " ".join(request.form.get("reason", "").split())[:_LONGEST_REASON]
    if not reason:
        msg = "it needs a reason: readers and the source's owner are told it; go back and write one"
        raise FeedsvcError(msg)
    return reason


def show(template: str, status: int = 200, /, **values: object) -> Response:
    """Answer with a page of `templates/operator/`."""
    held = g.get("session")
    body = page(
        f"operator/{template}",
        home=home(),
        assets=ASSETS,
        complaints=current_app.config["COMPLAINTS"]() if held else (),
        navigation=NAVIGATION,
        here=request.path.removeprefix("/operator").strip("/"),
        user=held.user if held else None,
        proof=held.proof if held else "",
        said=_said(),
        **values,
    )
    answer = Response(body, status, content_type=HTML)
    if SAID in request.cookies:
        answer.delete_cookie(SAID, path=home())
    return answer


def piece(template: str, /, **values: object) -> Response:
    """Answer htmx with a part of a page."""
    body = page(f"operator/{template}", home=home(), user=g.session.user, proof=g.session.proof,
                **values)  # fmt: skip
    return Response(body, content_type=HTML)


def back(path: str, said: str = "", **query: str) -> Response:
    """Send the browser on to a page after a form, which tells what was done.

    Args:
        path: Below `/operator/`.
        said: One line for the operator.
        query: Of that page.
    """
    address = f"{home()}/{path}" + (f"?{urlencode(query)}" if query else "")
    answer = Response(status=SEE_OTHER, headers={"Location": address})
    if said:
        text = base64.urlsafe_b64encode(said.encode()[:_SAID_LONGEST]).decode()
        answer.set_cookie(SAID, text, max_age=_SAID_SECONDS, path=home(), httponly=True,
                          samesite="Strict", secure=is_secure())  # fmt: skip
    return answer


def is_secure() -> bool:
    """Whether cookies go over TLS alone: whether the public address of the site is https."""
    return bool(current_app.config["SECURE"])


def _said() -> str:
    try:
        text = base64.urlsafe_b64decode(request.cookies.get(SAID, "")[: 2 * _SAID_LONGEST])
    except (binascii.Error, ValueError):
        return ""
    return text.decode(errors="replace")
