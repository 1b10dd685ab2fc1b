"""The proof that reading a transcript lost nothing and made nothing up."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from operator import contains
from typing import Any

from toolkit.errors import ConservationError
from toolkit.inputs.clean import clean
from toolkit.model import Script


def prove(source_text: str, script: Script) -> None:
    """Line by line: the source less ``script.excluded`` is the text of the paragraphs, white space aside.

    Every line's characters must be those of its exclusions and its paragraphs together, and both must stand in the line
    in order. Lines on which no paragraph starts are held together with the paragraph before them, which may span them.
    Raises ``ConservationError`` naming the first line that fails.
    """
    paragraphs = [(p.line, p.text) for turn in script.turns for p in turn.paragraphs]
    starts = sorted({line for line, _ in paragraphs})
    texts = _by_start(paragraphs, starts)
    gone = _by_start((*script.excluded, *((one.line, one.text) for one in script.left_out)), starts)
    source = _by_start(enumerate(clean(source_text).lines, start=1), starts)
    for number in sorted({*source, *texts, *gone}):
        _prove_line(number, source.get(number, ""), texts.get(number, ""), gone.get(number, ""))


def _by_start(pieces: Iterable[tuple[int, str]], starts: Sequence[int]) -> Mapping[int, str]:
    """The pieces joined by the paragraph start at or before their line (0 before the first)."""
    joined: defaultdict[int, list[str]] = defaultdict(list)
    for line, text in pieces:
        at = bisect_right(starts, line)
        joined[starts[at - 1] if at else 0].append(_dense(text))
    return {line: "".join(parts) for line, parts in joined.items()}


def _dense(text: str) -> str:
    return "".join(text.split())


def _prove_line(number: int, source: str, text: str, gone: str) -> None:
    if source == text and not gone:
        return
    if source in (gone + text, text + gone):  # a label, then speech: nearly every line
        return
    if not _within(text, source) or sorted(source) != sorted(text + gone):
        raise ConservationError(
            "characters of the transcript were lost or invented in reading it",
            where=f"line {max(1, number)}",
            mend="this is a fault of the program; report it with that line",
        )


def _within(part: str, whole: str) -> bool:
    """Whether ``part`` stands in ``whole`` in order, gaps allowed."""
    rest: Any = iter(whole)
    return all(map(partial(contains, rest), part))
