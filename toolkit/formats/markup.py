"""The tags of SubRip and WebVTT, out of the text and into it.

Files of the wild hold each other's tags, so both are read alike: ``<i>``, ``<font …>``, ``<v Name>``, ``<c.class>``,
``<ruby>``, inline times, and the ASS overrides ``{\\an8}`` that players of SubRip know. What is none of these,
``a < b`` or ``<未定義>``, is text. Sources: WebVTT (W3C) 4.2.2 and 6.4; SubRip as players read it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from toolkit.formats.colours import CLASSES, colour
from toolkit.formats.cue_text import Builder, CueText, plain_text
from toolkit.model import Markup, MarkupKind

# [^<>] and [^{}] stop at the next sign, so that every scan is linear
TAG = re.compile(
    r"<(?P<close>/?)(?P<name>font|lang|span|ruby|rt|rp|rb|[bisucv])(?P<rest>[.\s][^<>]*)?>"
    r"|<[0-9:.]{5,15}>"
    r"|\{\\[^{}]*\}",
    re.IGNORECASE | re.ASCII,
)
_KINDS: dict[str, MarkupKind] = {"i": "italic", "b": "bold", "u": "underline"}
_PLACEMENT = re.compile(r"\{\\(?:an?[0-9]{1,2}|pos\([^(){}]*\))\}")
_CLASS = re.compile(r"\.[^\s<>]+")
_FONT = re.compile(r"""\s+color\s?=\s?("[^"]{1,30}"|'[^']{1,30}'|[^\s"'=]{1,30})\s?""", re.IGNORECASE)
_SIGN = re.compile("[<{&]")  # no tag and no character reference is without one
_RUBY_PARTS = ("ruby", "rt", "rp", "rb")


def marked(rows: Iterable[tuple[int, str]], decode: Callable[[str], str] | None = None) -> CueText:
    """The rows (line number, stripped text) of one cue with their tags taken out; those of its rows that are nothing
    but tags are no lines. ``decode`` is for the text between tags.
    """
    filled = [row for row in rows if row[1]]
    if not any(map(_SIGN.search, [line for _, line in filled])):
        return plain_text(filled)
    reader = _Reader(decode or str)
    for number, line in filled:
        reader.take(number, line)
    return reader.text.finish()


@dataclass(slots=True)
class _Ruby:
    """``at``: where the base begins; ``reading`` is None until its ``<rt>``."""

    at: int
    reading: list[str] | None = None


@dataclass(slots=True)
class _Reader:
    decode: Callable[[str], str]
    text: Builder = field(default_factory=Builder)
    ruby: _Ruby | None = None
    hidden: bool = False  # in <rp>, whose text is for readers without ruby

    def take(self, number: int, row: str) -> None:
        """Read one row."""
        end = 0
        for tag in TAG.finditer(row) if "<" in row or "{" in row else ():
            self._show(number, row[end : tag.start()])
            self.text.leave_out(number, tag[0])
            self._tag(tag)
            end = tag.end()
        self._show(number, row[end:])
        self._close_reading()
        self.hidden = False
        self.text.end_line(number)

    def _show(self, number: int, raw: str) -> None:
        if self.ruby and self.ruby.reading is not None:
            self.ruby.reading.append(self.decode(raw))
        elif self.hidden or not self.text.show(self.decode(raw)):
            self.text.leave_out(number, raw)

    def _tag(self, tag: re.Match[str]) -> None:
        name = (tag["name"] or "").lower()
        if name in _RUBY_PARTS:
            self._ruby(name, closes=bool(tag["close"]))
        elif tag["close"]:
            self.text.end(name)
        elif name == "v":
            self._voice(tag["rest"] or "")
        elif name:
            self._begin(name, tag)
        elif _PLACEMENT.fullmatch(tag[0]):
            self.text.mark(Markup(0, 0, "placement", tag[0]))
        else:
            self.text.mark(Markup(self.text.at, self.text.at, "other", tag[0]))

    def _begin(self, name: str, tag: re.Match[str]) -> None:
        marks: list[tuple[MarkupKind, str]] = []
        font = _FONT.fullmatch(tag["rest"] or "") if name == "font" else None
        if name in _KINDS:
            marks.append((_KINDS[name], ""))
        elif font and (shade := colour(font[1])):
            marks.append(("colour", shade))
        elif name != "c":
            marks.append(("other", tag[0]))
        if (name == "c" or name in _KINDS) and (classes := _CLASS.match(tag["rest"] or "")):
            known = CLASSES.get(classes[0][1:]) if name == "c" else None
            marks.append(("colour", known) if known else ("style", classes[0][1:]))
        self.text.begin(name, *marks)

    def _voice(self, rest: str) -> None:
        """A voice ends the one before it."""
        self.text.end("v")
        classes = _CLASS.match(rest)
        name = self.decode(rest[classes.end() if classes else 0 :]).strip()
        marks: list[tuple[MarkupKind, str]] = [("speaker", name)] if name else []
        if classes:
            marks.append(("style", classes[0][1:]))
        self.text.begin("v", *marks)

    def _ruby(self, name: str, *, closes: bool) -> None:
        self.hidden = name == "rp" and not closes
        if name in ("ruby", "rt"):
            self._close_reading()
        if name == "ruby":
            self.ruby = None if closes else _Ruby(self.text.at)
        elif name == "rt" and not closes and self.ruby:
            self.ruby.reading = []

    def _close_reading(self) -> None:
        """A reading ends with its tag, at the next, and with its line, so that no lost tag swallows the text. Without
        letters under it, it is text.
        """
        if self.ruby is None or self.ruby.reading is None:
            return
        reading, at = "".join(self.ruby.reading).strip(), self.text.at
        if reading and not (at > self.ruby.at and self.text.mark(Markup(self.ruby.at, at, "ruby", reading))):
            self.text.show(reading)
        self.ruby = _Ruby(self.text.at)


