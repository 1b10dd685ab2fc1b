"""``subtitle``, ``batch`` and ``convert`` brought to a video with the same words."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from subtitle_texts import TWO

from toolkit.cli import cli
from toolkit.formats import read
from toolkit.formats.frames import frame_rate

ROOT = Path(__file__).parents[2]
STAMPED = """\
[00:00:05] 聞き手：今日は港の朝についてうかがいます。
[00:00:12] 山田：毎朝三時には起きています。まだ暗いうちに船を出します。
[00:00:40] 聞き手：冬はつらくありませんか。
[00:00:45] 山田：つらいです。でも、慣れました。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "media" / "mijikai.txt", "talk.txt")
    Path("stamped.txt").write_text(STAMPED, encoding="utf-8")
    Path("two.srt").write_text(TWO, encoding="utf-8")
    return tmp_path


def jimaku(line: str, *more: str) -> Result:
    return CliRunner().invoke(cli, [*line.split(), *more])


def starts(text: str) -> list[int]:
    return [timed.start_ms for timed in read(text).cues]


def test_a_length_a_start_and_frames() -> None:
    done = jimaku("subtitle talk.txt -o talk.srt --fit 2:10 --offset 00:00:10 --fps 29.97df")
    assert done.exit_code == 0, done.stderr
    assert "times: reading speed, brought to the video by its start, its length, its frames" in done.stderr
    assert ", 2 min 10 s, " in done.stderr
    cues = read(Path("talk.srt").read_text(encoding="utf-8")).cues
    rate = frame_rate("29.97df")
    assert (cues[0].start_ms, cues[-1].end_ms) == tuple(rate.ms(rate.frame(ms)) for ms in (10_000, 130_000))
    assert jimaku("check talk.srt --fps 29.97").exit_code == 0
    written = Path("talk.srt").read_bytes()
    assert jimaku("convert talk.srt again.srt --fit 2:10 --fps 29.97").exit_code == 0
    assert Path("again.srt").read_bytes() == written


def test_sync_points_by_cue_line_and_words() -> None:
    rows = json.loads(jimaku("subtitle talk.txt --json").stdout)
    fifth = rows[7]["lines"][0]
    done = jimaku(
        "subtitle talk.txt --json", "--at", "cue 3=20s", "--at", f"「{fifth}」=1:00", "--at", "cue 12=00:01:30"
    )
    assert done.exit_code == 0, done.stderr
    moved = json.loads(done.stdout)
    assert [moved[k]["start_ms"] for k in (2, 7, 11)] == [20_000, 60_000, 90_000]
    assert [row["lines"] for row in moved] == [row["lines"] for row in rows]
    assert "3 sync points" in done.stderr


def test_a_table_counts_the_frames() -> None:
    assert jimaku("subtitle talk.txt -o talk.csv --fps 25 --offset 1:00").exit_code == 0
    assert "00:01:00:00" in Path("talk.csv").read_text(encoding="utf-8")


def test_times_in_the_text_are_said_and_moved() -> None:
    plain = jimaku("subtitle stamped.txt -o -")
    assert "times: the times in the text\n" in plain.stderr
    assert {5000, 12_000, 40_000, 45_000} < set(starts(plain.stdout))
    moved = jimaku("subtitle stamped.txt -o - --offset -2.5")
    assert starts(moved.stdout) == [ms - 2500 for ms in starts(plain.stdout)]
    assert "times: the times in the text, brought to the video by its start" in moved.stderr


def test_times_of_a_file_that_is_kept_are_not_those_of_the_text() -> None:
    assert jimaku("subtitle talk.txt -o kept.srt").exit_code == 0
    edited = Path("kept.srt").read_text("utf-8").replace("\n\n2\n", "！\n\n2\n", 1)
    Path("kept.srt").write_text(edited, encoding="utf-8")
    kept = jimaku("subtitle talk.txt -o again.srt --keep kept.srt")
    assert kept.exit_code == 0, kept.stderr
    assert "1 cues kept" in kept.stderr
    assert "times:" not in kept.stderr


def test_a_video_too_short_is_told_and_one_far_too_short_refused() -> None:
    short = jimaku("subtitle talk.txt -o talk.srt --fit 0:40")
    assert short.exit_code == 0
    assert "subtitles go by faster than 7 characters a second" in short.stderr
    assert "to read all takes 00:00:51" in short.stderr
    before = Path("talk.srt").read_bytes()
    refused = jimaku("subtitle talk.txt -o talk.srt --force --fit 0:05")
    assert refused.exit_code == 2
    assert "at the style's shortest (0.5 s) — correct one of the two" in refused.stderr
    assert Path("talk.srt").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("--fit soon", "--fit 'soon' is no time"),
        ("--fit 0", "--fit '0' is no length"),
        ("--offset x", "--offset 'x' is no time"),
        ("--fps 12x", "'12x' is no frame rate"),
        ("--at 12=5", "--at '12=5' is no sync point"),
        ("--fit 00:01:00:00", "counts frames"),
    ],
)
@pytest.mark.parametrize("command", ["subtitle talk.txt", "convert two.srt out.srt"])
def test_what_is_no_time_is_told_in_one_line(command: str, line: str, says: str) -> None:
    result = jimaku(f"{command} {line}")
    assert result.exit_code == 2
    (told,) = [words for words in result.stderr.splitlines() if words.startswith("jimaku: ")]
    assert says in told
    assert " — " in told
    assert not Path("out.srt").exists()


