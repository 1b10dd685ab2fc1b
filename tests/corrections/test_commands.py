"""``subtitle --keep``, ``--force`` and ``diff``; and that ``narrate`` and ``batch`` write over nobody's work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pysubs2
import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli

TALK = """岬 ゆう：灯台はもう回っていませんね。窓はきれいなままです。
波多野：はい。祖父が毎晩、布で拭いていましたから。
岬 ゆう：油は年に2缶だけと聞きました。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIMAKU_CACHE", str(tmp_path / "cache"))
    Path("talk.txt").write_text(TALK, "utf-8")
    return tmp_path


def jimaku(*args: str, code: int = 0, stdin: str | None = None) -> Result:
    done = CliRunner().invoke(cli, args, input=stdin)
    assert done.exit_code == code, done.stderr
    return done


def change(name: str, old: str, new: str) -> str:
    """What a person does in an editor."""
    text = Path(name).read_text("utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), "utf-8")
    return text.replace(old, new)


def one_line(done: Result, *words: str) -> None:
    assert done.stderr.splitlines()[-1].startswith("jimaku: ")
    for word in words:
        assert word in done.stderr.splitlines()[-1]


def test_what_nobody_touched_is_written_over() -> None:
    jimaku("subtitle", "talk.txt")
    jimaku("subtitle", "talk.txt", "--style", "ted")
    jimaku("subtitle", "talk.txt")
    Path("moved").mkdir()
    Path("talk.srt").rename("moved/talk.srt")
    jimaku("subtitle", "talk.txt", "--style", "ted", "-o", "moved/talk.srt")


def test_what_a_person_changed_is_not() -> None:
    jimaku("subtitle", "talk.txt")
    hand = change("talk.srt", "祖父が", "祖父は")
    one_line(jimaku("subtitle", "talk.txt", code=4), "talk.srt", "changed by hand", "--keep talk.srt", "--force")
    assert Path("talk.srt").read_text("utf-8") == hand
    jimaku("subtitle", "talk.txt", "--force")
    assert "祖父が" in Path("talk.srt").read_text("utf-8")


def test_kept_is_kept_again_and_never_written_over_unasked() -> None:
    jimaku("subtitle", "talk.txt")
    hand = change("talk.srt", "祖父が", "祖父は")
    for _ in range(3):
        done = jimaku("subtitle", "talk.txt", "--keep", "talk.srt")
        assert "talk.srt: 1 cues kept as they were changed" in done.stderr
        assert "corrected" in done.stderr
        assert Path("talk.srt").read_text("utf-8") == hand
    jimaku("subtitle", "talk.txt", code=4)


def test_saved_again_with_other_line_ends_is_no_change() -> None:
    jimaku("subtitle", "talk.txt")
    text = Path("talk.srt").read_text("utf-8")
    Path("talk.srt").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    jimaku("subtitle", "talk.txt", "--style", "ted")


def _edit_csv(path: Path) -> None:
    path.write_bytes(
        b"\xef\xbb\xbf" + path.read_text("utf-8").replace("祖父が", "祖父は").replace("\n", "\r\n").encode()
    )


def _edit_json(path: Path) -> None:
    path.write_text(path.read_text("utf-8").replace("祖父が", "祖父は"), "utf-8")


def _edit_xlsx(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for cell in book.active["E"]:
        cell.value = cell.value.replace("祖父が", "祖父は")
    book.save(path)


def _edit_docx(path: Path) -> None:
    document = docx.Document(str(path))
    for row in document.tables[0].rows:
        row.cells[4].text = row.cells[4].text.replace("祖父が", "祖父は")
    document.save(str(path))


@pytest.mark.parametrize(
    ("name", "edit"),
    [
        ("talk.csv", _edit_csv),
        ("talk.tsv", _edit_csv),
        ("talk.json", _edit_json),
        ("talk.xlsx", _edit_xlsx),
        ("talk.docx", _edit_docx),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_tables_that_a_person_changed(name: str, edit: Callable[[Path], None]) -> None:
    jimaku("subtitle", "talk.txt", "-o", name)
    jimaku("subtitle", "talk.txt", "-o", name)
    edit(Path(name))
    hand = Path(name).read_bytes()
    one_line(jimaku("subtitle", "talk.txt", "-o", name, code=4), name, "changed by hand")
    assert Path(name).read_bytes() == hand
    done = jimaku("subtitle", "talk.txt", "--keep", name, "-o", name)
    assert f"{name}: 1 cues kept as they were changed" in done.stderr
    jimaku("subtitle", "talk.txt", "-o", "new.srt", "--names", "never")
    assert "text 1," in jimaku("diff", "new.srt", name, code=1).stderr


def test_who_speaks_stands_before_what_was_corrected_in_a_table() -> None:
    """The table has the name in a column of its own, SubRip has it in the text."""
    jimaku("subtitle", "talk.txt", "-o", "talk.csv", "-o", "talk.srt")
    _edit_csv(Path("talk.csv"))
    jimaku("subtitle", "talk.txt", "--keep", "talk.csv", "-o", "new.srt", "-o", "talk.csv")
    srt = Path("talk.srt").read_text("utf-8")
    assert "（波多野）" in srt
    assert Path("new.srt").read_text("utf-8") == srt.replace("祖父が", "祖父は")
    change("talk.csv", "はい", "うん")
    jimaku("subtitle", "talk.txt", "--keep", "talk.csv", "-o", "newer.srt")
    assert Path("newer.srt").read_text("utf-8") == srt.replace("祖父が", "祖父は").replace("はい", "うん")


def test_a_table_that_nobody_can_read_is_somebodys() -> None:
    jimaku("subtitle", "talk.txt", "-o", "talk.csv")
    Path("talk.csv").write_text("開始時刻,せりふ\n1,はい\n", "utf-8")
    one_line(jimaku("subtitle", "talk.txt", "-o", "talk.csv", code=4), "talk.csv", "changed by hand")


@pytest.mark.parametrize("name", ["talk.vtt", "talk.ass", "talk.srt"])
def test_saved_again_by_another_program_is_no_change(name: str) -> None:
    """pysubs2 drops who speaks in WebVTT."""
    jimaku("subtitle", "talk.txt", "-o", name)
    pysubs2.load(name).save(name)
    assert "0 cues kept" in jimaku("subtitle", "talk.txt", "--keep", name, "-o", "other.vtt").stderr
    jimaku("subtitle", "talk.txt", "-o", name)


BESIDE: list[tuple[str, str, str]] = [
    ("talk.vtt", "WEBVTT\n", "WEBVTT\n\nNOTE 確認済み\n"),
    ("talk.vtt", "WEBVTT\n", "WEBVTT\n\nSTYLE\n::cue { color: yellow }\n"),
    ("talk.ass", "Noto Sans CJK JP", "Yu Gothic"),
    ("talk.ass", "[Events]\n", "[Events]\nComment: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,メモ\n"),
    ("talk.csv", ",はい\n", ",はい,要確認\n"),
]


@pytest.mark.parametrize(("name", "old", "new"), BESIDE, ids=["a note", "a style", "a font", "a comment", "a column"])
def test_what_a_person_wrote_beside_the_cues(name: str, old: str, new: str) -> None:
    Path("talk.txt").write_text(TALK + "波多野：はい。\n", "utf-8")
    jimaku("subtitle", "talk.txt", "-o", name)
    hand = change(name, old, new)
    one_line(jimaku("subtitle", "talk.txt", "-o", name, code=4), name, "changed by hand")
    one_line(jimaku("subtitle", "talk.txt", "--keep", name, "-o", name, code=4), name, "beside its cues", "-o")
    assert Path(name).read_text("utf-8") == hand
    done = jimaku("subtitle", "talk.txt", "--keep", name, "-o", "other.srt")
    assert "beside its cues are not kept" in done.stderr
    jimaku("subtitle", "talk.txt", "--keep", name, "-o", name, "--force")


def test_where_nothing_is_known_every_difference_is_a_persons() -> None:
    jimaku("subtitle", "talk.txt")
    hand = change("talk.srt", "祖父が", "祖父は")
    for path in Path("cache").rglob("*"):
        if path.is_file():
            path.unlink()
    jimaku("subtitle", "talk.txt", code=4)
    done = jimaku("subtitle", "talk.txt", "--keep", "talk.srt")
    assert "1 cues kept" in done.stderr
    assert Path("talk.srt").read_text("utf-8") == hand


def test_a_cache_that_cannot_be_written_fails_no_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "full").write_text("a file")
    monkeypatch.setenv("JIMAKU_CACHE", str(folder / "full"))
    jimaku("subtitle", "talk.txt")
    jimaku("subtitle", "talk.txt")
    jimaku("subtitle", "talk.txt", "--style", "ted", code=4)


def test_a_changed_transcript_around_a_kept_cue() -> None:
    jimaku("subtitle", "talk.txt")
    change("talk.srt", "祖父が", "祖父は")
    Path("talk.txt").write_text(TALK.replace("油は年に2缶", "油は年に3缶").replace("毎晩", "毎朝"), "utf-8")
    done = jimaku("subtitle", "talk.txt", "--keep", "talk.srt", "-o", "new.srt")
    assert "conflict, changed on both sides: 「" in done.stderr
    text = Path("new.srt").read_text("utf-8")
    assert "祖父は" in text
    assert "毎晩" in text
    assert "3缶" in text


def test_from_subrip_to_webvtt_and_back() -> None:
    jimaku("subtitle", "talk.txt")
    change("talk.srt", "祖父が", "祖父は")
    jimaku("subtitle", "talk.txt", "--keep", "talk.srt", "-o", "talk.vtt")
    assert "<v 波多野>" in Path("talk.vtt").read_text("utf-8")
    vtt = change("talk.vtt", "油は", "油が")
    jimaku("subtitle", "talk.txt", "-o", "talk.vtt", code=4)
    assert "2 cues kept" in jimaku("subtitle", "talk.txt", "--keep", "talk.vtt", "-o", "talk.vtt").stderr
    assert Path("talk.vtt").read_text("utf-8") == vtt


def test_what_the_format_cannot_say_of_a_kept_cue_is_told() -> None:
    jimaku("subtitle", "talk.txt", "-o", "talk.vtt")
    change("talk.vtt", "油は", "<ruby>油<rt>あぶら</rt></ruby>は")
    done = jimaku("subtitle", "talk.txt", "--keep", "talk.vtt")
    assert "1 ruby" in done.stderr
    assert "corrected" not in done.stderr


def test_standard_input_and_output() -> None:
    jimaku("subtitle", "talk.txt")
    hand = change("talk.srt", "祖父が", "祖父は")
    assert jimaku("subtitle", "-", "--keep", "talk.srt", stdin=TALK).stdout == hand
    assert jimaku("subtitle", "talk.txt", "--keep", "-", "-o", "-", stdin=hand).stdout == hand
    one_line(jimaku("subtitle", "-", "--keep", "-", code=2, stdin=TALK), "standard input")
    rows = json.loads(jimaku("subtitle", "talk.txt", "--keep", "talk.srt", "--json").stdout)
    assert any("祖父は" in "".join(row["lines"]) for row in rows)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "does not exist"),
        (b"", "is empty"),
        (b"notes\n", "keep.srt"),
        (b"\xff\xfe\xff\xd8\x00", "keep.srt"),
        (b"1\n00:00:01,000 --> 00:00:03,000\nA\n\n2\n00:00:02,000 --> 00:00:04,000\nB\n", "keep.srt:6"),
        (b"1\n00:00:03,000 --> 00:00:03,000\n\xe3\x81\x82\n", "keep.srt:2"),
    ],
    ids=["missing", "empty", "no subtitles", "no text", "overlap", "no duration"],
)  # fmt: skip
def test_what_cannot_be_kept_is_one_line(content: bytes | None, says: str) -> None:
    if content is not None:
        Path("keep.srt").write_bytes(content)
    one_line(jimaku("subtitle", "talk.txt", "--keep", "keep.srt", code=2), says)
    assert not Path("talk.srt").exists()


