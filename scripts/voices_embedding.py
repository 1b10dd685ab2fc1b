"""How far apart voices are to a listener's ear as a speaker encoder stands for it: cosines of d-vectors.

The encoder is Resemblyzer's (GE2E, Wan et al. 2018; Apache 2.0): three layers of LSTM over mel energies. Its wheel on
PyPI carries the weights, of which nothing but numpy is needed here:

  pip download --no-deps resemblyzer && unzip -d enc Resemblyzer-*.whl
  python scripts/voices.py cosine --encoder enc/resemblyzer/pretrained.pt
"""

from __future__ import annotations

import argparse
import pickle
from collections import OrderedDict
from collections.abc import Iterator
from itertools import combinations, islice
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray
from voices_sample import readings

from toolkit.model import Speaker
from toolkit.narration import cast_voices
from toolkit.speech import Engine, engine_named
from toolkit.speech.sound import loud, resampled

Floats = NDArray[np.float32]
RATE, FRAME, HOP, BANDS = 16_000, 400, 160, 40  # Hz; 25 ms, 10 ms
PARTIAL, STEP = 160, 80  # frames of a stretch that is embedded, and from one to the next
LEVEL = 10 ** (-30 / 20)  # RMS the encoder was trained at, of sounds that are softer
SENTENCES = 12
LAYERS, UNITS = 3, 256


def cosine(options: argparse.Namespace) -> None:
    """The cosine of every pair of voices, of each voice's two halves, and the order in which the casts of two, three
    and four are as different as can be.
    """
    weights = read_weights(Path(options.encoder))
    engine = engine_named(options.engine)
    halves = {voice.name: _halves(engine, voice.name, weights) for voice in engine.voices()}
    whole = {name: _unit(one + other) for name, (one, other) in halves.items()}
    names = list(whole)
    print(f"{'':10}" + "".join(f"{name:>9}" for name in names))
    for name in names:
        row = (halves[name][0] @ halves[name][1] if name == other else whole[name] @ whole[other] for other in names)
        print(f"{name:10}" + "".join(f"{value:9.3f}" for value in row), flush=True)
    print("(on the diagonal: a voice against itself, other sentences)")
    genders = {voice.name: voice.gender for voice in engine.voices()}
    for size in (2, 3, 4):
        people = [Speaker(str(n)) for n in range(size)]
        ours = [voice.name for voice in cast_voices(people, engine, {}, narrating=False).values()][:size]
        print(f"cast of {size}, as cast: {_nearest(ours, whole):.3f} ({', '.join(ours)})")
        for cast in _best(names, size, whole, genders):
            print(f"   {_nearest(cast, whole):.3f} {', '.join(cast)}")


def _best(names: list[str], size: int, whole: dict[str, Floats], genders: dict[str, str]) -> list[tuple[str, ...]]:
    """The casts whose nearest two are farthest apart, women and men in turn."""
    mixed = [cast for cast in combinations(names, size) if abs(sum(_sign(genders[name]) for name in cast)) <= size % 2]
    return sorted(mixed, key=lambda cast: _nearest(cast, whole))[:3]


def _sign(gender: str) -> int:
    return 1 if gender == "female" else -1


def _nearest(cast: tuple[str, ...] | list[str], whole: dict[str, Floats]) -> float:
    return max(float(whole[one] @ whole[other]) for one, other in combinations(cast, 2))


def _halves(engine: Engine, name: str, weights: dict[str, Floats]) -> tuple[Floats, Floats]:
    sounds = [_spoken(engine, name, reading) for reading in islice(readings("mijikai.txt"), SENTENCES)]
    return embedding(np.concatenate(sounds[::2]), weights), embedding(np.concatenate(sounds[1::2]), weights)


def _spoken(engine: Engine, name: str, reading: Any) -> Floats:
    """The sound of a sentence at 16 kHz, its silences cut short."""
    clip = engine.speak(reading, name)
    sound = resampled(clip.samples, clip.rate, RATE)
    heard, hop = loud(sound, RATE)
    keep = np.convolve(heard, np.ones(round(0.2 * RATE / hop)), "same") > 0
    return sound[: len(keep) * hop][np.repeat(keep, hop)[: len(sound)]].astype(np.float32)


