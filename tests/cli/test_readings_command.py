"""``jimaku readings``: one object a sentence or a line, a lexicon to edit, one clear line for a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.narration import plan_of
from toolkit.transcript import read_script

_TALK = (
    "渚：OpenAIの人と話しました。楽しかったです。\n\n潮田：Zorblaxも人気でしたね。\n渚：そうですね。\n潮田：はい。\n"
)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    file = tmp_path / "talk.txt"
    file.write_text(_TALK, encoding="utf-8")
    return file


def _run(*arguments: object, exit_code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["readings", *map(str, arguments)])
    assert result.exit_code == exit_code, result.output
    return result.output


def test_plain_json_gives_one_object_for_every_line(tmp_path: Path) -> None:
    file = tmp_path / "lines.txt"
    file.write_text("一行目です。二文あります。\n\n😊\n四行目", encoding="utf-8")
    rows = [json.loads(line) for line in _run(file, "--plain", "--json").splitlines()]
    assert [row["line"] for row in rows] == [1, 2, 3, 4]
    assert rows[0]["text"] == "一行目です。二文あります。"
    assert (rows[1]["reading"], rows[1]["words"], rows[2]["reading"]) == ("", [], "")
    assert rows[3]["reading"] == "ヨンギョーメ"
    assert set(rows[0]) == {"line", "text", "reading", "words"}
    assert set(rows[0]["words"][0]) == {"surface", "reading", "source", "risk"}


def test_json_gives_one_object_a_sentence(talk: Path) -> None:
    texts = [json.loads(line)["text"] for line in _run(talk, "--json").splitlines()]
    assert "OpenAIの人と話しました。" in texts
    assert "楽しかったです。" in texts


def test_readings_shows_the_pieces_that_narrate_speaks(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    sentence = "潮が引くと浜には細い道が現れて、" * 18 + "。。。"
    assert len(sentence) == 291
    file.write_text(f"渚：{sentence}短い文です。\n潮田：はい。\n", encoding="utf-8")
    texts = [json.loads(line)["text"] for line in _run(file, "--json").splitlines()]
    spoken = [s.text for s in plan_of(read_script(file).turns).sentences]
    assert len(spoken) == 4
    assert texts == spoken


def test_the_most_doubtful_word_comes_first(talk: Path) -> None:
    first = _run(talk).splitlines()[0]
    assert "Zorblax" in first


def test_suggestions_come_back_as_a_lexicon(talk: Path, tmp_path: Path) -> None:
    out = tmp_path / "names.csv"
    _run(talk, "--suggest", out)
    text = out.read_text(encoding="utf-8")
    assert "Zorblax," in text
    out.write_text("surface,reading\nZorblax,ゾーブ\n", encoding="utf-8")
    assert '"reading": "ゾーブ", "source": "lexicon"' in _run(talk, "--json", "--lexicon", out)


def test_a_bad_lexicon_is_one_line(talk: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("潮田,漢字\n", encoding="utf-8")
    output = _run(talk, "--lexicon", bad, exit_code=2)
    assert "bad.csv:1" in output
    assert "Traceback" not in output
