"""A folder that takes the place of another: killed or refused anywhere, the old or the new comes back."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import OutputError
from toolkit.system.folders import whole_folder
from toolkit.system.leftovers import sweep
from toolkit.system.publication import completed, unfinished

RENAME = Path.rename


def _make(place: Path, text: str) -> None:
    with whole_folder(place) as made:
        (made / "本文.txt").write_text(text, "utf-8")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    _make(tmp_path / "港-daisy", "old")
    return tmp_path / "港-daisy"


def _text(place: Path) -> str:
    return (place / "本文.txt").read_text("utf-8")


def _refusing(numbers: set[int]) -> Callable[[Path, Path], Path]:
    """A rename that is refused the times of these numbers."""
    asked = 0

    def rename(path: Path, target: Path) -> Path:
        nonlocal asked
        asked += 1
        if asked in numbers:
            raise PermissionError(13, "Permission denied", str(path))
        return RENAME(path, target)

    return rename


def test_the_new_takes_the_place_of_the_old(place: Path) -> None:
    _make(place, "new")
    assert _text(place) == "new"
    assert list(place.parent.iterdir()) == [place]


@pytest.mark.parametrize("refused", [1, 2])
def test_what_is_refused_is_put_back(refused: int, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "rename", _refusing({refused}))
    with pytest.raises(OutputError, match="Permission denied"):
        _make(place, "new")
    assert _text(place) == "old"
    assert list(place.parent.iterdir()) == [place]


def test_what_cannot_be_put_back_is_finished_later(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", _refusing({2, 3}))
        with pytest.raises(OutputError, match=r"Permission denied.* the same command again finishes it"):
            _make(place, "new")
    assert not place.exists()
    sweep(place.parent)
    assert unfinished(place.parent)
    assert completed(place.parent)
    assert _text(place) == "new"
    assert not unfinished(place.parent)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("count", [1, 2, 3])
def test_killed_at_each_rename(count: int, place: Path) -> None:
    pid = os.fork()
    if not pid:
        asked = 0

        def rename(path: Path, target: Path) -> Path:
            nonlocal asked
            asked += 1
            if asked == count:
                os.kill(os.getpid(), signal.SIGKILL)
            return RENAME(path, target)

        try:
            Path.rename = rename  # type: ignore[method-assign, assignment]
            _make(place, "new")
        finally:
            os._exit(0)
    killed = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    assert killed == (count < 3)
    assert place.exists() == (count != 2)
    assert bool(unfinished(place.parent)) == killed
    sweep(place.parent)
    completed(place.parent)
    sweep(place.parent)
    assert _text(place) == ("old" if count == 1 else "new")
    assert list(place.parent.iterdir()) == [place]
