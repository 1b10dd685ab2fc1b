"""WebVTT: what we write is read alike by others, what we read comes from the wild."""

from __future__ import annotations

import html
import re
import subprocess
import unicodedata
from pathlib import Path

import pysubs2
import pytest
import srt
import webvtt
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, covered, marked_cues, timeline

from toolkit.errors import InputError, OutputError
from toolkit.formats import Options, vtt
from toolkit.formats.characters import tidy
from toolkit.model import Cue, Markup, TimedCue, Timeline

nasty_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join).filter(vtt.neutral)
T = "00:01.000 --> 00:02.000"
U = "00:03.000 --> 00:04.000"


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def said(text: str) -> str:
    """The text that a reader should find, but for NFC."""
    lines = [
        re.sub(r"(?<=\d):(?=\d)", "：", line) if len(re.findall(r"\d\d:\d\d\.\d\d", line)) > 1 else line
        for line in tidy(text).split("\n")
    ]
    return re.sub(r"\\(?=[Nnh])", "＼", "\n".join(lines).translate(str.maketrans("{}", "｛｝")))


# ---------------------------------------------------------------- writing


@given(st.lists(nasty_texts, min_size=1, max_size=4))
@example(["a\n\n2\n00:00:09.000 --> 00:00:10.000\n偽の字幕"])
@example(["NOTE 注", "STYLE\n::cue { color: red }", "WEBVTT", "7", "<v 佐藤>はい", "{\\an8}上", "&lt;b&gt;", "A-->B"])
@settings(deadline=None)
def test_every_reader_reads_what_was_written(texts: list[str]) -> None:
    written = vtt.write(timeline(*texts))
    expected = [(k * 2000, k * 2000 + 1500, nfc(said(text))) for k, text in enumerate(texts)]
    back = vtt.read(written)
    assert not back.remarks
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in back.cues] == expected
    assert all(c.cue.speaker is None and not c.cue.markup for c in back.cues)
    # neither of these replaces character references
    captions = webvtt.from_string(written).captions
    assert [html.unescape(nfc(c.text)) for c in captions] == [text for _, _, text in expected]
    events = pysubs2.SSAFile.from_string(written, "vtt")
    assert [(e.start, e.end, html.unescape(nfc(e.plaintext))) for e in events] == expected


def test_ffmpeg_reads_what_was_written(tmp_path: Path) -> None:
    imageio_ffmpeg = pytest.importorskip("imageio_ffmpeg")
    texts = ["<b>太</b>", "a < b > c", "R&D &amp;", "1:2:3.4 --> 1:2:3.4", "1984", "あ\n1984", "NOTE x", "<v 佐藤>"]
    source = tmp_path / "talk.vtt"
    source.write_bytes(vtt.write(timeline(*texts)).encode())
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-f", "webvtt", "-i", f"file:{source}"]
    output = subprocess.run([*command, "-f", "srt", "-"], capture_output=True, check=True).stdout.decode()
    assert [(c.start.total_seconds(), c.end.total_seconds(), c.content) for c in srt.parse(output)] == [
        (k * 2.0, k * 2 + 1.5, text) for k, text in enumerate(texts)
    ]


@given(st.text(max_size=60))
def test_neutral_text_has_no_sign_of_markup_and_says_the_same(text: str) -> None:
    neutral = vtt.neutral(text)
    assert not set("<>") & set(neutral)
    assert "\n\n" not in neutral
    assert html.unescape(neutral) == html.unescape(html.escape(said(text)))


def test_form() -> None:
    assert vtt.write(timeline("はい", "ええ")) == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.500\nはい\n\n2\n00:00:02.000 --> 00:00:03.500\nええ\n\n"
    )
    assert vtt.write(Timeline((), 0)) == "WEBVTT\n\n"


CUE = Cue("佐藤 & <b>\n次", ("はい",))


