"""`python -m tests.first_hour FOLDER [OPML…]`: the first hour of somebody who has never seen it.

Played in Chromium and on a terminal, on an empty machine. Started within a network namespace
it brings loopback up there and reaches nothing else.
"""

import sys
from pathlib import Path

from tests.first_hour.machine import Machine
from tests.first_hour.outlet import open_outlet
from tests.first_hour.story import Story
from tests.net.namespace import bring_up_loopback, is_alone
from tests.web.browser import DESKTOP, chromium


def main() -> None:
    """Play it; print each step that went well."""
    folder, *lists = map(Path, sys.argv[1:])
    if is_alone():
        bring_up_loopback()
    machine = Machine(folder)
    with open_outlet() as outlet, machine.running(), chromium() as browser:
        width, height = DESKTOP
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(10_000)
        story = Story(machine, outlet, page)
        for step in story.steps(lists):
            print(step, flush=True)  # noqa: T201 - what was asked for


if __name__ == "__main__":
    main()
