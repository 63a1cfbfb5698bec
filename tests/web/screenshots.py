"""Takes the pictures in docs/screenshots, from the shipped samples: `make screenshots`."""

import re
import tempfile
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from playwright.sync_api import Browser, Page

from feedsvc.flows import people
from feedsvc.model.people import Role
from feedsvc.store.database import Database
from tests.cli.program import ROOT, Program
from tests.web.browser import PHONE, chromium, shipped, strangers

FOLDER = ROOT / "docs" / "screenshots"
WINDOW = (1120, 760)
SITE = "https://feeds.example.org"
ENTRY = re.compile(r"/entries/[^\"]+(?=\">Link to this entry<span class=\"unseen\">: Wie dick)")
NAME, PASSWORD = "alex", "between ebb and flood"
FAILING = """
[sources.lighthouse]
url = "https://lighthouse.invalid/feed"
title = "Lighthouse Log"
tags = ["nature"]
"""


class Shot(NamedTuple):
    """A picture: what of, on which screen, and by which light."""

    name: str
    path: str
    screen: Literal["phone", "desktop"]
    light: Literal["light", "dark"]

    @property
    def file(self) -> Path:
        """Where it goes."""
        return FOLDER / f"{self.name}-{self.screen}-{self.light}.png"


def shots(base: str) -> Iterator[Shot]:
    """What is shown of what is public, and of the console."""
    channel = f"{base}/channels/nature"
    with urllib.request.urlopen(channel, timeout=10) as answer:  # noqa: S310 - http, ours
        entry = ENTRY.search(answer.read().decode())
    assert entry
    yield Shot("catalogue", "/", "desktop", "light")
    yield Shot("channel", "/channels/nature", "phone", "light")
    yield Shot("entry", entry[0], "desktop", "dark")
    yield Shot("overview", "/operator/", "desktop", "light")
    yield Shot("overview", "/operator/", "phone", "dark")
    yield Shot("source", "/operator/sources/lighthouse", "desktop", "dark")
    yield Shot("article", f"/operator{entry[0]}", "desktop", "light")
    yield Shot("wizard", "/operator/add", "phone", "light")


def take(browser: Browser, base: str, shot: Shot) -> None:
    """Take one picture."""
    width, height = PHONE if shot.screen == "phone" else WINDOW
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=shot.light
    )
    context.route("**/*", partial(strangers, base))
    page = context.new_page()
    if shot.path.startswith("/operator/"):
        sign_in(page, base)
    page.goto(f"{base}{shot.path}")
    page.screenshot(path=shot.file)
    context.close()


def sign_in(page: Page, base: str) -> None:
    """As an editor."""
    page.goto(f"{base}/operator/sign-in")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/operator/")


def main() -> None:
    """Take each of them."""
    with tempfile.TemporaryDirectory() as home, shipped(Path(home), site=SITE) as base:
        program = Program(Path(home))
        database = Database(f"sqlite:///{program.database}")
        people.add_user(database, NAME, Role.EDITOR, PASSWORD, datetime.now(UTC))
        with (program.folder / "sources.toml").open("a", encoding="utf-8") as file:
            file.write(FAILING)
        for _ in range(3):
            program("poll", "lighthouse")
        with chromium() as browser:
            for shot in shots(base):
                take(browser, base, shot)
        database.close()


if __name__ == "__main__":
    main()
