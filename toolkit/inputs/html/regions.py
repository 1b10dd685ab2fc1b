"""Which parts of a page are no article: one score a part, of its element, its role, its classes and what it holds.

A part that holds much of the page's prose is never left out, whatever it is called, and neither is one whose like holds
much of it together (thirty ``<div class="comment">`` with the answers of an interview). In doubt text stays in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, takewhile

from toolkit.inputs.html.elements import CONTROLS, HEADINGS, REGIONS
from toolkit.inputs.html.phrases import heads_a_list, is_stamped, may_head_comments, told_by
from toolkit.inputs.html.titles import Titles
from toolkit.inputs.html.tree import Node, Tree
from toolkit.inputs.html.words import weight_of

ENOUGH, ENOUGH_WITH_PROSE = 2.0, 2.5  # the least score of a part that is left out
# Weights and shares are product defaults, set by hand on tests/inputs/test_html.py and on annotated pages
_ELEMENTS: Mapping[str, float] = {
    "nav": 4.0,
    "aside": 4.0,
    "footer": 4.0,
    "menu": 4.0,
    "search": 4.0,
    "dialog": 4.0,
    "form": 3.0,
    "header": 3.0,
    "address": 0.5,
}
_ROLES: Mapping[str, float] = {
    "navigation": 4.0,
    "complementary": 4.0,
    "contentinfo": 4.0,
    "search": 4.0,
    "dialog": 4.0,
    "alertdialog": 4.0,
    "menu": 4.0,
    "menubar": 4.0,
    "toolbar": 4.0,
    "banner": 3.0,
    "alert": 1.5,
    "tablist": 3.0,
}
_OUTSIDE = 1.0  # the article that holds most of the page
_NO_PROSE = 1.0
_LIST_OF_OTHERS = 3.0
_LINKS, _TWO_LINKS = 2.0, 1.0  # where all of the text is linked, none where half of it is
_CONTROLS = 0.5
_NAMED_SPEAKERS = -4.0
_HOLDS_TITLE = -5.0
_HOME_LINK = 3.0
_MOST_SHARE, _SHARE_WEIGHT = 0.3, 10.0  # of the text outside links: above it every further tenth takes one away
_ARTICLE_SHARE = 0.5  # of the page's text: an article with less is a teaser among others
_ITEM = frozenset("li dt dd tr td th tbody thead tfoot caption".split())
# Never judged by themselves: they hold the page, or one line of an inline text
_NEVER = REGIONS | frozenset(("", "html", "body", "head", "br", "hr", "img"))
_HEADING_LIKE = frozenset("p div dt summary b strong".split())
_JUDGED_INLINE = frozenset(("span", "a", "label", "small"))


@dataclass(slots=True)
class Regions:
    """The judge of a page. ``titles``: which heading is the article's; ``data``: its tables of data, by identity."""

    tree: Tree
    titles: Titles
    data: frozenset[int]
    _groups: Counter[tuple[str, str]] = field(default_factory=Counter)
    _extra: dict[int, float] = field(default_factory=dict)
    _saved: set[int] = field(default_factory=set)  # parts that the title alone keeps in
    _speakers: Counter[int] = field(default_factory=Counter)  # by element: elements in it that name a speaker
    _heads: Counter[int] = field(default_factory=Counter)  # by element: headings in it that are no site's name

    def judge(self) -> None:
        """Set ``Node.why`` of all that is page matter."""
        for node in reversed(self.tree.nodes):
            self._groups[_kind(node)] += node.chars - node.linked
            self._speakers[id(node)] += node.is_name or bool(node.speaker)
            self._speakers[id(node.parent)] += self._speakers[id(node)]
            self._heads[id(node)] += self.titles.is_title(node) or (node.name == "h1" and not self.titles.is_home(node))
            self._heads[id(node.parent)] += self._heads[id(node)]
        for node in self._outside():
            self._extra[id(node)] = self._extra.get(id(node), 0.0) + _OUTSIDE
        for node in self._under_headings():
            self._extra[id(node)] = self._extra.get(id(node), 0.0) + _LIST_OF_OTHERS
        in_table: set[int] = set()
        for node in self.tree.nodes:
            parent = node.parent
            if id(parent) in in_table or id(parent) in self.data:
                in_table.add(id(node))
            if node.unseen or node.name in CONTROLS:
                node.why = "page"
            elif parent and parent.why:
                node.why = None if self.titles.is_title(node) and parent.why == "page" else parent.why
            elif not node.why and self._is_judged(node, id(node) in in_table):
                node.why = "page" if self._is_page_matter(node) else None

    def _is_judged(self, node: Node, in_table: bool) -> bool:
        if not node.chars or node.name in _NEVER or (in_table and node.name in _ITEM) or node.is_name or node.is_label:
            return False
        if node.name in ("li", "dt", "dd"):
            return bool(_classes(node) or node.attribute("role"))
        return node.is_block or (node.name in _JUDGED_INLINE and bool(_classes(node)) and not _is_in_prose(node))

    def _is_page_matter(self, node: Node) -> bool:
        score = sum(weight for _, weight in self.reasons(node))
        named = self._element(node) + weight_of(_classes(node)) >= ENOUGH
        if named and self._heads[id(node)] and self._share(node) <= _MOST_SHARE:
            self._saved.add(id(node))
        return score >= (ENOUGH_WITH_PROSE if node.prose else ENOUGH)

    def reasons(self, node: Node) -> Iterator[tuple[str, float]]:
        """Everything that speaks for page matter or against it, by name."""
        yield "element", self._element(node)
        yield "classes", weight_of(_classes(node))
        if not node.is_block:
            return
        yield "around", self._extra.get(id(node), 0.0) + (_OUTSIDE if id(node.parent) in self._saved else 0.0)
        if self._heads[id(node)]:
            yield "title", _HOLDS_TITLE
        if self._speakers[id(node)]:
            yield "speakers", _NAMED_SPEAKERS
        yield from self._contents(node)
        yield "share", -_SHARE_WEIGHT * max(0.0, self._share(node) - _MOST_SHARE)

    def _element(self, node: Node) -> float:
        weight = _ELEMENTS.get(node.name, 0.0)
        if node.name in ("header", "footer") and _is_within(node, ("article", "section", "main", "blockquote")):
            weight = 0.0 if node.name == "header" or _is_within(node, ("blockquote",)) else 1.0
        return max(weight, _ROLES.get(node.attribute("role").lower(), 0.0))

    def _contents(self, node: Node) -> Iterator[tuple[str, float]]:
        if not node.prose and node.name not in HEADINGS:
            yield "no prose", _NO_PROSE
            if node.links > 1:
                yield "links", (_LINKS if node.links > 2 else _TWO_LINKS) * max(0.0, 2 * node.linked / node.chars - 1)
        if node.controls and node.chars < 200:
            yield "controls", _CONTROLS
        if node.chars < 100 and self._extra.get(id(node), 0.0) < _LIST_OF_OTHERS:
            yield from told_by(node.text, linked=node.linked == node.chars)
        if node.name == "h1" and self.titles.is_home(node):
            yield "home", _HOME_LINK

    def _share(self, node: Node) -> float:
        """The share of the page's text outside links that the element, or all of its kind, holds."""
        whole = self.tree.root.chars - self.tree.root.linked
        own = node.chars - node.linked
        if not node.prose and own < 200:
            own = 0
        group = self._groups[_kind(node)] if node.attribute("class") and node.prose else 0
        return min(1.0, max(own, group) / whole) if whole else 0.0

    def _outside(self) -> Iterator[Node]:
        """The parts that stand beside the article which holds most of the page's text."""
        best = max(
            (n for n in self.tree.nodes if _is_region(n) and n.chars >= _ARTICLE_SHARE * self.tree.root.chars),
            key=lambda n: n.first,
            default=None,
        )
        if best is None:
            return
        lineage = set(map(id, _lineage(best)))
        for node in self.tree.nodes:
            if node.parent is not best and id(node.parent) in lineage and id(node) not in lineage:
                yield node

    def _under_headings(self) -> Iterator[Node]:
        """Parts under a heading like 関連記事: the element it begins, else its next siblings to the next heading."""
        heading = [node for node in self.tree.nodes if _may_head(node)]
        if not heading:
            return
        siblings: dict[int, list[Node]] = {}
        places: dict[int, int] = {}
        for node in self.tree.nodes:
            among = siblings.setdefault(id(node.parent), [])
            places[id(node)] = len(among)
            among.append(node)
        for node in heading:
            parent = node.parent
            if parent is None:
                continue
            after = siblings[id(parent)][places[id(node)] + 1 :]
            below = _below(HEADINGS.get(node.name, 0), after)
            if not heads_a_list(node.text) and not _comments_in(below):
                continue
            if parent.name not in _NEVER and parent.text.startswith(node.text) and len(below) == len(after):
                yield parent
            elif node.name in HEADINGS:
                is_list = heads_a_list(node.text)
                listed = list(takewhile(lambda one: not one.prose, below)) if is_list else below[: _comments_in(below)]
                yield from (node, *listed) if listed else ()


