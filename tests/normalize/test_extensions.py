"""Extensions come out within the vocabulary, whatever goes in."""

from collections.abc import Callable, Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.entry import Extension
from feedsvc.model.reading import Reading
from feedsvc.model.window import Sent
from feedsvc.normalize.extensions import of_entry, of_feed
from feedsvc.normalize.vocabulary import OTHER_NAMES, VOCABULARY, Rule
from feedsvc.text.legal import legal
from tests.normalize.memory import NOTHING

BASE = "https://herald.example/feed.xml"
Of = Callable[[Iterable[Extension], str], tuple[Extension, ...]]


def ext(name: str, text: str = "", /, *children: Extension, **attributes: str) -> Extension:
    return Extension(name=name, attributes=attributes, text=text, children=children)


def content(number: int, *children: Extension) -> Extension:
    return ext("media:content", "", *children, url=f"https://a.example/{number}")


def test_a_group_of_one_content_dissolves() -> None:
    title = ext("media:title", "T")
    assert of_entry([ext("media:group", "", content(1), title)], BASE) == (content(1), title)
    assert of_entry([ext("media:group", "", title)], BASE) == (title,)
    group = ext("media:group", "", content(1), content(2), title)
    assert of_entry([group], BASE) == (group,)


def test_a_group_of_which_one_content_is_left_dissolves() -> None:
    odd = ext("media:content", url="javascript:x")
    assert of_entry([ext("media:group", "", content(1), odd, content(1))], BASE) == (content(1),)


def test_what_a_dissolved_group_held_stands_once() -> None:
    title = ext("media:title", "T")
    found = of_entry([ext("media:title", "S"), ext("media:group", "", content(1), title)], BASE)
    assert found == (ext("media:title", "S"), content(1))
    assert of_entry([content(1), ext("media:group", "", content(1))], BASE) == (content(1),)


def test_an_owner_without_an_address_goes() -> None:
    named = ext("itunes:name", "Ada")
    mail = ext("itunes:email", "a@b.example")
    assert of_feed([ext("itunes:owner", "", named)], BASE) == ()
    assert of_feed([ext("itunes:owner", "", named, ext("itunes:email", "none"))], BASE) == ()
    assert of_feed([ext("itunes:owner", "", named, mail)], BASE) == (
        ext("itunes:owner", "", named, mail),
    )
    assert of_entry([ext("itunes:owner", "", named, mail)], BASE) == ()


def test_of_what_may_stand_once_the_first_that_says_anything_stays() -> None:
    raw = [ext("itunes:season", text) for text in ("none", "2", "3")]
    assert of_entry(raw, BASE) == (ext("itunes:season", "2"),)


def test_equals_stand_once_and_others_in_their_order() -> None:
    raw = [ext("podcast:person", name) for name in ("A", "B", " A ", "C")]
    assert [one.text for one in of_entry(raw, BASE)] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "hostile",
    [
        *("javascript:alert(1)", " \tjava\nscript:x", "data:text/html,x", "vbscript:x"),
        *("file:///etc/passwd", "http://", "{{ url }}", "https://a.example\\@evil.example/"),
    ],
)
def test_hostile_addresses_go(hostile: str) -> None:
    raw = [
        ext("media:thumbnail", url=hostile),
        ext("media:content", url=hostile, type="image/png"),
        ext("media:copyright", "C", url=hostile),
        ext("itunes:image", href=hostile),
        ext("podcast:person", "A", img=hostile, href=hostile),
        ext("podcast:transcript", url=hostile, type="text/vtt"),
        ext("thr:in-reply-to", ref="urn:x-a:1", href=hostile),
        ext("wfw:commentRss", hostile),
    ]
    assert of_entry(raw, BASE) == (
        ext("media:copyright", "C"),
        ext("podcast:person", "A"),
        ext("thr:in-reply-to", ref="urn:x-a:1"),
    )


def test_addresses_are_relative_to_the_nearest_base() -> None:
    there = {"xml:base": "https://cdn.example/x/"}
    raw = ext("media:content", "", ext("media:thumbnail", url="t.png"), url="a.mp4", **there)
    (made,) = of_entry([raw], BASE)
    assert made == ext(
        "media:content",
        "",
        ext("media:thumbnail", url="https://cdn.example/x/t.png"),
        url="https://cdn.example/x/a.mp4",
    )
    (plain,) = of_entry([ext("media:thumbnail", url="t.png")], BASE)
    assert plain.attributes == {"url": "https://herald.example/t.png"}
    placeless = ext("media:thumbnail", url="/t.png", **{"xml:base": "javascript:"})
    assert of_entry([placeless], BASE) == ()


