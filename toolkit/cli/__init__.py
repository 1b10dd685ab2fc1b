"""The command line: words, flags, progress and exit codes. One file per command; nothing is imported before it is needed."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from toolkit import __version__
from toolkit.errors import JimakuError

# The one-line helps stand here, so that `jimaku --help` imports no command. A test holds them against the commands' own docstrings.
COMMANDS = {
    "subtitle": "Write timed subtitles of a transcript.",
    "narrate": "Read a transcript aloud: tracks, mix and subtitles in step.",
    "inspect": "Show what was understood of a transcript, and what is doubted.",
    "readings": "Show how every word will be spoken, most doubtful first.",
    "check": "Hold a subtitle file against a style.",
    "verify": "Hold a finished edition against its manifest and its sound.",
    "voices": "List the voices there are to choose.",
    "styles": "List the subtitle styles and their sources.",
}


class _Lazy(click.Group):
    """A group that imports a command when it is run, and prints our errors as one line with their exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"toolkit.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except JimakuError as error:
            click.echo(f"jimaku: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]}, epilog="""\b
Examples:
  jimaku subtitle talk.txt                 writes talk.srt
  jimaku narrate talk.txt -o edition       voices, tracks, mix and subtitles
  jimaku COMMAND --help                    each command ends with examples""")
@click.version_option(__version__, prog_name="jimaku")
def cli() -> None:
    """Japanese interview transcripts into timed subtitles and a narrated audio edition in step with them."""


def main() -> None:
    """The console script. Output is UTF-8 whatever the terminal's locale says."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    cli(prog_name="jimaku")
