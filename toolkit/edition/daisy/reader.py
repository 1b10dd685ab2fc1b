"""A talking book read back from its files, for the check: nothing is taken from what wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_XHTML = "{http://www.w3.org/1999/xhtml}"
_NPT = re.compile(r"npt=([0-9]{1,7})\.([0-9]{3})s")
_CLOCK = re.compile(r"(?:([0-9]{1,4}):)([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class Sounded:
    """A clip of a sound file, in milliseconds."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Par:
    """``text``: file and id; ``ids``: its own and its text's; ``clips``: none for a text that is not heard."""

    ids: tuple[str, ...]
    text: str
    clips: tuple[Sounded, ...]
    required: str
    endsync: str


@dataclass(frozen=True, slots=True)
class SmilFile:
    """Of a section: what it says of itself, and its events in order."""

    name: str
    metas: dict[str, str]
    dur: str
    pars: tuple[Par, ...]

    @property
    def length(self) -> int:
        """All clips after one another, in milliseconds."""
        return sum(clip.end - clip.start for par in self.pars for clip in par.clips)


@dataclass(frozen=True, slots=True)
class Item:
    """One of the navigation: h1 … h6, span or div."""

    tag: str
    kind: str
    id: str
    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Ncc:
    """The navigation: its meta elements (name, content) and items, in order."""

    metas: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]

    def all(self, name: str) -> list[str]:
        """The contents of the metas of that name."""
        return [content for known, content in self.metas if known == name]


class Broken(Exception):
    """A file that is not there, or is not what it should be; the message says which and how."""


def tree_of(path: Path, root: str) -> ElementTree.Element:
    """The document's root element. Broken if it is no well-formed XML, or another document."""
    try:
        found = ElementTree.fromstring(path.read_bytes())
    except OSError as error:
        raise Broken(f"{path.name}: cannot be read ({error.strerror})") from error
    except ElementTree.ParseError as error:
        raise Broken(f"{path.name}: is not well-formed ({error})") from error
    if found.tag != root:
        raise Broken(f"{path.name}: begins with {found.tag}, not {root}")
    return found


def ncc_of(folder: Path) -> Ncc:
    """``ncc.html``. Broken as ``tree_of``, and if it has no body."""
    tree = tree_of(folder / "ncc.html", f"{_XHTML}html")
    body = tree.find(f"{_XHTML}body")
    if body is None:
        raise Broken("ncc.html: has no body")
    metas = tuple(
        (one.get("name", ""), one.get("content", "")) for one in tree.iter(f"{_XHTML}meta") if one.get("name")
    )
    return Ncc(metas, tuple(map(_item, body)))


def _item(element: ElementTree.Element) -> Item:
    links = element.findall(f"{_XHTML}a")
    if len(links) != 1:
        raise Broken(f"ncc.html: {element.get('id')} has {len(links)} links")
    tag = element.tag.removeprefix(_XHTML)
    words = "".join(links[0].itertext())
    return Item(tag, element.get("class", ""), element.get("id", ""), links[0].get("href", ""), words)


def smil_of(path: Path) -> SmilFile:
    """A section's. Broken as ``tree_of``, and if it has not one main seq or a time cannot be read."""
    tree = tree_of(path, "smil")
    mains = tree.findall("body/seq")
    if len(mains) != 1:
        raise Broken(f"{path.name}: has {len(mains)} main seqs")
    metas = {one.get("name", ""): one.get("content", "") for one in tree.findall("head/meta")}
    return SmilFile(path.name, metas, mains[0].get("dur", ""), tuple(_par(one, path.name) for one in mains[0]))


def _par(element: ElementTree.Element, name: str) -> Par:
    texts = element.findall("text")
    if element.tag != "par" or len(texts) != 1 or len(element.findall("seq")) > 1:
        raise Broken(f"{name}: {element.get('id')} is no par with one text and at most one seq")
    ids = (element.get("id", ""), texts[0].get("id", ""), *(a.get("id", "") for a in element.iter("audio")))
    clips = tuple(_clip(audio, name) for audio in element.findall("seq/audio"))
    return Par(ids, texts[0].get("src", ""), clips, element.get("system-required", ""), element.get("endsync", ""))


def _clip(audio: ElementTree.Element, name: str) -> Sounded:
    times = [_NPT.fullmatch(audio.get(key, "")) for key in ("clip-begin", "clip-end")]
    begin, end = (int(time[1]) * 1000 + int(time[2]) if time else -1 for time in times)
    if begin < 0 or end < 0:
        raise Broken(f"{name}: {audio.get('id')} has no times like npt=1.234s")
    return Sounded(audio.get("src", ""), begin, end)


def milliseconds(clock: str) -> int:
    """``00:01:02.345`` as milliseconds, -1 for what is no such time."""
    match = _CLOCK.fullmatch(clock)
    if match is None:
        return -1
    hours, minutes, seconds = (int(match[k] or 0) for k in (1, 2, 3))
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int(match[4] or 0)


def page_of(path: Path) -> tuple[frozenset[str], str]:
    """The ids of a page, and its text without credits. Broken as ``tree_of``, and for an id that stands twice."""
    tree = tree_of(path, f"{_XHTML}html")
    ids = [one.get("id", "") for one in tree.iter() if one.get("id")]
    if len(ids) != len(set(ids)):
        raise Broken(f"{path.name}: an id stands twice")
    return frozenset(ids), "".join(_text(tree.find(f"{_XHTML}body")))


def _text(element: ElementTree.Element | None) -> Iterator[str]:
    if element is None or element.get("class") == "credits":
        return
    if element.tag == f"{_XHTML}br":
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
