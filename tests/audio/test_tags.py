"""Tags as other readers see them: every field, the cover, the chapters with whole titles, and the gain."""

from __future__ import annotations

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from sounds import babble
from tinytag import TinyTag

from toolkit.audio import ffmpeg
from toolkit.audio.decode import opened
from toolkit.audio.encode import open_writer
from toolkit.audio.encoding import BITRATES, ENCODINGS, encoding_named
from toolkit.audio.id3 import id3
from toolkit.audio.outputs import bits_of, cover_of, picture, rate_of
from toolkit.audio.tags import Gain, Tags
from toolkit.errors import InputError
from toolkit.model.edition import Chapter
from toolkit.model.narration import Narration, Sentence, Utterance

RATE = 48_000
FORMATS = sorted(ENCODINGS)
LONG = "長い題" * 100
PNG = b"\x89PNG\r\n\x1a\n" + b"picture"
FULL = Tags(
    title='題 "夜明け"; #1 = \\',
    artist="佐藤😀",
    album="週刊 <対談>",
    album_artist="佐藤, 田中",
    date="2026-11-30",
    composer="森 記者",
    genre="Interview",
    track="2/3",
    comment="声: 明 / CC BY 3.0",
    chapters=(Chapter(0, LONG), Chapter(24_000, "二")),
    gain=Gain(-16.5, -2.0),
)


def cover() -> bytes:
    from toolkit.edition.cover import drawn

    one = Utterance(Sentence(0, None, "あ", 0, 1, (0,)), 100, RATE)
    return drawn(Narration(RATE, 2 * RATE, (one,), (None,))).data


def made(path: Path, name: str, tags: Tags, seconds: float = 1.0) -> Path:
    samples = np.rint(babble(seconds, rate=RATE, level=0.1) * 32767).astype(np.int16)
    path = path / f"a{encoding_named(name).suffix}"
    with open_writer(path, encoding_named(name), (RATE, len(samples)), tags) as writer:
        writer.write(samples)
        writer.finish()
    return path


def probed(path: Path) -> str:
    command = [ffmpeg.executable(), "-nostdin", "-hide_banner", "-i", f"file:{path}"]
    return subprocess.run(command, capture_output=True, check=False).stderr.decode()


@pytest.mark.parametrize("name", FORMATS)
def test_a_foreign_reader_sees_every_field(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name, replace(FULL, cover=picture("image/png", cover())))
    tag = TinyTag.get(path, image=True)
    assert (str(tag.title).rstrip(), tag.artist, tag.album, tag.genre) == (
        FULL.title,
        FULL.artist,
        FULL.album,
        FULL.genre,
    )
    assert tag.comment == FULL.comment
    assert tag.composer == FULL.composer
    assert tag.track in (2, "2", "2/3")
    assert tag.year in ("2026", "2026-11-30")
    if name != "wav":  # RIFF INFO has no field for these
        assert tag.albumartist == FULL.album_artist
        assert tag.images.front_cover.data == cover()


@pytest.mark.parametrize("name", FORMATS)
def test_the_language_is_japanese(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name, FULL)
    if name == "m4b":
        assert re.search(r"Stream #0:0.*\(jpn\): Audio", probed(path))
    else:
        assert TinyTag.get(path).as_dict()["language"] == ["jpn"]


def test_the_comment_of_an_mp3_is_its_comment(tmp_path: Path) -> None:
    data = made(tmp_path, "mp3", FULL).read_bytes()
    assert b"COMM" in data
    assert b"TXXX:comment" not in data
    assert data.count(b"ID3") == 1


@pytest.mark.parametrize("name", ["mp3", "opus", "m4b", "flac"])
def test_titles_of_chapters_are_whole_as_far_as_the_container_goes(tmp_path: Path, name: str) -> None:
    path = made(tmp_path, name, FULL)
    due = LONG if name != "m4b" else LONG.encode()[:255].decode(errors="ignore")
    if name == "flac":  # a chapter extension that ffmpeg does not read in FLAC
        assert f"CHAPTER000NAME={due}".encode() in path.read_bytes()
    else:
        command = [ffmpeg.executable(), "-v", "error", "-i", f"file:{path}", "-f", "ffmetadata", "-"]
        told = subprocess.run(command, capture_output=True, check=True).stdout.decode()
        assert f"title={due}\n" in told


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("mp3", "REPLAYGAIN_TRACK_GAIN", "-1.50 dB"),
        ("mp3", "REPLAYGAIN_TRACK_PEAK", "0.794328"),
        ("flac", "REPLAYGAIN_TRACK_GAIN", "-1.50 dB"),
        ("opus", "R128_TRACK_GAIN", "-1664"),
    ],
)
def test_the_gain_is_that_of_the_format(tmp_path: Path, name: str, field: str, value: str) -> None:
    assert re.search(rf"{field} *: {value}", probed(made(tmp_path, name, FULL)))


def test_what_is_silent_has_no_gain() -> None:
    assert Gain(-70.0, -90.0).replaygain == Gain(-70.0, -90.0).r128 == {}


def test_an_m4b_can_begin_before_it_is_there(tmp_path: Path) -> None:
    data = made(tmp_path, "m4b", FULL).read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize("name", ["mp3", "opus", "m4b"])
