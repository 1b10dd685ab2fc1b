"""What no other checker sees of every page that plays (``toolkit/edition/player/check.py``)."""

from __future__ import annotations

import sys

import _found as found


def main() -> int:
    from toolkit.edition.player.check import check

    pages = found.pages()
    if not pages:
        return found.skip("player", "there is no page")
    findings = [
        f"{page.name}: {finding}"
        for page in pages
        for finding in check(page, found.book_beside(page.with_name(f"{page.name.removesuffix('-html')}.json")))
    ]
    return found.verdict("player", "(own)", len(pages), findings, "pages")


if __name__ == "__main__":
    sys.exit(main())
