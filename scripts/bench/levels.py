"""What every loudness target and format gives, measured from the files: loudness of each speaker and the mix, peaks,
noise, edges, clicks.

python scripts/bench/levels.py [TRANSCRIPT] [--targets speech,acx] [--formats wav,mp3]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from toolkit.audio.encoding import ENCODINGS
from toolkit.audio.measure import measure
from toolkit.audio.targets import TARGETS, LoudnessTarget
from toolkit.model.edition import Edition
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import read_script

WITHIN = 0.5  # LU or dB


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("transcript", nargs="?", type=Path, default=ROOT / "media" / "mijikai.txt")
    parser.add_argument("--targets", default=",".join(TARGETS))
    parser.add_argument("--formats", default=",".join(ENCODINGS))
    given = parser.parse_args()
    script = read_script(given.transcript)
    held = True
    with tempfile.TemporaryDirectory() as cache:
        for target in given.targets.split(","):
            for form in given.formats.split(","):
                speaking = Speaking(EngineSpec("openjtalk"), jobs=0, target=target, format=form, cache=Path(cache))
                with tempfile.TemporaryDirectory() as folder:
                    edition = narrate(script, Cutting(STYLES["sdh"]), speaking, Path(folder), "talk")
                    held &= _shown(edition, Path(folder), TARGETS[target], form)
    return 0 if held else 1


def _shown(edition: Edition, folder: Path, target: LoudnessTarget, form: str) -> bool:
    """One line a file; whether all of them are as the target asks."""
    held = True
    whole = edition.loudness.mix
    tracks = dict(zip(edition.files_as("track"), edition.tracks, strict=True))
    for name in edition.files_as("mix", "track"):
        heard = measure(folder / name)
        # a track is silent while the others speak: its RMS is that of its speech, brought down as the silences bring
        # down the mix
        silences = whole.rms_db - whole.speech_rms_db
        rms = tracks[name].level.speech_rms_db + silences if name in tracks else heard.rms_db
        level = heard.integrated_lufs if target.unit == "LUFS" else rms
        good = (
            abs(level - target.level_db) <= WITHIN
            and heard.true_peak_dbtp <= target.peak_db + 0.05
            and not heard.clicks
        )
        held &= good
        print(
            f"{'  ' if good else 'NO'} {target.name:8}{form:5} {level:7.2f} {target.unit:4} peak {heard.true_peak_dbtp:6.2f} dBTP  "  # noqa: E501
            f"floor {heard.noise_floor_db:6.1f} dB  head {heard.head_ms:5.0f} tail {heard.tail_ms:5.0f} ms  "
            f"longest silence {heard.longest_silence_ms:5.0f} ms  clicks {len(heard.clicks)}  {name}",
            flush=True,
        )
    return held


if __name__ == "__main__":
    sys.exit(main())
