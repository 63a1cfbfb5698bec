"""Each rule of `rss_rows` keeps quiet on a good document and names its row on a bad one."""

import pytest

from tests.publish.rss_rows import rss_faults, rss_type_faults

SELF = "https://us.example/channels/x.rss"
LINK = f'<atom:link rel="self" type="application/rss+xml" href="{SELF}"/>'
DESCRIPTION = (
    '<description>A &lt;a href="https://herald.example/"&gt;b&lt;/a&gt;'
    ' &lt;a href="#note"&gt;c&lt;/a&gt;</description>'
)
ENCODED = "<content:encoded>&lt;p&gt;D&lt;/p&gt;</content:encoded>"
ITEM = (
    "<item><title>Fish &#x26; chips &#x3C; 3</title><link>https://herald.example/1</link>"
    f"{DESCRIPTION}{ENCODED}"
    "<author>desk@herald.example (The desk)</author>"
    '<category domain="https://herald.example/topics">fish</category>'
    "<comments>https://herald.example/1#comments</comments>"
    '<enclosure url="https://herald.example/1.mp3" length="0" type="audio/mpeg"/>'
    '<guid isPermaLink="false">urn:example:1</guid><pubDate>Sun, 01 Mar 2026 07:00:00 GMT</pubDate>'
    '<source url="https://herald.example/rss">Herald</source>'
    "<creativeCommons:license>https://creativecommons.org/licenses/by/4.0/</creativeCommons:license>"
    '<atom:link rel="via" href="https://planet.example/rss"/>'
    '<media:content url="https://herald.example/1.png"/>'
    "<dcterms:modified>2026-03-01T08:00:00Z</dcterms:modified></item>"
)
OTHER = "<item><description>B</description><guid>https://herald.example/2</guid></item>"
CLOUD = (
    '<cloud domain="rpc.example" port="80" path="/RPC2" registerProcedure="ping"'
    ' protocol="xml-rpc"/>'
)
FORM = (
    "<textInput><title>Search</title><description>Words</description><name>q</name>"
    "<link>https://us.example/search</link></textInput>"
)
IMAGE = (
    "<image><url>https://us.example/1.png</url><title>X</title><link>https://us.example/</link>"
    "<width>144</width><height>400</height></image>"
)
GOOD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:media="http://search.yahoo.com/mrss/"><channel>'
    "<title>X</title><link>https://us.example/</link><description>Y</description>"
    "<language>en</language><managingEditor>us@us.example</managingEditor>"
    "<webMaster>web@us.example (Web)</webMaster><lastBuildDate>Sun, 01 Mar 2026 08:00:00 GMT"
    f"</lastBuildDate>{LINK}<ttl>60</ttl><skipHours><hour>0</hour><hour>23</hour></skipHours>"
    f"<skipDays><day>Sunday</day></skipDays>{CLOUD}{FORM}{IMAGE}{ITEM}{OTHER}</channel></rss>"
)


def test_a_document_that_keeps_every_rule_gives_no_line() -> None:
    assert rss_faults(GOOD.encode(), SELF) == []


