"""Marker lists of Adobe Audition: Name, Start, Duration, Time Format, Type, Description, tabs between, called .csv.
Times are ``H:MM:SS.mmm``, hours only where there are any; the format must be said, or is told by the first row.
"""

from __future__ import annotations

import re

from toolkit.errors import InputError
from toolkit.formats import marker_list
from toolkit.formats.marker_list import Cells, holds, losses, neutral
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.stamps import ms_of
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "losses", "neutral", "read", "sniff", "write"]

REMARKS = marker_list.remarks_of("AUDITION")
_HEADER = ("Name", "Start", "Duration", "Time Format", "Type", "Description")
_TIME = re.compile(r"(?:[0-9]{1,3}:)?[0-9]{1,3}:[0-9]{1,2}(?:[.,][0-9]{1,9})?")


def sniff(text: str) -> bool:
    """Whether the first row names the columns of such a list."""
    return marker_list.sniff(text, _HEADER)


def read(text: str) -> SubtitleFile:
    """See ``marker_list.read``; a marker without a duration tells no end."""
    return marker_list.read(text, _HEADER, "Name", "AUDITION", _times)


def _times(cells: Cells) -> tuple[int, int]:
    if not (_TIME.fullmatch(cells["Start"]) and _TIME.fullmatch(cells["Duration"])):
        raise InputError(f"{cells['Start']!r} is no time", mend="write it as 1:02.500")
    start = ms_of(cells["Start"])
    return start, start + ms_of(cells["Duration"])


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The list, UTF-8 to be, line feeds. OutputError for a cue without text or with an end not after its start, and if
    the file, read back, is not what went in.
    """
    cues = list(marker_list.rows(timeline.cues, options))
    lines = [
        "\t".join((text, _stamp(timed.start_ms), _stamp(timed.duration_ms), "decimal", "Cue", who))
        for timed, text, who in cues
    ]
    return marker_list.proved("\n".join(("\t".join(_HEADER), *lines, "")), cues, read)


def _stamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    hours, minutes = divmod(seconds // 60, 60)
    return f"{f'{hours}:{minutes:02d}' if hours else minutes}:{seconds % 60:02d}.{rest:03d}"
