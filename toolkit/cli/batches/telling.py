"""What a long run says: on stderr as much as was asked for, in a log all of it with the time."""

from __future__ import annotations

import contextlib
import errno
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self, TextIO

import click

from toolkit.errors import OutputError
from toolkit.messages import said
from toolkit.system.files import mend_for


class Telling:
    """A context manager. ``quiet``: only what went wrong; ``verbose``: every detail; ``log``: a file at whose end all
    of it is written, a line each with the local time, in the language that is spoken. OutputError if the log cannot be
    begun; one that breaks off later is told at once and raised at the end of the block, when the work is done.
    """

    def __init__(self, *, quiet: bool = False, verbose: bool = False, log: Path | None = None) -> None:
        self.quiet, self.verbose = quiet, verbose
        self.show: Callable[[str], None] = lambda text: click.echo(text, err=True)
        self._path, self._file = log, _opened(log)
        self._broken: OutputError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._file is not None:
            self._file.close()
        if self._broken is not None and kind is None:
            raise self._broken

    def detail(self, text: str) -> None:
        """What only some want to know."""
        self._say(text, self.verbose)

    def say(self, text: str) -> None:
        """What is told unless nothing is to be."""
        self._say(text, not self.quiet)

    def warn(self, text: str) -> None:
        """What went wrong, or needs a person."""
        self._say(text, True)

    def note(self, text: str) -> None:
        """For the log alone."""
        self._say(text, False)

    def _say(self, text: str, shown: bool) -> None:
        if self._file is not None:
            try:
                self._file.write(f"{time.strftime('%Y-%m-%d %H:%M:%S')} {said(text)}\n")
            except OSError as error:
                self._break_off(self._file, _refused(self._path, error))
        if shown:
            self.show(text)

    def _break_off(self, file: TextIO, error: OutputError) -> None:
        with contextlib.suppress(OSError):  # what it could not write it tries to write again
            file.close()
        self._file, self._broken = None, error
        self.show(f"warning: {error}")


def _opened(log: Path | None) -> TextIO | None:
    if log is None:
        return None
    try:
        return log.open("a", encoding="utf-8", errors="backslashreplace", buffering=1)
    except OSError as error:
        raise _refused(log, error) from error


def _refused(log: Path | None, error: OSError) -> OutputError:
    full = error.errno == errno.ENOSPC
    mend = mend_for(error) if full else "name a file in a folder that is there and may be written to"
    return OutputError(f"the log cannot be written ({error.strerror or error})", where=str(log), mend=mend)
