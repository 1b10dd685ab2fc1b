"""Brackets that a name may stand in."""

from __future__ import annotations

_PAIRS = {"【": "】", "〈": "〉", "＜": "＞", "<": ">", "［": "］", "[": "]", "《": "》", "〔": "〕", "≪": "≫"}
_CLOSERS = "】〉＞］》〕≫"  # people mistake them: 《佐藤〉
_NOT_INSIDE = {a: frozenset((*a, *_CLOSERS, *b, "\n")) for a, b in _PAIRS.items()}


def closed(line: str, at: int, longest: int) -> int:
    """Where the bracket ends that opens at ``at`` and holds 1 to ``longest`` characters; 0 where none does.

    >>> closed("【佐藤】はい。", 0, 40)
    4
    """
    opener = line[at : at + 1]
    closer = _PAIRS.get(opener)
    if closer is None:
        return 0
    stop = next((k for k in range(at + 1, min(len(line), at + longest + 2)) if line[k] in _NOT_INSIDE[opener]), 0)
    closes = stop > at + 1 and line[stop] in (closer if closer.isascii() else _CLOSERS)
    return stop + 1 if closes else 0
