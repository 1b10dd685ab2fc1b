"""A subtitle file held against a style: findings with rule ids and sources, and the repairs that are safe.

To add a rule: write a function from ``Subject`` to hits in the module of its kind (``layout``,
``breaks``, ``times``, ``writing``), and give it a row in ``rules.RULES`` with its id, severity, source
and styles.
"""

from __future__ import annotations

from toolkit.check.findings import Finding
from toolkit.check.fix import Rewrap, fixed
from toolkit.check.rules import findings
from toolkit.formats.remarks import Severity

__all__ = ["Finding", "Rewrap", "Severity", "findings", "fixed"]