def test_what_is_decoded_lies_within_10_ms_of_the_wav(tmp_path: Path, name: str) -> None:
    """In a player that honours the gapless data, as ffmpeg does."""
    original = np.rint(babble(3, rate=RATE, level=0.1) * 32767) / 32768
    with opened(made(tmp_path, name, FULL, 3)) as sound:
        decoded = np.concatenate(list(sound.blocks))
    assert abs(len(decoded) - len(original)) <= RATE // 100
    span = slice(RATE, 2 * RATE)
    reach = RATE // 50
    likeness = np.correlate(decoded[span.start - reach : span.stop + reach], original[span], "valid")
    assert abs(int(np.argmax(likeness)) - reach) <= RATE // 100


@pytest.mark.parametrize("bitrate", BITRATES)
def test_every_bit_rate_keeps_the_level(tmp_path: Path, bitrate: str) -> None:
    samples = np.rint(babble(2, rate=RATE, level=0.1) * 32767).astype(np.int16)
    path = tmp_path / "a.mp3"
    with open_writer(path, encoding_named("mp3", bitrate=bitrate), (RATE, len(samples)), Tags()) as writer:
        writer.write(samples)
        writer.finish()
    with opened(path) as sound:
        decoded = np.concatenate(list(sound.blocks))
    loud = [20 * np.log10(np.std(each)) for each in (decoded, samples / 32768)]
    assert loud[0] == pytest.approx(loud[1], abs=0.15)
    if bitrate != "vbr":
        assert re.search(rf"{bitrate} kb/s", probed(path))


def test_the_silence_of_a_track_costs_a_quarter(tmp_path: Path) -> None:
    sizes = []
    for encoding in (encoding_named("mp3"), encoding_named("mp3").of_tracks):
        path = tmp_path / f"{len(sizes)}.mp3"
        with open_writer(path, encoding, (RATE, 20 * RATE), Tags()) as writer:
            writer.skip(20 * RATE)
            writer.finish()
        sizes.append(path.stat().st_size)
    assert sizes[1] < 0.27 * sizes[0]


REFUSED = {
    "24 bits of mp3": ({"name": "mp3", "bits": 24}, "has no samples of 24 bits"),
    "a bit rate of wav": ({"name": "wav", "bitrate": "96"}, "has no bit rate"),
    "another than ACX asks for": ({"name": "mp3", "target": "acx", "bitrate": "96"}, "acx asks for"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_format_cannot_do_is_refused(what: str) -> None:
    wished, words = REFUSED[what]
    with pytest.raises(InputError, match=words):
        encoding_named(**wished)


@pytest.mark.parametrize(("call", "value"), [(rate_of, 44_000), (bits_of, 20)])
def test_rates_and_bits_are_those_there_are(call: object, value: int) -> None:
    with pytest.raises(InputError, match=str(value)):
        call(value)  # type: ignore[operator]
    assert (rate_of(None), rate_of(48_000), bits_of(None), bits_of(24)) == (0, 48_000, 16, 24)


def test_a_cover_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "絵.png"
    path.write_bytes(PNG)
    found = cover_of(path)
    assert found is not None
    assert (found.mime, found.data) == ("image/png", PNG)
    assert "data" not in repr(found)
    for data, words in ((b"GIF89a", "is no picture"), (b"\xff\xd8\xff" + bytes(10_000_001), "too large")):
        path.write_bytes(data)
        with pytest.raises(InputError, match=words):
            cover_of(path)
    with pytest.raises(InputError, match="cannot be read"):
        cover_of(tmp_path / "none.png")
    assert cover_of(None) is None


def test_a_drawn_cover_is_a_png(tmp_path: Path) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(cover()))
    image.load()
    assert image.size == (600, 600)
    assert len(image.getcolors()) == 2  # ground and narrator
    assert cover() == cover()


def test_more_chapters_than_one_table_of_contents_holds() -> None:
    tag = id3(Tags(chapters=tuple(Chapter(k * 1000, f"{k}") for k in range(600))), RATE, 600_000)
    assert tag.count(b"CHAP") == 600
    tables = [at.end() for at in re.finditer(rb"CTOC.{6}t[^\0]*\0[\x01\x03]", tag, re.DOTALL)]
    assert [tag[at] for at in tables] == [3, 255, 255, 90]
    assert id3(Tags(language=""), RATE, 1) == b""


@pytest.mark.parametrize("name", ["wav", "flac"])
def test_24_bits_are_kept(tmp_path: Path, name: str) -> None:
    samples = np.random.default_rng(1).integers(-(1 << 23), 1 << 23, 1001).astype(np.int32)
    encoding = encoding_named(name, bits=24)
    path = tmp_path / f"a{encoding.suffix}"
    with open_writer(path, encoding, (RATE, len(samples) + 50), FULL) as writer:
        writer.write(samples)
        writer.skip(50)
        writer.finish()
    read, _ = soundfile.read(path, dtype="int32")
    assert soundfile.info(path).subtype == "PCM_24"
    assert np.array_equal(read >> 8, np.concatenate((samples, np.zeros(50, np.int32))))
    if name == "wav":
        import hashlib

        assert writer.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
