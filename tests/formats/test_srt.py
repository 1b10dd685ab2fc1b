"""SubRip: what we write is read alike by four readers, what we read comes from the wild."""

from __future__ import annotations

import subprocess
import unicodedata
from pathlib import Path

import pysrt
import pysubs2
import pytest
import srt as srt_library
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, TWO, covered, marked_cues, timeline

from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.formats import srt
from toolkit.model import Cue, TimedCue, Timeline

nasty_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join).filter(srt.neutral)


def foreign_readings(text: str) -> dict[str, list[tuple[int, int, str]]]:
    """(start, end, text) of every cue, as three other libraries see them."""
    return {
        "srt": [
            (round(c.start.total_seconds() * 1000), round(c.end.total_seconds() * 1000), c.content)
            for c in srt_library.parse(text)
        ],
        "pysubs2": [(e.start, e.end, e.plaintext) for e in pysubs2.SSAFile.from_string(text, "srt")],
        "pysrt": [(c.start.ordinal, c.end.ordinal, c.text) for c in pysrt.from_string(text)],
    }


def expected(texts: list[str]) -> list[tuple[int, int, str]]:
    return [(k * 2000, k * 2000 + 1500, srt.neutral(text)) for k, text in enumerate(texts)]


# ---------------------------------------------------------------- writing


@given(st.lists(nasty_texts, min_size=1, max_size=4))
@example(["a\n\n2\n00:00:09,000 --> 00:00:10,000\n偽の字幕"])
@example(["a\n00：00：09,000 --> 00：00：10,000", "00:00:09,000 00:00:10,000", "A-->B"])
@example(["一\n7\n1,234,567円", "一\n1.5\n10:30:00 開始"])
@example(["1984", "1\n2", "{\\an8}上", "<i>斜体</i>", "a\\Nb", "\u3000字下げ"])
@settings(deadline=None)
def test_every_reader_reads_what_wneutral(texts: list[str]) -> None:
    texts = [*texts, "終"]  # pysubs2 takes a number alone on the last line of a file for the next cue's index
    written = srt.write(timeline(*texts))
    for reader, found in foreign_readings(written).items():
        assert found == expected(texts), reader
    back = srt.read(written)
    assert not back.remarks
    normal = [(start, end, unicodedata.normalize("NFC", text)) for start, end, text in expected(texts)]
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in back.cues] == normal


def test_ffmpeg_reads_what_wneutral(tmp_path: Path) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    texts = [
        "{\\an8}上",
        "<b>太</b>",
        "a < b > c",
        "a\\Nb",
        "\\h",
        "3<5",
        "R&D &amp;",
        "1:2:3,4 1:2:3,4",
        "1984",
        "あ\n1984",
        "<1>",
        "<>",
    ]
    source = tmp_path / "talk.srt"
    source.write_bytes(srt.write(timeline(*texts)).encode())
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        "-nostdin",
        "-v",
        "error",
        "-f",
        "srt",
        "-i",
        f"file:{source}",
        "-f",
        "srt",
        "-",
    ]
    output = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in srt.read(output).cues] == expected(texts)


