"""Readings drawn in ASS as small lines: they stand over their letters, and come back as readings."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subtitle_texts import covered, marked_cues

from toolkit.formats import Options, ass, named
from toolkit.model import Cue, Markup, TimedCue, Timeline

DRAWN = Options(furigana=True)


def one(cue: Cue) -> Timeline:
    return Timeline((TimedCue(0, 900, cue),), 900)


def ruby(start: int, end: int, kana: str = "よみ") -> Markup:
    return Markup(start, end, "ruby", kana)


TOP = Markup(0, 0, "placement", "{\\an8}")
PLACES: list[tuple[str, Cue, list[str]]] = [
    ("above", Cue(None, ("潮田",), None, (ruby(0, 2),)), ["\\an2\\pos(960,966)"]),
    ("above the first of two", Cue(None, ("潮田の海", "静か"), None, (ruby(3, 4),)), ["\\an2\\pos(1035,894)"]),
    ("below the last of two", Cue(None, ("潮田の海", "静か"), None, (ruby(5, 6),)), ["\\an8\\pos(935,1022)"]),
    ("at the top", Cue(None, ("海",), None, (TOP, ruby(0, 1))), ["\\an2\\pos(960,66)"]),
    ("not over a line in the middle", Cue(None, ("一", "二", "三"), None, (ruby(2, 3),)), []),
    ("not over two lines", Cue(None, ("一", "二"), None, (ruby(0, 3),)), []),
]


@pytest.mark.parametrize(("cue", "places"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_where_readings_stand(cue: Cue, places: list[str]) -> None:
    written = ass.write(one(cue), DRAWN)
    assert re.findall(r"\\an[28]\\pos\([0-9,]+\)", written) == places
    assert named()["ass"].missing(one(cue), DRAWN) == ({} if places else {"ruby": 1})
    assert "furigana" not in ass.write(one(cue))
    assert next(iter(pysubs2.SSAFile.from_string(written))).plaintext == cue.text


@given(st.lists(marked_cues(("ruby", "italic")), min_size=1, max_size=3))
@settings(deadline=None)
def test_readings_come_back(cues: list[Cue]) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    back = ass.read(ass.write(Timeline(timed, 9000), DRAWN)).cues
    assert len(back) == len(cues)
    for found, cue in zip(back, cues, strict=True):
        kept = tuple(m for m in cue.markup if m.kind != "ruby" or ass.draws(m, cue))
        assert covered(found.cue) == covered(Cue(None, cue.lines, None, kept))


def test_what_somebody_changed_since() -> None:
    written = ass.write(one(Cue(None, ("潮田の海",), None, (ruby(0, 2, "しおだ"),))), DRAWN)
    moved = ass.read(written.replace(",,潮田の海", ",,この潮田の海")).cues
    assert [(t.cue.text, [(m.start, m.end) for m in t.cue.markup]) for t in moved] == [("この潮田の海", [(2, 4)])]
    gone = ass.read(written.replace(",,潮田の海", ",,塩田の海")).cues
    assert [t.cue.text for t in gone] == ["塩田の海", "しおだ"]  # nothing is lost without being seen


def middle_of_ink(page: str, folder: Path) -> tuple[float, float]:
    """(column, row) of the middle of what is drawn."""
    (folder / "page.ass").write_text(page, encoding="utf-8")
    screen = ["-f", "lavfi", "-i", "color=c=gray:s=1920x1080:d=1:r=5", "-vf", "ass=page.ass", "-frames:v", "1"]
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "info", *screen, "-f", "rawvideo", "-pix_fmt", "gray", "-"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
    if done.returncode or b"NotoSansCJK" not in done.stderr:
        pytest.skip("ffmpeg has no libass here, or Noto Sans CJK JP is not installed (seen with ffmpeg 7.0.2)")
    image = np.frombuffer(done.stdout, np.uint8).reshape(1080, 1920).astype(int)
    rows, columns = np.nonzero(abs(image - image[0, 0]) > 40)
    return (columns.min() + columns.max()) / 2, (rows.min() + rows.max()) / 2


@pytest.mark.parametrize("lines", [("潮田の海は静か",), ("海の潮田と ABC の船", "静か")], ids=["one line", "two lines"])
def test_libass_draws_readings_over_their_letters(lines: tuple[str, ...], tmp_path: Path) -> None:
    start = lines[0].index("潮田")
    page = ass.write(one(Cue(None, lines, None, (ruby(start, start + 2, "しおだ"),))), DRAWN)
    head, base, small = re.split("(?=Dialogue: )", page)
    fields, _, text = base.rpartition(",,")
    seen = text.replace("潮田", "{\\alpha&H00&}潮田{\\alpha&HFF&}")
    shown = f"{fields},,{{\\alpha&HFF&}}{seen}"
    under, over = middle_of_ink(head + shown, tmp_path), middle_of_ink(head + small, tmp_path)
    assert abs(under[0] - over[0]) < 12
    assert 30 < under[1] - over[1] < 72
