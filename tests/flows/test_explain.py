"""Every text that a poll can leave behind is told in plain words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedsvc.fetch import outcome
from feedsvc.flows import after
from feedsvc.flows.explain import advice, plain
from feedsvc.net import guard, problems
from feedsvc.net.http import DEFAULT_LIMITS

ROOMS = Path(after.__file__).parents[1]
FILES = (
    *("net/problems", "net/receipt", "net/redirects", "net/guard", "net/gate", "net/files"),
    *("fetch/outcome", "parse/pool", "parse/xml", "parse/jsonfeed", "parse/bounds", "parse/caps"),
    *("parse/encoding", "normalize/health", "flows/after", "flows/conclude", "flows/receive"),
    *("flows/absorb", "flows/pull", "jobs/reading", "jobs/storing", "jobs/worker"),
)
SAYING = {"problem", "error", "reason", "words", "fault", "msg", "refused", "crowded", "ENDED"}
SAYING |= {"_PAGE", "_NO_FEED", "_DISORDER", "_GIVEN_UP", "_OURSELVES", "text", "_POOR"}
PIECES = {
    "; ",  # between two of them
    *("7 entr7", "7: 7", "IPv4 inside IPv6, 7", "not a public IPv6 address"),  # of longer ones
    *("not asked: 7", "redirect not followed: 7"),  # before one of the others
}


def spelled(node: ast.expr) -> str:
    """The text of a constant, with 7 for what is filled in."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=values):
            return "".join(spelled(value) or "7" for value in values)
        case _:
            return ""


def said(tree: ast.Module) -> Iterator[str]:
    """What is assigned to, passed as or returned under a name that says what went wrong."""
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        match node:
            case ast.Assign(targets=[ast.Name(id=name) | ast.Attribute(attr=name)], value=value):
                found = [value] if name in SAYING else []
            case ast.keyword(arg=str(name), value=value) if name in SAYING:
                found = [value]
            case ast.Return(value=ast.expr() as value):
                found = [value]
            case ast.Call(func=ast.Name(id="ParsingError" | "Response"), args=args):
                found = args
            case _:
                pass
        for one in found:
            inner = [one.body, one.orelse] if isinstance(one, ast.IfExp) else [one]
            yield from filter(None, map(spelled, inner))


def texts() -> Iterator[str]:
    for place in FILES:
        for text in said(ast.parse((ROOMS / f"{place}.py").read_text("utf-8"))):
            if " " in text and text not in PIECES:
                yield text
    yield from problems._POOR.values()  # noqa: SLF001 - the table of them
    yield from (outcome._phrase(status) for status in (*outcome._REASONS, 499, 599))  # noqa: SLF001
    for network, _ in guard._REFUSED:  # noqa: SLF001
        yield str(guard.refusal(network.partition("/")[0]))
    for code in range(1, 101):
        failure = problems.Failure(code, "", 0)
        yield problems.problem(failure, "https://quay.example/", DEFAULT_LIMITS)
    for error in (101, 104, 110, 111, 112, 113):
        yield problems.problem(problems.Failure(7, "", error), "https://a.example/", DEFAULT_LIMITS)


@pytest.mark.parametrize("text", sorted(set(texts())))
def test_every_text_is_known(text: str) -> None:
    told = plain(text)
    assert told.cause != "other", text
    assert told.what
    assert told.cure


def test_there_are_many() -> None:
    assert len(set(texts())) > 150


def test_what_nobody_thought_of_is_told_as_it_is_and_on_one_line() -> None:
    told = plain("the moon\nfell down" + "!" * 999)
    assert told.cause == "other"
    assert "the moon fell down" in told.what
    assert "\n" not in told.what
    assert len(told.what) < 300


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("HTTP 404 Not Found", "http-404"),
        (("HTTP 404 Not Found; nothing was there for four weeks: it rests, and is polled no more"
         " until feedsvc poll asks for it by name or its url is another one"), "nothing-there"),
        ("HTTP 410 Gone: the source is not polled any more", "gone"),
        ("not asked: HTTP 429 Too Many Requests", "http-429"),
        ("HTTP 503 Service Unavailable", "http-503"),
        ("certificate not trusted: SSL certificate problem: certificate has expired",
         "certificate"),
        ("TLS connect error: error:0A000410:SSL routines::ssl/tls alert handshake failure",
         "certificate"),
        ("name not found: quay.example", "name"),
        ("no answer within 30 s", "timeout"),
        ("address 10.0.0.1 refused: private network (allow it with [fetch] allow_networks)",
         "guard"),
        ("address 169.254.169.254 refused: link-local", "guard"),
        ("redirect not followed: address refused: it holds credentials", "address"),
        ("the document is HTML, not a feed", "page"),
        ("more than 10 MiB", "size"),
        ("reading it took more than 5 s of CPU, 3 times in a row: it is read again once a day",
         "heavy"),
        (after.ENDED, "ended"),
        ("of its 9000 entries the newest 1000 were read", "size"),
        ("the document is not well-formed (not well-formed XML: line 3); it was read by guessing",
         "malformed"),
        ("internal error while storing it: KeyError: 'x'", "internal"),
    ],
)  # fmt: skip
def test_causes(text: str, cause: str) -> None:
    assert plain(text).cause == cause


def test_the_cure_names_the_source() -> None:
    assert "feedsvc sources test quay" in plain("HTTP 400 Bad Request", "quay").cure


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        ("HTTP 404 Not Found", "whether the address is right"),
        ("HTTP 502 Bad Gateway", "try again later"),
        ("connection refused", "try again later"),
        ("name not found: news.example", "spelled right"),
        ("certificate not trusted: SSL: it is over", "write to the source's owner"),
        ("address 10.0.0.1 refused: private network (allow it with [fetch] allow_networks)", ""),
    ],
)
def test_who_looks_at_an_address_is_told_what_to_do(problem: str, told: str) -> None:
    assert told in advice(problem)
    assert bool(told) == bool(advice(problem))
