"""`jimaku batch --jobs 2` against `--jobs 1`, both from nothing.

python scripts/bench/batch.py [--count 40] [--engine openjtalk]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import jimaku, many, say


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--engine", default="openjtalk")
    given = parser.parse_args()
    if (os.cpu_count() or 1) < 2:
        print("skipped: this machine has one core")
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        inputs = many(folder / "in", given.count)
        seconds = {}
        for jobs in (1, 2):
            order = ("batch", inputs, "-o", folder / f"out{jobs}", "--jobs", str(jobs), "--engine", given.engine)
            seconds[jobs] = jimaku(*order, cache=folder / f"cache{jobs}").seconds
        same = _made(folder / "out1") == _made(folder / "out2")
        print(f"{'ok  ' if same else 'OVER'} both wrote the same bytes")
        detail = f"{given.count} transcripts: {seconds[1]:.1f} s against {seconds[2]:.1f} s"
        return (
            0
            if say(
                "batch --jobs 2, times as fast as --jobs 1", seconds[1] / seconds[2], 1.85, least=True, detail=detail
            )
            and same
            else 1
        )


def _made(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
