"""RTF: every way in which programs write Japanese, what a reader of the page sees, and what is listed instead."""

from __future__ import annotations

import contextlib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from cpu import seconds_of
from documents import rtf, rtf_bytes, rtf_text
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.rtf.document import sheet_of_rtf
from toolkit.inputs.sheet import Mark, Reading, Sheet
from toolkit.model import TimeMark

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
B = rtf_bytes


def lines(body: str, head: str = "") -> list[str]:
    return [line for line in sheet_of_rtf(rtf(body, head=head), "t.rtf").lines if line]


WRITTEN = [
    ("units and a question mark", "海の声", "海の声"),
    ("a unit above 32767", r"\u-30716?", "蠄"),
    ("two bytes for old readers", rf"\uc2\u28023{B('海')}\u12398{B('の')}", "海の"),
    ("no fallback", r"\uc0\u28023 \u12398 b", "海のb"),
    ("a unit in hexadecimal fallback", r"\u28023\'3f\u12398\'3f", "海の"),
    ("fallback left out", r"\u28023\u12398?", "海の"),
    ("a fallback ends with its group", r"{\u28023}b", "海b"),
    ("a character beyond the plane", r"\u-10187?\u-8627?", "\U0001d64d"),
    ("an old kanji beyond it", "𠮷野", "𠮷野"),
    ("bytes of the font's character set", rf"\f0 {B('表示ソ能')}", "表示ソ能"),
    ("half-width kana", rf"\f0 {B('ﾊﾟｿｺﾝ')}", "ﾊﾟｿｺﾝ"),
    ("signs of Windows", rf"\f0 {B('髙﨑①㈱')}", "髙﨑①㈱"),
    ("a second byte as a letter", r"\f0 \'83A\'83C\'81F", "アイ："),
    ("a second byte that is a control sign", r"\f0 \'95\\" + B("能"), "表能"),
    ("a Latin font with Japanese bytes", rf"\f1 {B('海の声')}", "海の声"),
    ("a Latin font with its own", r"\f1 caf\'e9", "café"),
    ("a font of signs", r"{\f2\'b7}海", "•海"),
    ("an unknown font", rf"\f9 {B('海')}", "海"),
    ("named signs", r"\emdash\endash\lquote a\rquote\ldblquote b\rdblquote\bullet c\tab d", "—–‘a’“b”•c\td"),
    ("signs as symbols", r"a\~b\_c\-d\{e\}\\f", "a b\u2011cd{e}\\f"),
    ("line ends of the file are none", "海\r\nの\n声", "海の声"),
    ("binary data", r"海{\pict\bin5 {{{{{}の声", "海の声"),
]


@pytest.mark.parametrize(("body", "text"), [row[1:] for row in WRITTEN], ids=[row[0] for row in WRITTEN])
def test_letters_as_programs_write_them(body: str, text: str) -> None:
    assert lines(body) == [text]


def test_a_document_of_textedit() -> None:
    font = r"{\fonttbl\f0\fnil\fcharset128 HiraginoSans-W3;\f1\fswiss\fcharset0 Helvetica;}"
    body = rf"\f0\fs24 \cf0 {B('海の')}\f1 ABC\f0 {B('声')}" + "\\\n" + B("下")
    data = r"{\rtf1\ansi\ansicpg1252\cocoartf2761" + font + body + "}"
    assert list(sheet_of_rtf(data.encode("ascii"), "t").lines) == ["海のABC声", "下"]


def test_a_code_page_of_the_font() -> None:
    data = rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f3\fnil\cpg949 X;}}}}\f3 {B('서울', 'cp949')}}}"
    assert list(sheet_of_rtf(data.encode("ascii"), "t").lines) == ["서울"]


TEXTS = [
    ("paragraphs", r"上\par 下\par", ["上", "下"]),
    ("a line break", r"上\line 下", ["上", "下"]),
    ("a page break within", r"上\page 下", ["上", "下"]),
    ("sections", r"上\sect\sectd 下", ["上", "下"]),
    ("deletions are not there", r"海{\deleted の}声", ["海声"]),
    ("insertions are", r"海{\revised の}声", ["海の声"]),
    ("hidden letters are not", r"海{\v の}声", ["海声"]),
    ("hidden switched off", r"\v 海\v0 声", ["声"]),
    ("plain switches all off", r"\v 海\plain 声", ["声"]),
    ("what is set in a group ends with it", r"{\v 海}声", ["声"]),
    ("a link", r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt 海}}の声', ["海の声"]),
    ("ruby of Word", r"{\field{\*\fldinst EQ \\* jc2 \\o\\ad(\\s\\up 9(しおだ),潮田)}{\fldrslt }}さん", ["潮田さん"]),
    ("unknown destinations", r"海{\*\newthing X}の{\*\themedata 00}声", ["海の声"]),
    ("a picture", r"海{\pict\pngblip 89504e47}の{\*\shppict{\pict 00}}{\nonshppict 00}声", ["海の声"]),
    ("an alternative text", r"海{\upr{x}{\*\ud{の}}}声", ["海の声"]),
    ("an object's result", r"海{\object{\*\objdata 00}{\result の}}声", ["海の声"]),
    ("a table that lays out the page", r"\trowd\cellx5000\intbl 海\par 声\cell\row\pard 後", ["海", "声", "後"]),
    ("what follows the document", "海}} xyz", ["海"]),
]


