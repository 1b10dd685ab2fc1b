"""An OpenTimelineIO file: a track a speaker, the clips where the mix has them, a marker a chapter. All times are
samples.

The file is plain JSON of the schemas Timeline.1, Stack.1, Track.1, Clip.2, Gap.1 and Marker.2, which OpenTimelineIO
from 0.15 on reads; writing it needs no library.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from toolkit.edition.stems.layout import Layout, Stem

NAME = "timeline.otio"
Node = dict[str, Any]


def write(layout: Layout, out: Path) -> None:
    """The timeline; its files are named relative to it."""
    (out / NAME).write_bytes(f"{json.dumps(timeline(layout), ensure_ascii=False)}\n".encode())


def timeline(layout: Layout) -> Node:
    """All of it."""
    markers = [_marker(round(start * layout.rate / 1000), title, layout.rate) for start, title in layout.chapters]
    tracks = [
        _node("Track.1", track.name, kind="Audio", children=list(_children(layout, number)))
        for number, track in enumerate(layout.tracks)
    ]
    stack = _node("Stack.1", "tracks", children=tracks, markers=markers)
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": layout.title,
        "global_start_time": _time(0, layout.rate),
        "tracks": stack,
    }


def _children(layout: Layout, number: int) -> Iterator[Node]:
    """Clips and the gaps before them and after the last, as long as the programme."""
    at = 0
    for clip in (clip for clip in layout.clips if clip.track == number):
        if clip.start > at:
            yield _node("Gap.1", "", source_range=_range(0, clip.start - at, layout.rate))
        yield _clip(clip, layout)
        at = clip.end
    if at < layout.length:
        yield _node("Gap.1", "", source_range=_range(0, layout.length - at, layout.rate))


def _clip(clip: Stem, layout: Layout) -> Node:
    own = _range(0, clip.end - clip.start, layout.rate)
    media = {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": "",
        "available_range": own,
        "available_image_bounds": None,
        "target_url": quote(clip.path),
    }
    told = {"jimaku": {"number": clip.number, "kind": clip.kind, "section": clip.chapter}}
    return _node(
        "Clip.2",
        clip.text,
        source_range=own,
        metadata=told,
        media_references={"DEFAULT_MEDIA": media},
        active_media_reference_key="DEFAULT_MEDIA",
    )


def _marker(at: int, title: str, rate: int) -> Node:
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {},
        "name": title,
        "color": "RED",
        "marked_range": _range(at, 0, rate),
        "comment": "",
    }


def _node(schema: str, name: str, **fields: Any) -> Node:
    """An item of the timeline with what every item has."""
    usual: Node = {"metadata": {}, "source_range": None, "effects": [], "markers": [], "enabled": True, "color": None}
    return {"OTIO_SCHEMA": schema, "name": name, **usual, **fields}


def _range(start: int, length: int, rate: int) -> Node:
    return {"OTIO_SCHEMA": "TimeRange.1", "start_time": _time(start, rate), "duration": _time(length, rate)}


def _time(samples: int, rate: int) -> Node:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(samples)}
