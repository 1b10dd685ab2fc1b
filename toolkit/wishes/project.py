"""The project file ``jimaku.toml``: what holds for a whole series, in the words of the command line's flags. Flags win
over it.

It stands beside the transcript or in a folder above it. Every key is in ``SCHEMA``; anything else is an error with the
nearest key named.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from toolkit.errors import InputError
from toolkit.styles import STYLES
from toolkit.transcript.scope import Scope

FILE_NAME = "jimaku.toml"
_LARGEST = 1 << 20  # bytes; a project file of a megabyte is a mistake
_LONGEST = 500  # characters of one string
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]")


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person as the project names them. ``voice`` is what ``--voice NAME=VOICE`` would say, '' for a choice by the
    program; ``rate`` and ``pitch`` None: as everybody.
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    voice: str = ""
    rate: float | None = None
    pitch: float | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """A project file, checked. Empty strings and None mean: not said. ``lexicon`` is resolved against the file's
    folder.
    """

    path: Path
    cast: tuple[CastMember, ...] = ()
    speakers: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    style: str = ""
    line_width: float | None = None
    max_lines: int | None = None
    scope: Scope | None = None
    engine: str = ""
    format: str = ""
    lexicon: Path | None = None
    encoding: str = ""
    announce: str = ""
    directions: str = ""
    target: str = ""
    rate: float | None = None

    @property
    def voices(self) -> dict[str, str]:
        """Speaker → voice, for those the project gives one."""
        return {member.name: member.voice for member in self.cast if member.voice}

    @property
    def rates(self) -> dict[str, float]:
        """Speaker → speed of speech, for those the project gives one."""
        return {member.name: member.rate for member in self.cast if member.rate is not None}

    @property
    def pitches(self) -> dict[str, float]:
        """Speaker → half tones, for those the project gives any."""
        return {member.name: member.pitch for member in self.cast if member.pitch is not None}


@dataclass(frozen=True, slots=True)
class Key:
    """A row of the schema: ``takes`` in words, ``meaning`` for the documentation, ``check`` turns a TOML value into
    ours or raises ``ValueError`` with what is wanted."""

    name: str
    takes: str
    meaning: str
    check: Callable[[Any], Any]


def _string(value: Any) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST or _CONTROL.search(value):
        raise ValueError(f"a string of at most {_LONGEST} characters, without control characters")
    return value


def _strings(value: Any) -> tuple[str, ...]:
    if (
        not isinstance(value, list)
        or not all(isinstance(v, str) and v.strip() for v in value)
        or len(set(value)) != len(value)
    ):
        raise ValueError("a list of different strings, none of them empty")
    return tuple(_string(v) for v in value)


def _number(low: float, high: float) -> Callable[[Any], float]:
    def check(value: Any) -> float:
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or not math.isfinite(value)
            or not low <= value <= high
        ):
            raise ValueError(f"a number from {low:g} to {high:g}")
        return value

    return check


def _whole(low: int, high: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return value

    return check


def _one_of(choices: tuple[str, ...]) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise ValueError(f"one of: {', '.join(choices)}")
        return value

    return check


def _table_of_strings(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError("a table of strings")
    return {_string(k): _string(v) for k, v in value.items()}


def _members(value: Any) -> tuple[dict[str, Any], ...]:
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ValueError("a list of tables ([[cast]])")
    return tuple(value)


SCHEMA: tuple[Key, ...] = (
    Key("cast", "[[cast]] tables", "the people, each with name, aliases, role, voice", _members),
    Key("speakers", "list of strings", "labels that are speakers whatever the evidence says", _strings),
    Key("not_speakers", "list of strings", "labels that are never speakers", _strings),
    Key("headings", "list of strings", "whole lines that are headings", _strings),
    Key("protected", "list of strings", "strings that are never broken over lines or cues", _strings),
    Key("meta", "table of strings", "metadata, over what the transcript says", _table_of_strings),
    Key("style", "a style's name", "as --style", _one_of(tuple(STYLES))),
    Key("line_width", "number, 4–100", "as --line-width: full-width characters a line", _number(4, 100)),
    Key("max_lines", "whole number, 1–8", "as --max-lines", _whole(1, 8)),
    Key("scope", "interview, article or all", "as --scope", _one_of(get_args(Scope))),
    Key("engine", "an engine's name", "as --engine", _string),
    Key("format", "wav, flac, mp3, opus or m4b", "as --format", _one_of(("wav", "flac", "mp3", "opus", "m4b"))),
    Key("announce", "never, first or change", "as --announce", _one_of(("never", "first", "change"))),
    Key("directions", "show, speak or skip", "as --directions", _one_of(("show", "speak", "skip"))),
    Key("target", "a target's name", "as --target", _string),
    Key("rate", "number, 0.5–2", "as --rate", _number(0.5, 2.0)),
    Key("lexicon", "path", "as --lexicon, relative to the project file", _string),
    Key("encoding", "an encoding's name", "as --encoding", _string),
)
CAST_SCHEMA: tuple[Key, ...] = (
    Key("name", "string", "the name to show", _string),
    Key("aliases", "list of strings", "other written forms of the same person", _strings),
    Key("role", "string", "what the person is", _string),
    Key("voice", "a voice's name", "as --voice NAME=VOICE", _string),
    Key("rate", "number, 0.5–2", "as --rate NAME=N", _number(0.5, 2.0)),
    Key("pitch", "number, −6–6", "as --pitch NAME=N", _number(-6.0, 6.0)),
)


def find_project(path: Path | str) -> Project | None:
    """The project file beside ``path`` or in the nearest folder above it; for standard input (``-``) from the working
    folder up.
    """
    start = Path.cwd() if str(path) == "-" else Path(path).absolute()
    found = next((folder / FILE_NAME for folder in (start, *start.parents) if _is_file(folder / FILE_NAME)), None)
    return load_project(found) if found else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def load_project(path: Path) -> Project:
    """Read and check one project file. Raises ``InputError`` with file, line and key."""
    import tomllib

    text = _text(path)
    try:
        raw = tomllib.loads(text)
    except RecursionError:
        raise InputError("is nested too deeply", where=str(path), mend="a project file has two levels") from None
    except ValueError as error:  # TOMLDecodeError, and whole numbers of thousands of digits
        raise InputError(f"is not valid TOML: {error}", where=str(path), mend="correct that line") from error
    values = _checked(raw, SCHEMA, path, text)
    members = tuple(_member(table, path, text) for table in values.pop("cast", ()))
    _refuse_shared_names(members, path, text)
    lexicon = values.pop("lexicon", None)
    return Project(path, members, lexicon=path.parent / lexicon if lexicon else None, **values)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError("is larger than 1 MiB", where=str(path), mend="a project file holds settings only")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"is not UTF-8 (byte {error.start + 1})", where=str(path), mend="save it as UTF-8") from error
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror or error})", where=str(path), mend="check its permissions"
        ) from error


def _checked(raw: Mapping[str, Any], schema: tuple[Key, ...], path: Path, text: str) -> dict[str, Any]:
    known = {key.name: key for key in schema}
    values: dict[str, Any] = {}
    for written, value in raw.items():
        name = written.replace("-", "_")
        where = f"{path}:{_line_of(written, text)}"
        if name not in known:
            raise InputError(f"no key is called {written!r}", where=where, mend=_did_you_mean(name, known))
        if name in values:
            raise InputError(f"{name!r} is given twice", where=where, mend="keep one")
        try:
            values[name] = known[name].check(value)
        except ValueError as error:
            raise InputError(f"{written} = {_brief(value)} cannot be", where=where, mend=f"give {error}") from None
    return values


def _did_you_mean(name: str, known: Mapping[str, Key]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"the keys are: {', '.join(known)}"


def _brief(value: Any) -> str:
    said = repr(value)
    return said if len(said) <= 40 else said[:37] + "…"


def _line_of(name: str, text: str) -> int:
    """The line a key or name stands on, 1 if it cannot be found (TOML's parser does not tell)."""
    match = re.search(rf"(?m)^[ \t]*(?:\[\[?[ \t]*)?[\"']?{re.escape(name)}\b", text) or re.search(
        re.escape(name), text
    )
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _member(table: Mapping[str, Any], path: Path, text: str) -> CastMember:
    values = _checked(table, CAST_SCHEMA, path, text)
    if not cast("str", values.get("name", "")).strip():
        raise InputError(
            "a [[cast]] table has no name",
            where=f"{path}:{_line_of('cast', text)}",
            mend='give it name = "…"',
        )
    return CastMember(**values)


def _refuse_shared_names(members: tuple[CastMember, ...], path: Path, text: str) -> None:
    seen: set[str] = set()
    for member in members:
        for name in dict.fromkeys((member.name, *member.aliases)):
            if name in seen:
                raise InputError(
                    f"{name!r} names two people of the cast",
                    where=f"{path}:{_line_of(name, text)}",
                    mend="give it to one of them",
                )
            seen.add(name)
