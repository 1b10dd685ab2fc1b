"""What the layout of a whole document settles of single lines before anything is weighed: what stands outside the
quotation marks where all speech stands inside them, and lines that say which name stands for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from toolkit.japanese.lazy import NARROW, lazy
from toolkit.transcript.chain import CLASSES, Class
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.names import key
from toolkit.transcript.survey import Lines

_FEWEST_QUOTED = 5
_QUOTED = 0.5  # of the lines from the first quotation with a name to the last
_OUTSIDE: tuple[Class, ...] = tuple(kind for kind in CLASSES if kind not in ("named", "answer", "speech", "more"))
_PAIR = lazy(
    r"(?:^|[\s,/;(])([^\s,/=:\x02\x03()\x05\x06]{1,12})\s?(?:[=:\x03\x04]|\x02{1,2})\s?(?=[^\s=:\x02\x03])"
)  # of a line made narrow
_AGAINST = lazy(r"\s*[×✕✖☓]\s*")
_HEAD, _MOST_PAIRED = 12, 5
_LONGEST_LEGEND = 120


def outside_quotes(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that nobody says: all that is said stands in 「」 with a name before or after it, and these do not."""
    if not lines.frame.quoted or lines.frame.wrap:
        return {}
    quoted = [n for n in range(len(lines.filled)) if any(x.form in ("quote", "after") for x in lines.labels(n))]
    if len(quoted) < _FEWEST_QUOTED or len(quoted) < _QUOTED * (quoted[-1] - quoted[0] + 1):
        return {}
    return {n: _OUTSIDE for n in _unquoted(lines) if quoted[0] < n}


def _unquoted(lines: Lines) -> Iterator[int]:
    """The lines that no quotation begins, and none goes on in from above."""
    depth = 0
    for n in range(len(lines.filled)):
        text = lines.text(n).strip()
        depth = 0 if lines.blank_before(n) else depth
        if not depth and text[:1] not in "「『（(" and not lines.labels(n):
            yield n
        depth = max(0, depth + text.count("「") - text.count("」"))


def pairings(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that set two or more of those who speak below against each other: 大石 会長　×　ファリダ 准教授."""
    counts = _label_counts(lines)
    speakers = tuple(name for name, count in counts.items() if count > 1)
    found: dict[int, tuple[Class, ...]] = {}
    for n, k in enumerate(lines.filled[:_HEAD]):
        parts = _AGAINST.split(lines.sheet.lines[k].strip()) if len(lines.sheet.lines[k]) <= _LONGEST_LEGEND else []
        if 1 < len(parts) <= _MOST_PAIRED and all(key(part).startswith(speakers) for part in parts):
            found[n] = ("cast", "meta", "heading")
    return found


def legends(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that tell of two or more names what they stand for, each a label further down:
    皆川＝編集長　オルガ＝作家.
    """
    counts = _label_counts(lines)
    found: dict[int, tuple[Class, ...]] = {}
    for n, k in enumerate(lines.filled):
        text = lines.sheet.lines[k].strip()
        if len(text) > _LONGEST_LEGEND or ends_sentence(text):
            continue
        told = [key(text[slice(*match.span(1))]) for match in _PAIR.finditer(text.translate(NARROW))]
        if len(told) > 1 and sum(counts.get(name, 0) > 1 for name in told) >= max(2, len(told) - 1):
            found[n] = ("cast", "meta")
    return found


def _label_counts(lines: Lines) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for entry in lines.evidence.entries.values():
        counts[entry.key] = max(counts.get(entry.key, 0), entry.count)
    return counts
