"""axe-core judges pages in a real browser: what of them keeps people out."""

from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page

AXE = Path(__file__).parents[1] / "judges" / "node_modules" / "axe-core" / "axe.min.js"
MISSING = f"{AXE.parent} is not there: npm ci in tests/judges, which make test does"
GRAVE = ("serious", "critical")
Scheme = Literal["light", "dark"]


def context(browser: Browser, screen: tuple[int, int], scheme: Scheme) -> BrowserContext:
    """A window into which a script of ours may be put, whatever the policy of a page."""
    width, height = screen
    return browser.new_context(
        bypass_csp=True,
        color_scheme=scheme,
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
    )


def violations(page: Page) -> list[str]:
    """What axe-core finds grave on the page that is open: rule, and where."""
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{one['impact']} {one['id']}: {node['target']} {node['html'][:160]}"
        f" {' '.join(node.get('failureSummary', '').split())[:240]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]
