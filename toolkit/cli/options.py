"""Options that several commands share, and what they mean once a project file has had its say: flags win."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.cli import values
from toolkit.errors import InputError, JimakuError
from toolkit.wishes.kinds import ByPerson, Choice, File, Kind, Many, Number, OnOff, Switch
from toolkit.wishes.table import GROUPS, WISHES, Wish

if TYPE_CHECKING:
    from toolkit.formats import Format
    from toolkit.formats.frames import FrameRate
    from toolkit.model import Script, SubtitleFile
    from toolkit.pipeline import Cutting
    from toolkit.timing.video import Video
    from toolkit.transcript.scope import Scope
    from toolkit.wishes.project import Project
    from toolkit.wishes.settings import Settings


F = TypeVar("F", bound=Callable[..., Any])
N = TypeVar("N", int, float)


class Range(click.FloatRange):
    """A number in a range; what is not a number (nan) is in none."""

    name = "n"  # of which click makes what stands for it in help

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number, low, high = _figure(value, float), self.min or 0, self.max or 0
        if number is None or math.isnan(number):
            self.fail(f"{value} is not a number — write a number from {low:g} to {high:g}", param, ctx)
        if not low <= number <= high:
            self.fail(f"{value} is out of its range — give one from {low:g} to {high:g}", param, ctx)
        return number


class Whole(click.IntRange):
    """A whole number in a range."""

    name = "n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number, low, high = _figure(value, int), self.min or 0, self.max or 0
        if number is None:
            self.fail(f"{value} is not a number — write a whole number from {low} to {high}", param, ctx)
        if not low <= number <= high:
            self.fail(f"{value} is out of its range — give one from {low} to {high}", param, ctx)
        return number


def _figure(value: Any, kind: type[N]) -> N | None:
    try:
        return kind(value)
    except ValueError:
        return None


def flags(command: str, *which: str) -> Callable[[F], F]:
    """Click's options for the rows of the table that the command takes, in the table's order. ``which``: groups of the
    table, or single wishes.
    """
    rows = [row for name in which for row in GROUPS.get(name) or (WISHES[name],) if command in row.commands]

    def add(function: F) -> F:
        for row in reversed(rows):
            function = _option(row.at(command))(function)
        return function

    return add


def _option(wish: Wish) -> Callable[[F], F]:
    words = {**_click_of(wish.kind), **values.of_wish(wish.name, wish.kind)}
    spelled = f"{wish.option}/--no-{wish.option[2:]}" if isinstance(wish.kind, OnOff) else wish.option
    return click.option(spelled, wish.name, metavar=wish.metavar, help=wish.help, **words)


def _click_of(kind: Kind) -> dict[str, Any]:
    """What click is told of a kind."""
    match kind:
        case Switch():
            return {"is_flag": True}
        case OnOff():
            return {"is_flag": True, "default": None}  # None: nothing is said, and the project may
        case ByPerson() | Many():
            return {"multiple": True}
        case File():
            return {"type": click.Path(path_type=Path, file_okay=not kind.folder)}
        case Number():
            return {"type": Whole(int(kind.low), int(kind.high)) if kind.whole else Range(kind.low, kind.high)}
        case Choice(open=False):
            return {"type": click.Choice(kind.words)}
        case _:
            return {}


transcript = click.argument("file", type=click.Path(path_type=Path, allow_dash=True))


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript, how it is to be cut and what is known of the video, project and flags merged."""

    script: Script
    project: Project | None
    settings: Settings
    cutting: Cutting
    scope: Scope | None
    video: Video


def take(file: Path, *, ahead: Callable[[Cutting], None] | None = None, **options: Any) -> Taken:
    """Read the transcript and its project file. ``options`` as in ``settings_of``.

    ``ahead`` gets ready what the transcript is for: while it is read, where another core can read it.
    InputError for anything wrong with either, or with an option.
    """
    from toolkit.system.forks import beside
    from toolkit.wishes.project import find_project

    project = find_project(file)

    def read() -> Script:
        from toolkit.transcript import read_script

        return read_script(file, encoding=options.get("encoding"), plain=options.get("plain", False), project=project)

    def told() -> tuple[Settings, Cutting, Video]:
        settings = settings_of(**options)
        cutting, video = settings.cutting(project), settings.video(project)
        if ahead is not None:
            ahead(cutting)
        return settings, cutting, video

    if ahead is not None and str(file) != "-":
        script, (settings, cutting, video) = beside(read, told)
    else:
        settings, cutting, video = told()
        script = read()
    scope = settings.wish("scope", project)
    tell_doubts(script, file, strict=settings.wish("strict"))
    _tell_scope(script, scope)
    return Taken(script, project, settings, cutting, scope, video)


def tell_doubts(script: Script, file: Path, *, strict: bool) -> None:
    """One line on stderr that counts the doubts of reading; with ``strict`` all of them, and exit code 1."""
    if not script.doubts:
        return
    lines = ", ".join(str(doubt.line) for doubt in script.doubts[:8]) + (" …" if len(script.doubts) > 8 else "")
    many = "s" if len(script.doubts) > 1 else ""
    name = f'"{file}"' if " " in str(file) else file  # to be pasted into any shell
    click.echo(
        f"warning: {len(script.doubts)} doubt{many} about who says what (line{many} {lines}): "
        f"see `jimaku inspect {name}`",
        err=True,
    )
    if strict:
        for doubt in script.doubts:
            click.echo(f"line {doubt.line}: {doubt.message}", err=True)
        raise click.exceptions.Exit(1)


