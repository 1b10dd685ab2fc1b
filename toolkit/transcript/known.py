"""Labels that are known before anything is weighed: the document names the speaker outside the text, or the project
file does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.japanese.lazy import lazy
from toolkit.transcript.label_patterns import DECORATION
from toolkit.transcript.labels import HEAD, Label, labels_of
from toolkit.transcript.names import parse_name
from toolkit.transcript.relation import relation

_BLANKS = lazy(r"\s{0,3}(?:[:：]\s{0,3})?")
_AFTER_TOLD = lazy(r"\s{0,3}[:：／/＞>]\s{0,3}|[\s　]{1,9}|(?=[「『])|$")
_REPEATED = frozenset(("colon", "bracket", "paren", "slash", "angle", "space", "bold"))
_MINUTES = lazy(  # the Diet's minutes and those of councils: ○佐藤委員長これより会議を開きます。
    r"\s*[○◯〇]\s?([一-鿿々ぁ-ゖァ-ヺー]{1,8}?)(?:（[^（）]{1,6}）)?[一-鿿]{0,12}?"
    r"(?:委員長|委員|議員|大臣|議長|長官|参考人|公述人|証人|会長|座長|君)(?:（[^（）]{1,24}）)?\s*"
)


def named_again(line: str, speaker: str) -> int:
    """Where speech begins in a line whose document names the speaker, where the line names the speaker once more.

    >>> named_again("佐藤：はい。", "佐藤太郎"), named_again("佐藤さん：と呼ばれました。", "鈴木")
    (3, 0)
    """
    own = parse_name(speaker).bare or speaker
    match = _MINUTES.match(line[:HEAD])
    if match and own.startswith(match[1]):
        return match.end()
    for label in labels_of(line):
        if label.form in _REPEATED and relation(parse_name(label.name).bare, own) in ("same", "part", "variant"):
            return label.cut
    return 0


def told_label(line: str, told: Sequence[str]) -> Label | None:
    """The label that a project file says this is, however unlike a name. ``told`` has the longest names first."""
    sign = DECORATION.match(line[:HEAD])
    at = sign.end() if sign else 0
    for name in told:
        match = re.compile(rf"(?:\*\*|[【\[〈（(《〔])?{re.escape(name)}(?:[:：]?\*\*|[】\]〉）)》〕])?").match(
            line, at
        )
        closed = match and match.end() > match.start() and line[match.end() - 1] in "】]〉）)》〕*"
        rest = (_BLANKS if closed else _AFTER_TOLD).match(line, match.end()) if match else None
        if rest:
            return Label("told", "told", name, rest.end())
    return None
