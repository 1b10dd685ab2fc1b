"""Pictures at the heads of lines that say who speaks: ``![佐藤](sato.png) はい。``, ``<img alt="佐藤">はい。``"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from toolkit.inputs.sheet import LeftOut, Sheet

_FEWEST, _ALTERNATE, _COVER = 4, 0.5, 0.5  # lines; before another's picture; of the lines from the first to the last
_LONGEST = 20
_OF_A_PICTURE = re.compile(
    r"(?:さん|氏)?の?(?:アイコン|顔写真|写真|画像|イラスト|似顔絵|アバター)$"
    r"|[ ._-]?(?:icon|avatar)$|\.(?:png|jpe?g|gif|webp|svg)$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"[。！？!?]|https?:|^[\d\W]*$")


def named_by_pictures(sheet: Sheet) -> Sheet:
    """The sheet with the speakers whom recurring pictures before their lines name; as it is where there are none."""
    beside = _beside(sheet)
    names = Counter(beside.values())
    order = sorted(beside)
    if len(order) < _FEWEST or len(names) < 2 or min(names.values()) < 2 or not _takes_turns(sheet, beside):
        return sheet
    marks = {**sheet.marks, **{k: replace(sheet.mark(k), speaker=beside[k]) for k in order}}
    told = {sheet.place(k) for k in order}
    gone = [one for one in sheet.left_out if one.line in told and _name(one)]
    return replace(
        sheet,
        marks=marks,
        left_out=tuple(one for one in sheet.left_out if one not in gone),
        excluded=(*sheet.excluded, *((one.line, one.text) for one in gone)),
    )


def _beside(sheet: Sheet) -> dict[int, str]:
    """Line with text → the name of the one picture that stands on it."""
    pictures: dict[int, list[str]] = {}
    for one in sheet.left_out:
        pictures.setdefault(one.line, []).append(_name(one))
    places = {sheet.place(k): k for k in range(len(sheet.lines) - 1, -1, -1) if sheet.lines[k].strip()}
    alone = {line: names[0] for line, names in pictures.items() if names[0] and len(names) == 1}
    return {places[line]: name for line, name in alone.items() if line in places}


def _name(one: LeftOut) -> str:
    text = _OF_A_PICTURE.sub("", one.text.strip())
    return text if one.why == "caption" and 0 < len(text) <= _LONGEST and not _NO_NAME.search(text) else ""


def _takes_turns(sheet: Sheet, beside: Mapping[int, str]) -> bool:
    order = sorted(beside)
    reach = sum(bool(line.strip()) for line in sheet.lines[order[0] : order[-1] + 1])
    turns = sum(beside[a] != beside[b] for a, b in pairwise(order))
    return turns >= _ALTERNATE * (len(order) - 1) and len(order) >= _COVER * reach
