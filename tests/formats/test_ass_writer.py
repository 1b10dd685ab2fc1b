"""ASS as it is written: read alike by pysubs2, by ffmpeg and by our own reader."""

from __future__ import annotations

import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pysubs2
import pytest
import srt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, covered, marked_cues, timeline

from toolkit.errors import OutputError
from toolkit.formats import Options, ass
from toolkit.formats.colours import CLASSES, PEOPLE
from toolkit.model import Cue, Markup, TimedCue, Timeline

nasty_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join).filter(ass.neutral)


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def said(*cues: Cue) -> Timeline:
    """One cue a second."""
    return Timeline(tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues)), len(cues) * 1000)


@given(st.lists(nasty_texts, min_size=1, max_size=4))
@example(["Dialogue: 0,0:00:09.00,0:00:10.00,Default,,0,0,0,,偽の字幕", "[Events]", "{\\an8}上", "海\\N声", "C:\\"])
@settings(deadline=None)
def test_every_reader_reads_what_was_written(texts: list[str]) -> None:
    written = ass.write(timeline(*texts))
    expected = [(k * 2000, k * 2000 + 1500, nfc(ass.neutral(text))) for k, text in enumerate(texts)]
    back = ass.read(written)
    assert not back.remarks
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in back.cues] == expected
    assert all(c.cue.speaker is None and not c.cue.markup for c in back.cues)
    events = pysubs2.SSAFile.from_string(written, "ass")
    assert [(e.start, e.end, nfc(e.plaintext)) for e in events] == expected


def test_ffmpeg_reads_what_was_written(tmp_path: Path) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    texts = ["海, の声", "あ\nい", "1984", "R&D;", "｛注｝＼N", "Comment: x"]
    source = tmp_path / "talk.ass"
    source.write_bytes(ass.write(timeline(*texts[:4], "{注}\\N", texts[5])).encode())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-f", "ass", "-i", f"file:{source}"]
    output = subprocess.run([*command, "-c:s", "text", "-f", "srt", "-"], capture_output=True, check=True)
    assert [(c.start.total_seconds(), c.end.total_seconds(), c.content) for c in srt.parse(output.stdout.decode())] == [
        (k * 2.0, k * 2 + 1.5, text) for k, text in enumerate(texts)
    ]


names = st.sampled_from([None, "佐藤", "鈴木 一郎", "A, B", "*星", "Default", "山田　花"])
lines = st.lists(st.text("字幕あ,ーAb:;=", min_size=1, max_size=8), min_size=1, max_size=2)
rows = st.lists(st.tuples(st.integers(0, 30_000_000), st.integers(1, 700), names, lines), min_size=1, max_size=6)


@given(rows)
@settings(deadline=None)
def test_what_the_format_holds_comes_back_as_it_was(rows: list[tuple[int, int, str | None, list[str]]]) -> None:
    cues = tuple(TimedCue(at * 10, (at + lasts) * 10, Cue(who, tuple(lines)), "text") for at, lasts, who, lines in rows)
    written = ass.write(Timeline(cues, 0))
    back = ass.read(written).cues
    assert back == tuple(
        replace(c, cue=replace(c.cue, speaker=c.cue.speaker and " ".join(c.cue.speaker.split()).replace(", ", "，")))
        for c in cues
    )
    assert ass.write(Timeline(back, 0)) == written


@given(st.lists(marked_cues(("italic", "bold", "underline")), min_size=1, max_size=3))
@settings(deadline=None)
def test_markup_comes_back(cues: list[Cue]) -> None:
    twins = str.maketrans("{\\", "｛＼")
    back = ass.read(ass.write(said(*cues))).cues
    for found, cue in zip(back, cues, strict=True):
        assert found.cue.text == cue.text.translate(twins)
        assert covered(found.cue) == covered(cue)


def test_a_style_a_speaker_which_others_find() -> None:
    cues = [Cue(who, ("はい",)) for who in ("佐藤", "鈴木, 次", None, "佐藤", *map(str, range(5)))]
    found = pysubs2.SSAFile.from_string(ass.write(said(*cues)), "ass")
    assert [(e.name, e.style) for e in found][:4] == [
        ("佐藤", "佐藤"),
        ("鈴木，次", "鈴木，次"),
        ("", "Default"),
        ("佐藤", "佐藤"),
    ]
    colours = [f"#{c.r:02X}{c.g:02X}{c.b:02X}" for c in (style.primarycolor for style in found.styles.values())]
    assert colours == [CLASSES["white"], *PEOPLE, *PEOPLE[:3]]
    assert {e.style for e in found} <= set(found.styles)
    assert found.info["PlayResY"] == "1080"
    plain = pysubs2.SSAFile.from_string(ass.write(said(*cues), Options(speakers=False)), "ass")
    assert {(e.name, e.style) for e in plain} == {("", "Default")}
    assert list(plain.styles) == ["Default"]


def test_times_are_rounded_to_hundredths_and_no_cue_is_empty() -> None:
    cues = [(4, 6), (1004, 1015), (359_999_998, 359_999_999)]
    written = ass.write(Timeline(tuple(TimedCue(a, b, Cue(None, ("あ",))) for a, b in cues), 0))
    assert [(c.start_ms, c.end_ms) for c in ass.read(written).cues] == [
        (0, 10),
        (1000, 1020),
        (359_999_980, 359_999_990),
    ]


def test_what_an_ass_file_said_is_kept_and_the_rest_is_counted() -> None:
    head = (
        "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    )
    text = "{\\an8}{\\k20}か{\\k30}ら{\\c&H00FF00&}緑{\\pos(9,9)\\fs90}"
    found = ass.read(f"{head}Dialogue: 0,0:00:01.00,0:00:02.00,上,佐藤,0,0,0,,{text}\n").cues
    written = ass.write(Timeline(found, 0))
    assert written.endswith(
        "Dialogue: 0,0:00:01.00,0:00:02.00,上,佐藤,0,0,0,,{\\an8}{\\k20}か{\\k30}ら{\\c&H00FF00&}緑{\\c}\n"
    )
    assert "Style: 上," in written
    cue = found[0].cue
    assert [m.value for m in cue.markup if not ass.holds(m, cue)] == ["{\\fs90}"]
    part = Cue(None, ("はいええ",), None, (Markup(0, 2, "speaker", "佐藤"), Markup(0, 2, "style", "x")))
    assert [m.kind for m in part.markup if not ass.holds(m, part)] == ["speaker", "style"]


@pytest.mark.parametrize(
    "timed",
    [TimedCue(0, 1000, Cue(None, (" ",))), TimedCue(9, 9, Cue(None, ("あ",))), TimedCue(-9, 9, Cue(None, ("あ",)))],
)
def test_what_no_reader_would_keep_is_refused(timed: TimedCue) -> None:
    with pytest.raises(OutputError, match="subtitle 1"):
        ass.write(Timeline((timed,), 1000))
