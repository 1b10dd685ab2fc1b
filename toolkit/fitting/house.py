"""What a house writes that its transcripts do not: marks at a cue's edge, 、 and 。 that vanish at a line's end.

Weights learn whatever tells of a break. A ― that ends a cue tells it in the house's own subtitles and nowhere else, and
so does a mark that is dropped at line ends: where it still stands, no line ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.japanese.width import width

Cue = tuple[str, ...]
_TAGS = re.compile(r"<[^<>\n]{1,40}>|\{\\[^{}\n]{1,80}\}")
_EDGE = re.compile(r"^[ \u3000\-‐–—―─→⇒>＞≫・♪～〜…‥]+|[ \u3000\-‐–—―─→⇒＞≫♪～〜…‥]+$")
_LABEL = re.compile(r"^(?:[（(][^（）()\n]{1,12}[）)]|[^\s：:（）]{1,8}：)[ \u3000]*(?=\S)")
_SPACES = re.compile(r"(?<=[^ -~])[ \u3000]+|[ \u3000]+(?=[^ -~])")
_OFTEN, _SELDOM = 5, 0.02
# A line is so wide at most, but for a few
_FITS = 0.98


def stripped(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without tags, names, marks at their edges, and the marks and spaces that stand inside lines alone."""
    bare = [tuple(line for line in map(_bare, cue) if line) for cue in cues]
    dropped = [mark for mark in "、。" if _stands_inside_alone(bare, mark)]
    kept = [tuple(_without(line, dropped) for line in cue) for cue in bare if cue]
    return [tuple(line for line in cue if line) for cue in kept if any(cue)]


def _bare(line: str) -> str:
    return _EDGE.sub("", _LABEL.sub("", _EDGE.sub("", _TAGS.sub("", line).strip())))


def _stands_inside_alone(cues: Sequence[Cue], mark: str) -> bool:
    lines = [line for cue in cues for line in cue]
    ends = sum(line.endswith(mark) for line in lines)
    inside = sum(mark in line[:-1] for line in lines)
    return inside >= _OFTEN and ends < _SELDOM * len(lines)


def _without(line: str, dropped: Sequence[str]) -> str:
    for mark in dropped:
        line = line.replace(mark, "")
    return _SPACES.sub("", line).strip()


def guessed_width(cues: Sequence[Cue]) -> float:
    """Full-width characters a line, as nearly all lines keep."""
    widths = sorted(width(line.rstrip("、。 \u3000")) for cue in cues for line in cue)
    return max(8.0, -(-widths[int(_FITS * (len(widths) - 1))] // 0.5) * 0.5) if widths else 0.0
