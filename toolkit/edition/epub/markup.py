"""Text as XML, and the words of a book as XHTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from toolkit.edition.book import Ruby

XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
# XML 1.0, production Char: what stands outside of it cannot be written at all
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BESIDE = re.compile(r"(?<![0-9A-Za-z.,:/%+-])\d{2}(?![0-9A-Za-z.,:/%+-])")  # two digits that stand upright in a column


def xml(text: str) -> str:
    """``text`` for an element or an attribute in double quotes; U+FFFD for what no XML can hold."""
    return escape(_NO_XML.sub("\ufffd", text), {'"': "&quot;", "\r": "&#13;"})


def attributes(**given: str) -> str:
    """`` name="value"`` for each that is not empty; ``_`` before a Python word, and ``_`` for ``-`` or ``:``."""
    return "".join(f' {_NAMES.get(name, name)}="{xml(value)}"' for name, value in given.items() if value)


_NAMES = {"_class": "class", "_id": "id", "epub_type": "epub:type", "media_overlay": "media-overlay"}


def words(text: str, rubies: Sequence[Ruby], vertical: bool = False) -> str:
    """``text`` with its readings, those that touch in one ``ruby``. Without ``rp``: readers of EPUB know ruby."""
    shown = _upright if vertical else xml
    parts: list[str] = []
    at = 0
    for ruby in rubies:
        if ruby.start < at:  # what overlaps has no place of its own
            continue
        if ruby.start > at or not at:
            parts += ["</ruby>" if at else "", shown(text[at : ruby.start]), "<ruby>"]
        parts.append(f"{xml(text[ruby.start : ruby.end])}<rt>{xml(ruby.kana)}</rt>")
        at = ruby.end
    return "".join([*parts, "</ruby>" if at else "", shown(text[at:])])


def _upright(text: str) -> str:
    """縦中横: two digits side by side in a column of vertical text."""
    parts: list[str] = []
    at = 0
    for match in _BESIDE.finditer(text):
        parts += [xml(text[at : match.start()]), f'<span class="upright">{match[0]}</span>']
        at = match.end()
    return "".join([*parts, xml(text[at:])])


def page(title: str, body: str, kind: str = "", language: str = "ja") -> str:
    """A whole XHTML page; ``kind``: the ``epub:type`` of its body."""
    return (
        f'{XML}<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{language}" xml:lang="{language}">\n<head>\n<meta charset="utf-8"/>\n<title>{xml(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n'
        f"<body{attributes(epub_type=kind)}>\n{body}\n</body>\n</html>\n"
    )
