"""The configuration and database that a command works with."""

from pathlib import Path

import click

from feedsvc.wiring.house import House, open_house_in_force


def house_of(folder: Path) -> House:
    """What is in force, though the files may be wrong just now: that is told on standard error."""
    return open_house_in_force(folder, lambda line: click.echo(line, err=True))
