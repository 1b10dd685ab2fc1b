"""What the tests were run with is within what the project says it works with."""

from __future__ import annotations

import sys
from pathlib import Path

from packaging.utils import canonicalize_name

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

import lock  # the script that writes it


def test_every_dependency_is_locked_to_a_version_in_its_range() -> None:
    """`python scripts/lock.py` writes requirements.lock anew."""
    locked = lock.locked()
    wanted = [one for one in lock.declared() if canonicalize_name(one.name) in locked or one.marker is None]
    wrong = [str(one) for one in wanted if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"))]
    assert wrong == [], "not in the lock, or out of the range that pyproject.toml gives"


def test_the_lock_is_in_order() -> None:
    names = list(lock.locked())
    assert names == sorted(names)
    assert len(names) > 40
