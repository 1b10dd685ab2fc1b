"""Layouts of magazines, newspapers, chats, scripts and notes, a few turns each: who says what.

Each row is a kind that was once misread.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from toolkit.transcript import parse_script, read_script

Turns = list[tuple[str, str]]

SAID = ["桶はいくつ作りましたか。", "数えたことはありません。", "道具は何本ですか。", "三十本です。"]
Q, A, R, B = SAID


def _turns(text: str) -> Turns:
    return _joined([(t.speaker, "".join(p.text for p in t.paragraphs)) for t in parse_script(text).turns])


def _joined(turns: list[tuple[str | None, str]]) -> Turns:
    found: Turns = []
    for who, text in turns:
        said = re.sub(r"[\s　「」]|[（(][^（）()]{0,12}[)）]|♪.*", "", text)
        if who and said and found and found[-1][0] == who:
            found[-1] = (who, found[-1][1] + said)
        elif who and said:
            found.append((who, said))
    return found


# What it is; the text; who speaks in turn.
LAYOUTS: list[tuple[str, str, list[str]]] = [
    ("a dash alone above each question", f"桶の話\n\n──\n{Q}\n\n湊\n{A}\n\n──\n{R}\n\n湊\n{B}\n", ["聞き手", "湊"]),
    ("questions of newspapers that do not end as questions", f"桶づくり　一問一答\n\n　職人の湊ゆう氏に聞いた。\n\n　――桶の数は\n　「{A}」\n　――道具は\n　「{B}」\n　――この先は\n　「まだ\n　あります」\n", ["聞き手", "湊ゆう"]),  # noqa: E501
    ("answers of several, each with a name in brackets", f"Q1：{Q}\nA1（湊）：{A}\n\nQ2：{R}\nA2（佐伯）：{B}\n", ["聞き手", "湊", "聞き手", "佐伯"]),  # noqa: E501
    ("two of one family told apart in brackets", f"桐山（久）＝{Q}\n桐山（ト）＝{A}\n桐山（久）＝{R}\n桐山（ト）＝{B}\n", ["桐山（久）", "桐山（ト）"]),  # noqa: E501
    ("a wide comma before the short form", f"佐伯 透氏（以下，佐伯氏）：\n　{Q}\n\n湊 ゆう氏（以下，湊氏）：\n　{A}\n\n佐伯氏：\n　{R}\n\n湊氏：\n　{B}\n", ["佐伯 透", "湊 ゆう"]),  # noqa: E501
    ("what each plays, with a comma and a blank", f"佐伯ハル（Vo, G） {Q}\n\n湊ゲンタ（Dr） {A}\n\n佐伯 {R}\n\n湊 {B}\n", ["佐伯ハル", "湊ゲンタ"]),  # noqa: E501
    ("the log of a chat", f"[LINE] 桶屋とのトーク履歴\n保存日時：2025/05/20 21:03\n\n2025/05/18(日)\n20:01\t係のりん\t{Q}\n20:03\t桶屋さん\t{A}\n20:03\t桶屋さん\t[スタンプ]\n20:04\t係のりん\t{R}\n20:05\t桶屋さん\tメッセージの送信を取り消しました\n20:06\t桶屋さん\t{B}\n", ["係のりん", "桶屋さん"]),  # noqa: E501
    ("a name in brackets and a time, alone on the line", f"[佐伯 美和(人事)] 13:02:11\n{Q}\n\n[Ｋ．Ｏ．] 13:02:16\n{A}\n\n[佐伯 美和(人事)] 13:02:20\n{R}\n\n[Ｋ．Ｏ．] 13:02:29\n{B}\n", ["佐伯 美和", "Ｋ．Ｏ．"]),  # noqa: E501
    ("letters in brackets alone on their lines", f"【質疑】\n（問）\n　{Q}\n（答）\n　{A}\n（問）\n　{R}\n（答）\n　{B}\n", ["聞き手", "話し手"]),  # noqa: E501
    ("sounds of a script", f"佐伯　{Q}\nＳＥ　　木の音\n湊　{A}\nＢＧＭ　笛　F.I.\n佐伯　{R}\n湊　{B}\nＳＥ　　波\n", ["佐伯", "湊"]),  # noqa: E501
    ("numbers of lines", "\n".join(f"{n:03} {line}" for n, line in enumerate([f"Ｉ：{Q}", f"R：{A[:4]}", f"　　{A[4:]}", f"Ｉ：{R}", f"R：{B}", f"Ｉ：{Q}", f"R：{A[:4]}", f"　　{A[4:]}", f"Ｉ：{R}", f"R：{B}"], 1)), ["Ｉ", "R", "Ｉ", "R", "Ｉ", "R", "Ｉ", "R"]),  # noqa: E501
    ("a reply that quotes questions over two lines", f"差出人: 湊 ゆう <minato@example.jp>\n件名: Re: 質問\n\n> {Q[:5]}\n> {Q[5:]}\n\n{A}\n\n> {R}\n\n{B}\n", ["聞き手", "湊 ゆう"]),  # noqa: E501
    ("who asked, behind the last answer", f"桶職人・湊 ゆうさん\n\n――{Q}\n「{A}」\n――{R}\n「{B}」（聞き手・佐伯みちる）\n", ["佐伯みちる", "湊 ゆう"]),  # noqa: E501
    ("a writer above, and a sentence that says who was asked", f"桶を直す\n佐伯 伸也\nライター\n\n桶屋の湊 ゆう氏に聞いた。\n\n──{Q}\n\n{A}\n\n次ページ「道具」を買う人\n\n──{R}\n\n{B}\n\n佐伯 伸也さんの最新公開記事をメールで受け取る\n", ["聞き手", "湊 ゆう"]),  # noqa: E501
    ("letters told behind names", f"語り手：湊 ゆう（大正十年生）\n聞き手：佐伯（M）\n\nM：{Q}\n湊：{A}\nM：{R}\n湊：{B}\n", ["佐伯", "湊"]),  # noqa: E501
    ("headings that name who answers below", f"県大会の声\n\n■監督・佐伯一成\n――{Q}\n「{A}」\n\n■主将・湊 翔（3年）\n――{R}\n「{B}」\n", ["聞き手", "佐伯一成", "聞き手", "湊 翔"]),  # noqa: E501
    ("headings that name who asks below", f"審問調書\n\n証　　人　　　湊 ゆう（申立人組合　書記長）\n\n申立人代理人（佐伯）\n問　{Q}\n答　{A}\n\n被申立人代理人（三好）\n問　{R}\n答　{B}\n", ["佐伯", "湊 ゆう", "三好", "湊 ゆう"]),  # noqa: E501
    ("two turns on a line", f"佐伯「{Q}」\n湊さん「{A}」\n佐伯「{R}」　湊さん「{B}」\n", ["佐伯", "湊さん"]),
    ("names and posts set wide", f"会　長　：　{Q}\n福　原　：　{A}\n副会長　：　{R}\n福　原　：　{B}\n", ["会長", "福原", "副会長", "福原"]),  # noqa: E501
    ("first characters of names", f"聞くひと　ももせ\n話すひと　いわもとかん（金物屋）\n\nも　{Q}\nい　{A}\nも　{R}\nい　{B}\n", ["ももせ", "いわもとかん"]),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("text", "who"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_held(text: str, who: list[str]) -> None:
    turns = _turns(text)
    assert [name for name, _ in turns][: len(who)] == who
    assert len(turns) in (4, 6, 8)
    assert {said for _, said in turns} <= {*SAID, "桶の数は", "道具は", "この先は", "まだあります"}


def test_a_table_of_two_columns_is_said_by_nobody() -> None:
    assert not _turns(
        "時間割\n\n" + "\n".join(f"{day}\t{what}" for day in ("月曜", "火曜") for what in ("国語", "算数", "体育"))
    )


def test_notes_in_markdown_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "桶.md"
    path.write_text(
        f"**佐伯**: {Q} ^oke\n\n**湊**: {A}\n\n> [!question] あとで\n> 数。\n\n**佐伯**: {R}\n\n**湊**: {B}\n",
        encoding="utf-8",
    )
    script = read_script(path)
    assert _joined([(t.speaker, "".join(p.text for p in t.paragraphs)) for t in script.turns]) == [
        ("佐伯", Q), ("湊", A), ("佐伯", R), ("湊", B),
    ]  # fmt: skip
    assert [one.why for one in script.left_out] == ["note", "note"]
