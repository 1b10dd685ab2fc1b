"""A cue's text and what is said of it beside its letters, put together piece by piece."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from toolkit.model import Cue, Markup, MarkupKind, TimedCue

_SIGN = re.compile(r"[（(]([^（）()\n]{2,24})[）)]\s*|([^\s（）()：:]{2,24})[：:]\s*")  # （佐藤） or 佐藤：
_BLANK = re.compile(r"\s+")
_MOST = 1_000  # of a cue; the tags of the rest are only listed, so that no cue takes long to write


@dataclass(frozen=True, slots=True)
class CueText:
    """``lines`` without tags, and the numbers of their ``rows`` in the file. ``speaker``: who says all of it, None if
    nobody is named or there are several. ``excluded``: (line number, text) of what was left out.
    """

    lines: tuple[str, ...]
    rows: tuple[int, ...]
    markup: tuple[Markup, ...] = ()
    speaker: str | None = None
    excluded: tuple[tuple[int, str], ...] = ()


def on_one_line(text: str) -> str:
    """The lines joined, with a blank only where Latin letters would meet, as transcripts join the lines of a cue."""
    first, *rest = text.split("\n")
    for line in rest:
        first += f" {line}" if (first[-1:] + line[:1]).isascii() else line
    return first


def unlabelled(cue: Cue) -> str:
    """The text without the sign of the speaker's name before it, for formats that give the name a place of its own: of
    a cue read from a file what stands in brackets or before a colon, if it is in the speaker's name.
    """
    label, sign = cue.label, None if cue.label or not cue.speaker else _SIGN.match(cue.text)
    if sign and (sign[1] or sign[2]) in (cue.speaker or ""):
        label = sign[0]
    return cue.text.removeprefix(label).strip() or cue.text


def line_breaks_in(cues: Iterable[TimedCue]) -> dict[str, int]:
    """How many line breaks are lost where a cue is one line."""
    breaks = sum(max(0, len(timed.cue.lines) - 1) for timed in cues)
    return {"line breaks": breaks} if breaks else {}


def plain_text(rows: Iterable[tuple[int, str]]) -> CueText:
    """Rows (line number, text) without tags, blank ones dropped."""
    filled = [row for row in rows if row[1]]
    return CueText(tuple([line for _, line in filled]), tuple([number for number, _ in filled]))


@dataclass(slots=True)
class Builder:
    """``at``: the offset at which the next character will stand. Blanks at the edges of a line are never shown, and a
    line of nothing but blanks is none.
    """

    at: int = 0
    _base: int = 0  # where the line at work begins
    _lines: list[str] = field(default_factory=list)
    _rows: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _blanks: list[str] = field(default_factory=list)  # shown only if more of the line follows
    _found: list[Markup] = field(default_factory=list)
    _open: defaultdict[str, list[list[Markup]]] = field(default_factory=lambda: defaultdict(list))
    _excluded: list[tuple[int, str]] = field(default_factory=list)

    def show(self, text: str) -> bool:
        """Add to the line; whether anything of it will be seen."""
        shown = text.strip()
        if not shown:
            self._blanks.append(text)
            return False
        lead = "".join((*self._blanks, text[: len(text) - len(text.lstrip())])) if self._parts else ""
        self._parts.append(f"{lead}{shown}")
        self.at += len(lead) + len(shown)
        self._blanks = [text[len(text.rstrip()) :]]
        return True

    def end_line(self, number: int) -> None:
        """The line, which stands in row ``number`` of the file, is whole."""
        line = "".join(self._parts)
        if line:
            self._lines.append(line)
            self._rows.append(number)
            self._base += len(line) + 1
        self.at = self._base
        self._parts.clear()
        self._blanks.clear()

    def leave_out(self, number: int, text: str) -> None:
        """List what is not shown; blanks are not listed."""
        if text.strip():
            self._excluded.append((number, text.strip()))

    def begin(self, key: str, *marks: tuple[MarkupKind, str]) -> None:
        """From here on ``marks``, each a kind with its value, hold, until ``end`` of the same key."""
        self._open[key].append([Markup(self.at, self.at, kind, value) for kind, value in marks])

    def end(self, key: str) -> None:
        """End what was begun last under that key, if anything was."""
        for markup in self._open[key].pop() if self._open[key] else ():
            self.mark(replace(markup, end=self.at))

    def is_open(self, key: str) -> bool:
        """Whether something was begun under that key and not ended."""
        return bool(self._open[key])

    def mark(self, markup: Markup) -> bool:
        """Add what is known whole; False if the cue has too many already."""
        if len(self._found) >= _MOST:
            return False
        self._found.append(markup)
        return True

    def finish(self) -> CueText:
        """All of it; what is still open ends with the text."""
        end = self.at = max(0, self._base - 1)
        for key, begun in self._open.items():
            while begun:
                self.end(key)
        text = "\n".join(self._lines)
        placed = (_placed(m, text) for m in self._found)
        markup = sorted((m for m in placed if m.start < m.end or _is_point(m)), key=lambda m: (m.start, -m.end))
        voices = [m for m in markup if m.kind == "speaker"]
        alone = len(voices) == 1 and (voices[0].start, voices[0].end) == (0, end)
        return CueText(
            tuple(self._lines),
            tuple(self._rows),
            tuple(m for m in markup if not (alone and m.kind == "speaker")),
            voices[0].value if alone else None,
            tuple(self._excluded),
        )


def _placed(markup: Markup, text: str) -> Markup:
    """Inside the text, and beginning at a letter: a blank before it may be shown only because of that letter."""
    start, end = min(markup.start, len(text)), min(markup.end, len(text))
    if start < end and (blank := _BLANK.match(text, start, end)):
        start = blank.end()
    return replace(markup, start=start, end=end)


def _is_point(markup: Markup) -> bool:
    """A placement, an override or an inline time, which have no end."""
    return markup.kind == "placement" or (markup.kind == "other" and markup.value[1:2] in tuple("\\0123456789"))
