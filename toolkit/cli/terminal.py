"""The streams of the command line: UTF-8, whole writes only, and nothing in them that steers a terminal but what we
mean to.
"""

from __future__ import annotations

import io
import os
import sys
from functools import cached_property
from typing import IO, Any, TextIO

from toolkit.system.visible import visible


class Shown(io.TextIOWrapper):
    """A stream on which what hides in a text shows."""

    def __init__(self, raw: IO[bytes]) -> None:
        super().__init__(raw, "utf-8", "backslashreplace", line_buffering=True)

    @cached_property
    def plain(self) -> TextIO:
        """The same without that, for bars, which move the cursor."""
        return io.TextIOWrapper(self.buffer, "utf-8", "backslashreplace", line_buffering=True)

    def write(self, text: str) -> int:
        super().write(visible(text))
        return len(text)


def bare() -> TextIO:
    """Standard error for bars, which move the cursor; all else said there is made visible."""
    return getattr(sys.stderr, "plain", sys.stderr)


def steady(stream: TextIO | None, *, talk: bool) -> TextIO:
    """The stream as it should be, never None; ``talk``: what is said on it is for people (stderr), and so it is on a
    terminal. A pipe gets what is written, to the letter.
    """
    if stream is None:  # closed by the caller (>&-): the next file opened must not take its number
        handle = os.open(os.devnull, os.O_WRONLY)
        os.set_inheritable(handle, True)  # our workers have streams too
        return os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace")
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    raw: Any = stream.buffer
    unbuffered = isinstance(raw, io.RawIOBase)  # PYTHONUNBUFFERED: a write may be cut short without a word
    if unbuffered:
        raw = io.BufferedWriter(raw)
    if talk or stream.isatty():
        return Shown(raw)
    if unbuffered:
        return io.TextIOWrapper(raw, "utf-8", "backslashreplace", line_buffering=True)
    stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return stream
