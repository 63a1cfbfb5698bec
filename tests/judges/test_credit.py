"""Every entry of real feeds that is published is credited, in every format (issue 5)."""

import json
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from lxml import etree, html

from feedsvc.publish.formats import Format
from feedsvc.store import entries
from tests.judges.service import polled, published
from tests.judges.upstream import documents
from tests.rig import Rig

ATOM = "{http://www.w3.org/2005/Atom}"
ENCODED = "{http://purl.org/rss/1.0/modules/content/}encoded"
DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def rig(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    real = [one for one in documents(shared) if one.name.startswith("real")]
    folder = tmp_path_factory.mktemp("credit")
    with polled(f"sqlite:///{folder}/feedsvc.sqlite3", real) as (made, _):
        yield made


def told(body: bytes, form: Format) -> Iterator[tuple[str, str, set[str], str]]:
    """Of each entry: its id, its source, the addresses of the original, and its text."""
    if form is Format.JSON:
        for one in json.loads(body)["items"]:
            own = one["_feedsvc"]
            files = {file["url"] for file in one.get("attachments", [])}
            yield (
                one["id"],
                own["source"]["title"],
                {one.get("url", "")} | files,
                one["content_html"],
            )
        return
    root = etree.fromstring(body, etree.XMLParser(huge_tree=True))
    if form is Format.ATOM:
        for one in root.findall(f"{ATOM}entry"):
            kinds = ("alternate", "enclosure")
            links = {
                link.get("href") for link in one.findall(f"{ATOM}link") if link.get("rel") in kinds
            }
            texts = [one.find(f"{ATOM}{name}") for name in ("content", "summary")]
            element = next(text for text in texts if text is not None and not text.get("src"))
            text = element.text or ""
            if len(element):
                etree.cleanup_namespaces(element)
                text = etree.tostring(element[0], encoding="unicode")
            yield one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}source/{ATOM}title"), links, text
        return
    for one in root.iter("item"):
        files = {file.get("url") for file in one.findall("enclosure")}
        text = one.findtext(ENCODED) or one.findtext("description") or ""
        source = one.findtext("source") or one.findtext(f"{DC}source")
        yield one.findtext("guid"), source, {one.findtext("link") or ""} | files, text


def test_every_entry_has_its_source_its_original_and_its_line(rig: Rig) -> None:
    counted = dict.fromkeys(Format, 0)
    held = {
        one.public_id: one for one in entries.listed(rig.database.statements(), [], most=99_999)
    }
    for document in published(rig):
        if document.channel == "all":
            continue
        for uid, source, originals, text in told(document.body, document.form):
            counted[document.form] += 1
            assert source, (document.url, uid)
            assert "<p" in text, (document.url, uid, text[-300:])
            *_, line = html.fragment_fromstring(text, create_parent="div").iter("p")
            assert line.get("class") == "attribution", (document.url, uid)
            assert line.text_content().startswith("First published by "), (document.url, uid)
            credited = " ".join(line.text_content().split())
            named = html.fragment_fromstring(unescape(source), create_parent="p").text_content()
            assert " ".join(unescape(named).split()) in credited, (document.url, uid)
            links = {link.get("href") for link in line.iter("a")}
            assert links, (document.url, uid)
            if held[uid].entry.url:
                assert held[uid].entry.url in originals, (document.url, uid)
                assert held[uid].entry.url in links, (document.url, uid)
    assert len(set(counted.values())) == 1
    assert counted[Format.ATOM] > 5000
