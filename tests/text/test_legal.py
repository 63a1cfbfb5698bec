import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feedsvc.text.legal import legal

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_every_text_becomes_what_an_xml_parser_reads_back(text: str) -> None:
    element = etree.Element("title")
    element.text = legal(text)
    read = etree.fromstring(etree.tostring(element, encoding="utf-8"))
    assert (read.text or "") == legal(text)


@given(ANY_TEXT)
def test_a_second_time_changes_nothing(text: str) -> None:
    assert legal(legal(text)) == legal(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain\ttext\nhere", "plain\ttext\nhere"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x0b\x1fx", "x"),
        ("é\r\n\x0bx", "é\nx"),
        ("a\ud800b\udfffc", "abc"),
        ("a\ufffeb\uffffc\ufffd", "abc\ufffd"),
        ("\U0001f600\U0010fffe", "\U0001f600\U0010fffe"),
        ("a\x7fb\x7f", "ab"),
        ("é\x7f", "é"),
    ],
)
def test_only_the_forbidden_and_delete_go(text: str, expected: str) -> None:
    assert legal(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x93So\x94 \x96 he said\x85", "“So” – he said…"),
        ("\x80 5\x97\x9f", "€ 5—Ÿ"),
        ("a\x81\x8d\x8f\x90\x9db", "ab"),
        ("\xa0\xe9", "\xa0\xe9"),
    ],
)
def test_c1_controls_are_what_windows_1252_means_by_them(text: str, expected: str) -> None:
    assert legal(text) == expected
