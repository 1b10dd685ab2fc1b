"""What a gap looks like: the words, phrases, characters and marks around it, as features a break model has weights for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from toolkit.japanese.phrases import cumulative_width
from toolkit.japanese.words import Token

_PAD = "^"
_MARKS = frozenset("、。，．,.？！?!…‥「」『』（）()・")


def comma_use(text: str) -> str:
    """How a whole text uses 、: ``n`` not at all, ``l`` lightly (a lecture's subtitles), ``h`` as running prose does (3–5 in a hundred)."""
    share = text.count("、") / max(1, len(text))
    return "n" if share < 0.0015 else "l" if share < 0.02 else "h"


Group = tuple[str, ...]


def groups(text: str, words: Sequence[Token], gaps: Sequence[int], comma: str) -> Iterator[list[Group]]:
    """The features of each gap in ``gaps`` (ascending token starts), in groups that share what they are made of.

    A group is its kind and its parts; ``spelled`` makes the features of it. The same groups come again and again, so that a model can
    keep their sums. ``comma`` is ``comma_use`` of the whole text that ``text`` is a part of.
    """
    index = {word.start: n for n, word in enumerate(words)}
    padded = _Padded(words)
    marks = _Marks(text)
    depth = _bracket_depth(text)
    for gap in gaps:
        yield _groups_at(text, gap, padded, index[gap], marks, depth[gap], comma)


def features(text: str, words: Sequence[Token], gaps: Sequence[int], comma: str) -> Iterator[list[str]]:
    """The features of each gap as short strings, as a model's file names them."""
    for found in groups(text, words, gaps, comma):
        yield [feature for group in found for feature in spelled(group)]


class _Padded:
    """The words' tags with sentinels at both ends, and of each word the phrase (bunsetsu) it stands in: its head and its tail."""

    def __init__(self, words: Sequence[Token]) -> None:
        self.lexical = [_PAD] * 3 + [w.tag.lexical for w in words] + [_PAD] * 4
        self.fine = [_PAD] * 3 + [w.tag.fine for w in words] + [_PAD] * 4
        self.surface = [_PAD] * 3 + [w.surface for w in words] + [_PAD] * 4
        self.phrase, self.heads, self.tails, self.sizes = _phrases(words)


_DEPENDENT = ("助詞", "助動詞", "接尾辞", "補助記号", "空白", "形状詞-助動詞語幹", "動詞-非自立可能", "形容詞-非自立可能")


def _phrases(words: Sequence[Token]) -> tuple[list[int], list[str], list[str], list[str]]:
    """A rough bunsetsu for each word, and of each bunsetsu the head's tag, the last word's tag and the width as a bucket."""
    phrase: list[int] = []
    heads: list[str] = [_PAD, _PAD]
    tails: list[str] = [_PAD, _PAD]
    sizes: list[str] = ["0", "0"]
    wide, previous = 0.0, None
    for word in words:
        fine = word.tag.fine
        follows = previous is not None and (
            fine.startswith(_DEPENDENT) or previous.startswith("接頭辞") or (previous.startswith("名詞") and fine.startswith("名詞"))
        )
        if not follows:
            heads.append(fine)
            tails.append(word.tag.lexical)
            sizes.append("0")
            wide = 0.0
        wide += len(word.surface)
        sizes[-1] = str(min(int(wide), 12))
        if fine.startswith(("補助記号", "空白")):
            tails[-1] = f"{tails[-1]}{word.surface}"
        else:
            tails[-1] = word.tag.lexical
        previous = fine
        phrase.append(len(heads) - 1)
    pads = [_PAD] * 3
    return phrase, heads + pads, tails + pads, sizes + ["0"] * 3


class _Marks:
    """The marks of a text, to tell how far the last one before a gap and the next one behind it are."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._widths = cumulative_width(text)
        self._at = [k for k, char in enumerate(text) if char in _MARKS]

    def around(self, gap: int) -> tuple[str, str]:
        """The mark before ``gap`` and the one after it, each with its distance as a bucket (``、3``)."""
        text, widths, at = self._text, self._widths, self._at
        n = bisect_left(at, gap)
        before = f"{text[at[n - 1]]}{_bucket(widths[gap] - widths[at[n - 1] + 1])}" if n else f"^{_bucket(widths[gap])}"
        after = f"{text[at[n]]}{_bucket(widths[at[n]] - widths[gap])}" if n < len(at) else f"${_bucket(widths[-1] - widths[gap])}"
        return before, after


def _bucket(distance: float) -> int:
    if distance < 8:
        return int(distance)
    return min(8 + int(distance - 8) // 3, 18)


def _bracket_depth(text: str) -> list[str]:
    depth, out = 0, ["0"]
    for char in text:
        if char in "「『（(":
            depth += 1
        elif char in "」』）)" and depth:
            depth -= 1
        out.append(str(min(depth, 2)))
    return out


def _char_type(char: str) -> str:
    if "ぁ" <= char <= "ゟ":
        return "h"
    if "ァ" <= char <= "ヿ":
        return "k"
    if "一" <= char <= "鿿" or char == "々":
        return "K"
    if char.isdigit():
        return "d"
    if char.isascii() and char.isalpha():
        return "l"
    return "s" if char.isspace() else char


def _groups_at(text: str, gap: int, padded: _Padded, n: int, marks: _Marks, depth: str, comma: str) -> list[Group]:
    lexical, surface = padded.lexical, padded.surface
    heads, tails, sizes = padded.heads, padded.tails, padded.sizes
    i = n + 3  # index of the word right of the gap
    a2, a1, b1, b2 = lexical[i - 2 : i + 2]
    p, q = padded.phrase[n - 1], padded.phrase[n]
    inner = "-" if p == q else "+"
    fine = padded.fine[i - 1]
    before, after = marks.around(gap)
    left, right = text[max(0, gap - 2) : gap], text[gap : gap + 2]
    return [
        ("words", a1, b1, fine, padded.fine[i], comma),
        ("left", a2, a1, b1),
        ("right", a1, b1, b2),
        ("surface", surface[i - 1], surface[i]),
        ("before", left),
        ("after", right),
        ("chars", left[-1], right[0]),
        ("last mark", before, depth, fine),
        ("next mark", after, a1, fine, comma),
        ("phrases", inner, heads[p], tails[p], heads[q], tails[q]),
        ("phrases before", inner, tails[p - 1], tails[p], tails[q]),
        ("phrases after", inner, tails[p], tails[q], tails[q + 1]),
        ("size", inner, tails[p], sizes[q]),
    ]


def spelled(group: Group) -> list[str]:
    """The features of a group. Their first letter is their kind; a model's file knows no others."""
    return _SPELLED[group[0]](*group[1:])


_SPELLED: dict[str, Callable[..., list[str]]] = {
    "words": lambda a, b, f, g, comma: [f"b{comma}", f"a{a}", f"b{b}", f"c{a}|{b}", f"v{comma}|{a}", f"h{f}|{g}"],
    "left": lambda a2, a1, b: [f"d{a2}|{a1}", f"f{a2}|{a1}|{b}"],
    "right": lambda a, b1, b2: [f"e{b1}|{b2}", f"g{a}|{b1}|{b2}"],
    "surface": lambda a, b: [f"i{a}", f"j{b}"],
    "before": lambda left: [f"l{left}"],
    "after": lambda right: [f"n{right}"],
    "chars": lambda a, b: [f"k{a}|{b}", f"p{_char_type(a)}{_char_type(b)}"],
    "last mark": lambda mark, depth, f: [f"q{mark}", f"s{mark}|{f}", f"u{depth}|{f}"],
    "next mark": lambda mark, a, f, comma: [f"r{mark}", f"t{mark}|{f}", f"w{comma}|{a}|{mark}"],
    "phrases": lambda inner, hp, tp, hq, tq: [f"A{inner}{tp}|{tq}", f"B{inner}{tp}|{hq}|{tq}", f"E{inner}{hp}|{tp}|{hq}"],
    "phrases before": lambda inner, t0, t1, t2: [f"C{inner}{t0}|{t1}|{t2}"],
    "phrases after": lambda inner, t1, t2, t3: [f"D{inner}{t1}|{t2}|{t3}"],
    "size": lambda inner, tail, size: [f"F{inner}{tail}|{size}"],
}
