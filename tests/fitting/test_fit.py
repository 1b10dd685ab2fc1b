"""What weights are fitted on: a house's own marks left out, files of any format, parts held out."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.fitting import house, texts
from toolkit.japanese.breaks import BreakModel, default

Cue = tuple[str, ...]


def jimaku(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


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
    assert house.stripped(cues) == expected


def test_marks_that_lines_drop_at_their_ends_are_left_out_everywhere() -> None:
    dropped = [("島では、毎朝", "潮を見ます")] * 6
    kept = [("島では、毎朝", "潮を見ます。"), ("島では、", "毎朝見ます。")] * 6
    assert house.stripped(dropped) == [("島では毎朝", "潮を見ます")] * 6
    assert house.stripped(kept) == kept


@pytest.mark.parametrize("width", [13, 16, 20])
def test_the_width_of_lines_is_seen(width: int) -> None:
    cues = [("あ" * n, "い" * (width - n % 3)) for n in range(5, width + 1)] * 20 + [("う" * 40,)]
    assert house.guessed_width(cues) == width


def srt(count: int) -> str:
    stamp = "{0:02}:{1:02}:00,000 --> {0:02}:{1:02}:03,000"
    return "".join(
        f"{n + 1}\n{stamp.format(n // 60, n % 60)}\n島の灯台では毎朝五時に―\n火を消しています\n\n" for n in range(count)
    )


@pytest.mark.parametrize("suffix", [".srt", ".vtt"])
def test_one_long_file_has_parts_that_can_be_held_out(tmp_path: Path, suffix: str) -> None:
    text = srt(400)
    file = tmp_path / f"島の話{suffix}"
    file.write_text(f"WEBVTT\n\n{text.replace(',', '.')}" if suffix == ".vtt" else text, encoding="utf-8")
    (read,) = texts.read_texts(file, None)
    used, kept = texts.divided([read], 5)
    cues = sum(len(part.cues) + 1 for one in (*used, *kept) for part in one.parts)
    assert (cues, read.width, len(kept)) == (400, 11.0, 2)
    assert "―" not in read.parts[0].text


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    file = tmp_path / "a.srt"
    lines = ["島です\n朝です\n夜です", "あ" * 40, "島の灯", "灯台守の人た\nちです"]
    stamp = "00:00:0{0},000 --> 00:00:0{0},900"
    file.write_text("".join(f"{n}\n{stamp.format(n)}\n{line}\n\n" for n, line in enumerate(lines, 1)), encoding="utf-8")
    found = texts.left_out(list(texts.read_texts(file, 16.0)))
    assert found == {"of more than 2 lines": 1, "wider than 16": 1, "with a word divided": 1}


def test_what_is_not_installed_is_said_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    done = jimaku("fit", "x.srt", "-o", str(tmp_path / "y.json"))
    assert (done.exit_code, done.stderr) == (
        3, "jimaku: numba is not installed — pip install 'jimaku-toolkit[fit]'\n",
    )  # fmt: skip


def test_weights_that_held_out_cues_speak_against_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    from toolkit.fitting import weights

    (tmp_path / "a.srt").write_text(srt(200), encoding="utf-8")
    output = tmp_path / "my.json"
    bare = BreakModel({}, [{} for _ in default().weights], default().tables, "bare")
    monkeypatch.setattr(weights, "fitted", lambda *_: bare)
    asked = ["fit", str(tmp_path / "a.srt"), "-o", str(output)]
    done = jimaku(*asked)
    assert (done.exit_code, output.exists()) == (1, False)
    assert "got worse" in done.stderr
    assert jimaku(*asked, "--force").exit_code == 0
    assert output.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "is not there"),
        ("", "no cues were found"),
    ],
)
def test_nothing_to_learn_from_is_said(tmp_path: Path, content: str | None, said: str) -> None:
    pytest.importorskip("numba")
    folder = tmp_path / "a=b"
    if content is not None:
        folder.mkdir()
        (folder / "話.txt").write_text(content, encoding="utf-8")
    done = jimaku("fit", str(folder), "-o", str(tmp_path / "my.json"))
    assert (done.exit_code, said in done.stderr) == (2, True)


def test_a_house_that_breaks_before_its_particles_is_learned(tmp_path: Path) -> None:
    """Real weights, fitted and taken by subtitle."""
    pytest.importorskip("numba")
    (tmp_path / "a.srt").write_text(srt(300), encoding="utf-8")
    done = jimaku("fit", str(tmp_path / "a.srt"), "-o", str(tmp_path / "my.json"), "--iterations", "5", "--force")
    assert done.exit_code == 0, done.stderr
    talk = tmp_path / "talk.txt"
    talk.write_text("島の灯台では毎朝五時に火を消しています。", encoding="utf-8")
    cut = jimaku("subtitle", str(talk), "--plain", "--breaks", str(tmp_path / "my.json"), "-o", "-")
    assert (cut.exit_code, "火を消しています" in cut.stdout) == (0, True)
