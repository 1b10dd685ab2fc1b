"""Names that stand in the text of cues, （佐藤） or 佐藤： before what somebody says, out of it and into it.

Formats that have no place for a name hold it so (SubRip, SBV, LRC …). What is read stays in the lines as it stands: it
is the ``label`` of its cue, and formats with a place for the name leave the label out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from toolkit.formats.colours import colours_of
from toolkit.japanese.width import width
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline

InText = Literal["bracket", "colon"]
Said = Literal["bracket", "colon", "dash"]
_NARROW = 13.0  # Netflix Japanese, the narrowest of the shipped styles
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


def names_shown(
    timeline: Timeline, form: Said, *, always: bool = False, within: Callable[[Cue], bool] = lambda _: True
) -> Timeline:
    """The cues with their speakers' names before their texts, and before each voice of those that have several: where
    another speaks than before, or ``always``. Names that are there already are written anew in this form. ``dash``: a
    dash before each voice of those that have several, and no name. ``within``: of which cues alone.

    A name before a line that would be wider with it than any is now has a line of its own, where the cue has but one.
    """
    widest = widest_of(timeline)
    found: list[TimedCue] = []
    before: str | None = None
    for timed in timeline.cues:
        voices = _voices(timed.cue)
        cue = _with_names(timed.cue, voices, form, None if always else before, widest) if within(timed.cue) else None
        found.append(timed if cue is None else replace(timed, cue=cue))
        before = voices[-1][1]
    return replace(timeline, cues=tuple(found))


def widest_of(timeline: Timeline) -> float:
    """How wide a line may be without being wider than all, in full-width characters: as the widest that there is, and
    in any case what every style has room for.
    """
    return max([_NARROW, *(width(line) for timed in timeline.cues for line in timed.cue.lines)])


def coloured(timeline: Timeline) -> Timeline:
    """The cues in a colour for each who speaks, where several do; those that have colours of their own keep them."""
    people = dict.fromkeys(who for timed in timeline.cues for _, who in _voices(timed.cue) if who)
    shades = colours_of(people) if len(people) > 1 else {}
    return replace(timeline, cues=tuple(replace(t, cue=_in_colours(t.cue, shades)) for t in timeline.cues))


def _in_colours(cue: Cue, shades: Mapping[str, str]) -> Cue:
    if any(m.kind == "colour" for m in cue.markup):
        return cue
    voices = _voices(cue)
    ends = [*(place for place, _ in voices[1:]), len(cue.text)]
    shown = ((at, end, shades.get(who or "")) for (at, who), end in zip(voices, ends, strict=True))
    new = (Markup(at, end, "colour", shade) for at, end, shade in shown if shade)
    return replace(cue, markup=tuple(sorted((*cue.markup, *new), key=lambda m: m.start)))


def _voices(cue: Cue) -> list[tuple[int, str | None]]:
    """From which letter on who speaks."""
    found: list[tuple[int, str | None]] = [(0, cue.speaker)]
    for m in cue.markup:
        if m.kind == "speaker" and m.value != found[-1][1]:
            found = [*found, (m.start, m.value)] if m.start else [(0, m.value)]
    return found


def _with_names(
    cue: Cue, voices: Sequence[tuple[int, str | None]], form: Said, before: str | None, widest: float
) -> Cue:
    """``before``: who spoke last. A cue with several voices has no label: what stands before its text is not all."""
    if form == "dash" and len(voices) == 1:
        return cue
    earlier = (before, *(who for _, who in voices[:-1]))
    signs = [
        _spelled(who, form) if who and (who != other or form == "dash") else ""
        for (_, who), other in zip(voices, earlier, strict=True)
    ]
    bare = replace(cue, markup=tuple(m for m in cue.markup if m.kind != "speaker" or form == "dash"))
    for (place, _), sign in reversed([*zip(voices, signs, strict=True)][1:]):
        bare = _inserted(bare, place, sign, apart=form == "dash")
    named = _labelled(bare, signs[0], widest)
    return replace(named, label="") if len(voices) > 1 else named


def _inserted(cue: Cue, place: int, sign: str, *, apart: bool) -> Cue:
    """The cue with a sign before a letter of it; ``apart``: at the head of a line."""
    text = cue.text
    sign = f"\n{sign}" if apart and text[place - 1] != "\n" else sign
    markup = (
        replace(m, start=m.start + len(sign) * (m.start >= place), end=m.end + len(sign) * (m.end > place))
        for m in cue.markup
    )
    return replace(cue, lines=tuple(f"{text[:place]}{sign}{text[place:]}".split("\n")), markup=tuple(markup))


def names_hidden(timeline: Timeline) -> Timeline:
    """The cues without the names that stand before their texts, and without speakers."""
    bare = (replace(timed, cue=replace(_labelled(timed.cue, ""), speaker=None)) for timed in timeline.cues)
    return replace(timeline, cues=tuple(bare))


def _spelled(name: str, form: Said) -> str:
    return {"bracket": f"（{name}）", "colon": f"{name}：", "dash": "-"}[form]


def _labelled(cue: Cue, label: str, widest: float = math.inf) -> Cue:
    bare = cue.text.removeprefix(cue.label)
    bare = bare.lstrip() or bare
    sign = f"{label}\n" if label and "\n" not in bare and width(label + bare) > widest else label
    moved = len(sign) - (len(cue.text) - len(bare))

    def at(place: int) -> int:
        return max(0, place + moved) if place else 0

    markup = tuple(replace(m, start=at(m.start), end=at(m.end)) for m in cue.markup)
    return replace(cue, lines=tuple(f"{sign}{bare}".split("\n")), markup=markup, label=label)
