"""``jimaku convert``: any format into any other, times moved, and what a format cannot hold said."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from subtitle_texts import TWO

from toolkit.cli import cli
from toolkit.formats import named, read

VTT = (
    "WEBVTT\n\n00:01.000 --> 00:02.500 line:0\n<v 佐藤><ruby>潮田<rt>しおだ</rt></ruby>の海\n次の行\n\n"
    "00:03.000 --> 00:04.000\n<v 鈴木>ええ\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with ``talk.vtt`` and ``two.srt`` in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "talk.vtt").write_text(VTT, encoding="utf-8")
    (tmp_path / "two.srt").write_text(TWO, encoding="utf-8")
    return tmp_path


def convert(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["convert", *args], input=stdin)


def times(text: str, name: str = "-") -> list[tuple[int, int]]:
    return [(timed.start_ms, timed.end_ms) for timed in read(text, name).cues]


WRITABLE = [one for one in named().values() if one.writes]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(WRITABLE, 2)), ids=lambda one: one.name)
def test_every_format_becomes_every_other(one, other, folder: Path) -> None:  # type: ignore[no-untyped-def]
    if not one.reads:
        return
    whole = ("--fps", "25")  # times that are on frames of 25
    first = convert("two.srt", "a", "--to", one.name, *whole)
    assert first.exit_code == 0, first.stderr
    done = convert("a", "b", "--from", one.name, "--to", other.name, *whole)
    assert done.exit_code == 0, done.stderr
    again = convert(
        *(("b", "c.srt", "--from", other.name) if other.reads else ("a", "c.srt", "--from", one.name)), *whole
    )
    assert again.exit_code == 0, again.stderr
    assert (folder / "c.srt").read_text(encoding="utf-8") == TWO + "\n"


def test_several_outputs_and_what_they_cannot_hold(folder: Path) -> None:
    done = convert("talk.vtt", "a.srt", "a.ass", "a.ttml", "a.sbv")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert [line for line in done.stderr.splitlines() if line.startswith("warning")] == [
        f"warning: a.{name} has no words for what was said beside the text ({gone})"
        for name, gone in (
            ("srt: SubRip", "1 ruby, 2 speaker"),
            ("ass: Advanced SubStation Alpha", "1 ruby"),
            ("sbv: SubViewer (YouTube)", "1 placement, 1 ruby, 2 speaker"),
        )
    ]
    assert [timed.cue.speaker for timed in read((folder / "a.ttml").read_text(encoding="utf-8")).cues] == [
        "佐藤",
        "鈴木",
    ]


def test_readings_in_brackets_and_no_speakers() -> None:
    done = convert("talk.vtt", "-", "--to", "ass", "--readings", "--no-speakers")
    assert "Default,,0,0,0,,{\\an8}潮田（しおだ）の海\\N次の行\n" in done.stdout
    assert done.stderr == ""
    assert 'xml:lang="en"' in convert("talk.vtt", "-", "--to", "ttml", "--language", "en").stdout


def test_names_that_were_recognised_go_and_those_lost_are_told(folder: Path) -> None:
    (folder / "n.srt").write_text(
        "1\n00:00:01,000 --> 00:00:02,000\n佐藤：海です\n\n2\n00:00:03,000 --> 00:00:04,000\n鈴木：ええ\n",
        encoding="utf-8",
    )
    assert "佐藤" not in convert("n.srt", "-", "--no-speakers").stdout
    assert "--names-form bracket" in convert("talk.vtt", "-").stderr


def test_what_a_length_makes_too_fast_is_told() -> None:
    assert "go by faster" in convert("two.srt", "-", "--fit", "1s").stderr
    assert "go by faster" not in convert("two.srt", "-", "--fit", "90s").stderr


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--offset", "1.5"), [(2500, 3500), (4500, 5500)]),
        (("--offset", "-0.5"), [(500, 1500), (2500, 3500)]),
        (("--offset", "-1,5"), [(0, 500), (1500, 2500)]),
        (("--offset", "+00:01:00"), [(61_000, 62_000), (63_000, 64_000)]),
        (("--offset", "-00:00:03"), [(0, 1000)]),
        (("--rate", "25:24"), [(1042, 2083), (3125, 4167)]),
        (("--rate", "23.976:25"), [(959, 1918), (2877, 3836)]),
        (("--rate", "25:24", "--offset", "1"), [(2042, 3083), (4125, 5167)]),
        (("--fps", "24", "--offset", "0.02"), [(1000, 2000), (3000, 4000)]),
        (("--fps", "29.97", "--offset", "0.01"), [(1001, 2002), (3003, 4004)]),
    ],
)
def test_times_are_moved(options: tuple[str, ...], expected: list[tuple[int, int]]) -> None:
    done = convert("two.srt", "-", *options)
    assert done.exit_code == 0, done.stderr
    assert times(done.stdout) == expected


def test_what_begins_before_0_is_said() -> None:
    done = convert("two.srt", "-", "--offset", "-3.5")
    assert done.stderr.splitlines() == [
        "warning: two.srt: 1 subtitles would end before 0, and were left out",
        "warning: two.srt: 1 subtitles would begin before 0, and begin there",
    ]
    gone = convert("two.srt", "x.srt", "--offset", "-9")
    assert (gone.exit_code, gone.stdout) == (2, "")
    assert "holds no subtitle with a text at these times — look at --offset" in gone.stderr
    assert not Path("x.srt").exists()


def test_ends_that_are_not_told_empty_cues_and_order() -> None:
    text = "[ti:x]\n[00:05.00]あとの行\n[00:01.00]はい\n[00:02.00]\n"
    done = convert("-", "-", stdin=text)
    assert times(done.stdout) == [(1000, 2000), (5000, 6000)]
    assert "1 subtitles told no end" in done.stderr
    file = "1\n00:00:03,000 --> 00:00:04,000\nええ\n\n2\n00:00:01,000 --> 00:00:02,000\nはい\n\n3\n00:00:05,000 --> 00:00:06,000\n"  # noqa: E501
    done = convert("-", "-", stdin=file)
    assert times(done.stdout) == [(1000, 2000), (3000, 4000)]
    assert [line.partition(": ")[2] for line in done.stderr.splitlines()] == [
        "-: 1 subtitles without text were left out",
        "-: 1 subtitles stood before earlier ones, and were put in order",
    ]


def test_marks_and_line_ends_as_the_receiver_wants(folder: Path) -> None:
    assert convert("two.srt", "a.srt", "--bom", "--crlf").exit_code == 0
    data = (folder / "a.srt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf1\r\n00:00:01,000")
    assert data.count(b"\r\n") == data.count(b"\n")
    assert times(data.decode()) == [(1000, 2000), (3000, 4000)]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("two.srt", "a.odt"), "a.odt: is no subtitle file by its name — name a file in .srt"),
        (("two.srt", "a.itt"), "only read here"),
        (("two.srt", "a", "--to", "mp3"), "'mp3' is no format; there are srt, vtt, ass, ttml"),
        (("two.srt", "two.srt"), "two.srt: is the subtitle file itself — name another output"),
        (("two.srt", "a.srt", "./a.srt"), "a.srt: is named twice as an output"),
        (("two.srt", "a.srt", "--rate", "25"), "names one rate"),
        (("two.srt", "a.srt", "--fps", "x"), "'x' is no frame rate"),
        (("two.srt", "a.srt", "--offset", "bald"), "--offset 'bald' is no time"),
        (("two.srt", "a.srt", "--language", "日本語"), "is no language tag"),
        (("no.srt", "a.srt"), "no.srt: does not exist"),
        (("two.srt",), "Missing argument 'OUT...'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(args: tuple[str, ...], words: str, folder: Path) -> None:
    done = convert(*args)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert {path.name for path in folder.iterdir()} == {"talk.vtt", "two.srt"}


def test_cp932_for_programs_that_want_it(folder: Path) -> None:
    (folder / "wave.srt").write_text(TWO.replace("はい", "10〜20 ―"), encoding="utf-8")
    assert convert("wave.srt", "a.cap", "--shift-jis", "--crlf", "--fps", "29.97df").exit_code == 0
    data = (folder / "a.cap").read_bytes()
    assert data.decode("cp932").startswith(
        'Lambda字幕V4\tDF1+1\tSCENE"和文標準"\r\n\r\n1\t00000100/00000200\t10～20 ―\t＠横下'
    )
    back = convert("a.cap", "-", "--fps", "29.97df")
    assert times(back.stdout) == [(1001, 2002), (3003, 4004)]
    (folder / "emoji.srt").write_text(TWO.replace("ええ", "🙂"), encoding="utf-8")
    done = convert("emoji.srt", "b.cap", "--shift-jis")
    assert (done.exit_code, (folder / "b.cap").exists()) == (4, False)
    assert "b.cap:4: CP932 has no 🙂 (U+1F642) — write UTF-8" in done.stderr
    assert convert("wave.srt", "c.cap", "--shift-jis", "--bom").exit_code == 2
    assert "TTML is UTF-8 by its standard" in convert("wave.srt", "c.ttml", "--shift-jis").stderr


def test_time_codes_are_of_the_rate_that_is_told(folder: Path) -> None:
    assert convert("two.srt", "a.csv", "--fps", "24").exit_code == 0
    assert "1,00:00:01:00,00:00:02:00,,はい" in (folder / "a.csv").read_text(encoding="utf-8")
    assert times(convert("a.csv", "-", "--rate", "24:25").stdout) == [(960, 1920), (2880, 3840)]
    untold = convert("a.csv", "-")
    assert (untold.exit_code, "a.csv:2: " in untold.stderr, "--fps" in untold.stderr) == (2, True, True)
    assert convert("two.srt", "a.xlsx", "--fps", "24").exit_code == 0
    assert convert("a.xlsx", "-").stderr.startswith("jimaku: a.xlsx:2: 00:00:01:00 counts frames")
    (folder / "b.xlsx").write_bytes(b"PK\x03\x04")
    assert "b.xlsx: is no sound Excel workbook" in convert("b.xlsx", "-").stderr
    assert "no.xlsx: does not exist" in convert("no.xlsx", "-").stderr
    cap = 'Lambda字幕V4\tDF0+1\tSCENE"和文標準"\n\n1\t00000112/00000200\tはい\n'
    guessed = convert("-", "-", stdin=cap)
    assert (times(guessed.stdout), guessed.stderr) == (
        [(1500, 2000)],
        "warning: -: 24 frames a second were taken (--fps tells how many)\n",
    )


def test_a_transcript_is_no_subtitle_file(folder: Path) -> None:
    (folder / "talk.txt").write_text("佐藤：はい。\n鈴木：ええ。\n", encoding="utf-8")
    done = convert("talk.txt", "a.srt")
    assert done.exit_code == 2
    assert "talk.txt: is no subtitle file by its name" in done.stderr


def test_all_outputs_are_written_or_none(folder: Path) -> None:
    (folder / "a.srt").write_text("alt", encoding="utf-8")
    (folder / "b.ass").mkdir()
    done = convert("two.srt", "a.srt", "c.vtt", "b.ass", "-", "--to", "srt")
    assert (done.exit_code, done.stdout) == (4, "")
    assert "b.ass: is a folder" in done.stderr
    assert (folder / "a.srt").read_text(encoding="utf-8") == "alt"
    assert {path.name for path in folder.iterdir()} == {"a.srt", "b.ass", "talk.vtt", "two.srt"}


def test_subtitles_of_a_transcript_in_several_formats(folder: Path) -> None:
    (folder / "talk.txt").write_text("佐藤：海の声は聞こえますか。\n\n鈴木：ええ、聞こえます。\n", encoding="utf-8")
    done = CliRunner().invoke(cli, ["subtitle", "talk.txt", "-o", "a.ass", "-o", "a.ttml", "-o", "a.srt", "-o", "-"])
    assert done.exit_code == 0, done.stderr
    assert done.stdout == (folder / "a.srt").read_text(encoding="utf-8")
    for name in ("a.ass", "a.ttml"):
        found = read((folder / name).read_text(encoding="utf-8")).cues
        assert {timed.cue.speaker for timed in found} == {"佐藤", "鈴木"}
        assert len(found) == len(read(done.stdout).cues)
    twice = CliRunner().invoke(cli, ["subtitle", "talk.txt", "-o", "b.srt", "-o", "b.srt"])
    assert (twice.exit_code, "named twice" in twice.stderr) == (2, True)
    assert json.loads(CliRunner().invoke(cli, ["subtitle", "talk.txt", "--json"]).stdout)


def test_a_manifest_is_read_and_its_words_light_up(folder: Path) -> None:
    (folder / "talk.txt").write_text("佐藤：港は静かです。\n鈴木：船が出ます。\n", encoding="utf-8")
    made = CliRunner().invoke(cli, ["narrate", "talk.txt", "--engine", "silent", "-o", "ed", "-o", "talk.ttml"])
    assert made.exit_code == 0, made.stderr
    assert made.stdout.splitlines()[-1] == "talk.ttml"
    subtitles = read((folder / "ed" / "talk.srt").read_text(encoding="utf-8")).cues
    assert [timed.cue.text for timed in read((folder / "talk.ttml").read_text(encoding="utf-8")).cues] == [
        timed.cue.text for timed in subtitles
    ]
    done = convert("ed/talk.json", "a.ass", "a.vtt", "a.srt", "--karaoke")
    assert done.exit_code == 0, done.stderr
    assert "a.srt: SubRip has no room for the times of words" in done.stderr
    assert (folder / "a.srt").read_text(encoding="utf-8") == (folder / "ed" / "talk.srt").read_text(encoding="utf-8")
    assert (folder / "a.ass").read_text(encoding="utf-8").count("{\\k") >= 4
    for args in (("two.srt", "b.ass"), ("ed/talk.json", "b.ass", "--offset", "1")):
        assert "takes the manifest" in convert(*args, "--karaoke").stderr
    (folder / "ed" / "talk.json").write_text('{"version": "1.0.0", "segments": []}', encoding="utf-8")
    assert "no subtitle" in convert("ed/talk.json", "b.ass").stderr


def test_names_come_out_of_the_text_and_go_into_it(folder: Path) -> None:
    talk = "".join(f"00:0{k}.000 --> 00:0{k}.900\n（{'佐藤鈴木'[k % 2 * 2 :][:2]}）はい\n\n" for k in range(4))
    (folder / "talk.srt").write_text(talk, encoding="utf-8")
    done = convert("talk.srt", "talk.csv")
    assert "taken for speakers (佐藤、鈴木); --names-in no leaves them" in done.stderr
    assert (folder / "talk.csv").read_text(encoding="utf-8").splitlines()[1] == "1,00:00:00.000,00:00:00.900,佐藤,はい"
    done = convert("talk.csv", "b.srt", "--names-form", "colon")
    assert "speaker" not in done.stderr
    assert "佐藤：はい" in (folder / "b.srt").read_text(encoding="utf-8")
    convert("talk.srt", "c.csv", "--names-in", "no")
    assert "（佐藤）はい" in (folder / "c.csv").read_text(encoding="utf-8")
    voices = "WEBVTT\n\n00:01.000 --> 00:03.000\n<v 佐藤>海は\n<v 鈴木>はい\n"
    for name, said in (("d.srt", "（佐藤）海は\n（鈴木）はい"), ("d.ass", "（佐藤）海は\\N（鈴木）はい")):
        assert "--names-form bracket" in convert("-", name, stdin=voices).stderr
        assert "speaker" not in convert("-", name, "--names-form", "bracket", stdin=voices).stderr
        assert said in (folder / name).read_text(encoding="utf-8")
    convert("-", "e.srt", "--names-form", "colour", stdin=voices)
    assert '<font color="#00FFFF">はい</font>' in (folder / "e.srt").read_text(encoding="utf-8")
    assert "no text begins with a name" in convert("two.srt", "d.csv", "--names-in", "bracket").stderr
