"""Where lines break, against a table of judgements: quality/breaks.tsv (its README explains the marks)."""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.japanese import breaks as breaks_module
from toolkit.japanese import kinsoku
from toolkit.japanese.breaks import packed, parted
from toolkit.japanese.features import KINDS, features
from toolkit.japanese.phrases import PHRASE, gap_levels
from toolkit.japanese.tags import Numbers
from toolkit.japanese.width import width
from toolkit.japanese.words import tokens
from toolkit.model import Paragraph, Turn
from toolkit.segment import segment
from toolkit.styles import style_named

TABLE = Path(__file__).parents[1] / "quality" / "breaks.tsv"
STYLE = style_named("sdh")
GOOD, WRONG = "|", "×"
GOOD_SHARE = 0.85  # of all breaks made; the rest is neutral or a known failure
ROWS, ROWS_EACH = 330, 15

# Rows whose layout breaks at a × today, each by the start of its sentence. One that is mended fails until it is taken
# out.
KNOWN_FAILURES: tuple[str, ...] = (
    "時速280キロで走る列車の揺",
    "観客には、好きなように受け取",
    "安くて、軽くて、丈夫で、しか",
    "新しい靴を履いて歩く娘の後ろ",
    "最初は反対されましたでも半年",
    "そんな小さな会社が、どうして",
    "で、なんか、気がついたら知ら",
    "完成した模型を見た子どもたち",
    "戦争で焼けた蔵の跡に祖母が植",
)


@dataclass(frozen=True, slots=True)
class Row:
    line: int
    phenomenon: str
    marked: str

    @property
    def text(self) -> str:
        return re.sub(f"[{GOOD}{WRONG}]", "", self.marked)

    @property
    def marks(self) -> dict[int, str]:
        """Mark by the offset of the character after it."""
        found, at = {}, 0
        for char in self.marked:
            if char in (GOOD, WRONG):
                found[at] = char
            else:
                at += 1
        return found

    @property
    def known(self) -> bool:
        return self.text.startswith(KNOWN_FAILURES)


@cache
def rows() -> tuple[Row, ...]:
    head, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert head == "phenomenon\tsentence"
    return tuple(Row(number, *line.split("\t")) for number, line in enumerate(lines, 2))


@cache
def layout(text: str) -> tuple[str, ...]:
    """The lines of a sentence segmented by itself, as displayed."""
    cues = segment([Turn(None, (Paragraph(text, 1),), 1)], STYLE).cues
    return tuple(line for cue in cues for line in cue.lines)


def substance(text: str) -> list[int]:
    """Offsets of the characters that every line shows: 、 and 。 may be spaces in the display, or vanish."""
    return [at for at, char in enumerate(text) if char not in "、。" and not char.isspace()]


def breaks(text: str) -> list[int]:
    """Offsets in ``text`` at which its second and later lines begin."""
    lines, offsets = layout(text), substance(text)
    counts = [len(substance(line)) for line in lines]
    assert sum(counts) == len(offsets), lines
    return [offsets[at] for at in itertools.accumulate(counts[:-1])]


def shown(row: Row) -> str:
    return f"breaks.tsv:{row.line} {row.phenomenon}: {' / '.join(layout(row.text))}  wanted {row.marked}"


def _parameters() -> list[object]:
    known = pytest.mark.xfail(
        raises=AssertionError, strict=True, reason="known failure: if mended, take it out of KNOWN_FAILURES"
    )
    return [pytest.param(row, marks=known if row.known else (), id=f"line {row.line}") for row in rows()]


@pytest.mark.parametrize("row", _parameters())
def test_no_break_where_it_is_wrong(row: Row) -> None:
    marks = row.marks
    assert not [row.text[at:] for at in breaks(row.text) if marks.get(at) == WRONG], shown(row)


def test_most_breaks_stand_where_they_are_good() -> None:
    made = Counter(row.marks.get(at, "neutral") for row in rows() for at in breaks(row.text))
    assert made[GOOD] / made.total() >= GOOD_SHARE, dict(made)


@pytest.mark.parametrize("known", KNOWN_FAILURES)
def test_a_known_failure_is_one_row(known: str) -> None:
    assert sum(row.text.startswith(known) for row in rows()) == 1


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"line {row.line}")
def test_row_is_well_formed(row: Row) -> None:
    assert row.phenomenon
    assert row.phenomenon == row.phenomenon.strip()
    assert row.marked == row.marked.strip()
    assert not re.search(rf"[{GOOD}{WRONG}]([{GOOD}{WRONG}\s]|$)|^[{GOOD}{WRONG}]", row.marked), (
        "a mark stands between characters"
    )
    assert STYLE.line_width < width(row.text) <= 60, "needs a break"
    made = Counter(row.marks.values())
    assert 1 <= made[GOOD] <= 5
    assert 2 <= made[WRONG] <= 6


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"line {row.line}")
def test_row_can_be_laid_out(row: Row) -> None:
    pieces = row.marked.replace(WRONG, "").split(GOOD)
    assert all(width(piece.strip()) <= STYLE.line_width for piece in pieces), pieces
    assert all(kinsoku.breakable(row.text, at) for at, mark in row.marks.items() if mark == GOOD)


