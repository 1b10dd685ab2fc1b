"""A talking book held against DAISY 2.02, its own sound and the book it was made of.

Rules: DAISY 2.02 Specification, sections 2.1 to 2.3 and appendix 2; DAISY 2.02 Skippable Structures.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.decode import length_of
from toolkit.edition.daisy.reader import Broken, milliseconds, ncc_of, page_of, smil_of, tree_of
from toolkit.edition.sound import chapter_bounds, heard_chapters
from toolkit.errors import JimakuError

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.edition.daisy.reader import Item, Ncc, SmilFile

_ONCE = (
    "dc:creator dc:date dc:format dc:identifier dc:language dc:publisher dc:title ncc:charset ncc:pageFront "
    "ncc:pageNormal ncc:pageSpecial ncc:tocItems ncc:totalTime"
).split()
_SEVERAL = frozenset({"dc:creator", "dc:language"})
_NAME = re.compile(r"[A-Za-z0-9_-]{1,24}\.[a-z0-9]{3,4}")  # of ISO 9660 and players without long names
_SKIPPABLE = frozenset({"", "sidebar-on", "prodnote-on", "footnote-on", "pagenumber-on"})
_XHTML_ITEMS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "span", "div"})


def check(folder: Path, book: Book | None = None) -> tuple[str, ...]:
    """What is wrong with the talking book, a line each. With the ``book`` that it was made of, its text and times are
    compared too. EngineError if ffmpeg is missing.
    """
    try:
        ncc = ncc_of(folder)
        smils = tuple(smil_of(folder / name) for name in dict.fromkeys(_file(item.href) for item in ncc.items))
        pages = {name: page_of(folder / name) for name in dict.fromkeys(_pages(smils))}
        found = [*_folder(folder), *_said(ncc, folder, smils), *_items(ncc, smils), *_master(folder, smils)]
    except Broken as error:
        return (str(error),)
    for smil in smils:
        found += _section(smil, {name: ids for name, (ids, _) in pages.items()})
    found += _times(smils)
    found += _sounds(folder, smils)
    if book is not None:
        found += _texts([text for _, text in pages.values()], book)
        found += _clips(smils, book)
    return tuple(found)


def _file(reference: str) -> str:
    return reference.partition("#")[0]


def _pages(smils: Sequence[SmilFile]) -> Iterator[str]:
    return (_file(par.text) for smil in smils for par in smil.pars)


def _folder(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        if not _NAME.fullmatch(path.name):
            yield f"{path.name}: is no name for every player"


def _said(ncc: Ncc, folder: Path, smils: Sequence[SmilFile]) -> Iterator[str]:
    for name in _ONCE:
        values = ncc.all(name)
        if not values or (len(values) > 1 and name not in _SEVERAL) or not all(value.strip() for value in values):
            yield f"ncc.html: {name} stands {len(values)} times, or is empty"
    for name, content in ncc.metas:
        if name.lower().endswith("date") and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", content):
            yield f"ncc.html: {name} {content!r} is no date"
    tags = Counter(item.kind if item.tag == "span" else item.tag for item in ncc.items)
    size = -(-sum(path.stat().st_size for path in folder.iterdir()) // 1024)
    length = sum(smil.length for smil in smils)
    expected = {
        "dc:format": "Daisy 2.02",
        "ncc:depth": str(max((int(tag[1]) for tag in tags if re.fullmatch("h[1-6]", tag)), default=0)),
        "ncc:files": str(sum(1 for _ in folder.iterdir())),
        "ncc:kByteSize": str(size),
        "ncc:pageFront": str(tags["page-front"]),
        "ncc:pageNormal": str(tags["page-normal"]),
        "ncc:pageSpecial": str(tags["page-special"]),
        "ncc:prodNotes": str(tags["optional-prodnote"]),
        "ncc:tocItems": str(len(ncc.items)),
    }
    for name, value in expected.items():
        if any(content != value for content in ncc.all(name)):
            yield f"ncc.html: {name} is {ncc.all(name)[0]}, and should be {value}"
    if any(abs(milliseconds(time) - length) >= 1000 for time in ncc.all("ncc:totalTime")):
        yield f"ncc.html: ncc:totalTime is {ncc.all('ncc:totalTime')[0]}, and the clips last {length} ms"


def _items(ncc: Ncc, smils: Sequence[SmilFile]) -> Iterator[str]:
    if not ncc.items or (ncc.items[0].tag, ncc.items[0].kind) != ("h1", "title"):
        yield "ncc.html: does not begin with an h1 of class title"
    if len({item.id for item in ncc.items}) != len(ncc.items) or not all(item.id for item in ncc.items):
        yield "ncc.html: an id is missing or stands twice"
    levels = [int(item.tag[1]) for item in ncc.items if item.tag[0] == "h"]
    if any(after > before + 1 for before, after in pairwise(levels)):
        yield "ncc.html: a level is left out"
    places = {
        f"{smil.name}#{one}": (k, n)
        for k, smil in enumerate(smils)
        for n, p in enumerate(smil.pars)
        for one in p.ids[:2]
    }
    reached = [places.get(item.href) for item in ncc.items]
    yield from (
        f"ncc.html: {item.href} leads nowhere" for item, at in zip(ncc.items, reached, strict=True) if at is None
    )
    yield from (f"ncc.html: {item.id} is empty or no item" for item in ncc.items if not _is_item(item))
    known = [at for at in reached if at is not None]
    if known != sorted(known):
        yield "ncc.html: its items are not in the order in which they are heard"


def _is_item(item: Item) -> bool:
    return item.tag in _XHTML_ITEMS and bool(item.words.strip())


def _master(folder: Path, smils: Sequence[SmilFile]) -> Iterator[str]:
    tree = tree_of(folder / "master.smil", "smil")
    listed = [_file(ref.get("src", "")) for ref in tree.findall("body/ref")]
    if listed != [smil.name for smil in smils]:
        yield "master.smil: does not list the sections of the navigation in order"
    there = {path.name for path in folder.glob("*.smil")} - {"master.smil"}
    yield from (f"{name}: is in no navigation" for name in sorted(there - set(listed)))


def _section(smil: SmilFile, pages: Mapping[str, frozenset[str]]) -> Iterator[str]:
    ids = [one for par in smil.pars for one in par.ids]
    if len(set(ids)) != len(ids) or not all(ids):
        yield f"{smil.name}: an id is missing or stands twice"
    if smil.metas.get("dc:format") != "Daisy 2.02":
        yield f"{smil.name}: has no dc:format"
    for par in smil.pars:
        page, _, fragment = par.text.partition("#")
        if fragment not in pages.get(page, frozenset()):
            yield f"{smil.name}: {par.text} leads nowhere"
        if par.endsync != "last" or par.required not in _SKIPPABLE:
            yield f"{smil.name}: {par.ids[0]} has endsync {par.endsync!r}, system-required {par.required!r}"


def _times(smils: Sequence[SmilFile]) -> Iterator[str]:
    elapsed = 0
    for smil in smils:
        said = {key: milliseconds(smil.metas.get(f"ncc:{key}", "")) for key in ("totalElapsedTime", "timeInThisSmil")}
        if said != {"totalElapsedTime": elapsed, "timeInThisSmil": smil.length}:
            yield f"{smil.name}: says {said}, and is {smil.length} ms after {elapsed}"
        if smil.dur != f"{smil.length // 1000}.{smil.length % 1000:03}s":
            yield f"{smil.name}: its seq lasts {smil.dur}, its clips {smil.length} ms"
        elapsed += smil.length


def _sounds(folder: Path, smils: Sequence[SmilFile]) -> Iterator[str]:
    """Each clip within its sound as it is decoded, after the one before it."""
    at: dict[str, int] = {}
    for smil in smils:
        for clip in (clip for par in smil.pars for clip in par.clips):
            if not at.get(clip.file, 0) <= clip.start < clip.end:
                yield f"{smil.name}: a clip from {clip.start} to {clip.end} ms goes back, or is empty"
            at[clip.file] = clip.end
    for name, end in at.items():
        try:
            rate, count = length_of(folder / name)
        except JimakuError as error:
            yield f"{name}: {error.what}"
            continue
        if end * rate > (count + rate / 1000) * 1000:
            yield f"{name}: a clip ends at {end} ms, the sound after {count * 1000 / rate:.1f} ms"
    unheard = {path.name for path in folder.glob("*.mp3")} - at.keys()
    yield from (f"{name}: no clip is of it" for name in sorted(unheard))


def _texts(pages: Sequence[str], book: Book) -> Iterator[str]:
    """Everything that the turns say stands in the pages, in order."""
    whole, at = "\n".join(pages), 0
    for part in book.parts:
        for passage in part.passages:
            found = whole.find(_as_xml(passage.text), at)
            if found < 0:
                yield f"the text of turn {part.number + 1} is not there in its place: {passage.text[:40]!r}"
            else:
                at = found + len(passage.text)


def _as_xml(text: str) -> str:
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text).replace("\r", "\n")


def _clips(smils: Sequence[SmilFile], book: Book) -> Iterator[str]:
    """Every phrase and announcement begins when the book says."""
    bounds, heard = chapter_bounds(book), heard_chapters(book)
    if len(smils) != len(heard):
        yield f"there are {len(smils)} sections, and {len(heard)} chapters are heard"
        return
    for smil, chapter, start in zip(smils, heard, bounds, strict=False):
        parts = book.chapters[chapter].parts
        clips = [clip for part in parts for clip in (part.announced, *(phrase.clip for phrase in part.phrases)) if clip]
        starts = sorted(clip.start - start for clip in clips)
        made = [clip.start for par in smil.pars for clip in par.clips]
        lead = [0] if made[:1] == [0] and starts[:1] != [0] and smil is smils[0] else []
        if made != [*lead, *starts]:
            yield f"{smil.name}: its clips do not begin when the words do"
