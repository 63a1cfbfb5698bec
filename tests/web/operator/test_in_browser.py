"""The main path in a real browser, by keyboard alone, on a phone and on a desktop."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from feedsvc.flows import people
from feedsvc.model.people import Role
from feedsvc.store.database import Database
from tests.cli.program import Program, free_port
from tests.first_hour.outlet import ARTICLES, TITLE, open_outlet
from tests.web.browser import DESKTOP, PHONE
from tests.web.operator.house import PASSWORD

SOON = 20_000
PAGES = ("", "sources", "sources/herald", "add", "users", "account", "no-such")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The address of a program that runs, and of a site that announces a feed."""
    program = Program(tmp_path_factory.mktemp("console"))
    program.write_samples()
    base = f"http://127.0.0.1:{free_port()}"
    program.environment |= {
        "FEEDSVC_WEB__BIND": base.removeprefix("http://"),
        "FEEDSVC_SITE__URL": base,
        "FEEDSVC_FETCH__ALLOW_NETWORKS": "127.0.0.0/8",
        "FEEDSVC_FETCH__HOST_GAP": "0s",
    }
    assert program("migrate").code == 0
    database = Database(f"sqlite:///{program.database}")
    people.add_user(database, "ida", Role.EDITOR, PASSWORD, datetime.now(UTC))
    database.close()
    process = program.start("run")
    try:
        _await(base)
        with open_outlet() as outlet:
            yield base, outlet.base
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _await(base: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310 - http, ours
        except URLError:
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.05)
        else:
            return


@contextmanager
def opened(browser: Browser, size: tuple[int, int], *, script: bool = True) -> Iterator[Page]:
    """A page; whatever its policy or script complains of fails the test."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    yield page
    context.close()
    loud = [line for line in said if line.startswith("error")]
    assert [line for line in loud if "Failed to load resource" not in line] == []


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/operator/")
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("ida")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Overview")


def tab_to(page: Page, words: str) -> None:
    """Go on with the tab key until what has that name is focused, and can be seen to be."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "() => { const at = document.activeElement;"
            " const look = getComputedStyle(at);"
            " const label = at.labels && at.labels[0];"
            " return [(label ? label.textContent : at.textContent).trim(), look.outlineStyle]; }"
        )
        if focused[0].startswith(words):
            assert focused[1] != "none", f"nothing shows that {words!r} is focused"
            return
    pytest.fail(f"the tab key does not reach {words!r}")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_source_is_added_polled_and_paused_by_keyboard(
    browser: Browser, service: tuple[str, str], size: tuple[int, int]
) -> None:
    base, site = service
    with opened(browser, size) as page:
        sign_in(page, base)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        tab_to(page, "Add a source")
        page.keyboard.press("Enter")
        expect(page.get_by_label("Address of the site")).to_be_focused()
        expect(page.get_by_text("Looking. This takes")).to_be_hidden()
        page.keyboard.type(site)
        page.keyboard.press("Enter")
        expect(page.get_by_role("region", name="What was found")).to_contain_text(
            ARTICLES[0], timeout=SOON
        )
        name = page.get_by_label("Name", exact=True).input_value()
        tab_to(page, "Add it and poll it")
        page.keyboard.press("Enter")
        expect(page.get_by_role("main")).to_contain_text("3 new", timeout=SOON)
        expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
        expect(page.locator("[hx-trigger]")).to_have_count(0)
        tab_to(page, "Pause")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("It is paused")
        tab_to(page, "Remove")
        page.keyboard.press("Enter")
        tab_to(page, "Remove the source")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text(f"{name} is removed")


def test_all_of_it_works_without_a_script(browser: Browser, service: tuple[str, str]) -> None:
    base, site = service
    with opened(browser, PHONE, script=False) as page:
        sign_in(page, base)
        page.goto(f"{base}/operator/add")
        page.get_by_label("Address of the site").fill(site)
        page.get_by_role("button", name="Look for feeds").click()
        page.get_by_label("Name", exact=True).fill("plain")
        page.get_by_role("button", name="Add it and poll it").click()
        expect(page.get_by_role("main")).to_contain_text("3 new", timeout=SOON)
        page.get_by_text("Revoke").click()
        page.get_by_label("Why?").fill("The contract ended")
        page.get_by_role("button", name="Take everything of it down").click()
        expect(page.get_by_role("status")).to_contain_text("taken down: 3 entries")
        page.get_by_role("button", name="Sign out").click()
        expect(page).to_have_url(re.compile("/operator/sign-in$"))


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_no_page_is_wider_than_the_screen(
    browser: Browser, service: tuple[str, str], size: tuple[int, int]
) -> None:
    base, _ = service
    with opened(browser, size) as page:
        sign_in(page, base)
        for path in PAGES:
            page.goto(f"{base}/operator/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
            assert page.get_by_role("heading", level=1).count() == 1, path
