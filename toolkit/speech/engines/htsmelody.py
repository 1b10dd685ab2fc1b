"""Tones laid into an HTS voice: a copy of it that says marked phonemes with a melody and a length that are given.

The melody of the model is one tree a state, which asks about a label and ends in a Gaussian. A mark in a label (in
field F, between # and @, of which no voice asks) and a question more at the root of every tree lead to a leaf of our
own. So the engine itself says the mora as wished, frames stay the sum of their phonemes', and nothing is done to its
sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from toolkit.speech.engines.htsvoice import Durations, HtsVoice, Tree, cut, parts, rewritten, trees
from toolkit.speech.morae import SILENCES, phoneme
from toolkit.speech.prosody import TONES, Tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.japanese.reading import Reading

_MARKED = re.compile(r"(#)[^@]*(@)")
_ROOT = re.compile(r"(?m)^\s*0(?=\s)")
_LOST = 1.5  # half tones that the smoothing over neighbouring frames takes, at most, of a mora's rise over the last
# What the global variance leaves alone: it would take from a rise what makes the sentence livelier than the model's are
_GV_OFF = re.compile(rb'(?m)^GV_OFF_CONTEXT:"[^\r\n]*"')
_OLD_ROOT = -100_000  # a number of no node
_VOWELS = frozenset("aiueoN")
_VOICELESS = frozenset("k ky s sh t ts ch ty h hy f p py cl A I U E O pau sil".split())
_HALF_TONE = 0.057762265  # ln 2 / 12
# as narrow as the narrowest of a model: the given value holds, and what is beside it leads up to it
_NARROW, _NARROW_SLOPE, _NARROW_BEND = 5e-4, 5e-5, 1e-4


@dataclass(frozen=True, slots=True)
class Melodies:
    """The model of the fundamental: a tree a state and its Gaussians, shape (leaves, 7): ln Hz, its first and its
    second difference a frame, their variances, the share of voice.
    """

    trees: tuple[Tree, ...]
    leaves: tuple[NDArray[Any], ...]

    liveliness: Callable[[str], float]

    def mean(self, label: str, states: Sequence[int]) -> float:
        """ln Hz of a phoneme whose states last so many frames."""
        return _mean(self._rows(label, states))

    def heard(self, level: float, labels: Sequence[str], durations: Durations) -> float:
        """What becomes of ``level`` in a sentence: the engine spreads all its values about their mean until they vary
        as the voice does (global variance, Toda and Tokuda 2007).
        """
        rows = [row for label in labels for row in self._rows(label, durations.states(label))]
        variance = self.liveliness(labels[0])
        mean = _mean(rows)
        spread = sum((value - mean) ** 2 * frames for value, frames in rows) / sum(frames for _, frames in rows)
        return mean + (variance / spread) ** 0.5 * (level - mean) if variance and spread else level

    def _rows(self, label: str, states: Sequence[int]) -> list[tuple[float, int]]:
        """(ln Hz, frames) of the states of a phoneme that are voiced, of all if none is."""
        rows = [leaves[tree.leaf(label)] for tree, leaves in zip(self.trees, self.leaves, strict=True)]
        voiced = [(float(row[0]), frames) for row, frames in zip(rows, states, strict=True) if row[-1] > 0.5]
        every = [(float(row[0]), frames) for row, frames in zip(rows, states, strict=True)]
        return voiced or (every if phoneme(label) in _VOWELS else [])


def _mean(rows: Sequence[tuple[float, int]]) -> float:
    return sum(value * frames for value, frames in rows) / sum(frames for _, frames in rows)


@dataclass(frozen=True, slots=True)
class Said:
    """A marked phoneme. ``states``: frames of each; ``melody``: ln Hz and slope a frame of each."""

    states: tuple[int, ...]
    melody: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Intoned:
    """A voice that says ``labels`` with their tones."""

    voice: HtsVoice
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intonation:
    """Makes such copies of a voice; its melodies are read when first asked for."""

    voice: HtsVoice
    _read: list[Melodies] = field(default_factory=list)

    def of(self, reading: Reading) -> Intoned:
        """The voice and the labels for a reading; the voice itself if the reading has no tones."""
        if not reading.tones:
            return Intoned(self.voice, reading.labels)
        labels, said = list(reading.labels), dict[str, Said]()
        for first, last, name in reading.tones:
            for k, phone in self._phones(labels, first, last, TONES[name]):
                mark = f"r{len(said):02d}r"
                said[mark] = phone
                labels[k] = _MARKED.sub(rf"\g<1>{mark}\g<2>", labels[k], count=1)
        return Intoned(_with_leaves(self.voice, said), tuple(labels))

    @property
    def _melodies(self) -> Melodies:
        if not self._read:
            self._read.append(_melodies(self.voice))
        return self._read[0]

    def _phones(self, labels: Sequence[str], first: int, last: int, tone: Tone) -> Iterator[tuple[int, Said]]:
        """The voiced phonemes of a mora, by label, as the tone has them."""
        voiced = [k for k in range(first, last) if phoneme(labels[k]) not in _VOICELESS]
        if not voiced:
            return
        states = {k: self._states(labels[k], tone) for k in voiced}
        whole, at = sum(map(sum, states.values())), 0
        level = self._level(labels, first, voiced[-1])
        slope = (tone.end - tone.begin) * _HALF_TONE / whole
        for k in voiced:
            middles = [at + end - frames / 2 for frames, end in zip(states[k], accumulate(states[k]), strict=True)]
            at += sum(states[k])
            yield k, Said(states[k], tuple((level + (tone.at(m / whole) + _LOST) * _HALF_TONE, slope) for m in middles))

    def _level(self, labels: Sequence[str], first: int, own: int) -> float:
        """ln Hz of the last voiced vowel before a mora, in a word of one mora of its own."""
        before = own
        for k in range(first - 1, 0, -1):
            if phoneme(labels[k]) in _VOWELS | SILENCES:
                before = k if phoneme(labels[k]) in _VOWELS else own
                break
        durations = self.voice.durations
        return self._melodies.heard(
            self._melodies.mean(labels[before], durations.states(labels[before])), labels, durations
        )

    def _states(self, label: str, tone: Tone) -> tuple[int, ...]:
        states = self.voice.durations.states(label)
        return tuple(round(n * tone.longer) for n in states) if phoneme(label) in _VOWELS else states


def ranged(voice: HtsVoice, factor: float) -> HtsVoice:
    """The voice with a melody that moves ``factor`` times as far about its mean: its global variance is what the engine
    brings every sentence to. A voice without one stays as it is.
    """
    fields, data = parts(voice.content)
    if factor == 1 or fields.get("USE_GV[LF0]") != "1":
        return voice
    import numpy as np

    pdf = cut(data, fields["GV_PDF[LF0]"])
    leaves = np.frombuffer(pdf, "<f4", offset=4).reshape(-1, 2) * np.array([factor**2, factor**4], "<f4")
    content = rewritten(voice.content, {"GV_PDF[LF0]": pdf[:4] + leaves.astype("<f4").tobytes()})
    return replace(voice, content=content)


def _melodies(voice: HtsVoice) -> Melodies:
    import numpy as np

    fields, data = parts(voice.content)
    pdf = cut(data, fields["STREAM_PDF[LF0]"])
    states = int(fields["NUM_STATES"])
    counts = np.frombuffer(pdf, "<u4", states)
    rows = np.frombuffer(pdf, "<f4", offset=4 * states).reshape(int(counts.sum()), -1)
    leaves = tuple(np.split(rows, np.cumsum(counts)[:-1]))
    melodies = tuple(trees(cut(data, fields["STREAM_TREE[LF0]"]).decode()))
    if fields.get("USE_GV[LF0]") != "1":
        return Melodies(melodies, leaves, lambda _: 0.0)
    variances = np.frombuffer(cut(data, fields["GV_PDF[LF0]"]), "<f4", offset=4).reshape(-1, 2)[:, 0]
    tree = next(trees(cut(data, fields["GV_TREE[LF0]"]).decode()))
    return Melodies(melodies, leaves, lambda label: float(variances[tree.leaf(label)]))


def _with_leaves(voice: HtsVoice, said: Mapping[str, Said]) -> HtsVoice:
    """The voice with a leaf more in every tree for each marked phoneme."""
    import numpy as np

    fields, data = parts(voice.content)
    states = int(fields["NUM_STATES"])
    lengths = np.frombuffer(cut(data, fields["DURATION_PDF"]), "<f4", offset=4).reshape(-1, 2 * states)
    own = np.array([[*phone.states, *lengths[:, states:].mean(axis=0)] for phone in said.values()], "<f4")
    melody = cut(data, fields["STREAM_PDF[LF0]"])
    counts = np.frombuffer(melody, "<u4", states)
    rows = np.split(
        np.frombuffer(melody, "<f4", offset=4 * states).reshape(int(counts.sum()), -1), np.cumsum(counts)[:-1]
    )
    more = [np.array([_gaussian(*phone.melody[k]) for phone in said.values()], "<f4") for k in range(states)]
    changed = {
        "DURATION_PDF": np.uint32(len(lengths) + len(own)).tobytes() + lengths.tobytes() + own.tobytes(),
        "DURATION_TREE": _asking(cut(data, fields["DURATION_TREE"]), list(said), [len(lengths)], "dur"),
        "STREAM_PDF[LF0]": (counts + np.uint32(len(said))).tobytes()
        + b"".join(part.tobytes() for pair in zip(rows, more, strict=True) for part in pair),
        "STREAM_TREE[LF0]": _asking(cut(data, fields["STREAM_TREE[LF0]"]), list(said), counts.tolist(), "lf0"),
    }
    content = _GV_OFF.sub(rb'\g<0>,"*#r??r@*"', rewritten(voice.content, changed), count=1)
    return replace(voice, content=content, durations=_lasting(voice, said))


def _gaussian(level: float, slope: float) -> list[float]:
    """A leaf: means and variances of the value and its differences, all of it voice."""
    return [level, slope, 0.0, _NARROW, _NARROW_SLOPE, _NARROW_BEND, 1.0]


def _lasting(voice: HtsVoice, said: Mapping[str, Said]) -> Durations:
    """The durations of the voice with the marked phonemes'."""
    durations = voice.durations
    nodes = {_OLD_ROOT if at == 0 else at: node for at, node in durations.tree.nodes.items()}
    count = len(durations.states_of_leaf)
    for k, (at, beyond) in enumerate(_chain(len(said))):
        nodes[at] = (re.compile(f"#{list(said)[k]}@").search, beyond, str(count + k + 1))
    return Durations(Tree(nodes), (*durations.states_of_leaf, *(phone.states for phone in said.values())))


