"""The data tables beside this file: UTF-8, tab-separated, ``#`` begins a comment line, empty cells allowed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"  # importlib.resources would bring zipfile, for files that lie beside this one


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Every row of ``data/<name>.tsv`` as its cells, stripped."""
    text = (_DATA / f"{name}.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if line.strip() and not line.startswith("# "))
    return tuple(tuple(cell.strip() for cell in line.split("\t")) for line in lines)


@cache
def mapping(name: str) -> dict[str, str]:
    """The first two columns of a table as a dictionary; a key written twice keeps its first value."""
    table: dict[str, str] = {}
    for row in rows(name):
        table.setdefault(row[0], row[1] if len(row) > 1 else "")
    return table
