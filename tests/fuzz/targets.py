"""The laws, each of one target."""

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from feedsvc.flows.read import read
from feedsvc.model.window import Sent, Window
from feedsvc.parse import parse
from feedsvc.parse.caps import TooMuchError
from feedsvc.parse.encoding import utf8
from feedsvc.parse.split import reduced, split
from feedsvc.text.dates import parse_date
from feedsvc.text.html import excerpt, paragraphs, plain, sanitize
from feedsvc.text.legal import legal
from feedsvc.text.urls import host, loose_form, safe_url, site, without_credentials
from tests.fuzz.seeds import ADDRESSES, CONFIGURATION, DATES, MARKUP, documents, mutated
from tests.settings.folder import complaints_of, write
from tests.text.reparsed import complaints

_URL = "https://feeds.test/feed.xml"
_SECONDS = 2.0  # of CPU that one input of at most 100 KB may take
_COMPLAINT = re.compile(r"(?:feedsvc|sources|channels)\.toml(?::[^\n]+)?: [^\n]+", re.DOTALL)
_SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
_SEEDS = documents(_SHARED if _SHARED.is_dir() else None)
_PIECES = (
    b"<", b">", b"&", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<item>", b"</item>", b"<entry/>",
    b"<?x?>", b"&#xD800;", b"&#1;", b"\xff", b"\xed\xa0\x80", b" xml:base='//['", b"{{", b'"',
    b"<source>", b"</channel>", b"<title type='application/x'>", b"<image><url>", b"xmlns:a='b'",
    b"\xef\xbb\xbf", b"\r\n", b"\xc2\x85", b"<textinput>", b"NaN", b"\0", b"1e999", b"[", b"}",
)  # fmt: skip


class Target(NamedTuple):
    """What is tried: inputs, and a law that raises where it is broken."""

    inputs: st.SearchStrategy[Any]
    law: Callable[[Any], None]


@contextmanager
def _in_time() -> Iterator[None]:
    started = time.process_time()
    yield
    took = time.process_time() - started
    assert took < _SECONDS, f"it took {took:.1f} s"


def _split(drawn: tuple[bytes, int]) -> None:
    """A document without entries that are known reads as the whole one does, less those."""
    body, mask = drawn
    document, _ = utf8(body)
    with _in_time():
        try:
            found = split(document)
        except TooMuchError:
            return
    if found is None:
        return
    keep = [bool(mask >> place & 1) for place in range(len(found.spans))]
    assert reduced(document, found.spans, [True] * len(keep)) == document
    whole = parse(body, url=_URL)
    known = {print_ for print_, kept in zip(found.fingerprints, keep, strict=True) if not kept}
    part = parse(body, url=_URL, known=known, head=b"", context=whole.context)
    if whole.window and part.window:
        assert part.window == whole.window
        fresh = tuple(entry for entry in whole.entries if entry.fingerprint not in known)
        assert part.entries == fresh
        assert (part.title, part.links, part.language) == (whole.title, whole.links, whole.language)


def _strings(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _strings(getattr(value, field.name), field.name)
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _strings(part, str(key))
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part, name)


_ADDRESSES = {"href", "url", "uri", "comments", "image", "icon", "logo", "src", "home_url"}


def _parse(body: bytes) -> None:
    """Whatever it is, it is read, in time, into characters and addresses that may be published."""
    with _in_time():
        reading = read(body, Sent(_URL), Window())
    assert "\n" not in reading.problem + reading.remark
    for said in (*(arriving.entry for arriving in reading.incoming), reading.hop):
        for name, text in _strings(said):
            assert legal(text) == text, name
            text.encode()
            if name in _ADDRESSES and text:
                assert text.startswith(("http://", "https://")), (name, text)


def _dates(text: str) -> None:
    """A date is aware, in UTC, and the same when it is written and read again."""
    with _in_time():
        moment = parse_date(text)
    if moment is not None:
        assert moment.utcoffset() == timedelta(0)
        assert datetime.min.replace(tzinfo=UTC) <= moment
        assert parse_date(moment.isoformat()) == moment
        assert parse_date(f" {text} ") == moment


def _urls(drawn: tuple[str, str]) -> None:
    """An address is http or https, has a host and no credentials, and stays as it is."""
    text, base = drawn
    with _in_time():
        made = safe_url(text, base=base)
        for other in (host, site, loose_form, without_credentials):
            other(text)
    if made is not None:
        assert re.fullmatch(r"https?://[^\s/?#@\\\"<>]+(?:[/?#][!-~]*)?", made), made
        assert len(made) <= 2048
        assert safe_url(made) == made
        assert safe_url(made, base=base) == made


def _sanitize(drawn: tuple[str, str]) -> None:
    """HTML is inert for another parser, twice, and stays as it is when it is cleaned again."""
    markup, base = drawn
    with _in_time():
        clean = sanitize(markup, base=base)
        text = plain(markup)
    assert sanitize(clean, base=base) == clean
    assert legal(clean) == clean
    assert not list(complaints(clean)), clean
    assert "\n" not in text
    assert len(excerpt(text, limit=40)) <= 41
    assert not list(complaints(paragraphs(text)))


def _configuration(drawn: tuple[str, str, str]) -> None:
    """Configuration is taken, or complained of line by line."""
    main, declared, channels = drawn
    with tempfile.TemporaryDirectory() as name, _in_time():
        folder = write(
            Path(name),
            main=main.encode("utf-8", "surrogatepass"),
            sources=declared.encode("utf-8", "surrogatepass"),
            channels=channels.encode("utf-8", "surrogatepass"),
        )
        for complaint in complaints_of(folder):
            assert _COMPLAINT.fullmatch(complaint), complaint


_BODIES = mutated(_SEEDS, _PIECES, st.binary(max_size=300))
_HTML = mutated(
    MARKUP,
    ("<", ">", "&", "<p>", "</p>", "<b>", "<a href=", "'", '"', "<svg>", "<table>", "&#x26;", "\0"),
    st.text(max_size=60),
)
_LINKS = mutated(
    ADDRESSES,
    (":", "/", "//", "@", "\\", "?", "#", "%", ".", "[", "\t", "{{"),
    st.text(max_size=40),
)
_TOML = mutated(
    CONFIGURATION,
    (
        "[",
        "]",
        "=",
        '"',
        "'",
        "\n",
        ".",
        "{",
        "}",
        "5",
        "true",
        "nan",
        "\\u0000",
        "#",
        "-1",
        "1e999",
    ),
    st.text(max_size=40),
)

TARGETS = {
    "split": Target(st.tuples(_BODIES, st.integers(0, 2**16)), _split),
    "parse": Target(_BODIES, _parse),
    "dates": Target(
        mutated(
            DATES,
            (":", "-", "+", "/", " ", "9", "0", "am", "z", "年", "1 ", "w"),
            st.text(max_size=30),
        ),
        _dates,
    ),
    "urls": Target(st.tuples(_LINKS, st.one_of(st.just(""), _LINKS)), _urls),
    "sanitize": Target(
        st.tuples(_HTML, st.sampled_from(("", "https://example.org/blog/post"))), _sanitize
    ),
    "configuration": Target(st.tuples(_TOML, _TOML, _TOML), _configuration),
}
"""By name."""
