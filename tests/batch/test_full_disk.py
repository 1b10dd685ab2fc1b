"""A full disk during a batch: what can be said is said, what was there stays whole, and with more room the same command
does the rest.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.errors import OutputError
from toolkit.system.leftovers import abandoned
from toolkit.system.reserve import reserved
from toolkit.system.workers import Workers

TALK = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時です。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def jimaku(*args: str, jobs: int = 1) -> Result:
    """A batch of subtitles."""
    return CliRunner().invoke(cli, ["batch", "in", "-o", "out", "--subtitle", "--jobs", str(jobs), *args])


def put(*names: str) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(TALK.replace("五時", f"五時（{Path(name).stem}）"), encoding="utf-8")


def report() -> dict[str, Any]:
    return json.loads(Path("out/report.json").read_text("utf-8"))  # type: ignore[no-any-return]


def made() -> set[str]:
    return {path.relative_to("out").as_posix() for path in Path("out").rglob("*.srt")}


def test_a_report_that_cannot_be_written_is_told_and_made_by_the_same_command(monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a.txt")
    assert jimaku().exit_code == 0
    before = {name: Path("out", name).read_bytes() for name in ("report.json", "report.html")}
    put("in/b.txt")

    def full(texts: dict[str, str]) -> None:
        raise OutputError(
            "cannot be written (No space left on device)", where=next(iter(texts)), mend="free some space"
        )

    with monkeypatch.context() as patch:
        patch.setattr("toolkit.batch.reporting.write", full)
        done = jimaku()
    assert done.exit_code == 4
    assert "2 of 2 done (1 unchanged)" in done.stderr
    last = done.stderr.splitlines()[-1]
    assert "report.html: cannot be written (No space left" in last
    assert "free some space, then give the same command again" in last
    assert {name: Path("out", name).read_bytes() for name in before} == before
    again = jimaku()
    assert again.exit_code == 0, again.output
    assert {row["input"] for row in report()["rows"]} == {str(Path("in/a.txt")), str(Path("in/b.txt"))}


def test_room_for_the_report_is_kept_and_given_back(folder: Path) -> None:
    with reserved(folder, 3_000_000, "the report") as give_back:
        (kept,) = folder.iterdir()
        assert kept.stat().st_size == 3_000_000
        assert not abandoned(kept)
        give_back()
        assert list(folder.iterdir()) == []
    assert list(folder.iterdir()) == []


def test_no_room_for_the_report_is_told_before_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    put("in/a.txt")
    monkeypatch.setattr("toolkit.system.reserve._fill", full)
    done = jimaku()
    assert (done.exit_code, made()) == (4, set())
    assert done.stderr.splitlines()[-1] == (
        "jimaku: out: has no room for the report (No space left on device) — free some space"
    )


_SMALL_DISK = """
mkdir out && mount -t tmpfs -o size=512k tmpfs out || exit 77
"$@"; echo "first $?"; ls out
mount -o remount,size=8m out
"$@"; echo "second $?"; ls out
"""


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("unshare") is None, reason="no mount namespaces here")
def test_on_a_full_disk_the_report_is_written_and_with_more_room_all(folder: Path) -> None:
    put(*(f"in/{k}.txt" for k in range(12)))  # each leaves 45 kB: some find room and some do not
    command = ("unshare", "-rm", "sh", "-c", _SMALL_DISK, "sh", sys.executable, "-m", "toolkit", "--lang", "en")
    batch = ("batch", "in", "-o", "out", "--subtitle", "--jobs", "1")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run([*command, *batch], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if ran.returncode == 77 or "unshare:" in ran.stderr:
        pytest.skip("namespaces with mounts of their own may not be made here")
    first, second = ran.stdout.split("first 1")[1].split("second 0")
    assert "report.html" in first
    assert "report.json" in first
    assert 0 < len(re.findall(r"^\d+\.srt$", first, re.MULTILINE)) < 12
    assert "No space left on device" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert len(re.findall(r"^\d+\.srt$", second, re.MULTILINE)) == 12


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_log_that_breaks_off_stops_no_transcript() -> None:
    put("in/a.txt")
    done = jimaku("--log", "/dev/full")
    assert (done.exit_code, made()) == (4, {"a.srt"})
    told = [line for line in done.stderr.splitlines() if "/dev/full" in line]
    assert [line.split(":")[0] for line in told] == ["warning", "jimaku"]


def test_a_process_that_cannot_be_had_leaves_the_work_to_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a.txt", "in/b.txt")
    refused, hire = [1], Workers.hire

    def hired(self: Workers[Any], start_s: float) -> Any:
        if len(self) >= refused[0]:
            raise OutputError("has 0 kB free for temporary files", mend="free some space there")
        return hire(self, start_s)

    monkeypatch.setattr(Workers, "hire", hired)
    done = jimaku(jobs=2)
    assert (done.exit_code, made()) == (0, {"a.srt", "b.srt"})
    refused[0] = 0
    put("in/c.txt")
    done = jimaku(jobs=2)
    assert done.exit_code == 1
    assert "in/c.txt: has 0 kB free for temporary files — free some space there" in done.stderr
    assert report()["failed"] == 3
