"""What weights are fitted on: a house's own marks left out, files of any format, parts held out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts"
Cue = tuple[str, ...]


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))


def house() -> Any:
    import fit_house

    return fit_house


def texts() -> Any:
    import fit_texts

    return fit_texts


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        ([("潮が引くのを―",), ("―待っていました",)], [("潮が引くのを",), ("待っていました",)]),
        ([("（渡辺）潮が引いた",), ("渡辺：そうですね",)], [("潮が引いた",), ("そうですね",)]),
        ([("♪ 波の歌 ♪",), ("<i>島の朝</i>",)], [("波の歌",), ("島の朝",)]),
        ([("島の\u3000朝です",)], [("島の朝です",)]),  # a space for 。
        ([("New York に",)], [("New Yorkに",)]),
        ([("――",), ("島です",)], [("島です",)]),
        ([("はい、そうです。",)], [("はい、そうです。",)]),
    ],
)
def test_marks_of_the_house_are_left_out(cues: Sequence[Cue], expected: Sequence[Cue]) -> None:
    assert house().stripped(cues) == expected


@pytest.mark.usefixtures("scripts")
def test_marks_that_lines_drop_at_their_ends_are_left_out_everywhere() -> None:
    dropped = [("島では、毎朝", "潮を見ます")] * 6
    kept = [("島では、毎朝", "潮を見ます。"), ("島では、", "毎朝見ます。")] * 6
    assert house().stripped(dropped) == [("島では毎朝", "潮を見ます")] * 6
    assert house().stripped(kept) == kept


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize("width", [13, 16, 20])
def test_the_width_of_lines_is_seen(width: int) -> None:
    cues = [("あ" * n, "い" * (width - n % 3)) for n in range(5, width + 1)] * 20 + [("う" * 40,)]
    assert house().guessed_width(cues) == width


def srt(count: int) -> str:
    stamp = "{0:02}:{1:02}:00,000 --> {0:02}:{1:02}:03,000"
    return "".join(
        f"{n + 1}\n{stamp.format(n // 60, n % 60)}\n島の灯台では毎朝五時に―\n火を消しています\n\n" for n in range(count)
    )


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_one_long_file_has_parts_that_can_be_held_out(tmp_path: Path, suffix: str) -> None:
    text = srt(400)
    file = tmp_path / f"島の話{suffix}"
    file.write_text(f"WEBVTT\n\n{text.replace(',', '.')}" if suffix == ".vtt" else text, encoding="utf-8")
    (read,) = texts().read_texts(file, None)
    used, kept = texts().divided([read], 5)
    cues = sum(len(part.cues) + 1 for one in (*used, *kept) for part in one.parts)
    assert (cues, read.width, len(kept)) == (400, 11.0, 2)
    assert "―" not in read.parts[0].text


@pytest.mark.usefixtures("scripts")
def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    lines = ["島です\n朝です\n夜です", "あ" * 40, "島の灯", "灯台守の人た\nちです"]
    stamp = "00:00:0{0},000 --> 00:00:0{0},900"
    file.write_text("".join(f"{n}\n{stamp.format(n)}\n{line}\n\n" for n, line in enumerate(lines, 1)), encoding="utf-8")
    found = texts().left_out(list(texts().read_texts(file, 16.0)))
    assert found == {"of more than 2 lines": 1, "wider than 16": 1, "with a word divided": 1}


def run(*arguments: str, before: str = "") -> tuple[int, str]:
    code = f"import sys, runpy; sys.argv[0] = 'fit_breaks'; {before}; runpy.run_path({str(SCRIPTS / 'fit_breaks.py')!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_what_is_not_installed_is_said_in_a_line() -> None:
    code, said = run("x.srt", "-o", "y.json", before="sys.modules['numba'] = None")
    assert (code, said) == (1, "fit_breaks: numba is not installed: pip install 'jimaku-toolkit[fit]'\n")


def test_weights_that_held_out_cues_speak_against_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scripts: None
) -> None:
    pytest.importorskip("numba")
    import fit_breaks

    from toolkit.japanese.breaks import BreakModel, default

    (tmp_path / "a.srt").write_text(srt(200), encoding="utf-8")
    output = tmp_path / "my.json"
    bare = BreakModel({}, [{} for _ in default().weights], default().tables, "bare")
    monkeypatch.setattr(fit_breaks, "fitted", lambda *_: bare)
    asked = ["fit_breaks", str(tmp_path / "a.srt"), "-o", str(output)]
    monkeypatch.setattr(sys, "argv", asked)
    with pytest.raises(SystemExit, match=r"got worse: .* is not written"):
        fit_breaks.main()
    assert not output.exists()
    monkeypatch.setattr(sys, "argv", [*asked, "--force"])
    fit_breaks.main()
    assert output.exists()
