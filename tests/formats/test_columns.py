"""Cues in columns: digits, places, and what goes between the formats that have them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from subtitle_texts import covered, marked_cues

from toolkit.formats import cap, ttml, vtt
from toolkit.formats.columns import in_columns
from toolkit.model import Cue, Markup, TimedCue, Timeline

DIGITS: list[tuple[str, str, list[str]]] = [
    ("two upright", "12時間と３4分", ["12", "34"]),
    ("one is wide", "3人で８回", []),
    ("three are wide", "100年と2024年", []),
    ("none", "海の声", []),
]
SHOWN = ["12時間と34分", "３人で８回", "１００年と２０２４年", "海の声"]


def turned(cue: Cue) -> Cue:
    return in_columns(Timeline((TimedCue(0, 900, cue),), 900), "right").cues[0].cue


@pytest.mark.parametrize(("row", "shown"), list(zip(DIGITS, SHOWN, strict=True)), ids=[row[0] for row in DIGITS])
def test_digits_in_columns(row: tuple[str, str, list[str]], shown: str) -> None:
    cue = turned(Cue(None, (row[1],)))
    assert cue.text == shown
    assert [cue.text[m.start : m.end] for m in cue.markup if m.kind == "upright"] == row[2]
    assert turned(cue) == cue


def test_a_cue_that_says_where_it_stands_stays_there() -> None:
    above = Cue(None, ("12時",), None, (Markup(0, 0, "placement", "{\\an8}"),))
    assert turned(above) == above


@given(st.lists(marked_cues(("upright",)), min_size=1, max_size=3))
@settings(deadline=None)
def test_upright_digits_go_between_ttml_and_lambda_cap(cues: list[Cue]) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    back = ttml.read(ttml.write(Timeline(timed, 9000))).cues
    assert [covered(t.cue) for t in back] == [covered(cue) for cue in cues]
    whole = [cue for cue in cues if all(cap.holds(m, cue) for m in cue.markup)]
    timed = tuple(TimedCue(k * 1001, k * 1001 + 1001, cue) for k, cue in enumerate(whole))
    assert not whole or [covered(t.cue) for t in cap.read(cap.write(Timeline(timed, 9000))).cues] == [
        covered(c) for c in whole
    ]


def test_columns_in_every_format_that_has_them() -> None:
    line = Timeline((TimedCue(0, 900, turned(Cue(None, ("12時の海",)))),), 900)
    assert "vertical:rl line:0\n12時の海" in vtt.write(line)
    assert ' region="right"><span tts:textCombine="all">12</span>時の海</p>' in ttml.write(line)
    assert "\t＠組［12］＠時の海\t＠縦右\t＠行頭\n" in cap.write(line)
