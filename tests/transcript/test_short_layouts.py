"""Documents of a few turns in layouts that people hold: who says what, and what is told where that is not sure.

Each row is a kind that was once misread.
"""

from __future__ import annotations

import re

import pytest

from toolkit.inputs.markdown.document import sheet_of_markdown
from toolkit.transcript import parse_script
from toolkit.transcript.reader import understood

Turns = list[tuple[str, str]]

ASKED: Turns = [
    ("榎", "桶はいくつ作りましたか。"),
    ("湊", "数えたことはありません。"),
    ("榎", "道具は何本ですか。"),
    ("湊", "かんなだけで三十本です。"),
]


def _turns(text: str) -> Turns:
    found: Turns = []
    for turn in parse_script(text).turns:
        said = re.sub(
            r"[\s　「」]|[（(［\[][^（）()［］\[\]]{0,20}[)）］\]]", "", "".join(p.text for p in turn.paragraphs)
        )
        if turn.speaker and said and found and found[-1][0] == turn.speaker:
            found[-1] = (turn.speaker, found[-1][1] + said)
        elif turn.speaker and said:
            found.append((turn.speaker, said))
    return found


def _lines(form: str) -> str:
    return "\n".join(form.format(who=who, text=text) for who, text in ASKED)


NAMED: list[tuple[str, str]] = [
    ("two blanks or one, to one width", "桶づくり\n\n榎 桶はいくつ作りましたか。\n湊  数えたことはありません。\n榎 道具は何本ですか。\n湊  かんなだけで三十本です。"),  # noqa: E501
    ("a closing bracket alone", _lines("{who}）{text}")),
    ("a name with a handle", _lines("{who} @{who}_oke：{text}").replace("榎_oke", "enoki_o").replace("湊_oke", "minato_m")),  # noqa: E501
    ("hours of the day, AM", "\n".join(f"{who}  11:0{n} AM\n{text}" for n, (who, text) in enumerate(ASKED))),
    ("dates and hours before names", "\n".join(f"2025/06/02 11:0{n} {who}\n{text}" for n, (who, text) in enumerate(ASKED))),  # noqa: E501
    ("the log of a chat over two days", "2025/05/31(土)\n" + "\n".join(f"19:0{n}\t{who}\t{text}" for n, (who, text) in enumerate(ASKED[:3])) + "\n\n2025/06/01(日)\n08:10\t湊\tかんなだけで三十本です。"),  # noqa: E501
    ("who is who above, before the sign of labels", "榎＝本誌記者　／　湊＝桶職人\n\n" + _lines("{who}＝{text}")),
    ("a heading in brackets, and a wide space", "＜町の声＞　桶のはなし\n\n" + _lines("{who}　{text}")),
    ("times of an export on lines of their own", "00:00:00\n" + _lines("{who}：{text}") + "\n00:04:10\n湊：鉋と書きます。"),  # noqa: E501
    ("running numbers behind names", "\n".join(f"{who}{n // 2 + 1}　{text}" for n, (who, text) in enumerate([*ASKED, ("榎", "はい。"), ("湊", "どうぞ。")]))),  # noqa: E501
    ("a time behind the colon", "\n".join(f"{who}:00:0{2 * n} {text}" for n, (who, text) in enumerate(ASKED))),
    ("the log of a program", "\n".join(f"2025-01-08 09:00:1{n} | {who} | {text}" for n, (who, text) in enumerate(ASKED))),  # noqa: E501
    ("numbers of a conversation with a pause", "01 榎: 桶はいくつ作りましたか。\n02    (1.2)\n03 湊: 数えたことはありません。\n04 榎: 道具は何本ですか。\n05 湊: かんなだけで三十本です。"),  # noqa: E501
    ("a word for however in brackets", _lines("〈{who}〉{text}").replace("湊", "なお")),
    ("a title with the sign of labels", "桶づくり　作業場の記録\n\n" + _lines("{who}　{text}")),
    ("blanks inside names and a title with one", "工房 週報（2025-06-02）- 記録\n" + _lines("{who}: {text}").replace("榎:", "榎 透:").replace("湊:", "湊 ゆう:")),  # noqa: E501
    ("thanks to those who read", _lines("{who}：{text}") + "\n\n最後までお読みいただきありがとうございました。"),
    ("the end between dashes", _lines("【{who}】{text}") + "\n―了―"),
    ("who talks with whom above", "榎 編集長　×　湊 親方\n\n" + _lines("{who}　{text}")),
    ("the log of an online meeting", "\n".join(f"09:0{n}:12 From {who} to Everyone : {text}" for n, (who, text) in enumerate(ASKED))),  # noqa: E501
    ("a discord of today", "\n".join(f"{who} — 今日 21:0{n}\n{text}" for n, (who, text) in enumerate(ASKED))),
    ("who is who behind the word note", "（注）榎＝榎さん（記者）、湊＝湊さん（桶職人）\n\n" + _lines("{who}：{text}")),
    ("initials before a full stop", "Ｋ…榎（記者）\nＭ…湊（職人）\n\n" + _lines("{who}．{text}").replace("榎．", "Ｋ．").replace("湊．", "Ｍ．")),  # noqa: E501
    ("a range of times, a bar, a name, a bar", "\n".join(f"00:00:0{2 * n} - 00:00:0{2 * n + 1} | {who} | {text}" for n, (who, text) in enumerate(ASKED))),  # noqa: E501
    ("a name in parentheses behind what is said", "\n".join(f"{text}　（{who}）" for who, text in ASKED)),
    ("a name behind a quotation and a dash", "\n".join(f"「{text}」――{who}" for who, text in ASKED)),
    ("a known name before another sign", _lines("{who}：{text}") + "\n榎：はい。\n湊　大事な順に並べます。\n榎：なるほど。"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in NAMED], ids=[row[0] for row in NAMED])
