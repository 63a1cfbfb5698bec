"""A real browser, and the whole service on a loopback port for it to look at."""

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

from tests.cli.program import ROOT, Program, free_port

MISSING = "no Chromium found; install it: apt-get install chromium"
PHONE, DESKTOP = (390, 844), (1280, 900)

PROGRAMS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
_ARGUMENTS = (
    "--no-sandbox",  # root has none; nothing but our own pages is opened
    "--disable-gpu",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="1500" viewBox="0 0 2 1">'
    '<rect width="2" height="1" fill="#7a93a5"/></svg>'
)
_SECONDS = 30


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium without a window, which reaches nothing but 127.0.0.1."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.fail(MISSING) if os.environ.get("CI") else pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def strangers(base: str, route: Route) -> None:
    """Let requests to `base` pass; of other hosts there are pictures, and nothing else."""
    if route.request.url.startswith(base):
        route.continue_()
    elif route.request.resource_type == "image":
        route.fulfill(body=_PICTURE, content_type="image/svg+xml")
    else:
        route.abort()


@contextmanager
def shipped(
    folder: Path, *, site: str = "", sources: str = "", feeds: Mapping[str, object] | None = None
) -> Iterator[str]:
    """The program with the shipped configuration, polled and serving; yields its address.

    Args:
        folder: An empty one.
        site: The address that it is to be known under, if another.
        sources: More for sources.toml.
        feeds: JSON Feeds that it may name, as `file:<name>.json`.
    """
    shutil.copytree(ROOT / "config", folder / "config")
    program = Program(folder)
    for name, feed in (feeds or {}).items():
        (program.folder / f"{name}.json").write_text(json.dumps(feed), "utf-8")
    with (program.folder / "sources.toml").open("a", encoding="utf-8") as file:
        file.write(sources)
    bind = f"127.0.0.1:{free_port()}"
    base = f"http://{bind}"
    program.environment |= {"FEEDSVC_WEB__BIND": bind, "FEEDSVC_SITE__URL": site or base}
    polled = program("poll")
    assert polled.code == 0, polled.err
    process = program.start("web")
    try:
        _await(base)
        yield base
    finally:
        process.terminate()
        process.communicate(timeout=_SECONDS)


def _await(base: str) -> None:
    deadline = time.monotonic() + _SECONDS
    while True:
        try:
            urllib.request.urlopen(f"{base}/healthz", timeout=5).close()  # noqa: S310 - http, ours
        except URLError:
            assert time.monotonic() < deadline, "the server does not come up"
            time.sleep(0.05)
        else:
            return
