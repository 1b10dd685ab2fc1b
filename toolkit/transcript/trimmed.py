"""A sign that stands between every name and what is said belongs to the label: 古閑 ○ はい。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.transcript.chain import Class
from toolkit.transcript.labels import Label

_FEWEST, _SHARE = 4, 0.9  # labels with something behind them, and of those the ones with the sign
_SAID = frozenset("「『（(［[〔【〈《“\"'―—–…‥・。、！？!?♪")  # with these anybody's words may begin


def trimmed(lines: Sequence[str], classes: Mapping[int, Class], labels: Mapping[int, Label]) -> dict[int, Label]:
    """The labels, each with the sign behind it that nearly all have."""
    said = {k: body for k, x in labels.items() if classes.get(k) == "named" and (body := x.body(lines[k]).strip())}
    signs = Counter(body[0] for body in said.values() if not body[0].isalnum() and body[0] not in _SAID)
    sign, count = signs.most_common(1)[0] if signs else ("", 0)
    if count < max(_FEWEST, _SHARE * len(said)):
        return dict(labels)
    return {
        k: replace(x, cut=_behind(lines[k], x.cut, sign)) if said.get(k, "")[:1] == sign else x
        for k, x in labels.items()
    }


def _behind(line: str, cut: int, sign: str) -> int:
    """Where what is said begins behind the sign, however often it is set."""
    while cut < len(line) and (line[cut] == sign or line[cut].isspace()):
        cut += 1
    return cut
