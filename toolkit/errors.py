"""What can go wrong, and whose fault it is.

Every error a person can meet carries three parts and prints as one line: *what* is wrong, *where* (file, line), and the
*mend*. The class decides the exit code; the command line prints ``str(error)`` and never a traceback for one of these.
"""

from __future__ import annotations


class JimakuError(Exception):
    """The base: never raised itself.

    ``where`` is a place as a person would name it (``talk.txt:12``); ``mend`` is what to do about it, in the
    imperative.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        mend = f" — {self.mend}" if self.mend else ""
        return " ".join(f"{place}{self.what}{mend}".split())

    def at(self, where: str) -> JimakuError:
        """The same error, with its place filled in if it had none."""
        self.where = self.where or where
        return self


class InputError(JimakuError):
    """The input, an option or a project file is wrong: exit code 2."""

    exit_code = 2


class EngineError(JimakuError):
    """A speech engine or a tool is missing, failed, or gave something that is not speech: exit code 3."""

    exit_code = 3


class UnansweredError(EngineError):
    """A sentence's whole time is over: trying it again would wait as long once more."""


class OutputError(JimakuError):
    """An output could not be written, or would not be what it claims to be: exit code 4."""

    exit_code = 4


class ConservationError(OutputError):
    """The proof that no character was lost has failed: nothing is written."""