@pytest.mark.parametrize(("name", "meant"), OTHER_NAMES.items())
def test_misspelled_names_are_put_right(name: str, meant: str) -> None:
    one = ext(name, "https://a.example/c", url="https://a.example/c", type="application/json")
    (found,) = of_entry([one], BASE)
    assert found.name == meant


PODCAST = """<rss version='2.0' xmlns:podcast='https://podcastindex.org/namespace/1.0'
 xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>
<title>Tide Talk</title><link>https://herald.example/</link><description>d</description>
<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid>
<podcast:locked owner='desk@herald.example'>Yes</podcast:locked>
<podcast:funding url='/give'>Give a coin</podcast:funding>
<podcast:medium>podcast</podcast:medium>
<podcast:trailer url='/t.mp3' pubdate='2026-03-01T10:00:00Z' season='1'>Soon</podcast:trailer>
<itunes:category text='arts'><itunes:category text='books'/>
<itunes:category text='No'/></itunes:category>
<itunes:owner><itunes:name>Ada</itunes:name>
<itunes:email>ada@herald.example</itunes:email></itunes:owner>
<itunes:explicit>clean</itunes:explicit><itunes:type>Serial</itunes:type>
<itunes:new-feed-url>https://evil.example/</itunes:new-feed-url>
<item><title>Ebb</title><guid isPermaLink='false'>1</guid>
<itunes:duration>1:2:3</itunes:duration><itunes:episodeType>Bonus</itunes:episodeType>
<podcast:season name='Neap'>2</podcast:season><podcast:episode display='Ch.3'>3.5</podcast:episode>
<podcast:chapters url='/c.json' type='application/json+chapters'/>
<podcast:transcript url='/t.vtt' type='text/vtt' language='en' rel='captions'/>
<podcast:transcript url='/t.srt' type='application/srt'/>
<podcast:soundbite startTime='73.0' duration='60.0'/>
<podcast:soundbite startTime='1' duration='2'>The bell</podcast:soundbite>
<podcast:person role='guest' img='/b.jpg'>Bo</podcast:person>
<podcast:location geo='geo:1.5,2' osm='R1'>The quay</podcast:location>
<podcast:socialInteract protocol='activitypub' uri='https://s.example/1' priority='1'/>
<podcast:alternateEnclosure type='audio/opus' length='5' default='true'>
<podcast:source uri='/o.opus'/><podcast:source uri='ipfs://x'/>
<podcast:integrity type='sri' value='sha384-x'/></podcast:alternateEnclosure>
<podcast:value type='lightning'><podcast:valueRecipient split='100'/></podcast:value>
</item></channel></rss>"""

MEDIA = """<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/'><channel>
<title>T</title><link>https://herald.example/</link><description>d</description>
<item><title>Film</title><guid isPermaLink='false'>1</guid>
<media:group>
<media:content url='/1.mp4' fileSize='1000' type='video/mp4' medium='VIDEO' isDefault='true'
 expression='full' bitrate='128' framerate='25' duration='185' height='200' width='0' lang='en'>
<media:hash algo='md5'>dfdec888b72151965a34b4b59031290a</media:hash></media:content>
<media:content url='/2.mp4' type='video/mp4'><media:player url='/p'/></media:content>
<media:title type='html'>&lt;b&gt;Low&lt;/b&gt; tide</media:title>
<media:thumbnail url='/t.jpg' width='75' height='50' time='12:05:01.123'/>
<media:credit role='Producer' scheme='urn:ebu'>Ada</media:credit>
<media:rating scheme='urn:simple'>adult</media:rating>
<media:rating scheme='urn:mpaa'>pg</media:rating>
<media:text type='plain' lang='en' start='00:00:03' end='00:00:10'>Oh</media:text>
<media:community><media:starRating average='3'/></media:community>
</media:group></item></channel></rss>"""

PLACES = """<feed xmlns='http://www.w3.org/2005/Atom' xmlns:georss='http://www.georss.org/georss'
 xmlns:gml='http://www.opengis.net/gml' xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'
 xmlns:thr='http://purl.org/syndication/thread/1.0'><id>urn:x-f:1</id><title>T</title>
<entry xml:base='/there/'><id>urn:x-e:1</id><title>Quake</title>
<georss:point>45.256 -71.92</georss:point><georss:point>1 2</georss:point>
<georss:line>1,2 3,4</georss:line><georss:polygon>1 2 3 4</georss:polygon>
<georss:elev>-313</georss:elev><georss:featureName>The &lt;i&gt;bar&lt;/i&gt;</georss:featureName>
<georss:where><gml:Polygon><gml:exterior><gml:LinearRing><gml:posList>1 2 3 4 5 6 1 2</gml:posList>
</gml:LinearRing></gml:exterior></gml:Polygon></georss:where>
<geo:lat>45.2</geo:lat><geo:long>200</geo:long>
<geo:Point><geo:lat>1</geo:lat><geo:long>2</geo:long></geo:Point>
<thr:in-reply-to ref='tag:a.example,2026:1' href='1' type='text/html' source='https://a.example/f'/>
<thr:in-reply-to ref='1'/><thr:total>5</thr:total></entry></feed>"""


