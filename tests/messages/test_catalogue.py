"""The catalogue says all that the sources say, and loses nothing that is put into a message."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

from toolkit.messages import in_japanese
from toolkit.messages.catalogue import entries, filled, placeholders, shipped, translations, written

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import messages as script  # noqa: E402  # the script that makes the catalogue


def test_every_message_of_the_sources_is_translated() -> None:
    """`python scripts/messages.py --write` adds what is missing; its Japanese is yours."""
    assert list(script.complaints(script.templates())) == []


def test_the_catalogue_is_written_as_the_script_writes_it() -> None:
    assert shipped("ja") == script.catalogue(script.templates())


def test_both_ways_through_the_catalogue_read_the_same() -> None:
    quick = translations(shipped("ja"))
    assert quick == {entry.msgid: entry.msgstr for entry in entries(shipped("ja"))}
    assert all(next(entries(f"x\n\n{written(entry)}\n")) == entry for entry in entries(shipped("ja")))


def test_no_translation_is_english() -> None:
    japanese = re.compile(r"[ぁ-んァ-ヶ一-鿿、。]")
    bare = [
        e.msgid for e in entries(shipped("ja")) if re.search(r"[a-z]{3}", e.msgid) and not japanese.search(e.msgstr)
    ]
    assert set(bare) <= {"byte order mark"}  # BOM


def test_every_template_is_found_again_with_its_values() -> None:
    """Whatever is put in: the letters of its own template are the most there can be."""
    wrong = []
    for entry in entries(shipped("ja")):
        numbers = placeholders(entry.msgid)
        values = [f"値{number}号" for number in range(max(numbers, default=-1) + 1)]
        said = in_japanese(filled(entry.msgid, values))
        if said != filled(entry.msgstr, values):
            wrong.append((entry.msgid, said))
    assert wrong == []


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('raise InputError("is not there", mend="name a file")', ["is not there", "name a file"]),
        ('tell(f"{n} cues of {name!r} — try again")', ["{0} cues of {1}", "try again"]),
        ('f"{one}: {two} is no rate of sound"', ["{0} is no rate of sound"]),
        ("f\"a line{'s' if n else ''} of it\"", ["a lines of it", "a line of it"]),
        ('raise InputError("is JSON", mend="write .csv")', ["is JSON", "write .csv"]),
        ('raise InputError(f"{x}", mend="add --a" if x else f"use {y}")', ["add --a", "use {0}"]),
        ('option("--json", help="Print JSON.")', ["Print JSON."]),
        ('x = re.compile("a pattern of words")', []),
        ('WORDS = "a list of words to split".split()', []),
        ('x == "is the same as"', []),
        ('def f():\n    """What it does and how."""', []),
        (
            '@click.command()\ndef f():\n    """Show what\n    was seen.\n\n    And more of it."""',
            ["Show what was seen.", "And more of it."],
        ),
        ('epilog = "\\b\\nExamples:\\n  jimaku x a.txt    what it does"', ["what it does"]),
        ('"<p>not a message but a page</p>"', []),
    ],
)
def test_what_the_script_takes_for_a_message(source: str, texts: list[str]) -> None:
    assert [part for text in script.said_in(ast.parse(source)) for part in script.parts(text)] == texts


def test_a_translation_keeps_its_placeholders() -> None:
    assert list(script.broken(script.Entry("{0} of {1}", "{1} の {0}"))) == []
    assert list(script.broken(script.Entry("{0} cue{1}", "キュー {0} 個", frozenset({1})))) == []
    assert len(list(script.broken(script.Entry("{0} of {1}", "{1} だけ")))) == 1
    assert len(list(script.broken(script.Entry("all of it", "{0} すべて")))) == 1
