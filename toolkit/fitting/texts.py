"""Subtitles people made, as texts with their breaks, and as examples to fit on."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.fitting.house import Cue, guessed_width, stripped
from toolkit.formats import SUFFIXES, read
from toolkit.inputs.encoding import decode
from toolkit.japanese.features import KINDS, comma_use, features
from toolkit.japanese.phrases import CUT, cumulative_width, gap_levels
from toolkit.japanese.punctuation import wide_signs
from toolkit.japanese.tags import Numbers
from toolkit.japanese.words import tokens

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_HANGING = "、。，．,."
_SENTENCE_ENDS = "。？！?!"
_LINES = 2  # what a cue is taken to hold
_PIECE = 60  # cues of a part: a file is divided so, that a share of a single one can be held out


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph (or a whole SRT file): its text, the offsets where cues end, and where lines end inside them."""

    text: str
    cues: frozenset[int]
    lines: frozenset[int]

    def hard(self, breaks: frozenset[int] | set[int]) -> set[int]:
        """The breaks that are not at a sentence end."""
        return {at for at in breaks if self.text[:at].rstrip()[-1:] not in _SENTENCE_ENDS}


@dataclass(frozen=True, slots=True)
class Text:
    """One file. ``comma``: how it uses 、 (``comma_use``); ``width``: full-width characters a line; ``weight``: how
    much it counts.
    """

    name: str
    parts: tuple[Part, ...]
    comma: str
    width: float
    weight: float = 1.0

    @property
    def cue_width(self) -> float:
        """Full-width characters a cue holds."""
        return _LINES * self.width


@dataclass(frozen=True, slots=True)
class Example:
    """A run of cues that keep the rules. Node arrays run from the run's first edge to its last; ``features`` are those
    of the inner nodes, a row a node and a column a kind.

    ``left``/``right``: width up to where a line begins or ends there; ``cue``/``line``: whether people broke there;
    ``limit``: the line width; ``weight``: how much the example counts.
    """

    left: Floats
    right: Floats
    cue: Flags
    line: Flags
    features: NDArray[np.int64]
    comma: str
    limit: float
    weight: float


def read_texts(path: Path, width: float | None) -> Iterator[Text]:
    """Every subtitle file and .txt below a folder (.raw.txt left out), or one file; their lines are ``width`` long at
    most, or as long as nearly all below ``path``.
    """
    files = sorted(p for p in path.rglob("*") if p.suffix.lower() in (*SUFFIXES, ".txt")) if path.is_dir() else [path]
    found = {file: _paragraphs(file) for file in files if not file.name.endswith(".raw.txt")}
    limit = width or guessed_width([cue for paragraphs in found.values() for cues in paragraphs for cue in cues])
    for file, paragraphs in found.items():
        parts = tuple(_part(cues) for cues in paragraphs if cues)
        if parts:
            yield Text(str(file), parts, comma_use("".join(part.text for part in parts)), limit)


def _paragraphs(file: Path) -> list[list[Cue]]:
    text = decode(file.read_bytes(), name=str(file)).text
    return _of_corpus(text) if file.suffix == ".txt" else _of_subtitles(text, file.name)


def divided(texts: list[Text], hold_out: int) -> tuple[list[Text], list[Text]]:
    """What is fitted on, and every so many-th text that is held out: a part of one where there are too few."""
    if not hold_out:
        return texts, []
    each = texts if len(texts) >= hold_out else _pieces(texts)
    kept = each[::hold_out] if len(each) > 1 else []
    return [text for n, text in enumerate(each) if not kept or n % hold_out], kept


def _pieces(texts: Sequence[Text]) -> list[Text]:
    """The parts of the texts, each as a text of its own."""
    return [replace(text, parts=(part,)) for text in texts for part in text.parts]


def _of_subtitles(text: str, name: str) -> list[list[Cue]]:
    cues = stripped([timed.cue.lines for timed in read(text, name).cues if timed.cue.lines])
    return [cues[n : n + _PIECE] for n in range(0, len(cues), _PIECE)]


