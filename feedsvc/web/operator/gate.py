"""Who may see the console, and what may be done there.

Whoever comes is asked to sign in. Whatever changes something is for editors, unless its view is
marked `for_viewers`, and is done only if the request carries the proof that a page of this
session held: no other site can send one. That holds for every view, so that none can forget it.
"""

import re
from collections.abc import Callable
from hmac import compare_digest
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

from flask import Response, current_app, g, request

from feedsvc.flows import people
from feedsvc.web.office import Office
from feedsvc.web.operator.pages import SEE_OTHER, home, is_secure, show

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BAD, UNAUTHORIZED, FORBIDDEN = 400, 401, 403
PROOF = "proof"
"""The field of every form; `X-Proof` is the same for htmx."""

_OWN = re.compile(r"/operator(/[\w.~%!$&'()*+,;=:@-]*)*(\?[\w.~%!$&'()*+,;=:@/?-]*)?", re.ASCII)
_AnyView = TypeVar("_AnyView", bound=Callable[..., Response])


def for_viewers(view: _AnyView) -> _AnyView:
    """Let viewers do this: it concerns nobody but themselves."""
    view.for_viewers = True  # type: ignore[attr-defined] # a mark on the function
    return view


def for_editors(view: _AnyView) -> _AnyView:
    """Keep viewers from a page that only asks for something they may not do."""
    view.for_editors = True  # type: ignore[attr-defined] # a mark on the function
    return view


def for_anybody(view: _AnyView) -> _AnyView:
    """Let this be asked without being signed in; the view looks after itself."""
    view.for_anybody = True  # type: ignore[attr-defined] # a mark on the function
    return view


def cookie() -> str:
    """The name of the cookie of a session.

    `__Secure-`, not `__Host-`: that one would be sent to the public pages too, and caches in
    front of them would take readers who are operators for somebody special.
    """
    return "__Secure-feedsvc" if is_secure() else "feedsvc"


class Gate:
    """Stands before every view of the console."""

    def __init__(self, office: Office) -> None:
        """Ask `office` who is who."""
        self._office = office

    def check(self) -> Response | None:
        """Refuse what may not be; else remember whose request it is."""
        view = current_app.view_functions.get(request.endpoint or "")
        held = people.session_of(
            self._office.database,
            request.cookies.get(cookie(), ""),
            self._office.now(),
            self._office.settings().console.session,
        )
        g.session = held
        if any("\0" in value for _, value in request.form.items(multi=True)):
            return refusal("That cannot be read", "The form holds the character U+0000.", BAD)
        if getattr(view, "for_anybody", False):
            return None
        if held is None:
            return _to_sign_in()
        if request.method not in SAFE and not is_meant(held.proof):
            return refusal(
                "This form is too old",
                "It was not sent by a page of your present session. Go back, load the page again"
                " and send it once more.",
            )
        is_change = request.method not in SAFE and not getattr(view, "for_viewers", False)
        if (is_change or getattr(view, "for_editors", False)) and not held.user.is_editor:
            return refusal(
                "This is for editors",
                "You are signed in as a viewer, who can look at everything and change nothing."
                " An editor can give you the role under Users.",
            )
        return None


def is_meant(proof: str) -> bool:
    """Whether the request comes from one of our own pages, as far as it can be told."""
    sent = request.headers.get("X-Proof") or request.form.get(PROOF, "")
    is_proven = compare_digest(sent.encode(), proof.encode())
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", "null")  # as it is for forms under `no-referrer`
    is_ours = origin in {"null", current_app.config["ORIGIN"]} or not is_secure()
    return is_proven and site in {"same-origin", "none"} and is_ours


def refusal(heading: str, text: str, status: int = FORBIDDEN) -> Response:
    """Say why something is not done."""
    return show("refused.html", status, heading=heading, text=text)


def own_path(text: str) -> str:
    """That path if it is one of the console, else the overview: nobody is sent elsewhere."""
    is_own = _OWN.fullmatch(text) and "//" not in text and not text.startswith("/operator/sign-")
    return text if is_own else "/operator/"


def client_address() -> str:
    """Where a request comes from; behind a proxy on this machine, what the proxy says."""
    address = request.remote_addr or ""
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return said if said and ip_address(address).is_loopback else address
    except ValueError:
        return address


def origin_of(url: str) -> str:
    """The origin of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _to_sign_in() -> Response:
    asked = request.path if request.method in SAFE else "/operator/"
    query = request.query_string.decode(errors="replace")
    wanted = own_path(quote(asked, safe="/%:@") + (f"?{query}" if query else ""))
    address = f"{home()}/sign-in"
    if wanted != "/operator/":
        address += f"?{urlencode({'next': wanted})}"
    if request.headers.get("HX-Request"):
        return Response(status=UNAUTHORIZED, headers={"HX-Redirect": address})
    return Response(status=SEE_OTHER, headers={"Location": address})
