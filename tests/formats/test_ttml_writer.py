"""TTML as it is written: well-formed IMSC 1.1 text, read by ttconv and by our own reader as it was meant."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, covered, marked_cues, timeline

from toolkit.errors import OutputError
from toolkit.formats import Options, ttml
from toolkit.formats.ttml.frame import PROFILE, shown
from toolkit.model import Cue, Markup, TimedCue, Timeline

TT, TTM, TTS, TTP = (f"{{http://www.w3.org/ns/ttml{part}}}" for part in ("", "#metadata", "#styling", "#parameter"))
XML = "{http://www.w3.org/XML/1998/namespace}"
nasty_texts = st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join).filter(shown)


def said(*cues: Cue) -> Timeline:
    """One cue a second."""
    return Timeline(tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues)), len(cues) * 1000)


@given(st.lists(nasty_texts, min_size=1, max_size=4))
@example(["]]></p><p>偽", "<br/>", "&amp;", "a  b", "\ufffe海"])
@settings(deadline=None)
def test_what_is_written_is_sound_xml_and_reads_as_it_was_meant(texts: list[str]) -> None:
    written = ttml.write(timeline(*texts))
    expected = [(k * 2000, k * 2000 + 1500, unicodedata.normalize("NFC", shown(t))) for k, t in enumerate(texts)]
    back = ttml.read(written)
    assert not back.remarks
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in back.cues] == expected
    assert all(c.cue.speaker is None and not c.cue.markup for c in back.cues)
    paragraphs = [
        "".join("\n" if part.tag == f"{TT}br" else part.text or "" for part in p.iter())
        + "".join(part.tail or "" for part in p.iter(f"{TT}br"))
        for p in ET.fromstring(written.encode()).iter(f"{TT}p")
    ]
    assert [sorted(unicodedata.normalize("NFC", text)) for text in paragraphs] == [sorted(t) for _, _, t in expected]


names = st.sampled_from([None, "佐藤", "鈴木 一郎", "A & B", "<*>", "& & &"])
lines = st.lists(
    st.text("字幕あ,ー　 Ab<&>{\\", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=2
)
rows = st.lists(st.tuples(st.integers(0, 300_000_000), st.integers(1, 7000), names, lines), min_size=1, max_size=6)


@given(rows)
@settings(deadline=None)
def test_what_the_format_holds_comes_back_as_it_was(rows: list[tuple[int, int, str | None, list[str]]]) -> None:
    cues = tuple(TimedCue(at, at + lasts, Cue(who, tuple(lines)), "text") for at, lasts, who, lines in rows)
    written = ttml.write(Timeline(cues, 0))
    back = ttml.read(written).cues
    assert back == cues
    assert ttml.write(Timeline(back, 0)) == written


@given(st.lists(marked_cues(("italic", "bold", "underline", "ruby", "style", "speaker")), min_size=1, max_size=3))
@settings(deadline=None)
def test_markup_comes_back(cues: list[Cue]) -> None:
    kept = [
        replace(cue, markup=tuple(m for m in cue.markup if m.kind != "ruby" or "\n" not in cue.text[m.start : m.end]))
        for cue in cues
    ]
    back = ttml.read(ttml.write(said(*cues))).cues
    for found, cue in zip(back, kept, strict=True):
        whole = {(at, "speaker", found.cue.speaker) for at in range(len(cue.text)) if cue.text[at] != "\n"}
        assert covered(found.cue) | (whole if found.cue.speaker else set()) == covered(cue)


RUBY = Cue("佐藤", ("潮田の海", "<静か>"), None, (Markup(0, 2, "ruby", "しおだ"), Markup(3, 4, "italic")))
ABOVE = Cue("鈴木", ("上に",), None, (Markup(0, 0, "placement", "{\\an8}"), Markup(0, 2, "italic")))


def test_the_frame_is_that_of_imsc_text() -> None:
    root = ET.fromstring(ttml.write(said(RUBY, ABOVE, RUBY), Options(language="ja-JP")).encode())
    assert (root.get(f"{XML}lang"), root.get(f"{TTP}contentProfiles")) == ("ja-JP", PROFILE)
    assert root.get(f"{TTP}frameRate") is None  # no time counts frames
    assert [(a.get(f"{XML}id"), a[0].text) for a in root.iter(f"{TTM}agent")] == [
        ("agent-1", "佐藤"),
        ("agent-2", "鈴木"),
    ]
    assert {r.get(f"{XML}id"): r.get(f"{TTS}displayAlign") for r in root.iter(f"{TT}region")} == {
        "bottom": "after",
        "top": "before",
    }
    assert [(d.get("region"), len(d)) for d in root.iter(f"{TT}div")] == [("bottom", 1), (None, 1), ("bottom", 1)]
    first, above, _ = root.iter(f"{TT}p")
    assert re.fullmatch(r"[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}", first.get("begin") or "")
    assert (above.get("region"), above.get(f"{TTS}shear")) == ("top", "16.67%")  # a slant is of a whole p
    assert [s.get(f"{TTS}ruby") for s in first.iter(f"{TT}span")] == ["container", "base", "text", None]
    identities = [e.get(f"{XML}id") for e in root.iter() if e.get(f"{XML}id")]
    assert len(set(identities)) == len(identities)
    plain = ttml.write(said(RUBY), Options(speakers=False))
    assert "agent" not in plain.replace("#metadata", "")


def test_columns_have_regions_of_their_own() -> None:
    cues = [Cue(None, ("海",), None, (Markup(0, 0, "placement", where),)) for where in ("vertical:rl line:0", "＠縦左")]
    root = ET.fromstring(ttml.write(said(*cues)).encode())
    assert {r.get(f"{XML}id"): r.get(f"{TTS}writingMode") for r in root.iter(f"{TT}region")} == {
        "bottom": None,
        "left": "tbrl",
        "right": "tbrl",
    }
    assert [p.get("region") for p in root.iter(f"{TT}p")] == ["right", "left"]


def test_where_a_cue_stands_comes_back() -> None:
    cue = ttml.read(ttml.write(said(ABOVE))).cues[0].cue
    assert [(m.kind, m.value) for m in cue.markup] == [("placement", "region=top"), ("italic", "")]
    assert ttml.write(said(cue)) == ttml.write(said(replace(ABOVE, speaker="鈴木")))


def test_ttconv_reads_what_was_written() -> None:
    reader = pytest.importorskip("ttconv.imsc.reader")
    isd = pytest.importorskip("ttconv.isd")
    document = reader.to_model(ET.ElementTree(ET.fromstring(ttml.write(said(RUBY, ABOVE)).encode())))
    assert document.get_lang() == "ja"
    assert {region.get_id() for region in document.iter_regions()} == {"bottom", "top"}
    found = []
    for p in (e for e in document.get_body().dfs_iterator() if type(e).__name__ == "P"):
        text = "".join(
            "\n" if type(e).__name__ == "Br" else e.get_text()
            for e in p.dfs_iterator()
            if type(e).__name__ in ("Text", "Br")
        )
        found.append((float(p.get_begin() or 0), float(p.get_end()), text))
    assert found == [(0, 0.9, "潮田しおだの海\n<静か>"), (1, 1.9, "上に")]
    kinds = {type(e).__name__ for e in document.get_body().dfs_iterator()}
    assert {"Ruby", "Rb", "Rt"} <= kinds
    for at, region in ((0, "bottom"), (1, "top")):
        shown_now = list(isd.ISD.from_model(document, at).iter_regions())
        assert [r.get_id() for r in shown_now if list(r)] == [region]


@pytest.mark.parametrize(
    "timed",
    [
        TimedCue(0, 1000, Cue(None, (" ",))),
        TimedCue(9, 9, Cue(None, ("あ",))),
        TimedCue(0, 9, Cue(None, ("\ud800",))),
    ],
)
def test_what_no_reader_would_keep_is_refused(timed: TimedCue) -> None:
    with pytest.raises(OutputError, match="subtitle 1"):
        ttml.write(Timeline((timed,), 1000))


def test_what_the_format_cannot_say_is_known() -> None:
    marks = (
        Markup(0, 3, "ruby", "よみ"),
        Markup(0, 1, "style", "9x"),
        Markup(0, 1, "style", "top"),
        Markup(0, 1, "style", "loud.far"),
        Markup(0, 0, "placement", "line:90%"),
        Markup(0, 0, "other", "{\\k20}"),
    )
    cue = Cue(None, ("あ", "い"), None, marks)
    assert [m for m in marks if ttml.holds(m, cue)] == [marks[3]]


def test_a_thousand_cues_are_one_file() -> None:
    """They are written some hundred at a time."""
    cues = [Cue(f"話者{k % 7}", (f"字幕{k}",)) for k in range(1100)]
    back = ttml.read(ttml.write(said(*cues)))
    assert [c.cue for c in back.cues] == cues
