"""The pauses that brackets leave behind: a reader makes none of a quotation's end, where と follows it, and hardly one of
its beginning. The signs between two words decide, by a table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.japanese.labels import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.japanese.labels import AccentPhrase, Group

# Parts of speech in field C of particles and auxiliaries (Open JTalk's njd2jpcommon): 助動詞, 助詞 of every kind, 接尾辞
_LEANING = frozenset("10 11 12 13 14 15 23 24".split())
_OPENING, _CLOSING = "「『“‘", "」』”’"


@dataclass(frozen=True, slots=True)
class Row:
    """``signs``: all that stands between two words; ``leans``: whether the second is a particle or an auxiliary (None:
    either); ``pause``: what becomes of the pause there.
    """

    signs: str
    leans: bool | None
    pause: Literal["none", "quote", "as written"]
    example: str


# The first row that fits holds. と, って and という belong to what is quoted (one bunsetsu with it in every analysis); the
# short pause before 「, in place of the full one of 、 that the frontend makes, is a product default.
TABLE = (
    Row(r".*[、，,；;：:].*", None, "as written", "彼は、「もう帰る」と"),
    Row(rf".*[{_CLOSING}]\s*", True, "none", "「もう帰る」と"),
    Row(rf"\s*[{_OPENING}]+", None, "quote", "彼は「もう帰る」"),
)
_TABLE = tuple((re.compile(row.signs, re.DOTALL), row) for row in TABLE)


def pause_of(signs: str, leans: bool) -> str:
    """What becomes of a pause where ``signs`` stand between two words.

    >>> pause_of("」", True), pause_of("「", False), pause_of("」", False)
    ('none', 'quote', 'as written')
    """
    fitting = (row.pause for signs_of, row in _TABLE if row.leans in (None, leans) and signs_of.fullmatch(signs))
    return next(fitting, "as written")


def quoted(groups: Sequence[Group], text: str) -> tuple[list[Group], list[int]]:
    """Breath groups without the pauses that are none, and the offsets of the words before which one is short."""
    made: list[Group] = []
    short: list[int] = []
    for group in groups:
        leans = _leans(group[0])
        pause = pause_of(_signs(text, group[0].start), leans) if made else "as written"
        if pause == "none":
            made[-1] = (*made[-1][:-1], joined(made[-1][-1], group[0]), *group[1:])
            continue
        if pause == "quote":
            short.append(group[0].start)
        made.append(group)
    return made, short


def _signs(text: str, start: int) -> str:
    """The signs right before an offset."""
    at = start
    while at and not text[at - 1].isalnum() and text[at - 1] not in "ー々〆":
        at -= 1
    return text[at:start]


def _leans(phrase: AccentPhrase) -> bool:
    return phrase.phones[0].words.partition("/C:")[2][:2] in _LEANING
