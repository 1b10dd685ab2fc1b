"""Text and recordings that fit, and that do not: a table of cases on frames that are made, not heard."""

from __future__ import annotations

from collections.abc import Sequence

import hearings
import pytest
from hearings import FRAME_MS, quiet, said, tune
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.align import aligner, probe
from toolkit.align.alignment import Alignment, alignment_of
from toolkit.align.phones import INDEX, Spoken
from toolkit.align.verdict import extras, verdicts
from toolkit.errors import InputError

TEXT = (
    "島の灯台に明かりがともりました。",
    "漁師の人たちは朝の三時に船を出します。",
    "波が高い日は網の手入れをするそうです。",
    "子どものころは毎日泳いでいましたね。",
    "来年は新しい市場ができる予定なんですよ。",
    "楽しみにしています。",
)


@pytest.fixture(autouse=True)
def _probe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "default", hearings.probe)


def units(lines: Sequence[str] = TEXT) -> list[Spoken]:
    return [hearings.unit(line) for line in lines]


def aligned(lines: Sequence[str], phones: Sequence[int]) -> Alignment:
    found = aligner.find(units(lines), hearings.packed(phones))
    judged = verdicts(found)
    return alignment_of(found, judged, extras(found, judged), len(phones) * hearings.FRAME)


def recording(*parts: str | list[int]) -> tuple[list[int], dict[str, list[int]]]:
    """Frames of sentences (after a pause of 0.3 s each) and of whatever else, and when each sentence begins, in ms."""
    phones: list[int] = []
    starts: dict[str, list[int]] = {}
    for part in parts:
        if isinstance(part, str):
            phones += quiet(15)
            starts.setdefault(part, []).append(len(phones) * FRAME_MS)
            phones += said(hearings.unit(part))
        else:
            phones += part
    return [*phones, *quiet(15)], starts