def test_who_speaks_is_written_and_read_by_others() -> None:
    written = vtt.write(Timeline((TimedCue(0, 900, CUE),), 1000))
    assert "<v 佐藤 &amp; &lt;b&gt; 次>はい\n" in written
    assert vtt.read(written).cues[0].cue.speaker == "佐藤 & <b> 次"
    assert html.unescape(webvtt.from_string(written).captions[0].voice) == "佐藤 & <b> 次"
    assert webvtt.from_string(written).captions[0].text == "はい"
    assert "<v" not in vtt.write(Timeline((TimedCue(0, 900, CUE),), 1000), Options(speakers=False))
    assert "<v" not in vtt.write(Timeline((TimedCue(0, 900, Cue(" \u200b", ("はい",))),), 1000))


@given(st.lists(marked_cues(("italic", "bold", "underline", "ruby", "style", "speaker")), min_size=1, max_size=3))
@settings(deadline=None)
def test_markup_comes_back(cues: list[Cue]) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    back = vtt.read(vtt.write(Timeline(timed, 9000))).cues
    for found, cue in zip(back, cues, strict=True):
        whole = {(at, "speaker", found.cue.speaker) for at in range(len(cue.text)) if cue.text[at] != "\n"}
        assert covered(found.cue) | (whole if found.cue.speaker else set()) == covered(cue)


def test_markup_that_crosses_is_begun_again_but_never_inside_a_ruby() -> None:
    marks = (Markup(0, 3, "italic"), Markup(1, 5, "bold"), Markup(2, 4, "ruby", "よみ"))
    written = vtt.write(Timeline((TimedCue(0, 900, Cue(None, ("あいうえお",), None, marks)),), 1000))
    assert "<i>あ<b>い<ruby>うえ<rt>よみ</rt></ruby></b></i><b>お</b>" in written


def test_where_a_cue_stands_and_inline_times_come_back() -> None:
    text = f"WEBVTT\n\n{T} align:start position:10%\nあ<00:01.500>い<lang en>x</lang>\n\n{U} X1:10\n{{\\an8}}う\n"
    written = vtt.write(Timeline(vtt.read(text).cues, 0))
    assert "00:00:02.000 align:start position:10%\nあ<00:01.500>い<lang en>x</lang>\n" in written
    assert written.endswith("00:00:04.000 line:0\nう\n\n")


@pytest.mark.parametrize(
    "timed",
    [
        TimedCue(0, 1000, Cue(None, (" \u3000", "\u200b"))),
        TimedCue(1000, 1000, Cue(None, ("はい",))),
        TimedCue(-5, 1000, Cue(None, ("はい",))),
        TimedCue(0, 360_000_000, Cue(None, ("はい",))),
        TimedCue(0, 1000, Cue(None, ("\ud800",))),
        TimedCue(0, 1000, Cue(None, (" はい",), None, (Markup(0, 2, "italic"),))),
    ],
)
def test_what_no_reader_would_keep_is_refused(timed: TimedCue) -> None:
    with pytest.raises(OutputError, match="subtitle 1") as caught:
        vtt.write(Timeline((timed,), 1000))
    assert caught.value.mend


# ---------------------------------------------------------------- reading

TWO = f"WEBVTT\n\n1\n{T}\nはい\n\n2\n{U}\nええ\n"