@given(st.text(max_size=60))
def test_neutral_keeps_every_letter(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(c for c in unicodedata.normalize("NFKC", value) if c.isalnum())

    assert letters(srt.neutral(text)) == letters(text)
    assert srt.neutral(srt.neutral(text)) == srt.neutral(text)


@pytest.mark.parametrize(
    "text", ["これは字幕です", "R&D", "3<5", "はい\n- いいえ", "♪～", "10:30から", "A -> B", "「、。」…―"]
)
def test_harmless_text_is_written_as_it_is(text: str) -> None:
    assert srt.neutral(text) == text


@given(st.lists(marked_cues(("italic", "bold", "underline")), min_size=1, max_size=3))
@settings(deadline=None)
def test_markup_comes_back(cues: list[Cue]) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    back = srt.read(srt.write(Timeline(timed, 9000))).cues
    assert [covered(found.cue) for found in back] == [covered(cue) for cue in cues]


def test_tags_that_players_of_subrip_know_are_kept_and_others_go() -> None:
    text = TWO.replace("はい", '{\\an8}<font color="red">は</font><b>い</b>{\\fad(1,2)}<c.x>。</c>')
    found = srt.read(text).cues
    assert '{\\an8}<font color="#FF0000">は</font><b>い</b>。' in srt.write(Timeline(found, 0))
    assert {m.kind for m in found[0].cue.markup if not srt.holds(m, found[0].cue)} == {"other", "style"}


def test_form() -> None:
    assert srt.write(timeline("はい", "ええ")) == (
        "1\n00:00:00,000 --> 00:00:01,500\nはい\n\n2\n00:00:02,000 --> 00:00:03,500\nええ\n\n"
    )
    assert srt.write(Timeline((), 0)) == ""


@pytest.mark.parametrize(
    "timed",
    [
        TimedCue(0, 1000, Cue(None, ())),
        TimedCue(0, 1000, Cue(None, (" \u3000", "\u200b"))),
        TimedCue(1000, 1000, Cue(None, ("はい",))),
        TimedCue(2000, 1000, Cue(None, ("はい",))),
        TimedCue(-5, 1000, Cue(None, ("はい",))),
        TimedCue(0, 360_000_000, Cue(None, ("はい",))),
        TimedCue(0, 1000, Cue(None, ("\ud800",))),
    ],
)
def test_what_no_reader_would_keep_is_refused(timed: TimedCue) -> None:
    with pytest.raises(OutputError, match="subtitle 1") as caught:
        srt.write(Timeline((timed,), 1000))
    assert caught.value.mend


# ---------------------------------------------------------------- reading

WILD = [
    ("plain", TWO, ["はい", "ええ"], set()),
    ("CRLF", TWO.replace("\n", "\r\n"), ["はい", "ええ"], set()),
    ("CR only", TWO.replace("\n", "\r"), ["はい", "ええ"], set()),
    ("mixed ends", TWO.replace("\n", "\r\n", 3), ["はい", "ええ"], set()),
    ("BOM", "\ufeff" + TWO, ["はい", "ええ"], set()),
    ("no end of file", TWO.rstrip(), ["はい", "ええ"], set()),
    ("dots", TWO.replace(",", "."), ["はい", "ええ"], {"SRT-TIME"}),
    ("short times", TWO.replace("00:00:0", "0:0:").replace(",000", ",0"), ["はい", "ええ"], {"SRT-TIME"}),
    ("no blanks around the arrow", TWO.replace(" --> ", "-->"), ["はい", "ええ"], {"SRT-TIME"}),
    ("no index", TWO.replace("1\n0", "0").replace("\n2\n", "\n"), ["はい", "ええ"], {"SRT-INDEX"}),
    ("wrong index", TWO.replace("\n2\n", "\n7\n"), ["はい", "ええ"], {"SRT-INDEX"}),
    ("no blank line", TWO.replace("\n\n", "\n"), ["はい", "ええ"], {"SRT-INDEX"}),
    ("neither blank line nor index",
     TWO.replace("\n\n2", "").replace("1\n0", "0"), ["はい", "ええ"], {"SRT-INDEX"}),
    ("blank line in a text", TWO.replace("はい", "はい\n\nそう"), ["はい\nそう", "ええ"], {"SRT-INDEX"}),
    ("many blank lines", TWO.replace("\n\n", "\n\n\n\n"), ["はい", "ええ"], set()),
    ("header lines",
     "Kind: captions\nLanguage: ja\n\n" + TWO, ["はい", "ええ"], {"SRT-INDEX"}),
    ("coordinates",
     TWO.replace("02,000", "02,000 X1:10 X2:20 Y1:5 Y2:9"), ["はい", "ええ"], {"SRT-TAG"}),
    ("words after the times", TWO.replace("02,000", "02,000 align:start"), ["はい", "ええ"], {"SRT-TIME"}),
    ("61 minutes",
     TWO.replace("00:00:03", "00:61:03").replace("00:00:04", "00:61:04"), ["はい", "ええ"], {"SRT-TIME"}),
    ("overlap is the checker's matter", TWO.replace("02,000", "09,000"), ["はい", "ええ"], set()),
    ("an arrow in a text", TWO.replace("はい", "A --> B"), ["A --> B", "ええ"], set()),
    ("a broken timing line",
     TWO.replace("00:00:03,000 -->", "00:00:,000 -->"), None, {"SRT-TIME", "SRT-INDEX"}),
    ("numbers as text", TWO.replace("はい", "1984\n2"), ["1984\n2", "ええ"], set()),
    ("a number above a timing, unnumbered file",
     "00:00:01,000 --> 00:00:02,000\nはい\n1984\n00:00:03,000 --> 00:00:04,000\nええ",
     ["はい\n1984", "ええ"], {"SRT-INDEX"}),
    ("separators inside a line", TWO.replace("はい", "は\x0bい\u2028え\x85"), ["は い え", "ええ"], set()),
    ("control characters and overrides",
     TWO.replace("はい", "は\x1b\x00い\u202e"), ["はい", "ええ"], {"SRT-HIDDEN"}),
    ("an empty subtitle is kept for the checker", TWO.replace("はい\n", ""), ["", "ええ"], set()),
    ("decomposed", TWO.replace("はい", "か\u3099"), ["が", "ええ"], set()),
    ("emoji stay", TWO.replace("はい", "👨\u200d👩\u200d👧"), ["👨\u200d👩\u200d👧", "ええ"], set()),
    ("no hours",
     TWO.replace("00:00:0", "00:0"), ["はい", "ええ"], {"SRT-TIME"}),
    ("a negative first time", TWO.replace("00:00:01", "-00:00:01"), ["はい", "ええ"], set()),
    ("100 hours", TWO.replace("00:00:03", "100:00:03"), ["はい", "ええ"], set()),
    ("times of day are text", TWO.replace("はい", "10:30 -> 11:00"), ["10:30 -> 11:00", "ええ"], {"SRT-TIME"}),
    ("tags are no text", TWO.replace("はい", "<i>はい</i>{\\an8}"), ["はい", "ええ"], {"SRT-TAG"}),
    ("what is no tag is text", TWO.replace("はい", "3<5で<未定義>"), ["3<5で<未定義>", "ええ"], set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "texts", "rules"), WILD, ids=[row[0] for row in WILD])
def test_files_of_the_wild(name: str, text: str, texts: list[str] | None, rules: set[str]) -> None:
    found = srt.read(text)
    if texts is not None:
        assert [timed.cue.text for timed in found.cues] == texts
    assert {remark.rule for remark in found.remarks} == rules


def test_lines_are_those_of_the_timings() -> None:
    assert srt.read("頭\n" + TWO).lines == (3, 7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\ufeff",
        "\n\u3000\n",
        "ただの文章です。",
        "1\n2\n3\n",
    ],
)
def test_what_is_no_subtitle_file_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(InputError) as caught:
        srt.read(text)
    assert "\n" not in str(caught.value)
    assert caught.value.mend


