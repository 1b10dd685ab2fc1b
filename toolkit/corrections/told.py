"""What is said of subtitles that were made anew around what a person changed."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit import timecode
from toolkit.corrections.keep import Kept

_WORDS = {
    "correction": "corrected",
    "conflict": "conflict, changed on both sides",
    "left out": "left out as by hand",
    "no room": "no room between kept cues, left out",
}


def told(kept: Kept, name: str) -> Iterator[str]:
    """What is a person's in the file ``name``, and where that is not what the transcript says; a line each."""
    yield f"{name}: {kept.kept} cues kept as they were changed, {kept.made} made anew"
    for one in kept.differences:
        at = timecode.text_of(one.at_ms)
        both = f"「{one.kept}」, the transcript says 「{one.transcript}」"
        said = both if one.kept and one.transcript else f"「{one.kept or one.transcript}」"
        added = one.kind == "correction" and not one.transcript
        yield f"{at} {'added by hand' if added else _WORDS[one.kind]}: {said}"
