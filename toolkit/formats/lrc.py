"""Lyrics (.lrc): ``[mm:ss.xx]text``, one line a cue, no ends. Read only.

There is no specification. Several stamps before a text repeat it; ``<mm:ss.xx>`` inside it times a word (kept as
markup); ``[ti:…]`` and the like are tags of the file, of which ``[offset:±ms]`` moves every line (positive: sooner) and
``[length:mm:ss]`` ends the last. A stamp without text ends the line before it. Sources: the format's page in Wikipedia
(offset), Rockbox's manual, npm lrc-utils.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import CueText
from toolkit.formats.markup import marked
from toolkit.formats.remarks import RemarkRule
from toolkit.model import SubtitleFile

REMARKS = {
    "LRC-END": RemarkRule("info", "LRC: a line has no end but the next one's start", fixable=False),
    "LRC-STRAY": RemarkRule("error", "LRC: a text stands behind its stamp", fixable=False),
    "LRC-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_STAMP = re.compile(r"\[([0-9]{1,3}):([0-9]{1,2})(?:[.:]([0-9]{1,3}))?\][ \t]{0,9}")
_TAG = re.compile(r"\[(ti|ar|al|au|by|re|ve|lr|la|tool|length|offset|#):([^\[\]]*)\]", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]{1,3}):([0-9]{1,2})(?:[.:]([0-9]{1,3}))?\s*")
_OFFSET = re.compile(r"\s*([+-]?[0-9]{1,9})\s*")


def sniff(text: str) -> bool:
    """Whether the text begins with a tag of the file: stamps alone stand in transcripts too."""
    return bool(_TAG.match(text[:200].removeprefix("\ufeff").lstrip()))


def read(text: str) -> SubtitleFile:
    """Every line with a stamp, in order of time: it ends where the next begins, the last with the file's length. If
    none is told, it ends when it starts. Linear in ``len(text)``. InputError for a file without any stamp.
    """
    found = Collector()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("LRC-HIDDEN", hidden, "control characters or invisible marks were left out")
    tags: dict[str, str] = {}
    sung: list[tuple[int, int, CueText]] = []
    for number, line in enumerate(map(str.strip, lines), 1):
        if tag := _TAG.fullmatch(line):
            tags.setdefault(tag[1].lower(), tag[2])
            found.leave_out(number, line)
        elif line:
            sung.extend(_line(found, number, line))
    _add(found, sorted(sung, key=lambda row: row[0]), tags)
    return found.file("[00:01.00]")


def _line(found: Collector, number: int, line: str) -> list[tuple[int, int, CueText]]:
    """(start, line number, text) for every stamp of a line; the tags of its text are listed once."""
    starts, at = [], 0
    while stamp := _STAMP.match(line, at):
        starts.append(_ms(stamp))
        at = stamp.end()
    if not starts:
        found.leave_out(number, line)
        found.remark("LRC-STRAY", number, f"{line[:20]!r} has no stamp, and was left out")
        return []
    found.leave_out(number, line[:at])
    text = marked([(number, line[at:].strip())])
    found.excluded.extend(text.excluded)
    return [(start, number, replace(text, excluded=())) for start in starts]


def _add(found: Collector, sung: list[tuple[int, int, CueText]], tags: dict[str, str]) -> None:
    if not sung:
        return
    offset = _OFFSET.fullmatch(tags.get("offset", ""))
    shift = int(offset[1]) if offset else 0
    length = _LENGTH.fullmatch(tags.get("length", ""))
    last = max(sung[-1][0], _ms(length) if length else 0)
    for (start, number, text), (end, _, _) in pairwise([*sung, (last, 0, sung[-1][2])]):
        if text.lines:
            found.add(start - shift, end - shift, number, text)
    if last == sung[-1][0] and sung[-1][2].lines:
        found.remark("LRC-END", sung[-1][1], "the end of the last line is not told")


def _ms(stamp: re.Match[str]) -> int:
    return (int(stamp[1]) * 60 + int(stamp[2])) * 1000 + int((stamp[3] or "0").ljust(3, "0"))
