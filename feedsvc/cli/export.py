"""`feedsvc export`."""

from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, json_line
from feedsvc.errors import FeedsvcError, first_line
from feedsvc.wiring.export import export as files_of


@click.command()
@click.argument("target", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the files that are there.")
@as_json
@click.pass_obj
def export(folder: Path, target: Path | None, *, force: bool, as_json: bool) -> None:
    """Write all that is configured, by files and by operators, as configuration files.

    DIR gets feedsvc.toml, sources.toml and channels.toml, which `feedsvc check` accepts and which
    come to the same state. Without DIR they go to standard output as one document. What is secret
    is not in them: where it is kept is.

    \b
    feedsvc export backup/config
    feedsvc --config backup/config check
    feedsvc export > everything.toml
    """
    files = files_of(house_of(folder), folder)
    if target is None:
        if as_json:
            json_line({"files": files})
            return
        for name, text in files.items():
            click.echo(f"# --- {name} ---\n{text}")
        return
    _write(target, files, force=force)
    if as_json:
        json_line({"folder": str(target), "files": list(files)})
    else:
        click.echo(f"{', '.join(files)} are written to {target}.")


def _write(target: Path, files: dict[str, str], *, force: bool) -> None:
    """Write the files, each as a whole."""
    there = [name for name in files if (target / name).exists()]
    if there and not force:
        msg = f"{target / there[0]} is there already; name another folder, or replace with --force"
        raise FeedsvcError(msg)
    try:
        target.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            fresh = target / f".{name}.new"
            fresh.touch(mode=0o600)  # addresses may hold keys
            fresh.write_text(text, "utf-8")
            fresh.replace(target / name)
    except OSError as error:
        msg = f"{target}: cannot be written ({first_line(error)}); name another folder"
        raise FeedsvcError(msg) from None
