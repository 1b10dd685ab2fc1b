"""``jimaku align``: the times of a real recording for a text that is already written."""

from __future__ import annotations

import contextlib
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import (
    flags,
    left_out,
    read_subtitles,
    refuse_same,
    refuse_twice,
    refuse_unfit,
    settings_of,
    take,
    transcript,
    warn,
)
from toolkit.cli.outputs import subtitle_outputs
from toolkit.cli.parents import parents
from toolkit.errors import InputError
from toolkit.system.given import refuse_no_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from toolkit.formats import Options
    from toolkit.model import Timeline
    from toolkit.recorded import Hearing, Recorded
    from toolkit.styles import Style
    from toolkit.wishes.project import Project
    from toolkit.wishes.settings import Settings

_EPILOG = """\
FILE is a transcript of any kind, or subtitles: those keep their lines and breaks, and get new times.

MEDIA is any recording or video that ffmpeg plays. What was heard of it is kept (see `jimaku cache`): a
second run with a corrected text takes seconds.

Told on stderr, and with --json: lines that are not spoken (they are left out), sound that is not in the
text, and lines whose place is in doubt. A recording of another text is refused.

\b
Examples:
  jimaku align talk.txt talk.mp4
  jimaku align talk.docx talk.m4a -o talk.srt -o talk.vtt --style netflix
  jimaku align old.srt talk.mp4 -o new.srt
  jimaku align old.srt talk.mp4 -o new.srt --shift-only
  jimaku align talk.txt talk.mp4 --prior talk.en.srt
  jimaku align talk.txt talk.mp4 --by-voice
  jimaku align talk.txt talk.mp4 --listen
  jimaku align talk.txt talk.wav --json -o talk.srt | jq .unspoken"""


