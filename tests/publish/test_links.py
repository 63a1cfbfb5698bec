from dataclasses import replace

from feedsvc.model.entry import Entry, Hop, Link
from feedsvc.model.rights import Level
from feedsvc.publish.shown import Shown, shown
from tests.publish.showings import ARTICLE, BASE, BY, HERALD, MIRROR, PLANET, showing


def seen(entry: Entry, level: Level = Level.FULL, hops: tuple[Hop, ...] = (HERALD,)) -> Shown:
    return shown(showing(entry, level=level, hops=hops), BASE)


def test_a_known_licence_is_not_told_twice() -> None:
    declared = shown(showing(ARTICLE, licences=(BY,)), BASE)
    assert declared.licences == ARTICLE.licences
    silent = shown(showing(replace(ARTICLE, licences=()), licences=(BY, BY)), BASE)
    assert silent.licences == (BY.url,)
    vague = shown(showing(replace(ARTICLE, licences=()), licences=(replace(BY, url=""),)), BASE)
    assert vague.licences == ()
    assert all(link.rel != "license" for link in vague.links)


def test_every_hop_is_a_via_in_the_order_of_the_way() -> None:
    full = seen(ARTICLE, hops=(HERALD, PLANET, MIRROR, Hop(title="nowhere")))
    assert [(link.href, link.title) for link in full.links if link.rel == "via"] == [
        (PLANET.feed_url, PLANET.title),
        (MIRROR.feed_url, MIRROR.title),
    ]
    page = Hop(title="page", home_url="https://page.example/")
    assert [one.href for one in seen(ARTICLE, hops=(HERALD, page)).links if one.rel == "via"] == [
        "https://page.example/"
    ]


def test_a_way_told_twice_is_linked_once_in_the_words_of_the_upstream() -> None:
    again = Link(rel="via", href=PLANET.feed_url or "", title="Our planet", type="text/xml")
    full = seen(replace(ARTICLE, links=(again,)), hops=(HERALD, PLANET))
    assert [link for link in full.links if link.rel == "via"] == [again]


def test_links_that_mean_nothing_here_are_dropped_and_the_others_keep_their_order() -> None:
    rels = ["edit", "self", "no such", "related", "https://rel.example/x", "enclosure", "hub"]
    entry = Entry(links=tuple(Link(rel=rel, href=f"https://x.example/{rel}") for rel in rels))
    assert [link.rel for link in seen(entry).links if link.rel != "license"] == [
        "self",
        "related",
        "https://rel.example/x",
        "enclosure",
    ]


def test_no_second_alternate_could_pass_for_the_address() -> None:
    kept = [link.href for link in seen(ARTICLE).links if link.rel == "alternate"]
    assert kept == [ARTICLE.url, "https://herald.example/1.pdf"]


def test_an_address_that_no_link_tells_is_linked_all_the_same() -> None:
    told = seen(replace(ARTICLE, links=())).links
    assert [one for one in told if one.rel == "alternate"] == [
        Link(rel="alternate", href=ARTICLE.url or "")
    ]


def test_without_an_address_no_alternate_could_pass_for_one() -> None:
    entry = replace(ARTICLE, url=None)
    for level in (Level.FULL, Level.LINK):
        assert "alternate" not in {link.rel for link in seen(entry, level).links}
