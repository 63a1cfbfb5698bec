import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.urls import (
    LONGEST,
    host,
    is_iri,
    is_script,
    loose_form,
    safe_url,
    without_credentials,
)

BASE = "https://example.org/blog/post?id=1#top"
URI = re.compile(r"https?://[A-Za-z0-9._:\[\]-]+(?:[/?#][A-Za-z0-9._~!$&'()*+,;=:@/?#%-]*)?")
PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "http:",
                "https:",
                "HTTP:",
                "javascript:",
                "data:",
                "//",
                "/",
                "\\",
                "?",
                "#",
                "@",
                ":",
            ),
            *("example.org", "bücher.example", "127.0.0.1", "[::1]", "0x7f.1", "..", ".", "a b"),
            *(
                "%",
                "%7B",
                "%41",
                "{",
                "%25",
                "$",
                "ü",
                "\t",
                "\n",
                "\x01",
                "\ud800",
                "<",
                '"',
                "[",
                "x",
            ),
            *("\u3000", "\uff0f", "\uff11", "80", "99999", "-", "_"),
        ]
    )
).map("".join)


@given(PIECES | st.text(), st.sampled_from(["", BASE, "http://example.net"]))
def test_a_safe_url_is_an_absolute_uri_and_stays_itself(url: str, base: str) -> None:
    safe = safe_url(url, base=base)
    if safe is not None:
        assert URI.fullmatch(safe)
        assert len(safe) <= LONGEST
        assert host(safe)
        assert safe_url(safe) == safe
        assert safe_url(safe, base=base) == safe


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=c&d=%C3%BC#e", "https://example.org/a?b=c&d=%C3%BC#e"),
        (" \x01HTTPS://Example.ORG/Path \n", "https://example.org/Path"),
        ("https://exam\nple.org/a\tb", "https://example.org/ab"),
        ("/image.png", "https://example.org/image.png"),
        ("image.png", "https://example.org/blog/image.png"),
        ("../../x/./y", "https://example.org/x/y"),
        ("?page=2", "https://example.org/blog/post?page=2"),
        ("#note", "https://example.org/blog/post?id=1#note"),
        ("//cdn.example.net/a", "https://cdn.example.net/a"),
        ("https://user:secret@example.org/a", "https://example.org/a"),
        ("https://bücher.example/ü?ö#ä", "https://xn--bcher-kva.example/%C3%BC?%C3%B6#%C3%A4"),
        ('https://example.org/a b<>"|\\^`', "https://example.org/a%20b%3C%3E%22%7C%5C%5E%60"),
        ("https://example.org/100%?x=%zz", "https://example.org/100%25?x=%25zz"),
        ("https://example.org/?a[]=1", "https://example.org/?a%5B%5D=1"),
        ("https://example.org/#a#b", "https://example.org/#a%23b"),
        ("https://example.org:/", "https://example.org/"),
        ("http://example.org:8080", "http://example.org:8080"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
        ("http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1/"),
        ("http://my_host.example.org/", "http://my_host.example.org/"),
    ],
)
def test_what_becomes_of_an_address(url: str, expected: str) -> None:
    assert safe_url(url, base=BASE) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("", "   ", "javascript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)"),
        *("data:text/html,x", "mailto:a@example.org", "ftp://example.org/", "feed://example.org/"),
        *("http:example.org", "http:/example.org", "http:///example.org", "http://", "http://@/"),
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://1.2.3.256/"),
        *("http://a..b/", "http://-a.example/", "http://ex%61mple.org/", "http://exa mple.org/"),
        *(
            "http://example.org\\@evil.example/",
            "http://example.org:99999/",
            "http://example.org:x/",
        ),
        *(
            "http://[::1",
            "http://[:::]/",
            "http://[fe80::1%25eth0]/",
            "http://" + "a" * 64 + ".org/",
        ),
        *(
            "https://example.org/{{ url }}",
            "https://example.org/%7B%7Bid",
            "{{ link }}",
            "{% url %}",
        ),
        *("https://{{host}}/", "https://example.org/${id}", "https://example.org/" + "a" * LONGEST),
    ],
)
def test_what_is_refused(url: str) -> None:
    assert safe_url(url, base=BASE) is None


