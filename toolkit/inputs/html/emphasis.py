"""What a page sets apart by its look: bold and italic elements, colours and weights of styles, classes of labels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from toolkit.inputs.html.elements import BOLD
from toolkit.inputs.html.tree import Node, Tree
from toolkit.inputs.html.words import class_words

_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)|(?:^|;)\s*color\s*:", re.IGNORECASE)
_BOLD_RULE = re.compile(
    r"(?:^|[},])\s*[a-z0-9]{0,10}\.([\w-]{1,60})\s*(?:,[^{}]{0,200})?\{[^{}]{0,500}?font-weight\s*:\s*(?:bold|[6-9]00)",
    re.IGNORECASE,
)
_STYLED = frozenset("span font p div label small big u mark dt td".split())
_LABELS = frozenset("name speaker talker cast interviewer interviewee who bold strong q label".split())
_LARGE = frozenset("4 5 6 7 +1 +2 +3 +4".split())  # <font size>
_MOST = 0.5  # of the page's text: a look that more of it has is its ordinary one


class Emphasis:
    """Which elements set their text apart on a page."""

    def __init__(self, tree: Tree) -> None:
        sheets = " ".join(text[:200_000] for node, text in tree.code if node.name == "style")
        self._rules = frozenset(name.lower() for name in _BOLD_RULE.findall(sheets))
        self._by: dict[int, Node | None] = {}
        self._ordinary = self._too_frequent(tree)

    def source(self, node: Node) -> Node | None:
        """The element that sets the text of ``node`` apart, None if none does."""
        found = self._by.get(id(node))
        passed: list[Node] = []
        while found is not None and found.over:
            passed.append(found)
            found = self._by.get(id(found.parent))
        for one in passed:
            self._by[id(one)] = found
        return found

    def begin(self, node: Node) -> None:
        """Take note of an element when it is opened, its parents before it."""
        look = self._look(node)
        is_set_apart = bool(look) and look not in self._ordinary
        self._by[id(node)] = node if is_set_apart else self._by.get(id(node.parent))

    def _too_frequent(self, tree: Tree) -> frozenset[str]:
        """The looks that most of the text has."""
        shares: Counter[str] = Counter()
        inside: dict[int, frozenset[str]] = {}
        for node in tree.nodes:
            around = inside.get(id(node.parent), frozenset())
            look = self._look(node)
            if look and look not in around and not node.why and not node.is_crossed:
                shares[look] += node.chars
                around |= {look}
            inside[id(node)] = around
        kept = tree.root.chars - sum(node.chars for node in tree.nodes if node.why and not _left_out(node.parent))
        return frozenset(look for look, chars in shares.items() if chars > _MOST * kept)

    def _look(self, node: Node) -> str:
        if node.is_label:
            return "label"
        if node.name in BOLD:
            return node.name
        if node.name == "th":
            return "th"
        if node.name == "font":
            return "font" if node.attribute("color") or node.attribute("size") in _LARGE else ""
        if node.name in _STYLED and node.attributes:
            return self._styled(node.attributes)
        return ""

    def _styled(self, attributes: Mapping[str, str]) -> str:
        if _BOLD_STYLE.search(attributes.get("style", "")[:1000]):
            return "style"
        classes = attributes.get("class", "")
        if classes and (class_words(classes) & _LABELS or self._rules & frozenset(classes.lower().split())):
            return f"class {classes}"
        return ""


def _left_out(node: Node | None) -> bool:
    return node is not None and node.why is not None
