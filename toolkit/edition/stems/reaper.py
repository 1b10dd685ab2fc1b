"""For Reaper: markers and regions as its region manager reads them, and a project with every clip in its place.

Neither form is written down by its maker; both are as the program saves them. A name is quoted with a sign that it does
not hold, for the program knows no escape.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from toolkit.edition.stems.layout import Layout, Stem

PROJECT, MARKERS = "project.rpp", "markers-reaper.csv"


def write(layout: Layout, out: Path, places: Sequence[float] | None) -> None:
    """Both files. ``places``: where each track is heard, from −1 (left) to 1 (right)."""
    (out / MARKERS).write_bytes(markers(layout).encode())
    lines = project(layout, places or (0.0,) * len(layout.tracks))
    (out / PROJECT).write_bytes("".join(f"{line}\n" for line in lines).encode())


def markers(layout: Layout) -> str:
    """A marker a chapter, a region a clip."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("#", "Name", "Start", "End", "Length"))
    for number, (start, title) in enumerate(layout.chapters, 1):
        table.writerow((f"M{number}", _plain(title), _stamp(start), "", ""))
    for clip in layout.clips:
        times = (clip.start_ms, clip.end_ms, clip.end_ms - clip.start_ms)
        name = f"{layout.tracks[clip.track].name}: {clip.text}"
        table.writerow((f"R{clip.number}", _plain(name), *map(_stamp, times)))
    return text.getvalue()


def _stamp(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    return f"{minutes}:{rest // 1000:02}.{rest % 1000:03}"


def project(layout: Layout, places: Sequence[float]) -> Iterator[str]:
    """The lines of a project of one track a speaker."""
    yield '<REAPER_PROJECT 0.1 "7.0" 0'
    yield f"  SAMPLERATE {layout.rate} 1 0"
    for number, (start, title) in enumerate(layout.chapters, 1):
        yield f"  MARKER {number} {start / 1000:.3f} {quoted(title)} 0"
    for number, (track, place) in enumerate(zip(layout.tracks, places, strict=True)):
        yield "  <TRACK"
        yield f"    NAME {quoted(track.name)}"
        yield f"    VOLPAN 1 {place:.4f} -1 -1 1"
        for clip in layout.clips:
            if clip.track == number:
                yield from _item(clip, layout.rate)
        yield "  >"
    yield ">"


def _item(clip: Stem, rate: int) -> Iterator[str]:
    yield "    <ITEM"
    yield f"      POSITION {clip.start / rate:.9f}"
    yield f"      LENGTH {(clip.end - clip.start) / rate:.9f}"
    yield "      LOOP 0"
    yield f"      NAME {quoted(clip.text)}"
    yield "      <SOURCE WAVE"
    yield f"        FILE {quoted(clip.path)}"
    yield "      >"
    yield "    >"


def _plain(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable())


def quoted(text: str) -> str:
    """In the first of Reaper's three quotation marks that the text does not hold; a text with all three loses the
    third.
    """
    text = _plain(text)
    for mark in ('"', "'"):
        if mark not in text:
            return f"{mark}{text}{mark}"
    return f"`{text.replace('`', chr(0x2019))}`"
