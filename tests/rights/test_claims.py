"""Whether a line that says where an article first appeared is found, and what is made of it."""

import timeit
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.entry import Content, Entry, Text, TextKind
from feedsvc.model.rights import Claim
from feedsvc.normalize import normalize
from feedsvc.parse import parse
from feedsvc.rights.claims import claim
from feedsvc.text.html import plain, sanitize
from tests.rights.corpus_marks import MARKS
from tests.rights.marked import CLAIMS, NEAR_MISSES, TITLED

BEGINNING = "<p>The sea rose, as it does.</p><p>Nobody saw it but the gulls.</p>"
MIDDLE = "<p>They said so loudly, to anyone who would listen, until it was evening.</p>" * 12
ENDING = "<p>Then the boats came home.</p>"
ARTICLE = BEGINNING + MIDDLE + ENDING

SHAPES = (
    ARTICLE + "<p>{}</p>",
    ARTICLE + "<p><em>{}</em></p>\n",
    ARTICLE + "<div>{}</div>",
    ARTICLE + "<hr><p><small>{}</small></p>",
    ARTICLE + "<blockquote><p>{}</p></blockquote>",
    ARTICLE + "<footer>{}</footer>",
    ARTICLE + "<p>They slept.<br>{}</p>",
    ARTICLE + "They slept.<br><br>{}",
    ARTICLE + "<p>{}</p><p>Ann Weaver sails.</p><ul><li>Tides</li><li>Gulls</li></ul>",
    ARTICLE + "<section><h4>About</h4><p><i>{}</i></p></section>",
    "<p>{}</p>" + ARTICLE,
    "<p><strong>A day</strong></p><p>{}</p>" + ARTICLE,
    "<p>The sea rose.</p><p>{}</p>",
    "<p>{}</p>",
    "{}",
)


def of(markup: str) -> Claim | None:
    return claim(Entry(contents=(Content(value=sanitize(markup)),)))


def of_plain(text: str) -> Claim | None:
    return claim(Entry(summary=Text(value=text)))


def line(inner: str) -> Claim:
    found = of(f"{ARTICLE}<p>{inner}</p>")
    assert found is not None
    return found


# --- the marked set -------------------------------------------------------------


def test_the_marked_set_speaks_many_languages() -> None:
    assert len(CLAIMS) >= 110
    assert len({language for language, _, _ in CLAIMS}) >= 20
    assert len(TITLED) >= 40
    assert len(NEAR_MISSES) >= 100
    assert len({language for language, _ in NEAR_MISSES}) >= 15


@pytest.mark.parametrize("shape", SHAPES)
def test_marked_claims_are_found_in_every_shape(shape: str) -> None:
    missed = [
        (inner, origin, found and found.origin)
        for _, inner, origin in CLAIMS
        if (found := of(shape.format(inner))) is None or found.origin != origin
    ]
    assert len(missed) <= len(CLAIMS) * 0.05, missed


@pytest.mark.parametrize("shape", SHAPES)
def test_near_misses_are_left_alone_in_every_shape(shape: str) -> None:
    wrong = [inner for _, inner in NEAR_MISSES if of(shape.format(inner)) is not None]
    assert len(wrong) <= len(NEAR_MISSES) * 0.01, wrong


def test_the_sentence_of_a_blogging_program_is_found_in_every_translation() -> None:
    title = '<a href="https://shore.example/1">Tides &amp; gulls</a>'
    site = '<a href="https://shore.example/">Shore</a>'
    for _, sentence in TITLED:
        found = line(sentence.format(title=title, site=site))
        assert (found.origin, found.url) == ("Shore", "https://shore.example/"), sentence


def test_the_sentence_of_a_blogging_program_is_found_without_its_links() -> None:
    for language, sentence in TITLED:
        if language in {"he", "zh"}:  # without a capital or a link it may be about anything
            continue
        title = {"ru": "Приливы", "uk": "Припливи", "el": "Παλίρροια"}.get(language, "Tides")
        found = of_plain("The gulls said so.\n\n" * 8 + sentence.format(title=title, site="Shore"))
        assert found is not None, sentence
        assert found.origin == "Shore"


def test_marked_claims_are_found_in_plain_text() -> None:
    before = plain(BEGINNING) + "\n\n" + "They said so.\n\n" * 12
    rows = [(plain(inner), origin) for _, inner, origin in CLAIMS if "<a " not in inner]
    missed = [
        (inner, origin, found and found.origin)
        for inner, origin in rows
        for text in (f"{before}{inner}\n", f"{inner}\n\n{before}", inner)
        if (found := of_plain(text)) is None or found.origin != origin
    ]
    assert len(missed) <= len(rows) * 0.05, missed
    wrong = [inner for _, inner in NEAR_MISSES if of_plain(before + plain(inner)) is not None]
    assert len(wrong) <= 1, wrong


