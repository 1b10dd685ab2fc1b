"""Where a voice pauses and what rises: tables of sentences."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.japanese.labels import parsed
from toolkit.japanese.prosody import said
from toolkit.japanese.prosody.lists import item_ends
from toolkit.japanese.prosody.quotes import TABLE, pause_of
from toolkit.japanese.prosody.said import LONGEST_BREATH
from toolkit.japanese.prosody.tones import ENDINGS, tone_of
from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.speech.morae import morae_of, pauses_before, phoneme

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own


@cache
def read(text: str) -> Reading:
    return Reader().read(text)


def shown(text: str) -> str:
    """The sentence with its pauses: ／ as 、, ∥ a breath, ・ a short one before a quotation."""
    reading = said(read(text))
    signs = dict.fromkeys(pauses_before(reading), "／")
    signs |= {at: {"breath": "∥", "quote": "・"}[name] for at, name in reading.silences}
    kept = "".join(signs.get(at, "") + sign for at, sign in enumerate(text))
    return "".join(sign for sign in kept if sign not in "、「」『』“”。？！")


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        ("彼は「もう帰る」と言った。", "彼は・もう帰ると言った"),
        ("母が「そうか」って笑う。", "母が・そうかって笑う"),
        ("町では『海の家』という店が人気だ。", "町では・海の家という店が人気だ"),
        ("友人が「行かない？」とたずねた。", "友人が・行かないとたずねた"),
        ("兄は、「もう寝る」と言った。", "兄は／もう寝ると言った"),
        ("「もう寝る」と、兄が言った。", "もう寝ると／兄が言った"),
        ("歌「春の海」を聞いた。", "歌・春の海を聞いた"),
        ("「はい」彼は立った。", "はい／彼は立った"),
        ("朝、駅で会った。", "朝／駅で会った"),
        ("「春」「夏」を見た。", "春／夏を見た"),
    ],
)
def test_a_quotation_is_no_pair_of_commas(text: str, pauses: str) -> None:
    assert shown(text) == pauses


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.example)
def test_every_row_of_quotations_can_hold(row: object) -> None:
    assert pause_of("、「", leans=False) == "as written"
    assert pause_of("」", leans=True) == "none"
    assert pause_of("「", leans=True) == "quote"
    assert row in TABLE


LONG = (
    "このあいだの大雨で流された古い木の橋を村の人たちが力を合わせて半年がかりで元の場所に架け直したという話を役場の若い職員から聞いてとても驚きました。",
    "駅前の小さな喫茶店で毎朝コーヒーを飲みながら新聞を読んでいる白い帽子の老人が実は有名な画家だったということを町の人は知りませんでした。",
)


@pytest.mark.parametrize(
    ("text", "pauses"),
    [
        (LONG[0], ["力を", "話を"]),
        ("山の上の町に住む人は少ない。", []),
    ],
)
def test_a_voice_breathes_where_the_break_model_ends_phrases(text: str, pauses: list[str]) -> None:
    reading = said(read(text))
    assert [text[at : at + 2] for at, name in reading.silences if name == "breath"] == pauses


@pytest.mark.parametrize("pace", [0.7, 1.0, 1.4])
@pytest.mark.parametrize("text", LONG)
def test_no_run_is_longer_than_a_breath(text: str, pace: float) -> None:
    reading = said(read(text), pace)
    sizes = [sum(phrase.morae for phrase in group) for group in parsed(reading.labels, reading.starts)]
    assert max(sizes) <= LONGEST_BREATH * pace + 1
    assert min(sizes) >= 4
    assert reading.kana.replace("、", "") == read(text).kana.replace("、", "")


WORDS = st.lists(
    st.sampled_from(["山の", "川が", "「行く」と", "人は、", "どこ？", "りんご、", "見て", "話す。"]), max_size=20
)


@settings(deadline=None)
@given(WORDS)
def test_words_and_what_they_say_stay(words: list[str]) -> None:
    plain = read("".join(words))
    reading = said(plain)
    assert [(word.start, word.end) for word in reading.words] == [(word.start, word.end) for word in plain.words]
    assert reading.kana.replace("、", "") == plain.kana.replace("、", "")
    assert morae_of(reading) == morae_of(plain)
    assert len(reading.starts) == len(reading.labels)
    assert said(reading) == reading or not reading.silences + reading.tones
    for first, last, _ in reading.tones:
        assert reading.starts[first] >= 0
        assert last > first


def tones(text: str) -> list[tuple[str, str]]:
    """(phonemes of the mora, tone)."""
    reading = said(read(text))
    return [("".join(map(phoneme, reading.labels[a:b])), name) for a, b, name in reading.tones]


@pytest.mark.parametrize(
    ("text", "rising"),
    [
        ("明日は京都へ行く？", [("ku", "question")]),
        ("もう食べた?", [("ta", "question")]),
        ("えっ？", [("e", "question")]),
        ("本当に？！", [("ni", "question")]),
        ("行きます？", [("su", "question")]),  # the u is voiced: it has a melody
        ("行きますか？", [("ka", "question-ka")]),
        ("何の話かい？", [("i", "question-ka")]),
        ("「もう帰る？」", [("ru", "question")]),
        ("「帰る？」と聞いた。", [("ru", "question")]),
        ("行く？　行かない？", [("ku", "question"), ("i", "question")]),
        ("そうですか。", []),
        ("誰が行くものか。", []),
        ("本当ですか、それは。", []),
        ("明日は京都へ行く。", []),
        ("行こう！", []),
        ("りんご、みかん、ぶどうを買った。", [("go", "item"), ("N", "item")]),
        ("東京と、大阪と、京都へ行った。", [("to", "item"), ("to", "item")]),
    ],
)
def test_what_rises(text: str, rising: list[tuple[str, str]]) -> None:
    assert tones(text) == rising


@pytest.mark.parametrize(
    ("words", "tone"), [("行きますか", "question-ka"), ("行くかい", "question-ka"), ("行く", "question")]
)
def test_how_a_question_ends(words: str, tone: str) -> None:
    assert tone_of(words) == tone
    assert tone in {row.tone for row in ENDINGS}


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("りんご、みかん、ぶどうを買った。", ["りんご", "みかん"]),
        ("市場で赤いりんご、青いみかん、ぶどうを買った。", ["りんご", "みかん"]),
        ("東京・大阪・京都を回った。", ["東京", "大阪"]),
        ("本とか、服とか、靴とかを売る。", ["とか", "とか"]),
        ("春、夏、秋、冬の写真。", []),  # times: 「夏、私は…」 is no list
        ("昨日、朝、駅で会った。", []),
        ("川を渡り、丘を登り、村に着いた。", []),
        ("母は笑い、父は黙っていた。", []),
        ("田中さん、来てください。", []),
    ],
)
def test_lists(text: str, items: list[str]) -> None:
    assert [text[:at].endswith(item) for at, item in zip(item_ends(text), items, strict=True)] == [True] * len(items)
