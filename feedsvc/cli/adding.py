"""`feedsvc sources add`."""

import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.look import SCOPES, asked, look, show, told
from feedsvc.cli.output import as_json, json_line, printable
from feedsvc.cli.poll import poll_and_show
from feedsvc.cli.words import confirm, tag_names
from feedsvc.errors import FeedsvcError
from feedsvc.flows.importing import Names
from feedsvc.flows.probe import Probe
from feedsvc.model.source import Origin, Permission, Scope
from feedsvc.settings import Settings
from feedsvc.settings.secret import ENV
from feedsvc.store import sources as stored_sources
from feedsvc.store.sources import Stored
from feedsvc.text.told import told as told_address
from feedsvc.text.urls import loose_form, safe_url
from feedsvc.wiring.desk import Desk
from feedsvc.wiring.house import now
from feedsvc.wiring.person import person

_SHOWN = 5  # entries

_PERMISSION = (
    ("licence", "The licence that covers what declares none: SPDX identifier or address."),
    ("attribution", "The line that credits the source, with fields such as {source}."),
    ("granted_by", "Who permits it."),
    ("evidence", "Where that can be looked up."),
)


def _permitting(command: click.Command) -> click.Command:
    """The options that say what a source's owner permits."""
    for name, said in reversed(_PERMISSION):
        option = click.Option([f"--{name.replace('_', '-')}"], metavar="TEXT", help=said)
        command.params.append(option)
    return command


@_permitting
@click.command()
@click.argument("url")
@click.option("--name", metavar="NAME", help="What it is called here; else made from its title.")
@click.option("--title", metavar="TEXT", help="Its title here; the feed's own by default.")
@click.option(
    "--tag", "tags", multiple=True, metavar="TAG", shell_complete=tag_names,
    help="By which channels choose it; may be repeated.",
)  # fmt: skip
@click.option(
    "--scope", type=click.Choice(SCOPES), default=Scope.LICENCE.value,
    help="What its owner permits; as its licence says by default.",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Do not ask; of several feeds take the first.")
@as_json
@click.pass_obj
def add(
    folder: Path,
    /,
    url: str,
    name: str | None,
    *,
    yes: bool,
    as_json: bool,
    **said: Any,  # noqa: ANN401 - as click read them
) -> None:
    """Add the feed of a site, after a look at it, and poll it once.

    URL is that of the feed, or of a page that announces it. It is looked at as by `feedsvc
    sources test`: title, licence, the last entries, and what of them would be published and why.
    Then you are asked. A URL that is a secret is given as env: and the name of the variable that
    holds it, for this command and for the service.

    \b
    feedsvc sources add https://news.example/
    feedsvc sources add https://news.example/rss --name news --tag world --yes
    feedsvc sources add https://news.example/rss --scope full --granted-by "Syndication desk" \\
        --evidence "mail of 2026-01-12"
    feedsvc sources add env:FEEDSVC_SECRET_AGENCY --name agency
    """
    house = house_of(folder)
    statements = house.database.statements()
    table = _table(said)
    address, found = _chosen(
        house.settings, url, Scope(said["scope"]), asks=not yes and not as_json
    )
    everything = stored_sources.everything(statements)
    known = _known_name(everything, {asked(address, Permission()).url, found.url})
    name = name or known
    if name is None:
        taken = (one.source.name for one in everything)
        name = Names(taken).new(found.url, said["title"] or found.feed.title or "")
    if not as_json:
        show(told(found, _SHOWN))
    if not yes:
        confirm(f"Add it as {name!r}?")
    desk = Desk(database=house.database, settings=house.settings, person=person(), now=now())
    desk.add_sources({name: {"url": _declared(address)} | table})
    if as_json:
        json_line({"source": name, "change": "added", "url": told_address(address, secret=False)})
    else:
        click.echo(f"{name} is added.")
    poll_and_show(house, [name], as_json=as_json)


def _declared(address: str) -> str | dict[str, str]:
    """An address as it would stand in a file."""
    kind, _, name = address.partition(":")
    return {ENV: name} if kind == ENV else address


def _table(said: dict[str, Any]) -> dict[str, Any]:
    """What would stand in the source's table in a file, but for its address."""
    permission = {name: said[name] for name, _ in _PERMISSION if said[name]}
    if said["scope"] != Scope.LICENCE:
        permission["scope"] = said["scope"]
    table: dict[str, Any] = {"title": said["title"], "tags": list(said["tags"])}
    table["permission"] = permission
    return {key: value for key, value in table.items() if value}


def _chosen(settings: Settings, url: str, scope: Scope, *, asks: bool) -> tuple[str, Probe]:
    """The address of the feed that is meant, of those that a page announces, and a look at it."""
    permission = Permission(scope=scope)
    found = look(settings, asked(url, permission))
    if url.startswith(f"{ENV}:"):
        if found.page:
            msg = f"{found.page} is a page; keep the address of the feed itself in the variable"
            raise FeedsvcError(msg)
        return url, found
    if not found.others or not asks or not sys.stdin.isatty():
        return found.address or safe_url(url) or url, found
    click.echo(f"{printable(found.page)} announces several feeds:", err=True)
    titles = [found.feed.title or "", *(other.title for other in found.others)]
    urls = [found.address, *(other.url for other in found.others)]
    for number, (title, other) in enumerate(zip(titles, urls, strict=True), 1):
        click.echo(f"  {number}  {printable(other)}  {printable(title)}", err=True)
    kind = click.IntRange(1, len(urls))
    chosen = urls[click.prompt("Which one?", default=1, type=kind, err=True) - 1]
    return chosen, found if chosen == found.address else look(settings, asked(chosen, permission))


def _known_name(everything: Sequence[Stored], urls: Collection[str]) -> str | None:
    """The name of a removed source with one of these addresses, which comes back by this.

    Raises:
        FeedsvcError: There is one that was not removed.
    """
    wanted = set(map(loose_form, urls))
    same = [one.source for one in everything if loose_form(one.source.url) in wanted]
    for source in same:
        if source.origin is not Origin.REMOVED:
            msg = f"that feed is the source {source.name!r} already; see feedsvc sources list"
            raise FeedsvcError(msg)
    return same[0].name if same else None
