"""What the documentation says is what the program does: nothing is missing, nothing is invented."""

import os
import re
import shlex
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from feedsvc.flows import alerts
from feedsvc.rights.deeds import by_name
from feedsvc.settings import files
from feedsvc.settings.check import check
from feedsvc.web.operator.standing import STANDINGS
from reference import commands, metrics, settings
from reference.__main__ import FOLDER, PAGES
from reference.site import OUTSIDE, with_links
from tests.test_house import HOUSE, project

DOCUMENTS = sorted(
    [
        *(HOUSE / "docs").rglob("*.md"),
        *(HOUSE / name for name in OUTSIDE),
        HOUSE / "README.md",
    ]
)
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:)([^)\s]+)\)")
FILE = re.compile(r"^# (?:config/)?(\w+)\.toml$", re.MULTILINE)
SOURCES = '[sources.sputnik]\nurl = "https://news.example/rss"\ntags = ["world"]\n'
SECRET = "https://hooks.example/feedsvc"  # noqa: S105 - an address is good for all that is secret
COMMANDS = {one.words: one for one in commands.commands()}


def documents() -> list[tuple[str, str]]:
    """Each document with its path."""
    return [(path.relative_to(HOUSE).as_posix(), path.read_text("utf-8")) for path in DOCUMENTS]


EACH = pytest.mark.parametrize(
    ("name", "text"), [pytest.param(*one, id=one[0]) for one in documents()]
)


def blocks(text: str, *kinds: str) -> list[str]:
    """The blocks of code of these kinds."""
    return [body for kind, body in FENCE.findall(text) if kind in kinds]


def anchors(text: str) -> set[str]:
    """What a link may lead to within a document."""
    titles = re.findall(r"^#+ (.+)$", FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-") for one in titles}


# --- the reference ------------------------------------------------------------


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_says_what_the_code_says(name: str) -> None:
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "run `make reference`"


def test_the_reference_has_no_other_page() -> None:
    assert {path.name for path in FOLDER.iterdir()} == PAGES.keys()


def test_every_key_has_a_description() -> None:
    silent = [
        f"{section.file}: [{section.name}] {key.name}"
        for section in settings.sections()
        for key in section.keys
        if not key.does
    ]
    assert silent == []


def test_every_command_and_option_has_a_description() -> None:
    silent = [
        f"{' '.join(one.words)} {option.opts[0]}"
        for one in COMMANDS.values()
        for option in one.command.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert silent == []
    assert [words for words, one in COMMANDS.items() if not one.command.help] == []


def test_a_permission_is_told_whole() -> None:
    text = (HOUSE / "docs" / "permissions.md").read_text("utf-8")
    for section in settings.sections():
        if section.name.endswith(".permission"):
            assert [one.name for one in section.keys if f"`{one.name}`" not in text] == []


def test_every_kind_of_alert_is_told() -> None:
    text = (HOUSE / "docs" / "operate.md").read_text("utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    told = next(one for one in section if one.startswith("Alerts\n"))
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| (yes|no) \|$", told, re.MULTILINE))
    kinds = {
        alerts.BROKEN,
        alerts.FLOOD,
        alerts.ENDS,
        alerts.ENDED,
        alerts.LATENESS,
        alerts.CONFIGURATION,
    }
    assert rows.keys() == kinds
    assert {kind for kind, is_told in rows.items() if is_told == "yes"} == alerts.OVER.keys()


def test_every_way_that_a_source_may_stand_is_told() -> None:
    text = (HOUSE / "docs" / "operate.md").read_text("utf-8")
    section = text.partition("## How a source fares")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)) == STANDINGS.keys()


# --- what documents name ------------------------------------------------------


def called(text: str) -> Iterator[list[str]]:
    """The calls of the program that a document shows, as words."""
    for body in blocks(text, "", "console", "sh", "bash"):
        for line in re.sub(r"\\\n\s*", " ", body).splitlines():
            for part in re.split(r"\s\||;|&&|\bdo\b", line.removeprefix("$ ").partition(" # ")[0]):
                yield from _call(part)
    for inline in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)):
        yield from _call(inline)


def _call(text: str) -> Iterator[list[str]]:
    try:
        words = shlex.split(text.replace("…", ""))
    except ValueError:
        return
    while words and re.fullmatch(r"[A-Z_]+=\S*", words[0]):
        del words[0]
    if words and re.fullmatch(r"(\S*/)?feedsvc", words[0]):
        yield words[1:]


