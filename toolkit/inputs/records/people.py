"""Who says each record: its own key, an object around it, a table of people, or spans of time that name a speaker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from toolkit.inputs.records.amounts import is_clock
from toolkit.inputs.records.clock import clock_of, is_timed
from toolkit.inputs.records.fields import ABOVE, PEOPLE, SPEAKER, clean_name, id_and_name, name_of, of_keys, plain
from toolkit.inputs.records.tree import Entry, Tree

_RANK = {key: rank for rank, key in enumerate(SPEAKER)}
# numbers name speakers only where the key says that they do; a label says many things
_NUMBERED = re.compile(r"speaker|spk|talker|channel|person|話者")
_LABEL = re.compile(r"(?:speaker|spk|話者)\W?[0-9a-z]{1,3}", re.IGNORECASE)


def speaker_key(records: Sequence[Entry]) -> str | None:
    """The key under which most records name who speaks; of two, the one that tells people apart."""
    columns = {}
    for key in dict.fromkeys(key for record in records for key in record.item if plain(key) in _RANK):
        names = Counter(name for record in records if (name := _name(key, record.item.get(key))))
        if names and not (plain(key).startswith("channel") and len(names) < 2):
            columns[key] = names
    most = max((names.total() for names in columns.values()), default=0)
    told = {key: names for key, names in columns.items() if names.total() * 2 >= most}
    return min(told, key=lambda key: (len(told[key]) < 2, _RANK[plain(key)]), default=None)


def speakers_of(records: Sequence[Entry]) -> list[str]:
    """The speaker of each record as the file calls them, '' where it does not say."""
    key = speaker_key(records)
    own = [_name(key, record.item.get(key)) if key else "" for record in records]
    around: dict[int, str] = {}
    inside = any(own)
    return [
        name or _above(record, around) or (_inside(record) if inside else "")
        for name, record in zip(own, records, strict=True)
    ]


def _name(key: str, value: Any) -> str:
    if isinstance(value, int | float) and not _NUMBERED.match(plain(key)):
        return ""
    name = name_of(value)
    if isinstance(value, str) and is_clock(value):
        return ""  # from … to …
    return "" if plain(key) == "label" and not _LABEL.fullmatch(name) else name


def _above(record: Entry, known: dict[int, str]) -> str:
    """The speaker of the nearest object around a record that names one; else the channel or track it belongs to."""
    if record.above is None:
        return ""
    if id(record.above) not in known:
        known[id(record.above)] = next(filter(None, map(_of_all_inside, record.up())), "")
    return known[id(record.above)]


def _of_all_inside(entry: Entry) -> str:
    listed = entry.place is not None and entry.name in PEOPLE
    for key, value in entry.item.items():
        if (plain(key) in ABOVE or (listed and plain(key) == "name")) and (name := _name(key, value)):
            return name
    return str(entry.place) if listed and entry.name == "channels" else ""


def _inside(record: Entry) -> str:
    """Who says most of the words in a record that does not say it itself."""
    words = [word for part in record.item.values() if isinstance(part, list) for word in part if isinstance(word, dict)]
    names = Counter(name for word in words for key in word if plain(key) in ABOVE and (name := _name(key, word[key])))
    return names.most_common(1)[0][0] if names else ""


def names_by_id(tree: Tree) -> dict[str, str]:
    """What the tables of people in the file call whom: ``speakers: [{id, name}]``, ``{"A": "佐藤"}``, ``["佐藤"]``."""
    names: dict[str, str] = {}
    for path, entries in tree.tracks.items():
        if plain(path[-1]) in PEOPLE:
            names |= dict(filter(None, map(_row, entries)))
    for path, entry in tree.objects.items():
        if path and plain(path[-1]) in PEOPLE:
            names |= _map(entry.item)
        for key, value in entry.item.items():
            counted = plain(key) in PEOPLE and _NUMBERED.match(plain(key)) and isinstance(value, list)
            if counted and all(isinstance(part, str) for part in value):
                names |= {str(k): name for k, name in enumerate(map(name_of, value)) if name}
    return names


def _row(entry: Entry) -> tuple[str, str] | None:
    """What a row of a table calls whom; speakers without an id are counted."""
    name = of_keys(entry.item, ["name"])
    counted = _NUMBERED.match(entry.name) and isinstance(name, str) and clean_name(name)
    return id_and_name(entry.item) or ((str(entry.place), clean_name(name)) if counted else None)


def _map(item: Mapping[str, Any]) -> dict[str, str]:
    names = {key: name_of(value) for key, value in item.items() if isinstance(value, str | dict)}
    return {key: name for key, name in names.items() if name and name != key}


def speakers_by_time(tree: Tree, spans: Iterable[tuple[int | None, int | None]]) -> list[str]:
    """Who speaks in the middle of each span of ms, by a list of ``{start, end, speaker}``; '' if none tells."""
    spans = list(spans)
    last = [float(max((end or start or 0 for start, end in spans), default=0))]
    turns = max((_turns(entries, last) for entries in tree.tracks.values()), key=len, default=[])
    starts = [start for start, _, _ in turns]
    found = []
    for start, end in spans:
        middle = None if start is None else (start + (end or start)) // 2
        k = -1 if middle is None else bisect_right(starts, middle) - 1
        found.append(turns[k][2] if k >= 0 else "")
    return found


def _turns(entries: Sequence[Entry], totals: Sequence[float]) -> list[tuple[int, int, str]]:
    if speaker_key(entries) is None or not any(is_timed(entry.item) for entry in entries):
        return []
    clock = clock_of([entry.item for entry in entries], [0] * len(entries), totals)
    rows = zip(clock.starts, clock.ends, speakers_of(entries), strict=True)
    return sorted((start, end or start, name) for start, end, name in rows if start is not None and name)
