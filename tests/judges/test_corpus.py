"""Everything that is published of the real and the malformed documents, before every judge."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from html import escape

import html5lib
import pytest
from lxml.etree import fromstring

from feedsvc.model.entry import Text, TextKind
from feedsvc.publish.formats import Format
from feedsvc.text.legal import legal
from tests.judges import readers, schemas
from tests.judges.conftest import Corpus
from tests.judges.service import MERGED, Published, source_of
from tests.publish import conformance, rss_rows

Judge = Callable[[Published], list[str]]
_TELLING = 20  # findings that a failing test shows


def findings(corpus: Corpus, form: Format, judge: Judge) -> list[str]:
    """What a judge says against the documents of a format, each line with its document."""
    return [
        f"{corpus.documents[source].label if source in corpus.documents else source}: {fault}"
        for one in corpus.published
        if one.form is form
        for source in [source_of(one.channel)]
        for fault in judge(one)
    ]


def verdict(found: list[str]) -> str:
    """The findings as one text: how many of each rule, then one of each rule and document."""
    rules = Counter(line.split(": ", 2)[1] for line in found)
    telling = {tuple(line.split(": ", 2)[:2]): line for line in found}
    return "\n".join([f"{rules.most_common()}", *list(telling.values())[:_TELLING]])


def test_the_documents_are_there(corpus: Corpus) -> None:
    kinds = Counter(name.rstrip("0123456789") for name in corpus.documents)
    assert kinds == {
        "real": 240, "ill": 19, "well": 899, "coded": 82, "entity": 256, "xml": 1, "naughty": 3,
    }  # fmt: skip
    assert len(corpus.published) == 3 * (len(corpus.documents) + 1)
    errors = [account.error for account in corpus.accounts.values()]
    assert not [error for error in errors if "Traceback" in error or "Error(" in error]


def test_the_grammar_of_atom_allows_all_of_it(corpus: Corpus) -> None:
    found = findings(corpus, Format.ATOM, lambda one: schemas.atom_faults(one.body))
    assert not found, verdict(found)


def test_atom_keeps_every_row(corpus: Corpus) -> None:
    found = findings(corpus, Format.ATOM, lambda one: conformance.atom_faults(one.body, one.url))
    assert not found, verdict(found)


def test_rss_keeps_every_row(corpus: Corpus) -> None:
    def judge(one: Published) -> list[str]:
        faults = rss_rows.rss_faults(one.body, one.url)
        return faults + rss_rows.rss_type_faults(one.body, one.content_type)

    found = findings(corpus, Format.RSS, judge)
    assert not found, verdict(found)


@pytest.mark.usefixtures("node_packages")
def test_the_schema_of_json_feed_allows_all_of_it(corpus: Corpus) -> None:
    found = findings(corpus, Format.JSON, lambda one: schemas.json_faults(one.body))
    assert not found, verdict(found)


def test_json_feed_keeps_every_row(corpus: Corpus) -> None:
    found = findings(corpus, Format.JSON, lambda one: conformance.json_faults(one.body, one.url))
    assert not found, verdict(found)


def test_rss_names_the_source_that_the_other_formats_name(corpus: Corpus) -> None:
    """B6: the text of `source` is the title of the feed that the entry first appeared in."""
    documents = {(one.channel, one.form): one.body for one in corpus.published}
    found = []
    for channel in {one.channel for one in corpus.published}:
        items = fromstring(documents[channel, Format.RSS]).iter("item")
        named = {item.findtext("guid"): item.find("source") for item in items}
        for item in json.loads(documents[channel, Format.JSON])["items"]:
            source, hop = named[item["id"]], item["_feedsvc"]["source"]
            if source is None:
                continue
            if squeezed(source.text or "") != squeezed(hop["title"]):
                found.append(f"{channel}: B6: {source.text!r} for {hop['title']!r}")
            if source.get("url") != hop.get("feed_url", hop.get("home_page_url")):
                found.append(f"{channel}: B6: {source.get('url')!r} for {hop}")
    assert not found, verdict(found)


# --- what others read is what we stored ---------------------------------------


def titles(text: Text | None) -> set[str]:
    """The ways in which a reader may rightly have a title: as it is written, or as plain text."""
    if text is None:
        return {""}
    written = squeezed(text.value)
    if text.kind is TextKind.TEXT:
        return {written, squeezed(escape(text.value, quote=False))}
    tree = html5lib.parseFragment(text.value, treebuilder="lxml", namespaceHTMLElements=False)
    parts = [
        one if isinstance(one, str) else "".join(one.itertext()) + (one.tail or "") for one in tree
    ]
    return {written, squeezed("".join(parts))}


def squeezed(text: str) -> str:
    """A text as JavaScript trims it, without what keeps it from being taken for HTML (H1)."""
    return " ".join(legal(text).replace("\ufeff", " ").replace("<\u2060", "<").split())


def compared(corpus: Corpus, one: Published, items: Iterable[readers.Item]) -> list[str]:
    """Where a reader has it otherwise than we stored it."""
    read = list(items)
    held = corpus.held[source_of(one.channel)]
    if len(read) != len(held):
        return [f"T6 count: {len(read)} items of {len(held)}"]
    faults = []
    for item, stored in zip(read, held, strict=True):
        if item.id != stored.public_id:
            faults.append(f"T6 id: {item.id!r} for {stored.public_id!r}")
        is_named = one.form == "atom" and stored.entry.title is None  # by its text (A11)
        if is_named and not item.title:
            faults.append("T6 title: none")
        elif not is_named and squeezed(item.title) not in titles(stored.entry.title):
            faults.append(f"T6 title: {item.title!r} for {stored.entry.title!r}")
        if stored.entry.url is not None and item.link != stored.entry.url:
            faults.append(f"T6 link: {item.link!r} for {stored.entry.url!r}")
    return faults


@pytest.mark.usefixtures("node_packages")
def test_readers_of_others_read_what_we_stored(corpus: Corpus) -> None:
    given = [one for one in corpus.published if one.channel != MERGED.name]
    read = readers.read((one.form, one.body) for one in given)
    found = []
    for one, readings in zip(given, read, strict=True):
        label = corpus.documents[source_of(one.channel)].label
        for reader, items in readings.items():
            faults = (
                [f"T6 unreadable: {items}"]
                if isinstance(items, str)
                else compared(corpus, one, items)
            )
            found += [f"{label}.{one.form} by {reader}: {fault}" for fault in faults]
    assert not found, verdict(found)