@pytest.mark.parametrize(("body", "wanted"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_the_text_of_the_page(body: str, wanted: list[str]) -> None:
    assert lines(body) == wanted


SHEET = (
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\s3 Title;}{\s4 toc 1;}{\s5 caption;}"
    r"{\*\cs6\b Strong;}}"
)
MARKS = [
    ("a paragraph", "海", Mark("paragraph")),
    ("an outline level", r"\outlinelevel1 海", Mark("heading", 2)),
    ("a style with a level", r"\s1 海", Mark("heading", 1)),
    ("a style by its name", r"\s2\b 海", Mark("heading", 2)),
    ("the title", r"\s3 海", Mark("title")),
    ("taken back", r"\s1\pard 海", Mark("paragraph")),
    ("a bullet as text", r"{\pntext\'95\tab}海", Mark("item", 1)),
    ("a list", r"{\listtext 1.\tab}\ls1\ilvl1 海", Mark("item", 2)),
    ("bold at the beginning", r"{\b 海：}声", Mark("paragraph", bold=2)),
    ("bold all through", r"\b 海の声\b0", Mark("paragraph", bold=3)),
    ("bold later on", r"海{\b の}声", Mark("paragraph")),
    (
        "a reading",
        r"海{\field{\*\fldinst EQ \\o\\ad(\\s\\up 9(しおだ),潮田)}{\fldrslt }}",
        Mark("paragraph", readings=(Reading(1, 3, "しおだ"),)),
    ),
]


@pytest.mark.parametrize(("body", "mark"), [row[1:] for row in MARKS], ids=[row[0] for row in MARKS])
def test_what_the_document_says_of_a_line(body: str, mark: Mark) -> None:
    sheet = sheet_of_rtf(rtf(body, head=SHEET), "t")
    assert sheet.mark(0) == mark
    assert sheet.lines[0].startswith("海")


BOX = r"{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt \pard 写真\par}}{\shprslt{\pict 00}写真}}"
LEFT_OUT = [
    ("a note", r"海{\footnote\pard {\super\chftn} 注です}", [(1, "note", "注です")]),
    ("a remark", r"海{\*\atnid A}{\*\atnauthor B}\chatn{\*\annotation 要確認}", [(1, "note", "要確認")]),
    ("a header", r"{\header 会報\par}海", [(1, "page", "会報")]),
    ("a footer of the first page", r"{\footerf 1\par}海", [(1, "page", "1")]),
    ("a caption in a box", rf"海{BOX}", [(2, "caption", "写真")]),
    ("a box of old Word", r"海{\*\do{\dptxbx{\dptxbxtext 写真\par}}}", [(2, "caption", "写真")]),
    ("a line of the contents", r"\s4 海 3\par\pard 海", [(1, "page", "海 3")]),
    ("a caption by style", r"\s5 図1\par\pard 海", [(1, "caption", "図1")]),
]


@pytest.mark.parametrize(("body", "left_out"), [row[1:] for row in LEFT_OUT], ids=[row[0] for row in LEFT_OUT])
def test_what_is_no_text_is_listed(body: str, left_out: list[tuple[int, str, str]]) -> None:
    sheet = sheet_of_rtf(rtf(body, head=SHEET), "t")
    assert [(one.line, one.why, one.text) for one in sheet.left_out] == left_out
    assert [line for line in sheet.lines if line] == ["海"]


def test_what_was_deleted_or_hidden_is_said() -> None:
    sheet = sheet_of_rtf(rtf(r"海{\deleted の古い}{\v 秘密}{\revised 新しい}声"), "t")
    assert sheet.excluded == ((1, "の古い"), (1, "秘密"))
    assert sheet.warnings == (
        "2 characters of hidden text were left out",
        "tracked changes: 1 deletions were left out, 1 insertions kept",
    )


def test_title_and_author_of_the_document() -> None:
    sheet = sheet_of_rtf(rtf("海", head=rtf_text(r"{\info{\title 海の発電所}{\author 佐藤}{\operator 鈴木}}")), "t")
    assert (sheet.title, dict(sheet.meta)) == ("海の発電所", {"title": "海の発電所", "author": "佐藤"})
    assert list(sheet.lines) == ["海"]


def _row(*cells: str, define: str = r"\cellx2000\cellx8000") -> str:
    return rf"\trowd{define}" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "


def test_a_table_of_speech_is_told_by_its_columns() -> None:
    edges = r"\cellx2000\cellx4000\cellx8000"
    head = _row("時刻", "話者", "発言", define=rf"\trhdr{edges}")
    rows = (_row(f"00:00:0{k}", ("佐藤", "鈴木")[k % 2], LONG, define=edges) for k in range(6))
    sheet = sheet_of_rtf(rtf(head + "".join(rows) + r"\pard 終わり\par"), "t")
    assert list(sheet.lines) == [LONG] * 6 + ["終わり"]
    assert sheet.mark(1) == Mark("piece", speaker="鈴木", times=(TimeMark(0, 1000, None),))


def test_a_cell_that_reaches_down_names_the_speaker_below() -> None:
    above, below = r"\clvmgf\cellx2000\cellx8000", r"\clvmrg\cellx2000\cellx8000"
    body = _row("佐藤", LONG, define=above) + _row("", LONG, define=below) + _row("鈴木", "はい。") + _row("佐藤", LONG)
    sheet = sheet_of_rtf(rtf(body), "t")
    assert [sheet.mark(k).speaker for k in range(4)] == ["佐藤", "佐藤", "鈴木", "佐藤"]


def test_a_wide_cell_does_not_move_those_below() -> None:
    talk = (("0:01", "佐藤", LONG), ("0:09", "鈴木", "はい。"))
    rows = [_row(*row, define=r"\cellx2000\cellx4000\cellx8000") for row in talk]
    body = _row("対談　第一部", define=r"\cellx8000") + "".join(rows) * 3
    sheet = sheet_of_rtf(rtf(body), "t")
    assert sheet.lines[0] == "対談　第一部"
    assert [sheet.mark(k).speaker for k in (1, 2)] == ["佐藤", "鈴木"]


@pytest.mark.parametrize("name", ["talk.rtf", "talk", "talk.txt", "talk.doc"])
def test_known_by_its_content(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(rtf("海"))
    document = document_at(tmp_path / name)
    assert list(document.sheet.lines) == ["海"]
    assert document.evidence["input"].startswith("an RTF document")


REFUSED = [
    ("something else", "海の声".encode(), "is no RTF document despite its name"),
    ("cut", rtf("海の声")[:-8], "is cut off"),
    ("nested absurdly", rtf("{" * 5000 + "海" + "}" * 5000), "nested deeper than 2000 groups"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_unsound_is_one_clear_line(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "t.rtf"
    file.write_bytes(data)
    with pytest.raises(InputError) as error:
        document_at(file)
    assert said in str(error.value)
    assert str(error.value).startswith(f"{file}: ")


def test_too_many_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.story.MOST_PARAGRAPHS", 5)
    with pytest.raises(InputError, match="more than 5 paragraphs"):
        sheet_of_rtf(rtf(r"海\par " * 6), "t")


@pytest.mark.parametrize("run", r"\ { } \' \u1 \'e9 {} \par \cell \row \bin \v".split())
def test_runs_of_signs_take_linear_time(run: str) -> None:
    def seconds(count: int) -> float:
        def read() -> None:
            with contextlib.suppress(InputError):
                sheet_of_rtf(b"{\\rtf1 " + run.encode() * count + b"}", "t")

        return seconds_of(read)

    seconds(1000)
    assert seconds(80_000) < 40 * max(seconds(8_000), 0.01)


WORDS = st.text("海の声がしたABC漢字、。髙①ﾊﾟ𠮷", min_size=1, max_size=6)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[str, str]:
    """A stretch of a paragraph, and its words wherever they are to be found."""
    word = draw(WORDS)
    plain = rtf_text(word) if "𠮷" in word or draw(st.booleans()) else rf"\f0 {B(word)}"
    wrapped = draw(
        st.sampled_from(
            [
                "%s",
                r"{\b %s}",
                r"{\v %s}",
                r"{\deleted %s}",
                r"{\revised %s}",
                r"{\footnote %s}",
                r"{\header %s\par}",
                r"{\shp{\*\shpinst{\shptxt %s\par}}}",
                r"{\field{\*\fldinst }{\fldrslt %s}}",
                r"{\pntext %s}",
                r"\line %s",
                r"\par %s",
                r"\par\pard\s4 %s\par\pard",
                r"\par\trowd\cellx1000\cellx5000\pard\intbl %s\cell\pard\intbl\cell\row\pard",
            ]
        )
    )
    return wrapped % plain, word


def words_of(sheet: Sheet) -> Counter[str]:
    """Every sign of a sheet but blanks, wherever it is."""
    parts = [*sheet.lines, *(text for _, text in sheet.excluded), *(one.text for one in sheet.left_out)]
    return Counter("".join("".join(parts).split()))


@settings(max_examples=150, deadline=None)
@given(st.lists(stretches(), min_size=1, max_size=8))
def test_no_word_of_a_document_is_lost(parts: list[tuple[str, str]]) -> None:
    sheet = sheet_of_rtf(rtf(" ".join(body for body, _ in parts), head=SHEET), "t")
    wanted = unicodedata.normalize("NFC", "".join(word for _, word in parts))
    assert words_of(sheet) == Counter("".join(wanted.split()))


PIECES = (
    r"\b \u28023 ? { } \'8a\'43 \par \cell \row \* \field \fldinst \trowd \cellx9 \intbl \footnote \pard 海 \ \bin3 "
    r"\upr \ud \s1 \stylesheet \fonttbl \f7"
).split()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_mess_is_a_sheet_or_one_clear_line(parts: list[str]) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(sheet_of_rtf(rtf("".join(parts)), "t"), Sheet)
