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

from toolkit.audio.encode import ENCODINGS
from toolkit.audio.measure import measure
from toolkit.audio.targets import TARGETS, LoudnessTarget
from toolkit.pipeline import Cutting, Edition, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import read_script

WITHIN = 0.5  # LU or dB
_SOUNDS = {encoding.suffix for encoding in ENCODINGS.values()}


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
                    held &= _shown(edition, TARGETS[target], form)
    return 0 if held else 1


def _shown(edition: Edition, target: LoudnessTarget, form: str) -> bool:
    """One line a file; whether all of them are as the target asks."""
    held = True
    tracks = {f"{k:02}-{track['name']}": track for k, track in enumerate(edition.manifest["tracks"], 1)}
    for path in (path for path in edition.files if path.suffix in _SOUNDS):
        heard = measure(path)
        # a track is silent while the others speak: its RMS is that of its speech, brought down as the silences bring
        # down the mix
        silences = edition.manifest["loudness"]["rms_db"] - edition.manifest["loudness"]["speech_rms_db"]
        rms = tracks[path.stem]["speech_rms_db"] + silences if path.stem in tracks else heard.rms_db
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
            f"longest silence {heard.longest_silence_ms:5.0f} ms  clicks {len(heard.clicks)}  {path.name}",
            flush=True,
        )
    return held


if __name__ == "__main__":
    sys.exit(main())
