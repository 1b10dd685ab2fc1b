"""Times that are known before anything is heard: they lead, and are no truth."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import hearings
import pytest
from click.testing import CliRunner
from hearings import FRAME_MS, quiet, said, tune
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.align import Clock, Hint, aligner, frames, probe
from toolkit.align.alignment import alignment_of
from toolkit.align.found import Found
from toolkit.align.lengths import pairs_of
from toolkit.align.verdict import verdicts
from toolkit.cli import cli
from toolkit.model import Cue, Paragraph, TimedCue, TimeMark, Turn
from toolkit.narration.plan import plan_of
from toolkit.recorded.clocks import by_lengths, by_text

FIRST = (
    "島の灯台に明かりがともりました。",
    "漁師の人たちは朝の三時に船を出します。",
    "波が高い日は網の手入れをします。",
)
LAST = ("子どものころは毎日泳いでいましたね。", "来年は新しい市場ができる予定です。", "楽しみにしています。")
TWICE = "港の朝は本当に静かなんですよ。"
UNSAID = ("この文は誰も口にしていません。", "その次の文も同じことです。")
TEXT = (*FIRST, TWICE, *UNSAID, TWICE, *LAST)


@pytest.fixture(autouse=True)
def _probe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "default", hearings.probe)


def recording(*parts: str | list[int]) -> tuple[list[int], list[int]]:
    """Frames, and when each sentence begins, in ms."""
    phones: list[int] = []
    starts: list[int] = []
    for part in parts:
        phones += quiet(15)
        if isinstance(part, str):
            starts.append(len(phones) * FRAME_MS)
        phones += said(hearings.unit(part)) if isinstance(part, str) else part
    return [*phones, *quiet(15)], starts


def found(phones: Sequence[int], *clocks: Clock) -> Found:
    return aligner.find([hearings.unit(line) for line in TEXT], hearings.packed(phones), clocks=clocks)


def spoken(one: Found) -> list[int | None]:
    lines = alignment_of(one, verdicts(one), (), 10**9).lines
    return [line.start_ms for line in lines]


SIDES = {"before what is not said": (3, [TWICE, tune(1500)]), "after it": (6, [tune(1500), TWICE])}


@pytest.mark.parametrize("shift_s", [0, 95, -3])
@pytest.mark.parametrize("side", SIDES)
def test_a_sentence_that_stands_twice_is_found_where_its_time_is(side: str, shift_s: int) -> None:
    """Said once, thirty seconds before or after the other place; the text's clock may be off."""
    own, middle = SIDES[side]
    phones, starts = recording(*FIRST, *middle, *LAST)
    where = [*range(3), own, *range(7, 10)]
    at = dict(zip(where, starts, strict=True))
    at[9 - own] = at[own] + (30_000 if own == 3 else -30_000)
    clock = Clock("the times in the text", tuple(Hint(k, 0, ms + shift_s * 1000) for k, ms in sorted(at.items())))
    times = spoken(found(phones, clock))
    assert [k for k, ms in enumerate(times) if ms is not None] == where
    assert all(abs((times[k] or 0) - at[k]) <= 60 for k in where)


def test_times_that_do_not_go_with_the_recording_are_told_and_not_used() -> None:
    phones, _ = recording(*TEXT)
    dice = random.Random(1)
    wrong = Clock("the times in the text", tuple(Hint(k, 0, dice.randrange(0, 600_000)) for k in range(len(TEXT))))
    with_them, without = found(phones, wrong), found(phones)
    assert with_them.remarks == ("the times in the text do not go with the recording: they are not used",)
    assert spoken(with_them) == spoken(without)


def test_one_wrong_time_among_right_ones_moves_nothing() -> None:
    phones, starts = recording(*TEXT)
    hints = [Hint(k, 0, ms) for k, ms in enumerate(starts)]
    for k in (0, 5):
        odd = Clock("", tuple(replace(hint, ms=hint.ms + 120_000 * (hint.unit == k)) for hint in hints))
        assert spoken(found(phones, odd)) == spoken(found(phones))


