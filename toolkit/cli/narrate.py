"""``jimaku narrate``: an audio edition, one voice and one track a speaker, with subtitles in step."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.forms import forms_of, hand_over, in_forms
from toolkit.cli.options import (
    Whole,
    flags,
    left_out,
    read_subtitles,
    refuse_same,
    refuse_twice,
    refuse_unfit,
    stem_of,
    take,
    warn,
)
from toolkit.cli.parents import parents
from toolkit.cli.recordings import refuse_voices
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.cli.options import Taken
    from toolkit.formats import Options
    from toolkit.model import Doubt, Script
    from toolkit.model.edition import Edition
    from toolkit.pipeline import Speaking

_EPILOG = """\b
Examples:
  jimaku narrate talk.txt
  jimaku narrate talk.txt -o edition --format m4b
  jimaku narrate talk.txt --voice '佐藤=takumi' --voice 'ナレーター=mei'
  jimaku narrate talk.txt --rate 1.1 --rate '佐藤=0.9' --pitch '佐藤=-1'
  jimaku narrate talk.txt --announce change --directions speak
  jimaku narrate talk.txt --engine silent -o dry-run
  jimaku narrate talk.txt -o edition -o talk.vtt -o talk.ass
  jimaku narrate talk.txt --as epub,daisy
  jimaku narrate talk.txt --recording talk.mp4        the people themselves, not voices of ours
  jimaku narrate talk.txt --recording talk.wav --as epub,podcast --target as-is
  jimaku narrate talk.txt --sample 6                  a minute of it, before the hour
  jimaku narrate --fit talk.srt                       each subtitle within its own time
  jimaku voices                                       what there is to choose

\b
What is left in DIR for talk.txt:
  talk.srt       subtitles in step with the sound
  talk.wav       the mix (or .flac .mp3 .opus .m4b)
  tracks/        one file a speaker, each as long as the mix, summing to it
  talk.json      cast, voices, times, loudness, credits
  CREDITS.txt    what the voices' licences ask for"""


@click.command(name="narrate", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True), required=False)
@flags("narrate", "reading", "cutting")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=click.Path(path_type=Path),
    multiple=True,
    metavar="DIR|SUB",
    help="The folder to write, FILE-narration here if not given; or subtitles besides, in the format of the name: "
    ".vtt, .ass, .ttml …; may be given several times.",
)
@in_forms("Hand the edition over in these forms too: epub, daisy, html, podcast, stems (see `jimaku edition`).")
@click.option(
    "--sample",
    type=Whole(0, 1000),
    metavar="N",
    help="Only a minute of it, into FILE-sample: everybody's first turn and the N sentences whose reading is most in "
    "doubt.",
)
@click.option(
    "--recording",
    type=click.Path(path_type=Path),
    metavar="MEDIA",
    help="Its recording or video: that is the sound, shared out among tracks by who speaks, and words get the times at "
    "which they are heard in it, as `jimaku align` gives them.",
)
@click.option(
    "--fit",
    "given",
    type=click.Path(path_type=Path),
    metavar="SUBTITLES",
    help="Instead of FILE: say each of these subtitles within its own time, 0.9 to 1.4 times as fast; what is still "
    "too long is said to its end, and told.",
)
@flags("narrate", "speaking", "overwriting", "coding", "keeping")
@parents
def command(
    file: Path | None,
    outputs: tuple[Path, ...],
    forms: tuple[str, ...],
    sample: int | None,
    recording: Path | None,
    given: Path | None,
    **options: Any,
) -> None:
    """Read a transcript aloud: tracks, mix and subtitles in step."""
    from toolkit.cli.align import refuse_media
    from toolkit.corrections.guard import refuse_changed
    from toolkit.corrections.saving import save
    from toolkit.edition.forms import Wanted
    from toolkit.timing.video import manner

    if recording is not None:
        refuse_voices(options, {"--sample": sample, "--fit": given})
        refuse_media(recording, ())
    wanted = forms_of(forms)
    file = _source(file, given, sample)
    name = stem_of(file) if sample is None else f"{stem_of(file)}-sample"
    folder, subtitles = _places(outputs, Path(name if sample is not None else f"{name}-narration"))
    refuse_unfit(file, subtitles, options)
    for path in subtitles:
        refuse_same(file, path)
        if not options["force"]:
            refuse_changed(path, None, "--force writes over it, -o names another file")
    options["jobs"] = options["jobs"] or os.cpu_count() or 1
    options["scope"] = options["scope"] or ("all" if given else None)
    taken = take(file, **options)
    writing = taken.settings.options(taken.project)
    if sample is None:
        _refuse_lacking(taken, subtitles, writing)
    made = partial(_spoken, sample, given, options["encoding"]) if recording is None else partial(_recorded, recording)
    edition = made(taken, folder, name)
    warn(taken.script, edition.doubts)
    left_out(taken)
    save(edition.timeline, *subtitles, manner=manner(taken.cutting.style), options=writing, force=lambda _: True)
    _report(edition, folder)
    for path in subtitles:
        click.echo(path)
    if wanted:
        hand_over(edition, folder, folder, wanted, Wanted(), taken.settings.wish("force"))


