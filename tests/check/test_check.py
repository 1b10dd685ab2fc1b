"""The checker: each rule finds what it should and leaves alone what it should; repairs keep every letter."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.check import Finding, findings, fixed
from toolkit.check.fix import letters, written_lines
from toolkit.check.rules import RULES, subjects
from toolkit.cli import cli
from toolkit.formats import srt
from toolkit.japanese.writing.numbers import amount
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue
from toolkit.styles import STYLES, Figure, Style
from toolkit.timing import by_reading_speed

SDH = STYLES["sdh"]


def subtitles(*rows: tuple[int, int, str]) -> SubtitleFile:
    cues = tuple(
        TimedCue(start, end, Cue(None, tuple(text.split("\n")) if text else ()), "text") for start, end, text in rows
    )
    return SubtitleFile(cues, tuple(range(2, 2 + 4 * len(cues), 4)))


def one(text: str, style: str = "sdh") -> list[Finding]:
    """Findings of a cue that has all the time in the world."""
    return findings(subtitles((0, 7000, text)), STYLES[style])


def rules(found: list[Finding]) -> set[str]:
    return {finding.rule for finding in found}


# (style, text, the rules that must be found: exactly these)
TEXTS = [
    ("sdh", "これは普通の字幕です\nそして二行目です", set()),
    ("sdh", "あ" * 16, set()),
    ("sdh", "あ" * 17, {"NFJS-LEN-H"}),
    ("sdh", "A" * 32, set()),
    ("netflix", "あ" * 14, {"NFJ-LEN-H"}),
    ("barrier-free", "あ" * 16 + "A", set()),
    ("barrier-free", "あ" * 17, {"MASC-LEN"}),
    ("ted", "あ" * 22, {"TED-LEN"}),
    ("podcast", "あ" * 33, {"PODN-SRT"}),
    ("sdh", "一行目の字幕です\n二行目の字幕です\n三行目の字幕です", {"NFJS-LINES"}),
    ("sdh", "（拍手）\n二行目の字幕です\n三行目の字幕です", {"NFJS-LINES"}),
    ("sdh", "（拍手）\n二行目の字幕です\n三行目の字幕です\n四", {"NFJS-LINES"}),
    ("sdh", "", {"EMPTY"}),
    ("sdh", "はい\nそうです", {"NFG-LINE-KEEP1"}),
    ("sdh", "（佐藤）\nそうです", set()),
    ("sdh", "- はい\n- いいえ", set()),
    ("sdh", "「はい」\n「いいえ」", set()),
    # kinsoku
    ("sdh", "これは二行に分かれた字\n、そしてこれもです", {"KIN-ABS", "NFJ-PUNC-TOUTEN"}),
    ("sdh", "これは二行に分かれた「字\n」そしてこれもです", {"KIN-ABS"}),
    ("sdh", "これは二行に分かれた「\n字幕」そしてこれもです", {"KIN-END"}),
    ("sdh", "これは二行に分かれた字\nゃそしてこれもですよ", {"KIN-START"}),
    ("sdh", "これは二行に分かれたデ\nータそしてこれもです", {"KIN-START"}),
    ("sdh", "これは二行に分かれた人\n々そしてこれもですよ", {"KIN-START"}),
    ("sdh", "これは二行に分かれたマ\n・リとそしてこれもです", {"KIN-START"}),
    ("sdh", "これは二行に分かれた…\n…そしてこれもですよ", {"KIN-INSEP"}),
    ("sdh", "これは二行に分かれて3.\n5倍でそしてこれもです", {"KIN-NUM"}),
    ("sdh", "これは二行に分かれた1,\n500円そしてこれもです", {"KIN-NUM"}),
    ("sdh", "これは二行に分かれた￥\n500だそしてこれもです", {"KIN-NUM"}),
    ("sdh", "これは二行に分かれた50\n％だからそしてこれも", {"KIN-NUM"}),
    ("podcast", "そのころを思い出せますか?\n18歳か19歳の夏ですが", set()),
    ("sdh", "えっとその件ですが……\n……そうですか本当に", set()),
    ("sdh", "！？", set()),
    ("sdh", "…そうですか", set()),
    ("sdh", "・一つ目の項目について話します\n・二つ目の項目について話します", set()),
    ("sdh", "〜に向けて", set()),
    ("sdh", "‐はい‐", set()),
    ("sdh", "♪～", set()),
    ("sdh", ".NETの話です", set()),
    ("sdh", "これから登場するのはApple\nTVという名の製品です", set()),
    ("sdh", "五つ数えるという話です5\n4 3 2 1と数えます", set()),
    ("sdh", "そのモデルはHDR\n10という名前の規格です", set()),
    # punctuation
    ("sdh", "はい。そうです", {"NFJ-PUNC-KUTEN"}),
    ("sdh", "はい、そうです", {"NFJ-PUNC-TOUTEN"}),
    ("ted", "はい。そう、です", {"TED-PUNC"}),
    ("barrier-free", "はい。そう、です。", set()),
    ("podcast", "はい。そう、です。", set()),
    ("sdh", "『食べて、恋。』「はい、そう。」", set()),
    ("sdh", "「これは長い引用でして、\nまだ続いています」", set()),
    ("sdh", "３．５倍と１，０００円", set()),
    ("sdh", "えっと...", {"NFJ-PUNC-ELL"}),
    ("sdh", "えっと・・・", {"NFJ-PUNC-ELL"}),
    ("sdh", "えっと……", set()),
    ("sdh", "本当ですか?", {"NFJ-PUNC-QE"}),
    ("sdh", "Really?", set()),
    ("sdh", "本当ですか？", set()),
    # labels, tags
    ("sdh", "(佐藤)はい", {"NFJS-SPK"}),
    ("sdh", "[拍手]", {"NFJS-SPK"}),
    ("sdh", "（佐藤）はい", set()),
    ("sdh", "(x + y)です", {"PUNC-BRACKETS"}),
    ("sdh", "f(x)", set()),
    ("ted", "(拍手)", {"TED-SOUND", "PUNC-BRACKETS"}),
    ("ted", "（拍手）", {"TED-SOUND"}),
    ("sdh", "3<5で<未定義>です", set()),
    # Netflix digits and acronyms
    ("netflix", "犬が3匹", {"NFJ-NUM-H"}),
    ("netflix", "犬が３匹", set()),
    ("netflix", "犬が１２匹", {"NFJ-NUM-H"}),
    ("netflix", "犬が12匹", set()),
    ("netflix", "4KとH1と3.5倍", set()),
    ("netflix", "10-0で9:30に", set()),
    ("netflix", "1,500円", {"NFJ-NUM-SEP"}),
    ("netflix", "12345円", {"NFJ-NUM-SEP"}),
    ("netflix", "３．５倍", {"NFJ-NUM-DEC"}),
    ("netflix", "BBCです", {"NFJ-ACRONYM"}),
    ("netflix", "NASDAQです", set()),
    ("sdh", "犬が3匹とBBC", set()),
    ("barrier-free", "ｶﾀｶﾅです", {"MASC-NUM"}),
]  # fmt: skip


@pytest.mark.parametrize(("style", "text", "expected"), TEXTS, ids=[f"{row[0]} {row[1][:24]!r}" for row in TEXTS])
def test_texts(style: str, text: str, expected: set[str]) -> None:
    assert rules(one(text, style)) == expected


TIMES = [
    ("sdh", [(0, 1000), (1084, 2000)], set()),
    ("sdh", [(0, 1000), (1083, 2000)], set()),  # files made with frames hold 83 ms
    ("sdh", [(0, 1000), (1000, 2000)], {"NFG-GAP-MIN"}),
    ("sdh", [(0, 1000), (1042, 2000)], {"NFG-GAP-MIN"}),
    ("sdh", [(0, 1000), (900, 2000)], {"NFG-GAP-MIN"}),
    ("sdh", [(0, 1000), (1300, 2000)], {"NFG-GAP-CHAIN"}),
    ("sdh", [(0, 1000), (1500, 2500)], set()),
    ("sdh", [(0, 499), (1084, 2000)], set()),
    ("sdh", [(0, 300), (1084, 2000)], {"NFJS-DUR-MIN"}),
    ("sdh", [(0, 7007), (8000, 9000)], set()),
    ("sdh", [(0, 7100), (8000, 9000)], {"NFG-DUR-MAX"}),
    ("sdh", [(1000, 1000), (2000, 3000)], {"SRT-TIME"}),
    ("sdh", [(1000, 500), (2000, 3000)], {"SRT-TIME"}),
    ("sdh", [(5000, 6000), (1000, 2000)], {"ORDER"}),
    ("sdh", [(-1000, 1000), (2000, 3000)], {"SRT-TIME"}),
    ("podcast", [(359_999_000, 360_000_000)], {"SRT-TIME"}),
    ("ted", [(0, 1000), (1000, 2000)], set()),
    ("ted", [(0, 1000), (999, 2000)], {"GAP-MIN"}),
    ("ted", [(0, 1000), (1300, 2000)], {"TED-DUR"}),
    ("barrier-free", [(0, 1000), (1084, 2084)], {"MASC-GAP"}),
    ("barrier-free", [(0, 1000), (1125, 2125)], set()),
]


@pytest.mark.parametrize(("style", "times", "expected"), TIMES)
def test_times(style: str, times: list[tuple[int, int]], expected: set[str]) -> None:
    found = rules(findings(subtitles(*((start, end, "は") for start, end in times)), STYLES[style]))
    assert {rule for rule in found if rule != "BREAK-FLASH"} == expected


@pytest.mark.parametrize(
    ("style", "rule"),
    [("sdh", "NFJS-CPS"), ("netflix", "NFJ-CPS"), ("ted", "TED-CPS"), ("barrier-free", "MASC-CPS")],
)
def test_reading_speed_is_the_style_s(style: str, rule: str) -> None:
    limit = int(STYLES[style].cps * 2)
    assert not one_second("あ" * limit, style, 2000)
    assert not one_second("あ" * limit, style, 1990)  # written in hundredths
    assert one_second("あ" * limit, style, 1989) == {rule}


def one_second(text: str, style: str, duration: int) -> set[str]:
    wide = STYLES[style].with_width(40, None)
    return rules(findings(subtitles((0, duration, text)), wide))


def test_a_latin_word_is_divided_only_if_the_file_shows_it() -> None:
    rows = [(0, 3000, "この動画はYou\nTubeという場所にあります"), (3084, 6000, "YouTubeです")]
    assert "KIN-LATIN" in rules(findings(subtitles(*rows), SDH))
    assert "KIN-LATIN" not in rules(findings(subtitles(rows[0]), SDH))


def test_a_label_named_again_is_an_info_but_laughter_is_not() -> None:
    again = findings(subtitles((0, 3000, "（佐藤）はい"), (3084, 6000, "（佐藤）そうです")), SDH)
    assert [(f.rule, f.severity) for f in again] == [("NFJS-SPK-ONLY", "info")]
    assert not findings(subtitles((0, 3000, "（笑）はい"), (3084, 6000, "（笑）そうです")), SDH)


def test_lines_of_findings_are_those_of_the_file() -> None:
    text = GOOD + "2\n00:00:05,500 --> 00:00:10,000\n良い字幕です\n、悪い字幕です\n"
    found = findings(srt.read(text), STYLES["podcast"])
    assert [(f.rule, f.cue, f.line, f.severity) for f in found] == [("KIN-ABS", 2, 8, "error")]


def test_remarks_of_the_reader_are_findings() -> None:
    found = findings(srt.read("00:00:00.000 --> 00:00:05.000\n良い\n"), SDH)
    assert rules(found) == {"SRT-TIME", "SRT-INDEX"}


def test_every_rule_has_an_id_and_a_source_in_every_style() -> None:
    assert all(all(rule.cited(style)) for style in STYLES.values() for rule in RULES)


@given(
    st.lists(st.text(alphabet="字幕あいAB ", min_size=1, max_size=16).filter(str.strip), max_size=8),
    st.booleans(),
)
def test_our_own_clock_makes_no_findings_about_time(lines: list[str], turns: bool) -> None:
    cues = [Cue(str(k) if turns else None, (line,)) for k, line in enumerate(lines)]
    for style in STYLES.values():
        timed = by_reading_speed(cues, style).cues
        found = findings(SubtitleFile(timed, tuple(range(len(timed)))), style)
        figures: tuple[Figure, ...] = ("cps", "min_ms", "max_ms", "gap", "chain")
        assert not rules(found) & {style.cite(figure).rule for figure in figures}


def test_lines_are_fixable_only_by_who_can_divide_them() -> None:
    found = subtitles((0, 7000, "あ" * 20))
    assert [f.fixable for f in findings(found, SDH)] == [False]
    assert [f.fixable for f in findings(found, SDH, rewrap=True)] == [True]


# ---------------------------------------------------------------- repairs

texts = st.lists(
    st.text(alphabet="字幕あっー、。「」（）()?!.…Aa12３ \u3000<b>{\\", max_size=18), min_size=0, max_size=3
).map("\n".join)  # fmt: skip
files = st.lists(st.tuples(st.integers(0, 60_000), st.integers(-500, 12_000), texts), max_size=8).map(
    lambda rows: subtitles(*((start, start + length, text) for start, length, text in rows))
)


@given(files, st.sampled_from(list(STYLES.values())))
def test_repairs_keep_every_letter_and_every_start(found: SubtitleFile, style: Style) -> None:
    cues = fixed(found, style).cues
    kept = sorted((s.timed for s in subjects(found, style) if written_lines(s, style)), key=lambda cue: cue.start_ms)
    assert [cue.start_ms for cue in cues] == [cue.start_ms for cue in kept]
    assert [said(cue.cue.text) for cue in cues] == [said(cue.cue.text) for cue in kept]


def said(text: str) -> str:
    """The letters of a text, with numbers as what they amount to."""
    plain = unicodedata.normalize("NFKC", text.replace("…", " "))
    return letters(re.sub(r"[0-9](?:[0-9万,]|\.(?=[0-9]))*", lambda m: f"{amount(m[0])}", plain))


@given(files, st.sampled_from(list(STYLES.values())))
@settings(deadline=None)
def test_repairs_are_settled_and_never_make_an_overlap(found: SubtitleFile, style: Style) -> None:
    once = fixed(found, style)
    again = fixed(SubtitleFile(once.cues, tuple(range(len(once.cues)))), style)
    assert again == once
    for one_cue, other in pairwise(once.cues):
        apart = other.start_ms - one_cue.start_ms
        assert one_cue.end_ms > one_cue.start_ms
        if apart > style.gap_ms + style.frames_ms(1):
            assert one_cue.end_ms <= other.start_ms - style.gap_ms


def test_repairs() -> None:
    found = subtitles(
        (0, 4000, "はい。そう、です。"),
        (2000, 2100, "(佐藤)えっと..."),
        (2300, 2900, "本当?"),
        (9000, 20_000, ""),
        (3200, 3100, "ええ"),
    )
    timeline = fixed(found, SDH)
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in timeline.cues] == [
        (0, 1916, "はい　そう です"),
        (2000, 2216, "（佐藤）えっと…"),
        (2300, 3116, "本当？"),
        (3200, 3700, "ええ"),
    ]


@pytest.mark.parametrize(
    ("text", "end"), [("はい", 6800), ("あ" * 49, 7000)], ids=["short: opened", "7 s to read: as long as it needs"]
)
def test_a_gap_that_cannot_be_closed_is_opened_as_far_as_reading_allows(text: str, end: int) -> None:
    """7.3 s to the next: closing to 2 frames would show it longer than 7 s; a gap may stay open from 12 frames on."""
    cues = fixed(subtitles((0, 7000, text), (7300, 9000, "ええ")), SDH).cues
    assert cues[0].end_ms == end


def test_rewrap_is_used_where_it_helps_and_only_there() -> None:
    found = subtitles((0, 5000, "これは一行に収まらない長さの字幕です"), (5084, 9000, "よい字幕の\n二行です"))

    def halves(text: str, style: Style) -> tuple[str, ...]:
        flat = text.replace("\n", "")
        return flat[: len(flat) // 2], flat[len(flat) // 2 :]

    cues = fixed(found, SDH, rewrap=halves).cues
    assert cues[0].cue.lines == ("これは一行に収まら", "ない長さの字幕です")
    assert cues[1].cue.lines == ("よい字幕の", "二行です")


def test_a_rewrap_that_loses_letters_is_not_taken() -> None:
    found = subtitles((0, 5000, "これは一行に収まらない長さの字幕です"))
    assert fixed(found, SDH, rewrap=lambda text, _: (text[:5],)).cues[0].cue.text == found.cues[0].cue.text


# ---------------------------------------------------------------- command line

GOOD = "1\n00:00:00,000 --> 00:00:05,000\n良い字幕です\n\n"
BAD = GOOD.replace("です", "です。") + "2\n00:00:05,000 --> 00:00:09,000\n、悪い字幕です\n\n"


def run(*arguments: str, stdin: bytes | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, ["check", *arguments], input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_command_good(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(GOOD, encoding="utf-8")
    code, out, err = run(str(path))
    assert (code, out) == (0, "")
    assert "1 subtitles against sdh: 0 errors" in err


def test_command_bad(tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text(BAD, encoding="utf-8")
    code, out, _ = run(str(path))
    assert code == 1
    assert f"{path}:3: warning NFJ-PUNC-KUTEN" in out
    assert f"{path}:7: error KIN-ABS" in out
    code, out, _ = run(str(path), "--errors-only")
    assert "warning" not in out
    assert code == 1


def test_command_infos_alone_exit_0() -> None:
    code, out, _ = run("-", stdin=GOOD.replace("良い字幕です", "良い\n字幕です").encode())
    assert (code, "info NFG-LINE-KEEP1" in out) == (0, True)


def test_command_json() -> None:
    code, out, _ = run("-", "--json", "--style", "podcast", stdin=BAD.encode())
    report = json.loads(out)
    assert (code, report["style"], report["errors"]) == (1, "podcast", 1)
    assert report["findings"][0].keys() == {"rule", "severity", "cue", "line", "message", "source", "fixable"}


def test_command_fix(tmp_path: Path) -> None:
    path, out_path = tmp_path / "talk.srt", tmp_path / "out" / "talk.srt"
    path.write_bytes("\ufeff".encode() + BAD.replace(",", ".").encode())
    code, out, _ = run(str(path), "--fix", "-o", str(out_path))
    assert (code, out) == (0, "")
    assert out_path.read_text(encoding="utf-8").startswith("1\n00:00:00,000 --> 00:00:04,916\n良い字幕です\n")


def test_command_fix_in_the_receivers_bytes(tmp_path: Path) -> None:
    out_path = tmp_path / "talk.srt"
    assert run("-", "--fix", "-o", str(out_path), "--shift-jis", "--crlf", stdin=GOOD.encode())[0] == 0
    data = out_path.read_bytes()
    assert (data.count(b"\n"), "良い字幕です\r\n" in data.decode("cp932")) == (data.count(b"\r\n"), True)
    code, _, err = run("-", "--fix", "-o", "talk.vtt", "--shift-jis", stdin=GOOD.encode())
    assert (code, "talk.vtt: WebVTT is UTF-8 by its standard" in err) == (2, True)


def test_command_width() -> None:
    assert run("-", "--line-width", "5", stdin=GOOD.encode())[0] == 1


@pytest.mark.parametrize(
    "text",
    [
        "00:01,000 --> 00:02,500\nはい\n",
        "1\n-00:00:01,000 --> 00:00:02,000\nはい\n",
        "WEBVTT\n\n00:01.000 --> 00:02.500\n<v 佐藤>はい\n",
    ],
)
@pytest.mark.parametrize("name", ["talk.srt", "talk.vtt", "-"])
def test_command_reads_what_subtitle_reads(tmp_path: Path, text: str, name: str) -> None:
    """One reader: what was read as a transcript and refused here."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    code, _, err = run("-" if name == "-" else str(path), stdin=text.encode())
    assert code in (0, 1)
    assert "1 subtitles against sdh" in err


