"""Bytes to ``Script``: encodings, speakers and aliases, sections, stage directions, readings."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import ConservationError, InputError
from toolkit.model import Script
from toolkit.transcript.hints import Hints
from toolkit.transcript.proof import prove

__all__ = ["parse_script", "prove", "read_script"]


def read_script(
    path: Path | str, *, encoding: str | None = None, plain: bool = False, project: Hints | None = None
) -> Script:
    """The transcript in a file, or on standard input if ``path`` is ``-``.

    ``encoding`` overrides the project's, which overrides the guess. ``plain``: every line a paragraph, no structure
    looked for. Raises ``InputError`` naming the file, and the line where there is one.
    """
    from toolkit.transcript.reader import read

    return read(path, encoding=encoding, plain=plain, project=project)


def parse_script(text: str, *, plain: bool = False, project: Hints | None = None, name: str = "") -> Script:
    """The transcript in ``text``; ``name`` is what errors call it.

    Raises ``InputError`` where there is nothing to read, ``ConservationError`` if a character would be lost.
    """
    from toolkit.transcript.reader import parse

    try:
        return parse(text, plain=plain, project=project, name=name)
    except (InputError, ConservationError) as error:
        raise error.at(name) from error.__cause__
