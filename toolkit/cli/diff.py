"""``jimaku diff``: what moved between two subtitle files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.corrections.changes import Change
    from toolkit.model import TimedCue


@click.command(
    name="diff",
    epilog="""\b
Exit code: 0 the same, 1 something moved, 2 a file or an option is wrong.

\b
Examples:
  jimaku diff talk.srt corrected.srt
  jimaku diff talk.srt talk.vtt
  jimaku diff talk.srt corrected.srt --json | jq '.[].kinds'
  jimaku subtitle talk.txt -o - | jimaku diff - talk.srt

\b
／ is the end of a line, ｜ that of a cue.""",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--fps", metavar="N", help="Frames a second of time codes in them (.csv, .tsv, .xlsx, .docx, .cap, markers)."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list on standard output, an object a change.")
@click.pass_context
def command(ctx: click.Context, old: str, new: str, fps: str | None, as_json: bool) -> None:
    """Show what moved between two subtitle files: breaks, times, text.

    One line a change; what stands for what is found by the text, so cues that were divided, joined or moved in time
    are found again. Any format that is read will do, and each file may be in its own. A summary goes to stderr.
    """
    from toolkit.corrections.changes import changes
    from toolkit.corrections.hand import read_subtitles
    from toolkit.formats.frames import frame_rate

    if old == new == "-":
        raise InputError("both files are standard input", mend="name a file for one of them")
    rate = frame_rate(fps) if fps else None
    (one, _), (other, _) = read_subtitles(old, rate), read_subtitles(new, rate)
    found = changes(one, other)
    if as_json:
        click.echo(json.dumps([_row(change) for change in found], ensure_ascii=False, indent=1))
    else:
        for line in _told(found):
            click.echo(line)
    _summarise(found, len(one), len(other))
    ctx.exit(int(bool(found)))


def _told(found: Sequence[Change]) -> Iterator[str]:
    """A line a change; cues beside each other that moved alike in one."""
    for (moved, shift), group in groupby(found, lambda change: (change.kinds == ("times",), change.shift)):
        together = list(group)
        if moved and len(together) > 1 and _alike(together):
            first, last = _time(together[0].at_ms), _time(together[-1].at_ms)
            yield said(f"{first} to {last} times of {len(together)} cues: {_shift(shift)}")
        else:
            yield from map(_line, together)


def _alike(together: Sequence[Change]) -> bool:
    return all(len(change.old) == len(change.new) == 1 for change in together)


def _line(change: Change) -> str:
    head = f"{_time(change.at_ms)} {', '.join(map(said, change.kinds))}: "
    if not change.old:
        return f"{head}{said('new')} 「{_text(change.new)}」"
    if not change.new:
        return f"{head}{said('gone')} 「{_text(change.old)}」"
    moved = said(_shift(change.shift)) if "times" in change.kinds else ""
    if change.kinds == ("times",):
        return f"{head}{moved} 「{_text(change.new)}」"
    return f"{head}「{_text(change.old)}」 → 「{_text(change.new)}」{' ' + moved if moved else ''}"


def _shift(shift: tuple[int, int]) -> str:
    start, end = shift
    if start == end:
        return f"{start:+d} ms" if start else "inside"
    return f"start {start:+d} ms, end {end:+d} ms"


def _text(cues: Sequence[TimedCue]) -> str:
    return "｜".join("／".join(timed.cue.lines) for timed in cues)


def _time(ms: int) -> str:
    """A time of a file of the wild, which may be outside the clock."""
    return timecode.text_of(min(max(ms, 0), timecode.MAX_MS))


def _row(change: Change) -> dict[str, Any]:
    return {"kinds": change.kinds, "old": _cues(change.old), "new": _cues(change.new)}


def _cues(cues: Sequence[TimedCue]) -> list[dict[str, Any]]:
    return [{"start_ms": timed.start_ms, "end_ms": timed.end_ms, "lines": list(timed.cue.lines)} for timed in cues]


def _summarise(found: Sequence[Change], old: int, new: int) -> None:
    kinds = ("breaks", "times", "text", "looks")
    counts = ", ".join(f"{kind} {sum(kind in change.kinds for change in found)}" for kind in kinds)
    click.echo(f"{old} cues before, {new} after; changes: {len(found)} ({counts})", err=True)
