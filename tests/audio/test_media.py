"""The sound of whatever ffmpeg plays: its length, its place beside the picture, and what is refused."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile

from toolkit.audio.ffmpeg import executable
from toolkit.audio.media import seconds_of, sound_of
from toolkit.errors import InputError

RATE = 16_000


def tone(path: Path, rate: int, channels: int = 1, seconds: float = 1.0) -> Path:
    """A tone; of two channels the second is silent."""
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate)
    soundfile.write(path, np.stack([wave, *(0 * wave for _ in range(channels - 1))], axis=1), rate)
    return path


def ffmpeg(*arguments: str | Path) -> None:
    subprocess.run([executable(), "-y", "-loglevel", "error", *map(str, arguments)], check=True)


def samples(path: Path) -> np.ndarray:
    with sound_of(path, RATE) as media:
        return np.concatenate(list(media.blocks))


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (44_100, 2), (48_000, 1)])
def test_any_rate_and_any_channels_become_one_at_16_khz(tmp_path: Path, rate: int, channels: int) -> None:
    sound = samples(tone(tmp_path / "声.wav", rate, channels))
    assert abs(len(sound) - RATE) <= 20
    assert np.abs(sound).max() > 0.15
    assert seconds_of(tmp_path / "声.wav") == pytest.approx(1.0, abs=0.02)


def test_sound_that_begins_after_the_picture_begins_late(tmp_path: Path) -> None:
    late = tmp_path / "late.mkv"
    picture = ("-f", "lavfi", "-i", "color=black:s=64x64:r=10:d=3")
    ffmpeg(*picture, "-itsoffset", "1.5", "-i", tone(tmp_path / "t.wav", RATE), "-c:a", "flac", late)
    sound = samples(late)
    assert abs(int(np.flatnonzero(np.abs(sound) > 0.1)[0]) - 1.5 * RATE) < 0.03 * RATE


def test_a_picture_without_sound_is_refused(tmp_path: Path) -> None:
    ffmpeg("-f", "lavfi", "-i", "color=black:s=64x64:r=10:d=1", tmp_path / "silent.mp4")
    with pytest.raises(InputError, match="holds no sound"):
        samples(tmp_path / "silent.mp4")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.mp4", "これは録音ではありません。"),
        ("list.wav", "ffconcat version 1.0\nfile secret.wav\n"),
        ("live.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nsecret.wav\n#EXT-X-ENDLIST\n"),
    ],
)
def test_text_and_lists_of_other_files_are_refused(tmp_path: Path, name: str, text: str) -> None:
    tone(tmp_path / "secret.wav", RATE)
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="cannot be played"):
        samples(tmp_path / name)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not there"):
        samples(tmp_path / "none.wav")


def test_a_file_that_breaks_off_gives_what_there_is_and_says_so(tmp_path: Path) -> None:
    whole = tone(tmp_path / "whole.flac", RATE, seconds=20.0)
    cut = tmp_path / "cut.flac"
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    with sound_of(cut, RATE) as media:
        count = sum(map(len, media.blocks))
    assert 0 < count < 20 * RATE
    assert media.fault
