"""The project file ``jimaku.toml``: what holds for a whole series, in the words of the command line's flags. Flags win
over it.

It stands beside the transcript or in a folder above it. Every key is in ``toolkit.wishes.table``; anything else is an
error with the nearest key named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, cast

from toolkit.errors import InputError
from toolkit.system.given import read_toml, refuse_foreign
from toolkit.wishes.kinds import Choice, File
from toolkit.wishes.table import WISHES, Wish

FILE_NAME = "jimaku.toml"


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person as the project names them. ``told``: what holds for them alone, by the keys of the table."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """A project file, checked. ``values``: all that it says, by the keys of the table, paths resolved against its
    folder; what the reader of transcripts takes of it are fields (``toolkit.transcript.hints``). ``lines``: the 1-based
    line of each key.
    """

    path: Path
    cast: tuple[CastMember, ...] = ()
    speakers: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    protected: tuple[str, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def told(self, wish: Wish) -> Any:
        """What the project says of a wish, None if nothing; of one for persons by name, '' for everybody."""
        if not wish.member:
            return self.values.get(wish.key)
        own = {member.name: member.told[wish.member] for member in self.cast if wish.member in member.told}
        return {"": self.values[wish.key], **own} if wish.key in self.values else own


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the file: ``takes`` in words, ``meaning`` for the documentation."""

    name: str
    kind: Any
    meaning: str

    @property
    def takes(self) -> str:
        """What its value may be, in words."""
        return str(self.kind.takes)


def keys() -> tuple[Key, ...]:
    """The keys of the file, from the table."""
    return tuple(Key(w.key, w.kind, w.meaning or f"as {w.option}") for w in WISHES.values() if w.key)


SCHEMA = keys()
CAST_SCHEMA = tuple(Key(w.member, w.kind, w.meaning or f"as {w.option} NAME=…") for w in WISHES.values() if w.member)


def find_project(path: Path | str) -> Project | None:
    """The project file beside ``path`` or in the nearest folder above it; for standard input (``-``) from the working
    folder up.
    """
    start = Path.cwd() if str(path) == "-" else Path(path).absolute()
    found = next((folder / FILE_NAME for folder in (start, *start.parents) if _is_file(folder / FILE_NAME)), None)
    if not found:
        return None
    refuse_foreign(found, start)
    return load_project(found)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def load_project(path: Path) -> Project:
    """Read and check one project file. Raises ``InputError`` with file, line and key."""
    raw, text = read_toml(path, "a project file")
    values = _checked(raw, SCHEMA, path, text)
    members = tuple(_member(table, path, text) for table in values.pop("cast", ()))
    _refuse_shared_names(members, path, text)
    hints = {part.name: values[part.name] for part in fields(Project) if part.name in values}
    lines = {written.replace("-", "_"): _line_of(written, text) for written in raw}
    return Project(path, members, values=values, lines=lines, **hints)


def files_of(project: Project) -> dict[str, Path]:
    """The files that a project names, by key."""
    given = {wish.key: (wish.kind, project.values.get(wish.key)) for wish in WISHES.values() if wish.key}
    return {
        key: Path(value)
        for key, (kind, value) in given.items()
        if isinstance(value, Path) or (isinstance(kind, Choice) and isinstance(value, str) and kind.is_file(value))
    }


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
            values[name] = known[name].kind.checked(value)
        except ValueError as error:
            raise InputError(f"{written} = {_brief(value)} cannot be", where=where, mend=f"give {error}") from None
    return {name: _resolved(values[name], known[name].kind, path) for name in known if name in values}


def _resolved(value: Any, kind: object, path: Path) -> Any:
    """A file beside the project file if it is one; none where its name is empty."""
    if isinstance(kind, Choice) and kind.is_file(value):
        return str(path.parent / value)
    return (path.parent / value if value else None) if isinstance(kind, File) else value


def _did_you_mean(name: str, known: Mapping[str, Key]) -> str:
    import difflib

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
    known = {name: values.pop(name) for name in ("name", "aliases", "role") if name in values}
    return CastMember(**known, told=values)


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
