"""Front matter: what a Markdown file says of itself above its text, in YAML (``---``) or TOML (``+++``).

YAML by PyYAML, which is what Jekyll's, Hugo's and Obsidian's files need (lists, quotes and blocks over several lines);
with the loader that makes strings of everything: ``no``, ``1:30`` and ``012`` are words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import islice

_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_MOST_LINES, _LONGEST = 400, 32_768  # a file's own line; characters
_MOST_VALUES, _DEEPEST = 1000, 8
_MOST_BRACKETS = 300  # of YAML, whose reader takes seconds for nests of them
_KEY = re.compile(r"[\w .-]{1,40}")
_PLAIN = re.compile(r"([A-Za-z][\w.-]{0,39})[ \t]{0,9}[:=][ \t]{0,9}(\S.{0,2000})")
_BREAK = re.compile(r"[ \t]{0,99}\n\s{0,99}")
_NAMES = ("name", "名前", "氏名")


@dataclass(frozen=True, slots=True)
class Front:
    """``lines``: how many lines it takes; ``meta`` in written order, lists joined by 、."""

    lines: int = 0
    title: str = ""
    meta: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def front_matter(lines: Sequence[str]) -> Front:
    """The front matter at the head of a file. Two rules with text between them are none."""
    head = lines[0].rstrip() if lines else ""
    ends = _FENCES.get(head, ())
    end = next((k for k, line in enumerate(islice(lines, 1, _MOST_LINES), 1) if line.rstrip() in ends), 0)
    text = "\n".join(islice(lines, 1, end))
    if not end or len(text) > _LONGEST:
        return Front()
    values = _yaml(text) if head == "---" else _toml(text)
    warnings: tuple[str, ...] = ()
    if values is None:
        values = {match[1]: match[2] for line in text.split("\n") if (match := _PLAIN.fullmatch(line))}
        what = "YAML" if head == "---" else "TOML"
        warnings = (f"line 1: the front matter is no valid {what}; only its plain lines were understood",)
    if not values or not all(_KEY.fullmatch(key) for key in values):
        return Front()
    meta = dict(islice(_Words().flat(values), _MOST_VALUES))
    title = next((meta.pop(key) for key in list(meta) if key.lower() in ("title", "題名", "タイトル")), "")
    return Front(end + 1, title, meta, warnings)


def _yaml(text: str) -> dict[str, object] | None:
    """None where it is broken; nothing where it is text between two rules."""
    import yaml

    if text.count("[") + text.count("{") > _MOST_BRACKETS:
        return None
    try:
        found = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        return None
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def _toml(text: str) -> dict[str, object] | None:
    import tomllib

    try:
        return tomllib.loads(text, parse_float=str)
    except (ValueError, RecursionError):  # TOMLDecodeError is one; so is a number of 5,000 digits
        return None


class _Words:
    """Values in words. Each is put in words once: aliases of YAML make a million of ten lines, and circles."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}
        self._opened: set[int] = set()

    def flat(self, values: Mapping[str, object], deep: int = 0) -> Iterator[tuple[str, str]]:
        """Every key with its value. A table's keys stand beside the others, by their path where two are alike."""
        for key, value in values.items():
            if not isinstance(value, dict):
                yield from ((key, words) for words in [self.of(value)] if words)
            elif id(value) not in self._opened and deep < _DEEPEST:
                self._opened.add(id(value))
                inner = self.flat({str(k): v for k, v in value.items()}, deep + 1)
                yield from ((f"{key}.{k}" if k in values else k, words) for k, words in inner)

    def of(self, value: object, deep: int = 0) -> str:
        """A value in words; lists are joined by 、."""
        if not isinstance(value, (list, dict)):
            return _scalar(value)
        if id(value) not in self._known:
            self._known[id(value)] = ""
            self._known[id(value)] = self._joined(value, deep + 1) if deep < _DEEPEST else ""
        return self._known[id(value)]

    def _joined(self, value: list[object] | dict[object, object], deep: int) -> str:
        if isinstance(value, list):
            return _joined(self.of(item, deep) for item in value)
        return _person({str(k): self.of(v, deep) for k, v in value.items()})


def _scalar(value: object) -> str:
    if isinstance(value, (date, time)):
        return value.isoformat()
    return _BREAK.sub(" ", (str(value).lower() if isinstance(value, bool) else str(value)).strip())


def _joined(words: Iterable[str]) -> str:
    return "、".join(word for word in words if word)[:_LONGEST]


def _person(values: Mapping[str, str]) -> str:
    """``{name: 鮎貝, role: 技師}`` as 鮎貝（技師）, as a cast list has it."""
    name = next((values[key] for key in _NAMES if values.get(key)), "")
    if not name:
        return _joined(f"{key}: {value}" for key, value in values.items() if value)
    rest = _joined(value for key, value in values.items() if key not in _NAMES and value)
    return f"{name}（{rest}）" if rest else name
