"""What a page is made of: one whole file, nothing of people's text as markup, every character in it."""

from __future__ import annotations

import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from subtitle_texts import NASTY, TWO

from toolkit.check import Finding, findings
from toolkit.check.rules import RULES, subjects
from toolkit.cli import cli
from toolkit.formats import FORMATS, TABLES, named, read
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue
from toolkit.preview import document
from toolkit.preview.charts import chart
from toolkit.preview.document import LANGUAGES, content_of, data_block, policy, shown_name, words_in
from toolkit.preview.findings import shown, table
from toolkit.preview.media import address
from toolkit.preview.runs import BEYOND, BOLD, EMPHASIS, ITALIC, UPRIGHT, letters, lines_of
from toolkit.preview.speakers import people, said_in
from toolkit.styles import STYLES, style_named

PAGE = Path(__file__).parents[2] / "toolkit" / "preview" / "page"
SDH = style_named("sdh")
START, END, UNTIL, WHO, CARRIED, LINES, WIDTHS, SPEED, PLACE, FOUND = range(10)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with ``two.srt`` and ``talk.mp3`` in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "two.srt").write_text(TWO, encoding="utf-8")
    (tmp_path / "talk.mp3").write_bytes(b"ID3" * 1000)
    return tmp_path


def preview(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["preview", *args], input=stdin)


def known(*cues: tuple[int, int, str], style: str = "sdh", language: str = "ja", name: str = "x.srt") -> dict:  # type: ignore[type-arg]
    return content_of(document(filed(*cues), style_named(style), name=name, language=language))


def filed(*cues: tuple[int, int, str]) -> SubtitleFile:
    made = tuple(TimedCue(start, end, Cue(None, tuple(text.split("\n")))) for start, end, text in cues)
    return SubtitleFile(made, tuple(range(1, len(made) * 5, 5)))


# ---------------------------------------------------------------- the command


def test_a_page_is_made() -> None:
    done = preview("two.srt", "-o", "page.html")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "page.html: 2 subtitles against sdh\n")
    text = Path("page.html").read_text(encoding="utf-8")
    assert '<html lang="ja">' in text
    assert "<title>two.srt – 字幕プレビュー</title>" in text
    assert [cue[LINES] for cue in content_of(text)["cues"]] == [["はい"], ["ええ"]]
    assert "{{" not in text.partition('<script type="application/json"')[0]


def test_standard_input_and_output() -> None:
    done = preview("-", "-o", "-", "--lang", "en", stdin=TWO)
    assert done.exit_code == 0
    assert done.stdout.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>stdin – Subtitle preview</title>" in done.stdout
    assert done.stderr == ""


def test_the_same_subtitles_make_the_same_page() -> None:
    assert preview("two.srt", "-o", "-").stdout == preview("two.srt", "-o", "-").stdout


