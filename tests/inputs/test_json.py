"""JSON of recognisers, meeting tools, podcasts and chats, by kind: who says what, what stands beside it, and what is
no transcript. Times have a file of their own (``test_json_times``).
"""

from __future__ import annotations

import contextlib
import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recognisers import NAMES, SHAPES, Said

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.records.transcript import sheet_of_json
from toolkit.inputs.sheet import Sheet


def sheet(data: Any) -> Sheet:
    return sheet_of_json(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), "talk.json")


def said(found: Sheet) -> Said:
    marks = [found.mark(k) for k in range(len(found.lines))]
    times = [(m.times[0].start_ms, m.times[0].end_ms) if m.times else (None, None) for m in marks]
    return [(m.speaker, *t, line) for m, t, line in zip(marks, times, found.lines, strict=True)]


def speakers(found: Sheet) -> list[str]:
    return [speaker for speaker, *_ in said(found)]


@pytest.mark.parametrize(("data", "wanted"), SHAPES.values(), ids=SHAPES)
def test_every_shape_says_the_same(data: Any, wanted: Said) -> None:
    assert said(sheet(data)) == wanted


@pytest.mark.parametrize("data", [data for data, _ in SHAPES.values()], ids=SHAPES)
def test_no_copy_of_the_talk_is_taken_for_more_of_it(data: Any) -> None:
    found = sheet(data)
    assert not any("none of the segments" in warning for warning in found.warnings)
    assert {left.text for left in found.left_out} <= {"釣り部", "港の朝の話をした。"}


def test_short_keys() -> None:
    found = sheet(
        [{"t": 0, "name": "波多", "msg": "一曲目、どうでした。"}, {"t": 9500, "name": "リサ", "msg": "冷たい川。"}]
    )
    assert [(who, text) for who, *_, text in said(found)] == [("波多", "一曲目、どうでした。"), ("リサ", "冷たい川。")]


# ------------------------------------------------------------------------------------------------- words and sentences


def timed(*texts: str, **more: Any) -> list[dict[str, Any]]:
    """A segment every three seconds."""
    return [{"start": k * 3, "end": k * 3 + 2, "text": text} | more for k, text in enumerate(texts)]


BLANKS = [
    ("はい どう も、 今日 は IT の 話", "はいどうも、今日はITの話"),
    ("Open AI の API を 使い ます", "Open AIのAPIを使います"),
    ("二 十 六 度 あっ た 。", "二十六度あった。"),
    ("今日は港の話です それから 朝の網の話もします", "今日は港の話です それから 朝の網の話もします"),
    ("どうも", "どうも"),
    ("Hello my friend", "Hello my friend"),
    ("오늘은 항구 이야기", "오늘은 항구 이야기"),
]


@pytest.mark.parametrize(("text", "wanted"), BLANKS)
def test_blanks_between_words(text: str, wanted: str) -> None:
    assert sheet(timed(text)).lines == (wanted,)


def words(*rows: tuple[float, float, str], **more: Any) -> Sheet:
    return sheet({"words": [{"start": a, "end": b, "word": w} | more for a, b, w in rows]})


def test_words_part_at_sentences_and_pauses() -> None:
    found = words((0, 0.5, "海"), (0.5, 1, "です。"), (1, 1.5, "港"), (1.5, 2, "と"), (3, 3.5, "船"), (3.5, 4, "です"))
    assert said(found) == [("", 0, 1000, "海です。"), ("", 1000, 2000, "港と"), ("", 3000, 4000, "船です")]


def test_latin_words_keep_their_blanks() -> None:
    plain = words((0, 0.5, "Hello"), (0.5, 1, "world"), (1, 1.2, ","), (1.2, 1.5, "港"), (1.5, 2, "の"), (2, 3, "IT"))
    assert plain.lines == ("Hello world,港のIT",)
    own = words((0, 0.5, " Hello"), (0.5, 1, " wor"), (1, 1.2, "ld"), (1.2, 1.5, "."))
    assert own.lines == ("Hello world.",)


def test_several_lines_of_one_record() -> None:
    cue = sheet(
        [{"start": 0, "end": 4, "text": "今日は\n港の話です。\n明日は"}, {"start": 5, "end": 6, "text": "休み"}]
    )
    assert cue.lines == ("今日は", "港の話です。", "明日は", "休み")
    assert [cue.mark(k).joins for k in range(4)] == [False, True, False, False]
    chat = sheet([{"name": "大場", "message": "了解です\nまた明日"}, {"name": "李", "message": "はい"}])
    assert speakers(chat) == ["大場", "大場", "李"]
    assert not any(chat.mark(k).joins for k in range(3))


