"""Words to sentences: the blanks between Japanese words go, a new piece begins where a speaker, a pause or a sentence
ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

# kana, kanji, full-width forms and Japanese punctuation: beside them a blank parts no words
_WIDE = "\u3001-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_GAP = re.compile(rf"(?<=[{_WIDE}])[ \u3000]+|(?<![ \u3000])[ \u3000]++(?=[{_WIDE}])")
_BETWEEN = re.compile(rf"(?<=[{_WIDE}])[ \u3000]+(?=[{_WIDE}])")
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff]")
_SIGN_AFTER = re.compile(r"(?<! ) ++(?=[,.!?:;%)\]}’”]+(?:\s|$))")
_END = re.compile(r"[。．！？!?‼⁇⁈⁉][」』）)】〉》”’]*$|(?<=[\w%)”’]{2})\.[)”’]*$")
_SIGNS = re.compile(r"[^\w「『（(\[【〈《“]*")
_PAUSE = 700  # ms without a word: longer than between the words of one breath
_LONGEST_WORD = 3.5  # Japanese letters between two blanks, on average: morphemes have 2, phrases 4 and more


@dataclass(frozen=True, slots=True)
class Piece:
    """Something said. ``number``: of its first record; ``group``: of the list it stands in; ``ends``: a sentence ends
    here, says the file.
    """

    text: str
    start: int | None = None
    end: int | None = None
    speaker: str = ""
    number: int = 0
    group: int = 0
    ends: bool = False


def is_japanese(text: str) -> bool:
    """Whether a text has Japanese letters."""
    return _JAPANESE.search(text) is not None


def is_spaced(texts: Iterable[str]) -> bool:
    """Whether Japanese words are separated by blanks, as recognisers write them; phrases and sentences may be."""
    blanks = letters = 0
    for text in texts:
        blanks += len(_BETWEEN.findall(text))
        letters += len(_JAPANESE.findall(text))
    return blanks > 0 and letters <= _LONGEST_WORD * (blanks + 1)


def without_gaps(text: str) -> str:
    """The text without the blanks beside Japanese; those between Latin words stay.

    >>> without_gaps("はい どう も、 今日 は Open AI の 話")
    'はいどうも、今日はOpen AIの話'
    """
    return _GAP.sub("", text)


def sentences(words: Sequence[Piece], *, timed: bool) -> Iterator[Piece]:
    """The words of each speaker as pieces that end with a sentence, a pause or their list. ``timed``: every word has a
    time of its own; else one list is one piece.
    """
    joint = "" if any(word.text[:1].isspace() or word.text[-1:].isspace() for word in words) else " "
    run: list[Piece] = []
    for word in words:
        if not word.text:
            continue
        if run and _begins(run, word, timed=timed):
            yield _joined(run, joint)
            run = []
        same = word.speaker or not run or not run[-1].speaker
        run.append(word if same else replace(word, speaker=run[-1].speaker))
    if run:
        yield _joined(run, joint)


def _begins(run: Sequence[Piece], word: Piece, *, timed: bool) -> bool:
    """Whether a new piece begins with ``word``."""
    last = run[-1]
    if word.group != last.group or (word.speaker and last.speaker and word.speaker != last.speaker):
        return True
    if not timed or _SIGNS.fullmatch(word.text):
        return False
    if last.ends or _END.search(last.text.rstrip()):
        return True
    before = next((piece.end for piece in run[:-5:-1] if piece.end is not None), None)
    return before is not None and word.start is not None and word.start - before >= _PAUSE


def _joined(run: Sequence[Piece], joint: str) -> Piece:
    text = joint.join(word.text for word in run)
    text = without_gaps(_SIGN_AFTER.sub("", text)) if joint else text
    start = next((word.start for word in run if word.start is not None), None)
    ends = [word.end for word in run if word.end is not None]
    end = max(ends, default=None)
    speaker = next((word.speaker for word in run if word.speaker), "")
    return replace(run[0], text=text, start=start, end=end if end != start else None, speaker=speaker)