def test_a_batch_goes_by_offset_and_frames_of_flag_or_project() -> None:
    by_flag = jimaku("subtitle talk.txt -o - --offset 90s --fps 25").stdout
    Path("jimaku.toml").write_text('offset = "00:01:30"\nfps = 25\n', encoding="utf-8")
    assert jimaku("subtitle talk.txt -o -").stdout == by_flag
    assert jimaku("batch talk.txt -o out --subtitle --jobs 1").exit_code == 0
    assert Path("out/talk.srt").read_text(encoding="utf-8") == by_flag
    moved = jimaku("batch talk.txt -o out --subtitle --jobs 1 --offset 80s")
    assert "(0 unchanged)" in moved.stderr
    assert starts(Path("out/talk.srt").read_text(encoding="utf-8"))[0] == 80_000


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('offset = "soon"', 'give a time such as "00:01:30"'),
        ("offset = true", "give"),
        ("fps = 0", "frame rate"),
        ('fps = "x"', "25, 23.976"),
    ],
)
def test_what_a_project_cannot_say(text: str, says: str) -> None:
    Path("jimaku.toml").write_text(f"\n{text}\n", encoding="utf-8")
    result = jimaku("subtitle talk.txt -o -")
    assert result.exit_code == 2
    assert "jimaku.toml:2: " in result.stderr
    assert says in result.stderr


def test_corrections_are_kept_around_the_same_points() -> None:
    flags = ("--at", "cue 5=30s", "--fit", "3:00", "--fps", "25")
    assert jimaku("subtitle talk.txt -o talk.srt", *flags).exit_code == 0
    before = Path("talk.srt").read_text(encoding="utf-8")
    Path("talk.srt").write_text(before.replace("こんばんは", "こんばんわ"), encoding="utf-8")
    done = jimaku("subtitle talk.txt -o talk.srt --keep talk.srt", *flags)
    assert done.exit_code == 0, done.stderr
    assert Path("talk.srt").read_text(encoding="utf-8") == before.replace("こんばんは", "こんばんわ")


def test_a_file_is_stretched_between_points() -> None:
    done = jimaku("convert two.srt -", "--at", "cue 1=5s", "--at", "cue 2=11s")
    assert [(t.start_ms, t.end_ms) for t in read(done.stdout).cues] == [(5000, 8000), (11_000, 12_000)]
    done = jimaku("convert two.srt - --fit 8 --offset 1")
    assert [(t.start_ms, t.end_ms) for t in read(done.stdout).cues] == [(2750, 4500), (6250, 8000)]
    refused = jimaku("convert two.srt out.srt", "--at", "line 3=5s")
    assert "counts the lines of a transcript — name a cue" in refused.stderr


PAIRS = """\
佐藤：海ですか。
鈴木：えーと、はい。
佐藤：その頃の港はとても静かでしたか。
鈴木：ええ、その頃の港はとても静かでした。
"""


@pytest.mark.parametrize("name", ["t.docx", "t.csv", "t.vtt"])
def test_shared_cues_on_frames_are_kept_compared_and_converted(name: str) -> None:
    Path("pairs.txt").write_text(PAIRS, encoding="utf-8")
    how = "--names-form dash --fit 0:10 --fps 25"
    made = jimaku(f"subtitle pairs.txt {how} -o {name} -o t.srt")
    assert made.exit_code == 0, made.stderr
    (first, *_) = read(Path("t.srt").read_text(encoding="utf-8")).cues
    assert first.cue.lines == ("-海ですか", "-えーと はい")
    kept = jimaku(f"subtitle pairs.txt {how} --keep {name} -o k.srt -o k-{name}")
    assert ": 0 cues kept as they were changed, 3 made anew" in kept.stderr
    assert Path("k.srt").read_bytes() == Path("t.srt").read_bytes()
    same = jimaku(f"diff {name} k-{name} --fps 25")
    assert (same.exit_code, same.stdout) == (0, "")
    assert jimaku(f"convert {name} moved.ass --offset 2 --fps 25").exit_code == 0
    assert starts(Path("moved.ass").read_text("utf-8"))[0] == first.start_ms + 2000
    if name.endswith(".csv"):
        untold = jimaku(f"subtitle pairs.txt --keep {name} -o k.srt")
        assert "t.csv:2: 00:00:00:00 counts frames" in untold.stderr


def test_a_table_saved_again_by_another_program_is_no_change() -> None:
    assert jimaku("subtitle talk.txt -o t.csv --fps 25").exit_code == 0
    table = Path("t.csv")
    table.write_bytes(table.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n") + b"\n")
    assert jimaku("subtitle talk.txt -o t.csv --fps 25").exit_code == 0


def test_a_filler_of_the_second_of_two_is_of_their_cue() -> None:
    Path("pairs.txt").write_text(PAIRS, encoding="utf-8")
    (first, *others) = json.loads(jimaku("subtitle pairs.txt --names-form dash --json").stdout)
    assert first["fillers"] == [{"line": 2, "text": "えーと、"}]
    assert not any("fillers" in row for row in others)


def test_a_batch_counts_frames_in_every_format() -> None:
    Path("pairs.txt").write_text(PAIRS, encoding="utf-8")
    done = jimaku("batch pairs.txt -o out --subtitle --jobs 1 --names-form dash --fps 25 --also csv --also vtt")
    assert done.exit_code == 0, done.stderr
    assert jimaku("subtitle pairs.txt -o t.csv -o t.vtt --names-form dash --fps 25").exit_code == 0
    for suffix in ("csv", "vtt"):
        assert Path(f"out/pairs.{suffix}").read_bytes() == Path(f"t.{suffix}").read_bytes()
    kept = jimaku("subtitle pairs.txt --keep out/pairs.csv -o k.csv --names-form dash --fps 25")
    assert ": 0 cues kept as they were changed" in kept.stderr
