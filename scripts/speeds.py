#!/usr/bin/env python3
"""Which tests are slow: those that take a third of a second and more, all their cases together.

.venv/bin/python -m pytest --durations=0 -vv > run.log
python scripts/speeds.py run.log                        writes tests/slow.txt
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from speeds import FILES, LIST

LEAST_S = 0.33
_ROW = re.compile(r"\s*([\d.]+)s (?:call|setup|teardown) +(tests/[^\[\s]+)")


def slow(text: str) -> list[str]:
    """The slow tests of a run, from what pytest says of its durations."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for row in filter(None, map(_ROW.match, text.splitlines())):
        seconds[row[2]] += float(row[1])
    return sorted(t for t, s in seconds.items() if s >= LEAST_S and t.partition("::")[0] not in FILES)


if __name__ == "__main__":
    logs = "\n".join(Path(name).read_text(encoding="utf-8") for name in sys.argv[1:]) or sys.stdin.read()
    LIST.write_text("\n".join(slow(logs)) + "\n", encoding="utf-8")
