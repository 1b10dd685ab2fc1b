"""axe-core (PyPI ``axe-playwright-python``, Chromium) on every page that plays: no violation, wide and at 320 px."""

from __future__ import annotations

import sys

import _found as found


def main() -> int:
    from toolkit.validators import axe

    return found.asked("axe", axe, found.pages(), "pages")


if __name__ == "__main__":
    sys.exit(main())
