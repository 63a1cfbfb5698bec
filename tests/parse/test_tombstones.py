from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.parsed import ParsedTombstone
from feedsvc.parse import parse
from feedsvc.parse.tombstones import tombstones

URL = "https://herald.example/feed.atom"
NAMESPACE = "http://purl.org/atompub/tombstones/1.0"
ENTRY = "<entry><id>urn:kept</id><title>Kept</title></entry>"


def feed(*inner: str, before: str = "", namespace: str = NAMESPACE) -> bytes:
    return (
        f"{before}<feed xmlns='http://www.w3.org/2005/Atom' xmlns:at='{namespace}'>"
        f"<title>T</title>{''.join(inner)}</feed>"
    ).encode()


def gone(ref: str, comment: str = "") -> str:
    return f"<at:deleted-entry ref='{ref}' when='2026-03-01T10:00:00Z'>{comment}</at:deleted-entry>"


def test_pb3_each_of_several_is_found_in_order() -> None:
    document = feed(gone("urn:b"), ENTRY, gone("urn:a"), "<at:deleted-entry ref='urn:c'/>")
    assert tombstones(document) == (
        ParsedTombstone(ref="urn:b", when="2026-03-01T10:00:00Z"),
        ParsedTombstone(ref="urn:a", when="2026-03-01T10:00:00Z"),
        ParsedTombstone(ref="urn:c"),
    )


def test_the_prefix_is_of_no_account() -> None:
    inner = f"<deleted-entry xmlns='{NAMESPACE}' ref='urn:a'><comment>x</comment></deleted-entry>"
    assert tombstones(feed(inner)) == (ParsedTombstone(ref="urn:a", comment="x"),)


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ("ref='urn:a'", [("urn:a", "")]),
        ("ref=' urn:a\n' when=' soon '", [("urn:a", "soon")]),
        ("ref='urn:a&amp;b'", [("urn:a&b", "")]),
        ("ref=''", []),
        ("ref='  ' when='2026-03-01T10:00:00Z'", []),
        ("when='2026-03-01T10:00:00Z'", []),
        ("at:ref='urn:a'", []),
    ],
)
def test_one_without_a_reference_is_passed_over(
    attributes: str, found: list[tuple[str, str]]
) -> None:
    read = tombstones(feed(f"<at:deleted-entry {attributes}/>"))
    assert [(one.ref, one.when) for one in read] == found


@pytest.mark.parametrize(
    ("inner", "comment"),
    [
        ("<at:comment>By mistake</at:comment>", "By mistake"),
        ("<at:comment>A &amp; <![CDATA[<b>]]>\nB</at:comment>", "A & <b>\nB"),
        ("<at:comment type='xhtml'><div>A <b>B</b></div></at:comment>", "A B"),
        ("<at:comment>first</at:comment><at:comment>last</at:comment>", "last"),
        ("<comment>of Atom</comment>", ""),
        ("<at:by><name>Ada</name></at:by>", ""),
        ("bare text", ""),
        ("<at:comment/>", ""),
    ],
)
def test_a_comment_belongs_to_its_entry(inner: str, comment: str) -> None:
    document = feed(
        "<at:comment>of nobody</at:comment>", gone("urn:a", inner), gone("urn:b"), ENTRY
    )
    assert [(one.ref, one.comment) for one in tombstones(document)] == [
        ("urn:a", comment),
        ("urn:b", ""),
    ]


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(feed(ENTRY), id="none"),
        pytest.param(feed(gone("urn:a"), namespace="urn:other"), id="another namespace"),
        pytest.param(feed("<deleted-entry ref='urn:a'/>"), id="Atom's own namespace"),
        pytest.param(feed("<at:deleted ref='urn:a'/>"), id="another name"),
        pytest.param(feed("<!-- " + gone("urn:a") + " -->"), id="a comment"),
        pytest.param(feed("<x><![CDATA[" + gone("urn:a") + "]]></x>"), id="CDATA"),
        pytest.param(feed(gone("urn:a"), "<b></i>"), id="not well-formed"),
        pytest.param(feed(gone("urn:a"), "A & B"), id="a bare ampersand"),
        pytest.param(feed(gone("urn:a"))[:-3], id="cut off"),
        pytest.param(feed(gone("urn:a")) + b"x", id="text after its end"),
        pytest.param(b"deleted-entry", id="no XML"),
    ],
)
def test_nothing_is_taken_back_by(document: bytes) -> None:
    assert tombstones(document) == ()
    assert parse(document, url=URL).tombstones == ()