def test_somebody_elses_subtitles_are_not_written_over_but_what_is_none_is() -> None:
    Path("talk.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n別の人の字幕\n", "utf-8")
    jimaku("subtitle", "talk.txt", code=4)
    Path("talk.srt").write_text("", "utf-8")
    jimaku("subtitle", "talk.txt")
    Path("talk.srt").write_bytes("1\n00:00:01,000 --> 00:00:02,000\nはい、そうです\n".encode() + b"\x83\x65\xfc\xff\n")
    jimaku("subtitle", "talk.txt", code=4)


# narrate and batch

NARRATE = ("narrate", "talk.txt", "--engine", "silent", "--jobs", "1", "--no-cache", "-o", "out")
BATCH = ("batch", "in", "-o", "out", "--jobs", "1")


def test_an_edition_whose_subtitles_were_changed(folder: Path) -> None:
    jimaku(*NARRATE)
    jimaku(*NARRATE, "--style", "ted")
    hand = change("out/talk.srt", "祖父が", "祖父は")
    before = {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}
    one_line(jimaku(*NARRATE, code=4), "out/talk.srt", "--force")
    assert {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()} == before
    assert before[Path("out/talk.srt")].decode() == hand
    jimaku(*NARRATE, "--force")
    assert "祖父が" in Path("out/talk.srt").read_text("utf-8")


