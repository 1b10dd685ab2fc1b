"""Second halves of compounds, days named by one kanji, units and floors: what the tables of their kinds say."""

from __future__ import annotations

import pytest
from test_readings import canonical, said, table

from toolkit.japanese.readings import Reader

CASES = table("""
立会人が裁判所へ来た。 = タチアイニンガサイバンショエキタ
広背筋を鍛える。 = コウハイキンオキタエル
フクロウ目の鳥。 = フクロウモクノトリ
得意気に笑う。 = トクイゲニワラウ
ゼリー様の物質。 = ゼリーヨウノブッシツ
漁獲高が減る。 = ギョカクダカガヘル
戻り値と言い値。 = モドリチトイイネ
ポルトガル中の町。 = ポルトガルジュウノマチ
昼飯時に来た。 = ヒルメシドキニキタ
厄介事が増えた。 = ヤッカイゴトガフエタ
さつまいも畑と田畑。 = サツマイモバタケトタハタ
ごま豆腐を作る。 = ゴマドウフオツクル
用心深く歩く。 = ヨウジンブカクアルク
日本人と本人。 = ニホンジントホンニン
国交相と外相が話す。 = コッコウショウトガイショウガハナス
売り場は4Fです。 = ウリバワヨンカイデス
B2Fの倉庫。 = チカニカイノソウコ
二十kgの米を三百m運ぶ。 = ニジュッキログラムノコメオサンビャクメートルハコブ
四百名の客。 = ヨンヒャクメイノキャク
参加は2、000名です。 = サンカワニセンメイデス
休みは月・木です。 = ヤスミワゲツモクデス
シフトは火水金だ。 = シフトワカスイキンダ
定休日は水です。 = テイキュウビワスイデス
水・木・火・土の力。 = ミズキヒツチノチカラ
NEWの印とWEBの会議。 = ニューノシルシトウェブノカイギ
私はくちが重い。 = ワタシワクチガオモイ
泣いてはいられない。 = ナイテワイラレナイ
その方が早い。 = ソノホウガハヤイ
迷っている方に話す。 = マヨッテイルカタニハナス
塾へよく通った。 = ジュクエヨクカヨッタ
橋を通った。 = ハシオトオッタ
細部に拘る人。 = サイブニコダワルヒト
お供えを運ぶ。 = オソナエオハコブ
""")


@pytest.mark.parametrize(("sentence", "kana"), CASES)
def test_read_by_kind(sentence: str, kana: str) -> None:
    assert said(sentence) == canonical(kana)


def test_what_the_dictionaries_dispute_is_doubted() -> None:
    words = {word.surface: word.risk for word in Reader().read("明の学者が学校で緑化を説く。").words}
    assert words["明"] > words["緑化"] >= 0.3 > words["学校"]
