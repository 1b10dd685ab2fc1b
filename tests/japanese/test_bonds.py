"""Which words hold together: `-` no break, `~` a bad one, `|` a break like any other, at the gap shown."""

from __future__ import annotations

import pytest

from toolkit.japanese.phrases import BOUND, CUT, PHRASE, gap_levels
from toolkit.japanese.words import tokens

LEVELS = {"-": CUT, "~": BOUND, "|": PHRASE}


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("verb and auxiliary", "選ばれて-しまった家具"),
        ("compound verbs", "勉強し-はじめて三年"),
        ("compound verbs", "店を継ぐと言い-出したのは"),
        ("compound verbs", "海を見てから決め-なさい"),
        ("compound verbs", "引き出しから見つけ-出した"),
        ("looks", "どのくらいの費用になり-そうでしょうか"),
        ("copula", "紙のもの-であれ"),
        ("copula", "紙のもので-あれ"),
        ("double particles", "成功へ-と導いた"),
        ("indefinite pronouns", "いつか何-か形に残したい"),
        ("questions", "どのくらいなんでしょう-か"),
        ("names with a sign", "人気歌手のさくら！-が歌います"),
        ("names with a sign", "若い頃M.I.T.-にいたことがあります"),
        ("a sign that ends a sentence", "すごい！|もう一度聴きたい"),
        ("dialect", "今みたいにえ-えもんやないし"),
        ("dialect", "今みたいにええ~もんやないし"),
        ("degrees", "正直などの-ぐらいでしょうか"),
        ("degrees", "ぶっちゃけ|どのぐらいでしょうか"),
        ("degrees", "天気もある-程度大切です"),
        ("foreign words", "海沿いのエクスプレス-ウェイを"),
        ("brackets", "世界気象機関~（WMO）の報告"),
        ("brackets", "次はKPC|（工場見学者用冊子）です"),
        ("laughter", "これは試しです。~（笑）なので"),
        ("formal nouns", "走り始めた~頃は"),
        ("formal nouns", "町を出ていく~つもりで"),
        ("formal nouns", "自分で動くという~方です"),
        ("looks", "忘れない~ように書いておく"),
        ("adverbs of degree", "わずか~三人の職人"),
        ("suffixes", "見学者用~パンフレット"),
        ("set phrases", "川があふれる可能性が-高いと聞いた"),
        ("clauses", "雨が降ったので|傘を借りた"),
        ("nouns with their modifiers", "去年の春に建てた|家の屋根"),
    ],
)
def test_words_that_hold_together(kind: str, marked: str) -> None:
    mark = next(char for char in marked if char in LEVELS)
    at, text = marked.index(mark), marked.replace(mark, "")
    levels = gap_levels(text, tokens(text))
    assert levels.get(at, CUT) == LEVELS[mark], kind
