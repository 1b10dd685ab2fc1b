"""Where cues end and lines wrap: what holds for every text in every style, and what a voice's pauses change."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.errors import ConservationError
from toolkit.japanese.breaks import BALANCE, ONE, TWO, BreakModel, Tables, default, packed
from toolkit.japanese.features import KINDS
from toolkit.japanese.kinsoku import NEVER_END, NEVER_START, NO_START, breakable
from toolkit.japanese.punctuation import wide_signs
from toolkit.japanese.width import width
from toolkit.model import Cue, Paragraph, Source, Span, Turn
from toolkit.segment import Segmentation, display, prove, segment
from toolkit.styles import STYLES, Style

SDH = STYLES["sdh"]
# Finds no place good enough to break, so that only what a line needs leads to the end
UNWILLING = replace(
    default(), tables={comma: replace(tables, least=(50.0, 50.0)) for comma, tables in default().tables.items()}
)

PHRASES = (
    "それは、とても大切なことだと思います。",
    "最初は週に1日、利用者は平均8人でした。",
    "「なぜ始めたのですか？」と聞かれました。",
    "時給は1,050円から1,200円に上がり、売り上げは前年の98.5％でした。",
    "にぎやか、というのは……",
    "――そうですね。",
    "『夜の図書館』（2019年）を読みましたか!?",
    "スーパーコンピューターシミュレーション",
    "国立国会図書館関西館総務課長代理",
    "コンピュータ" * 10,
    "https://www.example.com/interviews/2024/11/a-very-long-page-name-with-no-spaces?id=12345678",
    "real-time OSのH100を3台、don't worry",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "12345678901234567890123456789012345",
    "1個・2本・3枚・4匹",
    "👨‍👩‍👧‍👦と🇯🇵🇳🇴👍🏽",
    "か\u3099ん（が\u0300）ば",
    "한국어도 섞인다",
    "ｶﾞｷﾞｸﾞ､ﾊﾝｶｸ｡",
    "。。。、、、",
    "（（（「「「",
    "」」」））",
    "ーーーーー",
    "っっっ",
    "々々",
    "、",
    "!?!?!?",
    "　 ",
    "a",
    "う゛\u200bぁ",
    "[a](b) {c} <d>",
)
ALPHABET = "あいうっゃーんアィッ漢字々〇、。，．！？!?「」『』（）()…―・：〜％%￥$0123４５abcXYZ'- \u3000ｶﾞ👍🏽\u200d\u3099\u0301é한"  # noqa: E501

styles = st.sampled_from(list(STYLES.values()))
words = st.one_of(st.sampled_from(PHRASES), st.text(ALPHABET, min_size=1, max_size=30))
texts = st.lists(words, min_size=1, max_size=6).map("".join).map(lambda t: unicodedata.normalize("NFC", t).strip())
paragraphs = texts.filter(bool)
turns_of_text = st.lists(st.lists(paragraphs, min_size=1, max_size=3), min_size=1, max_size=2)
LIMITED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def turn_of(*texts: str, spans: tuple[Span, ...] = ()) -> Turn:
    return Turn("佐藤", tuple(Paragraph(text, n, spans=spans) for n, text in enumerate(texts, 1)), 1)


def lines_of(cut: Segmentation) -> list[str]:
    return [line for cue in cut.cues for line in cue.lines]


def cut_text(
    text: str, style: Style = SDH, *, spans: tuple[Span, ...] = (), protected: tuple[str, ...] = ()
) -> Segmentation:
    return segment([turn_of(text, spans=spans)], style, protected=protected)


def substance(text: str, style: Style) -> str:
    """What must be there once: everything but white space and the marks that a style turns into spaces."""
    return "".join(c for c in text if not c.isspace() and c not in style.writing.dropped)


@LIMITED
@given(
    turns_of_text,
    styles,
    st.none() | st.integers(11, 32),
    st.none() | st.integers(1, 3),
    st.sampled_from([default(), UNWILLING]),
)
def test_every_rule_holds_for_every_text(
    texts: list[list[str]], style: Style, line_width: int | None, max_lines: int | None, model: BreakModel
) -> None:
    style = style.with_width(line_width, max_lines)
    turns = [turn_of(*paragraphs) for paragraphs in texts]
    cut = segment(turns, style, model)
    for cue in cut.cues:
        assert 1 <= len(cue.lines) <= style.max_lines
        for line in cue.lines:
            assert line == line.strip()
            assert line
            assert "\n" not in line
            assert width(line) <= style.line_width
    for index, turn in enumerate(turns):
        _sources_cover(turn, [cue for cue in cut.cues if cue.source and cue.source.turn == index])
        shown = "".join(line for cue in cut.cues if cue.source and cue.source.turn == index for line in cue.lines)
        assert substance(shown, style) == substance("".join(display(p, style) for p in turn.paragraphs), style)


PUT_IN = frozenset("万億兆京―♪()") | {unicodedata.normalize("NFKC", "…")}  # what styles write for what was there


def _sources_cover(turn: Turn, cues: list[Cue]) -> None:
    """Sources touch up to white space and cover the turn; none reaches over a paragraph's end; each holds its cue's
    words.
    """
    sources = [cue.source for cue in cues if cue.source is not None]
    edges = [0, *(at for source in sources for at in (source.start, source.end)), len(turn.text)]
    assert edges == sorted(edges)
    between = [turn.text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    # a paragraph of nothing that is shown has no cue
    assert all(not piece.strip() for piece in between)
    for cue, source in zip(cues, sources, strict=True):
        piece = turn.text[source.start : source.end]
        assert "\n" not in piece.strip("\n")
        kept = {unicodedata.normalize("NFKC", c) for line in cue.lines for c in line if not c.isspace()}
        assert kept <= {unicodedata.normalize("NFKC", c) for c in piece} | PUT_IN


@LIMITED
@given(paragraphs, styles, st.integers(11, 32))
def test_no_line_breaks_an_absolute_rule(text: str, style: Style, line_width: int) -> None:
    """JLReq's rules of every level hold wherever a line could have ended otherwise: within its reach there is a place
    to break.
    """
    style = style.with_width(line_width, None)
    shown = display(Paragraph(text, 1), style)
    judged = wide_signs(shown)  # か!?0 may be divided where か！？0 may, whatever the style writes
    for at in _breaks(cut_text(text, style), shown):
        if not breakable(judged, at, strict=False):
            assert _nowhere_to_break(judged, at, style, strict=False)


@LIMITED
@given(paragraphs, styles, st.integers(11, 32))
def test_no_line_breaks_a_strict_rule_where_another_was_to_be_had(text: str, style: Style, line_width: int) -> None:
    style = style.with_width(line_width, None)
    shown = display(Paragraph(text, 1), style)
    judged = wide_signs(shown)  # か!?0 may be divided where か！？0 may, whatever the style writes
    for at in _breaks(cut_text(text, style), shown):
        if not breakable(judged, at):
            assert _nowhere_to_break(judged, at, style, strict=True)


def _breaks(cut: Segmentation, shown: str) -> list[int]:
    """Offsets in the paragraph where a line ends and another begins, found by walking over what is shown."""
    found, at = [], 0
    for line in lines_of(cut):
        first = next(k for k in range(at, len(shown)) if shown[k] == line[0])
        if found or at:
            found.append(first)
        at = first
        for char in line:
            if not char.isspace():
                at = shown.index(char, at) + 1
    return found


def _nowhere_to_break(shown: str, at: int, style: Style, *, strict: bool) -> bool:
    """Whether the stretch around ``at`` without a legal place to break is wider than a line."""
    left = next((k for k in range(at, 0, -1) if breakable(shown, k, strict)), 0)
    right = next((k for k in range(at, len(shown)) if breakable(shown, k, strict)), len(shown))
    return width(shown[left:right].strip()) > style.line_width


@LIMITED
@given(turns_of_text, styles)
def test_the_same_text_gives_the_same_cues(texts: list[list[str]], style: Style) -> None:
    turns = [turn_of(*paragraphs) for paragraphs in texts]
    assert segment(turns, style) == segment(turns, style)


PLAIN = "週末に友人の家で開かれた小さな読書会で私は生まれて初めて自分の書いた文章を声に出して読みました"


@pytest.mark.parametrize("at", [3, 10, 20, 30])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", ["夜の図書館", "ハルヴォルセン", "real time OS", "3.5 GHz", "佐藤 太郎さん"])
def test_a_protected_string_stays_whole(name: str, style: Style, at: int) -> None:
    text = PLAIN[:at] + name + PLAIN[at:]
    assert any(name in line for line in lines_of(cut_text(text, style, protected=(name,))))


@LIMITED
@given(
    st.text("あ漢カa1、。 ", min_size=0, max_size=40),
    st.text("夜の図書ABC ", min_size=1, max_size=10),
    st.integers(11, 32),
)
def test_a_protected_string_that_fits_is_never_broken(text: str, name: str, line_width: int) -> None:
    name = f"Q{name.strip()}Q"
    whole = f"{text.strip()}話{name}話{text.strip()}"
    lines = lines_of(cut_text(whole, SDH.with_width(line_width, None), protected=(name,)))
    squeezed = "".join(name.split())
    assert any(squeezed in "".join(line.split()) for line in lines)


@pytest.mark.parametrize("written", ["[音楽]", "〔音楽〕", "（音楽）", "(音楽)", "【音楽】"])
def test_a_direction_is_shown_in_full_width_parentheses(written: str) -> None:
    text = f"そうですね。{written}はい。"
    spans = (Span(6, 6 + len(written), "direction", "音楽"),)
    assert "（音楽）" in "".join(lines_of(cut_text(text, spans=spans)))


def test_a_direction_is_never_broken() -> None:
    text = "そうですね、私もそう思うようになりました[会場から大きな拍手]それからですね"
    start = text.index("[")
    spans = (Span(start, text.index("]") + 1, "direction", "会場から大きな拍手"),)
    for line_width in range(11, 33):
        cut = cut_text(text, SDH.with_width(line_width, None), spans=spans)
        assert any("（会場から大きな拍手）" in line for line in lines_of(cut)), line_width


LONG = {
    "katakana": "コンピュータ" * 10,
    "url": "https://www.example.com/a/very/long/address/that/no/line/can/hold/at/all.html?x=1&y=2",
    "digits": "1234567890" * 9,
    "leader": "第一章" + "." * 90 + "12",
    "closers": "あ" + "」" * 50,
    "openers": "「" * 50 + "あ",
    "small": "っ" * 60,
    "family": "👨\u200d👩\u200d👧\u200d👦" * 25,
    "flags": "🇯🇵🇳🇴" * 20,
    "german": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("kind", LONG)
def test_a_word_wider_than_a_line_is_wrapped_and_told(kind: str, style: Style) -> None:
    word = LONG[kind]
    turn = Turn("佐藤", (Paragraph("はい。", 7), Paragraph(f"昨日は{word}でした。", 9)), 7)
    cut = segment([turn], style)
    assert all(width(line) <= style.line_width for line in lines_of(cut))
    assert word in "".join(lines_of(cut))
    assert [doubt.line for doubt in cut.warnings] == [9]


def test_what_fits_is_not_warned_of() -> None:
    assert cut_text(PLAIN).warnings == ()


@pytest.mark.parametrize("line_width", range(11, 33))
def test_every_width_from_11_to_32(line_width: int) -> None:
    style = SDH.with_width(line_width, None)
    cut = cut_text("".join(PHRASES[:7]) + PLAIN, style)
    assert all(width(line) <= line_width for line in lines_of(cut))
    for line in lines_of(cut):
        assert line[0] not in NO_START | NEVER_START
        assert line[-1] not in NEVER_END


def test_a_third_line_is_for_what_two_cannot_hold() -> None:
    style = SDH.with_width(None, 3)
    two = cut_text("夜の図書館は、電気の消し忘れから始まりました。今では毎晩、百人が来ます。", style)
    assert [len(cue.lines) for cue in two.cues] == [2, 1]
    three = cut_text("駅前の本屋が閉まって、町の人が集まる場所がなくなってしまったんです。", style)
    assert [len(cue.lines) for cue in three.cues] == [3]


@pytest.mark.parametrize("max_lines", [1, 2, 3])
def test_lines_of_a_cue(max_lines: int) -> None:
    cut = cut_text(PLAIN * 3, SDH.with_width(12, max_lines))
    assert max(len(cue.lines) for cue in cut.cues) == max_lines


# A model without any opinion: every phrase's end is as good as another, so that only the pause decides.
NO_TABLES = Tables((0.0,) * ONE, (0.0,) * TWO, (0.0,) * BALANCE, (-100.0, -100.0))
BLANK = BreakModel(
    {}, [dict.fromkeys(range(3), packed(-300, -300)), *[{}] * (KINDS - 1)], dict.fromkeys("nlh", NO_TABLES)
)
PAUSES = (
    ("駅前の古い喫茶店で待っていたら雨が降ってきて傘を借りることになりました", ("待って", "雨が", "傘を", "借りる")),
    ("最初に材料を量って次に粉をふるって最後に卵を混ぜて焼くだけなんです", ("次に", "最後に", "卵を", "焼く")),
    ("まだ子どもの頃は体が弱くて外で遊べなかったので家で絵ばかり描いていました", ("体が", "外で", "家で")),
    ("朝の電車を降りて坂を上って橋を渡ったところにある白い建物が私たちの工房です", ("坂を", "橋を", "白い", "建物")),
    ("祖父が始めた店を父が継いで今は私と妹の二人で守っているところなんです", ("継いで", "今は", "二人", "守って")),
)


@pytest.mark.parametrize(("text", "word"), [(text, word) for text, words in PAUSES for word in words])
def test_a_pause_in_the_voice_decides_between_like_seams(text: str, word: str) -> None:
    at = text.index(word)
    cut = segment([turn_of(text)], SDH, BLANK, pauses={(0, at): 1.0})
    assert at in starts(cut)


@pytest.mark.parametrize(("text", "words"), PAUSES)
def test_pauses_move_breaks(text: str, words: tuple[str, ...]) -> None:
    layouts = {layout(segment([turn_of(text)], SDH, BLANK, pauses={(0, text.index(word)): 1.0})) for word in words}
    assert len(layouts) == len(words)


def starts(cut: Segmentation) -> set[int]:
    return {cue.source.start for cue in cut.cues if cue.source}


def layout(cut: Segmentation) -> str:
    return "|".join("/".join(cue.lines) for cue in cut.cues)


def test_a_pause_inside_a_word_moves_nothing() -> None:
    turn = turn_of(PAUSES[0][0])
    assert segment([turn], SDH, pauses={(0, turn.text.index("茶店")): 3.0}) == segment([turn], SDH)


def test_a_pause_of_another_turn_changes_nothing() -> None:
    turns = [turn_of(PLAIN), turn_of("はい。")]
    assert segment(turns, SDH, pauses={(1, 20): 1.0}).cues == segment(turns, SDH).cues


def test_pauses_count_from_the_start_of_the_turn() -> None:
    text, words = PAUSES[3]
    first = "はい、そうですね。"
    at = len(first) + 1 + text.index(words[1])
    assert at in starts(segment([turn_of(first, text)], SDH, BLANK, pauses={(0, at): 1.0}))


def test_twenty_thousand_characters_without_punctuation() -> None:
    text = (PLAIN * 450)[:20_000]
    cut = cut_text(text)
    assert len(cut.cues) > 600
    assert all(width(line) <= 16 for line in lines_of(cut))


@pytest.mark.parametrize("char", [*list("1(っ。ー"), "あー", "https://", "コンピュータ", "👍🏽", "가"])
def test_twenty_thousand_of_a_kind(char: str) -> None:
    """Hostile or damaged text: no word ends, no rule allows a break, and still a line is a line."""
    text = ("はい" + char * 20_000)[:20_000]
    cut = cut_text(text)
    assert all(width(line) <= 16 for line in lines_of(cut))


def test_no_turns_no_cues() -> None:
    assert segment([], SDH) == Segmentation(())


@pytest.mark.parametrize("mark", ["。", "、", "　"])
def test_a_paragraph_of_marks_that_are_not_shown_loses_nothing(mark: str) -> None:
    cut = segment([turn_of("はい。", mark * 2, "いいえ。")], SDH)
    assert [line for line in lines_of(cut) if line[0] not in "。、　"] == ["はい", "いいえ"]


def test_the_proof_names_the_line_and_the_place() -> None:
    turn = Turn("佐藤", (Paragraph("はい、そうです。", 12),), 12)
    with pytest.raises(ConservationError, match=r"line 12: .*'うです。'"):
        prove([turn], [Cue("佐藤", ("はい そです",), Source(0, 0, 8))], SDH)


def test_sources_of_lines_touch() -> None:
    cut = cut_text("".join(PHRASES[:7]))
    for one, other in pairwise(cut.cues):
        assert one.source is not None
        assert other.source is not None
        assert one.source.end == other.source.start
