"""Kinds of layouts that real transcripts have, each with a small example: who says what, and what nobody says.

A layout that is misread becomes one more row here.
"""

from __future__ import annotations

import re

import pytest

from toolkit.model import Script
from toolkit.transcript import parse_script

Turns = list[tuple[str, str]]


def said(script: Script) -> Turns:
    """Who says what, the turns of one speaker in a row joined, directions in brackets and spaces aside."""
    turns: Turns = []
    for turn in script.turns:
        text = re.sub(
            r"[（(\[〔][^（）()\[\]〔〕]{0,30}[)）\]〕]|[「」\s　]", "", "".join(p.text for p in turn.paragraphs)
        )
        if turn.speaker is None or not text:
            continue
        if turns and turns[-1][0] == turn.speaker:
            turns[-1] = (turn.speaker, turns[-1][1] + text)
        else:
            turns.append((turn.speaker, text))
    return turns


def names(script: Script) -> list[str]:
    return [speaker.name for speaker in script.cast]


_TALK: Turns = [
    ("鮎貝", "この窯を継いだのは、祖父が亡くなった年の冬でした。"),
    ("大場", "火を入れるのは怖くなかったですか。"),
    ("鮎貝", "怖かったですよ。三日眠れませんでした。"),
    ("大場", "いまはどうですか。"),
    ("鮎貝", "いまも怖いです。怖くなくなったら、やめどきでしょう。"),
    ("大場", "なるほど。"),
]


def _written(form: str, between: str = "\n", turns: Turns = _TALK) -> str:
    return between.join(form.format(who=who, text=text) for who, text in turns)


# The same talk, its labels written in every way people write them.
FORMS: list[tuple[str, str]] = [
    ("a wide colon", _written("{who}：{text}", "\n\n")),
    ("a colon and a blank", _written("{who}: {text}")),
    ("alone on a line", _written("{who}\n{text}", "\n\n")),
    ("alone, no blank lines", _written("{who}\n{text}")),
    ("a sign before the name", _written("●{who}\n{text}", "\n\n")),
    ("lenticular brackets", _written("【{who}】{text}")),
    ("lenticular brackets alone", _written("【{who}】\n{text}", "\n\n")),
    ("double angle brackets", _written("《{who}》{text}")),
    ("tortoise-shell brackets", _written("〔{who}〕{text}")),
    ("round brackets", _written("（{who}）{text}")),
    ("square brackets", _written("[{who}]: {text}")),
    ("a slash", _written("{who}／{text}")),
    ("a greater-than sign", _written("{who}＞{text}")),
    ("marks of captions", _written(">> {who}：{text}")),
    ("a wide space", _written("{who}　　{text}")),
    ("a tab", _written("{who}\t{text}")),
    ("a blank", _written("{who} {text}")),
    ("a circle and a wide space", _written("○{who}委員　{text}")),
    ("all in quotation marks", _written("{who}「{text}」")),
    ("the name after a quotation", _written("「{text}」（{who}）")),
    ("bold, as typed", _written("**{who}** {text}", "\n\n")),
    ("a picture beside the name", _written("🎤{who}：{text}")),
    ("numbered", "\n".join(f"{n:03}　{who}　{text}" for n, (who, text) in enumerate(_TALK, 1))),
    ("times before the names", "\n".join(f"[00:00:{7 * n:02}] {who}：{text}" for n, (who, text) in enumerate(_TALK))),
    ("times of half a recording", "\n".join(f"[35:{7 * n:02}] {who}：{text}" for n, (who, text) in enumerate(_TALK, 1))),  # noqa: E501
    ("times in words", "\n".join(f"00分{7 * n:02}秒　{who}　{text}" for n, (who, text) in enumerate(_TALK))),
    ("times with frames", "\n".join(f"01:00:{7 * n:02}:12\t{who}\t{text}" for n, (who, text) in enumerate(_TALK))),
    ("names and times on one line", "\n\n".join(f"{who}  0:{7 * n:02}\n{text}" for n, (who, text) in enumerate(_TALK))),
    ("two turns on a line", "　".join(f"{who}：{text}" for who, text in _TALK[:2]) + "\n" + _written("{who}：{text}", turns=_TALK[2:])),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in FORMS], ids=[row[0] for row in FORMS])
def test_forms_of_labels(text: str) -> None:
    script = parse_script(text)
    assert said(script) == [(who, "".join(text.split())) for who, text in _TALK]


