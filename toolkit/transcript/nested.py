"""A sign that asks or answers, and behind it the name of whoever does: 問　佐藤議員　…, A. 榊：…"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from toolkit.transcript.labels import Label, labels_of
from toolkit.transcript.names import is_generic, is_known, is_role, parse_name

_FORMS = frozenset(("colon", "space", "paren", "bracket", "bold", "slash"))
_FEWEST, _SHARE, _NAMES = 3, 0.75, 0.8  # signs with a label behind them; of the signs; of the labels: names


def nested_labels(lines: Sequence[str], sights: Mapping[int, Sequence[Label]]) -> dict[int, tuple[Label, ...]]:
    """The labels behind the signs of questions and answers, by line, where such labels run through a document."""
    signs = {k: x for k, found in sights.items() for x in found if x.form == "letter" and not x.style.endswith("⏎")}
    inner = {k: found for k, x in signs.items() if (found := _behind(lines[k], x))}
    answers = [k for k in inner if signs[k].key == "a"]
    wanted = [k for k, x in signs.items() if x.key == "a"] if len(answers) == len(inner) else list(signs)
    names = Counter(label.key for label in inner.values())
    likely = sum(names[x.key] > 1 or _is_person(x.name) for x in inner.values())
    if len(inner) < max(_FEWEST, _SHARE * len(wanted)) or len(names) < 2 or likely < _NAMES * len(inner):
        return {}
    return {k: (label,) for k, label in inner.items()}


def _behind(line: str, sign: Label) -> Label | None:
    body = line[sign.cut :]
    skipped = len(body) - len(body.lstrip())
    found = next((x for x in labels_of(body.lstrip()) if x.form in _FORMS), None)
    at = sign.cut + skipped
    return replace(found, style=f"{sign.style[:-1]}問{found.style}", cut=found.cut + at) if found else None


def _is_person(name: str) -> bool:
    return is_generic(name) or is_role(name) or is_known(parse_name(name).bare)
