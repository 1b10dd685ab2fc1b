"""The elements of HTML: which are blocks, which end which unsaid, and which no reader of the page sees."""

from __future__ import annotations

import re
from collections.abc import Mapping

VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "  # noqa: E501
    "head header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul xmp".split()  # noqa: E501
)
HEADINGS: Mapping[str, int] = {f"h{level}": level for level in range(1, 7)}
HEAD = frozenset("base link meta noframes noscript script style template title".split())  # may stand in <head>
CODE = frozenset(("script", "style"))  # no words at all
# Drawings, and what stands for a missing ability: words that a browser does not show as text
UNSEEN = frozenset("template iframe noembed noframes noscript object svg math canvas audio video map datalist".split())
CONTROLS = frozenset("button select textarea option optgroup progress meter output".split())
REGIONS = frozenset(("article", "main"))
BOLD = frozenset("b strong em i".split())
_UNSEEN_STYLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNSEEN_CLASS = re.compile(r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-(?:text|only))(?:\s|$)", re.IGNORECASE)
# A start tag ends the open elements of the first set, unless one of the second stands between (WHATWG HTML §13.1.2.4)
IMPLIED_ENDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(ended.split()), frozenset(fence.split()))
    for names, ended, fence in (
        ("li", "li", "ul ol menu"),
        ("dt dd", "dt dd", "dl"),
        ("td th", "td th", "tr table"),
        ("tr", "tr", "table tbody thead tfoot"),
        ("thead tbody tfoot", "thead tbody tfoot caption colgroup", "table"),
        ("rt rp rb rtc", "rt rp rb rtc", "ruby"),
        ("option", "option", "select"),
    )
    for name in names.split()
} | {"a": (frozenset(("a",)), BLOCKS)}
TABLE_PARTS = frozenset("table caption thead tbody tfoot tr td th".split())
# An end tag reaches past these only for themselves
FENCE = frozenset("article main body table td th button dialog template".split())


def is_unseen(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser would not show the element, or not to a screen reader, or only to one."""
    return (
        name in UNSEEN
        or attributes.get("hidden", "until-found").lower() != "until-found"
        or attributes.get("aria-hidden", "").lower() == "true"
        or bool(_UNSEEN_CLASS.search(attributes.get("class", "")[:1000]))
        or bool(_UNSEEN_STYLE.search(attributes.get("style", "")[:1000]))
    )
