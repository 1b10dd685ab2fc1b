"""Every sentence is heard on its speaker's track and on no other, and sounds as it did when it was made.

The manifest keeps a print of every sentence (``audio.prints``): one that was replaced by another of the same length in
the same voice, or changed places with it, is known by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.encoding import encoding_named
from toolkit.audio.prints import STEP_MS, as_integers, crc32, levels_in, levels_of
from toolkit.verify.finding import Finding, Rule, clock, place_of
from toolkit.verify.stretches import stretches

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.model.edition import Edition
    from toolkit.model.narration import Utterance

    Levels = NDArray[np.float64]

LOUD_DB = -40.0  # dBFS: what is softer in both is not compared
# the most that 50 ms above ``LOUD_DB`` were off, measured on 5 minutes of each format: 0.5 in FLAC (the manifest has
# whole decibels), 1.8 in MP3, 1.3 in Opus, 1.1 in AAC
EXACT_DB, LOSSY_DB = 1.0, 3.0
_SOUNDING = 2  # steps above ``LOUD_DB``: a sound and no crackle
_TWIN_STEPS, _TWIN_SHARE = 8, 0.9  # so much of two sentences must agree for one to be taken for the other
_EVEN_DB = 0.75  # a difference that spreads less is one of loudness
_MOST = 0.75  # of the sentences of a file: what they share is the file's
_MANY = 10  # more of one kind are told in one line, if they are most of a file


@dataclass(frozen=True, slots=True, eq=False)
class _Heard:
    """One sentence in one file. ``crc32``: '' where the file does not keep samples."""

    levels: Levels
    crc32: str

    @property
    def sounds(self) -> bool:
        return int((self.levels > LOUD_DB).sum()) >= _SOUNDING


@dataclass(frozen=True, slots=True)
class _File:
    """What is heard in a file, sentence by sentence; ``offset``: by how many dB most of it is off."""

    name: str
    heard: tuple[_Heard, ...]
    tolerance: float
    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class _Fault:
    rule: Rule
    utterance: Utterance
    message: str


def print_findings(edition: Edition, folder: Path, sounds: Collection[str]) -> list[Finding]:
    """Sentences on another's track, and those that sound otherwise than when they were made. ``sounds``: the names of
    the files that can be read; the mix is one.
    """
    narration = edition.narration
    spoken = [utterance for utterance in narration.utterances if utterance.audible]
    mix_name, *names = edition.files_as("mix", "track")
    tracks = {k: _file(edition, folder, name, spoken) for k, name in enumerate(names) if name in sounds}
    mix = _file(edition, folder, mix_name, spoken)
    faults = [fault for k, utterance in enumerate(spoken) if (fault := _fault(edition, spoken, tracks, mix, k))]
    return [*_offsets((mix, *tracks.values())), *_folded(faults, len(spoken), narration.rate)]


def _file(edition: Edition, folder: Path, name: str, spoken: Sequence[Utterance]) -> _File:
    lossy = bool(encoding_named(edition.provenance.format, edition.loudness.target).arguments)
    spans = [(utterance.start, utterance.end) for utterance in spoken]
    exact = not lossy and name in edition.files_as("track")
    heard = tuple(
        _Heard(levels_of(sound, rate), crc32(as_integers(sound)) if exact else "")
        for sound, rate in stretches(folder / name, spans, edition.narration.rate)
    )
    tolerance = LOSSY_DB if lossy else EXACT_DB
    offset = _usual(spoken, heard)
    return _File(name, heard, tolerance, offset if abs(offset) > tolerance else 0.0)


def _usual(spoken: Sequence[Utterance], heard: Sequence[_Heard]) -> float:
    """The difference in dB to what was made that nearly all sentences of a file have, of those that sound there; 0 if
    there is none.
    """
    pairs = [(u, h) for u, h in zip(spoken, heard, strict=True) if u.print and h.sounds]
    offsets = [float(np.median(d)) for u, h in pairs if len(d := np.subtract(*reversed(_loud(_due(u), h.levels))))]
    usual = float(np.median(offsets)) if offsets else 0.0
    return usual if offsets and float((np.abs(np.subtract(offsets, usual)) < EXACT_DB).mean()) >= _MOST else 0.0


def _due(utterance: Utterance) -> Levels:
    return levels_in(utterance.print) if utterance.print else np.zeros(0)


def _loud(due: Levels, found: Levels) -> tuple[Levels, Levels]:
    """Both, where either is loud; what is missing at the end is silent."""
    found = np.concatenate((found, np.full(max(0, len(due) - len(found) - 1), -np.inf)))
    size = min(len(due), len(found))
    due, found = due[:size], found[:size]
    loud = np.maximum(due, found) > LOUD_DB
    return due[loud], np.maximum(found[loud], -120.0)


def _fault(
    edition: Edition, spoken: Sequence[Utterance], tracks: Mapping[int, _File], mix: _File, k: int
) -> _Fault | None:
    """What is wrong with one sentence, the worst alone."""
    utterance = spoken[k]
    own = edition.narration.tracks.index(utterance.sentence.speaker)
    others = [file.name for track, file in tracks.items() if track != own and file.heard[k].sounds]
    mine = tracks.get(own)
    here = mine is not None and mine.heard[k].sounds
    if others and mine:
        there = f"is heard on {', '.join(others)}"
        return _Fault(
            "TRACK", utterance, f"{there} as well as on {mine.name}" if here else f"{there}, not on {mine.name}"
        )
    if mine and not here and mix.heard[k].sounds:
        return _Fault("TRACK", utterance, f"is in the mix, and not on {mine.name}")
    for file in filter(None, (mine, mix)):
        if change := _change(spoken, file, k, edition.narration.rate):
            return _Fault("PRINT", utterance, f"{change} (in {file.name})")
    return None


def _change(spoken: Sequence[Utterance], file: _File, k: int, rate: int) -> str:
    """How a sentence sounds otherwise than when it was made; '' if it does not."""
    wanted, heard = spoken[k].print, file.heard[k]
    if wanted is None or (heard.crc32 and heard.crc32 == wanted.crc32):
        return ""
    due, found = _loud(_due(spoken[k]), heard.levels - file.offset)
    off = found - due
    if not (np.abs(off) > file.tolerance).any():
        same = file.offset or not (heard.crc32 and wanted.crc32)
        return "" if same else "some of its samples are not those that were made"
    if not heard.sounds:
        return "is silent"
    if float(np.std(off)) < _EVEN_DB:
        return f"is {abs(off.mean()):.1f} dB {'louder' if off.mean() > 0 else 'softer'} than when it was made"
    if twin := _twin(spoken, file, k):
        return f"sounds like {place_of(twin)}"
    return f"does not sound as it did when it was made{_where(spoken[k], heard, file, rate)}"


def _twin(spoken: Sequence[Utterance], file: _File, k: int) -> Utterance | None:
    """The other sentence of which this has the sound."""
    for other in spoken:
        size = min(len(_due(other)), len(file.heard[k].levels))
        due, found = _loud(_due(other)[:size], file.heard[k].levels[:size] - file.offset)
        if other is not spoken[k] and len(due) >= _TWIN_STEPS:
            alike = float((np.abs(found - due) <= file.tolerance).mean())
            if alike >= _TWIN_SHARE:
                return other
    return None


def _where(utterance: Utterance, heard: _Heard, file: _File, rate: int) -> str:
    """From when to when, if it is not most of the sentence."""
    due = _due(utterance)
    size = min(len(due), len(heard.levels))
    found = heard.levels[:size] - file.offset
    off = (np.abs(found - due[:size]) > file.tolerance) & (np.maximum(found, due[:size]) > LOUD_DB)
    at = np.flatnonzero(off)
    if not len(at) or at[-1] - at[0] + 1 > size / 2:
        return ""
    start, end = (utterance.start / rate + step * STEP_MS / 1000 for step in (at[0], at[-1] + 1))
    return f" from {clock(start)} to {clock(end)}"


def _offsets(files: Sequence[_File]) -> Iterator[Finding]:
    for file in files:
        if file.offset:
            how = "louder" if file.offset > 0 else "softer"
            yield Finding("PRINT", file.name, f"is {abs(file.offset):.1f} dB {how} than when it was made")


def _folded(faults: Sequence[_Fault], count: int, rate: int) -> Iterator[Finding]:
    """A finding a sentence; one for many that are alike."""
    kinds: dict[tuple[Rule, str], list[_Fault]] = defaultdict(list)
    for fault in faults:
        kinds[fault.rule, fault.message].append(fault)
    for (rule, message), alike in kinds.items():
        if len(alike) > max(_MANY, count / 4):
            names = ", ".join(place_of(fault.utterance) for fault in alike[:3])
            yield Finding(rule, f"{len(alike)} sentences ({names} …)", message)
        else:
            for fault in alike:
                start = clock(fault.utterance.start / rate)
                yield Finding(rule, f"{place_of(fault.utterance)} {start}", message)