def test_names(text: str) -> None:
    more = {
        "湊3": [ASKED[3], ("榎", "はい。"), ("湊", "どうぞ。")],
        "湊：鉋": [("湊", "かんなだけで三十本です。鉋と書きます。")],
        "湊　大事": [
            ("湊", "かんなだけで三十本です。"),
            ("榎", "はい。"),
            ("湊", "大事な順に並べます。"),
            ("榎", "なるほど。"),
        ],
    }
    tail = next((turns for sign, turns in more.items() if sign in text), ASKED[3:])
    found = [({"なお": "湊", "榎 透": "榎", "湊 ゆう": "湊"}.get(who, who), said) for who, said in _turns(text)]
    assert found == [*ASKED[:3], *tail]


UNNAMED: list[tuple[str, str]] = [
    ("a circle and a disc", "○　桶はいくつ作りましたか。\n●　数えたことはありません。\n○　道具は何本ですか。\n●　かんなだけで三十本です。"),  # noqa: E501
    ("pictures", "🎤 桶はいくつ作りましたか。\n🪣 数えたことはありません。\n🎤 道具は何本ですか。\n🪣 かんなだけで三十本です。"),  # noqa: E501
    ("answers set in", "\n".join(("　　" if n % 2 else "") + said for n, (_, said) in enumerate([*ASKED, ("", "冬も作りますか。"), ("", "ええ。")]))),  # noqa: E501
    ("a star before each question", "桶職人に聞く\n\n" + "\n".join(("" if n % 2 else "\n★") + said for n, (_, said) in enumerate([*ASKED, ("", "冬も作りますか。"), ("", "ええ。")]))),  # noqa: E501
    ("numbers for people", "\n".join(f"{'①②①②①②'[n]}　{said}" for n, (_, said) in enumerate([*ASKED, ("", "冬も。"), ("", "ええ。")]))),  # noqa: E501
    ("signs of a change of speaker", "\n".join(f">> {said}" for _, said in ASKED)),
    ("a reply to a letter", "件名：Re: 質問\n差出人：湊 ゆう\n\n編集部　榎様\n\nお世話になっております。\n\n" + "\n".join(f"> {n // 2 + 1}. {said}" if n % 2 == 0 else f"{said}\n" for n, (_, said) in enumerate([*ASKED, ("", "冬も作りますか。"), ("", "ええ。")])) + "\nどうぞよろしくお願いいたします。\n湊 ゆう"),  # noqa: E501
    ("turns that share a line", "　問「桶はいくつ作りましたか。」答「数えたことはありません。」問「道具は何本ですか。」答「かんなだけで三十本です。」\n　問「木は何ですか。」答「さわらです。」"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in UNNAMED], ids=[row[0] for row in UNNAMED])
def test_signs_for_people(text: str) -> None:
    turns = _turns(text)
    assert [said for _, said in turns[:4]] == [said for _, said in ASKED]
    assert len({who for who, _ in turns[::2]}) == len({who for who, _ in turns[1::2]}) == 1
    assert turns[0][0] != turns[1][0]


