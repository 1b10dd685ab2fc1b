"""HTML among Markdown whose inside is no Markdown (tables, lists, figures): the reader of web pages reads it."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import InputError
from toolkit.inputs.markdown.tags import TAG
from toolkit.inputs.sheet import LeftOut, Row, Sheet

_FIRST = "本文"  # a paragraph beside the block: without any, a page would show what it should leave out
_REACH = 5000  # characters in which the words of a row are looked for
_HEAD = re.compile(r"\S{1,12}")


@dataclass(frozen=True, slots=True)
class Web:
    """``rows`` with the line of the block each stands in, from 0; ``left_out`` and ``excluded`` with such lines."""

    rows: Sequence[tuple[int, Row]]
    left_out: Sequence[LeftOut]
    excluded: Sequence[tuple[int, str]]


def web_block(block: str, around: Sequence[str]) -> Web:
    """The rows of a block of HTML inside the elements whose start tags are given."""
    from toolkit.inputs.html.page import sheet_of_html

    tags = [(block.count("\n", 0, tag.start()), tag[0]) for tag in TAG.finditer(block)]
    words = TAG.sub(_blank, block)
    shown = block.replace("<!--", "&lt;!--")  # what is left of comments has no end
    try:
        sheet = sheet_of_html(f"<p>{_FIRST}</p>{''.join(around)}{shown}", "")
    except InputError:
        return Web((), (), [*tags, *_lines(words)])
    texts = {k: text for k, text in enumerate(sheet.lines) if text.strip() and (k or text != _FIRST)}
    left_out = [left for left in sheet.left_out if left.text != _FIRST]
    excluded = [text for _, text in sheet.excluded if text != _FIRST]
    rows = [
        (line, Row(sheet.lines[k], sheet.mark(k)))
        for k, line in zip(texts, _places(texts.values(), words), strict=True)
    ]
    return Web(
        rows,
        [
            LeftOut(n, left.text, left.why)
            for left, n in zip(left_out, _places((x.text for x in left_out), words), strict=True)
        ],
        [*tags, *zip(_places(excluded, words), excluded, strict=True), *_unseen(sheet, words)],
    )


def _blank(tag: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", tag[0])


def _places(texts: Iterable[str], words: str) -> Iterator[int]:
    """The lines of a block where texts begin, which stand in its order."""
    at = line = 0
    for text in texts:
        head = _HEAD.search(text)
        found = words.find(head[0], at, at + _REACH) if head else -1
        if found >= 0:
            line += words.count("\n", at, found)
            at = found
        yield line


def _unseen(sheet: Sheet, words: str) -> Iterator[tuple[int, str]]:
    """All words of a block of which the reader of web pages does not account for each: a drawing's, a script's."""
    seen = [*sheet.lines, *(text for _, text in sheet.excluded), *(left.text for left in sheet.left_out)]
    missing = Counter("".join(html.unescape(words).split())) - Counter("".join("".join(seen).split()))
    return _lines(words) if missing else iter(())


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return ((k, line.strip()) for k, line in enumerate(text.split("\n")) if line.strip())
