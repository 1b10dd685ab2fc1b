"""What validators share: where their tools are, and how a verdict is told.

A validator is a program ``scripts/validators/NAME.py OUT_FOLDER``. It looks at every edition under that folder, prints
one line ``name version: verdict`` (findings go to standard error), and ends with 0 (nothing found), 1 (findings) or
77 (skipped, with the reason in the line). Files here whose names begin with ``_`` are none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.validators import Verdict

ROOT = Path(__file__).parents[2]
TOOLS = Path(os.environ.get("JIMAKU_VALIDATORS") or ROOT / ".cache" / "validators")
CLEAN, FOUND, SKIPPED = 0, 1, 77
INSTALL = "scripts/validate installs it"

os.environ["JIMAKU_VALIDATORS"] = str(TOOLS)
sys.path.insert(0, str(ROOT))


def pages() -> list[Path]:
    """Folders of pages that play."""
    return sorted(path.parent for path in folder().rglob("*-html/index.html"))


def asked(name: str, validator: Callable[[Path], Verdict], places: Sequence[Path], what: str) -> int:
    """Ask a validator of another maker about each place, and tell what it says."""
    if not places:
        return skip(name, f"there is no {what}")
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(validator, places))
    if missing := next((one.missing for one in told if one.missing), ""):
        return skip(name, f"{missing}: {INSTALL}")
    pairs = zip(places, told, strict=True)
    findings = [f"{place.name}: {finding}" for place, one in pairs for finding in one.findings]
    return verdict(name, told[0].version, len(places), findings, what)


def folder() -> Path:
    """The one argument."""
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} OUT_FOLDER")
    return Path(sys.argv[1])


def book_beside(manifest: Path) -> Book | None:
    """The book of an edition's manifest, if it is there."""
    from toolkit.edition.book import book_of
    from toolkit.edition.folder import load_if_any

    edition = load_if_any(manifest) if manifest.is_file() else None
    return book_of(edition) if edition else None


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
