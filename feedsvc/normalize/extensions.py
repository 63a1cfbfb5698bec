"""Extensions into the normal form: what `vocabulary` knows, with values that make sense."""

from collections.abc import Iterable, Mapping

from feedsvc.model.entry import Extension
from feedsvc.normalize.vocabulary import OTHER_NAMES, VOCABULARY, Rule

_GROUP = 2  # contents that make a group (standards H1)


def of_entry(raw: Iterable[Extension], base: str) -> tuple[Extension, ...]:
    """The extensions of an entry; `base` is what relative addresses are relative to."""
    rules = {name: rule for name, rule in VOCABULARY.items() if rule.entry}
    found = _kept(raw, rules, base)
    grouped = list(_grouped(found))
    # What stood in a group may stand beside it too.
    return tuple(found if grouped == found else _kept(grouped, rules, base))


def of_feed(raw: Iterable[Extension], base: str) -> tuple[Extension, ...]:
    """The extensions of a feed, likewise."""
    rules = {name: rule for name, rule in VOCABULARY.items() if rule.feed}
    return tuple(_kept(raw, rules, base))


def _kept(raw: Iterable[Extension], rules: Mapping[str, Rule], base: str) -> list[Extension]:
    found: list[Extension] = []
    names: set[str] = set()
    for one in raw:
        name = OTHER_NAMES.get(one.name, one.name)
        rule = rules.get(name)
        if rule is None or (rule.once and name in names):
            continue
        made = _normal(one, name, rule, base)
        if made is not None and made not in found:
            found.append(made)
            names.add(name)
    return found


def _normal(one: Extension, name: str, rule: Rule, base: str) -> Extension | None:
    """The element with what its rule allows; None if nothing is left that says anything."""
    base = one.attributes.get("xml:base", base)
    attributes = {}
    for key, check in rule.attributes.items():
        written = one.attributes.get(key)
        value = check(written, base) if written else None
        if value is not None:
            attributes[key] = value
    if any(key not in attributes for key in rule.required):
        return None
    text = rule.text(one.text, base) if rule.text and one.text else None
    if rule.text and not text and not rule.optional:
        return None
    children = tuple(_kept(one.children, rule.children, base)) if rule.children else ()
    if rule.needed and all(part.name != rule.needed for part in children):
        return None
    if not (attributes or text or children):
        return None
    return Extension(name=name, attributes=attributes, text=text or "", children=children)


def _grouped(found: Iterable[Extension]) -> Iterable[Extension]:
    """A group of one content is that content, and what describes it."""
    for one in found:
        contents = sum(part.name == "media:content" for part in one.children)
        if one.name == "media:group" and contents < _GROUP:
            yield from one.children
        else:
            yield one
