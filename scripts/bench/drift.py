"""Four hours of synthetic script: does the manifest still say the sample at which every sentence is heard, and do the
subtitles follow?

    python scripts/bench/drift.py [--hours 4] [--rate 8000]

The engine gives square waves of known length, so that the first and the last sample of a sentence can be found in the
file. Printed are the most samples that a sentence of the WAV stands from where the manifest puts it, and the most that
the start of a subtitle is off its sentence, beyond being rounded down to a millisecond once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

import numpy as np
import soundfile

from toolkit.edition.folder import editions
from toolkit.formats import format_of
from toolkit.model.edition import Edition
from toolkit.narration import Delivery
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import parse_script

_SPEAKERS = ("澄川", "野分")
_TEXTS = (
    "潮が引くと、浜には細い道が現れます。",
    "その道を渡って、{}回目の測量に出かけました。",
    "風のない日は、遠くの灯台まで声が届きます。",
    "はい。",
    "記録には、水深{}メートルと書いてあります。",
)
_SECONDS_A_TURN = 18.0  # about: five sentences and their pauses


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=float, default=4.0)
    parser.add_argument("--rate", type=int, default=8000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        narrate(
            parse_script(_script(given.hours)),
            Cutting(STYLES["sdh"]),
            Speaking(EngineSpec("drift_engine:Square", {"rate": str(given.rate)}), jobs=0, delivery=Delivery("change")),
            Path(folder),
            "long",
        )
        (edition,) = editions(Path(folder)).values()  # as the manifest tells it
        off = _sound_drift(Path(folder) / edition.file("mix"), edition)
        late = _subtitle_drift(Path(folder) / edition.file("subtitles"), edition)
    narration = edition.narration
    print(
        f"{narration.seconds / 3600:.2f} h, {len(narration.sentences)} sentences, "
        f"{len(narration.announcements)} announcements, {len(edition.timeline.cues)} subtitles"
    )
    print(f"sound against manifest: {off} samples at most")
    print(f"subtitles against manifest: {late} ms at most beyond rounding once")
    return 1 if off or late else 0


def _script(hours: float) -> str:
    turns = round(hours * 3600 / _SECONDS_A_TURN)
    return "".join(f"{_SPEAKERS[k % 2]}：{''.join(_TEXTS).format(k + 1, k % 90 + 7)}\n" for k in range(turns))


def _sound_drift(path: Path, edition: Edition) -> int:
    """How far the first and the last sample of any sentence are from where the manifest says, all counted in the
    file.
    """
    with soundfile.SoundFile(path) as file:
        edges, before, at = [], False, 0
        for block in file.blocks(1 << 20, dtype="int16"):
            loud = np.concatenate(([before], block != 0))
            edges.append(np.flatnonzero(np.diff(loud.astype(np.int8))) + at)
            before, at = bool(loud[-1]), at + len(block)
    heard = np.concatenate(edges)
    narration = edition.narration
    due = np.sort([edge for utterance in narration.utterances for edge in (utterance.start, utterance.end)])
    if len(heard) != len(due) or at != narration.length:
        raise SystemExit(
            f"{len(heard)} edges are heard in {at} samples, the manifest has {len(due)} in {narration.length}"
        )
    return int(np.abs(heard - due).max())


def _subtitle_drift(path: Path, edition: Edition) -> int:
    """How far the start of a subtitle that begins a sentence is from the sentence's millisecond."""
    starts = [cue.start_ms for cue in format_of(path.name).read(path.read_text("utf-8")).cues]
    cues, narration = edition.timeline.cues, edition.narration
    if starts != [timed.start_ms for timed in cues]:
        raise SystemExit("the subtitle file has other times than the manifest")
    begun = {timed.cue.source.turn: timed.start_ms for timed in reversed(cues) if timed.cue.source}
    first = {u.sentence.turn: u.start * 1000 // narration.rate for u in reversed(narration.sentences)}
    return max(abs(begun[turn] - first[turn]) for turn in first)


if __name__ == "__main__":
    sys.exit(main())
