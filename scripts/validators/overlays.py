"""What EPUBCheck does not see of every EPUB (``toolkit/edition/epub/check.py``); its text is held against the manifest
beside it.
"""

from __future__ import annotations

import sys

import _found as found


def main() -> int:
    from toolkit.edition.epub.check import check

    books = sorted(found.folder().rglob("*.epub"))
    if not books:
        return found.skip("overlays", "there is no EPUB")
    findings = [
        f"{path.name}: {finding}"
        for path in books
        for finding in check(path, found.book_beside(path.with_name(f"{path.stem.removesuffix('-text')}.json")))
    ]
    return found.verdict("overlays", "(own)", len(books), findings, "EPUB")


if __name__ == "__main__":
    sys.exit(main())
