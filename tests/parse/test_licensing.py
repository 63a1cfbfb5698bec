"""Every element that declares a licence, strictly and loosely read."""

import pytest

from feedsvc.model.parsed import ParsedEntry, ParsedFeed
from feedsvc.parse import parse
from feedsvc.parse.licensing import RESERVED

URL = "https://herald.example/feed"
BY = "https://creativecommons.org/licenses/by/4.0/"
NAMESPACES = (
    "xmlns:media='http://search.yahoo.com/mrss/' xmlns:atom='http://www.w3.org/2005/Atom'"
    " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'"
    " xmlns:creativeCommons='http://backend.userland.com/creativeCommonsRssModule'"
    " xmlns:cc='http://creativecommons.org/ns#' xmlns:old='http://web.resource.org/cc/'"
    " xmlns:license='http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html'"
    " xmlns:rsl='https://rslstandard.org/rsl' xmlns:r='https://rslstandard.org/rsl'"
    " xmlns:dcterms='http://purl.org/dc/terms/'"
)


PATTERNS = {
    "rss20": "<rss version='2.0' {n}><channel>{f}<item>{e}</item>{m}</channel></rss>",
    "rss10": (
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/' {n}><channel>{f}</channel>"
        "<item>{e}</item>{m}</rdf:RDF>"
    ),
    "atom10": "<feed xmlns='http://www.w3.org/2005/Atom' {n}>{f}<entry>{e}</entry>{m}</feed>",
}


def of(
    inner: str, version: str = "rss20", *, broken: bool = False
) -> tuple[ParsedFeed, ParsedEntry]:
    """A feed with the elements, and an entry with them."""
    mistake = "</wrong>" if broken else ""
    pattern = PATTERNS[version]
    feeds = []
    for feed, entry in ((inner, ""), ("", inner)):
        document = pattern.format(n=NAMESPACES, f=feed, e=entry, m=mistake)
        feeds.append(parse(document.encode(), url=URL))
        assert (feeds[-1].version, feeds[-1].loose) == (version, broken)
    return feeds[0], feeds[1].entries[0]


MODULES = {
    "creativeCommons": f"<creativeCommons:license>\n {BY} </creativeCommons:license>",
    "its newer namespace": f"<license:license>{BY}</license:license>",
    "cc, as text": f"<cc:license>{BY}</cc:license>",
    "cc, as a resource": f"<cc:license rdf:resource='{BY}'/>",
    "the older cc": f"<old:license rdf:resource='{BY}'/>",
}


@pytest.mark.parametrize("broken", [False, True])
@pytest.mark.parametrize("version", ["rss20", "rss10", "atom10"])
@pytest.mark.parametrize("inner", MODULES.values(), ids=MODULES)
def test_modules_declare_the_licence_of_a_feed_for_its_entries(
    inner: str, version: str, *, broken: bool
) -> None:
    feed, entry = of(inner, version, broken=broken)
    assert (feed.licences, feed.covering, entry.licences) == ((BY,), (BY,), (BY,))


@pytest.mark.parametrize(
    ("inner", "version"),
    [
        (f"<atom:link rel='license' href='{BY}'/>", "rss20"),
        (f"<atom:link rel='license' href='{BY}'/>", "rss10"),
        (f"<link rel='license' href='{BY}'/>", "atom10"),
        (f"<dcterms:license>{BY}</dcterms:license>", "rss20"),
        (f"<dcterms:license rdf:resource='{BY}'/>", "rss10"),
        (f"<media:license type='text/html' href='{BY}'>CC BY</media:license>", "rss20"),
    ],
)
def test_others_declare_that_of_the_feed_alone(inner: str, version: str) -> None:
    feed, entry = of(inner, version)
    assert (feed.licences, feed.covering, entry.licences) == ((BY,), (), (BY,))


@pytest.mark.parametrize(
    "inner",
    [
        "<creativeCommons:license/>",
        "<cc:license/>",
        f"<cc:License rdf:about='{BY}'><cc:permits rdf:resource='{BY}#share'/></cc:License>",
        f"<media:content url='/1.jpg'><media:license href='{BY}'/></media:content>",
        f"<media:group><media:content url='/1.jpg'/><media:license href='{BY}'/></media:group>",
        "<media:license>CC BY</media:license>",
    ],
)
def test_what_declares_none(inner: str) -> None:
    feed, entry = of(inner)
    assert (feed.licences, feed.covering, entry.licences) == ((), (), ())


def test_what_follows_a_licence_is_read_as_ever() -> None:
    more = f"<media:group><media:content url='/1.jpg'/></media:group><media:license href='{BY}'/>"
    _, entry = of(f"<cc:license/>{more}<title>Tide</title>")
    assert entry.licences == (BY,)
    assert entry.title is not None
    assert entry.title.value == "Tide"
    assert any(one.name == "media:group" for one in entry.extensions)


def test_an_end_tag_alone_declares_nothing_again() -> None:
    _, entry = of(f"<media:license href='{BY}'/><title>T</cc:license></title>", broken=True)
    document = f"<rss version='2.0' {NAMESPACES}><channel><cc:license rdf:resource='{BY}'/>"
    loose = parse(f"{document}<item><title>T</cc:license></item></channel></rss>".encode(), url=URL)
    assert loose.loose
    assert (entry.licences, [one.licences for one in loose.entries]) == ((BY,), [()])


def rsl(inner: str, url: str = "/") -> str:
    return f"<rsl:content url='{url}'><rsl:license>{inner}</rsl:license></rsl:content>"


STANDARD = f"<rsl:payment type='attribution'><rsl:standard>{BY}</rsl:standard></rsl:payment>"
PROHIBITED = "<rsl:prohibits type='usage'>{}</rsl:prohibits>"


@pytest.mark.parametrize(
    ("inner", "licences"),
    [
        (rsl(f"<rsl:permits type='usage'>all</rsl:permits>{STANDARD}"), (BY,)),
        (rsl(STANDARD).replace("rsl:", "r:"), (BY,)),
        (rsl(STANDARD, "https://herald.example/"), (BY,)),
        (rsl(PROHIBITED.format("all")), (RESERVED,)),
        (rsl(PROHIBITED.format("search, all")), (RESERVED,)),
        (rsl(PROHIBITED.format("ai-all")), ()),
        (rsl("<rsl:prohibits type='user'>all</rsl:prohibits>"), ()),
        (rsl("<rsl:permits type='usage'>all</rsl:permits><rsl:payment type='free'/>"), ()),
    ],
)
def test_rsl_counts_where_it_names_a_licence_or_prohibits_all(
    inner: str, licences: tuple[str, ...]
) -> None:
    feed, entry = of(inner)
    assert (feed.licences, feed.covering, entry.licences) == (licences, licences, licences)
    assert not feed.extensions


def test_rsl_of_a_part_of_the_site_is_not_that_of_the_channel() -> None:
    for inner in (STANDARD, PROHIBITED.format("all")):
        feed, entry = of(rsl(inner, "/images/"))
        assert (feed.licences, feed.covering) == ((), ())
        assert entry.licences != ()


def test_relative_addresses_are_those_of_the_document() -> None:
    feed, _ = of("<cc:license>/terms</cc:license>")
    assert feed.licences == ("https://herald.example/terms",)
