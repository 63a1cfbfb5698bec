"""Rules of Atom that no document of ours is known to break name their row on one that does."""

import pytest

from tests.publish.conformance import atom_faults

SELF = "https://us.example/channels/x.atom"
GOOD = (
    f'<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>X</title>'
    f'<updated>2026-03-01T07:00:00Z</updated><link rel="self" href="{SELF}"/>'
    "<entry><id>urn:1</id>"
    '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>b</b></div></title>'
    "<updated>2026-03-01T07:00:00Z</updated>"
    "<author><name>C</name><email>c+d@herald.example</email></author>"
    '<category term="fish" scheme="https://herald.example/topics"/><content>D</content>'
    "<source><id>urn:s</id><title>S</title><updated>2026-03-01T07:00:00Z</updated></source>"
    "</entry></feed>"
)


def test_a_document_that_keeps_every_rule_gives_no_line() -> None:
    assert atom_faults(GOOD.encode(), SELF) == []


@pytest.mark.parametrize(
    ("row", "part", "instead"),
    [
        ("A2", 'type="xhtml"', 'type="text/html"'),
        ("A3", 'type="xhtml"', 'type="html"'),
        ("A4", "A <b>b</b></div>", "A</div><div/>"),
        ("A4", '<title type="xhtml">', '<title type="xhtml">A'),
        ("A5", "c+d@herald.example", "c@herald.example?subject=x"),
        ("A5", "c+d@herald.example", "c at herald.example"),
        ("A15", "https://herald.example/topics", "topics"),
        ("A15", "https://herald.example/topics", "a topic: fish"),
        ("A15", ' term="fish"', ""),
    ],
)
def test_a_broken_rule_is_named(row: str, part: str, instead: str) -> None:
    faults = atom_faults(GOOD.replace(part, instead, 1).encode(), SELF)
    assert {fault.partition(":")[0] for fault in faults} == {row}
