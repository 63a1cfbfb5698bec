"""`feedsvc users`."""

import secrets
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import click

from feedsvc.cli.house import house_of
from feedsvc.cli.output import as_json, json_line, listed
from feedsvc.cli.words import confirm, user_names
from feedsvc.errors import NotFoundError, meant
from feedsvc.flows import people
from feedsvc.flows import tokens as flows_tokens
from feedsvc.model.people import Role, Token, TokenScope
from feedsvc.store import people as stored_people
from feedsvc.store.database import Database
from feedsvc.wiring.house import now

_RANDOM_BYTES = 18  # of a password that is made

_role = click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    required=True,
    help="A viewer looks, an editor changes.",
)
_password_stdin = click.option(
    "--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input."
)
_name = click.argument("name", shell_complete=user_names)


@click.command("list")
@as_json
@click.pass_obj
def list_users(folder: Path, *, as_json: bool) -> None:
    """List who may sign in to the console and use the API.

    \b
    feedsvc users list
    """
    statements = house_of(folder).database.statements()
    tokens = Counter(one.user.name for one in stored_people.tokens(statements))
    rows = [
        {
            "name": user.name,
            "role": user.role.value,
            "added_at": user.added_at,
            "tokens": tokens[user.name],
        }
        for user in stored_people.users(statements)
    ]
    empty = "no users yet; add one with feedsvc users add NAME --role editor"
    listed(rows, ("name", "role", "added_at", "tokens"), empty, as_json=as_json)


@click.command()
@click.argument("name")
@_role
@_password_stdin
@as_json
@click.pass_obj
def add(folder: Path, name: str, role: str, *, from_stdin: bool, as_json: bool) -> None:
    """Let somebody sign in.

    The password is asked for twice, or read from standard input; where nobody can type, one is
    made and shown once. It is never a word of a command, where everybody on the machine can read
    it.

    \b
    feedsvc users add eva --role editor
    feedsvc users add eva --role viewer --password-stdin < password.txt
    """
    database = house_of(folder).database
    given, is_made = _password(from_stdin=from_stdin)
    user = people.add_user(database, name, Role(role), given, now())
    made = given if is_made else ""
    _told(user.name, f"added as {user.role.value}", made=made, as_json=as_json)


@click.command()
@_name
@_password_stdin
@as_json
@click.pass_obj
def password(folder: Path, name: str, *, from_stdin: bool, as_json: bool) -> None:
    """Give somebody another password; their sessions end, their tokens stay.

    \b
    feedsvc users password eva
    """
    database = house_of(folder).database
    _require(database, name)
    given, is_made = _password(from_stdin=from_stdin)
    people.set_password(database, name, given)
    made = given if is_made else ""
    _told(name, "given another password", made=made, as_json=as_json)


@click.command()
@_name
@_role
@as_json
@click.pass_obj
def role(folder: Path, name: str, role: str, *, as_json: bool) -> None:
    """Give somebody another role; their sessions end.

    \b
    feedsvc users role eva --role viewer
    """
    database = house_of(folder).database
    _require(database, name)
    people.set_role(database, name, Role(role))
    _told(name, f"now {role}", as_json=as_json)


@click.command()
@_name
@click.option("--yes", is_flag=True, help="Do not ask.")
@as_json
@click.pass_obj
def remove(folder: Path, name: str, *, yes: bool, as_json: bool) -> None:
    """Let somebody sign in no more; their sessions and tokens end at once.

    \b
    feedsvc users remove eva --yes
    """
    database = house_of(folder).database
    _require(database, name)
    if not yes:
        confirm(f"Remove {name}, with all sessions and tokens?")
    people.remove_user(database, name)
    _told(name, "removed", as_json=as_json)


@click.command()
@_name
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in TokenScope]),
    help="What it may be used for; may be repeated. Reading always, and nothing else by default.",
)
@click.option("--label", metavar="TEXT", default="", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 36_500), metavar="N", help="It ends after N days.")
@as_json
@click.pass_obj
def token(  # noqa: PLR0913 - its options
    folder: Path,
    name: str,
    scopes: tuple[str, ...],
    label: str,
    days: int | None,
    *,
    as_json: bool,
) -> None:
    """Make a token for the API, and show it: once, for no more than its hash is kept.

    \b
    feedsvc users token eva --label backup
    feedsvc users token eva --scope write --scope withdraw --days 90
    """
    database = house_of(folder).database
    _require(database, name)
    until = now() + timedelta(days=days) if days else None
    wanted = [TokenScope(scope) for scope in scopes]
    made, text = flows_tokens.make_token(database, name, label, wanted, until, now())
    if as_json:
        json_line(_row(made) | {"token": text})
        return
    click.echo(text)
    click.echo("Keep it now: it is shown this once.", err=True)


@click.command()
@click.argument("name", required=False, shell_complete=user_names)
@as_json
@click.pass_obj
def tokens(folder: Path, name: str | None, *, as_json: bool) -> None:
    """List the tokens of somebody, or of everybody; never themselves.

    \b
    feedsvc users tokens eva
    """
    database = house_of(folder).database
    if name:
        _require(database, name)
    found = stored_people.tokens(database.statements())
    rows = [_row(one) for one in found if name in {None, one.user.name}]
    columns = ("id", "user", "label", "scopes", "added_at", "used_at", "until")
    empty = "no tokens yet; make one with feedsvc users token NAME"
    listed(rows, columns, empty, as_json=as_json)


@click.command()
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@as_json
@click.pass_obj
def revoke(folder: Path, ids: tuple[str, ...], *, as_json: bool) -> None:
    """Let tokens be used no more. ID is that of `feedsvc users tokens`.

    \b
    feedsvc users revoke 0a1b2c3d4e5f
    """
    database = house_of(folder).database
    for one in ids:
        flows_tokens.revoke_token(database, one)
        if as_json:
            json_line({"id": one, "change": "revoked"})
        else:
            click.echo(f"The token {one} is revoked.")


def _password(*, from_stdin: bool) -> tuple[str, bool]:
    """The password that is typed, twice, or that another program gives; else one that is made.

    Returns:
        It, and whether it was made here, so that it is to be shown.
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n"), False
    if not sys.stdin.isatty():
        return secrets.token_urlsafe(_RANDOM_BYTES), True
    typed: str = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed, False


def _require(database: Database, name: str) -> None:
    """See that somebody of that name may sign in."""
    names = [user.name for user in stored_people.users(database.statements())]
    if name not in names:
        msg = f"there is no user {name[:80]!r}{meant(name, names)}; see feedsvc users list"
        raise NotFoundError(msg)


def _told(name: str, change: str, *, made: str = "", as_json: bool) -> None:
    """Tell what was done; with a password that was made, which is shown this once."""
    if as_json:
        json_line({"user": name, "change": change} | ({"password": made} if made else {}))
        return
    click.echo(f"{name} is {change}.")
    if made:
        click.echo(f"The password, shown this once: {made}")


def _row(one: Token) -> dict[str, object]:
    return {
        "id": one.id,
        "user": one.user.name,
        "label": one.label,
        "scopes": sorted(scope.value for scope in one.scopes),
        "added_at": one.added_at,
        "used_at": one.used_at,
        "until": one.until,
    }
