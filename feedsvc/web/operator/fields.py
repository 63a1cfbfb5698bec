"""The form of a source: its fields with their help, and the way from a form to a table and back.

What the form does not ask for stays as it was declared.
"""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict

from feedsvc.errors import ConfigurationError
from feedsvc.model.source import DEFAULT_ATTRIBUTION
from feedsvc.settings.complaints import key_of

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the form.

    Attributes:
        key: As in the file, below the table of the source.
        kind: line, long, lines, words, day, number, switch or choice.
        usual: What holds where nothing is said.
        options: Of a choice: word and meaning.
        value: As the form shows it; `wrong` what is to be told beside it.
    """

    key: str
    label: str
    help: str = ""
    kind: str = "line"
    usual: Any = ""
    options: Sequence[tuple[str, str]] = ()
    value: Any = ""
    wrong: str = ""
    required: bool = False


URL = Field(
    key="url",
    label="Address of the feed",
    help="http or https, without a name and password.",
    required=True,
)
SOURCE = (
    Field(key="title", label="Title", help="Left empty, the feed's own title is used."),
    Field(
        key="tags",
        label="Tags",
        kind="words",
        help="Separated by commas. Channels can select sources by their tags.",
    ),
    Field(
        key="private",
        label="Private",
        kind="switch",
        usual=False,
        help="Published in private channels alone, to subscribers that you name.",
    ),
)
PERMISSION = (
    Field(
        key="permission.scope",
        label="What the owner allows",
        kind="choice",
        usual="licence",
        options=(
            ("licence", "What the licence of feed or article allows; without one, an excerpt"),
            ("full", "The whole text: the owner has agreed to that"),
            ("excerpt", "The beginning of the text, and the link"),
            ("link", "The title and the link alone"),
        ),
    ),
    Field(
        key="permission.granted_by",
        label="Who gave the permission",
        help="A name or desk. {permission} in the attribution stands for it.",
    ),
    Field(
        key="permission.evidence",
        label="Where that can be looked up",
        help="Such as: mail of 2026-01-12.",
    ),
    Field(
        key="permission.attribution",
        label="Attribution",
        usual=DEFAULT_ATTRIBUTION,
        help="The line below every article. In braces: source, source_url, author, title, url,"
        " date, licence, licence_url, via, permission.",
    ),
    Field(key="permission.from", label="First day", kind="day",
          help="Before it, only the licence holds."),
    Field(key="permission.until", label="Last day", kind="day",
          help="After it, only the licence holds. You are told some days before."),
)  # fmt: skip
MORE = (
    Field(
        key="permission.images",
        label="Pictures",
        kind="choice",
        usual="text",
        options=(
            ("text", "Shown wherever the whole text is"),
            ("licence", "Shown only where the licence allows to share the article"),
            ("none", "Never shown"),
        ),
    ),
    Field(
        key="permission.on_third_party",
        label="Articles that first appeared elsewhere",
        kind="choice",
        usual="excerpt",
        options=(
            ("excerpt", "An excerpt: whoever reposts cannot pass the permission on"),
            ("hold", "Held back until you decide"),
            ("allow", "Shown as if they were the owner's"),
        ),
    ),
    Field(
        key="permission.licence",
        label="Licence",
        help="For what declares none itself: an SPDX identifier such as CC-BY-4.0, or its address.",
    ),
    Field(key="permission.embargo", label="Embargo",
          help="How long after its publication an article is held back, such as 24h."),
    Field(key="permission.expiry", label="Expiry",
          help="How long after its publication an article is shown, such as 30d. Empty: for ever."),
    Field(key="permission.credit", label="Second line of credit",
          help="A line that the owner demands beside the attribution; the same braces."),
    Field(key="permission.pixel", label="Counting picture",
          help="The address of the picture by which the owner counts readers."),
    Field(
        key="permission.edits",
        label="Passages may be left out",
        kind="switch",
        usual=True,
        help="Needed for “Paragraphs to leave out” below.",
    ),
    Field(
        key="rewrite.remove",
        label="Paragraphs to leave out",
        kind="lines",
        help="One regular expression a line; a paragraph that one matches from end to end goes.",
    ),
    Field(
        key="permission.noindex",
        label="Keep out of search engines",
        kind="switch",
        usual=False,
        help="Search engines are asked to leave out what shows an article.",
    ),
    Field(
        key="permission.canonical",
        label="Name the original as the one to find",
        kind="switch",
        usual=True,
        help="Our page of an article tells search engines that the original is the one to list.",
    ),
    Field(key="permission.notes", label="Notes", kind="long", help="For operators alone."),
    Field(key="retention.entries", label="Keep at most so many entries", kind="number",
          help="Empty: as the configuration says."),
    Field(key="retention.age", label="Keep entries no longer than",
          help="Such as 90d. Empty: as the configuration says."),
)  # fmt: skip
EVERY = (URL, *SOURCE, *PERMISSION, *MORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it is shown.

    Attributes:
        fields: By key, with their values and what is wrong.
        wrong: What is wrong with no field of it.
    """

    fields: Mapping[str, Field]
    wrong: Sequence[str] = ()

    @property
    def is_more_open(self) -> bool:
        """Whether something unusual is said in what is usually folded away."""
        return any(
            self.fields[one.key].wrong or self.fields[one.key].value != _spelled(one, one.usual)
            for one in MORE
        )


