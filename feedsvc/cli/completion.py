"""`feedsvc completion`."""

import click
from click.shell_completion import get_completion_class

_SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(_SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Write the script by which a shell completes commands, options and names of sources.

    \b
    feedsvc completion bash > ~/.local/share/bash-completion/completions/feedsvc
    feedsvc completion zsh > ~/.zfunc/_feedsvc
    feedsvc completion fish > ~/.config/fish/completions/feedsvc.fish
    """
    kind = get_completion_class(shell)
    if kind is None:  # click knows all of them
        raise click.BadParameter(shell)
    command = context.find_root().command
    completed = kind(command, {}, "feedsvc", "_FEEDSVC_COMPLETE")
    click.echo(completed.source_template % completed.source_vars())
