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

sys.path.insert(0, str(Path(__file__).parents[2]))
from toolkit.edition.stems import check

SKIPPED = 77
READERS = {"soundfile": "soundfile", "wavinfo": "wavinfo", "OpenTimelineIO": "opentimelineio"}


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
    checks = {
        "soundfile": (check.shapes, check.places, check.sums),
        "wavinfo": (headers,),
        "OpenTimelineIO": (timeline, check.labels),
    }[package]
    found = []
    for folder in folders:
        index = json.loads((folder / "stems.json").read_text("utf-8"))
        found += [f"{folder.name}: {finding}" for look in checks for finding in look(folder, index)]
    for finding in found:
        print(finding, file=sys.stderr)
    verdict = f"{len(found)} findings" if found else "clean"
    print(f"{package.lower()} {importlib.metadata.version(package)}: {verdict} ({len(folders)} stems)")
    return len(found)


def headers(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    """Every file says where it belongs and whose it is."""
    import wavinfo

    for name, start, _, who in check.files_of(index):
        info = wavinfo.WavInfoReader(str(folder / name))
        if info.bext is None or info.bext.time_reference != start or not info.bext.description.isascii():
            yield f"{name}: its bext does not say that it begins at sample {start}"
        names = [track.name for track in info.ixml.track_list] if info.ixml else []
        if who is not None and names != [who]:
            yield f"{name}: iXML calls its track {names}, the index {who!r}"


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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
