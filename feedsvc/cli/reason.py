"""The reason that somebody must give for what cannot be looked up later otherwise."""

from collections.abc import Callable
from typing import Any

import click


def reason_of(about: str) -> Callable[[Any], Any]:
    """The option `--reason TEXT`, which may not be left out or empty."""
    return click.option("--reason", required=True, callback=_said, metavar="TEXT", help=about)


def _said(_context: click.Context, _option: click.Parameter, value: str) -> str:
    reason = " ".join(value.split())
    if not reason:
        msg = "is empty; say why, for the readers and for the record"
        raise click.BadParameter(msg)
    return reason