def laugh(frames: int) -> list[int]:
    """ははは, as the probe hears it: vowels and breath by turns."""
    h, a = INDEX["h"], INDEX["a"]
    return ([h] * 4 + [a] * 5) * (frames // 9)


A, B, C, D, E, F = TEXT
CASES = {
    "as it is": (TEXT, TEXT),
    "silence of ten minutes": ((A, B, quiet(30_000), C, D, E, F), TEXT),
    "an opening tune": ((tune(1500), *TEXT), TEXT),
    "an opening tune and a closing one": ((tune(500), *TEXT, tune(500, 2)), TEXT),
    "a line that is not spoken": ((A, B, D, E, F), TEXT),
    "the first and the last are not spoken": ((B, C, D, E), TEXT),
    "a sentence twice": ((A, B, A, C, D), (A, B, A, C, D)),
    "the same sentence three times running": ((A, B, B, B, C), (A, B, B, B, C)),
    "other speech between": ((A, B, "えっと、すみません、マイクの位置を直してもいいでしょうか。", C, D, E, F), TEXT),
    "fillers that the text leaves out": ((A, "えー", B, "あのー", C, D, "うーん", E, F), TEXT),
    "laughter between and in the text's own words": ((A, laugh(40), B, laugh(90), C, D, E, laugh(25), F), TEXT),
    "no pause between sentences": ((said(hearings.unit(A)) + said(hearings.unit(B)), C, D, E, F), (C, D, E, F)),
}


@pytest.mark.parametrize("name", CASES)
def test_lines_are_found_where_they_are_said(name: str) -> None:
    parts, lines = CASES[name]
    phones, starts = recording(*parts)
    waiting = {line: iter(times) for line, times in starts.items()}
    for line in aligned(lines, phones).lines:
        expected = next(waiting.get(line.sentence.text, iter(())), None)
        assert (line.start_ms is None) == (expected is None), line.sentence.text
        if expected is not None and line.start_ms is not None:
            assert abs(line.start_ms - expected) <= 60, line.sentence.text
            assert not line.doubts
            assert line.confidence > 0.9


def test_sound_that_is_not_in_the_text_is_told_with_its_time() -> None:
    other = "えっと、すみません、マイクの位置を直してもいいでしょうか。"
    phones, starts = recording(A, B, other, C, D)
    (extra,) = aligned((A, B, C, D), phones).extras
    begin = starts[other][0]
    assert abs(extra[0] - begin) <= 100
    assert abs(extra[1] - begin - len(said(hearings.unit(other))) * FRAME_MS) <= 100


def test_a_line_in_another_place_is_told_with_the_time_it_is_heard_at() -> None:
    phones, starts = recording(A, C, D, E, B, F)
    line = aligned(TEXT, phones).lines[1]
    assert not line.spoken
    assert line.elsewhere_ms is not None
    assert 0 <= line.elsewhere_ms - starts[B][0] <= 4000


# as it is written, as it is said: the start is found, and at most a doubt is told
OTHERWISE = {
    "a word": (B, B.replace("三時", "八時半")),
    "a number": ("参加は120人でした。", "参加はイチニイゼロ人でした。"),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_read_otherwise_does_not_lose_the_line(name: str) -> None:
    written, spoken = OTHERWISE[name]
    phones, starts = recording(A, spoken, C)
    line = aligned((A, written, C), phones).lines[1]
    assert line.start_ms is not None
    assert abs(line.start_ms - starts[spoken][0]) <= 60


def test_of_two_at_once_no_line_is_wrong_without_a_word() -> None:
    """The second begins while the first still speaks: what both say is heard as half of each. Lines around them are
    found; they themselves are found, left out, or in doubt.
    """
    first, second, rest = (said(hearings.unit(line)) for line in (B, C, D))
    start, over = len(said(hearings.unit(A))) + 30, len(first) // 2
    alone = [*quiet(15), *said(hearings.unit(A)), *quiet(15), *first]
    phones = [*alone, *second[over:], *quiet(15), *rest, *quiet(15)]
    heard = hearings.packed(phones)
    heard[start + len(first) - over : start + len(first)] += hearings.packed(second[:over])
    found = aligner.find(units((A, B, C, D)), heard)
    judged = verdicts(found)
    lines = alignment_of(found, judged, extras(found, judged), len(phones) * hearings.FRAME).lines
    due = [15, start, start + len(first) - over, len(phones) - len(rest) - 15]
    for line, frame in zip((lines[0], lines[3]), (due[0], due[3]), strict=True):
        assert line.start_ms is not None
        assert abs(line.start_ms - frame * FRAME_MS) <= 60
    for line, frame in zip(lines, due, strict=True):
        assert line.start_ms is None or line.doubts or abs(line.start_ms - frame * FRAME_MS) <= 1000
    assert any(line.spoken for line in lines[1:3])


def test_a_pause_inside_a_sentence_is_known() -> None:
    first, rest = said(hearings.unit("波が高い日は")), said(hearings.unit("網の手入れをするそうです。"))
    text = "波が高い日は、網の手入れをするそうです。"
    found = aligned(
        (A, text, B), [*quiet(5), *said(hearings.unit(A)), *first, *quiet(25), *rest, *said(hearings.unit(B))]
    )
    (pause,) = found.narration.utterances[1].pauses
    assert abs((pause[1] - pause[0]) / 16 - 500) <= 80


def test_a_long_text_that_is_hardly_heard_comes_to_its_end() -> None:
    """More states than are looked at, and anchors for the first line alone."""
    lines = [A, *(f"{n}番目の文です、{B}" for n in range(60))]
    alignment = aligned(lines[:1] * 3 + lines[1:], [*quiet(10), *(said(hearings.unit(A)) * 3), *tune(400)])
    assert [line.spoken for line in alignment.lines[:3]] == [True] * 3
    assert sum(line.spoken and not line.doubts for line in alignment.lines[3:]) == 0


REFUSED = {
    "another text": recording(*("昨日の会議では予算の話が長く続いたんです。" for _ in range(12)))[0],
    "noise": tune(6000, 5),
    "silence": quiet(3000),
    "nothing at all": quiet(1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_recording_of_something_else_is_refused(name: str) -> None:
    with pytest.raises(InputError, match=r"^(does not say this text|holds no speech)"):
        aligned(TEXT, REFUSED[name])


@settings(max_examples=25, deadline=None)
@given(
    said_lines=st.lists(st.sampled_from(TEXT), min_size=3, max_size=6),
    spare=st.lists(st.integers(0, 5), max_size=2),
    gaps=st.lists(st.integers(0, 40), min_size=6, max_size=6),
)
def test_times_rise_within_the_recording_and_no_line_is_lost(
    said_lines: list[str], spare: list[int], gaps: list[int]
) -> None:
    lines = list(said_lines)
    for at in spare:
        lines.insert(min(at, len(lines)), "誰もこの文は口にしていません。")
    phones = [
        phone for line, gap in zip(said_lines, gaps, strict=False) for phone in quiet(gap) + said(hearings.unit(line))
    ]
    alignment = aligned(lines, phones)
    assert [line.sentence.text for line in alignment.lines] == lines
    at = 0
    for utterance in alignment.narration.utterances:
        assert at <= utterance.start <= utterance.end <= alignment.narration.length
        times = [utterance.start, *(sample for _, sample in utterance.marks), utterance.end]
        assert times == sorted(times)
        assert [offset for offset, _ in utterance.marks] == sorted({offset for offset, _ in utterance.marks})
        at = utterance.end
