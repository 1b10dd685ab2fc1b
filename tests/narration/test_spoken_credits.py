"""The narrator says title and speakers before, voices after; nothing of it is displayed, and times stay right."""

from __future__ import annotations

from itertools import pairwise

import pytest
from narrations import narration_of, spans, turn, voices_of

from toolkit.model import Opening, Turn
from toolkit.narration import plan_of
from toolkit.narration.chapters import chapters_of
from toolkit.narration.credits import NONE, Credits, said, spoken
from toolkit.narration.delivery import Delivery
from toolkit.narration.narrate import narrate
from toolkit.narration.plan import framed

MEI = 'Voice "Mei" (mei_normal), Copyright (c) 2009 N.I.T. (http://mei.example), CC BY 3.0 (https://cc.example/by/3.0/)'
CASES = {
    "an interview": (("夜明け", ["佐藤", "田中"], []), ["夜明け。", "出演、佐藤、田中。"], ["以上、夜明け。"]),
    "an article": (("夜明け", [], []), ["夜明け。"], ["以上、夜明け。"]),
    "a title that ends itself": (("本当か？", [], []), ["本当か？"], ["以上、本当か？。"]),
    "a title with its own full stop": (("終わり。", [], []), ["終わり。"], ["以上、終わり。"]),
    "credits without their addresses": (
        ("題", [], [MEI]),
        ["題。"],
        ["以上、題。", '音声、Voice "Mei", Copyright 2009 N.I.T., CC BY 3.0。'],
    ),
    "one that another begins with": (
        ("題", [], [f"{MEI}; modified", MEI, "ほか"]),
        ["題。"],
        ["以上、題。", '音声、Voice "Mei", Copyright 2009 N.I.T., CC BY 3.0; modified。', "音声、ほか。"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_is_said(name: str) -> None:
    given, before, after = CASES[name]
    assert spoken(*given) == Credits(tuple(before), tuple(after))


def test_a_title_of_300_characters_is_said_in_pieces() -> None:
    found = spoken("題" * 300, [], [])
    assert [len(text) for text in found.before] == [240, 61]
    assert "".join(found.before) == "題" * 300 + "。"


def test_only_who_asks_for_them_has_them() -> None:
    turns = [turn("一。"), turn("二。", "田中")]
    assert said(Delivery(), "題", turns, voices_of(turns)) == NONE
    assert said(Delivery(credits="spoken"), "題", turns, voices_of(turns)).before == ("題。", "出演、佐藤太郎、田中。")


TURNS = [turn("一。"), turn("二。次。", "田中")]


def test_they_stand_around_the_turns_in_the_narrators_voice() -> None:
    plan = framed(plan_of(TURNS), TURNS, Credits(("題。", "出演、甲。"), ("以上。",)))
    assert [(s.text, s.kind, s.pause) for s in plan.sentences] == [
        ("題。", "credits", "head"),
        ("出演、甲。", "credits", "sentence"),
        ("一。", "text", "section"),
        ("二。", "text", "turn"),
        ("次。", "text", "sentence"),
        ("以上。", "credits", "section"),
    ]
    assert plan.tracks == ("佐藤太郎", "田中", None)
    assert {(s.turn, s.start, s.end) for s in plan.sentences if s.kind == "credits"} == {(0, 0, 0), (1, 4, 4)}


@pytest.mark.parametrize("only", [turn("……"), turn("（笑）", "佐藤", *spans("（笑）", "（笑）"))])
def test_nothing_is_said_around_nothing(only: Turn) -> None:
    assert not any(s.kind == "credits" for s in framed(plan_of([only]), [only], Credits(("題。",), ())).sentences)


def test_displayed_sentences_are_the_same_with_and_without() -> None:
    import narrations

    plan = framed(plan_of(TURNS), TURNS, Credits(("題。",), ("以上。",)))
    clips = narrations.speak(plan.requests(voices_of(TURNS)))
    with_credits = narrate(plan, clips, narrations.Ledger(), rate=narrations.RATE)
    without, _ = narration_of(TURNS)
    shift = with_credits.sentences[0].start - without.sentences[0].start
    assert shift > 0
    assert [(u.sentence.text, u.start - shift, u.end - shift) for u in with_credits.sentences] == [
        (u.sentence.text, u.start, u.end) for u in without.sentences
    ]
    assert [u.sentence.text for u in with_credits.announcements] == ["題。", "以上。"]


# chapters

LONG = "長い話です。" * 60


def test_turns_are_chapters_of_half_a_minute_with_whole_titles() -> None:
    first = "これは、二十四字より長い、切られてはならない最初の文でございます。"
    turns = [turn(first + LONG), turn("はい。", "田中"), turn(LONG), turn("ええ。", "田中"), turn(LONG)]
    narration, _ = narration_of(turns)
    chapters = chapters_of(turns, [], narration)
    assert [c.title for c in chapters] == [f"佐藤太郎 {first}", "田中 はい。", "田中 ええ。"]
    starts = [c.start for c in chapters] + [narration.length]
    assert all(b - a >= 30 * narration.rate for a, b in pairwise(starts))
    assert starts[0] == 0


def test_a_short_talk_is_one_chapter() -> None:
    turns = [turn("はい。"), turn("ええ。", "田中")]
    assert [(c.start, c.title) for c in chapters_of(turns, [], narration_of(turns)[0])] == [(0, "佐藤太郎 はい。")]


def test_sections_are_chapters_however_short() -> None:
    turns = [turn("一。"), turn("二。"), turn("三。")]
    openings = [Opening(0, "interview", "はじめに"), Opening(1, "interview", ""), Opening(2, "interview", "終" * 300)]
    narration, _ = narration_of(turns)
    assert [c.title for c in chapters_of(turns, openings, narration)] == ["はじめに", "佐藤太郎 二。", "終" * 300]


def test_nothing_that_is_heard_has_no_chapters() -> None:
    assert chapters_of([], [], narration_of([])[0]) == ()
