"""A subtitle file as a person left it, and what is known of how it was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from toolkit.corrections.reading import beside_cues, bytes_at, subtitles_in
from toolkit.errors import InputError
from toolkit.formats import DEFAULT, Format, Options
from toolkit.inputs.source import STDIN
from toolkit.model import Cue, SubtitleFile, TimedCue, Timeline
from toolkit.system import written
from toolkit.system.written import KeptRows, Written

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


@dataclass(frozen=True, slots=True)
class Hand:
    """``cues``: as ``in_order`` gives them. ``before``: what was last written there, None if that is not known;
    ``path``: whose suffix tells its format. ``beside``: (line, text) of what a person put into it that is in no cue.
    ``rate``: of its time codes.
    """

    name: str
    format: Format
    cues: tuple[TimedCue, ...]
    before: Written | None = None
    path: str = STDIN
    beside: tuple[tuple[int, str], ...] = ()
    rate: FrameRate | None = None

    def refuse_other_times(self, manner: str) -> None:
        """InputError if the file was written at other times than ``manner`` says: its cues cannot stay where they are
        while the others move.
        """
        if self.before is not None and self.before.manner not in ("", manner):
            raise InputError(
                "was made without these times of the video", where=self.name,
                mend="bring it to the video by `jimaku convert` with the same flags, which moves every cue",
            )  # fmt: skip

    def base(self, now: Timeline) -> tuple[Sequence[TimedCue], bool]:
        """What had been written, and whether that is known; if not, what would be written ``now``. Both as they read in
        the person's format, so that what it cannot hold makes no difference.
        """
        if self.before is not None:
            cues = subtitles_in(self.before.content, self.path, self.name, self.rate)[1].cues
            return base_of(cues, self.before.kept), True
        writer = self.format if self.format.writes else DEFAULT
        return writer.read(writer.write(now, Options(rate=self.rate)), self.rate).cues, False


def read_hand(path: str, rate: FrameRate | None = None) -> Hand:
    """A person's subtitle file, of any format and encoding; ``-`` is standard input. ``rate``: of its time codes.

    InputError for one that cannot be read or holds no subtitle, and as ``in_order``.
    """
    data, name = bytes_at(path)
    return hand_in(data, path, name, rate)


def hand_in(data: bytes, path: str, name: str, rate: FrameRate | None = None) -> Hand:
    """The same of the bytes that are at a place (a path or a URL), called ``name``."""
    form, found = subtitles_in(data, path, name, rate)
    before = written.known(data) or (written.last(path) if path != STDIN else None)
    beside = beside_cues(found, subtitles_in(before.content, path, name, rate)[1]) if before else ()
    return Hand(name, form, in_order(found, name), before, path, beside, rate)


def read_subtitles(path: str, rate: FrameRate | None = None) -> tuple[tuple[TimedCue, ...], str]:
    """The cues of a subtitle file, in its order and without those that have no text; and the name to call it by. Errors
    as ``read_hand``.
    """
    data, name = bytes_at(path)
    _, found = subtitles_in(data, path, name, rate)
    return tuple(timed for timed in found.cues if timed.cue.text.strip()), name


def in_order(edited: SubtitleFile, name: str) -> tuple[TimedCue, ...]:
    """The cues of a person's file by their starts; those without a text are none.

    InputError for cues that overlap or end before they start: what is kept stays as it is, and nothing that is written
    may overlap.
    """
    told = [(timed, line) for timed, line in zip(edited.cues, edited.lines, strict=True) if timed.cue.text.strip()]
    told.sort(key=lambda one: one[0].start_ms)
    mend = "correct its times, or repair it with `jimaku check --fix`"
    for timed, line in told:
        if not 0 <= timed.start_ms < timed.end_ms:
            raise InputError("is a subtitle that does not end after its start", where=f"{name}:{line}", mend=mend)
    for (one, _), (other, line) in pairwise(told):
        if other.start_ms < one.end_ms:
            raise InputError("is a subtitle that overlaps the one before it", where=f"{name}:{line}", mend=mend)
    if not told:
        raise InputError("holds no subtitle with a text", where=name, mend="leave out --keep")
    return tuple(timed for timed, _ in told)


def base_of(cues: Sequence[TimedCue], kept: KeptRows) -> list[TimedCue]:
    """What was written, with what the toolkit itself would have written in place of what was kept for a person; that
    has no time, so that nothing is the same as it.
    """
    base = list(cues)
    for first, last, text in reversed(kept):
        base[first:last] = [TimedCue(-1, -1, Cue(None, (text,)))] if text else []
    return base