@pytest.mark.parametrize(
    "forget", [lambda: None, lambda: [path.unlink() for path in Path("cache").rglob("*") if path.is_file()]]
)
def test_in_a_batch_that_transcript_alone_fails(forget: Callable[[], object]) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(TALK, "utf-8")
    Path("in/b.txt").write_text(TALK.replace("油", "布"), "utf-8")
    jimaku(*BATCH, "--subtitle")
    jimaku(*BATCH, "--subtitle", "--style", "ted")
    hand = change("out/a.srt", "祖父が", "祖父は")
    forget()
    for _ in range(2):
        done = jimaku(*BATCH, "--subtitle", code=1)
        [failure] = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
        assert "a.srt: holds what was changed by hand" in failure
        assert "--force" in failure
    assert Path("out/a.srt").read_text("utf-8") == hand
    jimaku(*BATCH, "--subtitle", "--force")
    assert "祖父が" in Path("out/a.srt").read_text("utf-8")
    assert "2 unchanged" in jimaku(*BATCH, "--subtitle").stderr


def test_behind_a_url() -> None:
    pytest.importorskip("fsspec")
    from toolkit.system.locations import store_of

    Path("in").mkdir()
    Path("in/a.txt").write_text(TALK, "utf-8")
    batch = ("batch", "in/a.txt", "-o", "memory://hand/out", "--jobs", "1", "--subtitle")
    jimaku(*batch)
    jimaku(*batch, "--style", "ted")
    store, path = store_of("memory://hand/out/a.srt")
    hand = store.cat_file(path).replace("祖父が".encode(), "祖父は".encode())
    store.pipe_file(path, hand)
    done = jimaku(*batch, code=1)
    assert "memory://hand/out/a.srt: holds what was changed by hand" in done.stderr
    assert store.cat_file(path) == hand
    jimaku(*batch, "--keep")
    assert "祖父は".encode() in store.cat_file(path)
    jimaku(*batch, "--force", "--style", "ted")
    assert "祖父は".encode() not in store.cat_file(path)


