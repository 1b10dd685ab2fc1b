"""Lengths, levels, clicks, and whether the tracks are the mix."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from toolkit.audio.decode import opened
from toolkit.audio.encoding import encoding_named
from toolkit.audio.loudness import SILENCE_DB, decibels
from toolkit.audio.measure import measure
from toolkit.errors import JimakuError
from toolkit.verify.finding import Finding, clock, place_of

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from toolkit.audio.encoding import Encoding
    from toolkit.audio.measure import Measured
    from toolkit.model.edition import Edition

    Samples = NDArray[np.float32]

LEVEL_DB = 0.5  # how far a level may be from its target, each speaker's and the mix's
PEAK_DB = 0.1  # the meter's own error: between two samples it interpolates
ACX_RMS = (-23.0, -18.0)  # ACX: the RMS a file must lie in, its silences included
_ROUNDED = 1.5 / 32_768  # tracks and mix are rounded to 16 bits, the mix from their sum
# a lossy codec throws away other things in the sum than in the parts: measured 19 dB below the mix at the least
_LOSSY_DB = 12.0
_BLOCK = 1 << 16


def measured(edition: Edition, folder: Path) -> tuple[dict[str, Measured], list[Finding]]:
    """What every sound file that is there sounds like, by its name, and those that cannot be read to their end.
    EngineError if ffmpeg is missing.
    """
    sounds: dict[str, Measured] = {}
    damaged: list[Finding] = []
    for name in edition.files_as("mix", "track"):
        path = folder / name
        if not path.is_file():
            continue
        try:
            sounds[name] = measure(path)
        except JimakuError as error:
            if error.where != str(path):
                raise
            damaged.append(Finding("FILE", name, f"is damaged: {error.what}"))
    return sounds, damaged


def level_findings(edition: Edition, sounds: Mapping[str, Measured]) -> Iterator[Finding]:
    """Length, rate, loudness, peaks and clicks of the mix and of every track."""
    mix = edition.file("mix")
    for name, heard in sounds.items():
        yield from _length(edition, name, heard)
        yield from _loudness(edition, name, heard, name == mix)
        yield from _peak(edition, name, heard)
        if name == mix and not edition.recorded:  # what breaks off in a recording did so before
            yield from _clicks(edition, heard)


def _clicks(edition: Edition, heard: Measured) -> Iterator[Finding]:
    """A finding a sentence: a sound that was cut at the top breaks off a hundred times."""
    for sentence, group in groupby((at / heard.rate for at in heard.clicks), partial(_sentence_at, edition)):
        first, *others = group
        times = f" {len(others) + 1} times" if others else ""
        yield Finding("CLICK", f"{clock(first)}{sentence}", f"the sound breaks off{times}")


def _sentence_at(edition: Edition, seconds: float) -> str:
    """The sentence that is heard then, as a finding names it."""
    sample = seconds * edition.narration.rate
    found = [u for u in edition.narration.utterances if u.start <= sample < u.end]
    return f", {place_of(found[0])}" if found else ""


def _length(edition: Edition, name: str, heard: Measured) -> Iterator[Finding]:
    seconds, due = heard.duration_samples / heard.rate, edition.narration.seconds
    if abs(seconds - due) > _encoding(edition).slack_s + 1 / heard.rate:
        yield Finding("LENGTH", name, f"lasts {seconds:.3f} s, in the manifest {due:.3f} s")
    if heard.rate != edition.narration.rate and not _encoding(edition).arguments:
        yield Finding("LENGTH", name, f"has {heard.rate} Hz, in the manifest {edition.narration.rate}")


def _encoding(edition: Edition) -> Encoding:
    return encoding_named(edition.provenance.format, edition.loudness.target)


def _loudness(edition: Edition, name: str, heard: Measured, whole: bool) -> Iterator[Finding]:
    target, goal = edition.loudness.target, edition.loudness.asked
    if heard.integrated_lufs <= SILENCE_DB:
        yield Finding("LOUDNESS", name, "is silent")
    elif edition.recorded and not whole:
        return  # people in a recording keep their distance to one another
    elif goal.unit == "LUFS" and abs(heard.integrated_lufs - goal.level) > LEVEL_DB:
        yield Finding(
            "LOUDNESS",
            name,
            f"has {heard.integrated_lufs:.1f} LUFS, {target} asks for {goal.level:.0f} ±{LEVEL_DB}",
        )
    elif goal.unit == "RMS" and whole and not ACX_RMS[0] <= heard.rms_db <= ACX_RMS[1]:
        yield Finding(
            "LOUDNESS",
            name,
            f"has {heard.rms_db:.1f} dB RMS, {target} asks for {ACX_RMS[0]:.0f} … {ACX_RMS[1]:.0f}",
        )


def _peak(edition: Edition, name: str, heard: Measured) -> Iterator[Finding]:
    limit = edition.loudness.asked.peak_dbtp
    if heard.true_peak_dbtp > limit + PEAK_DB:
        message = f"peaks at {heard.true_peak_dbtp:.1f} dBTP, {edition.loudness.target} allows {limit:.0f}"
        yield Finding("PEAK", name, message)


def sum_findings(edition: Edition, folder: Path) -> Iterator[Finding]:
    """The tracks, added sample for sample, are the mix. All of them are there and whole."""
    mix, *tracks = (folder / name for name in edition.files_as("mix", "track"))
    with contextlib.ExitStack() as stack:
        sounds = [stack.enter_context(opened(path)) for path in (mix, *tracks)]
        if len({sound.rate for sound in sounds}) > 1:
            yield Finding("SUM", mix.name, "has another sampling rate than its tracks")
            return
        rate, streams = sounds[0].rate, [_even(sound.blocks) for sound in sounds]
        yield from _sum(edition, mix.name, rate, zip(*streams, strict=False))


def _sum(edition: Edition, name: str, rate: int, blocks: Iterator[tuple[Samples, ...]]) -> Iterator[Finding]:
    worst, where, missing, whole, at = 0.0, 0, 0.0, 0.0, 0
    for mix, *tracks in blocks:
        size = min(map(len, (mix, *tracks)))
        rest = mix[:size] - np.sum([track[:size] for track in tracks], axis=0)
        peak = int(np.abs(rest).argmax()) if size else 0
        if size and abs(float(rest[peak])) > worst:
            worst, where = abs(float(rest[peak])), at + peak
        missing, whole = missing + float(np.vdot(rest, rest)), whole + float(np.vdot(mix, mix))
        at += size
    below, lossy = decibels(whole) - decibels(missing), bool(_encoding(edition).arguments)
    if (lossy and below < _LOSSY_DB) or (not lossy and worst > _ROUNDED):
        yield Finding(
            "SUM",
            name,
            f"is not the sum of its tracks (worst at {clock(where / rate)}{_sentence_at(edition, where / rate)}; "
            f"{below:.0f} dB below the mix)",
        )


def _even(blocks: Iterator[Samples]) -> Iterator[Samples]:
    """The same samples in blocks of one size; the last may be shorter."""
    kept: Samples = np.zeros(0, np.float32)
    for block in blocks:
        kept = np.concatenate((kept, block))
        while len(kept) >= _BLOCK:
            yield kept[:_BLOCK]
            kept = kept[_BLOCK:]
    if len(kept):
        yield kept
