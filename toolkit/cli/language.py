"""Which language a run talks in, and the two places where its words go out: standard error, and help.

Commands write their messages in English. In a Japanese run standard error is a stream that says them in Japanese, and
help goes through a formatter that does; results on standard output are said by the commands that print them for people
(``toolkit.messages.said``), for many of them are files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TextIO, cast

import click

from toolkit.messages import LANGUAGES, language_of, said, speak, spoken


def asked(arguments: Sequence[str]) -> str | None:
    """The language that ``--lang`` names among the options of ``jimaku`` itself, if it is a language we have: known
    before anything is parsed, for a fault in parsing is told in it too.
    """
    for at, argument in enumerate(arguments):
        if not argument.startswith("-"):
            return None
        if argument == "--lang":
            return next((word for word in arguments[at + 1 : at + 2] if word in LANGUAGES), None)
        if argument.startswith("--lang="):
            return next((word for word in LANGUAGES if argument == f"--lang={word}"), None)
    return None


@contextmanager
def talking(arguments: Sequence[str]) -> Iterator[None]:
    """Talk in the language that is asked for, or the environment's, until the run ends."""
    language, before, stream = asked(arguments) or language_of(os.environ), spoken(), sys.stderr
    speak(language)
    if language == "ja":
        sys.stderr = cast("TextIO", _Translated(stream))
    try:
        yield
    finally:
        sys.stderr = stream
        speak(before)


class _Translated:
    """Standard error in Japanese. What is no message (JSON, a page, what moves the cursor) goes through as it is."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        page = "\n" in text[:-1]
        self._stream.write(text if page or text.startswith(("{", "[")) or "\x1b" in text else said(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":  # click writes past us to it, on the console of Windows
            raise AttributeError(name)
        return getattr(self._stream, name)


class Formatter(click.HelpFormatter):
    """Help in the language that is spoken; Japanese lines end where Japanese lines may."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{said('Usage:')} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(said(heading))

    def write_text(self, text: str) -> None:
        if spoken() == "en":
            super().write_text(text)
            return
        indent = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            self.write("\n" if number else "")
            for line in self._lines(paragraph):
                self.write(f"{indent}{line}\n")

    def _lines(self, paragraph: str) -> list[str]:
        head, mark, kept = paragraph.partition("\b\n")  # click's mark: these lines stay as they are
        if mark and not head.strip():
            return [shown for line in kept.split("\n") for shown in self._example(line)]
        return wrapped(said(" ".join(paragraph.split())), self.width - self.current_indent)

    def _example(self, line: str) -> list[str]:
        """A line of examples: its command stays, the words behind it are said, in more lines where one is too short."""
        command, gap, words = line.rstrip().rpartition("  ")
        head = f"{command}{gap}" if command.strip() else line[: len(line) - len(line.lstrip())]
        room = max(self.width - self.current_indent - int(2 * _width(head)), _NARROW)
        first, *rest = wrapped(said(words if command.strip() else line.strip()), room)
        return [f"{head}{first}", *(" " * int(2 * _width(head)) + more for more in rest)]

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        if spoken() == "en":
            super().write_dl(rows, col_max, col_spacing)
            return
        table = list(rows)
        first = min(max((len(term) for term, _ in table), default=0), col_max) + col_spacing
        for term, meaning in table:
            indent = " " * (first + self.current_indent)
            head = f"{' ' * self.current_indent}{term}"
            self.write(f"{head.ljust(len(indent))}" if len(term) <= first - col_spacing else f"{head}\n{indent}")
            self.write(f"\n{indent}".join(wrapped(_meaning(meaning), self.width - first - 2)) + "\n")


_NARROW = 20  # half-width characters: what is said beside a long command has this much room


def _width(text: str) -> float:
    from toolkit.japanese.width import width

    return width(text)


class Context(click.Context):
    """Where help is written by our formatter."""

    formatter_class = Formatter


def _meaning(text: str) -> str:
    """An option's words, and what click adds in brackets: the default, the range."""
    head, bracket, rest = text.rpartition("  [")
    return f"{said(head)}  [{said(rest.removesuffix(']'))}]" if bracket else said(text)


def wrapped(text: str, width: int) -> list[str]:
    """The lines of a text, none wider than ``width`` half-width characters unless a word is."""
    from toolkit.japanese.kinsoku import breakable
    from toolkit.japanese.width import char_width

    lines, start, fits, used = [], 0, 0, 0.0
    for at, char in enumerate(text):
        if at > start and breakable(text, at):
            fits = at
        used += 2 * char_width(char)
        if used > width and fits > start and not char.isspace():
            lines.append(text[start:fits].rstrip())
            start = fits
            used = sum(2 * char_width(one) for one in text[start : at + 1])
    return [*lines, text[start:].rstrip()]
