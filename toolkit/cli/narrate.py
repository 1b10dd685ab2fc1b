"""``jimaku narrate``: an audio edition, one voice and one track a speaker, with subtitles in step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import cutting_options, stem_of, take, transcript_options, warn
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.cli.options import Taken
    from toolkit.pipeline import Edition, Speaking

_EPILOG = """\b
Examples:
  jimaku narrate talk.txt
  jimaku narrate talk.txt -o edition --format m4b
  jimaku narrate talk.txt --voice '佐藤=takumi' --voice 'ナレーター=mei'
  jimaku narrate talk.txt --engine silent -o dry-run
  jimaku voices                                       what there is to choose

\b
What is left in DIR for talk.txt:
  talk.srt       subtitles in step with the sound
  talk.wav       the mix (or .flac .mp3 .opus .m4b)
  tracks/        one file a speaker, each as long as the mix, summing to it
  talk.json      cast, voices, times, loudness, credits
  CREDITS.txt    what the voices' licences ask for"""


@click.command(name="narrate", epilog=_EPILOG)
@transcript_options
@cutting_options
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIR", help="The folder to write. Default: FILE-narration here.")
@click.option("--engine", metavar="NAME", help="openjtalk (default), pyttsx3 (the system's voices), silent (a dry run).")
@click.option("--voice", "voices", multiple=True, metavar="NAME=VOICE", help="Who speaks with which voice; any written form of a name.")
@click.option("--lexicon", type=click.Path(path_type=Path), metavar="FILE", help="Your readings (TOML or CSV); they win over all others.")
@click.option("--format", "audio_format", metavar="FMT", help="wav (default), flac, mp3, opus or m4b (with chapters).")
@click.option("--target", metavar="NAME", default="speech", show_default=True, help="Loudness: speech, podcast, tv-jp or acx.")
@click.option("--rate", "pace", type=click.FloatRange(0.5, 2.0), default=1.0, show_default=True, help="Speed of speech.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes that speak at once. Default: the cores.")
def command(file: Path, output: Path | None, **options: Any) -> None:
    """Read a transcript aloud: tracks, mix and subtitles in step."""
    from toolkit.cli.progress import Stages
    from toolkit.pipeline import narrate

    spoken = {key: options.pop(key) for key in ("engine", "voices", "lexicon", "audio_format", "target", "pace", "jobs")}
    taken = take(file, **options)
    speaking = _speaking(taken, **spoken)
    folder = output or Path(f"{stem_of(file)}-narration")
    with Stages() as stages:
        edition = narrate(taken.script, taken.cutting, speaking, folder, stem_of(file), scope=taken.scope, progress=stages.show)
    warn(taken.script, edition.warnings)
    _report(edition)


def _speaking(
    taken: Taken,
    *,
    engine: str | None,
    voices: tuple[str, ...],
    lexicon: Path | None,
    audio_format: str | None,
    target: str,
    pace: float,
    jobs: int | None,
) -> Speaking:
    from toolkit.audio.encode import encoding_named
    from toolkit.audio.targets import target_named
    from toolkit.pipeline import Speaking
    from toolkit.speech.protocol import EngineSpec
    from toolkit.speech.registry import DEFAULT_ENGINE

    project = taken.project
    chosen = {**(project.voices if project else {}), **dict(map(_pair, voices))}
    words = lexicon or (project.lexicon if project else None)
    audio_format = audio_format or (project.format if project else "") or "wav"
    target_named(target)
    encoding_named(audio_format)
    return Speaking(
        engine=EngineSpec(engine or (project.engine if project else "") or DEFAULT_ENGINE),
        voices=chosen,
        lexicon=_entries(words) if words else (),
        pace=pace,
        jobs=jobs or os.cpu_count() or 1,
        target=target,
        format=audio_format,
    )


def _pair(text: str) -> tuple[str, str]:
    name, equals, voice = text.partition("=")
    if not (name.strip() and equals and voice.strip()):
        raise InputError(f"--voice {text!r} is not NAME=VOICE", mend="write for example --voice '佐藤=takumi'")
    return name.strip(), voice.strip()


def _entries(path: Path) -> tuple[Any, ...]:
    from toolkit.japanese.lexicon import read_lexicon

    return read_lexicon(path)


def _report(edition: Edition) -> None:
    seconds = edition.timeline.duration_ms / 1000
    loudness = edition.manifest["loudness"]
    for member in edition.manifest["cast"]:
        click.echo(f"{member['name'] or 'narrator'}: {member['voice']}", err=True)
    click.echo(
        f"{len(edition.timeline.cues)} cues, {seconds // 60:.0f} min {seconds % 60:02.0f} s, "
        f"{loudness['lufs']:.1f} LUFS, true peak {loudness['true_peak_dbtp']:.1f} dBTP",
        err=True,
    )
    for path in edition.files:
        click.echo(path)
