"""``jimaku subtitle``: timed cues from reading speed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import (
    Taken,
    flags,
    left_out,
    refuse_same,
    refuse_twice,
    refuse_unfit,
    settings_of,
    stem_of,
    take,
    transcript,
    warn,
)
from toolkit.cli.outputs import on_frames, subtitle_outputs
from toolkit.cli.parents import parents
from toolkit.errors import InputError, OutputError

if TYPE_CHECKING:
    from toolkit.check.condense import Hint
    from toolkit.corrections.hand import Hand
    from toolkit.corrections.keep import Kept
    from toolkit.model import Doubt, Timeline
    from toolkit.pipeline import Cutting

_EPILOG = """\b
Examples:
  jimaku subtitle talk.txt
  jimaku subtitle talk.txt -o talk.srt --style netflix
  jimaku subtitle talk.txt -o talk.vtt -o talk.ass -o talk.ttml
  jimaku subtitle talk.txt --scope all --line-width 20
  jimaku subtitle talk.txt --json -o talk.srt | jq '.[0]'
  jimaku subtitle talk.txt --media talk.mp4           timed by its recording (see `jimaku align`)
  jimaku subtitle talk.txt --media talk.mp4 --lexicon readings.toml
  jimaku subtitle talk.txt --keep talk.srt            keeps what was corrected in it
  jimaku subtitle talk.txt --fit 52:10 --offset 90s --fps 29.97df
  jimaku subtitle talk.txt --at 'cue 12=00:03:40' --at 'line 48=00:20:05' --at '「最後に一つ」=00:48:00'
  cat talk.txt | jimaku subtitle - > talk.srt"""


@click.command(name="subtitle", epilog=_EPILOG)
@transcript
@flags("subtitle", "reading", "cutting", "video")
@subtitle_outputs("FILE.srt")
@flags("subtitle", "overwriting", "coding", "speaking", "keeping")
@click.option(
    "--media",
    type=click.Path(path_type=Path),
    metavar="MEDIA",
    help="Its recording or video: cues get the times of the voice in it, as `jimaku align` gives them.",
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print the cues as JSON, with too_long (characters too many for the time), fillers (that may go) and "
    "dropped where there are any; a subtitle file is written only with -o.",
)
@parents
def command(file: Path, outputs: tuple[Path, ...], media: Path | None, as_json: bool, **options: Any) -> None:
    """Write timed subtitles of a transcript.

    The clock is that of the times in the text, else reading speed: each cue lasts as long as it takes to read in the
    chosen style; with --media it is the voice in the recording. --fit, --offset, --at and --fps bring the former to a
    video; sync points are hit exactly, and pauses give way before reading speed does. A file that was changed by hand
    is not written over, unless --keep or --force is given.
    """
    refuse_unfit(file, outputs, options)
    hand = _hand(file, **options)
    refuse_twice(outputs)
    if media is not None:
        _refuse_media(media, hand, outputs, options)
    elif said := [flag for flag, name in _HEARING.items() if options[name]]:
        raise InputError(f"{said[0]} is for a recording", mend="name it with --media")
    taken = take(file, ahead=_get_ready, **{**options, "no_cache": options["no_cache"] or media is None})
    taken = taken if hand else on_frames(taken, outputs)
    timeline, doubts, kept = _made(taken, hand) if media is None else (*_recorded(taken, media), None)
    warn(taken.script, doubts)
    left_out(taken)
    if as_json:
        click.echo(json.dumps(_rows(timeline, taken), ensure_ascii=False, indent=1))
    if kept is not None:
        _tell(kept, options["keep"])
    if outputs or not as_json:
        places = outputs or (_usual(file),)
        if hand is not None:
            _tell_beside(hand, options["keep"], () if options["force"] else places)
        _write(timeline, taken, file, places, kept)
    if media is None:
        _tell_clock(timeline, taken)


def _rows(timeline: Timeline, taken: Taken) -> list[dict[str, Any]]:
    """Each cue as programs read it; by how many characters it is too long, and its fillers, where there is such."""
    from toolkit.check.condense import rows
    from toolkit.edition.manifest import cue_rows
    from toolkit.pipeline import reading_copy
    from toolkit.transcript.omit import filler_spans
    from toolkit.transcript.scope import in_scope

    cutting = taken.cutting
    turns, whole = (
        in_scope(reading_copy(taken.script, how), taken.scope).turns
        for how in (cutting, replace(cutting, drop_fillers=False))
    )
    found = rows(timeline, turns, whole, lambda paragraph: filler_spans(paragraph, cutting.protected), cutting.style)
    return [{**row, **_hint(hint)} for row, hint in zip(cue_rows(timeline), found, strict=True)]


def _hint(hint: Hint) -> dict[str, Any]:
    """What there is to say of a cue."""
    listed = {
        name: [{"line": line, "text": text} for line, text in listed]
        for name, listed in (("fillers", hint.fillers), ("dropped", hint.dropped))
        if listed
    }
    return {"too_long": hint.too_long, **listed} if hint.too_long else listed


def _hand(file: Path, keep: Path | None, **options: Any) -> Hand | None:
    """What a person made of the subtitles to be kept."""
    if keep is None:
        return None
    from toolkit.corrections.hand import read_hand
    from toolkit.wishes.project import find_project

    if str(file) == str(keep) == "-":
        raise InputError("the transcript and --keep are both standard input", mend="name a file for one of them")
    return read_hand(str(keep), settings_of(**options).rate(find_project(file)))


def _refuse_media(media: Path, hand: Hand | None, outputs: tuple[Path, ...], options: dict[str, Any]) -> None:
    """InputError where the recording cannot be taken."""
    from toolkit.cli.align import refuse_media

    if hand is not None:
        raise InputError("--keep and --media cannot go together", mend="align first, then correct by hand")
    if said := [flag for flag, name in _PLACING.items() if options[name]]:
        what = f"{said[0]} and --media cannot go together"
        raise InputError(what, mend="the recording tells all times: leave one out")
    refuse_media(media, outputs)


_PLACING = {"--fit": "fit", "--offset": "offset", "--at": "at"}
_HEARING = {"--lexicon": "lexicon", "--cache": "cache", "--no-cache": "no_cache"}


def _recorded(taken: Taken, media: Path) -> tuple[Timeline, tuple[Doubt, ...]]:
    from toolkit.cli.align import listening, tell
    from toolkit.recorded import subtitles
    from toolkit.timing.video import framed

    with listening(media, taken.settings, taken.project) as hearing:
        recorded = subtitles(taken.script, taken.cutting, hearing, taken.scope)
    tell(recorded, taken.cutting.style)
    return framed(recorded.timeline, (), taken.video.rate), recorded.warnings


def _made(taken: Taken, hand: Hand | None) -> tuple[Timeline, tuple[Doubt, ...], Kept | None]:
    from toolkit.pipeline import corrected, subtitles

    if hand is None:
        return *subtitles(taken.script, taken.cutting, taken.scope, taken.video), None
    kept = corrected(taken.script, taken.cutting, hand, taken.scope, taken.video)
    return kept.timeline, kept.warnings, kept


def _tell_clock(timeline: Timeline, taken: Taken) -> None:
    """On stderr: whose times these are, where not all are of reading speed, and where the video leaves too little."""
    from toolkit.timing.video import broken

    known = [words for words, said in _KNOWN.items() if taken.settings.wish(said, taken.project)]
    points = len(taken.video.points)
    known += [f"{points} sync point{'s' * (points > 1)}"] if points else []
    # of a file that is kept the cues have times of their own, whatever the transcript has
    stamped = any(paragraph.times for turn in taken.script.turns for paragraph in turn.paragraphs)
    in_text = stamped and any(timed.clock == "text" for timed in timeline.cues)
    if in_text or known:
        clock = "the times in the text" if in_text else "reading speed"
        click.echo(f"times: {clock}{', brought to the video by ' * bool(known)}{', '.join(known)}", err=True)
    too_narrow = broken(timeline, taken.video, taken.cutting.style)
    for words in too_narrow:
        click.echo(f"warning: {words}", err=True)
    if too_narrow and (count := _fillers(taken)):
        click.echo(f"{count} fillers may go: --drop-fillers leaves them out", err=True)


def _fillers(taken: Taken) -> int:
    """How many words may still go."""
    from toolkit.pipeline import reading_copy

    now, short = (reading_copy(taken.script, how) for how in (taken.cutting, replace(taken.cutting, drop_fillers=True)))
    return len(short.excluded) - len(now.excluded)


_KNOWN = {"its start": "offset", "its length": "fit", "its frames": "fps"}


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


def _write(timeline: Timeline, taken: Taken, file: Path, outputs: tuple[Path, ...], kept: Kept | None) -> None:
    """All of the outputs, or none."""
    from toolkit.corrections.saving import contents_of, save
    from toolkit.timing.video import manner

    files = [output for output in outputs if str(output) != "-"]
    for output in files:
        refuse_same(file, output)
        if kept is not None:
            _warn_of_loss(timeline, output)
    options = replace(taken.settings.options(taken.project), rate=taken.video.rate)
    printed = contents_of(timeline, (path for path in outputs if path not in files), options)
    wish, style = taken.settings.wish, taken.cutting.style
    how = manner(style, taken.video)
    may = lambda path: wish("force") or _one_file(path, wish("keep"))  # noqa: E731
    save(timeline, *files, manner=how, options=options, kept=kept, force=may)
    for data in printed.values():
        click.echo(data, nl=False)
    minutes, seconds = divmod(round(timeline.duration_ms / 1000), 60)
    said = f"{len(timeline.cues)} cues, {minutes} min {seconds:02} s, style {style.name}"
    for output in files:
        click.echo(f"{output}: {said}", err=True)


def _warn_of_loss(timeline: Timeline, output: Path) -> None:
    """What kept cues say beside their letters and the format written cannot."""
    from toolkit.formats import writer_of

    writer = writer_of(str(output))
    gone = {kind: count for kind, count in writer.missing(timeline).items() if kind != "speaker"}
    if gone:
        words = ", ".join(f"{count} {kind}" for kind, count in gone.items())
        click.echo(f"warning: {output}: {writer.title} has no words for what kept cues say ({words})", err=True)


def _one_file(output: Path, keep: Path | None) -> bool:
    """Whether what is written over is what is kept."""
    return keep is not None and output.exists() and keep.exists() and output.samefile(keep)


def _tell(kept: Kept, keep: Path) -> None:
    """What is a person's, and where that is not what the transcript says, on stderr."""
    from toolkit.corrections.told import told

    for words in told(kept, str(keep)):
        click.echo(words, err=True)


def _tell_beside(hand: Hand, keep: Path, outputs: Sequence[Path]) -> None:
    """Words beside the cues are in nothing that is made: OutputError where they would be lost, else they are told."""
    if not hand.beside:
        return
    line, text = hand.beside[0]
    what = f"{len(hand.beside)} lines beside its cues are not kept, the first 「{text[:30]}」"
    if any(_one_file(output, keep) for output in outputs):
        raise OutputError(what, where=f"{keep}:{line}", mend="write to another file (-o), or --force")
    click.echo(f"warning: {keep}:{line}: {what}", err=True)