def test_rolling_captions_say_each_line_once() -> None:
    cues = [(0, 2, "港の朝は"), (2, 4, "港の朝は\n三時に"), (4, 6, "三時に\n始まり"), (6, 8, "始まり\nます")]
    found = sheet([{"text": t, "start": a, "duration": b - a} for a, b, t in cues])
    starts = [(start, text) for _, start, _, text in said(found)]
    assert starts == [(0, "港の朝は"), (2000, "三時に"), (4000, "始まり"), (6000, "ます")]


# ------------------------------------------------------------------------------------------------------------ speakers


@pytest.mark.parametrize(
    "names", [("SPEAKER_00", "SPEAKER_01"), ("0", "1"), ("A", "B"), ("../../x", "{0.__class__}"), ("CON", "-rf")]
)
def test_any_name_is_a_name(names: tuple[str, str]) -> None:
    rows = timed("静かでした。", "静かでした。")
    assert speakers(sheet([row | {"speaker": name} for row, name in zip(rows, names, strict=True)])) == list(names)


CLEAN: list[tuple[Any, str]] = [
    ("大\x1b[31m場", "大[31m場"),
    ("\u202e大場", "大場"),
    ("大\ud800場", "大場"),
    ("大\n場\0", "大 場"),
    ("か\u3099く", "がく"),
    (["大場"], "大場"),
    (["大場", "李"], "大場・李"),
    ({"id": 4, "name": "大場"}, "大場"),
    (7, "7"),
    (2.0, "2"),
    (None, ""),
    (True, ""),
    ([0.5], ""),
    ("", ""),
]


@pytest.mark.parametrize(("name", "wanted"), CLEAN)
def test_names_are_clean(name: Any, wanted: str) -> None:
    assert speakers(sheet([{"speaker": name, "start": 0, "end": 1, "text": "はい。"}])) == [wanted]


