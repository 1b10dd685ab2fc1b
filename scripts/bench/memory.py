"""Peak memory of `jimaku narrate`, all processes together: eight interviews in one transcript against one. The eight
are of different hands (`tests/quality/interviews`), or with `--repeated` one eight times.

python scripts/bench/memory.py [--engine silent] [--repeated]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import different, grown, jimaku, say


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", default="openjtalk")
    parser.add_argument("--repeated", action="store_true")
    given = parser.parse_args()
    engine, made = given.engine, grown if given.repeated else different
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        peaks = []
        for times in (1, 8):
            text = made(folder / f"{times}.txt", times)
            ran = jimaku(
                "narrate",
                text,
                "-o",
                folder / f"out{times}",
                "--jobs",
                "2",
                "--engine",
                engine,
                cache=folder / f"cache{times}",
                watch=True,
            )
            peaks.append(ran.memory)
        one, eight = peaks
        detail = f"{eight / 2**20:.0f} MiB against {one / 2**20:.0f} MiB"
        return 0 if say("peak memory, 8 interviews / 1", eight / one, 1.15, detail=detail) else 1


if __name__ == "__main__":
    sys.exit(main())
