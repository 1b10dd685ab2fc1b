"""Named rule sets. Every number names its source; widths count full-width 1 and half-width 0.5.

No public Japanese standard for subtitle text exists, so each style says which guide it is *based on* and
none claims compliance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypedDict

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.japanese.punctuation import Punctuation

Names = Literal["never", "change", "always"]
NamesForm = Literal["bracket", "colon", "dash", "colour"]
Figure = Literal["line_width", "max_lines", "cps", "min_ms", "max_ms", "gap", "chain", "full stop", "comma"]


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
    ``name_form``: how, one of ``NAME_FORMS``. ``shared_cues``: whether two people may speak in one cue.
    ``wide_signs``: ? ! ( ) beside Japanese are shown full-width. ``count_spaces``: whether spaces and brackets count in
    reading speed (MASC does not count them).
    """

    name: str
    line_width: float
    max_lines: int
    cps: float
    min_ms: int
    max_ms: int
    gap_frames: int
    punctuation: Punctuation
    based_on: str
    close_from: int = 0
    close_to: int = 0
    count_spaces: bool = True
    wide_signs: bool = True
    fps: float = 24.0
    names: Names = "never"
    name_form: str = "（{}）"
    shared_cues: bool = True

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
        return CITATIONS.get(self.name, {}).get(figure) or _OWN[figure]

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


class _Gaps(TypedDict):
    gap_frames: int
    close_from: int
    close_to: int


_NETFLIX_GAPS = _Gaps(gap_frames=2, close_from=3, close_to=11)

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            "sdh",
            16,
            2,
            7,
            500,
            7000,
            punctuation="spaces",
            **_NETFLIX_GAPS,
            based_on="Netflix Japanese SDH as quoted by llm-subtrans (7 cps, 0.5 s) and "
            "Pixelogic Japanese SDH (16 wide)",
            names="change",
        ),
        Style(
            "netflix",
            13,
            2,
            4,
            500,
            7000,
            punctuation="spaces",
            **_NETFLIX_GAPS,
            based_on="Netflix Japanese Timed Text Style Guide (13 wide; 4 cps and 0.5 s as quoted by llm-subtrans)",
        ),
        Style("ted", 21, 2, 10, 1000, 7000, 0, "spaces", "TED 翻訳ガイドライン (21 wide, 10 cps, 1–7 s)"),
        Style(
            "barrier-free",
            16.5,
            2,
            6,
            1000,
            7000,
            3,
            "keep",
            count_spaces=False,
            based_on="MASC barrier-free Japanese subtitles (16.5 wide, 6 cps, gap of 3 frames)",
            names="change",
        ),
        Style(
            "podcast",
            32,
            2,
            10,
            1000,
            7000,
            0,
            "keep",
            "Podcasting 2.0 SRT transcripts (2 lines of 32; a name before a colon where the speaker changes)",
            wide_signs=False,
            names="change",
            name_form=NAME_FORMS["colon"],
            shared_cues=False,  # a new cue at each change of speaker
        ),
    )
}
DEFAULT_STYLE = "sdh"

_NETFLIX_TIMES: dict[Figure, Citation] = {
    "max_ms": Citation("NFG-DUR-MAX", "Netflix general requirements: 7 s"),
    "gap": Citation("NFG-GAP-MIN", "Netflix timing guidelines: 2 frames at every frame rate"),
    "chain": Citation("NFG-GAP-CHAIN", "Netflix timing guidelines: gaps of 3–11 frames closed to 2"),
    "full stop": Citation("NFJ-PUNC-KUTEN", "Netflix I.17 in HappyScribe: a full-width space instead of 。"),
    "comma": Citation("NFJ-PUNC-TOUTEN", "Netflix I.17 in HappyScribe: a half-width space instead of 、"),
}
_MASC = "MASC (2012), barrier-free Japanese"
_TED = "TED 翻訳ガイドライン"
_PODCAST = "Podcasting 2.0 namespace, SRT transcripts"

CITATIONS: dict[str, dict[Figure, Citation]] = {
    "sdh": {
        **_NETFLIX_TIMES,
        "line_width": Citation("NFJS-LEN-H", "Pixelogic Japanese SDH: 16; provisional, not read at Netflix"),
        "max_lines": Citation("NFJS-LINES", "Pixelogic Japanese SDH: 2 lines for dialogue"),
        "cps": Citation("NFJS-CPS", "Netflix Japanese SDH as quoted by llm-subtrans: 7"),
        "min_ms": Citation("NFJS-DUR-MIN", "Netflix Japanese as quoted by llm-subtrans: 0.5 s"),
    },
    "netflix": {
        **_NETFLIX_TIMES,
        "line_width": Citation("NFJ-LEN-H", "Netflix Japanese: 13, half-width characters counting 0.5"),
        "max_lines": Citation("NFJ-LINES", "Netflix general requirements: 2"),
        "cps": Citation("NFJ-CPS", "Netflix Japanese as quoted by llm-subtrans: 4"),
        "min_ms": Citation("NFJ-DUR-MIN", "Netflix Japanese as quoted by llm-subtrans: 0.5 s"),
    },
    "ted": {
        "line_width": Citation("TED-LEN", f"{_TED}: 21"),
        "max_lines": Citation("TED-LINES", f"{_TED}: 2"),
        "cps": Citation("TED-CPS", f"{_TED}: 10"),
        "min_ms": Citation("TED-DUR", f"{_TED}: 1–7 s"),
        "max_ms": Citation("TED-DUR", f"{_TED}: 1–7 s"),
        "full stop": Citation("TED-PUNC", f"{_TED}: 句点 → full-width space"),
        "comma": Citation("TED-PUNC", f"{_TED}: 読点 → half-width space"),
    },
    "barrier-free": {
        "line_width": Citation("MASC-LEN", f"{_MASC}: 16.5"),
        "max_lines": Citation("MASC-LINES", f"{_MASC}: 2, and a third for speaker or sound"),
        "cps": Citation("MASC-CPS", f"{_MASC}: 6, brackets and spaces not counted"),
        "gap": Citation("MASC-GAP", f"{_MASC}: 3 frames"),
    },
    "podcast": {
        "line_width": Citation("PODN-SRT", f"{_PODCAST}: 32 characters"),
        "max_lines": Citation("PODN-SRT", f"{_PODCAST}: 2 lines"),
    },
}

_OWN: dict[Figure, Citation] = {
    "line_width": Citation("LEN", "product default"),
    "max_lines": Citation("LINES", "product default"),
    "cps": Citation("CPS", "product default"),
    "min_ms": Citation("DUR-MIN", "product default"),
    "max_ms": Citation("DUR-MAX", "product default"),
    "gap": Citation("GAP-MIN", "product default: cues do not overlap"),
    "chain": Citation("GAP-CHAIN", "product default"),
    "full stop": Citation("PUNC-KUTEN", "product default"),
    "comma": Citation("PUNC-TOUTEN", "product default"),
}


def style_named(name: str) -> Style:
    """The style of that name; InputError lists what there is."""
    try:
        return STYLES[name]
    except KeyError:
        raise InputError(f"no style is called {name!r}", mend=f"choose one of: {', '.join(STYLES)}") from None
