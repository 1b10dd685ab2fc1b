"""The Nu Html Checker (npm ``vnu-jar``, Java) on every page that plays: no error, no warning."""

from __future__ import annotations

import sys

import _found as found


def main() -> int:
    from toolkit.validators import vnu

    return found.asked("vnu", vnu, found.pages(), "pages")


if __name__ == "__main__":
    sys.exit(main())
