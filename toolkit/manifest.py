"""What an edition says of itself: cast, voices, engine, per-cue times with their clock, loudness, credits. Data in, text out."""

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
    from toolkit.model import Script, Voice
    from toolkit.narration.narrate import Narration


def of(
    script: Script,
    timeline: Timeline,
    narration: Narration,
    recording: Recording,
    voices: Mapping[str | None, Voice],
    engine: str,
    version: str,
    target: str,
    style: Style,
    pace: float = 1.0,
) -> dict[str, Any]:
    """The manifest as plain data: nothing in it depends on when or where it was made, so the same input gives the same bytes."""
    used = {speaker: voices[speaker] for speaker in narration.tracks}
    levels = zip(narration.tracks, recording.tracks, recording.levels, strict=True)
    return {
        "jimaku": __version__,
        "title": script.title,
        "meta": dict(script.meta),
        "style": style.name,
        "engine": {"name": engine, "version": version, "python": platform.python_version()},
        "pace": pace,
        "rate_hz": narration.rate,
        "length_samples": narration.length,
        "duration_ms": timeline.duration_ms,
        "loudness": {"target": target, **_level(recording.mix_level)},
        "cast": [_member(script, speaker, used[speaker]) for speaker in narration.tracks],
        "tracks": [{"speaker": speaker, "name": name, **_level(level)} for speaker, name, level in levels],
        "cues": cues(timeline),
        "sentences": [
            {"turn": s.sentence.turn, "line": s.sentence.line, "text": s.sentence.text, "start": s.start, "end": s.end, "exact": s.exact}
            for s in narration.spoken
        ],
        "credits": sorted({voice.credit for voice in used.values() if voice.credit}),
    }


def _member(script: Script, speaker: str | None, voice: Voice) -> dict[str, Any]:
    aliases = next((list(s.aliases) for s in script.cast if s.name == speaker), [])
    return {"name": speaker, "aliases": aliases, "voice": voice.name, "licence": voice.licence, "credit": voice.credit}


def _level(level: Level) -> dict[str, Any]:
    return {
        "lufs": round(level.loudness_lufs, 2),
        "true_peak_dbtp": round(level.true_peak_dbtp, 2),
        "speech_rms_db": round(level.speech_rms_db, 2),
        "gain_db": round(level.gain_db, 2),
        "limited_clips": level.limited_clips,
    }


def to_look_at(doubts: Sequence[Doubt], doubtful: Mapping[tuple[str, str, float], int]) -> dict[str, Any]:
    """What a person should check: ``doubtful`` words are (surface, reading, risk) with how often they stand in the text."""
    ranked = sorted(doubtful.items(), key=lambda item: (-item[0][2], item[0]))
    return {
        "doubts": [{"line": doubt.line, "message": doubt.message} for doubt in doubts],
        "doubtful_readings": [
            {"surface": surface, "reading": reading, "risk": risk, "count": count} for (surface, reading, risk), count in ranked
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
    rows = [f"{member['name'] or 'narrator'}: {member['voice']} ({member['licence'] or 'no licence stated'})" for member in book["cast"]]
    credits = book["credits"] or ["The voices used ask for no credit."]
    return "\n".join([f"Voices ({book['engine']['name']})", *(f"  {row}" for row in rows), "", "Credits", *(f"  {c}" for c in credits), ""])
