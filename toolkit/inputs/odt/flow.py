"""Where the paragraphs and letters of an OpenDocument text go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from toolkit.inputs.odt.styles import Styles
from toolkit.inputs.story import Paragraph


@dataclass(slots=True, eq=False)
class Flow:
    """Where paragraphs go one after the other. ``letters``: (family, style) of the open paragraph and its spans.
    ``depth`` of lists, their style, and whether the next paragraph begins an item.
    """

    into: list[Any]
    paragraph: Paragraph | None = None
    letters: list[tuple[str, str]] = field(default_factory=list)
    depth: int = 0
    list_style: str = ""
    begins_item: bool = False

    def put(self, text: str, styles: Styles, hidden: list[str], *, is_source: bool = False) -> None:
        """Add to the open paragraph; what its styles hide goes to ``hidden``. White space of the XML (``is_source``) is
        one blank, and none at a line's beginning.
        """
        if not self.paragraph:
            return
        line = self.paragraph.line
        if is_source and text.startswith(" ") and (not line.length or line.parts[-1].endswith(" ")):
            text = text[1:]
        if not text:
            return
        if any(styles.is_hidden(*style) for style in self.letters):
            hidden.append(text)
        else:
            line.add(text, bold=self._is_bold(styles))

    def _is_bold(self, styles: Styles) -> bool:
        if self.paragraph and self.paragraph.kind in ("heading", "title"):
            return False
        said = (styles.is_bold(*style) for style in reversed(self.letters))
        return next((bold for bold in said if bold is not None), False)
