"""Tables: which columns are times, speakers and speech, by the words of a header or by what the cells hold."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.table import MERGED, Cell, CellLine, TableLines, lines_of_table


def cells(text: str) -> list[list[Cell]]:
    """``a | b`` a row; ``/`` parts paragraphs, ``^`` is a cell that the one above reaches down to."""
    return [[_cell(cell.strip()) for cell in row.split("|")] for row in text.strip().splitlines()]


def _cell(text: str) -> Cell:
    return MERGED if text == "^" else tuple(CellLine(line) for line in text.split("/") if line)


def read(text: str, **options: object) -> TableLines:
    return lines_of_table(cells(text), **options)  # type: ignore[arg-type]


def shown(lines: TableLines) -> list[str]:
    """``speaker@seconds text`` a line; ``-`` before what is no speech."""
    return [
        f"{row.mark.speaker}{''.join(f'@{t.start_ms / 1000:g}' for t in row.mark.times)} {row.text}".strip()
        if row.mark.kind == "piece"
        else f"- {row.text}"
        for row in lines.rows
    ]


HEADERS = [
    "開始 | 終了 | 話者 | 発言",
    "TC IN | TC OUT | 名前 | セリフ",
    "In | Out | Speaker | Text",
    "Start Time | End Time | Name | Transcript",
    "start | end | speaker | text",
    "ＩＮ | ＯＵＴ | 発言者 | 発言内容",
    "開始時刻 | 終了時刻 | 氏名 | 内容",
    "イン点 | アウト点 | スピーカー | 台詞",
    "In point | Out point | 話し手 | 本文",
    "時間 | 終わり | 担当 | テキスト",
    "開始 TC | 終了 TC | キャラクター | 字幕",
    "開始（秒） | 終了（秒） | 送信者 | メッセージ",
    "start_time | end_time | speaker_id | transcript_text",
]


@pytest.mark.parametrize("header", HEADERS)
def test_the_usual_words_of_a_header(header: str) -> None:
    lines = read(f"{header}\n00:00:01 | 00:00:03 | 森田 | はい\n00:00:04 | 00:00:05 | ケイト | どうも")
    assert shown(lines) == ["森田@1 はい", "ケイト@4 どうも"]
    assert [row.mark.times[0].end_ms for row in lines.rows] == [3000, 5000]
    assert [one.text for one in lines.left_out] == [word.strip() for word in header.split("|")]


TABLES = [
    ("no header", "佐藤 | はい、そうです。\n鈴木 | なぜでしょう。\n佐藤 | 好きだからです。\n鈴木 | なるほど。",
     ["佐藤 はい、そうです。", "鈴木 なぜでしょう。", "佐藤 好きだからです。", "鈴木 なるほど。"]),
    ("no header, times", "0:01 | 佐藤 | はい。\n0:04 | 鈴木 | どうも。\n0:09 | 佐藤 | では。",
     ["佐藤@1 はい。", "鈴木@4 どうも。", "佐藤@9 では。"]),
    ("speech before its speaker",
     "はい、そうです。 | 佐藤\nなぜでしょう。 | 鈴木\n好きだからです。 | 佐藤\nええ。 | 鈴木",
     ["佐藤 はい、そうです。", "鈴木 なぜでしょう。", "佐藤 好きだからです。", "鈴木 ええ。"]),
    ("numbers", "1 | 佐藤 | はい、そうです。\n2 | 鈴木 | なぜでしょう。\n3 | 佐藤 | 好きだからです。",
     ["佐藤 はい、そうです。", "鈴木 なぜでしょう。", "佐藤 好きだからです。"]),
    ("styles in brackets",
     "凪(ノーマル) | 今日は港の話です。\n潮(ささやき) | 静かですね。\n凪(ノーマル) | 船が来ますよ。",
     ["凪(ノーマル) 今日は港の話です。", "潮(ささやき) 静かですね。", "凪(ノーマル) 船が来ますよ。"]),
    ("titles above",
     "座談会「ばね」\n実施日 | 2024-10-22\nNo. | 発言者 | 内容 | 備考\n1 | 喜連川 | お疲れさまです。 | 拍手",
     ["- 座談会「ばね」", "- 実施日", "- 2024-10-22", "喜連川 お疲れさまです。"]),
    ("a header once more", "話者 | 発言\n佐藤 | はい\n話者 | 発言\n鈴木 | ええ", ["佐藤 はい", "鈴木 ええ"]),
    ("a second table below",
     "時刻 | 話者 | 発言 | 信頼度\n0:01 | 佐藤 | はい | .9\n課題\n"
     "時刻 | 話者 | 発言内容 | 理由\n0:05 | 鈴木 | ええ | 早い",
     ["佐藤@1 はい", "- 課題", "鈴木@5 ええ"]),
    ("a translation and what was said",
     "時刻 | 話者 | 発言（日本語訳） | 原文（英語）\n0:01 | 佐藤 | はい。 | Yes, that is so.",
     ["佐藤@1 はい。"]),
    ("shares of the talk", "話者 | 発言時間 | 文字数 | 割合\n佐藤 | 5:23 | 1,234 | 47%\n鈴木 | 3:12 | 789 | 28%",
     ["- 話者", "- 発言時間", "- 文字数", "- 割合", "- 佐藤", "- 5:23", "- 1,234", "- 47%", "- 鈴木", "- 3:12", "- 789",
      "- 28%"]),
    ("one voice, the times behind",
     "発言者 | 発言内容 | 開始時間 | 終了時間\n会長 | はい、どうも。 | 00:00:00 | 00:00:30",
     ["会長@0 はい、どうも。"]),
    ("names that nobody filled in", "Speaker Name | Start Time | End Time | Text\n | 00:00:00:00 | 00:00:01:00 | はい",
     ["@0 はい"]),
    ("two rows of header", "時間 | | 話者 | 発言\nIN | OUT | | \n0:01 | 0:02 | 佐藤 | はい", ["佐藤@1 はい"]),
    ("a heading across", "時間 | 話者 | 発言\n1　眠気の話 | | \n0:01 | 司会 | どうぞ\n0:05 | 大場 | 四時です",
     ["- 1　眠気の話", "司会@1 どうぞ", "大場@5 四時です"]),
    ("several paragraphs", "時間 | 話者 | 発言\n0:01 | 司会 | どうぞ。/では。\n0:05 | 大場 | はい",
     ["司会@1 どうぞ。", "司会 では。", "大場@5 はい"]),
    ("the same speaker goes on", "話者 | 発言\n佐藤 | はい\n | ええ\n鈴木 | なぜ\n | いつ",
     ["佐藤 はい", "佐藤 ええ", "鈴木 なぜ", "鈴木 いつ"]),
    ("a stage direction is nobody's", "話者 | 発言\n佐藤 | はい\n | （羽音）\n | ええ\n鈴木 | なぜ",
     ["佐藤 はい", "（羽音）", "佐藤 ええ", "鈴木 なぜ"]),
    ("merged speakers", "話者 | 発言\n | 幕が上がる。\n佐藤 | はい\n^ | ええ\n | 幕が下りる。",
     ["幕が上がる。", "佐藤 はい", "佐藤 ええ", "幕が下りる。"]),
    ("ditto", "話者 | 発言\n佐藤 | はい\n〃 | ええ\n同上 | うん", ["佐藤 はい", "佐藤 ええ", "佐藤 うん"]),
    ("an empty cell names nobody", "名前 | せりふ\n | 地下室。\n館長 | はい\n | 笑う。\n館長 | さて",
     ["地下室。", "館長 はい", "笑う。", "館長 さて"]),
    ("a name above its speech", "話者 | 発言\n佐藤 | \n | はい\n鈴木 | \n | ええ\n佐藤 |\n | そう",
     ["佐藤 はい", "鈴木 ええ", "佐藤 そう"]),
    ("time beside the name", "佐藤 00:01 | はい、始めます。\n鈴木（00:05） | お願いします。\n佐藤 00:09 | では。",
     ["佐藤@1 はい、始めます。", "鈴木@5 お願いします。", "佐藤@9 では。"]),
    ("time above the name", "00:00:01/佐藤 | はい、始めます。\n00:00:05/鈴木 | お願いします。\n00:00:07/佐藤 | では。",
     ["佐藤@1 はい、始めます。", "鈴木@5 お願いします。", "佐藤@7 では。"]),
    ("times alone", "0:01 | はい、始めます。\n0:04 | お願いします。\n0:09 | では。",
     ["@1 はい、始めます。", "@4 お願いします。", "@9 では。"]),
    ("questions and answers by row", "Q | なぜ書くのですか。\nA | 好きだからです。\nQ | いつ書きますか。\nA | 朝です。",
     ["Q なぜ書くのですか。", "A 好きだからです。", "Q いつ書きますか。", "A 朝です。"]),
    ("counted questions", "Q1 | なぜ書くのですか。\nA1 | 好きだからです。\nQ2 | いつ書きますか。\nA2 | 朝です。",
     ["Q なぜ書くのですか。", "A 好きだからです。", "Q いつ書きますか。", "A 朝です。"]),
    ("questions and answers by column", "質問 | 回答\nなぜ書くのですか。 | 好きだからです。\nいつ？ | 朝です。",
     ["質問 なぜ書くのですか。", "回答 好きだからです。", "質問 いつ？", "回答 朝です。"]),
    ("a translation beside", "話者 | 日本語 | 英語\n佐藤 | はい | Yes, I think so.\n鈴木 | ええ | No, not at all.",
     ["佐藤 はい", "鈴木 ええ"]),
    ("names as Markdown's header", "佐藤 | はい、どうも。\n鈴木 | なぜですか。\n佐藤 | 好きで。\n鈴木 | ほう。",
     ["佐藤 はい、どうも。", "鈴木 なぜですか。", "佐藤 好きで。", "鈴木 ほう。"]),
    ("a chronicle", "年 | 出来事\n1998 | 会社を設立しました。\n2004 | 工場が建ちました。",
     ["- 年", "- 出来事", "- 1998", "- 会社を設立しました。", "- 2004", "- 工場が建ちました。"]),
    ("a chronicle without header", "1998年 | 会社を設立。\n2004年 | 工場を建設。\n2004年 | 海外へ。",
     ["- 1998年", "- 会社を設立。", "- 2004年", "- 工場を建設。", "- 2004年", "- 海外へ。"]),
    ("metadata", "日時 | 7月18日\n場所 | 役場 301会議室\n出席 | 安孫子、馬場",
     ["- 日時", "- 7月18日", "- 場所", "- 役場 301会議室", "- 出席", "- 安孫子、馬場"]),
    ("a cast",
     "役職 | 氏名\n委員 | 馬場 香織\n委員 | 栗栖 昭三",
     ["- 役職", "- 氏名", "- 委員", "- 馬場 香織", "- 委員", "- 栗栖 昭三"]),
    ("a timetable", "時間 | 内容\n10:00 | 開会\n10:05 | 挨拶\n10:20 | 休憩",
     ["- 時間", "- 内容", "- 10:00", "- 開会", "- 10:05", "- 挨拶", "- 10:20", "- 休憩"]),
    ("an agenda", "番号 | 議題 | 時間\n1 | 決算 | 5分\n2-1 | 予算 | 3分\n3 | 人事 | 1分",
     ["- 番号", "- 議題", "- 時間", "- 決算", "- 5分", "- 2-1", "- 予算", "- 3分", "- 人事", "- 1分"]),
    ("prices",
     "品名 | 価格\nりんご | 120円\nみかん | 80円",
     ["- 品名", "- 価格", "- りんご", "- 120円", "- みかん", "- 80円"]),
    ("one column", "はい、そうです。\nええ。", ["- はい、そうです。", "- ええ。"]),
    ("two rows could be anything", "佐藤 | はい\n鈴木 | ええ", ["- 佐藤", "- はい", "- 鈴木", "- ええ"]),
]  # fmt: skip


@pytest.mark.parametrize(("table", "lines"), [row[1:] for row in TABLES], ids=[row[0] for row in TABLES])
def test_tables(table: str, lines: list[str]) -> None:
    assert shown(read(table)) == lines


def test_markdown_has_a_header_even_where_it_is_none() -> None:
    table = "佐藤 | はい、どうも。\n鈴木 | なぜですか。\n佐藤 | 好きで。\n鈴木 | ほう。"
    assert shown(read(table, heads=1)) == shown(read(table))
    table = "分類 | 説明\n制度 | 国が決めました。\n制度 | 町が決めました。\n慣習 | 誰でしょう。\n制度 | 県です。"
    assert not read(table, heads=1).is_transcript


TIMES = [
    ("00:00:03 00:00:07", [3000, 7000]),
    ("0:03 1:07", [3000, 67_000]),
    ("59:50 1:00:05", [3_590_000, 3_605_000]),
    ("00:00:03.250 00:00:07,5", [3250, 7500]),
    ("01:00:00:15 01:00:01:00", [3_600_500, 3_601_000]),
    ("01:00:00;15 01:00:01;29", [3_600_500, 3_601_966]),
    ("00:00:00:24 00:00:01:23", [800, 1766]),
    ("00分03秒 01分07秒", [3000, 67_000]),
    ("1時間2分3秒 1時間2分4秒", [3_723_000, 3_724_000]),
    ("３秒 ７秒", [3000, 7000]),
    ("［00:03］ (00:07)", [3000, 7000]),
    ("００：０３ ００：０７", [3000, 7000]),
    ("0:03～ 0:07～", [3000, 7000]),
    ("2024-10-22T00:00:03 2024-10-22T00:00:07", [3000, 7000]),
    ("3.5 7.25", [3500, 7250]),
    ("3 7", [3000, 7000]),
    ("250000 262000", [250_000, 262_000]),
]


@pytest.mark.parametrize(("times", "ms"), TIMES)
def test_forms_of_times(times: str, ms: list[int]) -> None:
    first, last = times.split(" ")
    lines = read(f"開始 | 話者 | 発言\n{first} | 佐藤 | はい、始めます。\n{last} | 鈴木 | お願いします。")
    assert [row.mark.times[0].start_ms for row in lines.rows] == ms


def test_a_range_in_one_cell() -> None:
    lines = read("時間 | 話者 | 発言\n0:01-0:03 | 佐藤 | はい\n0:04 ～ 0:06 | 鈴木 | ええ\n0:09 → 0:08 | 佐藤 | では")
    assert [(t.start_ms, t.end_ms) for row in lines.rows for t in row.mark.times] == [
        (1000, 3000), (4000, 6000), (9000, None),
    ]  # fmt: skip


def test_times_of_a_day_are_hours_where_nobody_speaks_so_fast() -> None:
    talk = "今日は港の工事がどこまで進んだかを、皆さんにゆっくりとお話ししたいと思います。" * 4
    lines = read("時刻 | 話者 | 発言\n" + "\n".join(f"10:0{k} | 佐藤 | {talk}" for k in range(5)))
    assert [row.mark.times[0].start_ms for row in lines.rows][:2] == [36_000_000, 36_060_000]


def test_what_stands_in_other_columns_is_listed() -> None:
    lines = read("No. | 話者 | 発言 | 備考\n1 | 佐藤 | はい | 手元アップ\n2 | 鈴木 | ええ | ")
    assert [(one.line, one.text, one.why) for one in lines.left_out] == [
        (1, "No.", "column"), (1, "話者", "column"), (1, "発言", "column"), (1, "備考", "column"),
        (1, "手元アップ", "column"),
    ]  # fmt: skip
    assert lines.excluded == ((1, "1"), (1, "佐藤"), (2, "2"), (2, "鈴木"))


def test_bold_and_readings_of_a_cell_stay() -> None:
    line = CellLine("潮田です。", bold=2)
    table: list[list[Cell]] = [[[CellLine("話者")], [CellLine("発言")]], [[CellLine("潮田")], [line]]]
    assert lines_of_table(table).rows[0].mark.bold == 2


def test_a_person_says_what_the_columns_are() -> None:
    table = "A | B | 役\nはい | hi | 佐藤\nええ | yes | 鈴木"
    assert not read(table).is_transcript
    assert shown(read(table, columns={"text": "A", "speaker": "役"})) == ["佐藤 はい", "鈴木 ええ"]
    headless = table.partition("\n")[2]
    assert shown(read(headless, columns={"text": "2", "speaker": "3"})) == ["佐藤 hi", "鈴木 yes"]


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"singer": "A"}, "'singer'"),
        ({"text": "Z"}, "'Z'"),
        ({"text": "9"}, "no column 9"),
        ({"text": "0"}, "no column 0"),
        ({"question": "A"}, "answers"),
    ],
)
def test_columns_that_there_are_not(columns: dict[str, str], says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read("A | B\nはい | hi", columns=columns)
    assert caught.value.mend


_WORD = st.sampled_from(
    ["", "", "佐藤", "鈴木", "はい、そうです。", "なぜ", "0:01", "00:12:03", "1", "2", "話者", "発言", "開始", "備考",
     "No.", "質問", "回答", "年", "一/二", "〃", "佐藤 0:03", "。", "#"]
)  # fmt: skip
_TABLE = st.lists(st.lists(_WORD.map(_cell), max_size=5), max_size=7)


@given(_TABLE, st.sampled_from([None, 0, 1, 2]))
def test_every_word_of_a_table_is_in_a_line_or_listed(table: list[list[Cell]], heads: int | None) -> None:
    lines = lines_of_table(table, heads=heads)
    kept = "".join((*(row.text for row in lines.rows), *(one.text for one in lines.left_out),
                    *(text for _, text in lines.excluded)))  # fmt: skip
    written = "".join(line.text for row in table for cell in row for line in cell)
    assert Counter(kept.replace("\n", "")) == Counter(written)
    assert all(1 <= one.line <= len(lines.rows) + 1 for one in lines.left_out)