def test_the_middle_of_an_article_claims_nothing() -> None:
    for _, inner, _ in CLAIMS:
        assert of(BEGINNING + MIDDLE + f"<p>{inner}</p>" + MIDDLE + ENDING) is None
        for gap in ("\n\n", "\n"):
            others = [f"They said so loudly.{gap}"] * 8
            assert of_plain("".join((*others, plain(inner), gap, *others))) is None


@pytest.mark.parametrize("long", ["They said so, loudly. " * 200, "Gull. " * 900])
def test_a_line_is_found_at_either_end_of_one_long_paragraph(long: str) -> None:
    said = "This story first appeared on The Quay."
    for text in (f"{said} {long}", f"{long}{said}"):
        for found in (of(f"<p>{text}</p>"), of_plain(text)):
            assert found is not None
            assert found.origin == "The Quay"
    assert of(f"<p>{long}{said} {long}</p>") is None


# --- the corpus -----------------------------------------------------------------


def corpus_entries(path: Path) -> Iterator[tuple[str, Entry]]:
    kind = "application/json" if path.suffix == ".json" else "application/xml"
    url = "https://herald.example/feed"
    reading = normalize(parse(path.read_bytes(), url=url, content_type=kind), url=url)
    for arriving in reading.incoming:
        entry = arriving.entry
        texts = (text.value for text in (entry.title, entry.summary) if text)
        name = entry.id or entry.url or next(texts, "")
        yield blake2b(name.encode(), digest_size=6).hexdigest(), entry


def test_the_marks_in_the_corpus(shared: Path) -> None:
    wrong = []
    found: dict[str, dict[str, Claim | None]] = {}
    for path, id_, origin in MARKS:
        if path not in found:
            entries = corpus_entries(shared / "corpus" / path)
            found[path] = {known: claim(entry) for known, entry in entries}
        got = found[path][id_]
        if (got.origin if got else None) != origin:
            wrong.append((path, id_, origin, got))
    assert not wrong


def test_the_corpus_claims_nothing_that_is_not_marked(shared: Path) -> None:
    origins = {(path, origin) for path, _, origin in MARKS}
    unmarked = [
        (path, id_, got)
        for path in {path for path, _, _ in MARKS}
        for id_, entry in corpus_entries(shared / "corpus" / path)
        if (got := claim(entry)) is not None and (path, got.origin) not in origins
    ]
    assert not unmarked


# --- what a claim says ----------------------------------------------------------


def test_a_permission_is_noted() -> None:
    found = line("This story first appeared on Sputnik &amp; is reposted here with permission.")
    assert found == Claim(
        origin="Sputnik",
        permitted=True,
        line="This story first appeared on Sputnik & is reposted here with permission.",
    )
    assert not line("This story first appeared on Sputnik.").permitted
    for refusal in (
        "No part of it may be reproduced without the permission of The Quay.",
        "Nachdruck nur, nicht ohne Genehmigung.",
        "未经授权不得转载。",
    ):
        assert not line(f"This story first appeared on Sputnik. {refusal}").permitted
    assert line("Reproducido con permiso de La Bahía.").permitted
    assert line("本文经潮汐评论授权转载。").permitted


def test_the_link_that_names_the_origin_goes_before_others() -> None:
    found = line(
        'This <a href="https://ann.example/">guest</a> post first appeared on '
        '<a href="https://quay.example/">The Quay</a>, see <a href="https://quay.example/1">here</a>.'
    )
    assert (found.origin, found.url) == ("The Quay", "https://quay.example/")


def test_a_link_beside_the_name_is_the_address() -> None:
    found = line('This <a href="https://quay.example/1">article</a> first appeared on The Quay.')
    assert (found.origin, found.url) == ("The Quay", "https://quay.example/1")
    assert line("This article first appeared on The Quay.").url is None


def test_a_link_that_names_nothing_is_known_by_its_host() -> None:
    found = line('Originally published <a href="https://www.quay.example/1">here</a>.')
    assert (found.origin, found.url) == ("quay.example", "https://www.quay.example/1")


def test_licences_are_noted_and_are_no_address_of_the_origin() -> None:
    deed = "https://creativecommons.org/licenses/by/4.0/"
    found = line(
        f'This article first appeared on The Quay under <a href="{deed}">CC BY 4.0</a>, a '
        'Creative Commons licence. Read the <a href="https://quay.example/1">original article</a>.'
    )
    assert [one.id for one in found.licences] == ["CC-BY-4.0"]
    assert (found.origin, found.url) == ("The Quay", "https://quay.example/1")


