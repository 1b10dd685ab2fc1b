"""Folders of outputs: the last one is made, a path that is not there is mostly a slip."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli

TALK = "汐田：灯台はいつも静かです。\n\n波多野：そうですか。\n\n汐田：はい。\n"
RUNS = [  # what is run, what is written
    (["subtitle", "{talk}", "-o", "{out}/a.srt"], "a.srt"),
    (["narrate", "{talk}", "--engine", "silent", "-o", "{out}"], "talk.srt"),
    (["batch", "{talk}", "--subtitle", "--jobs", "1", "-o", "{out}"], "talk.srt"),
    (["convert", "{srt}", "{out}/a.vtt"], "a.vtt"),
    (["preview", "{srt}", "-o", "{out}/a.html"], "a.html"),
]


def run(tmp_path: Path, arguments: list[str], out: Path, *more: str) -> Result:
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "x.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nはい\n", encoding="utf-8")
    places = {"talk": tmp_path / "talk.txt", "srt": tmp_path / "x.srt", "out": out}
    return CliRunner().invoke(cli, [*(word.format(**places) for word in arguments), *more])


@pytest.mark.parametrize(("arguments", "name"), RUNS, ids=[arguments[0] for arguments, _ in RUNS])
def test_the_last_folder_is_made_and_more_if_it_is_asked_for(tmp_path: Path, arguments: list[str], name: str) -> None:
    done = run(tmp_path, arguments, tmp_path / "no" / "such")
    assert done.exit_code == 4
    assert f"{tmp_path / 'no'}: is not there, nor is what should be in it" in done.stderr
    assert "--parents" in done.stderr
    assert not (tmp_path / "no").exists()
    assert run(tmp_path, arguments, tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / name).exists()
    assert run(tmp_path, arguments, tmp_path / "no" / "such", "--parents").exit_code == 0
    assert (tmp_path / "no" / "such" / name).exists()


def test_standard_output_and_addresses_have_no_folders(tmp_path: Path) -> None:
    assert run(tmp_path, ["subtitle", "{talk}", "-o", "-"], tmp_path).exit_code == 0
    assert run(tmp_path, ["batch", "{talk}", "--subtitle", "-o", "memory://far/away/out"], tmp_path).exit_code == 0
