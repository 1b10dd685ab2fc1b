"""`jimaku subtitle`: ten times the sample against one, and against BudouX and SudachiPy merely analysing the same text.

python scripts/bench/subtitle.py [TRANSCRIPT] [--rounds N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))
from bench import SAMPLE, best, grown, jimaku, python, say

_MERELY = """
import sys
import budoux
from sudachipy import Dictionary, SplitMode
parser = budoux.load_default_japanese_parser()
tokenizer = Dictionary(dict="core").create(mode=SplitMode.C)
for line in open(sys.argv[1], encoding="utf-8"):
    if line.strip():
        parser.parse(line.strip())
        [m.surface() for m in tokenizer.tokenize(line.strip())]
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "transcript", nargs="?", type=Path, help="an interview; without it one of the samples, eight times over"
    )
    parser.add_argument("--rounds", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tiny_text, one_text, ten_text = (folder / name for name in ("tiny.txt", "1.txt", "10.txt"))
        tiny_text.write_text("聞き手\nはい。\n\n山田\nいいえ。\n", "utf-8")
        times, sample = (1, given.transcript) if given.transcript else (8, SAMPLE)
        grown(one_text, times, sample)
        grown(ten_text, 10 * times, sample)
        rounds: list[list[float]] = []
        for _ in range(given.rounds):  # in turn, so that a slow moment of the machine meets them all
            ours = [
                jimaku("subtitle", text, "-o", folder / "out.srt").seconds for text in (tiny_text, one_text, ten_text)
            ]
            rounds.append([*ours, python("-c", _MERELY, one_text).seconds])
        start, single, tenfold, merely = map(best, zip(*rounds, strict=True))
        beside = median(one / other for _, one, _, other in rounds)  # round by round: what slows the machine meets both
        held = [
            say("subtitle, 10 × the sample / 1 ×, beyond start-up", (tenfold - start) / (single - start), 10.5,
                detail=f"{start:.2f} s to start, {single:.2f} s, {tenfold:.2f} s"),
            say("subtitle / BudouX and SudachiPy merely analysing", beside, 2.5, detail=f"{single:.2f} s against {merely:.2f} s"),  # noqa: E501
        ]  # fmt: skip
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