def test_the_table_is_complete() -> None:
    assert len(rows()) >= ROWS
    assert len({row.text for row in rows()}) == len(rows()), "no sentence twice"
    assert min(Counter(row.phenomenon for row in rows()).values()) >= ROWS_EACH


@given(st.lists(st.tuples(*[st.integers(-30_000, 30_000)] * 2), max_size=60))
def test_a_sum_of_packed_weights_is_both_sums(weights: list[tuple[int, int]]) -> None:
    assert parted(sum(packed(*both) for both in weights)) == (
        sum(cue for cue, _ in weights),
        sum(line for _, line in weights),
    )


@pytest.mark.parametrize(
    "spoil",
    [lambda d: d["kinds"].pop(), lambda d: d["kinds"][0]["weights"].__setitem__(0, "1"), lambda d: d.update(version=2)],
)
def test_weights_of_other_features_are_refused(tmp_path: Path, spoil: Callable[[dict[str, Any]], None]) -> None:
    content = json.loads((Path(breaks_module.__file__).parent / "data" / "breaks.json").read_bytes())
    spoil(content)
    file = tmp_path / "my.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(InputError, match="no break model"):
        breaks_module.load(file)


@given(st.text("潮は満ちて引くと彼が言った。、「」？（）A1 ー", min_size=1, max_size=60), st.sampled_from("nlh"))
def test_a_score_is_the_sum_of_its_features_weights(text: str, comma: str) -> None:
    assume(comma != "h" or not breaks_module.closed_up(text))
    model, words = breaks_module.default(), tokens(text)
    levels = gap_levels(text, words)
    inside = [
        n for n, word in enumerate(words) if levels.get(word.start) == PHRASE and not word.tag.fine.startswith("助詞")
    ]
    rows = list(features(text, words, inside, comma, 32.0, Numbers(model.vocabulary)))
    assert all(len(row) == KINDS == len(model.weights) for row in rows)
    scores = {gap.at: gap for gap in model.gaps(text, comma, 32.0)}
    for n, row in zip(inside, rows, strict=True):
        whole = sum(weights.get(feature, 0) for weights, feature in zip(model.weights, row, strict=True))
        cue, line = parted(whole)
        assert scores[words[n].start] == (words[n].start, cue / 100, line / 100, True)


@given(st.lists(st.text("潮は満ちた。「」A1", min_size=1, max_size=9), min_size=1, max_size=6))
def test_a_blank_of_typography_changes_no_score(parts: list[str]) -> None:
    spaced = re.sub(r"(?<=[ぁ-鿿])(?=[A1])|(?<=[A1])(?=[ぁ-鿿])", " ", "".join(parts))
    bare = spaced.replace(" ", "")
    moved = {at: k for k, at in enumerate(k for k, char in enumerate(spaced) if char != " ")}
    model = breaks_module.default()
    found = [gap._replace(at=moved[gap.at]) for gap in model.gaps(spaced, "h", 32.0)]
    assert found == model.gaps(bare, "h", 32.0)


@pytest.mark.parametrize(
    ("text", "at", "behind", "ahead"),
    [
        ("雨が降りだした。彼は店に走った。", 2, 2, 6),  # inside the first sentence: from its start, to its end
        ("雨が降りだした。彼は店に走った。", 8, 8, 8),  # at its end: the whole first, the whole second
        ("雨が降りだした。彼は店に走った。", 10, 2, 6),
        ("「雨だ。」と彼は言った。", 6, 6, 6),  # a quotation's 。 ends no sentence
        ("雨だ！？　彼は走った", 5, 5, 5),  # marks and the space after them are one end; the text's edge is one too
    ],
)
def test_a_gap_knows_how_far_into_its_sentence_it_is(text: str, at: int, behind: int, ahead: int) -> None:
    words = tokens(text)
    index = next(n for n, word in enumerate(words) if word.start == at)
    cue = 24.0
    (row,) = features(text, words, [index], "h", cue, Numbers({}))
    lower = (1 << 6) - 1
    assert [feature & lower for feature in row[-3:-1]] == [int(12 * behind / cue), int(12 * ahead / cue)]
    assert [feature >> 6 & 1 for feature in row[-3:]] == [at in (8, 5)] * 3
