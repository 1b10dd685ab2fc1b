"""What a format is: its names, and its reader and writer, loaded when they are used."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from toolkit.errors import InputError
from toolkit.formats.encodings import UTF8, Coding
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, Remark, SubtitleFile, Timeline

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


class _Module(Protocol):
    """What every module of this folder offers; one that is read only has no ``write``, ``neutral`` and ``holds``, one
    that is written only has no ``read`` and ``sniff``. ``losses``, if there is one, counts what a timeline loses beside
    its markup.
    """

    REMARKS: Mapping[str, RemarkRule]

    def sniff(self, text: str) -> bool: ...

    def read(self, text: str, rate: FrameRate | None = None, /) -> SubtitleFile: ...

    def write(self, timeline: Timeline, options: Options = PLAIN) -> str: ...

    def neutral(self, text: str) -> str: ...

    def holds(self, markup: Markup, cue: Cue) -> bool: ...

    def packed(self, text: str) -> bytes: ...

    def unpacked(self, data: bytes) -> str: ...


@dataclass(frozen=True, slots=True)
class Format:
    """``module``: where it is read and written. ``suffixes`` with their dots, the usual one first; ``elder``: those of
    them under which it is only read. ``signs``: with one of these a file begins, blanks aside. ``headed``: its first
    line tells it from every other. ``writes``: whether it can be written. ``utf8``: it must be UTF-8, ``mark``: a byte
    order mark is in order. ``frames``: it may have time codes, ``coded``: it has nothing else.
    """

    module: str
    title: str
    suffixes: tuple[str, ...]
    signs: str
    headed: bool = False
    writes: bool = False
    utf8: bool = False
    mark: bool = True
    elder: tuple[str, ...] = ()
    reads: bool = True
    frames: bool = False
    coded: bool = False
    packs: bool = False
    unicode: bool = False

    @property
    def _module(self) -> _Module:
        return cast(_Module, importlib.import_module(self.module))

    @property
    def name(self) -> str:
        return self.module.rpartition(".")[2]

    @property
    def suffix(self) -> str:
        return self.suffixes[0]

    @property
    def remarks(self) -> Mapping[str, RemarkRule]:
        """What its reader may remark on, by rule id."""
        return self._module.REMARKS

    def sniff(self, text: str) -> bool:
        """Whether the text begins like a file of this format. Most texts are told from it without loading it."""
        first = text[:2000].removeprefix("\ufeff").lstrip()[:1]
        return bool(first) and first in self.signs and self.shows(text)

    def shows(self, text: str) -> bool:
        """The same, whatever its first sign."""
        return self._module.sniff(text)

    def read(self, text: str, rate: FrameRate | None = None) -> SubtitleFile:
        """Decoded text with any line ends, in linear time: subtitle files come from strangers. What can be understood
        is kept, and remarked on where it is odd. InputError for a file without a cue, and for a format that is only
        written. ``rate``: of time codes, in formats that may have them.
        """
        if not self.reads:
            raise InputError(f"{self.title} is only written here", mend="give a subtitle file")
        return self._module.read(text, rate) if self.frames else self._module.read(text)

    def write(self, timeline: Timeline, options: Options = PLAIN) -> str:
        """Text with line feeds, proved by reading it back. OutputError for what cannot be written."""
        return self._module.write(self._told(timeline, options), options)

    def file(self, timeline: Timeline, options: Options = PLAIN, name: str = "-") -> bytes:
        """What is written under a name, as the file holds it; a package has a coding of its own. Errors as ``write``
        and ``fits``; OutputError for a character that the coding lacks.
        """
        self.fits(options.coding, name)
        return self.bytes_of(self.write(timeline, options), options.coding, name)

    def bytes_of(self, text: str, coding: Coding = UTF8, name: str = "-") -> bytes:
        """What was written as a file holds it. Errors as ``file``."""
        return self._module.packed(text) if self.packs else coding.encoded(text, name)

    def fits(self, coding: Coding, name: str) -> None:
        """InputError for a coding that the format may not have; ``name``: of the file."""
        if coding.cp932 and self.unicode:
            mend = "leave out --shift-jis, or write --no-shift-jis"
            raise InputError(f"{self.title} is UTF-8 by its standard", where=name, mend=mend)

    def unpacked(self, data: bytes) -> str:
        """The text in a file that is none. InputError for a damaged one."""
        return self._module.unpacked(data)

    @property
    def _draws(self) -> Callable[[Markup, Cue], bool] | None:
        """Whether it can draw a reading as a line of its own, in the one format that can."""
        found: Callable[[Markup, Cue], bool] | None = getattr(self._module, "draws", None)
        return found

    def _told(self, timeline: Timeline, options: Options) -> Timeline:
        """With readings in brackets, if that is wished and the format has no ruby."""
        if (
            not options.readings
            or (options.furigana and self._draws)
            or self._module.holds(Markup(0, 1, "ruby", "よ"), Cue(None, ("世",)))
        ):
            return timeline
        from toolkit.formats.readings import in_brackets

        return in_brackets(timeline)

    def holds(self, markup: Markup, cue: Cue) -> bool:
        """Whether it can say it of the cue."""
        return self._module.holds(markup, cue)

    @property
    def names_people(self) -> bool:
        """Whether it has a place for who speaks, beside the text."""
        return self._module.holds(Markup(0, 0, "speaker", "佐藤"), Cue("佐藤", ("はい",)))

    def neutral(self, text: str) -> str:
        """What a cue's text is in the file, so that readers see it as text and nothing else."""
        return self._module.neutral(text)

    def missing(self, timeline: Timeline, options: Options = PLAIN) -> dict[str, int]:
        """What the timeline says beside its letters and this format cannot: how often, by kind."""
        said = [(m, timed.cue) for timed in self._told(timeline, options).cues for m in timed.cue.markup]
        if not any(timed.cue.label for timed in timeline.cues):  # else the text says who speaks
            said += [(Markup(0, 0, "speaker", t.cue.speaker), t.cue) for t in timeline.cues if t.cue.speaker]
        said = [(m, cue) for m, cue in said if options.speakers or m.kind != "speaker"]
        said = [(m, cue) for m, cue in said if not (options.furigana and self._draws and self._draws(m, cue))]
        losses: dict[str, int] = getattr(self._module, "losses", lambda _: {})(timeline)
        return dict(Counter[str](m.kind for m, cue in said if not self._module.holds(m, cue))) | losses

    def remark_of_encoding(self, shown: str, *, utf8: bool, marked: bool) -> Remark | None:
        """What is to be said of a file's encoding (``shown``: its name; ``marked``: it has a byte order mark)."""
        rule = f"{self.name.upper()}-ENC"
        if marked and not self.mark:
            return Remark(rule, 1, "begins with a byte order mark")
        return Remark(rule, 1, f"is {shown}, not UTF-8") if self.utf8 and not (utf8 or marked) else None
