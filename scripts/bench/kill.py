"""`kill -9` of a batch and everything it started, at random moments, then again: the same bytes, nothing left, nothing
spoken twice.

python scripts/bench/kill.py [--times 50] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import ROOT, jimaku, many, say


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--engine", default="openjtalk")
    given = parser.parse_args()
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        order = ["batch", str(many(folder / "in", 3, apart=3)), "--jobs", "2", "--engine", given.engine]
        lasted = jimaku(*order, "-o", folder / "whole", cache=folder / "cache-whole").seconds
        whole = _made(folder / "whole")
        good = 0
        for turn in range(given.times):
            good += _survived(folder, order, lasted * moments.uniform(0.02, 0.98), whole)
            print(f"  {turn + 1}: {good} good", file=sys.stderr, flush=True)
    return (
        0
        if say(f"killed {given.times} times, the same bytes and nothing twice", good / given.times, 1.0, least=True)
        else 1
    )


def _survived(folder: Path, order: list[str], after: float, whole: dict[str, bytes]) -> bool:
    out, cache, temporary = folder / "out", folder / "cache", folder / "tmp"
    for place in (out, cache, temporary):
        shutil.rmtree(place, ignore_errors=True)
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JIMAKU_CACHE": str(cache), "TMPDIR": str(temporary)}
    command = [sys.executable, "-m", "toolkit", *order, "-o", str(out)]
    quiet = {"cwd": ROOT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run = subprocess.Popen(command, env=environment, start_new_session=True, **quiet)
    time.sleep(after)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    finished = _sentences(cache)
    subprocess.run(command, env=environment, check=True, **quiet)
    again = _sentences(cache)
    left = [path for place in (out, cache, temporary) for path in place.rglob("*jimaku-*")]
    # a sentence that was spoken again would have been written again, as another file
    twice = [name for name, inode in finished.items() if again.get(name) != inode]
    other = [name for name, data in _made(out).items() if whole.get(name) != data] + [
        name for name in whole if not (out / name).exists()
    ]
    for what, names in (("left behind", left), ("spoken twice", twice), ("other bytes", other)):
        if names:
            print(f"  killed after {after:.2f} s, {what}: {', '.join(map(str, names))}", file=sys.stderr)
    return not (left or twice or other)


def _sentences(cache: Path) -> dict[str, int]:
    """The file of every sentence that is kept; one half-written has a hidden name."""
    return {path.name: path.stat().st_ino for path in cache.rglob("*.clip") if not path.name.startswith(".")}


def _made(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    sys.exit(main())
