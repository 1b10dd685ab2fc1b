"""The parts of an edition, from what the stages have made."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.audio.prints import print_of
from toolkit.model.edition import DoubtfulReading, EngineVersion, Goal, Level, Loudness, Provenance, Role, Track

if TYPE_CHECKING:
    from toolkit.audio.recording import Programme
    from toolkit.audio.targets import LoudnessTarget
    from toolkit.model import Speaker, Voice
    from toolkit.model.narration import Narration, Utterance
    from toolkit.narration.delivery import Delivery
    from toolkit.narration.plan import Plan


def roles_of(cast: Sequence[Speaker], plan: Plan, voices: Mapping[str | None, Voice]) -> tuple[Role, ...]:
    """Whoever has a track, in the order of the tracks."""
    aliases = {speaker.name: speaker.aliases for speaker in cast}
    return tuple(
        Role(
            name=name,
            aliases=aliases.get(name or "", ()),
            voice=voices[name].name,
            licence=voices[name].licence,
            credit=voices[name].credit,
            **plan.delivery.figures_of(name),
        )
        for name in plan.tracks
    )


def provenance_of(engine: str, version: str, style: str, sound: str, delivery: Delivery, made_from: str) -> Provenance:
    """``version``: of the engine; ``sound``: the format's name."""
    return Provenance(
        jimaku=__version__,
        engine=EngineVersion(engine, version, platform.python_version()),
        style=style,
        format=sound,
        announce=delivery.announce,
        directions=delivery.directions,
        made_from=made_from,
        **delivery.usual(),
    )


def tracks_of(narration: Narration, recording: Programme) -> tuple[Track, ...]:
    """The tracks with their levels."""
    rows = zip(narration.tracks, recording.tracks, recording.levels, strict=True)
    return tuple(Track(speaker, name, _rounded(level)) for speaker, name, level in rows)


def printed(narration: Narration, recording: Programme, *, exact: bool) -> Narration:
    """The narration with the print of everything that is heard. ``exact``: the format keeps the samples."""
    return replace(narration, utterances=tuple(_printed(u, narration, recording, exact) for u in narration.utterances))


def _printed(utterance: Utterance, narration: Narration, recording: Programme, exact: bool) -> Utterance:
    if not utterance.audible:
        return utterance
    track = narration.tracks.index(utterance.sentence.speaker)
    samples = recording.stretch(track, utterance.start, utterance.end)
    return replace(utterance, print=print_of(samples, narration.rate, exact=exact))


def loudness_of(target: LoudnessTarget, recording: Programme, narration: Narration) -> Loudness:
    """What was asked for, and what the mix has."""
    sounds = [utterance for utterance in narration.utterances if utterance.audible]
    first, last = (sounds[0].start, sounds[-1].end) if sounds else (narration.length, narration.length)
    return Loudness(
        target=target.name,
        asked=Goal(target.level_db, target.unit, target.peak_db, target.head_ms, target.tail_ms),
        mix=_rounded(recording.mix_level),
        noise_floor_db=round(recording.noise_floor_db, 2),
        head_ms=round(first * 1000 / narration.rate),
        tail_ms=round((narration.length - last) * 1000 / narration.rate),
    )


def _rounded(level: Level) -> Level:
    """Decibels to two decimals: no meter is finer."""
    return replace(
        level,
        lufs=round(level.lufs, 2),
        rms_db=round(level.rms_db, 2),
        speech_rms_db=round(level.speech_rms_db, 2),
        true_peak_dbtp=round(level.true_peak_dbtp, 2),
        gain_db=round(level.gain_db, 2),
    )


def doubtful_readings_of(counts: Mapping[tuple[str, str, float], int]) -> tuple[DoubtfulReading, ...]:
    """``counts``: how often each (surface, reading, risk) is spoken. The most doubtful first."""
    ranked = sorted(counts.items(), key=lambda item: (-item[0][2], item[0]))
    return tuple(DoubtfulReading(*word, count) for word, count in ranked)
