"""Known attacks against the sanitizer, judged by another parser (security H1)."""

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest

from feedsvc.text.html import paragraphs, plain, sanitize
from feedsvc.text.inert import inert
from tests.text.attacks import OURS
from tests.text.reparsed import complaints

BASE = "https://example.org/blog/post"
QUOTE = re.compile(r'(?<!\\)"')


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<b onclick=x>y</b>",
        "<a href='java\nscript:x'>y</a>",
        "<img src=data:text/html,x>",
        "<p style=x>",
    ],
)
def test_the_judge_sees_what_is_evil(markup: str) -> None:
    assert complaints(markup)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("xss/dompurify_expect", "payload"),
        ("xss/html5lib_sanitizer", "input"),
        ("xss/bleach_data", "input"),
        ("xss/payloadsallthethings", "input"),
        ("malformed/html5lib_treeconstruction_inputs", "input"),
        ("malformed/html5lib_tokenizer_inputs", "input"),
        ("text/blns", ""),
    ],
)
@pytest.mark.parametrize("base", ["", BASE])
def test_no_known_attack_comes_through(shared: Path, name: str, key: str, base: str) -> None:
    items: list[Any] = json.loads((shared / f"vectors/{name}.json").read_text(encoding="utf-8"))
    judged: set[str] = set()
    for item in items:
        written = item[key] if key else item
        if key and item.get("doubleEscaped"):
            written = unescaped(written)
        clean = sanitize(written, base=base)
        assert sanitize(clean, base=base) == clean
        judged |= {clean, paragraphs(plain(written)), inert(written)}
    for clean in judged:
        if "<" in clean or "&" in clean:
            assert not complaints(clean), clean


def unescaped(written: str) -> str:
    r"""A string with its `\uXXXX` read, as the tokenizer tests have them."""
    return str(json.loads(f'"{QUOTE.sub(chr(92) + chr(34), written)}"', strict=False))


@pytest.mark.parametrize("base", ["", BASE])
@pytest.mark.parametrize("written", OURS)
def test_no_attack_of_ours_comes_through(written: str, base: str) -> None:
    clean = sanitize(written, base=base)
    assert sanitize(clean, base=base) == clean
    assert sanitize(clean) == clean
    for made in (clean, paragraphs(plain(written)), inert(written), inert(plain(written))):
        assert not complaints(made), made


def test_feeds_full_of_attacks(shared: Path) -> None:
    path = shared / "vectors/xss/feedparser_sanitize_feeds.json"
    for item in json.loads(path.read_text(encoding="utf-8")):
        clean = sanitize(base64.b64decode(item["xml_b64"]).decode("utf-8", "replace"), base=BASE)
        assert sanitize(clean, base=BASE) == clean
        assert not complaints(clean), item["name"]