@pytest.mark.parametrize(
    ("doctype", "ref"),
    [
        ("<!DOCTYPE feed [<!ENTITY who 'urn:a'>]>", "&who;"),
        ("<!DOCTYPE feed [<!ENTITY who 'unused'>]>", "urn:a"),
        ("<!DOCTYPE feed [<!ENTITY % who 'unused'>]>", "urn:a"),
        ("<!DOCTYPE feed [<!ENTITY who SYSTEM 'file:///etc/passwd'>]>", "urn:a"),
        ("<!DOCTYPE feed [<!ENTITY a 'xx'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]>", "&c;"),
    ],
)
def test_nothing_is_taken_back_where_entities_are_declared(doctype: str, ref: str) -> None:
    assert tombstones(feed(gone(ref), before=doctype)) == ()


def test_a_doctype_without_entities_is_no_obstacle() -> None:
    assert len(tombstones(feed(gone("urn:a"), before="<!DOCTYPE feed>"))) == 1


def test_there_is_a_limit_to_their_number_and_to_a_comment() -> None:
    many = tombstones(feed(*(f"<at:deleted-entry ref='urn:{n}'/>" for n in range(10_003))))
    assert [one.ref for one in many] == [f"urn:{number}" for number in range(10_000)]
    (long,) = tombstones(feed(gone("urn:a", f"<at:comment>{'é' * 2001}</at:comment>")))
    assert long.comment == "é" * 2000


def incremental(document: bytes) -> Iterator[tuple[ParsedTombstone, ...]]:
    """As read of the whole, of all but the known entries, and of a document that has no window."""
    full = parse(document, url=URL)
    yield full.tombstones
    yield parse(document, url=URL, known={*full.window}, context=full.context).tombstones
    yield parse(document, url="").tombstones


def test_a_parse_tells_them_whatever_is_known_of_the_entries() -> None:
    for found in incremental(feed(gone("urn:a"), ENTRY, gone("urn:b"))):
        assert [one.ref for one in found] == ["urn:a", "urn:b"]
    for found in incremental(feed(gone("urn:a"))):
        assert [one.ref for one in found] == ["urn:a"]


def test_a_further_one_is_a_change_of_the_document() -> None:
    before = parse(feed(ENTRY), url=URL)
    after = parse(
        feed(ENTRY, gone("urn:a")),
        url=URL,
        known={*before.window},
        head=before.head,
        context=before.context,
    )
    assert not after.unchanged
    assert after.entries == ()
    assert [one.ref for one in after.tombstones] == ["urn:a"]


def test_bytes_that_are_no_utf_8_take_nothing_back() -> None:
    document = feed(gone("urn:a"), "<x>é</x>")
    assert len(tombstones(document)) == 1
    assert tombstones(document.replace("é".encode(), b"\xff")) == ()


def test_the_encoding_that_a_document_declares_is_undone_before() -> None:
    declared = "<?xml version='1.0' encoding='iso-8859-1'?>"
    document = feed(gone("urn:é"), before=declared).decode().encode("iso-8859-1")
    assert [one.ref for one in parse(document, url=URL).tombstones] == ["urn:é"]


references = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1)


@given(st.lists(references.filter(lambda ref: ref.isprintable()), max_size=5))
def test_any_reference_is_read_as_written(refs: list[str]) -> None:
    escapes = str.maketrans({"&": "&amp;", "<": "&lt;", "'": "&apos;"})
    document = feed(*(gone(ref.translate(escapes)) for ref in refs))
    assert [one.ref for one in tombstones(document)] == refs


@given(st.binary(max_size=40), st.integers(0, 300))
def test_any_bytes_are_answered(noise: bytes, place: int) -> None:
    document = feed(gone("urn:a", "<at:comment>x</at:comment>"))
    tombstones(document[:place] + noise + document[place:])
    tombstones(noise + b"deleted-entry")
