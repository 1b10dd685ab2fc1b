"""How a subtitle file is to be written, where a format has a choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """``speakers``: who speaks is written, in formats that can say it (SubRip cannot)."""

    speakers: bool = True


PLAIN = Options()
