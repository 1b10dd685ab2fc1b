"""A page as a tree that keeps the order of its text, and how much of each element is prose, links and controls.

Depth does not matter: nothing here recurses, every tag is paid for by the elements it closes, and what an element holds
is added up when it is closed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.inputs.html.elements import (
    BLOCKS,
    CODE,
    CONTROLS,
    FENCE,
    HEAD,
    HEADINGS,
    IMPLIED_ENDS,
    TABLE_PARTS,
    VOID,
    is_unseen,
)
from toolkit.inputs.html.tokens import Token, tokens
from toolkit.inputs.sheet import LeftOutKind

MOST_ELEMENTS = 1_000_000
# Elements that a tag looks back over: real pages need ten; without an end a hostile one costs the square of its depth
_REACH = 200
_GLOSSES = frozenset("rt rp rtc".split())
_SAMPLE = 100  # characters of text that an element keeps
_SENTENCE_ENDS = re.compile("[。！？!?…]|[.][ \"')]|[.]$")
# … or a sentence of speech without a sign at its end
_LAST_OF_A_SENTENCE = re.compile(
    "(?:[。！？!?…]|(?:です|ます|でした|ました|ません|でしょう|ください)(?:か|ね|よ|よね|が|けど|から|の)?)[」』）)]?$"
)
_BAR = re.compile("[/／|｜>＞»›•·・]*")  # what parts links is no text beside them
_LEAST_PROSE, _SURE_PROSE = 10, 40  # characters of a block with an end of a sentence, and without


@dataclass(slots=True, eq=False)
class Node:
    """An element. ``first`` to ``past``: where it stands in ``Tree.parts``. ``text``: its first characters without
    blanks.

    Characters are counted without blanks and what is unseen: ``chars``, of them ``linked``; ``prose`` in sentences.
    ``why``: left out, and as what. ``is_name``: it holds the name of who speaks next; ``is_label``: it may.
    ``speaker``: whom its markup names as the speaker of its text. ``is_sign``: it refers to a note.
    """

    name: str
    attributes: Mapping[str, str]
    parent: Node | None
    first: int
    past: int = 0
    text: str = ""
    chars: int = 0
    linked: int = 0
    links: int = 0
    controls: int = 0
    images: int = 0
    prose: int = 0
    inline: int = 0  # characters of its own lines of text that are no link
    has_ends: bool = False  # an end of a sentence is among them
    is_prose: bool = False  # its own lines of text are sentences
    is_link: bool = False  # it stands in a link
    unseen: bool = False
    uncounted: bool = False
    is_crossed: bool = False  # its end tag stands in a block that began in it
    over: bool = False  # the walk has passed that tag
    why: LeftOutKind | None = None
    is_name: bool = False
    is_label: bool = False
    speaker: str = ""
    is_sign: bool = False

    @property
    def is_block(self) -> bool:
        return self.name in BLOCKS

    def attribute(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass(frozen=True, slots=True)
class End:
    """Where an element ends. ``crossed``: only its look does, blocks that began in it go on (``<b><p></b>…``)."""

    node: Node
    crossed: bool = False


@dataclass(slots=True)
class Tree:
    """``parts``: starts, texts and ends in order; ``nodes``: the elements in order of their starts; ``code``: the text
    of scripts and styles.
    """

    root: Node
    parts: list[Node | str | End] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    code: list[tuple[Node, str]] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def tree_of(page: str) -> Tree:
    """Raises ``InputError`` for more elements than any page has."""
    builder = _Builder()
    for token in tokens(page):
        builder.take(token)
    return builder.finished()


class _Builder:
    """The open elements. Every step is short, or is paid for by the elements it closes."""

    def __init__(self) -> None:
        self.tree = Tree(Node("", {}, None, 0))
        self._stack: list[Node] = [self.tree.root]
        self._open: Counter[str] = Counter()

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token.text)
        elif token.kind == "start":
            self._start(token.name, token.attributes)
        else:
            self._end(token.name)

    def finished(self) -> Tree:
        self._cut(1)
        self._close(self.tree.root)
        return self.tree

    @property
    def _top(self) -> Node:
        return self._stack[-1]

    def _text(self, text: str) -> None:
        top = self._top
        if top.name in CODE:
            self.tree.code.append((top, text))
            return
        if top.name == "title" and not (top.parent and top.parent.unseen) and not self.tree.titles:
            self.tree.titles.append(text)
            return
        self._leave_head(text)
        self.tree.parts.append(text)
        if not self._top.uncounted:
            _count(self._top, "".join(text.split()))

    def _leave_head(self, text: str) -> None:
        """Text in an open <head> begins the body that nobody opened."""
        if self._top.name == "head" and text.strip():
            self._cut(len(self._stack) - 1)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name in ("html", "body", "head") and self._open[name]:
            return
        if self._top.name == "head" and name not in HEAD:
            self._cut(len(self._stack) - 1)
        self._end_unsaid(name)
        node = self._node(name, attributes)
        self.tree.parts.append(node)
        self.tree.nodes.append(node)
        if len(self.tree.nodes) > MOST_ELEMENTS:
            raise InputError(f"has more than {MOST_ELEMENTS} elements", mend="save its text as .txt and give that")
        if name in VOID:
            node.images, node.controls = int(name == "img"), int(name == "input")
            self._close(node)
        else:
            self._stack.append(node)
            self._open[name] += 1

    def _node(self, name: str, attributes: Mapping[str, str]) -> Node:
        parent = self._top
        node = Node(name, attributes, parent, len(self.tree.parts))
        node.unseen = parent.unseen or name == "title" or is_unseen(name, attributes)
        node.uncounted = parent.uncounted or node.unseen or name in CONTROLS or name in _GLOSSES
        node.is_link = parent.is_link or (name == "a" and "href" in attributes)
        return node

    def _end_unsaid(self, name: str) -> None:
        if name in BLOCKS and self._open["p"]:
            self._close_nearest(frozenset(("p",)), FENCE)
        if name in HEADINGS and self._top.name in HEADINGS:
            self._cut(len(self._stack) - 1)
        if name in IMPLIED_ENDS:
            self._close_nearest(*IMPLIED_ENDS[name])

    def _end(self, name: str) -> None:
        """Close the nearest ``name``, if its end tag can reach it."""
        if name in ("br", "p") and not self._open[name]:
            self._start(name, {})
            if name == "p":
                self._end("p")
            return
        if not self._open[name]:
            return
        if name in ("article", "main", "body", "html"):
            self._close_nearest(frozenset((name,)), frozenset())
        elif name in TABLE_PARTS:
            self._close_nearest(frozenset((name,)), frozenset(("table",)) - {name})
        elif name in BLOCKS:
            self._close_nearest(frozenset((name,)), FENCE - {name})
        elif not self._close_nearest(frozenset((name,)), FENCE | BLOCKS):
            self._cross(name)

    def _cross(self, name: str) -> None:
        """The end of a look whose blocks go on: the text after it has the look no more."""
        for node in reversed(self._stack[-_REACH:]):
            if node.name == name:
                node.is_crossed = True
                self.tree.parts.append(End(node, crossed=True))
                return
            if node.name in FENCE:
                return

    def _close_nearest(self, names: frozenset[str], fence: frozenset[str]) -> bool:
        for back in range(1, min(_REACH, len(self._stack) - 1) + 1):
            found = self._stack[-back].name
            if found in names:
                self._cut(len(self._stack) - back)
                return True
            if found in fence:
                return False
        return False

    def _cut(self, at: int) -> None:
        """Close all open elements from number ``at`` on, the innermost first."""
        while len(self._stack) > at:
            node = self._stack.pop()
            self._open[node.name] -= 1
            self.tree.parts.append(End(node))
            self._close(node)

    def _close(self, node: Node) -> None:
        node.past = len(self.tree.parts)
        _settle(node)
        if node.parent:
            _add(node.parent, node)


def _count(node: Node, shown: str) -> None:
    node.text += shown[: _SAMPLE - len(node.text)] if len(node.text) < _SAMPLE else ""
    if _BAR.fullmatch(shown):
        return
    node.chars += len(shown)
    if node.is_link:
        node.linked += len(shown)
    else:
        node.inline += len(shown)
        node.has_ends = node.has_ends or bool(_SENTENCE_ENDS.search(shown))


def _settle(node: Node) -> None:
    """What a closed element is by itself."""
    node.links += node.name == "a" and node.is_link
    node.controls += node.name in CONTROLS or node.attribute("role") == "button"
    if node.is_block or not node.parent:
        short = node.inline == node.chars and bool(_LAST_OF_A_SENTENCE.search(node.text))
        enough = node.inline >= (_LEAST_PROSE if node.has_ends else _SURE_PROSE)
        node.is_prose = enough or short
        node.prose += node.inline if node.is_prose else 0


def _add(parent: Node, node: Node) -> None:
    if len(parent.text) < _SAMPLE:
        parent.text += node.text[: _SAMPLE - len(parent.text)]
    parent.chars += node.chars
    parent.linked += node.linked
    parent.links += node.links
    parent.controls += node.controls
    parent.images += node.images
    parent.prose += node.prose
    if not node.is_block:
        parent.inline += node.inline
        parent.has_ends = parent.has_ends or node.has_ends
