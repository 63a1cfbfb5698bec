"""The licences that an entry carries, from its document to the normal form."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Entry, Hop
from feedsvc.model.parsed import ParsedText
from feedsvc.normalize.entry import normal_entry
from feedsvc.normalize.feed import normal_feed
from feedsvc.normalize.licences import in_markup
from feedsvc.parse import parse
from feedsvc.rights.licences import declared

URL = "https://herald.example/feed"
BY = "https://creativecommons.org/licenses/by/4.0/"
SA = "https://creativecommons.org/licenses/by-sa/4.0/"
LINK = f'<a rel="license" href="{BY}">CC BY 4.0</a>'
BADGE = (
    f'<a rel="license" href="{BY}"><img alt="Creative Commons License" style="border-width:0"'
    ' src="https://i.creativecommons.org/l/by/4.0/88x31.png" /></a><br />'
    f'This work is licensed under a <a rel="license" href="{BY}">Creative Commons Attribution 4.0'
    " International License</a>."
)


def read(document: str) -> tuple[Hop, Entry]:
    parsed = parse(document.encode(), url=URL)
    return normal_feed(parsed, URL), normal_entry(parsed.entries[0], parsed, URL)


def markup(value: str, kind: str = "text/html") -> tuple[str, ...]:
    return in_markup([ParsedText(value=value, type=kind)], URL)


@pytest.mark.parametrize(
    "value",
    [
        LINK,
        BADGE,
        f"<p>Tide</p><link rel=license href={BY}>",
        f"<A HREF='{BY}' REL='nofollow license noopener'>terms</A>".replace("LICENSE", "license"),
        f'<a href="{BY}"\nrel = "license">x</a>',
        f"<figure><img></figure><p>{LINK}</p>",
        f'<a href="{BY.removesuffix("/")}" rel="license">x</a> {LINK}',
        f"<p>Words in a photo.</p><p>This article is licensed under {LINK}.</p>",
        f"<p>This article is republished from Quay under a {LINK}. Read the original.</p>",
        f"<p>This post by Ann is published under {LINK}</p><h3>Comments</h3><p>Bob: well</p>",
        f"<h2>Discussion</h2><p>Tides turn.</p><p>{LINK}</p>",
        f"<p>Bo <span class='comments'>3</span></p><p>{LINK}</p>",
        f"<p>Text: {LINK}</p>",
        f"<p>Text and photos: {LINK}</p>",
        f"<p>© 2024 Ann. Licensed under {LINK}</p>",
        f"<p>Except where otherwise noted, content on this site is licensed under {LINK}</p>",
        f"<p>Dieser Beitrag steht unter {LINK}</p>",
        f"<p>Cet article est publié sous {LINK}</p>",
        f"<p>Este artículo se publica bajo {LINK}</p>",
        f"<p>Licence: {LINK}</p>",
        f"<p>Some rights reserved: {LINK}</p>",
        f"<p>この記事は {LINK} です</p>",
    ],
)
def test_markup_declares_the_licence_of_the_entry(value: str) -> None:
    assert [one.rstrip("/") for one in markup(value)] == [BY.rstrip("/")]


@pytest.mark.parametrize(
    "value",
    [
        "<p>We need a license to fish, and rel=license to say so.</p>",
        f'<a href="{BY}">license</a>',
        f'<a href="{BY}" rel="nofollow" title="license">x</a>',
        f'<a href="{BY}" rel="licensee unlicense">x</a>',
        f"<!-- {LINK} -->",
        f"<figure><img><figcaption>{LINK}</figcaption></figure>",
        f"<blockquote>{LINK}</blockquote>",
        f"<p>Photo by Ann, {LINK}</p>",
        f'<a rel="license" href="{BY}"><img></a> <a href="/p">photo</a> credit: Ann',
        f'<a rel="license" about="/1.jpg" href="{BY}">x</a>',
        f'{LINK} <a rel="license" href="{SA}">the other</a>',
        '<a rel="license" href="javascript:x()">x</a>',
        '<a rel="license">x</a>',
        *(
            f"<p>Tide</p><p>{part} {LINK}</p>"
            for part in (
                *("Chart:", "Graph by Ann,", "Map data © OSM,", "Video:", "Audio by Bo,"),
                *("Definition from Wikipedia,", "Quote:", "Theme by Ann,", "Template:", "Font:"),
                *("Code:", "The code in this post is", "Grafik:", "Vidéo :", "Datos:", "Видео:"),
                *("Text from Wikipedia,", "Ann Smith,", "Recipe:", "Source: Quay,", "Via Quay,"),
                *("This post is <b>not</b> under", "Dieser Beitrag ist nicht unter"),
                *("Only older posts are", "Some of our articles are", "Images on this site are"),
                *("Comments: Bob: mine is", "Read the Quay: its articles are"),
            )
        ),
        f"<p>{LINK} does not apply to this post</p>",
        f"<p>This post is {LINK} for subscribers only</p>",
        f"<p>{LINK} (videos)</p>",
        f"<h2>Comments</h2><p>Bob: well</p><p>This work is {LINK}</p>",
        f"<h2>3 comments</h2><p>Bob</p><p>{LINK}</p>",
        f"<p>Kommentare:</p><p>Bob</p><p>{LINK}</p>",
        f"<p><b>Comments</b><br>Bob: <i>well</i><br>{LINK}</p>",
        f"<div class='post-comments'><p>This text is {LINK}</p></div>",
        f"<section id=comments><p>This text is {LINK}</p></section>",
        f"<p>Chart: sales by year</p><p>{LINK}</p>",
    ],
)
def test_markup_that_declares_none(value: str) -> None:
    assert markup(value) == ()


def test_plain_text_is_no_markup() -> None:
    assert markup(LINK, "text/plain") == ()


def test_a_relative_address_counts_from_its_base() -> None:
    text = ParsedText(
        value='<a rel="license" href="terms">x</a>',
        type="text/html",
        base="https://cdn.example/a/",
    )
    assert in_markup([text], URL) == ("https://cdn.example/a/terms",)


@given(st.lists(st.sampled_from([LINK, "<a rel=license", "<q>", "</q>", "'", '"', "<!--", "x"])))
def test_any_markup_is_read(pieces: list[str]) -> None:
    assert markup("".join(pieces)) in ((), (BY,))


def test_only_so_many_links_are_looked_at() -> None:
    crowd = f"photo {LINK}<p>" * 40
    assert markup(crowd + "word " * 100 + LINK) == ()


@pytest.mark.parametrize("piece", [f"photo {LINK}", "<a rel=license", "<a rel=", "license "])
def test_long_markup_costs_little(piece: str) -> None:
    start = time.process_time()
    markup(piece * 20_000)
    assert time.process_time() - start < 2


ESCAPED = LINK.replace("&", "&amp;").replace("<", "&lt;")
NAMESPACES = (
    "xmlns:cc='http://creativecommons.org/ns#' xmlns:atom='http://www.w3.org/2005/Atom'"
    " xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
)
RSS = (
    "<rss version='2.0' {n}><channel><title>T</title>{f}"
    "<item><title>A</title>{e}</item></channel></rss>"
)
RDF = (
    "<rdf:RDF xmlns='http://purl.org/rss/1.0/' {n}><channel><title>T</title>{f}</channel>"
    "<item><title>A</title>{e}</item></rdf:RDF>"
)
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom' {n}><title>T</title>{f}"
    "<entry><title>A</title>{e}</entry></feed>"
)


@pytest.mark.parametrize(
    ("pattern", "element"),
    [
        (RSS, f"<cc:license>{BY}</cc:license>"),
        (RSS, f"<atom:link rel='license' href='{BY}'/>"),
        (RSS, f"<description>{ESCAPED}</description>"),
        (RSS, f"<description>x</description><content:encoded>{ESCAPED}</content:encoded>"),
        (RDF, f"<cc:license rdf:resource='{BY}'/>"),
        (RDF, f"<content:encoded>{ESCAPED}</content:encoded>"),
        (ATOM, f"<link rel='license' href='{BY}'/>"),
        (ATOM, f"<cc:license>{BY}</cc:license>"),
        (ATOM, f"<content type='html'>{ESCAPED}</content>"),
        (
            ATOM,
            (
                "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
                f"<p>Tide</p>{LINK}</div></content>"
            ),
        ),
    ],
)
def test_every_carrier_of_an_entry_is_read(pattern: str, element: str) -> None:
    feed, entry = read(pattern.format(n=NAMESPACES, f="", e=element))
    assert entry.licences == (BY,)
    assert (feed.licences, feed.covering) == ((), ())


@pytest.mark.parametrize(
    ("pattern", "element", "covering"),
    [
        (RSS, f"<cc:license>{BY}</cc:license>", (BY,)),
        (RSS, f"<atom:link rel='license' href='{BY}'/>", ()),
        (RDF, f"<cc:license rdf:resource='{BY}'/>", (BY,)),
        (ATOM, f"<link rel='license' href='{BY}'/>", ()),
        (ATOM, f"<cc:license>{BY}</cc:license>", (BY,)),
    ],
)
def test_every_carrier_of_a_feed_is_read(
    pattern: str, element: str, covering: tuple[str, ...]
) -> None:
    feed, entry = read(pattern.format(n=NAMESPACES, f=element, e=""))
    assert (feed.licences, feed.covering, entry.licences) == ((BY,), covering, ())


def test_what_elements_declare_stands_before_what_the_markup_does() -> None:
    inner = f"<cc:license>{SA}</cc:license><description>{ESCAPED}</description>"
    assert read(RSS.format(n=NAMESPACES, f="", e=inner))[1].licences == (SA,)


def json_feed(item: dict[str, object], feed: dict[str, object]) -> tuple[Hop, Entry]:
    items = [{"id": "1", "content_text": "x", **item}]
    return read(
        json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "title": "T", **feed, "items": items}
        )
    )


@pytest.mark.parametrize(
    "members",
    [
        {"_feedsvc": {"licence": BY}},
        {"_feedsvc": {"licences": [BY]}},
        {"_herald": {"license": BY}},
        {"_herald": {"about": "https://herald.example/", "licence_url": BY}},
        {"_herald": {"license": {"name": "CC BY", "url": BY}}},
        {"license": BY},
        {"license_url": [BY, BY]},
        {"content_html": LINK},
    ],
)
def test_every_member_of_an_item_is_read(members: dict[str, object]) -> None:
    assert json_feed(members, {})[1].licences == (BY,)


@pytest.mark.parametrize(
    "members", [{"license": "MIT"}, {"_x": {"license": 3}}, {"_x": BY}, {"x": {"license": BY}}]
)
def test_members_that_give_no_address(members: dict[str, object]) -> None:
    feed, entry = json_feed(members, members)
    assert (feed.licences, feed.covering, entry.licences) == ((), (), ())


@pytest.mark.parametrize(
    ("members", "id_"),
    [
        ({"license": "CC-BY-4.0"}, "CC-BY-4.0"),
        ({"licence": "CC BY 4.0"}, "CC-BY-4.0"),
        ({"_herald": {"license": "CC0-1.0"}}, "CC0-1.0"),
        ({"license": {"name": "Creative Commons Attribution 4.0 International"}}, "CC-BY-4.0"),
        ({"licenses": ["CC BY-SA 4.0"]}, "CC-BY-SA-4.0"),
        ({"license": "creativecommons.org/licenses/by/4.0/"}, "CC-BY-4.0"),
        ({"rights": "Text: CC BY 4.0"}, "CC-BY-4.0"),
        ({"copyright": "© Ann. CC BY 4.0"}, "CC-BY-4.0"),
        ({"_herald": {"copyright": "© Ann", "license": "CC BY 4.0"}}, "CC-BY-4.0"),
        ({"license_url": BY, "license": "CC BY 4.0"}, "CC-BY-4.0"),
        ({"license": "PDDL-1.0"}, "PDDL-1.0"),
        ({"copyright": "All rights reserved"}, "LicenseRef-All-Rights-Reserved"),
    ],
)
def test_names_of_licences_and_rights_in_json_are_told(
    members: dict[str, object], id_: str
) -> None:
    for item, feed in ((members, {}), ({}, members)):
        hop, entry = json_feed(item, feed)
        assert [one.licence.id for one in declared(entry, hop)] == [id_]


def test_what_is_no_name_is_no_text_of_rights() -> None:
    members: dict[str, object] = {"license": 3, "license_url": "/terms", "rights": [], "_x": BY}
    feed, entry = json_feed(members, members)
    assert (feed.rights, entry.rights) == (None, None)


def test_rights_that_we_passed_on_stand_before_those_of_others() -> None:
    members: dict[str, object] = {"_feedsvc": {"rights": "© Ann"}, "copyright": "© Bo"}
    feed, entry = json_feed(members, members)
    assert feed.rights is not None
    assert entry.rights is not None
    assert (feed.rights.value, entry.rights.value) == ("© Ann", "© Ann")


def test_members_of_a_json_feed_cover_its_items_but_for_what_we_pass_on() -> None:
    feed, entry = json_feed({}, {"_feedsvc": {"licence": SA}, "_herald": {"license": BY}})
    assert (feed.licences, feed.covering, entry.licences) == ((SA, BY), (BY,), ())
