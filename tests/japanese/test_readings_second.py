"""The second dictionary's word against the first one's pieces."""

from __future__ import annotations

import pytest
from test_readings import canonical, said, table

IN_PIECES = table("""
船を襲った逃亡者は二年も隠れていた。 = フネオオソッタトウボウシャワニネンモカクレテイタ
畑の角括弧のような囲い。 = ハタケノカクカッコノヨウナカコイ
関数の戻り値を確かめる。 = カンスウノモドリチオタシカメル
直売所に川魚が並ぶ。 = チョクバイジョニカワウオガナラブ
包み紙を残しておく。 = ツツミガミオノコシテオク
沢の音を録ってきました。 = サワノオトオトッテキマシタ
鳥の声を録りに行く。 = トリノコエオトリニイク
木綿豆腐を二つ買う。 = モメンドウフオフタツカウ
動機付けが足りない。 = ドウキズケガタリナイ
日本式の挨拶。 = ニホンシキノアイサツ
3回転んで4回目に立った。 = サンカイコロンデヨンカイメニタッタ
""")


@pytest.mark.parametrize(("sentence", "kana"), IN_PIECES)
def test_one_word_read_in_pieces_takes_the_second_dictionarys_reading(sentence: str, kana: str) -> None:
    assert said(sentence) == canonical(kana)
