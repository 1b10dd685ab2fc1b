"""Whether the tables of readings mend more than they break: every word and reading of them, on sentences with readings.

  python scripts/readings_gate.py CORPUS.tsv [CORPUS.tsv …]      rows that break as much as they mend, and the sums
  python scripts/readings_gate.py CORPUS.tsv --all               every row that changes a sentence
  python scripts/readings_gate.py CORPUS.tsv --raw               the sentences Open JTalk reads right and we do not

A line of a corpus has the columns id, sentence, reading in kana; or the last two alone. A row stays only if it mends
more than it breaks: each is left out in turn where it spoke. Exit code 1 where one does not.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.japanese.normalise import Piece
from toolkit.japanese.readings import Reader, homographs
from toolkit.japanese.readings.frontend import load
from toolkit.japanese.readings.kana import katakana
from toolkit.japanese.readings.passages import passages
from toolkit.verify.spelling import plain

Row = tuple[str, str]  # a word of the tables, and its reading


class Tables:
    """The rule of the tables with some rows left out, and what it said."""

    def __init__(self) -> None:
        self.left_out: frozenset[Row] = frozenset()
        self.spoke: set[Row] = set()
        self._rule = homographs.rule

    def __call__(self, text: str, at: int) -> list[Piece] | None:
        """``homographs.rule``, watched."""
        told = self._rule(text, at)
        rows = {(text[piece.start : piece.end], piece.spoken) for piece in told or ()}
        if rows & self.left_out:
            return None
        self.spoke |= rows
        return told


def corpus(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """(sentence, reading) of every line."""
    for path in paths:
        for line in path.read_text("utf-8").splitlines():
            cells = [cell for cell in line.split("\t") if cell.strip()]
            if len(cells) >= 2:
                sentence, reading = cells[1:3] if len(cells) > 2 else cells
                yield sentence, plain(reading)


def kana(reader: Reader, sentence: str) -> str:
    """The sentence as it is spoken."""
    return plain("".join(passage.reading.kana for passage in passages(reader, sentence)))


def main() -> int:
    """Print the rows, and say whether all are worth keeping."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--all", action="store_true", help="show the rows that mend, too")
    parser.add_argument("--raw", action="store_true", help="show what Open JTalk as it comes reads right and we do not")
    options = parser.parse_args()
    tables = Tables()
    homographs.rule = tables
    reader, mended, broken, example = Reader(), Counter[Row](), Counter[Row](), dict[Row, str]()
    for sentence, gold in corpus(options.corpora):
        tables.left_out, tables.spoke = frozenset(), set()
        ours = kana(reader, sentence) == gold
        if options.raw and not ours and plain(katakana(load().g2p(sentence, join=False))) == gold:
            print(f"{sentence}\n  {kana(reader, sentence)}\n  {gold}")
        for row in tuple(tables.spoke):
            tables.left_out = frozenset({row})
            without = kana(reader, sentence) == gold
            mended[row] += ours and not without
            broken[row] += without and not ours
            if without and not ours:
                example.setdefault(row, sentence)
    bad = [row for row in broken if broken[row] and broken[row] >= mended[row]]
    for row in sorted(mended if options.all else bad, key=lambda row: (mended[row] - broken[row], row)):
        if mended[row] or broken[row]:
            print(f"{row[0]} {row[1]}: mends {mended[row]}, breaks {broken[row]} {example.get(row, '')}")
    print(f"mended {mended.total()}, broken {broken.total()}; {len(bad)} rows break as much as they mend or more")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
