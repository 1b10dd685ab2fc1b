"""What a folder of ``jimaku narrate`` holds, as its manifest tells."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.audio.encode import ENCODINGS, Encoding, encoding_named
from toolkit.audio.targets import LoudnessTarget, target_named
from toolkit.errors import InputError
from toolkit.formats import DEFAULT
from toolkit.system.files import safe_name

_LARGEST = 1 << 28  # bytes; the manifest of four hours is below 2 MB


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the manifest; ``start``/``end`` in samples, equal for a silence in which a direction is shown."""

    turn: int
    line: int
    text: str
    start: int
    end: int

    @property
    def place(self) -> str:
        """As a finding names it."""
        short = self.text if len(self.text) <= 24 else f"{self.text[:22]}……"
        return f"line {self.line} 「{short}」"


@dataclass(frozen=True, slots=True)
class Shown:
    """A subtitle of the manifest."""

    index: int
    start_ms: int
    end_ms: int
    text: str

    @property
    def place(self) -> str:
        return f"subtitle {self.index}"


@dataclass(frozen=True, slots=True)
class Edition:
    """The files an edition should have, whether they are there or not, and what its manifest says of them.

    ``speakers``: whose each turn is (None: the narrator). ``voices``: by speaker. ``engine``: its name.
    ``pace``: the slowest of all. ``announcements``: names said by the narrator, which no subtitle shows.
    """

    folder: Path
    manifest: Path
    mix: Path
    tracks: tuple[Path, ...]
    subtitles: Path
    credits: Path
    encoding: Encoding
    target: LoudnessTarget
    rate: int
    length: int
    engine: str
    pace: float
    sentences: tuple[Told, ...]
    announcements: tuple[Told, ...]
    cues: tuple[Shown, ...]
    speakers: dict[int, str | None]
    voices: dict[str | None, str]
    licences: tuple[str, ...]

    @property
    def seconds(self) -> float:
        return self.length / self.rate

    @property
    def audible(self) -> bool:
        """Whether there is anything to be heard: a dry run has none."""
        return self.engine != "silent"

    @property
    def spoken(self) -> tuple[Told, ...]:
        """The sentences that sound."""
        return tuple(told for told in self.sentences if told.end > told.start)

    @property
    def sounding(self) -> tuple[Told, ...]:
        """All that sounds, in order: sentences and announcements."""
        return tuple(sorted((*self.spoken, *self.announcements), key=lambda told: told.start))


def editions(folder: Path) -> tuple[Edition, ...]:
    """Every edition in the folder. InputError if there is none, or a manifest is damaged."""
    if not folder.is_dir():
        raise InputError("is no folder", where=str(folder), mend="name the folder that `jimaku narrate -o` wrote")
    found = [(path, book) for path in sorted(folder.glob("*.json")) if (book := _book(path)) is not None]
    if not found:
        raise InputError("holds no manifest of `jimaku narrate`", where=str(folder), mend="name the folder it wrote")
    return tuple(_edition(path, book) for path, book in found)


def _book(path: Path) -> dict[str, Any] | None:
    """The manifest, or None if the file is somebody else's."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        book = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON ({error})", where=str(path), mend="narrate it again") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), mend="check its permissions") from error
    return book if isinstance(book, dict) and "jimaku" in book else None


def _edition(path: Path, book: dict[str, Any]) -> Edition:
    try:
        return _read(path, book)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"is a damaged manifest ({type(error).__name__}: {error})"
        raise InputError(what, where=str(path), mend="narrate it again") from error


def _read(path: Path, book: dict[str, Any]) -> Edition:
    folder, target = path.parent, target_named(book["loudness"]["target"])
    encoding = _encoding(path, target.name)
    names = tuple(str(track["name"]) for track in book["tracks"])
    tracks = tuple(folder / "tracks" / f"{k:02}-{safe_name(name)}{encoding.suffix}" for k, name in enumerate(names, 1))
    return Edition(
        folder=folder,
        manifest=path,
        mix=path.with_suffix(encoding.suffix),
        tracks=tracks,
        subtitles=path.with_suffix(DEFAULT.suffix),
        credits=folder / "CREDITS.txt",
        encoding=encoding,
        target=target,
        rate=_positive(book["rate_hz"]),
        length=_positive(book["length_samples"]),
        engine=str(book["engine"]["name"]),
        pace=min([float(book.get("pace", 1.0)), *(float(member.get("pace", 1.0)) for member in book["cast"])]),
        sentences=tuple(_told(row) for row in book["sentences"]),
        announcements=tuple(_told(row) for row in book.get("announcements", ())),
        cues=tuple(_shown(row) for row in book["cues"]),
        speakers={row["source"]["turn"]: row["speaker"] for row in book["cues"] if row["source"]},
        voices={member["name"]: str(member["voice"]) for member in book["cast"]},
        licences=tuple(map(str, book["credits"])),
    )


def _encoding(path: Path, target: str) -> Encoding:
    """The format of the mix that is there; WAV if there is none."""
    names = [name for name, encoding in ENCODINGS.items() if path.with_suffix(encoding.suffix).is_file()]
    return encoding_named(names[0] if names else "wav", target)


def _positive(value: Any) -> int:
    number = int(value)
    if number <= 0:
        raise ValueError(f"{value!r} is not above 0")
    return number


def _told(row: dict[str, Any]) -> Told:
    return Told(int(row["turn"]), int(row["line"]), str(row["text"]), int(row["start"]), int(row["end"]))


def _shown(row: dict[str, Any]) -> Shown:
    return Shown(int(row["index"]), int(row["start_ms"]), int(row["end_ms"]), "\n".join(row["lines"]))
