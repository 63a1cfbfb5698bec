"""The schemas keep quiet on good documents and speak on bad ones."""

import json
from typing import Any

import pytest

from tests.judges import schemas

ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>urn:a</id><title>A</title>'
    "<updated>2026-01-02T03:04:05Z</updated>"
    '<link rel="self" hreflang="de-AT" href="https://us.example/a"/>'
    '<x:y xmlns:x="urn:x" a="b">text<x:z/></x:y><entry><id>urn:b</id>'
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>B</p></div></title>'
    "<updated>2026-01-02T03:04:05.5+01:00</updated>"
    "<author><name>C</name><uri>/c</uri><email>c@c.example</email></author>"
    '<category term="d" scheme="urn:d" label="D"/><content type="html">E</content>'
    "<source><id>urn:f</id></source></entry></feed>"
)
FEED: dict[str, Any] = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "A",
    "feed_url": "https://us.example/a.json",
    "next_url": "https://us.example/a/2.json",
    "items": [
        {
            "id": "1",
            "url": "https://us.example/1",
            "content_html": "",
            "date_published": "2026-01-02T03:04:05Z",
            "authors": [{"name": "B"}],
            "attachments": [{"url": "https://us.example/1.png", "mime_type": "image/png"}],
            "_us": {"about": "x"},
        },
        {"id": "2", "content_text": "C"},
    ],
}


def test_the_grammar_allows_what_the_rfc_allows() -> None:
    assert schemas.atom_faults(ATOM.encode()) == []


@pytest.mark.parametrize(
    ("part", "instead", "place"),
    [
        ("<id>urn:a</id>", "", "the head"),
        ("<id>urn:a</id>", "<id> urn:a </id>", "the head"),
        ("<title>A</title>", "<title>A</title><title>A</title>", "the head"),
        ("<title>A</title>", '<title type="text/html">A</title>', "the head"),
        ("<title>A</title>", "<title>A<b/></title>", "the head"),
        ("<updated>2026", "<updated>2026-13", "the head"),
        ("T03:04:05Z", "t03:04:05z", "the head"),
        ("T03:04:05Z", "T03:04Z", "the head"),
        (' href="https://us.example/a"', "", "the head"),
        ('rel="self"', 'rel="a b"', "the head"),
        ("de-AT", "Deutsch (AT)", "the head"),
        ("<link ", "<link media='all' ", "the head"),
        ("<name>C</name>", "", "urn:b"),
        ("c@c.example", "c at c.example", "urn:b"),
        (' term="d"', "", "urn:b"),
        ('scheme="urn:d"', 'scheme="a scheme"', "urn:b"),
        ('type="html"', 'type="CDATA"', "urn:b"),
        ('type="html"', 'type="video/mp4" src="https://us.example/1.mp4"', "urn:b"),
        ("<p>B</p></div>", "<p>B</p></div><p/>", "urn:b"),
        ("</content>", "</content><content/>", "urn:b"),
        ("<source><id>urn:f</id>", "<source><id>urn:f</id><entry/>", "urn:b"),
        ("<source>", "<link/><source>", "urn:b"),
    ],
)
def test_the_grammar_refuses_the_rest_and_says_where(part: str, instead: str, place: str) -> None:
    faults = schemas.atom_faults(ATOM.replace(part, instead, 1).encode())
    assert [fault.split(": ")[:2] for fault in faults] == [["G", place]]


@pytest.mark.usefixtures("node_packages")
def test_the_schema_allows_what_json_feed_allows() -> None:
    assert schemas.json_faults(json.dumps(FEED).encode()) == []


@pytest.mark.usefixtures("node_packages")
@pytest.mark.parametrize(
    ("path", "value", "row"),
    [
        (("version",), "1.1", "J"),
        (("items", 0, "id"), 1, "J"),
        (("items", 0, "id"), "2", "C3"),
        (("items", 0, "url"), "not a URI", "J"),
        (("items", 0, "url"), "/1", "J"),
        (("items", 0, "date_published"), "yesterday", "J"),
        (("items", 0, "date_published"), "2026-01-02T03:04:05", "J"),
        (("items", 0, "authors"), [{}], "J"),
        (("items", 0, "attachments"), [{"url": "https://us.example/1.png"}], "J"),
        (("items", 0, "_us"), {"a.b": 1}, "J"),
        (("items", 1, "contents"), "D", "J"),
        (("items", 1), {"id": "2"}, "J"),
        (("next_url",), "https://us.example/a.json", "C7"),
    ],
)
def test_the_schema_and_its_two_rules_refuse_the_rest(
    path: tuple[str | int, ...], value: object, row: str
) -> None:
    feed = json.loads(json.dumps(FEED))
    place = feed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert {
        fault.partition(":")[0] for fault in schemas.json_faults(json.dumps(feed).encode())
    } == {row}
