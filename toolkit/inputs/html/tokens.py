"""HTML into tags and text, in linear time on any input.

Only what reading an article needs of the standard's tokenizer (WHATWG HTML §13.2.5). No kept library holds on what
people may send (pages of 20 to 1,100 kB, 30 s at most): lxml 6.1 answers 100,000 nested divs with a text without their
words; selectolax 1.0 (lexbor) reads them in 27 s, and needs 3.2 GB for 3,000 open ``<font>`` before 3,000 paragraphs,
which is a bomb for every tree as the standard builds it; html5lib 1.1 fails on five of the fourteen hostile pages of
``tests/inputs/test_html.py``; justhtml 3.16 reads those, but takes 21 s for 64 kB of ``<tr><b>'``, does not end on that
bomb, and its ``stream`` takes 41 s for 560 kB of ``<!---->``; the standard library's parser takes minutes on
``<a <a <a``. This takes under a second for each.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_ATTRIBUTE = re.compile(r"""([^\s/>=][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""")
_BLANKS = re.compile(r"[\s/]*")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}
_HUGE = re.compile("&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{8,});?")  # int() refuses thousands of digits
_NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Token:
    """A ``text`` (entities decoded), or a ``start`` or ``end`` tag by its ``name`` in lower case."""

    kind: Literal["text", "start", "end"]
    text: str = ""
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def tokens(page: str) -> Iterator[Token]:
    """Every tag and text of ``page`` in order; comments and declarations are left out. The text of script and style
    comes as text.
    """
    at = begun = 0
    while (less := page.find("<", at)) >= 0:
        end, token = _markup(page, less)
        if end < 0:
            at = less + 1  # a sign of its own: a < b
            continue
        yield from _text(page[begun:less])
        if token:
            yield token
            if token.kind == "start" and token.name in _RAW:
                closing = _RAW[token.name].search(page, end)
                stop = closing.start() if closing else len(page)
                yield from _text(page[end:stop])
                end = stop
        at = begun = end
    yield from _text(page[begun:])


def _text(raw: str) -> Iterator[Token]:
    if raw:
        yield Token("text", decoded(raw))


def decoded(raw: str) -> str:
    """``raw`` with its character references replaced."""
    return html.unescape(_HUGE.sub("\ufffd", raw)) if "&" in raw else raw


def _markup(page: str, less: int) -> tuple[int, Token | None]:
    """Where the markup at ``less`` ends (−1 if it is none), and its tag."""
    after = page[less + 1 : less + 2]
    if after == "!" and page.startswith("!--", less + 1):
        return _comment_end(page, less), None
    if after in ("!", "?"):
        return _past(page, ">", less), None
    if after == "/":
        if not page[less + 2 : less + 3].isascii() or not page[less + 2 : less + 3].isalpha():
            return _past(page, ">", less), None
        return _tag(page, less + 2, "end")
    if after.isascii() and after.isalpha():
        return _tag(page, less + 1, "start")
    return -1, None


def _comment_end(page: str, less: int) -> int:
    for short in ("<!-->", "<!--->"):
        if page.startswith(short, less):
            return less + len(short)
    return _past(page, "-->", less)


def _past(page: str, sign: str, at: int) -> int:
    end = page.find(sign, at)
    return end + len(sign) if end >= 0 else len(page)


def _tag(page: str, at: int, kind: Literal["start", "end"]) -> tuple[int, Token | None]:
    name = _NAME.match(page, at)
    if name is None:
        return -1, None
    at = name.end()
    attributes: dict[str, str] = {}
    while (at := _after_blanks(page, at)) < len(page) and page[at] != ">":
        pair = _ATTRIBUTE.match(page, at)
        if pair and kind == "start" and len(attributes) < 100:
            attributes.setdefault(pair[1].lower(), decoded(_unquoted(pair[2] or "")))
        at = pair.end() if pair else at + 1
    if at >= len(page):
        return len(page), None  # a tag that the page's end cuts off
    return at + 1, Token(kind, "", name[0].lower(), attributes or _NOTHING)


def _after_blanks(page: str, at: int) -> int:
    blanks = _BLANKS.match(page, at)
    return blanks.end() if blanks else at


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in ("'", '"') and value[-1:] == value[:1] and len(value) > 1 else value
