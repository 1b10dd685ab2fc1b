"""How well the risk of a word tells whether it is read wrong, on sentences with readings.

  python scripts/readings_risk.py CORPUS.tsv [CORPUS.tsv …] [--wrong]

A line of a corpus has the columns id, sentence, reading in kana; or the last two alone. A word is wrong where its kana
and those of the sentence, aligned, differ. Of words with the same risk, none is taken for worse than another.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from readings_gate import corpus

from toolkit.japanese.reading import Word
from toolkit.japanese.readings import Reader
from toolkit.japanese.readings.passages import passages
from toolkit.verify.spelling import plain

SHARES = (0.01, 0.02, 0.05, 0.1, 0.2)


def judged(reader: Reader, sentence: str, gold: str) -> list[tuple[Word, bool]]:
    """Every word that is spoken, and whether it is read wrong."""
    words = [word for passage in passages(reader, sentence) for word in passage.reading.words]
    words = [word for word in words if plain(word.reading)]
    ends = [len(plain("".join(word.reading for word in words[: k + 1]))) for k in range(len(words))]
    said = plain("".join(word.reading for word in words))
    wrong: set[int] = set()
    for tag, a, b, _, _ in SequenceMatcher(None, said, gold, autojunk=False).get_opcodes():
        if tag != "equal":
            wrong.update(range(a, max(b, a + 1)))
    starts = [0, *ends[:-1]]
    return [
        (word, not wrong.isdisjoint(range(start, end))) for word, start, end in zip(words, starts, ends, strict=True)
    ]


def found(words: list[tuple[Word, bool]], share: float) -> float:
    """The share of the errors among the riskiest ``share`` of the words; ties count in proportion."""
    left, hits = share * len(words), 0.0
    groups: dict[float, list[bool]] = {}
    for word, wrong in words:
        groups.setdefault(round(word.risk, 3), []).append(wrong)
    for risk in sorted(groups, reverse=True):
        taken = min(1.0, left / len(groups[risk]))
        hits += taken * sum(groups[risk])
        left -= taken * len(groups[risk])
        if left <= 0:
            break
    return hits / max(1, sum(wrong for _, wrong in words))


def main() -> None:
    """Print the shares, and the kinds of risk."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--wrong", action="store_true", help="show what is read wrong at low risk")
    options = parser.parse_args()
    reader, words = Reader(), list[tuple[Word, bool]]()
    for sentence, gold in corpus(options.corpora):
        of = judged(reader, sentence, gold)
        words += of
        if options.wrong:
            for word, wrong in of:
                if wrong and word.risk < 0.3:
                    print(f"{word.risk:.2f} {word.surface} {word.reading} {word.source}: {sentence}")
    errors = sum(wrong for _, wrong in words)
    print(f"{len(words)} words, {errors} read wrong")
    for share in SHARES:
        print(f"the riskiest {share:.0%}: {found(words, share):.0%} of the errors")
    listed = [(word, wrong) for word, wrong in words if word.risk >= 0.3]
    share, caught = len(listed) / len(words), sum(wrong for _, wrong in listed)
    print(f"risk 0.3 and more: {share:.1%} of the words, {caught / max(1, errors):.0%} of the errors")
    count, bad = Counter[tuple[float, str]](), Counter[tuple[float, str]]()
    for word, wrong in words:
        kind = (round(word.risk, 2), word.source)
        count[kind] += 1
        bad[kind] += wrong
    for kind in sorted(count, reverse=True):
        print(
            f"  {kind[0]:.2f} {kind[1]:10} {count[kind]:6} words, {bad[kind]:4} wrong ({bad[kind] / count[kind]:.1%})"
        )


if __name__ == "__main__":
    main()
