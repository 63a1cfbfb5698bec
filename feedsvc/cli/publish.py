"""`feedsvc publish`."""

from pathlib import Path

import click

from feedsvc.cli.output import as_json, json_line, progress
from feedsvc.web.static_site import publish as publish_into
from feedsvc.wiring.house import open_house
from feedsvc.wiring.publishing import open_publisher


@click.command()
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@as_json
@click.pass_obj
def publish(folder: Path, target: Path, *, as_json: bool) -> None:
    """Write everything that is published as files into DIR.

    Every public channel and archive in every format and as a page, the page of every entry they
    show, the catalogue and the lists of channels and sources: any static web server answers with
    them under the same addresses, if it takes index.html for a folder. [site] url is where
    DIR will be found. Private channels are left out.

    DIR is made, or is empty, or holds an earlier run: only what changed is written then, and what
    is not published any more is removed. Files of others there stay as they are. Nothing
    is polled; run it again after a poll, after a withdrawal, and when the time has come that it
    tells: a permission or an embargo ends then.

    \b
    feedsvc publish /srv/www
    """
    service = open_publisher(open_house(folder))
    done = publish_into(service, target, lambda files: progress(files, "Publishing"))
    if as_json:
        json_line({"folder": str(target)} | done._asdict())
        return
    click.echo(f"{done.written} written, {done.unchanged} unchanged, {done.removed} removed.")
    if done.private:
        named = (
            "1 private channel is" if done.private == 1 else f"{done.private} private channels are"
        )
        click.echo(f"{named} left out: files cannot ask who reads them.")
    if done.until:
        click.echo(
            f"Publish again at {done.until:%Y-%m-%d %H:%M} UTC, when what may be shown changes."
        )
