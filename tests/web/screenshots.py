"""Takes the pictures in docs/screenshots, from the shipped samples: `make screenshots`."""

import re
import tempfile
import urllib.request
from functools import partial
from pathlib import Path
from typing import Literal

from tests.cli.program import ROOT
from tests.web.browser import DESKTOP, PHONE, chromium, shipped, strangers

FOLDER = ROOT / "docs" / "screenshots"
SITE = "https://feeds.example.org"
ENTRY = re.compile(r"/entries/[^\"]+(?=\">Link to this entry<span class=\"unseen\">: Wie dick)")


def main() -> None:
    """Take each page twice: by day on one screen, by night on the other."""
    with tempfile.TemporaryDirectory() as home, shipped(Path(home), site=SITE) as base:
        channel = f"{base}/channels/nature"
        with urllib.request.urlopen(channel, timeout=10) as answer:  # noqa: S310 - http, ours
            entry = ENTRY.search(answer.read().decode())
        assert entry
        pages = {"catalogue": f"{base}/", "channel": channel, "entry": f"{base}{entry[0]}"}
        with chromium() as browser:
            for place, (name, url) in enumerate(pages.items()):
                for screen, (width, height) in {"phone": PHONE, "desktop": DESKTOP}.items():
                    by_day = (screen == "phone") == (place == 1)
                    scheme: Literal["light", "dark"] = "light" if by_day else "dark"
                    context = browser.new_context(
                        viewport={"width": width, "height": height},
                        color_scheme=scheme,
                        device_scale_factor=1.5 if screen == "phone" else 1,
                    )
                    context.route("**/*", partial(strangers, base))
                    page = context.new_page()
                    page.goto(url)
                    page.screenshot(path=FOLDER / f"{name}-{screen}-{scheme}.png")
                    context.close()


if __name__ == "__main__":
    main()