WILD = [
    ("plain", TWO, ["はい", "ええ"], set()),
    ("CRLF and a mark", "\ufeff" + TWO.replace("\n", "\r\n"), ["はい", "ええ"], set()),
    ("words behind WEBVTT", TWO.replace("WEBVTT", "WEBVTT - 対談\nKind: captions"), ["はい", "ええ"], set()),
    ("no header", TWO.removeprefix("WEBVTT\n\n"), ["はい", "ええ"], {"VTT-HEAD"}),
    ("glued to the header", TWO.replace("WEBVTT\n\n", "WEBVTT\n"), ["はい", "ええ"], {"VTT-HEAD"}),
    ("commas", TWO.replace(".", ","), ["はい", "ええ"], {"VTT-TIME"}),
    ("one digit", TWO.replace("00:0", "0:"), ["はい", "ええ"], {"VTT-TIME"}),
    ("no blanks around the arrow", TWO.replace(" --> ", "-->"), ["はい", "ええ"], {"VTT-TIME"}),
    ("no ids", f"WEBVTT\n\n{T}\nはい\n\n{U}\nええ", ["はい", "ええ"], set()),
    ("words as ids", TWO.replace("\n2\n", "\nsecond one\n"), ["はい", "ええ"], set()),
    ("an id twice", TWO.replace("\n2\n", "\n1\n"), ["はい", "ええ"], {"VTT-ID"}),
    ("no blank line", TWO.replace("はい\n\n", "はい\n"), ["はい", "ええ"], {"VTT-BLANK"}),
    ("a blank line in a text", TWO.replace("はい", "はい\n\nそう"), ["はい", "ええ"], {"VTT-STRAY"}),
    ("comments", TWO.replace("2\n", "NOTE 注\nまだ\n\n2\n"), ["はい", "ええ"], set()),
    ("styles", TWO.replace("1\n", "STYLE\n::cue{}\n\nREGION\nid:x\n\n1\n", 1), ["はい", "ええ"], {"VTT-REGION"}),
    ("settings", TWO.replace("02.000", "02.000 align:start line:90%,end"), ["はい", "ええ"], set()),
    ("odd settings", TWO.replace("02.000", "02.000 align:middle"), ["はい", "ええ"], {"VTT-SET"}),
    ("a setting twice", TWO.replace("02.000", "02.000 size:9% size:8%"), ["はい", "ええ"], {"VTT-SET"}),
    ("references", TWO.replace("はい", "&lt;は&gt;&amp;&#12356;&nbsp;&x;"), ["<は>&い\xa0&x;", "ええ"], set()),
    ("a reference to a line end", TWO.replace("はい", "は&#10;い&#8232;"), ["は い", "ええ"], set()),
    ("a huge reference", TWO.replace("はい", f"&#{'9' * 5000};"), ["\ufffd", "ええ"], set()),
    ("a bare <", TWO.replace("はい", "3 < 5"), ["3 < 5", "ええ"], {"VTT-ESC"}),
    ("an unknown tag", TWO.replace("はい", "<未定義>"), ["<未定義>", "ええ"], {"VTT-ESC"}),
    ("an arrow in a text", TWO.replace("はい", "A --> B"), ["A --> B", "ええ"], {"VTT-ESC"}),
    ("a voice without a name", TWO.replace("はい", "<v>はい"), ["はい", "ええ"], {"VTT-V"}),
    ("hidden signs", TWO.replace("はい", "は\u202eい"), ["はい", "ええ"], {"VTT-HIDDEN"}),
    ("NUL", TWO.replace("はい", "は\x00い"), ["はい", "ええ"], {"VTT-HIDDEN"}),
    ("negative", TWO.replace("00:01", "-00:01"), ["はい", "ええ"], {"VTT-TIME"}),
    ("61 minutes", TWO.replace("00:03", "00:61:03").replace("00:04", "00:61:04"), ["はい", "ええ"], {"VTT-TIME"}),
    ("tags of SubRip", TWO.replace("はい", "{\\an8}<font color=red>はい</font>"), ["はい", "ええ"], set()),
    ("an empty cue", TWO.replace("はい\n", ""), ["", "ええ"], set()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "texts", "rules"), WILD, ids=[row[0] for row in WILD])
def test_files_of_the_wild(name: str, text: str, texts: list[str], rules: set[str]) -> None:
    found = vtt.read(text)
    assert [timed.cue.text for timed in found.cues] == texts
    assert {remark.rule for remark in found.remarks} == rules


