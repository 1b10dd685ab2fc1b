"""DAISY Ace (npm ``@daisy/ace-cli``, Node.js and Chromium) on every EPUB: no violation, no metadata missing. A twin
without sound, whose pages are those of the book beside it, is left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import _found as found


def main() -> int:
    from toolkit.validators import ace

    books = [book for book in sorted(found.folder().rglob("*.epub")) if not _is_twin(book)]
    return found.asked("Ace", ace, books, "EPUB")


def _is_twin(book: Path) -> bool:
    other = book.with_name(f"{book.stem.removesuffix('-text')}.epub")
    return other != book and other.exists()


if __name__ == "__main__":
    sys.exit(main())
