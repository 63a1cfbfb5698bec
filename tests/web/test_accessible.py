"""axe-core finds nothing grave on any page: for readers and operators, light and dark."""

import os
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.web import accessible
from tests.web.browser import DESKTOP, PHONE
from tests.web.seeded import PASSWORD, Seeded

LISTS = (
    "/operator/sources?health=failing",
    "/operator/sources?q=nowhere",
    "/operator/entries?q=nowhere",
    "/operator/entries?state=withdrawn",
)


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Seeded, str]]:
    """A house behind a real socket, and its address."""
    if not accessible.AXE.exists():
        pytest.fail(accessible.MISSING) if os.environ.get("CI") else pytest.skip(accessible.MISSING)
    house = Seeded(tmp_path_factory.mktemp("accessible"), sources=30, entries=300)
    server = make_server("127.0.0.1", 0, house.app, threaded=True, request_handler=_Silent)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield house, f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    house.rig.database.close()


def pages(house: Seeded) -> list[str]:
    """The address of every page, and of what is refused."""
    found = {path for _, method, path in house.addresses() if method == "GET"}
    machine = (".atom", ".rss", ".json", ".opml", ".css", "/healthz", "/readyz", "/metrics")
    shown = {
        path for path in found
        if not path.endswith(machine) and not path.endswith(("/export", "/awaited"))
        and (not path.startswith("/api/") or path == "/api/v1/")
    }  # fmt: skip
    return sorted(shown | {*LISTS, f"/entries/{house.withdrawn}"})


@pytest.mark.parametrize(
    ("screen", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")], ids=["phone", "desktop"]
)
def test_nothing_grave_is_found(
    site: tuple[Seeded, str], browser: Browser, screen: tuple[int, int], scheme: accessible.Scheme
) -> None:
    house, base = site
    context = accessible.context(browser, screen, scheme)
    page = context.new_page()
    found = look(page, base, ["/operator/sign-in"])
    sign_in(page, base)
    found |= look(page, base, pages(house))
    context.close()
    assert not {path: grave for path, grave in found.items() if grave}


def test_axe_is_heard(site: tuple[Seeded, str], browser: Browser) -> None:
    context = accessible.context(browser, DESKTOP, "light")
    page = context.new_page()
    page.goto(f"{site[1]}/operator/sign-in")
    assert not accessible.violations(page)
    page.evaluate("document.querySelector('label').remove()")
    page.evaluate("document.querySelector('h1').style.color = '#ccc'")
    found = accessible.violations(page)
    context.close()
    assert {one.split()[1] for one in found} >= {"label:", "color-contrast:"}


def look(page: Page, base: str, paths: list[str]) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        page.goto(base + path)
        found[path] = accessible.violations(page)
    return found


def sign_in(page: Page, base: str) -> None:
    page.goto(f"{base}/operator/sign-in")
    page.fill("input[name=name]", "eva")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{base}/operator/")
