"""What a style is: figures, ways of writing, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.japanese.writing import Writing

SUFFIX = ".toml"  # of the file of a house's own style
Names = Literal["never", "change", "always"]
NamesForm = Literal["bracket", "colon", "dash", "colour"]
# What ``check`` reports under the id and with the source that a style gives
Figure = Literal[
    "line_width",
    "max_lines",
    "cps",
    "min_ms",
    "max_ms",
    "gap",
    "chain",
    "full_stop",
    "comma",
    "marks",
    "mark_space",
    "brackets",
    "labels",
    "digits",
    "decimal_point",
    "thousands",
    "acronyms",
    "ellipsis",
    "dash",
    "music",
    "half_kana",
    "one_line",
    "name_once",
    "sound_ms",
]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure comes from: ``rule`` is the id under which ``check`` reports it, ``source`` the guide
    in a few words.
    """

    rule: str
    source: str


@dataclass(frozen=True, slots=True)
class Style:
    """``line_width`` in full-width characters; ``cps`` in the same unit a second; durations in ms; gaps in
    frames at ``fps``.

    Gaps from ``close_from`` to ``close_to`` frames are closed to ``gap_frames`` (0, 0: no such rule).
    ``names``: whether a cue says who speaks, where several people do: where the speaker changes, always, or never;
    ``name_form``: how, one of ``NAME_FORMS`` or one's own. ``shared_cues``: whether two people may speak in one cue.
    ``writing``: of digits, signs and 、。. ``count_spaces``: whether spaces and brackets count in
    reading speed (MASC does not count them). ``extra_line``: whether a line more is taken for who speaks or
    what is heard. ``one_line``: whether what fits one line is to stand on one; ``name_once``: whether a name is to be
    shown once while the same person speaks on; ``sound_ms``: the longest a sound stands, 0 for no such rule.
    ``citations``: of what is another's figure and not our own.
    """

    name: str
    line_width: float
    max_lines: int
    cps: float
    min_ms: int
    max_ms: int
    gap_frames: int
    based_on: str
    writing: Writing = field(default_factory=Writing)
    close_from: int = 0
    close_to: int = 0
    count_spaces: bool = True
    fps: float = 24.0
    names: Names = "never"
    name_form: str = "（{}）"
    shared_cues: bool = True
    extra_line: bool = False
    one_line: bool = False
    name_once: bool = False
    sound_ms: int = 0
    citations: Mapping[Figure, Citation] = field(default_factory=dict)

    def frames_ms(self, frames: float) -> int:
        """Frames as milliseconds, rounded up so that a gap is never a fraction short."""
        return timecode.from_frames(frames, self.fps)

    @property
    def gap_ms(self) -> int:
        """The gap between two cues that follow each other at once."""
        return self.frames_ms(self.gap_frames)

    @property
    def open_gap_ms(self) -> int:
        """The shortest gap that may stay open: what is longer than ``gap_ms`` and shorter than this is to
        be closed.
        """
        return self.frames_ms(self.close_to + 1) if self.close_to else self.gap_ms

    def cite(self, figure: Figure) -> Citation:
        """The rule id and source of one of the style's figures; figures of our own say so."""
        return self.citations.get(figure) or OWN[figure]

    @property
    def cue_width(self) -> float:
        """Full-width characters a cue holds."""
        return self.line_width * self.max_lines

    @property
    def joins(self) -> bool:
        """Whether two short turns share a cue, a dash before each."""
        return self.names != "never" and self.name_form == NAME_FORMS["dash"]

    @property
    def colours(self) -> bool:
        """Whether each person's words have a colour of their own."""
        return self.names != "never" and self.name_form == NAME_FORMS["colour"]

    def with_names(self, names: Names | None, form: NamesForm | None = None) -> Style:
        """The same rules with names shown as wished; who asks for a form wants to see it. InputError for a form that
        the style has no room for.
        """
        shown = names or ("change" if form and self.names == "never" else self.names)
        style = replace(self, names=shown, name_form=NAME_FORMS[form] if form else self.name_form)
        if style.joins and not self.shared_cues:
            raise InputError(f"the style {self.name} has a cue of its own for each speaker", mend="choose another form")
        if style.joins and self.max_lines < 2:
            raise InputError("two who speak in one cue need two lines", mend="choose another form or --max-lines 2")
        return style

    def with_width(self, line_width: float | None, max_lines: int | None) -> Style:
        """The same rules at another width or number of lines."""
        return replace(self, line_width=line_width or self.line_width, max_lines=max_lines or self.max_lines)


# What stands before the text for the name {}; none where dashes or colours tell people apart
NAME_FORMS: dict[NamesForm, str] = {"bracket": "（{}）", "colon": "{}：", "dash": "-", "colour": ""}

_DEFAULT = "product default"
OWN: Mapping[Figure, Citation] = {
    "line_width": Citation("LEN", _DEFAULT),
    "max_lines": Citation("LINES", _DEFAULT),
    "cps": Citation("CPS", _DEFAULT),
    "min_ms": Citation("DUR-MIN", _DEFAULT),
    "max_ms": Citation("DUR-MAX", _DEFAULT),
    "gap": Citation("GAP-MIN", f"{_DEFAULT}: cues do not overlap"),
    "chain": Citation("GAP-CHAIN", _DEFAULT),
    "full_stop": Citation("PUNC-KUTEN", _DEFAULT),
    "comma": Citation("PUNC-TOUTEN", _DEFAULT),
    "marks": Citation("PUNC-QE", "totus, Japanese subtitles: ？！ full-width, half-width after Latin"),
    "mark_space": Citation("PUNC-QE-SP", "guides differ: totus half-width, JTF 4.2.1 full-width"),
    "brackets": Citation("PUNC-BRACKETS", f"{_DEFAULT}: （ ） beside Japanese"),
    "labels": Citation("SPK-BRACKETS", _DEFAULT),
    "digits": Citation("NUM-WIDTH", _DEFAULT),
    "decimal_point": Citation("NUM-DEC", _DEFAULT),
    "thousands": Citation("NUM-SEP", _DEFAULT),
    "acronyms": Citation("ACRONYM", _DEFAULT),
    "ellipsis": Citation("PUNC-ELL", "Netflix general requirements: one … (U+2026)"),
    "dash": Citation("PUNC-DASH", f"{_DEFAULT}: ――"),
    "music": Citation("MUSIC", f"{_DEFAULT}: ♪"),
    "half_kana": Citation("HALF-KANA", _DEFAULT),
    "one_line": Citation("LINE-KEEP1", _DEFAULT),
    "name_once": Citation("SPK-ONLY", _DEFAULT),
    "sound_ms": Citation("SOUND", _DEFAULT),
}
