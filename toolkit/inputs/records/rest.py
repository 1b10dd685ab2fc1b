"""What a file holds beside what is said: its title, what it tells of itself, and words that are listed as left out."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.inputs.records.choice import holds_words, letters_in
from toolkit.inputs.records.copies import Copies
from toolkit.inputs.records.fields import META, PEOPLE, SPELLING, TITLE, clean_name, name_of, plain
from toolkit.inputs.records.tree import Path, Tree
from toolkit.inputs.sheet import LeftOut

_LABEL = re.compile(r"^\s*(?:speaker|spk|話者)[ _]?\w{1,3}\s*[:：]", re.IGNORECASE | re.MULTILINE)
_DEEP = 2  # objects around one another: deeper ones tell of models and settings
_RANK = {key: rank for rank, key in enumerate(TITLE)}


@dataclass(slots=True)
class About:
    """``used``: the places (path and key) of what it tells."""

    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    used: set[tuple[Path, str]] = field(default_factory=set)


def about(tree: Tree) -> About:
    """The title and the metadata of a file, from the objects that stand in no list."""
    told = About()
    titles = [
        (_RANK[plain(key)], path, key)
        for path, entry in tree.objects.items()
        for key, value in entry.item.items()
        if len(path) <= _DEEP and plain(key) in _RANK and isinstance(value, str) and _is_title(path, key, value)
    ]
    for _, path, key in sorted(titles, key=lambda row: (row[0], len(row[1])))[:1]:
        told.title = clean_name(tree.objects[path].item[key])
        told.used.add((path, key))
    for path, entry in tree.objects.items():
        for key, value in entry.item.items() if len(path) <= _DEEP else ():
            if plain(key) in META and (path, key) not in told.used and (text := _told(value)):
                told.meta[key] = text
                told.used |= {(path, key), *_inside(path, key, value)}
    return told


def _is_title(path: Path, key: str, value: str) -> bool:
    """A ``name`` may be the title of a file, but as well the name of a model or of the file itself."""
    of_people = any(plain(part) in PEOPLE for part in path)
    named = plain(key) != "name" or (not path and holds_words(value) and "/" not in value)
    return bool(value.strip()) and not of_people and named


def _inside(path: Path, key: str, value: Any) -> Iterator[tuple[Path, str]]:
    yield (*path, f"{key}[]"), ""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, Mapping):
            yield from (((*path, f"{key}[]" if part is not value else key), inner) for inner in part)


def _told(value: Any) -> str:
    if isinstance(value, str):
        return clean_name(value)
    parts = value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []
    return "、".join(filter(None, map(name_of, parts)))


@dataclass(frozen=True, slots=True)
class Column:
    """Strings that stand under one key. ``beside``: in the records that were read, whose words they may repeat."""

    key: str
    texts: Sequence[str]
    beside: bool = False


def columns_of(tree: Tree, used: set[tuple[Path, str]], path: Path, key: str) -> Iterator[Column]:
    """Everything but what is ``used`` and what stands under ``key`` of the records at ``path``."""
    for (where, name), texts in tree.strings.items():
        inside = bool(path) and where[: len(path)] == path
        part = where[len(path)] if len(where) > len(path) else name
        if (
            (where, name) not in used
            and plain(name) not in SPELLING
            and not (where[: len(path)] == path and part in (key, f"{key}[]"))
        ):
            yield Column(name or where[-1], texts, inside)


def left_out(columns: Iterable[Column], said: str, names: Container[str]) -> tuple[list[LeftOut], list[str]]:
    """The words that are not in ``said``, and a warning where a copy of the transcript holds more than it. ``names``
    are no words.
    """
    copies = Copies(said)
    found: list[LeftOut] = []
    warnings: list[str] = []
    for column in columns:
        words = [text for text in column.texts if text not in names and holds_words(text)]
        whole = _LABEL.sub("", "\n".join(words))
        missing = list(filter(letters_in, copies.missing(whole)))
        if sum(map(letters_in, missing)) * 2 > letters_in(whole):  # no copy
            found.extend(LeftOut(1, clean_name(text), "column") for text in dict.fromkeys(words))
            continue
        found.extend(LeftOut(1, clean_name(text), "column") for text in missing)
        if missing and not column.beside:
            warnings.append(_more(column.key, missing))
    return found, warnings


def _more(key: str, missing: Sequence[str]) -> str:
    count = sum(map(letters_in, missing))
    first = missing[0] if len(missing[0]) <= 30 else missing[0][:29] + "…"
    return (
        f"{key!r} holds {count} letters that are in none of the segments (first: {first}); they are listed as left out"
    )
