"""The groups of commands that are in several files."""

import click

from feedsvc.cli.lazy import Lazy

_SOURCES = {
    "list": ("sources.list_sources", "List sources with how they fare."),
    "show": ("sources.show", "Show one: what it is, what its owner permits, how it fares."),
    "test": ("look.test", "Fetch and read a feed, show what would be stored; store nothing."),
    "add": ("adding.add", "Add the feed of a site, after a look at it."),
    "pause": ("tending.pause", "Poll sources no more for now."),
    "resume": ("tending.resume", "Poll paused sources again."),
    "remove": ("tending.remove", "Remove sources that operators added."),
    "revoke": ("tending.revoke", "Take everything of a source down for its owner."),
    "restore": ("tending.restore", "Publish a source again that was revoked."),
}


@click.group(cls=Lazy, known=_SOURCES)
def sources() -> None:
    """The feeds that others publish."""


_OPML = {
    "import": ("opml.import_list", "Add the feeds of an OPML list as sources."),
    "export": ("opml.export_list", "Write the sources as an OPML list."),
}


@click.group(cls=Lazy, known=_OPML)
def opml() -> None:
    """Lists of feeds, as readers have them."""


_USERS = {
    "list": ("users.list_users", "List who may sign in and use the API."),
    "add": ("users.add", "Let somebody sign in."),
    "remove": ("users.remove", "Let somebody sign in no more."),
    "password": ("users.password", "Give somebody another password."),
    "role": ("users.role", "Give somebody another role."),
    "token": ("users.token", "Make a token for the API, and show it once."),
    "tokens": ("users.tokens", "List tokens, never themselves."),
    "revoke": ("users.revoke", "Let tokens be used no more."),
}


@click.group(cls=Lazy, known=_USERS)
def users() -> None:
    """Who may sign in to the console and use the API."""
