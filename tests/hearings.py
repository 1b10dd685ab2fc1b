"""Recordings as frames, made without any sound: frames that say phones, and a probe that reads them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toolkit.align.frames import Heard
from toolkit.align.phones import PHONES, Spoken, spoken
from toolkit.align.probe import STEP, Probe
from toolkit.japanese.readings import Reader
from toolkit.model.narration import Sentence

FRAME_MS = 20
FRAME = 320


@lru_cache(maxsize=1)
def probe() -> Probe:
    """Frame ``k`` of its own says phone ``k``, 3000 times as probable as any other."""
    width = 512
    weights = np.zeros((width, len(PHONES)), np.float32)
    weights[: len(PHONES), : len(PHONES)] = 8 * np.eye(len(PHONES), dtype=np.float32)
    even = np.full(len(PHONES), 1 / len(PHONES), np.float32)
    blank = np.zeros(len(PHONES), np.float32)
    return Probe(np.zeros(width, np.float32), np.ones(width, np.float32), weights, blank, even)


def packed(phones: Sequence[int]) -> NDArray[np.int8]:
    """A frame for each of the phones."""
    frames = np.zeros((len(phones), 512), np.int8)
    frames[np.arange(len(phones)), phones] = round(1 / STEP)
    return frames


def heard(phones: Sequence[int]) -> Heard:
    return Heard(packed(phones), len(phones) * FRAME)


def quiet(frames: int) -> list[int]:
    return [0] * frames


def tune(frames: int, seed: int = 1) -> list[int]:
    """Sound of no language: any phone, a new one every other frame."""
    dice = random.Random(seed)
    return [phone for _ in range(-(-frames // 2)) for phone in [dice.randrange(1, len(PHONES))] * 2][:frames]


def said(unit: Spoken, frames: int = 4) -> list[int]:
    """The phones of a sentence, each so many frames long."""
    return [phone for phone in unit.phones for _ in range(frames)]


@lru_cache(maxsize=256)
def unit(text: str) -> Spoken:
    """A sentence of its own."""
    sentence = Sentence(0, None, text, 0, len(text), tuple(range(len(text))))
    return spoken([sentence], _reader())[0]


@lru_cache(maxsize=1)
def _reader() -> Reader:
    return Reader()


def sound(phones: Sequence[int], rate: int = 16_000) -> NDArray[np.float32]:
    """Something to be heard where the frames are no silence: syllables of noise and tone, in −1…1."""
    loud = np.repeat(np.array(phones) != 0, rate * FRAME_MS // 1000)
    time = np.arange(len(loud)) / rate
    tone = sum(np.sin(2 * np.pi * 140 * k * time + k) / k for k in range(1, 9))
    noise = np.random.default_rng(1).standard_normal(len(loud)) * 0.05
    return (0.1 * loud * (tone + noise) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * time))).astype(np.float32)
