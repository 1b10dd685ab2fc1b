"""``jimaku subtitle``: timed cues from reading speed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, left_out, refuse_same, refuse_twice, stem_of, take, transcript, warn

if TYPE_CHECKING:
    from toolkit.model import Timeline
    from toolkit.pipeline import Cutting

_EPILOG = """\b
Examples:
  jimaku subtitle talk.txt
  jimaku subtitle talk.txt -o talk.srt --style netflix
  jimaku subtitle talk.txt -o talk.vtt -o talk.ass -o talk.ttml
  jimaku subtitle talk.txt --scope all --line-width 20
  jimaku subtitle talk.txt --json -o talk.srt | jq '.[0]'
  cat talk.txt | jimaku subtitle - > talk.srt"""


@click.command(name="subtitle", epilog=_EPILOG)
@transcript
@flags("subtitle", "reading", "cutting")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(path_type=Path, allow_dash=True),
    multiple=True,
    metavar="OUT",
    help="Where to write (- for standard output), in the format of the name: .srt, .vtt, .ass, .ttml; may be given "
    "several times. Default: FILE.srt in the working folder.",
)
@flags("subtitle", "speaking")
@click.option(
    "--json", "as_json", is_flag=True, help="Print the cues as JSON; a subtitle file is written only with -o."
)
def command(file: Path, outputs: tuple[Path, ...], as_json: bool, **options: Any) -> None:
    """Write timed subtitles of a transcript.

    The clock is reading speed: each cue lasts as long as it takes to read in the chosen style.
    """
    from toolkit.formats import writer_of

    for output in outputs:
        writer_of(str(output))
    refuse_twice(outputs)
    taken = take(file, ahead=_get_ready, **options)
    from toolkit.pipeline import subtitles

    timeline, doubts = subtitles(taken.script, taken.cutting, taken.scope)
    warn(taken.script, doubts)
    left_out(taken)
    if as_json:
        from toolkit.edition.manifest import cue_rows

        click.echo(json.dumps(cue_rows(timeline), ensure_ascii=False, indent=1))
    if outputs or not as_json:
        _write(timeline, taken.cutting, file, outputs or (_usual(file),))


def _get_ready(cutting: Cutting) -> None:
    """Load what cutting and writing need, whatever the transcript says."""
    from toolkit.formats import DEFAULT
    from toolkit.japanese import breaks, words
    from toolkit.model import Timeline

    DEFAULT.write(Timeline((), 0))  # loads what it writes with
    if cutting.model is None:
        breaks.default()
    words.prepare()


def _usual(file: Path) -> Path:
    from toolkit.formats import DEFAULT

    return Path("-") if str(file) == "-" else Path(f"{stem_of(file)}{DEFAULT.suffix}")


def _write(timeline: Timeline, cutting: Cutting, file: Path, outputs: tuple[Path, ...]) -> None:
    """All of the outputs, or none."""
    from toolkit.pipeline import save, text_of

    files = [output for output in outputs if str(output) != "-"]
    for output in files:
        refuse_same(file, output)
    printed = text_of(timeline, Path("-")) if len(files) < len(outputs) else ""
    save(timeline, *files)
    click.echo(printed, nl=False)
    seconds = timeline.duration_ms / 1000
    for output in files:
        click.echo(
            f"{output}: {len(timeline.cues)} cues, {seconds // 60:.0f} min {seconds % 60:02.0f} s, style {cutting.style.name}",  # noqa: E501
            err=True,
        )
