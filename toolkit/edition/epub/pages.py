"""The chapters of a book as XHTML: a section a chapter, in it each turn with its speaker's name as a heading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from toolkit.edition.epub.markup import attributes, page, words, xml

if TYPE_CHECKING:
    from toolkit.edition.epub.layout import Block, Leaf, Sheet, Talk

_COLOURS = 8  # of the speakers' rules in the style sheet


def chapter(sheet: Sheet, *, vertical: bool = False, language: str = "ja") -> str:
    """The page of a sheet."""
    body = "\n".join(
        [
            '<section epub:type="chapter" role="doc-chapter" aria-labelledby="h">',
            *([f'<h1 id="h" class="made">{xml(sheet.title)}</h1>'] if sheet.made else []),
            *(_talk(talk, vertical) for talk in sheet.talks),
            "</section>",
        ]
    )
    return page(sheet.title, body, "bodymatter", language)


def _talk(talk: Talk, upright: bool) -> str:
    rows = list(_grouped(talk.blocks, talk.opening, upright))
    shade = f" v{(talk.voice - 1) % _COLOURS + 1}" if talk.speaker else ""
    if talk.speaker:
        rows.insert(int(talk.opening), f'<h2 class="who" id="{talk.name}n"><bdi>{xml(talk.speaker)}</bdi></h2>')
    return "\n".join([f'<div class="turn{shade}" id="{talk.name}">', *rows, "</div>"])


def _grouped(blocks: tuple[Block, ...], first: bool, upright: bool) -> Iterator[str]:
    """Paragraphs and headings, the ``first`` the chapter's; bullets that follow one another are one list."""
    for bullets, group in groupby(blocks, key=lambda block: block.kind == "bullet"):
        inner = [(block, "".join(_leaf(leaf, upright) for leaf in block.leaves)) for block in group]
        if bullets:
            yield "\n".join(["<ul>", *(f"<li>{text}</li>" for _, text in inner), "</ul>"])
            continue
        for block, text in inner:
            if block.kind == "heading":
                yield f'<h1 id="h">{text}</h1>' if first else f"<h2>{text}</h2>"
            else:
                yield f'<p class="{block.kind}">{text}</p>'
            first = False


def _leaf(leaf: Leaf, upright: bool) -> str:
    """What is never heard has no element of its own: nothing can point to it."""
    inner = words(leaf.stretch.text, leaf.stretch.rubies, upright)
    if not leaf.name:
        return inner
    shown = attributes(_id=leaf.name, _class="direction" if leaf.stretch.kind == "direction" else "")
    return f"<span{shown}>{inner}</span>"