def _classes(node: Node) -> str:
    return f"{node.attribute('class')} {node.attribute('id')}".strip()


def _kind(node: Node) -> tuple[str, str]:
    return node.name, node.attribute("class")


def _lineage(node: Node | None) -> Iterator[Node]:
    while node:
        yield node
        node = node.parent


def _is_within(node: Node, names: tuple[str, ...]) -> bool:
    """Whether one of the nine elements around is of that name."""
    return any(around.name in names for around in islice(_lineage(node.parent), 9))


def _is_in_prose(node: Node) -> bool:
    """Whether the line that an inline element stands in is a sentence: its words are some of it."""
    block = next((around for around in islice(_lineage(node.parent), 9) if around.is_block), None)
    return block is not None and block.is_prose


def _is_region(node: Node) -> bool:
    return node.name in REGIONS or node.attribute("role") == "main" or node.attribute("itemprop") == "articleBody"


def _may_head(node: Node) -> bool:
    if not 0 < node.chars <= 40 or (node.name not in HEADINGS and (node.name not in _HEADING_LIKE or node.prose)):
        return False
    return heads_a_list(node.text) or (node.name in HEADINGS and may_head_comments(node.text))


def _comments_in(below: list[Node]) -> int:
    """How many of the elements under a heading, from the first, are comments of readers: each has a date or a sender,
    or stands under such a line.
    """
    if not any(is_stamped(node.text) for node in below[:3]):
        return 0
    last = max(k for k, node in enumerate(below) if is_stamped(node.text))
    return last + 1 + below[last].text[-1:].isdigit()


def _below(level: int, after: list[Node]) -> list[Node]:
    """What stands under a heading of that level, of the elements after it."""
    return list(takewhile(lambda node: HEADINGS.get(node.name, 9) > level, after))
