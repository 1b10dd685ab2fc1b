"""What speaks and what is heard of one sentence: Voice, Profile, Clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice to choose. ``name`` is unique within its engine; ``credit`` is the line its licence asks for, '' if
    none. ``hz``: its usual pitch, 0 if that is not known.
    """

    name: str
    engine: str
    gender: Literal["female", "male", "neutral"]
    description: str = ""
    licence: str = ""
    credit: str = ""
    hz: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """A sound in steps of 2.5 ms (``signal.profile``), float32 arrays of shape (steps,): ``peaks``, the true peak of
    each (in quiet steps a bound of it); ``weighted``, the K-weighted energy (sum of squares); ``plain``, the energy as
    it is.
    """

    peaks: NDArray[np.float32]
    weighted: NDArray[np.float32]
    plain: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """The sound of one sentence.

    ``samples``: mono, shape (n,), ``scale`` times the sound, which is in −1…1: float32 at scale 1 as engines make it,
    int16 at a power of two as it is kept and placed (``sound.rounded``). Edges are trimmed to the first and last sound
    (``lead``/``tail`` samples of near silence remain on either side). ``marks``: (character offset in the sentence,
    sample) for every word in order, first at ``lead``.
    ``pauses``: (start, end) samples of the silences inside. ``exact`` tells marks taken from the engine's own frames
    from estimates.
    ``profile`` None: not measured yet.
    """

    samples: NDArray[Any]
    rate: int
    marks: tuple[tuple[int, int], ...]
    pauses: tuple[tuple[int, int], ...] = ()
    lead: int = 0
    tail: int = 0
    exact: bool = True
    profile: Profile | None = None
    scale: float = 1.0
