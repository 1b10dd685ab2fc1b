"""ASS and SSA, as pysubs2 writes them and as players take them."""

from __future__ import annotations

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.formats import ass
from toolkit.model import SubtitleFile

HEAD = "[Script Info]\nScriptType: v4.00+\n\n[Events]\n"
FORMAT = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"


def one(text: str, name: str = "", style: str = "Default", head: str = HEAD + FORMAT) -> SubtitleFile:
    return ass.read(f"{head}Dialogue: 0,0:00:01.00,0:00:02.50,{style},{name},0,0,0,,{text}\n")


TEXTS = [
    ("海の, 声", ("海の, 声",), []),
    ("海\\N声", ("海", "声"), []),
    ("海\\n声\\h音", ("海 声 音",), []),
    ("{\\i1}海{\\i0}の{\\b1\\u1}声", ("海の声",), [(0, 1, "italic", ""), (2, 3, "bold", ""), (2, 3, "underline", "")]),
    ("{\\i1}海{\\r}の{\\b700}声{\\b400}が", ("海の声が",), [(0, 1, "italic", ""), (2, 3, "bold", "")]),
    ("{\\blur2\\iclip(1)}海", ("海",), [(0, 0, "other", "{\\blur2}"), (0, 0, "other", "{\\iclip(1)}")]),
    ("{\\an8}海", ("海",), [(0, 0, "placement", "{\\an8}")]),
    ("{\\pos(1,2)\\i1}海", ("海",), [(0, 0, "placement", "{\\pos(1,2)}"), (0, 1, "italic", "")]),
    ("{注}海{", ("海{",), []),
    ("{\\p1}m 0 0 l 1 1{\\p0}海", ("海",), []),
    ("C:\\x", ("C:\\x",), []),
    ("{\\k20}か{\\k30}ら", ("から",), [(0, 0, "other", "{\\k20}"), (1, 1, "other", "{\\k30}")]),
    ("", (), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "lines", "markup"), TEXTS, ids=[row[0] for row in TEXTS])
def test_texts(text: str, lines: tuple[str, ...], markup: list[tuple[int, int, str, str]]) -> None:
    timed = one(text).cues[0]
    assert (timed.start_ms, timed.end_ms, timed.cue.lines, timed.cue.speaker) == (1000, 2500, lines, None)
    assert sorted((m.start, m.end, m.kind, m.value) for m in timed.cue.markup) == sorted(markup)


def test_speakers_and_styles_are_kept() -> None:
    cue = one("海の声", "佐藤", "上").cues[0].cue
    assert cue.speaker == "佐藤"
    assert [(m.start, m.end, m.kind, m.value) for m in cue.markup] == [(0, 3, "style", "上")]


def test_a_soft_line_end_is_one_where_the_file_says_so() -> None:
    assert one("海\\n声", head=HEAD.replace("\n\n", "\nWrapStyle: 2\n\n") + FORMAT).cues[0].cue.lines == ("海", "声")


def test_ssa_and_another_order_of_fields() -> None:
    head = "[Script Info]\n[Events]\nFormat: Marked, Start, End, Name, Style, Text\n"
    found = ass.read(f"{head}Dialogue: Marked=0,0:00:01.00,0:00:02.00,佐藤,Default,海, 声\nComment: 0,x\n")
    assert [(c.cue.text, c.cue.speaker) for c in found.cues] == [("海, 声", "佐藤")]


REMARKS = [
    (HEAD + FORMAT + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,海\n", set()),
    (FORMAT + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,海\n", {"ASS-HEAD"}),
    (HEAD + "Dialogue: 0,0:00:01.000,0:00:02.5,D,,0,0,0,,海\n", {"ASS-TIME"}),
    (HEAD + "Dialogue: 0,0:00:01:50,0:00:02:00,D,,0,0,0,,海\n", {"ASS-TIME"}),
    (HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,海\nDialogue: x\n", {"ASS-STRAY"}),
    (HEAD + "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,海\u202e\n", {"ASS-HIDDEN"}),
]


@pytest.mark.parametrize(("text", "rules"), REMARKS)
def test_remarks(text: str, rules: set[str]) -> None:
    found = ass.read(text)
    assert {remark.rule for remark in found.remarks} == rules
    assert found.cues[0].cue.text == "海"


def test_without_an_event_it_is_refused() -> None:
    with pytest.raises(InputError, match="holds no subtitle"):
        ass.read(HEAD + FORMAT + "Comment: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,海\n")


rows = st.lists(
    st.tuples(
        st.integers(0, 3_000_000),
        st.integers(0, 3_000_000),
        st.text("字幕あ,ーAb:;=", min_size=1, max_size=8),
        st.sampled_from(["", "佐藤", "A B"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@given(rows, st.sampled_from(["ass", "ssa"]))
@settings(deadline=None)
def test_what_pysubs2_writes_is_read(rows: list[tuple[int, int, str, str, bool]], form: str) -> None:
    subs = pysubs2.SSAFile()
    for start, end, text, name, slanted in rows:
        shown = f"{{\\i1}}{text}{{\\i0}}\\N次" if slanted else text
        subs.append(pysubs2.SSAEvent(start // 10 * 10, end // 10 * 10, shown, name=name))
    found = ass.read(subs.to_string(form)).cues
    assert [(c.start_ms, c.end_ms, c.cue.text, c.cue.speaker or "") for c in found] == [
        (start // 10 * 10, end // 10 * 10, f"{text}\n次" if slanted else text, name)
        for start, end, text, name, slanted in rows
    ]
