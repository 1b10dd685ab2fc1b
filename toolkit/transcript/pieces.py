"""Timed pieces of speech joined into paragraphs that keep every time."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.transcript import lines as look
from toolkit.transcript.chain import Class
from toolkit.transcript.directions import only_directions
from toolkit.transcript.labels import Label
from toolkit.transcript.survey import Lines

_PAUSE_MS = 2000  # silence after which another thought begins (product default)
_LONGEST = 300  # characters of a paragraph of pieces: the next seam ends it
_WORDY = 8  # characters from which a piece could be a sentence


def joined_pieces(lines: Lines, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> dict[int, Class]:
    """The pieces of a sentence are one paragraph where the pieces are punctuated; where they are not, the cuts are all
    that shows where a sentence may end.
    """
    long = [lines.text(n) for n in range(len(lines.filled)) if len(lines.text(n)) >= _WORDY]
    punctuated = sum(look.ends_sentence(text) or "。" in text for text in long) * 4 >= len(long)
    found: dict[int, Class] = {}
    length = 0
    for n, k in enumerate(lines.filled):
        goes_on = n > 0 and _goes_on(lines, n, classes, labels, punctuated=punctuated) and length <= _LONGEST
        length = length + len(lines.text(n)) if goes_on else len(lines.text(n))
        if goes_on:
            found[k] = "more"
    return found


def _goes_on(
    lines: Lines, n: int, classes: Mapping[int, Class], labels: Mapping[int, Label], *, punctuated: bool
) -> bool:
    k, before = lines.filled[n], lines.filled[n - 1]
    mark, above = lines.mark(n), lines.mark(n - 1)
    new = k in labels and not (labels[k].form == "known" and above.speaker == mark.speaker)
    if new or mark.begins or mark.speaker != above.speaker or classes[k] not in ("speech", "named", "answer"):
        return False
    if only_directions(lines.text(n)) or only_directions(lines.text(n - 1)) or before not in classes:
        return False
    if before in labels and not labels[before].body(lines.text(n - 1)).strip():
        return False  # （記者） on a line of its own
    if mark.joins:
        return True
    if not punctuated or look.ends_sentence(lines.text(n - 1)):
        return False
    start, end = (mark.times or (None,))[0], (above.times or (None,))[-1]
    return not (start and end and end.end_ms is not None and start.start_ms - end.end_ms >= _PAUSE_MS)
