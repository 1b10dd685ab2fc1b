"""Where a line may be divided: a table of texts with every permitted place marked by |."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toolkit.japanese import kinsoku
from toolkit.japanese.kinsoku import breakable

TABLE = [
    ("kana and kanji", "か|な|漢|字|カ|ナ"),
    ("full stop and comma", "は|い。|そ|う、|だ"),
    ("brackets", "彼|は|「字|幕」|と|書|く"),
    ("nested brackets", "彼|の|『「愛」』|だ"),
    ("half-width brackets", "字|幕|(じ|ま|く)|は"),
    ("small kana", "きょ|う|ちゃっ|た"),
    ("prolonged", "デー|タ"),
    ("iteration", "人々|が"),
    ("middle dot", "マ|リ・|ト|マ"),
    ("question", "何？|え！？|は|い"),
    ("ellipsis", "え……|は|い"),
    ("ellipsis that opens", "は|い。|……|そ|う"),
    ("dash may begin", "だ|――|と"),
    ("postfix after a word", "何％|か"),
    ("prefix before a word", "＃話|題"),
    ("one ellipsis", "え…|は"),
    ("wave", "三〜|四"),
    ("numeral", "約|3.5|倍"),
    ("thousands", "1,500|円"),
    ("full-width numeral", "１，５００|円"),
    ("prefix", "約|￥1,500|だ"),
    ("postfix", "50％|と|20%|だ"),
    ("degrees", "気|温|30℃|で"),
    ("kanji numerals may break", "二|千|十|八"),
    ("sign", "約|-5|度"),
    ("time", "15:00|に"),
    ("nakaguro between digits", "3・11|の"),
    ("Latin word", "動|画|を|YouTube|で"),
    ("Latin words", "Apple |TV|は"),
    ("letters and digits", "H100|を"),
    ("full-width acronym", "ＢＢＣ|の"),
    ("apostrophes", "I'm |と|don’t|と"),
    ("hyphen", "real-time|な"),
    ("ampersand and slash", "R&D|と|AI/ML|と"),
    ("accents", "café|で"),
    ("Greek and Cyrillic", "αβ|と|Мир|と"),
    ("exclamation then a word", "Jen!|Tim|で|す"),
    ("emoji family", "家|👨\u200d👩\u200d👧|だ"),
    ("skin tone", "👍🏽|だ"),
    ("flags", "🇯🇵|🇺🇸|だ"),
    ("keycap", "1\ufe0f\u20e3|だ"),
    ("variation selector", "葛\U000e0100|城"),
    ("decomposed", "か\u3099|き"),
    ("half-width kana with its mark", "ﾊﾟ|ｿ|ｺ|ﾝ"),
    ("no-break space", "10\u00a0km|だ"),
    ("word joiner", "字\u2060幕"),
    ("bracket before a space", "（ 笑 ）"),
    ("number, space, percent", "20 %|だ"),
    ("space belongs to the line before", "は|い |そ|う"),
    ("full-width space", "は|い\u3000|そ|う"),
]


@pytest.mark.parametrize(("name", "marked"), TABLE, ids=[name for name, _ in TABLE])
def test_breakable(name: str, marked: str) -> None:
    text = marked.replace("|", "")
    found = "".join(("|" if breakable(text, at) else "") + char for at, char in enumerate(text))
    assert found == marked


@pytest.mark.parametrize(
    ("text", "at", "loose"),
    [("人々", 1, True), ("きょ", 1, True), ("データ", 1, True), ("え？", 1, True), ("マ・リ", 1, True),
     ("い。", 1, False), ("い、", 1, False), ("「あ", 1, False), ("あ」", 1, False), ("3.5", 1, False),
     ("TV", 1, False)],
)  # fmt: skip
def test_loose_keeps_only_what_holds_at_every_level(text: str, at: int, loose: bool) -> None:
    assert not breakable(text, at)
    assert breakable(text, at, strict=False) is loose


@given(
    st.text(
        alphabet=st.sampled_from("あ字ーっ々。、「」（）…―3.,A'’ \u3000％￥🇯🇵\u200d👍🏽\u3099!?-/"),
        max_size=20,
    ),
    st.integers(0, 20),
)
@example(" ?", 1)
def test_strict_allows_no_more_than_loose_and_never_what_is_forbidden(text: str, at: int) -> None:
    if breakable(text, at):
        assert breakable(text, at, strict=False)
        assert kinsoku.may_start(text[at])
        assert kinsoku.may_end(text[at - 1])
        assert unicodedata.category(text[at])[0] != "M"


@given(st.text(), st.integers(-5, 200))
def test_never_raises(text: str, at: int) -> None:
    assert breakable(text, at) in (True, False)
