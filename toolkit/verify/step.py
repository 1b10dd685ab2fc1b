"""Sentences and subtitles against where the sound really begins, pauses and ends."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from toolkit.narration.asides import speakable
from toolkit.narration.pauses import LONGEST_INSIDE_MS, PAUSES
from toolkit.speech.morae import morae_of
from toolkit.styles import STYLES
from toolkit.timing import fitting_ms
from toolkit.timing.room import FAR
from toolkit.verify.finding import Finding, clock, place_of

if TYPE_CHECKING:
    from toolkit.model import TimedCue
    from toolkit.model.edition import Edition
    from toolkit.model.narration import Utterance
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
    narration = edition.narration
    scale = 1000 / narration.rate
    sounds = [utterance for utterance in narration.utterances if utterance.audible]
    borders = [
        (0.0, 0.0),
        *((utterance.start * scale, utterance.end * scale) for utterance in sounds),
        (narration.seconds * 1000,) * 2,
    ]
    for utterance, before, (start, end), after in zip(sounds, borders, borders[1:], borders[2:], strict=False):
        first = heard.first((before[1] + start) / 2, end)
        last = heard.last(start, (end + after[0]) / 2)
        place = place_of(utterance)
        if first is None or last is None:
            yield Finding("SOUND", place, f"is silent at {clock(start / 1000)}")
        elif abs(first - start) > START_MS:
            yield Finding("SOUND", place, f"begins {_off(first - start)} {clock(start / 1000)}")
        elif abs(last - end) > END_MS:
            yield Finding("SOUND", place, f"ends {_off(last - end)} {clock(end / 1000)}")


def recorded_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """The same of a recording, where rooms have noise and people laugh, breathe and pause as they like: that something
    sounds where a sentence or a subtitle is, and that subtitles begin with their sentences.
    """
    scale = 1000 / edition.narration.rate
    for utterance in _spoken(edition):
        start, end = utterance.start * scale, utterance.end * scale
        if heard.first(start, end) is None:
            yield Finding("SOUND", place_of(utterance), f"is silent at {clock(start / 1000)}")
    yield from _beside_sentences(edition)


def _off(difference: float) -> str:
    return f"{abs(difference):.0f} ms {'after' if difference > 0 else 'before'}"


def _spoken(edition: Edition) -> list[Utterance]:
    """The sentences that sound."""
    return [utterance for utterance in edition.narration.sentences if utterance.audible]


def silence_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """No silence is longer than the table of pauses has one: inside a sentence, between two, around directions."""
    scale = 1000 / edition.narration.rate
    for utterance in _spoken(edition):
        for start, end in heard.silences(utterance.start * scale, utterance.end * scale):
            if end - start > LONGEST_INSIDE_MS + SLACK_MS:
                yield Finding("PAUSE", place_of(utterance), f"pauses for {end - start:.0f} ms at {clock(start / 1000)}")
    pace = min([1.0, edition.provenance.pace, *(role.pace for role in edition.cast)])
    longest = max(pause.ms for pause in PAUSES.values()) / pace + SLACK_MS
    beats = [utterance.start * scale for utterance in edition.narration.sentences if not utterance.audible]
    given = [u.start * scale for u in edition.narration.utterances if u.sentence.pause == "given"]
    for start, end in heard.silences(0, edition.narration.seconds * 1000):
        if any(start <= at <= end + START_MS for at in given):  # it ends when a time that was given comes
            continue
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
    voices = {role.name: role.voice for role in edition.cast}
    by_voice: dict[str, list[float]] = defaultdict(list)
    for utterance, tempo in tempos:
        by_voice[voices.get(utterance.sentence.speaker, "")].append(tempo)
    medians = {voice: statistics.median(values) for voice, values in by_voice.items()}
    for utterance, tempo in tempos:
        usual = medians[voices.get(utterance.sentence.speaker, "")]
        if not usual / TEMPO_RATIO < tempo < usual * TEMPO_RATIO:
            fault = "part of it may be missing" if tempo > usual else "there is more sound than text"
            message = f"{tempo:.1f} morae a second, {usual:.1f} are usual: {fault}"
            place = f"{place_of(utterance)} {clock(utterance.start / edition.narration.rate)}"
            yield Finding("MORAE", place, message)


def _tempos(edition: Edition, heard: Heard) -> Iterator[tuple[Utterance, float]]:
    """Morae a second of every sentence of some length, its pauses left out."""
    from toolkit.japanese.readings import Reader

    reader, scale = Reader(()), 1000 / edition.narration.rate
    for utterance in _spoken(edition):
        count = morae_of(reader.read(utterance.sentence.text, ()))
        start, end = utterance.start * scale, utterance.end * scale
        quiet = sum(b - a for a, b in heard.silences(start, end) if b - a >= _PAUSE_MS)
        if count >= FEW_MORAE and end - start > quiet:
            yield utterance, count * 1000 / (end - start - quiet) / utterance.tempo


def subtitle_step_findings(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Subtitles start with their sound, and no sound is without a subtitle."""
    moved = _moved(edition)
    for index, timed in enumerate(edition.timeline.cues, 1):
        if speakable(_ASIDE.sub("", timed.cue.text)):
            early = START_MS + (FAR.early_ms if timed.start_ms in moved else 0)
            yield from _start(timed, f"subtitle {index}", heard, early)
    yield from _beside_sentences(edition)
    yield from _uncovered(edition, heard)


