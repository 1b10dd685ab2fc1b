"""When each word of a sentence is heard, from the marks of its voice."""

from __future__ import annotations

import pytest

from toolkit.edition.book import Clip, _words_of
from toolkit.model.narration import Sentence, Utterance

# marks (offset, sample) of 「海と山」 at 1000 Hz, heard from 100 to 500 with a silence from 300 to 400; the words
CASES = [
    ([(0, 100), (1, 200), (2, 400)], [("海", 100, 200), ("と", 200, 300), ("山", 400, 500)]),
    ([(0, 90), (1, 100), (2, 400)], [("海と", 100, 300), ("山", 400, 500)]),
    ([(1, 200)], [("海と山", 200, 300)]),
    ([], []),
]


@pytest.mark.parametrize(("marks", "words"), CASES)
def test_word_times(marks: list[tuple[int, int]], words: list[tuple[str, int, int]]) -> None:
    text = "海と山"
    heard = Utterance(Sentence(0, "汐里", text, 0, 3, (0, 1, 2)), 100, 500, tuple(marks), ((300, 400),))
    found = list(_words_of(heard, 0, 3, Clip(100, 500), 1000))
    assert [(text[word.start : word.end], word.clip.start, word.clip.end) for word in found] == words
