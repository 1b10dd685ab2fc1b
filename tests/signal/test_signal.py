"""Another rate, another tempo: lengths to the sample, times where they belong, pitch as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import RATE, babble

from toolkit.signal.tempo import resample, stretch


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 20_000), st.floats(0.4, 2.5), st.integers(0, 9))
def test_a_stretched_sound_has_its_length_and_its_level(count, tempo, seed):
    sound = babble(count / RATE, seed)[:count]
    stretched = stretch(sound, RATE, tempo)
    assert len(stretched) == round(len(sound) / tempo)
    assert stretched.dtype == np.float32
    assert np.abs(stretched).max(initial=0) <= np.abs(sound).max(initial=0) * 1.01


@settings(deadline=None, max_examples=30)
@given(st.floats(0.6, 1.8), st.lists(st.integers(1500, 5000), min_size=2, max_size=6))
def test_sounds_stay_where_the_map_of_times_says(tempo, lengths):
    parts, edges, at = [], [], 0
    for number, length in enumerate(lengths):
        parts += [np.zeros(length, np.float32), babble(length / RATE, number) + 0.05]
        edges += [at + length, at + 2 * length]
        at += 2 * length
    stretched = stretch(np.concatenate(parts), RATE, tempo)
    loud = np.abs(stretched) > 0.02
    for number, edge in enumerate(edges[:-1]):
        before, after = (loud[round(edge / tempo) + shift] for shift in (-round(0.017 * RATE), round(0.017 * RATE)))
        near = loud[round(edge / tempo) - round(0.026 * RATE) : round(edge / tempo) + round(0.026 * RATE)]
        assert near.any(), (number, before, after)
        assert not near.all()


@pytest.mark.parametrize("tempo", [0.8, 1 / 0.85, 1.5])
@pytest.mark.parametrize("pitch", [80, 120, 220, 330])
def test_pitch_is_kept(tempo, pitch):
    time = np.arange(2 * RATE) / RATE
    voice = sum(np.sin(2 * np.pi * pitch * k * time) / k for k in range(1, 9)).astype(np.float32)
    stretched = stretch(voice, RATE, tempo)[2000:-2000]
    spectrum = np.abs(np.fft.rfft(stretched * np.hanning(len(stretched)), 8 * RATE))
    assert int(np.argmax(spectrum)) / 8 == pytest.approx(pitch, abs=1)
    assert stretched.std() == pytest.approx(voice.std(), rel=0.03)


def test_tempo_one_changes_nothing_and_none_is_refused():
    sound = babble(1)
    assert np.array_equal(stretch(sound, RATE, 1), sound)
    with pytest.raises(ValueError, match="positive"):
        stretch(sound, RATE, 0)


@pytest.mark.parametrize(("source", "target"), [(16_000, 48_000), (24_000, 48_000), (44_100, 48_000), (48_000, 16_000)])
def test_a_resampled_sound_keeps_its_times(source, target):
    time = np.arange(source) / source
    sound = (np.exp(-(((time - 0.7) / 0.01) ** 2)) * np.sin(2 * np.pi * 500 * time)).astype(np.float32)
    other = resample(sound, source, target)
    assert len(other) == target
    fresh = np.arange(target) / target
    expected = np.exp(-(((fresh - 0.7) / 0.01) ** 2)) * np.sin(2 * np.pi * 500 * fresh)
    assert np.abs(other - expected).max() < 0.01


def test_nothing_stays_nothing():
    empty = np.zeros(0, np.float32)
    assert len(resample(empty, 16_000, 48_000)) == len(stretch(empty, 16_000, 1.3)) == 0
