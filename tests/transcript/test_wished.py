"""What a project file says of the lines of a series: how its labels are written, its columns, what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.transcript import parse_script, read_script
from toolkit.transcript.wished import label_by, left_out
from toolkit.wishes.project import load_project

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
LABELS = [  # pattern, line, name, what is said on it (None: no label)
    ("■NAME■ TEXT", "■佐藤■ はい。", "佐藤", "はい。"),
    ("■NAME■ TEXT", "■佐藤■　　はい。", "佐藤", "はい。"),
    ("■NAME■", "■佐藤 太郎■", "佐藤 太郎", ""),
    ("■NAME■", "■佐藤■ はい。", None, ""),
    ("NAME＞TEXT", "　たぬき丸＞比は３：１です。", "たぬき丸", "比は３：１です。"),
    ("NAME＞TEXT", "それは本当ですか？　＞はい", None, ""),
    ("<<NAME>> TEXT", "<<A.B>> はい。", "A.B", "はい。"),
    ("NAME曰く、TEXT", "老師曰く、行け。", "老師", "行け。"),
]


@pytest.mark.parametrize(("pattern", "line", "name", "said"), LABELS)
def test_labels_by_pattern(pattern: str, line: str, name: str | None, said: str) -> None:
    label = label_by([pattern], line)
    assert (label and label.name) == name
    assert label is None or label.body(line) == said


LINES = ["広告", "佐藤：はい。", "※写真は本社", "関連記事", "海の話", "次の回", "おわり"]
LEFT_OUT = [
    (["広告"], {0}),
    (["※*"], {2}),
    (["*写真*"], {2}),
    (["関連記事 .. 次の回"], {3, 4, 5}),
    (["関連記事 .."], {3, 4, 5, 6}),
    (["広告", "おわり"], {0, 6}),
    (["佐藤"], set()),
]


@pytest.mark.parametrize(("wishes", "found"), LEFT_OUT)
def test_what_is_left_out(wishes: list[str], found: set[int]) -> None:
    assert left_out(LINES, wishes) == found


def _project(folder: Path, text: str) -> Path:
    path = folder / "jimaku.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_series_writes_its_labels_as_nobody_else(tmp_path: Path) -> None:
    text = f"はじめに：注意\n□△佐藤△□ {LONG}\n鈴木：これは見出しです\n□△鈴木△□ はい。\n広告：海の家\n"
    project = load_project(_project(tmp_path, 'labels = ["□△NAME△□ TEXT"]\nleave_out = ["広告：*"]\n'))
    script = parse_script(text, project=project)
    assert [(t.speaker, t.text) for t in script.turns if t.speaker] == [
        ("佐藤", f"{LONG}\n鈴木：これは見出しです"),
        ("鈴木", "はい。"),
    ]
    assert [left.text for left in script.left_out if left.why == "page"] == ["広告：海の家"]


def test_columns_by_their_headers(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(
        "甲,乙,丙\n佐藤,海の声です。,1\n鈴木,はい、そうですね。,2\n佐藤,静かでした。,3\n", encoding="utf-8"
    )
    project = load_project(_project(tmp_path, '[columns]\ntext = "乙"\nspeaker = "甲"\nnote = "3"\n'))
    script = read_script(table, project=project)
    assert [(t.speaker, t.text) for t in script.turns] == [
        ("佐藤", "海の声です。"),
        ("鈴木", "はい、そうですね。"),
        ("佐藤", "静かでした。"),
    ]
    wrong = load_project(_project(tmp_path, '[columns]\ntext = "丁"\n'))
    with pytest.raises(InputError, match="丁"):
        read_script(table, project=wrong)


@pytest.mark.parametrize("pattern", ["TEXT", "NAME", "NAMETEXT", "TEXT：NAME", "NAME：NAME", "NAME：TEXT TEXT"])
def test_patterns_that_say_nothing_are_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(InputError, match="NAME"):
        load_project(_project(tmp_path, f'labels = ["{pattern}"]\n'))
