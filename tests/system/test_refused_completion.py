"""What a killed run left and the system will not let us finish yet."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from toolkit.edition.folder import ours_alone
from toolkit.errors import OutputError
from toolkit.system import publication
from toolkit.system.leftovers import JOURNAL, sweep, temporary_prefix


def test_a_journal_stays_until_its_work_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, last = tmp_path / "new", tmp_path / "talk.json"
    new.write_text("new", "utf-8")
    journal = tmp_path / f"x{JOURNAL}"
    journal.write_text(json.dumps({"come": [["new", "talk.json"]], "go": []}), "utf-8")
    monkeypatch.setattr(publication, "abandoned", lambda _: True)

    def refused(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        assert publication.completed(tmp_path)
    assert (journal.exists(), new.exists(), last.exists()) == (True, True, False)
    assert publication.completed(tmp_path)
    assert (journal.exists(), new.exists(), last.read_text("utf-8")) == (False, False, "new")


@pytest.fixture
def dead() -> str:
    """The beginning of temporary names of a process that is no more: no system counts so far."""
    return temporary_prefix().replace(f"-{os.getpid()}-", "-4194399-")


def test_nothing_is_swept_that_a_journal_needs(dead: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "版"
    (folder / "tracks").mkdir(parents=True)
    new, track = folder / f"{dead}new.json", folder / "tracks" / f"{dead}new.wav"
    for path in (new, track):
        path.write_text("new", "utf-8")
    come = [
        [path.relative_to(folder).as_posix(), place] for path, place in ((track, "tracks/01.wav"), (new, "港.json"))
    ]
    journal = folder / f"{dead}x{JOURNAL}"
    journal.write_text(json.dumps({"come": come, "go": []}), "utf-8")

    def refused(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refused)
        with pytest.raises(OutputError, match=r"killed while .*, and cannot be finished"), ours_alone(folder):
            pass
    for place in (folder, folder / "tracks"):  # as a batch does before it looks at a transcript
        sweep(place)
    assert all(path.exists() for path in (new, track, journal))
    with ours_alone(folder) as finished:
        assert finished
        names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        assert names == {"港.json", "tracks/01.wav"}
    sweep(folder)