def _refuse_lacking(taken: Taken, subtitles: tuple[Path, ...], writing: Options) -> None:
    """OutputError for a character that the subtitles cannot hold, before anybody speaks."""
    if writing.coding.cp932 and subtitles:
        from toolkit.corrections.saving import contents_of
        from toolkit.pipeline import subtitles as cut

        contents_of(cut(taken.script, taken.cutting, taken.scope)[0], subtitles, writing)


def _spoken(
    sample: int | None, given: Path | None, encoding: str | None, taken: Taken, folder: Path, name: str
) -> Edition:
    """Voices of ours read it."""
    from toolkit.cli.progress import Stages
    from toolkit.pipeline import narrate

    script, speaking = _to_be_said(taken, sample, given, encoding)
    with Stages() as stages:
        return narrate(
            script,
            taken.cutting,
            speaking,
            folder,
            name,
            scope=taken.scope,
            progress=stages.show,
            warn=_told,
            force=taken.settings.wish("force"),
        )


def _recorded(recording: Path, taken: Taken, folder: Path, name: str) -> Edition:
    """The recording says it."""
    from toolkit.cli.align import listening
    from toolkit.recorded.edition import narrate

    speaking, force = taken.settings.speaking(taken.project), taken.settings.wish("force")
    with listening(recording, taken.settings, taken.project) as hearing:
        return narrate(taken.script, taken.cutting, speaking, hearing, folder, name, scope=taken.scope, force=force)


def _source(file: Path | None, given: Path | None, sample: int | None) -> Path:
    """What is read aloud. InputError for what does not go with subtitles that give the times."""
    if given is None:
        if file is None:
            raise click.UsageError("Missing argument 'FILE'.")
        return file
    if file is not None:
        mend = f"leave {file} out; their words are what is said"
        raise InputError(f"--fit takes subtitles instead of a transcript, not besides ({file})", mend=mend)
    if sample is not None:
        raise InputError("--sample does not go with --fit", mend="leave --sample out")
    if str(given) == "-":
        raise InputError("--fit reads a file, not standard input", mend="name the subtitles' file")
    return given


def _to_be_said(taken: Taken, sample: int | None, given: Path | None, encoding: str | None) -> tuple[Script, Speaking]:
    """All of the transcript, a sample of it, or subtitles in their own times; and how it is spoken."""
    speaking = taken.settings.speaking(taken.project)
    if given:
        return _fitted(taken.script, speaking, given, encoding)
    return taken.script if sample is None else _sampled(taken, speaking, sample), speaking


def _fitted(script: Script, speaking: Speaking, given: Path, encoding: str | None) -> tuple[Script, Speaking]:
    """The script divided by the times of its subtitles, and how it is spoken in them."""
    from toolkit.narration.windows import divided
    from toolkit.timing.windows import windows_of

    if speaking.delivery.credits == "spoken":
        raise InputError("there is no time for spoken credits in subtitles", mend="leave --credits spoken out")
    windows = windows_of(read_subtitles(str(given), encoding=encoding))
    return divided(script, windows), replace(speaking, delivery=replace(speaking.delivery, fit=windows))


def _sampled(taken: Taken, speaking: Speaking, count: int) -> Script:
    """A sample of what would be heard; on stderr what it is."""
    from toolkit.narration.sample import sampled
    from toolkit.pipeline import reading_copy

    copy = reading_copy(taken.script, taken.cutting)
    delivery = replace(speaking.delivery, directions=taken.cutting.directions)
    script, excerpts = sampled(copy, count, taken.scope, delivery, speaking.lexicon)
    click.echo(f"a sample of {len(excerpts)} sentences:", err=True)
    for one in excerpts:
        word = one.doubtful
        why = f"{word.surface} is read {word.reading or 'as nothing'}, risk {word.risk:.2f}" if word else "first turn"
        click.echo(f"  line {one.line} {one.speaker or 'narrator'} ({why}): {_words(one.text)}", err=True)
    return script


_SHOWN = 36  # characters of a sentence


def _words(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _told(doubt: Doubt) -> None:
    """What is no fault of the edition, at once: nobody may want to wait for a voice that is hard to understand."""
    click.echo(f"warning: {doubt.message}", err=True)


_SOUNDS = frozenset({".wav", ".flac", ".mp3", ".opus", ".m4b", ".m4a", ".ogg", ".aac"})


def _places(outputs: tuple[Path, ...], usual: Path) -> tuple[Path, tuple[Path, ...]]:
    """The folder, and the subtitle files by their names. InputError for two folders, and for one file named twice."""
    subtitles = tuple(path for path in outputs if _is_subtitles(path))
    folders = [path for path in outputs if path not in subtitles]
    refuse_twice(outputs)
    for folder in folders:
        if folder.suffix.lower() in _SOUNDS and not folder.is_dir():
            mend = f"name a folder, as in: -o {folder.stem} --format {folder.suffix[1:].lower()}"
            raise InputError("is a sound by its name, and an edition is a folder", where=str(folder), mend=mend)
    if len(folders) > 1:
        mend = "name one; subtitles end in .vtt, .ass …"
        raise InputError("two folders are named as outputs", where=str(folders[1]), mend=mend)
    return (folders[0] if folders else usual), subtitles


def _is_subtitles(path: Path) -> bool:
    """Whether a path names a file in a format that is written."""
    from toolkit.formats import writer_of

    try:
        return not path.is_dir() and writer_of(str(path)).writes
    except InputError:
        return False


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