TABLES: dict[str, dict[str, Any]] = {
    "a list": {"speakers": [{"id": "s0", "name": "大場"}, {"id": "s1", "name": "李"}]},
    "other words": {
        "participants": [{"speaker_id": "s0", "displayName": "大場"}, {"speaker_id": "s1", "displayName": "李"}]
    },
    "a map": {"speaker_names": {"s0": "大場", "s1": "李"}},
    "a map of objects": {"metadata": {"speakers": {"s0": {"name": "大場"}, "s1": {"name": "李"}}}},
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_table_names_the_speakers(table: dict[str, Any]) -> None:
    rows = [row | {"speaker": f"s{k}"} for k, row in enumerate(timed("静かでした。", "静かでした。", "静かでした。"))]
    assert speakers(sheet({"segments": rows} | table)) == ["大場", "李", "s2"]


def test_a_table_by_numbers() -> None:
    rows = [row | {"speaker": k} for k, row in enumerate(timed("はい。", "ええ。"))]
    table = {"0": {"name": "大場"}, "1": {"name": "李"}}
    assert speakers(sheet({"speakers": table, "segments": rows})) == list(NAMES)


def test_numbers_count_into_a_list_of_names() -> None:
    rows = [row | {"speaker": k} for k, row in enumerate(timed("はい。", "ええ。"))]
    assert speakers(sheet({"speakers": list(NAMES), "segments": rows})) == list(NAMES)
    assert speakers(sheet({"speakers": [{"name": name} for name in NAMES], "segments": rows})) == list(NAMES)
    assert speakers(sheet({"participants": list(NAMES), "segments": rows})) == ["0", "1"]


def test_a_name_is_better_than_a_number() -> None:
    rows = zip(timed("はい。", "ええ。"), enumerate(NAMES), strict=True)
    assert speakers(sheet([row | {"speaker_id": k, "speaker_name": name} for row, (k, name) in rows])) == list(NAMES)


def test_a_channel_is_a_speaker_where_it_tells_people_apart() -> None:
    rows = timed("はい。", "ええ。", speaker="S")
    assert speakers(sheet([row | {"channel": k} for k, row in enumerate(rows)])) == ["0", "1"]
    assert speakers(sheet(timed("はい。", "ええ。", channel=0))) == ["", ""]


def test_a_record_without_a_speaker_has_that_of_its_words() -> None:
    rows = timed("はい。", "ええ。", speaker="A")
    rows.append({"start": 6, "end": 7, "text": "いえ。", "words": [{"word": "いえ", "speaker": "B"}, {"word": "。"}]})
    assert speakers(sheet(rows)) == ["A", "A", "B"]


# ----------------------------------------------------------------------------------- what stands beside the transcript

BESIDE: dict[str, Any] = {
    "showTitle": "海のすきま",
    "episodeTitle": "第六十四回　部長が腕を組むとき",
    "published": "2023-11-02",
    "guests": ["汐見", {"name": "大場"}],
    "description": "飼育員さんに聞きました。",
    "audioUrl": "https://example.com/64.mp3",
    "keywords": ["深海魚", "水族館"],
    "chapters": [{"startTime": 0, "title": "はじめに"}],
    "language": "ja",
    "segments": timed("こんにちは、ミナです。", speaker="ミナ", emotion="喜び", id="a7"),
}


def test_title_and_metadata() -> None:
    found = sheet(BESIDE)
    assert found.title == "第六十四回 部長が腕を組むとき"
    assert found.meta == {
        "showTitle": "海のすきま",
        "published": "2023-11-02",
        "guests": "汐見、大場",
        "description": "飼育員さんに聞きました。",
    }


def test_other_words_are_listed_and_words_of_machines_are_not() -> None:
    found = sheet(BESIDE)
    assert sorted(left.text for left in found.left_out) == ["はじめに", "喜び", "水族館", "深海魚"]
    assert {left.why for left in found.left_out} == {"column"}
    assert found.warnings == ()


TEXTS = ("今日は港の朝の話を伺います。", "三時に網を上げます。", "それは早いですね。")


def test_a_copy_of_the_whole_text_is_read_once() -> None:
    found = sheet({"fullText": " ".join(TEXTS).replace("は", "は、"), "segments": timed(*TEXTS)})
    assert (found.lines, found.left_out, found.warnings) == (TEXTS, (), ())


def test_words_that_only_the_whole_text_has_are_listed_and_said() -> None:
    whole = TEXTS[0] + "なるほど。" + TEXTS[1] + "ええ、本当に。" + TEXTS[2] + "以上です。"
    found = sheet({"fullText": whole, "segments": timed(*TEXTS)})
    assert found.lines == TEXTS
    assert [left.text for left in found.left_out] == ["なるほど", "ええ、本当に", "以上です"]
    assert any("'fullText' holds 13 letters that are in none of the segments" in warning for warning in found.warnings)


def test_words_that_only_an_earlier_result_has_are_listed_and_said() -> None:
    times = [{"startTime": f"{k}s", "endTime": f"{k + 1}s"} for k in range(21)]
    first = [at | {"word": w} for at, w in zip(times, "今日は港の朝の話を伺いますよろしくどうぞ", strict=False)]
    last = [word | {"speakerTag": 1} for word in first if word["word"] != "話"]
    found = sheet({"results": [{"alternatives": [{"words": first}]}, {"alternatives": [{"words": last}]}]})
    assert "".join(found.lines) == "今日は港の朝のを伺いますよろしくどうぞ"
    assert [left.text for left in found.left_out] == ["話"]
    assert any("'word' holds 1 letters" in warning for warning in found.warnings)


def test_a_file_of_nothing_but_text() -> None:
    found = sheet({"text": "大場：はい。\n李：どうぞ。", "title": "港の話", "language": "ja"})
    assert (found.lines, found.title, found.spoken) == (("大場：はい。", "李：どうぞ。"), "港の話", False)


def test_a_list_of_lines() -> None:
    lines = ["大場：はい。", "李：どうぞ。"]
    assert sheet({"title": "港の話", "transcript": lines, "keywords": ["港"]}).lines == tuple(lines)
    assert sheet(lines).lines == tuple(lines)
    with pytest.raises(InputError, match="no transcript known"):
        sheet(["港", "網", "船"])


def test_a_text_with_chapters_is_read_and_not_the_chapters() -> None:
    chapters = [{"start": 0, "headline": "港の朝"}, {"start": 5, "headline": "網"}]
    found = sheet({"text": "".join(TEXTS), "chapters": chapters})
    assert (found.lines, [left.text for left in found.left_out]) == (("".join(TEXTS),), ["港の朝", "網"])


def test_the_whole_text_is_read_where_the_segments_are_cut_short() -> None:
    found = sheet({"text": "".join(TEXTS), "segments": timed(TEXTS[1])})
    assert found.lines == ("".join(TEXTS),)
    assert any("'segments' holds less than half of it" in warning for warning in found.warnings)


def test_long_speeches_are_cut_by_their_words() -> None:
    """One utterance of minutes has a time at its ends only; its words tell when each sentence is said."""
    tokens = [word for text in TEXTS * 5 for word in (text[:3], text[3:6], text[6:])]
    listed = [{"text": t, "start": k * 1000, "end": k * 1000 + 900, "speaker": "A"} for k, t in enumerate(tokens)]
    speech = {"speaker": "A", "text": "".join(tokens), "start": 0, "end": 45_000}
    found = sheet({"text": "".join(tokens), "words": listed, "utterances": [speech]})
    assert (found.lines, speakers(found)) == (TEXTS * 5, ["A"] * 15)
    assert [start for _, start, _, _ in said(found)] == [k * 3000 for k in range(15)]
    without_signs = [word | {"text": str(word["text"]).strip("。")} for word in listed]
    assert len(sheet({"words": without_signs, "utterances": [speech]}).lines) == 1


def test_a_translation_is_left_out() -> None:
    english = "The port was very quiet in those days."
    found = sheet({"segments": timed(*TEXTS), "translations": {"en": timed(english)}})
    assert (found.lines, [left.text for left in found.left_out]) == (TEXTS, [english])


# ------------------------------------------------------------------------------------------------- bad and other files


def _segment(**changed: Any) -> str:
    return json.dumps({"segments": [{"start": 0, "end": 1, "text": "海"} | changed]})


_CHAPTERS = {
    "title": "港の話",
    "chapters": [{"startTime": k * 60, "title": "はじめに", "value": "朝の港"} for k in range(9)],
}
_PEOPLE = [{"name": name, "profile": "漁師になって三十年。港の朝を知る。"} for name in ("大場", "李", "榊", "浜野")]
_PRODUCT = {"id": 1, "title": "網", "price": 100, "body": "丈夫な網です。", "author": "大場"}
BAD: list[tuple[str, str, str]] = [
    ("NaN", '{"segments":[{"start":NaN,"end":1,"text":"海"}]}', "NaN"),
    ("Infinity", '{"segments":[{"start":0,"end":Infinity,"text":"海"}]}', "Infinity"),
    ("no text", '{"segments":[{"start":0,"end":1}]}', "a list of 1 objects with 'start', 'end'"),
    ("a number for a segment", '{"segments":[1]}', "an object with 'segments'"),
    ("cut", '{"segments":[{"start":0,"e', "no sound JSON"),
    ("cut in a line", '{"text":"海","start":1}\n{"text":"港","st', r"no sound JSON: .* \(line 2"),
    ("something after it", '{"text":"海","start":1} はい', "no sound JSON"),
    ("two numbers", "1 2", "no sound JSON: Extra data"),
    ("deep", "[" * 200_000, "nested too deeply"),
    ("deep but whole", "[" * 900 + "]" * 900, "no transcript known"),
    ("a key twice", '{"segments":[{"start":0,"start":1,"text":"海"}]}', "'start' twice"),
    ("5000 digits", '{"segments":[{"start":' + "9" * 5000 + ',"text":"海"}]}', "digits"),
    ("another object", '{"name":"x"}', "an object with 'name'"),
    ("a number", "12", "a int"),
    ("an empty list", "[]", "an empty list"),
    ("empty", "{}", "an empty object"),
    ("no words", _segment(text="……"), "no words"),
    ("not JSON", "海の声", "no sound JSON"),
    ("products", json.dumps([_PRODUCT] * 9), "'id', 'title', 'price'"),
    ("chapters", json.dumps(_CHAPTERS), "'startTime', 'title', 'value'"),
    ("people", json.dumps(_PEOPLE), "'name', 'profile'"),
    ("an id", json.dumps({"type": "service", "text": "1114475557107798103"}), "'type', 'text'"),
    ("words to learn", json.dumps([{"word": "apple"}, {"word": "orange"}]), "a list of 2 objects with 'word'"),
    ("a map", json.dumps({"type": "FeatureCollection", "features": [{"properties": {"name": "港"}}]}), "'features'"),
    (
        "a log",
        json.dumps([{"time": "2024-05-01T20:00:00Z", "level": "info", "message": "起動しました。"}] * 3),
        "'level'",
    ),
    ("settings", json.dumps({"scripts": {"test": "pytest"}, "dependencies": {"a": "1"}}), "'scripts', 'dependencies'"),
]


@pytest.mark.parametrize(("text", "says"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_what_is_no_transcript(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        sheet(text)
    assert "talk.json" in str(caught.value)
    assert caught.value.mend
    assert len(str(caught.value)) < 500


def test_two_episodes_are_two_transcripts() -> None:
    episodes = [
        {"title": "一", "segments": timed(*TEXTS)},
        {"title": "二", "segments": timed(*TEXTS[1:], "別の話です。")},
    ]
    with pytest.raises(InputError, match="holds 2 transcripts"):
        sheet({"episodes": episodes})


def test_lone_surrogates_are_replaced_and_said() -> None:
    found = sheet(r'[{"start":0,"end":1,"text":"海\ud800の声"}]')
    assert found.lines == ("海\ufffdの声",)
    assert any("surrogate" in warning for warning in found.warnings)


def test_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.records.load._MOST_VALUES", 10)
    with pytest.raises(InputError, match="more than 10"):
        sheet("[[],[],[],[],[],[],[],[],[],[],[]]")


@pytest.mark.parametrize("name", ["talk.jsonl", "talk.ndjson", "talk.json", "talk", "talk.txt"])
def test_the_door_knows_json(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    rows = timed("はい。", "ええ。", "はい。", speaker="大場")
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    assert speakers(document_at(file).sheet) == ["大場"] * 3


def test_braces_in_a_text_are_no_json(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text('{"海"}と言うと、\nはい。', encoding="utf-8")
    assert document_at(file).sheet.lines == ('{"海"}と言うと、', "はい。")


SLOW: dict[str, Any] = {
    "talks": [{"talk": [{"start": 0, "text": f"{k}番の朝の港の話です。"}] * 2} for k in range(1000)],
    "talks without times": [{"talk": [{"text": f"{k}番の朝の港の話です。"}] * 4} for k in range(1000)],
    "blanks": timed("海" + " " * 200_000 + "x"),
    "one letter": {"text": "は" * 200_000, "segments": timed(*["は" * 100] * 1000)},
    "words without ends": {"words": [{"start": k / 10, "word": "海"} for k in range(10_000)]},
    "signs": {
        "words": [{"start": k, "end": k, "word": "。」.)"} for k in range(10_000)] + [{"start": 0, "word": "海"}]
    },
    "results that each begin anew": {
        "results": [{"words": [{"start": k, "end": k + 1, "word": "海辺"} for k in range(n)]} for n in range(1, 150)]
    },
    "many keys": [row | {f"k{k}": "港の朝"} for k, row in enumerate(timed(*["はい"] * 3000))],
}


@pytest.mark.parametrize("data", SLOW.values(), ids=SLOW)
def test_in_linear_time(data: Any) -> None:
    text = json.dumps(data)
    began = time.process_time()
    sheet(text)
    assert time.process_time() - began < 5


# ---------------------------------------------------------------------------------------------------------- properties

_WORDS = st.text(st.sampled_from("海の声はい。、佐藤：（笑）A1 \n\u200b"), max_size=12)
_TIMES = st.one_of(
    st.floats(allow_nan=True),
    st.integers(-5, 400_000),
    st.none(),
    st.floats(0, 100),
    st.sampled_from(["1.2s", "0:01", "PT1S"]),
)
_KEYS = st.sampled_from(
    "start end startTime text body speaker x words alternatives timestamp name message results offsets word".split()
)
_ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), _TIMES, _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(_WORDS, _KEYS), inner, max_size=5)),
    max_leaves=25,
)


@given(st.one_of(_ANY, st.lists(st.dictionaries(_KEYS, _ANY, max_size=6), max_size=5)))
@settings(max_examples=150, deadline=None)
def test_any_json_gives_a_text_or_an_input_error(data: Any) -> None:
    with contextlib.suppress(InputError):
        sheet(data)


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
        found = sheet(data)
    except InputError:
        return
    kept = "".join((*found.lines, *(text for _, text in found.excluded)))
    assert sorted("".join(kept.split())) == sorted("".join("".join(t.replace("\u200b", "") for t, *_ in rows).split()))
    starts = sorted(round(a * 1000) for t, a, _, _ in rows if t.split())
    assert [t.start_ms for mark in found.marks.values() for t in mark.times] == starts
    for k, mark in found.marks.items():
        assert all(0 <= t.at <= len(found.lines[k]) for t in mark.times)
