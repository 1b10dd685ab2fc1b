"""Web pages: the text of the article, and what its markup says of every line. Nothing is fetched, no script is run.

Left out and listed: page matter (``regions``), notes and captions (``notes``), what the page hides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from toolkit.errors import InputError
from toolkit.inputs.html.block import Block
from toolkit.inputs.html.notes import mark_captions, mark_notes
from toolkit.inputs.html.regions import Regions
from toolkit.inputs.html.speakers import mark_speakers
from toolkit.inputs.html.tables import Grid, tables_of_data
from toolkit.inputs.html.titles import Titles, titles_of
from toolkit.inputs.html.tree import Tree, tree_of
from toolkit.inputs.html.walk import blocks_of
from toolkit.inputs.sheet import LeftOut, Row, Sheet, sheet_of
from toolkit.inputs.table import CellLine, lines_of_table


def sheet_of_html(page: str, name: str) -> Sheet:
    """The article of a page as lines. Raises ``InputError`` where the page shows no words: never an empty text."""
    tree = tree_of(page)
    titles = titles_of(tree)
    mark_speakers(tree)
    mark_notes(tree)
    mark_captions(tree)
    data = tables_of_data(tree)
    Regions(tree, titles, data).judge()
    blocks = blocks_of(tree, titles, data)
    if not _has_words(blocks):
        _keep_all(tree)
        blocks = blocks_of(tree, titles, data)
    if not _has_words(blocks):
        raise InputError(
            "shows no words in a browser (scripts are not run)",
            where=name,
            mend="save the page's text as .txt and give that",
        )
    return _Draft(titles).sheet(blocks)


def _has_words(blocks: Sequence[Block]) -> bool:
    return any(c.isalnum() for block in blocks if not block.why for c in block.text)


def _keep_all(tree: Tree) -> None:
    """Everything around is better than nothing."""
    for node in tree.nodes:
        node.why = "page" if node.unseen else None
        node.over = False


class _Draft:
    """The sheet in the making."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._rows: list[Row] = []
        self._excluded: list[tuple[int, str]] = []
        self._left_out: list[LeftOut] = []

    def sheet(self, blocks: Sequence[Block]) -> Sheet:
        for grid, lines in groupby(blocks, key=lambda block: block.grid):
            if grid:
                self._table(grid, lines)
            else:
                self._lines(lines)
        while self._rows and not self._rows[-1].text.strip():
            self._rows.pop()
        last = max(len(self._rows), 1)
        title = self._titles.name(" ".join(one.text for one in self._left_out))
        if self._titles.whole != title:
            self._excluded.append((1, self._titles.whole))
        return sheet_of(
            self._rows,
            excluded=[(min(line, last), text) for line, text in self._excluded if text],
            left_out=[LeftOut(min(one.line, last), one.text, one.why) for one in self._left_out],
            warnings=self._warnings(),
            title=title,
            meta={key: value for key, value in self._titles.said.items() if key != "title"},
        )

    def _warnings(self) -> Iterator[str]:
        around = sum(len(one.text) for one in self._left_out if one.why == "page")
        if around:
            yield f"{around} characters around the article (navigation, advertisements, hidden text) were left out"

    def _lines(self, blocks: Iterator[Block]) -> None:
        for block in blocks:
            self._list(block)
            if self._is_line(block):
                self._rows.append(Row(block.text, block.said))

    def _list(self, block: Block) -> None:
        """What of a block is no text."""
        line = len(self._rows) + 1
        self._excluded += [(line, text) for text in block.excluded]
        self._left_out += [LeftOut(line, text, why) for text, why in block.left_out]
        if block.why and not block.is_blank:
            self._left_out.append(LeftOut(line, block.text.strip(), block.why))

    def _is_line(self, block: Block) -> bool:
        """Whether a block is a line of the sheet; of blank ones one is as good as ten."""
        is_break = block.is_empty and bool(self._rows) and bool(self._rows[-1].text)
        return not block.why and (is_break or not block.is_blank)

    def _table(self, grid: Grid, blocks: Iterator[Block]) -> None:
        for block in blocks:
            self._list(block)
            if self._is_line(block) and not block.is_empty:
                if block.cell is None:
                    self._rows.append(Row(block.text, block.said))
                else:
                    block.cell.append(CellLine(block.text, block.said.bold, block.said.readings))
        table = lines_of_table(grid.cells, heads=grid.heads)
        before = len(self._rows)
        self._rows += table.rows
        self._excluded += [(before + line, text) for line, text in table.excluded]
        self._left_out += [LeftOut(before + one.line, one.text, one.why) for one in table.left_out]
