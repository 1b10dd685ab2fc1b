"""What a project file may tell the reader. ``toolkit.wishes.project.Project`` has this shape; the reader knows only the
shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Member(Protocol):
    """One person of the cast, as told."""

    @property
    def name(self) -> str: ...
    @property
    def aliases(self) -> Sequence[str]: ...
    @property
    def role(self) -> str: ...


class Hints(Protocol):
    """``speakers``/``not_speakers``/``headings`` are whole lines or labels; ``labels`` and ``leave_out`` patterns
    (``toolkit.transcript.wished``), ``columns`` as in ``toolkit.inputs.table``; ``protected`` strings are never broken.
    """

    @property
    def cast(self) -> Sequence[Member]: ...
    @property
    def speakers(self) -> Sequence[str]: ...
    @property
    def not_speakers(self) -> Sequence[str]: ...
    @property
    def labels(self) -> Sequence[str]: ...
    @property
    def columns(self) -> Mapping[str, str]: ...
    @property
    def leave_out(self) -> Sequence[str]: ...
    @property
    def headings(self) -> Sequence[str]: ...
    @property
    def protected(self) -> Sequence[str]: ...
    @property
    def meta(self) -> Mapping[str, str]: ...
    @property
    def encoding(self) -> str: ...
