"""Other shapes of the same thing, each as a list of objects or one flat object: tables, pairs, rivals, nested times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from toolkit.inputs.records.amounts import is_clock, is_time
from toolkit.inputs.records.fields import ANSWER, QUESTION, RIVALS, SPEAKER, TEXT, plain

# a pair of times, as a list or an object of its own
_SPANS = frozenset(
    "timestamp timestamps offset offsets time times span timespan interval range timerange instances".split()
)


def rows_of(value: Any) -> Any:
    """``value``, or the records that it means."""
    if isinstance(value, list) and len(value) > 1:
        return _lists_as_rows(value) or _pairs_as_rows(value) or _questions_as_rows(value) or value
    if isinstance(value, dict) and len(value) > 1:
        return _numbers_as_rows(value) or _columns_as_rows(value) or _clocks_as_rows(value) or value
    return value


def flat(item: dict[str, Any]) -> dict[str, Any]:
    """An object with the first of its rival guesses and its nested times among its own keys."""
    more: dict[str, Any] = {}
    gone = set()
    for key, value in item.items():
        if not isinstance(value, list | dict):
            continue
        name = plain(key)
        if name in RIVALS and isinstance(value, list):
            gone.add(key)
            first = value[0] if value else {}
            more |= first if isinstance(first, dict) else {"text": first} if isinstance(first, str) else {}
        elif name in _SPANS:
            more |= _span(key, value)
    return more | {key: value for key, value in item.items() if key not in gone} if more or gone else item


def _span(key: str, value: Any) -> dict[str, Any]:
    value = value[0] if isinstance(value, list) and value and isinstance(value[0], dict) else value
    if isinstance(value, dict):
        return {f"{key}.{inner}": time for inner, time in value.items() if is_time(time)}
    if isinstance(value, list) and len(value) == 2 and all(time is None or is_time(time) for time in value):
        return {f"{key}.start": value[0], f"{key}.end": value[1]}
    return {}


def _lists_as_rows(values: list[Any]) -> list[dict[str, Any]] | None:
    """``[["はい", 0.3, 0.5], …]``, ``[[0.3, 0.5, "佐藤", "はい"], …]`` or ``[["佐藤", "はい"], …]``."""
    if not isinstance(values[0], list) or not 2 <= len(values[0]) <= 5:
        return None
    width = len(values[0])
    if any(
        not isinstance(row, list) or len(row) != width or not isinstance(row[0], str | float | int) for row in values
    ):
        return None
    columns = list(zip(*values, strict=True))
    times = [k for k, column in enumerate(columns) if all(map(is_time, column))]
    words = [k for k, column in enumerate(columns) if k not in times and all(isinstance(part, str) for part in column)]
    if len(times) + len(words) < width or not words or len(times) > 2 or len(words) > 2:
        return None
    text = max(words, key=lambda k: sum(map(len, columns[k])))
    if len(times) < 2 and not (times and all(map(is_clock, columns[times[0]]))) and not _is_cast(columns, words, text):
        return None
    names = dict(zip(times, ("start", "end"), strict=False)) | dict.fromkeys(words, "speaker") | {text: "text"}
    return [{names[k]: part for k, part in enumerate(row)} for row in values]


def _is_cast(columns: Sequence[Sequence[Any]], words: list[int], text: int) -> bool:
    """Whether the first of two columns names people, who speak more than once."""
    names = columns[0]
    return len(words) == 2 and text == 1 and len(set(names)) * 2 <= len(names) and max(map(len, names)) <= 30


def _pairs_as_rows(values: list[Any]) -> list[dict[str, Any]] | None:
    """``[{"佐藤": "はい"}, {"鈴木": "ええ"}, …]``: the key is who speaks."""
    if not all(isinstance(row, dict) and len(row) == 1 for row in values):
        return None
    pairs = [next(iter(row.items())) for row in values]
    names = {plain(key) for key, _ in pairs}
    if len(names) < 2 or names & {*TEXT, *SPEAKER} or not all(isinstance(text, str) for _, text in pairs):
        return None
    return [{"speaker": key, "text": text} for key, text in pairs]


def _questions_as_rows(values: list[Any]) -> list[dict[str, Any]] | None:
    """``[{"question": "なぜ？", "answer": "好きで。"}, …]``: two people by turns."""
    rows = []
    for value in values:
        keys = list(value) if isinstance(value, dict) else []
        asked = next((key for key in keys if plain(key) in QUESTION), None)
        answered = next((key for key in keys if plain(key) in ANSWER), None)
        if asked is None or answered is None or not all(isinstance(value[key], str) for key in (asked, answered)):
            return None
        others = {key: part for key, part in value.items() if key not in (asked, answered)}
        rows += [others | {"speaker": asked, "text": value[asked]}, {"speaker": answered, "text": value[answered]}]
    return rows


def _numbers_as_rows(item: dict[str, Any]) -> list[dict[str, Any]] | None:
    """A list as some databases write it: ``{"0": {…}, "1": {…}}``."""
    counted = all(key.isdecimal() and isinstance(value, dict) for key, value in item.items())
    return [{"id": key} | value for key, value in item.items()] if counted else None


def _columns_as_rows(item: dict[str, Any]) -> list[dict[str, Any]] | None:
    """A table by columns, as pandas writes it: ``{"start": [0, 5], "text": ["はい", "ええ"]}``."""
    if isinstance(item.get("columns"), list) and isinstance(item.get("data"), list):
        names, rows = item["columns"], item["data"]
        fits = all(isinstance(name, str) for name in names) and all(
            isinstance(r, list) and len(r) == len(names) for r in rows
        )
        return [dict(zip(names, row, strict=True)) for row in rows] if fits else None
    if not all(isinstance(column, list | dict) for column in item.values()) or len(set(map(len, item.values()))) > 1:
        return None
    columns = {key: list(c.values()) if isinstance(c, dict) else c for key, c in item.items()}
    text = next((key for key in columns if plain(key) in TEXT), None)
    scalar = all(not isinstance(part, list | dict) for column in columns.values() for part in column)
    if text is None or not scalar or not all(isinstance(part, str) for part in columns[text]):
        return None
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _clocks_as_rows(item: dict[str, Any]) -> list[dict[str, Any]] | None:
    """``{"00:00:01": "はい", "00:00:05": {"speaker": "佐藤", "text": "ええ"}}``."""
    if not all(map(is_clock, item)):
        return None
    rows = [{"start": key} | (value if isinstance(value, dict) else {"text": value}) for key, value in item.items()]
    return rows if all(isinstance(value, str | dict) for value in item.values()) else None