VTT = """WEBVTT

00:00.000 --> 00:05.000 align:start
<v 佐藤>良い字幕です。

00:05.000 --> 00:09.000
<i>悪い</i>字幕です
"""


def test_command_holds_webvtt_against_a_style_and_repairs_it(tmp_path: Path) -> None:
    path, out_path = tmp_path / "talk.vtt", tmp_path / "out.vtt"
    path.write_text(VTT, encoding="utf-8")
    code, out, _ = run(str(path))
    assert (code, [line.split(" ")[2] for line in out.splitlines()]) == (1, ["NFJ-PUNC-KUTEN", "NFG-GAP-MIN"])
    assert f"{path}:4: warning NFJ-PUNC-KUTEN" in out
    code, out, err = run(str(path), "--fix", "-o", str(out_path))
    assert (code, out, "no words" in err) == (0, "", False)
    assert out_path.read_text(encoding="utf-8") == (
        "WEBVTT\n\n1\n00:00:00.000 --> 00:00:04.916 align:start\n<v 佐藤>良い字幕です\n\n"
        "2\n00:00:05.000 --> 00:00:09.000\n<i>悪い</i>字幕です\n\n"
    )


def test_command_says_what_the_other_format_cannot_hold(tmp_path: Path) -> None:
    _, _, err = run("-", "--fix", "-o", str(tmp_path / "out.srt"), stdin=VTT.encode())
    assert "SubRip has no words for what was said beside the text (1 placement, 1 speaker)" in err
    assert "<i>悪い</i>字幕です" in (tmp_path / "out.srt").read_text(encoding="utf-8")