# diff


def test_nothing_moved() -> None:
    jimaku("subtitle", "talk.txt")
    jimaku("subtitle", "talk.txt", "-o", "talk.vtt")
    assert jimaku("diff", "talk.srt", "talk.vtt").stdout == ""
    done = jimaku("diff", "talk.srt", "talk.srt")
    assert done.stdout == ""
    assert "changes: 0" in done.stderr


SRT = """1
00:00:01,000 --> 00:00:03,000
灯台はもう
回っていませんね

2
00:00:03,100 --> 00:00:04,500
はい

3
00:00:05,000 --> 00:00:06,500
油は年に2缶だけ

4
00:00:07,000 --> 00:00:08,500
祖父が

5
00:00:09,000 --> 00:00:10,500
布で拭いていました
"""


@pytest.mark.parametrize(
    ("edits", "told"),
    [
        ([("灯台はもう\n回", "灯台は\nもう回")],
         ["00:00:01,000 breaks: 「灯台はもう／回っていませんね」 → 「灯台は／もう回っていませんね」"]),
        ([("04,500", "04,700")], ["00:00:03,100 times: start +0 ms, end +200 ms 「はい」"]),
        ([("2缶", "3缶")], ["00:00:05,000 text: 「油は年に2缶だけ」 → 「油は年に3缶だけ」"]),
        ([("2\n00:00:03,100 --> 00:00:04,500\nはい\n\n", "")], ["00:00:03,100 text: gone 「はい」"]),
        ([("3\n00:00:05", "2\n00:00:04,600 --> 00:00:04,900\n♪\n\n3\n00:00:05")], ["00:00:04,600 text: new 「♪」"]),
        ([("08,500\n祖父が\n\n5\n00:00:09,000 --> 00:00:", ""), ("10,500\n布で", "10,500\n祖父が\n布で")],
         ["00:00:07,000 breaks, times: 「祖父が｜布で拭いていました」 → 「祖父が／布で拭いていました」 inside"]),
        ([("はい", "<i>はい</i>")], ["00:00:03,100 looks: 「はい」 → 「はい」"]),
        ([("07,000", "07,200"), ("08,500", "08,700"), ("09,000", "09,200"), ("10,500", "10,700")],
         ["00:00:07,200 to 00:00:09,200 times of 2 cues: +200 ms"]),
    ],
    ids=["lines", "times", "text", "gone", "new", "joined", "looks", "together"],
)  # fmt: skip
def test_what_moved(edits: list[tuple[str, str]], told: list[str]) -> None:
    Path("old.srt").write_text(SRT, "utf-8")
    Path("new.srt").write_text(SRT, "utf-8")
    for old, new in edits:
        change("new.srt", old, new)
    assert jimaku("diff", "old.srt", "new.srt", code=1).stdout.splitlines() == told
    rows = json.loads(jimaku("diff", "old.srt", "new.srt", "--json", code=1).stdout)
    assert {kind for row in rows for kind in row["kinds"]} <= {"breaks", "times", "text", "looks"}


