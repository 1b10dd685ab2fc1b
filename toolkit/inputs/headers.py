"""The header of a table: found by its words, below title rows too, or named by a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from toolkit.errors import InputError
from toolkit.inputs.columns import Role, head_word, is_spoken
from toolkit.inputs.stamps import stamps_in

_MOST_TITLES = 20  # rows above a header


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``first`` to ``last`` (not included); ``cells``: its words by column, None where there is no header."""

    first: int = 0
    last: int = 0
    cells: tuple[str, ...] | None = None

    def word(self, column: int) -> str:
        return self.cells[column] if self.cells and column < len(self.cells) else ""

    def body(self, texts: Sequence[Sequence[str]]) -> list[Sequence[str]]:
        """The rows below the header that are none themselves."""
        return [row for row in texts[self.last :] if not (self.repeats(row) or _is_header(row))]

    def repeats(self, row: Sequence[str]) -> bool:
        """Whether a row of the body is the header once more, as on top of every page."""
        return self.cells is not None and any(row) and tuple(row) == self.cells


def headers_of(texts: Sequence[Sequence[str]], heads: int | None) -> Iterator[Header]:
    """Every header that the table may have. What the document calls one counts where it does not look like speech:
    in Markdown every table must have one.
    """
    if heads and not any(is_spoken(cell) or stamps_in(cell) for row in texts[:heads] for cell in row if cell):
        yield _header(texts, 0, heads)
    else:
        yield Header()
    for k, row in enumerate(texts[:_MOST_TITLES]):
        words = _words(row)
        if len(words) >= 2:
            yield _header(texts, k, k + 1)
            if k + 1 < len(texts) and _words(texts[k + 1]) and _all_words(texts[k + 1]):
                yield _header(texts, k, k + 2)


def _words(row: Sequence[str]) -> set[Role]:
    return {word[0] for cell in row if cell and (word := head_word(cell))}


def _is_header(row: Sequence[str]) -> bool:
    filled = [cell for cell in row if cell]
    return len(_words(filled)) > 1 and 2 * sum(head_word(cell) is not None for cell in filled) > len(filled)


def _all_words(row: Sequence[str]) -> bool:
    return all(head_word(cell) for cell in row if cell)


def _header(texts: Sequence[Sequence[str]], first: int, last: int) -> Header:
    width = max((len(row) for row in texts[first:last]), default=0)
    columns = [[row[n] for row in texts[first:last] if n < len(row) and row[n]] for n in range(width)]
    return Header(first, last, tuple(" ".join(words) for words in columns))


def columns_said(
    texts: Sequence[Sequence[str]], heads: int | None, columns: Mapping[str, str]
) -> tuple[Header, Mapping[int, Role]]:
    """The header that holds the words a person gave, and the roles by column. Raises ``InputError``."""
    known = tuple(role for role in get_args(Role) if role != "voice")  # of which a table has several
    roles = {role: column for role, column in columns.items() if role in known}
    if unknown := sorted(columns.keys() - roles.keys()):
        raise InputError(f"{unknown[0]!r} is nothing a column can hold", mend=f"use one of: {', '.join(known)}")
    if ("question" in roles) != ("answer" in roles):
        raise InputError("names a column of questions without one of answers", mend="name both, or speaker and text")
    words = [column for column in roles.values() if not column.isdecimal()]
    header = _header_with(texts, heads, words)
    said: dict[int, Role] = {}
    for role, column in roles.items():
        at = int(column) - 1 if column.isdecimal() else list(header.cells or ()).index(column)
        if not 0 <= at < max((len(row) for row in texts), default=0):
            raise InputError(f"the table has no column {column}", mend="count its columns from 1")
        said[at] = role  # type: ignore[assignment]
    return header, said


def _header_with(texts: Sequence[Sequence[str]], heads: int | None, words: Sequence[str]) -> Header:
    if not words:
        return max(headers_of(texts, heads), key=lambda header: len(_words(header.cells or ())))
    for k, row in enumerate(texts):
        if set(words) <= set(row):
            return _header(texts, k, k + 1)
    missing = next((word for word in words if not any(word in row for row in texts)), words[0])
    raise InputError(
        f"no row of the table holds the header {missing!r}", mend="give the words of its header, or columns by number"
    )
