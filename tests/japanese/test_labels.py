"""Full-context labels taken apart and written again."""

from __future__ import annotations

import pytest

from toolkit.japanese.labels import AccentPhrase, Phone, joined, parsed, written
from toolkit.japanese.readings import Reader

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

TEXTS = (
    "彼は「もう帰る」と言った。",
    "「行く？」と聞いたら、「行くよ！」って。",
    "赤い赤い花がきれいですか？",
    "長い橋と短い橋と高い塔、" * 25 + "そして" + "あ" * 60 + "。",
    "第" + "千二百三十四" * 20 + "回。",
)


@pytest.mark.parametrize("text", TEXTS)
def test_labels_written_again_are_the_same(text: str) -> None:
    reading = Reader().read(text)
    groups = parsed(reading.labels, reading.starts)
    assert written(groups) == (reading.labels, reading.starts)


def test_what_is_no_label_is_refused() -> None:
    with pytest.raises(ValueError, match="no full-context label"):
        parsed(("a", "b"), (-1, -1))


@pytest.mark.parametrize(
    ("first", "second", "accent"),
    [((3, 3), (1, 1), 4), ((3, 1), (1, 1), 1), ((2, 2), (2, 1), 3), ((2, 0), (1, 1), 0)],
)
def test_a_particle_keeps_the_fall_of_what_it_leans_on(
    first: tuple[int, int], second: tuple[int, int], accent: int
) -> None:
    a, b = (AccentPhrase((Phone("a", "", 0),) * morae, fall) for morae, fall in (first, second))
    assert joined(a, b).accent == accent
    assert joined(a, b).morae == first[0] + second[0]
