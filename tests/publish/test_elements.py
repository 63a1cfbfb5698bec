import pytest
from lxml.etree import Element, fromstring, tostring

from feedsvc.model.entry import Category, Extension, Hop, Link, Person, Text, TextKind
from feedsvc.publish.elements import (
    ALL,
    SHARED,
    add_category,
    add_link,
    add_notice,
    add_person,
    child,
    construct,
    declared,
    extend,
    mailbox,
    prefixes,
)
from tests.publish.conformance import DC, MEDIA, XHTML, XML


def written(text: Text, language: str | None = None) -> tuple[dict[str, str], str | None]:
    element = Element("title", type="old")
    element.text = "old"
    construct(element, text, language)
    assert len(element) == 0
    return dict(element.attrib), element.text


def test_a_child_stands_in_the_namespace_of_its_prefix_without_what_is_empty() -> None:
    parent = Element("item")
    element = child(
        parent, "dc:creator", "A\x00", url="https://x.example/\x01", type=None, title=""
    )
    assert parent[0] is element
    assert (element.tag, element.text) == (f"{DC}creator", "A")
    assert dict(element.attrib) == {"url": "https://x.example/"}
    assert (child(parent, "guid").tag, child(parent, "guid").text) == ("guid", None)


@pytest.mark.parametrize("plain", ["Tom & Jerry", "1 < 2 > 0", "a & b;", "x <3"])
def test_plain_text_stays_plain(plain: str) -> None:
    assert written(Text(value=plain)) == ({}, plain)


@pytest.mark.parametrize(
    ("plain", "escaped"),
    [
        ("use <b>", "use &lt;b&gt;"),
        ("</p>", "&lt;/p&gt;"),
        ("&amp;", "&amp;amp;"),
        ("&#39;", "&amp;#39;"),
        ("&#x3C;", "&amp;#x3C;"),
        ("a</ b>", "a&lt;/ b&gt;"),
        ("<!-- x", "&lt;!-- x"),
        ("<img src=x onerror=y ", "&lt;img src=x onerror=y "),
    ],
)
def test_plain_text_that_reads_like_markup_is_said_to_be_none(plain: str, escaped: str) -> None:
    assert written(Text(value=plain)) == ({"type": "html"}, escaped)


def test_markup_is_html_as_it_came() -> None:
    assert written(Text(value="a <b>c</b> &amp;", kind=TextKind.HTML)) == (
        {"type": "html"},
        "a <b>c</b> &amp;",
    )
    assert written(Text(value="bare", kind=TextKind.HTML)) == ({"type": "html"}, "bare")


def test_xhtml_is_one_div_that_closes_what_html_leaves_open() -> None:
    element = Element("content")
    value = 'a&nbsp;<b>c</b><br><img src="https://x.example/a.png" alt="">&amp;<hr>'
    construct(element, Text(value=value, kind=TextKind.XHTML), None)
    assert dict(element.attrib) == {"type": "xhtml"}
    (div,) = fromstring(tostring(element))
    assert div.tag == f"{XHTML}div"
    assert div.text == "a\xa0"
    assert [one.tag.removeprefix(XHTML) for one in div] == ["b", "br", "img", "hr"]
    assert "".join(div.itertext()) == "a\xa0c&"


def test_what_is_no_xml_is_written_as_html() -> None:
    broken = Text(value="<p>a", kind=TextKind.XHTML)
    assert written(broken) == ({"type": "html"}, "<p>a")


def test_language_and_base_are_said_where_they_differ_from_what_is_around() -> None:
    base = "https://x.example/a/"
    text = Text(value="a", language="fr", base=base)
    assert written(text, "fr") == ({f"{XML}base": base}, "a")
    assert written(text, "en")[0] == {f"{XML}lang": "fr", f"{XML}base": base}
    assert written(text, None)[0] == {f"{XML}lang": "fr", f"{XML}base": base}
    assert written(Text(value="a"), "en") == ({}, "a")


