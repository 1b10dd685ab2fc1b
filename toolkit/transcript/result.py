"""What a reading comes to: every line of speech as it would be shown, and what nobody says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.transcript.chain import Class
from toolkit.transcript.labels import Label
from toolkit.transcript.lines import bullet_cut, heading_cut

_SPEECH: tuple[Class, ...] = ("named", "question", "answer", "speech")


@dataclass(frozen=True, slots=True)
class Said:
    """A line of speech as it would be shown: its index, the words, who says them, whether a turn begins there."""

    k: int
    text: str
    who: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a reading comes to: ``said``; ``unsaid``, index → class and words of the lines nobody says; ``names`` of all
    who speak, aliases among them; ``signs`` that stood between a name and what is said, with how often.
    """

    said: Sequence[Said]
    unsaid: Mapping[int, tuple[Class, str]]
    names: Sequence[str]
    signs: Counter[str]


def result_of(
    lines: Sequence[str],
    classes: Mapping[int, Class],
    labels: Mapping[int, Label],
    speakers: Mapping[str, str],
    names: Sequence[str],
) -> Result:
    """``speakers``: key of a label → whom it names; ``names``: every name of them."""
    said: list[Said] = []
    who = ""
    for k, kind in classes.items():
        label = labels.get(k)
        if kind == "named" and label:
            who = speakers.get(label.key, label.name)
        elif kind in ("question", "answer"):
            who = kind
        text = (label.body(lines[k]) if label else lines[k][_shown_from(lines[k], kind) :]).strip()
        text = text if kind in _SPEECH else ""
        if text:
            said.append(Said(k, text, who, kind != "speech"))
    signs = Counter(_sign_of(lines[k], label) for k, label in labels.items() if classes.get(k) == "named")
    unsaid = {k: (kind, lines[k].strip()) for k, kind in classes.items() if kind not in (*_SPEECH, "more")}
    return Result(said, unsaid, names, signs)


def _shown_from(line: str, kind: Class) -> int:
    """Where the words of a line without a label begin: the sign of an item or of a question is not shown."""
    return max(0, heading_cut(line) if kind == "question" else 0) or bullet_cut(line)


def _sign_of(line: str, label: Label) -> str:
    at = line.find(label.name)
    return line[at + len(label.name) : label.cut].strip() if at >= 0 and label.stop is None else ""
