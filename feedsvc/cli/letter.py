"""The account to the owner of a source as text that can be sent by mail."""

from collections.abc import Iterator
from textwrap import wrap

from feedsvc.cli.output import printable
from feedsvc.model.report import Account, ChannelTotal, Report, Term
from feedsvc.web.report import LEVELS, NOTES, WITHDRAWN_BY, counted, grounds, period, stood, terms
from feedsvc.web.spelling import moment

_WIDTH = 72


def letter(report: Report) -> str:
    """Write the report as plain text, the totals first."""
    return "\n".join([*_lines(report), ""])


def _lines(report: Report) -> Iterator[str]:
    title = printable(f"{report.title}: {period(report)}")
    yield from (title, "=" * min(len(title), _WIDTH), "")
    yield f"What of {printable(report.url)}"
    yield f"was published by {printable(report.site_title)}, {report.site_url},"
    yield "and how it was read."
    yield from _wrapped(f"Made {moment(report.made_at)}. Months, days and times are those of UTC.")
    yield from _totals(report)
    yield from _heading("Permission")
    for term in report.terms:
        yield from _term(term, report)
    if not report.terms:
        yield "None is on record for this month."
    yield from _heading("Channels that hold it now")
    for channel in report.channels:
        yield from _channel(channel)
    if not report.channels:
        yield "None."
    yield from _heading("Entries")
    for number, account in enumerate(report.entries, 1):
        yield from _entry(number, account)
    if not report.entries:
        yield "None came, changed or went."
    yield from _heading("How to read this")
    for note in NOTES:
        yield from (*_wrapped(note), "")


def _totals(report: Report) -> Iterator[str]:
    rows = [
        ("Entries published", len(report.entries)),
        *((f"  {LEVELS[level]}", report.at_level(level)) for level in list(LEVELS)[:3]),
        ("  shown for the first time", report.new),
        ("  withdrawn", report.withdrawn),
        ("Shown before this month, nothing new on record", report.shown_on),
    ]
    yield ""
    shown = [(name, number) for name, number in rows if number or "  as" not in name]
    for name, number in shown:
        yield f"{name:<40}{number:>8,}"


def _term(term: Term, report: Report) -> Iterator[str]:
    yield f"{'Taken back' if term.revoked else 'In force'} {stood(term, report.month)}"
    if term.reason:
        yield from _wrapped(printable(term.reason), "  ")
    for name, words in terms(term.permission):
        yield from _wrapped(f"{name}: {printable(words)}", "  ")


def _channel(channel: ChannelTotal) -> Iterator[str]:
    yield printable(channel.title) + (f" - {channel.page}" if channel.page else "")
    yield from _wrapped(
        f"{counted(channel.requests, 'request')}, {channel.unchanged:,} of them unchanged; "
        f"{counted(len(channel.readers), 'reader')}; "
        f"at least {counted(channel.subscribers, 'subscriber')}",
        "  ",
    )
    if channel.readers:
        width = max(len(one.name) for one in channel.readers)
        yield f"  {'Reader':<{width}}  {'requests':>9}  {'unchanged':>9}  {'subscribers':>11}"
        for one in channel.readers:
            stated = f"{one.subscribers:,}" if one.subscribers else "-"
            name = printable(one.name)
            yield f"  {name:<{width}}  {one.requests:>9,}  {one.unchanged:>9,}  {stated:>11}"
    yield ""


def _entry(number: int, account: Account) -> Iterator[str]:
    latest, gone = account.latest, account.withdrawn
    yield from _wrapped(f"{number}. {printable(latest.title) or 'Untitled'}")
    yield from (f"   {printable(address)}" for address in (latest.url, account.page) if address)
    yield f"   first shown {moment(account.first_shown)}"
    for one in account.decisions:
        how = f"{LEVELS[one.level]}{' with pictures' if one.images else ''}"
        yield from _wrapped(f"from {moment(one.at)} {how}: {printable(grounds(one))}", "   ")
    if latest.attribution:
        yield from _wrapped(f"credited: {printable(latest.attribution)}", "   ")
    if gone:
        why = f", {printable(gone.reason)}" if gone.reason else ""
        line = f"withdrawn {moment(gone.at)}: {WITHDRAWN_BY.get(gone.by, gone.by)}{why}"
        yield from _wrapped(line, "   ")
        if gone.restored_at:
            yield f"   shown again from {moment(gone.restored_at)}"
    yield ""


def _heading(text: str) -> tuple[str, ...]:
    return ("", text, "-" * len(text), "")


def _wrapped(text: str, indent: str = "") -> list[str]:
    """Lines that a mail carries; an address is never broken."""
    return wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  " if indent else "",
        break_long_words=False,
        break_on_hyphens=False,
    )
