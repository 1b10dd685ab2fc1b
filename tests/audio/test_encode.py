"""Every format holds every sample in its place, carries its tags, and is there whole or not at all."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from sounds import babble

from toolkit.audio import encode, ffmpeg, vorbis
from toolkit.audio.decode import length_of, opened
from toolkit.audio.encode import Files, export
from toolkit.audio.encoding import ENCODINGS, Encoding, encoding_named
from toolkit.audio.measure import measure
from toolkit.audio.recording import FULL_SCALE, Recording
from toolkit.audio.segment import segment_of
from toolkit.audio.studio import Studio
from toolkit.audio.tags import Tags, metadata
from toolkit.audio.targets import target_named
from toolkit.audio.wav import WavWriter, header
from toolkit.errors import EngineError, InputError, JimakuError, OutputError
from toolkit.model.edition import Chapter
from toolkit.system.files import whole

RATE = 48_000
FORMATS = sorted(ENCODINGS)
TAGS = Tags(
    title='対談 = "夜明け"; #1 \\ 終',
    artist="佐藤花子",
    album="週刊\n対談",
    date="2025",
    comment="声: 明",
    chapters=(
        Chapter(0, "はじめに"),
        Chapter(30_000, "a=b;#c\\\n[CHAPTER]\nSTART=1"),
        Chapter(90_000, "終わり"),
    ),
)


@contextmanager
def talk(folder: Path, target: str = "speech") -> Iterator[Recording]:
    """Two speakers in turn, 4 s and a few samples."""
    with Studio(folder, RATE, ("佐藤", "鈴木"), target_named(target)) as studio:
        for number in range(4):
            studio.place(number % 2, 9_000 + number * 45_000, babble(0.8, number, 0.02 * (1 + number), RATE))
        yield studio.finish(4 * RATE + 1234 + RATE * target_named(target).tail_ms // 1000)


def files(folder: Path, suffix: str) -> Files:
    return Files(
        folder / f"talk{suffix}",
        (folder / "tracks" / f"01-佐藤{suffix}", folder / "tracks" / f"02-鈴木{suffix}"),
    )


def samples_of(path: Path) -> np.ndarray:
    with opened(path) as sound:
        return np.concatenate(list(sound.blocks))


def probed(path: Path) -> str:
    """What ffmpeg says a file is."""
    command = [ffmpeg.executable(), "-nostdin", "-hide_banner", "-i", f"file:{path}"]
    return subprocess.run(command, capture_output=True, check=False).stderr.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_keeps_length_place_and_loudness(tmp_path: Path, name: str):
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path, encoding_named(name).suffix)
        export(recording, out, encoding_named(name), TAGS)
        blocks = [np.zeros(block.length) if block.mix is None else block.mix for block in recording.blocks()]
    original = np.concatenate(blocks) / FULL_SCALE
    decoded = samples_of(out.mix)
    assert len(decoded) == len(original)
    for start in (9_000, 144_000):  # in step at the beginning and at the end
        span = slice(start, start + 20_000)
        likeness = np.correlate(decoded[span], original[span][200:-200], "valid")
        assert np.argmax(likeness) == 200
    for path in (out.mix, *out.tracks):
        measured = measure(path)
        assert measured.integrated_lufs == pytest.approx(-18, abs=0.3)
        assert measured.true_peak_dbtp <= -1
        assert measured.duration_samples == recording.length


@pytest.mark.parametrize("name", ["wav", "flac"])
def test_lossless_tracks_sum_to_the_mix_in_the_files(tmp_path: Path, name: str):
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path, encoding_named(name).suffix)
        export(recording, out, encoding_named(name))
    mix, *tracks = (soundfile.read(path, dtype="int16")[0].astype(int) for path in (out.mix, *out.tracks))
    assert mix.any()
    assert np.array_equal(sum(tracks), mix)


@pytest.mark.parametrize("name", FORMATS)
def test_tags_are_what_was_asked_for(tmp_path: Path, name: str):
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path, encoding_named(name).suffix)
        export(recording, out, encoding_named(name), TAGS)
    told = probed(out.mix)
    for value in ('対談 = "夜明け"; #1 \\ 終', "佐藤花子", "週刊 対談", "2025", "声: 明"):
        assert value in told
    assert '対談 = "夜明け"; #1 \\ 終 – 鈴木' in probed(out.tracks[1])
    if name in {"mp3", "opus", "m4b"}:
        assert len(re.findall(r"Chapter #", told)) == 3
        assert "a=b;#c\\ [CHAPTER] START=1" in told


CHAPTERS = (0, 23_999, 24_000, 59_712, 100_013, 167_976, 190_000)  # samples; several beyond the half of a second


@pytest.mark.parametrize("name", ["mp3", "opus", "m4b"])
def test_chapters_are_read_back_to_the_millisecond(tmp_path: Path, name: str):
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path, encoding_named(name).suffix)
        export(recording, out, encoding_named(name), Tags(chapters=tuple(Chapter(at, f"{at}") for at in CHAPTERS)))
    told = [
        (round(float(start) * 1000), int(title))
        for start, title in re.findall(r"start ([\d.]+), end .*\n.*\n *title *: (\d+)", probed(out.mix))
    ]
    assert told == [(round(at / 48), at) for at in CHAPTERS]


def test_a_chapter_may_begin_after_hours():
    late = Tags(chapters=(Chapter(0, "一"), Chapter(4 * 3600 * RATE + 24_000, "二=2")))
    assert vorbis.opus(late, RATE).splitlines()[-2:] == [
        "CHAPTER001=04:00:00.500",
        "CHAPTER001NAME=二\\=2",
    ]


def test_more_chapters_than_a_nero_list_holds(tmp_path: Path):
    chapters = tuple(Chapter(number * 600, f"第{number}章") for number in range(300))
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path, ".m4b")
        export(recording, out, encoding_named("m4b"), Tags(chapters=chapters))
    assert "第299章" in probed(out.mix)


def test_a_title_is_cut_between_characters():
    text = metadata(Tags(chapters=(Chapter(0, "字" * 100),)), RATE, RATE)
    assert text.rpartition("title=")[2] == "字" * 85 + "\n"


def test_the_same_recording_gives_the_same_bytes(tmp_path: Path):
    for name in FORMATS:
        made = []
        for turn in ("one", "two"):
            with talk(tmp_path / "spool") as recording:
                out = files(tmp_path / turn, encoding_named(name).suffix)
                export(recording, out, encoding_named(name), TAGS)
            made.append([path.read_bytes() for path in (out.mix, *out.tracks)])
        assert made[0] == made[1]


def test_acx_is_192_kbit_at_44100_hz(tmp_path: Path):
    with talk(tmp_path / "spool", "acx") as recording:
        out = files(tmp_path, ".mp3")
        export(recording, out, encoding_named("mp3", "acx"), TAGS)
    assert re.search(r"mp3.*44100 Hz, mono.*192 kb/s", probed(out.mix))
    measured = measure(out.mix)
    assert -23 <= measured.rms_db <= -18
    assert measured.true_peak_dbtp <= -3
    assert measured.noise_floor_db <= -60


@pytest.mark.parametrize("name", FORMATS)
def test_ctrl_c_leaves_what_was_there(tmp_path: Path, name: str):
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path / "out", encoding_named(name).suffix)
        out.mix.parent.mkdir()
        out.mix.write_bytes(b"old")
        with pytest.raises(KeyboardInterrupt):
            export(recording, out, encoding_named(name), progress=interrupt)
    assert out.mix.read_bytes() == b"old"
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == [out.mix]


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
@pytest.mark.parametrize("name", FORMATS)
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, name: str):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with talk(tmp_path / "spool") as recording:
        out = files(tmp_path / "out", encoding_named(name).suffix)
        out.mix.parent.mkdir()
        out.mix.write_bytes(b"old")
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limits[1]))
        try:
            with pytest.raises(OutputError) as caught:
                export(recording, out, encoding_named(name))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert "\n" not in str(caught.value)
    assert ".jimaku" not in str(caught.value)
    assert out.mix.read_bytes() == b"old"
    assert [path for path in (tmp_path / "out").rglob("*") if path.is_file()] == [out.mix]


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits there")
def test_a_full_disk_while_placing_is_named(tmp_path: Path):
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with Studio(tmp_path, RATE, ("a",), target_named("speech")) as studio:
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, limits[1]))
        try:
            with pytest.raises(OutputError, match="free some space"):
                studio.place(0, 0, babble(1, rate=RATE))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@pytest.mark.parametrize(
    "body", ["exit 3", "exec sleep 0", "echo 'boom: no such encoder' >&2; exit 1", "cat > /dev/null"]
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands in for ffmpeg")
def test_an_ffmpeg_that_fails_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str):
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "executable", lambda: str(program))
    with talk(tmp_path / "spool") as recording, pytest.raises((EngineError, OutputError)):
        export(recording, files(tmp_path / "out", ".mp3"), encoding_named("mp3"))
    assert not any(path.is_file() for path in (tmp_path / "out").rglob("*"))


def test_a_missing_ffmpeg_is_named_with_its_mend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(tmp_path / "nowhere"))
    sys.modules.pop("imageio_ffmpeg._utils", None)
    import imageio_ffmpeg

    getattr(imageio_ffmpeg.get_ffmpeg_exe, "cache_clear", lambda: None)()
    with (
        talk(tmp_path / "spool") as recording,
        pytest.raises(EngineError, match="pip install imageio-ffmpeg"),
    ):
        export(recording, files(tmp_path, ".opus"), encoding_named("opus"))


def test_a_shortened_opus_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A killed encoder leaves an Opus that decodes without a word."""

    def cut(path: Path, *_: object) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: data.rfind(b"OggS")])
        checked(path, *_)

    checked = encode._check
    monkeypatch.setattr(encode, "_check", cut)
    with talk(tmp_path / "spool") as recording, pytest.raises(JimakuError):
        export(recording, files(tmp_path, ".opus"), encoding_named("opus"))


