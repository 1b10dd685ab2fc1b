"""Front matter as it is written, and text files that are plainly Markdown."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from toolkit.inputs.kinds import kind_of_text
from toolkit.inputs.markdown.front import front_matter
from toolkit.inputs.markdown.guess import is_markdown

ROWS: list[tuple[str, str, str, dict[str, str]]] = [
    (
        "traps of YAML",
        "---\na: no\nb: 1:30\nc: 012\nd: 2024-05-06\ne: ~\nf: 1e3\n---\n潮",
        "",
        {"a": "no", "b": "1:30", "c": "012", "d": "2024-05-06", "e": "~", "f": "1e3"},
    ),
    ("a title", '---\ntitle: "浜　と潮"\nauthor: 鵜殿\n---', "浜　と潮", {"author": "鵜殿"}),
    (
        "lists",
        "---\nguests:\n  - 鵜殿（漁師）\n  - 湯殿\ntags: [浜, 潮]\n---",
        "",
        {"guests": "鵜殿（漁師）、湯殿", "tags": "浜、潮"},
    ),
    (
        "people",
        "---\nguests:\n  - name: 鵜殿\n    role: 漁師\n  - {name: 湯殿}\n---",
        "",
        {"guests": "鵜殿（漁師）、湯殿"},
    ),
    (
        "tables",
        "---\nparams:\n  interviewer: 鵜殿\n  title: 二\ntitle: 一\n---",
        "一",
        {"interviewer": "鵜殿", "params.title": "二"},
    ),
    (
        "several lines",
        "---\nsummary: |\n  潮が\n  引く\nnote: >-\n  浜が\n  出る\n---",
        "",
        {"summary": "潮が 引く", "note": "浜が 出る"},
    ),
    ("nothing said", "---\na:\nb: []\nc: 潮\n---", "", {"c": "潮"}),
    (
        "TOML",
        "+++\ntitle = '浜'\ndate = 2023-07-14T09:00:00+09:00\ndraft = false\nn = 1.50\n"
        "[params]\nguests = ['鵜殿', '湯殿']\n+++",
        "浜",
        {"date": "2023-07-14T09:00:00+09:00", "draft": "false", "n": "1.50", "guests": "鵜殿、湯殿"},
    ),
    ("dots at the end", "---\na: 潮\n...\n浜", "", {"a": "潮"}),
    ("an alias", "---\na: &x 潮\nb: *x\n---", "", {"a": "潮", "b": "潮"}),
]


@pytest.mark.parametrize(("text", "title", "meta"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_front_matter(text: str, title: str, meta: dict[str, str]) -> None:
    front = front_matter(text.split("\n"))
    assert (front.title, dict(front.meta), list(front.meta), front.warnings) == (title, meta, list(meta), ())


NONE = [
    "",
    "潮",
    "---",
    "---\n潮\n---",
    "---\n\n---",
    "潮\n---\na: b\n---",
    "---\na: b",
    "---\n- a\n- b\n---",
    "+++\n+++",
    "---\n鵜殿さんは、こう言いました。: はい\n---",
]


@pytest.mark.parametrize("text", NONE)
def test_rules_with_text_between_them_are_none(text: str) -> None:
    assert front_matter(text.split("\n")).lines == 0


def test_broken_front_matter_gives_its_plain_lines_and_a_warning() -> None:
    front = front_matter("---\ntitle: 浜: 潮の話\ndate: 5月\n  x\n---".split("\n"))
    assert (front.title, dict(front.meta), front.lines) == ("浜: 潮の話", {"date": "5月"}, 5)
    assert front.warnings[0].startswith("line 1: the front matter is no valid YAML")


HOSTILE = [
    "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "\n".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in pairwise("abcdefghi")),
    "a: &a [*a]",
    "a: !!python/object/apply:os.system ['false']",
    "a: " + "[" * 3000,
    "a: " + "{b: " * 3000,
    "a: " + "[" * 150 + "]" * 150,
    "a = " + "[" * 440 + "]" * 440,
    "a: &a {b: &b [*a, *b, {c: *a}], d: *b}",
    "? [a, b]\n: c",
    "a: " + "9" * 6000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("fence", ["---", "+++"])
def test_hostile_front_matter_stays_small(text: str, fence: str) -> None:
    front = front_matter(f"{fence}\n{text}\n{fence}".split("\n"))
    assert sum(map(len, front.meta.values())) < 200_000


MARKDOWN = [
    "# 浜\n\n**鵜殿** 潮は？\n\n**湯殿** 引いた。\n\n**鵜殿** では。",
    "\n".join(f"**鵜殿：** {n}番です。" for n in range(6)),
    "---\ntitle: 浜\n---\n\n## 一\n\n鵜殿：潮は？\n\n## 二\n",
    "潮は[ここ](https://example.com)です。[^1]\n\n[^1]: 浜",
    "| 話者 | 発言 |\n|---|---|\n| 鵜殿 | 潮は？ |",
    "## 一\n```sh\nls\n```\n## 二",
]
PLAIN = [
    "",
    "# 浜\n鵜殿：潮は？\n# 潮\n湯殿：引いた。",
    "- 鵜殿：潮は？\n- 湯殿：引いた。\n- 鵜殿：では。\n> 浜\n> 船",
    "* 一\n* 二\n* 三\n\n----\n\n***\n",
    "鵜殿：*笑い* 潮は？ *1\n湯殿：__ が **引いた。\n\n*1 大潮",
    "---\n日時: 5月\n場所: 浜\n---\n鵜殿：潮は？",
    "[00:01] 鵜殿：潮は？[拍手](会場)\n[00:05] 湯殿：[笑]",
    "鵜殿|潮は？\n湯殿|引いた。\n----|----",
    "＞＞鵜殿 潮は？\n>> 湯殿 引いた。\n>> 鵜殿 では。",
    "**鵜殿** 潮は？\n湯殿：引いた。",
]


@pytest.mark.parametrize("text", MARKDOWN, ids=range(len(MARKDOWN)))
def test_text_that_is_plainly_markdown(text: str) -> None:
    assert is_markdown(text)
    assert [kind_of_text(text, name) for name in ("a.txt", "standard input")] == ["markdown"] * 2


@pytest.mark.parametrize("text", PLAIN, ids=range(len(PLAIN)))
def test_text_with_some_signs_stays_text(text: str) -> None:
    assert not is_markdown(text)
    assert [kind_of_text(text, name) for name in ("a.txt", "a.md")] == ["text", "markdown"]


def test_the_transcripts_of_the_house_are_text() -> None:
    folder = Path(__file__).parents[2] / "media"
    texts = [path for path in folder.glob("*.txt") if b"\x8e" not in path.read_bytes()[:2000]]
    assert texts
    assert not [path.name for path in texts if is_markdown(path.read_text(encoding="utf-8", errors="replace"))]