@pytest.mark.parametrize(
    "told",
    [
        "This article first appeared on The Quay. Photo: Ann, CC BY 2.0.",
        "This article first appeared on The Quay. It is not licensed under CC BY 4.0.",
        "This article first appeared on The Quay.",
    ],
)
def test_a_licence_of_something_else_is_none_of_the_article(told: str) -> None:
    assert line(told).licences == ()


def test_our_own_line_is_read_back() -> None:
    for own in (
        (
            '<p class="attribution">First published by '
            '<a href="https://quay.example/1">The Quay</a>.</p>'
        ),
        '<p>First published by <a href="https://quay.example/1"><bdi>המזח</bdi></a>.</p>',
    ):
        found = of(ARTICLE + own)
        assert found is not None
        assert found.url == "https://quay.example/1"
        assert found.origin in ("The Quay", "המזח")


def test_a_sentence_about_the_article_goes_before_that_of_a_blogging_program() -> None:
    program = (
        '<p>The post <a href="https://shore.example/1">Tides</a> appeared first on '
        '<a href="https://shore.example/">Shore</a>.</p>'
    )
    found = of(f"{ARTICLE}<p>This article first appeared on The Quay.</p>{program}")
    assert found is not None
    assert found.origin == "The Quay"
    alone = of(ARTICLE + program)
    assert alone is not None
    assert (alone.origin, alone.url) == ("Shore", "https://shore.example/")


def test_the_credit_of_a_picture_is_no_claim() -> None:
    link = '<a href="https://quay.example/">The Quay</a>'
    picture = '<img src="https://quay.example/1.png">'
    assert of(f"{ARTICLE}<p>{picture}</p><p>Source: {link}</p>") is None
    assert of(f"{ARTICLE}<figure>{picture}<figcaption>via {link}</figcaption></figure>") is None
    assert of(f"{ARTICLE}<p>Source: {link}</p>") is not None


def test_the_content_goes_before_the_summary_and_markup_before_plain_text() -> None:
    summary = Text(value="This story first appeared on Shore.")
    content = Content(value="<p>This story first appeared on The Quay.</p>")
    plain_content = Content(value="This story first appeared on Mole.", kind=TextKind.TEXT)
    for contents, origin in (
        ((plain_content, content), "The Quay"),
        ((plain_content,), "Mole"),
        ((), "Shore"),
    ):
        found = claim(Entry(summary=summary, contents=contents))
        assert found is not None
        assert found.origin == origin
    assert claim(Entry()) is None


# --- text from strangers --------------------------------------------------------


@given(st.text())
def test_it_never_fails_on_markup(text: str) -> None:
    entry = Entry(contents=(Content(value=sanitize(text)),))
    assert claim(entry) == claim(entry)


_PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<br>", "<a href='https://quay.example/'>", "</a>", "<img src='x'>", "<"),
        *("This story ", "first appeared on ", "The Quay", "via ", "Source: ", "Originally "),
        *("published ", "by ", "in ", "2019 ", "&amp; ", ". ", "(", "「", "」", "本文", "转载自"),
        *(
            "この記事は",
            "に掲載",
            "Dieser Artikel ",
            "zuerst ",
            "\x02",
            "\x03",
            "&#2;",
            "\n",
            "the ",
        ),
    ]
)


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_it_never_fails_on_what_resembles_a_claim(text: str) -> None:
    for entry in (
        Entry(contents=(Content(value=sanitize(text)),)),
        Entry(contents=(Content(value=text),)),
        Entry(summary=Text(value=text)),
    ):
        found = claim(entry)
        assert found == claim(entry)
        if found is not None:
            assert found.origin.strip() == found.origin != ""
            assert "\n" not in found.line
            assert found.url is None or found.url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    "text",
    [
        " " * 100_000,
        "\n" * 100_000,
        "originally published " * 5_000,
        "<p>originally published on " * 5_000,
        "This article, " * 7_000,
        "The post appeared " * 6_000,
        "via " * 25_000,
        '<a href="https://quay.example/">via ' * 3_000,
        "<p>source: " * 10_000,
        "转载自" * 33_000,
        "この記事は" * 20_000,
        "이 글은 출처 " * 12_000,
        "эта статья впервые " * 5_000,
        "(" * 99_990 + " via",
        "<" * 99_990 + " via",
        "<p>" * 33_000 + "via",
    ],
    ids=lambda text: text[:12].strip() or "blank",
)
def test_hostile_text_takes_little_time(text: str) -> None:
    for kind in (TextKind.HTML, TextKind.TEXT):
        entry = Entry(contents=(Content(value=text, kind=kind),))
        claim(entry)
        assert min(timeit.repeat(lambda: claim(entry), number=1, repeat=3)) < 0.05  # noqa: B023
