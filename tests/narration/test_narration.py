"""Casting, what is spoken in which pieces, and when every cue is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from toolkit.errors import InputError
from toolkit.japanese.reading import Reading, Word
from toolkit.model import Clip, Cue, Paragraph, Profile, Source, Span, Speaker, Turn
from toolkit.narration import PAUSES, Manner, Narration, cast_voices, narrate, plan
from toolkit.narration.chapters import chapters_of
from toolkit.narration.delivery import USUAL, Announce, Directions
from toolkit.speech.engines.silent import Silent
from toolkit.speech.protocol import Request

RATE = Silent.rate
ENGINE = Silent()
CAST = (Speaker("佐藤太郎", ("佐藤", "佐藤さん")), Speaker("リー・アン"), Speaker("田中"))


def read(text: str) -> Reading:
    """A stand-in: every character but punctuation is a word of one mora."""
    words = tuple(Word(k, k + 1, c, "ア" if c.isalnum() else "") for k, c in enumerate(text))
    return Reading(text, words)


def speak(requests: Iterable[Request]) -> Iterator[Clip]:
    for request in requests:
        yield ENGINE.speak(read(request.text), request.voice, pace=request.pace)


class Ledger:
    """A sink that remembers where sound was placed."""

    def __init__(self) -> None:
        self.placed: list[tuple[int, int, int]] = []

    def place(
        self, track: int, start: int, samples: NDArray[np.float32], profile: Profile | None = None, scale: float = 1.0
    ) -> None:
        self.placed.append((track, start, start + len(samples)))


def turn(text: str, speaker: str | None = "佐藤太郎", *spans: Span, line: int = 1) -> Turn:
    return Turn(speaker, (Paragraph(text, line, spans=spans),), line)


def cues_of(turns: Sequence[Turn], *lengths: int) -> list[Cue]:
    """Cues of the given lengths that cover the first turn, the others whole."""
    cues, at = [], 0
    for length in lengths:
        end = min(at + length, len(turns[0].text))
        cues.append(Cue(turns[0].speaker, (turns[0].text[at:end],), Source(0, at, end)))
        at = end
    cues += [Cue(t.speaker, (t.text,), Source(k, 0, len(t.text))) for k, t in enumerate(turns) if k]
    return cues


def told(turns: Sequence[Turn], cues: Sequence[Cue] = (), manner: Manner = USUAL) -> tuple[Narration, Ledger]:
    ledger = Ledger()
    voices = {name: ENGINE.voices()[0] for name in [None, *(t.speaker for t in turns)]}
    return narrate(turns, cues, voices, speak, ledger, rate=RATE, manner=manner), ledger


def ms(name: str) -> int:
    return round(PAUSES[name].ms * RATE / 1000)  # type: ignore[index]


# casting


def test_everybody_has_a_voice_of_their_own() -> None:
    voices = cast_voices(CAST, ENGINE, {})
    assert list(voices) == ["佐藤太郎", "リー・アン", None, "田中"]
    assert len({voice.name for voice in voices.values()}) == 4


@pytest.mark.parametrize("form", ["佐藤太郎", "佐藤", "佐藤さん", " 佐藤 太郎 "])
def test_any_written_form_of_a_name_chooses_a_voice(form: str) -> None:
    voices = cast_voices(CAST, ENGINE, {form: "quiet-2"})
    assert voices["佐藤太郎"].name == "quiet-2"
    assert len({voice.name for voice in voices.values()}) == 4


@pytest.mark.parametrize("form", ["ナレーター", "narrator", "ﾅﾚｰﾀｰ"])
def test_the_narrator_has_a_voice_too(form: str) -> None:
    assert cast_voices(CAST, ENGINE, {form: "quiet-7"})[None].name == "quiet-7"


def test_a_voice_for_nobody_lists_the_cast() -> None:
    with pytest.raises(InputError, match=r"鈴木.*佐藤太郎, リー・アン, 田中, ナレーター"):
        cast_voices(CAST, ENGINE, {"鈴木": "quiet-1"})


def test_an_unknown_voice_lists_the_voices() -> None:
    with pytest.raises(InputError, match=r"'loud'.*quiet-1, quiet-2"):
        cast_voices(CAST, ENGINE, {"佐藤": "loud"})


def test_a_large_cast_shares_voices() -> None:
    cast = [Speaker(f"人{n}") for n in range(20)]
    assert len(cast_voices(cast, ENGINE, {})) == 21
    assert cast_voices((), ENGINE, {})[None].name == "quiet-1"


# the plan


@pytest.mark.parametrize(
    ("text", "directions", "spoken"),
    [
        ("はい。そうです。", [], ["はい。", "そうです。"]),
        ("はい（笑）。", [(2, 5)], ["はい。"]),
        ("はい。（笑）そう。", [(3, 6)], ["はい。", "そう。"]),
        ("（拍手）", [(0, 4)], []),
        ("……", [], []),
        ("「はい。」と言う。", [], ["「はい。」と言う。"]),
        ("50%？", [], ["50%？"]),
    ],
)
def test_what_is_spoken(text: str, directions: list[tuple[int, int]], spoken: list[str]) -> None:
    spans = [Span(a, b, "direction", text[a + 1 : b - 1]) for a, b in directions]
    assert [sentence.text for sentence in plan([turn(text, "佐藤太郎", *spans)])] == spoken


def test_offsets_lead_back_to_the_turn() -> None:
    whole = Turn(
        "佐藤太郎",
        (
            Paragraph("はい。（笑）では 次。", 1, spans=(Span(3, 6, "direction", "笑"),)),
            Paragraph("「東京」へ。", 2),
        ),
        1,
    )
    for sentence in plan([whole]):
        assert "".join(whole.text[k] for k in sentence.offsets) == sentence.text


def test_rubies_move_with_their_characters() -> None:
    text = "え（笑）、東京です。"
    spans = (Span(1, 4, "direction", "笑"), Span(5, 7, "ruby", "トウキョウ"))
    (sentence,) = plan([turn(text, None, *spans)])
    assert sentence.rubies == ((2, 4, "トウキョウ"),)
    assert sentence.text[2:4] == "東京"


def test_pauses_tell_the_structure() -> None:
    turns = [
        turn("一。二。", None),
        Turn("甲", (Paragraph("三。", 1), Paragraph("四。", 2)), 1),
        Turn(None, (Paragraph("見出し", 3, "heading"), Paragraph("五。", 4)), 3),
        turn("六。", "乙"),
    ]
    pauses = [sentence.pause for sentence in plan(turns, section_starts={3})]
    assert pauses == ["head", "sentence", "turn", "paragraph", "section", "heading", "section"]


def test_a_sentence_too_long_to_speak_is_cut_after_a_comma() -> None:
    text = "あいうえおかきくけこ、" * 60 + "おわり。"
    sentences = plan([turn(text)])
    assert "".join(sentence.text for sentence in sentences) == text
    assert all(len(sentence.text) <= 240 for sentence in sentences)
    assert {sentence.pause for sentence in sentences[1:]} == {"comma"}


def test_a_cue_without_speech_gets_a_beat() -> None:
    turns = [turn("はい。（拍手）そう。", "佐藤太郎", Span(3, 7, "direction", "拍手"))]
    cues = cues_of(turns, 3, 4, 3)
    narration, _ = told(turns, cues)
    first, clap, last = narration.cues
    assert clap == (first[1], first[1])
    assert last[0] - first[1] == ms("beat") + ms("comma")


def spans(text: str, *directions: str) -> list[Span]:
    return [Span(text.index(d), text.index(d) + len(d), "direction", d[1:-1]) for d in directions]


@pytest.mark.parametrize(
    ("text", "directions", "spoken"),
    [
        ("はい。（拍手）", ["（拍手）"], ["はい。", "*拍手"]),
        ("（笑）そう。", ["（笑）"], ["*笑", "そう。"]),
        ("そうですか（笑）？次。", ["（笑）"], ["そうですか？", "*笑", "次。"]),
        ("これは（苦笑）難しい。", ["（苦笑）"], ["これは", "*苦笑", "難しい。"]),
        ("はい（笑）、でも（拍手）次。", ["（笑）", "（拍手）"], ["はい、", "*笑", "でも", "*拍手", "次。"]),
        ("[音楽]", ["[音楽]"], ["*音楽"]),
        ("（……）はい。", ["（……）"], ["はい。"]),
    ],
)
def test_directions_are_spoken_where_they_stand(text: str, directions: list[str], spoken: list[str]) -> None:
    whole = turn(text, "佐藤太郎", *spans(text, *directions))
    sentences = plan([whole], manner=Manner(directions="speak"))
    assert [("*" if s.kind == "direction" else "") + s.text for s in sentences] == spoken
    for sentence in sentences:
        assert sentence.speaker == (None if sentence.kind == "direction" else "佐藤太郎")
        assert "".join(whole.text[k] for k in sentence.offsets) == sentence.text
    assert [s.start for s in sentences] == sorted(s.start for s in sentences)


@pytest.mark.parametrize(
    ("words", "kana"),
    [("笑", "わらい"), ("会場笑", "わらい"), ("一同大笑", "わらい"), ("苦笑", ""), ("爆笑", ""), ("拍手", "")],
)
def test_a_laugh_is_said_as_a_word(words: str, kana: str) -> None:
    text = f"はい。（{words}）"
    laugh = plan([turn(text, "甲", *spans(text, f"（{words}）"))], manner=Manner(directions="speak"))[-1]
    assert laugh.rubies == (((len(words) - 1, len(words), kana),) if kana else ())


def test_a_spoken_direction_needs_no_beat_and_is_heard_in_its_cue() -> None:
    turns = [turn("はい。（拍手）そう。", "佐藤太郎", Span(3, 7, "direction", "拍手"))]
    narration, ledger = told(turns, cues_of(turns, 3, 4, 3), Manner(directions="speak"))
    first, clap, last = narration.spoken
    assert narration.cues == ((first.start, first.end), (clap.start, clap.end), (last.start, last.end))
    assert (clap.start - first.end, last.start - clap.end) == (ms("sentence"), ms("direction"))
    assert narration.tracks == ("佐藤太郎", None)
    assert [track for track, _, _ in ledger.placed] == [0, 1, 0]


TALK = [
    turn("一。", "甲"),
    turn("二。", "乙"),
    turn("三。", None),
    turn("四。", "甲"),
    turn("（拍手）", "乙", Span(0, 4, "direction", "拍手")),
    turn("五。", "甲"),
]


@pytest.mark.parametrize(
    ("announce", "directions", "names"),
    [
        ("never", "show", []),
        ("first", "show", [(0, "甲"), (1, "乙")]),
        ("change", "show", [(0, "甲"), (1, "乙"), (3, "甲")]),  # what is not heard is no change of speaker
        ("change", "speak", [(0, "甲"), (1, "乙"), (3, "甲"), (4, "乙"), (5, "甲")]),
    ],
)
def test_who_is_announced(announce: Announce, directions: Directions, names: list[tuple[int, str]]) -> None:
    sentences = plan(TALK, manner=Manner(announce, directions))
    assert [(s.turn, s.text) for s in sentences if s.kind == "announcement"] == names
    assert all(s.speaker is None for s in sentences if s.kind == "announcement")


def test_an_announcement_takes_the_turns_pause_and_is_in_no_cue() -> None:
    turns = [turn("一二三。四五六。", "甲"), turn("七八。", "乙")]
    cues = cues_of(turns, 4, 4)
    narration, ledger = told(turns, cues, Manner("change"))
    name, one, two, other, last = narration.spoken
    assert [s.sentence.text for s in (name, other)] == ["甲", "乙"]
    assert (name.start, one.start - name.end) == (ms("head"), ms("announcement"))
    assert (other.start - two.end, last.start - other.end) == (ms("turn"), ms("announcement"))
    assert narration.cues == ((one.start, one.end), (two.start, two.end), (last.start, last.end))
    assert narration.turn_starts == {0: name.start, 1: other.start}
    assert narration.tracks == ("甲", "乙", None)
    assert [track for track, _, _ in ledger.placed] == [2, 0, 0, 2, 1]


def test_an_article_keeps_its_track_when_it_announces_too() -> None:
    narration, _ = told([turn("一。", None), turn("二。", "甲")], manner=Manner("first"))
    assert narration.tracks == (None, "甲")


def test_headings_are_followed_by_their_pause_whoever_speaks_next() -> None:
    turns = [
        turn("一。", "甲"),
        Turn(None, (Paragraph("見出し", 2, "heading"),), 2),
        turn("二。", "乙"),
        turn("三。", "甲"),
    ]
    assert [s.pause for s in plan(turns, section_starts={1})] == ["head", "section", "heading", "turn"]


def test_chapters_are_the_sections_that_are_heard() -> None:
    turns = [
        turn("（拍手）", "甲", Span(0, 4, "direction", "拍手")),
        turn("一。", "乙"),
        turn("……", "甲"),
        turn("二。", "甲"),
    ]
    narration, _ = told(turns)
    starts = narration.turn_starts
    assert chapters_of(turns, {0: "はじめ", 2: "", 3: "おわり"}, narration) == [(0, "はじめ"), (starts[3], "おわり")]
    assert chapters_of(turns, {0: ""}, narration) == [(0, "乙 一。"), (starts[3], "甲 二。")]
    assert chapters_of([], {}, told([])[0]) == []


@pytest.mark.parametrize("first", ["一二三。", "（拍手）一二三。"])
def test_the_target_decides_the_edges(first: str) -> None:
    turns = [turn(first, "甲", *spans(first, *(["（拍手）"] if "拍手" in first else [])))]
    cues = cues_of(turns, *([4, 4] if "拍手" in first else [4]))
    narration, _ = told(turns, cues, Manner(head_ms=750, tail_ms=2000))
    last = narration.spoken[-1]
    assert last.start == RATE * 750 // 1000
    assert narration.cues[-1] == (last.start, last.end)
    assert narration.length - last.end == 2 * RATE


def test_everybody_has_a_pace_and_a_pitch_of_their_own() -> None:
    asked: list[Request] = []

    def listen(requests: Iterable[Request]) -> Iterator[Clip]:
        for request in requests:
            asked.append(request)
            yield from speak([request])

    turns = [turn("一二。三四。", "甲"), turn("五六。七八。", "乙")]
    voices = {name: ENGINE.voices()[0] for name in (None, "甲", "乙")}
    manner = Manner("first", pace=1.25, paces={"乙": 2.0, None: 0.8}, pitch=1.0, pitches={"甲": -2.0})
    narration = narrate(turns, [], voices, listen, Ledger(), rate=RATE, manner=manner)
    assert [(r.text, r.pace, r.pitch) for r in asked[:2]] == [("甲", 0.8, 1.0), ("一二。", 1.25, -2.0)]
    assert [(r.text, r.pace, r.pitch) for r in asked[3:5]] == [("乙", 0.8, 1.0), ("五六。", 2.0, 1.0)]
    one, two, three, four = (s for s in narration.spoken if s.sentence.kind == "text")
    assert two.start - one.end == round(ms("sentence") / 1.25)
    assert four.start - three.end == ms("sentence") // 2


# the clock


def test_sentences_stand_one_pause_apart() -> None:
    turns = [turn("一二三。四五六。"), turn("七八。", "田中")]
    narration, ledger = told(turns, cues_of(turns, 4, 4))
    a, b, c = narration.spoken
    assert a.start == ms("head")
    assert b.start - a.end == ms("sentence")
    assert c.start - b.end == ms("turn")
    assert narration.length == c.end + ms("tail")
    assert ledger.placed == [(0, a.start, a.end), (0, b.start, b.end), (1, c.start, c.end)]
    assert narration.cues == ((a.start, a.end), (b.start, b.end), (c.start, c.end))
    assert narration.turn_starts == {0: a.start, 1: c.start}
    assert narration.tracks == ("佐藤太郎", "田中")


def test_a_cue_begins_with_its_first_word() -> None:
    turns = [turn("一二三四五六七八。")]
    narration, _ = told(turns, cues_of(turns, 3, 6))
    (sentence,) = narration.spoken
    border = dict(sentence.marks)[3]
    assert narration.cues == ((sentence.start, border), (border, sentence.end))


def test_pace_shortens_speech_and_long_pauses_but_not_the_edges() -> None:
    turns = [turn("一二三。四五六。")]
    usual, _ = told(turns)
    fast, _ = told(turns, manner=Manner(pace=2.0))
    assert fast.spoken[0].start == usual.spoken[0].start
    assert fast.spoken[1].start - fast.spoken[0].end == ms("sentence") // 2


def test_progress_counts_every_sentence() -> None:
    seen: list[tuple[int, int]] = []
    turns = [turn("一。二。三。")]
    voices = {"佐藤太郎": ENGINE.voices()[0]}
    narrate(turns, [], voices, speak, Ledger(), rate=RATE, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_a_cue_that_came_from_nowhere_is_refused() -> None:
    with pytest.raises(ValueError, match="where it comes from"):
        told([turn("一。")], [Cue("佐藤太郎", ("一。",))])


def _clip(samples: int, marks: tuple[tuple[int, int], ...], pauses: tuple[tuple[int, int], ...]) -> Clip:
    return Clip(np.ones(samples, np.float32), RATE, marks, pauses, lead=100, tail=300)


@pytest.mark.parametrize(
    ("text", "cut", "borders"),
    [
        ("はい、そう。", 3, (4100, 8100)),  # the pause belongs to neither cue
        ("はい、そう。", 2, (4100, 8100)),  # nor does it if the comma begins the second
        ("はい、そう。", 1, (2100, 2100)),  # inside a word: in proportion to its letters
    ],
)
def test_borders_at_pauses_are_the_edges_of_the_sound(text: str, cut: int, borders: tuple[int, int]) -> None:
    clip = _clip(12_400, ((0, 100), (3, 8100)), ((4100, 8100),))
    turns = [turn(text)]
    cues = cues_of(turns, cut, len(text))
    voices = {"佐藤太郎": ENGINE.voices()[0]}
    narration = narrate(turns, cues, voices, lambda _: iter([clip]), Ledger(), rate=RATE)
    begin = ms("head") - clip.lead
    assert narration.cues[0] == (begin + 100, begin + borders[0])
    assert narration.cues[1] == (begin + borders[1], begin + 12_100)


def test_an_empty_clip_leaves_a_beat() -> None:
    turns = [turn("一。次。")]
    empty = Clip(np.zeros(0, np.float32), RATE, ())
    clips = [empty, _clip(9600, ((0, 100),), ())]
    ledger = Ledger()
    voices = {"佐藤太郎": ENGINE.voices()[0]}
    narration = narrate(turns, cues_of(turns, 2, 2), voices, lambda _: iter(clips), ledger, rate=RATE)
    assert narration.cues[0] == (0, 0)
    assert narration.cues[1][0] == ms("beat") + ms("sentence")
    assert len(ledger.placed) == 1


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
    narration, ledger = told(turns, cues)
    assert len(narration.cues) == len(cues)
    edges = [edge for cue in narration.cues for edge in cue]
    assert edges == sorted(edges)
    ends = [end for _, _, end in ledger.placed]
    assert all(start >= before for (_, start, _), before in zip(ledger.placed[1:], ends, strict=False))
    assert narration.length >= max(ends, default=0)
    for cue, (first, last) in zip(cues, narration.cues, strict=True):
        assert (last > first) == any(c.isalnum() for c in cue.text)
