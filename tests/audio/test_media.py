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


def test_a_speaker_on_each_channel_are_both_heard(tmp_path: Path) -> None:
    """Neither is louder than the other, and nobody is lost: microphones of their own, each silent while the other
    speaks.
    """
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE)
    left, right = (np.concatenate(parts) for parts in ((wave, 0 * wave), (0 * wave, wave)))
    soundfile.write(tmp_path / "two.wav", np.stack([left, right], axis=1), RATE)
    sound = samples(tmp_path / "two.wav")
    first, second = (np.abs(part).max() for part in (sound[1000 : RATE - 1000], sound[RATE + 1000 : -1000]))
    assert first == pytest.approx(second, abs=0.01)
    assert first > 0.2


def test_frames_that_come_unevenly_move_no_sound(tmp_path: Path) -> None:
    """A video of a variable frame rate, as telephones and screen recorders make them."""
    uneven = tmp_path / "vfr.mp4"
    sound = np.concatenate([np.zeros(RATE), 0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE) / RATE), np.zeros(2 * RATE)])
    soundfile.write(tmp_path / "t.wav", sound, RATE)
    picture = ("-f", "lavfi", "-i", "testsrc=s=64x64:r=30:d=4")
    drop = ("-vf", r"select='lt(mod(n\,17)\,5)+gt(n\,60)*not(mod(n\,3))'", "-fps_mode", "vfr")
    ffmpeg(*picture, "-i", tmp_path / "t.wav", *drop, "-c:a", "aac", uneven)
    heard = np.flatnonzero(np.abs(samples(uneven)) > 0.1)
    assert abs(int(heard[0]) - RATE) < 0.02 * RATE
    assert abs(int(heard[-1]) - 2 * RATE) < 0.03 * RATE


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
