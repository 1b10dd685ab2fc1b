"""Who speaks each cue: as the file says, or where it says nobody, by the names its texts begin with.

Files of the wild, and SubRip of our own, name people in the text alone: （佐藤）はい, 佐藤：はい. Such a name holds
until the next one, as in every style that names at a change of speaker.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from toolkit.model import Cue
from toolkit.transcript.directions import is_direction

_BRACKETS = re.compile(r"[（(]([^（）()\n]{1,20})[）)]\s*(?=\S)")  # words follow, on its line or the next
_COLON = re.compile(r"([^：:\s（）()「」、。]{1,12})[：:](?=\S)")
_TWO = re.compile(r"[-‐－–―][^\n]*\n[-‐－–―]")  # two people in one cue, each behind a dash


@dataclass(frozen=True, slots=True)
class Said:
    """Who is heard in a cue. ``carried``: nobody is named here; the last name still holds."""

    names: tuple[str, ...]
    carried: bool = False


def said_in(cues: Sequence[Cue]) -> tuple[list[Said], bool]:
    """Who speaks each cue, and whether that is only guessed from the texts."""
    told = [Said(tuple(dict.fromkeys(_told(cue)))) for cue in cues]
    if any(said.names for said in told):
        return told, False
    guessed = list(_guessed(cues))
    return guessed, any(said.names for said in guessed)


def people(said: Iterable[Said]) -> list[str]:
    """Everybody, in the order in which they first speak."""
    return list(dict.fromkeys(name for one in said for name in one.names))


def _told(cue: Cue) -> list[str]:
    """Whom the file names: of the whole cue, then of stretches of it."""
    names = [cue.speaker, *(m.value for m in cue.markup if m.kind == "speaker")]
    return [name for name in names if name]


def _guessed(cues: Sequence[Cue]) -> Iterable[Said]:
    labels = [_label(cue.text) for cue in cues]
    often = Counter(label for label in labels if label)
    holds = ""
    for cue, label in zip(cues, labels, strict=True):
        name = label if label and (cue.text[:1] in "（(" or often[label] > 1) else ""
        holds = name or holds
        silent = not holds or _nobody(cue.text)
        yield Said(()) if silent else Said((holds,), carried=not name)


def _label(text: str) -> str:
    """The name a text begins with, '' if none: not a stage direction, and a number is no name."""
    match = _BRACKETS.match(text) or _COLON.match(text)
    name = match[1].strip() if match else ""
    return "" if is_direction(name) or not any(map(str.isalpha, name)) else name


def _nobody(text: str) -> bool:
    """Whether the last name says nothing of this cue: a sound, music, two people, no words."""
    inner = re.fullmatch(r"[（(\[［〔]([^（）()\[\]［］〔〕]*)[）)\]］〕]", text.strip())
    return not text.strip() or text.startswith("♪") or bool(inner) or bool(_TWO.match(text))
