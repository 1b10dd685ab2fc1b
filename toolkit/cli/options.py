"""Options that several commands share, and what they mean once a project file has had its say: flags win."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.errors import InputError
from toolkit.styles import DEFAULT_STYLE, STYLES, style_named

if TYPE_CHECKING:
    from toolkit.model import Script
    from toolkit.pipeline import Cutting, Scope
    from toolkit.project import Project

F = TypeVar("F", bound=Callable[..., Any])

_TRANSCRIPT = (
    click.argument("file", type=click.Path(path_type=Path, allow_dash=True)),
    click.option("--plain", is_flag=True, help="Running text: every line a paragraph, no structure looked for."),
    click.option("--encoding", metavar="NAME", help="The file's encoding (utf-8, cp932, euc_jp, …) instead of a guess."),
    click.option(
        "--scope",
        type=click.Choice(["interview", "article", "all"]),
        help="What to take: the interview, the article around it, or all. Default: the interview if there is one.",
    ),
)
_CUTTING = (
    click.option("--style", metavar="NAME", help=f"One of {', '.join(STYLES)}; default {DEFAULT_STYLE}. See `jimaku styles`."),
    click.option("--line-width", type=click.FloatRange(4, 100), metavar="N", help="Full-width characters a line, over the style's."),
    click.option("--max-lines", type=click.IntRange(1, 8), metavar="N", help="Lines a cue, over the style's."),
    click.option(
        "--breaks", type=click.Path(path_type=Path), metavar="JSON", help="Break weights fitted on your own subtitles (scripts/fit_breaks)."
    ),
)


def transcript_options(function: F) -> F:
    """FILE, --plain, --encoding, --scope."""
    return _with(function, _TRANSCRIPT)


def cutting_options(function: F) -> F:
    """--style, --line-width, --max-lines, --breaks."""
    return _with(function, _CUTTING)


def _with(function: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript and how it is to be cut, project and flags merged."""

    script: Script
    project: Project | None
    cutting: Cutting
    scope: Scope | None


def take(
    file: Path,
    *,
    plain: bool,
    encoding: str | None,
    scope: Scope | None,
    style: str | None,
    line_width: float | None,
    max_lines: int | None,
    breaks: Path | None,
) -> Taken:
    """Read the transcript and its project file. InputError for anything wrong with either, or with an option."""
    from toolkit.japanese.breaks import load
    from toolkit.pipeline import Cutting
    from toolkit.project import find_project
    from toolkit.transcript import read_script

    project = find_project(file)
    rules = style_named(style or (project.style if project else "") or DEFAULT_STYLE)
    if project is not None:
        rules = rules.with_width(project.line_width, project.max_lines)
    cutting = Cutting(rules.with_width(line_width, max_lines), load(breaks) if breaks else None, project.protected if project else ())
    script = read_script(file, encoding=encoding, plain=plain, project=project)
    return Taken(script, project, cutting, scope or (project.scope if project else None))


def stem_of(file: Path) -> str:
    """What outputs of a transcript are called."""
    return "stdin" if str(file) == "-" else file.stem


def refuse_same(file: Path, output: Path) -> None:
    """InputError if writing ``output`` would replace the transcript."""
    if str(file) != "-" and output.exists() and file.exists() and output.samefile(file):
        raise InputError("is the transcript itself", where=str(output), mend="name another output with -o")


def warn(script: Script, doubts: Any = ()) -> None:
    """What the reader and the segmenter want a person to look at, on stderr, one line each."""
    for warning in script.warnings:
        click.echo(f"warning: {warning}", err=True)
    for doubt in doubts:
        click.echo(f"warning: line {doubt.line}: {doubt.message}", err=True)
