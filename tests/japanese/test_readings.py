"""How text as written becomes text as spoken: tables of cases, and what must hold for every sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.japanese import normalise
from toolkit.japanese.readings import Reader
from toolkit.japanese.readings.frontend import phoneme_of
from toolkit.japanese.readings.kana import katakana, spoken
from toolkit.japanese.readings.passages import passages

_READER = Reader()
_VOWELS = {
    c: v
    for v, cs in zip(
        "アイウエオ",
        (
            "アカサタナハマヤラワガザダバパャァ",
            "イキシチニヒミリギジビピィ",
            "ウクスツヌフムユルグズブプュゥ",
            "エケセテネヘメレゲゼデベペェ",
            "オコソトノホモヨロヲゴゾドボポョォ",
        ),
        strict=True,
    )
    for c in cs
}


def canonical(kana: str) -> str:
    """Kana with every long vowel written out and spelling made sound, pauses dropped: オー, オウ and オオ are one
    sound.
    """
    out = ""
    for char in kana:
        before = _VOWELS.get(out[-1:], "")
        if char in "、。？":
            continue
        if char == "ー" or (char == "ウ" and before == "オ") or (char == "イ" and before == "エ"):
            char = before  # noqa: PLW2901
        out += char
    return out


def said(sentence: str) -> str:
    return canonical(_READER.read(sentence).kana)


def table(text: str) -> list[tuple[str, str]]:
    """Rows of 'as written = as said', one a line."""
    return [tuple(map(str.strip, line.rsplit(" = ", 1))) for line in text.strip().splitlines()]  # type: ignore[misc]


NUMBERS = table("""
利用者は3~8倍に増えた。 = リヨウシャワサンカラハチバイニフエタ
完成まで12〜15ヶ月かかる。 = カンセイマデジュウニカラジュウゴカゲツカカル
2~3日で届く。 = ニサンニチデトドク
5%~10%の間 = ゴパーセントカラジュッパーセントノアイダ
2,500 台を売った。 = ニセンゴヒャクダイヲウッタ
11:00〜12:30に話す。 = ジュウイチジカラジュウニジサンジュップンニハナス
9:05に出る。 = クジゴフンニデル
AM 9:00から = ゴゼンクジカラ
0時に寝る。 = レイジニネル
2023/12/31まで = ニセンニジュウサンネンジュウニガツサンジュウイチニチマデ
2024-01-05に直す。 = ニセンニジュウヨネンイチガツイツカニナオス
5/3(金)に開催。 = ゴガツミッカキンヨウビニカイサイ
R6.4.1に施行。 = レイワロクネンシガツツイタチニシコウ
2/3の人が残った。 = サンブンノニノヒトガノコッタ
½カップ = ニブンノイチカップ
比率は7:3です。 = ヒリツワナナタイサンデス
1対1で話す。 = イチタイイチデハナス
2-1で勝った。 = ニタイイチデカッタ
$40を払う。 = ヨンジュウドルヲハラウ
$3億の会社 = サンオクドルノカイシャ
¥1,000です。 = センエンデス
€20から = ニジュウユーロカラ
最高80km/hで走る。 = サイコウハチジュッキロマイジデハシル
30m/sの風 = サンジュウメートルマイビョウノカゼ
5GBの表 = ゴギガバイトノヒョウ
−5℃になる。 = マイナスゴドニナル
20㎡の部屋 = ニジュウヘイホウメートルノヘヤ
9㌔歩く。 = キュウキロアルク
40ビット/秒 = ヨンジュウビットマイビョウ
誤差は±3%だ。 = ゴサワプラスマイナスサンパーセントダ
2×3=6 = ニカケルサンイコールロク
10-3=7 = ジュウヒクサンイコールナナ
√3 = ルートサン
№1の店 = ナンバーワンノミセ
v2.0.1を出す。 = バージョンニーテンゼロテンイチヲダス
〒100-0001 = ユービンバンゴウイチゼロゼロゼロゼロゼロイチ
電話は03-1111-2222です。 = デンワワゼロサンイチイチイチイチニニニニデス
110番に電話する。 = ヒャクトオバンニデンワスル
8個と18個 = ハッコトジュウハッコ
何本と何百 = ナンボントナンビャク
数試合と何世代 = スウシアイトナンセダイ
第Ⅲ章 = ダイサンショウ
ステージⅣ = ステージフォー
Ⅰ型とⅡ型 = イチガタトニガタ
③を読む。 = サンヲヨム
""")

LATIN = table("""
OpenAIの人 = オープンエーアイノヒト
SpaceXとxAI = スペースエックストエックスエーアイ
ChatGPTを使う。 = チャットジーピーティーヲツカウ
AGI/ASIの話 = エージーアイエーエスアイノハナシ
C#と.NETとC++ = シーシャープトドットネットトシープラスプラス
NASAとJAXA = ナサトジャクサ
LLMsの時代 = エルエルエムノジダイ
GB300が4万台 = ジービーサンビャクガヨンマンダイ
T1回線 = ティーワンカイセン
R-2を読む。 = アールツーヲヨム
5Gの時代 = ファイブジーノジダイ
B2Bの商談 = ビートゥービーノショウダン
K-1とF1 = ケーワントエフワン
iPhone 14を買う。 = アイフォンジュウヨンヲカウ
Python 3.11で書く。 = パイソンサンテンイチイチデカク
D.C.へ行く。 = ディーシーエイク
D3.jsとVue.js = ディースリージェーエストビュージェーエス
X.comを読む。 = エックスドットコムヲヨム
mail@example.jpへ = メールアットマークイグザンプルドットジェーピーエ
#AI時代 = ハッシュタグエーアイジダイ
R&Dの費用 = アールアンドディーノヒヨウ
machine learningの本 = マシンラーニングノホン
Ｗｅｂで見る。 = ウェブデミル
Tanizakiさん = タニザキサン
QZXという略語 = キューゼットエックストイウリャクゴ
""")

SILENT = table("""
はい😊 = ハイ
どうも(^_^) = ドウモ
すごいwww = スゴイ
そうですねw = ソウデスネ
[音] = オト
…でも = デモ
♪春です。 = ハルデス
ｱｲｽを買う。 = アイスヲカウ
國立の圖書館 = コクリツノトショカン
判定は×です。 = ハンテイワバツデス
〇を付ける。 = マルヲツケル
○○さん = マルマルサン
月~金に開く。 = ゲツカラキンニヒラク
東京〜大阪 = トウキョウカラオオサカ
""")


@pytest.mark.parametrize(("written", "expected"), [*NUMBERS, *LATIN, *SILENT])
def test_said_as(written: str, expected: str) -> None:
    assert said(written) == canonical(expected.replace("ヲ", "オ"))


@pytest.mark.parametrize("nothing", ["", "。", "😊", "!?", "(^_^)", "   ", "…", "ー"])
def test_nothing_to_say_has_no_labels(nothing: str) -> None:
    reading = _READER.read(nothing)
    assert reading.labels == ()
    assert reading.starts == ()


def test_labels_tell_the_word_of_the_displayed_sentence() -> None:
    reading = _READER.read("OpenAIは5~10倍です。")
    by_start = {
        start: katakana(p for p, s in zip(map(phoneme_of, reading.labels), reading.starts, strict=True) if s == start)
        for start in reading.starts
    }
    assert reading.text[0:6] == "OpenAI"
    assert by_start[0] == "オープンエーアイ"
    assert by_start[8] == "カラ"
    assert reading.starts[0] == reading.starts[-1] == -1


@pytest.mark.parametrize(
    ("spelling", "sound"),
    [("とうきょう", "トーキョー"), ("えいが", "エーガ"), ("じゅう", "ジュー"), ("ヒトケ", "ヒトケ"), ("コウ", "コウ")],
)
def test_hiragana_is_spelling_and_katakana_is_sound(spelling: str, sound: str) -> None:
    assert spoken(spelling) == sound


_ALPHABET = st.sampled_from("日本語人は、。がのをAIai0123~-/:.%$¥()「」 　ァーｱﾞ①Ⅱ℃㎡々〇×+=&@#😊\u200d🇯\u3099e\u0301")


@settings(max_examples=150, deadline=None)
@given(st.text(_ALPHABET, max_size=24))
def test_words_lie_in_order_and_cover_the_sentence(text: str) -> None:
    reading = _READER.read(text)
    at = 0
    for word in reading.words:
        assert (word.start, word.surface) == (at, text[word.start : word.end])
        assert 0.0 <= word.risk <= 1.0
        at = word.end
    assert at == len(text)


@settings(max_examples=150, deadline=None)
@given(st.text(_ALPHABET, max_size=24))
def test_every_label_has_its_word(text: str) -> None:
    reading = _READER.read(text)
    assert len(reading.labels) == len(reading.starts)
    starts = {word.start for word in reading.words}
    sounding = [start for start in reading.starts if start >= 0]
    assert sounding == sorted(sounding)
    assert set(sounding) <= starts


@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(normalise.fold(text)) == len(text)


def test_long_runs_are_linear() -> None:
    for sign in ("1", "-", "(", "w", "~", ":", "A", "."):
        rules = _READER._rules
        assert normalise.pieces(sign * 20_000, rules, rules) is not None


def test_a_line_without_end_is_divided() -> None:
    text = "長い話が続いて、" * 150 + "あ" * 900
    parts = list(passages(_READER, text))
    assert "".join(part.reading.text for part in parts) == text
    assert all(part.reading.text == text[part.start : part.start + len(part.reading.text)] for part in parts)
    with pytest.raises(InputError):
        _READER.read("あ" * 9_000)


@pytest.mark.parametrize("damaged", ["あ\ud800い", "あ\x00い", "あ\u202eい", "か\u3099", "あ\u200bい"])
def test_damaged_characters_are_silent(damaged: str) -> None:
    assert _READER.read(damaged).labels


def test_sources_and_risk() -> None:
    words = {w.surface: w for w in _READER.read("OpenAIのZorblaxは人気のない森で①😊").words}
    assert words["OpenAI"].source == "brand"
    assert words["Zorblax"].source == "english"
    assert words["Zorblax"].risk > 0.4 > words["OpenAI"].risk
    assert words["人気"].source == "rule"
    assert words["😊"].source == "silent"
