"""Windows over a recording, and what is kept of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from toolkit.align import frames, mel
from toolkit.align.encoder import CONTEXT, CORE, FRAME, WIDTH
from toolkit.align.frames import Heard, hear
from toolkit.cli import cli
from toolkit.errors import InputError

RATE = mel.RATE


class Ear:
    """Stands in for the encoder: the first figure of a frame is the mean of its sound. ``windows``: how many it saw."""

    windows = 0

    def __init__(self, threads: int = 1) -> None:
        pass

    def frames(self, window: np.ndarray) -> np.ndarray:
        Ear.windows += 1
        assert len(window) == CORE + 2 * CONTEXT
        found = np.zeros((CORE // FRAME, WIDTH), np.float32)
        found[:, 0] = window[CONTEXT:-CONTEXT].reshape(-1, FRAME).mean(axis=1)
        return found


class Scale:
    """Stands in for the probe: hundredths."""

    @staticmethod
    def packed(found: np.ndarray) -> np.ndarray:
        return np.rint(found * 100).astype(np.int8)


@pytest.fixture(autouse=True)
def _ear(monkeypatch: pytest.MonkeyPatch) -> None:
    Ear.windows = 0
    monkeypatch.setattr(frames, "Encoder", Ear)
    monkeypatch.setattr(frames, "_WINDOWS", 2)
    monkeypatch.setattr(frames.probe, "default", Scale)


def ramp(path: Path, seconds: float) -> Path:
    """Sound whose level says when it is: a hundredth of full scale more every second."""
    level = np.floor(np.arange(round(seconds * RATE)) / RATE) / 100
    soundfile.write(path, level.astype(np.float32), RATE, subtype="PCM_16")
    return path


def check(heard: Heard, seconds: float) -> None:
    assert heard.samples == round(seconds * RATE)
    assert len(heard.frames) == -(-heard.samples // FRAME)
    middle = (np.arange(len(heard.frames)) + 0.5) * FRAME / RATE
    assert (heard.frames[:-1, 0] == np.floor(middle)[:-1]).all()


@pytest.mark.parametrize("seconds", [0.5, 20.0, 24.0, 27.0, 30.0, 48.0, 75.3])
def test_every_frame_is_of_its_own_time(tmp_path: Path, seconds: float) -> None:
    check(hear(ramp(tmp_path / "a.wav", seconds), None), seconds)


def test_a_recording_is_heard_once(tmp_path: Path) -> None:
    path = ramp(tmp_path / "a.wav", 75.3)
    check(hear(path, tmp_path / "cache"), 75.3)
    assert Ear.windows == 4
    copy = tmp_path / "b.wav"
    copy.write_bytes(path.read_bytes())
    check(hear(copy, tmp_path / "cache"), 75.3)
    assert Ear.windows == 4


def test_a_run_that_was_ended_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = ramp(tmp_path / "a.wav", 75.3)

    def stop(done: int, _: int) -> None:
        if done > 60:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hear(path, tmp_path / "cache", stop)
    before = Ear.windows
    assert before >= 2
    check(hear(path, tmp_path / "cache"), 75.3)
    assert Ear.windows == before + 4 - 2


@pytest.mark.parametrize("harm", ["short", "empty", "gone", "other", "flipped", "exchanged"])
def test_what_is_damaged_is_heard_anew(tmp_path: Path, harm: str) -> None:
    path = ramp(tmp_path / "a.wav", 75.3)
    hear(path, tmp_path / "cache")
    kept = next((tmp_path / "cache" / frames.FOLDER).glob("*/00000.frames"))
    data = kept.read_bytes()
    if harm == "gone":
        kept.unlink()
    else:
        harmed = {
            "short": data[: len(data) // 2],
            "empty": b"",
            "other": b"text",
            "flipped": data[:-1] + bytes([data[-1] ^ 1]),
            "exchanged": kept.with_name("00001.frames").read_bytes(),  # of another place in the same recording
        }
        kept.write_bytes(harmed[harm])
    check(hear(path, tmp_path / "cache"), 75.3)


def test_a_cache_that_cannot_be_written_is_told_and_nothing_more(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file, no folder")
    heard = hear(ramp(tmp_path / "a.wav", 30.0), tmp_path / "cache")
    check(heard, 30.0)
    assert "not kept" in heard.unkept


def test_the_oldest_recordings_go_first(tmp_path: Path) -> None:
    import os

    for n in range(3):
        folder = tmp_path / f"r{n}"
        folder.mkdir()
        (folder / "00000.frames").write_bytes(bytes(100))
        os.utime(folder, (1000 + n, 1000 + n))
    frames.trim(tmp_path, 250)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["r1", "r2"]


def test_the_command_shows_and_clears_them(tmp_path: Path) -> None:
    hear(ramp(tmp_path / "a.wav", 30.0), tmp_path / "cache")

    def shown(*args: str) -> dict:
        printed = CliRunner().invoke(cli, ["cache", "--cache", str(tmp_path / "cache"), "--json", *args]).stdout
        found: dict = json.loads(printed)
        return found

    assert shown()["recordings"] == 1
    assert shown()["recordings_bytes"] > 1500 * 512
    assert shown("--clear")["recordings"] == 0


def test_no_sound_no_frames(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "none.wav", np.zeros(0, np.float32), RATE)
    with pytest.raises(InputError, match="holds no sound"):
        hear(tmp_path / "none.wav", None)


@given(st.floats(200.0, 7000.0))
def test_a_tone_is_brightest_in_its_own_band(hertz: float) -> None:
    picture = mel.log_mel((0.5 * np.sin(2 * np.pi * hertz * np.arange(RATE) / RATE)).astype(np.float32))
    assert picture.shape == (80, 100)
    brightest = int(picture[:, 50].argmax())
    bands = mel._bands()
    centre = float((bands[brightest] * np.fft.rfftfreq(400, 1 / RATE)).sum() / bands[brightest].sum())
    assert abs(centre - hertz) <= max(60.0, 0.06 * hertz)
