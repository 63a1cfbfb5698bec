"""Groups of commands whose modules are imported when a command is called."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click


class Lazy(click.Group):
    """A group that knows of each command where it is and what it is for, and no more."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's
        known: Mapping[str, tuple[str, str]],
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        """Take the name of each command to its `module.function` here and a line of help."""
        super().__init__(*args, **kwargs)
        self._known = known

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in our order."""
        return list(self._known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of that name."""
        if cmd_name not in self._known:
            return None
        module, _, function = self._known[cmd_name][0].partition(".")
        command: click.Command = getattr(import_module(f"feedsvc.cli.{module}"), function)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; one that is not known is told with what is spelled alike."""
        name = args[0]
        if name not in self._known and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.NoSuchCommand(name, possibilities=self._known, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the names with their help, importing none."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (_, said) in self._known.items()])