def _chain(count: int) -> Iterator[tuple[int, int]]:
    """(node, the next one) of so many questions from the root on; the last one leads to the root that was."""
    for k in range(count):
        yield (_OLD_ROOT - k if k else 0), (_OLD_ROOT - k - 1 if k + 1 < count else _OLD_ROOT)


def _asking(section: bytes, marks: Sequence[str], leaves: Sequence[int], name: str) -> bytes:
    """Trees that ask for the marks first. ``leaves``: how many each has; ours follow."""
    head, *bodies = section.decode().split("{*}")
    questions = "".join(f'QS Tone-{mark} {{ "*#{mark}@*" }}\n' for mark in marks)
    made = [questions, head]
    for body, count in zip(bodies, leaves, strict=True):
        state, _, rest = body.partition("\n")
        asked = "".join(
            f'   {at} Tone-{marks[k]} {beyond} "{name}_tone_{count + k + 1}"\n'
            for k, (at, beyond) in enumerate(_chain(len(marks)))
        )
        if "{" in rest:
            old = _ROOT.sub(str(_OLD_ROOT), rest.partition("{")[2].lstrip("\n"), count=1)
            made.append(f"{{*}}{state}\n{{\n{asked}{old}")
        else:  # one leaf, which the last question leads to
            asked = asked.replace(f" {_OLD_ROOT} ", f" {rest.strip()} ")
            made.append(f"{{*}}{state}\n{{\n{asked}}}\n")
    return "".join(made).encode()
