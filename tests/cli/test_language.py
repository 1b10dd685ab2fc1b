"""What a Japanese user reads."""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner, Result

from toolkit.cli import COMMANDS, cli
from toolkit.cli.language import Context, asked, talking, wrapped
from toolkit.cli.readings import SOURCES
from toolkit.formats.remarks import Severity
from toolkit.japanese.reading import ReadingSource
from toolkit.japanese.width import width
from toolkit.messages import LANGUAGES, in_japanese, named
from toolkit.speech import engine_named
from toolkit.styles import STYLES
from toolkit.styles.house import KEYS

ENGLISH = re.compile(r"(?<!-)\b(the|of|is|are|and|with|what|which|where|not|that|each|every)\b")


def jimaku(*arguments: str, language: str = "ja") -> Result:
    return CliRunner(env={"JIMAKU_LANG": language}).invoke(cli, list(arguments), prog_name="jimaku")


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(
        "海の仕事\n\n汐田：灯台はいつも静かです。\n\n波多野：そうですか。\n\n汐田：はい。\n", encoding="utf-8"
    )
    return path


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nope"], "jimaku: コマンド 'nope' はありません — `jimaku --help` を見てください"),
        (["subtitle"], "jimaku: 引数 'FILE' がありません — `jimaku subtitle --help` を見てください"),
        (["subtitle", "nix.txt"], "jimaku: nix.txt: 見つかりません — パスのつづりを確かめてください"),
        (
            ["subtitle", "x", "--scope", "half"],
            "jimaku: '--scope' の値が正しくありません: 'half' は 'interview', 'article', 'all' のどれでもありません — "
            "`jimaku subtitle --help` を見てください",
        ),
        (
            ["subtitle", "x", "--line-width", "13文字"],
            "jimaku: '--line-width' の値が正しくありません: 13文字 は数ではありません — 4〜100 の数を書いてください — "
            "`jimaku subtitle --help` を見てください",
        ),
        (
            ["narrate", "x", "--rate", "3"],
            "jimaku: --rate '3': 3 は範囲の外です — 0.5〜2 にしてください",
        ),
        (["styles", "nope"], "jimaku: 'nope' というスタイルはありません — 次から選んでください: "),
    ],
)
def test_a_fault_is_one_line_in_japanese(arguments: list[str], line: str) -> None:
    result = jimaku(*arguments)
    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith(line)


def test_a_run_talks_japanese_and_its_results_stay(talk: Path, tmp_path: Path) -> None:
    english = jimaku("subtitle", str(talk), "-o", str(tmp_path / "a.srt"), language="en")
    japanese = jimaku("subtitle", str(talk), "-o", str(tmp_path / "b.srt"))
    assert (tmp_path / "a.srt").read_bytes() == (tmp_path / "b.srt").read_bytes()
    assert re.search(r"b\.srt: キュー \d+ 個、0 分 \d\d 秒、スタイル sdh", japanese.stderr)
    assert re.search(r"a\.srt: \d+ cues, 0 min \d\d s, style sdh", english.stderr)
    assert jimaku("subtitle", str(talk), "-o", "-").stdout_bytes == (tmp_path / "a.srt").read_bytes()


def test_a_report_is_japanese_and_its_json_is_not(talk: Path) -> None:
    assert not ENGLISH.search(jimaku("inspect", str(talk)).stdout)
    data = [json.loads(jimaku("inspect", str(talk), "--json", language=one).stdout) for one in ("ja", "en")]
    assert data[0] == data[1]


def words_of_tables() -> Iterator[str]:
    """What the tables of `styles`, `styles --keys`, `voices` and `readings` are filled with."""
    for style in STYLES.values():
        yield from (style.based_on, *(citation.source for citation in style.citations.values()))
    for key in KEYS.values():
        yield from (key.words, key.meaning)
    for engine in ("openjtalk", "silent"):
        yield from (voice.description for voice in engine_named(engine).voices())
    with talking(["--lang", "ja"]):
        yield from (named(source, SOURCES) for source in get_args(ReadingSource))
    yield from get_args(Severity)


def test_tables_are_filled_with_japanese() -> None:
    """Names, and what a key takes, stay as they are."""
    names = re.compile(r"[A-Z][A-Za-z]+|llm-subtrans|totus|(.*, )?[a-z-]+ か [a-z-]+|\w+_\w+|\b(source|sdh|rules)\b")
    said = [in_japanese(words) for words in words_of_tables()]
    assert [words for words in said if re.search(r"[a-z]{3}", names.sub("", words))] == []


