"""What a player shows beside the sound: title, artist, chapters, a picture, and how loud it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.model.edition import Chapter

# of a chapter in an M4B's Nero list, which also ends at 255 chapters; the QuickTime track beside it holds all
_TITLE_BYTES = 255
# the names of the fields, in the order in which they are written
FIELDS = tuple("title artist album album_artist date composer genre track language comment".split())
REPLAYGAIN_LUFS, R128_LUFS = -18.0, -23.0  # what players bring a file to: ReplayGain 2.0, and RFC 7845 for Opus
_SILENT_LUFS = -60.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A cover: ``mime`` image/png or image/jpeg, and the file's bytes. ``sha256`` stands for them where it is shown."""

    mime: str
    data: bytes = field(repr=False)
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Gain:
    """How loud a file is: ``lufs`` integrated, and its true peak."""

    lufs: float
    peak_dbtp: float

    @property
    def replaygain(self) -> dict[str, str]:
        """The fields of ReplayGain 2.0; none for a file that is silent."""
        if self.lufs < _SILENT_LUFS:
            return {}
        peak = 10 ** (self.peak_dbtp / 20)
        return {
            "REPLAYGAIN_TRACK_GAIN": f"{REPLAYGAIN_LUFS - self.lufs:+.2f} dB",
            "REPLAYGAIN_TRACK_PEAK": f"{peak:.6f}",
        }

    @property
    def r128(self) -> dict[str, str]:
        """The field of Opus (RFC 7845, 5.2.1): the gain in 256ths of a decibel."""
        if self.lufs < _SILENT_LUFS:
            return {}
        return {"R128_TRACK_GAIN": f"{max(-32_768, min(32_767, round(256 * (R128_LUFS - self.lufs))))}"}


@dataclass(frozen=True, slots=True)
class Tags:
    """What a player shows. Empty fields are not written. ``date`` is a year or YYYY-MM-DD, ``track`` N/M, ``language``
    a code of ISO 639-2, ``composer`` who wrote the words.

    ``chapters`` are in order of their starts; all formats but WAV keep them, the ``cover`` and the ``gain`` (M4B has no
    field for the gain).
    """

    title: str = ""
    artist: str = ""
    album: str = ""
    date: str = ""
    comment: str = ""
    chapters: tuple[Chapter, ...] = ()
    album_artist: str = ""
    composer: str = ""
    genre: str = ""
    track: str = ""
    language: str = "jpn"
    cover: Picture | None = None
    gain: Gain | None = None

    @property
    def fields(self) -> dict[str, str]:
        """The fields that are not empty, each on one line."""
        values = ((name, one_line(getattr(self, name))) for name in FIELDS)
        return {name: value for name, value in values if value}


def metadata(tags: Tags, rate: int, length: int) -> str:
    """Tags and chapters for an M4B, as ffmpeg reads them (FFMETADATA1). The language is that of the sound in it."""
    fields = {key: value for key, value in tags.fields.items() if key != "language"}
    return ffmetadata(fields, _sections(tags, rate, length))


def ffmetadata(fields: Mapping[str, str], sections: Iterable[str] = ()) -> str:
    """Fields as ffmpeg reads them: special characters escaped, one line a value."""
    return "\n".join([";FFMETADATA1", *(f"{key}={escaped(value)}" for key, value in fields.items()), *sections]) + "\n"


def _sections(tags: Tags, rate: int, length: int) -> Iterator[str]:
    ends = [*(chapter.start for chapter in tags.chapters[1:]), length]
    for chapter, end in zip(tags.chapters, ends, strict=False):
        title = one_line(chapter.title).encode()[:_TITLE_BYTES].decode(errors="ignore")
        yield from (
            "[CHAPTER]",
            f"TIMEBASE=1/{rate}",
            f"START={chapter.start}",
            f"END={end}",
            f"title={escaped(title)}",
        )


def one_line(value: str) -> str:
    """White space as single spaces, no control characters."""
    return "".join(c for c in " ".join(value.split()) if c.isprintable())


def escaped(value: str) -> str:
    """A backslash before each sign with a meaning. (A line feed that is left in a value would begin a new entry; ffmpeg
    takes the end of a line for part of a value that ends in a backslash, so that a space is set behind it.)
    """
    written = "".join(f"\\{c}" if c in "=;#\\" else c for c in value)
    return f"{written} " if written.endswith("\\") else written
