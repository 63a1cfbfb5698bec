"""The account to the owner of a source as a page that stands alone: to be sent, kept, printed."""

from datetime import timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from feedsvc.model.report import Decision, Month, Report, Term
from feedsvc.model.rights import Level
from feedsvc.model.source import Images, Permission, Scope
from feedsvc.text.legal import legal
from feedsvc.text.urls import safe_url
from feedsvc.web.spelling import direction, moment, month, utc

LEVELS = {
    Level.FULL: "in full",
    Level.EXCERPT: "as an excerpt",
    Level.LINK: "as a link",
    Level.NOTHING: "not shown",
}
"""How much was shown, in words."""

WITHDRAWN_BY = {
    "source": "its source took it back",
    "operator": "we withdrew it",
    "revocation": "the permission was taken back",
}
"""Who withdrew an entry, in words."""

NOTES = (
    (
        "An entry is listed if more than a link to it was shown this month, and it came, changed "
        "or went in it. What was shown as a link alone is not on record."
    ),
    (
        "A reader is a program that fetches: most fetch for one person, some for many. The counts "
        "are of the whole channel, which may hold other sources too. Unchanged means that the "
        "reader fetched and had everything already."
    ),
    (
        "Subscribers are the people for whom readers say they fetch. Nobody can check that. "
        "Readers that do not say are not estimated: a channel has at least so many subscribers as "
        "were stated. Who has two channels is stated in both."
    ),
    "No address of anybody who reads is kept.",
)
"""What must be known to read the numbers."""


_SCOPES = {
    Scope.FULL: "the whole",
    Scope.EXCERPT: "an excerpt",
    Scope.LINK: "none, a link alone",
    Scope.LICENCE: "what the licence of an entry or of the feed allows",
}
_IMAGES = {
    Images.TEXT: "with the whole text",
    Images.LICENCE: "where the licence allows them",
    Images.NONE: "none",
}


def page(report: Report) -> str:
    """Write the report as one HTML document that loads nothing."""
    return _template().render(report=report, notes=NOTES, levels=list(LEVELS)[:3])


def period(report: Report) -> str:
    """The month in words, such as `March 2026`; whether it is over yet."""
    named = month(report.month.begins)
    return named if report.made_at >= report.month.ends else f"{named}, so far"


def terms(permission: Permission) -> list[tuple[str, str]]:
    """What a permission allows and rests on, as names and words; what says nothing is left out."""
    told = [
        ("text", _SCOPES[permission.scope]),
        ("pictures", _IMAGES[permission.images]),
        ("licence", permission.licence),
        ("granted by", permission.granted_by),
        ("evidence", permission.evidence),
        ("first day", str(permission.starts or "")),
        ("last day", str(permission.ends or "")),
        ("held back for", _span(permission.embargo)),
        ("shown for", _span(permission.expiry)),
        ("attribution", permission.attribution),
        ("credit", permission.credit),
    ]
    return [(name, words) for name, words in told if words]


def grounds(decision: Decision) -> str:
    """What an entry was shown under, in words."""
    by = f" by {decision.granted_by}" if decision.granted_by else ""
    granted = f"permission “{decision.scope}”{by}" if decision.scope else ""
    proven = f"evidence: {decision.evidence}" if decision.evidence else ""
    licence = f"licence {decision.licence}" if decision.licence else ""
    return "; ".join(filter(None, (licence, granted, proven, *decision.reasons)))


def stood(term: Term, within: Month) -> str:
    """For how long a permission stood, in words."""
    since = f"since {moment(term.since)}"
    return (
        since
        if term.until is None or term.until >= within.ends
        else (f"{since}, until {moment(term.until)}")
    )


def _span(duration: timedelta) -> str:
    """A duration in words, such as `1 day 12 hours`; nothing for none."""
    minutes = duration // timedelta(minutes=1)
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    return " ".join(counted(number, unit) for number, unit in parts if number)


def counted(number: int, unit: str) -> str:
    """A number with its unit, such as `1,024 requests`."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=lambda value: legal(value) if isinstance(value, str) else value,
    )
    environment.filters.update(
        moment=moment,
        utc=utc,
        period=period,
        terms=terms,
        grounds=grounds,
        stood=stood,
        safe=safe_url,
        shown=LEVELS.__getitem__,
        withdrawer=lambda by: WITHDRAWN_BY.get(by, by),
        direction=direction,
        counted=counted,
        grouped=lambda number: f"{number:,}",
    )
    return environment.get_template("report.html")
