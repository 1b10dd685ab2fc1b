"""`jimaku narrate` against one process that only calls `pyopenjtalk.tts` on the same sentences; then again unchanged,
and with one sentence changed.

    python scripts/bench/narrate.py [TRANSCRIPT] [--rounds N]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import SAMPLE, best, jimaku, python, say

_ONLY = """
import json, sys
import pyopenjtalk
for text in json.load(open(sys.argv[1], encoding="utf-8")):
    if any(c.isalnum() for c in text):
        pyopenjtalk.tts(text)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("transcript", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        return _measured(Path(name), given.transcript, given.rounds)


def _measured(folder: Path, sample: Path, rounds: int) -> int:
    text, out, cache = folder / "talk.txt", folder / "out", folder / "cache"
    shutil.copy(sample, text)
    order = ("narrate", text, "-o", out, "--jobs", "2")
    cold, unchanged, changed = [], [], []
    for turn in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(out, ignore_errors=True)
        cold.append(jimaku(*order, cache=cache).seconds)
        unchanged.append(jimaku(*order, cache=cache).seconds)
        _change(text, out / "talk.json", turn)
        changed.append(jimaku(*order, cache=cache).seconds)
    sentences = [row["text"] for row in json.loads((out / "talk.json").read_text("utf-8"))["sentences"]]
    (folder / "sentences.json").write_text(json.dumps(sentences, ensure_ascii=False), "utf-8")
    alone = best([python("-c", _ONLY, folder / "sentences.json").seconds for _ in range(rounds)])
    whole = best(cold)
    seconds = f"{whole:.1f} s, pyopenjtalk.tts alone {alone:.1f} s"
    held = [
        say("narrate cold / pyopenjtalk.tts alone", whole / alone, 0.58, detail=seconds),
        say("narrate again, nothing changed / cold", best(unchanged) / whole, 0.03, detail=f"{best(unchanged):.2f} s"),
        say("narrate again, one sentence changed / cold", best(changed) / whole, 0.06, detail=f"{best(changed):.2f} s"),
    ]
    return 0 if all(held) else 1


def _change(text: Path, manifest: Path, turn: int) -> None:
    """Add a word to a sentence of ordinary length: of all that are spoken and stand in the text once, the middle one by
    length.
    """
    whole = text.read_text("utf-8")
    spoken = [row["text"] for row in json.loads(manifest.read_text("utf-8"))["sentences"]]
    once = sorted((one for one in spoken if len(one) > 1 and whole.count(one) == 1), key=len)
    middle = once[len(once) // 2]
    text.write_text(whole.replace(middle, middle[:-1] + f"、{turn + 2}度目です" + middle[-1]), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
