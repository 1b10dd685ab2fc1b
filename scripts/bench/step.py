"""How far the borders of cues inside sentences are from the pauses that can be heard, for every voice of an engine and
several rates.

    python scripts/bench/step.py [TRANSCRIPT] [--engine openjtalk] [--rates 0.8,1.0,1.3] [--pitches 0] [--sentences 20]
    [--limit 15]

A pause inside a sentence is where one cue ends and the next begins: both of its edges, as the engine tells them, are
held against the silence that is found in the samples by another measure (the envelope in steps of 1 ms). Printed are
the median and the 95th percentile; exit 1 if one of these is above --limit ms.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np

from toolkit.japanese.readings import Reader
from toolkit.model import Clip
from toolkit.narration import plan_of
from toolkit.speech.protocol import Engine, Request
from toolkit.speech.registry import engine_named
from toolkit.speech.worker import spoken
from toolkit.transcript import read_script

QUIET_DB = -38.0  # below the loud parts of the sentence
NEAR_S = 0.15  # a silence further from a told pause is another one
_SHORTEST_S = 0.09  # a shorter silence is a closure


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("transcript", nargs="?", type=Path, default=ROOT / "media" / "kouen.txt")
    parser.add_argument("--engine", default="openjtalk")
    parser.add_argument("--rates", default="0.8,1.0,1.3")
    parser.add_argument("--pitches", default="0")
    parser.add_argument("--sentences", type=int, default=20)
    parser.add_argument("--limit", type=float, default=15.0)
    given = parser.parse_args()
    engine, requests = engine_named(given.engine), _requests(given.transcript, given.sentences)
    held, every = True, []
    for voice in engine.voices():
        for rate in map(float, given.rates.split(",")):
            for pitch in map(float, given.pitches.split(",")):
                off = _off(engine, requests, voice.name, rate, pitch)
                every.extend(off)
                held &= _shown(
                    f"{voice.name} × {rate:g}" + (f", {pitch:+g} half tones" if pitch else ""), off, given.limit
                )
    return 0 if _shown("all", every, given.limit) and held else 1


def _shown(name: str, off: Sequence[float], limit: float) -> bool:
    if not off:
        print(f"NO {name:28} no pause was found")
        return False
    median, tail = np.percentile(off, (50, 95))
    print(
        f"{'  ' if tail <= limit else 'NO'} {name:28} {len(off):4} edges  median {median:5.1f} ms  p95 {tail:5.1f} ms  most {max(off):5.1f} ms",  # noqa: E501
        flush=True,
    )
    return bool(tail <= limit)


def _requests(transcript: Path, most: int) -> list[Request]:
    """Sentences with a pause inside, read once."""
    reader = Reader()
    texts = [s.text for s in plan_of(read_script(transcript).turns).sentences if "、" in s.text[2:-2]]
    return [Request(text, "", reading=reader.read(text)) for text in texts[:most]]


def _off(engine: Engine, requests: Sequence[Request], voice: str, rate: float, pitch: float) -> list[float]:
    found: list[float] = []
    for request in requests:
        found.extend(
            _of_clip(spoken(engine, Request(request.text, voice, pace=rate, reading=request.reading, pitch=pitch)))
        )
    return found


def _of_clip(clip: Clip) -> Iterator[float]:
    """In ms, how far each edge of each pause is from the silence that is heard there (``NEAR_S`` if none is)."""
    silences = _silences(clip)
    for start, end in clip.pauses:
        heard = min(silences, key=lambda s: abs(s[0] - start) + abs(s[1] - end), default=(-clip.rate, -clip.rate))
        for told, there in zip((start, end), heard, strict=True):
            yield min(abs(told - there) / clip.rate, NEAR_S) * 1000


def _silences(clip: Clip) -> list[tuple[int, int]]:
    step = clip.rate // 1000
    frames = clip.samples[: len(clip.samples) // step * step].reshape(-1, step).astype(np.float64)
    level = np.sqrt(
        np.convolve((frames**2).mean(axis=1), np.ones(5) / 5, "same")
    )  # over 5 ms: a period of the deepest voice is 8
    quiet = level < np.percentile(level, 95) * 10 ** (QUIET_DB / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.view(np.int8), [0])))) * step
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2) if b - a >= _SHORTEST_S * clip.rate]


if __name__ == "__main__":
    sys.exit(main())
