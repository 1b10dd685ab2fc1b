"""``scripts/bench/night.py`` with a few files: what is broken, locked or collides fails, and all others are made."""

from __future__ import annotations

import sys
from pathlib import Path

from walking import ROOT

COUNT = 60


def test_a_night_of_mixed_files(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "scripts" / "bench"))
    from night import BROKEN, COLLIDING, LOCKED, one

    night, found = one(tmp_path, COUNT, "silent", 2)
    assert found == []
    assert night.code == 1
    assert len(list((tmp_path / f"out{COUNT}").rglob("talk-*/talk-*.wav"))) == COUNT - BROKEN - COLLIDING - LOCKED
