"""What the elements of HTML mean for a reader, and the stack of those that stand open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "  # noqa: E501
    "head header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead title tr ul".split()  # noqa: E501
)
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Never text for a reader: code, controls, drawings, what stands for a missing ability
SILENT = frozenset("script style template iframe noembed noframes object svg math canvas audio video map head".split())
# Text that is not the article's
AROUND = frozenset("nav aside footer form button select dialog menu search textarea figcaption noscript".split())
REGIONS = frozenset(("article", "main"))
_UNSEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
# A start tag ends the open elements of the first set, unless one of the second stands between (WHATWG HTML §13.1.2.4)
_IMPLIED: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(ended.split()), frozenset(fence.split()))
    for names, ended, fence in (
        ("li", "li", "ul ol menu"),
        ("dt dd", "dt dd", "dl"),
        ("td th", "td th", "tr table"),
        ("tr", "tr", "table tbody thead tfoot"),
        ("rt rp rb rtc", "rt rp rb rtc", "ruby"),
        ("option", "option", "select"),
    )
    for name in names.split()
}
_FENCE = frozenset(
    "article main body table td th button dialog template".split()
)  # an end tag reaches past these only for themselves
# elements that a tag looks back over: real pages need ten, and without an end a hostile one costs the square of its
# depth
_REACH = 200


def is_unseen(attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show the element, or not to a screen reader."""
    return (
        "hidden" in attributes
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_UNSEEN.search(attributes.get("style", "")[:1000]))
    )


@dataclass(frozen=True, slots=True)
class Element:
    """An open element and what its text inherits. ``region``: number of the article around it, 0 for none; ``within``:
    its heading or li.
    """

    name: str
    silent: bool = False
    around: bool = False
    unseen: bool = False
    region: int = 0
    within: str = ""
    bold: bool = False
    verbatim: bool = False


class Stack:
    """The open elements. Every step is short, or is paid for by the elements it closes."""

    def __init__(self) -> None:
        self.elements: list[Element] = [Element("")]
        self._open: Counter[str] = Counter()

    @property
    def top(self) -> Element:
        return self.elements[-1]

    def push(self, element: Element) -> None:
        self.elements.append(element)
        self._open[element.name] += 1

    def is_open(self, name: str) -> bool:
        return self._open[name] > 0

    def begin(self, name: str) -> None:
        """Close what the start of ``name`` ends unsaid."""
        if name in BLOCKS and self._open["p"]:
            self._close(frozenset(("p",)), _FENCE)
        if name in _IMPLIED:
            self._close(*_IMPLIED[name])

    def end(self, name: str) -> None:
        """Close the nearest ``name``, if its end tag can reach it."""
        if self._open[name]:
            fence = _FENCE if name in BLOCKS else _FENCE | BLOCKS
            self._close(
                frozenset((name,)), fence - {name} if name not in ("article", "main", "body", "html") else frozenset()
            )

    def _close(self, names: frozenset[str], fence: frozenset[str]) -> None:
        for back in range(1, min(_REACH, len(self.elements) - 1) + 1):
            found = self.elements[-back].name
            if found in names:
                for element in self.elements[-back:]:
                    self._open[element.name] -= 1
                del self.elements[-back:]
                return
            if found in fence:
                return