def test_unknown_formats_are_named_with_the_known():
    with pytest.raises(InputError, match="flac"):
        encoding_named("wma")


def test_a_wav_beyond_4_gib_is_rf64(tmp_path: Path):
    length = 2_200_000_000
    with WavWriter(tmp_path / "long.wav", RATE, length, {"title": "長い"}) as writer:
        writer.write(np.full(10, 77, np.int16))
        writer.skip(length - 20)
        writer.write(np.full(10, -77, np.int16))
        writer.finish()
    with soundfile.SoundFile(tmp_path / "long.wav") as file:
        assert (file.format, file.frames) == ("RF64", length)
        file.seek(length - 11)
        assert file.read(dtype="int16").tolist() == [0] + [-77] * 10
    (tmp_path / "long.wav").unlink()


def test_a_wav_that_is_not_as_long_as_its_header_is_a_mistake(tmp_path: Path):
    with WavWriter(tmp_path / "x.wav", RATE, 10, {}) as writer:
        writer.skip(9)
        with pytest.raises(ValueError, match="header"):
            writer.finish()


def test_a_wav_header_has_even_chunks():
    assert len(header(RATE, 1, {"title": "ab"})) % 2 == 0


def saved(sound: NDArray[np.float32], path: Path, encoding: Encoding) -> None:
    samples = np.rint(sound * 32767).astype(np.int16)
    with whole(path) as partial, encode.open_writer(partial, encoding, (RATE, len(samples)), Tags()) as writer:
        writer.write(samples)
        writer.finish()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_opens_as_a_segment(tmp_path: Path, name: str):
    sound = babble(1.5, rate=RATE, level=0.1)
    path = tmp_path / f"sample{encoding_named(name).suffix}"
    saved(sound, path, encoding_named(name))
    segment = segment_of(path)
    assert (segment.channels, segment.sample_width, segment.frame_rate) == (1, 2, RATE)
    assert segment.duration_seconds == pytest.approx(1.5, abs=0.05)
    assert 20 * np.log10(segment.rms / 32768) == pytest.approx(measure(path).rms_db, abs=0.05)
    assert segment[500:700].fade_out(50).duration_seconds == pytest.approx(0.2, abs=0.001)
    segment[500:700].export(tmp_path / "cut.wav", "wav").close()
    assert length_of(tmp_path / "cut.wav") == (RATE, len(segment[500:700].get_array_of_samples()))


@pytest.mark.parametrize(("name", "error"), [("x.txt", InputError), ("none.wav", InputError), ("none.mp3", InputError)])
def test_what_is_no_sound_is_no_segment(tmp_path: Path, name: str, error: type[Exception]):
    (tmp_path / "x.txt").write_text("x")
    with pytest.raises(error):
        segment_of(tmp_path / name)


def test_a_sound_whose_encoder_fails_is_an_error(tmp_path: Path):
    broken = Encoding("mp3", ".mp3", ("-c:a", "nonsense", "-f", "mp3"))
    with pytest.raises(EngineError, match="ffmpeg failed"):
        saved(babble(0.5), tmp_path / "x.mp3", broken)
    assert list(tmp_path.iterdir()) == []
