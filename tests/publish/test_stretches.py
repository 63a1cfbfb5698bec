import gzip
from hashlib import shake_128

from hypothesis import given
from hypothesis import strategies as st

from feedsvc.model.view import Parts
from feedsvc.publish.seal import gzipped
from feedsvc.publish.stretches import Stretches

ENTRIES = [shake_128(bytes([number])).hexdigest(2000).encode() for number in range(90)]


def document(*entries: bytes, head: bytes = b"<feed>\n") -> Parts:
    return Parts(head=head, entries=entries, between=b"\n", tail=b"\n</feed>\n")


pieces = st.lists(st.binary(max_size=99) | st.sampled_from(ENTRIES), max_size=40)


@given(pieces, st.binary(max_size=20))
def test_any_document_is_what_its_compressed_form_holds(entries: list[bytes], head: bytes) -> None:
    parts, kept = document(*entries, head=head), Stretches()
    first = kept.packed(parts)
    assert first.body == parts.holding(parts.entries) == gzip.decompress(first.gzip)
    assert kept.packed(parts) == first == Stretches().packed(parts)


@given(pieces, pieces)
def test_other_bytes_have_another_digest(entries: list[bytes], others: list[bytes]) -> None:
    one, other = (Stretches().packed(document(*found)) for found in (entries, others))
    assert (one.body == other.body) == (one.digest == other.digest)


def test_a_new_entry_changes_three_stretches_at_most_and_the_last() -> None:
    kept = Stretches()
    kept.packed(document(*ENTRIES[1:51]))
    before = len(kept)
    assert before > 6
    kept.packed(document(*ENTRIES[:50]))
    assert len(kept) <= before + 4


def test_it_is_not_much_longer_than_the_whole_compressed_at_once() -> None:
    parts = document(*ENTRIES[:50])
    packed = Stretches().packed(parts)
    assert len(packed.gzip) < 1.1 * len(gzipped(packed.body))


def test_what_is_kept_is_bounded() -> None:
    kept = Stretches(limit=1_000_000)
    for number in range(40):
        kept.packed(document(*ENTRIES[number : number + 50], head=bytes([number])))
    assert 2 <= len(kept) < 120
