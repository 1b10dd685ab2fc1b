"""SubViewer as YouTube exports it (.sbv): ``0:00:01.000,0:00:02.500``, the text below, a blank line. No tags.

There is no specification; the form is that of YouTube's help, ``[br]`` for a line end that of older SubViewer files. In
what is written ``[br]`` and lines that look like a timing have full-width twins, ［br］ and ：.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from toolkit.formats.characters import lines_of, tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import plain_text
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.proof import Numbered, in_pieces, prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.formats.stamps import ms_of
from toolkit.model import Cue, Markup, SubtitleFile, Timeline

REMARKS = {
    "SBV-TIME": RemarkRule("warning", "YouTube: H:MM:SS.mmm,H:MM:SS.mmm"),
    "SBV-STRAY": RemarkRule("error", "YouTube: a text stands below its times", fixable=False),
    "SBV-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_STAMP = r"[0-9]{1,3}:[0-9]{1,2}:[0-9]{1,2}(?:\.[0-9]{1,9})?"
_TIMING = re.compile(rf"({_STAMP}),[ \t]{{0,9}}({_STAMP})")
_STRICT = re.compile(r"[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3},[0-9]{1,2}:[0-5][0-9]:[0-5][0-9]\.[0-9]{3}")
_BREAK = re.compile(r"\[br\]", re.IGNORECASE)


@dataclass(slots=True)
class _Open:
    """The cue being read."""

    start: int
    end: int
    line: int
    rows: list[tuple[int, str]] = field(default_factory=list)


def sniff(text: str) -> bool:
    """Whether the first line is a timing."""
    return bool(_TIMING.fullmatch(text[:200].removeprefix("\ufeff").lstrip().partition("\n")[0].strip()))


def read(text: str) -> SubtitleFile:
    """Every cue, in file order. What stands between the timings is text, blank lines aside. Linear in ``len(text)``.

    InputError for a file without any timing line.
    """
    found, opened = Collector(), list[_Open]()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("SBV-HIDDEN", hidden, "control characters or invisible marks were left out")
    for number, line in enumerate(map(str.strip, lines), 1):
        if line[:1].isdigit() and (timing := _TIMING.fullmatch(line)):
            opened.append(_Open(ms_of(timing[1]), ms_of(timing[2]), number))
            found.leave_out(number, line)
            if not _STRICT.fullmatch(line):
                found.remark("SBV-TIME", number, f"{line!r} is oddly written")
        elif opened:
            opened[-1].rows.extend((number, piece.strip()) for piece in _pieces(found, number, line))
        elif line:
            found.leave_out(number, line)
            found.remark("SBV-STRAY", number, f"{line[:20]!r} stands above the first subtitle, and was left out")
    for cue in opened:
        found.add(cue.start, cue.end, cue.line, plain_text(cue.rows))
    return found.file("0:00:01.000,0:00:02.000")


def _pieces(found: Collector, number: int, line: str) -> list[str]:
    if "[" not in line:
        return [line]
    for sign in _BREAK.findall(line):
        found.leave_out(number, sign)
    return _BREAK.split(line)


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: it has nothing but text."""
    return False


def neutral(text: str) -> str:
    """A cue's text as this format writes it."""
    return "\n".join(map(_neutral_line, tidy(text).split("\n")))


def _neutral_line(line: str) -> str:
    line = _BREAK.sub(lambda sign: f"［{sign[0][1:-1]}］", line)
    return line.replace(":", "：") if line[:1].isdigit() and _TIMING.fullmatch(line) else line


def write(timeline: Timeline, options: Options = PLAIN) -> str:  # noqa: ARG001 -- every format takes them
    """The timeline as SBV: UTF-8 to be, line feeds, a blank line after each cue.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    return in_pieces(timeline, _written)


def _written(numbered: Numbered) -> str:
    texts = [neutral(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
    composed = "".join(
        f"{_stamp(timed.start_ms)},{_stamp(timed.end_ms)}\n{text}\n\n"
        for (_, timed), text in zip(numbered, texts, strict=True)
    )
    prove(read(composed) if texts else None, numbered, texts)
    return composed


def _stamp(ms: int) -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
