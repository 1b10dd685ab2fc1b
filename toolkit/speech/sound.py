"""Samples of speech: where sound begins and ends, sampling rates, seams. Arrays are float32 mono, shape
(n,), in −1…1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import EngineError
from toolkit.model import Clip
from toolkit.signal.grid import integers, scale_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]

HOP_MS = 2.5  # resolution of edges
# below the loud parts of the same clip: neither a breath nor the decay of a vowel is cut (measured on mei:
# noise −60)
QUIET_DB = -40.0
LEAD_MS = 10.0  # near silence kept before the first sound, so that a fade never touches it
TAIL_MS = 30.0  # after the last: the decay of a vowel


def levels(samples: Samples, rate: int) -> tuple[NDArray[np.float64], int]:
    """RMS of every hop, and the hop in samples."""
    hop = max(1, round(rate * HOP_MS / 1000))
    count = len(samples) // hop
    frames = samples[: count * hop].reshape(count, hop).astype(np.float64)
    return np.sqrt(np.einsum("ij,ij->i", frames, frames) / hop), hop


def loud(samples: Samples, rate: int, quiet_db: float = QUIET_DB) -> tuple[NDArray[np.bool_], int]:
    """Which hops are sound and not silence, and the hop in samples."""
    level, hop = levels(samples, rate)
    loudest = float(np.percentile(level, 95)) if len(level) else 0.0
    return level > loudest * 10 ** (quiet_db / 20), hop


def sounds(samples: Samples, rate: int, gap_ms: float, quiet_db: float = QUIET_DB) -> list[tuple[int, int]]:
    """(start, end) samples of the stretches of sound, those less than ``gap_ms`` apart joined (a closure is
    no pause).
    """
    heard, hop = loud(samples, rate, quiet_db)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], heard.view(np.int8), [0])))) * hop
    stretches: list[tuple[int, int]] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if stretches and (start - stretches[-1][1]) * 1000 < gap_ms * rate:
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
    return stretches


def resampled(samples: NDArray[np.floating], source: int, target: int) -> Samples:
    """The same sound at another rate, ``round(n × target / source)`` samples, band-limited by an FFT over
    the whole.

    The edges must be near silence (they are one point to a Fourier transform). A time t stays the time t.
    """
    if source == target:
        return samples.astype(np.float32)
    divisor = np.gcd(source, target)
    up, down = target // divisor, source // divisor
    blocks = _smooth(-(-len(samples) // down) + 1)
    spectrum = np.fft.rfft(samples, blocks * down)
    kept = np.zeros(blocks * up // 2 + 1, spectrum.dtype)
    shared = min(len(kept), len(spectrum))
    kept[:shared] = spectrum[:shared]
    sound = (np.fft.irfft(kept, blocks * up) * (up / down)).astype(np.float32)
    made: Samples = sound[: round(len(samples) * target / source)]
    return made


def _smooth(count: int) -> int:
    """The least number from ``count`` on with no prime factor above 5: a fast length for a Fourier
    transform.
    """
    while True:
        rest = count
        for prime in (2, 3, 5):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return count
        count += 1


def faded(samples: Samples, head: int, tail: int) -> Samples:
    """A copy that starts from and ends at zero: linear ramps over ``head`` and ``tail`` samples, so that no
    edge clicks.
    """
    sound = samples.copy()
    if head:
        sound[:head] *= np.linspace(0, 1, head, endpoint=False, dtype=np.float32)
    if tail:
        sound[-tail:] *= np.linspace(1, 0, tail, endpoint=False, dtype=np.float32)
    return sound


def clip_of(
    samples: Samples,
    rate: int,
    marks: Sequence[tuple[int, int]],
    stretches: Sequence[tuple[int, int]],
    *,
    exact: bool,
) -> Clip:
    """A trimmed clip from a whole sound: ``stretches`` are its parts between silences, ``marks`` in its
    samples.
    """
    first, last = stretches[0][0], stretches[-1][1]
    begin = max(0, first - round(rate * LEAD_MS / 1000))
    end = min(len(samples), last + round(rate * TAIL_MS / 1000))
    lead, tail = first - begin, end - last
    return Clip(
        samples=faded(samples[begin:end], lead, tail),
        rate=rate,
        marks=tuple((offset, min(max(at, first), last) - begin) for offset, at in marks),
        pauses=tuple((a[1] - begin, b[0] - begin) for a, b in pairwise(stretches)),
        lead=lead,
        tail=tail,
        exact=exact,
    )


def empty_clip(rate: int) -> Clip:
    """The clip of a sentence with nothing to say."""
    return Clip(np.zeros(0, np.float32), rate, ())


def shortened(clip: Clip, longest: int) -> Clip:
    """The clip with every inner silence at most ``longest`` samples long: what is too much goes from its
    middle, marks move along.
    """
    cuts = [(a + longest // 2, b - a - longest) for a, b in clip.pauses if b - a > longest]
    if not cuts:
        return clip

    def moved(at: int) -> int:
        return at - sum(min(size, max(0, at - start)) for start, size in cuts)

    kept = np.ones(len(clip.samples), bool)
    for start, size in cuts:
        kept[start : start + size] = False
    return replace(
        clip,
        samples=clip.samples[kept],
        profile=None,
        marks=tuple((offset, moved(at)) for offset, at in clip.marks),
        pauses=tuple((moved(a), moved(b)) for a, b in clip.pauses),
    )


def rounded(clip: Clip) -> Clip:
    """The clip with its samples on a 16-bit grid as fine as its peak allows (a power of two): what is stored and what
    is used are one.

    EngineError if a sample is no finite number: what made the clip is broken.
    """
    if clip.samples.dtype == np.int16:
        return clip
    if not np.isfinite(clip.samples).all():
        raise EngineError("the engine gave samples that are no numbers", mend="try another voice or engine")
    scale = scale_of(clip.samples)
    return replace(clip, samples=integers(clip.samples, scale), scale=clip.scale * scale)
