"""Text that was put together in English, taken apart again by the templates it came from.

A message is made where the mistake is seen, in many places and of many parts (a place, what is wrong, the mend, what
another program said). So a whole one is in no catalogue. What is looked for is the division of it into known texts,
filled templates and unknown rest that leaves least unknown: the most letters of templates win, then the fewest
characters in placeholders, whose values are taken apart in turn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from toolkit.messages.catalogue import filled, pieces, placeholders

_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
# Where the parts of a message meet. A part may hold a mark itself: every division is tried.
_SEAMS = re.compile(r"(?<=[^\s]): |; |, | and | \((?=.*\)$)|\. (?=[A-Z`(-])|: *\t|\t|(?<=\S) {2,}| \[(?=.*\]$)")
_LISTED = frozenset(
    {", ", " and ", "; "}
)  # a list of words of the user's is no seam: messages stand on both sides of one
_EDGES = " \t\n:;,"  # around a message: templates are without them
_COUNTED = re.compile(r"\d+ |\d+/\d+ |\d+:\d\d:\d\d[.,]\d+ ")
_CHOICE = re.compile(r"([\w-]+(?:, [\w-]+)*) or ([\w-]+)")  # words that a key takes: they stay as they are
_ENOUGH = 6  # signs of a template whose values may be anything; less could be found in any text by chance
_LONGEST = 1000  # characters: longer than any message of ours
_KEY = (" =", "`", "` ")  # behind a placeholder that holds a key or a command, not words
_VERBATIM = ("`", "credit: ", "id you mean ")  # before one that holds a command, a licence's words, a key or a name
_SINGLE = 2  # pieces of a template with one placeholder
_FIRST_WORDS = 3  # at most, in a placeholder before a space and another
_MOST = 9  # seams of a message


@dataclass(frozen=True, slots=True)
class Found:
    """``text``: what to say; ``letters`` of templates in it; ``open``: characters that no template knows; ``held``:
    characters in placeholders, known or not.
    """

    text: str
    letters: int
    open: int
    held: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        return self.letters, -self.open, -self.held


@dataclass(frozen=True, slots=True)
class _Template:
    pattern: re.Pattern[str]
    numbers: tuple[int, ...]
    translation: str
    letters: int
    kept: frozenset[int]
    weak: bool

    @property
    def verbatim(self) -> bool:
        """Whether nothing in it is ours to look through."""
        return self.kept.issuperset(self.numbers)


class Matcher:
    """Finds the translation of texts put together from the templates of a catalogue (``translations``)."""

    def __init__(self, translations: Mapping[str, str]) -> None:
        self._exact = {msgid: msgstr for msgid, msgstr in translations.items() if not placeholders(msgid)}
        self._by_word: dict[str, list[tuple[str, str]]] = {}
        for msgid, msgstr in translations.items():
            if placeholders(msgid):
                self._by_word.setdefault(_key(msgid), []).append((msgid, msgstr))

    def translated(self, text: str) -> str:
        """The text, what is known of it translated; white space around it stays."""
        body = text.strip(_EDGES)
        if not body or len(body) > _LONGEST or not _WORD.search(body):
            return text
        start = text.index(body)
        return text[:start] + _search(self, body, {}).text + text[start + len(body) :]

    def exact(self, text: str) -> str | None:
        return self._exact.get(text)

    def templates(self, text: str) -> Iterator[_Template]:
        """Templates that could have given the text."""
        for word in ("", *dict.fromkeys(_WORD.findall(text))):
            for msgid, msgstr in self._by_word.get(word, ()):
                between = pieces(msgid)
                if text.startswith(between[0]) and text.endswith(between[-1]):
                    yield from _compiled(msgid, msgstr)


def _search(matcher: Matcher, text: str, memory: dict[str, Found]) -> Found:
    known = memory.get(text)
    if known is None:
        memory[text] = known = max(_ways(matcher, text, memory), key=lambda found: found.rank)
    return known


def _ways(matcher: Matcher, text: str, memory: dict[str, Found]) -> Iterator[Found]:
    exact = matcher.exact(text)
    if exact is not None:
        yield Found(exact, _letters(text), 0)
        return
    yield Found(text, 0, len(text))
    choice = _CHOICE.fullmatch(text)
    if choice is not None:
        yield Found(f"{choice[1]} か {choice[2]}", _letters(text), 0)
        return
    what, dash, mend = text.rpartition(" — ")  # no template holds one
    if dash:
        yield _joined(_search(matcher, what, memory), dash, _search(matcher, mend, memory))
        return
    counted = _COUNTED.match(text)
    if counted is not None:
        rest = _search(matcher, text[counted.end() :], memory)
        yield Found(counted[0] + rest.text, rest.letters, rest.open + len(counted[0]), rest.held)
    matches = [(one, match) for one in matcher.templates(text) if (match := one.pattern.fullmatch(text))]
    yield from filter(None, (_filled(matcher, template, match, memory) for template, match in matches))
    if matches and max((one for one, _ in matches), key=lambda one: one.letters).verbatim:
        return
    for seam in list(_SEAMS.finditer(text))[:_MOST]:
        inside = text[seam.end() :].removesuffix(_closing(seam[0]))
        if _closing(seam[0]) and not _balanced(inside):
            continue
        left, right = _search(matcher, text[: seam.start()], memory), _search(matcher, inside, memory)
        if (left.letters and right.letters) if seam[0] in _LISTED else (left.letters or right.letters):
            yield _joined(left, seam[0], right)


def _filled(matcher: Matcher, template: _Template, match: re.Match[str], memory: dict[str, Found]) -> Found | None:
    """None for a template of few letters around words hardly known: it could be found in any text by chance."""
    values = dict.fromkeys(range(max(template.numbers) + 1), "")
    letters, opened, held, ours = template.letters, 0, 0, set()
    for number, value in zip(template.numbers, match.groups(), strict=True):
        found = _search(matcher, value, memory) if number not in template.kept else Found(value, 0, len(value))
        if template.weak and " " in value and found.letters <= found.open:
            return None
        values[number] = found.text
        if found.letters and not found.open and not _CHOICE.fullmatch(value):
            ours.add(number)
        letters, opened, held = letters + found.letters, opened + found.open, held + found.held + len(value)
    return Found(filled(template.translation, list(values.values()), ours), letters, opened, held)


def _joined(left: Found, seam: str, right: Found) -> Found:
    known = left.letters and (right.letters or seam == " (")
    said = _SAID.get(seam, seam) if known else seam
    said = said.removeprefix("。") if left.text.endswith("。") else said
    text = left.text + said + right.text + ("）" if said == "（" else _closing(seam))
    return Found(text, left.letters + right.letters, left.open + right.open, left.held + right.held)


_SAID = {", ": "、", " and ": "と", "; ": "。", ". ": "。", " (": "（"}  # as Japanese joins what English joins so


def _balanced(text: str) -> bool:
    """Whether every bracket that the text opens is closed in it, and no other."""
    depth = 0
    for sign in text:
        depth += (sign in "([") - (sign in ")]")
        if depth < 0:
            return False
    return depth == 0


def _closing(seam: str) -> str:
    return {" (": ")", " [": "]"}.get(seam, "")


@cache
def _compiled(msgid: str, msgstr: str) -> tuple[_Template, ...]:
    """The ways to read a template: earlier values as short as can be, or as long. Where only a space stands between two
    placeholders, the first is of one to three words.
    """
    between = pieces(msgid)
    letters, numbers = sum(map(_letters, between)), tuple(placeholders(msgid))
    sides = zip(numbers, pairwise(between), strict=True)
    kept = frozenset(number for number, (before, after) in sides if before.endswith(_VERBATIM) or after[:2] in _KEY)
    weak = sum(len("".join(piece.split())) for piece in between) < _ENOUGH
    ways = {_pattern(between, words, value) for words in range(1, _FIRST_WORDS + 1) for value in ("(.*?)", "(.*)")}
    return tuple(_Template(re.compile(way, re.DOTALL), numbers, msgstr, letters, kept, weak) for way in sorted(ways))


def _pattern(between: Sequence[str], words: int, value: str) -> str:
    first = rf"(\S+(?: \S+){{{words - 1}}})"
    values = (*(first if pair else value for pair in _paired(between)), value if len(between) > _SINGLE else "(.*)")
    return "".join(map("".join, zip(map(re.escape, between), (*values, ""), strict=True)))


def _paired(between: Sequence[str]) -> list[bool]:
    """Of each placeholder but the last, whether only a space stands between it and the next."""
    return [after == " " and before[-1:] in ("", " ") for before, after in pairwise(between[:-1])]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _key(msgid: str) -> str:
    """The longest word of a template that its placeholders cannot lengthen: a text without it is not of this one."""
    words = [word for piece in pieces(f" {msgid} ") for word in _whole(piece)]
    return max(words, key=len, default="")


def _whole(piece: str) -> list[str]:
    return [found[0] for found in _WORD.finditer(piece) if found.start() > 0 and found.end() < len(piece)]
