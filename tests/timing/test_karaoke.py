"""The times of words, as points in the text of their cue."""

from __future__ import annotations

import re

import pysubs2
import pytest
import webvtt
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import ass, vtt
from toolkit.model import Cue, Paragraph, Source, TimedCue, Timeline, Turn
from toolkit.timing.karaoke import with_word_times, words_shown

SAID = "港は、静かです。船が出ます。"


def timed(*lines: str, label: str = "", words: tuple[tuple[int, int], ...] = ((0, 1000), (3, 1500))) -> TimedCue:
    return TimedCue(1000, 3000, Cue("佐藤", lines, Source(0, 0, 8), (), label), "speech", words)


PLACES: list[tuple[str, TimedCue, list[tuple[int, int]]]] = [
    ("a mark is dropped", timed("港は 静かです"), [(0, 1000), (3, 1500)]),
    ("a line ends", timed("港は", "静かです"), [(0, 1000), (3, 1500)]),
    ("marks are kept", timed("港は、静かです。"), [(0, 1000), (3, 1500)]),
    ("a name stands before", timed("（佐藤）港は", "静かです", label="（佐藤）"), [(4, 1000), (7, 1500)]),
    ("letters were written otherwise", timed("みなとは 静かです"), [(0, 1000), (2, 1500)]),
    ("nothing is shown", timed("、"), []),
    ("a word of the next cue", timed("港は 静かです", words=((0, 1000), (9, 2500))), [(0, 1000)]),
]


@pytest.mark.parametrize(("cue", "places"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_where_words_begin(cue: TimedCue, places: list[tuple[int, int]]) -> None:
    assert words_shown(cue, SAID) == places


TURNS = [Turn("佐藤", (Paragraph(SAID, 1),), 1)]


def test_both_spellings() -> None:
    line = Timeline((timed("（佐藤）港は 静かです", label="（佐藤）", words=((0, 1200), (3, 1500))),), 3000)
    sung = ass.write(with_word_times(line, TURNS, "ass"))
    assert sung.endswith(",{\\k20}（佐藤）{\\k30}港は {\\k150}静かです\n")
    assert pysubs2.SSAFile.from_string(sung)[0].plaintext == "（佐藤）港は 静かです"
    told = vtt.write(with_word_times(line, TURNS, "vtt"))
    assert "（佐藤）<00:00:01.200>港は <00:00:01.500>静かです" in told
    assert webvtt.from_string(told)[0].text == "（佐藤）港は 静かです"
    untold = with_word_times(Timeline((timed("港は", words=()),), 3000), TURNS, "ass")
    assert untold.cues[0].cue.markup == ()


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(1000, 3000)), max_size=6, unique_by=lambda word: word[0]))
@settings(deadline=None)
def test_syllables_last_as_long_as_the_cue(words: list[tuple[int, int]]) -> None:
    ordered = zip(sorted(at for at, _ in words), sorted(ms for _, ms in words), strict=True)
    line = Timeline((timed("港は、静かです。", words=tuple(ordered)),), 3000)
    sung = with_word_times(line, TURNS, "ass")
    lengths = [int(length) for length in re.findall(r"\\k(\d+)", ass.write(sung))]
    assert sum(lengths) == (200 if words_shown(line.cues[0], SAID) else 0)
    back = ass.read(ass.write(sung)).cues[0].cue
    assert [(m.start, m.value) for m in back.markup] == [(m.start, m.value) for m in sung.cues[0].cue.markup]
    assert vtt.read(vtt.write(with_word_times(line, TURNS, "vtt"))).cues[0].cue.text == line.cues[0].cue.text
