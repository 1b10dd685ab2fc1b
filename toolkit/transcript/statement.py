"""The statement with which a press conference begins: under a heading such as 冒頭発言, before the questions, without
the name of whoever makes it, which the title tells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from toolkit.japanese.lazy import lazy
from toolkit.transcript.labels import Label
from toolkit.transcript.lines import ends_sentence

_OPENS = lazy(
    "冒頭(?:発言|説明|挨拶|あいさつ)?|発表(?:事項|案件|項目)|報告事項|(?:知事|市長|大臣|長官)(?:発言|発表|から)"
)
_ASKS = lazy("質疑|質問|応答|一問一答")
_POST = lazy("官房長官|長官|大臣|副知事|知事|副市長|市長|町長|村長|区長|社長|会長|理事長|学長|総裁")
_POLITE = lazy("です|ます|ました|ません|でしょう|ください|ございま")
_SIGNS = " 　#■◆●○◎□◇★☆【】〈〉《》＜＞［］[]（）()：:0123456789０１２３４５６７８９.．、"
_HEAD, _LATEST, _LONGEST, _TITLE = 4, 12, 40, 24  # lines; line; lines; characters
STATED = "stated"  # how the label of a statement is written


def statement_labels(
    lines: Sequence[str], filled: Sequence[int], sights: Mapping[int, Sequence[Label]], title: str
) -> dict[int, Label]:
    """The labels of the lines of such a statement, by line; none where the document tells nobody's post."""
    opened = next((n for n, k in enumerate(filled[:_LATEST]) if _is_heading(lines[k], _OPENS)), -1)
    below = range(opened + 1, min(len(filled), opened + _LONGEST)) if opened >= 0 else range(0)
    asked = next((n for n in below if _is_heading(lines[filled[n]], _ASKS)), -1)
    said = filled[opened + 1 : asked] if asked > 0 else ()
    if not said or not all(ends_sentence(lines[k]) and _POLITE.search(lines[k]) for k in said):
        return {}
    if any(x.form in ("colon", "bracket", "paren", "letter", "dash", "space") for k in said for x in sights.get(k, ())):
        return {}
    head = " ".join((title, *(lines[k] for k in filled[: _HEAD + opened])))
    posts = Counter(match[0] for match in _POST.finditer(head))
    who = posts.most_common(1)[0][0] if len(posts) == 1 else ""
    return {k: Label("known", STATED, who, len(lines[k]) - len(lines[k].lstrip())) for k in said} if who else {}


def _is_heading(line: str, words: re.Pattern[str]) -> bool:
    text = line.strip(_SIGNS)
    fits = 0 < len(text) <= _TITLE and not ends_sentence(line)
    return fits and bool(words.match(text))
