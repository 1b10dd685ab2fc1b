"""JSON transcripts: the known forms with their times and speakers; everything else is an error that names the
segment.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.model import Script
from toolkit.transcript import read_script
from toolkit.transcript.json_input import sheet_of_json

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"


def read(tmp_path: Path, data: Any) -> Script:
    file = tmp_path / "talk.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return read_script(file)


FORMS: list[tuple[str, Any]] = [
    ("Podcasting 2.0", {"version": "1.0.0", "segments": [{"startTime": 0.5, "endTime": 2.75, "body": "海の声。"}]}),
    (
        "Whisper",
        {
            "text": "海の声。",
            "language": "ja",
            "segments": [{"id": 0, "start": 0.5, "end": 2.75, "text": " 海の声。", "words": []}],
        },
    ),
    ("a bare list", [{"start": 0.5, "end": 2.75, "text": "海の声。"}]),
    ("whisper.cpp", {"transcription": [{"offsets": {"from": 500, "to": 2750}, "text": "海の声。"}]}),
    ("Transformers", {"text": "x", "chunks": [{"timestamp": [0.5, 2.75], "text": "海の声。"}]}),
]


@pytest.mark.parametrize("data", [row[1] for row in FORMS], ids=[row[0] for row in FORMS])
def test_the_known_forms(tmp_path: Path, data: Any) -> None:
    paragraph = read(tmp_path, data).turns[0].paragraphs[0]
    assert (paragraph.text, paragraph.times[0].start_ms) == ("海の声。", 500)
    assert paragraph.times[0].end_ms == 2750


def test_the_last_end_of_transformers_may_be_open(tmp_path: Path) -> None:
    paragraph = read(tmp_path, {"chunks": [{"timestamp": [0.5, None], "text": "海の声。"}]}).turns[0].paragraphs[0]
    assert (paragraph.times[0].start_ms, paragraph.times[0].end_ms) == (500, None)


def test_speakers_and_sentences(tmp_path: Path) -> None:
    segments = [
        ("佐藤", 0, 2, "その頃の港は"),
        ("佐藤", 2, 4, "とても静かでした。"),
        ("佐藤", 4, 5, "朝は特に。"),
        ("鈴木", 5, 6, "なるほど、"),
        ("鈴木", 9, 10, "そうでしたか。"),
        ("佐藤", 10, 11, "著者：はい"),
    ]
    data = [{"speaker": s, "start": a, "end": b, "text": t} for s, a, b, t in segments]
    script = read(tmp_path, data)
    assert [(t.speaker, [p.text for p in t.paragraphs]) for t in script.turns] == [
        ("佐藤", ["その頃の港はとても静かでした。", "朝は特に。"]),
        ("鈴木", ["なるほど、", "そうでしたか。"]),
        ("佐藤", ["著者：はい"]),
    ]
    first = script.turns[0].paragraphs[0]
    assert [(t.at, t.start_ms, t.end_ms) for t in first.times] == [(0, 0, 2000), (6, 2000, 4000)]
    assert script.excluded == ()


@pytest.mark.parametrize(
    "names", [("SPEAKER_00", "SPEAKER_01"), ("0", "1"), ("A", "B"), ("../../x", "{0.__class__}"), ("CON", "-rf")]
)
def test_any_name_is_a_name(tmp_path: Path, names: tuple[str, str]) -> None:
    script = read(tmp_path, [{"speaker": name, "start": k, "end": k + 1, "text": LONG} for k, name in enumerate(names)])
    assert [t.speaker for t in script.turns] == list(names)
    assert script.doubts == ()


def test_names_in_the_text(tmp_path: Path) -> None:
    script = read(
        tmp_path, [{"start": k, "end": k + 1, "text": f"{who}：{LONG}"} for k, who in enumerate(["佐藤", "鈴木"] * 2)]
    )
    assert [t.speaker for t in script.turns] == ["佐藤", "鈴木"] * 2
    assert script.turns[0].paragraphs[0].times[0].at == 0


def test_without_punctuation_every_piece_stays_a_paragraph(tmp_path: Path) -> None:
    texts = ["今日は港の話を伺います", "朝は静かだったそうですね", "はい"]
    script = read(tmp_path, [{"start": k, "end": k + 1, "text": t} for k, t in enumerate(texts)])
    assert [p.text for p in script.turns[0].paragraphs] == texts


def test_out_of_order(tmp_path: Path) -> None:
    script = read(tmp_path, [{"start": 5, "end": 6, "text": "次です。"}, {"start": 1, "end": 2, "text": "まず。"}])
    assert script.turns[0].text == "まず。\n次です。"
    assert any("sorted" in warning for warning in script.warnings)


def _segment(**changed: Any) -> str:
    return json.dumps({"segments": [{"start": 0, "end": 1, "text": "海"} | changed]})


BAD: list[tuple[str, str, str]] = [
    ("NaN", '{"segments":[{"start":NaN,"end":1,"text":"海"}]}', "NaN"),
    ("Infinity", '{"segments":[{"start":0,"end":Infinity,"text":"海"}]}', "Infinity"),
    ("huge", '{"segments":[{"start":0,"end":1e999,"text":"海"}]}', "'end' of segment 1"),
    ("negative", _segment(start=-1), "'start' of segment 1"),
    ("null", _segment(start=None), "null"),
    ("a string", _segment(start="0"), "not a number"),
    ("true", _segment(end=True), "not a number"),
    ("100 hours", _segment(end=360_000), "99 hours"),
    ("the end first", _segment(start=2), "ends before it starts"),
    ("no text", '{"segments":[{"start":0,"end":1}]}', "has no text"),
    ("text is a list", _segment(text=["海"]), "has no text"),
    ("speaker is a list", _segment(speaker=["佐藤"]), "speaker of segment 1"),
    ("a number for a segment", '{"segments":[1]}', "no object"),
    ("cut", '{"segments":[{"start":0,"e', "no sound JSON"),
    ("deep", "[" * 200_000, "nested too deeply"),
    ("a key twice", '{"segments":[{"start":0,"start":1,"text":"海"}]}', "twice"),
    ("5000 digits", '{"segments":[{"start":' + "9" * 5000 + ',"text":"海"}]}', "digits"),
    ("another object", '{"name":"x"}', "no transcript known"),
    ("a number", "12", "a int"),
    ("an empty list", "[]", "an empty list"),
    ("empty", "{}", "an empty object"),
    ("no words", _segment(text="……"), "no words"),
    ("not JSON", "海の声", "no sound JSON"),
    ("a broken pair", '{"chunks":[{"timestamp":[1],"text":"海"}]}', "no pair"),
]


@pytest.mark.parametrize(("text", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_no_transcript(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "talk.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        read_script(file)
    assert "talk.json" in str(caught.value)
    assert caught.value.mend
    assert len(str(caught.value)) < 500


def test_lone_surrogates_are_replaced_and_said(tmp_path: Path) -> None:
    file = tmp_path / "talk.json"
    file.write_text(r'[{"start":0,"end":1,"text":"海\ud800の声"}]', encoding="utf-8")
    script = read_script(file)
    assert script.turns[0].text == "海\ufffdの声"
    assert any("surrogate" in warning for warning in script.warnings)


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.transcript.json_input._MOST_VALUES", 10)
    with pytest.raises(InputError, match="more than 10"):
        sheet_of_json("[[],[],[],[],[],[],[],[],[],[],[]]", "t")


_WORDS = st.text(st.sampled_from("海の声はい。、佐藤：（笑）A1 \n\u200b"), max_size=12)
_TIME = st.one_of(st.floats(allow_nan=True), st.integers(-5, 400_000), st.none(), st.floats(0, 100))
_SEGMENT = st.dictionaries(
    st.sampled_from(["start", "end", "startTime", "text", "body", "speaker", "x"]),
    st.one_of(_TIME, _WORDS, st.lists(_WORDS, max_size=2)),
    max_size=6,
)
_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), _TIME, _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_WORDS, inner, max_size=4)),
)


@given(st.one_of(_ANY, st.lists(_SEGMENT, max_size=5), st.lists(_SEGMENT, max_size=5).map(lambda s: {"segments": s})))
@settings(max_examples=300, deadline=None)
def test_any_json_gives_a_text_or_an_input_error(data: Any) -> None:
    with contextlib.suppress(InputError):
        sheet_of_json(json.dumps(data), "t")


@given(
    st.lists(
        st.tuples(_WORDS, st.floats(0, 1000), st.floats(0, 10), st.sampled_from([None, "佐藤", "鈴木", "佐"])),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None)
def test_every_word_and_time_is_kept(rows: list[tuple[str, float, float, str | None]]) -> None:
    data = [{"text": t, "start": a, "end": a + d, **({"speaker": s} if s else {})} for t, a, d, s in rows]
    try:
        sheet = sheet_of_json(json.dumps(data), "t")
    except InputError:
        return
    kept = "".join((*sheet.lines, *(text for _, text in sheet.excluded)))
    assert sorted("".join(kept.split())) == sorted("".join("".join(t.replace("\u200b", "") for t, *_ in rows).split()))
    starts = sorted(round(a * 1000) for t, a, _, _ in rows if t.split())
    assert [t.start_ms for mark in sheet.marks.values() for t in mark.times] == starts
    for k, mark in sheet.marks.items():
        assert all(0 <= t.at <= len(sheet.lines[k]) for t in mark.times)
