"""The reader of Lambda Cap files.

A cue is a row of cells between tabs: number, ``HHMMSSFF/HHMMSSFF``, the first line of text, codes of the whole cue
(``＠横下``); further lines stand in rows of their own behind tabs. Inside a text ``＠ルビ上［漢字｜かんじ］＠`` is
ruby (a mark for a reading is emphasis), ``＠組［12］＠`` upright digits, ``＠斜３［…］＠`` slanted text. No paper of
the maker was at hand: these are the forms of files as users of other programs show them in public, so what is unknown
is read as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction

from toolkit.errors import InputError
from toolkit.formats.characters import lines_of
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import Builder, CueText
from toolkit.formats.frames import DROP, FrameRate, ms_of_smpte
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Markup, SubtitleFile

REMARKS = {
    "CAP-HEAD": RemarkRule("warning", "Lambda Cap: the first line is Lambda字幕V4 …"),
    "CAP-RATE": RemarkRule("info", "Lambda Cap: how many frames a second has is not told", fixable=False),
    "CAP-TIME": RemarkRule("error", "Lambda Cap: HHMMSSFF/HHMMSSFF, fewer frames than a second has", fixable=False),
    "CAP-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
UPRIGHT, SLANTED, TOP = "＠組", "＠斜３", "＠横上"
MARKS = frozenset("↓↑・･")  # in the place of a reading: emphasis
_HEAD = re.compile(r"Lambda字幕")
_CUE = re.compile(r"[0-9]{1,6}[A-Z]{0,2}[ \t]{0,9}\t[ \t]{0,9}([0-9]{8})/([0-9]{8})[ ]{0,9}(?:\t|\Z)")
_CODES = "横上 横下 縦左 縦右 行頭 中央 中頭 斜３ 継続".split()
_CODE = "|".join(_CODES)
_PIECE = re.compile(
    rf"＠(?P<name>[^\s＠［］]{{1,8}})［(?P<inner>[^［］]*)］＠|＠(?P<code>{_CODE})(?!［)|(?P<text>[^＠]+|＠)"
)
_CELL = re.compile(rf"[＠@](?:{_CODE})")
_PLACES = ("横上", "縦左", "縦右", "行頭")


@dataclass(slots=True)
class _Open:
    """A cue being read: its times as written, and its rows as (line number, cells)."""

    start: str
    end: str
    line: int
    rows: list[tuple[int, list[str]]] = field(default_factory=list)


def sniff(text: str) -> bool:
    """Whether the text begins with the head of such a file."""
    return bool(_HEAD.match(text[:200].removeprefix("\ufeff").lstrip()))


def read(text: str, rate: FrameRate | None = None) -> SubtitleFile:
    """Every cue, in file order. Linear in ``len(text)``. InputError for a file without any.

    ``rate``: of the time codes. If it is not told, it is 29.97 with dropped frames where the head says ``DF1``; else
    24, 25 or 30, as the frames that occur allow, with a remark.
    """
    found, cues, drops = Collector(), list[_Open](), False
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("CAP-HIDDEN", hidden, "control characters or invisible marks were left out")
    if not sniff(text):
        found.remark("CAP-HEAD", 1, "the first line is not Lambda字幕V4")
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        if cue := _CUE.match(stripped):
            cues.append(_Open(cue[1], cue[2], number))
            found.leave_out(number, stripped[: cue.end()])
            cues[-1].rows.append((number, stripped[cue.end() :].split("\t")))
        elif cues and stripped:
            cues[-1].rows.append((number, stripped.split("\t")))
        elif stripped:
            drops = drops or "\tDF1" in line
            found.leave_out(number, stripped)
    rate = rate or (DROP if drops else _guessed(found, cues))
    for opened in cues:
        _add(found, opened, rate)
    return replace(found.file("1⇥00000100/00000200⇥…"), fps=rate.fps)


def _guessed(found: Collector, cues: list[_Open]) -> FrameRate:
    most = max((int(stamp[6:]) for cue in cues for stamp in (cue.start, cue.end)), default=0)
    fps = next((fps for fps in (24, 25, 30) if most < fps), most + 1)
    if most:
        found.remark("CAP-RATE", cues[0].line, f"{fps} frames a second were taken")
    return FrameRate(Fraction(fps))


def _add(found: Collector, opened: _Open, rate: FrameRate) -> None:
    text = _Text()
    for number, cells in opened.rows:
        text.take(number, cells)
    times = []
    for stamp in (opened.start, opened.end):
        try:
            times.append(ms_of_smpte(":".join(stamp[k : k + 2] for k in range(0, 8, 2)), rate))
        except InputError:
            found.remark("CAP-TIME", opened.line, f"{stamp} counts more frames than {rate.counted}; they were not used")
            times.append(ms_of_smpte(f"{stamp[:2]}:{stamp[2:4]}:{stamp[4:6]}:00", rate))
    found.add(times[0], times[1], opened.line, text.whole(), text.placement)


@dataclass(slots=True)
class _Text:
    """The text of one cue, row by row."""

    built: Builder = field(default_factory=Builder)
    codes: list[str] = field(default_factory=list)

    def take(self, number: int, cells: list[str]) -> None:
        """Read a row: its text, and behind it codes of the cue."""
        for k, cell in enumerate(cells):
            if k and _CELL.fullmatch(cell.strip()):
                self._code(number, cell.strip()[1:])
                continue
            if k:
                self.built.show(" ")
            for piece in _PIECE.finditer(cell):
                self._piece(number, piece)
        self.built.end_line(number)

    def _piece(self, number: int, piece: re.Match[str]) -> None:
        if piece["text"]:
            self.built.show(piece["text"])
        elif piece["code"]:
            self._code(number, piece["code"])
        else:
            self._inline(number, piece["name"], piece["inner"])

    def _code(self, number: int, code: str) -> None:
        self.codes.append(code)
        self.built.leave_out(number, f"＠{code}")

    def _inline(self, number: int, name: str, inner: str) -> None:
        base, bar, reading = inner.replace("|", "｜").partition("｜") if name.startswith("ルビ") else (inner, "", "")
        self.built.leave_out(number, f"＠{name}［{bar}］＠")
        start = self.built.at
        shown = self.built.show(base)
        marked = Markup(start, self.built.at, "ruby", reading.strip())
        if name.startswith("ルビ") and (not reading.strip() or set(reading) <= MARKS):
            marked = replace(marked, kind="other", value=f"＠{name}［{reading}］" if reading else "")
            self.built.leave_out(number, reading)
        elif not name.startswith("ルビ"):
            known = {"組": ("upright", ""), "斜３": ("italic", "")}.get(name, ("other", ""))
            marked = replace(marked, kind=known[0], value=known[1])  # type: ignore[arg-type]  # they are kinds
        if marked.kind == "ruby" and not shown:
            self.built.show(reading)
        elif shown and (marked.value or marked.kind in ("italic", "upright")):
            self.built.mark(marked)

    @property
    def placement(self) -> str:
        """Where the cue stands, in codes; '' at the bottom."""
        places = [code for code in dict.fromkeys(self.codes) if code in _PLACES]
        return " ".join(f"＠{code}" for code in places)

    def whole(self) -> CueText:
        """The text; slanted as a whole where a code says so."""
        text = self.built.finish()
        length = len("\n".join(text.lines))
        slanted = (Markup(0, length, "italic"),) if "斜３" in self.codes and length else ()
        return replace(text, markup=(*slanted, *text.markup))
