"""Edition: everything that is handed over with the files of a narration, and all that later forms are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.model.narration import Announce, Directions

if TYPE_CHECKING:
    from toolkit.model import Doubt, Opening, Timeline, Turn
    from toolkit.model.narration import Narration

FileRole = Literal["subtitles", "mix", "track", "credits", "chapter", "cue-sheet"]
LevelUnit = Literal["LUFS", "RMS"]
RECORDING = "recording"  # the engine of an edition whose sound is a real voice


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter that begins at sample ``start`` and lasts until the next."""

    start: int
    title: str


@dataclass(frozen=True, slots=True)
class Role:
    """One of the cast and the voice that speaks for them. ``name`` is a ``Speaker.name``, None for the narrator.

    ``pace`` 1 is the voice's own, ``pitch`` counts half tones. ``credit`` is the line the licence asks for, '' if none.
    """

    name: str | None
    aliases: tuple[str, ...]
    voice: str
    pace: float
    pitch: float
    licence: str
    credit: str


@dataclass(frozen=True, slots=True)
class Level:
    """How loud a track or the mix is: ``lufs`` integrated (BS.1770-4), ``speech_rms_db`` over its clips alone,
    ``rms_db`` over the whole length.

    ``gain_db`` is what it was changed by (0 for the mix); ``limited_clips`` counts the clips in which the limiter held
    a peak.
    """

    lufs: float
    rms_db: float
    speech_rms_db: float
    true_peak_dbtp: float
    gain_db: float = 0.0
    limited_clips: int = 0


@dataclass(frozen=True, slots=True)
class Track:
    """``speaker``: whose it is, None for the narrator. ``name``: what it is called."""

    speaker: str | None
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class Goal:
    """What a loudness target asks for: ``level`` in ``unit`` (LUFS integrated, or dB RMS), the highest true peak, and
    the least silence before the first and after the last sound.
    """

    level: float
    unit: LevelUnit
    peak_dbtp: float
    head_ms: int
    tail_ms: int


@dataclass(frozen=True, slots=True)
class Loudness:
    """What the mix was brought to, by the target of that name, and what it has. ``noise_floor_db``: RMS of its quietest
    half second. ``head_ms``/``tail_ms``: the silence before its first and after its last sound.
    """

    target: str
    asked: Goal
    mix: Level
    noise_floor_db: float
    head_ms: int
    tail_ms: int


@dataclass(frozen=True, slots=True)
class DoubtfulReading:
    """A word whose reading may be wrong: ``risk`` 0 (sure) … 1, ``count``: how often it is spoken so."""

    surface: str
    reading: str
    risk: float
    count: int


@dataclass(frozen=True, slots=True)
class EngineVersion:
    """Which speech engine spoke, by its registered name, and which Python ran it. Of a real voice the name is
    ``RECORDING``, the version the SHA-256 of its file.
    """

    name: str
    version: str
    python: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an edition was made. ``jimaku``: the toolkit's version. ``format``: the sound's, by name. ``pace`` and
    ``pitch`` are those of whoever has none of their own. ``made_from``: a hash of everything that decides the files.
    """

    jimaku: str
    engine: EngineVersion
    style: str
    format: str
    pace: float
    pitch: float
    announce: Announce
    directions: Directions
    made_from: str


@dataclass(frozen=True, slots=True)
class EditionFile:
    """A file of an edition; ``name`` is its place in the folder, with ``/`` between the parts."""

    name: str
    bytes: int
    sha256: str
    role: FileRole


@dataclass(frozen=True, slots=True)
class Edition:
    """A script that was read aloud, and everything that went with it into one folder.

    ``name``: what its files are called. ``turns``: those in scope, whole; offsets of cues and sentences count in their
    texts. ``sections`` by the turn that opens each. ``tracks`` are in the order of ``narration.tracks``. ``credits``:
    the lines to be shown wherever the sound is. ``excluded``: (line, text) of what was left out by wish. ``doubts`` and
    ``doubtful_readings``: what a person should look at, the most doubtful first. ``files``: all but the manifest
    itself; tracks in the order of ``tracks``.
    """

    name: str
    title: str
    meta: Mapping[str, str]
    turns: tuple[Turn, ...]
    sections: tuple[Opening, ...]
    cast: tuple[Role, ...]
    narration: Narration
    timeline: Timeline
    chapters: tuple[Chapter, ...]
    tracks: tuple[Track, ...]
    loudness: Loudness
    credits: tuple[str, ...]
    provenance: Provenance
    excluded: tuple[tuple[int, str], ...] = ()
    doubts: tuple[Doubt, ...] = ()
    doubtful_readings: tuple[DoubtfulReading, ...] = ()
    files: tuple[EditionFile, ...] = ()

    @property
    def manifest(self) -> str:
        """The name of the file that holds all this."""
        return f"{self.name}.json"

    @property
    def recorded(self) -> bool:
        """Whether its sound is the recording of a real voice."""
        return self.provenance.engine.name == RECORDING

    @property
    def names(self) -> tuple[str, ...]:
        """Every file's name: subtitles, mix, tracks and chapters, manifest, credits."""
        sound = self.files_as("subtitles", "mix", "track", "chapter", "cue-sheet")
        return (*sound, self.manifest, *self.files_as("credits"))

    def file(self, role: FileRole) -> str:
        """The name of the one file in this role."""
        return self.files_as(role)[0]

    def files_as(self, *roles: FileRole) -> tuple[str, ...]:
        """The names of the files in these roles, in their order."""
        return tuple(file.name for file in self.files if file.role in roles)
