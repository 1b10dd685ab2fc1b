"""What an edition says of itself: cast, voices, engine, per-cue times with their clock, loudness, credits. Data in,
text out.
"""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.model import Cue, Doubt, Source, TimedCue, Timeline
from toolkit.styles import Style

if TYPE_CHECKING:
    from toolkit.audio.recording import Level, Recording
    from toolkit.audio.targets import LoudnessTarget
    from toolkit.model import Script, Voice
    from toolkit.narration.delivery import Manner
    from toolkit.narration.narrate import Narration, Spoken


def of(
    script: Script,
    timeline: Timeline,
    narration: Narration,
    recording: Recording,
    voices: Mapping[str | None, Voice],
    engine: str,
    version: str,
    target: LoudnessTarget,
    style: Style,
    manner: Manner,
) -> dict[str, Any]:
    """The manifest as plain data: nothing in it depends on when or where it was made, so the same input gives the same
    bytes.
    """
    used = {speaker: voices[speaker] for speaker in narration.tracks}
    levels = zip(narration.tracks, recording.tracks, recording.levels, strict=True)
    return {
        "jimaku": __version__,
        "title": script.title,
        "meta": dict(script.meta),
        "style": style.name,
        "engine": {"name": engine, "version": version, "python": platform.python_version()},
        "pace": manner.pace,
        "announce": manner.announce,
        "directions": manner.directions,
        "rate_hz": narration.rate,
        "length_samples": narration.length,
        "duration_ms": timeline.duration_ms,
        "loudness": _loudness(target, recording, narration),
        "cast": [_member(script, speaker, used[speaker], manner) for speaker in narration.tracks],
        "tracks": [{"speaker": speaker, "name": name, **_level(level)} for speaker, name, level in levels],
        "cues": cues(timeline),
        "sentences": [
            {**_place(s), "kind": s.sentence.kind, "exact": s.exact}
            for s in narration.spoken
            if s.sentence.kind != "announcement"
        ],
        "announcements": [_place(s) for s in narration.spoken if s.sentence.kind == "announcement"],
        "credits": sorted({voice.credit for voice in used.values() if voice.credit}),
    }


def _place(spoken: Spoken) -> dict[str, Any]:
    sentence = spoken.sentence
    return {
        "turn": sentence.turn,
        "line": sentence.line,
        "text": sentence.text,
        "start": spoken.start,
        "end": spoken.end,
    }


def _loudness(target: LoudnessTarget, recording: Recording, narration: Narration) -> dict[str, Any]:
    """What was asked for, and what the mix has. ``head_ms``/``tail_ms``: silence before the first and after the last
    sound.
    """
    sounds = [s for s in narration.spoken if s.end > s.start]
    first, last = (sounds[0].start, sounds[-1].end) if sounds else (narration.length, narration.length)
    return {
        "target": target.name,
        "asked": {
            "level": target.level_db,
            "unit": target.unit,
            "peak_dbtp": target.peak_db,
            "head_ms": target.head_ms,
            "tail_ms": target.tail_ms,
        },
        **_level(recording.mix_level),
        "rms_db": round(recording.mix_level.rms_db, 2),
        "noise_floor_db": round(recording.noise_floor_db, 2),
        "head_ms": round(first * 1000 / narration.rate),
        "tail_ms": round((narration.length - last) * 1000 / narration.rate),
    }


def _member(script: Script, speaker: str | None, voice: Voice, manner: Manner) -> dict[str, Any]:
    aliases = next((list(s.aliases) for s in script.cast if s.name == speaker), [])
    return {
        "name": speaker,
        "aliases": aliases,
        "voice": voice.name,
        "pace": manner.pace_of(speaker),
        "pitch": manner.pitch_of(speaker),
        "licence": voice.licence,
        "credit": voice.credit,
    }


def _level(level: Level) -> dict[str, Any]:
    return {
        "lufs": round(level.loudness_lufs, 2),
        "true_peak_dbtp": round(level.true_peak_dbtp, 2),
        "speech_rms_db": round(level.speech_rms_db, 2),
        "gain_db": round(level.gain_db, 2),
        "limited_clips": level.limited_clips,
    }


def to_look_at(
    doubts: Sequence[Doubt], doubtful: Mapping[tuple[str, str, float], int], excluded: Sequence[tuple[int, str]] = ()
) -> dict[str, Any]:
    """What a person should check: ``doubtful`` words are (surface, reading, risk) with how often they stand in the
    text; ``excluded``: (line, text) of what was left out by wish.
    """
    ranked = sorted(doubtful.items(), key=lambda item: (-item[0][2], item[0]))
    return {
        "excluded": [{"line": line, "text": text} for line, text in excluded],
        "doubts": [{"line": doubt.line, "message": doubt.message} for doubt in doubts],
        "doubtful_readings": [
            {"surface": surface, "reading": reading, "risk": risk, "count": count}
            for (surface, reading, risk), count in ranked
        ],
    }


def timeline_of(book: Mapping[str, Any]) -> Timeline:
    """The timeline a manifest tells."""
    return Timeline(tuple(map(_timed, book["cues"])), book["duration_ms"])


def _timed(row: Mapping[str, Any]) -> TimedCue:
    where = row["source"]
    source = Source(where["turn"], where["start"], where["end"]) if where else None
    return TimedCue(row["start_ms"], row["end_ms"], Cue(row["speaker"], tuple(row["lines"]), source), row["clock"])


def cues(timeline: Timeline) -> list[dict[str, Any]]:
    """Each cue as programs read it."""
    return [_cue(index, cue) for index, cue in enumerate(timeline.cues, 1)]


def _cue(index: int, timed: TimedCue) -> dict[str, Any]:
    source = timed.cue.source
    where = {"turn": source.turn, "start": source.start, "end": source.end} if source else None
    return {
        "index": index,
        "start_ms": timed.start_ms,
        "end_ms": timed.end_ms,
        "speaker": timed.cue.speaker,
        "lines": list(timed.cue.lines),
        "source": where,
        "clock": timed.clock,
    }


def as_json(data: Any) -> str:
    """UTF-8 JSON for people and programs, a line feed at the end."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def credit_line(book: Mapping[str, Any]) -> str:
    """The credits in one line, for a tag."""
    return " / ".join(book["credits"])


def credits_text(book: Mapping[str, Any]) -> str:
    """What the voices' licences ask to be shown with every copy of the sound."""
    rows = [
        f"{member['name'] or 'narrator'}: {member['voice']} ({member['licence'] or 'no licence stated'})"
        for member in book["cast"]
    ]
    credits = book["credits"] or ["The voices used ask for no credit."]
    return "\n".join(
        [
            f"Voices ({book['engine']['name']})",
            *(f"  {row}" for row in rows),
            "",
            "Credits",
            *(f"  {c}" for c in credits),
            "",
        ]
    )
