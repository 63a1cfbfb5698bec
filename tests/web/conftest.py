"""The browser, and a site for it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.web import awkward
from tests.web.browser import chromium, shipped


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of a module, not of the session: while it runs, nothing else may run an event loop."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the shipped samples and of the awkward ones beside them."""
    folder = tmp_path_factory.mktemp("site")
    with shipped(folder, sources=awkward.SOURCES, feeds=awkward.FEEDS) as url:
        yield url
