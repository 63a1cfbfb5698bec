from dataclasses import replace

import pytest

from feedsvc.model.entry import Content, Enclosure, Entry, Extension, Link, Text, TextKind
from feedsvc.model.rights import Grant, Level
from feedsvc.publish import atom, jsonfeed, rss
from feedsvc.publish.shown import Shown, shown
from tests.publish.showings import BASE, HERALD, showing, view

IMG = '<img src="https://x.example/pic1.png" alt="">'
PICTURED = Entry(
    id="urn:example:pictured",
    url="https://x.example/1",
    title=Text(value="A picture"),
    summary=Text(value=f"<p>Short {IMG}</p>", kind=TextKind.HTML),
    contents=(Content(value=f"<p>Read more: here</p><p>Long {IMG}</p><p>Words.</p>"),),
    enclosures=(
        Enclosure(url="https://x.example/pic2.png", type="image/png"),
        Enclosure(url="https://x.example/pic3.JPG?size=1"),
        Enclosure(url="https://x.example/talk.mp3", type="audio/mpeg"),
    ),
    links=(
        Link(rel="enclosure", href="https://x.example/pic2.png", type="image/png"),
        Link(rel="enclosure", href="https://x.example/pic3.JPG?size=1"),
        Link(rel="related", href="https://x.example/pic9", type="image/webp"),
        Link(rel="enclosure", href="https://x.example/talk.mp3", type="audio/mpeg"),
    ),
    image="https://x.example/pic4.png",
    extensions=(
        Extension(name="media:thumbnail", attributes={"url": "https://x.example/pic5.png"}),
        Extension(
            name="media:group",
            children=(
                Extension(name="media:content", attributes={"url": "https://x.example/pic6.gif"}),
            ),
        ),
        Extension(
            name="media:content",
            attributes={"url": "https://x.example/pic7", "medium": "image"},
        ),
        Extension(
            name="media:content",
            attributes={"url": "https://x.example/film", "type": "video/mp4"},
            children=(
                Extension(name="media:thumbnail", attributes={"url": "https://x.example/pic8"}),
                Extension(name="media:title", text="A film"),
            ),
        ),
    ),
)
GRANTS = {True: Grant(level=Level.FULL, images=True), False: Grant(level=Level.FULL)}


def written(entry: Entry, grant: Grant, **more: object) -> list[str]:
    one = replace(showing(entry), grant=grant, **more)  # type: ignore[arg-type] # fields of Showing
    return [room.render(view(one)).body.decode() for room in (atom, rss, jsonfeed)]


def test_pictures_are_there_where_the_grant_has_them() -> None:
    for body in written(PICTURED, GRANTS[True]):
        assert "pic1.png" in body
        assert "pic2.png" in body
        assert "pic4.png" in body or "pic5.png" in body


def test_without_that_none_is_left_and_nothing_else_is_lost() -> None:
    for body in written(PICTURED, GRANTS[False]):
        assert "pic" not in body.replace("picture", "").replace("Picture", "")
        for kept in ("Words.", "talk.mp3", "https://x.example/film", "Long"):
            assert kept in body


NOWHERE = "https://x.example/nothing"
PIC = "https://x.example/pic.jpg"
MEDIA = "media:content"


def element(name: str, *children: Extension, text: str = "", **attributes: str) -> Extension:
    return Extension(name=name, attributes=attributes, text=text, children=children)


@pytest.mark.parametrize(
    "one",
    [
        Enclosure(url=PIC, type="application/octet-stream"),
        Enclosure(url="https://x.example/pic", type="image"),
        Enclosure(url=f"{PIC}:large"),
        Content(src=PIC, type="application/octet-stream"),
        Link(rel="related", href=PIC),
        Link(rel="alternate", href=PIC, type="application/octet-stream"),
        Link(rel="https://rel.example/image_src", href=PIC),
        Link(rel="https://rel.example/image_src", href="https://x.example/pic"),
        Link(rel="https://rel.example/x", href=PIC),
        element(MEDIA, url="https://x.example/pic"),
        element(MEDIA, url=PIC, medium="document"),
        element(MEDIA, url=PIC, type="application/octet-stream"),
        element(MEDIA, url="https://x.example/pic", type="image"),
        element("media:group", element(MEDIA, url=PIC), element(MEDIA, url=f"{PIC}!small")),
        element("media:player", url=PIC),
        element("podcast:images", srcset=f"{PIC} 1x"),
        element("podcast:image", href="https://x.example/pic"),
        element("podcast:alternateEnclosure", type="image/webp"),
        element(
            "podcast:alternateEnclosure",
            element("podcast:source", uri=PIC),
            element("podcast:integrity", type="sri", value="pic"),
            type="application/octet-stream",
        ),
        element(
            "podcast:alternateEnclosure",
            element("podcast:source", uri="https://x.example/pic", contentType="image/png"),
            type="application/octet-stream",
        ),
        element("podcast:person", img="https://x.example/pic", href=PIC, text="Ada"),
        element("dc:relation", text=PIC),
    ],
)
def test_no_picture_passes_for_something_else(one: Content | Enclosure | Extension | Link) -> None:
    match one:
        case Content():
            entry = replace(PICTURED, contents=(one,))
        case Enclosure():
            entry = replace(PICTURED, enclosures=(one, *PICTURED.enclosures))
        case Extension():
            entry = replace(PICTURED, extensions=(one,))
        case Link():
            entry = replace(PICTURED, links=(one,))
    for body in written(entry, GRANTS[False]):
        assert "pic" not in body.replace("picture", "").replace("Picture", "")
    found = of(entry, grant=GRANTS[False])
    assert (found.picture, found.image, found.remote) == (None, None, None)


