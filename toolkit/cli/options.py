"""Options that several commands share, and what they mean once a project file has had its say: flags win."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.errors import InputError
from toolkit.styles import DEFAULT_STYLE, STYLES

if TYPE_CHECKING:
    from toolkit.model import Script
    from toolkit.pipeline import Cutting
    from toolkit.transcript.scope import Scope
    from toolkit.wishes.project import Project
    from toolkit.wishes.settings import Settings


class Number(click.FloatRange):
    """A number in a range; what is not a number (nan) is in none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value} is not a number", param, ctx)
        return number


F = TypeVar("F", bound=Callable[..., Any])

_FILE = (click.argument("file", type=click.Path(path_type=Path, allow_dash=True)),)
_READING = (
    click.option("--plain", is_flag=True, help="Running text: every line a paragraph, no structure looked for."),
    click.option(
        "--encoding", metavar="NAME", help="The file's encoding (utf-8, cp932, euc_jp, …) instead of a guess."
    ),
    click.option(
        "--scope",
        type=click.Choice(["interview", "article", "all"]),
        help="What to take: the interview, the article around it, or all. Default: the interview if there is one.",
    ),
    click.option("--strict", is_flag=True, help="Stop with exit code 1, writing nothing, where a reading is in doubt."),
)
_CUTTING = (
    click.option(
        "--style", metavar="NAME", help=f"One of {', '.join(STYLES)}; default {DEFAULT_STYLE}. See `jimaku styles`."
    ),
    click.option(
        "--line-width", type=Number(4, 100), metavar="N", help="Full-width characters a line, over the style's."
    ),
    click.option("--max-lines", type=click.IntRange(1, 8), metavar="N", help="Lines a cue, over the style's."),
    click.option(
        "--breaks",
        type=click.Path(path_type=Path),
        metavar="JSON",
        help="Break weights fitted on your own subtitles (scripts/fit_breaks).",
    ),
)
_SPEAKING = (
    click.option(
        "--engine",
        metavar="NAME",
        help="openjtalk (default), kokoro, voicevox, pyttsx3 (the system's voices), silent (a dry run).",
    ),
    click.option(
        "--engine-url",
        metavar="URL",
        help="Where VOICEVOX or AivisSpeech listens; http://127.0.0.1:50021 if not given.",
    ),
    click.option(
        "--voice",
        "voices",
        multiple=True,
        metavar="NAME=VOICE",
        help="Who speaks with which voice; any written form of a name.",
    ),
    click.option(
        "--lexicon",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Your readings (TOML or CSV); they win over all others.",
    ),
    click.option("--format", "format", metavar="FMT", help="wav (default), flac, mp3, opus or m4b (with chapters)."),
    click.option("--target", metavar="NAME", help="Loudness: speech (default), podcast, tv-jp or acx."),
    click.option(
        "--rate", "rates", multiple=True, metavar="[NAME=]N", help="Speed of speech, 0.5 to 2, of all or of one person."
    ),
    click.option(
        "--pitch",
        "pitches",
        multiple=True,
        metavar="[NAME=]N",
        help="Half tones higher or lower, -6 to 6, of all or of one person.",
    ),
    click.option(
        "--announce",
        type=click.Choice(["never", "first", "change"]),
        help="The narrator says who speaks: never (default), before their first turn, or at every change of speaker.",
    ),
    click.option(
        "--directions",
        type=click.Choice(["show", "speak", "skip"]),
        help="Stage directions like （笑）: shown (default), shown and said by the narrator, or left out.",
    ),
)
_CACHE = (
    click.option(
        "--cache",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Where spoken sentences are kept. See `jimaku cache`.",
    ),
    click.option("--no-cache", is_flag=True, help="Speak every sentence anew and keep none."),
)


def transcript_options(function: F) -> F:
    """FILE, --plain, --encoding, --scope."""
    return _with(function, (*_FILE, *_READING))