def left_out(texts: Sequence[Text]) -> Counter[str]:
    """How many cues nothing is learned from, by reason."""
    found: Counter[str] = Counter()
    for text in texts:
        for part in text.parts:
            found.update(reason for reason in _reasons(part, text.width) if reason)
    return found


def _reasons(part: Part, limit: float) -> Iterator[str]:
    widths = cumulative_width(part.text)
    words = {word.start for word in tokens(part.text)}
    for a, b in itertools.pairwise([0, *sorted(part.cues), len(part.text)]):
        edges = [a, *sorted(k for k in part.lines if a < k < b), b]
        if len(edges) > _LINES + 1:
            yield f"of more than {_LINES} lines"
        elif any(widths[_line_end(part.text, y)] - widths[x] > limit for x, y in itertools.pairwise(edges)):
            yield f"wider than {limit:g}"
        elif not words.issuperset(edges[1:-1]):
            yield "with a word divided"


def _of_corpus(text: str) -> list[list[tuple[str, ...]]]:
    paragraphs = []
    for block in text.split("@")[1:]:
        _, _, body = block.partition("\n")
        paragraphs.append(
            [tuple(line for line in cue.split("\n") if line.strip()) for cue in body.split("\n\n") if cue.strip()]
        )
    return paragraphs


def _part(cues: Sequence[tuple[str, ...]]) -> Part:
    text = ""
    ends: set[int] = set()
    wraps: set[int] = set()
    for lines in cues:
        ends.add(len(text))
        for n, line in enumerate(lines):
            if n:
                wraps.add(len(text))
            text += line
    text = wide_signs(text)
    return Part(text, _settled(text, ends), _settled(text, wraps))


def _settled(text: str, breaks: set[int]) -> frozenset[int]:
    """Breaks moved behind the white space they stand before."""
    return frozenset(
        at for at in (at + len(text[at:]) - len(text[at:].lstrip()) for at in breaks) if 0 < at < len(text)
    )


def examples(texts: Sequence[Text], numbers: Numbers) -> Iterator[Example]:
    """What can be learned: the runs of cues whose lines fit, at most ``_LINES`` a cue, with no break inside a word."""
    for text in texts:
        for part in text.parts:
            yield from _of_part(part, text, numbers)


def _of_part(part: Part, text: Text, numbers: Numbers) -> Iterator[Example]:
    words = tokens(part.text)
    levels = gap_levels(part.text, words)
    index = {word.start: n for n, word in enumerate(words)}
    gaps = [at for at, level in levels.items() if level != CUT or at in part.cues | part.lines]
    nodes = [0, *gaps, len(part.text)]
    widths = cumulative_width(part.text)
    rows = features(part.text, words, [index[at] for at in gaps], text.comma, text.cue_width, numbers)
    found = np.fromiter(itertools.chain.from_iterable(rows), np.int64).reshape(len(gaps), KINDS)
    left = np.array([widths[at] for at in nodes])
    right = np.array([widths[_line_end(part.text, at)] for at in nodes])
    cue = np.array([at in part.cues for at in nodes])
    cue[[0, -1]] = True
    line = np.array([at in part.lines for at in nodes]) & ~cue
    for a, b in _runs(left, right, cue, line, text.width):
        inner = slice(a, b + 1)
        if b > a + 1:
            yield Example(
                left[inner],
                right[inner],
                cue[inner],
                line[inner],
                found[a : b - 1],
                text.comma,
                text.width,
                text.weight,
            )


def _line_end(text: str, at: int) -> int:
    while at and (text[at - 1].isspace() or text[at - 1] in _HANGING):
        at -= 1
    return at


def _runs(left: Floats, right: Floats, cue: Flags, line: Flags, width: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    ends: list[int] = np.flatnonzero(cue).tolist()
    for a, b in itertools.pairwise(ends):
        edges: list[int] = [a, *(k for k in range(a + 1, b) if line[k]), b]
        keeps = len(edges) <= _LINES + 1 and all(
            right[y] - left[x] <= width + 1e-9 for x, y in itertools.pairwise(edges)
        )
        if keeps and runs and runs[-1][1] == a:
            runs[-1] = (runs[-1][0], b)
        elif keeps:
            runs.append((a, b))
    return runs
