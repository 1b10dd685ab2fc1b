"""``jimaku narrate``: an audio edition, one voice and one track a speaker, with subtitles in step."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, left_out, stem_of, take, transcript, warn

if TYPE_CHECKING:
    from toolkit.model import Doubt
    from toolkit.model.edition import Edition

_EPILOG = """\b
Examples:
  jimaku narrate talk.txt
  jimaku narrate talk.txt -o edition --format m4b
  jimaku narrate talk.txt --voice '佐藤=takumi' --voice 'ナレーター=mei'
  jimaku narrate talk.txt --rate 1.1 --rate '佐藤=0.9' --pitch '佐藤=-1'
  jimaku narrate talk.txt --announce change --directions speak
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
@transcript
@flags("narrate", "reading", "cutting")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to write. Default: FILE-narration here.",
)
@flags("narrate", "speaking", "overwriting", "keeping")
def command(file: Path, output: Path | None, **options: Any) -> None:
    """Read a transcript aloud: tracks, mix and subtitles in step."""
    from toolkit.cli.progress import Stages
    from toolkit.pipeline import narrate

    options["jobs"] = options["jobs"] or os.cpu_count() or 1
    taken = take(file, **options)
    speaking = taken.settings.speaking(taken.project)
    folder = output or Path(f"{stem_of(file)}-narration")
    faults: list[Doubt] = []
    with Stages() as stages:
        edition = narrate(
            taken.script,
            taken.cutting,
            speaking,
            folder,
            stem_of(file),
            scope=taken.scope,
            progress=stages.show,
            warn=faults.append,
            force=taken.settings.wish("force"),
        )
    warn(taken.script, (*edition.doubts, *faults))
    left_out(taken)
    _report(edition, folder)


def _report(edition: Edition, folder: Path) -> None:
    seconds = edition.timeline.duration_ms / 1000
    mix = edition.loudness.mix
    for role in edition.cast:
        click.echo(f"{role.name or 'narrator'}: {role.voice}", err=True)
    click.echo(
        f"{len(edition.timeline.cues)} cues, {seconds // 60:.0f} min {seconds % 60:02.0f} s, "
        f"{mix.lufs:.1f} LUFS, true peak {mix.true_peak_dbtp:.1f} dBTP",
        err=True,
    )
    for name in edition.names:
        click.echo(folder / name)
