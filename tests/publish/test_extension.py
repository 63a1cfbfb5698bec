from dataclasses import replace

import pytest
from lxml.etree import Element, _Element

from feedsvc.model.entry import Content, Enclosure, Extension, Link, Person, Text, TextKind
from feedsvc.publish import atom, rss
from feedsvc.publish.extension import (
    add_authors,
    add_contributors,
    attached,
    entitle,
    pictured,
)
from feedsvc.publish.shown import Shown, shown
from tests.publish.conformance import ATOM, CONTENT, DC, MEDIA, XML, xml
from tests.publish.showings import ARTICLE, BASE, showing, view

ADA = Person(name="Ada", uri="https://x.example/ada")
BO = Person(name="Bo", email="bo@x.example")
CY = Person(name="Cy", email="cy at x")


def told(element: _Element) -> list[tuple[str, str]]:
    return [(one.tag, "".join(one.itertext())) for one in element]


def item_of(entry: object) -> _Element:
    return xml(rss.render(view(showing(entry))).body).find("channel/item")  # type: ignore[arg-type]


def seen(**fields: object) -> Shown:
    return shown(showing(replace(ARTICLE, **fields)), BASE)  # type: ignore[arg-type]


def test_every_author_is_a_creator_and_the_first_of_whom_more_is_known_an_author() -> None:
    item = Element("item")
    add_authors(item, (CY, ADA, BO))
    assert told(item) == [
        (f"{DC}creator", "Cy"),
        (f"{DC}creator", "Ada"),
        (f"{ATOM}author", "Adahttps://x.example/ada"),
        (f"{DC}creator", "Bo"),
    ]


def test_a_contributor_is_told_with_all_that_is_known_of_them() -> None:
    item = Element("item")
    add_contributors(item, (CY, ADA, BO))
    assert told(item) == [
        (f"{DC}contributor", "Cy"),
        (f"{ATOM}contributor", "Adahttps://x.example/ada"),
        (f"{ATOM}contributor", "Bobo@x.example"),
    ]


def test_the_markup_of_a_title_is_told_before_it() -> None:
    item = Element("item")
    title = Element("title")
    item.append(title)
    entitle(title, Text(value="a <b>c</b>", kind=TextKind.HTML, language="fr"), "en")
    assert [(one.tag, one.get(f"{XML}lang")) for one in item] == [
        (f"{DC}title", "fr"),
        ("title", "fr"),
    ]
    assert item[0].text == "a <b>c</b>"
    item = Element("item")
    item.append(title := Element("title"))
    entitle(title, Text(value="a <b>", language="en"), "en")
    assert [(one.tag, dict(one.attrib)) for one in item] == [("title", {})]


@pytest.mark.parametrize("host", ["localhost", "intranet"])
def test_a_file_on_no_public_host_is_no_enclosure(host: str) -> None:
    near = Enclosure(url=f"http://{host}/a.mp3")
    far = Enclosure(url="https://cdn.example/b.mp3")
    assert attached(seen(enclosures=(near, far))) == (far,)
    item = item_of(replace(ARTICLE, enclosures=(near, far)))
    assert item.find("enclosure").get("url") == far.url
    assert [one.get("url") for one in item.findall(f"{MEDIA}content")] == [near.url]


def test_a_picture_is_told_where_no_extension_shows_one() -> None:
    url = "https://cdn.example/p.png"
    place = Extension(name="georss:point", text="1 2")
    thumbnail = Extension(name="media:thumbnail", attributes={"url": "https://cdn.example/t.png"})
    assert pictured(seen(image=url, extensions=(place,))) == (
        place,
        Extension(name="media:thumbnail", attributes={"url": url}),
    )
    assert pictured(seen(image=url, extensions=(thumbnail,))) == (thumbnail,)
    assert pictured(seen(extensions=(place,))) == (place,)
    for body in (atom.render(view(showing(replace(ARTICLE, image=url)))).body,
                 rss.render(view(showing(replace(ARTICLE, image=url)))).body):  # fmt: skip
        assert [one.get("url") for one in xml(body).iter(f"{MEDIA}thumbnail")] == [url]


def test_an_address_that_says_more_than_itself_is_an_alternate_before_everything() -> None:
    page = Link(rel="alternate", href=ARTICLE.url or "", title="The story")
    first = item_of(replace(ARTICLE, links=(page,)))[0]
    assert (first.tag, first.get("title")) == (f"{ATOM}link", "The story")
    assert first.get("href") == ARTICLE.url
    bare = item_of(replace(ARTICLE, links=(replace(page, title=None),)))
    assert bare.find(f"{ATOM}link") is None


def test_what_rss_says_itself_is_no_link_as_well() -> None:
    rels = {link.get("rel") for link in item_of(ARTICLE).findall(f"{ATOM}link")}
    assert rels == {"related", "alternate"}


def test_texts_say_their_language_and_base_in_rss_too() -> None:
    base = "https://x.example/a/"
    content = Content(value="<p>a</p>", language="fr", base=base)
    summary = Text(value="b", language="de")
    item = item_of(replace(ARTICLE, contents=(content,), summary=summary, language="en"))
    encoded, description = item.find(f"{CONTENT}encoded"), item.find("description")
    assert dict(encoded.attrib) == {f"{XML}lang": "fr", f"{XML}base": base}
    assert dict(description.attrib) == {f"{XML}lang": "de"}
    lone = Content(value='<img src="https://x.example/a.png">', kind=TextKind.HTML, language="fr")
    item = item_of(replace(ARTICLE, contents=(lone,), summary=None, language="en"))
    assert item.find(f"{CONTENT}encoded") is None
    assert item.find("description").get(f"{XML}lang") == "fr"