BAD = [
    ("B1", '<rss version="2.0"', '<rss version="0.91"'),
    ("B1", "</channel>", "</channel><channel/>"),
    ("B1", "<title>X</title><link>", "<link>"),
    ("B1", "<link>https://us.example/</link><description>", "<description>"),
    ("B1", "<link>https://us.example/</link><description>", "<link>/x</link><description>"),
    ("B1", "<description>Y</description>", "<description> </description>"),
    ("B2", "<description>B</description>", ""),
    ("B2", "<link>https://herald.example/1</link>", "<link>/1</link>"),
    ("B2", "1#comments</comments>", "1 #comments</comments>"),
    ("B3", "Sun, 01 Mar 2026 07:00:00 GMT", "Sun, 01 Mar 26 07:00:00 GMT"),
    ("B3", "Sun, 01 Mar 2026 07:00:00 GMT", "Mon, 01 Mar 2026 07:00:00 GMT"),
    ("B3", "Sun, 01 Mar 2026 08:00:00 GMT", "2026-03-01T08:00:00Z"),
    ("B4", 'url="https://herald.example/1.mp3"', 'url="ftp://herald.example/1.mp3"'),
    ("B4", 'length="0" ', ""),
    ("B4", 'type="audio/mpeg"', 'type="audio"'),
    ("B5", '<guid isPermaLink="false">', "<guid>"),
    ("B5", '<guid isPermaLink="false">', '<guid isPermaLink="no">'),
    ("B5", "urn:example:1</guid>", "</guid>"),
    ("B5", "urn:example:1</guid>", "https://herald.example/2</guid>"),
    ("B6", ' url="https://herald.example/rss"', ""),
    ("B6", ">Herald</source>", "></source>"),
    ("B7", "<url>https://us.example/1.png</url>", ""),
    ("B7", "<title>X</title><link>https://us.example/</link><width>", "<width>"),
    ("B7", "<link>https://us.example/</link><width>", "<link>https://x.example/</link><width>"),
    ("B7", "<title>X</title><link>https://us.example/</link><width>", "<title>Z</title><width>"),
    ("B7", "<width>144", "<width>145"),
    ("B7", "<height>400", "<height>0"),
    ("B8", "<ttl>60", "<ttl>an hour"),
    ("B8", "<hour>23", "<hour>24"),
    ("B8", "<hour>23", "<hour>0"),
    ("B8", "<hour>0</hour><hour>23</hour>", ""),
    ("B8", "Sunday", "Sun"),
    ("B8", ' path="/RPC2"', ""),
    ("B8", 'port="80"', 'port="http"'),
    ("B8", '"xml-rpc"', '"carrier-pigeon"'),
    ("B8", "<name>q</name>", ""),
    ("B9", "desk@herald.example (The desk)", "The desk"),
    ("B9", "us@us.example</m", "Us &lt;us@us.example&gt;</m"),
    ("B9", "web@us.example", "web"),
    ("B10", "<guid>https://herald.example/2</guid>", ""),
    ("B10", OTHER, OTHER.replace("<guid>", "<guid>https://herald.example/3</guid><guid>")),
    ("B11", LINK, ""),
    ("B11", LINK, LINK * 2),
    ("B11", "application/rss+xml", "application/xml"),
    ("B11", SELF, "https://us.example/x"),
    ("B12", "&#x26;", "&amp;"),
    ("B12", "&#x3C;", "&lt;"),
    ("B12", "&#x3C; 3", "<![CDATA[< 3]]>"),
    ("B13", 'href="https://herald.example/"&gt;', 'href="1.html"&gt;'),
    ("B13", "&lt;p&gt;D", '&lt;img src="//x/a.png"&gt;'),
    ("B13", "&lt;p&gt;D", "<b>D</b>"),
    ("B13", "&lt;p&gt;D&lt;/p&gt;", "<![CDATA[<p>D</p>]]>"),
    ("B14", f"{DESCRIPTION}{ENCODED}", ENCODED),
    ("B14", f"{DESCRIPTION}{ENCODED}", ENCODED + DESCRIPTION),
    (
        "B15",
        "<enclosure ",
        '<enclosure url="https://x.example/" length="1" type="a/b"/><enclosure ',
    ),
    ("B16", "<link>https://herald.example/1</link>", "<link>https://herald.example/1</link>" * 2),
    ("B16", "<author>", "<dc:creator>A</dc:creator><author>"),
    ("B16", "<pubDate>", "<dc:date>2026-03-01T07:00:00Z</dc:date><pubDate>"),
    ("B16", "<source ", "<dc:source>Herald</dc:source><source "),
    ("B16", "<language>", "<dc:language>en</dc:language><language>"),
    ("B16", "<ttl>60</ttl>", "<ttl>60</ttl><ttl>61</ttl>"),
    ("B17", "http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss"),
    ("B17", "http://purl.org/dc/terms/", "http://purl.org/DC/terms/"),
    ("B17", "<rss ", '<rss xmlns="http://backend.userland.com/rss2" '),
    ("B17", "<ttl>60</ttl>", "<timetolive>60</timetolive>"),
    ("B17", "<comments>", "<ttl>60</ttl><comments>"),
    ("B17", "<category domain=", "<category scheme="),
    ("F2", "https://creativecommons.org/licenses/by/4.0/", "CC BY"),
    ("H1", "https://herald.example/1.png", "1.png"),
    ("I1", "2026-03-01T08:00:00Z", "2026-03-01"),
    ("A18", 'rel="via" ', 'rel="by the way" '),
]


@pytest.mark.parametrize(("row", "part", "instead"), BAD)
def test_a_broken_rule_is_named(row: str, part: str, instead: str) -> None:
    bad = GOOD.replace(part, instead, 1)
    assert row in {fault.partition(":")[0] for fault in rss_faults(bad.encode(), SELF)}


def test_every_row_has_a_rule_that_fires() -> None:
    assert {row for row, _, _ in BAD} >= {f"B{number}" for number in range(1, 18)}


@pytest.mark.parametrize(
    ("content_type", "faults"),
    [
        ("application/rss+xml; charset=utf-8", 0),
        ("application/rss+xml;charset=UTF-8", 0),
        ("application/xml; charset=utf-8", 1),
        ("application/rss+xml", 1),
        ("application/rss+xml; charset=iso-8859-1", 1),
    ],
)
def test_the_type_and_charset_that_it_is_served_with(content_type: str, faults: int) -> None:
    found = rss_type_faults(GOOD.encode(), content_type)
    assert len(found) == faults
    assert all(fault.startswith("B18: ") for fault in found)
