"""What other programs take: tables of cues, JSON of podcasts, labels, plain text. Each comes back as it was, or says
what it leaves out.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from subtitle_texts import NASTY, timeline

from toolkit.errors import InputError, OutputError
from toolkit.formats import TABLES, Format, Options, format_of, named, remark_rule, source_of, target_of
from toolkit.formats.frames import frame_rate, on_frames
from toolkit.formats.proof import nfc
from toolkit.model import Cue, Markup, TimedCue, Timeline
from toolkit.transcript import read_script

BOTH = [one for one in TABLES if one.reads]
CELLS = [one for one in TABLES if one.name in ("csv", "tsv", "xlsx", "docx")]
MARKERS = [one for one in TABLES if one.name in ("audition", "premiere", "resolve")]
ONE_LINE = [named()["audacity"], *MARKERS]
FRAMES = Options(rate=frame_rate("25"))
every = pytest.mark.parametrize("one", TABLES, ids=lambda one: one.name)
both = pytest.mark.parametrize("one", BOTH, ids=lambda one: one.name)
cells = pytest.mark.parametrize("one", CELLS, ids=lambda one: one.name)

RUBY = Markup(0, 2, "ruby", "しおだ")
TALK = Timeline(
    (
        TimedCue(1000, 2500, Cue("佐藤", ("潮田の海は、", "「静か」です"), None, (RUBY,)), "text"),
        TimedCue(2500, 4000, Cue("佐藤", ("Hello", "world",)), "text"),
        TimedCue(5000, 6001, Cue("鈴木", ("ええ",)), "text"),
    ),
    6001,
)  # fmt: skip


names = st.sampled_from([None, "佐藤", "鈴木 一郎", 'A, "B"', "=1+1"])
lines = st.lists(
    st.text('字幕あ,ー　 Ab<&>{\\";\t', min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=2
)
rows = st.lists(st.tuples(st.integers(0, 300_000_000), st.integers(1, 7000), names, lines), min_size=1, max_size=6)


def cues_of(rows: list[tuple[int, int, str | None, list[str]]]) -> tuple[TimedCue, ...]:
    return tuple(TimedCue(at, at + lasts, Cue(who, tuple(lines)), "text") for at, lasts, who, lines in rows)


@pytest.mark.parametrize("one", [one for one in BOTH if one not in ONE_LINE], ids=lambda one: one.name)
@given(rows)
@settings(deadline=None)
def test_what_a_table_holds_comes_back_as_it_was(
    one: Format, rows: list[tuple[int, int, str | None, list[str]]]
) -> None:
    cues = cues_of(rows)
    written = one.write(Timeline(cues, 0))
    back = one.read(written)
    assert back.cues == cues
    assert not back.remarks
    assert one.write(Timeline(back.cues, 0)) == written


@pytest.mark.parametrize("one", ONE_LINE, ids=lambda one: one.name)
@given(rows)
@settings(deadline=None)
def test_labels_come_back_on_one_line(one: Format, rows: list[tuple[int, int, str | None, list[str]]]) -> None:
    cues = tuple(on_frames(c, frame_rate("25")) for c in cues_of(rows))
    back = one.read(one.write(Timeline(cues, 0), FRAMES), frame_rate("25")).cues
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in back] == [
        (c.start_ms, c.end_ms, one.neutral(c.cue.text)) for c in cues
    ]
    if one in MARKERS:
        assert [c.cue.speaker for c in back] == [c.cue.speaker for c in cues]
    assert one.write(Timeline(back, 0), FRAMES) == one.write(Timeline(cues, 0), FRAMES)


def test_markers_are_what_editing_programs_write() -> None:
    drop = Options(rate=frame_rate("29.97df"))
    audition, premiere, resolve = (one.write(TALK, drop).split("\n") for one in MARKERS)
    assert audition[0] == "Name\tStart\tDuration\tTime Format\tType\tDescription"
    assert audition[1] == "潮田の海は、「静か」です\t0:01.000\t0:01.500\tdecimal\tCue\t佐藤"
    assert premiere[0] == "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type"
    assert premiere[1] == "潮田の海は、「静か」です\t佐藤\t00;00;01;00\t00;00;02;15\t00;00;01;15\tComment"
    assert resolve[:5] == [
        "TITLE: 字幕",
        "FCM: DROP FRAME",
        "",
        "001  001      V     C        00:00:01;00 00:00:01;01 00:00:01;00 00:00:01;01  ",
        "佐藤 |C:ResolveColorYellow |M:潮田の海は、「静か」です |D:45",
    ]


MADE_BY_OTHERS: list[tuple[str, str, list[tuple[int, int, str | None, str]]]] = [
    (
        "audition",
        "Name\tStart\tDuration\tTime Format\tType\tDescription\r\n海\t1:02:03.500\t0:00.000\tdecimal\tCue\t\r\n",
        [(3_723_500, 3_723_500, None, "海")],
    ),
    (
        "premiere",
        "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type\t\n"
        "海\t佐藤\t00;01;00;02\t00;01;01;02\t00;00;01;00\tChapter\t\n",
        [(60_060, 61_061, "佐藤", "海")],
    ),
    (
        "resolve",
        "TITLE: t\nFCM: DROP FRAME\n\n001  001      V     C        00:01:00;02 00:01:00;03 00:01:00;02 00:01:00;03  \n"
        " |C:ResolveColorBlue |M:海 |D:30\n\n* comment\n",
        [(60_060, 61_061, None, "海")],
    ),
]


@pytest.mark.parametrize(("name", "text", "expected"), MADE_BY_OTHERS, ids=[row[0] for row in MADE_BY_OTHERS])
def test_markers_of_others(name: str, text: str, expected: list[tuple[int, int, str | None, str]]) -> None:
    one = source_of(text, "markers.csv")
    assert one.name == name
    assert [(c.start_ms, c.end_ms, c.cue.speaker, c.cue.text) for c in one.read(text).cues] == expected


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_no_time_of_day_is_in_a_package(name: str) -> None:
    one = named()[name]
    with zipfile.ZipFile(io.BytesIO(one.bytes_of(one.write(TALK)))) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.read("docProps/core.xml").count(b">1980-01-01T00:00:00Z<") == 2


def test_markers_are_no_transcript(tmp_path: Path) -> None:
    (tmp_path / "m.edl").write_text(named()["resolve"].write(TALK), encoding="utf-8")
    with pytest.raises(InputError, match="jimaku convert"):
        read_script(tmp_path / "m.edl")


@pytest.mark.parametrize("one", MARKERS[1:], ids=lambda one: one.name)
def test_markers_without_a_rate_are_refused(one: Format) -> None:
    with pytest.raises(InputError, match="counts frames"):
        one.read(one.write(TALK, FRAMES))


@cells
@given(rows)
@settings(deadline=None)
def test_table_to_subrip_to_table_is_the_identity(
    one: Format, rows: list[tuple[int, int, str | None, list[str]]]
) -> None:
    """Without names, and with text that SubRip writes as it stands."""
    srt = format_of("x.srt")
    cues = tuple(replace(c, cue=Cue(None, tuple(srt.neutral(c.cue.text).split("\n")))) for c in cues_of(rows))
    table = one.write(Timeline(cues, 0))
    between = srt.write(Timeline(one.read(table).cues, 0))
    assert one.write(Timeline(srt.read(between).cues, 0)) == table


@both
@given(st.lists(st.lists(st.sampled_from(NASTY), min_size=1, max_size=12).map("".join), min_size=1, max_size=4))
@example(['"', "a,b", "1\t2", "No.,TC in,TC out,Speaker,Text"])
@settings(deadline=None)
def test_nasty_texts_come_back(one: Format, texts: list[str]) -> None:
    kept = [text for text in texts if one.neutral(text)]
    if kept:
        back = one.read(one.write(timeline(*kept))).cues
        assert [c.cue.text for c in back] == [nfc(one.neutral(text)) for text in kept]


@both
@given(
    st.lists(
        st.sampled_from(
            [
                *NASTY,
                "No.,TC in,Text\n",
                "1,00:00:01,a\n",
                '{"version":"1.0.0","segments":[',
                "{",
                '{"startTime":1,"body":"a"},',
                "]}",
                "1.0\t2.0\ta\n",
                '"',
                ",",
                "\t",
            ]
        ),
        max_size=20,
    )
)
@settings(deadline=None)
def test_reading_anything_raises_nothing_but_input_error(one: Format, pieces: list[str]) -> None:
    for text in (
        "".join(pieces),
        f"No.,TC in,Text\n{''.join(pieces)}",
        f'{{"version":"1.0.0","segments":[{"".join(pieces)}',
    ):
        try:
            found = one.read(text)
        except InputError:
            continue
        assert len(found.cues) == len(found.lines) == len(found.rows) > 0
        assert all(remark_rule(remark.rule) for remark in found.remarks)


def test_a_table_is_what_spreadsheets_read() -> None:
    written = named()["csv"].write(TALK)
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["No.", "TC in", "TC out", "Speaker", "Text"],
        ["1", "00:00:01.000", "00:00:02.500", "佐藤", "潮田の海は、\n「静か」です"],
        ["2", "00:00:02.500", "00:00:04.000", "佐藤", "Hello\nworld"],
        ["3", "00:00:05.000", "00:00:06.001", "鈴木", "ええ"],
    ]
    assert list(csv.reader(io.StringIO(named()["tsv"].write(TALK), newline=""), delimiter="\t"))[3][3] == "鈴木"


@cells
def test_a_table_is_a_transcript_to_every_command(one: Format, tmp_path: Path) -> None:
    file = tmp_path / f"talk{one.suffix}"
    file.write_bytes(one.bytes_of(one.write(TALK)))
    script = read_script(file)
    assert [(turn.speaker, turn.text) for turn in script.turns][-1] == ("鈴木", "ええ")
    assert {turn.speaker for turn in script.turns} == {"佐藤", "鈴木"}
    assert script.turns[0].paragraphs[0].times[0].start_ms == 1000


@cells
@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97", "29.97df", "30", "50", "59.94", "59.94df"])
@given(rows=rows)
@settings(deadline=None, max_examples=20)
def test_time_codes_come_back_on_their_frames(
    one: Format, rate: str, rows: list[tuple[int, int, str | None, list[str]]]
) -> None:
    found = frame_rate(rate)
    written = one.write(Timeline(cues_of(rows), 0), Options(rate=found))
    back = one.read(written, found).cues
    assert all(abs(b.start_ms - c.start_ms) <= 500 / found.fps + 1 for b, c in zip(back, cues_of(rows), strict=True))
    assert all(b.end_ms > b.start_ms for b in back)
    assert one.write(Timeline(back, 0), Options(rate=found)) == written


@given(rows)
@settings(deadline=None, max_examples=20)
def test_a_workbook_holds_the_table_as_it_is(rows: list[tuple[int, int, str | None, list[str]]]) -> None:
    one = named()["xlsx"]
    text = one.write(Timeline(cues_of(rows), 0))
    assert one.unpacked(one.bytes_of(text)) == text


def test_a_workbook_s_cells_are_text_and_what_excel_makes_of_times_is_read() -> None:
    one = named()["xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(one.bytes_of(one.write(TALK))))
    assert [cell.data_type for cell in book.active[2]] == ["s"] * 5
    assert [cell.value for cell in book.active[2]][1:] == [
        "00:00:01.000",
        "00:00:02.500",
        "佐藤",
        "潮田の海は、\n「静か」です",
    ]
    book.active["B2"] = datetime.time(0, 0, 1, 500_000)
    book.active["C2"] = datetime.timedelta(hours=25)
    out = io.BytesIO()
    book.save(out)
    (first, *_) = one.read(one.unpacked(out.getvalue())).cues
    assert (first.start_ms, first.end_ms, first.cue.speaker) == (1500, 90_000_000, "佐藤")


def test_a_script_in_word_is_what_word_reads() -> None:
    one = named()["docx"]
    document = docx.Document(io.BytesIO(one.bytes_of(one.write(TALK))))
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[:2] == [
        ["No.", "TC in", "TC out", "Speaker", "Text"],
        ["1", "00:00:01.000", "00:00:02.500", "佐藤", "潮田の海は、\n「静か」です"],
    ]
    document.tables[0].cell(1, 4).text = "潮田の海"
    document.tables[0].cell(2, 4).paragraphs[0].add_run("！")
    out = io.BytesIO()
    document.save(out)
    back = one.read(one.unpacked(out.getvalue())).cues
    assert [c.cue.text for c in back] == ["潮田の海", "Hello\nworld！", "ええ"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=9), min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_a_word_document_holds_any_text(texts: list[str]) -> None:
    one = named()["docx"]
    kept = [text for text in texts if one.neutral(text)]
    text = one.write(timeline(*kept))
    assert one.unpacked(one.bytes_of(text)) == text


def test_what_is_no_script_in_word_is_refused() -> None:
    one = named()["docx"]
    for data in (b"", b"PK\x03\x04", b"No.,TC in,Text\n"):
        with pytest.raises(InputError, match="no sound Word document"):
            one.unpacked(data)
    out = io.BytesIO()
    docx.Document().save(out)
    with pytest.raises(InputError, match="no table of cues"):
        one.unpacked(out.getvalue())


@pytest.mark.parametrize(("name", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")])
def test_what_unpacks_to_far_too_much_is_refused_unread(name: str, part: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(part, bytes(129 << 20))
    with pytest.raises(InputError, match="of absurd size"):
        named()[name].unpacked(out.getvalue())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"No.,TC in,Text\n"])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match="no sound Excel workbook"):
        named()["xlsx"].unpacked(data)


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    one = named()["xlsx"]
    with pytest.raises(OutputError, match="too long for a cell"):
        one.bytes_of(one.write(Timeline((TimedCue(0, 900, Cue(None, ("海" * 33_000,))),), 900)))


def test_time_codes_without_a_rate_are_refused() -> None:
    table = named()["csv"]
    written = table.write(TALK, Options(rate=frame_rate("29.97df")))
    assert "1,00:00:01;00,00:00:02;15,佐藤" in written
    with pytest.raises(InputError, match="00:00:01;00 counts frames") as caught:
        table.read(written)
    assert "--fps 29.97df" in caught.value.mend


WILD = [
    ("番号,開始,終了,話者,本文\n1,00:00:01,00:00:02,佐藤,はい\n", [(1000, 2000, "佐藤", "はい")], set()),
    ("TC in,TC out,Text\n00:01.5,00:02.0,はい\n", [(1500, 2000, None, "はい")], set()),
    ("Start;Text\n0:00:01,5;はい\n", [(1500, 1500, None, "はい")], set()),
    ("TC in\tTC out\tText\n00:00:01.000\t00:00:02.000\tはい\n\t\t\n", [(1000, 2000, None, "はい")], set()),
    ("\ufeffNo.,TC in,TC out,Text\n1,00:00:01.000,,は\u200bい\n2,,,注\n", [(1000, 1000, None, "はい")],
     {"CSV-STRAY", "CSV-HIDDEN"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rules"), WILD)
def test_tables_of_others(text: str, expected: list[tuple[int, int, str | None, str]], rules: set[str]) -> None:
    found = named()["csv"].read(text)
    assert [(c.start_ms, c.end_ms, c.cue.speaker, c.cue.text) for c in found.cues] == expected
    assert {remark.rule for remark in found.remarks} == rules


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "話者,本文\n佐藤,はい\n", "TC in,Text\n"])
def test_what_is_no_table_of_cues_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        named()["csv"].read(text)
    assert caught.value.mend


def test_a_time_that_cannot_be_read_names_its_line() -> None:
    with pytest.raises(InputError) as caught:
        named()["csv"].read("TC in,Text\n00:00:01,はい\nbald,ええ\n")
    assert caught.value.where == "line 3"


def test_the_json_is_that_of_podcasting_2() -> None:
    said = json.loads(named()["podcast"].write(TALK))
    assert said["version"] == "1.0.0"
    assert said["segments"][2] == {"speaker": "鈴木", "startTime": 5.0, "endTime": 6.001, "body": "ええ"}
    assert "speaker" not in json.loads(named()["podcast"].write(TALK, Options(speakers=False)))["segments"][0]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"segments":{}}', '{"segments":[]}', '{"segments":[{"body":1}]}', "[" * 99_999]
)
def test_what_is_no_such_json_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        named()["podcast"].read(text)
    assert caught.value.mend


def test_plain_text_names_who_begins(tmp_path: Path) -> None:
    plain = named()["txt"]
    written = plain.write(TALK)
    assert written == "佐藤：潮田の海は、「静か」です\nHello world\n\n鈴木：ええ\n"
    assert plain.write(TALK, Options(speakers=False)) == "潮田の海は、「静か」です\nHello world\nええ\n"
    with pytest.raises(InputError, match="only written here"):
        plain.read(written)


@pytest.mark.parametrize("name", ["csv", "podcast", "txt"])
def test_a_name_with_a_place_of_its_own_does_not_stand_in_the_text_too(name: str) -> None:
    cue = Cue("佐藤", ("（佐藤）", "はい"), None, (), "（佐藤）")
    said = Timeline((TimedCue(0, 900, cue), TimedCue(1000, 1900, replace(cue, lines=("（佐藤）",)))), 1900)
    written = named()[name].write(said)
    assert written.count("（佐藤）") == 1  # of the cue that would else be empty
    assert named()[name].write(said, Options(speakers=False)).count("（佐藤）") == 2


@pytest.mark.parametrize(
    ("who", "text", "cell"),
    [
        ("宇津井 誠", "（宇津井）はい、そうです", "はい、そうです"),
        ("宇津井 誠", "(宇津井)はい", "はい"),
        ("宇津井", "宇津井：はい", "はい"),
        ("宇津井", "宇津井:\u3000はい", "はい"),
        ("宇津井", "（笑）はい", "（笑）はい"),  # a direction
        ("宇津井", "（三輪）はい", "（三輪）はい"),  # of another
        ("宇津井", "理由：はい", "理由：はい"),
        ("宇津井", "はい（宇津井）", "はい（宇津井）"),  # not at the head
        (None, "（宇津井）はい", "（宇津井）はい"),  # no place of its own
    ],
)
@pytest.mark.parametrize("name", ["csv", "podcast"])
def test_so_does_a_name_of_cues_read_from_a_file(name: str, who: str | None, text: str, cell: str) -> None:
    written = named()[name].write(Timeline((TimedCue(0, 900, Cue(who, (text,)), "text"),), 900))
    (read,) = named()[name].read(written).cues
    assert (read.cue.speaker, read.cue.text) == (who, cell)


def test_what_is_lost_is_counted() -> None:
    assert named()["txt"].missing(TALK) == {"ruby": 1, "times": 3, "line breaks": 2}
    assert named()["audacity"].missing(TALK) == {"ruby": 1, "speaker": 3, "line breaks": 2}
    assert named()["csv"].missing(TALK, Options(readings=True)) == {}


def test_formats_are_found_by_name_and_by_content() -> None:
    assert source_of("", "x.CSV").name == "csv"
    assert source_of("WEBVTT\n", "x.csv").name == "vtt"
    assert source_of("", "x.json").name == "podcast"
    assert [source_of(one.write(TALK), "-").name for one in BOTH] == [
        *(["csv"] * 4),
        *("podcast", "audacity", "audition", "premiere", "resolve"),
    ]
    assert source_of("1.5\t2.5\tはい\n", "labels.txt").name == "audacity"
    assert source_of("start,text\r1,はい\r", "cues.txt").name == "csv"
    assert target_of("x.tsv").name == "tsv"
    assert target_of("x.txt", "txt").name == "txt"
    with pytest.raises(InputError, match="is no subtitle file by its name"):
        target_of("x.txt")


@every
@pytest.mark.parametrize("timed", [TimedCue(0, 1000, Cue(None, (" ",))), TimedCue(9, 9, Cue(None, ("あ",)))])
def test_what_no_reader_would_keep_is_refused(one: Format, timed: TimedCue) -> None:
    with pytest.raises(OutputError, match="subtitle 1"):
        one.write(Timeline((timed,), 1000))
