"""Cue times inside sentences and seams between kokoro's runs, measured from the sound."""

from __future__ import annotations

import argparse
from itertools import islice, pairwise
from unittest import mock

import numpy as np
from numpy.typing import NDArray
from voices_sample import readings

from toolkit.audio.measure import measure_blocks
from toolkit.model import Clip
from toolkit.speech import engine_named
from toolkit.speech.morae import pauses_before

FRAME_MS = 10  # another measure than the engines' own: longer frames, another level, no phonemes
QUIET_DB = -30.0
PAUSE_MS = 120.0  # ッ before a stop is shorter in every voice here
NEAR_MS = 500.0
SENTENCES = 60


def marks(options: argparse.Namespace) -> None:
    """At every pause of a sentence: the time given for the word after it, against the end of the silence that is
    heard.
    """
    engine = engine_named(options.engine)
    for name in options.voice or [voice.name for voice in engine.voices()]:
        errors, missed, due = [], 0, 0
        for reading in islice(readings("kouen.txt", "mijikai.txt"), SENTENCES):
            expected = pauses_before(reading)
            if expected:
                clip = engine.speak(reading, name)
                found = _errors(clip, [dict(clip.marks)[offset] for offset in expected])
                errors += found
                due, missed = due + len(expected), missed + len(expected) - len(found)
        median, high = np.percentile(np.abs(errors), [50, 95])
        print(
            f"{name:16} {due} pauses: median {median:.0f} ms, 95 % within {high:.0f} ms; {missed} where the voice does not pause",  # noqa: E501
            flush=True,
        )


def _errors(clip: Clip, times: list[int]) -> list[float]:
    """ms from each time to the end of the nearest silence, where one is near. A silence belongs to one word, the
    nearest: another word that finds no silence of its own stands where the voice does not pause.
    """
    ends = [end for _, end in _silences(clip.samples, clip.rate)]
    due = [time * 1000 / clip.rate for time in times]
    own = [min(due, key=lambda time, end=end: abs(time - end)) for end in ends]  # type: ignore[misc]
    near = [
        min((time - end for end, word in zip(ends, own, strict=True) if word == time), key=abs, default=NEAR_MS)
        for time in due
    ]
    return [error for error in near if abs(error) < NEAR_MS]


def _silences(samples: NDArray[np.float32], rate: int) -> list[tuple[float, float]]:
    """(start, end) in ms of the silences between two sounds."""
    hop = rate * FRAME_MS // 1000 // 4
    level = np.sqrt(np.convolve(samples.astype(np.float64) ** 2, np.ones(4 * hop) / (4 * hop), "same"))[::hop]
    heard = np.flatnonzero(level > np.percentile(level, 95) * 10 ** (QUIET_DB / 20))
    gaps = [(a, b) for a, b in pairwise(heard) if (b - a) * hop * 1000 / rate >= PAUSE_MS]
    return [(float(a * hop * 1000 / rate), float(b * hop * 1000 / rate + FRAME_MS / 2)) for a, b in gaps]


def seams(options: argparse.Namespace) -> None:
    """Sentences with several pauses, whole and in runs of a phrase or two: clicks, level on either side, length of the
    pauses.
    """
    from toolkit.speech.engines import kokoro

    engine = kokoro.Kokoro("2")
    long = [reading for reading in readings() if len(pauses_before(reading)) >= 3][:8]
    for name in options.voice or [voice.name for voice in engine.voices()]:
        whole = [engine.speak(reading, name) for reading in long]
        with mock.patch.object(kokoro, "_ROOM", 90):
            parted = [engine.speak(reading, name) for reading in long]
        clicks = [
            sum(len(measure_blocks(clip.rate, [clip.samples]).clicks) for clip in clips) for clips in (whole, parted)
        ]
        pauses = [
            np.median([(b - a) * 1000 / clip.rate for clip in clips for a, b in clip.pauses])
            for clips in (whole, parted)
        ]
        steps = [np.median(_steps(clips)) for clips in (whole, parted)]
        print(
            f"{name:16} clicks {clicks[0]} whole, {clicks[1]} parted; pauses {pauses[0]:.0f} ms whole, {pauses[1]:.0f} ms parted; "  # noqa: E501
            f"level across a pause differs by {steps[0]:.1f} dB whole, {steps[1]:.1f} dB parted",
            flush=True,
        )


def _steps(clips: list[Clip]) -> list[float]:
    """dB between the stretches on either side of every pause."""
    found = []
    for clip in clips:
        edges = [0, *(edge for pause in clip.pauses for edge in pause), len(clip.samples)]
        levels = [
            20 * np.log10(np.sqrt(np.mean(clip.samples[a:b] ** 2)))
            for a, b in zip(edges[::2], edges[1::2], strict=True)
        ]
        found += [abs(float(a - b)) for a, b in pairwise(levels)]
    return found