def _tell_scope(script: Script, scope: Scope | None) -> None:
    """How much of the text the usual scope leaves out, on stderr: nothing vanishes without a word."""
    from toolkit.transcript.scope import beyond

    size = beyond(script, scope)
    if size and scope is None:
        click.echo(
            f"{size} characters of the article around the interview are left out (--scope all takes them)", err=True
        )


def settings_of(*, cache: Path | None = None, no_cache: bool = True, **options: Any) -> Settings:
    """The flags of the table, as one. InputError for a --voice, --rate or --pitch that cannot be read."""
    from toolkit.wishes.settings import Settings

    given = {name: _parsed(WISHES[name], value) for name, value in options.items()}
    return Settings({**given, "cache": None if no_cache else cache or _default_cache()})


def _parsed(wish: Wish, value: Any) -> Any:
    return wish.kind.parsed(value, wish.option) if isinstance(wish.kind, ByPerson) else value


def _default_cache() -> Path:
    from toolkit.system.caches import default_folder

    return default_folder()


def read_subtitles(
    path: str, *, encoding: str | None = None, said: str | None = None, rate: FrameRate | None = None
) -> SubtitleFile:
    """A subtitle file, in the format that it shows or is called by; with ``said`` (a format's name, '' if it is to be
    found out) tables are taken too, whose time codes are of ``rate``. InputError for what is none.
    """
    from toolkit.formats import format_in, format_of, package_of, source_of
    from toolkit.inputs.encoding import decode
    from toolkit.inputs.source import read_bytes, read_document

    name = "<stdin>" if path == "-" else path
    if said is None:
        format_of(path)
    elif package := package_of(path, said):
        return _placed(name, lambda: package.read(package.unpacked(read_document(path)[0]), rate))
    data, _ = read_bytes(path)
    decoded = decode(data, name=name, encoding=encoding)
    reader = format_in(decoded.text, path) if said is None else source_of(decoded.text, path, said)
    subtitles = _placed(name, lambda: reader.read(decoded.text, rate))
    utf8, marked = decoded.encoding in ("utf-8", "ascii"), data.startswith(b"\xef\xbb\xbf")
    remark = reader.remark_of_encoding(decoded.shown, utf8=utf8, marked=marked)
    return replace(subtitles, remarks=(remark, *subtitles.remarks)) if remark else subtitles


def _placed(name: str, read: Callable[[], SubtitleFile]) -> SubtitleFile:
    """What ``read`` gives, its errors with the file's name before their line."""
    try:
        return read()
    except JimakuError as error:
        place = error.where.removeprefix("line ")
        error.where = place if place.startswith(name) else f"{name}:{place}" if place else name
        raise


def tell_missing(output: str, writer: Format, missing: Mapping[str, int]) -> None:
    """One line on stderr for what a format cannot hold."""
    if missing:
        gone = ", ".join(f"{count} {kind}" for kind, count in missing.items())
        click.echo(
            f"warning: {output}: {writer.title} has no words for what was said beside the text ({gone})", err=True
        )


def stem_of(file: Path) -> str:
    """What outputs of a transcript are called."""
    return "stdin" if str(file) == "-" else file.stem


def refuse_same(file: Path, output: Path, what: str = "the transcript itself") -> None:
    """InputError if writing ``output`` would replace what is read."""
    if str(file) != "-" and output.exists() and file.exists() and output.samefile(file):
        raise InputError(f"is {what}", where=str(output), mend="name another output")


def refuse_unfit(file: Path, outputs: Iterable[Path], options: Mapping[str, Any]) -> None:
    """InputError for subtitles that cannot be written as their names and ``options``, or the project, say."""
    from toolkit.formats import writer_of
    from toolkit.wishes.project import find_project

    writers = {output: writer_of(str(output)) for output in outputs}
    coding = settings_of(**options).options(find_project(file)).coding
    for output, writer in writers.items():
        writer.fits(coding, str(output))


def refuse_twice(outputs: Iterable[Path]) -> None:
    """InputError for outputs of which one would replace another."""
    twice = [path for path, n in Counter(output.absolute() for output in outputs).items() if n > 1]
    if twice:
        raise InputError("is named twice as an output", where=twice[0].name, mend="name each output once")


def warn(script: Script, doubts: Any = ()) -> None:
    """What the reader and the segmenter want a person to look at, on stderr, one line each."""
    for warning in script.warnings:
        click.echo(f"warning: {warning}", err=True)
    for doubt in doubts:
        place = f"line {doubt.line}: " if doubt.line else ""  # 0: of no line
        click.echo(f"warning: {place}{doubt.message}", err=True)


def left_out(taken: Taken) -> None:
    """The stage directions that the subtitles do not show, and the fillers, on stderr."""
    from toolkit.pipeline import reading_copy

    whole = reading_copy(taken.script, replace(taken.cutting, drop_fillers=False))
    _list("directions", whole.excluded[len(taken.script.excluded) :])
    _list("fillers", reading_copy(taken.script, taken.cutting).excluded[len(whole.excluded) :])


def _list(what: str, gone: Sequence[tuple[int, str]]) -> None:
    if gone:
        click.echo(
            f"{len(gone)} {what} are left out: {', '.join(f'line {line} {text}' for line, text in gone)}", err=True
        )
