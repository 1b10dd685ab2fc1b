"""Casting, what is spoken in which pieces, and when it is heard."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from narrations import ENGINE, RATE, Ledger, clip, ms, narration_of, sentences, spans, speak, turn, voices_of

from toolkit.errors import InputError
from toolkit.model import Clip, Opening, Paragraph, Span, Speaker, Turn
from toolkit.model.edition import Chapter
from toolkit.model.narration import Announce, Directions
from toolkit.narration import Delivery, Figure, cast_voices, plan_of
from toolkit.narration.chapters import chapters_of
from toolkit.narration.narrate import narrate
from toolkit.speech.engines.openjtalk import OpenJTalk
from toolkit.speech.protocol import Request

CAST = (Speaker("佐藤太郎", ("佐藤", "佐藤さん")), Speaker("リー・アン"), Speaker("田中"))


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


@pytest.mark.parametrize(
    ("wishes", "genders"),
    [
        ({"佐藤": "male"}, ["male", "female", "female", "male"]),
        ({"佐藤": "male", "リー・アン": "male", "田中": "male"}, ["male", "male", "female", "male"]),
        ({"ナレーター": "male"}, ["female", "female", "male", "male"]),
    ],
)
def test_a_kind_of_voice_may_be_wished(wishes: dict[str, str], genders: list[str]) -> None:
    voices = cast_voices(CAST, OpenJTalk(), wishes)
    assert [voice.gender for voice in voices.values()] == genders
    assert len({voice.name for voice in voices.values()}) == 4


@pytest.mark.parametrize(
    ("count", "most"),
    [(2, 0.70), (3, 0.83), (4, 0.89)],  # cosines of speaker embeddings; the same voice is .98 like itself
)
def test_voices_that_nobody_chose_differ(count: int, most: float) -> None:
    cast = [Speaker(f"人{n}") for n in range(count)]
    voices = [v.name for who, v in cast_voices(cast, OpenJTalk(), {}, narrating=False).items() if who]
    assert max(OpenJTalk().alike[frozenset(pair)] for pair in combinations(voices, 2)) <= most
    whole = cast_voices(cast[:-1], OpenJTalk(), {}).values()  # and with a narrator
    assert {voice.name for voice in whole} == set(voices)


def test_who_is_cast_differs_from_a_voice_that_was_chosen() -> None:
    voices = cast_voices((Speaker("佐藤"), Speaker("田中")), OpenJTalk(), {"佐藤": "sora"}, narrating=False)
    assert voices["田中"].name == "ren"
    both = cast_voices((Speaker("佐藤"), Speaker("田中")), OpenJTalk(), {"佐藤": "male", "田中": "male"}).values()
    assert [voice.name for voice in both][:2] == ["takumi", "ren"]


def test_every_pair_of_voices_is_told_how_alike_it_is() -> None:
    names = [voice.name for voice in OpenJTalk().voices()]
    assert set(OpenJTalk().alike) == {frozenset(pair) for pair in combinations(names, 2)}


def test_low_and_high_go_by_pitch() -> None:
    voices = cast_voices(CAST, OpenJTalk(), {"佐藤": "low", "田中": "high"})
    others = [voice.hz for voice in OpenJTalk().voices()]
    assert (voices["佐藤太郎"].hz, voices["田中"].hz) == (min(others), max(others))


def test_an_engine_that_does_not_tell_its_voices_apart_says_so() -> None:
    with pytest.raises(InputError, match=r"does not tell which of its voices are male"):
        cast_voices(CAST, ENGINE, {"佐藤": "male"})


@pytest.mark.parametrize(
    ("names", "genders"),
    [
        (["岡部", "会場の女性"], ["male", "female"]),
        (["会場の女性", "会場の男性", "岡部"], ["female", "male", "female"]),
        (["男性客と女性客", "岡部"], ["female", "male"]),
    ],
)
def test_who_is_called_a_woman_or_a_man_sounds_so(names: list[str], genders: list[str]) -> None:
    voices = cast_voices([Speaker(name) for name in names], OpenJTalk(), {}, narrating=False)
    assert [voices[name].gender for name in names] == genders


def test_a_narrator_who_says_nothing_keeps_no_voice_back() -> None:
    assert list(cast_voices(CAST, ENGINE, {}, narrating=False)) == ["佐藤太郎", "リー・アン", "田中", None]
    assert cast_voices(CAST, ENGINE, {}, narrating=False)["田中"].name == "quiet-3"


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
    assert [s.text for s in sentences([turn(text, "佐藤太郎", *spans)]) if s.kind != "beat"] == spoken


def test_offsets_lead_back_to_the_turn() -> None:
    whole = Turn(
        "佐藤太郎",
        (
            Paragraph("はい。（笑）では 次。", 1, spans=(Span(3, 6, "direction", "笑"),)),
            Paragraph("「東京」へ。", 2),
        ),
        1,
    )
    for sentence in sentences([whole]):
        assert "".join(whole.text[k] for k in sentence.offsets) == sentence.text


def test_rubies_move_with_their_characters() -> None:
    text = "え（笑）、東京です。"
    spans = (Span(1, 4, "direction", "笑"), Span(5, 7, "ruby", "トウキョウ"))
    (sentence,) = sentences([turn(text, None, *spans)])
    assert sentence.rubies == ((2, 4, "トウキョウ"),)
    assert sentence.text[2:4] == "東京"


def test_pauses_tell_the_structure() -> None:
    turns = [
        turn("一。二。", None),
        Turn("甲", (Paragraph("三。", 1), Paragraph("四。", 2)), 1),
        Turn(None, (Paragraph("見出し", 3, "heading"), Paragraph("五。", 4)), 3),
        turn("六。", "乙"),
    ]
    pauses = [sentence.pause for sentence in sentences(turns, section_starts={3})]
    assert pauses == ["head", "sentence", "turn", "paragraph", "section", "heading", "section"]


def test_a_sentence_too_long_to_speak_is_cut_after_a_comma() -> None:
    text = "あいうえおかきくけこ、" * 60 + "おわり。"
    pieces = sentences([turn(text)])
    assert "".join(piece.text for piece in pieces) == text
    assert all(len(piece.text) <= 240 for piece in pieces)
    assert {piece.pause for piece in pieces[1:]} == {"comma"}


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        (["はい。（拍手）そう。"], ["text", "text"]),  # shown with what is said around it
        (["（拍手）はい。"], ["text"]),
        (["はい（笑）。"], ["text", "beat"]),  # nothing follows with which it could be shown
        (["はい。（拍手）（笑）", "そう。"], ["text", "beat", "text"]),
        (["（拍手）はい。", "そう（笑）"], ["text", "text", "beat"]),
        (["はい。", "（拍手）", "そう。"], ["text", "beat", "text"]),
        (["（拍手）（笑）"], ["beat"]),  # one silence a paragraph, whatever it holds
        (["（拍手）……"], ["beat"]),
        (["……"], ["beat"]),
        ([" "], []),
    ],
)
def test_what_is_shown_and_not_said_gets_a_beat(texts: list[str], kinds: list[str]) -> None:
    paragraphs = (
        Paragraph(text, 1, spans=tuple(spans(text, *(d for d in ("（拍手）", "（笑）") if d in text))))
        for text in texts
    )
    whole = Turn("甲", tuple(paragraphs), 1)
    found = sentences([whole])
    assert [sentence.kind for sentence in found] == kinds
    for sentence in found:
        if sentence.kind == "beat":
            assert whole.text[sentence.start : sentence.end] in ("", *texts)
    assert [sentence.start for sentence in found] == sorted(sentence.start for sentence in found)


def test_a_beat_is_a_silence_before_the_next_pause() -> None:
    turns = [turn("はい。", "甲"), turn("（拍手）", "乙", Span(0, 4, "direction", "拍手")), turn("そう。", "甲")]
    narration, _ = narration_of(turns)
    one, clap, other = narration.utterances
    assert (clap.start, clap.end) == (one.end, one.end)
    assert other.start - one.end == ms("beat") + ms("turn")


def test_a_direction_beside_speech_has_a_shorter_silence() -> None:
    narration, _ = narration_of([turn("はい。（拍手）", "甲", Span(3, 7, "direction", "拍手")), turn("そう。", "乙")])
    one, _, other = narration.utterances
    assert other.start - one.end == ms("aside") + ms("turn")


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
    found = sentences([whole], Delivery(directions="speak"))
    assert [("*" if s.kind == "direction" else "") + s.text for s in found] == spoken
    for sentence in found:
        assert sentence.speaker == (None if sentence.kind == "direction" else "佐藤太郎")
        assert "".join(whole.text[k] for k in sentence.offsets) == sentence.text
    assert [s.start for s in found] == sorted(s.start for s in found)


@pytest.mark.parametrize(
    ("words", "kana"),
    [("笑", "わらい"), ("会場笑", "わらい"), ("一同大笑", "わらい"), ("苦笑", ""), ("爆笑", ""), ("拍手", "")],
)
def test_a_laugh_is_said_as_a_word(words: str, kana: str) -> None:
    text = f"はい。（{words}）"
    laugh = sentences([turn(text, "甲", *spans(text, f"（{words}）"))], Delivery(directions="speak"))[-1]
    assert laugh.rubies == (((len(words) - 1, len(words), kana),) if kana else ())


def test_a_spoken_direction_needs_no_beat() -> None:
    turns = [turn("はい。（拍手）そう。", "佐藤太郎", Span(3, 7, "direction", "拍手"))]
    narration, ledger = narration_of(turns, Delivery(directions="speak"))
    first, clap, last = narration.utterances
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
    announcements = [s for s in sentences(TALK, Delivery(announce, directions)) if s.kind == "announcement"]
    assert [(s.turn, s.text) for s in announcements] == names
    assert all(s.speaker is None for s in announcements)


def test_an_announcement_takes_the_turns_pause() -> None:
    turns = [turn("一二三。四五六。", "甲"), turn("七八。", "乙")]
    narration, ledger = narration_of(turns, Delivery("change"))
    name, one, two, other, last = narration.utterances
    assert [s.sentence.text for s in (name, other)] == ["甲", "乙"]
    assert (name.start, one.start - name.end) == (ms("head"), ms("announcement"))
    assert (other.start - two.end, last.start - other.end) == (ms("turn"), ms("announcement"))
    assert narration.sentences == (one, two, last)
    assert narration.announcements == (name, other)
    assert narration.turn_starts == {0: name.start, 1: other.start}
    assert narration.tracks == ("甲", "乙", None)
    assert [track for track, _, _ in ledger.placed] == [2, 0, 0, 2, 1]


def test_an_article_keeps_its_track_when_it_announces_too() -> None:
    plan = plan_of([turn("一。", None), turn("二。", "甲")], delivery=Delivery("first"))
    assert plan.tracks == (None, "甲")


def test_a_heading_is_read_lower_and_slower() -> None:
    delivery = Delivery(pace=Figure(1.2, {"佐藤太郎": 1.5}), pitch=Figure(2.0))
    turns = [
        Turn(
            None,
            (Paragraph("見出し（拍手）。", 1, "heading", (Span(3, 7, "direction", "拍手"),)), Paragraph("一。二。", 2)),
            1,
        ),
        Turn("佐藤太郎", (Paragraph("三。", 3), Paragraph("小見出し", 4, "heading")), 3),
    ]
    requests = list(plan_of(turns, (), replace(delivery, directions="speak")).requests(voices_of(turns)))
    said = [(request.text, round(request.pace, 3), request.pitch) for request in requests]
    assert said == [
        ("見出し。", 1.104, 1.0),
        ("拍手", 1.2, 2.0),
        ("一。", 1.2, 2.0),
        ("二。", 1.2, 2.0),
        ("三。", 1.5, 2.0),
        ("小見出し", 1.38, 1.0),
    ]


def test_headings_are_followed_by_their_pause_whoever_speaks_next() -> None:
    turns = [
        turn("一。", "甲"),
        Turn(None, (Paragraph("見出し", 2, "heading"),), 2),
        turn("二。", "乙"),
        turn("三。", "甲"),
    ]
    assert [s.pause for s in sentences(turns, section_starts={1})] == ["head", "section", "heading", "turn"]


def test_chapters_are_the_sections_or_turns_together() -> None:
    turns = [
        turn("（拍手）", "甲", Span(0, 4, "direction", "拍手")),
        turn("一。", "乙"),
        turn(" ", "甲"),
        turn("二。", "甲"),
    ]
    narration, _ = narration_of(turns)
    starts = narration.turn_starts
    assert list(starts) == [0, 1, 3]  # a direction is shown, white space is not
    sections = [Opening(0, "article", "はじめ"), Opening(2, "interview", ""), Opening(3, "interview", "おわり")]
    assert chapters_of(turns, sections, narration) == (
        Chapter(0, "はじめ"),
        Chapter(starts[3], "おわり"),
    )
    assert chapters_of(turns, sections[:1], narration) == (
        Chapter(0, "甲 （拍手）"),  # all of it is shorter than half a minute
    )
    assert chapters_of([], [], narration_of([])[0]) == ()


@pytest.mark.parametrize("first", [["一二三。"], ["（拍手）一二三。"], ["（拍手）", "一二三。"]])
def test_the_target_decides_the_edges(first: list[str]) -> None:
    turns = [turn(text, "甲", *spans(text, *(["（拍手）"] if "拍手" in text else []))) for text in first]
    narration, _ = narration_of(turns, Delivery(head_ms=750, tail_ms=2000))
    last = narration.utterances[-1]
    assert last.start == RATE * 750 // 1000
    assert narration.length - last.end == 2 * RATE


def test_everybody_has_a_pace_and_a_pitch_of_their_own() -> None:
    asked: list[Request] = []

    def listen(requests: Iterable[Request]) -> Iterator[Clip]:
        for request in requests:
            asked.append(request)
            yield from speak([request])

    turns = [turn("一二。三四。", "甲"), turn("五六。七八。", "乙")]
    delivery = Delivery("first", pace=Figure(1.25, {"乙": 2.0, None: 0.8}), pitch=Figure(1.0, {"甲": -2.0}))
    plan = plan_of(turns, delivery=delivery)
    narration = narrate(plan, listen(plan.requests(voices_of(turns))), Ledger(), rate=RATE)
    assert [(r.text, r.pace, r.pitch) for r in asked[:2]] == [("甲", 0.8, 1.0), ("一二。", 1.25, -2.0)]
    assert [(r.text, r.pace, r.pitch) for r in asked[3:5]] == [("乙", 0.8, 1.0), ("五六。", 2.0, 1.0)]
    one, two, three, four = (s for s in narration.utterances if s.sentence.kind == "text")
    assert two.start - one.end == round(ms("sentence") / 1.25)
    assert four.start - three.end == ms("sentence") // 2


# the clock


def test_sentences_stand_one_pause_apart() -> None:
    turns = [turn("一二三。四五六。"), turn("七八。", "田中")]
    narration, ledger = narration_of(turns)
    a, b, c = narration.utterances
    assert a.start == ms("head")
    assert b.start - a.end == ms("sentence")
    assert c.start - b.end == ms("turn")
    assert narration.length == c.end + ms("tail")
    assert ledger.placed == [(0, a.start, a.end), (0, b.start, b.end), (1, c.start, c.end)]
    assert narration.turn_starts == {0: a.start, 1: c.start}
    assert narration.tracks == ("佐藤太郎", "田中")


def test_pace_shortens_speech_and_long_pauses_but_not_the_edges() -> None:
    turns = [turn("一二三。四五六。")]
    usual, _ = narration_of(turns)
    fast, _ = narration_of(turns, Delivery(pace=Figure(2.0)))
    assert fast.utterances[0].start == usual.utterances[0].start
    assert fast.utterances[1].start - fast.utterances[0].end == ms("sentence") // 2


def test_progress_counts_every_sentence() -> None:
    seen: list[tuple[int, int]] = []
    turns = [turn("一。二。三。")]
    plan = plan_of(turns)
    clips = speak(plan.requests(voices_of(turns)))
    narrate(plan, clips, Ledger(), rate=RATE, progress=lambda done, of: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_an_empty_clip_leaves_a_beat() -> None:
    clips = [Clip(np.zeros(0, np.float32), RATE, ()), clip(9600, ((0, 100),))]
    ledger = Ledger()
    narration = narrate(plan_of([turn("一。次。")]), iter(clips), ledger, rate=RATE)
    empty, other = narration.utterances
    assert (empty.start, empty.end) == (0, 0)
    assert other.start == ms("beat") + ms("sentence")
    assert len(ledger.placed) == 1


TEXTS = st.text("あ漢A1、。（）「」！？ …", min_size=1, max_size=40)


@given(st.lists(st.tuples(TEXTS, st.sampled_from(["甲", "乙", None])), min_size=1, max_size=5))
def test_sounds_follow_each_other_and_none_is_lost(pieces: list[tuple[str, str | None]]) -> None:
    turns = [turn(text, speaker) for text, speaker in pieces]
    narration, ledger = narration_of(turns)
    ends = [end for _, _, end in ledger.placed]
    assert all(start >= before for (_, start, _), before in zip(ledger.placed[1:], ends, strict=False))
    assert narration.length >= max(ends, default=0)
    starts = [utterance.start for utterance in narration.utterances]
    assert starts == sorted(set(starts))  # the order of a manifest's rows
    said = "".join(u.sentence.text for u in narration.utterances)
    assert [c for c in said if c.isalnum()] == [c for t in turns for c in t.text if c.isalnum()]