def test_a_cue_that_is_formatted_in_part_is_left_to_its_author() -> None:
    found = srt.read(
        "1\n00:00:00,000 --> 00:00:04,000\n<i>は</i>い。\n\n2\n00:00:05,000 --> 00:00:09,000\n{\\an8}はい。\n"
    )
    assert [timed.cue.text for timed in fixed(found, SDH).cues] == ["はい。", "はい"]


def test_a_style_of_all_the_text_stays_one_of_all_the_text() -> None:
    cue = Cue("佐藤", ("はい。",), None, (Markup(0, 3, "style", "上"),))
    (timed,) = fixed(SubtitleFile((TimedCue(0, 4000, cue),), (1,)), SDH).cues
    assert timed.cue == Cue("佐藤", ("はい",), None, (Markup(0, 2, "style", "上"),))


def test_formatting_in_subrip_is_said() -> None:
    found = findings(srt.read("1\n00:00:00,000 --> 00:00:05,000\n<i>" + "あ" * 16 + "</i>\n"), SDH)
    assert [(f.rule, f.severity, f.cue, f.line, f.fixable) for f in found] == [("SRT-TAG", "info", 1, 3, False)]
    assert found[0].message == "<i> is formatting, which some players show as text"


def test_a_finding_below_a_blank_line_names_its_own_line() -> None:
    found = findings(srt.read("1\n00:00:00,000 --> 00:00:05,000\nはい\n\n、はい\n"), STYLES["podcast"])
    assert ("KIN-ABS", 5) in [(f.rule, f.line) for f in found]


