"""The probe learns, forgets nothing in half precision, and moves no further than it is let."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from toolkit.align import probe as probes
from toolkit.align.phones import PHONES
from toolkit.align.probe import Probe


def sample() -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(3)
    phones = dice.integers(0, 6, 3000)
    centres = dice.normal(0, 1, (6, 512)).astype(np.float32)
    noise = dice.normal(0, 2, (3000, 512)).astype(np.float32)
    return centres[phones] + noise, phones


def test_what_it_was_trained_on_it_knows_again(tmp_path: Path) -> None:
    frames, phones = sample()
    probe = Probe.fitted(frames, phones)
    assert (probe.posteriors(frames).argmax(axis=1) == phones).mean() > 0.95
    probe.save(tmp_path / "probe.npz")
    with np.load(tmp_path / "probe.npz") as data:
        again = Probe(**{name: data[name].astype(np.float32) for name in data.files})
    assert np.abs(again.scores(probe.packed(frames)) - probe.scores(probe.packed(frames))).max() < 0.1


def test_refitted_it_goes_with_the_new_frames_and_a_strong_pull_holds_it() -> None:
    frames, phones = sample()
    probe = Probe.fitted(frames, phones)
    packed, others = probe.packed(frames), (phones + 1) % 6

    def right(one: Probe) -> float:
        return float((one.scores(packed).argmax(axis=1) == others).mean())

    free, held = (probe.refitted(packed, others, pull=pull, rounds=30) for pull in (1e-5, 1e3))
    assert right(probe) < 0.05
    assert right(free) > 0.5
    assert np.abs(held.weights - probe.weights).max() < np.abs(free.weights - probe.weights).max()


def test_the_projects_own_is_small_and_of_these_phones() -> None:
    probe = probes.default()
    assert probe.weights.shape == (512, len(PHONES))
    assert probes.DATA.stat().st_size < 100_000


def test_scores_have_a_floor() -> None:
    frames, phones = sample()
    probe = Probe.fitted(frames, phones)
    assert probe.scores(probe.packed(frames * 50)).min() >= probes.FLOOR
