"""JSON text to data: one value, or JSON Lines. Bounded, and strict where a lenient reader would lose something."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from toolkit.errors import InputError

_MOST_VALUES = 3_000_000  # lists and objects: an hour of Whisper with every word has 20,000
_BLANKS = " \t\r\n"


def load(text: str) -> Any:
    """The value in ``text``; a list of them where several follow each other (JSON Lines). Raises ``InputError``."""
    text = text.removeprefix("\ufeff")
    if text.count("{") + text.count("[") > _MOST_VALUES:
        raise InputError(
            f"holds more than {_MOST_VALUES} lists and objects", mend="split it into one file per interview"
        )
    try:
        return _values(text)
    except json.JSONDecodeError as error:
        raise InputError(
            f"is no sound JSON: {error.msg} (line {error.lineno}, column {error.colno})", mend="get the file again"
        ) from error
    except RecursionError:
        raise InputError("is JSON nested too deeply for a transcript", mend="give its text as .txt") from None
    except ValueError as error:
        raise InputError("is JSON with a number of thousands of digits", mend="correct the number") from error


def _values(text: str) -> Any:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_once)
    values: list[Any] = []
    at = _after_blanks(text, 0)
    while at < len(text) or not values:
        if values and not isinstance(values[0], dict | list):
            raise json.JSONDecodeError("Extra data", text, at)
        value, at = decoder.raw_decode(text, at)
        values.append(value)
        at = _after_blanks(text, at)
    return values[0] if len(values) == 1 else values


def _after_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _refuse_constant(constant: str) -> NoReturn:
    raise InputError(
        f"holds {constant}, which is no number", mend="correct it, or have the program write the file again"
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise InputError(f"holds the key {twice[:40]!r} twice in one object", mend="remove one of them")
    return found
