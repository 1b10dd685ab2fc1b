"""What is written, read by programs that are not ours: hostile texts and names, ruby, columns, colours, karaoke.

Each reader stands with the version with which it was last seen to pass; one that is not installed is skipped. imscJS
wants node, and ``npm install imsc`` in a folder that NODE_PATH names.
"""

from __future__ import annotations

import csv
import html
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import OutputError
from toolkit.formats import Options, named
from toolkit.formats.frames import frame_rate
from toolkit.model import Cue, Markup, TimedCue, Timeline

SEEN = {
    "srt": "3.5.3",
    "pysubs2": "1.8.1",
    "pysrt": "1.1.2",
    "webvtt-py": "0.6.0",
    "ttconv": "1.2.3",
    "imschrm": "1.1.0",
    "openpyxl": "3.1.5",
    "python-docx": "1.2.0",
    "imscJS": "1.1.5",
}
HOSTILE = [
    "1\n00:00:01,000 --> 00:00:02,000",
    "a --> b",
    "海\x00の\x07声",
    "<b>太い</b> & <i>",
    "{\\an8}上 {\\k20}歌",
    "甲\t乙\r丙\r\n丁",
    "改行\u2028と\u2029区切り",
    "NOTE\n\nWEBVTT",
    "＠ルビ上［海｜うみ］＠ |C:Red |M: \\N \\h",
    '"引用", =1+1; \u202e逆\u202c',
    "[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,偽",
    "</p></div><p>偽</p> ]]> &lt;",
]
NAMES = ["佐藤", "名" * 1000, "A, B\t<v C> & \r\n\u2028「」", "-->", "{\\i1}*", "＠組［1］＠|", "\x00", ""]


def talk() -> Timeline:
    """Every hostile text, each said by somebody with a hostile name."""
    cues = [Cue(NAMES[k % len(NAMES)] or None, tuple(re.split(r"\r\n|\n", t))) for k, t in enumerate(HOSTILE)]
    return Timeline(tuple(TimedCue(k * 2000, k * 2000 + 1600, cue) for k, cue in enumerate(cues)), 2000 * len(cues))