def embedding(sound: Floats, weights: dict[str, Floats]) -> Floats:
    """The unit vector, shape (256,), of a sound at 16 kHz: the mean of its stretches of 1.6 s."""
    level = float(np.sqrt((sound**2).mean()))
    mels = _mels(sound * max(1.0, LEVEL / level))
    stretches = np.stack([mels[at : at + PARTIAL] for at in range(0, len(mels) - PARTIAL + 1, STEP)])
    hidden = stretches
    for layer in range(LAYERS):
        hidden = _lstm(hidden, *(weights[f"lstm.{part}_l{layer}"] for part in ("weight_ih", "weight_hh")),
                       weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"])  # fmt: skip
    made = np.maximum(hidden[:, -1] @ weights["linear.weight"].T + weights["linear.bias"], 0)
    return _unit((made / np.linalg.norm(made, axis=1, keepdims=True)).mean(axis=0))


def _unit(vector: Floats) -> Floats:
    return vector / np.linalg.norm(vector)


def _lstm(given: Floats, from_input: Floats, from_state: Floats, bias: Floats) -> Floats:
    """A layer over shape (stretches, frames, n); gates in torch's order: input, forget, cell, output."""
    state = cell = np.zeros((len(given), UNITS), np.float32)
    states = []
    asked = given @ from_input.T + bias
    for frame in range(given.shape[1]):
        i, f, g, o = np.split(asked[:, frame] + state @ from_state.T, 4, axis=1)
        cell = _sigmoid(f) * cell + _sigmoid(i) * np.tanh(g)
        state = _sigmoid(o) * np.tanh(cell)
        states.append(state)
    return np.stack(states, axis=1)


def _sigmoid(x: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(0.5 * x))  # as 1 / (1 + exp(-x)), without its overflow


def _mels(sound: Floats) -> Floats:
    """Energies of 40 mel bands (Slaney's scale and area, as librosa's), shape (frames, 40); not logarithms."""
    padded = np.pad(sound, FRAME // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, FRAME)[::HOP]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    return (power @ _bank().T).astype(np.float32)


def _bank() -> Floats:
    edges = _hertz(np.linspace(0, _mel(RATE / 2), BANDS + 2))
    bins = np.fft.rfftfreq(FRAME, 1 / RATE)
    rise = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    fall = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    return np.maximum(0, np.minimum(rise, fall)) * (2 / (edges[2:] - edges[:-2]))[:, None]


_BREAK, _STEP = 1000.0, np.log(6.4) / 27  # Slaney's scale: straight to 1 kHz, then logarithmic


def _mel(hertz: float) -> float:
    return hertz * 3 / 200 if hertz < _BREAK else 15 + np.log(hertz / _BREAK) / _STEP


def _hertz(mel: Floats) -> Floats:
    return np.where(mel < 15, mel * 200 / 3, _BREAK * np.exp(_STEP * (mel - 15)))


class _Tensors(pickle.Unpickler):
    """Reads torch's file of before 2020: pickles, then every storage as its length and its floats. Nothing but tensors
    is made of it.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file)
        self.storages: dict[str, int] = {}

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, *_: (storage, offset, shape)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name} is no part of weights")

    def persistent_load(self, pid: Any) -> str:
        self.storages[pid[2]] = pid[4]
        return str(pid[2])


def read_weights(path: Path) -> dict[str, Floats]:
    """The tensors of the encoder by name."""
    with path.open("rb") as file:
        for _ in range(3):
            _Tensors(file).load()  # a magic number, a version, the machine
        tensors = _Tensors(file)
        model = tensors.load()["model_state"]
        storages = dict(_storages(file, _Tensors(file).load()))
    return {
        name: storages[storage][offset : offset + int(np.prod(shape))].reshape(shape)
        for name, (storage, offset, shape) in model.items()
    }


def _storages(file: IO[bytes], keys: list[str]) -> Iterator[tuple[str, Floats]]:
    for key in keys:
        count = int.from_bytes(file.read(8), "little")
        yield key, np.frombuffer(file.read(4 * count), "<f4")
