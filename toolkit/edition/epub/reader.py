"""An EPUB, read back without the code that wrote it: its pages in order, what is in them, and its overlays."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

_OPF, _XHTML = "{http://www.idpf.org/2007/opf}", "{http://www.w3.org/1999/xhtml}"
_SMIL, _OPS = "{http://www.w3.org/ns/SMIL}", "{http://www.idpf.org/2007/ops}"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_BLOCKS = ("p", "li", "h1", "h2", "dt", "dd")


@dataclass(frozen=True, slots=True)
class Par:
    """A clip of an overlay: ``fragment`` of ``page`` is heard in ``sound`` from ``begin`` to ``end`` (ms)."""

    page: str
    fragment: str
    sound: str
    begin: int
    end: int
    aside: bool


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the spine. ``texts``: its paragraphs without readings, without names and made headings; ``words``:
    the text of each element with an id; ``rubies``: (base, reading); ``overlay``: its clips in order, ``lasts``: how
    long they are to be, ms (None: it has none).
    """

    href: str
    languages: tuple[str, str]
    chapter: bool
    texts: tuple[str, ...]
    names: tuple[str, ...]
    words: dict[str, str]
    rubies: tuple[tuple[str, str], ...]
    overlay: tuple[Par, ...]
    lasts: int | None


@dataclass(frozen=True, slots=True)
class Epub:
    """``entries``: the archive's names in order, and whether the first is bare. ``lasts``: the whole duration, ms."""

    path: Path
    entries: tuple[str, ...]
    bare: bool
    metadata: tuple[tuple[str, str], ...]
    language: str
    pages: tuple[Page, ...]
    lasts: int | None

    def said(self, name: str) -> list[str]:
        """All values of a property or a Dublin Core element."""
        return [value for key, value in self.metadata if key == name]


def read(path: Path) -> Epub:
    """The book at ``path``."""
    with zipfile.ZipFile(path) as archive:
        package = ET.fromstring(archive.read("EPUB/package.opf"))
        items = {item.get("id", ""): item for item in package.iter(f"{_OPF}item")}
        lasting = {
            meta.get("refines", "")[1:]: _ms(meta.text or "")
            for meta in package.iter(f"{_OPF}meta")
            if meta.get("property") == "media:duration"
        }
        first = archive.infolist()[0]
        return Epub(
            path=path,
            entries=tuple(archive.namelist()),
            bare=first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED and not first.extra,
            metadata=tuple(_metadata(package)),
            language=package.findtext(".//{http://purl.org/dc/elements/1.1/}language", ""),
            pages=tuple(
                _page(archive, items[ref.get("idref", "")], items, lasting) for ref in package.iter(f"{_OPF}itemref")
            ),
            lasts=lasting.get(""),
        )


def _metadata(package: ET.Element) -> Iterator[tuple[str, str]]:
    found = package.find(f"{_OPF}metadata")
    for element in found if found is not None else ():
        name = element.get("property") or element.get("name") or element.tag.rpartition("}")[2]
        yield name, element.text or element.get("content") or ""


def _ms(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    whole, _, part = seconds.partition(".")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(part.ljust(3, "0"))


def _page(archive: zipfile.ZipFile, item: ET.Element, items: dict[str, ET.Element], lasting: dict[str, int]) -> Page:
    href = item.get("href", "")
    root = ET.fromstring(archive.read(f"EPUB/{href}"))
    overlay = items.get(item.get("media-overlay", ""))
    pars = _pars(ET.fromstring(archive.read(f"EPUB/{overlay.get('href')}"))) if overlay is not None else ()
    return Page(
        href=href,
        languages=(root.get("lang", ""), root.get(f"{_XML}lang", "")),
        chapter=any(element.get(f"{_OPS}type") == "chapter" for element in root.iter()),
        texts=tuple(_texts(root)),
        names=tuple(_text(each) for each in root.iter(f"{_XHTML}h2") if each.get("class") == "who"),
        words={element.get("id", ""): _text(element) for element in root.iter() if element.get("id")},
        rubies=tuple(pair for ruby in root.iter(f"{_XHTML}ruby") for pair in _pairs(ruby)),
        overlay=tuple(pars),
        lasts=lasting.get(overlay.get("id", "")) if overlay is not None else None,
    )


def _texts(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        if element.tag.rpartition("}")[2] in _BLOCKS and element.get("class") not in ("who", "made"):
            yield _text(element)


def _text(element: ET.Element) -> str:
    """The words in an element, without readings."""
    parts = [element.text or ""]
    for child in element:
        if not child.tag.endswith("}rt"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _pairs(ruby: ET.Element) -> Iterator[tuple[str, str]]:
    base = ruby.text or ""
    for reading in ruby.iter(f"{_XHTML}rt"):
        yield base, reading.text or ""
        base = reading.tail or ""


def _pars(root: ET.Element, aside: bool = False) -> Iterator[Par]:
    for element in root:
        if element.tag == f"{_SMIL}par":
            text, audio = element.find(f"{_SMIL}text"), element.find(f"{_SMIL}audio")
            if text is None or audio is None:
                raise ValueError("a clip without its text or its sound")
            page, _, fragment = text.get("src", "").partition("#")
            begin, end = _ms(audio.get("clipBegin", "")), _ms(audio.get("clipEnd", ""))
            sound = posixpath.normpath(audio.get("src", ""))
            yield Par(page, fragment, sound, begin, end, aside)
        else:
            yield from _pars(element, aside or element.get(f"{_OPS}type") == "aside")
