"""Marker lists of Adobe Premiere Pro: Marker Name, Description, In, Out, Duration, Marker Type, tabs between, called
.csv. Times are time codes, with ``;`` throughout where frame numbers are dropped; the format must be said, or is told
by the first row.
"""

from __future__ import annotations

from functools import partial

from toolkit.formats import marker_list
from toolkit.formats.frames import DROP, FrameRate, ms_of_smpte, on_frames, rate_of, smpte
from toolkit.formats.marker_list import Cells, holds, losses, neutral
from toolkit.formats.options import PLAIN, Options
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "losses", "neutral", "read", "sniff", "write"]

REMARKS = marker_list.remarks_of("PREMIERE")
_HEADER = ("Marker Name", "Description", "In", "Out", "Duration", "Marker Type")


def sniff(text: str) -> bool:
    """Whether the first row names the columns of such a list."""
    return marker_list.sniff(text, _HEADER)


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """See ``marker_list.read``. InputError where nothing tells how many frames a second has."""
    told = rate or rate_of(text, drops=";" in text.partition("\n")[2])
    return marker_list.read(text, _HEADER, "Marker Name", "PREMIERE", partial(_times, rate=told))


def _times(cells: Cells, rate: FrameRate) -> tuple[int, int]:
    start, end = (ms_of_smpte(cells[edge].replace(";", ":"), rate) for edge in ("In", "Out"))
    return start, end


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The list, UTF-8 to be, line feeds, times on frames, of 29.97 with dropped numbers if no rate is told. OutputError
    for a cue without text or with an end not after its start, and if the file, read back, is not what went in.
    """
    rate = options.rate or DROP
    cues = list(marker_list.rows([on_frames(timed, rate) for timed in timeline.cues], options))
    lines = []
    for timed, text, who in cues:
        times = [_stamp(ms, rate) for ms in (timed.start_ms, timed.end_ms, timed.duration_ms)]
        lines.append("\t".join((text, who, *times, "Comment")))
    return marker_list.proved("\n".join(("\t".join(_HEADER), *lines, "")), cues, partial(read, rate=rate))


def _stamp(ms: int, rate: FrameRate) -> str:
    stamp = smpte(ms, rate)
    return stamp.replace(":", ";") if rate.drop else stamp
