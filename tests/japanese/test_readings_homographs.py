"""Words written alike: one sentence a row, with the reading that must be heard in it."""

from __future__ import annotations

import re

import pytest
from test_readings import canonical, said, table

from toolkit.japanese import tables

CASES = table("""
三国さんに会う。 = ミクニ
呉市に住む。 = クレ
呉服を着る。 = ゴフク
取手駅で降りる。 = トリデ
鍋の取手が熱い。 = トッテ
市場で鰯を買う。 = イチバ
床の間に飾る。 = トコノマ
私の方から話す。 = ワタシノホー
若い方が多い店だ。 = ワカイカタ
若い方がいい。 = ワカイホー
五年越しの恋。 = ゴネンゴシ
年越しの準備。 = トシゴシ
一つ格上げする。 = カクアゲ
上着を羽織る。 = ハオル
羽織を着る。 = ハオリ
崖から滑落した。 = カツラク
従五位下に叙す。 = ジュゴイノゲ
川越市に住む。 = カワゴエ
確認の上ご連絡する。 = ノオエ
この鍋は辛い。 = カライ
別れが辛い。 = ツライ
辛さを選べる。 = カラサ
窓が開く。 = アク
扉を開く。 = ヒラク
店は10時に開く。 = アク
人気のある店 = ニンキ
人気のない森 = ヒトケ
話の最中に来た。 = サイチュウ
手土産に最中を渡す。 = モナカ
生物を学ぶ。 = セイブツ
生物なので早めに。 = ナマモノ
表に出る。 = オモテ
次の表を見る。 = ヒョウ
この方がいい。 = ホウガ
多くの方に読まれる。 = カタニ
北の方へ行く。 = ホウエ
席が空く。 = アク
腹が空いた。 = スイタ
空の箱 = カラ
空を見る。 = ソラ
酒を止める。 = ヤメル
車を止める。 = トメル
ゴミの分別 = ブンベツ
分別のある人 = フンベツ
後に社長になる。 = ノチニ
後で行く。 = アトデ
その後の話 = ソノゴ
絵が上手だ。 = ジョウズ
舞台の上手から出る。 = カミテ
下手に出る。 = シタテ
何を見る。 = ナニ
何ですか。 = ナンデス
何の本か。 = ナンノ
毎月一日に払う。 = ツイタチ
一日歩く。 = イチニチ
今日は晴れだ。 = キョウワ
今日では珍しい。 = コンニチデワ
明日への道 = アスエ
魚市場 = ウオイチバ
市場で魚を買う。 = イチバ
株式市場 = シジョウ
金を借りる。 = カネ
金と銀 = キント
間が悪い。 = マガ
木々の間 = アイダ
他の人 = ホカノヒト
他社 = タシャ
調査を行った。 = オコナッタ
海に行った。 = イッタ
心が汚れる。 = ケガレル
服が汚れる。 = ヨゴレル
子を抱く。 = ダク
夢を抱く。 = イダク
漫画を描く。 = カク
未来を描く。 = エガク
酒を注ぐ。 = ツグ
力を注ぐ。 = ソソグ
計画通り = ドオリ
通りを歩く。 = トオリヲ
大人気ない = オトナゲナイ
大人気の本 = ダイニンキ
仮名で話す。 = カメイ
寒気がする。 = サムケ
寒気が南下する。 = カンキ
職人気質 = カタギ
細々と暮らす。 = ホソボソ
色紙にサインする。 = シキシ
心中を察する。 = シンチュウ
一家心中 = シンジュウ
臭いがする。 = ニオイ
臭い部屋 = クサイ
川の縁に立つ。 = フチ
縁がある。 = エン
角を曲がる。 = カド
鹿の角が生える。 = ツノ
額の汗 = ヒタイ
額を増やす。 = ガク
それ故に = ユエニ
英語の訳 = ヤク
訳が分からない。 = ワケ
その節はどうも。 = セツ
値が付く。 = ネガ
変数の値 = アタイ
大分良くなる。 = ダイブ
大分に行く。 = オオイタ
年2回 = ネンニカイ
国家主席 = コッカシュセキ
全国中学校 = ゼンコクチュウガッコウ
今年度の計画 = コンネンド
大手術を受ける。 = ダイシュジュツ
気に入った。 = キニイッタ
翻訳と右側 = ホンヤクトミギガワ
""")


@pytest.mark.parametrize(("sentence", "heard"), CASES)
def test_read_by_its_neighbours(sentence: str, heard: str) -> None:
    assert canonical(heard.replace("ヲ", "オ")) in said(sentence)


@pytest.mark.parametrize("name", ["homographs", "words"])
def test_rows_are_sound(name: str) -> None:
    for row in tables.rows(name):
        word, before, after, reading = row[:4]
        assert word
        re.compile(before)
        re.compile(after)
        assert re.fullmatch(r"[ぁ-ゖァ-ヺー]+", reading), row


@pytest.mark.parametrize("name", ["brands", "english", "names", "domains"])
def test_readings_are_kana(name: str) -> None:
    for surface, reading in tables.mapping(name).items():
        assert re.fullmatch(r"[ぁ-ゖァ-ヺー]*", reading), surface


def test_brand_table_is_large_and_has_no_twins() -> None:
    surfaces = [row[0] for row in tables.rows("brands")]
    assert len(surfaces) == len(set(surfaces)) > 800
