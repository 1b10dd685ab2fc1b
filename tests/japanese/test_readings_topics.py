"""Words read by what the sentence is about: one sentence a row, and what must hold of the table and of its weighing."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest
from test_readings import canonical, said, table

from toolkit.japanese import tables
from toolkit.japanese.readings import Reader, topics

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
import readings as quality

CASES = table("""
表彰台の一番上には届かず、金は逃したが銀メダルだった。 = キンワ
給料日前で、財布に金がほとんど残っていない。 = カネガ
横笛の音が山の向こうまで響く。 = ネ
雨上がりの傘を振ると、生地が雨をよく弾く。 = ハジク
娘は週に三度、ピアノを弾く。 = ヒク
帳場で、宿の主が自ら茶を出してくれた。 = アルジ
指輪を質に入れて学費を作った。 = シチ
実を言うと、図面は一枚もなかった。 = ジツ
秋になると庭の柿の木が実をつける。 = ミ
担当していた方から、先日お電話がありました。 = カタ
大阪の日本橋で真空管を探す。 = ニッポンバシ
東京の日本橋に本店を置く。 = ニホンバシ
料亭の床の間に軸を掛ける。 = トコ
入幕一年目で横綱を倒して金星を挙げた。 = キンボシ
望遠鏡を向けると、夜空に金星が見えた。 = キンセイ
""")

# What the table must leave to the dictionary: words that a topic is only a part of, and counters
LEFT = table("""
私の代わりに行ってください。 = カワリ
実は、二年前に始めました。 = ジツワ
小豆島の醤油を使う。 = ショウドシマ
銀メダルの選手が14人いる。 = ジュウヨニン
赤ん坊が生まれた。 = ウマレ
毛布で包んで、夜道を歩いた。 = アルイタ
""")


@pytest.mark.parametrize(("sentence", "kana"), [*CASES, *LEFT])
def test_the_sentence_tells(sentence: str, kana: str) -> None:
    assert canonical(kana) in said(sentence)


def test_every_row_can_decide() -> None:
    rows = tables.rows("topics")
    assert all(len(row) == 4 and re.fullmatch("[ぁ-ゖー]+", row[2]) and row[3] for row in rows)
    assert min(Counter((word, form) for word, form, _, _ in rows).values()) > 1
    assert max(Counter((word, form, reading) for word, form, reading, _ in rows).values()) == 1


@pytest.mark.parametrize(
    ("text", "decided"),
    [
        ("金", False),
        ("銀メダルと金", True),
        ("借金取りが金", True),
        ("2金", False),
        ("純金", False),
        ("ゴールド金", False),
    ],
)
def test_evidence_decides_and_its_lack_does_not(text: str, decided: bool) -> None:
    assert (topics.rule(text, len(text) - 1) is not None) == decided


def test_hard_words_of_every_kind() -> None:
    """Sentences written without sight of the tables; scripts/readings.py prints what is missed."""
    said_in = quality.ours(Reader())
    wrong = [case.word for case in quality.cases() if said_in(case) not in case.readings]
    assert len(wrong) <= 0.03 * len(list(quality.cases())), wrong
