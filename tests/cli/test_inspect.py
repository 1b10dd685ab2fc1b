"""``jimaku inspect``: its report, its JSON, its errors; and the sample transcripts as it sees them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.cli.options import tell_doubts
from toolkit.model import Doubt
from toolkit.transcript import parse_script

MEDIA = Path(__file__).parents[2] / "media"


def _run(*arguments: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(cli, ["inspect", *arguments], input=stdin)


def _json(*arguments: str) -> dict[str, Any]:
    result = _run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_json_has_the_promised_shape() -> None:
    data = _json(str(MEDIA / "mijikai.txt"))
    assert {"title", "meta", "sections", "cast", "turns", "directions", "doubts"} <= set(data)
    assert data["title"] == "夜の図書館"
    assert [(c["name"], c["aliases"], c["turns"]) for c in data["cast"]] == [
        ("聞き手", [], 4),
        ("葉山しずく", ["館長 葉山しずく", "葉山"], 4),
    ]
    assert data["cast"][1]["characters"] == sum(
        len("".join("".join(t["paragraphs"]).split())) for t in data["turns"] if t["speaker"] == "葉山しずく"
    )
    assert [t["line"] for t in data["turns"]] == [3, 5, 7, 9, 11, 13, 15, 17]
    assert [d["text"] for d in data["directions"]] == ["笑", "間"]


def test_the_article_around_an_interview() -> None:
    data = _json(str(MEDIA / "kouen.txt"))
    assert {c["name"]: c["role"] for c in data["cast"]} == {
        "宇津井": "",
        "汐見航平": "シオジエナジー代表取締役",
        "リナ・ハルヴォルセン": "主任技師",
        "浜辺勇作": "神渡漁協 組合長",
        "会場の高校生": "",
    }
    assert [s["kind"] for s in data["sections"]] == ["article", "article", "article", "interview", "article"]
    assert len(data["turns"]) == 22
    assert data["meta"]["出典"] == "島しょ経済ジャーナル"
    assert {d["text"] for d in data["directions"]} == {"拍手", "笑", "会場笑", "苦笑", "笑い声", "少し考えて"}


def test_names_before_a_colon_in_cp932() -> None:
    data = _json(str(MEDIA / "kaigi-cp932.txt"))
    assert [(c["name"], c["turns"]) for c in data["cast"]] == [("司会", 6), ("髙﨑", 8), ("槇野", 6)]
    assert any("CP932" in warning for warning in data["warnings"])
    assert data["doubts"] == []


@pytest.mark.parametrize("name", ["kouen.txt", "mijikai.txt", "kaigi-cp932.txt"])
def test_the_report_says_who_and_why(name: str) -> None:
    result = _run(str(MEDIA / name))
    assert result.exit_code == 0
    for word in ("Title", "Sections", "Cast", "why:", "times", "text follows", "Excluded"):
        assert word in result.output


def test_plain_text_from_standard_input() -> None:
    result = _run("-", "--plain", "--json", stdin="佐藤：はい。\n\n以上。".encode())
    data = json.loads(result.stdout)
    assert [(t["speaker"], t["paragraphs"]) for t in data["turns"]] == [
        (None, ["佐藤：はい。"]),
        (None, ["以上。"]),
    ]
    assert data["cast"] == []


def test_a_heading_is_told_with_its_section_not_as_a_turn(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(
        "佐藤：はい、そうです。\n鈴木：ええ。\n\n■次の十年\n\n佐藤：続けます。\n", encoding="utf-8"
    )
    data = _json(str(tmp_path / "t.txt"))
    assert [t["speaker"] for t in data["turns"]] == ["佐藤", "鈴木", "佐藤"]
    assert [s["heading"] for s in data["sections"]] == ["", "次の十年"]


@pytest.mark.parametrize(
    ("content", "says"), [(None, "does not exist"), (b"", "is empty"), (b"\x89PNG\r\n\x1a\n", "picture")]
)
def test_bad_input_is_one_line_and_exit_2(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "t.txt"
    if content is not None:
        path.write_bytes(content)
    result = _run(str(path))
    assert result.exit_code == 2
    assert says in result.output
    assert result.output.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_folder_is_one_line_and_exit_2(tmp_path: Path) -> None:
    result = _run(str(tmp_path))
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_the_project_file_beside_it_is_heard(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("佐藤：はい、そうです。\n鈴木：ええ。\n", encoding="utf-8")
    (tmp_path / "jimaku.toml").write_text('[[cast]]\nname = "佐藤太郎"\naliases = ["佐藤"]\n', encoding="utf-8")
    assert _json(str(tmp_path / "t.txt"))["cast"][0]["name"] == "佐藤太郎"
    (tmp_path / "jimaku.toml").write_text("styl = 1", encoding="utf-8")
    assert _run(str(tmp_path / "t.txt")).exit_code == 2


def test_help_ends_with_examples() -> None:
    assert "jimaku inspect talk.txt --json" in _run("--help").output


def test_the_voice_of_each(tmp_path: Path) -> None:
    """As `narrate` chooses them: the project's wish first, the others by the engine's order."""
    talk = tmp_path / "talk.txt"
    talk.write_text("佐藤：海の声です。\n鈴木：はい、そうですね。\n" * 3, encoding="utf-8")
    (tmp_path / "jimaku.toml").write_text('[[cast]]\nname = "鈴木"\nvoice = "takumi"\n', encoding="utf-8")
    assert "    voice: takumi" in _run(str(talk), "--voices").stdout.splitlines()
    told = {one["name"]: one["voice"] for one in _json(str(talk), "--voices")["cast"]}
    assert told["鈴木"] == "takumi" != told["佐藤"]
    assert "voice" not in _json(str(talk))["cast"][0]


TALK = "佐藤：海の声です。\n鈴木：はい、そうですね。\n" * 3


def test_voices_are_shown_unasked_where_they_cost_nothing(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    assert "    voice: hina" in _run(str(talk)).stdout.splitlines()
    (tmp_path / "jimaku.toml").write_text('engine = "silent"\n', encoding="utf-8")
    assert "voice:" not in _run(str(talk)).stdout
    assert "    voice: quiet-1" in _run(str(talk), "--voices").stdout.splitlines()


def test_what_stands_against_casting_is_told_and_the_rest_is_shown(tmp_path: Path) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    (tmp_path / "jimaku.toml").write_text('[[cast]]\nname = "鈴木"\nvoice = "loud"\n', encoding="utf-8")
    shown = _run(str(talk))
    assert shown.exit_code == 0
    assert "  no voices: no voice is called 'loud'" in shown.stdout
    assert "  佐藤: 3 turns" in shown.stdout
    assert _run(str(talk), "--voices").exit_code == 2


def test_the_usual_voices_are_known_without_arrays_and_engine() -> None:
    program = (
        "import sys; from toolkit.cli import cli; cli(['inspect', sys.argv[1]], standalone_mode=False); "
        "print(sorted({'numpy', 'pyopenjtalk', 'toolkit.speech.engines.openjtalk'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(MEDIA / "mijikai.txt")], capture_output=True, text=True, check=True
    )
    assert "voice: hina" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("name", "lines", "told"),
    [
        ("話.txt", (7,), "warning: 1 doubt about who says what (line 7): see `jimaku inspect 話.txt`\n"),
        ("話 一.txt", (1, 3), 'warning: 2 doubts about who says what (lines 1, 3): see `jimaku inspect "話 一.txt"`\n'),
    ],
)
def test_doubts_are_counted_and_the_command_can_be_pasted(
    capsys: pytest.CaptureFixture[str], name: str, lines: tuple[int, ...], told: str
) -> None:
    script = replace(parse_script("佐藤：港です。\n"), doubts=tuple(Doubt(line, "") for line in lines))
    tell_doubts(script, Path(name), strict=False)
    assert capsys.readouterr().err == told