def test_files_that_are_none() -> None:
    Path("old.srt").write_text(SRT, "utf-8")
    one_line(jimaku("diff", "old.srt", "none.srt", code=2), "none.srt", "does not exist")
    one_line(jimaku("diff", "-", "-", code=2), "standard input")
    assert jimaku("diff", "-", "old.srt", stdin=SRT).stdout == ""


@pytest.mark.parametrize(
    ("flags", "starts", "ends", "encoding"),
    [
        (("--shift-jis", "--crlf"), b"1\r\n00:", b"\r\n", "cp932"),
        (("--bom",), b"\xef\xbb\xbf1\n00:", b"\n", "utf-8-sig"),
        (("--crlf",), b"1\r\n00:", b"\r\n", "utf-8"),
    ],
)
def test_the_receivers_bytes_are_known_again(flags: tuple[str, ...], starts: bytes, ends: bytes, encoding: str) -> None:
    plain = jimaku("subtitle", "talk.txt", "-o", "-").stdout
    jimaku("subtitle", "talk.txt", *flags)
    data = Path("talk.srt").read_bytes()
    assert (data.startswith(starts), data.endswith(ends)) == (True, True)
    assert data.decode(encoding).replace("\r\n", "\n") == plain
    assert jimaku("subtitle", "talk.txt", "-o", "-", *flags).stdout_bytes == data
    jimaku("subtitle", "talk.txt", "--style", "ted", *flags)  # nobody changed it
    edited = Path("talk.srt").read_bytes().decode(encoding).replace("油は", "油が")
    Path("talk.srt").write_bytes(edited.encode(encoding))
    one_line(jimaku("subtitle", "talk.txt", *flags, code=4), "talk.srt", "changed by hand")
    assert "1 cues kept" in jimaku("subtitle", "talk.txt", *flags, "--style", "ted", "--keep", "talk.srt").stderr
    assert "油が" in Path("talk.srt").read_bytes().decode(encoding)


def test_the_project_says_the_bytes_and_a_flag_wins() -> None:
    Path("jimaku.toml").write_text("shift_jis = true\ncrlf = true", "utf-8")
    jimaku("subtitle", "talk.txt", "--no-crlf")
    data = Path("talk.srt").read_bytes()
    assert "布で拭いて" in data.decode("cp932")
    assert b"\r" not in data
    jimaku("batch", "talk.txt", "-o", "out", "--subtitle", "--also", "cap")
    for name in ("talk.srt", "talk.cap"):
        data = Path("out", name).read_bytes()
        assert (b"\r\n" in data, "布で拭いて" in data.decode("cp932")) == (True, True)
    assert "1 unchanged" in jimaku("batch", "talk.txt", "-o", "out", "--subtitle", "--also", "cap").stderr
    jimaku("batch", "talk.txt", "-o", "out", "--subtitle", "--also", "cap", "--no-shift-jis")
    assert "布で拭いて" in Path("out", "talk.srt").read_text("utf-8")
    one_line(jimaku("subtitle", "talk.txt", "--bom", code=2), "jimaku.toml:1", "--bom is of UTF-8")


@pytest.mark.parametrize(
    ("args", "words", "code"),
    [
        (("subtitle", "rare.txt", "--shift-jis"), "rare.srt:12: CP932 has no 𠮷", 4),
        (("subtitle", "rare.txt", "-o", "rare.vtt", "--shift-jis"), "rare.vtt: WebVTT is UTF-8 by its standard", 2),
        (("narrate", "rare.txt", "--engine", "silent", "-o", "ed", "-o", "r.srt", "--shift-jis"), "has no 𠮷", 4),
        (("batch", "rare.txt", "-o", "out", "--subtitle", "--also", "ttml", "--shift-jis"), "TTML is UTF-8", 2),
    ],
)
def test_what_the_bytes_cannot_be_is_said_before_anything_is_written(
    args: tuple[str, ...], words: str, code: int, folder: Path
) -> None:
    Path("rare.txt").write_text(TALK.replace("祖父", "𠮷田"), "utf-8")
    one_line(jimaku(*args, code=code), words)
    assert {path.name for path in folder.iterdir()} - {"cache"} == {"talk.txt", "rare.txt"}