def test_a_legend_names_the_signs() -> None:
    text = "○＝司会　●＝職人\n\n○　桶はいくつ作りましたか。\n●　数えたことはありません。\n○　道具は何本ですか。\n●　三十本です。"  # noqa: E501
    assert [who for who, _ in _turns(text)] == ["司会", "職人"] * 2


def test_a_letter_bears_the_name_told_once() -> None:
    text = (
        "Ａ（編集者）　桶はいくつ作りましたか。\n湊　数えたことはありません。\nＡ　道具は何本ですか。\n湊　三十本です。"
    )
    assert [who for who, _ in _turns(text)] == ["編集者", "湊"] * 2


def test_a_letter_announced_after_a_colon() -> None:
    text = "聞く人（以下：聞）：桶は。\n樽職人　小金沢（以下：小）：作ります。\n聞：いくつ。\n小：三つです。\n聞：三つ。\n小：はい。"  # noqa: E501
    assert [who.split()[-1] for who, _ in _turns(text)] == ["聞く人", "小金沢"] * 3


def test_a_trade_with_a_name_behind_a_post_is_one_person() -> None:
    text = "相談者　桶が漏ります。\n回答者（大工・轡田）　乾かしすぎです。\n相談者　水を張るのですか。\n回答者（大工・轡田）　はい。"  # noqa: E501
    assert [who for who, _ in _turns(text)] == ["相談者", "轡田"] * 2


def test_the_title_right_above_the_first_question_tells_who_is_asked() -> None:
    text = "HOME ＞ 移住者の声\n移住者の声　尾鷲さくらさん（元会社員）\n\nQ　決め手は何でしたか？\nA　母の家が近いことです。\n\nQ　困ったことは？\nA　虫です。\n"  # noqa: E501
    assert [who for who, _ in _turns(text)][1::2] == ["尾鷲さくら"] * 2


def test_a_short_form_is_told_behind_what_somebody_does() -> None:
    text = "榎：お二人をお呼びしました。\n湊 和臣氏（桶職人。以下「湊」）：どうも。\n榎：どうぞ。\nチャン・ミン氏（画家。以下「ミン」）：はい。\n湊：座ります。\nミン：私も。"  # noqa: E501
    assert [who.split()[0] for who, _ in _turns(text)] == ["榎", "湊", "榎", "チャン・ミン", "湊", "チャン・ミン"]


def test_names_set_wide_with_blanks_of_two_widths() -> None:
    text = "進 行 役　桶は。\n鵜　 木　三つ。\n小田切　　二つ。\nリ　 ー　なし。\n進 行 役　鵜木さん。\n鵜　 木　はい。\n小田切　　ええ。"  # noqa: E501
    assert [who for who, _ in _turns(text)] == ["進行役", "鵜木", "小田切", "リー", "進行役", "鵜木", "小田切"]


def test_an_assembly_with_a_sign_for_every_seat() -> None:
    text = "◎議　長（榎　悟）　開きます。\n○４　番（湊　澄江）　桶は残りますか。\n△村　長（根来　隆）　残します。\n続けてまいります。\n○４　番（湊　澄江）　分かりました。\n◎議　長（榎　悟）　閉じます。"  # noqa: E501
    assert ["根" in who for who, _ in _turns(text)] == [False, False, True, False, False]


def test_short_quotations_two_a_line() -> None:
    text = "桶の電話\n\n" + "\n".join(
        f"甲「{a}」乙「{b}」" for a, b in (("もしもし", "はい"), ("駅だ", "どの駅？"), ("猫の駅", "ああ"))
    )
    assert [who for who, _ in _turns(text)] == ["甲", "乙"] * 3


def test_a_dash_behind_a_name_in_italics() -> None:
    text = "\n\n".join(f"_{who}_ — {said}" for who, said in ASKED)
    script = understood(sheet_of_markdown(text, "x.md"), plain=False, project=None, name="x.md")
    assert [(t.speaker, t.paragraphs[0].text) for t in script.turns] == ASKED


def test_someone_whom_nobody_could_name() -> None:
    text = _lines("{who}：{text}") + "\n？：お茶ですよ。\n榎：はい。\n湊：いただきます。"
    assert _turns(text)[-3:] == [("？", "お茶ですよ。"), ("榎", "はい。"), ("湊", "いただきます。")]


def test_signs_of_markdown_beside_japanese_ones() -> None:
    text = "\n\n".join(f"**――：**{said}" if who == "榎" else f"**湊：**「*3本*です。」{said}" for who, said in ASKED)
    script = understood(sheet_of_markdown(text, "x.md"), plain=False, project=None, name="x.md")
    assert [t.speaker for t in script.turns] == ["聞き手", "湊"] * 2
    said = "".join(p.text for t in script.turns for p in t.paragraphs)
    assert not set("*：―") & set(said)


