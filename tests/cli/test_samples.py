"""The configuration that is shipped shows something at once, without any network."""

import json
import re
import shutil
from html import escape, unescape

import pytest
from lxml import etree

from feedsvc.text.html import plain
from tests.cli.program import ROOT, Program
from tests.cli.site import Site

SAMPLES = {"estuary-dispatch", "auwaldbote", "marsa"}
REAL = {"nasa", "usgs-earthquakes", "global-voices", "eff", "creative-commons"}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The shipped configuration after one poll."""
    folder = tmp_path_factory.mktemp("shipped")
    shutil.copytree(ROOT / "config", folder / "config")
    made = Program(folder)
    rows = made("poll", "--json").rows()
    assert {row["source"] for row in rows} == SAMPLES
    assert {(row["outcome"], row["error"]) for row in rows} == {("fetched", "")}
    return made


@pytest.fixture(scope="module")
def site(shipped: Program) -> Site:
    return Site(shipped)


def kept(program: Program) -> dict[str, dict[str, str]]:
    """Source to the titles of its entries, by the ids that they are published under."""
    found: dict[str, dict[str, str]] = {name: {} for name in SAMPLES}
    for row in program("entries", "list", "--json").rows():
        found[row["source"]][row["public_id"]] = row["title"]
    return found


def spaceless(text: str) -> str:
    return "".join(plain(text).split())


def test_the_configuration_is_good(shipped: Program) -> None:
    assert shipped("check").out == (
        "The configuration is good: 8 sources (3 enabled), 3 channels.\n"
    )


def test_all_three_samples_are_in_every_format_and_on_the_page(
    shipped: Program, site: Site
) -> None:
    atom = etree.fromstring(site.get("/channels/all.atom"))
    rss = etree.fromstring(site.get("/channels/all.rss"))
    items = json.loads(site.get("/channels/all.json"))["items"]
    page = site.get("/channels/all").decode()
    shown = [
        [entry.findtext(f"{ATOM}id") for entry in atom.iter(f"{ATOM}entry")],
        [item.findtext("guid") for item in rss.iter("item")],
        [item["id"] for item in items],
    ]
    words = spaceless(page)
    for name, entries in kept(shipped).items():
        assert len(entries) >= 2
        for ids in shown:
            assert entries.keys() <= set(ids), name
        for title in entries.values():
            assert spaceless(title) in words or spaceless(escape(title)) in words, title
    for form in ("atom", "rss", "json"):
        assert f"/channels/all.{form}" in page


def test_every_entry_is_credited_in_every_format(site: Site) -> None:
    atom = etree.fromstring(site.get("/channels/all.atom"))
    for entry in atom.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}source/{ATOM}title")
        assert 'class="attribution"' in unescape(etree.tostring(entry, encoding="unicode"))
    rss = etree.fromstring(site.get("/channels/all.rss"))
    for item in rss.iter("item"):
        assert item.findtext("source")
        assert 'class="attribution"' in unescape(etree.tostring(item, encoding="unicode"))
    for one in json.loads(site.get("/channels/all.json"))["items"]:
        assert one["_feedsvc"]["source"]["title"]
        assert one["content_html"].endswith("</p>")
        assert one["content_html"].count('<p class="attribution">') == 1


def test_one_is_a_full_report_that_is_reposted_with_permission(site: Site) -> None:
    items = json.loads(site.get("/channels/source-estuary-dispatch.json"))["items"]
    longest = max(items, key=lambda item: len(item["content_html"]))["content_html"]
    assert len(plain(longest).split()) >= 500
    assert re.search(
        r'<p class="attribution">This story first appeared on <a href="https?://[^"]+">[^<]+</a>'
        r" &amp; is reposted here with permission\.</p>$",
        longest,
    )


def test_they_are_in_several_languages_and_directions(site: Site) -> None:
    root = etree.fromstring(site.get("/channels/all.atom"))
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    languages = {tag.partition("-")[0] for one in root.iter() if (tag := one.get(xml_lang))}
    assert len(languages) >= 3
    assert languages & {"ar", "he"}
    assert 'dir="rtl"' in site.get("/channels/all").decode()


def test_the_real_feeds_are_switched_off_with_their_permissions_filled_in(
    shipped: Program,
) -> None:
    rows = {row["name"]: row for row in shipped("sources", "list", "--json").rows()}
    assert {name for name, row in rows.items() if not row["enabled"]} == REAL
    for name in REAL:
        (source,) = shipped("sources", "show", name, "--json").rows()
        assert source["url"].startswith("https://")
        for field in ("scope", "attribution", "granted_by", "evidence", "from"):
            assert source[field], (name, field)


def test_polling_again_changes_no_byte(shipped: Program, site: Site) -> None:
    paths = [f"/channels/all{ending}" for ending in (".atom", ".rss", ".json", "")]
    before = [site.get(path) for path in paths]
    rows = shipped("poll", "--json").rows()
    assert {row["outcome"] for row in rows} == {"not_modified"}
    assert [Site(shipped).get(path) for path in paths] == before
