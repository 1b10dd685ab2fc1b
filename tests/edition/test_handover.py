"""What ``narrate`` leaves besides, as it is wished: spoken credits, a file a chapter, a cue sheet, rate, bits, tags.
All of it is in the manifest, and ``verify`` finds nothing.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from tinytag import TinyTag

from toolkit.audio.decode import length_of
from toolkit.cli import cli
from toolkit.edition.folder import load
from toolkit.edition.tagging import chapter_bounds, cue_sheet
from toolkit.model.edition import Edition

SAID = "今日は、とても良い天気ですので、海まで歩いて行きましょう。" * 2
TEXT = f"""タイトル：海へ "夜明け"
著者：森 記者
日付：2026年5月3日

■はじめに

佐藤：{SAID}
田中：{SAID}

■おわりに

佐藤：{SAID}
"""


def narrate(folder: Path, *flags: str, text: str = TEXT) -> Edition:
    source = folder / "対談.txt"
    source.write_text(text, "utf-8")
    usual = ("--engine", "babbler:Babbler", "--jobs", "1", "--no-cache")
    done = CliRunner().invoke(cli, ["narrate", str(source), "-o", str(folder / "版"), *usual, *flags])
    assert done.exit_code == 0, done.output
    return load(folder / "版" / "対談.json")


def findings(folder: Path) -> list[str]:
    """What verify finds, less the sentences' lengths by morae: babble keeps none."""
    done = CliRunner().invoke(cli, ["verify", str(folder / "版"), "--json"])
    found = [f"{f['rule']} {f['where']} {f['message']}" for e in json.loads(done.stdout) for f in e["findings"]]
    return [one for one in found if not one.startswith(("MORAE", "SOUND", "STEP", "PAUSE"))]


@pytest.mark.parametrize("form", ["wav", "flac", "mp3", "opus", "m4b"])
def test_tags_say_whose_a_track_is(tmp_path: Path, form: str) -> None:
    edition = narrate(tmp_path, "--format", form)
    tags = [TinyTag.get(tmp_path / "版" / name) for name in edition.files_as("mix", "track")]
    assert {tag.album for tag in tags} == {edition.title}
    assert [tag.artist for tag in tags] == ["佐藤, 田中", "ナレーター", "佐藤", "田中"]
    assert {tag.genre for tag in tags} == {"Interview"}
    assert {(tag.year or "")[:4] for tag in tags} == {"2026"}
    assert {tag.composer for tag in tags} == {"森 記者"}
    assert [str(tag.track) for tag in tags[1:]] == ["1", "2", "3"]
    assert findings(tmp_path) == []


def test_a_file_a_section_and_a_cue_sheet(tmp_path: Path) -> None:
    edition = narrate(tmp_path, "--format", "flac", "--split", "section", "--cue-sheet")
    pieces = [tmp_path / "版" / name for name in edition.files_as("chapter")]
    assert [path.name for path in pieces] == ["01-はじめに.flac", "02-おわりに.flac"]
    whole = soundfile.read(tmp_path / "版" / edition.file("mix"), dtype="int16")[0]
    assert np.array_equal(np.concatenate([soundfile.read(path, dtype="int16")[0] for path in pieces]), whole)
    tag = TinyTag.get(pieces[1])
    assert (tag.title, tag.album, tag.track, tag.track_total) == ("おわりに", edition.title, 2, 2)
    sheet = (tmp_path / "版" / edition.file("cue-sheet")).read_text("utf-8-sig")
    assert 'FILE "対談.flac" WAVE' in sheet
    assert 'TITLE "海へ ”夜明け”"' in sheet
    minutes, seconds, frames = map(int, re.findall(r"INDEX 01 (\d+):(\d+):(\d+)", sheet)[1])
    assert 0 <= edition.chapters[1].start / 48_000 - (minutes * 60 + seconds + frames / 75) < 1 / 75
    assert findings(tmp_path) == []
    again = narrate(tmp_path, "--format", "flac")
    assert not any(path.exists() for path in pieces)
    assert again.files_as("chapter", "cue-sheet") == ()


def test_the_borders_of_chapters_lie_in_silence(tmp_path: Path) -> None:
    edition = narrate(tmp_path)
    bounds = chapter_bounds(edition)
    assert (bounds[0], bounds[-1], len(bounds)) == (0, edition.narration.length, 3)
    for bound in bounds:
        assert not any(one.start < bound < one.end for one in edition.narration.utterances)


