"""Notes and captions: what belongs to a text and is not read in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.inputs.html.elements import HEADINGS
from toolkit.inputs.html.tree import Node, Tree
from toolkit.inputs.html.words import class_words

_MARK = r"(?:[*＊※†‡]|注|註|脚注|訳注|編注)"
# What refers to a note: *1, [1], 注1, ※, 1)
_SIGN = re.compile(rf"[\[［(（]?{_MARK}\d{{0,3}}[\]］)）]?|[\[［]\d{{1,3}}[\]］]|\d{{1,3}}[)）]")
_BARE_SIGN = re.compile(r"\d{1,3}|[a-z]")
_NOTE_START = re.compile(rf"[\[［(（]?{_MARK}\d{{0,3}}[\]］)）:：.]?|[\[［]?\d{{1,3}}[\]］.．)）]")
_NOTE_HEADING = re.compile(r"(?:脚注|注釈|注|註|注記|後注|footnotes?|endnotes?|notes?)[:：]?", re.IGNORECASE)
_BACK = frozenset("↩ ↩︎ ↩️ ↑ ^ ⏎ ↵ ⤴ ⬆ 戻る 本文へ戻る".split())
_SIGN_CLASSES = frozenset("footnote noteref fn fnref chu reference annotation".split())
_NOTE_ROLES = frozenset("doc-endnotes doc-endnote doc-footnote doc-footnotes".split())
_SURE_NOTES = frozenset("footnotes footnote endnotes endnote reflist chushaku kyakuchu".split())
_MAYBE_NOTES = frozenset("note notes chu annotation annotations supplement".split())
_NOTE_BLOCKS = frozenset("p li dd div section aside ol ul dl small td".split())
_CAPTION_CLASSES = frozenset("caption cap photocaption figcaption captiontext".split())
_PICTURE_CLASSES = frozenset("photo image img pic picture figure ph thumbnail thumb".split())
_IN_FIGURES = frozenset("blockquote table pre dl ul ol p".split())  # content: the figure only frames it
_OF_PICTURE = re.compile(
    r"^[↑▲△]|[（(〈＜](?:撮影|写真)[^）)〉＞]{0,20}[）)〉＞]$|^(?:写真|撮影|photo)[：:＝=／/]", re.IGNORECASE
)
_LONGEST_CAPTION = 300


def mark_notes(tree: Tree) -> None:
    """Set ``Node.is_sign`` of what refers to a note, and ``Node.why`` of notes."""
    signs = [node for node in tree.nodes if _is_sign(node)]
    for node in signs:
        node.is_sign = True
    for node in (*_noted(tree), *_targets(tree, signs)):
        if node.prose < tree.root.prose / 2 or not node.prose:
            node.why = "note"
    for heading, following in zip(tree.nodes, tree.nodes[1:], strict=False):
        if heading.name in HEADINGS and _NOTE_HEADING.fullmatch(heading.text) and _is_noted(following, heading):
            heading.why = "note"


def mark_captions(tree: Tree) -> None:
    """Set ``Node.why`` of captions. Names of speakers under their pictures are known by now."""
    named: set[int] = set()
    framing: set[int] = set()
    inside_names: set[int] = set()
    for node in reversed(tree.nodes):
        if node.is_name or id(node) in named:
            named.add(id(node.parent))
        if (node.name in _IN_FIGURES and node.chars) or (id(node) in framing and node.name != "figure"):
            framing.add(id(node.parent))
    for node in tree.nodes:
        if node.is_name or id(node.parent) in inside_names:
            inside_names.add(id(node))
        elif id(node) not in named and _is_caption(node, framed=id(node) in framing):
            node.why = "caption"


def _is_sign(node: Node) -> bool:
    if node.name not in ("sup", "a", "small", "span") or not 0 < node.chars <= 8:
        return False
    referring = "#" in node.attribute("href") or node.is_link or node.links > 0
    words = class_words(f"{node.attribute('class')} {node.attribute('id')}")
    classed = bool(words & _SIGN_CLASSES) or node.attribute("role") == "doc-noteref"
    if node.name == "sup":
        return bool(_SIGN.fullmatch(node.text)) or (bool(_BARE_SIGN.fullmatch(node.text)) and (referring or classed))
    if node.name == "a" and "#" not in node.attribute("href"):
        return False
    if node.name in ("small", "span") and not classed:
        return False
    return bool(_SIGN.fullmatch(node.text)) or (classed and bool(_BARE_SIGN.fullmatch(node.text)))


def _noted(tree: Tree) -> Iterator[Node]:
    """Elements that call themselves notes, or lead back to where they are referred to."""
    for node in tree.nodes:
        words = class_words(f"{node.attribute('class')} {node.attribute('id')}")
        sure = node.attribute("role") in _NOTE_ROLES or bool(words & _SURE_NOTES)
        if node.is_block and (sure or (words & _MAYBE_NOTES and _NOTE_START.match(node.text))):
            yield node
        elif node.name == "a" and node.text in _BACK and "#" in node.attribute("href"):
            yield from _block_of(node)


def _targets(tree: Tree, signs: list[Node]) -> Iterator[Node]:
    """The blocks that the signs refer to, by their address or by the same sign at their head."""
    addresses = {sign.attribute("href").partition("#")[2] or _inner_address(sign, tree) for sign in signs} - {""}
    marks = {sign.text for sign in signs if _SIGN.fullmatch(sign.text)}
    last = max((sign.first for sign in signs), default=0)
    for node in tree.nodes:
        if node.attribute("id") in addresses or (node.name == "a" and node.attribute("name") in addresses):
            yield from (block for block in _block_of(node) if block.name == "li" or _NOTE_START.match(block.text))
        elif node.name in ("p", "li", "dd", "div") and node.first > last and _starts_with(node.text, marks):
            yield node


def _inner_address(sign: Node, tree: Tree) -> str:
    """Where the link in or around a sign leads."""
    if sign.parent and sign.parent.name == "a":
        return sign.parent.attribute("href").partition("#")[2]
    inner = (part for part in tree.parts[sign.first : sign.first + 4] if isinstance(part, Node) and part.name == "a")
    return next((link.attribute("href").partition("#")[2] for link in inner), "")


def _starts_with(text: str, marks: set[str]) -> bool:
    found = _NOTE_START.match(text)
    return bool(found and found[0].rstrip(":：.") in marks)


def _block_of(node: Node) -> Iterator[Node]:
    """The block that the element is or stands in, if notes are made of such."""
    block: Node | None = node
    for _ in range(8):
        if block is None or block.is_block:
            break
        block = block.parent
    if block is not None and block.name in _NOTE_BLOCKS:
        yield block


def _is_noted(node: Node, heading: Node) -> bool:
    """Whether the element after a heading is a note or begins with one."""
    return node.first >= heading.past and (node.why == "note" or bool(_NOTE_START.match(node.text)))


def _is_caption(node: Node, *, framed: bool) -> bool:
    """``framed``: the element frames blocks of text."""
    if node.name in ("figcaption", "caption"):
        return True
    if not 0 < node.chars <= _LONGEST_CAPTION:
        return False
    if node.name == "figure":
        return not framed
    words = class_words(node.attribute("class"))
    if words & _CAPTION_CLASSES and "no" not in words:
        return node.name in ("p", "div", "span", "small", "dd", "figcaption")
    pictured = bool(words & _PICTURE_CLASSES) or bool(_OF_PICTURE.search(node.text))
    return node.name in ("p", "div", "center") and node.images > 0 and pictured and node.inline == node.chars