def _beside_sentences(edition: Edition) -> Iterator[Finding]:
    """Subtitles that are meant to begin with a sentence and do not."""
    moved = _moved(edition)
    starts = [timed.start_ms for timed in edition.timeline.cues]
    for utterance in _spoken(edition):
        first = utterance.start * 1000 / edition.narration.rate
        near = min(starts, key=lambda start: abs(start - first), default=first)
        if START_MS < abs(near - first) <= NEAR_MS and near not in moved:
            place = place_of(utterance)
            yield Finding("STEP", place, f"its subtitle starts {_off(near - first)} {clock(first / 1000)}")


def _moved(edition: Edition) -> set[int]:
    """The starts of subtitles that may stand off their sound: where one or the one before it has just the time that it
    takes to be read. Of a style that is not known here: of all.
    """
    style = STYLES.get(edition.provenance.style)
    if style is None:
        return {timed.start_ms for timed in edition.timeline.cues}
    tight = [timed.duration_ms <= fitting_ms(timed.cue.text, style) + 1 for timed in edition.timeline.cues]
    pairs = zip(edition.timeline.cues, tight, [False, *tight], strict=False)
    return {timed.start_ms for timed, here, before in pairs if here or before}


def _start(timed: TimedCue, place: str, heard: Heard, early: int) -> Iterator[Finding]:
    first = heard.first(timed.start_ms, timed.end_ms)
    if first is None:
        yield Finding(
            "STEP", place, f"nothing sounds from {clock(timed.start_ms / 1000)} to {clock(timed.end_ms / 1000)}"
        )
    elif first - timed.start_ms > early:
        yield Finding(
            "STEP",
            place,
            f"starts {first - timed.start_ms:.0f} ms before its first sound at {clock(first / 1000)}",
        )


def _uncovered(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """Sound in the gaps between subtitles, before the first and after the last. Announcements stand in such gaps by
    right, and where speech runs on two subtitles share the gap of their style: the shortest there is.
    """
    cues = edition.timeline.cues
    gap = min((other.start_ms - one.end_ms for one, other in pairwise(cues)), default=0)
    narration = edition.narration
    scale = 1000 / narration.rate
    covered = [
        (float(timed.start_ms), float(timed.end_ms), f"subtitle {index}")
        for index, timed in enumerate(edition.timeline.cues, 1)
    ]
    covered += [(u.start * scale - START_MS, u.end * scale + END_MS, place_of(u)) for u in narration.announcements]
    covered.sort()
    ends = [0.0, *accumulate((end for _, end, _ in covered), max)]
    starts = [*(start for start, _, _ in covered), narration.seconds * 1000]
    places = ["the beginning", *(place for _, _, place in covered)]
    for place, start, end in zip(places, ends, starts, strict=True):
        first, last = heard.first(start, end), heard.last(start, end)
        if first is not None and last is not None and last - first > max(START_MS, gap + 1):
            yield Finding(
                "STEP", place, f"{last - first:.0f} ms of sound after it are under no subtitle ({clock(first / 1000)})"
            )
