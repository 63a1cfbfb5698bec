"""When a source is polled next, and why just then, in words for operators. Pure."""

from datetime import UTC, datetime, timedelta

from feedsvc.fetch.schedule import DEADLY, FIRST_INTERVAL
from feedsvc.model.source import Checkpoint, Health, Origin, Pause
from feedsvc.store.sources import Stored

_ASKED_TO_WAIT = (429, 503)
_LONGEST_DELAY = 1.11  # of the distance, by which sources drift apart (`fetch.schedule`)
_SLACK = timedelta(seconds=1)
_EPOCH = datetime.fromtimestamp(0, UTC)
_NEVER = {
    Health.GONE: "the server said that it is gone for good (HTTP 410)",
    Health.RESTING: "it rests",
}


def due_at(stored: Stored) -> datetime | None:
    """When a source is to be polled; None for one that is not, or not by itself.

    What is asked for at once is due since its last poll, or since it was added.
    """
    due = stored.checkpoint.due_at
    if due is None or not stored.source.is_polled:
        return None
    return max(due, stored.checkpoint.polled_at or stored.added_at, stored.added_at)


def why_due(stored: Stored, now: datetime) -> str:
    """Why a source is polled when it is, or why it is not polled: one line."""
    reason = _left_alone(stored) or _when(stored, now)
    moved = stored.checkpoint.address
    return f"{reason}; it is asked where permanent redirects lead" if moved else reason


def _left_alone(stored: Stored) -> str:
    """Why a source is not polled; empty if it is."""
    source = stored.source
    reasons = (
        (source.origin is Origin.REMOVED, "it was removed"),
        (source.revoked, f"its permission was taken back (feedsvc sources restore {source.name})"),
        (not source.enabled, "it is switched off (enabled = false)"),
        (source.paused is Pause.FILE, "it is paused in sources.toml"),
        (source.paused, f"it is paused (feedsvc sources resume {source.name})"),
        (stored.checkpoint.due_at is None, _given_up(stored)),
    )
    return next((f"never: {reason}" for holds, reason in reasons if holds), "")


def _given_up(stored: Stored) -> str:
    checkpoint = stored.checkpoint
    reason = _NEVER.get(checkpoint.health, "it ended")
    if checkpoint.health is Health.RESTING:
        reason = checkpoint.problem or reason
    return f"{reason} (feedsvc poll {stored.source.name} tries all the same)"


def _when(stored: Stored, now: datetime) -> str:
    checkpoint = stored.checkpoint
    due = checkpoint.due_at
    if checkpoint.polled_at is None:
        is_later = due is not None and due > now
        return "its first poll" + (", after others that were added with it" if is_later else "")
    if due is None or due == _EPOCH:
        return "at once: it was asked for, or changed"
    if due <= now:
        return "now: it is due, and waits for its turn at its host"
    return _after_trouble(checkpoint) or _regular(checkpoint, due - checkpoint.polled_at)


def _after_trouble(checkpoint: Checkpoint) -> str:
    """Why a source that did not give a document is asked then; empty if it gave one."""
    failures = _times(checkpoint.failures)
    if checkpoint.deaths >= DEADLY:
        return (
            f"its document ended the process that reads it {_times(checkpoint.deaths)}: it is read"
            " once a day"
        )
    if checkpoint.failures and checkpoint.status in _ASKED_TO_WAIT:
        return f"the server asked to be left alone (HTTP {checkpoint.status}, {failures})"
    if checkpoint.failures and checkpoint.health is Health.DEGRADED:
        return f"its document was not believable {failures}: the next look is soon, then later"
    if checkpoint.failures:
        return f"it failed {failures}: each failure doubles the wait"
    if not checkpoint.status:
        return f"it was not asked: {checkpoint.problem}"
    return ""


def _regular(checkpoint: Checkpoint, wait: timedelta) -> str:
    """Why a source that gave a document is asked again after that time."""
    interval, hints = checkpoint.interval, checkpoint.hints
    usual = f"every {spoken(interval)}: news shortens that, none lengthens it"
    if wait <= interval * _LONGEST_DELAY + _SLACK:
        return usual
    asked = timedelta(seconds=hints.seconds)
    if asked and abs(wait - asked) <= _SLACK:
        return f"its feed asks for {spoken(asked)} between two looks (ttl or sy:updatePeriod)"
    if hints.hours or hints.days:
        return "its feed says that nothing is new before (skipHours or skipDays)"
    has_validators = checkpoint.etag or checkpoint.last_modified
    if not has_validators and wait <= FIRST_INTERVAL * _LONGEST_DELAY + _SLACK:
        return "its server knows neither ETag nor Last-Modified: it is asked once an hour at most"
    return f"its server calls the document fresh for {spoken(wait)} (Cache-Control: max-age)"


def spoken(span: timedelta) -> str:
    """A span of time in the two largest units that tell something: `1 d 4 h`, `45 min`."""
    seconds = round(span.total_seconds())
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds} s"
    minutes = round(seconds / 60)
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "d"), (hours, "h"), (minutes if not days else 0, "min")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 s"


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times in a row"
