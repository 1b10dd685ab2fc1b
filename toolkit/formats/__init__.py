"""Subtitle files, read and written: one module per format, found by its suffix.

To add a format, write ``toolkit/formats/<name>.py`` with two functions and add its suffix to
``_MODULES``:

- ``read(text) -> SubtitleFile``: takes decoded text with any line ends. What can be understood is kept
  and remarked on, with the line; a file without a single cue is an InputError. It runs in linear time:
  subtitle files come from strangers.
- ``write(timeline) -> str``: UTF-8 text with line feeds. What other readers would take for markup or for
  another cue is neutralised (document how, and expose it as ``as_written(text)`` so that the proof of
  conservation can follow), and the result is read back before it is returned: as many cues, the same
  times and words, or OutputError.

Then add its row to ``tests/formats/test_srt.py``'s table of foreign readers, or a test file of its own.
"""

from __future__ import annotations

import importlib
from pathlib import PurePath
from typing import Protocol, cast

from toolkit.errors import InputError
from toolkit.model import SubtitleFile, Timeline

_MODULES = {".srt": "toolkit.formats.srt"}


class Format(Protocol):
    """What every module of this folder offers."""

    def read(self, text: str) -> SubtitleFile: ...

    def write(self, timeline: Timeline) -> str: ...

    def as_written(self, text: str) -> str: ...


def suffixes() -> tuple[str, ...]:
    """The suffixes known, dot included."""
    return tuple(_MODULES)


def format_of(name: str) -> Format:
    """The format of a file by its name; ``-`` is SubRip. Raises InputError for an unknown suffix."""
    suffix = ".srt" if name == "-" else PurePath(name).suffix.lower()
    if suffix not in _MODULES:
        raise InputError("is no subtitle file by its name", where=name, mend=f"name a file in {', '.join(_MODULES)}")
    return cast(Format, importlib.import_module(_MODULES[suffix]))
