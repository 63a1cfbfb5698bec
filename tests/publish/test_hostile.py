"""No attack comes through to readers, whichever field of whichever format it stands in (H1, H2)."""

from pathlib import Path

import pytest
from lxml.etree import XMLSyntaxError

from tests.publish.judged import As, fields
from tests.publish.matrix import judged, polled, upstreams
from tests.text.attacks import OURS, attacks

STEP = 48
"""Of the attacks of others, each so many-th is tried here; the command in `matrix` takes all."""

RSS = '<rss version="2.0"><channel><title>{}</title><item><link>{}</link></item></channel></rss>'


def test_h1_h2_no_attack_in_any_field_comes_through_in_any_output(
    shared: Path, tmp_path: Path
) -> None:
    written = [*OURS, *attacks(shared)[len(OURS) :: STEP]]
    rig = polled(upstreams(written, 12), f"sqlite:///{tmp_path}/db.sqlite3")
    verdict = judged(rig, step=7)
    assert verdict.found == []
    for output in ("atom", "rss", "json", "opml"):
        assert output == "json" or verdict.judged[output, "words"] > len(written)
        assert verdict.judged[output, "address"] > len(written)
    assert verdict.judged["page", "page"] > 20
    assert verdict.judged["report", "page"] == verdict.judged["letter", "text"] == 3


def test_the_judge_knows_what_is_what() -> None:
    found = set(fields("a.rss", RSS.format("&lt;b>", "data:x").encode()))
    assert found >= {(As.WORDS, "title", "<b>"), (As.ADDRESS, "link", "data:x")}
    with pytest.raises(XMLSyntaxError):
        list(fields("a.rss", RSS.format("<b>", "").encode()))
    told = set(fields("a.json", b'{"items":[{"content_html":"<i>","url":"u","tags":["t"]}]}'))
    assert told == {(As.MARKUP, "content_html", "<i>"), (As.ADDRESS, "url", "u")}