def letters(text: str) -> str:
    """Letters and digits alone, whatever their width: what no writer may lose and no reader may swallow."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def needs(name: str) -> None:
    try:
        importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        pytest.skip(f"{name} is not installed (seen with {SEEN[name]})")


def by_srt(text: str) -> list[str]:
    import srt

    return [cue.content for cue in srt.parse(text)]


def by_pysubs2(text: str) -> list[str]:
    import pysubs2

    return [event.plaintext for event in pysubs2.SSAFile.from_string(text)]


def by_pysrt(text: str) -> list[str]:
    import pysrt

    return [item.text for item in pysrt.from_string(text)]


def by_webvtt(text: str) -> list[str]:
    import webvtt

    return [caption.text for caption in webvtt.from_string(text)]


def by_ttconv(text: str) -> list[str]:
    import ttconv.imsc.reader

    body = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(text.encode()))).get_body()
    paragraphs = [e for e in body.dfs_iterator() if type(e).__name__ == "P"]
    return ["".join(e.get_text() for e in p.dfs_iterator() if type(e).__name__ == "Text") for p in paragraphs]


def by_openpyxl(text: str) -> list[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(named()["xlsx"].bytes_of(text)))
    return [str(row[4].value) for row in list(book.active.rows)[1:]]


def by_docx(text: str) -> list[str]:
    import docx

    table = docx.Document(io.BytesIO(named()["docx"].bytes_of(text))).tables[0]
    return [row.cells[4].text for row in table.rows[1:]]


def by_csv(text: str) -> list[str]:
    return [row[4] for row in csv.reader(io.StringIO(text, newline=""))][1:]


def by_json(text: str) -> list[str]:
    return [segment["body"] for segment in json.loads(text)["segments"]]


READERS: list[tuple[str, str, Callable[[str], list[str]]]] = [
    ("srt", "srt", by_srt),
    ("srt", "pysubs2", by_pysubs2),
    ("srt", "pysrt", by_pysrt),
    ("vtt", "webvtt-py", by_webvtt),
    ("vtt", "pysubs2", by_pysubs2),
    ("ass", "pysubs2", by_pysubs2),
    ("ttml", "ttconv", by_ttconv),
    ("xlsx", "openpyxl", by_openpyxl),
    ("docx", "python-docx", by_docx),
    ("csv", "", by_csv),
    ("podcast", "", by_json),
]


@pytest.mark.parametrize(
    ("form", "reader", "read"), READERS, ids=[f"{row[0]} by {row[1]} {SEEN.get(row[1], '')}" for row in READERS]
)
def test_hostile_texts_and_names(form: str, reader: str, read: Callable[[str], list[str]]) -> None:
    if reader:
        needs(reader)
    one = named()[form]
    found = read(one.write(talk()))
    if form == "vtt":  # readers that leave character references as they stand
        found = [html.unescape(text) for text in found]
    assert [letters(text) for text in found] == [letters(timed.cue.text) for timed in talk().cues]


@pytest.mark.parametrize("one", [one for one in named().values() if one.writes], ids=lambda one: one.name)
def test_half_a_character_is_refused_and_hostile_names_are_written(one) -> None:  # type: ignore[no-untyped-def]
    rate = frame_rate("25")
    half = Timeline((TimedCue(0, 1000, Cue(None, ("海\ud800",))),), 1000)
    with pytest.raises(OutputError, match="half a character"):
        one.write(half, Options(rate=rate))
    with pytest.raises(OutputError, match="half a character"):
        one.write(Timeline((TimedCue(0, 1000, Cue("\udfff", ("海",))),), 1000), Options(rate=rate))
    written = one.bytes_of(one.write(talk(), Options(rate=rate)))
    assert b"\x00" not in written or one.packs


COLUMNS = Cue("佐藤", ("12時間の海",), None, (Markup(0, 0, "placement", "＠縦右"), Markup(0, 2, "upright")))
RUBY = Cue("鈴木", ("潮田の海", "静か"), None, (Markup(0, 2, "ruby", "しおだ"), Markup(3, 4, "colour", "#FFFF00")))
ABOVE = Cue(None, ("上に",), None, (Markup(0, 0, "placement", "{\\an8}"), Markup(0, 2, "italic")))
JAPANESE = Timeline(tuple(TimedCue(k * 2000, k * 2000 + 1600, c) for k, c in enumerate((COLUMNS, RUBY, ABOVE))), 6000)


def test_ttconv_finds_columns_upright_digits_and_colours() -> None:
    needs("ttconv")
    import ttconv.imsc.reader
    from ttconv.style_properties import StyleProperties

    document = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(named()["ttml"].write(JAPANESE).encode())))
    regions = {region.get_id(): region.get_style(StyleProperties.WritingMode) for region in document.iter_regions()}
    assert regions["right"].value == "tbrl"
    assert all(r.get_style(StyleProperties.MultiRowAlign).value == "start" for r in document.iter_regions())
    spans = [e for e in document.get_body().dfs_iterator() if type(e).__name__ == "Span"]
    combined = [s for s in spans if s.get_style(StyleProperties.TextCombine) is not None]
    assert [s.get_style(StyleProperties.TextCombine).value for s in combined] == ["all"]
    assert [s.get_style(StyleProperties.Color).components for s in spans if s.get_style(StyleProperties.Color)] == [
        (255, 255, 0, 255)
    ]


def test_ttconv_finds_a_reading_in_a_cue_of_one_colour() -> None:
    needs("ttconv")
    import ttconv.imsc.reader

    marks = (Markup(0, 4, "colour", "#FFFF00"), Markup(0, 4, "bold"), Markup(0, 2, "ruby", "しおだ"))
    written = named()["ttml"].write(Timeline((TimedCue(0, 1000, Cue("佐藤", ("潮田の海",), None, marks)),), 1000))
    assert '<p begin="00:00:00.000" end="00:00:01.000" ttm:agent="agent-1" tts:color="#FFFF00" ' in written
    document = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(written.encode())))
    assert [type(e).__name__ for e in document.get_body().dfs_iterator()].count("Ruby") == 1
    assert set(named()["ttml"].read(written).cues[0].cue.markup) == set(marks)


@pytest.mark.parametrize("timeline", [JAPANESE, talk()], ids=["Japanese", "hostile"])
def test_the_render_model_of_imsc_holds(timeline: Timeline) -> None:
    needs("imschrm")
    from imschrm import doc_sequence, hrm

    faults: list[str] = []

    class Handler(hrm.EventHandler):  # type: ignore[misc]
        def error(self, msg: str, *_: object) -> None:
            faults.append(msg)

    hrm.validate(doc_sequence.iter_isd(iter([(0, None, named()["ttml"].write(timeline))])), Handler())
    assert faults == []


IMSCJS = """
const imsc = {...require("imsc/src/main/js/doc.js"), ...require("imsc/src/main/js/isd.js")};
const pack = require("imsc/package.json");
const told = [], tell = (message) => {told.push(message);};
const handler = {info: tell, warn: tell, error: tell, fatal: tell};
const page = require("fs").readFileSync(0, "utf8"), document = imsc.fromXML(page, handler);
const words = (e) => (e.text || "") + (e.contents || []).map(words).join("");
const found = document.getMediaTimeEvents().map((at) =>
  imsc.generateISD(document, at + 0.001, handler).contents.map((region) => [region.id, words(region)]));
console.log(JSON.stringify({version: pack.version, told, found}));
"""


@pytest.mark.parametrize("timeline", [JAPANESE, talk()], ids=["Japanese", "hostile"])
def test_imscjs_shows_every_cue(timeline: Timeline, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = tmp_path / "show.js"
    script.write_text(IMSCJS, encoding="utf-8")
    page = named()["ttml"].write(timeline).encode()
    done = subprocess.run([node, str(script)], input=page, capture_output=True, check=False, env=dict(os.environ))
    if b"Cannot find module 'imsc" in done.stderr:
        pytest.skip(f"imscJS is not installed where NODE_PATH says (seen with {SEEN['imscJS']})")
    assert done.returncode == 0, done.stderr.decode()
    said = json.loads(done.stdout)
    assert said["told"] == []
    shown = [letters(words) for regions in said["found"] for _, words in regions if letters(words)]
    assert shown == [letters(t.cue.text.replace("潮田", "潮田しおだ")) for t in timeline.cues]
