"""Which ``*`` and ``_`` are emphasis, in text whose writer put them where Japanese needs them.

CommonMark lets a sign open or close by what stands beside it, and takes 「 or 。 for the punctuation of a language with
blanks: ``**「引用」**です`` and ``__名前__本文`` come out with their signs (commonmark/commonmark-spec#650). Here what
pairs on a line is a pair. Signs that stand for themselves stay: ``(*^_^*)``, ``____``, ``3*4``, ``snake_case``, ``*1``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from toolkit.inputs.markdown.events import Event

# What a single sign must have inside; a kaomoji has none between its own
_WORD = re.compile("[0-9A-Za-zぁ-ヿ一-鿿々〆가-힣―—─]")
_SPEECH = re.compile("[0-9A-Za-zぁ-ゖ一-鿿]")
_LATIN, _DIGIT = re.compile("[0-9A-Za-z]"), re.compile("[0-9]")
_FACE = frozenset("!#$%&'+,./:;<=>?@\\^`|~*_-")  # what stands on both sides of a sign in a kaomoji
_LONGEST_FACE = 7  # characters between the two cheeks of (*ﾟ▽ﾟ*)
# A run as the signs it is made of; a longer one is a rule, a blank to fill in, a name struck out
_SIZES: Mapping[str, Mapping[int, tuple[int, ...]]] = {
    "*": {1: (1,), 2: (2,), 3: (2, 1), 4: (2, 2)},
    "_": {1: (1,), 2: (2,), 3: (2, 1)},
    "~": {2: (2,)},
    "=": {2: (2,)},
}


@dataclass(slots=True, eq=False)
class _Sign:
    """A single or double sign, cut from a run of one character; ``before`` and ``after`` stand beside the run, a line
    end where the text ends.
    """

    char: str
    start: int
    size: int
    before: str
    after: str

    @property
    def end(self) -> int:
        return self.start + self.size

    @property
    def opens(self) -> bool:
        mark = self.size == 1 and self.after.isdigit() and not self.before.isspace() and self.before not in "「『"
        return not self.after.isspace() and not mark  # 本文*1

    @property
    def closes(self) -> bool:
        return not self.before.isspace()

    @property
    def stands_for_itself(self) -> bool:
        """Inside a Latin word (``**`` only between digits), or in a kaomoji."""
        inside = _DIGIT if self.char == "*" and self.size == 2 else _LATIN
        if inside.match(self.before) and inside.match(self.after):
            return True
        return self.size == 1 and self.before in _FACE and self.after in _FACE


def emphasis(text: str, runs: Iterable[tuple[int, int]]) -> Iterator[Event]:
    """The signs of ``text`` that mark emphasis (``**``, ``_``), or strike out and highlight (``~~``, ``==``: their text
    stays). ``runs``: (start, end) of every run of one character, in order. Linear in the length of the text.
    """
    held: dict[str, _Sign] = {}  # what opens on a line above
    for _, line in groupby(runs, key=_line_of(text)):
        signs: dict[tuple[str, int], list[_Sign]] = {}
        for run in line:
            for sign in _signs(text, *run):
                signs.setdefault((sign.char, sign.size), []).append(sign)
        for (char, size), found in signs.items():
            if char in "~=":
                yield from _struck(found)
            else:
                yield from _doubles(text, found, held) if size == 2 else _singles(text, found)
    for opener in held.values():
        yield from _stray(opener)


def _line_of(text: str) -> Callable[[tuple[int, int]], int]:
    """Where the line of a run begins, the runs being asked for in order."""
    start = end = -1

    def key(run: tuple[int, int]) -> int:
        nonlocal start, end
        if run[0] > end:
            start = text.rfind("\n", 0, run[0])
            end = text.find("\n", run[0])
            end = end if end >= 0 else len(text)
        return start

    return key


def _signs(text: str, start: int, end: int) -> Iterator[_Sign]:
    before, after = text[start - 1 : start] or "\n", text[end : end + 1] or "\n"
    for size in _SIZES[text[start]].get(end - start, ()):
        sign = _Sign(text[start], start, size, before, after)
        if not sign.stands_for_itself:
            yield sign
        start += size


def _doubles(text: str, signs: Sequence[_Sign], held: dict[str, _Sign]) -> Iterator[Event]:
    """An even number on a line pairs as it stands, blanks beside them or not; of an odd number one goes with the line
    above or below, or nobody closed it.
    """
    char = signs[0].char
    above = held.pop(char, None)
    if above and signs[0].closes and (len(signs) % 2 or not signs[0].opens):
        yield from _pair(above, signs[0])
        signs, above = signs[1:], None
    if above:
        yield from _stray(above)
    if len(signs) % 2 == 0:
        for opener, closer in zip(signs[::2], signs[1::2], strict=True):
            yield from _pair(opener, closer) if text[opener.end : closer.start].strip() else ()
        return
    for sign in signs:
        if char in held and sign.closes:
            yield from _pair(held.pop(char), sign)
        elif sign.opens:
            yield from _stray(held.pop(char)) if char in held else ()
            held[char] = sign
        else:
            yield from _stray(sign)


def _singles(text: str, signs: Sequence[_Sign]) -> Iterator[Event]:
    """Each closes the one before it that is open, if there is a word between them."""
    words = [0, *accumulate(bool(_WORD.search(text, one.end, other.start)) for one, other in pairwise(signs))]
    openers: list[int] = []
    for k, sign in enumerate(signs):
        opens = openers and sign.closes and words[k] > words[openers[-1]]
        if opens and not _is_face(text, signs[openers[-1]], sign):
            yield from _pair(signs[openers.pop()], sign)
        elif sign.opens:
            openers.append(k)


def _is_face(text: str, left: _Sign, right: _Sign) -> bool:
    """``(*ﾟーﾟ*)``"""
    inside = left.before in "(（" and right.after in ")）" and right.start - left.end <= _LONGEST_FACE
    return inside and not _SPEECH.search(text, left.end, right.start)


def _struck(signs: Sequence[_Sign]) -> Iterator[Event]:
    opener: _Sign | None = None
    for sign in signs:
        if opener and sign.closes:
            yield from (Event(one.start, one.end, "sign") for one in (opener, sign))
            opener = None
        elif sign.opens:
            opener = sign


def _pair(opener: _Sign, closer: _Sign) -> Iterator[Event]:
    yield Event(opener.start, opener.end, "on")
    yield Event(closer.start, closer.end, "off")


def _stray(sign: _Sign) -> Iterator[Event]:
    """Where a line begins or ends with ``**`` that nobody paired, a slip: nobody wants to see it."""
    if sign.char == "*" and "\n" in (sign.before, sign.after):
        yield Event(sign.start, sign.end, "sign")
