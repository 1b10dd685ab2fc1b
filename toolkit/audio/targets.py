"""Loudness targets by name, each figure with its source. Mono is measured as one channel, as it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from toolkit.errors import InputError


@dataclass(frozen=True, slots=True)
class LoudnessTarget:
    """What a programme is brought to.

    ``level_db`` is LUFS (integrated, BS.1770-4) or dB RMS, as ``unit`` says. ``peak_db`` is the highest true peak
    (dBTP) the encoded file may have; the limiter holds ``headroom_db`` less, for codecs overshoot.
    ``head_ms``/``tail_ms`` is the silence the target asks for before the first and after the last sound.
    """

    name: str
    level_db: float
    unit: Literal["LUFS", "RMS"]
    peak_db: float
    head_ms: int = 0
    tail_ms: int = 0
    source: str = ""
    headroom_db: float = 0.5


_ALL = (
    LoudnessTarget("speech", -18.0, "LUFS", -1.0, source="AES TD1008: speech −18 LUFS"),
    LoudnessTarget("podcast", -16.0, "LUFS", -1.0, source="Apple Podcasts: −16 LUFS ±1 dB, true peak ≤ −1 dBTP"),
    LoudnessTarget("tv-jp", -24.0, "LUFS", -1.0, source="ARIB TR-B32: −24 LKFS ±1 dB, true peak ≤ −1 dBTP"),
    LoudnessTarget(
        name="acx",
        level_db=-20.0,
        unit="RMS",
        peak_db=-3.0,
        head_ms=750,
        tail_ms=2000,
        source="ACX: RMS −23…−18 dB, peak ≤ −3 dB, 0.5–1 s before, 1–5 s after",
    ),
)
TARGETS = {target.name: target for target in _ALL}
DEFAULT_TARGET = "speech"
AS_IS = "as-is"  # no target: a recording is left as loud as it is


def target_named(name: str) -> LoudnessTarget:
    """The target of this name. InputError if there is none."""
    try:
        return TARGETS[name]
    except KeyError:
        mend = f"choose one of {', '.join(TARGETS)}"
        if name == AS_IS:
            raise InputError(
                f"--target {AS_IS} leaves a recording as loud as it is: voices have no such", mend=mend
            ) from None
        raise InputError(f"unknown loudness target {name!r}", mend=mend) from None
