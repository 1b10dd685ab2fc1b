"""A script divided by the times that are given to speak it in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.model import Paragraph, Script, TimeMark, Turn

if TYPE_CHECKING:
    from toolkit.model.narration import Sentence, Window


def divided(script: Script, windows: Sequence[Window]) -> Script:
    """The script with a paragraph for all that is said in one window by one person, which carries its time. No
    character but white space between two is lost. ValueError for a script without windows.
    """
    if not windows:
        raise ValueError("there is no window to speak in")
    cutter = _Cutter(windows)
    sections = (replace(s, turns=tuple(map(cutter.turn, s.turns))) for s in script.sections)
    return replace(script, sections=tuple(sections))


@dataclass(slots=True)
class _Cutter:
    """``at``: the index of the window in which the script is; its times never go back."""

    windows: Sequence[Window]
    at: int = 0

    def turn(self, turn: Turn) -> Turn:
        return replace(turn, paragraphs=tuple(p for whole in turn.paragraphs for p in self._pieces(whole)))

    def _pieces(self, whole: Paragraph) -> Iterator[Paragraph]:
        cuts = [(0, self.at)]
        for mark in whole.times:
            self.at = max(0, bisect_right(self.windows, mark.start_ms, key=lambda window: window.start_ms) - 1)
            if not whole.text[: mark.at].strip():
                cuts = [(0, self.at)]
            elif self.at != cuts[-1][1]:
                cuts.append((mark.at, self.at))
        for (start, index), end in zip(cuts, [*(at for at, _ in cuts[1:]), len(whole.text)], strict=True):
            yield _piece(whole, start, end, self.windows[index], first=start == 0)


def _piece(whole: Paragraph, start: int, end: int, window: Window, *, first: bool) -> Paragraph:
    text = whole.text[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    end = start + len(text)
    spans = tuple(
        replace(span, start=max(span.start, start) - start, end=min(span.end, end) - start)
        for span in whole.spans
        if max(span.start, start) < min(span.end, end)
    )
    line = whole.line if first else window.line
    return replace(whole, text=text, line=line, spans=spans, times=(TimeMark(0, window.start_ms, window.end_ms),))


def windows_by_sentence(
    turns: Sequence[Turn], sentences: Sequence[Sentence], windows: Sequence[Window]
) -> tuple[Window, ...]:
    """The window of each sentence of a script that is divided by them."""
    return tuple(windows[_index(turns[sentence.turn], sentence, windows)] for sentence in sentences)


def _index(turn: Turn, sentence: Sentence, windows: Sequence[Window]) -> int:
    base, start_ms = 0, 0
    for paragraph in turn.paragraphs:
        if base > sentence.start:
            break
        start_ms = paragraph.times[0].start_ms
        base += len(paragraph.text) + 1
    return max(0, bisect_right(windows, start_ms, key=lambda window: window.start_ms) - 1)