def test_severities_and_the_log_are_japanese(talk: Path, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\n海の仕事は長い夜の仕事です\n", encoding="utf-8")
    found = jimaku("check", str(tmp_path / "a.srt"))
    assert re.search(r"a\.srt:2: 誤り NFJS-CPS 毎秒 13\.0 字", found.stdout)
    assert json.loads(jimaku("check", str(tmp_path / "a.srt"), "--json").stdout)["findings"][0]["severity"] == "error"
    told = ["--engine", "silent", "--jobs", "1", "--log", str(tmp_path / "log")]
    jimaku("batch", str(talk), "-o", str(tmp_path / "done"), *told)
    lines = (tmp_path / "log").read_text(encoding="utf-8").splitlines()
    assert [line[20:] for line in lines[1:4]] == [f"{talk}: 読み", f"{talk}: 朗読", f"{talk}: 書き出し"]
    assert re.fullmatch(r".{19} 1/1 .*talk\.txt: キュー \d+ 個、0 分 \d\d 秒", lines[4])
    rehearsed = jimaku("batch", str(talk), "-o", str(tmp_path / "other"), "--dry-run").stdout
    assert rehearsed == f"作成 {talk} → talk\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_japanese_and_as_wide_as_a_terminal(name: str) -> None:
    text = jimaku(name, "--help").stdout
    assert text.startswith(f"使い方: jimaku {name} ")
    told = [line for line in text.splitlines() if not re.search(r"jimaku \w+ |Whisper|--\w", line)]
    assert [line for line in told if ENGLISH.search(line)] == []
    options = text.partition("オプション:")[2].partition("例:")[0]
    assert [line for line in options.splitlines() if 2 * width(line) > 80 and not line.lstrip().startswith("-")] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_something_in_japanese(name: str) -> None:
    command: click.Command = importlib.import_module(f"toolkit.cli.{name}").command
    told = [str(option.help) for option in command.params if isinstance(option, click.Option)]
    assert [words for words in told if in_japanese(words).isascii()] == []


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_help_is_made_of_lines_and_nothing_else(name: str, language: str) -> None:
    """Marks of click where it does not see them would reach the terminal, and so would the names of its types."""
    text = jimaku(name, "--help", language=language).stdout
    assert re.findall(r"[\x00-\x09\x0b-\x1f\x7f]| RANGE\b", text) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_english_help_is_what_click_writes(name: str) -> None:
    command: click.Command = importlib.import_module(f"toolkit.cli.{name}").command
    with talking(["--lang", "en"]):
        ours, plain = Context(command, info_name=name), click.Context(command, info_name=name)
        plain.formatter_class = click.HelpFormatter  # click finds it on the class
        assert command.get_help(ours) == command.get_help(plain)


def test_the_flag_wins_over_the_environment() -> None:
    assert "Usage" in jimaku("--lang", "en", "--help").stdout
    assert "使い方" in jimaku("--lang=ja", "--help", language="en").stdout
    assert jimaku("--lang", "fr", "--help").exit_code == 0  # help is asked for first
    assert jimaku("--lang", "fr", "styles").exit_code == 2


def test_the_flag_is_known_before_anything_is_parsed() -> None:
    assert asked(["--lang", "ja", "subtitle"]) == "ja"
    assert asked(["--lang=en"]) == "en"
    assert asked(["subtitle", "--lang", "ja"]) is None
    assert asked(["--lang"]) is None
    assert asked(["--lang", "xx"]) is None


def test_a_run_that_has_ended_leaves_nothing_of_its_language() -> None:
    before = sys.stderr
    jimaku("styles")
    assert sys.stderr is before
    assert "Usage" in jimaku("--help", language="en").stdout


def test_the_locale_of_a_process_is_heard(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "JIMAKU_LANG"} | {"LC_ALL": "ja_JP.UTF-8"}
    run = [sys.executable, "-m", "toolkit", "subtitle", "nix.txt"]
    done = subprocess.run(run, env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr.decode() == "jimaku: nix.txt: 見つかりません — パスのつづりを確かめてください\n"


def test_lines_end_where_japanese_lines_may() -> None:
    lines = wrapped("字幕ファイルの名前（.vtt、.ass、.ttml …）なら字幕も書きます。複数指定できます。", 24)
    assert "".join(lines) == "字幕ファイルの名前（.vtt、.ass、.ttml …）なら字幕も書きます。複数指定できます。"
    assert all(2 * width(line) <= 24 for line in lines)
    assert not any(line.startswith(("、", "。", "）")) for line in lines)
