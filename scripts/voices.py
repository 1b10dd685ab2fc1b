"""What the voices are worth, measured: words understood, distances, quality, cue times.

  python scripts/voices.py heard [--engine kokoro] [--voice mei] [--words]
      a minute of a sample, written down by Whisper base: kana error
  python scripts/voices.py distance [--engine kokoro]
      pitch, formants, and how far apart any two voices are
  python scripts/voices.py cosine --encoder pretrained.pt
      cosines of a speaker encoder (voices_embedding.py says where it is)
  python scripts/voices.py quality [--engine kokoro]
      DNSMOS (pip install speechmos librosa)
  python scripts/voices.py marks [--engine pyttsx3]
      cue times at the pauses inside sentences, from the sound
  python scripts/voices.py seams
      kokoro's sentences in runs: level and silence at the seams

`heard` needs the extra `verify`; `kokoro` and `pyttsx3` their own extras.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from voices_distance import distance, quality
from voices_embedding import cosine
from voices_heard import heard
from voices_marks import marks, seams

MEASURES = {"cosine": cosine, "heard": heard, "distance": distance, "quality": quality, "marks": marks, "seams": seams}


def main() -> None:
    """Print the table asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=sorted(MEASURES))
    parser.add_argument("--engine", default="openjtalk")
    parser.add_argument("--voice", action="append", help="only this one (may be given again)")
    parser.add_argument("--words", action="store_true", help="show what was heard otherwise")
    parser.add_argument("--sample", default="mijikai.txt", help="a file of media/ (mijikai.txt)")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--encoder", help="of cosine: the weights of Resemblyzer")
    options = parser.parse_args()
    if options.what == "cosine" and not options.encoder:
        parser.error("cosine needs --encoder: see voices_embedding.py")
    MEASURES[options.what](options)


if __name__ == "__main__":
    main()
