"""The words of a text as numbers: what a vocabulary knows of their tags, and the rough phrases they make.

A number has parts of sixteen bits; ``SECOND``, ``THIRD`` and ``FOURTH`` say where the later ones begin, ``PART`` is a
mask of one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.japanese.words import Token

PAD = "^"  # what stands beyond a text's ends
SECOND, THIRD, FOURTH = 16, 32, 48
PART = (1 << SECOND) - 1
_DEPENDENT = (
    "助詞",
    "助動詞",
    "接尾辞",
    "補助記号",
    "空白",
    "形状詞-助動詞語幹",
    "動詞-非自立可能",
    "形容詞-非自立可能",
)
TAGS = (1 << THIRD) - 1
_LEANS, _NOUN, _PREFIX, _MARK = 1 << THIRD, 2 << THIRD, 4 << THIRD, 8 << THIRD


class Numbers(dict[str, int]):
    """What is known of lexical tags: their number in a vocabulary that numbers words from 1 (0: not in it); above it
    that of the fine tag they are made of; above that, what they do in a phrase (``_LEANS`` …)."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        super().__init__()
        self.word = vocabulary.get

    def __missing__(self, lexical: str) -> int:
        fine = lexical.partition("=")[0]
        kinds = ((_LEANS, _DEPENDENT), (_NOUN, ("名詞",)), (_PREFIX, ("接頭辞",)), (_MARK, ("補助記号", "空白")))
        self[lexical] = number = (
            self.word(lexical, 0)
            | self.word(fine, 0) << SECOND
            | sum(bit for bit, start in kinds if fine.startswith(start))
        )
        return number


class Phrases:
    """A rough phrase (bunsetsu) for each word, and of each phrase the number of its last word's tag, with the marks
    behind it, and the width.

    Two phrases of nothing stand before the first and three behind the last. ``marked``: the names of tails that end in
    a mark.
    """

    def __init__(self, words: Sequence[Token], numbers: Numbers) -> None:
        pad = numbers[PAD] & PART
        self.tags = [numbers[word.tag.lexical] for word in words]
        self.of: list[int] = []
        self.tails, self.widths = [pad, pad], [0, 0]
        self.marked: list[str] = []
        name, previous = "", 0
        for word, tag in zip(words, self.tags, strict=True):
            if not self.of or not (tag & _LEANS or previous & (_PREFIX | tag & _NOUN)):
                name = word.tag.lexical
                self.tails.append(0)
                self.widths.append(0)
            self.widths[-1] += len(word.surface)
            if tag & _MARK:
                name += word.surface
                self.marked.append(name)
                self.tails[-1] = numbers.word(name, 0)
            else:
                name = word.tag.lexical
                self.tails[-1] = tag & PART
            previous = tag
            self.of.append(len(self.tails) - 1)
        self.tails += [pad] * 3
