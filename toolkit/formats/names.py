"""Names that stand in the text of cues, （佐藤） or 佐藤： before what somebody says, out of it and into it.

Formats that have no place for a name hold it so (SubRip, SBV, LRC …). What is read stays in the lines as it stands: it
is the ``label`` of its cue, and formats with a place for the name leave the label out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from toolkit.model import Cue, SubtitleFile, TimedCue, Timeline

InText = Literal["bracket", "colon"]
SIGNS: dict[InText, re.Pattern[str]] = {
    "bracket": re.compile(r"[（(]([^（）()\n]{1,24})[）)][ \u3000]*\n?(?=[^\s])"),
    "colon": re.compile(r"([^\s（）()「」：:。、！？!?]{1,24})[：:](?!//)[ \u3000]*\n?(?=[^\s])"),
}
_LEAST = 4  # signs in a file in which not every cue bears one (product default)
IsDirection = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Named:
    """``form``: in which the names stood, '' if none were taken; ``names`` in the order in which they first speak."""

    file: SubtitleFile
    form: InText | Literal[""] = ""
    names: tuple[str, ...] = ()


def speakers_taken(file: SubtitleFile, form: InText | Literal[""], is_direction: IsDirection) -> Named:
    """The file with the names before its texts as speakers: of the ``form`` that is told, or that the file proves.

    It proves one if it names nobody otherwise, and if every cue bears such a sign; or the first one does, at least four
    do, nobody is named twice without another between, each name stands twice in the mean, and no name stands in
    brackets elsewhere. Cues without a sign are those of the one before. ``is_direction``: whether the words of brackets
    are none of a name, （笑）.
    """
    cues = [timed.cue for timed in file.cues]
    if not form and any(cue.speaker or any(m.kind == "speaker" for m in cue.markup) for cue in cues):
        return Named(file)
    forms: tuple[InText, ...] = (form,) if form else ("bracket", "colon")
    for one in forms:
        signs = [None if cue.speaker else _sign(cue, one, is_direction) for cue in cues]
        names = [sign[1] for sign in signs if sign]
        if names and (form or _are_proven(cues, signs, is_direction)):
            return Named(replace(file, cues=tuple(_told(file.cues, signs))), one, tuple(dict.fromkeys(names)))
    return Named(file)


def _sign(cue: Cue, form: InText, is_direction: IsDirection) -> re.Match[str] | None:
    """The sign of a name before a text, None if there is none."""
    sign = SIGNS[form].match(cue.text)
    if sign is None or not any(char.isalpha() for char in sign[1]) or is_direction(sign[1]):
        return None
    return sign


def _are_proven(cues: Sequence[Cue], signs: Sequence[re.Match[str] | None], is_direction: IsDirection) -> bool:
    """Whether signs before texts can be nothing but names. Cues that are nothing but a direction are nobody's."""
    said = [sign for cue, sign in zip(cues, signs, strict=True) if not _is_direction(cue, is_direction)]
    names = [sign[1] for sign in said if sign]
    if len(set(names)) < 2:
        return False
    if all(said):
        return True
    inside = "\n".join(cue.text[sign.end() if sign else 0 :] for cue, sign in zip(cues, signs, strict=True))
    bracketed = any(f"{opening}{name}{closing}" in inside for name in set(names) for opening, closing in ("（）", "()"))
    enough = len(names) >= max(_LEAST, 2 * len(set(names))) and said[0] is not None
    return enough and not bracketed and all(one != other for one, other in pairwise(names))


def _is_direction(cue: Cue, is_direction: IsDirection) -> bool:
    whole = re.fullmatch(r"[（(]([^（）()\n]{1,40})[）)]", cue.text)
    return bool(whole and is_direction(whole[1]))


def _told(cues: Sequence[TimedCue], signs: Sequence[re.Match[str] | None]) -> Sequence[TimedCue]:
    found: list[TimedCue] = []
    speaker: str | None = None
    for timed, sign in zip(cues, signs, strict=True):
        speaker = sign[1].strip() if sign else speaker
        label = sign[0].rstrip() if sign else ""
        own = timed.cue.speaker
        found.append(timed if own else replace(timed, cue=replace(timed.cue, speaker=speaker, label=label)))
    return found


def names_shown(timeline: Timeline, form: InText, *, always: bool = False) -> Timeline:
    """The cues with their speakers' names before their texts: where another speaks than before, or ``always``. Names
    that are there already are written anew in this form.
    """
    found: list[TimedCue] = []
    before: str | None = None
    for timed in timeline.cues:
        speaker = timed.cue.speaker
        wanted = speaker is not None and (always or speaker != before)
        found.append(replace(timed, cue=_labelled(timed.cue, _spelled(speaker or "", form) if wanted else "")))
        before = speaker
    return replace(timeline, cues=tuple(found))


def names_hidden(timeline: Timeline) -> Timeline:
    """The cues without the names that stand before their texts, and without speakers."""
    bare = (replace(timed, cue=replace(_labelled(timed.cue, ""), speaker=None)) for timed in timeline.cues)
    return replace(timeline, cues=tuple(bare))


def _spelled(name: str, form: InText) -> str:
    return f"（{name}）" if form == "bracket" else f"{name}："


def _labelled(cue: Cue, label: str) -> Cue:
    bare = cue.text.removeprefix(cue.label)
    bare = bare.lstrip() or bare
    moved = len(label) - (len(cue.text) - len(bare))

    def at(place: int) -> int:
        return max(0, place + moved) if place else 0

    markup = tuple(replace(m, start=at(m.start), end=at(m.end)) for m in cue.markup)
    return replace(cue, lines=tuple(f"{label}{bare}".split("\n")), markup=markup, label=label)
