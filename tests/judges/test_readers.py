"""The readers from npm: how they are pinned, and that they tell what they read."""

import json

import pytest

from tests.judges import readers
from tests.judges.schemas import ROOM

ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><entry><id>urn:1</id>'
    b"<title>B &amp; C</title>"
    b'<link rel="via" href="https://x.example/"/><link rel="alternate" href="https://us.example/1"/></entry></feed>'
)
RSS = (
    b'<rss version="2.0"><channel><title>A</title><item><guid isPermaLink="false">urn:1</guid>'
    b"<title>B &#x26; C</title><link>https://us.example/1</link></item></channel></rss>"
)
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A",
    "items": [{"id": "urn:1", "title": "B & C", "url": "https://us.example/1"}],
}
ONE = [readers.Item("urn:1", "B & C", "https://us.example/1")]


def test_the_lock_pins_by_hash_and_names_no_registry() -> None:
    packages = json.loads((ROOM / "package-lock.json").read_bytes())["packages"]
    wanted = json.loads((ROOM / "package.json").read_bytes())["dependencies"]
    assert packages.pop("")["dependencies"] == wanted
    assert all(one["integrity"].startswith("sha512-") for one in packages.values())
    assert not [name for name, one in packages.items() if "resolved" in one]


@pytest.mark.usefixtures("node_packages")
def test_every_reader_tells_what_it_reads() -> None:
    given = [("atom", ATOM), ("rss", RSS), ("json", json.dumps(FEED).encode())]
    both = {"feedsmith": ONE, "rss-parser": ONE}
    assert readers.read(given) == [both, both, {"feedsmith": ONE}]


@pytest.mark.usefixtures("node_packages")
def test_what_they_cannot_read_they_say() -> None:
    broken, other = readers.read([("atom", b"<feed><entry></feed"), ("atom", RSS)])
    assert isinstance(broken["rss-parser"], str)
    assert other["feedsmith"] == "Error: taken for rss"
