"""A style of one's own: a TOML file, wherever a style is named."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.errors import InputError
from toolkit.japanese.writing import CHOICES
from toolkit.styles import STYLES, Citation, Style, read_style, style_named
from toolkit.styles.house import KEYS
from toolkit.styles.style import OWN

HOUSE = """\
extends = "sdh"
based_on = "かなめ制作室 字幕の手引き 2026"
line_width = 15
digits = "one-wide"
acronyms = "wide"
mark_space = "half-space"
names = "always"
name_form = "［{}］"
close_frames = []

[rules.line_width]
id = "KANAME-4.1"
source = "かなめ制作室 4.1"

[rules.mark_space]
id = "KANAME-6"
"""
TALK = "佐藤：犬が3匹います。BBCで見ました!そうです。\n森：本当ですか？ええ、12,000匹。\n佐藤：はい。\n森：ええ。\n"


def house(folder: Path, text: str = HOUSE, name: str = "house.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_said_and_what_is_not(tmp_path: Path) -> None:
    style = style_named(str(house(tmp_path)))
    base = STYLES["sdh"]
    assert (style.name, style.line_width, style.cps, style.names) == ("house", 15, base.cps, "always")
    assert (style.close_from, style.close_to, style.gap_frames) == (0, 0, base.gap_frames)
    assert (style.writing.digits, style.writing.comma) == ("one-wide", base.writing.comma)
    assert style.cite("line_width") == Citation("KANAME-4.1", "かなめ制作室 4.1")
    assert style.cite("mark_space") == Citation("KANAME-6", "house (house.toml)")
    assert style.cite("digits") == Citation("house:NUM-WIDTH", "house (house.toml)"), "it is no figure of Netflix"
    assert style.cite("cps") == base.cite("cps")
    assert style.based_on == "かなめ制作室 字幕の手引き 2026"


def test_an_empty_file_is_the_default(tmp_path: Path) -> None:
    style = read_style(house(tmp_path, "", "空.toml"))
    assert (style.name, style.line_width, style.writing) == ("空", 16, STYLES["sdh"].writing)


def test_every_field_of_a_style_has_a_key() -> None:
    known = {"close_from": "close_frames", "close_to": "close_frames", "citations": "rules"}
    wanted = {known.get(field.name, field.name) for field in fields(Style)} - {"writing"} | set(CHOICES) | {"extends"}
    assert set(KEYS) == wanted
    assert {figure for key in KEYS.values() for figure in key.figures} == set(OWN)


# what is wrong, (the line, what is said, the mend)
WRONG = [
    ("line_widht = 15", (1, "no key is called 'line_widht'", "did you mean line_width?")),
    ("\nzzz = 1", (2, "no key is called 'zzz'", "the keys are: extends")),
    ("line_width = 200", (1, "line_width = 200 cannot be", "a number from 4 to 100")),
    ('line_width = "15"', (1, "cannot be", "a number from 4 to 100")),
    ("max_lines = 2.5", (1, "cannot be", "a whole number from 1 to 8")),
    ("cps = true", (1, "cannot be", "a number from 1 to 100")),
    ('extends = "nhk"', (1, "extends = 'nhk' cannot be", "one of: sdh")),
    ('digits = "wide"', (1, "cannot be", "one of: keep, one-wide, half")),
    ('names = "sometimes"', (1, "cannot be", "one of: never, change, always")),
    ('name_form = "（名前）"', (1, "cannot be", "a string with {} where the name goes")),
    ('name_form = "{}{}"', (1, "cannot be", "a string with {} where the name goes")),
    ('name_form = "{0}{}"', (1, "cannot be", "a string with {} where the name goes")),
    ("one_line = 1", (1, "cannot be", "true or false")),
    ("close_frames = [3]", (1, "cannot be", "two whole numbers of frames")),
    ("close_frames = [9, 3]", (1, "cannot be", "two whole numbers of frames")),
    ("close_frames = [1, 9]", (1, "close_frames begins within gap_frames", "begin it at 3")),
    ("min_ms = 500\nmax_ms = 400", (1, "min_ms = 500 is not below max_ms = 400", "change one of them")),
    ("rules = 3", (1, "rules = 3 cannot be", "[rules.line_width] tables")),
    ("\n[rules.line_widht]\nid = 'A'", (2, "no rule is called 'line_widht'", "did you mean line_width?")),
    ("\n[rules.cps]\nname = 'A'", (2, "rules.cps cannot be", "id and source")),
    ("\n[rules.cps]\nid = 3", (2, "rules.cps cannot be", "a string")),
    ("[rules]\ncps = 3", (1, "rules.cps cannot be", "id and source")),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_a_mistake_is_one_line_with_the_mend(text: str, expected: tuple[int, str, str], tmp_path: Path) -> None:
    path = house(tmp_path, text)
    line, said, mend = expected
    with pytest.raises(InputError) as caught:
        read_style(path)
    assert said in str(caught.value)
    assert mend in str(caught.value)
    if not text.startswith("[rules]"):
        assert caught.value.where == f"{path}:{line}"
    code, out, err = run("check", "-", "--style", str(path), stdin="1\n00:00:00,000 --> 00:00:01,000\nはい\n")
    assert (code, out, err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"line_width = ", "is not valid TOML"),
        ("line_width = 15 # 幅".encode("cp932"), "is not UTF-8"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"#" * 1_100_000, "larger than 1 MiB"),
        (None, "cannot be read"),
    ],
)
def test_what_is_no_style_file(data: bytes | None, said: str, tmp_path: Path) -> None:
    path = tmp_path / "house.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(InputError, match=said):
        style_named(str(path))


def run(*arguments: str, stdin: str | None = None) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, list(arguments), input=stdin)
    return result.exit_code, result.stdout, result.stderr


def test_it_is_written_and_accepted(tmp_path: Path) -> None:
    path, srt = house(tmp_path), tmp_path / "talk.srt"
    (tmp_path / "talk.txt").write_text(TALK, encoding="utf-8")
    assert run("subtitle", str(tmp_path / "talk.txt"), "--style", str(path), "-o", str(srt))[0] == 0
    text = srt.read_text(encoding="utf-8")
    assert "［佐藤］犬が３匹います" in text
    assert "ＢＢＣ" in text
    code, out, err = run("check", str(srt), "--style", str(path))
    assert (code, "against house: 0 errors, 0 warnings" in err) == (0, True), out
    code, out, _ = run("check", str(srt), "--style", str(house(tmp_path, HOUSE.replace("15", "6"), "narrow.toml")))
    assert (code, "error KANAME-4.1" in out) == (1, True)


def test_the_project_file_names_it_beside_itself(tmp_path: Path) -> None:
    house(tmp_path)
    (tmp_path / "jimaku.toml").write_text('style = "house.toml"\n', encoding="utf-8")
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "talk.txt").write_text(TALK, encoding="utf-8")
    code, out, err = run("subtitle", str(folder / "talk.txt"), "-o", "-")
    assert (code, "［森］" in out, "３匹" in out) == (0, True, True), err


def test_a_batch_and_a_narration_take_it(tmp_path: Path) -> None:
    path = house(tmp_path)
    talks, out = tmp_path / "talks", tmp_path / "out"
    talks.mkdir()
    (talks / "talk.txt").write_text(TALK, encoding="utf-8")
    code, _, err = run("batch", str(talks), "-o", str(out), "--engine", "silent", "--style", str(path), "--jobs", "1")
    assert code == 0, err
    (srt,) = out.rglob("talk.srt")
    assert "［佐藤］" in srt.read_text(encoding="utf-8")
    manifest = json.loads(srt.with_suffix(".json").read_text(encoding="utf-8"))
    assert "house" in json.dumps(manifest)
    assert run("verify", str(srt.parent))[0] == 0


def test_it_is_listed(tmp_path: Path) -> None:
    path = house(tmp_path)
    code, out, _ = run("styles", str(path), "ted")
    assert (code, out.splitlines()[0].split("\t")[:3]) == (0, ["house", "15", "2"])
    assert out.splitlines()[1].startswith("ted\t21")
    data = json.loads(run("styles", str(path), "--json")[1])
    assert (data[0]["writing"]["digits"], data[0]["sources"]["line_width"]["rule"]) == ("one-wide", "KANAME-4.1")
    keys = [line.split("\t")[0] for line in run("styles", "--keys")[1].splitlines()]
    assert keys == list(KEYS)


def test_the_page_names_every_key() -> None:
    page = (Path(__file__).parents[1] / "docs" / "styles.md").read_text(encoding="utf-8")
    for name, key in KEYS.items():
        assert f"| `{name}` | {key.words} | {key.meaning} |" in page, name
