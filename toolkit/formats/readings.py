"""Readings as plain text, for formats that have no ruby: 潮田（しおだ）, as books without ruby print them."""

from __future__ import annotations

from dataclasses import replace

from toolkit.model import Cue, Timeline


def in_brackets(timeline: Timeline) -> Timeline:
    """Every reading in full-width brackets behind its letters, and no ruby left."""
    return replace(timeline, cues=tuple(replace(timed, cue=_spelled(timed.cue)) for timed in timeline.cues))


def _spelled(cue: Cue) -> Cue:
    rubies = sorted((m for m in cue.markup if m.kind == "ruby"), key=lambda m: m.end)
    if not rubies:
        return cue
    put = [(m.end, f"（{m.value}）") for m in rubies]
    text, done = "", 0
    for at, reading in put:
        text, done = f"{text}{cue.text[done:at]}{reading}", at
    text += cue.text[done:]

    def moved(at: int, *, closes: bool) -> int:
        """Where an edge of a stretch lies now: one that closes at a reading takes it in, one that opens leaves it."""
        return at + sum(len(reading) for end, reading in put if end < at or (end == at and (closes or at > 0)))

    rest = tuple(
        replace(m, start=moved(m.start, closes=False), end=moved(m.end, closes=True))
        for m in cue.markup
        if m.kind != "ruby"
    )
    return replace(cue, lines=tuple(text.split("\n")), markup=rest)
