import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.html import plain, sanitize
from feedsvc.text.pictures import is_picture, without_paragraphs, without_pictures

IMG = '<img src="https://x.example/a.png" alt="a > b">'
TABLE = "<table><tbody><tr><td>1</td></tr></tbody></table>"
POSTER = 'poster="https://x.example/p.jpg"'
VIDEO = f'<video {POSTER} src="https://x.example/v.mp4"></video>'


@pytest.mark.parametrize(
    ("markup", "left"),
    [
        (f"<p>a {IMG} b</p>", "<p>a  b</p>"),
        (f'<p><a href="https://x.example/a.png">{IMG}</a></p>', ""),
        (f'<p><a href="https://x.example/">words {IMG}</a></p>', None),
        (f"<figure>{IMG}</figure><p>b</p>", "<p>b</p>"),
        (f"<figure>{IMG}<figcaption>Photo: <b>Ada</b></figcaption></figure><p>b</p>", "<p>b</p>"),
        (f"<figure>{TABLE}<figcaption>Table</figcaption></figure>", None),
        (
            '<picture><source src="https://x.example/b.webp">' + IMG + "</picture>c",
            "c",
        ),
        (VIDEO.replace(POSTER, f"{POSTER} controls"), VIDEO.replace(f" {POSTER}", "")),
        ("<p>no picture</p>", "<p>no picture</p>"),
        (f"<picture><picture>{IMG}</picture>words</picture>tail", "wordstail"),
        (f"<picture>a <b>b</b>{IMG}</picture> c", "a <b>b</b> c"),
        (f"<figure><picture><picture>{IMG}</picture></picture></figure><p>b</p>", "<p>b</p>"),
        (f"<figure><p><a href='https://x.example/'>{IMG}</a></p></figure>b", "b"),
        (f"<p></p><p>{IMG}</p>", "<p></p>"),
        (f"<figure>{IMG}<figcaption>One</figcaption></figure><p></p>", "<p></p>"),
        (f"<video {POSTER}>words</video>", "words"),
        ('<p><video src="https://x.example/a.gif"></video></p><p>b</p>', "<p>b</p>"),
        ('<audio src="https://x.example/a.jpg?x=1&amp;y">words</audio>', "words"),
        (
            '<video src="https://x.example/a.gif"><track src="https://x.example/t.vtt">w</video>',
            "w",
        ),
        ('<video><source type="image/gif" src="https://x.example/a">words</video>', "words"),
        (
            '<video><source src="https://x.example/a.webp"><source src="https://x.e/v.mp4"></video>',
            '<video><source src="https://x.e/v.mp4"></video>',
        ),
        ("<pre>&lt;img src='x'&gt;</pre>", "<pre>&lt;img src='x'&gt;</pre>"),
    ],
)
def test_pictures_go_with_what_is_about_nothing_else(markup: str, left: str | None) -> None:
    found = without_pictures(sanitize(markup))
    assert "<img" not in found
    assert left is None or found == sanitize(left)
    assert without_pictures(found) == found


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<figure>", "</figure>", "<figcaption>", "</figcaption>", "<picture>"),
        *(
            "</picture>",
            IMG,
            "<img src='https://x.example/\"b.png'>",
            "<a href='https://y.example'>",
        ),
        *("<video src='https://x.example/c.png'>", "<source src='https://x.example/d.png'>"),
        *("</a>", "words", " < > ", '<video poster="https://x.example/p.jpg">', "</video>", "<b>"),
    ]
)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_no_picture_is_left_and_what_is_left_is_safe(markup: str) -> None:
    safe = sanitize(markup)
    found = without_pictures(safe)
    assert not re.search(r"<img|</?picture|poster=|\.png|p\.jpg", found)
    assert without_pictures(found) == found
    assert sanitize(found) == found or plain(sanitize(found)) == plain(found)


def test_it_takes_no_more_than_in_proportion() -> None:
    for piece in (
        *("<figure>", "<p>", "<figure><figcaption>", IMG, '<a href="', "<picture>", "</picture>"),
        *(f"<picture>{IMG}</picture>", f"<figure><p>{IMG}</p></figure>", "<video><source>"),
    ):
        without_pictures(piece * 20_000)
        without_pictures(IMG + piece * 20_000)


@pytest.mark.parametrize(
    ("kind", "url", "is_one"),
    [
        ("image/png", "", True),
        (" IMAGE ", "", True),
        ("application/octet-stream", "https://x.example/a.jpg", True),
        ("video/mp4", "https://x.example/a.gif", True),
        (None, "https://x.example/a.jpg:large", True),
        (None, "https://x.example/a%2ejpg%20", True),
        (None, "https://x.example/a.png/revision/latest?cb=1", True),
        (None, "https://x.example/media/A?format=jpg&name=large", True),
        (None, "https://x.example/show?file=a.png", True),
        ("audio/mpeg", "https://x.example/a.mp3?cover=a.png", False),
        (None, "https://x.example/a.mp3?cover=a.png", False),
        ("text/html", "https://x.example/show?file=a.png", False),
        (None, "https://x.example/a.jpg.html", False),
        (None, "https://x.example/a.giffgaff", False),
        (None, "https://x.example/png", False),
        (None, "", False),
    ],
)
def test_a_picture_is_known_by_type_or_ending(kind: str | None, url: str, *, is_one: bool) -> None:
    assert is_picture(kind, url) is is_one


def test_paragraphs_that_are_unwanted_are_left_out() -> None:
    markup = "<div><p>Read <b>more</b></p><p>Text</p><ul><li>Read more</li></ul></div><p>Read</p>"
    found = without_paragraphs(markup, lambda inner: plain(inner) == "Read more")
    assert found == "<div><p>Text</p><ul></ul></div><p>Read</p>"


@pytest.mark.parametrize("name", ["h1", "h6", "blockquote"])
def test_headings_and_quotations_are_paragraphs(name: str) -> None:
    markup = (
        f"<{name}>Read <b>more</b></{name}><{name}>Text</{name}><blockquote><p>a</p></blockquote>"
    )
    found = without_paragraphs(markup, lambda inner: plain(inner) == "Read more")
    assert found == f"<{name}>Text</{name}><blockquote><p>a</p></blockquote>"
