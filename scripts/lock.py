"""Writes requirements.lock: the version of everything this project and its extras stand on, as it is installed beside
the interpreter that runs this, and as the tests were run with it.

pyproject.toml says which versions may be used, the lock which ones were.

    .venv/bin/pip install -e '.[dev,fit,espeak,cluster,kokoro,verify,align,pdf]'
    .venv/bin/python scripts/lock.py            writes it
    pip install -c requirements.lock -e .       installs as it says, on a system like ours
"""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
HEAD = """\
# The versions that the tests were run with, on Python {python}, {platform}. Ranges: pyproject.toml. By scripts/lock.py.
#   pip install -c requirements.lock -e '.[dev]'
"""


def declared() -> list[Requirement]:
    """What pyproject.toml asks for, extras too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    rows = [*project["dependencies"], *(row for extra in project["optional-dependencies"].values() for row in extra)]
    return [Requirement(row) for row in rows]


def installed(wanted: list[Requirement]) -> tuple[dict[str, str], set[str]]:
    """Name → version of everything wanted and what that needs, and what is not installed."""
    found: dict[str, str] = {}
    missing: set[str] = set()
    seen: set[tuple[str, str]] = set()
    todo = [(one, extra) for one in wanted for extra in ("", *one.extras) if _holds(one, "")]
    while todo:
        one, extra = todo.pop()
        name = canonicalize_name(one.name)
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        try:
            there = distribution(name)
        except PackageNotFoundError:
            missing.add(name)
            continue
        found[name] = there.version
        needs = [Requirement(row) for row in there.requires or ()]
        todo += [(need, own) for need in needs if _holds(need, extra) for own in ("", *need.extras)]
    return found, missing


def _holds(one: Requirement, extra: str) -> bool:
    return one.marker is None or one.marker.evaluate({"extra": extra})


def locked() -> dict[str, str]:
    """Name → version, as the lock has it."""
    rows = (line.split("==", 1) for line in LOCK.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return dict(rows)


def main() -> int:
    found, missing = installed(declared())
    if missing:
        print(f"not installed, and so not locked: {', '.join(sorted(missing))}", file=sys.stderr)
        return 1
    head = HEAD.format(python=".".join(map(str, sys.version_info[:2])), platform=sys.platform)
    LOCK.write_text(head + "".join(f"{name}=={version}\n" for name, version in sorted(found.items())), "utf-8")
    print(f"{LOCK.name}: {len(found)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