def test_links_categories_and_persons_have_all_their_parts() -> None:
    parent = Element("feed")
    add_link(parent, "link", Link(rel="related", href="https://x.example/", length=0, title="T"))
    add_category(parent, "category", Category(term="t", scheme="no iri", label="L"))
    add_category(parent, "category", Category(term="t", scheme="https://x.example/s"))
    add_person(parent, "author", Person(name="A", email="a@b.example", uri="https://x.example/a"))
    add_person(parent, "atom:author", Person(name="A", email="not one"))
    link, category, placed, author, prefixed = parent
    assert dict(link.attrib) == {
        "rel": "related",
        "href": "https://x.example/",
        "title": "T",
        "length": "0",
    }
    assert dict(category.attrib) == {"term": "t", "label": "L"}
    assert dict(placed.attrib) == {"term": "t", "scheme": "https://x.example/s"}
    assert [(one.tag, one.text) for one in author] == [
        ("name", "A"),
        ("uri", "https://x.example/a"),
        ("email", "a@b.example"),
    ]
    assert [(one.tag, one.text) for one in prefixed] == [(f"{{{ALL['atom']}}}name", "A")]


@pytest.mark.parametrize(
    ("email", "kept"),
    [("a.b+c@x.example", True), ("a at b", False), ("a@b", False), ("a@b.example\nx", False)],
)
def test_a_mailbox_is_one_or_nothing(email: str, *, kept: bool) -> None:
    assert mailbox(email) == (email if kept else "")
    assert mailbox(None) == ""


GROUP = Extension(
    name="media:group",
    children=(
        Extension(name="media:content", attributes={"url": "https://x.example/a"}),
        Extension(name="media:title", text="In & out"),
    ),
)


def test_extensions_stand_first_in_their_order_with_all_that_is_in_them() -> None:
    parent = Element("entry")
    child(parent, "title", "T")
    extend(parent, (GROUP, Extension(name="geo:lat", text="1")))
    group, place, title = parent
    assert (group.tag, group.text) == (f"{MEDIA}group", None)
    assert [(one.tag, one.get("url"), one.text) for one in group] == [
        (f"{MEDIA}content", "https://x.example/a", None),
        (f"{MEDIA}title", None, "In & out"),
    ]
    assert (place.text, title.tag) == ("1", "title")


def test_the_prefixes_of_a_feed_are_those_it_uses() -> None:
    inner = Extension(name="georss:where", children=(Extension(name="gml:Point"),))
    hop = Hop(title="H", extensions=(inner,))
    assert prefixes(hop) == {"georss": ALL["georss"], "gml": ALL["gml"]}
    assert prefixes(Hop(title="H")) == {}
    assert list(prefixes(Hop(title="H", notice=Text(value="n")))) == ["feedburner"]


def test_a_written_entry_declares_what_its_root_does_not() -> None:
    body = b"<item a='1'><dc:creator>A</dc:creator><geo:lat>1</geo:lat></item>"
    geo = f' xmlns:geo="{ALL["geo"]}"'.encode()
    dc = f' xmlns:dc="{ALL["dc"]}"'.encode()
    assert declared(body, SHARED) == body.replace(b"<item", b"<item" + geo)
    assert declared(body, ()) == body.replace(b"<item", b"<item" + dc + geo)
    assert declared(b"<item><guid>x:y</guid></item>", ()) == b"<item><guid>x:y</guid></item>"
    bare = b"<item><geo:lat>1</geo:lat></item>"
    assert declared(bare, ()) == bare.replace(b"<item", b"<item" + geo)


def test_a_notice_says_its_language_where_it_differs() -> None:
    parent = Element("feed", nsmap={"feedburner": ALL["feedburner"]})
    add_notice(parent, Text(value="Subscribe", language="de"), "en")
    (notice,) = parent
    assert notice.tag == f"{{{ALL['feedburner']}}}browserFriendly"
    assert (notice.text, notice.get(f"{XML}lang")) == ("Subscribe", "de")
