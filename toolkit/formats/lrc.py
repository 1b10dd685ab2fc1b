"""Lyrics (.lrc): ``[mm:ss.xx]text``, one line a cue, no ends.

There is no specification. Several stamps before a text repeat it; ``<mm:ss.xx>`` inside it times a word (kept as
markup); ``[ti:…]`` and the like are tags of the file, of which ``[offset:±ms]`` moves every line (positive: sooner) and
``[length:mm:ss]`` ends the last. A stamp without text ends the line before it.

In what is written a cue is one line, its end a stamp without text where the next does not begin at once; ``<``, ``>``,
``{`` and ``[`` before a digit, which readers would take for tags and stamps, have full-width twins. Sources: the
format's page in Wikipedia (offset), Rockbox's manual, npm lrc-utils.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from toolkit.formats.characters import lines_of, tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import CueText, line_breaks_in, on_one_line
from toolkit.formats.hundredths import rounded
from toolkit.formats.markup import marked
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.proof import prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline

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


# ---------------------------------------------------------------- writing

_HEAD = "[re:jimaku-toolkit]\n"
_TWINS = str.maketrans("<>{}", "＜＞｛｝")
_STAMP_LIKE = re.compile(r"\[(?=[0-9])")


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: it has nothing but text."""
    return False


def losses(timeline: Timeline) -> dict[str, int]:
    """Line breaks, and the ends of cues that the next one overlaps."""
    ends = sum(one.end_ms > other.start_ms for one, other in pairwise(_ordered(timeline)))
    return line_breaks_in(timeline.cues) | ({"overlapping ends": ends} if ends else {})


def neutral(text: str) -> str:
    """A cue's text as this format writes it, on one line."""
    return _STAMP_LIKE.sub("［", on_one_line(tidy(text)).translate(_TWINS))


def write(timeline: Timeline, options: Options = PLAIN) -> str:  # noqa: ARG001 -- every format takes them
    """The timeline as LRC: UTF-8 to be, line feeds, times rounded to hundredths. A cue that the next overlaps ends
    there.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    cues = _ordered(timeline)
    texts = [neutral(timed.cue.text) for timed in cues]
    for number, (timed, text) in enumerate(zip(cues, texts, strict=True), 1):
        refuse_unwritable(number, timed, text)
    cut = (
        [
            replace(one, end_ms=min(one.end_ms, other.start_ms) if other else one.end_ms)
            for one, other in zip(cues, [*cues[1:], None], strict=True)
        ]
        if cues
        else []
    )
    rows = []
    for k, (timed, text) in enumerate(zip(cut, texts, strict=True)):
        rows.append(f"[{_stamp(timed.start_ms)}]{text}\n")
        if k + 1 == len(cut) or timed.end_ms < cut[k + 1].start_ms:
            rows.append(f"[{_stamp(timed.end_ms)}]\n")
    composed = _HEAD + "".join(rows)
    prove(read(composed) if texts else None, list(enumerate(cut, 1)), texts)
    return composed


def _ordered(timeline: Timeline) -> list[TimedCue]:
    return sorted(map(rounded, timeline.cues), key=lambda timed: timed.start_ms)


def _stamp(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms // 10 % 100:02d}"