def reading(document: str) -> Reading:
    found = read(document.encode(), Sent(BASE, "application/xml"), NOTHING)
    assert (found.problem, found.remark) == ("", "")
    return found


def here(path: str) -> str:
    return f"https://herald.example{path}"


def test_a_podcast_2_0() -> None:
    found = reading(PODCAST)
    assert found.hop is not None
    assert found.hop.extensions == (
        ext("podcast:guid", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ext("podcast:locked", "yes", owner="desk@herald.example"),
        ext("podcast:funding", "Give a coin", url=here("/give")),
        ext("podcast:medium", "podcast"),
        ext(
            "podcast:trailer",
            "Soon",
            url=here("/t.mp3"),
            pubdate="Sun, 01 Mar 2026 10:00:00 GMT",
            season="1",
        ),
        ext("itunes:category", "", ext("itunes:category", text="Books"), text="Arts"),
        ext(
            "itunes:owner",
            "",
            ext("itunes:name", "Ada"),
            ext("itunes:email", "ada@herald.example"),
        ),
        ext("itunes:explicit", "false"),
        ext("itunes:type", "serial"),
    )
    (incoming,) = found.incoming
    assert incoming.entry.extensions == (
        ext("itunes:duration", "01:02:03"),
        ext("itunes:episodeType", "bonus"),
        ext("podcast:season", "2", name="Neap"),
        ext("podcast:episode", "3.5", display="Ch.3"),
        ext("podcast:chapters", url=here("/c.json"), type="application/json+chapters"),
        ext(
            "podcast:transcript", url=here("/t.vtt"), type="text/vtt", language="en", rel="captions"
        ),
        ext("podcast:transcript", url=here("/t.srt"), type="application/srt"),
        ext("podcast:soundbite", startTime="73.0", duration="60.0"),
        ext("podcast:soundbite", "The bell", startTime="1", duration="2"),
        ext("podcast:person", "Bo", role="guest", img=here("/b.jpg")),
        ext("podcast:location", "The quay", geo="geo:1.5,2", osm="R1"),
        ext(
            "podcast:socialInteract",
            protocol="activitypub",
            uri="https://s.example/1",
            priority="1",
        ),
        ext(
            "podcast:alternateEnclosure",
            "",
            ext("podcast:source", uri=here("/o.opus")),
            ext("podcast:integrity", type="sri", value="sha384-x"),
            type="audio/opus",
            length="5",
            default="true",
        ),
    )


def test_media_rss() -> None:
    (incoming,) = reading(MEDIA).incoming
    (group,) = incoming.entry.extensions
    assert group == ext(
        "media:group",
        "",
        ext(
            "media:content",
            "",
            ext("media:hash", "dfdec888b72151965a34b4b59031290a", algo="md5"),
            url=here("/1.mp4"),
            fileSize="1000",
            type="video/mp4",
            medium="video",
            isDefault="true",
            expression="full",
            bitrate="128",
            framerate="25",
            duration="185",
            height="200",
            lang="en",
        ),
        ext(
            "media:content",
            "",
            ext("media:player", url=here("/p")),
            url=here("/2.mp4"),
            type="video/mp4",
        ),
        ext("media:title", "Low tide"),
        ext("media:thumbnail", url=here("/t.jpg"), width="75", height="50", time="12:05:01.123"),
        ext("media:credit", "Ada", role="producer"),
        ext("media:rating", "adult", scheme="urn:simple"),
        ext("media:text", "Oh", lang="en", start="00:00:03", end="00:00:10"),
    )


def test_places_and_threads() -> None:
    (incoming,) = reading(PLACES).incoming
    ring = ext("gml:LinearRing", "", ext("gml:posList", "1 2 3 4 5 6 1 2"))
    assert incoming.entry.extensions == (
        ext("georss:point", "45.256 -71.92"),
        ext("georss:line", "1 2 3 4"),
        ext("georss:elev", "-313"),
        ext("georss:featureName", "The bar"),
        ext("georss:where", "", ext("gml:Polygon", "", ext("gml:exterior", "", ring))),
        ext("geo:lat", "45.2"),
        ext("geo:Point", "", ext("geo:lat", "1"), ext("geo:long", "2")),
        ext(
            "thr:in-reply-to",
            ref="tag:a.example,2026:1",
            href=here("/there/1"),
            source="https://a.example/f",
            type="text/html",
        ),
    )


def inner_names(rules: Mapping[str, Rule]) -> set[str]:
    return {*rules}.union(*(inner_names(rule.children) for rule in rules.values()))


def attribute_names(rules: Mapping[str, Rule]) -> set[str]:
    return {key for rule in rules.values() for key in rule.attributes}.union(
        *(attribute_names(rule.children) for rule in rules.values() if rule.children)
    )


awkward = st.sampled_from(
    [
        *(
            "",
            " ",
            "\x00",
            "\x85",
            "\ud800",
            "]]>",
            "a\nb",
            "<b>a</b>",
            "&lt;",
            "a" * 5000,
            "a b " * 99,
        ),
        *("javascript:x", "data:,", "https://a.example/1", "/b", "../c", "https://u:p@h.example/"),
        *("1", "0", "-1", "1.5", "1 2", "1 2 3 4", "1,2,3,4,1,2,3,4", "95", "nan", "1:2:3", "now"),
        *("yes", "clean", "TRUE", "full", "Arts", "books", "author", "urn:simple", "adult", "md5"),
        *("audio/mpeg", "en", "a@b.example", "geo:1,2", "R1", "urn:x-a:1", "sri", "0" * 32),
        *("917393e3-1b1e-5cef-ace4-edaa54e1f810", "2026-03-01", "Sun, 01 Mar 2026 10:00:00 GMT"),
    ]
)
anything = st.text(st.characters(exclude_categories=()), max_size=12)
values = awkward | anything | st.lists(awkward | anything, max_size=3).map("".join)
names = st.sampled_from(sorted(inner_names(VOCABULARY) | {*OTHER_NAMES})) | anything
keys = st.sampled_from([*sorted(attribute_names(VOCABULARY)), "xml:base"]) | anything
attributes = st.dictionaries(keys, values, max_size=6)


def sensible(known: Mapping[str, Rule]) -> st.SearchStrategy[Extension]:
    """Elements where they belong, with likely attributes."""

    def made(name: str) -> st.SearchStrategy[Extension]:
        rule = known[name]
        others = sorted({*rule.attributes, "xml:base", "odd"} - {*rule.required})
        children = st.lists(sensible(rule.children), max_size=4) if rule.children else st.just([])
        return st.builds(
            Extension,
            name=st.just(name),
            attributes=st.fixed_dictionaries(
                dict.fromkeys(rule.required, values),
                optional=dict.fromkeys(others, values),
            ),
            text=values,
            children=children.map(tuple),
        )

    return st.sampled_from(sorted(known)).flatmap(made)


media = {name: VOCABULARY[name] for name in ("media:group", "media:content", "media:title")}
trees = (
    sensible(VOCABULARY)
    | sensible(media)
    | st.recursive(
        st.builds(Extension, name=names, attributes=attributes, text=values),
        lambda inner: st.builds(
            Extension,
            name=names,
            attributes=attributes,
            text=values,
            children=st.lists(inner, max_size=3).map(tuple),
        ),
        max_leaves=8,
    )
)
raw = st.lists(trees, max_size=5)


def elements(found: Iterable[Extension]) -> int:
    return sum(1 + elements(one.children) for one in found)


def assert_within(found: tuple[Extension, ...], rules: Mapping[str, Rule]) -> None:
    """Each as its rule has it, with values that its checks would give again."""
    names_found = [one.name for one in found]
    for one in found:
        rule = rules[one.name]
        assert not rule.once or names_found.count(one.name) == 1
        assert found.count(one) == 1
        assert one.attributes.keys() <= rule.attributes.keys()
        assert {*rule.required} <= one.attributes.keys()
        for key, value in one.attributes.items():
            assert rule.attributes[key](value, "") == value == legal(value) != ""
        if one.text:
            assert rule.text is not None
            assert rule.text(one.text, "") == one.text == legal(one.text)
        else:
            assert rule.text is None or rule.optional
        assert not rule.needed or rule.needed in [child.name for child in one.children]
        assert one.attributes or one.text or one.children
        assert_within(one.children, rule.children)


@settings(max_examples=400)
@given(raw, st.sampled_from([BASE, "", "file:///srv/f.xml"]))
def test_whatever_goes_in_comes_out_within_the_vocabulary(
    written: list[Extension], base: str
) -> None:
    of_kinds: tuple[tuple[Of, bool], ...] = ((of_entry, True), (of_feed, False))
    for of_kind, is_entry in of_kinds:
        found = of_kind(written, base)
        allowed = {
            name: rule
            for name, rule in VOCABULARY.items()
            if (rule.entry if is_entry else rule.feed)
        }
        assert_within(found, allowed)
        assert elements(found) <= elements(written)
        assert of_kind(found, "") == found
