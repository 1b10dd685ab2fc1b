"""Transcripts made as they appear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.cli.watch import Inbox

TALK = "汐田：灯台はいつも静かです。\n\n波多野：そうですか。\n\n汐田：はい。\n"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What batch would be asked to make, run by run."""
    from toolkit.cli.batch import command

    runs: list[list[str]] = []
    monkeypatch.setattr(command, "main", lambda run, **_: runs.append(run))
    return runs


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("toolkit.cli.watch.time.monotonic", clock)
    return clock


def names(run: list[str]) -> list[str]:
    return [Path(word).name for word in run[: run.index("--root")]]


def test_what_is_there_is_made_and_what_comes_when_it_is_whole(
    tmp_path: Path, made: list[list[str]], clock: Clock
) -> None:
    inbox = Inbox(tmp_path, str(tmp_path.parent / "out"), ("--subtitle",), 2.0)
    (tmp_path / "old.txt").write_text(TALK, encoding="utf-8")
    os.utime(tmp_path / "old.txt", (1, 1))
    inbox.begin()
    assert names(made[0]) == ["old.txt"]
    assert made[0][1:] == ["--root", str(tmp_path), "-o", str(tmp_path.parent / "out"), "--subtitle"]
    (tmp_path / "new.txt").write_text(TALK, encoding="utf-8")
    inbox.look()
    clock.now += 1.5
    (tmp_path / "new.txt").write_text(TALK * 2, encoding="utf-8")  # it grows: the wait begins anew
    inbox.look()
    clock.now += 1.5
    inbox.look()
    assert len(made) == 1
    clock.now += 1
    inbox.look()
    assert names(made[1]) == ["new.txt"]
    assert inbox.waiting == {}
    inbox.look()
    assert len(made) == 2


def test_a_file_that_changes_is_made_again_and_one_that_goes_is_not(
    tmp_path: Path, made: list[list[str]], clock: Clock
) -> None:
    inbox = Inbox(tmp_path, str(tmp_path.parent / "out"), (), 2.0)
    (tmp_path / "a.txt").write_text(TALK, encoding="utf-8")
    os.utime(tmp_path / "a.txt", (1, 1))
    inbox.begin()
    (tmp_path / "a.txt").write_text(TALK * 2, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TALK, encoding="utf-8")
    inbox.look()
    (tmp_path / "b.txt").unlink()
    clock.now += 2
    inbox.look()
    assert [names(run) for run in made] == [["a.txt"], ["a.txt"]]


def test_what_is_no_transcript_or_empty_is_not_made(tmp_path: Path, made: list[list[str]], clock: Clock) -> None:
    inbox = Inbox(tmp_path, str(tmp_path / "out"), (), 0.0)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "x.txt").write_text(TALK, encoding="utf-8")
    for name in ("a.xyz", ".hidden.txt", "~$a.docx", "empty.txt"):
        (tmp_path / name).write_bytes(b"" if name == "empty.txt" else b"x")
    inbox.look()
    clock.now += 5
    inbox.look()
    assert made == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["watch", str(tmp_path / "none"), "-o", "out"])
    assert done.exit_code == 2
    assert "is no folder — name the folder to watch" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
def test_ctrl_c_ends_it_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    inbox, out = tmp_path / "in", tmp_path / "out"
    inbox.mkdir()
    run = [sys.executable, "-m", "toolkit", "watch", str(inbox), "-o", str(out), "--subtitle", "--settle", "0.2"]
    root = str(Path(__file__).parents[2])
    with subprocess.Popen(run, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stderr is not None
        assert b"watching" in process.stderr.readline()
        (inbox / "a.txt").write_text(TALK, encoding="utf-8")
        for _ in range(600):
            if (out / "report.json").exists():
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
    assert process.returncode == 130
    assert "interrupted, nothing half-written is left" in told
    assert (out / "a.srt").exists()
    assert [path.name for path in out.rglob("*") if path.name.startswith(".")] == []