def wrong(words: list[str]) -> str | None:
    """What is no command or option in a call of the program; None if all is."""
    place: tuple[str, ...] = (commands.PROGRAM,)
    at = COMMANDS[place]
    takes: str | None = None
    for word in words:
        options = {name: one for one in at.command.params for name in (*one.opts, "--help")}
        if takes is not None:
            takes = None
        elif word.startswith("-"):
            name = word.partition("=")[0]
            if name not in options:
                return f"{' '.join(place)} {name}"
            option = options[name]
            is_open = isinstance(option, click.Option) and not option.is_flag and "=" not in word
            takes = name if is_open and not option.count else None  # type: ignore[attr-defined]
        elif isinstance(at.command, click.Group):
            place = (*place, word)
            if place not in COMMANDS:
                return None if word.isupper() or word.startswith("[") else " ".join(place)
            at = COMMANDS[place]
    return None


@EACH
def test_a_command_that_a_document_shows_is_there(name: str, text: str) -> None:
    if name != "CHANGELOG.md":  # which tells of what was
        assert [found for call in called(text) if (found := wrong(call))] == []


@pytest.mark.parametrize(
    ("call", "found"),
    [
        ("sources test sputnik", None),
        ("sources tests sputnik", "feedsvc sources tests"),
        ("--config elsewhere check", None),
        ("--configuration elsewhere check", "feedsvc --configuration"),
        ("entries withdraw ID --reason TEXT", None),
        ("entries withdraw ID --why TEXT", "feedsvc entries withdraw --why"),
    ],
)
def test_a_command_that_is_not_there_is_named(call: str, found: str | None) -> None:
    assert wrong(call.split()) == found


def test_every_dependency_has_its_reason() -> None:
    folder = HOUSE / "docs" / "decisions"
    reasons = "".join(path.read_text("utf-8") for path in folder.glob("*.md"))
    table = project()
    groups = [*table["dependency-groups"]["dev"], *table["dependency-groups"]["docs"]]
    named = [re.split(r"[^\w.-]", one)[0] for one in (*table["project"]["dependencies"], *groups)]
    of_types = {one for one in named if one.startswith("types-")}
    listed = {
        one
        for cell in re.findall(r"^\| ([^|]+) \|", reasons, re.MULTILINE)
        for one in re.split(r", | \(", cell)
    }
    assert set(named) - of_types - listed == set()


def test_a_metric_that_a_document_names_is_there() -> None:
    there = {name for family in metrics.families() for name in metrics.names(family)}
    named = {one for _, text in documents() for one in re.findall(r"\bfeedsvc_[a-z_]+\b", text)}
    assert named - {"feedsvc_"} <= there


def test_a_setting_that_a_document_names_is_there() -> None:
    keys = {(section.name, key.name) for section in settings.sections() for key in section.keys}
    variables = {f"FEEDSVC_{section}__{key}".upper() for section, key in keys}
    for name, text in documents():
        for section, key in re.findall(r"`\[([\w.]+)\] (\w+)", text):
            assert (section, key) in keys, name
        for variable in re.findall(r"\bFEEDSVC_[A-Z]+__[A-Z_]+\b", text):
            assert variable in variables, name


def test_a_file_that_a_document_names_is_there() -> None:
    for name, text in documents():
        for path in re.findall(r"`((?:deploy|config|tests|docs)/[\w./-]+)`", text):
            assert (HOUSE / path).exists(), (name, path)


def test_every_target_of_make_that_a_document_shows_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text("utf-8"), re.MULTILINE))
    shown = {
        (name, target)
        for name, text in documents()
        for target in re.findall(r"(?:`|^|^\$ )make ([a-z]+)\b", text, re.MULTILINE)
    }
    assert {target for _, target in shown} <= targets
    assert ("README.md", "run") in shown


TABLES = [
    pytest.param(name, body, id=f"{name}-{place}")
    for name, text in documents()
    for place, body in enumerate(blocks(text, "toml"))
]


