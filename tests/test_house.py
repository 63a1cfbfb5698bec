"""What the import contracts cannot see: the house rules that stand in the text of the files."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import feedsvc

HOUSE = Path(__file__).resolve().parents[1]
ROOMS = HOUSE / "feedsvc"
PURE_ROOMS = ("text", "fetch", "parse", "normalize", "rights", "publish")
PURE_FILES = ("net/guard.py", "store/changes.py")
IMPURE_FILES = ("parse/pool.py",)

EFFECTS = {"open", "print", "input", "breakpoint", "exec", "eval", "__import__"}
CLOCKS = {"now", "utcnow", "today"}
FILES = {"read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "mkdir", "unlink"}
CHANCE = {"uuid1", "uuid4", "urandom"}
NETWORK = ("urllib.request", "http.client", "http.server", "ftplib", "smtplib", "xmlrpc")

NAMELESS = {"util", "helper", "common", "core", "manager", "base", "misc"}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (HOUSE / folder).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def is_pure(path: Path) -> bool:
    place = path.relative_to(ROOMS).as_posix()
    if place in IMPURE_FILES:
        return False
    return place in PURE_FILES or place.partition("/")[0].removesuffix(".py") in PURE_ROOMS


def effects(tree: ast.Module) -> Iterator[str]:
    """Each call or import by which a pure room would reach out, with its line."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in EFFECTS | CLOCKS | CHANCE:
                yield f"{node.lineno}: {name}()"
            case ast.Call(func=ast.Attribute(attr=name)) if name in CLOCKS | FILES | CHANCE:
                yield f"{node.lineno}: .{name}()"
            case ast.Import(names=names):
                yield from _network(node.lineno, [alias.name for alias in names])
            case ast.ImportFrom(module=str(module), names=names):
                yield from _network(node.lineno, [f"{module}.{alias.name}" for alias in names])
            case _:
                pass


def _network(line: int, modules: list[str]) -> Iterator[str]:
    for module in modules:
        if any(module == name or module.startswith(f"{name}.") for name in NETWORK):
            yield f"{line}: import {module}"


def names(tree: ast.Module) -> set[str]:
    """Every name that the code uses, plain or as an attribute."""
    return {
        found
        for node in ast.walk(tree)
        for found in (getattr(node, "id", None), getattr(node, "attr", None))
        if isinstance(found, str)
    }


def project() -> dict[str, Any]:
    return tomllib.loads((HOUSE / "pyproject.toml").read_text("utf-8"))


def pins(name: str) -> dict[str, str]:
    """Package to version, as the lock file `name` holds them."""
    text = (HOUSE / "requirements" / name).read_text("utf-8")
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE))


# --- pure rooms ---------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "open('x')",
        "print(1)",
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "path.read_text()",
        "uuid.uuid4()",
        "from uuid import uuid4\nuuid4()",
        "import urllib.request",
        "from urllib import request",
        "from http.client import HTTPConnection",
    ],
)
def test_an_effect_is_seen(code: str) -> None:
    assert list(effects(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    [
        "def due(now): return now",
        "outcome_of(response, now=now)",
        "from urllib.parse import urlsplit",
        "uuid.uuid5(space, name)",
        "reopen('x')",
    ],
)
def test_what_has_no_effect_is_let_pass(code: str) -> None:
    assert not list(effects(ast.parse(code)))


@pytest.mark.parametrize(
    ("place", "pure"),
    [
        ("text/urls.py", True),
        ("parse/xml.py", True),
        ("parse/parsers.py", True),
        ("parse/pool.py", False),
        ("net/guard.py", True),
        ("net/client.py", False),
        ("store/changes.py", True),
        ("store/entries.py", False),
    ],
)
def test_pure_rooms_are_known(place: str, *, pure: bool) -> None:
    assert is_pure(ROOMS / place) == pure


def test_pure_rooms_have_no_effect() -> None:
    found = [
        f"{path.relative_to(HOUSE)}:{effect}"
        for path in sources("feedsvc")
        if is_pure(path)
        for effect in effects(parsed(path))
    ]
    assert found == []


# --- names and shape ----------------------------------------------------------


def test_rooms_have_names_that_say_something() -> None:
    parts = {
        part
        for path in sources("feedsvc", "tests", "benchmarks", "reference")
        for part in path.relative_to(HOUSE).with_suffix("").parts
    }
    assert not {part for part in parts if part.strip("_").removesuffix("s") in NAMELESS}


def test_types_need_no_way_of_their_own() -> None:
    found = [
        path.relative_to(HOUSE).as_posix()
        for path in sources("feedsvc", "tests", "benchmarks", "reference")
        if "TYPE_CHECKING" in names(parsed(path))
    ]
    assert found == []


def test_nothing_is_left_to_be_written() -> None:
    found = [
        path.relative_to(HOUSE).as_posix()
        for path in sources("feedsvc")
        if "NotImplementedError" in names(parsed(path))
    ]
    assert found == []


def test_the_version_stands_in_one_place() -> None:
    table = project()
    assert "version" in table["project"]["dynamic"]
    assert "version" not in table["project"]
    assert table["tool"]["hatch"]["version"]["path"] == "feedsvc/__init__.py"
    assert re.fullmatch(r"\d+\.\d+\.\d+", feedsvc.__version__)


def test_every_decision_is_listed() -> None:
    folder = HOUSE / "docs" / "decisions"
    listed = set(re.findall(r"\]\(([\w-]+\.md)\)", (folder / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert listed


# --- what is installed, and the checks ----------------------------------------


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "test.txt", "docs.txt"])
def test_a_lock_pins_by_hash_and_names_no_host(name: str) -> None:
    text = (HOUSE / "requirements" / name).read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert "://" not in text
    for line in lines:
        assert re.fullmatch(
            r"[\w.-]+==[\w.]+( ; [^\\]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line
        ), line


def test_the_locks_hold_what_the_project_names_and_agree() -> None:
    table = project()
    needed = {
        "build.txt": table["dependency-groups"]["build"],
        "run.txt": table["project"]["dependencies"],
        "test.txt": table["project"]["dependencies"] + table["dependency-groups"]["dev"],
        "docs.txt": table["dependency-groups"]["docs"],
    }
    locked = {name: pins(name) for name in needed}
    for name, wanted in needed.items():
        assert {re.split(r"[^\w.-]", one)[0] for one in wanted} <= locked[name].keys()
    assert locked["run.txt"].items() <= locked["test.txt"].items()
    both = locked["build.txt"].keys() & locked["test.txt"].keys()
    assert all(locked["build.txt"][package] == locked["test.txt"][package] for package in both)


def test_ci_can_start() -> None:
    assert os.access(HOUSE / ".ci" / "run", os.X_OK)