def reading_options(function: F) -> F:
    """--plain, --encoding, --scope."""
    return _with(function, _READING)


def cutting_options(function: F) -> F:
    """--style, --line-width, --max-lines, --breaks."""
    return _with(function, _CUTTING)


def speaking_options(function: F) -> F:
    """--engine, --engine-url, --voice, --lexicon, --format, --target, --rate, --pitch, --announce, --directions."""
    return _with(function, _SPEAKING)


def cache_options(function: F) -> F:
    """--cache, --no-cache."""
    return _with(function, _CACHE)


def _with(function: F, options: tuple[Callable[[F], F], ...]) -> F:
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True)
class Taken:
    """A transcript and how it is to be cut, project and flags merged."""

    script: Script
    project: Project | None
    settings: Settings
    cutting: Cutting
    scope: Scope | None


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

    def told() -> tuple[Settings, Cutting]:
        settings = settings_of(**options)
        cutting = settings.cutting(project)
        if ahead is not None:
            ahead(cutting)
        return settings, cutting

    if ahead is not None and str(file) != "-":
        script, (settings, cutting) = beside(read, told)
    else:
        settings, cutting = told()
        script = read()
    tell_doubts(script, file, strict=settings.strict)
    _tell_scope(script, settings.scope_in(project))
    return Taken(script, project, settings, cutting, settings.scope_in(project))


def tell_doubts(script: Script, file: Path, *, strict: bool) -> None:
    """One line on stderr that counts the doubts of reading; with ``strict`` all of them, and exit code 1."""
    if not script.doubts:
        return
    lines = ", ".join(str(doubt.line) for doubt in script.doubts[:8]) + (" …" if len(script.doubts) > 8 else "")
    click.echo(
        f"warning: {len(script.doubts)} doubts about who says what (lines {lines}): see `jimaku inspect {file}`",
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


def settings_of(
    *,
    voices: Iterable[str] = (),
    rates: Iterable[str] = (),
    pitches: Iterable[str] = (),
    cache: Path | None = None,
    no_cache: bool = True,
    **options: Any,
) -> Settings:
    """The flags that the groups of options above make, as one. InputError for a --voice, --rate or --pitch that cannot
    be read.
    """
    from toolkit.wishes.settings import Settings

    return Settings(
        **options,
        voices=tuple(map(_pair, voices)),
        rates=tuple(_figure(text, "--rate", 0.5, 2.0) for text in rates),
        pitches=tuple(_figure(text, "--pitch", -6.0, 6.0) for text in pitches),
        cache=None if no_cache else cache or _default_cache(),
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, voice = text.partition("=")
    if not (name.strip() and equals and voice.strip()):
        raise InputError(f"--voice {text!r} is not NAME=VOICE", mend="write for example --voice '佐藤=takumi'")
    return name.strip(), voice.strip()


def _figure(text: str, option: str, low: float, high: float) -> tuple[str, float]:
    """('', figure), or (name, figure) of NAME=N."""
    name, equals, number = text.rpartition("=")
    try:
        figure = float(number)
    except ValueError:
        figure = math.nan
    if not low <= figure <= high or (equals and not name.strip()):
        mend = f"write {option} N or {option} '佐藤=N', with N from {low:g} to {high:g}"
        raise InputError(f"{option} {text!r} is neither a figure nor NAME=N", mend=mend)
    return name.strip(), figure


def _default_cache() -> Path:
    from toolkit.speech.cache import default_folder

    return default_folder()


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


def left_out(taken: Taken) -> None:
    """The stage directions that the subtitles do not show, on stderr."""
    from toolkit.pipeline import reading_copy

    gone = reading_copy(taken.script, taken.cutting).excluded[len(taken.script.excluded) :]
    if gone:
        click.echo(
            f"{len(gone)} directions are left out: {', '.join(f'line {line} {text}' for line, text in gone)}", err=True
        )