# Who is who: what the document says of its people.
PEOPLE: list[tuple[str, str, list[str]]] = [
    ("a short form announced", f"小出芳江（以下、小出）：{_TALK[0][1]}\n鵜殿：{_TALK[1][1]}\n小出：{_TALK[2][1]}\n鵜殿：{_TALK[3][1]}", ["小出芳江", "鵜殿"]),  # noqa: E501
    ("titles announced to be left out", f"小出芳江氏（以下、敬称略）：{_TALK[0][1]}\n記者：{_TALK[1][1]}\n小出：{_TALK[2][1]}\n記者：{_TALK[3][1]}", ["小出芳江", "記者"]),  # noqa: E501
    ("a legend of initials", f"記録：柏木\nK＝神永（工場長）　T＝寺尾（記者）\n\nT：{_TALK[1][1]}\nK：{_TALK[2][1]}\nT：{_TALK[3][1]}\nK：{_TALK[4][1]}", ["寺尾", "神永"]),  # noqa: E501
    ("a post before a name", f"○交通課長（島崎亮君）　{_TALK[0][1]}\n○倉田委員　{_TALK[1][1]}\n○交通課長（島崎亮君）　{_TALK[2][1]}\n○倉田委員　{_TALK[3][1]}", ["島崎亮", "倉田"]),  # noqa: E501
    ("a post that is no name", f"環境部長：{_TALK[0][1]}\n記者：{_TALK[1][1]}\n環境部長：{_TALK[2][1]}\n記者：{_TALK[3][1]}", ["環境部長", "記者"]),  # noqa: E501
    ("殿 is part of a name", f"鵜殿：{_TALK[0][1]}\n大場：{_TALK[1][1]}\n鵜殿：{_TALK[2][1]}\n大場：{_TALK[3][1]}", ["鵜殿", "大場"]),  # noqa: E501
    ("two in one label", f"高橋：{_TALK[0][1]}\n榊：{_TALK[1][1]}\n高橋・榊：よろしくお願いします。\n高橋：{_TALK[2][1]}\n榊：{_TALK[3][1]}", ["高橋", "榊", "高橋・榊"]),  # noqa: E501
    ("a rare guest among common names", "".join(f"佐藤：{a}\n鈴木：{b}\n" for _, a in _TALK for b in ("はい。", "そうですね。")) + "喜多：遅れてすみません。\n佐藤：どうぞ。\n喜多：では、失礼して。\n佐藤：はい。\n", ["佐藤", "鈴木", "喜多"]),  # noqa: E501
    ("Latin names", f"Interviewer: {_TALK[1][1]}\nDr. O'Neil: {_TALK[2][1]}\nInterviewer: {_TALK[3][1]}\nDr. O'Neil: {_TALK[4][1]}", ["Interviewer", "Dr. O'Neil"]),  # noqa: E501
    ("one voice", "宇野　" + _TALK[0][1] + "\n" + "\n".join(text for _, text in _TALK[2:] * 3), ["宇野"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "people"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_who_is_who(text: str, people: list[str]) -> None:
    found = parse_script(text).cast
    assert len(found) == len(people), [speaker.name for speaker in found]
    for speaker, name in zip(found, people, strict=True):
        assert name in (speaker.name, *speaker.aliases)


_ASKED = [
    ("始まりは何だったんですか？", "祖父が旋盤を買ったことです。昭和の終わりでした。"),
    ("怖くはなかったですか。", "怖かったですよ。音が大きくて。"),
    ("いまはどうですか？", "いまも怖いです。"),
    ("これからは。", "続けます。続けられるところまで。"),
]


def _questions(ask: str, answer: str = "{}", between: str = "\n\n") -> str:
    return "\n\n".join(f"{ask.format(q)}{between}{answer.format(a)}" for q, a in _ASKED)


_LEAD = "旋盤工の鮎貝遼さんに聞く\n\n町工場で四十年、旋盤を回してきた鮎貝遼さんを訪ねた。\n\n"

QUESTIONS: list[tuple[str, str, str]] = [
    ("dashes and a named guest", _questions("――{}", "鮎貝：{}", "\n"), "鮎貝"),
    ("dashes and answers without a name", _LEAD + _questions("――{}"), "鮎貝"),
    ("hyphens", _LEAD + _questions("--- {}", "鮎貝: {}", "\n"), "鮎貝"),
    ("dashes, the first answer named", "――" + _ASKED[0][0] + "\n\n鮎貝：" + _ASKED[0][1] + "\n\n" + "\n\n".join(f"――{q}\n\n{a}" for q, a in _ASKED[1:]), "鮎貝"),  # noqa: E501
    ("Q and A", _LEAD + _questions("Q. {}", "A. {}", "\n"), "鮎貝"),
    ("Ｑ and Ａ, wide", _LEAD + _questions("Ｑ：{}", "Ａ：{}", "\n"), "鮎貝"),
    ("問 and 答", _LEAD + _questions("問　{}", "答　{}", "\n"), "鮎貝"),
    ("numbered questions", _LEAD + "\n\n".join(f"Q{n}. {q}\n{a}" for n, (q, a) in enumerate(_ASKED, 1)), "鮎貝"),
    ("questions as marked headings", _LEAD + _questions("■{}"), "鮎貝"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "asked"), [row[1:] for row in QUESTIONS], ids=[row[0] for row in QUESTIONS])
def test_questions_without_a_name(text: str, asked: str) -> None:
    script = parse_script(text)
    turns = said(script)
    assert [text for _, text in turns] == ["".join(t.split()) for pair in _ASKED for t in pair]
    assert len({who for who, _ in turns[::2]}) == len({who for who, _ in turns[1::2]}) == 1
    answers = next(speaker for speaker in script.cast if speaker.name == turns[1][0])
    assert any(asked in name for name in (answers.name, *answers.aliases))


_INTERVIEW = _written("{who}：{text}", "\n\n")

AROUND: list[tuple[str, str]] = [
    ("an end mark", f"{_INTERVIEW}\n\n（了）"),
    ("another end mark", f"{_INTERVIEW}\n\n――了"),
    ("credits", f"{_INTERVIEW}\n\n（構成・湊 ひかる）"),
    ("credits with a sign", f"{_INTERVIEW}\n\n取材・文＝湊 ひかる　写真＝槙 透"),
    ("a profile", f"{_INTERVIEW}\n\n■プロフィール\n鮎貝 遼（あゆかい・りょう）　1961年生まれ。陶芸家。"),
    ("stars, then a profile", f"{_INTERVIEW}\n\n＊＊＊\n\n鮎貝 遼（あゆかい・りょう）\n1961年生まれ。陶芸家。町の文化財保護委員。"),  # noqa: E501
    ("a service line", f"{_INTERVIEW}\n\nこの文字起こしは自動音声認識で作成されました。"),
    ("a breadcrumb and a menu", f"ホーム > インタビュー > 第12回\n\n火を守る\n\n{_INTERVIEW}\n\nシェアする　ツイート\n関連記事\nCopyright 窯元通信"),  # noqa: E501
    ("a list of those present", f"窯元懇談会 記録\n日時：令和6年4月3日\n場所：集会所\n出席者：鮎貝、大場\n\n{_INTERVIEW}"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in AROUND], ids=[row[0] for row in AROUND])
def test_what_stands_around_is_nobodys_speech(text: str) -> None:
    script = parse_script(text)
    assert said(script) == [(who, "".join(text.split())) for who, text in _TALK]


def test_a_heading_right_before_the_first_turn_belongs_to_the_interview() -> None:
    script = parse_script(f"窯の火\n\n町はずれの窯元を訪ねた。話は火のことから始まった。\n\n■ 祖父の窯\n\n{_INTERVIEW}")
    section = next(s for s in script.sections if any(t.speaker for t in s.turns))
    assert (section.kind, section.heading) == ("interview", "祖父の窯")


@pytest.mark.parametrize("title", ["【座談会】窯の火", "『火を守る』刊行に寄せて"])
def test_a_title_keeps_its_signs(title: str) -> None:
    assert parse_script(f"{title}\n\n{_INTERVIEW}").title == title


NOBODY: list[tuple[str, str]] = [
    ("a news article", "市は3日、新しい図書館の計画を発表した。\n\n市長は「歩いて行ける場所に」と話した。総工費は12億円。\n\n完成は再来年の春を見込む。"),  # noqa: E501
    ("fields of a product", "型番：KZ-20\n重さ：1.2kg\n色：灰、白\n\n使い方：ふたを開け、水を入れます。\n注意：ぬれた手で触らないでください。"),  # noqa: E501
    ("a poem", "父の鍵束には\nどの扉にも合わない鍵が三つある\n\nひとつは　海のにおい\nひとつは　錆のにおい"),
    ("a chronicle", "6:30　起床\n7:00　朝食\n8:15　出発\n12:00　昼食\n17:40　到着"),
    ("a story with quotations", "「もう行くの」と母は言った。\n\n「行くよ」\n\n雨はまだ降っていた。彼は傘を持たずに出た。"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in NOBODY], ids=[row[0] for row in NOBODY])
def test_where_nobody_is_named_nobody_is_invented(text: str) -> None:
    assert names(parse_script(text)) == []
