"""What a document has in common from its first turn to its last settles what a label is: a sign between every name and
what is said, a post below every name, a time beside it, a sign of question or answer before it.

Each row is a layout that was once misread.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from toolkit.model import Script
from toolkit.transcript import parse_script, read_script

TURNS = [
    ("榎", "桶はいくつ作りましたか。"),
    ("湊", "数えたことはありません。"),
    ("榎", "道具は何本ですか。"),
    ("湊", "かんなだけで三十本です。"),
]


def _turns(script: Script) -> list[tuple[str, str]]:
    found = [(t.speaker, "".join(p.text for p in t.paragraphs)) for t in script.turns if t.speaker]
    return [(who, re.sub(r"[\s　「」]", "", text)) for who, text in found]


def _written(form: str, first: str = "榎", second: str = "湊") -> str:
    names = {"榎": first, "湊": second}
    return "桶づくり\n\n" + "\n".join(
        form.format(who=names[who], text=text, n=n) for n, (who, text) in enumerate(TURNS)
    )


NAMED = {
    "a hyphen between blanks": _written("{who} - {text}"),
    "a sign behind every name": _written("{who}　○　{text}"),
    "a long dash behind the name": _written("{who}（職人）――{text}"),
    "a post on the line below each name": "桶づくり\n\n" + "\n\n".join(
        f"{who}\n{'記録映画監督' if who == '榎' else '桶工房主宰'}\n{text}" for who, text in TURNS
    ),
    "who asks before the name": "\n".join(
        f"{'問　榎本' if who == '榎' else '答　三好'}議員　{text}" for who, text in TURNS
    ),
    "a letter before name and colon": "\n".join(f"{'Q' if who == '榎' else 'A'}. {who}：{text}" for who, text in TURNS),
    "where somebody belongs": _written("{who}: {text}", "工房の榎本", "隣町の湊").replace("湊", "三好"),
    "a word for a person right before the name": _written("{who}　{text}", "DJ榎", "MC湊"),
}  # fmt: skip
WHO = {
    "where somebody belongs": ("榎本", "三好"),
    "who asks before the name": ("榎本", "三好"),
    "a word for a person right before the name": ("榎", "湊"),
}


@pytest.mark.parametrize("kind", NAMED)
def test_who_says_what(kind: str) -> None:
    first, second = WHO.get(kind, ("榎", "湊"))
    names = {"榎": first, "湊": second}
    assert _turns(parse_script(NAMED[kind])) == [(names[who], text) for who, text in TURNS]


def test_a_dash_before_every_turn_of_two() -> None:
    script = parse_script("朝の工房で\n\n" + "\n".join(f"— {text}" for _, text in TURNS))
    assert _turns(script) == [("聞き手" if who == "榎" else "話し手", text) for who, text in TURNS]


def test_a_name_once_among_names_with_times() -> None:
    chat = [*TURNS, ("桶番", "明日は九時からです")]
    text = "\n\n".join(f"{who}  [14:0{n}]\n{said}" for n, (who, said) in enumerate(chat))
    assert _turns(parse_script(text + "\n:smile: 2")) == chat


def test_two_who_hold_one_post_stay_two() -> None:
    text = "\n".join(["町議（鴻池）：はい。", "町議（丑山）：いいえ。"] * 3)
    assert [who for who, _ in _turns(parse_script(text))] == ["鴻池", "丑山"] * 3


def test_letters_behind_a_word_for_a_person_are_two_people() -> None:
    said = "朝です。 はい。 桶を見ます。 どれを。 丸いのを。 みんな丸いです。".split()
    text = "\n".join(f"高校生{'ＡＢ'[n % 2]}：{words}" for n, words in enumerate(said))
    assert parse_script(text).doubts == ()


def test_a_given_name_is_that_of_the_head() -> None:
    text = "聞き書き\n\n話し手　畠山ツネ（九十一歳）\n\n" + _written("{who}：{text}", "記者", "ツネ")
    assert ("畠山ツネ", ("ツネ",)) in [(one.name, one.aliases) for one in parse_script(text).cast]


def test_a_grade_before_a_name_is_no_name() -> None:
    text = "\n".join(["◯議長（6年　鷲見）　始めます。", "◯1番（5年　レイナ）　図書室のことを伺います。"] * 2)
    assert [who for who, _ in _turns(parse_script(text))] == ["鷲見", "レイナ"] * 2


def test_what_follows_the_last_quotation_is_nobodys_speech() -> None:
    said = "\n".join(f"・{who}「{text}」" for who, text in [*TURNS, *TURNS[:2]])
    assert _turns(parse_script(f"桶の会\n\n{said}\n　採決の結果、継続審議となった。"))[-1] == TURNS[1]


SPEECH = """講演録　川は忘れない
講師：水内 環

ただいまご紹介にあずかりました水内です。今日は川の話をいたします。
皆さん、この川が昔はあちらを流れていたことをご存じでしょうか。
川は忘れません。大雨が降ると、元の道を思い出すんです。
（拍手）
"""


def test_a_speech_without_a_name_before_it() -> None:
    script = parse_script(SPEECH)
    assert [who for who, _ in _turns(script)] == ["水内 環"]
    assert any("speech in one voice" in doubt.message for doubt in script.doubts)


def test_an_article_with_a_heading_like_it_is_no_speech() -> None:
    text = "講演会のお知らせ\n\n六月に川の講演会を開く。\n会場は市民ホールである。\n申し込みは窓口で受け付ける。\n"
    assert _turns(parse_script(text)) == []


QUESTIONS = """# 検品課　赤星さん

