"""What a batch is asked for, and what comes of it: plain data that travels between processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from toolkit.edition.forms import Wanted
from toolkit.wishes.settings import Settings

Tell = Callable[[str, int, int], None]  # (stage, done, in all)
MOST_DOUBTFUL = 20  # readings of one transcript that a report lists; its manifest has them all
MOST_FOUND = 20  # findings of one file of subtitles that a report lists; `jimaku check` tells them all


@dataclass(frozen=True, slots=True)
class Task:
    """One transcript. ``shown``: as a person named it; ``source``: a path, a URL or ``-``; ``folder`` and ``stem``:
    where its outputs go, below the batch's, in safe names. ``size`` in bytes. ``content``: what standard input held.
    """

    index: int
    shown: str
    source: str
    folder: tuple[str, ...]
    stem: str
    size: int = 0
    content: bytes | None = None

    @property
    def place(self) -> str:
        """Below the batch's output, without a suffix."""
        return "/".join((*self.folder, self.stem))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or folder that was found and not taken, and why. ``litter``: nobody expects it to be."""

    name: str
    why: str
    litter: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What is made of every transcript. ``output``: a folder or a URL; ``home``: the working folder; ``own_cache``:
    sentences are kept where each machine keeps its own. ``also``: suffixes of the formats in which subtitles are
    written besides; ``media``: the folder of the recordings by which
    subtitles are timed, '' for reading speed; ``recordings``: of those that editions have for a voice, '' for voices of
    ours. ``forms``: by name, in which editions are handed over besides, as
    ``wanted``; its ``url`` is that of the output. ``preview``: a page to look at goes with each file of subtitles.
    """

    output: str
    settings: Settings
    subtitle: bool = False
    narrate: bool = True
    home: str = "."
    own_cache: bool = False
    also: tuple[str, ...] = ()
    media: str = ""
    forms: tuple[str, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)
    preview: bool = False
    recordings: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file that was made, ``name`` below the batch's output."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """What ``check`` says of a cue, counted from 1 (0: of the whole file), that starts at ``start_ms``."""

    cue: int
    start_ms: int
    rule: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Product:
    """The subtitles of one transcript, by reading speed (``subtitle``) or in step with a voice (``narrate``), and what
    ``check`` finds in them: counts by rule, and the first of them. ``sound``, ``page``: the mix and the page to look
    at, below the batch's output, '' if there is none.
    """

    kind: str
    subtitles: str
    style: str
    duration_ms: int
    cues: int
    errors: int
    warnings: int
    infos: int
    rules: Mapping[str, int]
    found: tuple[Found, ...] = ()
    sound: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class FormMade:
    """A form of an edition (``edition.forms``), ``place`` below the batch's output. ``made_from``: a hash of what it
    was made of and how; ``verdict``: what our check says of it, '' if there is none for the form. ``failure``: why it
    could not be made, '' if it was.
    """

    name: str
    place: str
    made_from: str
    verdict: str
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One transcript in the report. Nothing in it depends on when, where or how fast it was made. ``failure``: '' if
    all went well.

    ``doubtful``: (surface, reading, risk, how often), the most doubtful first; ``doubtful_in_all``: how many different
    words there are.
    ``made_from``: the hash of everything the outputs are made from. ``source``: where the transcript lies, seen from
    the output; '' if that is not known.
    """

    input: str
    output: str
    failure: str = ""
    title: str = ""
    speakers: tuple[str, ...] = ()
    products: tuple[Product, ...] = ()
    doubtful: tuple[tuple[str, str, float, int], ...] = ()
    doubtful_in_all: int = 0
    warnings: tuple[str, ...] = ()
    unused_voices: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    made_from: str = ""
    forms: tuple[FormMade, ...] = ()
    source: str = ""

    @property
    def failures(self) -> tuple[str, ...]:
        """Why it, or a form of it, could not be made."""
        return tuple(filter(None, (self.failure, *(form.failure for form in self.forms))))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task. ``unchanged``: everything was there already. ``passing``: it failed for a reason that may be
    gone in a moment: a process that died, an engine, a file that is held by another program.
    """

    task: Task
    row: Row
    unchanged: bool = False
    passing: bool = False


def failed(task: Task, why: str, *, passing: bool = False) -> Outcome:
    """The outcome of a task that gave nothing."""
    return Outcome(task, Row(task.shown, task.place, " ".join(why.split())), passing=passing)


def after_first_try(outcome: Outcome, why: str | None) -> Outcome:
    """The outcome, with what became of an earlier process at work on it, if there was one."""
    if why is None or outcome.row.failure:
        return outcome
    warning = f"a first process at work on it {why}; a second one made it"
    return replace(outcome, row=replace(outcome.row, warnings=(*outcome.row.warnings, warning)))


def row_of(data: Mapping[str, Any]) -> Row:
    """A row as a report holds it. KeyError, TypeError or ValueError if it is none."""
    return Row(
        **{
            **data,
            "speakers": tuple(data["speakers"]),
            "products": tuple(map(_product_of, data["products"])),
            "doubtful": tuple((surface, reading, risk, count) for surface, reading, risk, count in data["doubtful"]),
            "warnings": tuple(data["warnings"]),
            "unused_voices": tuple(data["unused_voices"]),
            "files": tuple(File(**one) for one in data["files"]),
            "forms": tuple(FormMade(**one) for one in data.get("forms", ())),
        }
    )


def _product_of(data: Mapping[str, Any]) -> Product:
    return Product(**{**data, "found": tuple(Found(**one) for one in data.get("found", ()))})
