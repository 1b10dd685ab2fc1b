"""When every cue is heard, and each of its words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from narrations import RATE, Ledger, clip, ms, narration_of, spans, turn

from toolkit.model import Cue, Paragraph, Source, Span, Turn
from toolkit.model.narration import Narration
from toolkit.narration import Delivery, plan_of
from toolkit.narration.narrate import narrate
from toolkit.styles import STYLES
from toolkit.timing.narration import by_narration, cue_sounds

STYLE = STYLES["sdh"]


def cues_of(turns: Sequence[Turn], *lengths: int) -> list[Cue]:
    """Cues of the given lengths that cover the first turn, the others whole."""
    cues, at = [], 0
    for length in lengths:
        end = min(at + length, len(turns[0].text))
        cues.append(Cue(turns[0].speaker, (turns[0].text[at:end],), Source(0, at, end)))
        at = end
    cues += [Cue(t.speaker, (t.text,), Source(k, 0, len(t.text))) for k, t in enumerate(turns) if k]
    return cues


def of_one_clip(text: str) -> tuple[Narration, int]:
    """A narration of はい、そう。 with a pause inside, and the sample at which its clip begins."""
    only = clip(12_400, ((0, 100), (3, 8100)), ((4100, 8100),))
    return narrate(plan_of([turn(text)]), iter([only]), Ledger(), rate=RATE), ms("head") - only.lead


def test_cues_are_heard_with_their_sentences() -> None:
    turns = [turn("一二三。四五六。"), turn("七八。", "田中")]
    narration, _ = narration_of(turns)
    a, b, c = narration.utterances
    assert cue_sounds(cues_of(turns, 4, 4), narration) == ((a.start, a.end), (b.start, b.end), (c.start, c.end))


def test_a_cue_begins_with_its_first_word() -> None:
    turns = [turn("一二三四五六七八。")]
    narration, _ = narration_of(turns)
    (sentence,) = narration.utterances
    border = dict(sentence.marks)[3]
    assert cue_sounds(cues_of(turns, 3, 6), narration) == ((sentence.start, border), (border, sentence.end))


def test_an_announcement_is_in_no_cue() -> None:
    turns = [turn("一二三。四五六。", "甲"), turn("七八。", "乙")]
    narration, _ = narration_of(turns, Delivery("change"))
    _, one, two, _, last = narration.utterances
    expected = ((one.start, one.end), (two.start, two.end), (last.start, last.end))
    assert cue_sounds(cues_of(turns, 4, 4), narration) == expected


def test_a_spoken_direction_is_heard_in_its_cue() -> None:
    turns = [turn("はい。（拍手）そう。", "佐藤太郎", Span(3, 7, "direction", "拍手"))]
    narration, _ = narration_of(turns, Delivery(directions="speak"))
    expected = tuple((u.start, u.end) for u in narration.utterances)
    assert cue_sounds(cues_of(turns, 3, 4, 3), narration) == expected


@pytest.mark.parametrize(
    ("text", "lengths", "where"),
    [
        ("はい。（拍手）そう。", (3, 4, 3), "after the first"),
        ("はい。そう（拍手）。", (3, 2, 5), "after the second"),
        ("（拍手）はい。そう。", (4, 3, 3), "at the beginning"),
        ("はい。（拍手）", (3, 4), "after the first"),
    ],
)
def test_a_direction_that_is_only_shown_is_where_the_sound_before_it_ends(
    text: str, lengths: tuple[int, ...], where: str
) -> None:
    turns = [turn(text, "甲", *spans(text, "（拍手）"))]
    narration, _ = narration_of(turns)
    clap = next(k for k, cue in enumerate(cues_of(turns, *lengths)) if "拍手" in cue.text)
    ends = {"at the beginning": 0, "after the first": narration.utterances[0].end}
    at = ends.get(where, narration.utterances[-1].end)
    assert cue_sounds(cues_of(turns, *lengths), narration)[clap] == (at, at)


def test_a_direction_stands_before_the_sentence_in_whose_place_it_is() -> None:
    text = "はい。（拍手）そう。"
    turns = [turn("一。", "乙"), turn(text, "甲", *spans(text, "（拍手）"))]
    narration, _ = narration_of(turns)
    _, yes, so = narration.utterances
    cues = [Cue("甲", (text[a:b],), Source(1, a, b)) for a, b in ((0, 3), (3, 7), (7, 10))]
    assert cue_sounds(cues, narration) == ((yes.start, yes.end), (yes.end, yes.end), (so.start, so.end))
    first = "（拍手）はい。"
    turns = [turn("一。", "乙"), turn(first, "甲", *spans(first, "（拍手）"))]
    narration, _ = narration_of(turns)
    assert cue_sounds([Cue("甲", ("（拍手）",), Source(1, 0, 4))], narration)[0][0] == narration.utterances[0].end


def test_a_beat_has_its_cue_and_room_for_it() -> None:
    text = "（拍手）"
    turns = [turn("はい。", "甲"), turn(text, "乙", *spans(text, text)), turn("そう。", "甲")]
    narration, _ = narration_of(turns)
    cues = [Cue(t.speaker, (t.text,), Source(k, 0, len(t.text))) for k, t in enumerate(turns)]
    timeline = by_narration(cues, narration, STYLE)
    assert cue_sounds(cues, narration)[1] == (narration.utterances[0].end,) * 2
    assert timeline.cues[1].duration_ms >= STYLE.min_ms
    assert timeline.cues[1].words == ()


def test_a_cue_that_came_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="where it comes from"):
        cue_sounds([Cue("佐藤太郎", ("一。",))], narration_of([turn("一。")])[0])


@pytest.mark.parametrize(
    ("cut", "borders"),
    [
        (3, (4100, 8100)),  # the pause belongs to neither cue
        (2, (4100, 8100)),  # nor does it if the comma begins the second
        (1, (2100, 2100)),  # inside a word: in proportion to its letters
    ],
)
def test_borders_at_pauses_are_the_edges_of_the_sound(cut: int, borders: tuple[int, int]) -> None:
    text = "はい、そう。"
    narration, begin = of_one_clip(text)
    first, second = cue_sounds(cues_of([turn(text)], cut, len(text)), narration)
    assert first == (begin + 100, begin + borders[0])
    assert second == (begin + borders[1], begin + 12_100)


@pytest.mark.parametrize(
    ("cut", "words"),
    [
        (6, [[(0, 100), (3, 8100)]]),
        (3, [[(0, 100)], [(3, 8100)]]),
        (1, [[(0, 100)], [(1, 2100), (3, 8100)]]),  # the rest of はい is a word of the second cue
        (2, [[(0, 100)], [(3, 8100)]]),  # a comma is none
    ],
)
def test_the_words_of_a_cue(cut: int, words: list[list[tuple[int, int]]]) -> None:
    text = "はい、そう。"
    narration, begin = of_one_clip(text)
    timeline = by_narration(cues_of([turn(text)], cut, *([6 - cut] if cut < 6 else [])), narration, STYLE)
    expected = [[(at, (begin + sample) * 1000 // RATE) for at, sample in one] for one in words]
    for timed, due in zip(timeline.cues, expected, strict=True):
        assert timed.words == tuple((at, min(max(ms, timed.start_ms), timed.end_ms)) for at, ms in due)


def test_offsets_of_words_count_in_the_turn() -> None:
    second = "え（笑）東京。"
    whole = Turn("甲", (Paragraph("はい。", 1), Paragraph(second, 2, spans=tuple(spans(second, "（笑）")))), 1)
    narration, _ = narration_of([whole])
    base = len("はい。\n")
    cue = Cue("甲", (second,), Source(0, base, base + len(second)))
    (timed,) = by_narration([cue], narration, STYLE).cues
    assert "".join(whole.text[at] for at, _ in timed.words) == "え東京"


TEXTS = st.text("あ漢A1、。（）「」！？ …", min_size=1, max_size=40)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.sampled_from(["甲", "乙", None])), min_size=1, max_size=5), st.data())
def test_cues_are_heard_in_order_and_never_overlap(pieces: list[tuple[str, str | None]], data: st.DataObject) -> None:
    turns = [turn(text, speaker) for text, speaker in pieces]
    cues = []
    for index, one in enumerate(turns):
        cuts = sorted(data.draw(st.sets(st.integers(1, len(one.text)), max_size=4)) | {len(one.text)})
        for start, end in zip([0, *cuts], cuts, strict=False):
            cues.append(Cue(one.speaker, (one.text[start:end],), Source(index, start, end)))
    narration, _ = narration_of(turns)
    sounds = cue_sounds(cues, narration)
    assert len(sounds) == len(cues)
    edges = [edge for sound in sounds for edge in sound]
    assert edges == sorted(edges)
    for cue, (first, last) in zip(cues, sounds, strict=True):
        assert (last > first) == any(c.isalnum() for c in cue.text)
    for timed in by_narration(cues, narration, STYLE).cues:
        source = timed.cue.source
        assert source is not None
        text = turns[source.turn].text
        heard = {at for at, _ in timed.words}
        assert heard == {at for at in range(source.start, source.end) if text[at].isalnum()}
        assert all(timed.start_ms <= at_ms <= timed.end_ms for _, at_ms in timed.words)
