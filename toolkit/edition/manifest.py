"""An edition as JSON and back. Nobody else reads or writes a manifest; ``docs/manifest.md`` says what each key means,
``manifest.schema.json`` which values it takes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import PureWindowsPath
from typing import Any

from toolkit.audio.prints import readable
from toolkit.edition.fields import Damage, Fields
from toolkit.edition.stretches import offsets_in, stretches_of
from toolkit.errors import InputError
from toolkit.model import (
    Clock,
    Cue,
    Doubt,
    Markup,
    Opening,
    Paragraph,
    ParagraphKind,
    Source,
    Span,
    TimedCue,
    Timeline,
    TimeMark,
    Turn,
)
from toolkit.model import edition as nouns
from toolkit.model.edition import Edition
from toolkit.model.narration import Narration, PauseName, Print, Sentence, SentenceKind, Utterance

VERSION = 1
_AGAIN = "narrate it again"


class NoManifest(InputError):
    """JSON that is somebody else's."""


def to_json(edition: Edition) -> str:
    """UTF-8 JSON for people and programs: a key a line, a row a line. Nothing in it depends on when or where it was
    made, so the same edition gives the same bytes.
    """
    return _laid_out(
        {
            "edition": VERSION,
            "name": edition.name,
            "title": edition.title,
            "meta": dict(edition.meta),
            **asdict(edition.provenance),
            "rate_hz": edition.narration.rate,
            "length_samples": edition.narration.length,
            "duration_ms": edition.timeline.duration_ms,
            "loudness": _loudness(edition.loudness),
            "cast": [asdict(role) for role in edition.cast],
            "tracks": [{"speaker": t.speaker, "name": t.name, **asdict(t.level)} for t in edition.tracks],
            "turns": [_turn(turn) for turn in edition.turns],
            "sections": [asdict(opening) for opening in edition.sections],
            "chapters": [asdict(chapter) for chapter in edition.chapters],
            "cues": cue_rows(edition.timeline),
            "sentences": list(map(_utterance, edition.narration.sentences)),
            "announcements": list(map(_utterance, edition.narration.announcements)),
            "credits": list(edition.credits),
            "excluded": [{"line": line, "text": text} for line, text in edition.excluded],
            "doubts": [asdict(doubt) for doubt in edition.doubts],
            "doubtful_readings": [asdict(reading) for reading in edition.doubtful_readings],
            "files": [asdict(file) for file in edition.files],
        }
    )


def cue_rows(timeline: Timeline) -> list[dict[str, Any]]:
    """Each cue as programs read it."""
    return [
        {
            "index": index,
            "start_ms": timed.start_ms,
            "end_ms": timed.end_ms,
            "speaker": timed.cue.speaker,
            "label": timed.cue.label,
            "lines": list(timed.cue.lines),
            "source": _place(timed.cue.source) if timed.cue.source else None,
            "clock": timed.clock,
            "words": [list(word) for word in timed.words],
            **({"markup": [asdict(m) for m in timed.cue.markup]} if timed.cue.markup else {}),
            **({"second": _place(timed.cue.second)} if timed.cue.second else {}),
        }
        for index, timed in enumerate(timeline.cues, 1)
    ]


def _place(source: Source | Sentence) -> dict[str, int]:
    return {"turn": source.turn, "start": source.start, "end": source.end}


