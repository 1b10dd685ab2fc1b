"""Where the stems lie, as programs take it that have labels and markers: Audacity, Audition, and HTS label files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from toolkit.edition.stems.layout import Layout, Stem, Times
from toolkit.formats import named
from toolkit.formats.options import Options
from toolkit.model import Cue, TimedCue, Timeline

AUDACITY, AUDITION = named()["audacity"], named()["audition"]
_HTK = 10_000  # of 100 ns in a millisecond


def write(layout: Layout, out: Path, phones: Times) -> None:
    """Labels for each track and for all, markers, and files of phones and of words beside each clip."""
    for number, track in enumerate(layout.tracks):
        own = [clip for clip in layout.clips if clip.track == number]
        name = PurePosixPath(track.path).stem
        _save(out / "labels" / f"{name}.txt", AUDACITY.write(_timeline(layout, own)))
    every = _timeline(layout, layout.clips, named=len(layout.tracks) > 1)
    _save(out / "labels" / "all.txt", AUDACITY.write(every))
    _save(out / "markers-audition.csv", AUDITION.write(_timeline(layout, layout.clips), Options(speakers=True)))
    for clip in layout.clips:
        heard = phones.between(clip.start_ms, clip.end_ms, clip.turn) if clip.kind != "announcement" else ()
        _save((out / clip.path).with_suffix(".lab"), lab(clip, heard or clip.words))
        _save((out / clip.path).with_suffix(".words.lab"), lab(clip, clip.words))


def _save(path: Path, text: str) -> None:
    path.write_bytes(text.encode())


def _timeline(layout: Layout, clips: Sequence[Stem], *, named: bool = False) -> Timeline:
    """The clips as subtitles are; with whose they are before their text if ``named``."""
    rows = []
    for clip in clips:
        who = layout.tracks[clip.track].name
        text = f"{who}：{clip.text}" if named else clip.text
        rows.append(TimedCue(clip.start_ms, clip.end_ms, Cue(who, (text,)), "speech"))
    return Timeline(tuple(rows), round(layout.length * 1000 / layout.rate))


def lab(clip: Stem, heard: Sequence[tuple[int, int, str]]) -> str:
    """A line a phone or word, ``start end name``, in 100 ns from the clip's beginning (HTK, which HTS reads). ``pau``
    stands where nothing is said; a clip of which nothing is known is one line.
    """
    length = clip.end_ms - clip.start_ms
    rows = [(start - clip.start_ms, end - clip.start_ms, name) for start, end, name in heard]
    return "".join(f"{a * _HTK} {b * _HTK} {name}\n" for a, b, name in _without_gaps(rows, length, clip.text))


def _without_gaps(words: Sequence[tuple[int, int, str]], length: int, text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    for start, end, word in words or [(0, length, text)]:
        if start > at:
            yield at, start, "pau"
        if end > max(at, start):
            yield max(at, start), end, "".join(word.split()) or "pau"
            at = end
    if at < length:
        yield at, length, "pau"
