"""The two small formats."""

from __future__ import annotations

import pytest

from toolkit.errors import InputError
from toolkit.formats import lrc, sbv
from toolkit.model import SubtitleFile


def cues(found: SubtitleFile) -> list[tuple[int, int, str]]:
    return [(c.start_ms, c.end_ms, c.cue.text) for c in found.cues]


SBV = [
    ("0:00:01.000,0:00:02.500\n海の\n声\n", [(1000, 2500, "海の\n声")], set()),
    ("0:00:01.000,0:00:02.500\r\n海[br]<i>\r\n", [(1000, 2500, "海\n<i>")], set()),
    ("0:00:01.000,0:00:02.500\n海\n\n声\n", [(1000, 2500, "海\n声")], set()),
    ("00:00:01.5, 0:61:02\n海\n", [(1500, 3_662_000, "海")], {"SBV-TIME"}),
    ("迷子\n0:00:01.000,0:00:02.500\n海\n", [(1000, 2500, "海")], {"SBV-STRAY"}),
    ("0:00:01.000,0:00:02.500\n海\u202e\n", [(1000, 2500, "海")], {"SBV-HIDDEN"}),
    ("0:00:01.000,0:00:02.500\n1,234,567\n", [(1000, 2500, "1,234,567")], set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rules"), SBV)
def test_sbv(text: str, expected: list[tuple[int, int, str]], rules: set[str]) -> None:
    found = sbv.read(text)
    assert cues(found) == expected
    assert {remark.rule for remark in found.remarks} == rules


LRC = [
    ("[00:01.00]海\n[00:02.50]声\n[00:04.00]\n", [(1000, 2500, "海"), (2500, 4000, "声")], set()),
    (
        "[00:01.00][00:05.00]海\n[00:02.50]声\n[length:00:09]\n",
        [(1000, 2500, "海"), (2500, 5000, "声"), (5000, 9000, "海")],
        set(),
    ),
    ("[offset:+500]\n[00:01]海\n[00:02]\n", [(500, 1500, "海")], set()),
    ("[offset:-500]\n[00:01]海\n[00:02]\n", [(1500, 2500, "海")], set()),
    ("[offset:2000]\n[00:01]海\n[00:02]\n", [(-1000, 0, "海")], set()),
    ("[00:01:50]海\n[00:02.125]声", [(1500, 2125, "海"), (2125, 2125, "声")], {"LRC-END"}),
    ("迷子\n[00:01.00]海\n[00:02.00]", [(1000, 2000, "海")], {"LRC-STRAY"}),
    ("[00:01.00] <00:01.00>海<00:01.50>の\n[00:02.00]", [(1000, 2000, "海の")], set()),
    ("[100:00.00]海\n[100:01.00]", [(6_000_000, 6_001_000, "海")], set()),
    ("[00:01.00]海\u202e\n[00:02.00]", [(1000, 2000, "海")], {"LRC-HIDDEN"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "rules"), LRC)
def test_lrc(text: str, expected: list[tuple[int, int, str]], rules: set[str]) -> None:
    found = lrc.read(text)
    assert cues(found) == expected
    assert {remark.rule for remark in found.remarks} == rules


def test_the_times_of_words_are_kept() -> None:
    (timed,) = lrc.read("[00:01.00]<00:01.00>海<00:01.50>の\n[00:02.00]").cues
    assert [(m.start, m.value) for m in timed.cue.markup] == [(0, "<00:01.00>"), (1, "<00:01.50>")]


@pytest.mark.parametrize("read", [sbv.read, lrc.read])
@pytest.mark.parametrize("text", ["", "海", "[ti:x]", "[00:01.00]"])
def test_what_holds_no_cue_is_refused(read: object, text: str) -> None:
    with pytest.raises(InputError, match="holds no subtitle"):
        read(text)  # type: ignore[operator]