def test_what_is_no_picture_stays_as_it_is() -> None:
    kept = (
        element(MEDIA, url="https://x.example/a.mp3"),
        element(MEDIA, url=NOWHERE, medium="document"),
        element(MEDIA, url=NOWHERE, type="application/pdf"),
        element("media:player", url=NOWHERE),
        element("podcast:alternateEnclosure", element("podcast:source", uri=NOWHERE), type="a/b"),
        element("media:credit", text="Ada", role="photographer"),
        element("georss:point", text="1 2"),
    )
    entry = replace(PICTURED, extensions=(*kept, element("podcast:person", text="Bo", img=PIC)))
    assert of(entry, grant=GRANTS[False]).extensions == (
        *kept,
        element("podcast:person", text="Bo"),
    )


def test_neither_title_nor_rights_show_a_picture() -> None:
    titles = (
        Text(value=f"Words {IMG}", kind=TextKind.HTML),
        Text(value='Words <img src="https://x.example/pic1.png">'),
        Text(value="Words &lt;img src='https://x.example/pic1.png'&gt;", kind=TextKind.HTML),
    )
    for title in titles:
        hop = replace(HERALD, rights=title, subtitle=title, name=title)
        for rights in (title, None):
            entry = replace(PICTURED, title=title, rights=rights, hops=(hop,))
            one = replace(showing(entry, hops=(hop,)), grant=GRANTS[False])
            for room in (atom, rss, jsonfeed):
                body = room.render(view(one)).body.decode()
                assert "pic1" not in body
                assert "Words" in body
    lone = replace(PICTURED, title=Text(value=IMG, kind=TextKind.HTML))
    assert of(lone, grant=GRANTS[False]).title is None


def test_the_mark_of_a_source_stands_in_the_head_of_its_own_channel_alone() -> None:
    links = (Link(rel="related", href=PIC), Link(rel="related", href=NOWHERE))
    hop = replace(HERALD, links=links)
    one = showing(replace(PICTURED, hops=(replace(hop, title=""),)), hops=(hop,))
    channel = replace(view(replace(one, grant=GRANTS[False])), feed=hop)
    for room in (atom, rss, jsonfeed):
        parts = room.render(channel).parts
        assert b"logo.png" in parts.head
        assert not any(b"logo.png" in body or b"icon.png" in body for body in parts.entries)
        assert not any(PIC.encode() in body for body in parts.entries)
    assert b"logo.png" in atom.render(view(one)).parts.entries[0]
    assert NOWHERE.encode() in atom.render(channel).parts.entries[0]


def of(entry: Entry, **more: object) -> Shown:
    return shown(replace(showing(entry), **more), BASE)  # type: ignore[arg-type] # fields of Showing


def test_a_picture_that_lies_elsewhere_is_no_content() -> None:
    remote = replace(PICTURED, contents=(Content(src="https://x.example/a", type="image/png"),))
    assert of(remote, grant=GRANTS[True]).remote is not None
    assert of(remote, grant=GRANTS[False]).remote is None


@pytest.mark.parametrize("kind", [TextKind.HTML, TextKind.TEXT])
def test_paragraphs_that_the_operator_has_taken_out_are_left_out(kind: TextKind) -> None:
    lines = ("Read more: here", "Words & more", "Read more of it")
    text = "".join(f"<p>{one}</p>" for one in lines).replace("&", "&amp;")
    if kind is TextKind.TEXT:
        text = "\n\n".join(lines)
    found = of(
        replace(PICTURED, contents=(Content(value=text, kind=kind),)), remove=("Read.*: .*",)
    )
    assert found.content is not None
    assert "here" not in found.content.value
    assert "Words" in found.content.value
    assert "Read more of it" in found.content.value


@pytest.mark.parametrize(
    ("name", "text", "is_left"),
    [
        ("media:description", "Read more: here", False),
        ("media:description", "Read more: here Long Words.", False),
        ("media:description", "Read on", True),
        ("media:text", "Read more: there", False),
        ("itunes:summary", "Read more: there", False),
        ("itunes:summary", "Long. Read more: here", False),
        ("podcast:txt", "Read more: there", False),
        ("podcast:soundbite", "Read more: there", False),
        ("podcast:soundbite", "", True),
        ("podcast:person", "Read: Ada", True),
        ("podcast:license", "Read: cc-by-4.0", True),
        ("georss:featureName", "Read: Ada", True),
    ],
)
def test_what_is_taken_out_is_in_no_extension(name: str, text: str, *, is_left: bool) -> None:
    one = element(name, text=text)
    kept = element("media:title", text="A film")
    film = element(MEDIA, one, kept, url=NOWHERE, medium="video")
    group = () if is_left else (element("media:group", one),)
    entry = replace(PICTURED, extensions=(one, film, *group))
    one_showing = replace(showing(entry), remove=("Read[^:]*: [^ ]*",))
    left = shown(one_showing, BASE, own=True).extensions
    if is_left:
        assert left == (one, film)
    else:
        assert left == (replace(film, children=(kept,)),)


def test_the_pixel_that_the_owner_demands_stands_beside_the_line() -> None:
    pixel = "https://x.example/p.gif?a=1&b=2"
    found = of(PICTURED, pixel=pixel)
    counted = '<img src="https://x.example/p.gif?a=1&amp;b=2" width="1" height="1" alt="">'
    assert found.credit.endswith(f"{counted}</p>")
    assert counted not in of(PICTURED).credit
