"""Named rule sets. Every number names its source; widths count full-width 1 and half-width 0.5.

No public Japanese standard for subtitle text exists, so each style says which guide it is *based on* and
none claims compliance. A house's own style is a TOML file (``house``).
"""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import InputError
from toolkit.styles.shipped import DEFAULT_STYLE, STYLES
from toolkit.styles.style import NAME_FORMS, SUFFIX, Citation, Figure, Names, NamesForm, Style

__all__ = [
    "DEFAULT_STYLE", "NAME_FORMS", "STYLES", "Citation", "Figure", "Names", "NamesForm", "Style", "read_style",
    "style_named",
]  # fmt: skip


def read_style(path: Path) -> Style:
    """A house's own style: ``toolkit.styles.house``, which few need."""
    from toolkit.styles import house

    return house.read_style(path)


def style_named(name: str) -> Style:
    """The style of that name, or in that file (``….toml``); InputError lists what there is, or says what is wrong."""
    if name in STYLES:
        return STYLES[name]
    if name.lower().endswith(SUFFIX):
        return read_style(Path(name))
    mend = f"choose one of: {', '.join(STYLES)}; or name a file: house{SUFFIX}"
    raise InputError(f"no style is called {name!r}", mend=mend)
