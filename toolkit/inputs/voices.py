"""A table with a column for every speaker: the header names who speaks, and each row holds the words of one of them."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.inputs.columns import Columns, Role, best_columns, head_word, is_name, is_spoken
from toolkit.inputs.headers import Header
from toolkit.inputs.stamps import stamps_in

_MOST_TITLES = 5  # rows above the header
_FEWEST, _MOST = 2, 12  # voices
_ROWS = 3  # of speech
_SPOKEN, _ALONE, _EACH = (
    0.6,
    0.7,
    0.1,
)  # of a column's cells; of the rows: one voice each; of the rows: the rarest voice
_LONGEST = 12  # characters of a name


def voices_of(texts: Sequence[Sequence[str]]) -> tuple[Header, Columns] | None:
    """The header and the columns of such a table; None for any other.

    >>> header, columns = voices_of([["", "鳥居", "ベッカー"], ["0:05", "はい。", ""], ["0:07", "", "ええ。"],
    ...     ["0:09", "では。", ""]])
    >>> columns.roles
    ('start', 'voice', 'voice')
    """
    for k, row in enumerate(texts[:_MOST_TITLES]):
        body = [line for line in texts[k + 1 :] if any(line)]
        voices = [n for n, cell in enumerate(row) if _may_name(cell) and _is_voice(body, n)]
        if _FEWEST <= len(voices) <= _MOST and _take_turns(body, voices):
            said: dict[int, Role] = dict.fromkeys(voices, "voice")
            header = Header(k, k + 1, tuple(row))
            return header, best_columns(body, header.cells, said)
    return None


def _may_name(cell: str) -> bool:
    fits = 0 < len(cell) <= _LONGEST and "\n" not in cell and is_name(cell)
    return fits and not head_word(cell) and not stamps_in(cell)


def _is_voice(body: Sequence[Sequence[str]], n: int) -> bool:
    cells = [row[n] for row in body if n < len(row) and row[n]]
    return len(cells) >= max(1, _EACH * len(body)) and sum(map(is_spoken, cells)) >= _SPOKEN * len(cells)


def _take_turns(body: Sequence[Sequence[str]], voices: Sequence[int]) -> bool:
    """Whether nearly every row is one voice's, and each voice has rows of its own."""
    filled = [[n for n in voices if n < len(row) and row[n]] for row in body]
    spoken = [row for row in filled if row]
    alone = [row[0] for row in spoken if len(row) == 1]
    enough = len(spoken) >= _ROWS and len(alone) >= _ALONE * len(spoken)
    return enough and set(alone) == set(voices)
