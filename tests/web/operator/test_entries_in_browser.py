"""Entries and lists in a real browser, with a keyboard, with and without a script."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from feedsvc.store import sources
from tests.rig import item, rss
from tests.web.browser import DESKTOP, PHONE
from tests.web.operator.house import HERALD, PASSWORD, Console
from tests.web.operator.test_entries import ids, published

LIST = b'<opml><body><outline text="Quay" xmlUrl="https://quay.example/feed"/></body></opml>'


@pytest.fixture
def base(console: Console) -> Iterator[str]:
    """The address of the console, with an entry that was edited twice."""
    for text in ("The river rose by two metres.", "The river rose by three metres."):
        console.rig.web.pages[HERALD] = rss(item(1, text=text), item(2), item(3), title="Herald")
        console.rig.poll()
    console.add("ida")
    server = make_server("127.0.0.1", 0, console.app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/operator"
    server.shutdown()
    thread.join()
    server.server_close()


@contextmanager
def signed_in(
    browser: Browser, base: str, size: tuple[int, int] = DESKTOP, *, script: bool = True
) -> Iterator[Page]:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script
    )
    page = context.new_page()
    page.goto(f"{base}/sign-in")
    page.get_by_label("Name").fill("ida")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{base}/")
    yield page
    context.close()


def test_two_revisions_are_compared_without_a_new_page(
    browser: Browser, base: str, console: Console
) -> None:
    with signed_in(browser, base) as page:
        page.goto(f"{base}/entries/{ids(console)['1']}")
        expect(page.locator("#changes ins")).to_contain_text("three")
        page.evaluate("window.before = true")
        page.get_by_label("To", exact=True).select_option("2")
        expect(page.locator("#changes")).to_contain_text("say the same")
        page.get_by_label("From", exact=True).select_option("1")
        expect(page.locator("#changes ins").last).to_contain_text("two metres")
        assert page.evaluate("window.before") is True


@pytest.mark.parametrize("script", [True, False])
def test_an_entry_is_withdrawn_and_restored_with_the_keyboard(
    browser: Browser, base: str, console: Console, *, script: bool
) -> None:
    with signed_in(browser, base, PHONE, script=script) as page:
        page.goto(f"{base}/entries/{ids(console)['2']}")
        page.locator("summary", has_text="Withdraw").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.type("Asked by its author")
        page.keyboard.press("Enter")
        expect(page.locator(".banner.good")).to_contain_text("Withdrawn")
        expect(page.get_by_text("Reason: Asked by its author")).to_be_visible()
        assert published(console, "Story 2") == set()
        page.get_by_role("button", name="Restore").press("Enter")
        expect(page.locator(".banner.good")).to_contain_text("Restored")
        assert published(console, "Story 2")


def test_a_list_is_imported_without_a_script(browser: Browser, base: str, console: Console) -> None:
    with signed_in(browser, base, PHONE, script=False) as page:
        page.goto(f"{base}/opml")
        sent = {"name": "mine.opml", "mimeType": "text/x-opml", "buffer": LIST}
        page.get_by_label("Drop an OPML file").set_input_files(sent)  # type: ignore[arg-type] # as it may be
        page.get_by_role("button", name="Show what would be added").press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("What would be added")
        page.get_by_role("button", name="Add 1 source").press("Enter")
        expect(page.locator(".banner.good")).to_contain_text("1 source is added")
    assert sources.named(console.rig.database.statements(), "quay").source.title == "Quay"
