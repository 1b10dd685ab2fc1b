"""When two labels are one person, and when a name speaks for nobody."""

from __future__ import annotations

import pytest

from toolkit.transcript import parse_script

TALE = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
QUESTION = "漁師の方たちは何時ごろに港へ戻ってくるのでしょうか。"
FULL, SHORT, OTHER = f"汐見航：{TALE}", f"汐見：{QUESTION}", f"柚木：{QUESTION}"


@pytest.mark.parametrize(
    ("rows", "speakers"),
    [
        ([FULL, OTHER, FULL, OTHER, FULL, SHORT], {"汐見航", "柚木"}),
        ([FULL, OTHER, FULL, SHORT, OTHER, FULL], {"汐見航", "柚木"}),
        ([OTHER, FULL, SHORT, FULL, OTHER], {"汐見航", "汐見", "柚木"}),
    ],
    ids=["side by side once, at the end", "side by side once, in between", "twice"],
)
def test_a_short_name_is_another_person_only_where_the_two_answer_each_other(
    rows: list[str], speakers: set[str]
) -> None:
    script = parse_script("\n".join(rows) + "\n")
    assert {speaker.name for speaker in script.cast} == speakers
    assert any("they answer each other" in doubt.message for doubt in script.doubts) == ("汐見" in speakers)


def test_names_under_a_profile_speak_for_nobody_but_an_interview_goes_on_behind_it() -> None:
    talk = [FULL, OTHER] * 3
    profile = ["", "プロフィール", "", "汐見航（しおみ・わたる）", "港の技師。"]
    for people in (profile, [*profile, "", "柚木（ゆずき）", "新聞記者。"]):
        turns = parse_script("\n".join([*talk, *people]) + "\n").turns
        assert [turn.speaker for turn in turns if turn.speaker] == ["汐見航", "柚木"] * 3
    turns = parse_script("\n".join([*talk, "", "プロフィール", *talk]) + "\n").turns
    assert [turn.speaker for turn in turns if turn.speaker] == ["汐見航", "柚木"] * 6
