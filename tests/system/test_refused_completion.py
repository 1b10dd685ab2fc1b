"""What a killed run left and the system will not let us finish yet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from toolkit.system import publication


def test_a_journal_stays_until_its_work_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, last = tmp_path / "new", tmp_path / "talk.json"
    new.write_text("new", "utf-8")
    journal = tmp_path / f"x{publication.JOURNAL}"
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
