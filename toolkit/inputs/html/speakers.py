"""Who a page's markup says is speaking: attributes, elements classed as names, speech balloons, <cite>."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from toolkit.inputs.html.elements import HEADINGS
from toolkit.inputs.html.tree import End, Node, Tree
from toolkit.inputs.html.words import class_words

_SURE_ATTRIBUTES = ("data-speaker", "data-speaker-name", "data-talker", "data-character")
# These name other things too: twice on blocks with prose, or they do not count
_ATTRIBUTES = ("data-name", "data-cast", "data-who", "data-person", "data-author", "data-label")
_SURE_NAMES = frozenset("speaker talker speakername talkername interviewer interviewee hatsugensha washa".split())
_NAMES = frozenset("name names cast who person character chara actor role nm kaiwaname iconname".split())
_OTHER_NAMES = frozenset(
    "author site file company shop store product brand blog page post writer editor photographer category tag list comment form input item "  # noqa: E501
    "user account event series".split()
)
_NAME_ELEMENTS = frozenset("span div p b strong em i font a label cite figcaption small u".split())
_BALLOONS = frozenset(
    "balloon fukidashi speech bubble kaiwa chat talk voice says serif conversation dialogue message msg sb faceicon".split()  # noqa: E501
)
_LONGEST_NAME = 30
_LONGEST_ICON = 20
_AT_HEAD = 0.7  # of the elements of one class stand at the head of a text: they name who speaks
_NO_NAME = re.compile(r"[。！？!?]|https?:|[^\s]{1,60}\.(?:png|jpe?g|gif|webp|svg)$|^[\d\W]*$", re.IGNORECASE)
_OF_A_PICTURE = re.compile(
    r"(?:さん|氏)?の?(?:アイコン|顔写真|写真|画像|イラスト|似顔絵|アバター)$|[ _-]?(?:icon|avatar)$"
)
_DASHES = re.compile(r"^[\s―—–─\-~〜]+")
_NEAR = 40  # parts of a page within which an element's text follows


def mark_speakers(tree: Tree) -> None:
    """Set ``Node.speaker`` of what its markup gives to a speaker, ``Node.is_name`` of the names that stand before a
    text, and ``Node.is_label`` of what stands there like names. A name that says once
    more what an attribute says is no text (``is_sign``).
    """
    _by_attributes(tree)
    for group in _classed(tree):
        _label(tree, group)
    _by_pictures(tree)
    _by_citations(tree)
    inherited: dict[int, str] = {}
    for node in tree.nodes:
        said = node.speaker or inherited.get(id(node.parent), "")
        if said:
            inherited[id(node)] = said
        if said and (node.is_name or _repeats(tree, node, said)):
            node.is_name = node.is_sign = True


def _repeats(tree: Tree, node: Node, speaker: str) -> bool:
    """Whether the element before a text says its speaker once more."""
    is_same = node.name in _NAME_ELEMENTS and node.text.rstrip("：:") == "".join(speaker.split())
    return is_same and _stands_before_text(tree, node)


def _by_attributes(tree: Tree) -> None:
    found: dict[str, list[Node]] = {}
    for node in tree.nodes:
        for name in (name for name in node.attributes if name.startswith("data-")):
            if name not in _SURE_ATTRIBUTES and name not in _ATTRIBUTES:
                continue
            value = node.attribute(name).strip()
            if value and len(value) <= _LONGEST_NAME and node.chars and not _NO_NAME.search(value):
                found.setdefault(name, []).append(node)
    for name, nodes in found.items():
        if name in _SURE_ATTRIBUTES or sum(bool(node.prose) for node in nodes) > 1:
            for node in nodes:
                node.speaker = node.speaker or " ".join(node.attribute(name).split())


def _classed(tree: Tree) -> Iterable[list[Node]]:
    """The elements that may hold names, by element and class."""
    groups: dict[tuple[str, str], list[Node]] = {}
    for node in tree.nodes:
        if node.name in _NAME_ELEMENTS and not node.unseen and (node.attribute("class") or node.name == "cite"):
            groups.setdefault((node.name, node.attribute("class")), []).append(node)
    return groups.values()


def _label(tree: Tree, nodes: list[Node]) -> None:
    """Mark the elements of one class if they stand at the heads of texts: as names if the class says so, and one of the
    names comes twice (goods and places have names too); as labels if two of them do.
    """
    short = [node for node in nodes if 0 < node.chars <= _LONGEST_NAME and not _NO_NAME.search(node.text)]
    if len(short) < 2 or len(short) < _AT_HEAD * len(nodes):
        return
    heads = [node for node in short if _stands_before_text(tree, node)]
    if len(heads) < 2 or len(heads) < _AT_HEAD * len(nodes):
        return
    words = class_words(nodes[0].attribute("class"))
    names = nodes[0].name == "cite" or (bool(words & (_NAMES | _SURE_NAMES)) and not words & _OTHER_NAMES)
    twice = sum(times > 1 for times in Counter(node.text.rstrip("：:") for node in heads).values())
    for node in heads:
        node.is_name = names and (twice > 0 or bool(words & _SURE_NAMES))
        node.is_label = twice > 1


def _stands_before_text(tree: Tree, node: Node) -> bool:
    """Whether nothing stands before the element in its line, and a text after it."""
    for part in reversed(tree.parts[max(0, node.first - _NEAR) : node.first]):
        if _breaks(part):
            break
        if isinstance(part, str) and part.strip():
            return False
    after = tree.parts[node.past : node.past + _NEAR]
    following = next((k for k, part in enumerate(after) if isinstance(part, str) and part.strip()), None)
    return following is not None and not any(isinstance(p, Node) and p.name in HEADINGS for p in after[:following])


def _breaks(part: Node | str | End) -> bool:
    """Whether a line of text ends there."""
    node = part.node if isinstance(part, End) else part
    return isinstance(node, Node) and (node.is_block or node.name == "br")


def _by_pictures(tree: Tree) -> None:
    """Balloons: a picture, a name under it or in its alt text, a text beside it."""
    icons = [pair for node in tree.nodes if node.name == "img" and (pair := _icon_of(node))]
    if len(icons) < 2:
        return
    for icon, balloon, alt in icons:
        if icon.chars:
            icon.is_name = not _holds_name(tree, icon)
        elif alt and not _holds_name(tree, balloon):
            balloon.speaker = balloon.speaker or alt


def _icon_of(image: Node) -> tuple[Node, Node, str] | None:
    """The element of a picture without text but a name, the balloon it belongs to, and the name in its alt text."""
    icon, balloon = image, image.parent
    for _ in range(6):
        if balloon is None or balloon.images != 1:
            icon, balloon = image, icon  # a word or two, in the last element that has this picture alone
            break
        if balloon.chars > _LONGEST_ICON or balloon.prose or balloon.chars > icon.chars > 0:
            break
        icon, balloon = balloon, balloon.parent
    if balloon is None or balloon.chars <= icon.chars or not _is_balloon(balloon, icon):
        return None
    alt = _OF_A_PICTURE.sub("", image.attribute("alt")[:200].strip())
    return icon, balloon, alt if alt and len(alt) <= _LONGEST_ICON and not _NO_NAME.search(alt) else ""


def _is_balloon(*nodes: Node) -> bool:
    near = [*nodes, *(node.parent for node in nodes if node.parent)]
    classes = " ".join(node.attribute("class") for node in near)
    return bool(class_words(classes) & _BALLOONS) or "w_b_" in classes


def _holds_name(tree: Tree, node: Node) -> bool:
    return any(isinstance(part, Node) and part.is_name for part in tree.parts[node.first : node.first + _NEAR])


def _by_citations(tree: Tree) -> None:
    """``<blockquote>…<cite>佐藤</cite></blockquote>``, twice at least."""
    cites = [node for node in tree.nodes if node.name == "cite" and not node.is_name]
    ends = [pair for node in cites if (pair := _quotation(tree, node))]
    for quotation, cite in ends if len(ends) > 1 else ():
        quotation.speaker = quotation.speaker or _DASHES.sub("", cite.text)
        sign = cite
        while sign.parent and sign.parent is not quotation and _DASHES.sub("", sign.parent.text) == quotation.speaker:
            sign = sign.parent
        sign.is_sign = True


def _quotation(tree: Tree, cite: Node) -> tuple[Node, Node] | None:
    if not 0 < cite.chars <= _LONGEST_ICON or _NO_NAME.search(cite.text):
        return None
    quotation = cite.parent
    for _ in range(3):
        if quotation is not None and quotation.name != "blockquote":
            quotation = quotation.parent
    if quotation is None or quotation.name != "blockquote" or quotation.chars == cite.chars:
        return None
    rest = tree.parts[cite.past : min(quotation.past, cite.past + _NEAR)]
    return None if any(isinstance(part, str) and part.strip() for part in rest) else (quotation, cite)
