"""Readings written into a line: what is shown, what is read, and what stays text."""

from __future__ import annotations

import pytest

from toolkit.transcript import parse_script
from toolkit.transcript.markup import shown, unmarked

NAMES: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("仁科ゆう（にしな・ゆう）です。", "仁科ゆうです。", [("仁科ゆう", "にしな・ゆう")]),
    ("不破みどり(ふわ みどり)です。", "不破みどりです。", [("不破みどり", "ふわ みどり")]),
    ("不破緑（フワ・ミドリ）です。", "不破緑です。", [("不破緑", "フワ・ミドリ")]),
    ("汐見航（しおみ・わたる）です。", "汐見航です。", [("汐見航", "しおみ・わたる")]),
    ("森サキ（もり・さき）です。", "森サキです。", [("森サキ", "もり・さき")]),
    ("仁科ゆう（にしなゆう）です。", "仁科ゆうです。", [("仁科ゆう", "にしなゆう")]),
    ("舟を漕ぐ（こぐ）音。", "舟を漕ぐ音。", [("漕ぐ", "こぐ")]),
    # not the reading of what stands before it
    ("仁科ゆう（ふわ・みどり）です。", "仁科ゆう（ふわ・みどり）です。", []),
    ("林檎（アップル・パイ）です。", "林檎（アップル・パイ）です。", []),
    ("あの人は（あのひとは）誰。", "あの人は（あのひとは）誰。", []),
    ("人工知能（エーアイ）です。", "人工知能（エーアイ）です。", []),
    ("休む（はい）と言う。", "休む（はい）と言う。", []),
    ("市場は（あした・あさって）休みです。", "市場は（あした・あさって）休みです。", []),
]


@pytest.mark.parametrize(("line", "text", "readings"), NAMES)
def test_readings_of_names(line: str, text: str, readings: list[tuple[str, str]]) -> None:
    found = shown(line)
    assert found.text == text
    assert [(found.text[s.start : s.end], s.value) for s in found.spans if s.kind == "ruby"] == readings


PLAIN = [
    ("市場《いちば》へ。", "市場へ。", ["《いちば》"]),
    ("｜夜の市《よるのいち》へ。", "夜の市へ。", ["｜", "《よるのいち》"]),
    ("<ruby>市場<rt>いちば</rt></ruby>へ。", "市場へ。", ["<ruby>", "<rt>いちば</rt>", "</ruby>"]),
    ("**市場**（いちば）へ。", "**市場**（いちば）へ。", []),
    ("《市場》へ。", "《市場》へ。", []),
]


@pytest.mark.parametrize(("line", "text", "removed"), PLAIN)
def test_plain_lines_keep_all_but_readings_in_their_own_notation(line: str, text: str, removed: list[str]) -> None:
    found = unmarked(line)
    assert (found.text, list(found.removed)) == (text, removed)
    script = parse_script(f"海。\n{line}", plain=True)  # proves that nothing is lost
    assert script.turns[-1].text == text
