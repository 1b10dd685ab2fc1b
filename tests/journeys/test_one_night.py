"""``scripts/bench/night.py`` with a few files: what is broken, locked or collides fails, and all others are made."""

from __future__ import annotations

import sys
from pathlib import Path

from walking import ROOT

COUNT = 60
sys.path.insert(0, str(ROOT / "scripts" / "bench"))


def test_a_night_of_mixed_files(tmp_path: Path) -> None:
    from night import BROKEN, COLLIDING, LOCKED, one

    night, found = one(tmp_path, COUNT, "silent", 2)
    assert found == []
    assert night.code == 1
    assert len(list((tmp_path / f"out{COUNT}").rglob("talk-*/talk-*.wav"))) == COUNT - BROKEN - COLLIDING - LOCKED


def test_memory_is_that_of_the_run_whoever_else_is_on_the_machine() -> None:
    """What is each process's own, and the files that they map once: other programs that map these too change the
    proportional sizes and nothing else.
    """
    from bench import held

    def rollup(rss: int, pss: int, anonymous: int) -> str:
        sizes = {"Rss": rss, "Pss": pss, "Pss_Anon": anonymous, "Pss_Shmem": 0, "Anonymous": anonymous}
        return "55f-7ff ---p 00000000 00:00 0 [rollup]\n" + "".join(f"{k}: {v:>9} kB\n" for k, v in sizes.items())

    alone = [rollup(50, 40, 30), rollup(250, 170, 90), rollup(240, 165, 90)]
    beside_another = [rollup(50, 33, 30), rollup(250, 150, 90), rollup(240, 145, 90)]
    assert held(alone) == held(beside_another) == (30 + 90 + 90 + 160) * 1024
    assert held(["", *alone, ""]) == held(alone)
