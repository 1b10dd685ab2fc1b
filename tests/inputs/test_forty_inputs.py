"""The kinds of damaged, hostile and merely odd transcripts, one row each: an answer or one clear line, never a
traceback.

Rows are numbered as in the project's list of forty; the numbers left out are kinds of lexicons, project files, batches
or subtitles.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from documents import RELATIONS, docx, p, package, r, ruby, table, xml

from toolkit.cli import cli
from toolkit.errors import InputError
from toolkit.model import Script
from toolkit.pipeline import Cutting, subtitles
from toolkit.styles import STYLES
from toolkit.system.files import safe_name
from toolkit.transcript import read_script

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"
TALK = f"佐藤：{LONG}\n鈴木：{ASK}\n佐藤：{LONG}\n"
WINDOWS = "髙﨑①㈱と書く。ﾊﾟｿｺﾝは半角で打つ。とても古い書類だ。\n"


class Row(NamedTuple):
    """``error``: what the one line must say; '' where there must be a script that has ``text`` in it and ``warning``
    among its warnings.
    """

    number: int
    what: str
    data: bytes | str
    error: str = ""
    text: str = ""
    warning: str = ""
    name: str = "talk.txt"


def _talk_of(*names: str) -> str:
    return "".join(f"{name}：{LONG}\n" for name in names * 3)


def _srt(text: str) -> str:
    return f"1\n00:00:01,000 --> 00:00:02,000\n{text}\n"


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + xml("document", p("&b;"))[38:]
OUTSIDE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + xml("document", p("&e;"))[38:]
WORD = "talk.docx"
ROWS = [
    Row(1, "empty", b"", "is empty"),
    *(
        Row(1, f"empty {kind}", b"", "is empty", name=f"talk{kind}")
        for kind in (".docx", ".html", ".json", ".srt", ".vtt")
    ),
    Row(2, "a mark alone", "\ufeff", "no words"),
    Row(2, "blanks alone", "\ufeff\u3000\r\n\n \t\n", "no words"),
    Row(3, "CP932", (WINDOWS * 2).encode("cp932"), text="髙﨑①㈱と書く。ﾊﾟｿｺﾝは", warning="CP932"),
    Row(4, "EUC-JP", TALK.encode("euc_jp"), text=LONG, warning="EUC-JP"),
    Row(5, "ISO-2022-JP", TALK.encode("iso2022_jp"), text=LONG),
    Row(6, "UTF-16, CRLF", TALK.replace("\n", "\r\n").encode("utf-16"), text=LONG),
    Row(7, "UTF-8 cut", TALK.encode()[:-2], "cut or damaged"),
    Row(8, "two encodings", TALK.encode() + WINDOWS.encode("cp932"), "two encodings"),
    Row(9, "control signs", TALK.replace("港", "港\0\x1b[31m\x07\x9b"), text="その頃の港[31mは", warning="control"),
    Row(
        10,
        "half a character",
        r'[{"start":0,"end":1,"text":"海\ud800の声"}]',
        text="海\ufffdの声",
        warning="surrogate",
        name="talk.json",
    ),
    Row(11, "decomposed", TALK.replace("が", "か\u3099").replace("で", "て\u3099"), text=LONG),
    Row(12, "joined signs", "葛\U000e0100飾の👨‍👩‍👧と🇯🇵とﾊﾟﾝだ。", text="葛\U000e0100飾の👨‍👩‍👧と🇯🇵とﾊﾟﾝだ。"),
    Row(
        13,
        "direction signs",
        f"佐\u202e藤：{LONG}\n佐\u200b藤：{LONG}\n鈴\u2066木：{ASK}\n",
        text=LONG,
        warning="text-direction",
    ),
    Row(14, "line ends of other worlds", "海\x0bの\x0c声\x85が\u2028し\u2029た。", text="海 の 声 が し た。"),
    Row(15, "CR alone and mixed", TALK.replace("\n", "\r", 1).replace("\n", "\r\n", 1), text=LONG),
    Row(16, "300 kB on a line", "海の声がしました。" * 12_000, text="海の声がしました。" * 12_000),
    Row(17, "many lines", "海。\n" * 30_000, text="海。"),
    *(
        Row(18, f"a run of {sign!r}", "海の声。\n" + sign * 50_000, text="海の声。")
        for sign in " (（[「1<-*_`《：:.―#&{\\"
    ),
    *(
        Row(18, f"a run of {s!r} in a page", "<p>海の声。</p>" + s * 50_000, text="海の声。", name="a.html")
        for s in "<&/!-= \n"
    ),
    *(
        Row(18, f"a run of {s!r} in subtitles", _srt("海の声。") + s * 50_000, text="海の声。", name="a.srt")
        for s in "<{1-\n>:"
    ),
    *(
        Row(
            19,
            f"a speaker {n!r}",
            json.dumps([{"speaker": n, "start": 0, "end": 1, "text": LONG}]),
            text=LONG,
            name="t.json",
        )
        for n in ("../../x", "/etc/passwd", "CON", "-rf", "a\nb", "a\0b", "{0.__class__}", "%s%d", "$(x)", "`x`")
    ),
    Row(
        20,
        "a name of 10,000 signs",
        json.dumps([{"speaker": "佐" * 10_000, "start": 0, "end": 1, "text": LONG}]),
        text=LONG,
        name="t.json",
    ),
    Row(21, "names equal after folding", _talk_of("がく", "ガク", "ｶﾞｸ"), text=LONG),
    Row(
        22,
        "markup of every format",
        f"{LONG}<script>alert(1)</script>{{\\p1}}&lt;<v 佐藤>",
        text="<script>alert(1)</script>{\\p1}&lt;<v 佐藤>",
    ),
    Row(23, "a timing line in a text", f"{LONG}\n\n2\n00:00:05,000 --> 00:00:06,000\n{ASK}\n", text=ASK),
    Row(24, "a formula", "=SUM(A1:A3)\n+1\n@SUM\n海の声。", text="=SUM(A1:A3)"),
    Row(
        25,
        "signs of engines",
        f'{LONG}<break time="600s"/>&speaker=99<audio src="file:///x"/>',
        text='<break time="600s"/>&speaker=99',
    ),
    Row(
        29,
        "a rich Word document",
        docx(
            p(
                "海の",
                ruby("声", "こえ"),
                f"<w:ins>{r('が')}</w:ins>",
                f"<w:del>{r('X')}</w:del>",
                r("Y", "<w:vanish/>"),
                "した。",
            )
            + table(("中", "外"))
        ),
        text="海の声がした。",
        warning="tracked changes",
        name=WORD,
    ),
    Row(30, "billion laughs", package({"word/document.xml": LAUGHS}), "DTD", name=WORD),
    Row(30, "an external entity", package({"word/document.xml": OUTSIDE}), "DTD", name=WORD),
    Row(31, "a text bomb", package({"word/document.xml": b"<x>" + b" " * (70 * 2**20)}), "unpacks to more", name=WORD),
    Row(31, "a huge unused part", docx(p(LONG), extra={"word/media/x": b"\0" * 20_000_000}), text=LONG, name=WORD),
    Row(
        31, "many parts", docx(p(LONG), extra={f"x{k}": "" for k in range(10_001)}), "more than 10000 parts", name=WORD
    ),
    Row(32, "not a zip", "海の声", "no ZIP", name=WORD),
    Row(32, "an old .doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "old Office.*save it as .docx", name=WORD),
    Row(
        32,
        "an old .doc by its name",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "save it as .docx",
        name="talk.doc",
    ),
    Row(32, "cut", docx(p(LONG * 500))[:-300], "damaged", name=WORD),
    Row(32, "no document.xml", package({"_rels/.rels": RELATIONS}), "no word/document.xml", name=WORD),
    Row(33, "members with evil names", docx(p(LONG), extra={"../../evil": "x", "/evil": "x"}), text=LONG, name=WORD),
    Row(
        34,
        "scripts and hidden text",
        "<script>x</script><p hidden>y</p><p>海の声。</p>",
        text="海の声。",
        name="a.html",
    ),
    Row(
        34,
        "a lie about the charset",
        "<meta charset=euc-jp><p>海の声。".encode(),
        text="海の声。",
        warning="though the page says",
        name="a.html",
    ),
    Row(
        34,
        "ruby and links",
        "<p><ruby>海<rt>うみ</rt></ruby>の声<img src=http://example.com/x>",
        text="海の声",
        name="a.html",
    ),
    Row(34, "100,000 deep", "<div>" * 100_000 + "海の声", text="海の声", name="a.html"),
    Row(34, "nothing to see", "<script>海</script>", "no words", name="a.html"),
    Row(35, "a number", "5", "no transcript known", name="t.json"),
    Row(35, "NaN", '[{"start":NaN,"text":"海"}]', "NaN", name="t.json"),
    Row(35, "negative", f'[{{"start":-1,"text":"{LONG}"}}]', text=LONG, warning="outside", name="t.json"),
    Row(35, "null", f'[{{"start":null,"end":1,"text":"{LONG}"}}]', text=LONG, warning="when it starts", name="t.json"),
    Row(35, "cut", '[{"start":0,"text":"海"', "no sound JSON", name="t.json"),
    Row(35, "deep", "[" * 100_000, "nested too deeply", name="t.json"),
    Row(35, "a key twice", '[{"start":0,"start":1,"text":"海"}]', "twice", name="t.json"),
    Row(36, "dots", _srt("海の声。").replace(",", "."), text="海の声。", name="a.srt"),
    Row(36, "no index", _srt("海の声。")[2:], text="海の声。", name="a.srt"),
    Row(36, "61 minutes", "1\n00:61:00,000 --> 00:61:01,000\n海の声。", text="海の声。", name="a.srt"),
    Row(
        36,
        "100 hours",
        "1\n100:00:00,000 --> 100:00:01,000\n海の声。",
        text="海の声。",
        warning="99 hours",
        name="a.srt",
    ),
    Row(
        36,
        "overlap and no blank line",
        _srt("海の声。") + "2\n00:00:01,500 --> 00:00:03,000\n次。",
        text="海の声。",
        name="a.srt",
    ),
    Row(36, "coordinates", _srt("海の声。").replace(",000\n", ",000 X1:1 X2:2\n", 1), text="海の声。", name="a.srt"),
    Row(
        36,
        "header lines",
        "WEBVTT x\nKind: captions\n\nSTYLE\na{}\n\n" + _srt("海の声。"),
        text="海の声。",
        name="a.vtt",
    ),
    Row(36, "no timing", "海の声。", "no subtitle", name="a.srt"),
    *(
        Row(37, f"a file named {n!r}", LONG, text=LONG, name=n)
        for n in (
            "it's.txt",
            "-v.txt",
            "a\nb.txt",
            "%d.txt",
            "concat:x.txt",
            "が.txt",
            "か\u3099.txt",
            "海" * 83 + ".txt",
        )
    ),
    Row(39, "a recording", b"RIFF\xff\xff\xff\xffWAVEfmt ", "RIFF", name="talk.wav"),
    Row(40, "a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture"),
    Row(40, "a zip", package({"x": "y"}), "ZIP"),
    Row(40, "a program", bytes(range(32)) * 40, "not a text"),
    Row(40, "a picture named .html", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "picture", name="a.html"),
    Row(40, "a program named .json", bytes(range(32)) * 40, "not a text", name="a.json"),
]


def _file(tmp_path: Path, row: Row) -> Path:
    file = tmp_path / row.name
    file.write_bytes(row.data if isinstance(row.data, bytes) else row.data.encode("utf-8"))
    return file


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.number}-{row.what}" for row in ROWS])
def test_inputs(tmp_path: Path, row: Row) -> None:
    file = _file(tmp_path, row)
    if row.error:
        with pytest.raises(InputError, match=row.error) as caught:
            read_script(file)
        said = str(caught.value)
        assert "\n" not in said
        assert len(said) < 600
        assert file.name.split("\n", maxsplit=1)[0] in said
        assert caught.value.mend
        return
    script = read_script(file)
    assert row.text in "\n".join(turn.text for turn in script.turns)
    assert row.warning in " ".join(script.warnings)
    assert list(tmp_path.iterdir()) == [file]


def _read(tmp_path: Path, number: int, what: str = "") -> Script:
    row = next(row for row in ROWS if row.number == number and what in row.what)
    return read_script(_file(tmp_path, row))


def test_5_no_escape_reaches_the_text(tmp_path: Path) -> None:
    assert "\x1b" not in "".join(t.text for t in _read(tmp_path, 5).turns)


def test_13_a_name_is_one_name_whatever_hides_in_it(tmp_path: Path) -> None:
    assert [s.name for s in _read(tmp_path, 13).cast] == ["佐藤", "鈴木"]


def test_19_20_every_speaker_has_a_safe_file_name(tmp_path: Path) -> None:
    for row in ROWS:
        if row.number in (19, 20):
            name = safe_name(read_script(_file(tmp_path, row)).cast[0].name)
            assert len(name.encode()) <= 120
            assert name not in (".", "..", "CON")
            assert not set(name) & set("/\\\0\n:")
            assert not name.startswith("-")


def test_23_no_fake_cue(tmp_path: Path) -> None:
    from toolkit.formats import format_of

    timeline, _ = subtitles(_read(tmp_path, 23), Cutting(STYLES["podcast"]))
    srt = format_of("a.srt")
    assert len(srt.read(srt.write(timeline)).cues) == len(timeline.cues)


@pytest.mark.parametrize("kind", ["folder", "missing", "fifo", "surrogate"])
def test_37_40_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "talk.docx"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "surrogate":
        path = tmp_path / "\udce9.txt"
    with pytest.raises(InputError):
        read_script(path)


def test_37_a_name_that_is_no_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xe9\xff.txt")
    path.write_text(LONG, encoding="utf-8")
    assert read_script(path).turns[0].text == LONG


@pytest.mark.parametrize(
    "make", [lambda f: ["inspect", f], lambda f: ["subtitle", f, "-o", "-"]], ids=["inspect", "subtitle"]
)
def test_on_the_command_line_an_error_is_one_line_and_code_2(tmp_path: Path, make: Callable[[str], list[str]]) -> None:
    for row in (row for row in ROWS if row.error and row.number not in (31,)):
        result = CliRunner().invoke(cli, make(str(_file(tmp_path, row))))
        assert result.exit_code == 2, (row, result.output, result.exception)
        assert len(result.stderr.strip().splitlines()) == 1


def test_documents_on_standard_input() -> None:
    for data in (
        docx(p(LONG)),
        f"<html><p>{LONG}".encode(),
        json.dumps([{"start": 0, "end": 1, "text": LONG}]).encode(),
        _srt(LONG).encode(),
    ):
        result = CliRunner().invoke(cli, ["inspect", "-", "--json"], input=data)
        assert result.exit_code == 0, result.output
        assert LONG in result.output
