"""How near `jimaku align` comes to a recording, and what it makes of one that does not fit.

pip install -e '.[align,kokoro]'
python scripts/bench/align.py [TRANSCRIPT] [--other TRANSCRIPT] [--work DIR] [--by NAME]... [--case NAME]... [--hours N]

Kokoro, a voice that the probe never heard, reads a transcript of the project; where every line begins and ends in the
sound is known. The same sound is then spoilt, or the text is: music and noise at 10 dB; 40 % of the lines edited, 20 to
35 % of their characters gone or changed; 25 % of the lines cut from the sound and other speech put in, in noise;
another text; noise alone. Speech, frames and sound are kept in --work.

--by, which may be given several times, says who aligns, a row each: "encoder" (as installed), "voice" (dynamic time
warping against our own narration, in the manner of aeneas), "words" (the times of the words that Whisper base writes
down, matched with the text by their letters; extra 'verify'), "stable" (`align` of stable-ts with the same Whisper
base; extra 'verify' and `pip install stable-ts`). --case, likewise, says which rows; all, if it is not given.

--hours adds a programme of so many hours read by Open JTalk: time and memory of two runs, the second with one word
changed, each in a process of its own on one core.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from aligners import WAYS, missing

from toolkit.align import Line
from toolkit.align.mel import RATE
from toolkit.audio.media import sound_of
from toolkit.edition.folder import editions
from toolkit.errors import InputError
from toolkit.model.narration import Sentence
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import read_script

TEXTS = ROOT / "tests" / "quality" / "interviews"
COLUMNS = (
    *("case", "by", "lines", "start, median", "p90", "max", "≤ 100", "≤ 500", "end, p90"),
    *("not spoken: told", "spoken: dropped", "> 1 s without a flag"),
)
CASES = (
    *("exact", "music and noise, 10 dB", "40 % edited", "25 % cut, other speech, noise"),
    *("another text", "noise only"),
)
AN_HOUR = 7  # interviews, and 75 minutes of them
KANA = "あいうえおかきくけこさしすせそたちつてとなにのはひふへほまみむめもやゆよらりるれろん"


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the text as it is given, and the samples of the sound it is said in, None if it is not."""

    sentence: Sentence
    span: tuple[int, int] | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("transcript", nargs="?", type=Path, default=ROOT / "media" / "kouen.txt")
    parser.add_argument("--other", type=Path, default=ROOT / "media" / "mijikai.txt")
    parser.add_argument("--work", type=Path, default=Path("bench-align"))
    parser.add_argument("--engine", default="kokoro")
    parser.add_argument("--by", action="append", choices=WAYS)
    parser.add_argument("--case", action="append", choices=CASES)
    parser.add_argument("--hours", type=int, default=0)
    given = parser.parse_args()
    ways = given.by or ["encoder"]
    for way in ways:
        if lacking := missing(way):
            parser.error(f"--by {way} needs {', '.join(lacking)}: see the top of this file")
    sound, lines = reading(given.transcript, given.engine, given.work)
    others, other_lines = reading(given.other, given.engine, given.work)
    print(f"{given.transcript.name}, {len(sound) / RATE / 60:.1f} min, read by {given.engine}; ms\n")
    print(f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|")
    pool = [others[line.span[0] : line.span[1]] for line in other_lines if line.span]
    shorter, left = with_lines_cut(sound, lines, pool)
    alone = np.random.default_rng(1).standard_normal(len(sound)) * 0.05
    rows = (
        (sound, lines),
        (noisy(sound, 10), lines),
        (sound, edited(lines)),
        (noisy(shorter, 10), left),
        (sound, [replace(line, span=None) for line in other_lines]),
        (alone.astype(np.float32), [replace(line, span=None) for line in lines]),
    )
    for name, row in zip(CASES, rows, strict=True):
        if name in (given.case or CASES):
            show(given.work, ways, name, *row)
    if given.hours:
        long(given.work, given.hours)
    return 0


def reading(path: Path, engine: str, work: Path) -> tuple[np.ndarray, list[Said]]:
    """The transcript read aloud, at 16 kHz, and when each line is heard."""
    folder = work / f"{path.stem}-{engine}"
    if not (folder / f"{path.stem}.json").exists():
        speaking = Speaking(EngineSpec(engine), jobs=2, format="flac", cache=work / "cache")
        narrate(read_script(path), Cutting(STYLES["sdh"]), speaking, folder, path.stem)
    edition = next(iter(editions(folder).values()))
    with sound_of(folder / edition.file("mix"), RATE) as media:
        sound = np.concatenate(list(media.blocks))
    narration = edition.narration
    scale = RATE / narration.rate
    heard = [u for u in narration.sentences if u.audible]
    return sound, [Said(u.sentence, (round(u.start * scale), round(u.end * scale))) for u in heard]


def show(work: Path, ways: Sequence[str], name: str, sound: np.ndarray, lines: Sequence[Said]) -> None:
    """One row of the table for each way."""
    file = work / f"{'-'.join(filter(str.isalnum, name.split()))}.wav"
    soundfile.write(file, sound, RATE, subtype="PCM_16")
    for way in ways:
        try:
            found = WAYS[way]([line.sentence for line in lines], file, work / "cache")
        except InputError as error:
            print(f"| {name} | {way} | {len(lines)} | refused: {error.what} |", flush=True)
            continue
        print(f"| {name} | {way} | {len(lines)} | {' | '.join(figures(found, lines))} |", flush=True)


def figures(found: Sequence[Line], lines: Sequence[Said]) -> list[str]:
    spoken = [(one, line) for one, line in zip(found, lines, strict=True) if line.span]
    absent = [one for one, line in zip(found, lines, strict=True) if not line.span]
    starts, ends, silent = [], [], 0
    for one, line in spoken:
        if one.start_ms is None or one.end_ms is None or line.span is None:
            continue
        starts.append(abs(one.start_ms - line.span[0] * 1000 / RATE))
        ends.append(abs(one.end_ms - line.span[1] * 1000 / RATE))
        silent += starts[-1] > 1000 and not one.doubts
    wrong = sum(one.spoken and not one.doubts for one in absent)
    quantiles = np.percentile(starts, [50, 90, 100])
    return [
        *(f"{q:.0f}" for q in quantiles),
        *(f"{np.mean(np.array(starts) <= limit):.3f}" for limit in (100, 500)),
        f"{np.percentile(ends, 90):.0f}",
        f"{sum(not one.spoken for one in absent)}/{len(absent)}",
        f"{len(spoken) - len(starts)}/{len(spoken)}",
        str(silent + wrong),
    ]


def noisy(sound: np.ndarray, decibels: float) -> np.ndarray:
    """With hiss and chords, so far below the speech (its pauses left out)."""
    dice = np.random.default_rng(2)
    hiss = np.fft.irfft(np.fft.rfft(dice.standard_normal(len(sound))) / (1 + np.arange(len(sound) // 2 + 1)) ** 0.3)
    music, at = np.zeros(len(sound)), 0
    while at < len(sound):
        size = min(len(sound) - at, round(RATE * dice.uniform(0.3, 1.0)))
        seconds = np.arange(size) / RATE
        for hertz in 110 * 2 ** (dice.choice(25, 3) / 12):
            for overtone in range(1, 6):
                tone = np.sin(2 * np.pi * hertz * overtone * seconds)
                music[at : at + size] += tone / overtone * np.exp(-2 * seconds)
        at += size
    added = np.resize(hiss, len(sound)) / hiss.std() + music / music.std()
    level = np.sqrt(np.mean(sound[np.abs(sound) > 0.01] ** 2)) * 10 ** (-decibels / 20)
    return (sound + added / added.std() * level).astype(np.float32)


def edited(lines: Sequence[Said]) -> list[Said]:
    """Two lines of five with 20 to 35 % of their characters gone or changed, two to four at a time."""
    dice = random.Random(5)
    return [replace(line, sentence=_edited(line.sentence, dice)) if dice.random() < 0.4 else line for line in lines]


def _edited(sentence: Sentence, dice: random.Random) -> Sentence:
    chars: list[str] = list(sentence.text)
    left = max(1, round(len(chars) * dice.uniform(0.2, 0.35)))
    while left > 0:
        at = dice.randrange(len(chars))
        for k in range(at, min(at + dice.randint(2, 4), len(chars))):
            chars[k] = dice.choice(("", dice.choice(KANA)))
            left -= 1
    text = "".join(chars) or "あ"
    return replace(sentence, text=text, offsets=tuple(range(sentence.start, sentence.start + len(text))), rubies=())


def with_lines_cut(
    sound: np.ndarray, lines: Sequence[Said], pool: Sequence[np.ndarray]
) -> tuple[np.ndarray, list[Said]]:
    """A quarter of the lines cut from the sound, in the middle of the pauses; speech of ``pool`` after one in eight."""
    dice, parts, said = random.Random(3), [], []
    size = before = 0
    for k, line in enumerate(lines):
        assert line.span is not None
        first, after = line.span
        following = lines[k + 1].span if k + 1 < len(lines) else None
        edge = (after + following[0]) // 2 if following else len(sound)
        if dice.random() < 0.25:
            said.append(replace(line, span=None))
        else:
            said.append(replace(line, span=(size + first - before, size + after - before)))
            parts.append(sound[before:edge])
            if dice.random() < 0.12:
                parts.append(np.pad(dice.choice(pool), RATE // 4))
            size = sum(map(len, parts))
        before = edge
    return np.concatenate(parts), said


def long(work: Path, hours: int) -> None:
    """Interviews for so many hours, read by Open JTalk, through the program itself on one core."""
    name = "hour" if hours == 1 else f"hours-{hours}"
    text, changed = work / f"{name}.txt", work / "changed.txt"
    chosen = sorted(TEXTS.glob("*.raw.txt"))[: AN_HOUR if hours == 1 else hours * (AN_HOUR - 1)]
    words = "\n\n".join(path.read_text(encoding="utf-8") for path in chosen)
    text.write_text(words, encoding="utf-8")
    changed.write_text(words.replace("ありがとうございます", "ありがとうございました", 1), encoding="utf-8")
    reading(text, "openjtalk", work)
    media = work / f"{name}-openjtalk" / f"{name}.flac"
    cache = work / f"heard-{time.time_ns()}"
    seconds = soundfile.info(str(media)).duration
    print(f"\n{seconds / 60:.1f} min, one core:")
    for what, file in (("first run", text), ("one word changed", changed)):
        _timed(
            what, [str(file), str(media), "-o", str(work / f"{name}.srt"), "--force", "--cache", str(cache)], seconds
        )


# a small process in between: what a process holds at most is never less than what the one that forked it holds
_MEASURED = """import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)"""


def _timed(what: str, args: Sequence[str], seconds: float) -> None:
    command = [sys.executable, "-c", _MEASURED, sys.executable, "-m", "toolkit", "align", *args]
    began = time.perf_counter()
    with _on_one_core() as env:
        told = subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout
    code, cpu, most = map(float, told.split())
    if code:
        raise SystemExit(f"{what}: ended with {code:.0f}")
    said = f"{cpu:.0f} s of computing ({cpu / seconds:.3f} of its length)"
    elapsed = time.perf_counter() - began
    print(f"{what}: {said}, {elapsed:.0f} s by the clock, at most {most / 2**20:.2f} GiB", flush=True)


@contextlib.contextmanager
def _on_one_core() -> Iterator[dict[str, str]]:
    """What is started here stays on one core, and its libraries know; yields its environment."""
    everywhere = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else None
    if everywhere:
        os.sched_setaffinity(0, {min(everywhere)})
    yield {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    if everywhere:
        os.sched_setaffinity(0, everywhere)


if __name__ == "__main__":
    sys.exit(main())
