"""Every operation of the API, from the operations themselves."""

from collections.abc import Iterator
from http import HTTPStatus
from inspect import cleandoc

from feedsvc.web.api.operation import Operation, Resource
from feedsvc.web.api.routes import RESOURCES, ROOT
from reference.markup import code, page, prose, table


def written() -> str:
    """The page."""
    return page(
        "Operations of the API",
        f"Paths count from `{ROOT}`. What is sent and answered, key by key, is told by every"
        f" running feedsvc: for people at `{ROOT}/`, for programs at `{ROOT}/openapi.json`."
        " [API](../api.md) tells what holds for all of them.",
        *(block for resource in RESOURCES for block in _told(resource)),
    )


def _told(resource: Resource) -> Iterator[str]:
    name, text, operations = resource.name, resource.text, resource.operations
    yield f"## {name[:1].upper()}{name[1:]}"
    yield prose(" ".join(text.split()))
    rows = [
        (code(f"{one.method} {one.path}"), prose(_does(one)), code(one.scope.value), _ends(one))
        for one in operations
    ]
    yield table(("operation", "what it does", "scope", "answers"), rows)


def _does(one: Operation) -> str:
    return " ".join(cleandoc(one.handler.__doc__ or "").partition("\n\n")[0].split())


def _ends(one: Operation) -> str:
    """The status if all is well, and those by which it may be refused."""
    refused = ", ".join(map(str, one.refusals))
    return f"{one.status} {HTTPStatus(one.status).phrase}; refused: {refused}"
