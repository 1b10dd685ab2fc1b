"""Meters against signals whose values are known, and against ffmpeg's own meter."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sounds import babble

from toolkit.audio.ffmpeg import executable
from toolkit.audio.loudness import Meter, integrated
from toolkit.audio.measure import measure, measure_blocks
from toolkit.errors import EngineError, InputError
from toolkit.signal.profile import profile

RATE = 48_000
MONO = -3.01  # EBU Tech 3341 gives its levels for two channels alike: one channel alone reads this much less


def tones(*steps: tuple[float, float], rate: int = RATE) -> np.ndarray:
    """A 997 Hz sine whose peak is at (dBFS) for (seconds), one after another."""
    level = np.concatenate([np.full(round(seconds * rate), 10 ** (db / 20)) for db, seconds in steps])
    return (level * np.sin(2 * np.pi * 997 * np.arange(len(level)) / rate)).astype(np.float32)


@pytest.mark.parametrize(
    ("steps", "lufs"),
    [
        ([(-23, 20)], -23),  # the cases of EBU Tech 3341, table 1, made anew
        ([(-33, 20)], -33),
        ([(-36, 10), (-23, 60), (-36, 10)], -23),  # the relative gate
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23),  # and the absolute one
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23),
        ([(-23, 0.45)], -23),
    ],
)
def test_integrated_loudness(steps, lufs):
    assert measure_blocks(RATE, [tones(*steps)]).integrated_lufs == pytest.approx(lufs + MONO, abs=0.1)


@pytest.mark.parametrize("rate", [22_050, 24_000, 44_100, 48_000, 96_000])
def test_loudness_is_the_same_at_every_rate(rate):
    assert measure_blocks(rate, [tones((-20, 3), rate=rate)]).integrated_lufs == pytest.approx(-20 + MONO, abs=0.1)


def test_what_is_too_short_or_too_soft_has_no_loudness():
    assert measure_blocks(RATE, [tones((-10, 0.3))]).integrated_lufs == -120
    assert measure_blocks(RATE, [tones((-80, 3))]).integrated_lufs == -120
    assert measure_blocks(RATE, []).integrated_lufs == -120


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 9000), min_size=1, max_size=6), st.integers(0, 9))
def test_blocks_of_any_size_measure_alike(sizes, seed):
    sound = babble(sum(sizes) / 16_000, seed, rate=16_000)
    parts = np.split(sound, np.cumsum(sizes)[:-1])
    one, many = measure_blocks(16_000, [sound]), measure_blocks(16_000, parts)
    assert many.clicks == one.clicks
    assert (many.duration_samples, many.head_ms, many.tail_ms) == (
        one.duration_samples,
        one.head_ms,
        one.tail_ms,
    )
    assert many.longest_silence_ms == one.longest_silence_ms
    for name in ("integrated_lufs", "true_peak_dbtp", "rms_db", "noise_floor_db", "peak"):
        assert getattr(many, name) == pytest.approx(getattr(one, name), abs=1e-3)


@settings(deadline=None, max_examples=100)
@given(st.integers(0, 40_000), st.integers(1, 30_000), st.integers(0, 9))
@example(16_938, 1517, 1)  # a block of it lies at the very gate: loudness would jump by what a step weighs
def test_a_clip_measured_alone_is_the_clip_in_its_silence(start, count, seed):
    clip = babble(count / 16_000, seed, rate=16_000) * np.hanning(count)
    placed, fed = Meter(16_000), Meter(16_000)
    steps = profile(clip.astype(np.float32), 16_000)
    placed.add(start, steps.weighted, steps.plain)
    fed.feed(np.concatenate((np.zeros(start), clip, np.zeros(16_000))))
    for one, other, step in ((placed.weighted, fed.weighted, steps.weighted), (placed.plain, fed.plain, steps.plain)):
        heard, whole = (
            np.cumsum(one),
            np.cumsum(other),
        )  # up to each border of the bins: no further off than a step, or what rings on
        assert np.abs(heard[:200] - whole[:200]).max() <= step.max() + 0.03 * whole[199]


@pytest.mark.parametrize("start", [0, 777, 16_938])
@pytest.mark.parametrize("seed", range(4))
def test_and_it_is_as_loud(start, seed):
    clip = babble(4, seed, rate=16_000)
    placed, length = Meter(16_000), start + len(clip) + 16_000
    steps = profile(clip, 16_000)
    placed.add(start, steps.weighted, steps.plain)
    fed = measure_blocks(16_000, [np.concatenate((np.zeros(start), clip, np.zeros(16_000)))])
    assert integrated(placed.weighted, 16_000, length) == pytest.approx(fed.integrated_lufs, abs=0.05)


def test_a_meter_forgets_what_is_taken_away_and_its_copy_does_not():
    one, other = (profile(babble(5, seed), 16_000) for seed in (1, 2))
    both, alone = Meter(16_000), Meter(16_000)
    both.add(777, one.weighted, one.plain)
    before = both.copy()
    both.add(777 + 31_111, other.weighted, other.plain)
    whole = both.plain.sum()
    both.add(777 + 31_111, -other.weighted, -other.plain)
    alone.add(777, one.weighted, one.plain)
    for meter in (before, both):
        assert meter.weighted[:60] == pytest.approx(alone.weighted[:60], abs=1e-9 * float(alone.weighted.max()))
    assert whole == pytest.approx(float(one.plain.sum() + other.plain.sum()))


def test_ffmpeg_measures_the_same(tmp_path: Path):
    sound = np.concatenate([babble(3, seed, 0.1 + 0.1 * seed, RATE) for seed in range(4)] + [np.zeros(RATE * 2)])
    path = tmp_path / "x.wav"
    soundfile.write(path, sound.astype(np.float32), RATE, "FLOAT")
    command = [executable(), "-nostdin", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"]
    summary = subprocess.run(command, capture_output=True, text=True, check=True).stderr.rpartition("Summary")[2]
    lufs, peak = (float(re.findall(rf"{name}:\s+(\S+)", summary)[0]) for name in ("I", "Peak"))
    measured = measure(path)
    assert measured.integrated_lufs == pytest.approx(lufs, abs=0.1)
    assert measured.true_peak_dbtp == pytest.approx(peak, abs=0.2)


def test_silences_noise_and_level():
    sound = np.concatenate(
        (np.zeros(4800), tones((-20, 1)), np.zeros(RATE), tones((-20, 1)), np.full(RATE // 2, 1e-3))
    ).astype(np.float32)
    measured = measure_blocks(RATE, [sound])
    assert measured.longest_silence_ms == pytest.approx(1000, abs=1)
    assert measured.head_ms == pytest.approx(100, abs=1)
    assert measured.tail_ms == pytest.approx(500, abs=1)
    assert measured.noise_floor_db == -120
    assert measured.peak == pytest.approx(0.1, abs=1e-3)
    assert measured.rms_db == pytest.approx(20 * np.log10(sound.std()), abs=0.1)


@pytest.mark.parametrize(("step", "found"), [(0.3, 1), (0.1, 1), (0.0, 0)])
def test_a_jump_inside_a_sound_is_a_click(step, found):
    time = np.arange(RATE) / RATE
    sound = 0.2 * np.sin(2 * np.pi * 200 * time) + 0.05 * np.sin(2 * np.pi * 900 * time)
    sound[24_000:] += step
    clicks = measure_blocks(RATE, [sound.astype(np.float32) * np.hanning(RATE).astype(np.float32)]).clicks
    assert len(clicks) == found
    assert all(abs(at - 24_000) < 4 for at in clicks)


def test_files_that_are_no_sound_are_refused(tmp_path: Path):
    for name, kind in (
        ("a.wav", InputError),
        ("a.mp3", EngineError),
        ("a.txt", InputError),
        ("a.opus", EngineError),
    ):
        (tmp_path / name).write_text("こんにちは" * 99, encoding="utf-8")
        with pytest.raises(kind, match=r"a\.\w+"):
            measure(tmp_path / name)
    with pytest.raises(InputError, match="not there"):
        measure(tmp_path / "none.m4b")


def test_a_playlist_in_disguise_is_not_followed(tmp_path: Path):
    soundfile.write(tmp_path / "secret.wav", babble(1, rate=RATE), RATE)
    for name in ("list.mp3", "list.m4b", "list.opus"):
        listed = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile://{tmp_path}/secret.wav\n#EXT-X-ENDLIST\n"
        (tmp_path / name).write_text(listed)
        with pytest.raises(EngineError):
            measure(tmp_path / name)


def _burst(seed: int) -> np.ndarray:
    """A closure, then the noise of a plosive that begins at once and dies away in 8 ms, at 24 kHz."""
    noise = np.random.default_rng(seed).normal(0, 0.03, 24_000) * np.exp(-np.arange(24_000) / 200)
    noise[0] = 0.05
    return np.concatenate([np.zeros(12_000), noise]).astype(np.float32)


@pytest.mark.parametrize("seed", range(5))
def test_a_plosive_is_no_click(seed):
    assert measure_blocks(24_000, [_burst(seed)]).clicks == ()


def test_a_sound_that_begins_with_a_jump_is_a_click():
    vowel = 0.3 * np.cos(np.arange(24_000) / 20)
    sound = np.concatenate([np.zeros(12_000), vowel]) * np.hanning(36_000)
    assert len(measure_blocks(24_000, [sound.astype(np.float32)]).clicks) == 1
