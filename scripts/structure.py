#!/usr/bin/env python3
"""Hold what is understood of transcripts against who says what in them.

    python scripts/structure.py                      the corpus of layouts, fitted and held-out documents apart
    python scripts/structure.py -v                   with every wrong document and where it goes wrong
    python scripts/structure.py FOLDER               a folder of your own: gold.jsonl (id, file, turns) beside files/

A document is right when all its turns have the gold's text (white space, width, quotation marks and bracketed
directions aside) and its speakers stand for the gold's one to one, under a name that holds the gold's or is held by it
(a gold name that begins with * may be any). Silently wrong: wrong, with no doubt told.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from structure_corpus import corpus_at

from toolkit.errors import JimakuError
from toolkit.model import Script
from toolkit.transcript import read_script

Turn = tuple[str, str]
CORPUS = ROOT / "tests" / "quality" / "structure"


@dataclass(frozen=True)
class Case:
    """A document with who says what in it."""

    id: str
    path: Path
    gold: list[Turn]
    held_out: bool = False


@dataclass(frozen=True)
class Verdict:
    """``fault``: where the first turn goes wrong, '' if all is right; ``told``: a doubt or an error was told."""

    fault: str
    told: bool


def plain(text: str) -> str:
    """Text as it is compared."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[(\[〔][^()\[\]〔〕]{0,30}[)\]〕]", "", text)
    return re.sub('[\\s　「」"“”]', "", text)


def joined(turns: Iterable[Turn]) -> list[Turn]:
    """Turns with something in them, those of one speaker in a row as one."""
    found: list[Turn] = []
    for who, said in turns:
        text = plain(said)
        if text and found and found[-1][0] == who:
            found[-1] = (who, found[-1][1] + text)
        elif text:
            found.append((who, text))
    return found


def verdict(case: Case) -> Verdict:
    """What is made of a document, held against its gold."""
    try:
        script = read_script(case.path)
    except JimakuError as error:
        return Verdict(str(error), told=True)
    return Verdict(_fault(joined(case.gold), script), told=bool(script.doubts))


def _fault(gold: list[Turn], script: Script) -> str:
    got = joined((t.speaker, "".join(p.text for p in t.paragraphs)) for t in script.turns if t.speaker)
    names = {speaker.name: (speaker.name, *speaker.aliases) for speaker in script.cast}
    for k, (wanted, found) in enumerate(zip([*gold, ("", "")], [*got, ("", "")], strict=False)):
        if wanted[1] != found[1]:
            return f"turn {k + 1}: {wanted[0]} {wanted[1][:40]!r} but {found[0]} {found[1][:40]!r}"
    pairs = {(a[0], b[0]) for a, b in zip(gold, got, strict=True)}
    for theirs, ours in sorted(pairs):
        if sum(a == theirs or b == ours for a, b in pairs) > 1:
            return f"{theirs} and {ours} are not one to one"
        if not theirs.startswith("*") and not any(_alike(theirs, name) for name in names.get(ours, (ours,))):
            return f"{ours} should be {theirs}"
    return ""


def _alike(one: str, other: str) -> bool:
    a, b = plain(one), plain(other)
    return bool(a and b) and (a in b or b in a)


def corpus_cases(desk: Path) -> Iterator[Case]:
    """Every document of the corpus, written to ``desk``."""
    corpus = corpus_at(CORPUS)
    for source in corpus.sources():
        entry = corpus.entry(source)
        file = desk / entry.name
        file.write_bytes(entry.data)
        yield Case(entry.id, file, entry.gold, corpus.held_out(source))


def folder_cases(folder: Path) -> Iterator[Case]:
    """The cases of a gold.jsonl."""
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Case(row["id"], folder / "files" / row["file"], [(who, said) for who, said in row["turns"]])


def report(name: str, cases: list[Case], *, verbose: bool) -> None:
    if not cases:
        return
    verdicts = [(case, verdict(case)) for case in cases]
    wrong = [(case, found) for case, found in verdicts if found.fault]
    silent = sum(not found.told for _, found in wrong)
    doubted = sum(found.told for _, found in verdicts if not found.fault)
    for case, found in wrong if verbose else ():
        print(f"  {case.id}{'' if found.told else ' (silent)'}: {found.fault}")
    right = len(cases) - len(wrong)
    share = f"{right} of {len(cases)} right ({right / len(cases):.1%})"
    print(f"{name}: {share}, silently wrong {silent}, right but doubted {doubted}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, help="a folder with gold.jsonl and files/")
    parser.add_argument("-v", action="store_true", help="show every wrong document")
    a = parser.parse_args()
    with tempfile.TemporaryDirectory() as desk:
        cases = list(folder_cases(a.folder) if a.folder else corpus_cases(Path(desk)))
        report("fitted" if not a.folder else str(a.folder), [c for c in cases if not c.held_out], verbose=a.v)
        report("held out", [c for c in cases if c.held_out], verbose=a.v)


if __name__ == "__main__":
    main()