def from_json(text: str, where: str = "") -> Edition:
    """The edition that a manifest tells of. InputError if it is damaged or of another version; NoManifest if it is
    JSON, but somebody else's. ``where``: as a person would name it.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON ({error})", where=where, mend=_AGAIN) from error
    if not (isinstance(data, dict) and "jimaku" in data and "cues" in data):
        raise NoManifest("is no manifest of `jimaku narrate`", where=where, mend="name the folder it wrote")
    if data.get("edition") != VERSION:
        what = f"is a manifest of version {data.get('edition', 0)!r}, this toolkit reads {VERSION}"
        raise InputError(what, where=where, mend=_AGAIN)
    try:
        return _edition(Fields(data))
    except Damage as damage:
        raise InputError(f"is a damaged manifest ({damage})", where=where, mend=_AGAIN) from damage


def _laid_out(data: Mapping[str, Any]) -> str:
    dumps = partial(json.dumps, ensure_ascii=False, allow_nan=False)

    def value(of: Any) -> str:
        return "[\n  " + ",\n  ".join(map(dumps, of)) + "\n ]" if isinstance(of, list) and of else dumps(of)

    return "{\n " + ",\n ".join(f"{dumps(key)}: {value(of)}" for key, of in data.items()) + "\n}\n"


def _edition(data: Fields) -> Edition:
    edition = Edition(
        name=data.text("name"),
        title=data.text("title"),
        meta=data.text_by_text("meta"),
        turns=tuple(map(_turn_of, data.rows("turns"))),
        sections=data.nouns("sections", Opening),
        cast=data.nouns("cast", nouns.Role),
        narration=_narration_of(data),
        timeline=Timeline(tuple(map(_timed_of, data.rows("cues"))), data.integer("duration_ms")),
        chapters=data.nouns("chapters", nouns.Chapter),
        tracks=tuple(map(_track_of, data.rows("tracks"))),
        loudness=_loudness_of(data.part("loudness")),
        credits=data.texts("credits"),
        provenance=data.noun(nouns.Provenance),
        excluded=tuple((row.integer("line"), row.text("text")) for row in data.rows("excluded")),
        doubts=data.nouns("doubts", Doubt),
        doubtful_readings=data.nouns("doubtful_readings", nouns.DoubtfulReading),
        files=data.nouns("files", nouns.EditionFile),
    )
    _refuse_strays(edition)
    return edition


def _refuse_strays(edition: Edition) -> None:
    """Damage if a place is outside its text, or a file outside the folder or missing: whoever takes an edition relies
    on them.
    """
    lengths = [len(turn.text) for turn in edition.turns]
    cues = [timed.cue for timed in edition.timeline.cues]
    places: list[Source | Sentence] = [place for cue in cues for place in (cue.source, cue.second) if place]
    for place in [*places, *(utterance.sentence for utterance in edition.narration.utterances)]:
        if not (0 <= place.turn < len(lengths) and 0 <= place.start <= place.end <= lengths[place.turn]):
            raise Damage(f"turn {place.turn} has no characters {place.start} to {place.end}")
    for utterance in edition.narration.utterances:
        sentence = utterance.sentence
        marked = [at for at, _ in utterance.marks]
        if any(not sentence.start <= at < sentence.end for at in sentence.offsets) or any(
            not 0 <= at < len(sentence.text) for at in marked
        ):
            raise Damage(f"the sentence {sentence.text[:20]!r} has characters outside its place")
    for name in (edition.name, *(file.name for file in edition.files)):
        path = PureWindowsPath(name)  # which knows both kinds of separators
        if not path.parts or path.drive or path.root or ".." in path.parts or "\0" in name:
            raise Damage(f"{name!r} is no name in this folder")
    roles: tuple[nouns.FileRole, ...] = ("subtitles", "mix", "track", "credits")
    if [len(edition.files_as(role)) for role in roles] != [1, 1, len(edition.tracks), 1]:
        raise Damage("files are not subtitles, a mix, credits, and one a track")


def _loudness(loudness: nouns.Loudness) -> dict[str, Any]:
    return {
        "target": loudness.target,
        "asked": asdict(loudness.asked),
        **asdict(loudness.mix),
        "noise_floor_db": loudness.noise_floor_db,
        "head_ms": loudness.head_ms,
        "tail_ms": loudness.tail_ms,
    }


def _loudness_of(row: Fields) -> nouns.Loudness:
    return nouns.Loudness(
        target=row.text("target"),
        asked=row.part("asked").noun(nouns.Goal),
        mix=row.noun(nouns.Level),
        noise_floor_db=row.number("noise_floor_db"),
        head_ms=row.integer("head_ms"),
        tail_ms=row.integer("tail_ms"),
    )


def _track_of(row: Fields) -> nouns.Track:
    return nouns.Track(row.text_or_none("speaker"), row.text("name"), row.noun(nouns.Level))


def _turn(turn: Turn) -> dict[str, Any]:
    """Paragraphs are the lines of ``text``."""
    paragraphs = [
        {"line": p.line, "kind": p.kind, "spans": [asdict(s) for s in p.spans], "times": [asdict(t) for t in p.times]}
        for p in turn.paragraphs
    ]
    return {
        "speaker": turn.speaker,
        "line": turn.line,
        "confidence": turn.confidence,
        "text": turn.text,
        "paragraphs": paragraphs,
    }


def _turn_of(row: Fields) -> Turn:
    rows = list(row.rows("paragraphs"))
    lines = row.text("text").split("\n") if rows else []
    if len(lines) != len(rows):
        raise row.damage("text", f"text of {len(rows)} paragraphs")
    paragraphs = (
        Paragraph(
            text, p.integer("line"), p.choice("kind", ParagraphKind), p.nouns("spans", Span), p.nouns("times", TimeMark)
        )
        for text, p in zip(lines, rows, strict=True)
    )
    return Turn(row.text_or_none("speaker"), tuple(paragraphs), row.integer("line"), row.number("confidence"))


def _timed_of(row: Fields) -> TimedCue:
    source = row.part_or_none("source")
    place = source.noun(Source) if source else None
    markup = row.nouns("markup", Markup) if row.has("markup") else ()
    second = row.part("second").noun(Source) if row.has("second") else None
    cue = Cue(row.text_or_none("speaker"), row.texts("lines"), place, markup, row.text("label"), second)
    if any(not 0 <= m.start <= m.end <= len(cue.text) for m in markup):
        raise row.damage("markup", "list of stretches of its text")
    start, end = row.integer("start_ms"), row.integer("end_ms")
    return TimedCue(start, end, cue, row.choice("clock", Clock), row.pairs("words"))


def _utterance(utterance: Utterance) -> dict[str, Any]:
    """``start``, ``end``, ``marks`` and ``pauses`` in samples; the others in characters."""
    sentence = utterance.sentence
    return {
        "turn": sentence.turn,
        "line": sentence.line,
        "speaker": sentence.speaker,
        "text": sentence.text,
        "start": utterance.start,
        "end": utterance.end,
        "kind": sentence.kind,
        "exact": utterance.exact,
        "source": _place(sentence),
        "stretches": stretches_of(sentence.offsets),
        "rubies": [{"start": start, "end": end, "value": kana} for start, end, kana in sentence.rubies],
        "pause": sentence.pause,
        "marks": [list(mark) for mark in utterance.marks],
        "pauses": [list(pause) for pause in utterance.pauses],
        **({"print": asdict(utterance.print)} if utterance.print else {}),
        **({"tempo": utterance.tempo} if utterance.tempo != 1 else {}),
    }


def _utterance_of(row: Fields) -> Utterance:
    place = row.part("source").noun(Source)
    sentence = Sentence(
        turn=place.turn,
        speaker=row.text_or_none("speaker"),
        text=row.text("text"),
        start=place.start,
        end=place.end,
        offsets=offsets_in(row),
        rubies=tuple((r.integer("start"), r.integer("end"), r.text("value")) for r in row.rows("rubies")),
        pause=row.choice("pause", PauseName),
        line=row.integer("line"),
        kind=row.choice("kind", SentenceKind),
    )
    start, end = row.integer("start"), row.integer("end")
    known = row.part("print").noun(Print) if row.has("print") else None
    if known and not readable(known.levels):
        raise row.damage("print", "print")
    marks, pauses, exact = row.pairs("marks"), row.pairs("pauses"), row.boolean("exact")
    return Utterance(sentence, start, end, marks, pauses, exact, known, row.factor("tempo"))


def _narration_of(data: Fields) -> Narration:
    rows = chain(data.rows("sentences"), data.rows("announcements"))
    utterances = sorted(map(_utterance_of, rows), key=lambda utterance: utterance.start)
    tracks = tuple(row.text_or_none("speaker") for row in data.rows("tracks"))
    return Narration(data.positive("rate_hz"), data.positive("length_samples"), tuple(utterances), tracks)
