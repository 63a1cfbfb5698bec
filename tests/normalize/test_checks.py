"""What each check takes, as what, and what it refuses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.normalize import checks
from feedsvc.normalize.vocabulary import VOCABULARY, Rule
from feedsvc.text.legal import legal

BASE = "https://herald.example/feed.xml"
SAME = object()

TAKEN: dict[str, tuple[checks.Check, list[tuple[str, object]]]] = {
    "words": (checks.words, [("a & <b>", SAME), (" a\n\tb\x00 ", "a b")]),
    "unmarked": (
        checks.unmarked,
        [("a", SAME), ("<p>a &amp;amp; b</p>", "a & b"), ("a < b", SAME)],
    ),
    "up_to": (
        checks.up_to(5),
        [("abcde", SAME), ("abcdef", "abcde"), ("abcd ef", "abcd"), ("<b>ab</b>", "ab")],
    ),
    "keywords": (
        checks.keywords,
        [("a, b", SAME), ("a b  c", "a, b, c"), ("a b, c", SAME), (" a ", "a")],
    ),
    "url": (
        checks.url,
        [
            ("https://a.example/b?c#d", SAME),
            (" /i.png ", "https://herald.example/i.png"),
            ("//b.example/i", "https://b.example/i"),
            ("https://u:p@b.example/", "https://b.example/"),
        ],
    ),
    "name": (
        checks.name,
        [("tag:herald.example,2026:1", SAME), (" https://a.example/1 ", "https://a.example/1")],
    ),
    "whole": (checks.whole, [("0", SAME), (" 12 ", "12"), ("9" * 18, SAME)]),
    "positive": (checks.positive, [("1", SAME), (" 12 ", "12")]),
    "number": (checks.number, [("0", SAME), ("1.5", SAME), (" 29.97 ", "29.97")]),
    "signed": (checks.signed, [("-1.5", SAME), ("+2", SAME), ("0", SAME)]),
    "within": (checks.within(90), [("90", SAME), ("-90.0", SAME), (" 1.5 ", "1.5")]),
    "places": (
        checks.places(1, 1),
        [("45.2 -71.9", SAME), (" 45.2,-71.9\n", "45.2 -71.9"), ("1, 2", "1 2")],
    ),
    "many places": (checks.places(2), [("1 2 3 4", SAME), ("1,2 3,4\n5,6", "1 2 3 4 5 6")]),
    "clock": (
        checks.clock,
        [
            ("3600", SAME),
            ("62:10", SAME),
            ("1:02:03", SAME),
            ("1:2:3", "01:02:03"),
            ("0:30.5", "00:30"),
        ],
    ),
    "play_time": (
        checks.play_time,
        [("now", SAME), ("12.5", SAME), ("12.5s", SAME), ("100:00:01.5", SAME)],
    ),
    "date": (
        checks.date,
        [
            *((written, SAME) for written in ("2026", "2026-03", "2026-03-01")),
            ("2026-03-01T10:00Z", SAME),
            ("2026-03-01T10:00:00.5+02:00", SAME),
            ("Sun, 01 Mar 2026 10:00:00 GMT", "2026-03-01T10:00:00Z"),
        ],
    ),
    "mail_date": (
        checks.mail_date,
        [
            ("Sun, 01 Mar 2026 10:00:00 GMT", SAME),
            ("2026-03-01T12:00:00+02:00", "Sun, 01 Mar 2026 10:00:00 GMT"),
        ],
    ),
    "mailbox": (
        checks.mailbox,
        [("a.b+c@x-y.example", SAME), (" mailto:a@b.example ", "a@b.example")],
    ),
    "mime": (
        checks.mime,
        [("audio/mpeg", SAME), (" Audio/OGG; codecs=opus ", "audio/ogg; codecs=opus")],
    ),
    "language": (checks.language, [("pt-BR", SAME), (" en ", "en")]),
    "one_of": (
        checks.one_of("full", "Sci-Fi & Co"),
        [("full", SAME), (" FULL\n", "full"), ("sci-fi  &  co", "Sci-Fi & Co")],
    ),
    "flag": (
        checks.flag,
        [
            *((yes, "true") for yes in ("yes", " Yes ", "TRUE", "explicit", "1")),
            *((no, "false") for no in ("no", "clean", "False", "0")),
        ],
    ),
    "digest": (checks.digest, [("0" * 32, SAME), ("aB" * 20, SAME), (f" {'1' * 32} ", "1" * 32)]),
    "uuid": (
        checks.uuid,
        [
            ("917393e3-1b1e-5cef-ace4-edaa54e1f810", SAME),
            ("917393E3-1B1E-5CEF-ACE4-EDAA54E1F810", SAME),
        ],
    ),
    "geo": (checks.geo, [("geo:37.786971,-122.399677", SAME), ("geo:1,2;u=5", SAME)]),
    "osm": (checks.osm, [("R113314", SAME), ("W5#12", SAME), (" N1 ", "N1")]),
    "blocked": (
        checks.blocked,
        [("Yes", SAME), ("yes", SAME), ("No", SAME), ("maybe", "no"), ("true", "no")],
    ),
    "role": (
        checks.role,
        [("author", SAME), (" Director of\nPhotography ", "director of photography")],
    ),
    "category": (checks.category, [("Arts", SAME), ("tv &  film", "TV & Film")]),
    "subcategory": (checks.subcategory, [("Books", SAME), ("how to", "How To")]),
}
REFUSED: dict[str, list[str]] = {
    "words": ["", " \n ", "\x00"],
    "unmarked": ["", "<br>", "<script>x</script>"],
    "up_to": ["", " ", "<br>"],
    "keywords": ["", " ", "a" * 300],
    "url": [
        *("", " ", "javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"),
        *("http://", "{{ url }}", " \tjava\nscript:alert(1)", "mailto:a@b.example", "x" * 9000),
    ],
    "name": ["", "1", "/a", "a b:c", "https://", "urn:uuid:1"],
    "whole": ["", "-1", "1.0", "+1", "٣", "1e3", "9" * 19],
    "positive": ["", "0", "-1", "00", "1.5", "٣"],
    "number": ["", "-1", "1.", ".5", "nan", "inf", "1e3", "1,5", "٣", "9" * 16],
    "signed": ["", "--1", "nan", "-inf", "1 2", "1e3", "9" * 16],
    "within": ["", "90.1", "-91", "nan", "inf", "1 2"],
    "places": ["", "1", "1 2 3", "1 2 3 4", "nan inf", "a b", "1;2"],
    "many places": ["1 2", "1 2 3", "1 2 3 x"],
    "clock": ["", "-1", "1:60", "1:2:3:4", "an hour", "12 min", "1.5", "12345678"],
    "play_time": ["", "later", "-1", "1:2", "12s5"],
    "date": ["", "yesterday", "2026-13-01", "2026-02-30", "26"],
    "mail_date": ["", "soon"],
    "mailbox": ["", "a", "a@b", "a b@c.example", "a@b@c.example", "<a@b.example>", "a@b..example"],
    "mime": ["", "mp3", "audio/", "text/\x07", "a/b/c"],
    "language": ["", "e", "--en", "en us", "x" * 36],
    "one_of": ["", "fuller", "ful"],
    "flag": ["", "maybe", "yes no", "2"],
    "digest": ["", "0" * 31, "g" * 32, "0" * 64],
    "uuid": ["", "917393e31b1e5ceface4edaa54e1f810", "{917393e3-1b1e-5cef-ace4-edaa54e1f810}"],
    "geo": ["", "1,2", "geo:", "geo:1", "geo:1,2 3", "geo:x,y", "geo:1,2<b>"],
    "osm": ["", "113314", "X1", "R", "r1", "R1#"],
    "blocked": ["", "  "],
    "role": ["", "boss", "authors"],
    "category": ["", "Podcasts", "Books", "Arts & Entertainment"],
    "subcategory": ["", "Arts", "Podcasting"],
}


@pytest.mark.parametrize(
    ("check", "written", "expected"),
    [
        pytest.param(
            check, written, written if expected is SAME else expected, id=f"{name}-{written}"
        )
        for name, (check, cases) in TAKEN.items()
        for written, expected in cases
    ],
)
def test_what_is_taken(check: checks.Check, written: str, expected: str) -> None:
    assert check(written, BASE) == expected


@pytest.mark.parametrize(
    ("check", "written"),
    [
        pytest.param(TAKEN[name][0], written, id=f"{name}-{written[:20]}")
        for name, refused in REFUSED.items()
        for written in refused
    ],
)
def test_what_is_refused(check: checks.Check, written: str) -> None:
    assert check(written, BASE) is None


def test_markup_escaped_without_end_is_given_up() -> None:
    deep = f"&{'amp;' * 4000}lt;b>x"
    assert checks.unmarked(deep, BASE) == deep.replace("amp;" * 8, "", 1)


def test_every_check_is_tried() -> None:
    functions = {
        name
        for name, value in vars(checks).items()
        if callable(value) and getattr(value, "__module__", "") == checks.__name__
    } - {"Check"}
    assert functions | {"many places", "category", "subcategory"} == {*TAKEN} == {*REFUSED}


def of(rule: Rule) -> list[checks.Check]:
    found = [*rule.attributes.values(), *filter(None, [rule.text])]
    return found + [check for child in rule.children.values() for check in of(child)]


EVERY = [*dict.fromkeys(check for rule in VOCABULARY.values() for check in of(rule))]
EVERY += [check for check, _ in TAKEN.values() if check not in EVERY]
told = st.sampled_from([written for _, cases in TAKEN.values() for written, _ in cases])
likely = st.lists(
    st.sampled_from([*"0123456789.,:+-#<>&; \n\x85\u2028", "a", "&lt;", "geo:", "true"])
)
values: st.SearchStrategy[Any] = (
    st.text(st.characters(exclude_categories=()))
    | likely.map("".join)
    | st.lists(told, max_size=3).map(" ".join)
    | st.tuples(told, st.integers(1, 400)).map(lambda pair: pair[0] * pair[1])
)


@given(st.sampled_from(EVERY), values)
def test_what_comes_out_is_legal_not_empty_and_comes_out_the_same_again(
    check: checks.Check, written: str
) -> None:
    value = check(written, BASE)
    if value is not None:
        assert value
        assert value == value.strip()
        assert "\n" not in value
        assert legal(value) == value
        assert check(value, "") == value
