"""`feedsvc check`."""

from pathlib import Path

import click

from feedsvc.wiring.provision import read_settings


@click.command()
@click.pass_obj
def check(folder: Path) -> None:
    """Validate the configuration; change nothing.

    Prints each problem on a line: `file:key: what is wrong; what to do`.

    \b
    feedsvc check
    feedsvc --config /etc/feedsvc check
    """
    settings = read_settings(folder)
    enabled = sum(source.enabled for source in settings.sources)
    click.echo(
        f"The configuration is good: {len(settings.sources)} sources ({enabled} enabled),"
        f" {len(settings.channels)} channels."
    )