def test_sounds_are_nobody() -> None:
    text = "ＳＥ　風鈴\n榎　「桶はいくつ。」\n湊　「三つ。」\nＳＥ　足音\n榎　「大きいのは。」\n湊　「二つ。」"
    assert {who for who, _ in _turns(text)} == {"榎", "湊"}


def test_pictures_in_markdown_name_who_speaks() -> None:
    text = "\n\n".join(f"![{who}の写真]({n}.png) {said}" for n, (who, said) in enumerate(ASKED))
    script = understood(sheet_of_markdown(text, "x.md"), plain=False, project=None, name="x.md")
    assert [(t.speaker, t.paragraphs[0].text) for t in script.turns] == ASKED


QUOTED = "".join(f"「{said}」（{who}）\n" for who, said in ASKED)


def test_what_stands_outside_the_quotation_marks_is_not_said() -> None:
    text = f"{QUOTED}\n湊さんが開いた帳面には、日付だけが並んでいた。\n\n「帳面は閉じておきます」（湊）\n"
    assert _turns(text) == [*ASKED[:3], ("湊", "かんなだけで三十本です。帳面は閉じておきます")]


def test_what_stands_between_short_quotations_is_not_said() -> None:
    lines = [f"「{said}」（{who}）" for who, said in ASKED]
    text = "桶屋にて\n\n" + "\n".join([*lines[:2], "湊は笑った。", *lines[2:], "「ずいぶんありますね」（榎）"])
    assert all("笑った" not in said for _, said in _turns(text))


def test_the_last_words_of_one_voice_are_said() -> None:
    text = "0:01\n皆さんこんばんは今夜は桶の話です\n0:06\n木は軽いのがいいですねえ\n0:11\n[拍手]\n0:14\nではまた来週\n"
    assert _turns(text)[0][1].endswith("ではまた来週")


def test_a_rule_in_the_midst_of_a_line_is_not_said() -> None:
    text = "○榎議長　趣旨の説明を求めます。―――――――――― 桶の保存に関する条例案。\n○湊議員　御説明します。\n○榎議長　質疑はありますか。\n○湊議員　ありません。"  # noqa: E501
    assert "―" not in "".join(said for _, said in _turns(text))


TITLED = "桶を語る「木と水と」書き起こし\n\n" + "".join(f"{who}「{said}」\n" for who, said in ASKED)


def test_a_title_with_a_quotation_in_it_speaks_for_nobody() -> None:
    assert _turns(TITLED) == ASKED


NOBODY: list[tuple[str, str]] = [
    ("a staff roster", "月\t湊\t早番\n火\t榎\t遅番\n水\t湊\t早番\n木\t榎\t遅番\n金\t湊\t早番"),
    ("prices", "桶　大　九千円\n桶　中　七千円\nたらい　大　一万円\nたらい　中　八千円"),
    ("headings with two signs", "■ 桶のつくり方\n□ 材料\n■ たらいのつくり方\n□ 材料"),
]


@pytest.mark.parametrize("text", [row[1] for row in NOBODY], ids=[row[0] for row in NOBODY])
def test_nobody(text: str) -> None:
    assert _turns(text) == []


