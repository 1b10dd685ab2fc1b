"""Killed at each thing it asks of the folder, a run leaves the old edition or the new one, and `verify` says which.

The process is killed from within, by an audit hook, just before the n-th file is opened, made, renamed or removed
there, or brought to the disk: nothing can be cleaned up after that.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit import pipeline
from toolkit.edition.folder import editions, ours_alone
from toolkit.errors import InputError, OutputError
from toolkit.pipeline import Cutting, Speaking
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import style_named
from toolkit.system.leftovers import temporary
from toolkit.system.locks import alone
from toolkit.transcript import read_script
from toolkit.verify import verify

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")

OLD = "山田\n港の朝は早いです。\n\n佐藤\n何時ですか。\n\n森\n四時です。\n"
NEW = "山田\n港の夜は遅いです。\n\n佐藤\nなぜですか。\n"
_ASKED = ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link")


def _narrate(folder: Path, text: str) -> None:
    source = folder.parent / f"{len(text)}.txt"
    source.parent.mkdir(exist_ok=True)
    if not source.exists():
        source.write_text(text, "utf-8")
    speaking = Speaking(EngineSpec("silent"), jobs=0)
    pipeline.narrate(read_script(source), Cutting(style_named("sdh")), speaking, folder, "港")


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _killed_at(count: int, folder: Path, do: Callable[[], None]) -> bool:
    """Whether a process that does it came so far that it was killed."""
    pid = os.fork()
    if not pid:
        try:
            _kill_at(count, folder)
            do()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def _kill_at(count: int, folder: Path) -> None:
    asked = 0

    def once_more() -> None:
        nonlocal asked
        asked += 1
        if asked == count:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, about: tuple[object, ...]) -> None:
        if event in _ASKED and any(str(folder) in str(one) for one in about):
            once_more()

    sync = os.fsync
    os.fsync = lambda handle: (once_more(), sync(handle))[1]  # type: ignore[assignment]
    sys.addaudithook(hook)


@pytest.mark.parametrize("before", [OLD, ""], ids=["over an old edition", "into no folder"])
def test_old_or_new_wherever_it_is_killed(before: str, tmp_path: Path) -> None:
    new = tmp_path / "new" / "版"
    _narrate(new, NEW)
    wanted = [_contents(new)]
    if before:
        old = tmp_path / "old" / "版"
        _narrate(old, before)
        wanted.append(_contents(old))
    count, states = 1, set()
    while True:
        folder = tmp_path / str(count) / "版"
        if before:
            _narrate(folder, before)
        if not _killed_at(count, folder, lambda at=folder: _narrate(at, NEW)):  # type: ignore[misc]
            break
        states.add(_told(folder))
        with ours_alone(folder):
            pass
        found = _contents(folder)
        assert found in (wanted if before else [*wanted, {}]), f"killed at {count}"
        assert not found or not verify(*_edition(folder)), f"killed at {count}"
        count += 1
    assert _contents(folder) == wanted[0]
    assert states >= {"killed", "left"}
    assert count > 30


def _edition(folder: Path):  # type: ignore[no-untyped-def]
    ((_, edition),) = editions(folder).items()
    return edition, folder


def _told(folder: Path) -> str:
    """What `verify` says of what was killed: never that a mixture is an edition."""
    try:
        edition, _ = _edition(folder)
    except InputError as error:
        return "killed" if "killed while" in error.what else "none"
    faults = [finding.message for finding in verify(edition, folder)]
    assert all("run that was broken off" in fault for fault in faults), faults
    return "left" if faults else "whole"


@pytest.mark.parametrize("refused", range(1, 14))
def test_what_a_system_refuses_in_between_is_put_back(
    refused: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "版"
    _narrate(folder, OLD)
    before, asked, replace = _contents(folder), 0, os.replace

    def failing(src: Path, dst: Path) -> None:
        nonlocal asked
        asked += folder in Path(dst).parents
        if asked == refused:
            asked += 1
            raise OSError(5, "Input/output error", str(src))
        replace(src, dst)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(OutputError, match="Input/output"):
        _narrate(folder, NEW)
    assert _contents(folder) == before


@pytest.mark.parametrize("refused", [3, 6, 9, 12])
def test_what_cannot_be_put_back_either_is_finished_by_the_next_run(
    refused: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, new = tmp_path / "版", tmp_path / "new" / "版"
    _narrate(folder, OLD)
    _narrate(new, NEW)
    asked, replace = 0, os.replace

    def failing(src: Path, dst: Path) -> None:
        nonlocal asked
        asked += folder in Path(dst).parents
        if asked >= refused:
            raise OSError(5, "Input/output error", str(src))
        replace(src, dst)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", failing)
        with pytest.raises(OutputError, match=r"Input/output.* the same command again finishes it"):
            _narrate(folder, NEW)
    assert _told(folder) == "killed"
    with ours_alone(folder) as finished:
        assert finished
    names = {name for name in _contents(folder) if not temporary(Path(name).name)}
    assert {name: data for name, data in _contents(folder).items() if name in names} == _contents(new)
    assert {"FILE"} >= {finding.rule for finding in verify(*_edition(folder))}


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "版"
    folder.mkdir()
    with alone(folder), pytest.raises(OutputError, match="being written by another run"):
        _narrate(folder, NEW)
    assert _contents(folder) == {}
    _narrate(folder, NEW)


def test_a_run_that_fails_leaves_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "deep" / "版"

    def refuse(*_: object) -> None:
        raise OutputError("is full")

    monkeypatch.setattr(pipeline, "_perform", refuse)
    with pytest.raises(OutputError, match="is full"):
        _narrate(folder, NEW)
    assert [path.name for path in folder.parent.iterdir()] == [f"{len(NEW)}.txt"]
    with pytest.raises(OutputError, match="is full"), ours_alone(tmp_path / "one" / "two"):
        refuse()
    assert not (tmp_path / "one").exists()
