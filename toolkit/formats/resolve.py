"""Timeline markers of DaVinci Resolve, as it exports and imports them in an .edl: a line of time codes, and a line of a
note, a colour ``|C:``, a name ``|M:`` and a length in frames ``|D:``.

The name is the text of the cue on one line, the note who speaks, the colour tells people apart. A timeline of Resolve
begins at an hour unless it is told otherwise: ``--offset 01:00:00``. No paper of the maker was at hand: this is the
form of files as people show them in public.
"""

from __future__ import annotations

import re
from dataclasses import replace

from toolkit.errors import InputError, OutputError
from toolkit.formats import marker_list
from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import plain_text
from toolkit.formats.frames import DROP, FrameRate, ms_of_smpte, on_frames, rate_of, smpte
from toolkit.formats.marker_list import holds, losses
from toolkit.formats.options import PLAIN, Options
from toolkit.model import SubtitleFile, Timeline

__all__ = ["REMARKS", "holds", "losses", "neutral", "read", "sniff", "write"]

REMARKS = marker_list.remarks_of("RESOLVE")
# Of Resolve's colours those of the toolkit's four, for as many people
_COLOURS = ("Yellow", "Cyan", "Fuchsia", "Red")
_NOBODY = "Blue"
_HEAD = re.compile(r"TITLE:[^\n]{0,400}\n\s{0,99}FCM:")
_STAMP = r"[0-9]{2}:[0-9]{2}:[0-9]{2}[:;.][0-9]{2,3}"
_EVENT = re.compile(rf"[0-9]{{1,9}}\s.{{0,99}}?({_STAMP})\s+({_STAMP})\s+({_STAMP})\s+({_STAMP})\s*")
_MARKER = re.compile(r"(?P<note>[^|]*)\|C:(?P<colour>\w+)\s*\|M:(?P<name>[^|]*)\|D:(?P<frames>[0-9]{1,9})\s*")


def sniff(text: str) -> bool:
    """Whether the text begins with the head of such a file."""
    return bool(_HEAD.match(text[:600].removeprefix("\ufeff").replace("\r", "").lstrip()))


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """Every marker, in file order; events that are none are left out with a remark. Linear in ``len(text)``. InputError
    for a file without any, and where nothing tells how many frames a second has.
    """
    found = Collector()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("RESOLVE-HIDDEN", hidden, "control characters or invisible marks were left out")
    told = rate or rate_of(text, drops=bool(re.search(r"(?m)^\s{0,9}FCM: {0,9}DROP", text[:2000])))
    opened = ""
    for number, line in enumerate(map(str.strip, lines), 1):
        if event := _EVENT.fullmatch(line):
            opened = event[3]
            found.leave_out(number, line)
        elif (marker := _MARKER.fullmatch(line)) and opened:
            _take(found, number, marker, opened, told)
            opened = ""
        elif line:
            found.leave_out(number, line)
            if not line.startswith(("TITLE:", "FCM:")):
                found.remark("RESOLVE-STRAY", number, f"{line[:20]!r} is no marker, and was left out")
    return found.file("001 001 V C 01:00:01:00 …, and |C:ResolveColorBlue |M:… |D:25")


def _take(found: Collector, number: int, marker: re.Match[str], opened: str, rate: FrameRate) -> None:
    found.leave_out(number, f"|C:{marker['colour']} |M: |D:{marker['frames']}")
    try:
        start = ms_of_smpte(opened, rate)
    except InputError as error:
        raise error.at(f"line {number - 1}") from None
    end = rate.ms(rate.frame(start) + int(marker["frames"]))
    text = plain_text([(number, marker["name"].strip())])
    found.add(start, end, number, replace(text, speaker=marker["note"].strip() or None))


def neutral(text: str) -> str:
    """A cue's text as a marker's name: on one line, without tabs and bars."""
    return marker_list.neutral(text).replace("|", "｜")


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The markers, UTF-8 to be, line feeds, times on frames, of 29.97 with dropped numbers if no rate is told.

    OutputError for a rate of 100 frames and more, for a cue without text or with an end not after its start, and if the
    file, read back, is not what went in.
    """
    rate = options.rate or DROP
    if rate.counted > 99:
        raise OutputError(f"{rate.counted} frames a second do not fit into two digits", mend="choose another --fps")
    framed = [on_frames(timed, rate) for timed in timeline.cues]
    cues = [(timed, neutral(text), neutral(who)) for timed, text, who in marker_list.rows(framed, options)]
    people = list(dict.fromkeys(who for _, _, who in cues if who))
    rows = [f"TITLE: 字幕\nFCM: {'DROP FRAME' if rate.drop else 'NON-DROP FRAME'}\n\n"]
    for number, (timed, text, who) in enumerate(cues, 1):
        first = rate.frame(timed.start_ms)
        start, after = smpte(timed.start_ms, rate), smpte(rate.ms(first + 1), rate)
        colour = _COLOURS[people.index(who) % len(_COLOURS)] if who else _NOBODY
        rows.append(f"{number:03d}  001      V     C        {start} {after} {start} {after}  \n")
        rows.append(f"{who} |C:ResolveColor{colour} |M:{text} |D:{rate.frame(timed.end_ms) - first}\n\n")
    return marker_list.proved("".join(rows), cues, lambda written: read(written, rate))
