"""Plain text where a reader takes it for HTML."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.html import plain
from feedsvc.text.inert import inert
from feedsvc.text.legal import legal
from tests.text.reparsed import complaints
from tests.text.test_html import MARKUP


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Tom & Jerry",
        "1 < 2 > 0",
        "x <3",
        "Use <b> and </b>, not <em>",
        "List<T> and Map<K, V>",
        "#include <stdio.h>",
        "if x<y then",
        "<p>Two <i>words</i></p>",
        "&lt;script&gt;",
    ],
)
def test_text_that_does_nothing_stays_byte_for_byte(text: str) -> None:
    assert inert(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<script>x</script>", "<\u2060script>x<\u2060/script>"),
        ("How the <SCRIPT> tag works", "How the <\u2060SCRIPT> tag works"),
        ("<b onclick=x>y</b> < 3", "<\u2060b onclick=x>y<\u2060/b> < 3"),
        ("<img src=x onerror=alert(1) ", "<\u2060img src=x onerror=alert(1) "),
        ("a</div>b", "a<\u2060/div>b"),
        ("<!-- the rest", "<\u2060!-- the rest"),
        ("<?php", "<\u2060?php"),
        ("a\x00<svg>", "a<\u2060svg>"),
        ("<scr\x00ipt>", "<\u2060script>"),
    ],
)
def test_text_that_would_act_looks_the_same_and_does_nothing(text: str, expected: str) -> None:
    assert inert(text) == expected
    assert expected.replace("<\u2060", "<") == legal(text)


@given(MARKUP | st.text())
def test_no_text_acts(text: str) -> None:
    made = inert(text)
    assert inert(made) == made
    assert not complaints(made)
    if made != legal(text):
        assert plain(made) == " ".join(html.unescape(made).split())
