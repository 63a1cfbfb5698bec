"""The elements of known extensions are kept as they were written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from feedsvc.model.entry import NAMESPACES, Extension
from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.parse import parse
from tests.parse.test_exact import documents

URL = "https://feeds.test/dir/feed.xml"
ATOM = "http://www.w3.org/2005/Atom"
DECLARED = " ".join(f"xmlns:{prefix}='{uri}'" for prefix, uri in NAMESPACES.items())


def feed(document: str) -> ParsedFeed:
    found = parse(document.encode(), url=URL)
    assert (found.problem, found.loose) == ("", False)
    return found


def channel(inner: str, declared: str = DECLARED) -> ParsedFeed:
    return feed(f"<rss version='2.0' {declared}><channel>{inner}</channel></rss>")


def item(inner: str, declared: str = DECLARED) -> tuple[Extension, ...]:
    (entry,) = channel(f"<item>{inner}</item>", declared).entries
    return written(entry)


def entry(inner: str, attributes: str = "") -> ParsedEntry:
    (found,) = feed(
        f"<feed xmlns='{ATOM}' {DECLARED}><entry {attributes}>{inner}</entry></feed>"
    ).entries
    return found


def written(part: ParsedEntry | ParsedFeed) -> tuple[Extension, ...]:
    """The extensions without the base in force, which every outermost one is told."""
    assert all(one.attributes["xml:base"] == URL for one in part.extensions)
    return tuple(bare(one) for one in part.extensions)


def bare(one: Extension) -> Extension:
    attributes = {key: value for key, value in one.attributes.items() if key != "xml:base"}
    return Extension(name=one.name, attributes=attributes, text=one.text, children=one.children)


def test_name_attributes_and_text_are_as_written() -> None:
    assert item(
        "<itunes:episodeType> full\n</itunes:episodeType>"
        "<podcast:alternateEnclosure Type='audio/OPUS' bitRate=' 1 ' title='A &amp; &lt;B>'/>"
        "<podcast:txt><![CDATA[ <b>a</b> ]]>&amp;<!-- c --> b</podcast:txt>"
    ) == (
        Extension(name="itunes:episodeType", text="full"),
        Extension(
            name="podcast:alternateEnclosure",
            attributes={"Type": "audio/OPUS", "bitRate": " 1 ", "title": "A & <B>"},
        ),
        Extension(name="podcast:txt", text="<b>a</b> & b"),
    )


def test_several_of_one_name_are_kept_in_their_order() -> None:
    assert [
        (one.name, one.text or one.attributes["url"])
        for one in item(
            "<podcast:person>A</podcast:person><media:thumbnail url='1'/><title>T</title>"
            "<podcast:person>B</podcast:person><media:thumbnail url='2'/>"
            "<podcast:person>A</podcast:person>"
        )
    ] == [
        ("podcast:person", "A"),
        ("media:thumbnail", "1"),
        ("podcast:person", "B"),
        ("media:thumbnail", "2"),
        ("podcast:person", "A"),
    ]


def test_what_stands_inside_stays_inside() -> None:
    content = "<media:content url='{}'><media:title type='plain'>{}</media:title></media:content>"
    (group,) = item(
        f"<media:group>{content.format(1, 'One')}{content.format(2, 'Two')}"
        "<media:rating>nonadult</media:rating></media:group>"
    )

    def inner(number: str, title: str) -> Extension:
        named = Extension(name="media:title", attributes={"type": "plain"}, text=title)
        return Extension(name="media:content", attributes={"url": number}, children=(named,))

    assert group == Extension(
        name="media:group",
        children=(
            inner("1", "One"),
            inner("2", "Two"),
            Extension(name="media:rating", text="nonadult"),
        ),
    )


def test_elements_of_any_namespace_stay_inside_a_known_one_but_not_beside_it() -> None:
    found = item(
        "<x:odd xmlns:x='urn:example:x'><media:title>lost</media:title></x:odd>"
        "<media:content url='1'><x:odd xmlns:x='urn:example:x' y='2'>a</x:odd>"
        "<plain/></media:content>"
    )
    assert found == (
        Extension(
            name="media:content",
            attributes={"url": "1"},
            children=(
                Extension(name="odd", attributes={"y": "2"}, text="a"),
                Extension(name="plain"),
            ),
        ),
    )


def test_attributes_of_another_namespace_are_none_of_its_own() -> None:
    assert item("<media:thumbnail url='1' xml:lang='de' media:width='9'/>") == (
        Extension(name="media:thumbnail", attributes={"url": "1"}),
    )


@pytest.mark.parametrize(
    ("uri", "local", "name"),
    [
        ("http://search.yahoo.com/mrss/", "title", "media:title"),
        ("http://search.yahoo.com/mrss", "title", "media:title"),
        ("HTTP://Search.Yahoo.com/MRSS/", "title", "media:title"),
        ("https://podcastindex.org/namespace/1.0", "txt", "podcast:txt"),
        ("https://podcastindex.org/namespace/1.0/", "txt", "podcast:txt"),
        (
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
            "txt",
            "podcast:txt",
        ),
        ("http://www.itunes.com/DTDs/Podcast-1.0.dtd", "season", "itunes:season"),
        ("http://www.itunes.com/dtds/podcast-1.0.dtd", "season", "itunes:season"),
        ("http://example.com/DTDs/PodCast-1.0.dtd", "season", "itunes:season"),
        ("http://purl.org/syndication/thread/1.0", "total", "thr:total"),
        ("http://purl.org/rss/1.0/modules/threading/", "total", "thr:total"),
        ("http://www.georss.org/georss", "floor", "georss:floor"),
        ("http://www.georss.org/georss/", "floor", "georss:floor"),
        ("http://purl.org/dc/terms/", "valid", "dcterms:valid"),
        ("http://www.w3.org/2003/01/geo/wgs84_pos#", "lat", "geo:lat"),
        ("http://wellformedweb.org/CommentAPI/", "commentRss", "wfw:commentRss"),
    ],
)
def test_a_namespace_is_known_under_its_spellings_and_any_prefix(
    uri: str, local: str, name: str
) -> None:
    expected = (Extension(name=name, text="1"),)
    assert item(f"<p:{local}>1</p:{local}>", f"xmlns:p='{uri}'") == expected
    assert item(f"<{local} xmlns='{uri}'>1</{local}>", "") == expected


@pytest.mark.parametrize(
    "uri",
    ["", "urn:example:x", "http://search.yahoo.com/mrss/2", ATOM, "http://www.w3.org/1999/xhtml"],
)
def test_other_namespaces_are_not_kept(uri: str) -> None:
    declared = f"xmlns:p='{uri}'" if uri else ""
    name = "p:floor" if uri else "floor"
    assert item(f"<{name}>1</{name}>", declared) == ()


def test_each_holder_keeps_its_own() -> None:
    found = channel(
        "<itunes:type>serial</itunes:type><item><itunes:season>1</itunes:season></item>"
        "<itunes:block>Yes</itunes:block><item><itunes:season>2</itunes:season></item>"
    )
    assert [one.text for one in written(found)] == ["serial", "Yes"]
    assert [[one.text for one in written(each)] for each in found.entries] == [["1"], ["2"]]


@pytest.mark.parametrize(
    "root", ["rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"]
)
def test_items_of_rss_1_0_stand_beside_their_channel(root: str) -> None:
    found = feed(
        f"<{root} xmlns='http://purl.org/rss/1.0/' {DECLARED}>"
        "<channel><dc:type>news</dc:type></channel>"
        "<item><dc:coverage>here</dc:coverage></item></rdf:RDF>"
    )
    assert written(found) == (Extension(name="dc:type", text="news"),)
    assert written(found.entries[0]) == (Extension(name="dc:coverage", text="here"),)


def test_what_a_source_holds_is_nothing_of_the_entry() -> None:
    found = entry(
        "<source><title>S</title><itunes:block>Yes</itunes:block>"
        "<media:group><media:title>lost</media:title></media:group></source>"
        "<itunes:season>1</itunes:season>"
    )
    assert written(found) == (Extension(name="itunes:season", text="1"),)
    assert found.source is not None
    assert found.source.extensions == ()


@pytest.mark.parametrize("name", ["content", "summary", "title", "rights"])
def test_what_a_text_holds_is_text(name: str) -> None:
    found = entry(
        f"<{name} type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p>"
        f"<media:title>b</media:title><item><media:title>c</media:title></item></div></{name}>"
    )
    assert found.extensions == ()


def test_elements_inside_other_elements_are_not_kept() -> None:
    assert (
        item(
            "<image><media:title>a</media:title></image>"
            "<author><itunes:season>1</itunes:season></author>"
        )
        == ()
    )


@pytest.mark.parametrize(
    ("attributes", "own", "base"),
    [
        ("", "", URL),
        ("xml:base='/there/'", "", "https://feeds.test/there/"),
        ("xml:base='https://a.test/x/'", "", "https://a.test/x/"),
        ("", "xml:base='https://b.test/'", "https://b.test/"),
        ("xml:base='https://a.test/x/'", "xml:base='y/'", "https://a.test/x/y/"),
    ],
)
def test_the_outermost_is_told_what_addresses_in_it_are_relative_to(
    attributes: str, own: str, base: str
) -> None:
    (group,) = entry(
        f"<media:group {own}><media:thumbnail url='t.png'/></media:group>", attributes
    ).extensions
    assert group.attributes == {"xml:base": base}
    assert group.children == (Extension(name="media:thumbnail", attributes={"url": "t.png"}),)


def depth(one: Extension) -> int:
    return 1 + max(map(depth, one.children), default=0)


def test_what_is_very_deep_is_cut() -> None:
    found = item(
        "<media:group>" * 50 + "a" + "</media:group>" * 50 + "<media:title>b</media:title>"
    )
    assert [depth(one) for one in found] == [8, 1]
    assert found[1].text == "b"


def test_the_deepest_keeps_the_text_below_it() -> None:
    (found,) = item("<media:group>" * 9 + "a" + "</media:group>" * 9)
    while found.children:
        (found,) = found.children
    assert found.text == "a"


def count(extensions: tuple[Extension, ...]) -> int:
    return sum(1 + count(one.children) for one in extensions)


def test_of_very_many_the_first_are_kept() -> None:
    found = item("".join(f"<podcast:person>{n}</podcast:person>" for n in range(600)))
    assert [one.text for one in found] == [str(n) for n in range(500)]


def test_very_many_within_one_are_cut_too() -> None:
    inner = "".join(f"<media:content url='{n}'/>" for n in range(600))
    found = item(f"<media:group>{inner}</media:group><media:title>a</media:title>")
    assert count(found) <= 500
    assert [one.attributes["url"] for one in found[0].children[:2]] == ["0", "1"]


def test_each_entry_may_have_as_many() -> None:
    persons = "".join(f"<podcast:person>{n}</podcast:person>" for n in range(500))
    found = channel(f"<item>{persons}</item>" * 2)
    assert [count(each.extensions) for each in found.entries] == [500, 500]


def test_a_very_long_text_is_cut() -> None:
    (found,) = item(f"<podcast:txt>{'a' * 70_000}</podcast:txt>")
    assert found.text == "a" * 65_536


def test_what_was_mended_keeps_them_and_what_was_guessed_does_not() -> None:
    inner = "<item><media:title>A & B</media:title></item></channel></rss>"
    mended = parse(f"<rss {DECLARED}><channel>{inner}".encode(), url=URL)
    assert [one.text for one in mended.entries[0].extensions] == ["A & B"]
    guessed = parse(f"<rss {DECLARED}><channel><i>{inner}".encode(), url=URL)
    assert guessed.loose
    assert guessed.entries[0].extensions == ()


def test_a_document_that_ends_early_keeps_what_came_before() -> None:
    whole = f"<rss {DECLARED}><channel><item><media:title>A</media:title></item><item><media:gr"
    found = parse(whole.encode(), url=URL)
    assert found.cut
    assert [one.text for one in found.entries[0].extensions] == ["A"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("<itunes:image href='/i.png'/>", ["/i.png"]),
        ("<itunes:image url='/i.png'/>", ["/i.png"]),
        ("<itunes:link rel='image' href='/i.png'/>", ["/i.png"]),
        ("<itunes:author>A</itunes:author><image><url>/i.png</url></image>", []),
        ("<image><url>/j.png</url></image><itunes:image href='/i.png'/>", ["/i.png"]),
    ],
)
def test_an_image_of_a_podcast_is_what_itunes_says_of_it(written: str, expected: list[str]) -> None:
    found = channel(written).extensions
    images = [
        one.attributes["href"]
        for one in found
        if one.name == "itunes:image" and "href" in one.attributes
    ]
    assert images == expected


PREFIXES = {uri.lower().rstrip("/"): prefix for prefix, uri in NAMESPACES.items()}
PREFIXES |= {"http://example.com/dtds/podcast-1.0.dtd": "itunes"}


def prefix_of(name: etree.QName) -> str:
    return PREFIXES.get((name.namespace or "").lower().rstrip("/"), "")


def as_lxml_reads(element: etree._Element) -> Extension:
    name = etree.QName(element)
    prefix = prefix_of(name)
    texts = [element.text, *(child.tail for child in element)]
    return Extension(
        name=f"{prefix}:{name.localname}" if prefix else name.localname,
        attributes={
            str(k): str(v) for k, v in element.attrib.items() if not str(k).startswith("{")
        },
        text="".join(filter(None, texts)).strip(),
        children=tuple(as_lxml_reads(child) for child in element if not callable(child.tag)),
    )


def holders(root: etree._Element, names: set[str]) -> Iterator[list[Extension]]:
    for holder in root.iter("{*}*"):
        if etree.QName(holder).localname in names:
            yield [
                as_lxml_reads(child)
                for child in holder
                if not callable(child.tag) and prefix_of(etree.QName(child))
            ]


def test_they_are_what_another_parser_reads(shared: Path) -> None:
    compared = 0
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for name, body in documents(shared):
        try:
            root = etree.fromstring(body, parser)
        except etree.XMLSyntaxError:
            continue
        found = parse(body, url=URL)
        if (
            found.loose
            or found.problem
            or etree.QName(root).localname not in {"rss", "RDF", "feed"}
        ):
            continue
        expected = list(holders(root, {"item", "entry"}))
        if len(expected) != len(found.entries):
            continue
        for ours, theirs in zip(found.entries, expected, strict=True):
            kept = [bare(one) for one in ours.extensions if "xml:base" in one.attributes]
            assert kept == theirs, name
            compared += len(kept)
    assert compared > 3000