# ---------------------------------------------------------------- into the text


def spelled(
    text: str,
    markup: Sequence[Markup],
    tags: Callable[[Markup], tuple[str, str] | None],
    escape: Callable[[str], str] = str,
) -> str:
    """The text with tags around what is marked. ``tags``: the opening and closing tag in a format, None where it has
    none; ``escape`` is for the text between them. Stretches that cross are ended and begun again.
    """
    known = [(m, pair) for m in _unbroken(markup) if (pair := tags(m)) is not None]
    edges = sorted({0, len(text), *(at for m, _ in known for at in (m.start, m.end))})
    out: list[str] = []
    open_: list[tuple[Markup, tuple[str, str]]] = []
    nth = 0
    for at, following in zip(edges, [*edges[1:], len(text)], strict=True):
        _end(at, open_, out)
        while nth < len(known) and known[nth][0].start == at:
            m, pair = known[nth]
            out.append(pair[0])
            if m.end > at:
                open_.append((m, pair))
            nth += 1
        out.append(escape(text[at:following]))
    return "".join(out)


def _end(at: int, open_: list[tuple[Markup, tuple[str, str]]], out: list[str]) -> None:
    """Close what ends at ``at``; what was begun later and goes on is begun again behind it."""
    first = next((k for k, (m, _) in enumerate(open_) if m.end <= at), len(open_))
    out.extend(pair[1] for _, pair in reversed(open_[first:]))
    again = [(m, pair) for m, pair in open_[first:] if m.end > at]
    out.extend(pair[0] for _, pair in again)
    open_[first:] = again


def _unbroken(markup: Sequence[Markup]) -> list[Markup]:
    """Nothing begins or ends inside a ruby, which would be read twice. Longer stretches first, a ruby last."""
    rubies = sorted((m for m in markup if m.kind == "ruby"), key=lambda m: m.start)
    ends = [m.end for m in rubies]

    def around(at: int) -> Markup | None:
        """The ruby that has ``at`` inside it."""
        k = bisect_left(ends, at + 1)
        return rubies[k] if k < len(rubies) and rubies[k].start < at else None

    moved = []
    for m in markup:
        if m.kind != "ruby":
            first, last = around(m.start), around(m.end)
            point = m.start == m.end
            m = replace(m, start=first.start if first else m.start, end=last.end if last else m.end)  # noqa: PLW2901
            m = replace(m, end=m.start) if point else m  # noqa: PLW2901
        moved.append(m)
    return sorted(moved, key=lambda m: (m.start, m.kind != "placement", -m.end, m.kind == "ruby"))
