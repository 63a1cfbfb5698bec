"""Every rule of the vocabulary: what it asks for, and that it lets the right thing through."""

from collections.abc import Iterator

import pytest

from feedsvc.model.entry import NAMESPACES, Extension
from feedsvc.normalize import checks
from feedsvc.normalize.extensions import of_entry, of_feed
from feedsvc.normalize.vocabulary import OTHER_NAMES, VOCABULARY, Rule

BASE = "https://herald.example/feed.xml"
SAMPLES = (
    *("https://a.example/1", "12", "1.5", "audio/mpeg", "en", "a@b.example", "author", "Arts"),
    *("Books", "full", "true", "yes", "episodic", "nonadult", "urn:simple", "image", "captions"),
    *("md5", "0" * 32, "917393e3-1b1e-5cef-ace4-edaa54e1f810", "geo:1,2", "R1", "2026-03-01"),
    *("sri", "Sun, 01 Mar 2026 10:00:00 GMT", "1 2", "1 2 3 4 1 2 1 2", "now", "a, b"),
)


def sample(check: checks.Check) -> str:
    """A value that the check takes as it is."""
    return next(value for value in SAMPLES if check(value, BASE) == value)


MAIL = checks.mailbox
OTHERS = tuple(
    Extension(name="media:content", attributes={"url": f"https://a.example/{n}"}) for n in "xy"
)


def full(name: str, rule: Rule) -> Extension:
    """An element with everything that the rule knows, in its order."""
    return Extension(
        name=name,
        attributes={key: sample(check) for key, check in rule.attributes.items()},
        text=sample(rule.text) if rule.text else "",
        children=tuple(full(child, inner) for child, inner in rule.children.items()),
    )


def rules(known: dict[str, Rule], path: str = "") -> Iterator[tuple[str, str, Rule]]:
    for name, rule in known.items():
        yield f"{path}{name}", name, rule
        yield from rules(dict(rule.children), f"{path}{name}/")


EVERY = [*rules(dict(VOCABULARY))]
BY_PATH = {path: rule for path, _, rule in EVERY}


def taken_in(path: str, one: Extension) -> Extension | None:
    """What becomes of an element where its rule stands, at whatever depth."""
    names = path.split("/")
    around = [VOCABULARY[names[0]]]
    for name in names[1:]:
        around.append(around[-1].children[name])
    raw = one
    for outer, rule in reversed([*zip(names, around, strict=True)][:-1]):
        asked = {key: sample(rule.attributes[key]) for key in rule.required}
        beside = () if rule.needed in {"", raw.name} else (full(rule.needed, Rule(text=MAIL)),)
        raw = Extension(name=outer, attributes=asked, children=(raw, *beside, *_other(outer)))
    found = (of_entry if around[0].entry else of_feed)((raw,), BASE)
    for name in names[:-1]:
        found = next((each.children for each in found if each.name == name), ())
    return next((each for each in found if each.name == one.name and each not in OTHERS), None)


def _other(outer: str) -> tuple[Extension, ...]:
    """Two contents more, without which a group dissolves."""
    return OTHERS if outer == "media:group" else ()


@pytest.mark.parametrize("name", VOCABULARY)
def test_what_is_wholly_in_order_stays_as_it_is(name: str) -> None:
    rule = VOCABULARY[name]
    one = full(name, rule)
    if name == "media:group":
        other = Extension(name="media:content", attributes={"url": "https://a.example/2"})
        one = Extension(name=name, children=(*one.children, other))
    assert of_entry((one,), BASE) == ((one,) if rule.entry else ())
    feeds = (one,) if rule.feed else ()
    assert of_feed((one,), BASE) == feeds


@pytest.mark.parametrize(
    ("path", "key"),
    [(path, key) for path, _, rule in EVERY for key in rule.required],
)
def test_what_lacks_an_attribute_that_is_asked_for_goes(path: str, key: str) -> None:
    rule = BY_PATH[path]
    whole = full(path.rpartition("/")[2], rule)
    assert taken_in(path, whole) == whole
    lacking = {name: value for name, value in whole.attributes.items() if name != key}
    for attributes in (lacking, lacking | {key: ""}, lacking | {key: "\x00"}):
        assert taken_in(path, _with(whole, attributes)) is None


@pytest.mark.parametrize(
    ("path", "key"),
    [(path, key) for path, _, rule in EVERY for key in rule.attributes if key not in rule.required],
)
def test_an_attribute_that_makes_no_sense_goes_alone(path: str, key: str) -> None:
    rule = BY_PATH[path]
    whole = full(path.rpartition("/")[2], rule)
    odd = taken_in(path, _with(whole, whole.attributes | {key: "\x00"}))
    rest = {name: value for name, value in whole.attributes.items() if name != key}
    says = rest or whole.text or whole.children
    assert odd == (_with(whole, rest) if says else None)


@pytest.mark.parametrize("path", [path for path, _, rule in EVERY if rule.text])
def test_what_lacks_its_text_goes_unless_it_may(path: str) -> None:
    rule = BY_PATH[path]
    whole = full(path.rpartition("/")[2], rule)
    assert taken_in(path, whole) == whole
    for text in ("", " \n"):
        bare = Extension(
            name=whole.name, attributes=whole.attributes, text=text, children=whole.children
        )
        found = taken_in(path, bare)
        expected = Extension(name=whole.name, attributes=whole.attributes, children=whole.children)
        assert found == (expected if rule.optional else None)


def _with(one: Extension, attributes: dict[str, str]) -> Extension:
    return Extension(name=one.name, attributes=attributes, text=one.text, children=one.children)


def test_names_are_of_known_namespaces_and_requirements_of_known_attributes() -> None:
    for _, name, rule in EVERY:
        assert name.partition(":")[0] in NAMESPACES
        assert {*rule.required} <= {*rule.attributes}
        assert not rule.needed or rule.needed in rule.children
        assert rule.attributes or rule.text or rule.children
        assert rule.feed or rule.entry
    assert {*OTHER_NAMES.values()} <= {*VOCABULARY}
    assert not {*OTHER_NAMES} & {*VOCABULARY}


@pytest.mark.parametrize(
    "name",
    [
        *("itunes:new-feed-url", "slash:comments", "thr:total", "media:community", "podcast:value"),
        *("itunes:email", "podcast:source", "gml:pos", "dc:creator", "dc:rights", "title", ""),
        *("MEDIA:content", "media:Content"),
    ],
)
def test_what_is_not_in_it_goes(name: str) -> None:
    one = Extension(name=name, attributes={"url": "https://a.example/"}, text="1")
    assert of_entry((one,), BASE) == of_feed((one,), BASE) == ()
