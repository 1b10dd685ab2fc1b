"""Headings that tell who answers, or who asks, in what follows: ■主将・佐伯 翔（3年）, 原告代理人（弓削）."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from toolkit.transcript.chain import Class
from toolkit.transcript.labels import Label
from toolkit.transcript.names import has_family_name, is_generic, is_known, is_role, parse_name
from toolkit.transcript.survey import Lines

Part = Literal["asker", "asked"]
_ASK = ("代理人", "弁護人", "検察官", "検事", "裁判官", "裁判長", "聞き手")
_LONGEST = 24  # characters
_SIGNS = "■◆●▼◎□◇★☆#【】〈〉《》＜＞ 　"
_MAY_HEAD: tuple[Class, ...] = ("heading", "named", "cast", "meta", "prose")


def sections_of(lines: Lines, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> dict[int, tuple[Part, str]]:
    """Such headings, by line, where a question without a name follows each and there are two people at least."""
    found: dict[int, tuple[Part, str]] = {}
    for n, k in enumerate(lines.filled[:-1]):
        bare = k not in labels or not labels[k].body(lines.text(n)).strip()
        heads = bare and classes[k] in _MAY_HEAD and classes[lines.filled[n + 1]] == "question"
        if heads and (told := _person(lines.text(n))):
            found[k] = told
    return found if len({name for _, name in found.values()}) > 1 else {}


def _person(heading: str) -> tuple[Part, str] | None:
    """Who stands in a heading, and whether such a one asks."""
    text = heading.strip(_SIGNS)
    if not 1 < len(text) <= _LONGEST:
        return None
    parsed = parse_name(text)
    name, role = parsed.bare, parsed.role
    if "・" in name:  # 3区・佐伯 航
        role, _, name = name.partition("・")
    known = has_family_name(name) or (is_known(name) and not is_role(name))
    if not known or is_generic(name) or re.search("[、。！？!?]", name):
        return None
    return ("asker" if role.endswith(_ASK) else "asked"), name
