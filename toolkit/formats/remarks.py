"""What a reader may remark on: the rules of the formats themselves, which ``check`` reports beside those of a style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class RemarkRule:
    """``severity`` and ``source`` of a rule id; ``fixable``: writing the file anew mends it."""

    severity: Severity
    source: str
    fixable: bool = True
