"""Pieces in the order in which they are said, each once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from toolkit.errors import InputError
from toolkit.inputs.records.copies import Copies
from toolkit.inputs.records.words import Piece

_SLIP = 10_000  # ms: two people overlap by less; a time that goes back further is wrong, or the list is in disorder
_FEW = 20  # one time in so many may be wrong; if more are, the list is in disorder


def without_repeats(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces without lists that a later list says again from the beginning, as Google's last result does; and what
    was taken out.
    """
    kept: list[Piece] = []
    gone: list[Piece] = []
    for _, found in groupby(pieces, key=lambda piece: piece.group):
        group = list(found)
        if kept and _start(group) <= _start(kept) < float("inf") and _says_again(group, kept):
            gone, kept = gone + kept, []
        kept += group
    return kept, gone


def _start(pieces: Sequence[Piece]) -> float:
    return next((piece.start for piece in pieces if piece.start is not None), float("inf"))


def _says_again(group: Sequence[Piece], kept: Sequence[Piece]) -> bool:
    now, said = ("".join(piece.text for piece in pieces) for pieces in (group, kept))
    return len(now) * 10 >= len(said) * 9 and sum(map(len, Copies(now).missing(said))) * 10 <= len(said)


def refuse_several(pieces: Sequence[Piece], parts: Sequence[int]) -> None:
    """InputError where every part of a file begins its times anew. ``parts``: the part of each piece."""
    spans = []
    for _, found in groupby(zip(parts, pieces, strict=True), key=lambda row: row[0]):
        times = [time for _, piece in found for time in (piece.start, piece.end) if time is not None]
        spans.append((min(times, default=0), max(times, default=0), len(times)))
    first = spans[0][0]
    anew = all(start - first <= (end - first) / 10 for (_, end, _), (start, _, _) in pairwise(spans))
    if len(spans) > 1 and anew and all(count >= 3 for _, _, count in spans):
        raise InputError(
            f"holds {len(spans)} transcripts, each with times of its own", mend="give one file per interview"
        )


def in_order(pieces: Sequence[Piece], *, tracks: bool) -> tuple[list[Piece], list[str]]:
    """The pieces by their starts, and what was done. ``tracks``: each person or channel has a list of its own."""
    slips = set() if tracks else _slips(pieces)
    warnings = []
    if slips:
        first = pieces[min(slips)].number
        warnings.append(f"segment {first} goes back in time; {len(slips)} such times were not used")
        pieces = [replace(p, start=None, end=None) if k in slips else p for k, p in enumerate(pieces)]
    times: list[int] = []
    for piece in pieces:
        times.append(piece.start if piece.start is not None else times[-1] if times else 0)
    if all(one <= other for one, other in pairwise(times)):
        return list(pieces), warnings
    if not tracks:
        warnings.append("the pieces do not stand in the order of their times; they were sorted")
    return [pieces[k] for k in sorted(range(len(pieces)), key=times.__getitem__)], warnings


def _slips(pieces: Sequence[Piece]) -> set[int]:
    """The few pieces whose times go far back where all others go on."""
    timed = [(k, piece.start) for k, piece in enumerate(pieces) if piece.start is not None]
    outside = _outside_longest_rise([start for _, start in timed])
    if not outside or len(outside) * _FEW > len(timed):
        return set()
    far = {
        k for k in outside if any(abs(timed[k][1] - timed[n][1]) > _SLIP for n in (k - 1, k + 1) if 0 <= n < len(timed))
    }
    return {timed[k][0] for k in far}


def _outside_longest_rise(times: Sequence[int]) -> set[int]:
    """The indices that the longest run of times that never goes back leaves out."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for k, time in enumerate(times):
        at = bisect_right(tops, time)
        before.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [time]
        ends[at : at + 1] = [k]
    rise = set()
    k = ends[-1] if ends else -1
    while k >= 0:
        rise.add(k)
        k = before[k]
    return set(range(len(times))) - rise
