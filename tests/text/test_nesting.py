import time

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedsvc.text.html import ALLOWED, plain, sanitize
from feedsvc.text.nesting import DEEPEST, is_small, shallow

TAGS = sorted(ALLOWED)
SECONDS = 10.0


def depth(markup: str) -> int:
    deepest = 0
    document = html5lib.parse(f"<!doctype html><body>{markup}", namespaceHTMLElements=False)
    level = [document.find("body")]
    while level:
        level = [child for element in level for child in element if isinstance(child.tag, str)]
        deepest += bool(level)
    return deepest


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "<div>",
            "<ul><li>",
            "<b><div></b>",
            "<span><div></span>",
            "<table><tr><td>",
            "<!--><div>",
        ),
        *("<a><table>", "<div a='>'>", "<h1><i>", "<svg><g>", "<i><p>", "<<x>div>", "<dd><span>"),
        *(
            "<table><div>",
            "<p><b><i>",
            "<blockquote><p></blockquote x>",
            "<ruby><rt>",
            "<script x/>",
        ),
        *("<b><table>", "<noscript>", "<img src=x style=display:none>", "<svg><g>", "<math><mi>"),
    ],
)
def test_no_markup_is_deep_or_slow_or_grows(piece: str) -> None:
    markup = piece * 10_000
    began = time.process_time()
    clean = sanitize(markup)
    plain(markup)
    assert time.process_time() - began < SECONDS
    assert len(clean) <= 8 * len(markup)


@pytest.mark.parametrize(
    "markup",
    [
        f'<p><b title="{"x" * 8_000}">' * 2 + "<p>x" * 20_000,
        f'<p><a href="https://example.org/{"x" * 2_000}">' + "<p>x" * 20_000,
        "<p " + " ".join(f"a{number}=1" for number in range(50_000)) + ">x",
        "<iframe " * 20_000,
        "<noscript " * 20_000,
        "<!-- " * 50_000,
        '<div a="' * 20_000,
        "<" * 200_000,
    ],
)
def test_no_tag_is_slow_or_grows(markup: str) -> None:
    began = time.process_time()
    clean = sanitize(markup)
    plain(markup)
    assert time.process_time() - began < SECONDS
    assert len(clean) <= 8 * len(markup) + 10_000


@pytest.mark.parametrize(
    ("piece", "name"),
    [
        *(("<p>x", "p"), ("<li>x", "li"), ("<dt>a<dd>b", "dd"), ("<h1>x</h1>", "h1")),
        *(
            ("<b>x</b> ", "b"),
            ("<br>", "br"),
            ("<p><a href='/'>x</p>", "a"),
            ("<span>x</span>", "span"),
        ),
    ],
)
def test_a_long_flat_document_stays_whole(piece: str, name: str) -> None:
    markup = f"<div>{piece * 300}</div>"
    assert not is_small(markup)
    limited = shallow(markup, ALLOWED)
    assert limited.count(f"<{name}") == 300
    assert limited.endswith("</div>")
    assert depth(limited) == depth(f"<div>{piece * 3}</div>")


def test_a_long_table_stays_whole() -> None:
    limited = shallow(f"<table>{'<tr><td>x<td><p>y<table><th>z</table>' * 300}</table>", ALLOWED)
    assert limited.count("<tr>") == limited.count("<table>") - 1 == 300
    assert limited.count("<td>") == 600


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<div>" * 300 + "</div>" * 44 + "x", "<div>" * DEEPEST + "x"),
        (f'<p title="{"x" * 9_000}">y', "<p>y"),
        ("<<x-y>div>", "&lt;div>"),
        ("<p-x>a</p-x>", "a"),
        ("<!--><p>a<!-- <p> --!>b<!---><p>c", "<p>ab</p><p>c"),
        ("<!x><?y></ z><p>a", "<p>a"),
        ("<script>if (a<b) {}</SCRIPT x><p>a", "<p>a"),
        ("<p title='</p>' lang=\"<b>\">a", "<p title='</p>' lang=\"<b>\">a"),
        ("<b><div>a</b>b</div>", "<b><div>a</div></b>b"),
        ("<p><b>a<p>b", "<p><b>a</b></p><p>b"),
        ("<td>a<table><td>b</p></span></div>", "a<table><td>b"),
        ("<p>a<div title='cut off", "<p>a"),
        ("<a href=x>a<a href=y>b", "<a href=x>a</a><a href=y>b"),
        ("<p>a<ul><li>b<ul><li>c</ul></li><li>d", "<p>a</p><ul><li>b<ul><li>c</li></ul></li><li>d"),
        ("<ul><li>a<ul></li>b", "<ul><li>a<ul>b"),
        ("<li><div><li>a", "<li><div></div></li><li>a"),
        (
            "<table><td>a<table><td>b</td>c</table>d</td>e",
            "<table><td>a<table><td>b</td>c</tr></tbody></table>d</td>e",
        ),
        (
            "<div><table><tr><td></div>a</table>b",
            "<div><table><tr><td>a</td></tr></tbody></table>b",
        ),
        ("<table><td>a<table>b</td>c", "<table><td>a<table>bc"),
        ("<table><tr><table>a", "<table><tr></tr></tbody></table><table>a"),
        ("<table><colgroup><tr></colgroup><td>a", "<table><colgroup><tr><td>a"),
        ("<ruby><rt>a<rt>b", "<ruby><rt>a</rt><rt>b"),
        ("<rt>a<rt>b", "<rt>a<rt>b"),
        ("<h1>a<h2>b</h1>", "<h1>a</h1><h2>b</h2>"),
    ],
)
def test_what_is_written(markup: str, expected: str) -> None:
    assert shallow(markup, ALLOWED) == expected


@pytest.mark.parametrize("start", ["", "<x-y>"])
def test_a_small_document_does_not_grow_either(start: str) -> None:
    markup = f"<p>{start}" + f'<b title="{"x" * 8_000}">' * 3 + "<p>x" * 200
    assert is_small(markup)
    assert len(sanitize(markup)) < 3 * len(markup)


@pytest.mark.parametrize(
    "piece",
    [
        *("<table><td>", "<table><tr><td>", "<table><caption>", "<table><div>", "<ruby><rt>"),
        *("</table>x<rt></rt>x<table>x<table></table><rt><rt>", "<kbd><i></kbd><span></i>"),
        *("</strike><samp>x</table><strike>x<table>x", "<table><colgroup><rt></colgroup>"),
    ],
)
def test_the_limit_holds(piece: str) -> None:
    assert depth(shallow(piece * 600, ALLOWED)) <= DEEPEST + 2


@settings(max_examples=40)
@given(
    st.lists(
        st.builds(
            "<{}{}>{}".format,
            st.sampled_from(("", "", "/")),
            st.sampled_from(TAGS),
            st.sampled_from(("", "x")),
        ),
        min_size=5,
        max_size=30,
    ).map(lambda pieces: "".join(pieces) * 40)
)
def test_the_limit_holds_for_any_mixture(markup: str) -> None:
    assert depth(shallow(markup, ALLOWED)) <= DEEPEST + 2


@given(st.text(alphabet="<>/!-='\" abdiv&;x\n"))
def test_limiting_hides_no_tag_from_itself(markup: str) -> None:
    once = shallow(markup, ALLOWED)
    assert shallow(once, ALLOWED) == once