@pytest.mark.parametrize("form", ["wav", "mp3"])
def test_spoken_credits(tmp_path: Path, form: str) -> None:
    edition = narrate(tmp_path, "--credits", "spoken", "--format", form)
    said = [one.sentence.text for one in edition.narration.announcements]
    assert said == [f"{edition.title}。", "出演、佐藤、田中。", f"以上、{edition.title}。"]
    assert None in {track.speaker for track in edition.tracks}
    first = edition.narration.announcements[0]
    assert edition.timeline.cues[0].start_ms > first.end * 1000 / edition.narration.rate
    assert edition.chapters[0].start == 0
    assert findings(tmp_path) == []
    done = CliRunner().invoke(cli, ["edition", str(tmp_path / "版"), "--as", "stems", "-o", str(tmp_path)])
    assert done.exit_code == 0, done.output
    index = json.loads((tmp_path / "対談-stems" / "stems.json").read_text("utf-8"))
    assert [clip["text"] for clip in index["clips"] if clip["kind"] == "credits"] == said


@pytest.mark.parametrize("form", ["flac", "mp3"])
def test_another_sampling_rate_keeps_every_time(tmp_path: Path, form: str) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    own = narrate(tmp_path / "a", "--engine", "babbler:Slow")
    other = narrate(tmp_path / "b", "--engine", "babbler:Slow", "--sample-rate", "48000", "--format", form)
    assert (own.narration.rate, other.narration.rate) == (24_000, 48_000)
    assert length_of(tmp_path / "b" / "版" / other.file("mix"))[0] == 48_000
    for one, two in zip(own.narration.utterances, other.narration.utterances, strict=True):
        assert abs(one.start / 24_000 - two.start / 48_000) < 0.001
        assert abs(one.end / 24_000 - two.end / 48_000) < 0.001
        assert len(one.marks) == len(two.marks)
    assert findings(tmp_path / "b") == []


@pytest.mark.parametrize("form", ["wav", "flac"])
def test_24_bits_hold_more_and_still_sum_to_the_mix(tmp_path: Path, form: str) -> None:
    edition = narrate(tmp_path, "--bits", "24", "--format", form)
    mix, *tracks = (
        soundfile.read(tmp_path / "版" / name, dtype="int32")[0].astype(int) >> 8
        for name in edition.files_as("mix", "track")
    )
    assert np.array_equal(sum(tracks), mix)
    assert (mix & 0xFF).any()
    assert findings(tmp_path) == []


def test_a_cover_is_that_which_is_given(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (40, 40), "red").save(tmp_path / "絵.png")
    edition = narrate(tmp_path, "--format", "m4b", "--cover", str(tmp_path / "絵.png"))
    for name in edition.files_as("mix", "track"):
        cover = TinyTag.get(tmp_path / "版" / name, image=True).images.front_cover
        assert cover.data == (tmp_path / "絵.png").read_bytes()


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        flags = ("--format", "mp3", "--split", "section", "--cue-sheet", "--credits", "spoken")
        edition = narrate(tmp_path / name, *flags)
        made.append([(file.name, file.sha256) for file in edition.files])
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--bits", "24", "--format", "mp3"), "--bits 24 is for wav and flac"),
        (("--bitrate", "96"), "--bitrate is for mp3, opus and m4b"),
        (("--sample-rate", "44000"), "44000 Hz is no rate of sound here"),
        (("--cover", "対談.txt"), "is no picture"),
    ],
)
def test_what_cannot_be_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flags: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("対談.txt").write_text(TEXT, "utf-8")
    done = CliRunner().invoke(cli, ["narrate", "対談.txt", "--engine", "silent", "--jobs", "1", *flags])
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert words in done.stderr


TITLES = {
    "300 characters": "題" * 300,
    "quotes": "\"題\" 'と'",
    "brackets": "<題> & [x]",
    "bidi": "題\u202eabc",
    "emoji": "😀題",
}


@pytest.mark.parametrize("title", TITLES)
def test_odd_titles(tmp_path: Path, title: str) -> None:
    text = f"■{TITLES[title]}\n\n佐藤：はい。\n田中：ええ。\n"
    edition = narrate(tmp_path, "--format", "flac", "--split", "section", text=text)
    assert all((tmp_path / "版" / name).stat().st_size for name in edition.names)
    sheet = cue_sheet(edition, "a.mp3")
    assert all(line.count('"') % 2 == 0 for line in sheet.splitlines())
