"""DAISY Ace (npm ``@daisy/ace-cli``, Node.js and Chromium) on every EPUB: no violation, no metadata missing. A
twin without sound, whose pages are those of the book beside it, is left out.

The command with Puppeteer is taken, not the package ``@daisy/ace``, which downloads an Electron.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import _found as found

PROGRAM = found.NODE_TOOLS / "@daisy" / "ace-cli" / "bin" / "ace.js"
_ASKED = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary")


def main() -> int:
    books = [book for book in sorted(found.folder().rglob("*.epub")) if not _is_twin(book)]
    if not books:
        return found.skip("Ace", "there is no EPUB")
    for tool, name in ((found.node(), "Node.js"), (found.browser(), "Chromium")):
        if not tool:
            return found.skip("Ace", f"there is no {name}")
    if not PROGRAM.exists():
        return found.skip("Ace", f"it is not here: {found.INSTALL}")
    reports = [(book, check(book)) for book in books]
    findings = [finding for book, report in reports for finding in _findings(book, report)]
    versions = {report["earl:assertedBy"]["doap:release"]["doap:revision"] for _, report in reports if report}
    return found.verdict("Ace", "/".join(sorted(versions)) or "?", len(books), findings, "EPUB")


def _is_twin(book: Path) -> bool:
    other = book.with_name(f"{book.stem.removesuffix('-text')}.epub")
    return other != book and other.exists()


def check(book: Path) -> dict[str, Any]:
    """Its report, empty if there is none."""
    with tempfile.TemporaryDirectory() as out:
        command = [found.node() or "", PROGRAM, "-s", "-f", "-o", out, book]
        told = found.run(command, PUPPETEER_EXECUTABLE_PATH=found.browser() or "", ELECTRON_RUN_AS_NODE="")
        report = Path(out) / "report.json"
        if not report.exists():
            print(told.stdout[-2000:], told.stderr[-2000:], file=sys.stderr)
            return {}
        read: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
        return read


def _findings(book: Path, report: dict[str, Any]) -> list[str]:
    if not report:
        return [f"{book.name}: Ace made no report"]
    tests = [
        (page["earl:testSubject"]["url"], one["earl:test"])
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    found_ = [f"{book.name}/{url}: {test['earl:impact']} {test['dct:title']}" for url, test in tests]
    missing = [name for name in _ASKED if f"schema:{name}" in report["a11y-metadata"]["missing"]]
    return found_ + [f"{book.name}: metadata {name} is missing" for name in missing]


if __name__ == "__main__":
    sys.exit(main())
