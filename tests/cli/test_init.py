"""A series begun from one transcript."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.cli.init import LEXICON
from toolkit.inputs.lexicon import read_lexicon
from toolkit.wishes.project import SCHEMA, load_project

TALK = "海の仕事\n\n汐田灯里（灯台守）：Zorblaxは静かです。\n\n波多野：そうですか。\n\n汐田：はい、そうです。\n"


def init(folder: Path, *arguments: str, language: str = "en") -> Result:
    (folder / "talk.txt").write_text(TALK, encoding="utf-8")
    return CliRunner(env={"JIMAKU_LANG": language}).invoke(cli, ["init", str(folder / "talk.txt"), *arguments])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_both_files_are_read_by_the_next_run(tmp_path: Path, language: str) -> None:
    assert init(tmp_path, language=language).exit_code == 0
    project = load_project(tmp_path / "jimaku.toml")
    assert [member.name for member in project.cast][1:] == ["波多野"]
    assert {entry.surface for entry in read_lexicon(tmp_path / LEXICON)} >= {"Zorblax"}
    assert (tmp_path / LEXICON).read_bytes().startswith(b"\xef\xbb\xbf")
    done = CliRunner().invoke(cli, ["subtitle", str(tmp_path / "talk.txt"), "-o", "-"])
    assert done.exit_code == 0


def test_what_stands_behind_a_sign_may_be_said(tmp_path: Path) -> None:
    """Every key is shown with a value that it may have."""
    init(tmp_path)
    text = (tmp_path / "jimaku.toml").read_text(encoding="utf-8")
    keys = [key.name for key in SCHEMA if key.name != "cast"]
    open_ = "\n".join(
        line.removeprefix("# ") if any(line.startswith(f"# {key} = ") for key in keys) else line
        for line in text.splitlines()
    )
    assert set(tomllib.loads(open_)) == {*keys, "cast"}
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "jimaku.toml").write_text(open_, encoding="utf-8")
    load_project(tmp_path / "all" / "jimaku.toml")


@pytest.mark.parametrize("there", ["jimaku.toml", LEXICON])
def test_what_is_there_is_kept(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")
    done = init(tmp_path)
    assert done.exit_code == 4
    assert f"{there}: is there already — --force writes over it" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted((there, "talk.txt"))
    assert (tmp_path / there).read_text(encoding="utf-8") == "mine"
    assert init(tmp_path, "--force").exit_code == 0
    assert (tmp_path / there).read_text(encoding="utf-8") != "mine"


def test_another_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "series").mkdir()
    assert init(tmp_path, "-o", str(tmp_path / "series")).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "series").iterdir()) == ["jimaku.toml", LEXICON]


def test_standard_input_has_no_folder() -> None:
    done = CliRunner().invoke(cli, ["init", "-"], input=TALK)
    assert done.exit_code == 2
    assert "name one with -o" in done.stderr


def test_comments_are_in_the_language_that_is_spoken(tmp_path: Path) -> None:
    init(tmp_path, language="ja")
    text = (tmp_path / "jimaku.toml").read_text(encoding="utf-8")
    assert "# 話者でないラベル（文字列のリスト）" in text
    assert "# --style と同じ" in text
    told = [line for line in text.splitlines() if line.startswith("#") and " = " not in line]
    assert [line for line in told if re.search(r"(?<!-)\b(or|and|the|of|path|line|file|takes)\b", line)] == []
    assert "\n# 3 行目, 1×, 英語: " in (tmp_path / LEXICON).read_text(encoding="utf-8")