ROLLING = """WEBVTT
Kind: captions
Language: ja

00:00:00.000 --> 00:00:02.000 align:start position:0%

海の<00:00:00.500><c>声が</c><00:00:01.000><c>する</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
海の声がする
\x20

00:00:02.010 --> 00:00:04.000 align:start position:0%
海の声がする
それは<00:00:02.500><c>昔の</c>
"""


def test_rolling_captions_come_as_they_stand() -> None:
    found = vtt.read(ROLLING)
    assert [timed.cue.text for timed in found.cues] == ["", "海の声がする", "海の声がする\nそれは昔の"]
    assert [(remark.rule, remark.line) for remark in found.remarks] == [("VTT-STRAY", 7)]


MARKED = [
    ("<v 佐藤>はい", "佐藤", []),
    ("<v.loud.far 佐藤 花子>はい</v>", "佐藤 花子", [(0, 2, "style", "loud.far")]),
    ("<v A&amp;B>はい", "A&B", []),
    ("<v 佐藤>はい</v><v 鈴木>ええ", None, [(0, 2, "speaker", "佐藤"), (2, 4, "speaker", "鈴木")]),
    ("<v 佐藤>はい<v 鈴木>ええ", None, [(0, 2, "speaker", "佐藤"), (2, 4, "speaker", "鈴木")]),
    ("はい<v 鈴木>ええ</v>", None, [(2, 4, "speaker", "鈴木")]),
    ("<i>は<b.x>い</i></b>え", None, [(0, 2, "italic", ""), (1, 2, "bold", ""), (1, 2, "style", "x")]),
    ("<c>は</c><c.red>い</c>", None, [(1, 2, "colour", "#FF0000")]),
    ("<u>はい", None, [(0, 2, "underline", "")]),
    ("</i>はい</v>", None, []),
    ("<ruby>潮田<rt>しおだ</rt></ruby>さん", None, [(0, 2, "ruby", "しおだ")]),
    ("<ruby>潮<rt>しお</rt>田<rt>だ</ruby>さん", None, [(0, 1, "ruby", "しお"), (1, 2, "ruby", "だ")]),
    ("<ruby>潮<rp>（</rp><rt>しお</rt><rp>）</rp></ruby>", None, [(0, 1, "ruby", "しお")]),
    ("<lang en>Hi</lang>", None, [(0, 2, "other", "<lang en>")]),
]


@pytest.mark.parametrize(("text", "speaker", "markup"), MARKED, ids=[row[0] for row in MARKED])
def test_markup(text: str, speaker: str | None, markup: list[tuple[int, int, str, str]]) -> None:
    cue = vtt.read(f"WEBVTT\n\n{T}\n{text}\n").cues[0].cue
    assert cue.speaker == speaker
    assert sorted((m.start, m.end, m.kind, m.value) for m in cue.markup) == sorted(markup)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("<ruby><rt>よみ</rt></ruby>だけ", ("よみだけ",)),  # no letters under it: text, not lost
        ("<rt>よみ</rt>", ("よみ",)),
        ("<ruby>海<rt>うみ\nの声", ("海", "の声")),  # a tag that is not closed swallows no line
        ("<ruby>海<rp>（\nの声", ("海", "の声")),
        ("<i>\n海 </i> \n</i>", ("海",)),
        ("<i> 海</i>  の", ("海  の",)),
    ],
)
def test_no_text_is_lost_to_a_tag(text: str, lines: tuple[str, ...]) -> None:
    assert vtt.read(f"WEBVTT\n\n{T}\n{text}\n").cues[0].cue.lines == lines


@pytest.mark.parametrize("text", ["", "WEBVTT", "WEBVTT\n\nNOTE x\n", "WEBVTT\n\n1 --> 2\nはい"])
def test_what_holds_no_cue_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="holds no subtitle") as caught:
        vtt.read(text)
    assert caught.value.mend
