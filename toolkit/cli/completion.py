"""``jimaku completion``: let a shell complete commands, options and their values."""

from __future__ import annotations

import os
from pathlib import Path

import click

from toolkit.errors import InputError

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog="""\b
Examples:
  jimaku completion --install          for the shell you use ($SHELL)
  jimaku completion zsh --install      for another
  jimaku completion bash               what it would write
  eval "$(jimaku completion bash)"     for this window only""",
)
@click.argument("shell", type=click.Choice(SHELLS), required=False)
@click.option("--install", is_flag=True, help="Write it where the shell looks for it, and print the place.")
def command(shell: str | None, install: bool) -> None:
    """Let your shell complete commands, options and values.

    Styles, formats, engines, forms and voices (--voice NAME=…) are completed too, in bash 4.4 and later, zsh and fish.
    """
    shell = shell or _shell_of(os.environ.get("SHELL", ""))
    script = script_of(shell)
    if not install:
        click.echo(script, nl=False)
        return
    place = place_of(shell)
    _write(place, script)
    click.echo(place)
    if shell == "zsh":
        click.echo(f"once, in ~/.zshrc before compinit: fpath+=({place.parent})", err=True)
    click.echo("it works in every new window", err=True)


def script_of(shell: str) -> str:
    """What the shell has to read."""
    from click.shell_completion import get_completion_class

    from toolkit.cli import COMPLETE, cli
    from toolkit.cli.values import BASH, FISH, know_bash

    know_bash()
    made = get_completion_class(shell)
    if made is None:
        raise InputError(f"nothing is known of the shell {shell}", mend=f"choose one of: {', '.join(SHELLS)}")
    names = made(cli, {}, "jimaku", COMPLETE).source_vars()
    return {"bash": BASH, "fish": FISH}.get(shell, made.source_template) % names


def place_of(shell: str) -> Path:
    """Where the shell looks for what a person has installed."""
    home, here = Path.home(), os.environ
    data = Path(here.get("XDG_DATA_HOME") or home / ".local" / "share")
    match shell:
        case "bash":
            folder = Path(here.get("BASH_COMPLETION_USER_DIR") or data / "bash-completion")
            return folder / "completions" / "jimaku"
        case "fish":
            config = Path(here.get("XDG_CONFIG_HOME") or home / ".config")
            return config / "fish" / "completions" / "jimaku.fish"
        case _:
            return data / "zsh" / "site-functions" / "_jimaku"


def _shell_of(path: str) -> str:
    name = Path(path).name
    if name not in SHELLS:
        raise InputError("which shell you use is not told by SHELL", mend=f"name one of: {', '.join(SHELLS)}")
    return name


def _write(place: Path, script: str) -> None:
    from toolkit.system.files import write_text

    write_text(place, script)
