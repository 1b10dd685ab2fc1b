"""A recording that is shared out: what is lost at a border is found on the other side, and nothing else changes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import RATE, babble

from toolkit.audio.measure import measure_blocks
from toolkit.audio.recording import FULL_SCALE
from toolkit.audio.tape import FADE_MS, Share, SharedOut, Tape
from toolkit.audio.targets import TARGETS
from toolkit.signal.peaks import true_peak

LEAST = round(RATE * FADE_MS / 1000)


def recorded(tape: Tape, sound: np.ndarray, size: int = 5000) -> None:
    tape.record(sound[a : a + size] for a in range(0, len(sound), size))


def whole(programme: SharedOut, track: int | None = None) -> np.ndarray:
    """The samples of a track, or of the mix."""
    parts = []
    for block in programme.blocks(4096):
        own = block.mix if track is None else block.tracks[track]
        parts.append(np.zeros(block.length, np.int16) if own is None else own)
    return np.concatenate(parts)


@settings(max_examples=20, deadline=None)
@given(
    lengths=st.lists(st.integers(LEAST, 3000), min_size=1, max_size=8),
    owners=st.lists(st.integers(0, 2), min_size=8, max_size=8),
    size=st.integers(100, 9000),
)
def test_left_as_it_is_the_tracks_sum_to_the_very_samples(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], owners: list[int], size: int
) -> None:
    sound = babble(sum(lengths) / RATE, level=0.3)[: sum(lengths)]
    starts = np.cumsum([0, *lengths[:-1]]).tolist()
    shares = [Share(start, owner) for start, owner in zip(starts, owners, strict=False)]
    with Tape(tmp_path_factory.getbasetemp() / "spool", RATE) as tape:
        recorded(tape, sound, size)
        made = tape.shared_out(("a", "b", "c"), shares, None)
        mix, tracks = whole(made), [whole(made, k) for k in range(3)]
        assert np.array_equal(mix, np.rint(sound * FULL_SCALE))
        assert np.array_equal(sum(tracks), mix)
        for share, end in zip(shares, [*starts[1:], len(sound)], strict=False):
            inner = slice(share.start + LEAST, end - LEAST)
            assert np.array_equal(tracks[share.track][inner], mix[inner])
        for track in range(3):
            assert np.array_equal(made.stretch(track, 10, len(sound) - 5), tracks[track][10:-5])


def test_a_border_is_a_crossfade(tmp_path: Path) -> None:
    flat = np.full(RATE, 0.5, np.float32)
    with Tape(tmp_path, RATE) as tape:
        recorded(tape, flat)
        made = tape.shared_out(("a", "b"), [Share(0, 0), Share(RATE // 2, 1)], None)
        before, after = whole(made, 0), whole(made, 1)
    assert (before[RATE // 2], after[RATE // 2]) == (8192, 8192)
    assert np.all(np.abs(np.diff(before)) <= 16_384 // LEAST + 1)
    assert np.count_nonzero(before * after) < LEAST


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("level", [0.02, 0.2, 0.9])
def test_one_gain_brings_it_to_the_target_and_peaks_are_held(tmp_path: Path, target: str, level: float) -> None:
    """Whoever is softer stays softer."""
    loud, soft = babble(6, level=level), babble(6, seed=3, level=level / 3)
    with Tape(tmp_path, RATE) as tape:
        recorded(tape, np.concatenate((loud, soft)))
        made = tape.shared_out(("loud", "soft"), [Share(0, 0), Share(len(loud), 1)], TARGETS[target])
        mix = whole(made)
        found = measure_blocks(RATE, [(mix / FULL_SCALE).astype(np.float32)])
        wanted = TARGETS[target]
        reached = found.integrated_lufs if wanted.unit == "LUFS" else found.rms_db
        assert abs(reached - wanted.level_db) < 0.3
        assert found.true_peak_dbtp <= wanted.peak_db
        assert abs(made.mix_level.lufs - found.integrated_lufs) < 0.1
        assert made.mix_level.true_peak_dbtp == pytest.approx(found.true_peak_dbtp, abs=0.3)
        for k, one in enumerate(made.levels):
            alone = measure_blocks(RATE, [(whole(made, k) / FULL_SCALE).astype(np.float32)])
            assert one.lufs == pytest.approx(alone.integrated_lufs, abs=0.05)
            assert one.true_peak_dbtp == pytest.approx(alone.true_peak_dbtp, abs=0.1)
        assert made.levels[0].gain_db == made.levels[1].gain_db
        assert made.levels[0].lufs - made.levels[1].lufs > 6


def test_a_true_peak_is_never_below_what_is_known_already() -> None:
    sound = np.zeros(2000, np.float32)
    sound[1000] = 0.5
    assert true_peak(sound, 0.52) == 0.52
