"""Named rule sets. Every number names its source; widths count full-width 1 and half-width 0.5.

No public Japanese standard for subtitle text exists, so each style says which guide it is *based on* and
none claims compliance.
"""

from __future__ import annotations

from toolkit.errors import InputError
from toolkit.styles.shipped import DEFAULT_STYLE, STYLES
from toolkit.styles.style import Citation, Figure, Names, Style

__all__ = ["DEFAULT_STYLE", "STYLES", "Citation", "Figure", "Names", "Style", "style_named"]


def style_named(name: str) -> Style:
    """The style of that name; InputError lists what there is."""
    try:
        return STYLES[name]
    except KeyError:
        raise InputError(f"no style is called {name!r}", mend=f"choose one of: {', '.join(STYLES)}") from None
