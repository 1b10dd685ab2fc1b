"""Stems held against their index by readers that are not ours: libsndfile, wavinfo and OpenTimelineIO.

``python scripts/validators/stems.py OUT`` looks at OUT, or at every ``*-stems`` below it. One line ``name version:
verdict`` a reader, findings on standard error; exit code 0: nothing found, 1: findings, 77: skipped.
"""

from __future__ import annotations

import importlib.metadata
import json
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SKIPPED = 77
READERS = {"soundfile": "soundfile", "wavinfo": "wavinfo", "OpenTimelineIO": "opentimelineio"}
CLIPPED = 2  # of 32768: what the rounding of a decoded track may be off


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: stems.py OUT", file=sys.stderr)
        return 2
    for package, module in READERS.items():
        try:
            __import__(module)
        except ImportError:
            print(f"stems: skipped: {package} is not installed (pip install {package})")
            return SKIPPED
    out = Path(arguments[0])
    folders = (
        [out] if (out / "stems.json").is_file() else sorted(path.parent for path in out.rglob("*-stems/stems.json"))
    )
    if not folders:
        print(f"stems: skipped: no stems in {out}")
        return SKIPPED
    return int(sum(told(package, folders) for package in READERS) > 0)


def told(package: str, folders: list[Path]) -> int:
    """Tell what one reader finds, and how much that is."""
    checks = {"soundfile": (shapes, places, sums), "wavinfo": (headers,), "OpenTimelineIO": (timeline, labels)}[package]
    found = []
    for folder in folders:
        index = json.loads((folder / "stems.json").read_text("utf-8"))
        found += [f"{folder.name}: {finding}" for check in checks for finding in check(folder, index)]
    for finding in found:
        print(finding, file=sys.stderr)
    verdict = f"{len(found)} findings" if found else "clean"
    print(f"{package.lower()} {importlib.metadata.version(package)}: {verdict} ({len(folders)} stems)")
    return len(found)


def _files(index: dict[str, Any]) -> list[tuple[str, int, int, str | None]]:
    """Every sound file, the samples it holds, and whose it is."""
    whole = [(row["file"], 0, index["length"], row["name"]) for row in index["tracks"]]
    whole += [(name, 0, index["length"], None) for name in (index["mix"], index["stereo"]) if name]
    return whole + [(c["file"], c["start"], c["end"], index["tracks"][c["track"] - 1]["name"]) for c in index["clips"]]


def shapes(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every file is as long, as fast and as fine as the index says."""
    import soundfile

    for name, start, end, _ in _files(index):
        read = soundfile.info(folder / name)
        due = (index["rate"], end - start, f"PCM_{index['bits']}")
        if (read.samplerate, read.frames, read.subtype) != due:
            yield f"{name}: {read.samplerate} Hz, {read.frames} samples, {read.subtype}; the index says {due}"


def headers(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every file says where it belongs and whose it is."""
    import wavinfo

    for name, start, _, who in _files(index):
        info = wavinfo.WavInfoReader(str(folder / name))
        if info.bext is None or info.bext.time_reference != start or not info.bext.description.isascii():
            yield f"{name}: its bext does not say that it begins at sample {start}"
        names = [track.name for track in info.ixml.track_list] if info.ixml else []
        if who is not None and names != [who]:
            yield f"{name}: iXML calls its track {names}, the index {who!r}"


def places(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every clip holds the samples of its track from where it begins; its milliseconds are its samples'."""
    import numpy as np
    import soundfile

    for clip in index["clips"]:
        with soundfile.SoundFile(folder / index["tracks"][clip["track"] - 1]["file"]) as track:
            track.seek(clip["start"])
            there = track.read(clip["end"] - clip["start"], dtype="int32")
        if not np.array_equal(there, soundfile.read(folder / clip["file"], dtype="int32")[0]):
            yield f"{clip['file']}: does not hold what its track has there"
        for end in ("start", "end"):
            if abs(clip[end] * 1000 / index["rate"] - clip[f"{end}_ms"]) > 0.5 + 1000 / index["rate"]:
                yield f"{clip['file']}: {clip[end]} samples are not {clip[f'{end}_ms']} ms"


def sums(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """The tracks are the mix, sample for sample."""
    import numpy as np
    import soundfile

    files = [soundfile.SoundFile(folder / name) for name in (index["mix"], *(t["file"] for t in index["tracks"]))]
    for at in range(0, index["length"], 1 << 20):
        mix, *tracks = (file.read(1 << 20, dtype="int32").astype(np.int64) for file in files)
        total = np.clip(sum(tracks), -(1 << 31), (1 << 31) - 1)
        worst = int(np.abs(mix - total).max(initial=0)) >> 16
        if worst > CLIPPED:
            yield f"{index['mix']}: is {worst} off the sum of the tracks after sample {at}"
    for file in files:
        file.close()


def timeline(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """The clips of the timeline lie where the index has them, and their files are there."""
    import opentimelineio as otio

    read = otio.adapters.read_from_file(str(folder / "timeline.otio"))
    found = set()
    for number, track in enumerate(read.tracks, 1):
        for clip in track.find_clips():
            span = track.range_of_child(clip)
            url = urllib.parse.unquote(clip.media_reference.target_url)
            found.add((url, number, round(span.start_time.value), round(span.end_time_exclusive().value)))
            if not (folder / url).is_file():
                yield f"timeline.otio: {url} is not there"
    due = {(c["file"], c["track"], c["start"], c["end"]) for c in index["clips"]}
    yield from (f"timeline.otio: {at} is not in the index" for at in sorted(found - due))
    yield from (f"timeline.otio: lacks {at}" for at in sorted(due - found))


def labels(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """The labels of all clips, to the millisecond."""
    rows = (folder / "labels" / "all.txt").read_text("utf-8").splitlines()
    told = [tuple(round(float(cell) * 1000) for cell in row.split("\t")[:2]) for row in rows]
    if told != [(c["start_ms"], c["end_ms"]) for c in index["clips"]]:
        yield "labels/all.txt: is not what the index says"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