@click.command(name="align", epilog=_EPILOG)
@transcript
@click.argument("media", type=click.Path(path_type=Path))
@flags("align", "reading", "cutting")
@subtitle_outputs("MEDIA.srt")
@flags("align", "overwriting", "coding", "speaking", "keeping")
@click.option(
    "--shift-only",
    is_flag=True,
    help="Subtitles only: move all cues by one shift, and to another frame rate if need be, and change nothing else.",
)
@click.option(
    "--prior",
    type=click.Path(path_type=Path),
    metavar="SUB",
    help="Another language's subtitles of the same recording: they are laid beside the text by their lengths, and the "
    "search keeps near them as far as the sound bears them out.",
)
@click.option(
    "--by-voice",
    is_flag=True,
    help="Lay the recording beside our own narration of the text, without Whisper's encoder: what is done where the "
    "extra 'align' is not installed. For a text that is spoken as it stands.",
)
@click.option(
    "--listen",
    is_flag=True,
    help="Let Whisper write down what it hears where sound is not in the text (extra 'verify'; slow).",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print cues, lines and what does not fit as JSON; a subtitle file is written only with -o.",
)
@parents
def command(
    file: Path,
    media: Path,
    outputs: tuple[Path, ...],
    shift_only: bool,
    prior: Path | None,
    by_voice: bool,
    listen: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Find when a text is said in its recording, and time subtitles by it."""
    refuse_unfit(file, outputs, options)
    refuse_twice(outputs)
    outputs = outputs or (() if as_json else (_usual(file, media),))
    refuse_media(media, outputs)
    for output in outputs:
        refuse_same(file, output)
    if prior is not None and (shift_only or by_voice):
        raise InputError(
            f"--prior and --{'shift-only' if shift_only else 'by-voice'} cannot go together", mend="leave one out"
        )
    led = partial(_led, prior=prior, by_voice=by_voice)
    if shift_only:
        _shift(file, media, outputs, as_json, led, options)
        return
    recorded, style, writing = _made(file, media, led, options)
    heard = _overheard(media, recorded) if listen else ()
    if as_json:
        click.echo(json.dumps(_as_data(recorded, file, media, heard), ensure_ascii=False, indent=1))
    _write(recorded.timeline, outputs, style, *writing)
    tell(recorded, style, heard)


def _overheard(media: Path, recorded: Recorded) -> tuple[str, ...]:
    import os

    from toolkit.verify.overheard import overheard

    return overheard(media, recorded.alignment.extras, os.cpu_count() or 1) if recorded.alignment.extras else ()


def refuse_media(media: Path, outputs: tuple[Path, ...]) -> None:
    """InputError for a recording that is not there, or would be written over."""
    if str(media) == "-":
        raise InputError("the recording cannot come from standard input", mend="name a file")
    refuse_no_file(media, "give a recording or a video")
    for output in outputs:
        refuse_same(media, output, "the recording itself")


def _usual(file: Path, media: Path) -> Path:
    from toolkit.formats import DEFAULT

    suffix = file.suffix if _is_subtitles(file) else DEFAULT.suffix
    return Path(f"{media.stem}{suffix}")


def _is_subtitles(file: Path) -> bool:
    from toolkit.formats import SUFFIXES

    return file.suffix.lower() in SUFFIXES


def _made(
    file: Path, media: Path, led: Callable[[Hearing], Hearing], options: dict[str, Any]
) -> tuple[Recorded, Style, tuple[Options, bool]]:
    from toolkit import recorded

    if _is_subtitles(file):
        settings = settings_of(**options)
        style = settings.cutting(None).style
        cues = [timed.cue for timed in _timeline_of(file, options["encoding"]).cues]
        with listening(media, settings) as hearing:
            return recorded.retimed(cues, style, led(hearing)), style, _writing(settings)
    taken = take(file, **options)
    with listening(media, taken.settings, taken.project) as hearing:
        made = recorded.subtitles(taken.script, taken.cutting, led(hearing), taken.scope)
    warn(taken.script, made.warnings)
    left_out(taken)
    return made, taken.cutting.style, _writing(taken.settings, taken.project)


def _writing(settings: Settings, project: Project | None = None) -> tuple[Options, bool]:
    """How subtitles are written, and whether over what a person changed."""
    return replace(settings.options(project), rate=None), settings.wish("force")


def _led(hearing: Hearing, prior: Path | None, by_voice: bool) -> Hearing:
    """With another language's subtitles to be led by, or without the model."""
    told = None if prior is None else (_timeline_of(prior, None).cues, str(prior))
    return replace(hearing, prior=told, by_voice=by_voice)


@contextlib.contextmanager
def listening(media: Path, settings: Settings, project: Project | None = None) -> Iterator[Hearing]:
    """How the recording is listened to, progress shown."""
    import os

    from toolkit.cli.progress import Stages
    from toolkit.recorded import Hearing

    speaking = settings.speaking(project)
    with Stages() as stages:
        yield Hearing(media, speaking.lexicon, speaking.cache, os.cpu_count() or 1, stages.show)


def _timeline_of(file: Path, encoding: str | None) -> Timeline:
    from toolkit.formats.conversion import timeline_of

    timeline, words = timeline_of(read_subtitles(str(file), encoding=encoding))
    for said in words:
        click.echo(f"warning: {file}: {said}", err=True)
    return timeline


def _shift(
    file: Path,
    media: Path,
    outputs: tuple[Path, ...],
    as_json: bool,
    led: Callable[[Hearing], Hearing],
    options: dict[str, Any],
) -> None:
    """All cues moved alike."""
    from toolkit.recorded import shifted

    if not _is_subtitles(file):
        raise InputError("is no subtitle file", where=str(file), mend="--shift-only moves subtitles that have times")
    settings = settings_of(**options)
    timeline = _timeline_of(file, options["encoding"])
    with listening(media, settings) as hearing:
        moved = shifted(timeline, led(hearing))
    if as_json:
        data = {"text": str(file), "media": str(media), "factor": float(moved.shift.factor)}
        click.echo(json.dumps({**data, "offset_ms": moved.shift.offset_ms, "apart_ms": round(moved.shift.apart_ms)}))
    _write(moved.timeline, outputs, settings.cutting(None).style, *_writing(settings))
    rate = "" if moved.shift.factor == 1 else f", times multiplied by {float(moved.shift.factor):.5f}"
    click.echo(f"moved by {moved.shift.offset_ms / 1000:+.3f} s{rate}", err=True)


def _write(timeline: Timeline, outputs: tuple[Path, ...], style: Style, how: Options, force: bool) -> None:
    """All of the outputs, or none."""
    from toolkit.corrections.saving import contents_of, save
    from toolkit.timing.video import UNKNOWN, manner

    files = [output for output in outputs if str(output) != "-"]
    printed = contents_of(timeline, (path for path in outputs if path not in files), how)
    save(timeline, *files, manner=manner(style, UNKNOWN), options=how, force=lambda _: force)
    for data in printed.values():
        click.echo(data, nl=False)
    seconds = timeline.duration_ms / 1000
    for output in files:
        click.echo(
            f"{output}: {len(timeline.cues)} cues, {seconds // 60:.0f} min {seconds % 60:02.0f} s, style {style.name}",
            err=True,
        )


def tell(recorded: Recorded, style: Style, heard: tuple[str, ...] = ()) -> None:
    """What does not fit, one line each, on stderr; and what the voice leaves no time to read."""
    from toolkit.recorded import misfits
    from toolkit.timing.video import hurried

    for words in hurried(recorded.timeline, style):
        click.echo(words, err=True)
    for doubt in misfits(recorded.alignment, heard):
        click.echo(f"line {doubt.line}: {doubt.message}" if doubt.line else doubt.message, err=True)


def _as_data(recorded: Recorded, file: Path, media: Path, heard: tuple[str, ...]) -> dict[str, Any]:
    from toolkit.edition.manifest import cue_rows

    lines = [line for line in recorded.alignment.lines if line.sentence.text]
    return {
        "text": str(file),
        "media": str(media),
        "duration_ms": recorded.timeline.duration_ms,
        "cues": [
            {**row, "confidence": timed.confidence}
            for row, timed in zip(cue_rows(recorded.timeline), recorded.timeline.cues, strict=True)
        ],
        "lines": [
            {
                "line": line.sentence.line,
                "speaker": line.sentence.speaker,
                "text": line.sentence.text,
                "start_ms": line.start_ms,
                "end_ms": line.end_ms,
                "confidence": line.confidence,
                "doubts": list(line.doubts),
                "elsewhere_ms": line.elsewhere_ms,
            }
            for line in lines
        ],
        "unspoken": [{"lines": list(cue.lines), "speaker": cue.speaker} for cue in recorded.unspoken],
        "extra": [
            {"start_ms": start, "end_ms": end, **({"heard": heard[k]} if heard else {})}
            for k, (start, end) in enumerate(recorded.alignment.extras)
        ],
        "remarks": list(recorded.alignment.remarks),
    }
