"""Markdown (.md): the text as a reader of the rendered page sees it, line by line where it stands in the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.markdown.blocks import blocks_of
from toolkit.inputs.markdown.draft import Draft
from toolkit.inputs.markdown.front import front_matter
from toolkit.inputs.markdown.hidden import without_hidden
from toolkit.inputs.markdown.pictures import named_by_pictures
from toolkit.inputs.markdown.tags import TAG, OpenElements
from toolkit.inputs.markdown.walk import Walk
from toolkit.inputs.sheet import Sheet

LONGEST = 8_000_000  # characters: 400 hours of speech; the library needs 1 kB for a short line


def sheet_of_markdown(text: str, name: str) -> Sheet:
    """The lines of a Markdown file, each where it stands there; ``Sheet.places`` names those that a ``<br>`` or a cell
    moved down. Headings, lists, quotations, definitions, tables and emphasis are marks; notes, captions and page matter
    are left out; front matter is ``title`` and ``meta``.

    Raises ``InputError`` for a file that is too large.
    """
    if len(text) > LONGEST:
        mend = "split it into one file per interview, or save it as .txt"
        raise InputError(f"is longer than {LONGEST} characters", where=name, mend=mend)
    page = clean(text)
    front = front_matter(page.lines)
    seen = without_hidden([*[""] * front.lines, *page.lines[front.lines :]])
    blocks = blocks_of(seen.lines, seen.fences)
    draft = Draft(seen.lines)
    draft.excluded += [(k, line.strip()) for k, line in enumerate(page.lines[: front.lines], 1) if line.strip()]
    draft.excluded += seen.excluded
    walk = Walk(draft, blocks.references, OpenElements(_last_ends(seen.lines)))
    for token in blocks.tokens:
        walk.take(token)
    _name_title(draft, walk.headings)
    sheet = draft.sheet(warnings=(*page.warnings, *front.warnings), title=front.title, meta=front.meta)
    return named_by_pictures(sheet)


def _last_ends(lines: Sequence[str]) -> Mapping[str, int]:
    """The last line with an end tag of each name."""
    return dict(_ends(lines))


def _ends(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    for k, line in enumerate(lines):
        if "</" in line:
            yield from ((tag["name"].lower(), k) for tag in TAG.finditer(line) if tag["end"])


def _name_title(draft: Draft, headings: Sequence[tuple[int, int]]) -> None:
    """The first heading is the title if all others are below it: one that stands alone only at the highest level."""
    if not headings:
        return
    (nth, level), rest = headings[0], headings[1:]
    if all(other > level for _, other in rest) and (level == 1 or len(rest) > 1):
        draft.change(nth, replace(draft.rows[nth][1].mark, kind="title", level=0))
