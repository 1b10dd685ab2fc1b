"""Stems: an edition for editing programs. Tracks, mix and one file a sentence (or cue) as Broadcast Wave, and where
they lie as labels, markers, projects and a timeline.

All comes from the tracks, which are read once each; the mix is their sum. Nothing is encoded: what a lossy edition lost
stays lost.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from toolkit.audio.bwf import Origin, Words, chunks
from toolkit.audio.cutting import Cut, Shape, cut, mix, shape_of, spread
from toolkit.audio.encoding import encoding_named
from toolkit.audio.wav import Form
from toolkit.edition.sound import refuse_changed_file
from toolkit.edition.stems import labels, reaper, timeline
from toolkit.edition.stems.layout import MIX, STEREO, Layout, Stem, StemTrack, layout_of
from toolkit.edition.stems.phones import phones_of
from toolkit.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.edition.forms import Job
    from toolkit.model.edition import Level

FORMAT = 1  # of stems.json
MARK = "stems.json"


def write(job: Job, out: Path) -> None:
    """The stems in ``out``. InputError if a track is gone or is not the one the manifest tells of, or lasts otherwise;
    as the files' system and ffmpeg say.
    """
    sources = [refuse_changed_file(job.edition, job.folder, name) for name in job.edition.files_as("track")]
    shape = _one_shape(sources)
    places = _places(job) if job.wanted.pan else None
    layout = layout_of(job, shape.rate)
    for folder in ("tracks", "clips", "labels"):
        (out / folder).mkdir()
    _sound(job, out, layout, shape, sources, places)
    labels.write(layout, out, phones_of(job))
    reaper.write(layout, out, places)
    timeline.write(layout, out)
    _index(job, out, layout, shape, places)


def _one_shape(sources: Sequence[Path]) -> Shape:
    shapes = {shape_of(path) for path in sources}
    if len(shapes) != 1:
        raise InputError("the tracks are not alike in rate and bits", where=str(sources[0]), mend="narrate it again")
    return shapes.pop()


def _places(job: Job) -> tuple[float, ...]:
    """Where each track is heard: speakers from left to right as they first speak, the narrator in the middle."""
    speakers = [track.speaker for track in job.edition.tracks if track.speaker is not None]
    by_speaker = dict(zip(speakers, spread(len(speakers)), strict=True))
    return tuple(by_speaker[track.speaker] if track.speaker is not None else 0.0 for track in job.edition.tracks)


def _sound(
    job: Job, out: Path, layout: Layout, shape: Shape, sources: Sequence[Path], places: Sequence[float] | None
) -> None:
    about = _About(job, layout, shape)
    for number, (source, track) in enumerate(zip(sources, layout.tracks, strict=True)):
        whole = Cut(out / track.path, 0, layout.length, about.track(number, track))
        own = [Cut(out / c.path, c.start, c.end, about.clip(c)) for c in layout.clips if c.track == number]
        cut(source, (whole, *own))
    tracks = [out / track.path for track in layout.tracks]
    mix(tracks, None, Cut(out / MIX, 0, layout.length, about.mix("mix", ("mix",))))
    if places:
        stereo = about.mix("stereo mix", ("mix left", "mix right"))
        mix(tracks, places, Cut(out / STEREO, 0, layout.length, stereo))


class _About:
    """What the files say of themselves."""

    def __init__(self, job: Job, layout: Layout, shape: Shape) -> None:
        from toolkit.edition.forms import PRODUCER

        self._job, self._layout, self._shape = job, layout, shape
        self._producer = PRODUCER
        self._date = job.wanted.date or job.book.date
        self._reference = job.book.identifier.rpartition(":")[2].replace("-", "")

    def track(self, number: int, track: StemTrack) -> Form:
        """Of a whole track."""
        description = f"track {number + 1} of {len(self._layout.tracks)}; its name is in iXML"
        level = self._job.edition.tracks[number].level
        return self._form(0, description, Words(self._layout.title, "", "", "", (track.name,)), level)

    def clip(self, clip: Stem) -> Form:
        """Of a sentence or cue."""
        description = f"clip {clip.number} of {len(self._layout.clips)}; its words are in iXML"
        name = self._layout.tracks[clip.track].name
        return self._form(
            clip.start, description, Words(self._layout.title, clip.chapter, str(clip.number), clip.text, (name,))
        )

    def mix(self, what: str, channels: tuple[str, ...]) -> Form:
        """Of all tracks together."""
        words = Words(self._layout.title, "", "", " / ".join(self._job.book.credits), channels)
        return self._form(0, what, words, self._job.edition.loudness.mix)

    def _form(self, start: int, description: str, words: Words, level: Level | None = None) -> Form:
        origin = Origin(
            start=start,
            rate=self._shape.rate,
            bits=self._shape.bits,
            description=f"{self._producer} {description}",
            originator=self._producer,
            reference=self._reference,
            date=self._date,
            lufs=level.lufs if level else None,
            peak_dbtp=level.true_peak_dbtp if level else None,
        )
        return Form(self._shape.bits, len(words.channels), chunks(origin, words))


def _index(job: Job, out: Path, layout: Layout, shape: Shape, places: Sequence[float] | None) -> None:
    """What is there, for programs; it also shows who made the folder."""
    from toolkit.edition.forms import PRODUCER

    edition = job.edition
    encoding = encoding_named(edition.provenance.format, edition.loudness.target)
    told: dict[str, Any] = {
        "stems": FORMAT,
        "producer": PRODUCER,
        "name": edition.name,
        "title": layout.title,
        "identifier": job.book.identifier,
        "rate": shape.rate,
        "bits": shape.bits,
        "length": layout.length,
        "lossless": not encoding.arguments,
        "unit": layout.unit,
        "mix": MIX,
        "stereo": STEREO if places else None,
        "credits": list(job.book.credits),
        "tracks": [
            {"file": t.path, "speaker": t.speaker, "name": t.name, "place": round(places[k], 4) if places else 0.0}
            for k, t in enumerate(layout.tracks)
        ],
        "sections": [{"start_ms": start, "title": title} for start, title in layout.chapters],
        "clips": [_row(clip) for clip in layout.clips],
    }
    (out / MARK).write_bytes(f"{json.dumps(told, ensure_ascii=False, indent=1)}\n".encode())


def _row(clip: Stem) -> dict[str, Any]:
    return {
        "number": clip.number,
        "file": clip.path,
        "track": clip.track + 1,
        "start": clip.start,
        "end": clip.end,
        "start_ms": clip.start_ms,
        "end_ms": clip.end_ms,
        "kind": clip.kind,
        "text": clip.text,
    }
