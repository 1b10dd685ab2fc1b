"""Where every stem lies, and what it is called."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.system.files import safe_name

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.edition.forms import Job
    from toolkit.model import TimedCue
    from toolkit.model.edition import Edition
    from toolkit.model.narration import Utterance

MIX, STEREO = "mix.wav", "mix-stereo.wav"
_WORDS = 16  # characters of the text in a file's name
Kind = Literal["text", "direction", "announcement", "credits", "cue"]


@dataclass(frozen=True, slots=True)
class StemTrack:
    """``path``: below the folder, with ``/``. ``speaker`` None: the narrator's."""

    path: str
    speaker: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Stem:
    """A stretch of a track: ``start`` to ``end`` in samples, and in milliseconds as the manifest has it. ``words``:
    (start ms, end ms, text) of each that begins in it. ``number`` counts from 1 in order of time.
    """

    number: int
    path: str
    track: int
    start: int
    end: int
    start_ms: int
    end_ms: int
    kind: Kind
    text: str
    chapter: str
    words: tuple[tuple[int, int, str], ...]
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """All of it: ``length`` in samples at ``rate``; ``chapters`` by the millisecond each begins; ``clips`` in order of
    time, a sentence or a cue each, as ``unit`` says.
    """

    title: str
    rate: int
    length: int
    unit: str
    tracks: tuple[StemTrack, ...]
    chapters: tuple[tuple[int, str], ...]
    clips: tuple[Stem, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """``start`` and ``end`` in seconds as exact as they are known."""

    track: int
    turn: int
    start: float
    end: float
    start_ms: int
    end_ms: int
    kind: Kind
    text: str


def layout_of(job: Job, rate: int) -> Layout:
    """The stems of an edition whose track files have ``rate`` Hz: a clip a sentence, or a cue if the job's unit is."""
    edition, book = job.edition, job.book
    unit = "cue" if job.wanted.unit == "cue" else "sentence"
    stretches = list(_cues(edition) if unit == "cue" else _sentences(edition, book))
    tracks = tuple(
        StemTrack(f"tracks/{k:02}-{_safe(track.name)}.wav", track.speaker, track.name)
        for k, track in enumerate(edition.tracks, 1)
    )
    titles = {part.number: chapter.title for chapter in book.chapters for part in chapter.parts}
    words = _words(book)
    digits = max(4, len(str(len(stretches))))
    return Layout(
        title=book.title,
        rate=rate,
        length=round(edition.narration.length * rate / edition.narration.rate),
        unit=unit,
        tracks=tracks,
        chapters=tuple((clip.start, chapter.title) for chapter in book.chapters if (clip := chapter.clip)),
        clips=tuple(
            Stem(
                number=k,
                path=f"clips/{k:0{digits}}-{_safe(f'{tracks[one.track].name}-{_short(one.text)}')}.wav",
                track=one.track,
                start=round(one.start * rate),
                end=round(one.end * rate),
                start_ms=one.start_ms,
                end_ms=one.end_ms,
                kind=one.kind,
                text=one.text,
                chapter=titles.get(one.turn, ""),
                words=words.between(one.start_ms, one.end_ms, one.turn) if one.kind != "announcement" else (),
                turn=one.turn,
            )
            for k, one in enumerate(stretches, 1)
        ),
    )


def _safe(name: str) -> str:
    """A file's name that one of Reaper's three quotation marks can always hold."""
    return safe_name(name).replace("`", "_")


def _short(text: str) -> str:
    return "".join(text.split())[:_WORDS]


def _sentences(edition: Edition, book: Book) -> Iterator[_Stretch]:
    """Everything that sounds, as long as the book has a time for it."""
    shown = {(part.number, p.clip.start): p.text for part in book.parts for p in part.phrases if p.clip}
    rate = edition.narration.rate
    for one in edition.narration.utterances:
        start, end = round(one.start * 1000 / rate), round(one.end * 1000 / rate)
        if end > start:
            text = shown.get((one.sentence.turn, start), "") if one.sentence.offsets else ""
            yield _Stretch(
                track=edition.narration.tracks.index(one.sentence.speaker),
                turn=one.sentence.turn,
                start=one.start / rate,
                end=one.end / rate,
                start_ms=start,
                end_ms=end,
                kind=_kind(one),
                text=text.strip() or one.sentence.text,
            )


def _kind(one: Utterance) -> Kind:
    kind = one.sentence.kind
    return "text" if kind == "beat" else kind


def _cues(edition: Edition) -> Iterator[_Stretch]:
    """Every subtitle in which something is heard, on the track of whoever says it; on two where two do."""
    heard = _Heard(edition)
    for timed in edition.timeline.cues:
        for track, turn in heard.tracks(timed):
            yield _Stretch(
                track=track,
                turn=turn,
                start=timed.start_ms / 1000,
                end=timed.end_ms / 1000,
                start_ms=timed.start_ms,
                end_ms=timed.end_ms,
                kind="cue",
                text=" ".join(timed.cue.lines),
            )


class _Heard:
    """What sounds, by the turn it belongs to."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._by_turn: dict[int, list[Utterance]] = {}
        for one in edition.narration.sentences:
            if one.audible:
                self._by_turn.setdefault(one.sentence.turn, []).append(one)

    def tracks(self, timed: TimedCue) -> list[tuple[int, int]]:
        """(track, turn) of all that is heard of the cue's own turns while it is shown."""
        scale = 1000 / self._edition.narration.rate
        turns = [place.turn for place in (timed.cue.source, timed.cue.second) if place]
        found = {
            self._edition.narration.tracks.index(one.sentence.speaker): turn
            for turn in dict.fromkeys(turns)
            for one in self._by_turn.get(turn, ())
            if one.start * scale < timed.end_ms and timed.start_ms < one.end * scale
        }
        return list(found.items())


class Times:
    """What is heard when, of (turn, start ms, end ms, text)."""

    def __init__(self, rows: Iterable[tuple[int, int, int, str]]) -> None:
        self._rows = sorted(rows, key=lambda row: row[1])
        self._starts = [start for _, start, _, _ in self._rows]

    def between(self, start: int, end: int, turn: int) -> tuple[tuple[int, int, str], ...]:
        """(start, end, text) of those of a turn that begin from ``start`` on and before ``end``, cut there."""
        own = self._rows[bisect.bisect_left(self._starts, start) : bisect.bisect_left(self._starts, end)]
        return tuple((first, min(last, end), text) for of, first, last, text in own if of == turn)


def _words(book: Book) -> Times:
    return Times(
        (part.number, word.clip.start, word.clip.end, phrase.text[word.start : word.end])
        for part in book.parts
        for phrase in part.phrases
        for word in phrase.words
    )
