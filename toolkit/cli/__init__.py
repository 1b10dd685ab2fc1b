"""The command line: words, flags, progress and exit codes. One file per command; nothing is imported before it is
needed.
"""

from __future__ import annotations

import contextlib
import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Callable, Sequence
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn

import click

from toolkit import __version__
from toolkit.cli.language import Context, talking
from toolkit.cli.terminal import steady
from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.messages import LANGUAGES, said
from toolkit.system.memory import refuse_small
from toolkit.system.waiting import tell_by

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# The one-line helps stand here, so that `jimaku --help` imports no command. A test holds them against the commands' own
# docstrings.
COMMANDS = {
    "subtitle": "Write timed subtitles of a transcript.",
    "narrate": "Read a transcript aloud: tracks, mix and subtitles in step.",
    "say": "Say a few words in a voice, into a sound file.",
    "align": "Find when a text is said in its recording, and time subtitles by it.",
    "batch": "Subtitle and narrate many transcripts, going on where it was ended.",
    "watch": "Subtitle and narrate transcripts as they appear in a folder.",
    "inspect": "Show what was understood of a transcript, and what is doubted.",
    "init": "Begin a series: a project file and a lexicon from one transcript.",
    "readings": "Show how every word will be spoken, most doubtful first.",
    "convert": "Turn a subtitle file into other formats, at other times.",
    "check": "Hold a subtitle file against a style.",
    "preview": "Make a page to look at subtitles.",
    "diff": "Show what moved between two subtitle files: breaks, times, text.",
    "edition": "Make books, a page, an episode or stems of a narration.",
    "verify": "Hold a finished edition against its manifest and its sound.",
    "fit": "Learn where your house breaks lines and cues from its subtitles.",
    "completion": "Let your shell complete commands, options and values.",
    "cache": "Show, limit or clear the sentences kept from earlier runs.",
    "voices": "List the voices there are to choose.",
    "styles": "List the subtitle styles and their sources.",
}


# MB of address space below which a command cannot do its work: measured on a few lines, and some more
_NEEDS = {"subtitle": 320, "readings": 800, "narrate": 900, "say": 900, "batch": 900, "align": 900}


class _Lazy(click.Group):
    """A group that imports a command when it is run, and ends every failure a person can meet in one line and an exit
    code.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    context_class = Context

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        refuse_small(_NEEDS.get(cmd_name, 0))
        command: click.Command = importlib.import_module(f"toolkit.cli.{cmd_name}").command
        command.context_class = Context
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that ``args`` name; a misspelt one is answered with what it is like."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            like = difflib.get_close_matches(args[0], COMMANDS, 1)
            ctx.fail(f"No such command {args[0]!r}." + (f" Did you mean {like[0]!r}?" if like else ""))
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[Any]]:
        """The commands; only the options of the group itself need more than the table."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return [
            CompletionItem(name, help=said(words)) for name, words in COMMANDS.items() if name.startswith(incomplete)
        ]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(self, args: Sequence[str] | None = None, *rest: Any, standalone_mode: bool = True, **extra: Any) -> Any:
        arguments = sys.argv[1:] if args is None else list(args)
        if COMPLETE in os.environ:
            from toolkit.cli.values import know_bash

            know_bash()
        run: Any = super().main  # overloaded: mypy cannot see its arguments through ours
        with talking(arguments):
            if not standalone_mode:
                return run(arguments, *rest, standalone_mode=False, **extra)
            return _ended(lambda: run(arguments, *rest, standalone_mode=False, **extra))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:  # the parser of a command does not say whose it is
            name = ctx.invoked_subcommand
            command = self.get_command(ctx, name) if name else None
            if error.ctx is None and command is not None:
                error.ctx = click.Context(command, ctx, name)
            raise
        except KeyboardInterrupt:  # before click puts an empty line for it
            raise click.Abort from None
        except OSError as error:  # before click makes a closed pipe a success
            _end_output(error)


def _ended(run: Callable[[], Any]) -> NoReturn:
    """Ends the process with what ``run`` gives, every failure in one line and an exit code."""
    try:
        code = run()
        sys.stdout.flush()
    except JimakuError as error:
        _end(str(error), error.exit_code)
    except click.UsageError as error:
        _end(_usage(error), error.exit_code)
    except click.ClickException as error:
        _end(error.format_message(), error.exit_code)
    except click.Abort:
        _end("interrupted, nothing half-written is left", _INTERRUPTED)
    except MemoryError:
        _end("memory ran out — give it more, or a shorter transcript", InputError.exit_code)
    except OSError as error:
        _end_output(error)
    sys.exit(code if isinstance(code, int) else 0)


COMPLETE = "_JIMAKU_COMPLETE"  # set by a shell that asks what a line could go on with
_INTERRUPTED, _CLOSED_PIPE = 128 + 2, 128 + 13  # as a shell tells the signals INT and PIPE


def _end(message: str, code: int) -> NoReturn:
    with contextlib.suppress(OSError):  # where stderr is closed too, the code has to do
        click.echo(f"jimaku: {' '.join(message.split())}", err=True)
    sys.exit(code)


def _usage(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "jimaku"
    return f"{error.format_message().rstrip('.')} — see `{command} --help`"


def _end_output(error: OSError) -> NoReturn:
    """Standard output is full or nobody reads it any more. What is still in its buffer must not fail again at the
    interpreter's end.
    """
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno in (errno.EPIPE, errno.EINVAL):  # Windows says EINVAL for a closed pipe
        sys.exit(_CLOSED_PIPE)
    _end(
        f"the output cannot be written ({error.strerror or error}) — choose another place for it", OutputError.exit_code
    )


@click.group(
    cls=_Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  jimaku subtitle talk.txt                 writes talk.srt
  jimaku narrate talk.txt -o edition       voices, tracks, mix and subtitles
  jimaku COMMAND --help                    each command ends with examples""",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help="The language of messages and help; as JIMAKU_LANG or the locale (LC_ALL, LC_MESSAGES, LANG) says if not "
    "given.",
)
@click.version_option(__version__, prog_name="jimaku")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Japanese interview transcripts into timed subtitles and a narrated audio edition in step with them."""
    tell_by(lambda text: click.echo(text, err=True))
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help(), err=True)
        ctx.exit(InputError.exit_code)


def _terminated(number: int, _: FrameType | None) -> NoReturn:
    _end("ended by a signal, nothing half-written is left", 128 + number)


_YOUNG = 50_000  # objects: with Python's 700 a tenth of a short run is spent looking for rings among objects that live to its end  # noqa: E501


def main() -> None:
    """The console script. Output is UTF-8 whatever the terminal's locale says; being told to end cleans up first."""
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup ignores it
            signal.signal(number, _terminated)
    sys.stdout, sys.stderr = steady(sys.stdout, talk=False), steady(sys.stderr, talk=True)
    gc.set_threshold(_YOUNG)
    _refuse_ascii()
    try:
        cli(prog_name="jimaku")
    finally:
        gc.freeze()  # or the interpreter would look through all there is once more before it ends


def _refuse_ascii() -> None:
    """Ends where file names cannot have Japanese letters, before any work: the names of tracks have them."""
    try:
        "字幕".encode(sys.getfilesystemencoding())
    except UnicodeEncodeError:
        _end(
            f"file names cannot be Japanese in this locale ({sys.getfilesystemencoding()}) — set PYTHONUTF8=1, or "
            "LC_ALL=C.UTF-8",
            InputError.exit_code,
        )
