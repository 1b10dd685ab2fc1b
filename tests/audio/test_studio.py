"""Placing, levelling, limiting: tracks are as long as the mix and sum to it, and no peak passes the ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sounds import RATE, babble

from toolkit.audio import limiter
from toolkit.audio.loudness import Meter, decibels, factor, integrated
from toolkit.audio.measure import measure_blocks
from toolkit.audio.recording import FULL_SCALE, Recording
from toolkit.audio.studio import Studio
from toolkit.audio.targets import TARGETS, target_named
from toolkit.errors import EngineError, InputError, OutputError
from toolkit.signal import peaks
from toolkit.signal.grid import integers, scale_of
from toolkit.signal.profile import step_of


def rendered(recording: Recording, size: int = 1 << 16) -> tuple[list[np.ndarray], np.ndarray]:
    """All of every track, and all of the mix."""
    tracks = [np.zeros(recording.length, np.int64) for _ in recording.tracks]
    mix = np.zeros(recording.length, np.int64)
    for block in recording.blocks(size):
        span = slice(block.start, block.start + block.length)
        for whole, part in zip([*tracks, mix], [*block.tracks, block.mix], strict=True):
            whole[span] = 0 if part is None else part
    return tracks, mix


def loudness(samples: np.ndarray, rate: int = RATE) -> float:
    meter = Meter(rate)
    meter.feed(samples / FULL_SCALE)
    return integrated(meter.weighted, rate, len(samples))


clips = st.lists(
    st.tuples(
        st.integers(0, 2),  # track
        st.integers(0, 3000),  # samples after the start of the clip before
        st.integers(0, 5000),  # length
        st.floats(0.0, 4.0),  # level: up to far beyond full scale
    ),
    max_size=12,
)


def place_all(studio: Studio, plan: Sequence[tuple[int, int, int, float]]) -> tuple[list[tuple[int, int, int]], int]:
    """Place clips as planned, or when the track falls silent; (track, start, end) of each, and the end of all."""
    ends, at, placed = [0, 0, 0], 0, []
    for number, (track, gap, length, level) in enumerate(plan):
        at = max(at + gap, ends[track])
        studio.place(track, at, babble(length / RATE, number, level))
        ends[track] = at + length
        placed.append((track, at, at + length))
    return placed, max(ends)


CUT_AT_FULL_HEIGHT = [(0, 0, 441, 0.0), (0, 0, 476, 0.0), (0, 0, 720, 0.0), (0, 1497, 0, 0.0), (0, 2881, 665, 1.0)]

TOO_SHORT_TO_BE_LOUD = [(2, 4342, 1811, 0.0), (2, 0, 279, 1.0)]


@settings(deadline=None, max_examples=60)
@given(clips, st.integers(0, 4000), st.sampled_from(sorted(TARGETS)))
@example(CUT_AT_FULL_HEIGHT, 0, "speech")
@example(TOO_SHORT_TO_BE_LOUD, 0, "speech")
def test_tracks_sum_to_the_mix_and_hold_the_ceiling(tmp_path_factory, plan, after, target):
    with Studio(tmp_path_factory.getbasetemp() / "spool", RATE, ("a", "b", "c"), TARGETS[target]) as studio:
        placed, end = place_all(studio, plan)
        recording = studio.finish(end + after)
        tracks, mix = rendered(recording)
        small = rendered(recording, 777)
    assert np.array_equal(np.sum(tracks, axis=0), mix)
    assert all(len(track) == len(mix) == end + after for track in tracks)
    assert np.array_equal(small[1], mix)
    assert all(np.array_equal(a, b) for a, b in zip(small[0], tracks, strict=True))
    ceiling = factor(TARGETS[target].peak_db)
    assert peaks.true_peak((mix / FULL_SCALE).astype(np.float32)) <= ceiling
    for number, track in enumerate(tracks):
        silent = np.ones(len(track), bool)
        for owner, start, stop in placed:
            if owner == number:
                silent[start:stop] = False
        assert not track[silent].any()


@pytest.mark.parametrize("target", ["speech", "podcast", "tv-jp"])
def test_every_speaker_and_the_mix_meet_the_target(tmp_path: Path, target: str):
    with Studio(tmp_path, RATE, ("loud", "soft"), target_named(target)) as studio:
        for number in range(10):
            studio.place(number % 2, number * 3 * RATE, babble(2.6, number, 0.3 if number % 2 else 0.004))
        recording = studio.finish(30 * RATE)
        tracks, mix = rendered(recording)
    wanted = TARGETS[target].level_db
    for heard, level in zip([*tracks, mix], [*recording.levels, recording.mix_level], strict=True):
        assert loudness(heard) == pytest.approx(wanted, abs=0.5)
        assert level.lufs == pytest.approx(loudness(heard), abs=0.05)


def test_acx_asks_for_an_rms_and_a_peak(tmp_path: Path):
    with Studio(tmp_path, RATE, ("a", "b"), target_named("acx")) as studio:
        for number in range(10):
            studio.place(number % 2, number * 3 * RATE, babble(2.7, number, 0.3 if number % 2 else 0.01))
        recording = studio.finish(30 * RATE)
        _, mix = rendered(recording)
    measured = measure_blocks(RATE, [(mix / FULL_SCALE).astype(np.float32)])
    assert measured.rms_db == pytest.approx(-20, abs=0.5)
    assert measured.rms_db == pytest.approx(recording.mix_level.rms_db, abs=0.05)
    assert recording.levels[0].speech_rms_db == pytest.approx(recording.levels[1].speech_rms_db, abs=0.3)
    assert measured.true_peak_dbtp <= -3


def test_gain_is_linear_where_nothing_passes_the_ceiling(tmp_path: Path):
    scale = scale_of(babble(3, level=0.05))
    sound = integers(babble(3, level=0.05), scale) / scale  # as engines' clips are
    with Studio(tmp_path, RATE, ("a",), target_named("tv-jp")) as studio:
        studio.place(0, RATE, sound)
        recording = studio.finish(5 * RATE)
        (track,), _ = rendered(recording)
    assert recording.levels[0].limited_clips == 0
    inner = slice(RATE + 100, 4 * RATE - 100)  # within the fades
    expected = sound[100:-100] * factor(recording.levels[0].gain_db) * FULL_SCALE
    assert np.abs(track[inner] - expected).max() <= 0.51


def test_clips_cut_through_a_vowel_do_not_click(tmp_path: Path):
    vowel = np.sin(2 * np.pi * 150 * np.arange(8000) / RATE + 1.2).astype(np.float32) * 0.5
    hard = np.concatenate((np.zeros(4000, np.float32), vowel, np.zeros(4000, np.float32)))
    assert len(measure_blocks(RATE, [hard]).clicks) == 2
    with Studio(tmp_path, RATE, ("a", "b"), target_named("speech")) as studio:
        studio.place(0, 4000, vowel)
        studio.place(1, 9000, vowel)  # while the first still sounds
        tracks, mix = rendered(studio.finish(RATE * 2))
    for heard in (*tracks, mix):
        assert measure_blocks(RATE, [(heard / FULL_SCALE).astype(np.float32)]).clicks == ()


def limited(sound: np.ndarray, ceiling: float) -> tuple[np.ndarray, np.ndarray]:
    """The sound below the ceiling, and the gain of each of its samples."""
    step = step_of(RATE)
    nodes = limiter.hold(peaks.step_peaks(sound, step), ceiling)
    gain = np.ones(len(sound), np.float32) if nodes is None else limiter.gains(nodes, step)[: len(sound)]
    return sound * gain, gain


def test_the_limiter_changes_its_gain_without_a_step():
    sound = babble(4, level=0.02)
    sound[30_000:30_040] += 0.9 * np.hanning(40).astype(np.float32)  # one peak far above the rest
    held, gain = limited(sound, 0.1)
    assert np.abs(np.diff(gain)).max() < 0.02
    assert peaks.true_peak(held) <= 0.1 * 1.0001
    assert np.array_equal(held[:29_000], sound[:29_000])
    assert np.array_equal(held[31_000:], sound[31_000:])


def test_a_gain_is_laid_only_where_it_is_not_one():
    nodes = np.ones(50, np.float32)
    nodes[[0, 1, 20, 21, 49]] = 0.5
    assert list(limiter.runs(nodes)) == [(0, 2), (19, 22), (48, 49)]
    assert limiter.hold(np.full(9, 0.5, np.float32), 0.5) is None
    assert limiter.hold(np.zeros(0, np.float32), 0.5) is None


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 3000), st.floats(0.01, 2.0), st.integers(0, 99))
def test_a_limited_sound_never_passes_its_ceiling(count, ceiling, seed):
    sound = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    assert peaks.true_peak(limited(sound, ceiling)[0]) <= ceiling * 1.001


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 3000), st.integers(8, 300), st.floats(0.0, 1.0), st.integers(0, 99))
def test_the_peak_of_a_step_is_exact_where_it_is_loud_and_never_too_low(count, step, level, seed):
    sound = np.random.default_rng(seed).standard_normal(count).astype(np.float32)
    sound[count // 2 :] *= level
    steps = peaks.step_peaks(sound, step)
    assert len(steps) == -(-count // step)
    assert steps.max(initial=0.0) == pytest.approx(peaks.true_peak(sound))
    for k, peak in enumerate(steps):
        assert peak >= np.abs(sound[k * step : (k + 1) * step]).max()


def test_a_peak_between_the_samples_is_seen():
    time = np.arange(4800)
    sine = np.sin(np.pi / 2 * time + np.pi / 4).astype(np.float32)  # a quarter of the rate: samples at 0.707 only
    assert float(np.abs(sine).max()) == pytest.approx(0.7071, abs=1e-3)
    assert peaks.true_peak(sine[100:-100] * np.hanning(4600).astype(np.float32)) == pytest.approx(1.0, abs=0.02)


def test_a_speaker_who_says_nothing_stays_silent(tmp_path: Path):
    with Studio(tmp_path, RATE, ("a", "b"), target_named("speech")) as studio:
        studio.place(0, 0, babble(2))
        studio.place(1, 2 * RATE, np.zeros(0, np.float32))
        studio.place(1, 2 * RATE, np.zeros(500, np.float32))
        recording = studio.finish(3 * RATE)
        tracks, _ = rendered(recording)
    assert not tracks[1].any()
    assert recording.levels[1].gain_db == 0


def test_an_empty_programme_has_no_samples(tmp_path: Path):
    with Studio(tmp_path, RATE, (), target_named("acx")) as studio:
        assert list(studio.finish(0).blocks()) == []


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_broken_sound_is_refused(tmp_path: Path, bad: float):
    sound = babble(1)
    sound[77] = bad
    with (
        Studio(tmp_path, RATE, ("佐藤",), target_named("speech")) as studio,
        pytest.raises(EngineError, match="佐藤"),
    ):
        studio.place(0, 0, sound)


def test_clips_out_of_order_are_a_mistake_of_the_caller(tmp_path: Path):
    with Studio(tmp_path, RATE, ("a", "b"), target_named("speech")) as studio:
        studio.place(0, 1000, babble(1))
        with pytest.raises(ValueError, match="begins before"):
            studio.place(1, 999, babble(1))
        with pytest.raises(ValueError, match="begins before"):
            studio.place(0, 1001, babble(1))
        with pytest.raises(ValueError, match="ends before"):
            studio.finish(RATE)


def test_the_spool_leaves_nothing_behind_and_needs_a_folder(tmp_path: Path):
    with Studio(tmp_path / "new", RATE, ("a",), target_named("speech")) as studio:
        studio.place(0, 0, babble(1))
    assert list((tmp_path / "new").iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="while it is mixed"):
        Studio(tmp_path / "file", RATE, ("a",), target_named("speech"))


def test_unknown_targets_are_named_with_the_known():
    with pytest.raises(InputError, match="podcast"):
        target_named("loudest")


def test_decibels_have_a_floor():
    assert decibels(0.0) == -120
    assert decibels(1.0) == 0
