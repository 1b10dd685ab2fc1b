"""Where sentences end: after 。！？ and their closing brackets, never inside a quotation or a parenthesis; and where one
that is too long to be spoken at once is divided.
"""

from __future__ import annotations

from collections.abc import Iterator

_ENDS = frozenset("。！？!?．‼⁇⁈⁉")
_CLOSERS = frozenset("」』）)】〕］]｝〉》”’")
_PAIRS = {
    "「": "」",
    "『": "』",
    "（": "）",
    "(": ")",
    "【": "】",
    "〔": "〕",
    "［": "］",
    "[": "]",
    "〈": "〉",
    "《": "》",
    "“": "”",
}
LONGEST = 240  # characters spoken at once; a frontend fails beyond 4,000, a listener long before
_LONGEST_QUOTE = 400  # a bracket that is never closed must not swallow the rest of a book


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of every sentence, together covering ``text`` without gaps; white space after an end belongs to it.

    >>> sentence_spans("はい。「そう。いや」と言った。")
    [(0, 3), (3, 15)]
    """
    spans: list[tuple[int, int]] = []
    start = at = 0
    while at < len(text):
        char = text[at]
        if char in _PAIRS:
            at = _after_bracket(text, at)
            continue
        at += 1
        if char == "\n" or (char in _ENDS and not _inside_number(text, at - 1)):
            at = _after_tail(text, at)
            spans.append((start, at))
            start = at
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def utterance_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of what is spoken at once, together covering ``text``: its sentences, those of more than ``LONGEST``
    characters divided after their last 、 that is not too near, or where they must.
    """
    for start, end in sentence_spans(text):
        at = start
        while end - at > LONGEST:
            cut = text.rfind("、", at + LONGEST // 3, at + LONGEST) + 1 or at + LONGEST
            yield at, cut
            at = cut
        yield at, end


def _after_bracket(text: str, at: int) -> int:
    """The offset after the bracket that closes the one at ``at``, or just after the opening one if none does."""
    stack = [_PAIRS[text[at]]]
    for k in range(at + 1, min(len(text), at + _LONGEST_QUOTE)):
        char = text[k]
        if char == stack[-1]:
            stack.pop()
            if not stack:
                return k + 1
        elif char in _PAIRS:
            stack.append(_PAIRS[char])
        elif char == "\n":
            break
    return at + 1


def _after_tail(text: str, at: int) -> int:
    while at < len(text) and (text[at] in _ENDS or text[at] in _CLOSERS or text[at].isspace()):
        at += 1
    return at


def _inside_number(text: str, at: int) -> bool:
    """A full-width point between digits (３．５) ends nothing."""
    return text[at] == "．" and 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
