"""What a shell gives a command: little memory, closed streams, a terminal that obeys what is written on it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TALK = "山田：港の朝は早いですか。\n佐藤：四時です。\n"
posix = pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
JIMAKU = f'"{sys.executable}" -m toolkit'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "talk.txt").write_text(TALK, "utf-8")
    return tmp_path


def _shell(words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "JIMAKU_CACHE": str(folder / "cache")}
    return subprocess.run(
        ["sh", "-c", words], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@posix
@pytest.mark.parametrize(
    ("command", "limit"),
    [("narrate talk.txt -o out", 500_000), ("readings talk.txt", 500_000), ("subtitle talk.txt", 200_000)],
)
def test_little_address_space_is_one_line_before_any_work(command: str, limit: int, folder: Path) -> None:
    done = _shell(f"ulimit -v {limit}; {JIMAKU} {command}", folder)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "of address space are allowed here" in done.stderr
    assert "ulimit -v" in done.stderr
    assert [path.name for path in folder.iterdir()] == ["talk.txt"]


_RUN = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
_PEAK = _RUN + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"


@pytest.mark.skipif(sys.platform != "linux", reason="kilobytes are what Linux counts in")
@pytest.mark.parametrize("ruby", [False, True], ids=["text", "ruby"])
def test_one_paragraph_of_hours_takes_little_memory(ruby: bool, folder: Path) -> None:
    """A megabyte in a line, no two sentences of it alike; whole, its lattice alone would take 300 MB."""
    noun = "｜港《みなと》" if ruby else "港の町"
    (folder / "long.txt").write_text("".join(_sentence(k, noun) for k in range(12_000)), "utf-8")
    command = [sys.executable, "-c", _PEAK, sys.executable, "-m", "toolkit", "subtitle", "long.txt", "--plain"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "JIMAKU_CACHE": str(folder / "cache")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    assert int(done.stdout) < 260 * 1024


def _sentence(k: int, noun: str) -> str:
    """The k-th of many that differ."""
    who, what = "漁師 先生 職人 記者 祖母 農家 作家".split(), "船 橋 駅 店 家 畑 庭 道 森 山 川".split()
    did = "見ました 直しました 探しました 作りました 覚えています".split()
    return f"{k}年前、{who[k % 7]}は{noun}で{what[k % 11]}を{k % 97 + 2}回{did[k % 5]}。"


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_streams_are_no_failure(closed: str, folder: Path) -> None:
    done = _shell(f"{JIMAKU} batch talk.txt -o out --narrate --engine silent {closed}", folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "talk" / "talk.json").is_file()
    assert "talk" in (folder / "out" / "report.html").read_text("utf-8")


@posix
def test_nothing_in_a_name_steers_a_terminal(folder: Path) -> None:
    name = "a\x1b]0;x\x07\u202eb.txt"
    (folder / name).write_text(TALK, "utf-8")
    program = (
        "import os, pty, sys; pid, fd = pty.fork()\n"
        "if not pid: os.execv(sys.executable, [sys.executable, '-m', 'toolkit', 'subtitle', sys.argv[1]])\n"
        "said = b''\n"
        "try:\n"
        "    while block := os.read(fd, 4096): said += block\n"
        "except OSError: pass\n"
        "sys.stdout.buffer.write(said)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, name],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        check=True,
    )
    said = done.stdout.decode()
    assert r"a\x1b]0;x\x07\u202eb.srt" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)