@pytest.mark.parametrize("base", ["", "mailto:a@example.org", "/only/a/path", "http://"])
def test_a_relative_address_needs_a_usable_base(base: str) -> None:
    assert safe_url("/a", base=base) is None


def test_hostile_spellings_give_a_plain_address_or_nothing(shared: Path) -> None:
    cases = json.loads((shared / "vectors/ssrf/urls.json").read_text(encoding="utf-8"))
    for case in cases:
        safe = safe_url(case["url"], base=BASE)
        assert safe is None or URI.fullmatch(safe), case


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://user:secret@Example.org/a?b#c@d", "https://Example.org/a?b#c@d"),
        ("//user@example.org", "//example.org"),
        ("https://a@b@example.org/", "https://example.org/"),
        ("https://example.org/@user", "https://example.org/@user"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://a.example/f?key=S3", "https://a.example/f"),
        ("https://a.example/f?a=1&feed_token=S3&b#c", "https://a.example/f?a=1&b#c"),
        ("https://a.example/f?apikey=S3&X-Amz-Signature=S3", "https://a.example/f"),
        ("https://u:p@a.example/f?AUTH=S3=", "https://a.example/f"),
        ("https://a.example/f?keyword=sea&monkey=1&tokens=2&author=x&page=2&key=", ""),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UC_x5XG1OV2P6uZZ5FSM9Ttw", ""),
    ],
)
def test_credentials_go_and_nothing_else(url: str, expected: str) -> None:
    assert without_credentials(url) == (expected or url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://User@Example.ORG:8080/a", "example.org"),
        ("http://[::1]:80/", "[::1]"),
        ("/a", ""),
        ("mailto:a@example.org", ""),
        ("", ""),
    ],
)
def test_host(url: str, expected: str) -> None:
    assert host(url) == expected


@pytest.mark.parametrize(
    "value",
    [
        *("https://example.org/", "https://example.org/größe?ü#ä", "tag:example.org,2024-03:a/b"),
        *(
            "tag:me@example.org,2024:x",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "yt:video:x",
        ),
        *("urn:isbn:0451450523", "info:doi/10.1000/182", "http://example.org/?p=1"),
    ],
)
def test_identifiers_that_stand(value: str) -> None:
    assert is_iri(value)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "123",
            "post 17",
            "/relative",
            "C:\\feed.xml",
            "c:feed",
            "http://",
            "http:a",
            "https:",
        ),
        *(
            "https://example.org/a b",
            "https://example.org/<x>",
            "https://example.org/%zz",
            " http://a/",
        ),
        *(
            "tag:example.org:no-date",
            "urn:uuid:12",
            "urn:x:1",
            "urn:isbn:",
            "http://a/\n",
            "x:\ud800",
        ),
    ],
)
def test_identifiers_that_fall(value: str) -> None:
    assert not is_iri(value)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://Example.org/a/"),
        ("https://example.org/a?utm_source=rss&id=1", "https://example.org/a?id=1"),
        ("https://example.org/a?fbclid=x", "https://example.org:443/a"),
        ("https://example.org/a#xtor=RSS-1", "http://example.org:80/a"),
    ],
)
def test_spellings_of_one_page_are_equal(one: str, other: str) -> None:
    assert loose_form(one) == loose_form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org/a#one", "https://example.org/a#two"),
        ("https://example.org/A", "https://example.org/a"),
        ("https://example.org/a", "https://example.net/a"),
    ],
)
def test_different_pages_differ(one: str, other: str) -> None:
    assert loose_form(one) != loose_form(other)


@pytest.mark.parametrize(
    ("value", "runs"),
    [
        ("javascript:alert(1)", True),
        (" java\tscript :x", True),
        ("VBScript:x", True),
        ("data:text/html,x", True),
        ("blob:https://a.example/1", True),
        ("https://a.example/javascript:", False),
        ("urn:uuid:1", False),
        ("tag:a.example,2026:data:", False),
        ("Science: data", False),
        ("", False),
    ],
)
def test_h2_what_a_browser_would_run_is_known_and_is_no_iri(value: str, *, runs: bool) -> None:
    assert is_script(value) is runs
    assert not (runs and is_iri(value))