## 1日の流れを教えてください。

8時に出社して、まず機械の音を聞きます。

## 後輩に一言をお願いします。

耳を大事に。
"""


def test_headings_that_end_as_sentences_are_asked(tmp_path: Path) -> None:
    path = tmp_path / "先輩.md"
    path.write_text(QUESTIONS, encoding="utf-8")
    script = read_script(path)
    assert script.doubts or [who for who, _ in _turns(script)] == ["聞き手", "赤星"] * 2


def test_sentences_in_a_list_and_times_called_from(tmp_path: Path) -> None:
    rows = [
        {"spk": who, "from": f"00:00:0{2 * n}.000", "to": f"00:00:0{2 * n + 1}.000", "sentences": [text]}
        for n, (who, text) in enumerate(TURNS)
    ]
    path = tmp_path / "talk.json"
    path.write_text(json.dumps({"transcript": {"paragraphs": rows}}, ensure_ascii=False), encoding="utf-8")
    assert _turns(read_script(path)) == TURNS


ASKED = {
    "squares before questions that end in a full stop": "新しい桶屋\n\n四月に継いだ湊さんに聞いた。\n\n■まず何を変えますか。\n\n「朝を遅くします」\n\n■その理由は。\n\n「寒いからです」\n\n■弟子の反応は。\n\n「拍手でした」\n",  # noqa: E501
    "stars before questions": "桶職人・三好さんに質問\n\n★朝いちばんにすることは？\n鉋を研ぎます。\n\n★子どもの頃の夢は？\n木になることです。\n\n★休みの日は？\n山へ行きます。\n",  # noqa: E501
}  # fmt: skip


@pytest.mark.parametrize("kind", ASKED)
def test_who_asks_and_who_answers(kind: str) -> None:
    spoken = _turns(parse_script(ASKED[kind]))
    assert [who == "聞き手" for who, _ in spoken] == [True, False] * 3
    assert not any(text.startswith(("■", "★")) for _, text in spoken)


def test_hours_in_brackets_before_names() -> None:
    text = "\n\n".join(f"[9:0{n} 午前] {who}\n{said}" for n, (who, said) in enumerate(TURNS))
    assert _turns(parse_script(text)) == TURNS


def _captions(cues: list[str]) -> str:
    return "\n\n".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{cue}" for n, cue in enumerate(cues, start=1))


def test_a_cue_without_a_name_goes_on_and_is_no_direction(tmp_path: Path) -> None:
    path = tmp_path / "浜.srt"
    path.write_text(_captions(["(花)まだ？", "(父)もう少し。", "あと三つ曲がったら海だ。", "(花)一つ目。"]), "utf-8")
    assert _turns(read_script(path)) == [
        ("花", "まだ？"),
        ("父", "もう少し。あと三つ曲がったら海だ。"),
        ("花", "一つ目。"),
    ]


def test_a_name_on_a_line_of_its_own_in_a_cue(tmp_path: Path) -> None:
    path = tmp_path / "小屋.srt"
    cues = [
        "（杣谷）靴はそこ。",
        "（記者）\n何日ぐらい下りていないんですか？",
        "（杣谷）もう五十日か。",
        "（記者）長いですね。",
    ]
    path.write_text(_captions(cues), "utf-8")
    assert [who for who, _ in _turns(read_script(path))] == ["杣谷", "記者"] * 2


def test_a_word_for_somebody_not_known_in_brackets_before_a_colon(tmp_path: Path) -> None:
    path = tmp_path / "会議.vtt"
    cues = ["[葉山 凛]: お疲れさまです。", "[未確認の話者]: 在庫の表です。"] * 2
    text = "\n\n".join(f"00:0{n}.000 --> 00:0{n}.900\n{cue}" for n, cue in enumerate(cues))
    path.write_text(f"WEBVTT\n\n{text}\n", "utf-8")
    assert [who for who, _ in _turns(read_script(path))] == ["葉山 凛", "未確認の話者"] * 2


def test_a_name_between_signs_above_what_is_said_in_a_cue(tmp_path: Path) -> None:
    path = tmp_path / "朝.srt"
    path.write_text(_captions([f"≪{who}≫\n{text}" for who, text in TURNS]), "utf-8")
    script = read_script(path)
    assert _turns(script) == TURNS
    assert not any("≪" in doubt.message for doubt in script.doubts)


def test_a_name_right_behind_the_quotation() -> None:
    script = parse_script("取材ノート\n\n" + "\n".join(f"「{text}」{who}" for who, text in TURNS))
    assert _turns(script) == TURNS or script.doubts


def test_an_arrow_from_one_speaker_to_another_makes_them_no_one_person() -> None:
    text = "面談メモ\n2025/01/15 真木→早乙女\n\n" + _written("{who} ▶ {text}", "真木", "早乙女")
    assert [who for who, _ in _turns(parse_script(text))] == ["真木", "早乙女"] * 2


def test_a_post_before_a_name_that_no_list_knows() -> None:
    text = "\n".join(["議長（幌別）　静粛に願います。", "宇佐美議員　統計について伺います。"] * 2)
    assert [who for who, _ in _turns(parse_script(text))] == ["幌別", "宇佐美"] * 2
