import pytest

from feedsvc.text.embeds import linked

BASE = "https://example.org/blog/"


@pytest.mark.parametrize(
    ("markup", "url", "label"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/AbC-12_xyz0?rel=0" width="560"></iframe>',
            "https://www.youtube.com/watch?v=AbC-12_xyz0",
            "youtube.com",
        ),
        (
            "<IFRAME title='A \"film\"' src=//www.youtube-nocookie.com/embed/AbC-12_xyz0></IFRAME>",
            "https://www.youtube.com/watch?v=AbC-12_xyz0",
            "A &quot;film&quot;",
        ),
        (
            "<iframe src='https://player.vimeo.com/video/1234?h=5' srcdoc='<p>'></iframe>",
            "https://vimeo.com/1234",
            "player.vimeo.com",
        ),
        (
            '<iframe src="https://www.dailymotion.com/embed/video/x8abc">',
            "https://www.dailymotion.com/video/x8abc",
            "dailymotion.com",
        ),
        (
            '<iframe src="/chart?a=1&amp;b=2">no frames</iframe>',
            "https://example.org/chart?a=1&amp;b=2",
            "example.org",
        ),
        (
            '<iframe src="about:blank" data-src="https://maps.example/1"></iframe>',
            "https://maps.example/1",
            "maps.example",
        ),
        (
            '<embed src="https://www.youtube.com/v/AbC-12_xyz0">',
            "https://www.youtube.com/watch?v=AbC-12_xyz0",
            "youtube.com",
        ),
    ],
)
def test_a_frame_becomes_a_link(markup: str, url: str, label: str) -> None:
    assert linked(f"a{markup}b", base=BASE) == f'a<p><a href="{url}">{label}</a></p>b'


@pytest.mark.parametrize(
    "markup",
    [
        '<iframe src="javascript:alert(1)"></iframe>',
        '<iframe src="https://t.example/" width="1" height="1"></iframe>',
        '<iframe src="https://t.example/" height=0></iframe>',
        '<iframe src="https://t.example/" style="display: none"></iframe>',
        '<iframe srcdoc="<p>x</p>"></iframe>',
        '<embed src="https://example.org/a.swf">',
        "<iframes src=https://example.org/>",
    ],
)
def test_what_shows_nothing_is_left_to_the_sanitizer(markup: str) -> None:
    assert linked(markup, base=BASE) == markup
