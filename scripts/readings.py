"""How many hard words are read right: the sentences of tests/quality/readings.tsv, ours beside Open JTalk as it comes.

  python scripts/readings.py            a line a kind of word
  python scripts/readings.py --wrong    every word read wrong, too
  python scripts/readings.py tests/quality/readings-words.tsv    another table of the same columns

A word is right if what is said for it, and for nothing beside it, is one of the readings given: long vowels count alike
however written. Open JTalk is given the sentence in NFKC.
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.japanese.readings import Reader
from toolkit.japanese.readings.frontend import load
from toolkit.japanese.readings.kana import katakana
from toolkit.verify.spelling import plain

TABLE = ROOT / "tests" / "quality" / "readings.tsv"


@dataclass(frozen=True)
class Case:
    """A sentence, the hard word in it at ``start``–``end``, and the readings a careful narrator would give it ('' is
    silence).
    """

    kind: str
    sentence: str
    start: int
    end: int
    readings: tuple[str, ...]

    @property
    def word(self) -> str:
        return self.sentence[self.start : self.end]


def cases(path: Path = TABLE) -> Iterator[Case]:
    """The rows of the table; the word stands in ‹ ›, ``-`` is silence."""
    for line in path.read_text("utf-8").splitlines()[1:]:
        kind, marked, readings = line.split("\t")
        before, _, rest = marked.partition("‹")
        word, _, after = rest.partition("›")
        given = tuple("" if reading == "-" else plain(reading) for reading in readings.split())
        yield Case(kind, before + word + after, len(before), len(before) + len(word), given)


def ours(reader: Reader) -> Callable[[Case], str]:
    """What is said for the words over a case's word; where they are longer, the least that its sides leave."""

    def said(case: Case) -> str:
        words = reader.read(case.sentence).words
        over = [w for w in words if w.start < case.end and w.end > case.start]
        sound = "".join(w.reading for w in over)
        lead = (
            reader.read(case.sentence[over[0].start : case.start]).kana if over and over[0].start < case.start else ""
        )
        tail = reader.read(case.sentence[case.end : over[-1].end]).kana if over and over[-1].end > case.end else ""
        return plain(sound).removeprefix(plain(lead)).removesuffix(plain(tail))

    return said


def peer(case: Case) -> str:
    """What Open JTalk says for the whole, less what it says for the sides."""
    library = load()

    def kana(text: str) -> str:
        folded = unicodedata.normalize("NFKC", text)
        return (
            plain(katakana([sign for sign in library.g2p(folded, join=False) if sign not in ("pau", "sil")]))
            if folded
            else ""
        )

    whole = kana(case.sentence)
    return whole.removeprefix(kana(case.sentence[: case.start])).removesuffix(kana(case.sentence[case.end :]))


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", nargs="?", type=Path, default=TABLE, help="kind, sentence, readings")
    parser.add_argument("--wrong", action="store_true", help="show every word that is read wrong")
    options = parser.parse_args()
    said, count, right, theirs = ours(Reader()), Counter[str](), Counter[str](), Counter[str]()
    for case in cases(options.table):
        sound = said(case)
        count[case.kind] += 1
        right[case.kind] += sound in case.readings
        theirs[case.kind] += peer(case) in case.readings
        if options.wrong and sound not in case.readings:
            print(f"{case.word}: {sound}, not {' '.join(case.readings)}   {case.sentence}")
    for kind in sorted(count):
        print(f"{kind:22} {right[kind]:3} of {count[kind]:3}   Open JTalk {theirs[kind]:3}")
    whole = count.total()
    print(
        f"{'all':22} {right.total():3} of {whole:3} ({right.total() / whole:.1%})   Open JTalk {theirs.total():3} ({theirs.total() / whole:.1%})"  # noqa: E501
    )


if __name__ == "__main__":
    main()