@pytest.mark.parametrize(
    "one", [one for one in (*FORMATS, *TABLES) if one.reads and one.writes], ids=lambda one: one.name
)
def test_every_format_that_is_read_becomes_a_page(one, folder: Path) -> None:  # type: ignore[no-untyped-def]
    rate = ("--fps", "25")
    made = CliRunner().invoke(cli, ["convert", "two.srt", "talk", "--to", one.name, *rate])
    assert made.exit_code == 0, made.stderr
    done = preview("talk", "-o", "page.html", "--from", one.name, *rate)
    assert done.exit_code == 0, done.stderr
    cues = content_of(Path("page.html").read_text(encoding="utf-8"))["cues"]
    assert [(cue[START], letters(cue[LINES][0])) for cue in cues] == [(1000, "はい"), (3000, "ええ")]
    assert named()[one.name] is one


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("two.srt", "-o", "page.srt"), "page.srt: is no page by its name — call it .html"),
        (("none.srt", "-o", "p.html"), "none.srt"),
        (("two.srt", "-o", "p.html", "--embed"), "--embed without a recording"),
        (("two.srt", "talk.txt", "-o", "p.html"), "talk.txt: is no sound or film by its name — give one in .mp3"),
        (("two.srt", "gone.mp4", "-o", "p.html"), "gone.mp4: cannot be read (No such file or directory)"),
        (("two.srt", "empty.mp4", "-o", "p.html"), "empty.mp4: is empty"),
        (("two.srt", "folder.mp4", "-o", "p.html"), "folder.mp4: is no file"),
        (
            ("two.srt", "talk.mp3", "-o", "p.html", "--embed", "--embed-limit", "0.001"),
            "talk.mp3: has 0.003 MB, and a page takes 0.001 MB at most — leave --embed out",
        ),
        (("two.srt", "-o", "p.html", "--style", "disney"), "no style is called 'disney'"),
        (("two.srt", "-o", "p.html", "--from", "sub"), "--from 'sub' is no format — there are srt"),
    ],
)
def test_what_is_wrong_is_one_line_and_nothing_is_written(args: tuple[str, ...], message: str) -> None:
    Path("empty.mp4").touch()
    Path("folder.mp4").mkdir()
    done = preview(*args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(Path().glob("*.html"))


def test_what_is_read_is_never_written_over() -> None:
    for name in ("talk.html", "two.srt"):
        Path(name).write_text(TWO, encoding="utf-8")
    assert "is the subtitle file itself" in preview("talk.html", "-o", "talk.html", "--from", "srt").stderr
    os.link("talk.mp3", "talk.htm")
    assert "is the recording itself" in preview("two.srt", "talk.mp3", "-o", "talk.htm").stderr
    assert Path("talk.htm").read_bytes() == Path("talk.mp3").read_bytes()


# ---------------------------------------------------------------- the recording


@pytest.mark.parametrize(
    ("path", "folder", "expected"),
    [
        ("/a/talk.mp4", "/a", "./talk.mp4"),
        ("/a/film/talk.mp4", "/a/pages", "./../film/talk.mp4"),
        ("/a/会議 #1?.mp3", "/a", "./%E4%BC%9A%E8%AD%B0%20%231%3F.mp3"),
        ("/a/100%\"'<.mp3", "/a", "./100%25%22%27%3C.mp3"),
        ("/a/x:y.mp3", "/a", "./x%3Ay.mp3"),
        ("/a/\udcff.mp3", "/a", "./%FF.mp3"),
    ],
)
def test_a_recording_is_named_from_the_page(path: str, folder: str, expected: str) -> None:
    assert address(path, folder) == expected


def test_a_recording_lies_beside_the_page_or_in_it() -> None:
    assert preview("two.srt", "talk.mp3", "-o", "pages/p.html").exit_code == 0
    text = Path("pages/p.html").read_text(encoding="utf-8")
    assert '<audio id="media" src="./../talk.mp3" preload="metadata" hidden></audio>' in text
    assert preview("two.srt", "talk.mp3", "-o", "p.html", "--embed").exit_code == 0
    text = Path("p.html").read_text(encoding="utf-8")
    assert 'src="data:audio/mpeg;base64,SUQz' in text
    assert content_of(text)["media"] == {"kind": "audio", "name": "talk.mp3"}
    Path("a.mp4").write_bytes(b"x")
    assert '<video id="media" src="./a.mp4"' in preview("two.srt", "a.mp4", "-o", "-").stdout


# ---------------------------------------------------------------- safe, whole


class Tags(HTMLParser):
    """The elements of a page, and the text of its data block."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts.append(data)


PLAIN = [tag for tag, _ in Tags(document(filed((0, 1000, "はい")), SDH, name="x")).found]
EVIL = [
    "</script><script>alert(1)</script>", "<!--", "-->", "]]>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "\"'`",
    "\u202e\u2066x\u2069", "\x00", "👨\u200d👩\u200d👧", "{{data}}", "\\1 \\g<0> $& ${x}", "\u2028\u2029",
    "\ufffe", "javascript:alert(1)", "か\u3099",
]  # fmt: skip


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_text_of_people_is_never_markup(evil: str, language: str) -> None:
    marks = (Markup(0, 1, "ruby", evil), Markup(1, 2, "speaker", evil), Markup(0, 0, "placement", evil))
    cue = Cue(evil, (f"あい{evil}", evil), None, marks)
    text = document(SubtitleFile((TimedCue(0, 1000, cue),), (1,)), SDH, name=evil, language=language)
    text.encode("utf-8")
    assert [tag for tag, _ in Tags(text).found] == PLAIN
    assert not re.search("[\x00\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", text)
    there = content_of(text)
    assert [letters(line) for line in there["cues"][0][LINES]] == [f"あい{evil}", evil]
    assert there["speakers"] == [evil]


@given(st.lists(st.lists(st.sampled_from((*NASTY, *EVIL)), max_size=6).map("".join), min_size=1, max_size=4))
def test_no_character_is_lost(texts: list[str]) -> None:
    file = filed(*((k * 2000, k * 2000 + 1500, text) for k, text in enumerate(texts)))
    there = content_of(document(file, SDH, name="x"))
    assert ["\n".join(map(letters, cue[LINES])) for cue in there["cues"]] == texts


def test_a_page_can_reach_nothing() -> None:
    text = document(filed((0, 1000, "はい")), SDH, name="x")
    assert re.findall(r"(?:https?:)?//[a-z]", Tags(text).scripts[-1].replace("// ", "")) == []
    tags = Tags(text).found
    assert {tag for tag, given in tags if {"src", "href", "action"} & set(given)} == {"link", "a"}
    assert ("link", {"rel": "icon", "href": "data:,"}) in tags
    rules = next(given["content"] for _, given in tags if given.get("http-equiv") == "Content-Security-Policy")
    look, program = (re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1] for tag in ("style", "script"))  # type: ignore[index]
    assert rules == policy(look, program)
    assert rules
    assert rules.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in rules


@pytest.mark.parametrize(
    "word", ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("]
)
def test_the_program_makes_no_markup_of_strings(word: str) -> None:
    assert [path.name for path in PAGE.glob("*.js") if word in path.read_text(encoding="utf-8")] == []


@pytest.mark.parametrize("path", sorted(PAGE.iterdir()), ids=lambda path: path.name)
def test_a_part_of_the_page_is_not_longer_than_a_chapter(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= 300


def test_what_cannot_be_written_is_escaped() -> None:
    block = data_block({"name": "\ud800</script>\u202e\x00"})
    block.encode("utf-8")
    assert block == '{"name":"\\ud800\\u003c/script\\u003e\\u202e\\u0000"}'


def test_a_name_is_shown_as_what_it_is() -> None:
    assert shown_name("会議\u202egpj.\udcff\n.srt") == "会議�gpj.��.srt"


# ---------------------------------------------------------------- words


def test_both_languages_say_the_same_things() -> None:
    ja, en = words_in("ja"), words_in("en")
    assert {part: set(words) for part, words in ja.items()} == {part: set(words) for part, words in en.items()}
    holes = re.compile(r"\{\w+\}")
    for key, word in ja["program"].items():
        assert set(holes.findall(word)) == set(holes.findall(en["program"][key])), key


def test_every_word_is_used_and_there() -> None:
    program = "".join(path.read_text(encoding="utf-8") for path in PAGE.glob("*.js"))
    said = set(re.findall(r'say\((?:\w+ \? )?"(\w+)"', program)) | set(re.findall(r'say\(.*? : "(\w+)"', program))
    said |= {f"severity_{name}" for name in ("error", "warning", "info")} | {"error", "warning", "info"}
    assert said == set(words_in("ja")["program"])
    used = set(re.findall(r"\{\{say_(\w+)\}\}", (PAGE / "page.html").read_text(encoding="utf-8")))
    assert used == set(words_in("ja")["page"])


# For each rule of check a file that breaks it, and the style that has it
BREAKS: list[tuple[str, tuple[tuple[int, int, str], ...]]] = [
    ("sdh", ((0, 3000, "夜明けに読み終える一冊はきっと特別"),)),
    ("sdh", ((0, 3000, "一\n二\n三"),)),
    ("sdh", ((0, 3000, "（佐藤）\n二\n三"),)),
    ("sdh", ((0, 3000, ""),)),
    ("sdh", ((0, 3000, "はい\nええ"),)),
    ("sdh", ((0, 3000, "はい\n」ええ"),)),
    ("sdh", ((0, 3000, "はい「\nええ"),)),
    ("sdh", ((0, 3000, "ちょ\nっと待って"),)),
    ("sdh", ((0, 3000, "はい…\n…ええ"),)),
    ("sdh", ((0, 3000, "利用者は1,\n000人"),)),
    ("sdh", ((0, 3000, "この pro\ngram 館 program"),)),
    ("sdh", ((0, 1000, "夜明けに読み終える"),)),
    ("sdh", ((0, 300, "夜"),)),
    ("sdh", ((0, 9000, "夜"),)),
    ("sdh", ((1000, 500, "夜"),)),
    ("sdh", ((-2000, 500, "夜"),)),
    ("sdh", ((5000, 6000, "夜"), (1000, 2000, "朝"))),
    ("sdh", ((0, 2000, "夜"), (1000, 3000, "朝"))),
    ("sdh", ((0, 1000, "夜"), (1010, 3000, "朝"))),
    ("sdh", ((0, 1000, "夜"), (1250, 3000, "朝"))),
    ("sdh", ((0, 2000, "夜。"),)),
    ("sdh", ((0, 2000, "夜、朝"),)),
    ("sdh", ((0, 2000, "夜..."),)),
    ("sdh", ((0, 2000, "夜?"),)),
    ("sdh", ((0, 2000, "(佐藤)夜"),)),
    ("sdh", ((0, 2000, "（佐藤）夜"), (2500, 4000, "（佐藤）朝"))),
    ("netflix", ((0, 4000, "第 3 夜"),)),
    ("netflix", ((0, 4000, "１２人"),)),
    ("netflix", ((0, 4000, "３．５人"),)),
    ("netflix", ((0, 4000, "1,200人"),)),
    ("netflix", ((0, 4000, "会社は NHK です"),)),
    ("barrier-free", ((0, 4000, "ｶﾅ"),)),
    ("ted", ((0, 4000, "（拍手）"),)),
]


@pytest.mark.parametrize(("name", "cues"), BREAKS)
def test_what_check_finds_is_said_with_its_mend(name: str, cues: tuple[tuple[int, int, str], ...]) -> None:
    found = findings(filed(*cues), style_named(name))
    assert found
    for one in found:
        words = shown(one, "ja")
        assert words.message, f"{one.rule} {one.message}: words/findings.tsv has no row"
        assert words.mend
        assert not words.detail
        assert not re.search("[A-Za-z]{5}", words.message.replace("program", ""))
        assert shown(one, "en").detail == one.message
        assert shown(one, "en").mend


def test_every_rule_of_check_is_among_them() -> None:
    broken = {
        id(rule)
        for name, cues in BREAKS
        for subject in subjects(filed(*cues), style_named(name))
        for rule in RULES
        if any(rule.look(subject))
    }
    assert [rule.id or rule.figure for rule in RULES if id(rule) not in broken] == []


def test_every_remark_of_a_reader_is_said_with_its_mend() -> None:
    rules = [rule for one in (*FORMATS, *TABLES) if one.reads for rule in one.remarks]
    for rule in rules:
        words = shown(Finding(rule, "warning", 1, 1, "the first line is odd", "source"), "ja")
        assert words.message, rule
        assert words.mend
        assert words.detail == "the first line is odd"


def test_a_rule_of_a_house_is_said_in_its_own_words() -> None:
    one = Finding("HOUSE-1", "warning", 1, 1, "too <b>bold</b> for us", "our guide")
    assert (shown(one, "ja").message, shown(one, "ja").detail) == ("", "too <b>bold</b> for us")


def test_rows_of_the_table_are_whole() -> None:
    assert all(row.ja and row.mend_ja and row.mend_en for row in table())
    assert len({row.said.pattern for row in table()}) == len(table())


# ---------------------------------------------------------------- what is known of the cues


def test_widths_speeds_and_findings_stand_with_their_cue() -> None:
    there = known((0, 2000, "夜明けに\nAb"), (2100, 2600, "夜明けに読み終える一冊"))
    one, other = there["cues"]
    assert (one[WIDTHS], one[SPEED], one[FOUND][0][1]) == ([4, 1], 2.5, "一行（幅 6）に収まる")
    assert [there["rules"][row[0]][0] for row in other[FOUND]] == ["NFJS-CPS"]
    assert other[FOUND][0][1:] == ["毎秒 22.0 字（上限 7 字）。7.5 字多い", "", "長く出すか、字数を減らす"]
    assert there["style"] == {"name": "sdh", "width": 16, "lines": 2, "cps": 7, "least": 500, "most": 7000}


def test_a_cue_without_an_end_stands_until_the_next() -> None:
    there = known((0, 0, "夜"), (3000, 3000, "朝"), (20000, 20000, "昼"))
    assert [(cue[UNTIL], cue[SPEED]) for cue in there["cues"]] == [(3000, None), (10000, None), (27000, None)]


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000 vertical:rl\n夜", "left"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 vertical:rl line:0\n夜", "right"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 line:0\n夜", "top"),
        ("1\n00:00:01,000 --> 00:00:02,000\n{\\an8}夜", "top"),
        ('Lambda字幕V4\tDF0+1\tSCENE"和文標準"\n\n1\t00000100/00000200\t夜\t＠縦右\n', "right"),
        ("1\n00:00:01,000 --> 00:00:02,000\n夜", ""),
    ],
)
def test_a_cue_stands_where_its_file_says(written: str, place: str) -> None:
    assert content_of(document(read(written), SDH, name="x"))["cues"][0][PLACE] == place


@pytest.mark.parametrize(
    ("lines", "markup", "expected"),
    [
        (("夜明け",), (), ["夜明け"]),
        (("夜明け",), (Markup(0, 2, "ruby", "よあ"),), [[["夜明", 0, "よあ"], ["け", 0]]]),
        (("夜明け", "朝"), (Markup(0, 5, "italic"),), [[["夜明け", ITALIC]], [["朝", ITALIC]]]),
        (
            ("夜明け",),
            (Markup(0, 3, "italic"), Markup(1, 2, "bold")),
            [[["夜", ITALIC], ["明", ITALIC | BOLD], ["け", ITALIC]]],
        ),
        (("夜明け",), (Markup(0, 2, "ruby", "よあ"), Markup(1, 3, "bold")), [[["夜明", 0, "よあ"], ["け", BOLD]]]),
        (("夜", "朝"), (Markup(0, 3, "ruby", "よ"),), [[["夜", 0, "よ"]], [["朝", 0]]]),
        (("第12夜",), (Markup(1, 3, "other", "＠組"),), [[["第", 0], ["12", UPRIGHT], ["夜", 0]]]),
        (("夜明け",), (Markup(0, 2, "other", "＠ルビ上［・・］"),), [[["夜明", EMPHASIS], ["け", 0]]]),
        (("夜明け",), (Markup(0, 0, "placement", "line:0"), Markup(0, 3, "style", "x")), ["夜明け"]),
        (
            ("夜明け",),
            (Markup(0, 3, "other", '<font color="#FFcc00">'), Markup(0, 2, "ruby", "よあ")),
            [[["夜明", 0, "よあ", "#ffcc00"], ["け", 0, "", "#ffcc00"]]],
        ),
        (("夜",), (Markup(0, 1, "other", "<font color=url(x)>"),), ["夜"]),
        (("夜" * 9,), (), [[["夜" * 8, 0], ["夜", BEYOND]]]),  # 8 wide is the limit
        (("夜" * 8 + "a",), (Markup(7, 9, "ruby", "よ"),), [[["夜" * 7, 0], ["夜a", 0, "よ"]]]),
        (("", "朝"), (Markup(0, 2, "bold"),), ["", [["朝", BOLD]]]),
    ],
)
def test_runs_hold_looks_and_readings(
    lines: tuple[str, ...], markup: tuple[Markup, ...], expected: list[object]
) -> None:
    assert lines_of(Cue(None, lines, None, markup), 8) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('1\n00:00:01,000 --> 00:00:02,000\n<font color="#FFcc00">夜</font>朝', [["夜", 0, "", "#ffcc00"], ["朝", 0]]),
        ("1\n00:00:01,000 --> 00:00:02,000\n<i>夜</i>朝", [["夜", ITALIC], ["朝", 0]]),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>夜<rt>よる</rt></ruby>朝", [["夜", 0, "よる"], ["朝", 0]]),
        (
            'Lambda字幕V4\tDF0+1\tSCENE"和文標準"\n\n1\t00000100/00000200\t第＠組［12］＠夜\t＠縦右\n',
            [["第", 0], ["12", UPRIGHT], ["夜", 0]],
        ),
    ],
)
def test_looks_come_from_the_file(written: str, expected: list[object]) -> None:
    assert content_of(document(read(written), SDH, name="x"))["cues"][0][LINES] == [expected]


SAID = [
    (["（佐藤）はい", "そうです", "（鈴木）ええ"], ["佐藤", "佐藤+", "鈴木"]),
    (["佐藤：はい", "そうです", "鈴木：ええ", "佐藤：では"], ["佐藤", "佐藤+", "佐藤+", "佐藤"]),  # once may be a word
    (["（拍手）", "（佐藤）はい", "（笑）", "♪ 波の歌", "そうです"], ["", "佐藤", "", "", "佐藤+"]),
    (["（佐藤）\nはい", "（鈴木）", "そうです"], ["佐藤", "", "佐藤+"]),
    (["（佐藤）はい", "- はい\n- ええ"], ["佐藤", ""]),
    (["時刻は10:30です", "（2024）年", "はい"], ["", "", ""]),
    (["はい（笑）", "ええ"], ["", ""]),
]


@pytest.mark.parametrize(("texts", "expected"), SAID)
def test_speakers_are_read_from_the_text_where_the_file_names_none(texts: list[str], expected: list[str]) -> None:
    said, guessed = said_in([Cue(None, tuple(text.split("\n"))) for text in texts])
    assert ["/".join(one.names) + "+" * one.carried for one in said] == expected
    assert guessed == any(expected)


def test_speakers_of_the_file_win_over_its_text() -> None:
    cues = [
        Cue("葉山しずく", ("（葉山）はい",)),
        Cue(None, ("（拍手）",)),
        Cue(None, ("はい", "ええ"), None, (Markup(0, 2, "speaker", "佐藤"), Markup(3, 5, "speaker", "葉山しずく"))),
    ]
    said, guessed = said_in(cues)
    assert [one.names for one in said] == [("葉山しずく",), (), ("佐藤", "葉山しずく")]
    assert people(said) == ["葉山しずく", "佐藤"]
    assert not guessed


@pytest.mark.parametrize(
    ("values", "step", "least", "most", "counts"),
    [
        ([0.2, 0.5, 0.9, 1.0], 0.5, 0, 1, [1, 3]),  # the limit itself is allowed
        ([0.2, 1.01], 0.5, 0, 1, [1, 0, 1]),
        ([-1.0, 0.0], 0.5, 0, 1, [2, 0]),
        ([100.0], 0.5, 0, 7, [0] * 23 + [1]),  # what is beyond the chart stands in its last column
        ([1.0], 0.5, 0, 30, [1] + [0] * 14),  # wider columns rather than a limit out of sight
    ],
)
def test_a_histogram_counts_everything(
    values: list[float], step: float, least: float, most: float, counts: list[int]
) -> None:
    made = chart(values, step, least, most)
    assert made
    assert made["counts"] == counts


@given(st.lists(st.floats(-10, 1000), min_size=1, max_size=50), st.sampled_from(list(STYLES.values())))
def test_a_histogram_loses_no_cue(values: list[float], style) -> None:  # type: ignore[no-untyped-def]
    made = chart(values, 0.5, 0, style.cps)
    assert made
    assert sum(made["counts"]) == len(values)


def test_five_thousand_cues_stay_small() -> None:
    cues = tuple(
        (k * 2000, k * 2000 + 1900, f"夜の図書館の話 その{k}\n静かなのに にぎやかなんです") for k in range(5000)
    )
    text = document(filed(*cues), SDH, name="film.srt")
    assert len(text.encode("utf-8")) < 300 * 5000
    assert len(json.loads(json.dumps(content_of(text)))["cues"]) == 5000
