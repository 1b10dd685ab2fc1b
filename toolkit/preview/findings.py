"""What ``check`` found, in the words of the page, each with its mend.

``words/findings.tsv`` is the table. What has no row there (a rule of a house's own) is shown in check's own words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from toolkit.check import Finding


@dataclass(frozen=True, slots=True)
class Words:
    """A row: ``said`` is the form of what check says with its rule before it."""

    said: re.Pattern[str]
    ja: str
    mend_ja: str
    mend_en: str


@dataclass(frozen=True, slots=True)
class Shown:
    """``detail``: check's own words, where the message does not hold all they say; English."""

    message: str
    detail: str
    mend: str


def shown(finding: Finding, language: str) -> Shown:
    """A finding in the page's language."""
    row, match = _row(finding)
    if language != "ja" or row is None or match is None:
        return Shown("", finding.message, row.mend_en if row and language != "ja" else "")
    whole = "(.*)" in row.said.pattern and "{0}" not in row.ja
    return Shown(row.ja.format(*match.groups()), finding.message if whole else "", row.mend_ja)


def _row(finding: Finding) -> tuple[Words, re.Match[str]] | tuple[None, None]:
    said = f"{finding.rule} {finding.message}"
    return next(((row, match) for row in table() if (match := row.said.fullmatch(said))), (None, None))


@lru_cache(maxsize=1)
def table() -> tuple[Words, ...]:
    """Every row, in its order."""
    text = (files("toolkit.preview") / "words" / "findings.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(Words(re.compile(said, re.DOTALL), ja, mend_ja, mend_en) for said, ja, mend_ja, mend_en in rows)
