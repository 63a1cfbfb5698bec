import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.html import excerpt, paragraphs, plain, sanitize
from feedsvc.text.legal import legal

BASE = "https://example.org/blog/post"
TAGS = (
    *("a", "b", "i", "span", "p", "div", "h1", "h2", "ul", "li", "dl", "dd", "table", "tr", "td"),
    *("caption", "pre", "ruby", "rt", "img", "video", "source", "svg", "math", "mi", "style"),
    *("script", "title", "textarea", "select", "option", "form", "button", "object", "template"),
    *("iframe", "noscript", "section", "center", "details", "x-y", "plaintext", "br", "hr"),
)
ATTRIBUTES = (
    *(
        ' href="/a"',
        " href=javascript:alert(1)",
        ' src="//a.example/b"',
        " onclick=x",
        ' title="<b>"',
    ),
    *(
        ' src="https://u:p@a.example/ b"',
        " width=1 height=1",
        ' dir="rtl"',
        " style='x'",
        ' "',
        " /",
    ),
    *(
        ' href="https://example.org/{{x}}"',
        ' poster="a"',
        " href=mailto:a@b.example",
        " src=tel:1",
        " id=a",
    ),
)
MARKUP = st.lists(
    st.one_of(
        st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(("", *ATTRIBUTES))),
        st.builds("</{}>".format, st.sampled_from(TAGS)),
        st.sampled_from(
            ("x", " ", "\n", "<", "&", "&lt;", "&#1;", "&#xfffe;", "\xa0", "<!--", "-->")
        ),
        st.sampled_from(
            ("\x0b", "\ud800", "<![CDATA[", "]]>", "שלום", "&#13;", "<b", '"', "'", ">")
        ),
    ),
    max_size=14,
).map("".join)


@given(MARKUP | st.text(), st.sampled_from(["", BASE]))
def test_sanitizing_twice_changes_nothing(markup: str, base: str) -> None:
    clean = sanitize(markup, base=base)
    assert sanitize(clean, base=base) == clean
    assert sanitize(clean) == clean


@given(MARKUP | st.text())
def test_the_result_holds_only_legal_characters_and_good_addresses(markup: str) -> None:
    clean = sanitize(markup, base=BASE)
    assert legal(clean) == clean
    for tag in re.findall(r"<[a-z][^>]*>", clean):
        for value in re.findall(r' (?:href|src|poster)="([^"]*)"', tag):
            assert re.match(r"https?://[a-z0-9.]+/|mailto:|tel:", html.unescape(value)), tag


@given(st.text())
def test_escaped_text_survives(text: str) -> None:
    clean = sanitize(html.escape(text))
    assert html.unescape(clean) == html.unescape(html.escape(legal(text)))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<img src="/a.png" alt="A">', '<img src="https://example.org/a.png" alt="A">'),
        ('<img src="a.png?x&y">', '<img src="https://example.org/blog/a.png?x&amp;y">'),
        (
            '<a href="https://u:p@Example.org/a b">x</a>',
            '<a href="https://example.org/a%20b">x</a>',
        ),
        (
            '<a href="mailto:a@b.example" id="x" class="y" target="_top">x</a>',
            '<a href="mailto:a@b.example">x</a>',
        ),
        ('<a href="{{ url }}">x</a>', "<a>x</a>"),
        ("<p style='color:red' onclick=x>x", "<p>x</p>"),
        ('<p dir="rtl" lang="he">שלום</p>', '<p dir="rtl" lang="he">שלום</p>'),
        ("<bdo dir=rtl>a</bdo><bdi>b</bdi>", '<bdo dir="rtl">a</bdo><bdi>b</bdi>'),
        ("<ruby>漢<rt>kan</rt></ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ("<details open><summary>s</summary>t</details>",) * 2,
        (
            "<table><tr><td colspan=2>x",
            '<table><tbody><tr><td colspan="2">x</td></tr></tbody></table>',
        ),
        ("<script>x</script><style>y</style><svg><text>z</text></svg>w", "w"),
        ("<math><mi>x</mi><mo>=</mo><mn>1</mn></math>", "x=1"),
        ("<form action=/a><button>send</button></form>", "send"),
        ("<noscript><img src='/a.png'></noscript>", '<img src="https://example.org/a.png">'),
        (
            "<video src=a.mp4 autoplay><source src=b.webm><source srcset=c></video>",
            (
                '<video src="https://example.org/blog/a.mp4" controls="">'
                '<source src="https://example.org/blog/b.webm"></video>'
            ),
        ),
        ('<img src="/a.gif" width="1" height="1">', ""),
        ('<img src="/a.gif" height="0">', ""),
        (
            '<img src="/a.gif" width="600" height="1">',
            '<img src="https://example.org/a.gif" width="600" height="1">',
        ),
        ('<img src="https://pixel.wp.com/b.gif?v=1">', ""),
        ('<img src="data:image/png;base64,AAAA" alt="x">', ""),
        ("a\x0bb\ud800c&#1;d\r\ne", "abcd\ne"),
        ("Tom &amp;amp; Jerry", "Tom &amp;amp; Jerry"),
        ("... & is reposted here", "... &amp; is reposted here"),
    ],
)
def test_what_becomes_of_markup(markup: str, expected: str) -> None:
    # `details` is written back with an empty value
    assert sanitize(markup, base=BASE).replace('open=""', "open") == expected


def test_a_link_left_open_over_many_blocks_settles() -> None:
    markup = "<a><center><ul><center><dt><dl><dt><dl>x<center><a><strike>y<dt></a><a>"
    assert sanitize(sanitize(markup)) == sanitize(markup)


def test_without_a_base_relative_addresses_go() -> None:
    assert sanitize('<a href="/a">x</a><img src="a.png">') == "<a>x</a>"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>Tom &amp;amp; Jerry</p>", "Tom &amp; Jerry"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("<p>one</p><p>two<br>three</p>f<b>ou</b>r", "one two three four"),
        ("<ul><li>a<li>b</ul>", "a b"),
        ("x<script>if (a<b) {}</script><style>p{}</style>y<!-- z -->", "x y"),
        ("a < b & c", "a < b & c"),
        ("if x<y then", "if x<y then"),
        ('cut off <a href="https://exam', "cut off"),
        ('<img alt="a > b">x', "x"),
        ("  a\n\tb\xa0c\x0b ", "a b c"),
        ("", ""),
    ],
)
def test_plain(markup: str, expected: str) -> None:
    assert plain(markup) == expected


@given(st.text())
def test_plain_undoes_paragraphs(text: str) -> None:
    assert plain(paragraphs(text)) == " ".join(legal(text).split())


@given(st.text())
def test_paragraphs_are_safe_as_they_are(text: str) -> None:
    markup = paragraphs(text)
    assert sanitize(markup).replace("&nbsp;", "\xa0") == markup


def test_paragraphs_keep_lines() -> None:
    assert paragraphs("a & b\nc\n \n<d>\n") == "<p>a &amp; b<br>c</p><p>&lt;d&gt;</p>"


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_is_the_beginning(text: str, limit: int) -> None:
    short = excerpt(text, limit=limit)
    assert len(short) <= limit + 1
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("one two three", 9, "one two…"),
        ("one two, three", 8, "one two…"),
        ("unbreakable", 5, "unbre…"),
        ("今日は良い天気です", 4, "今日は良…"),
        ("a unbreakable", 8, "a unbrea…"),
    ],
)
def test_where_an_excerpt_is_cut(text: str, limit: int, expected: str) -> None:
    assert excerpt(text, limit=limit) == expected
