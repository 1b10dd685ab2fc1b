"""``jimaku convert``: a subtitle file into other formats, at other times."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from toolkit.cli import values
from toolkit.cli.options import flags, read_subtitles, refuse_same, refuse_twice, settings_of, tell_missing
from toolkit.cli.parents import parents
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.formats import Format
    from toolkit.formats.frames import FrameRate
    from toolkit.formats.names import Said
    from toolkit.model import SubtitleFile, Timeline
    from toolkit.model.edition import Edition
    from toolkit.timing.video import Video


def _format_name(ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """What a format is called, '' if nothing is said; the list is asked for when it is needed."""
    if value is None:
        return ""
    from toolkit.formats import named

    name = value.lower().removeprefix(".")
    if name not in named():
        raise click.BadParameter(f"{value!r} is no format; there are {', '.join(named())}", ctx, param)
    return name


@click.command(
    name="convert",
    epilog="""\b
Examples:
  jimaku convert talk.srt talk.ass
  jimaku convert talk.vtt talk.ttml talk.ass talk.srt
  jimaku convert talk.srt moved.srt --offset -1.5
  jimaku convert film.srt tv.srt --rate 23.976:25
  jimaku convert talk.srt synced.srt --at 'cue 1=00:00:12' --at 'cue 40=00:03:05.5'
  jimaku convert talk.srt fitted.srt --fit 52:10
  jimaku convert talk.vtt - --to ttml --language ja > talk.ttml
  jimaku convert talk.vtt talk.xlsx --fps 29.97df
  jimaku convert talk.vtt talk.cap --fps 29.97df --shift-jis --crlf
  jimaku convert talk.srt labels.txt --to audacity
  jimaku convert talk.csv talk.srt --names-form bracket
  jimaku convert talk.srt script.docx --fps 29.97df
  jimaku convert edition/talk.json talk.ass --karaoke
  jimaku convert talk.srt talk.ttml talk.cap --vertical right
  jimaku convert talk.srt markers.edl --fps 24 --offset 01:00:00""",
)
@click.argument("source", metavar="IN")
@click.argument("outputs", metavar="OUT...", nargs=-1, required=True)
@click.option(
    "--from",
    "said",
    callback=_format_name,
    shell_complete=values.words(values.readable_formats),
    metavar="FORMAT",
    help="What IN is, where its content and name do not tell.",
)
@click.option(
    "--to",
    callback=_format_name,
    shell_complete=values.words(values.formats),
    metavar="FORMAT",
    help="What to write, whatever OUT is called: srt, vtt, ass, ttml, cap, sbv, lrc, csv, tsv, xlsx, docx, podcast, "
    "audacity, audition, premiere, resolve or txt.",
)
@flags("convert", "video")
@click.option("--rate", metavar="A:B", help="IN was timed for A frames a second, OUT is shown at B (23.976:25).")
@click.option("--readings", is_flag=True, help="Ruby in brackets, 潮田（しおだ）, in formats that have none.")
@click.option("--furigana", is_flag=True, help="Ruby as small lines over their letters, in .ass.")
@click.option(
    "--vertical",
    type=click.Choice(("right", "left")),
    help="In columns at that side (.vtt, .ttml, .cap); two digits stand upright, others are full-width.",
)
@click.option(
    "--karaoke",
    is_flag=True,
    help="Words light up as they are heard (.ass, .vtt); IN is the manifest (.json) that jimaku narrate wrote.",
)
@click.option("--no-speakers", is_flag=True, help="Leave out who speaks.")
@click.option(
    "--names-in",
    type=click.Choice(("bracket", "colon", "no")),
    help="In IN names stand before the text as （佐藤） or 佐藤：, or not at all. If not given, they are taken for "
    "speakers where the whole file proves it.",
)
@click.option(
    "--names-form",
    type=click.Choice(("bracket", "colon", "dash", "colour")),
    help="Write （佐藤） or 佐藤： before the text where another speaks, a dash before each of two in one cue, where "
    "the format has no place for a name; or give each person a colour.",
)
@click.option("--names", type=click.Choice(("change", "always")), help="The same where another speaks, or in each cue.")
@click.option(
    "--language",
    default="ja",
    show_default=True,
    metavar="TAG",
    help="The text's language (BCP 47), in formats that say one.",
)
@click.option("--encoding", metavar="NAME", help="How IN is encoded; found out by itself if not given.")
@flags("convert", "coding")
@parents
def command(source: str, outputs: tuple[str, ...], said: str, to: str, **asked: Any) -> None:
    """Turn a subtitle file into other formats, at other times.

    OUT is in the format that its name says, or --to; - is standard input or output. Speakers, ruby, looks and places
    are kept where the format has words for them; the rest is counted on standard error. All of OUT is written, or
    nothing.
    """
    from toolkit.formats import Options, target_of

    settings = settings_of(**{name: asked[name] for name in ("fit", "offset", "fps", "at", "shift_jis", "bom", "crlf")})
    coding, known = settings.options(None).coding, settings.video(None)
    before, after = _rates(asked["rate"])
    factor = before.fps / after.fps if before and after else Fraction(1)
    said_of_text = not asked["no_speakers"], asked["readings"], _language(asked["language"])
    options = Options(*said_of_text, known.rate, asked["furigana"], coding)
    targets = {output: target_of(output, to) for output in outputs}
    for output, writer in targets.items():
        writer.fits(coding, output)
    _refuse(source, outputs)
    edition = None if said else _edition(source)
    file = _file(source, said, before or known.rate, asked) if edition is None else _file_of(edition)
    timeline = _timeline(source, file, factor, known)
    timelines = {output: _shown(timeline, output, writer, asked) for output, writer in targets.items()}
    if asked["karaoke"]:
        _refuse_still(source, edition, factor, known)
        timelines = {out: _sung(timelines[out], edition, out, writer) for out, writer in targets.items()}
    _save({output: writer.file(timelines[output], options, output) for output, writer in targets.items()})
    for output, writer in targets.items():
        missing = writer.missing(timelines[output], options)
        tell_missing(output, writer, missing)
        if "speaker" in missing:
            click.echo(f"{output}: --names-form bracket writes who speaks before the text", err=True)
        if output != "-":
            click.echo(f"{output}: {len(timeline.cues)} subtitles, {writer.title}", err=True)


def _file(source: str, said: str, rate: FrameRate | None, asked: Mapping[str, Any]) -> SubtitleFile:
    """What IN holds, with the names before its texts as speakers."""
    found = read_subtitles(source, encoding=asked["encoding"], said=said, rate=rate)
    return found if asked["names_in"] == "no" else _named(source, found, asked["names_in"])


def _file_of(edition: Edition) -> SubtitleFile:
    from toolkit.model import SubtitleFile

    return SubtitleFile(edition.timeline.cues, (0,) * len(edition.timeline.cues))


def _refuse_still(source: str, edition: Edition | None, factor: Fraction, video: Video) -> None:
    """InputError where nobody knows when words are heard."""
    from toolkit.timing.video import UNKNOWN

    if edition is None or factor != 1 or video != UNKNOWN:
        what = "--karaoke takes the manifest of an edition, at its own times"
        mend = "give the .json that jimaku narrate wrote, without --offset, --fit, --at, --rate and --fps"
        raise InputError(what, where=source, mend=mend)


def _edition(source: str) -> Edition | None:
    """The edition that IN is the manifest of, None if it is none."""
    from toolkit.edition.folder import load_if_any

    is_json = Path(source).suffix.lower() == ".json" and Path(source).is_file()
    return load_if_any(Path(source)) if is_json else None


def _sung(timeline: Timeline, edition: Edition | None, output: str, writer: Format) -> Timeline:
    """The cues with the times of their words, in formats that have room for them."""
    from toolkit.timing.karaoke import Spelling, with_word_times

    spellings: dict[str, Spelling] = {"ass": "ass", "vtt": "vtt"}
    spelling = spellings.get(writer.name)
    if spelling and edition:
        return with_word_times(timeline, edition.turns, spelling)
    click.echo(f"warning: {output}: {writer.title} has no room for the times of words", err=True)
    return timeline


def _named(source: str, file: SubtitleFile, form: str | None) -> SubtitleFile:
    """The file with the names that stand before its texts as speakers, and a line on stderr that says so."""
    from toolkit.formats.names import speakers_taken
    from toolkit.transcript.directions import is_direction

    named = speakers_taken(file, form or "", is_direction)  # type: ignore[arg-type]  # click has seen to it
    if named.names:
        shown = "、".join(named.names[:6]) + (" …" if len(named.names) > 6 else "")
        hint = "" if form else "; --names-in no leaves them"
        click.echo(f"{source}: the names before the texts are taken for speakers ({shown}){hint}", err=True)
    elif form:
        raise InputError(f"no text begins with a name ({form})", where=source, mend="leave out --names-in")
    return named.file


def _shown(timeline: Timeline, output: str, writer: Format, asked: Mapping[str, Any]) -> Timeline:
    """The cues in columns, and with names before their texts where the format has no place for them, as wished."""
    from toolkit.formats.columns import in_columns
    from toolkit.formats.names import coloured, names_hidden, names_shown, widest_of
    from toolkit.japanese.width import width

    if asked["vertical"]:
        timeline = in_columns(timeline, asked["vertical"])
    if asked["no_speakers"]:
        return names_hidden(timeline)
    form: Said | Literal["colour"] | None = asked["names_form"] or ("bracket" if asked["names"] else None)
    if form is None:
        return timeline
    if form == "colour":
        return coloured(timeline)
    unsaid = lambda cue: any(m.kind == "speaker" and not writer.holds(m, cue) for m in cue.markup)  # noqa: E731
    within = unsaid if writer.names_people else lambda _: True
    shown = names_shown(timeline, form, always=asked["names"] == "always", within=within)
    wide = sum(width(line) > widest_of(timeline) for timed in shown.cues for line in timed.cue.lines)
    if wide and form != "dash":
        words = f"{wide} lines are wider with names than any was before: `jimaku check --fix` breaks them anew"
        click.echo(f"warning: {output}: {words}", err=True)
    return shown


def _rates(written: str | None) -> tuple[FrameRate, FrameRate] | tuple[None, None]:
    """The two rates of --rate: what IN was timed for, and what OUT is shown at."""
    from toolkit.formats.frames import frame_rate

    if written is None:
        return None, None
    before, colon, after = written.partition(":")
    if not colon:
        raise InputError(f"--rate {written!r} names one rate", mend="write both, as in --rate 23.976:25")
    return frame_rate(before), frame_rate(after)


def _language(tag: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}", tag):
        raise InputError(f"--language {tag!r} is no language tag", mend="write one such as ja, ja-JP or en")
    return tag


def _refuse(source: str, outputs: Sequence[str]) -> None:
    """InputError for outputs of which one would replace another, or what is read."""
    refuse_twice(map(Path, outputs))
    for output in outputs:
        if output != "-":
            refuse_same(Path(source), Path(output), what="the subtitle file itself")


def _timeline(source: str, file: SubtitleFile, factor: Fraction, video: Video) -> Timeline:
    """The cues as they are to be written; what was put right on stderr, a line a kind."""
    from toolkit.formats.conversion import Retiming, retimed, timeline_of
    from toolkit.styles import DEFAULT_STYLE, style_named
    from toolkit.timing.video import knots_of, pressed

    found, mended = timeline_of(file)
    offset = video.offset_ms or 0
    knots = knots_of(retimed(found, Retiming(factor, offset))[0], video)
    timeline, cut = retimed(found, Retiming(factor, offset, knots, video.rate))
    stray = sum(remark.rule.endswith("-STRAY") for remark in file.remarks)
    lost = [f"{stray} lines belong to no subtitle, and were left out"] if stray else []
    lost += [f"{r.message} (--fps tells how many)" for r in file.remarks if r.rule.endswith("-RATE")]
    fast = pressed(timeline, found, style_named(DEFAULT_STYLE)) if knots or factor != 1 else []
    for words in (*lost, *mended, *cut, *fast):
        click.echo(f"warning: {source}: {words}", err=True)
    if not timeline.cues:
        raise InputError("holds no subtitle with a text at these times", where=source, mend="look at --offset")
    return timeline


def _save(contents: dict[str, bytes]) -> None:
    from toolkit.system.files import write_together

    write_together({Path(output): data for output, data in contents.items() if output != "-"})
    if "-" in contents:
        click.echo(contents["-"], nl=False)