@pytest.mark.parametrize(("name", "body"), TABLES)
def test_a_configuration_that_a_document_shows_is_good(
    name: str, body: str, tmp_path: Path
) -> None:
    """A block says in its first line which file it is of, else its first table does."""
    file = FILE.search(body)
    kind = file[1] if file else re.split(r"[.\]]", body.partition("[")[2])[0]
    texts = {"sources": SOURCES, (kind if kind in {"sources", "channels"} else "feedsvc"): body}
    for path in re.findall(r'file = "(/[^"]+)"', body):
        texts = {one: text.replace(path, "secret") for one, text in texts.items()}
    (tmp_path / "secret").write_text(SECRET, "utf-8")
    for one, text in texts.items():
        (tmp_path / f"{one}.toml").write_text(text, "utf-8")
    environment = dict.fromkeys(re.findall(r'env = "(\w+)"', body), SECRET)
    assert check(files.read(tmp_path, environment), by_name, {}), name


@EACH
def test_a_link_within_leads_somewhere(name: str, text: str) -> None:
    here = (HOUSE / name).parent
    lost = []
    for target in LINK.findall(FENCE.sub("", text)):
        path, _, anchor = target.partition("#")
        place = (here / path).resolve() if path else HOUSE / name
        if not place.exists() or (anchor and anchor not in anchors(place.read_text("utf-8"))):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize(
    ("origin", "page", "written", "wanted"),
    [
        ("docs", "security.md", "[x](../SECURITY.md)", "[x](reporting.md)"),
        ("root", "architecture.md", "[x](docs/standards.md#a)", "[x](standards.md#a)"),
        ("docs", "decisions/0001.md", "[x](../permissions.md)", "[x](../permissions.md)"),
        ("root", "reporting.md", "[x](docs/decisions)", "[x](decisions/README.md)"),
        ("docs", "operate.md", "[x](../deploy/Caddyfile)", "x"),
        ("docs", "operate.md", "[x](https://feeds.example/)", "[x](https://feeds.example/)"),
    ],
)
def test_a_link_of_the_repository_becomes_one_of_the_site(
    origin: str, page: str, written: str, wanted: str
) -> None:
    assert (page in OUTSIDE.values()) == (origin == "root")
    assert with_links(written, page) == wanted


def test_every_file_of_a_room_has_its_word_in_the_architecture() -> None:
    """Of rooms within rooms, and of commands, the kind is told and not each."""
    text = (HOUSE / "ARCHITECTURE.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)/` \| (.+)$", text, re.MULTILINE))
    rooms = {path.parent.name: path.parent for path in (HOUSE / "feedsvc").glob("*/__init__.py")}
    assert rows.keys() == rooms.keys()
    for name, room in rooms.items():
        there = {path.name for path in room.glob("*.py")} - {"__init__.py"}
        told = set(re.findall(r"`([\w/]+\.py)`", rows[name]))
        assert name == "cli" or there <= told, name
        assert {one for one in told if not list(room.rglob(one))} == set(), name


# --- the pages ----------------------------------------------------------------


def test_every_page_is_in_the_navigation() -> None:
    text = (HOUSE / "mkdocs.yml").read_text("utf-8")
    listed = re.findall(r": ([\w/-]+\.md)$", text, re.MULTILINE)
    there = {
        path.relative_to(HOUSE / "docs").as_posix()
        for path in DOCUMENTS[:]
        if path.is_relative_to(HOUSE / "docs")
    } | set(OUTSIDE.values())
    assert set(listed) == {one for one in there if not re.match(r"decisions/\d", one)}
    assert len(listed) == len(set(listed))


def test_the_site_is_built_without_a_warning_and_asks_nothing_of_others(tmp_path: Path) -> None:
    mkdocs = HOUSE / ".venv" / "docs" / "bin" / "mkdocs"
    if not mkdocs.is_file():
        missing = "the environment of the documentation is not there: make docs"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    done = subprocess.run(
        [mkdocs, "build", "--strict", "--site-dir", tmp_path / "site"],
        cwd=HOUSE,
        env={"PATH": "", "NO_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"WARNING" not in done.stderr
    for page in (tmp_path / "site").rglob("*.html"):
        asked = re.findall(
            r"<(?:script|link|img|iframe|source)\b[^>]*\b(?:src|href)=[\"']?(https?:)?//",
            page.read_text("utf-8"),
        )
        assert asked == [], page.name


def test_headings_do_not_skip_a_level() -> None:
    for name, text in documents():
        levels = [len(one) for one in re.findall(r"^(#+) ", FENCE.sub("", text), re.MULTILINE)]
        assert levels[:1] == [1], name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name
