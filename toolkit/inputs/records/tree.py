"""A JSON value as lists of records: all objects that stand in lists at one path are one track."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.inputs.records.clock import is_timed
from toolkit.inputs.records.fields import plain
from toolkit.inputs.records.shapes import flat, rows_of

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An object of the file. ``name``: the plain key under which it, or its list, stands; ``place``: its index in its
    list, None if it stands alone; ``group``: the number of that list.
    """

    item: Mapping[str, Any]
    above: Entry | None = None
    name: str = ""
    place: int | None = None
    group: int = 0

    def up(self) -> Iterator[Entry]:
        """The objects around it, the nearest first."""
        entry = self.above
        while entry is not None:
            yield entry
            entry = entry.above


@dataclass(slots=True)
class Tree:
    """``tracks``: path → its records. ``objects``: path → what stands in no list. ``strings``: path and key → every
    string there. All in written order.
    """

    tracks: dict[Path, list[Entry]] = field(default_factory=dict)
    objects: dict[Path, Entry] = field(default_factory=dict)
    strings: dict[tuple[Path, str], list[str]] = field(default_factory=dict)
    groups: int = 0


@dataclass(frozen=True, slots=True)
class _Place:
    path: Path
    name: str = ""
    above: Entry | None = None
    place: int | None = None
    group: int = 0


def tree_of(data: Any) -> Tree:
    """All of ``data``; of rival guesses at the same words only the first."""
    if isinstance(data, list) and len(data) == 1 and isinstance(data[0], Mapping) and _is_wrapper(data[0]):
        data = data[0]
    tree = Tree()
    waiting: list[tuple[Any, _Place]] = [(data, _Place(()))]
    while waiting:
        value, at = waiting.pop()
        rows = rows_of(value)
        inner = _items(tree, rows, at) if isinstance(rows, list) else _members(tree, rows, at)
        waiting.extend(reversed(list(inner)))
    return tree


def _is_wrapper(item: Mapping[str, Any]) -> bool:
    """Whether an only object is the whole file and not its only record."""
    lists = [value for value in item.values() if isinstance(value, list)]
    return not is_timed(item) and any(isinstance(value, Mapping) for values in lists for value in values)


def _items(tree: Tree, values: list[Any], at: _Place) -> Iterator[tuple[Any, _Place]]:
    """What stands in a list; ``at`` is the place of the list."""
    tree.groups += 1
    group = tree.groups
    path = (*at.path[:-1], f"{at.path[-1]}[]") if at.path else ("[]",)
    for place, value in enumerate(values):
        if isinstance(value, str):
            tree.strings.setdefault((path, ""), []).append(value)
        elif isinstance(value, list | dict):
            yield value, _Place(path, at.name, at.above, place, group)


def _members(tree: Tree, item: Any, at: _Place) -> Iterator[tuple[Any, _Place]]:
    """What stands in an object."""
    if not isinstance(item, dict):
        return
    item = flat(item)
    entry = Entry(item, at.above, at.name, at.place, at.group)
    if at.place is not None:
        tree.tracks.setdefault(at.path, []).append(entry)
    elif not any(part.endswith("[]") for part in at.path):
        tree.objects[at.path] = entry
    for key, value in item.items():
        if isinstance(value, str):
            tree.strings.setdefault((at.path, key), []).append(value)
        elif isinstance(value, list | dict):
            yield value, _Place((*at.path, key), plain(key), entry)