def test_too_few_times_are_no_clock() -> None:
    phones, starts = recording(*TEXT)
    (remark,) = found(phones, Clock("the times in x.srt", (Hint(0, 0, starts[0]),))).remarks
    assert remark == "too few of the times in x.srt can be compared with the recording: they are not used"


PRECISION = {(0, 60_000, 180_000): 60, (0, 61_000): 1, (500, 2000): 0.1, (1234, 2000): 0.001}


@pytest.mark.parametrize("times", PRECISION)
def test_the_times_of_a_text_are_as_fine_as_they_are_told(times: tuple[int, ...]) -> None:
    """Each is of the sentence in which it stands."""
    text = "はい。そうです、今朝は静かでした。"
    marks = [Paragraph(text, k, times=(TimeMark(8, ms),)) for k, ms in enumerate(times, 1)]
    turns = [Turn(None, (Paragraph("最初です。", 1), *marks), 1)]
    sentences = plan_of(turns).sentences
    clock = by_text(turns, sentences)
    assert clock.precision_s == PRECISION[times]
    assert [hint.ms for hint in clock.hints] == list(times)
    for hint in clock.hints:
        assert sentences[hint.unit].text[hint.at :].startswith("今朝")


def test_another_language_is_laid_beside_by_its_lengths() -> None:
    """Asides are no translation; what one language says in two subtitles is one sentence in the other."""
    sentences = plan_of([Turn(None, tuple(Paragraph(line, k) for k, line in enumerate(TEXT, 1)), 1)]).sentences
    english = ["[wind]", *(("word " * (len(line) // 3)).strip() for line in TEXT)]
    cues = [TimedCue(1000 * k, 1000 * k + 900, Cue(None, (line,))) for k, line in enumerate(english)]
    hints = by_lengths(cues, "en.srt", sentences).hints
    assert [(hint.unit, hint.ms) for hint in hints] == [(k, 1000 * (k + 1)) for k in range(len(TEXT))]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 60), max_size=40), st.lists(st.integers(0, 60), max_size=40))
def test_pairs_rise_and_are_there(ours: list[int], theirs: list[int]) -> None:
    pairs = list(pairs_of(ours, theirs))
    assert all(0 <= i < len(ours) and 0 <= j < len(theirs) for i, j in pairs)
    assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


@settings(deadline=None)
@given(st.lists(st.integers(5, 60), min_size=1, max_size=30))
def test_the_same_lengths_go_side_by_side(lengths: list[int]) -> None:
    assert list(pairs_of(lengths, lengths)) == [(k, k) for k in range(len(lengths))]


def test_the_command_is_led_by_another_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    phones, starts = recording(*TEXT)
    monkeypatch.setattr(frames, "hear", lambda *_: hearings.heard(phones))
    Path("話.txt").write_text("\n".join(TEXT), encoding="utf-8")
    Path("話.wav").write_bytes(b"stands for a recording")
    rows = [
        f"{k}\n00:00:{ms // 1000:02},{ms % 1000:03} --> 00:00:{ms // 1000 + 1:02},000\n"
        for k, ms in enumerate(starts, 1)
    ]
    english = [row + "word " * (len(line) // 3) + "\n" for row, line in zip(rows, TEXT, strict=True)]
    Path("en.srt").write_text("\n".join(english), encoding="utf-8")
    plain = ["align", "話.txt", "話.wav", "--plain", "-o", "a.srt", "--force"]
    alone = CliRunner().invoke(cli, plain)
    assert alone.exit_code == 0, alone.stderr
    before = Path("a.srt").read_bytes()
    led = CliRunner().invoke(cli, [*plain, "--prior", "en.srt"])
    assert (led.exit_code, led.stderr) == (0, alone.stderr)
    assert Path("a.srt").read_bytes() == before
    wrong = CliRunner().invoke(cli, [*plain, "--prior", "none.srt"])
    assert (wrong.exit_code, "none.srt" in wrong.stderr) == (2, True)
    moved = CliRunner().invoke(cli, ["align", "a.srt", "話.wav", "--shift-only", "--prior", "en.srt"])
    assert (moved.exit_code, "--prior and --shift-only cannot go together" in moved.stderr) == (2, True)
