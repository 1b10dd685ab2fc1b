"""The user's lexicon: how names and terms of a series are read. TOML or CSV; every mistake is told with its line.

TOML: an array of tables ``[[word]]`` with ``surface``, ``reading``, and optionally ``accent`` (mora after which the
pitch falls, 0 for flat), ``pos`` and ``scope``. CSV: columns in that order parted by commas or tabs, an optional header line, ``#`` for
comments. A reading in hiragana is spelling, in katakana sound. Longest surface first, literally, in one pass: no entry
feeds another.
"""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from toolkit.errors import InputError

_COLUMNS = ("surface", "reading", "accent", "pos", "scope")
_LONGEST = 100
_MOST = 100_000
_HEADERS = frozenset({("surface", "reading"), *product(("表記", "単語", "語"), ("読み", "よみ", "ヨミ"))})


@dataclass(frozen=True, slots=True)
class Entry:
    """``surface`` as written is read ``reading`` (kana). ``accent``: mora of the fall, None to guess. ``scope``: '' for
    everywhere.
    """

    surface: str
    reading: str
    accent: int | None = None
    pos: str = ""
    scope: str = ""


def entries_of(path: Path, text: str, scope: str = "") -> tuple[Entry, ...]:
    """The entries of a lexicon's text that hold everywhere or in ``scope``; TOML if its file is called so. Raises
    ``InputError`` with the line of the first mistake.
    """
    rows = _toml_rows(path, text) if path.suffix.lower() == ".toml" else _csv_rows(text)
    entries = tuple(_entry(path, line, row) for line, row in rows)
    if len(entries) > _MOST:
        raise InputError(f"has more than {_MOST} entries", where=str(path), mend="split the lexicon")
    return _unique(entry for entry in entries if entry.scope in ("", scope))


def _unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """A surface written twice keeps its last entry, one of a scope before one of everywhere."""
    chosen: dict[str, Entry] = {}
    for entry in entries:
        if entry.scope or not chosen.get(entry.surface, entry).scope:
            chosen[entry.surface] = entry
    return tuple(chosen.values())


def _csv_rows(text: str) -> list[tuple[int, dict[str, object]]]:
    rows: list[tuple[int, dict[str, object]]] = []
    mark = "\t" if _is_tabbed(text) else ","
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip(" \t,") or line.lstrip().startswith("#"):
            continue
        try:
            cells = next(csv.reader(io.StringIO(line), delimiter=mark, strict=True))
        except csv.Error as error:
            cells = ["", f"({error})"]
        if not rows and tuple(c.strip().lower() for c in cells[:2]) in _HEADERS:
            continue
        row: dict[str, object] = dict(zip(_COLUMNS, (c.strip() for c in cells), strict=False))
        rows.append((number, row | ({"extra": cells[5]} if len(cells) > len(_COLUMNS) else {})))
    return rows


def _is_tabbed(text: str) -> bool:
    """Whether tabs part the cells of the first line that has any."""
    lines = (line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#"))
    return "\t" in next(lines, "")


def _toml_rows(path: Path, text: str) -> list[tuple[int, dict[str, object]]]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError(
            f"is no TOML: {error}", where=str(path), mend="write [[word]] tables with surface and reading"
        ) from error
    words = data.get("word")
    if set(data) - {"word"} or not isinstance(words, list) or not all(isinstance(w, dict) for w in words):
        raise InputError(
            "has no list of [[word]] tables", where=str(path), mend="write [[word]] tables with surface and reading"
        )
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.strip().replace(" ", "") == "[[word]]"]
    return list(zip(lines or [1] * len(words), words, strict=False))


def _entry(path: Path, line: int, row: Mapping[str, object]) -> Entry:
    where = f"{path}:{line}"
    unknown = set(row) - set(_COLUMNS)
    if unknown:
        raise InputError(
            f"unknown column {sorted(unknown)[0]}", where=where, mend=f"choose one of: {', '.join(_COLUMNS)}"
        )
    for name in ("surface", "reading", "pos", "scope"):
        if not isinstance(row.get(name, ""), str):
            raise InputError(f"{name} is not text", where=where, mend="put it in quotation marks")
    surface = unicodedata.normalize("NFC", str(row.get("surface", "")))
    reading = unicodedata.normalize("NFKC", str(row.get("reading", "")))
    _check_surface(surface, where)
    _check_reading(reading, where)
    return Entry(
        surface, reading, _accent(row.get("accent"), where), str(row.get("pos", "")), str(row.get("scope", ""))
    )


def _check_surface(surface: str, where: str) -> None:
    if not surface.strip():
        raise InputError("surface is empty", where=where, mend="write the word as it stands in the transcript")
    if len(surface) > _LONGEST or any(unicodedata.category(c)[0] == "C" for c in surface):
        raise InputError(
            "surface is too long or has control characters",
            where=where,
            mend=f"write at most {_LONGEST} plain characters",
        )


def _check_reading(reading: str, where: str) -> None:
    if not reading or not all("ぁ" <= c <= "ゖ" or "ァ" <= c <= "ヺ" or c == "ー" for c in reading):
        raise InputError(
            f"reading {reading[:20]!r} is not kana", where=where, mend="write it in katakana, for example トーキョー"
        )
    if len(reading) > _LONGEST or reading[0] in "ーッァィゥェォャュョっぁぃぅぇぉゃゅょ":
        raise InputError("reading cannot be spoken", where=where, mend="begin with a full kana and keep it short")


def _accent(value: object, where: str) -> int | None:
    if value in (None, ""):
        return None
    number = str(value)
    if isinstance(value, bool) or not (number.isascii() and number.isdigit()) or int(number) > _LONGEST:
        raise InputError(
            f"accent {number[:20]!r} is not a mora number",
            where=where,
            mend="write 0 for flat, or the mora before the fall",
        )
    return int(number)


def to_csv(rows: Sequence[tuple[str, str, str]], idle: Collection[str] = ()) -> str:
    """An editable lexicon: (surface, reading, comment) as CSV with the comment on a line before. Rows of ``idle``
    surfaces stand behind a # themselves, and say nothing until somebody takes it away.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_COLUMNS[:3])
    for surface, reading, comment in rows:
        if comment:
            out.write(f"# {comment}\n")
        writer.writerow((f"# {surface}" if surface in idle else surface, reading, ""))
    return out.getvalue()
