"""The styles that come with the toolkit, each with the guide it is based on and the source of each figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

from toolkit.japanese.writing import Writing
from toolkit.styles.style import NAME_FORMS, Citation, Figure, Style


class _Gaps(TypedDict):
    gap_frames: int
    close_from: int
    close_to: int


_NETFLIX_GAPS = _Gaps(gap_frames=2, close_from=3, close_to=11)
_MASC = "MASC (2012), barrier-free Japanese"
_TED = "TED 翻訳ガイドライン"
_PODCAST = "Podcasting 2.0 namespace, SRT transcripts"
_QUOTED = "Netflix Japanese as quoted by HappyScribe"
_NETFLIX: dict[Figure, Citation] = {
    "max_ms": Citation("NFG-DUR-MAX", "Netflix general requirements: 7 s"),
    "gap": Citation("NFG-GAP-MIN", "Netflix timing guidelines: 2 frames at every frame rate"),
    "chain": Citation("NFG-GAP-CHAIN", "Netflix timing guidelines: gaps of 3–11 frames closed to 2"),
    "full_stop": Citation("NFJ-PUNC-KUTEN", "Netflix I.17 in HappyScribe: a full-width space instead of 。"),
    "comma": Citation("NFJ-PUNC-TOUTEN", "Netflix I.17 in HappyScribe: a half-width space instead of 、"),
    "marks": Citation("NFJ-PUNC-QE", "totus; Netflix Japanese from memory"),
    "ellipsis": Citation("NFJ-PUNC-ELL", "Netflix general: one … (U+2026)"),
    "dash": Citation("NFJ-PUNC-DASH", "Netflix Japanese as quoted by others, weakly: ――"),
    "one_line": Citation("NFG-LINE-KEEP1", "Netflix general requirements"),
}
_SDH: dict[Figure, Citation] = {
    **_NETFLIX,
    "line_width": Citation("NFJS-LEN-H", "Pixelogic Japanese SDH: 16; provisional, not read at Netflix"),
    "max_lines": Citation("NFJS-LINES", "Pixelogic Japanese SDH: 2 lines for dialogue"),
    "cps": Citation("NFJS-CPS", "Netflix Japanese SDH as quoted by llm-subtrans: 7"),
    "min_ms": Citation("NFJS-DUR-MIN", "Netflix Japanese as quoted by llm-subtrans: 0.5 s"),
    "labels": Citation("NFJS-SPK", "Netflix Japanese SDH as quoted by Subtitle Edit: full-width parentheses"),
    "name_once": Citation("NFJS-SPK-ONLY", "Pixelogic Japanese SDH"),
    "music": Citation("NFJS-MUSIC", "Netflix SDH of other languages, and NHK: ♪"),
}
_SPACES = Writing(
    full_stop="wide-space", comma="half-space", marks="wide", brackets="wide", ellipsis="one", dash="pair"
)

STYLES: dict[str, Style] = {
    style.name: style
    for style in (
        Style(
            "sdh",
            line_width=16,
            max_lines=2,
            cps=7,
            min_ms=500,
            max_ms=7000,
            **_NETFLIX_GAPS,
            based_on="Netflix Japanese SDH as quoted by llm-subtrans (7 cps, 0.5 s) and "
            "Pixelogic Japanese SDH (16 wide)",
            writing=replace(_SPACES, labels="parentheses", music="note"),
            names="change",
            extra_line=True,
            one_line=True,
            name_once=True,
            citations=_SDH,
        ),
        Style(
            "netflix",
            line_width=13,
            max_lines=2,
            cps=4,
            min_ms=500,
            max_ms=7000,
            **_NETFLIX_GAPS,
            based_on="Netflix Japanese Timed Text Style Guide (13 wide; 4 cps and 0.5 s as quoted by llm-subtrans)",
            writing=replace(_SPACES, digits="one-wide", decimal_point="half", thousands="myriads", acronyms="wide"),
            one_line=True,
            citations={
                **_NETFLIX,
                "line_width": Citation("NFJ-LEN-H", "Netflix Japanese: 13, half-width characters counting 0.5"),
                "max_lines": Citation("NFJ-LINES", "Netflix general requirements: 2"),
                "cps": Citation("NFJ-CPS", "Netflix Japanese as quoted by llm-subtrans: 4"),
                "min_ms": Citation("NFJ-DUR-MIN", "Netflix Japanese as quoted by llm-subtrans: 0.5 s"),
                "digits": Citation("NFJ-NUM-H", f"{_QUOTED}, I.15"),
                "decimal_point": Citation("NFJ-NUM-DEC", _QUOTED),
                "thousands": Citation("NFJ-NUM-SEP", _QUOTED),
                "acronyms": Citation("NFJ-ACRONYM", "Netflix Japanese"),
            },
        ),
        Style(
            "ted",
            line_width=21,
            max_lines=2,
            cps=10,
            min_ms=1000,
            max_ms=7000,
            gap_frames=0,
            based_on=f"{_TED} (21 wide, 10 cps, 1–7 s)",
            writing=replace(_SPACES, dash="keep"),
            sound_ms=3000,
            citations={
                "line_width": Citation("TED-LEN", f"{_TED}: 21"),
                "max_lines": Citation("TED-LINES", f"{_TED}: 2"),
                "cps": Citation("TED-CPS", f"{_TED}: 10"),
                "min_ms": Citation("TED-DUR", f"{_TED}: 1–7 s"),
                "max_ms": Citation("TED-DUR", f"{_TED}: 1–7 s"),
                "full_stop": Citation("TED-PUNC", f"{_TED}: 句点 → full-width space"),
                "comma": Citation("TED-PUNC", f"{_TED}: 読点 → half-width space"),
                "sound_ms": Citation("TED-SOUND", f"{_TED}: a sound stands 3 s at most"),
            },
        ),
        Style(
            "barrier-free",
            line_width=16.5,
            max_lines=2,
            cps=6,
            min_ms=1000,
            max_ms=7000,
            gap_frames=3,
            based_on="MASC barrier-free Japanese subtitles (16.5 wide, 6 cps, gap of 3 frames)",
            writing=Writing(
                marks="wide", brackets="wide", ellipsis="one", digits="one-wide", acronyms="wide", half_kana="wide"
            ),
            count_spaces=False,
            names="change",
            extra_line=True,
            citations={
                "line_width": Citation("MASC-LEN", f"{_MASC}: 16.5"),
                "max_lines": Citation("MASC-LINES", f"{_MASC}: 2, and a third for speaker or sound"),
                "cps": Citation("MASC-CPS", f"{_MASC}: 6, brackets and spaces not counted"),
                "gap": Citation("MASC-GAP", f"{_MASC}: 3 frames"),
                "digits": Citation("MASC-NUM", f"{_MASC}: one digit full-width, more half-width"),
                "acronyms": Citation("MASC-NUM", f"{_MASC}: abbreviations like ＤＶＤ full-width"),
                "half_kana": Citation("MASC-NUM", f"{_MASC}: no half-width kana"),
            },
        ),
        Style(
            "podcast",
            line_width=32,
            max_lines=2,
            cps=10,
            min_ms=1000,
            max_ms=7000,
            gap_frames=0,
            based_on="Podcasting 2.0 SRT transcripts (2 lines of 32; a name before a colon where the speaker changes)",
            writing=Writing(ellipsis="one"),
            names="change",
            name_form=NAME_FORMS["colon"],
            shared_cues=False,  # a new cue at each change of speaker
            citations={
                "line_width": Citation("PODN-SRT", f"{_PODCAST}: 32 characters"),
                "max_lines": Citation("PODN-SRT", f"{_PODCAST}: 2 lines"),
            },
        ),
    )
}
DEFAULT_STYLE = "sdh"