LONG = [*ASKED, *ASKED, *ASKED, *ASKED]
TOLD: list[tuple[str, str, str]] = [
    ("a short line without a name among labelled ones", "\n".join(f"{who}：{said}" for who, said in LONG[:8]) + "\nあと、木づち。\n" + "\n".join(f"{who}：{said}" for who, said in LONG[8:]), "names nobody"),  # noqa: E501
    ("a quotation in Markdown among labelled lines", "\n\n".join(f"榎：{said}" if n % 2 else f"湊：{said}" for n, (_, said) in enumerate(LONG[:8])) + "\n\n> 桶は丸いので、置き場所に困るとよく言われるそうです。\n\n榎：はい。", "names nobody"),  # noqa: E501
    ("a statement before the first label", "町長会見\n\nおはようございます。私からは一件です。\n\n（記者）桶の工房は残りますか。\n（町長）残します。\n（記者）いつまで。\n（町長）できるかぎり。", "sounds spoken"),  # noqa: E501
    ("quotations that nobody is named for", "「桶はいくつですか」\n「数えたことはない」\n「道具は何本」\n「三十本」", "quotation marks"),  # noqa: E501
    ("signs that divide", "\n".join(f"{who}：{said}│はい。" for who, said in ASKED), "signs such as"),
    ("a thing that speaks once", _lines("{who}：{text}") + "\n注意点：縁が欠けます。\n榎：はい。", "speaks only once"),
    ("one turn that asks and answers", "原告代理人（榎）\n桶はいくつ作りましたか。\n数えたことはありません。\n道具は何本ですか。\n三十本です。\n被告代理人（湊）\n夜でしたか。\n昼です。", "taken to answer too"),  # noqa: E501
    ("numbers in a turn", "榎弁護士\n１　作りました。\n２　売りました。\n３　直しました。\n湊弁護士\nはい。\n榎弁護士\nええ。\n湊弁護士\n以上。", "begin with a number"),  # noqa: E501
    ("a statement under a heading", "町長会見\n\n◆発表事項\n本日は二件です。まず、工房を町で借ります。\n\n◆質疑\n記者　いつからですか。\n町長　四月です。\n記者　なぜですか。\n町長　残したいからです。", "sounds spoken"),  # noqa: E501
    ("a statement of whom the title alone tells", "知事記者会見の概要\n\n【冒頭発言】\n本日は一件です。工房を県で借ります。\n\n【質疑応答】\n（問）いつからですか。\n（答）四月です。\n（問）なぜですか。\n（答）残したいからです。", "was read as"),  # noqa: E501
    ("a statement whose heading tells of whom", "【町長冒頭発言】\n本日は一件です。工房を町で借ります。\n\n【質疑応答】\n（記者）いつからですか。\n（町長）四月です。\n（記者）なぜですか。\n（町長）残したいからです。", "taken to be 町長's"),  # noqa: E501
    ("unnamed turns", "\n".join(f">> {said}" for _, said in ASKED), "two people in turn"),
    ("questions that nobody is named for", "新しい桶屋\n\n四月に継いだ湊さんに聞いた。\n\nまず何を変えますか。\n\n「朝を遅くします」\n\nその理由は。\n\n「寒いからです。\n\n湯を沸かすのに一時間」\n\n弟子の反応は。\n\n「拍手でした」\n", "lines ask"),  # noqa: E501
    ("rows with bars", "\n".join(f"{who}：{said} | {n} | 済" for n, (who, said) in enumerate(ASKED)), "signs such as"),
    ("two writings of a word for a person", "\n".join(["インタビュアー：はい。", "湊：どうぞ。", "インタビュア：ええ。", "湊：はい。"]), "may be one person"),  # noqa: E501
    ("two of one family", "\n".join(["田中（晃）：はい。", "田中：いいえ。", "榎：どうぞ。"] * 3), "may be one person"),
]  # fmt: skip


SURE: list[tuple[str, str]] = [
    ("names on lines of their own", "桶の里\n\n聞き手\n桶はいくつ作りましたか。\n職人 榎\n数えたことはありません。\n聞き手\n道具は何本ですか。\n榎\n三十本です。\n"),  # noqa: E501
    ("names before a colon", "桶の里\n\n聞き手：桶はいくつ作りましたか。\n榎：数えたことはありません。\n聞き手：道具は何本ですか。\n榎：三十本です。\n"),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize("text", [row[1] for row in SURE], ids=[row[0] for row in SURE])
def test_of_what_is_plain_nothing_is_told(text: str) -> None:
    assert [doubt.message for doubt in parse_script(text).doubts] == []


@pytest.mark.parametrize(("text", "doubt"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_a_doubt_is_told(text: str, doubt: str) -> None:
    name = "x.md" if "\n> " in text else "x.txt"
    sheet = sheet_of_markdown(text, name) if name == "x.md" else None
    script = understood(sheet, plain=False, project=None, name=name) if sheet else parse_script(text)
    assert any(doubt in one.message for one in script.doubts), script.doubts


def test_a_name_with_the_sign_of_all_others_is_no_doubt() -> None:
    text = (
        "\n".join(f"{who}：{said}" for who, said in ASKED)
        + "\n三枝（鍛冶）：鉋は、うちで打っています。\n榎：そうでしたか。"
    )
    assert parse_script(text).doubts == ()


def test_the_reading_of_a_character_without_a_code() -> None:
    script = parse_script(
        "湊：それは※［＃「木＋喬」、第3水準1-86-20］《きょう》です。\n榎：はい。\n湊：どうぞ。\n榎：はい。\n"
    )
    assert "《" not in script.turns[0].paragraphs[0].text
