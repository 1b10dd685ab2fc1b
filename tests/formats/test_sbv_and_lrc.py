"""The two small formats."""

from __future__ import annotations

import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import srt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, timeline

from toolkit.errors import InputError
from toolkit.formats import FORMATS, lrc, sbv
from toolkit.formats.proof import nfc
from toolkit.model import Cue, SubtitleFile, TimedCue, Timeline


def cues(found: SubtitleFile) -> list[tuple[int, int, str]]:
    return [(c.start_ms, c.end_ms, c.cue.text) for c in found.cues]


SBV = [
    ("0:00:01.000,0:00:02.500\n海の\n声\n", [(1000, 2500, "海の\n声")], set()),
    ("0:00:01.000,0:00:02.500\r\n海[br]<i>\r\n", [(1000, 2500, "海\n<i>")], set()),
    ("0:00:01.000,0:00:02.500\n海\n\n声\n", [(1000, 2500, "海\n声")], set()),
    ("00:00:01.5, 0:61:02\n海\n", [(1500, 3_662_000, "海")], {"SBV-TIME"}),
    ("迷子\n0:00:01.000,0:00:02.500\n海\n", [(1000, 2500, "海")], {"SBV-STRAY"}),
    ("0:00:01.000,0:00:02.500\n海\u202e\n", [(1000, 2500, "海")], {"SBV-HIDDEN"}),
    ("0:00:01.000,0:00:02.500\n1,234,567\n", [(1000, 2500, "1,234,567")], set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rules"), SBV)
def test_sbv(text: str, expected: list[tuple[int, int, str]], rules: set[str]) -> None:
    found = sbv.read(text)
    assert cues(found) == expected
    assert {remark.rule for remark in found.remarks} == rules


LRC = [
    ("[00:01.00]海\n[00:02.50]声\n[00:04.00]\n", [(1000, 2500, "海"), (2500, 4000, "声")], set()),
    (
        "[00:01.00][00:05.00]海\n[00:02.50]声\n[length:00:09]\n",
        [(1000, 2500, "海"), (2500, 5000, "声"), (5000, 9000, "海")],
        set(),
    ),
    ("[offset:+500]\n[00:01]海\n[00:02]\n", [(500, 1500, "海")], set()),
    ("[offset:-500]\n[00:01]海\n[00:02]\n", [(1500, 2500, "海")], set()),
    ("[offset:2000]\n[00:01]海\n[00:02]\n", [(-1000, 0, "海")], set()),
    ("[00:01:50]海\n[00:02.125]声", [(1500, 2125, "海"), (2125, 2125, "声")], {"LRC-END"}),
    ("迷子\n[00:01.00]海\n[00:02.00]", [(1000, 2000, "海")], {"LRC-STRAY"}),
    ("[00:01.00] <00:01.00>海<00:01.50>の\n[00:02.00]", [(1000, 2000, "海の")], set()),
    ("[100:00.00]海\n[100:01.00]", [(6_000_000, 6_001_000, "海")], set()),
    ("[00:01.00]海\u202e\n[00:02.00]", [(1000, 2000, "海")], {"LRC-HIDDEN"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rules"), LRC)
def test_lrc(text: str, expected: list[tuple[int, int, str]], rules: set[str]) -> None:
    found = lrc.read(text)
    assert cues(found) == expected
    assert {remark.rule for remark in found.remarks} == rules


def test_the_times_of_words_are_kept() -> None:
    (timed,) = lrc.read("[00:01.00]<00:01.00>海<00:01.50>の\n[00:02.00]").cues
    assert [(m.start, m.value) for m in timed.cue.markup] == [(0, "<00:01.00>"), (1, "<00:01.50>")]


@pytest.mark.parametrize("read", [sbv.read, lrc.read])
@pytest.mark.parametrize("text", ["", "海", "[ti:x]", "[00:01.00]"])
def test_what_holds_no_cue_is_refused(read: object, text: str) -> None:
    with pytest.raises(InputError, match="holds no subtitle"):
        read(text)  # type: ignore[operator]


# ---------------------------------------------------------------- writing

nasty_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join)
cue_rows = st.lists(
    st.tuples(
        st.integers(0, 30_000),
        st.integers(1, 700),
        st.lists(st.text("字幕あ,ーAb:;=1", min_size=1), min_size=1, max_size=2),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("form", [sbv, lrc])
@given(st.lists(nasty_texts, min_size=1, max_size=4))
@example(["0:00:01.000,0:00:02.000", "海[br]声", "[00:01.00]偽", "<00:01.00>", "[ti:x]"])
@settings(deadline=None)
def test_what_is_written_reads_as_it_was_meant(form: ModuleType, texts: list[str]) -> None:
    kept = [text for text in texts if form.neutral(text)]
    if kept:
        back = form.read(form.write(timeline(*kept)))
        assert not back.remarks
        assert [(c.start_ms, c.end_ms, c.cue.text, c.cue.markup) for c in back.cues] == [
            (k * 2000, k * 2000 + 1500, nfc(form.neutral(text)), ()) for k, text in enumerate(kept)
        ]


@given(cue_rows)
@settings(deadline=None)
def test_what_sbv_holds_comes_back_as_it_was(rows: list[tuple[int, int, list[str]]]) -> None:
    cues = tuple(TimedCue(at, at + lasts, Cue(None, tuple(lines)), "text") for at, lasts, lines in rows)
    assert sbv.read(sbv.write(Timeline(cues, 0))).cues == cues


@given(cue_rows)
@settings(deadline=None)
def test_what_lrc_holds_comes_back_as_it_was(rows: list[tuple[int, int, list[str]]]) -> None:
    """Cues of one line, one after the other, on hundredths."""
    at, cues = 0, []
    for gap, lasts, lines in rows:
        start = at + gap * 10
        at = start + lasts * 10
        cues.append(TimedCue(start, at, Cue(None, (lines[0],)), "text"))
    written = lrc.write(Timeline(tuple(cues), 0))
    assert lrc.read(written).cues == tuple(cues)
    assert lrc.write(Timeline(lrc.read(written).cues, 0)) == written


def test_lyrics_say_what_they_lose() -> None:
    cues = (TimedCue(0, 3000, Cue("佐藤", ("海", "声"))), TimedCue(2000, 4000, Cue(None, ("次",))))
    assert lrc.write(Timeline(cues, 0)) == "[re:jimaku-toolkit]\n[00:00.00]海声\n[00:02.00]次\n[00:04.00]\n"
    assert FORMATS[-1].missing(Timeline(cues, 0)) == {"speaker": 1, "line breaks": 1, "overlapping ends": 1}


def test_ffmpeg_reads_the_lyrics_that_were_written(tmp_path: Path) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    texts = ["海の声", "1984", "R&D", "［00:01.00］x", "終"]
    source = tmp_path / "talk.lrc"
    source.write_bytes(lrc.write(timeline("海の声", "1984", "R&D", "[00:01.00]x", "終")).encode())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-f", "lrc", "-i", f"file:{source}"]
    output = subprocess.run([*command, "-c:s", "text", "-f", "srt", "-"], capture_output=True, check=True)
    found = [(c.start.total_seconds(), c.content) for c in srt.parse(output.stdout.decode()) if c.content]
    assert found[: len(texts) - 1] == [(k * 2.0, text.replace("］", "]")) for k, text in enumerate(texts[:-1])]
