"""How lines show 、 and 。, and which signs are written full-width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.japanese.punctuation import shown, wide_signs

SPACES = (
    ("はい。", "はい"),
    ("はい。そうです。", "はい\u3000そうです"),
    ("はい、そうです。", "はい そうです"),
    ("はい。 そうです", "はい\u3000そうです"),  # one space, not two
    ("はい。\u3000そうです", "はい\u3000そうです"),
    ("、はい", "はい"),
    ("「はい。」と言う", "「はい」と言う"),
    ("（笑。）", "（笑）"),
    ("『はい、そう。いや』を読む", "『はい、そう。いや』を読む"),  # a title keeps its punctuation
    ("本『A、B』と、C", "本『A、B』と C"),
    ("えっ？はい！", "えっ？はい！"),
    ("3.5と1,000", "3.5と1,000"),
    ("３．５と１，０００", "３．５と１，０００"),
    ("そうです．はい，", "そうです\u3000はい"),
    ("Hello, world. Bye.", "Hello, world. Bye."),
    ("でも……。", "でも……"),
    ("……、", "……"),
    ("。", ""),
    ("", ""),
    ("  はい  ", "はい"),
)


@pytest.mark.parametrize(("line", "expected"), SPACES)
def test_marks_become_spaces(line: str, expected: str) -> None:
    assert shown(line, "spaces") == expected


@pytest.mark.parametrize("line", ["はい。", "「はい、そう。」", "３．５"])
def test_kept(line: str) -> None:
    assert shown(f" {line}\u3000", "keep") == line


WIDE = (
    ("本当ですか?", "本当ですか？"),
    ("えっ!?", "えっ！？"),
    ("OK?", "OK?"),
    ("OK?です", "OK？です"),
    ("(笑)", "（笑）"),
    ("約(3m)です", "約（3m）です"),
    ("f(x)", "f(x)"),
    ("f(x)です", "f（x）です"),
    ("(a (b) c)", "(a (b) c)"),
    ("(開いたまま", "(開いたまま"),
    ("really? (yes)", "really? (yes)"),
    ("ｱ!", "ｱ！"),
    ("100%?", "100%?"),
    ("「Why?」", "「Why？」"),
    ("これは本当。", "これは本当。"),
)


@pytest.mark.parametrize(("text", "expected"), WIDE)
def test_signs_beside_japanese_are_wide(text: str, expected: str) -> None:
    assert wide_signs(text) == expected


@given(st.text("あア漢aA1?!()（）。、 "))
def test_wide_signs_changes_no_length_and_settles(text: str) -> None:
    once = wide_signs(text)
    assert len(once) == len(text)
    assert once.translate(str.maketrans("？！（）", "?!()")) == text.translate(str.maketrans("？！（）", "?!()"))


@given(st.text("あ漢aA1。、．，『』「」（） \u3000"), st.sampled_from(["spaces", "keep"]))
def test_shown_loses_nothing_but_marks_and_spaces(line: str, punctuation: str) -> None:
    result = shown(line, punctuation)  # type: ignore[arg-type]
    kept = [c for c in line if c not in "。、．， \u3000"]
    assert [c for c in result if c not in "。、．， \u3000"] == kept
    assert result == result.strip()
    assert len(result) <= len(line)


def test_a_long_run_of_marks_takes_no_square() -> None:
    assert shown("。" * 100_000 + "あ", "spaces") == "あ"
