"""``jimaku readings``: one object a sentence or a line, a lexicon to edit, one clear line for a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli, progress
from toolkit.cli.readings import Line, one_word
from toolkit.japanese.reading import Word
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


@pytest.mark.parametrize(
    "words", [["readings"], ["readings", "--json"], ["readings", "--plain"], ["init"]], ids="-".join
)
def test_whoever_waits_sees_how_far_it_is(words: list[str], talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_EVERY_S", -1.0)
    result = CliRunner().invoke(cli, [*words, str(talk)])
    told = [line for line in result.stderr.splitlines() if line.startswith("reading: ")]
    assert result.exit_code == 0, result.output
    assert [line.split(",")[0] for line in told][-1] == "reading: 100 %"
    assert len(told) > 3
    assert "reading: " not in result.stdout


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


@pytest.mark.parametrize(
    ("text", "surface", "safe"),
    [
        ("実は、冬の話です。", "実は", True),
        ("駅までの時間と、その間の話です。", "間", False),  # in another word
        ("人は人、空は空です。", "空", False),  # one sign alone has many readings
        ("島で会社を作り、造船会社に売りました。", "会社", False),  # two readings
        ("月に1日、休みます。", "1日", False),  # stands in 11日
    ],
)
def test_a_suggestion_changes_nothing_before_it_is_looked_at(
    text: str, surface: str, safe: bool, tmp_path: Path
) -> None:
    (tmp_path / "talk.txt").write_text(text, encoding="utf-8")
    read = [json.loads(line) for line in _run(tmp_path / "talk.txt", "--plain", "--json").splitlines()]
    words = [[Word(0, 0, one["surface"], one["reading"]) for one in line["words"]] for line in read]
    assert any(word.surface == surface for line in words for word in line) or not safe
    lines = [Line(1, line["text"], tuple(row)) for line, row in zip(read, words, strict=True)]
    assert one_word(surface, lines) is safe


def test_a_lexicon_as_it_is_suggested_leaves_every_reading(tmp_path: Path) -> None:
    out, media = tmp_path / "names.csv", Path(__file__).parents[2] / "media" / "mijikai.txt"
    before = [json.loads(line)["reading"] for line in _run(media, "--json").splitlines()]
    _run(media, "--suggest", out)
    assert "\n# 1人,ヒトリ,\n" in out.read_text(encoding="utf-8")
    after = _run(media, "--json", "--lexicon", out)
    assert [json.loads(line)["reading"] for line in after.splitlines()] == before
    assert '"source": "lexicon"' in after


def test_a_bad_lexicon_is_one_line(talk: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("潮田,漢字\n", encoding="utf-8")
    output = _run(talk, "--lexicon", bad, exit_code=2)
    assert "bad.csv:1" in output
    assert "Traceback" not in output
