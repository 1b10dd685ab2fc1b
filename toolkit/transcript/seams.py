"""Several turns on one line: 問「なぜですか」答「雨だからです」問「…」. Each becomes a line of its own, and so does
what a rule parts in the midst of a line: …を求めます。―――――――――― 法律案.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.japanese.lazy import lazy
from toolkit.transcript.names import shape

_TURN = lazy("(?:^[\\s　]{0,4}|(?<=」)[\\s　]{0,2})([^\\s「」『』（）。、！？!?:：]{1,12})(?=「)")
_ONLY_TURNS = lazy(
    r"(?:[\s　]{0,4}[^\s「」『』（）。、！？!?:：]{1,12}"
    r"「[^「」]{0,400}(?:「[^「」]{0,80}」[^「」]{0,99}){0,8}」){2,}\s*"
)
_RULE = lazy(r"[\s　]{0,9}[―─━]{6,}[\s　]{0,9}")
_AGAIN = lazy(  # minutes name the chair once more after a vote: （異議なし）○井林委員長　御異議なしと認めます。
    r"[。）)〕][\s　]{0,9}(?=[○◯〇][一-鿿々ぁ-ゖァ-ヺー]{1,10}(?:委員長|議長|座長|会長|委員|大臣|参考人|君)[\s　（]?)"
)
_CREDITS = lazy(  # 「図鑑です」（聞き手・菅谷みちる）
    r"(?<=[」』。！？!?…])[\s　]{0,3}"
    r"(?=[（(＝=](?:聞き手|聴き手|取材|構成|文|インタビュアー?)[・、:：＝=　 ][^（）()。]{2,24}[)）]?[\s　]*$)"
)
_PARTS = lazy(r"[―─━]{6}|[。）)〕][\s　]{0,9}[○◯〇]|[（(＝=](?:聞|聴|取|構|文|イ)", needs="―─━○◯〇（(＝=")
_FEWEST = 3  # turns that begin in the midst of lines


def parted(sheet: Sheet) -> Sheet:
    """The sheet with every line broken at the rules in its midst, and where another of its speakers' quotations begins,
    if such turns recur. What stands where in the file ``Sheet.places`` says.
    """
    starts = {k: at for k, line in enumerate(sheet.lines) if _PARTS.search(line) and len(at := _rules(line)) > 1}
    starts |= {} if sheet.spoken else _quotations(sheet)
    return _broken(sheet, starts) if starts else sheet


def _rules(line: str) -> list[int]:
    """Where the pieces of a line begin that rules part, the rules among them."""
    ends = [match.start() for match in _CREDITS.finditer(line)]
    ends += [at for match in _RULE.finditer(line) for at in match.span()]
    ends += [match.end() for match in _AGAIN.finditer(line)]
    return sorted({0, *(at for at in ends if 0 < at < len(line))}) if line.strip("―─━ 　") else []


def _quotations(sheet: Sheet) -> dict[int, list[int]]:
    if not any(_TURN.search(line, 1) for line in sheet.lines if "」" in line):
        return {}
    counts = Counter(match[1] for line in sheet.lines if "」" in line for match in _TURN.finditer(line))
    names = frozenset(name for name, count in counts.items() if count > 1 and shape(name).points > 0)
    starts = {k: found for k, line in enumerate(sheet.lines) if len(found := _turns(line, names)) > 1}
    begun = sum(map(len, starts.values())) - len(starts)
    whole = any(_ONLY_TURNS.fullmatch(sheet.lines[k]) for k in starts)
    return starts if len(names) > 1 and begun >= (1 if whole else _FEWEST) else {}


def _turns(line: str, names: Collection[str]) -> list[int]:
    """Where in a line that begins with one a turn begins."""
    found = [match.start() for match in _TURN.finditer(line) if match[1] in names]
    return found if found and found[0] == 0 else []


def _broken(sheet: Sheet, starts: Mapping[int, Sequence[int]]) -> Sheet:
    lines: list[str] = []
    marks: dict[int, Mark] = {}
    places: dict[int, int] = {}
    for k, line in enumerate(sheet.lines):
        mark = sheet.mark(k)
        plain = k in starts and not (mark.readings or mark.bold or len(mark.times) > 1)
        for nth, piece in enumerate(_pieces(line, starts[k]) if plain else (line,)):
            if sheet.place(k) != len(lines) + 1:
                places[len(lines)] = sheet.place(k)
            if k in sheet.marks:
                marks[len(lines)] = replace(mark, times=(), begins=False) if nth else mark
            lines.append(piece)
    return replace(sheet, lines=tuple(lines), marks=marks, places=places)


def _pieces(line: str, starts: Sequence[int]) -> list[str]:
    return [line[a:b] for a, b in zip(starts, (*starts[1:], len(line)), strict=True)]
