"""Word documents (.docx): the text as a reader of the printed page sees it.

Kept: tracked insertions, moved text in its new place, content controls, tables, text boxes, ruby with its reading. Left
out and listed: running heads and feet, notes, remarks, captions, the table of contents, hidden text, numbers of pages.
Tracked deletions are gone.

python-docx was measured against this on the 27 texts of ``tests/inputs/test_docx.py``: its ``paragraph.text`` loses
twelve (ruby in both its forms, insertions, moved text, content controls, text boxes), shows hidden text, and is no
faster. So the XML is read as a stream here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from toolkit.errors import InputError
from toolkit.inputs.docx.blocks import Block, WordBox, paragraphs_of
from toolkit.inputs.docx.layout import Layout
from toolkit.inputs.docx.package import Package, open_package
from toolkit.inputs.docx.properties import properties_of
from toolkit.inputs.docx.styles import Styles, read_styles
from toolkit.inputs.docx.walk import Walk
from toolkit.inputs.sheet import LeftOut, Sheet, sheet_of

_NOTES = ("footnotes", "endnotes", "comments")  # the last words of the types of relations
_RUNNING = ("header", "footer")
_SAID = {
    "w:altChunk": "parts embedded from other files were left out",
    "w:subDoc": "parts that stand in other files were left out",
    "w:sym": "signs of symbol fonts (w:sym) have no character, and were left out",
    "hidden": "characters of hidden text were left out",
}


def sheet_of_docx(data: bytes, name: str) -> Sheet:
    """The paragraphs of a document as lines, with its headings, bullets, bold beginnings and readings as marks; its
    tables by ``lines_of_table``.

    Raises ``InputError`` for what is no sound Word document, or an absurdly large one.
    """
    package = open_package(data, name)
    try:
        return _sheet(package)
    except InputError as error:
        raise error.at(name) from error.__cause__


def _sheet(package: Package) -> Sheet:
    styles = read_styles(package)
    body = _walked(package, package.main, styles)
    notes: dict[tuple[str, str], list[Block]] = {}
    for part in package.parts(*_NOTES):
        notes |= _walked(package, part, styles).notes
    layout = Layout(styles, notes, floats=_floats(body.blocks))
    layout.left_out += list(_running(package, styles))
    layout.add(body.blocks)
    layout.end()
    title, meta = properties_of(package)
    return sheet_of(
        layout.rows,
        excluded=layout.excluded,
        warnings=_said(body.counts),
        left_out=layout.left_out,
        title=title,
        meta=meta,
    )


def _walked(package: Package, part: str, styles: Styles) -> Walk:
    walk = Walk(styles)
    package.parse(part, walk)
    return walk


def _floats(blocks: list[Block]) -> bool:
    """Whether most of the text stands outside of boxes."""
    inside = sum(len(p.text) for block in blocks if isinstance(block, WordBox) for p in paragraphs_of(block.blocks))
    return 2 * inside < sum(len(p.text) for p in paragraphs_of(blocks))


def _running(package: Package, styles: Styles) -> Iterator[LeftOut]:
    """Heads and feet of the pages, each text once."""
    seen: set[str] = set()
    for part in package.parts(*_RUNNING):
        for paragraph in paragraphs_of(_walked(package, part, styles).blocks):
            texts = [text for line in paragraph.lines for text in (line.text, *line.numbers, *line.hidden)]
            text = " ".join(" ".join(texts).split())
            if text and text not in seen:
                seen.add(text)
                yield LeftOut(1, text, "page")


def _said(counts: Counter[str]) -> Iterator[str]:
    """Warnings on what a person may miss."""
    for element, message in _SAID.items():
        if counts[element]:
            yield f"{counts[element]} {message}"
    if counts["w:del"] + counts["w:ins"]:
        yield f"tracked changes: {counts['w:del']} deletions were left out, {counts['w:ins']} insertions kept"