def test_command_reads_cp932_and_says_so() -> None:
    code, out, _ = run("-", stdin=GOOD.encode("cp932"))
    assert (code, "SRT-ENC" in out) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["none.srt"], "none.srt"),
        (["-", "--style", "nope"], "choose one of"),
        (["-", "--fix"], "--fix and -o"),
        (["-", "-o", "x.srt"], "--fix and -o"),
        (["x.docx"], "name a file in .srt"),
        (["-"], "empty"),
    ],
)
def test_command_bad_usage_is_one_line_and_exit_2(arguments: list[str], words: str) -> None:
    code, out, err = run(*arguments, stdin=b"")
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


def test_command_names_the_line_of_a_time_outside_the_clock() -> None:
    code, out, _ = run("-", "--errors-only", stdin=GOOD.replace("00:00:05", "100:00:05").encode())
    assert (code, "<stdin>:2: error SRT-TIME" in out) == (1, True)


def test_a_repair_keeps_the_colour_of_a_whole_cue() -> None:
    found = srt.read("1\n00:00:00,000 --> 00:00:03,000\n<font color=yellow>海です。船です。</font>\n")
    (timed,) = fixed(found, SDH).cues
    assert timed.cue.text == "海です　船です"
    assert [(m.start, m.end, m.kind, m.value) for m in timed.cue.markup] == [(0, 7, "colour", "#FFFF00")]
