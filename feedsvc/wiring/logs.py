"""The log of a process: lines for people, or JSON objects, on standard error.

Every line knows its request or its poll. Nothing of what a line is about is secret: addresses
are told without their query, and who writes a line holds to that.
"""

import logging
import logging.config
import time
from contextvars import ContextVar
from typing import Any

from feedsvc.flows.pull import Polled
from feedsvc.settings import Logs

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The number of the request that is being answered in this context."""

_polls = logging.getLogger("feedsvc.polls")

_LEVELS = {"debug": "DEBUG", "info": "INFO", "warning": "WARNING", "error": "ERROR"}
_OBJECT = "%(asctime)s %(levelname)s %(name)s %(message)s"
_RENAMED = {"asctime": "time", "levelname": "level", "name": "logger"}
_QUIET = ("apscheduler", "werkzeug")


class Numbered(logging.Filter):
    """Says of each line to which request it belongs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass."""
        if request := REQUEST.get():
            record.request = request
        return True


class Plain(logging.Formatter):
    """A line for people: when (UTC), how grave if it is, what, and of which request."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the library's name
        """Put it together."""
        grave = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        request = getattr(record, "request", "")
        number = f" [{request}]" if request else ""
        return f"{record.asctime} {record.name}: {grave}{record.message}{number}"


def configure(logs: Logs, *, verbose: bool = False) -> None:
    """Have this process write its log as `[logs]` says.

    Args:
        logs: How.
        verbose: Write everything, whatever `logs` says.
    """
    level = "DEBUG" if verbose else _LEVELS[logs.level]
    logging.config.dictConfig(_configuration(logs.format, level))
    for handler in logging.getLogger().handlers:
        if handler.formatter:
            handler.formatter.converter = time.gmtime
    # These say too much at the levels that are theirs.
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _configuration(form: str, level: str) -> dict[str, Any]:
    formatter: dict[str, Any] = {"()": Plain, "fmt": "%(asctime)s", "datefmt": "%Y-%m-%d %H:%M:%S"}
    if form == "json":
        formatter = {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": _OBJECT,
            "datefmt": "%Y-%m-%dT%H:%M:%SZ",
            "rename_fields": _RENAMED,
        }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "filters": {"numbered": {"()": Numbered}},
        "handlers": {
            "line": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["numbered"],
            }
        },
        "root": {"level": level, "handlers": ["line"]},
    }


def say(account: Polled) -> None:
    """Log a poll: as a warning if it went wrong, in detail if it brought nothing."""
    facts = {
        "poll": account.poll,
        "source": account.source,
        "outcome": account.outcome,
        "status": account.status,
        "seconds": account.seconds,
        "new": account.new,
        "updated": account.updated,
    }
    if account.error:
        _polls.warning("%s: %s", account.source, _line(account.error), extra=facts)
        return
    level = logging.INFO if account.new or account.updated else logging.DEBUG
    said = "%s: %d new, %d updated"
    _polls.log(level, said, account.source, account.new, account.updated, extra=facts)


def _line(text: str) -> str:
    """Text of strangers on one line, without what a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)
