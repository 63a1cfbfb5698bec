import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.channel import Channel
from feedsvc.parse.opml import DEEPEST, LONGEST, MOST, Dead, FeedList, Subscription, read
from feedsvc.publish import opml


def listed(*outlines: str, head: str = "") -> bytes:
    body = "".join(outlines)
    return f'<opml version="2.0"><head>{head}</head><body>{body}</body></opml>'.encode()


def feed(url: str, title: str = "", more: str = "") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}" {more}/>'


def urls(found: FeedList) -> list[str]:
    return [one.url for one in found.subscriptions]


def test_a_list_with_folders() -> None:
    found = read(
        listed(
            feed("https://a.example/feed", "A &amp; B", 'htmlUrl="https://a.example/"'),
            '<outline text="Ports">',
            feed("https://b.example/feed", "B", 'category="sea,/Europe/North"'),
            f'<outline title="Ships" text="x">{feed("https://c.example/feed")}</outline>',
            "</outline>",
            feed("https://d.example/feed"),
            head="<title> My\n feeds </title><ownerName>x</ownerName>",
        )
    )
    assert found == FeedList(
        title="My feeds",
        subscriptions=(
            Subscription("https://a.example/feed", "A & B", "https://a.example/", ()),
            Subscription("https://b.example/feed", "B", "", ("Ports", "sea", "Europe", "North")),
            Subscription("https://c.example/feed", "", "", ("Ports", "Ships")),
            Subscription("https://d.example/feed", "", "", ()),
        ),
        outlines=6,
    )


def test_a_feed_that_is_listed_twice_has_the_tags_of_both_places() -> None:
    found = read(
        listed(
            f'<outline text="A">{feed("http://a.example/feed", "First")}</outline>',
            f'<outline text="B">{feed("https://a.example/feed/", "Second")}</outline>',
        )
    )
    assert found.subscriptions == (Subscription("http://a.example/feed", "First", "", ("A", "B")),)
    assert found.dead == (
        Dead(4, "Second", "it is listed before: http://a.example/feed", "http://a.example/feed"),
    )


@pytest.mark.parametrize(
    ("outline", "reason"),
    [
        ('<outline type="rss" text="t"/>', "it has no xmlUrl"),
        ('<outline type="rss" text="t" xmlUrl="  "/>', "it has no xmlUrl"),
        (feed("ftp://a.example/", "t"), "address refused: only http and https are fetched"),
        (feed("file:///etc/passwd", "t"), "address refused: only http and https are fetched"),
        (feed("https://me:secret@a.example/", "t"), "address refused: it holds credentials"),
        (feed("http://0x7f.1/", "t"), "address refused: not a valid URL"),
        (feed("//a.example/feed", "t"), "address refused: only http and https"),
        (feed("https://a.example/" + "a" * 2048, "t"), "address refused: not a valid URL"),
    ],
)
def test_outlines_that_give_no_feed_are_told(outline: str, reason: str) -> None:
    found = read(listed(outline, feed("https://b.example/feed")))
    assert urls(found) == ["https://b.example/feed"]
    (dead,) = found.dead
    assert (dead.number, dead.title) == (1, "t")
    assert dead.reason.startswith(reason)
    assert "secret" not in str(found)


def test_a_link_is_no_feed_and_no_folder_of_one() -> None:
    found = read(
        listed('<outline type="link" text="x" url="https://a.example/"/>', feed("http://b/"))
    )
    assert (urls(found), found.dead) == (["http://b/"], ())
    assert found.subscriptions[0].tags == ()


def test_in_whatever_encoding_namespace_and_case() -> None:
    text = '<?xml version="1.0" encoding="{}"?><OPML xmlns="urn:x"><body>{}</body></OPML>'
    outline = '<outline text="Zürich" XMLURL="https://a.example/" />'
    for encoding in ("utf-8", "iso-8859-1", "utf-16"):
        (one,) = read(text.format(encoding, outline).encode(encoding)).subscriptions
        assert (one.title, one.url) == ("Zürich", "https://a.example/")


def test_a_list_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    assert urls(read(listed(feed("https://a.example/?a=1&b=2"), feed("https://b.example/")))) == [
        "https://a.example/?a=1&b=2",
        "https://b.example/",
    ]
    assert urls(read(listed(feed("https://a.example/"), feed("https://b.example/"))[:120])) == [
        "https://a.example/"
    ]


