"""Sentences and subtitles against where the sound really begins, pauses and ends."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from toolkit.narration.pauses import LONGEST_INSIDE_MS, PAUSES
from toolkit.narration.plan import speakable
from toolkit.speech.morae import morae_of
from toolkit.verify.finding import Finding, clock

if TYPE_CHECKING:
    from toolkit.verify.edition import Edition, Shown, Told
    from toolkit.verify.heard import Heard

START_MS = 40  # how far a subtitle's or a sentence's start may be from its first sound
END_MS = 80  # a sentence's end from its last: vowels decay into the noise
NEAR_MS = 400  # a subtitle that starts so near to a sentence is meant to start with it
SLACK_MS = 100  # of a pause: vowels decay into it
# the slowest and the fastest sentence of a voice against its median: 0.7–1.4 measured on the interviews of
# tests/quality
TEMPO_RATIO = 1.7
FEW_MORAE = 8  # a short answer has no average tempo
_PAUSE_MS = 90  # a shorter silence is a closure
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")


def sentence_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Every sentence sounds from where the manifest says it starts to where it says it ends."""
    scale = 1000 / edition.rate
    borders = [
        (0.0, 0.0),
        *((told.start * scale, told.end * scale) for told in edition.sounding),
        (edition.seconds * 1000,) * 2,
    ]
    for told, before, (start, end), after in zip(edition.sounding, borders, borders[1:], borders[2:], strict=False):
        first = heard.first((before[1] + start) / 2, end)
        last = heard.last(start, (end + after[0]) / 2)
        if first is None or last is None:
            yield Finding("SOUND", told.place, f"is silent at {clock(start / 1000)}")
        elif abs(first - start) > START_MS:
            yield Finding(
                "SOUND", told.place, f"begins {abs(first - start):.0f} ms {_side(first - start)} {clock(start / 1000)}"
            )
        elif abs(last - end) > END_MS:
            yield Finding("SOUND", told.place, f"ends {abs(last - end):.0f} ms {_side(last - end)} {clock(end / 1000)}")


def _side(difference: float) -> str:
    return "after" if difference > 0 else "before"


def silence_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """No silence is longer than the table of pauses has one: inside a sentence, between two, around directions."""
    scale = 1000 / edition.rate
    for told in edition.spoken:
        for start, end in heard.silences(told.start * scale, told.end * scale):
            if end - start > LONGEST_INSIDE_MS + SLACK_MS:
                yield Finding("PAUSE", told.place, f"pauses for {end - start:.0f} ms at {clock(start / 1000)}")
    longest = max(pause.ms for pause in PAUSES.values()) / min(1.0, edition.pace) + SLACK_MS
    beats = [told.start * scale for told in edition.sentences if told.end == told.start]
    for start, end in heard.silences(0, edition.seconds * 1000):
        shown = sum(start - 1 <= beat <= end for beat in beats)
        if end - start > longest + shown * (PAUSES["beat"].ms + longest):
            yield Finding(
                "PAUSE",
                clock(start / 1000),
                f"silence of {end - start:.0f} ms, the longest pause has {longest - SLACK_MS:.0f}",
            )


def morae_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Every sentence is as long as its morae ask for at the tempo of its voice."""
    tempos = list(_tempos(edition, heard))
    by_voice: dict[str, list[float]] = defaultdict(list)
    for told, tempo in tempos:
        by_voice[_voice(edition, told)].append(tempo)
    medians = {voice: statistics.median(values) for voice, values in by_voice.items()}
    for told, tempo in tempos:
        usual = medians[_voice(edition, told)]
        if not usual / TEMPO_RATIO < tempo < usual * TEMPO_RATIO:
            fault = "part of it may be missing" if tempo > usual else "there is more sound than text"
            message = f"{tempo:.1f} morae a second, {usual:.1f} are usual: {fault}"
            yield Finding("MORAE", f"{told.place} {clock(told.start / edition.rate)}", message)


def _voice(edition: Edition, told: Told) -> str:
    return edition.voices.get(edition.speakers.get(told.turn), "")


def _tempos(edition: Edition, heard: Heard) -> Iterator[tuple[Told, float]]:
    """Morae a second of every sentence of some length, its pauses left out."""
    from toolkit.japanese.readings import Reader

    reader, scale = Reader(()), 1000 / edition.rate
    for told in edition.spoken:
        count = morae_of(reader.read(told.text, ()))
        start, end = told.start * scale, told.end * scale
        quiet = sum(b - a for a, b in heard.silences(start, end) if b - a >= _PAUSE_MS)
        if count >= FEW_MORAE and end - start > quiet:
            yield told, count * 1000 / (end - start - quiet)


def subtitle_step_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Subtitles start with their sound, and no sound is without a subtitle."""
    for shown in edition.cues:
        if speakable(_ASIDE.sub("", shown.text)):
            yield from _start(shown, heard)
    starts = [shown.start_ms for shown in edition.cues]
    for told in edition.spoken:
        first = told.start * 1000 / edition.rate
        near = min(starts, key=lambda start: abs(start - first), default=first)
        if START_MS < abs(near - first) <= NEAR_MS:
            yield Finding(
                "STEP",
                told.place,
                f"its subtitle starts {abs(near - first):.0f} ms {_side(near - first)} {clock(first / 1000)}",
            )
    yield from _uncovered(edition, heard)


def _start(shown: Shown, heard: Heard) -> Iterator[Finding]:
    first = heard.first(shown.start_ms, shown.end_ms)
    if first is None:
        yield Finding(
            "STEP", shown.place, f"nothing sounds from {clock(shown.start_ms / 1000)} to {clock(shown.end_ms / 1000)}"
        )
    elif first - shown.start_ms > START_MS:
        yield Finding(
            "STEP",
            shown.place,
            f"starts {first - shown.start_ms:.0f} ms before its first sound at {clock(first / 1000)}",
        )


def _uncovered(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Sound in the gaps between subtitles, before the first and after the last. Announcements stand in such gaps by
    right.
    """
    scale = 1000 / edition.rate
    covered = [(float(shown.start_ms), float(shown.end_ms), shown.place) for shown in edition.cues]
    covered += [
        (told.start * scale - START_MS, told.end * scale + END_MS, told.place) for told in edition.announcements
    ]
    covered.sort()
    ends = [0.0, *accumulate((end for _, end, _ in covered), max)]
    starts = [*(start for start, _, _ in covered), edition.seconds * 1000]
    places = ["the beginning", *(place for _, _, place in covered)]
    for place, start, end in zip(places, ends, starts, strict=True):
        first, last = heard.first(start, end), heard.last(start, end)
        if first is not None and last is not None and last - first > START_MS:
            yield Finding(
                "STEP", place, f"{last - first:.0f} ms of sound after it are under no subtitle ({clock(first / 1000)})"
            )
