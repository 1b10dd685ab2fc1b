"""A thousand short transcripts in one batch: all done, memory flat, no temporary file left.

python scripts/bench/thousand.py [--count 1000] [--engine silent]
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
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--engine", default="silent")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        temporary = folder / "tmp"
        temporary.mkdir()
        os.environ["TMPDIR"] = str(temporary)
        peaks = []
        for count in (given.count // 10, given.count):
            inputs = many(folder / f"in{count}", count)
            ran = jimaku(
                "batch",
                inputs,
                "-o",
                folder / f"out{count}",
                "--jobs",
                "2",
                "--engine",
                given.engine,
                cache=folder / f"c{count}",
                watch=True,
            )
            peaks.append(ran.memory)
            print(f"{count} transcripts in {ran.seconds:.0f} s, {ran.memory / 2**20:.0f} MiB at most")
        left = [*temporary.iterdir(), *folder.rglob(".jimaku-*")]
        print(f"{'ok  ' if not left else 'OVER'} {len(left)} temporary files left")
        return (
            0
            if say(f"peak memory, {given.count} transcripts / a tenth of them", peaks[1] / peaks[0], 1.15) and not left
            else 1
        )


if __name__ == "__main__":
    sys.exit(main())