pieces = st.sampled_from(
    [
        *NASTY,
        "\n1\n",
        "00:00:01,000 --> 00:00:02,000\n",
        "99:99:99,999 --> 0:0:0\n",
        "-1:0:0 --> 0:0:0\n",
        "9" * 20,
    ]
)


@given(st.lists(st.one_of(pieces, st.text(max_size=5)), max_size=30).map("".join))
def test_reading_anything_raises_nothing_but_input_error(text: str) -> None:
    try:
        found = srt.read(text)
    except InputError:
        return
    assert len(found.cues) == len(found.lines) > 0
    assert all(line.strip() for timed in found.cues for line in timed.cue.lines)


@pytest.mark.parametrize(
    "piece", ["0", "{", "<i", "-", "-->", " ", "\n", "1\n", "00:00:01,000 --> ", "X1:1 ", "\u3000", "\u0301"]
)
def test_a_hundred_thousand_nasty_pieces(piece: str) -> None:
    """A reader that is not linear would not come back from this (srt.parse takes a minute for 2,000
    digits).
    """
    for text in (piece * 100_000, TWO + piece * 100_000, TWO.split("\n")[1] + " " + piece * 100_000):
        try:
            srt.write(Timeline(tuple(srt.read(text).cues), 0))
        except JimakuError:
            continue


def test_a_hundred_thousand_cues() -> None:
    text = "".join(
        f"{k}\n{k // 3600:02d}:{k // 60 % 60:02d}:{k % 60:02d},000 --> 27:46:40,000\n行\n\n" for k in range(1, 99_990)
    )
    found = srt.read(text)
    assert len(found.cues) == 99_989
    assert not found.remarks
