"""Where a line could name its speaker: the written layouts of a label, found one line at a time.

Every pattern is anchored and bounded, so that a line of 100,000 signs costs no more than a line of 100.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toolkit.transcript.directions import is_direction
from toolkit.transcript.names import LONGEST, is_generic, key, parse_name, shape

Form = Literal["alone", "colon", "bold", "bracket", "space", "quote", "dash", "letter"]
_HEAD = 120  # characters of a line that can hold a label with its decoration

_TIME = r"[\[(（【<]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])）】>]?"
_DECORATION = re.compile(
    rf"\s*(?:#{{1,6}}\s+|>\s+|[○◯●◎■□◆◇▼▽▶▷►☆★@＠]\s*)?(?:{_TIME}(?:\s*(?:-->|[-–~～])\s*{_TIME})?\s*)?"
)
_TIME_AFTER = re.compile(rf"(.{{1,{LONGEST}}}?)[\s　]+{_TIME}\s*$")
_BOLD = re.compile(rf"(?:\*\*|__)\s*([^*\n]{{1,{LONGEST}}}?)\s*(?:([:：])\s*(?:\*\*|__)|(?:\*\*|__)\s*([:：]?))\s*")
_BRACKET = re.compile(
    rf"(?:【([^【】]{{1,{LONGEST}}})】|〈([^〈〉]{{1,{LONGEST}}})〉|[＜<]([^<>＜＞]{{1,{LONGEST}}})[＞>]|［([^［］]{{1,{LONGEST}}})］|\[([^\[\]]{{1,{LONGEST}}})\](?!\())\s*[:：]?\s*"
)
_COLON = re.compile(rf"([^:：。、！？!?「」『』\n]{{1,{LONGEST}}}?)\s*(?:(?<=\d):(?!\d\d)|(?<!\d):(?!//)|：)\s*")
_QUOTE = re.compile(r"([^「」『』。、！？!?:：\s]{1,20}) ?(?=「[^「]{1,2000}」[。]?\s*$|『[^『]{1,2000}』[。]?\s*$)")
_DASH = re.compile(r"(?:\*\*)?(?:[―—–─━－‐‑ｰ]{2,}|[―—─](?=[^\s―—─])|ーー+|--+(?=[^-\s]))\s*")
_LETTER = re.compile(r"([QAＱＡ])(?:\d{1,3}|[０-９]{1,3})?\s*[.．、:：\s　]\s*(?=\S)")
_SPACE = re.compile(r"([^\s。、！？!?:：「」]{1,20}(?: [^\s。、！？!?:：「」]{1,12})?)(?:　+|\t+| {2,})(?=\S)")
# Every layout but the name alone needs one of these, or a sign before the name.
_SIGNS = re.compile(r"[:：*_【〈＜<［\[「『\t　#>○◯●◎■□◆◇▼▽▶▷►☆★@＠―—–─━－‐‑ｰQAＱＡ-]|  |ーー")
_AFTER_TOLD = re.compile(r"\s{0,3}[:：]\s{0,3}|[\s　]{1,9}|(?=[「『])|$")
_ENDS = re.compile("[。！？!?…」』）)♪]$")


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label: its ``form``, the ``name`` as written, and where the speech begins in the line (its length if
    the line has none).
    """

    form: Form
    name: str
    cut: int

    @property
    def key(self) -> str:
        return key(self.name)


def label_of(line: str) -> Label | None:
    """The label that ``line`` may begin with or consist of, or None. Whether it *is* one only the whole file can
    tell.
    """
    head = line[:_HEAD]
    if not _SIGNS.search(head):
        return _alone(line, len(line) - len(line.lstrip()))
    start = _DECORATION.match(head)
    at = start.end() if start else 0
    for form in (_dash, _letter, _bold, _bracket, _quote, _colon, _space):
        found = form(line, at)
        if found:
            return found
    return _alone(line, at)


def told_label(line: str, told: Sequence[str]) -> Label | None:
    """The label that a project file says this is, however unlike a name it looks. ``told`` has the longest names
    first.
    """
    start = _DECORATION.match(line[:_HEAD])
    at = start.end() if start else 0
    for name in told:
        match = re.compile(rf"(?:\*\*|[【\[〈])?{re.escape(name)}(?:[:：]?\*\*|[】\]〉])?").match(line, at)
        if match:
            rest = _AFTER_TOLD.match(line, match.end())
            if rest:
                return Label("colon" if line[rest.end() :].strip() else "alone", name, rest.end())
    return None


def _label(form: Form, name: str, line: str, cut: int) -> Label | None:
    name = name.strip(" 　*_")
    if not name or shape(name).points <= -9:
        return None
    return Label("alone" if not line[cut:].strip() else form, name, cut)


def _dash(line: str, at: int) -> Label | None:
    match = _DASH.match(line, at)
    return (
        Label("dash", "――", match.end())
        if match and len(line) - match.end() >= 2 and _DASH.sub("", line).strip("*- ")
        else None
    )


def _letter(line: str, at: int) -> Label | None:
    match = _LETTER.match(line, at, min(len(line), _HEAD))
    if not match or not line[match.end() :].strip():
        return None
    return Label("letter", "Q" if match[1] in "QＱ" else "A", match.end())


def _bold(line: str, at: int) -> Label | None:
    match = _BOLD.match(line, at, min(len(line), _HEAD))
    return _label("bold", match[1].rstrip(":："), line, match.end()) if match else None


def _bracket(line: str, at: int) -> Label | None:
    match = _BRACKET.match(line, at, min(len(line), _HEAD))
    if not match or is_direction(match[match.lastindex or 0].strip()):
        return None
    return _label("bracket", match[match.lastindex or 0], line, match.end())


def _colon(line: str, at: int) -> Label | None:
    match = _COLON.match(line, at, min(len(line), _HEAD))
    return _label("colon", match[1], line, match.end()) if match else None


def _quote(line: str, at: int) -> Label | None:
    match = _QUOTE.match(line, at)
    return _label("quote", match[1], line, match.end()) if match else None


def _space(line: str, at: int) -> Label | None:
    match = _SPACE.match(line, at, min(len(line), _HEAD))
    if not match or not (_ENDS.search(line.rstrip()) or len(line) - match.end() > 12):
        return None
    return _label("space", match[1], line, match.end())


def _alone(line: str, at: int) -> Label | None:
    text = line[at:].strip()
    if not text or len(text) > LONGEST + 20:
        return None
    timed = _TIME_AFTER.fullmatch(text)
    name = (timed[1] if timed else text).strip(" 　*_")
    if len(name) > LONGEST or (_ENDS.search(name) and not name.endswith(("）", ")"))):
        return None
    return _label("alone", name, line, len(line))


def names_person(name: str) -> bool:
    """Whether the label convinces even standing once."""
    return shape(name).strong or is_generic(parse_name(name).bare)