@pytest.mark.parametrize("body", [b"", b"hello", b"<html><p>x</html>", b"<rss/>", bytes(99)])
def test_what_is_no_list(body: bytes) -> None:
    assert read(body) == FeedList(
        problem="the document is not OPML; have a reader export its feeds as that"
    )


def test_what_we_publish_is_read_back() -> None:
    channels = [Channel(name="a", title="A", tags=("x", "y z")), Channel(name="b", title="B")]
    found = read(opml.channels("Site", "https://feeds.example", channels))
    assert (found.title, found.problem, found.dead) == ("Site", "", ())
    assert [(one.title, one.tags) for one in found.subscriptions] == [
        ("A", ("x", "y z")),
        ("B", ()),
    ]


# --- hostile lists ------------------------------------------------------------


def test_a_list_at_the_limits_and_beyond_them() -> None:
    outlines = [feed(f"https://a.example/{number}") for number in range(MOST)]
    assert len(read(listed(*outlines)).subscriptions) == MOST
    assert read(listed(*outlines, feed("https://b.example/"))) == FeedList(
        problem="the list has more than 20000 outlines; split it"
    )
    inner = feed("https://a.example/")
    for folders, problem in ((DEEPEST - 1, ""), (DEEPEST, "more than 32 deep")):
        deep = listed('<outline text="f">' * folders, inner, "</outline>" * folders)
        found = read(deep)
        assert problem in found.problem
        assert urls(found) == ([] if problem else ["https://a.example/"])
    assert not read(listed(inner).ljust(LONGEST)).problem
    assert read(listed(inner).ljust(LONGEST + 1)).problem == (
        "the list has more than 8 MiB; split it"
    )


def test_a_feed_has_no_more_tags_than_anyone_can_use() -> None:
    outlines = (feed("https://a.example/", more=f'category="{number}"') for number in range(99))
    (one,) = read(listed(*outlines)).subscriptions
    assert one.tags == tuple(map(str, range(50)))
    (one,) = read(listed(feed("https://a.example/", more=f'category="{"a" * 5000}"'))).subscriptions
    assert [len(tag) for tag in one.tags] == [300]


LAUGHS = "<!DOCTYPE opml [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
)


@pytest.mark.parametrize(
    "start",
    [
        LAUGHS,
        "<!DOCTYPE opml [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE opml [<!ENTITY % a SYSTEM 'http://127.0.0.1:1/'> %a;]>",
    ],
)
def test_entities_are_not_read(start: str) -> None:
    document = start.encode() + listed(feed("https://a.example/&i;", "&a;"))
    assert read(document).problem.startswith("the list declares entities")
    for encoding in ("utf-16", "utf-32"):
        assert read(document.decode().encode(encoding)).problem.startswith("the list declares")


def test_a_document_type_alone_does_no_harm() -> None:
    start = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/opml.dtd">'
    assert urls(read(start + listed(feed("https://a.example/&undeclared;x")))) != []


@pytest.mark.parametrize(
    "document",
    [
        listed("<outline/>" * 400_000),
        listed("<outline>" * 500_000),
        listed("<a>" * 1_500_000),
        b"<opml" + b" ".join(b"a%d='1'" % number for number in range(400_000)) + b"/>",
        listed(feed("https://a.example/", "&amp;" * 900_000)),
        listed(feed("https://a.example/", more=f'category="{"a,/" * 1_500_000}"')),
        listed(*[feed("https://a.example/same", "t", 'category="x"')] * 9_999),
        listed(*[feed("https://a.example/", "t", f'category="{n}"') for n in range(9_999)]),
        b"<opml><!--" + b"- " * 2_000_000,
        b"<opml>" + b"-->" * 700_000 + b"<!--" * 700_000,
        b"<opml>" + b"<!DOCTYPE\n" * 400_000,
        b"\n" * LONGEST,
        b"<opml>" + b"<?a" * 1_500_000,
    ],
    ids=range(13),
)
def test_a_hostile_list_takes_no_longer_than_its_size(document: bytes) -> None:
    started = time.process_time()
    read(document)
    assert time.process_time() - started < 4


@given(st.binary(max_size=300) | st.text(alphabet="<>/=&;'\" opmlutinexUrL!-\0").map(str.encode))
def test_any_bytes_are_read(document: bytes) -> None:
    found = read(b"<opml>" + document)
    for one in found.subscriptions:
        assert one.url.startswith(("http://", "https://"))
