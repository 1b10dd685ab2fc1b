"""Which letters of a document are emphasised: bold by name, weight or an outline, or Gothic where most are Mincho."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from toolkit.inputs.pdf.extraction import Look, Page

_BOLD = re.compile(r"bold|heavy|black|demi|[-_ ](?:DB|EB|B|H|E|U)\b|W[6-9]\b|太", re.IGNORECASE)
_GOTHIC = re.compile(r"gothic|ゴシック|kaku ?go|hirakaku|sans ?(?:cjk|jp)|hansans|meiryo|メイリオ", re.IGNORECASE)
_MINCHO = re.compile(r"mincho|明朝|ryumin|hiramin|serif ?(?:cjk|jp)|hanserif|heiseimin|教科書", re.IGNORECASE)
_BOLD_STEM = 120  # thousandths of the size: regular fonts have 60 to 100


class Fonts:
    """The looks of a document's letters, counted page by page."""

    def __init__(self) -> None:
        self._counts: Counter[Look] = Counter()
        self._usual: Look | None = None
        self._bold: dict[Look, bool] = {}

    def count(self, page: Page) -> None:
        self._counts.update(glyph.look for glyph in page.glyphs if glyph.text.strip())

    @property
    def body(self) -> float:
        """The size of most of the text, in points; 0 without any."""
        sizes: Counter[float] = Counter()
        for look, count in self._counts.items():
            sizes[round(look.size * 2) / 2] += count
        return sizes.most_common(1)[0][0] if sizes else 0.0

    def bold_beginning(self, looks: Sequence[tuple[Look, int]]) -> int:
        """How many characters at a line's beginning stand out. ``looks``: where the stretches of each end."""
        emphasised = takewhile(lambda stretch: self._is_bold(stretch[0]), looks)
        return max((end for _, end in emphasised), default=0)

    def _is_bold(self, look: Look) -> bool:
        if not self._usual:
            self._usual = max(self._counts, key=lambda look: self._counts[look])
        if look not in self._bold:
            self._bold[look] = not _is_fat(self._usual) and _stands_out(look, self._usual)
        return self._bold[look]


def _stands_out(look: Look, usual: Look) -> bool:
    return _is_fat(look) or bool(_GOTHIC.search(look.font) and _MINCHO.search(usual.font))


def _is_fat(look: Look) -> bool:
    return look.fat or look.stem >= _BOLD_STEM or bool(_BOLD.search(look.font))
