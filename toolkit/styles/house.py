"""A house's own style: a TOML file that says what differs from a style of the toolkit.

    extends = "sdh"
    based_on = "Kaname Studio, subtitle guide 2026"
    line_width = 15
    digits = "one-wide"

    [rules.line_width]
    id = "KANAME-4.1"
    source = "Kaname Studio, subtitle guide 2026, 4.1"

Every key is in ``KEYS``; anything else is an error with the nearest key named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, get_args

from toolkit.errors import InputError
from toolkit.japanese.writing import CHOICES
from toolkit.styles.shipped import DEFAULT_STYLE, STYLES
from toolkit.styles.style import OWN, Citation, Figure, Names, Style
from toolkit.system.given import read_toml

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Key:
    """What a key takes, and which figures of a style it changes (their sources are then the house's)."""

    takes: Any
    figures: tuple[Figure, ...] = ()
    meaning: str = ""

    @property
    def words(self) -> str:
        """What its value may be."""
        return str(self.takes.words) if self.takes else "tables"

    def checked(self, value: Any) -> Any:
        """The value, or ValueError with what is wanted."""
        return self.takes.checked(value)


@dataclass(frozen=True, slots=True)
class Number:
    """A number, both ends included."""

    low: float
    high: float
    whole: bool = False

    @property
    def words(self) -> str:
        return f"{'whole ' if self.whole else ''}number, {self.low:g}–{self.high:g}"

    def checked(self, value: Any) -> float:
        kinds = (int,) if self.whole else (int, float)
        if isinstance(value, bool) or not isinstance(value, kinds) or not self.low <= value <= self.high:
            raise ValueError(f"a {'whole ' if self.whole else ''}number from {self.low:g} to {self.high:g}")
        return value


@dataclass(frozen=True, slots=True)
class Word:
    """One of some words."""

    choices: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{', '.join(self.choices[:-1])} or {self.choices[-1]}"

    def checked(self, value: Any) -> str:
        if value not in self.choices:
            raise ValueError(f"one of: {', '.join(self.choices)}")
        return str(value)


@dataclass(frozen=True, slots=True)
class Text:
    """A string; ``holds``: what must be in it once."""

    holds: str = ""
    words: str = "string"

    def checked(self, value: Any) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > 300 or _CONTROL.search(value):
            raise ValueError("a string of 1 to 300 characters, without control characters")
        if self.holds and (value.count(self.holds) != 1 or set(value.replace(self.holds, "")) & set("{}")):
            raise ValueError(f'a string with {self.holds} where the name goes, such as "（{self.holds}）"')
        return value


@dataclass(frozen=True, slots=True)
class Switch:
    """true or false."""

    words: str = "true or false"

    def checked(self, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("true or false")  # noqa: TRY004 -- of a file, not of a call
        return value


@dataclass(frozen=True, slots=True)
class Frames:
    """A list of two whole numbers of frames, from and to; an empty one for no such rule."""

    words: str = "[from, to] in frames, or []"

    def checked(self, value: Any) -> tuple[int, int]:
        whole = isinstance(value, list) and all(type(one) is int for one in value)
        if value == []:
            return 0, 0
        if not whole or len(value) != 2 or not 0 < value[0] <= value[1] <= 100:
            raise ValueError("two whole numbers of frames like [3, 11], or [] for no such rule")
        return value[0], value[1]


KEYS: dict[str, Key] = {
    "extends": Key(Word(tuple(STYLES)), meaning=f"the style it starts from; {DEFAULT_STYLE} if not said"),
    "name": Key(Text(), meaning="what it is called in reports; the file's name if not said"),
    "based_on": Key(Text(), meaning="the guide that it follows"),
    "line_width": Key(Number(4, 100), ("line_width",), "full-width characters a line"),
    "max_lines": Key(Number(1, 8, whole=True), ("max_lines",), "lines a cue"),
    "cps": Key(Number(1, 100), ("cps",), "characters a second, half-width ones counting 0.5"),
    "min_ms": Key(Number(0, 60_000, whole=True), ("min_ms",), "the shortest a cue stands"),
    "max_ms": Key(Number(100, 600_000, whole=True), ("max_ms",), "the longest a cue stands"),
    "gap_frames": Key(Number(0, 100, whole=True), ("gap",), "frames between two cues"),
    "close_frames": Key(Frames(), ("chain",), "gaps of so many frames are closed to gap_frames"),
    "fps": Key(Number(1, 120), ("gap", "chain"), "frames a second of gap_frames and close_frames"),
    "count_spaces": Key(Switch(), ("cps",), "whether spaces and brackets count in reading speed"),
    "names": Key(Word(get_args(Names)), meaning="whether cues say who speaks"),
    "name_form": Key(Text("{}"), meaning="how, with {} for the name"),
    "shared_cues": Key(Switch(), meaning="whether two people may speak in one cue, a dash before each"),
    "extra_line": Key(Switch(), ("max_lines",), "whether a speaker or a sound may take a line more"),
    "one_line": Key(Switch(), ("one_line",), "whether what fits one line stands on one"),
    "name_once": Key(Switch(), ("name_once",), "whether a name stands once while the same person speaks on"),
    "sound_ms": Key(Number(0, 60_000, whole=True), ("sound_ms",), "the longest a sound stands; 0 for no such rule"),
    **{
        name: Key(Word(choices), (name,), f"how it is written: {name.replace('_', ' ')}")  # type: ignore[arg-type]
        for name, choices in CHOICES.items()
    },
    "rules": Key(None, meaning="[rules.KEY] tables, each with the id and source of a figure"),
}


def read_style(path: Path) -> Style:
    """A style from its file. Raises InputError with file, line and key."""
    raw, text = read_toml(path, "a style", f"a file in TOML, or one of: {', '.join(STYLES)}")
    rules = raw.pop("rules", {})
    values = {name: _checked(name, value, path, text) for name, value in raw.items()}
    base = STYLES[values.pop("extends", DEFAULT_STYLE)]
    cited = _cited(rules, path, text)
    style = _with(base, values, cited, path)
    if style.min_ms >= style.max_ms:
        _fail(
            f"min_ms = {style.min_ms} is not below max_ms = {style.max_ms}", path, "min_ms", text, "change one of them"
        )
    if style.close_to and style.close_from <= style.gap_frames:
        _fail(
            "close_frames begins within gap_frames", path, "close_frames", text, f"begin it at {style.gap_frames + 1}"
        )
    return style


def _checked(name: str, value: Any, path: Path, text: str) -> Any:
    if name not in KEYS:
        import difflib

        near = difflib.get_close_matches(name, KEYS, 1, 0.5)
        mend = f"did you mean {near[0]}?" if near else f"the keys are: {', '.join(KEYS)}"
        _fail(f"no key is called {name!r}", path, name, text, mend)
    try:
        return KEYS[name].checked(value)
    except ValueError as error:
        _fail(f"{name} = {_brief(value)} cannot be", path, name, text, f"give {error}")


def _cited(rules: Any, path: Path, text: str) -> dict[Figure, Citation]:
    """What the house says of the ids and sources of its figures."""
    cited: dict[Figure, Citation] = {}
    if not isinstance(rules, dict):
        _fail(f"rules = {_brief(rules)} cannot be", path, "rules", text, "write [rules.line_width] tables")
    for figure, table in rules.items():
        if figure not in OWN:
            import difflib

            near = difflib.get_close_matches(figure, OWN, 1, 0.5)
            mend = f"did you mean {near[0]}?" if near else f"there are: {', '.join(OWN)}"
            _fail(f"no rule is called {figure!r}", path, f"rules.{figure}", text, mend)
        if not isinstance(table, dict) or set(table) - {"id", "source"} or not table:
            _fail(f"rules.{figure} cannot be {_brief(table)}", path, f"rules.{figure}", text, "give it id and source")
        for value in table.values():
            try:
                Text().checked(value)
            except ValueError as error:
                _fail(f"rules.{figure} cannot be {_brief(table)}", path, f"rules.{figure}", text, f"give {error}")
        cited[figure] = Citation(table.get("id", ""), table.get("source", ""))
    return cited


def _with(base: Style, values: Mapping[str, Any], cited: Mapping[Figure, Citation], path: Path) -> Style:
    name = values.get("name", path.stem)
    rest = {key: value for key, value in values.items() if key not in CHOICES and key != "close_frames"}
    writing = {key: value for key, value in values.items() if key in CHOICES}
    closed = dict(zip(("close_from", "close_to"), values.get("close_frames", ()), strict=False))
    own = dict(base.citations)
    for figure in (figure for key in values for figure in KEYS[key].figures):
        own[figure] = Citation(f"{name}:{OWN[figure].rule}", f"{name} ({path.name})")
    for figure, citation in cited.items():
        before = own.get(figure) or OWN[figure]
        own[figure] = Citation(citation.rule or before.rule, citation.source or before.source)
    based_on = values.get("based_on", f"{base.based_on}, changed in {path.name}" if values or cited else base.based_on)
    rest |= {"name": name, "based_on": based_on, "citations": own, **closed}
    return replace(base, writing=replace(base.writing, **writing), **rest)


def _fail(message: str, path: Path, name: str, text: str, mend: str) -> Any:
    raise InputError(message, where=f"{path}:{_line_of(name, text)}", mend=mend)


def _brief(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 40 else said[:37] + "…"


def _line_of(name: str, text: str) -> int:
    """The line a key stands on, 1 if it cannot be found (TOML's parser does not tell)."""
    match = re.search(rf"(?m)^[ \t]*\[?[ \t]*[\"']?{re.escape(name)}\b", text)
    return text.count("\n", 0, match.start()) + 1 if match else 1
