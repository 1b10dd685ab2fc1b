"""The phoneme probe of ``jimaku align``, trained on our own narration, whose phones we know to the frame.

pip install -e '.[align]'
python scripts/train_probe.py [-o toolkit/align/data/probe.npz] [--minutes 20] [--work DIR]

Eight voices of Open JTalk (the project's own, made of "Mei") read the interviews of tests/quality/interviews at paces
of 0.8 to 1.35, in rooms and in noise: hiss, other voices, chords, telephone. Whisper's encoder (base) turns the sound
into frames; a softmax is fitted from frames to phones. The last tenth is held back, and its accuracy shown. Frames are
kept in --work, so that a second run is quick.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.align.encoder import CONTEXT, CORE, FRAME, Encoder
from toolkit.align.mel import RATE
from toolkit.align.phones import INDEX, SILENCE, phone_of
from toolkit.align.probe import Probe
from toolkit.japanese.readings import Reader
from toolkit.japanese.sentences import utterance_spans
from toolkit.narration.asides import speakable
from toolkit.speech.engines import openjtalk
from toolkit.speech.engines.openjtalk_voices import BODIES
from toolkit.speech.sound import resampled
from toolkit.transcript import read_script

TEXTS = ROOT / "tests" / "quality" / "interviews"
PIECE = 60 * RATE  # one room, one noise


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "toolkit" / "align" / "data" / "probe.npz")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    frames, phones = kept(given)
    held = len(frames) * 9 // 10
    probe = Probe.fitted(frames[:held], phones[:held])
    for name, part in (("trained on", slice(held)), ("held back", slice(held, None))):
        right = probe.posteriors(frames[part]).argmax(axis=1) == phones[part]
        print(f"{name}: {len(right)} frames, {right.mean():.3f} of them right")
    probe.save(given.output)
    print(f"{given.output}: {given.output.stat().st_size / 1000:.0f} kB")
    return 0


def kept(given: argparse.Namespace) -> tuple[np.ndarray, np.ndarray]:
    """Frames (n, 512) and the phone of each, made or from an earlier run."""
    store = given.work / f"frames-{given.minutes:g}-{given.seed}.npz" if given.work else None
    if store and store.exists():
        data = np.load(store)
        return data["frames"].astype(np.float32), data["phones"]
    frames, phones = made(given.minutes, random.Random(given.seed))
    if store:
        store.parent.mkdir(parents=True, exist_ok=True)
        np.savez(store, frames=frames.astype(np.float16), phones=phones)
    return frames, phones


def made(minutes: float, dice: random.Random) -> tuple[np.ndarray, np.ndarray]:
    encoder, noises = Encoder(threads=2), np.random.default_rng(dice.randrange(2**32))
    clean, phones = narration(minutes, dice)
    sound = np.concatenate([spoilt(clean, at, noises) for at in range(0, len(clean), PIECE)])
    padded = np.pad(sound, (CONTEXT, CORE + CONTEXT))
    parts = []
    for at in range(0, len(sound), CORE):
        parts.append(encoder.frames(padded[at : at + CORE + 2 * CONTEXT]))
        print(f"\rencoded {at / len(sound):.0%}", end="", file=sys.stderr)
    print(file=sys.stderr)
    frames = np.concatenate(parts)
    size = min(len(frames), len(phones))
    return frames[:size], phones[:size]


def narration(minutes: float, dice: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """16 kHz sound, and the phone in the middle of each of its frames."""
    reader, engine = Reader(), openjtalk.OpenJTalk()
    parts, borders, size = [], [(0, INDEX[SILENCE])], 0
    for text in sentences(dice):
        silence = round(RATE * dice.choice((0.05, 0.2, 0.4, 0.8)))
        parts.append(np.zeros(silence, np.float32))
        size += silence
        voice = dice.choice(list(BODIES))
        pace = round(dice.uniform(0.8, 1.35), 2)
        reading = reader.read(text)
        if not reading.labels:
            continue
        samples, times = engine.uncut(reading, voice, pace=pace, pitch=dice.choice((-2.0, -1.0, 0.0, 1.0, 2.0)))
        begins = zip(times, reading.labels, strict=False)  # the last of the times is the end
        borders += [(size + at * RATE // openjtalk.RATE, phone_of(label)) for at, label in begins]
        parts.append(resampled(samples, openjtalk.RATE, RATE) * dice.uniform(0.1, 1.0))
        size += len(parts[-1])
        borders.append((size, INDEX[SILENCE]))
        if size > minutes * 60 * RATE:
            break
    starts, names = np.array(borders).T
    middles = np.arange(size // FRAME) * FRAME + FRAME // 2
    return np.concatenate(parts), names[np.searchsorted(starts, middles, side="right") - 1]


def sentences(dice: random.Random) -> Iterator[str]:
    """Sentences of all the interviews, in no order."""
    found = [
        paragraph.text[a:b]
        for path in sorted(TEXTS.glob("*.raw.txt"))
        for turn in read_script(path).turns
        for paragraph in turn.paragraphs
        for a, b in utterance_spans(paragraph.text)
        if speakable(paragraph.text[a:b])
    ]
    dice.shuffle(found)
    yield from found


def spoilt(clean: np.ndarray, at: int, dice: np.random.Generator) -> np.ndarray:
    """A minute of the sound in a room and in noise, or as it is."""
    sound = clean[at : at + PIECE].astype(np.float64)
    kind = dice.choice(["clean", "room", "hiss", "voices", "chords", "telephone"])
    if kind in ("room", "voices", "chords"):
        sound = in_room(sound, dice)
    if kind == "telephone":
        spectrum, hertz = np.fft.rfft(sound), np.fft.rfftfreq(len(sound), 1 / RATE)
        spectrum[(hertz < 250) | (hertz > 3600)] = 0
        sound = np.fft.irfft(spectrum, len(sound))
    noise = {"hiss": hiss, "voices": voices, "chords": chords}.get(kind)
    if noise:
        wanted = 10 ** (-dice.uniform(5, 20) / 20)
        added = noise(len(sound), clean, dice)
        sound = sound + added * wanted * np.sqrt(np.mean(sound**2) / max(1e-12, np.mean(added**2)))
    return (sound / max(1.0, np.abs(sound).max())).astype(np.float32)


def in_room(sound: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    seconds = dice.uniform(0.15, 0.5)
    tail = dice.standard_normal(round(seconds * RATE))
    tail *= np.exp(-6.9 * np.arange(len(tail)) / len(tail))
    echo = np.fft.irfft(np.fft.rfft(sound, len(sound) + len(tail)) * np.fft.rfft(tail, len(sound) + len(tail)))
    return sound + 0.1 * dice.uniform(0.3, 1.0) * echo[: len(sound)]


def hiss(size: int, _: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Noise whose power falls with the frequency, more or less."""
    spectrum = np.fft.rfft(dice.standard_normal(size))
    return np.fft.irfft(spectrum / np.maximum(1.0, np.arange(len(spectrum))) ** dice.uniform(0.0, 0.6), size)


def voices(size: int, clean: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Four other places of the same narration at once."""
    starts = dice.integers(0, max(1, len(clean) - size), 4)
    return sum(np.pad(part, (0, size - len(part))) for part in (clean[s : s + size].astype(np.float64) for s in starts))


def chords(size: int, _: np.ndarray, dice: np.random.Generator) -> np.ndarray:
    """Chords of three tones with overtones, a new one every half second or so."""
    out, at = np.zeros(size), 0
    while at < size:
        length = min(size - at, round(RATE * dice.uniform(0.3, 1.0)))
        time = np.arange(length) / RATE
        for tone in 110 * 2 ** (dice.choice(25, 3) / 12):
            for overtone in range(1, 6):
                out[at : at + length] += np.sin(2 * np.pi * tone * overtone * time) / overtone * np.exp(-2 * time)
        at += length
    return out


if __name__ == "__main__":
    sys.exit(main())