def form_of(table: Mapping[str, Any]) -> Form:
    """The form that shows a table."""
    return Form(
        fields={
            one.key: replace(one, value=_spelled(one, _at(table, one.key, one.usual)))
            for one in EVERY
        }
    )


def table_of(sent: "MultiDict[str, str]", before: Mapping[str, Any]) -> Table:
    """The table that a sent form declares; `before` is what was declared until then."""
    table = deepcopy(dict(before))
    for one in EVERY:
        if one.key == "url" and isinstance(table.get("url"), dict):
            continue  # a secret, which no form shows
        value = _read(one, sent)
        is_kept = one.kind in {"switch", "choice"} and _at(before, one.key, None) is not None
        if value == "" or (value == one.usual and not is_kept):
            value = None
        _put(table, one.key, value)
    return table


def judged(form: Form, name: str, error: ConfigurationError) -> Form:
    """The same form with each complaint beside its field."""
    stem = key_of(("sources", name))
    found, others = dict(form.fields), []
    for line in error.complaints:
        key, _, told = line.partition(": ")
        key = key.removeprefix(stem).lstrip(".").partition("[")[0]
        if key in found:
            found[key] = replace(found[key], wrong=told)
        else:
            others.append(line)
    return Form(fields=found, wrong=tuple(others))


def _read(one: Field, sent: "MultiDict[str, str]") -> Any:  # noqa: ANN401 - JSON
    text = sent.get(one.key, "").replace("\r\n", "\n").strip()
    match one.kind:
        case "switch":
            return one.key in sent
        case "words":
            return _unique(text.replace("\n", ",").split(",")) or ""
        case "lines":
            return _unique(text.split("\n")) or ""
        case "number":
            return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text  # noqa: PLR2004
        case "choice":
            return text or one.usual
        case _:
            return text


def _unique(parts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (part.strip() for part in parts))))


def _spelled(one: Field, value: Any) -> Any:  # noqa: ANN401 - JSON
    match one.kind:
        case "switch":
            return bool(value)
        case "words":
            return ", ".join(value)
        case "lines":
            return "\n".join(value)
        case _:
            return value if isinstance(value, dict) else str(value)


def _at(table: Mapping[str, Any], key: str, usual: Any) -> Any:  # noqa: ANN401 - JSON
    found: Any = table
    for part in key.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return usual
        found = found[part]
    return found


def _put(table: Table, key: str, value: Any) -> None:  # noqa: ANN401 - JSON
    outer, _, inner = key.rpartition(".")
    at = table.setdefault(outer, {}) if outer else table
    if value is None:
        at.pop(inner, None)
    else:
        at[inner] = value
    if outer and not at:
        del table[outer]
