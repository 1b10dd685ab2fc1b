"""The text inside a block: what of it are signs, captions, notes, readings and tags.

Not by the library's own rules: they keep no places in the source, which the proof that nothing is lost needs, their
emphasis fails in Japanese (see ``emphasis``), and a run of ``[`` takes them 35 s a megabyte.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Collection, Mapping

from toolkit.inputs.markdown.emphasis import emphasis
from toolkit.inputs.markdown.events import Event, What
from toolkit.inputs.markdown.tags import TAG, is_tag
from toolkit.inputs.readings import is_kana

_SIGN = re.compile(
    r"""
    (?P<escape>\\[!-/:-@\[-`{-~])
  | (?P<hard>\\(?=\n|\Z))
  | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
  | (?P<ticks>`+)
  | (?P<wiki>\[\[(?!_?toc)(?P<page>[^\[\]|\n]{1,200})(?:\|(?P<name>[^\[\]|\n]{1,200}))?\]\])
  | (?P<note>\[\^[^\[\]\s]{1,80}\]|(?<=[^\x00-\x5c\x5e-\x7f])<sup>\[?[0-9※*†]{1,4}\]?</sup>)
  | (?P<url>https?://[A-Za-z0-9_./?=&%\#:;,@!$'+~*-]{0,2000}[A-Za-z0-9/=&%-])
  | (?P<open>[!^]?\[)
  | (?P<close>\])
  | (?P<address><(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]{0,2000}|[^\s<>@]{1,64}@[A-Za-z0-9.-]{1,255})>)
  | (?P<tag></?[A-Za-z])
  | (?P<anchor>(?<=\S)[ \t]+\^[A-Za-z0-9-]{1,40}[ \t]*(?=\n|\Z))
  | (?P<attributes>\{:?[ ]?[#.:][^{}\n]{0,200}\}|\{:[a-z-]{1,30}\})
  | (?P<ruby>\{(?P<base>[^{}|\n]{1,40})\|(?P<kana>[^{}\n]{1,60})\})
  | (?P<emoji>(?<![\w:]):[a-z][a-z_]{2,30}:(?![\w:]))
  | (?P<run>\*+|_+|~{2,}|={2,})
    """,
    re.VERBOSE,
)
_LONGEST_LABEL = 999  # of a link reference (CommonMark 0.31 §4.7)
_LABEL = re.compile(r"\[([^\[\]]{0,999})\]")
_PROPERTIES = re.compile(r"\{[^{}\n]{0,200}\}")
_TARGET = re.compile(
    r"""
    \([ \t\n]{0,99}
    (?P<target><(?:[^<>\n\\]|\\.)*+>|(?!<)(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+\))*+)
    (?:[ \t\n]{1,99}(?P<title>"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?
    [ \t\n]{0,99}\)
    """,
    re.VERBOSE | re.DOTALL,
)


def events_of(text: str, references: Collection[str] = ()) -> list[Event]:
    """What stands in ``text`` beside plain text, in order and without overlaps. ``references``: the labels of links
    that the document defines.
    """
    scan = _Scan(text, references)
    at = 0
    while match := _SIGN.search(text, at):
        at = scan.take(match)
    return sorted((*scan.events, *emphasis(text, scan.runs)), key=lambda event: event.start)


class _Scan:
    def __init__(self, text: str, references: Collection[str]) -> None:
        self.text = text
        self.events: list[Event] = []
        self.runs: list[tuple[int, int]] = []
        self._references = references
        self._brackets: list[int] = []
        self._last_bracket = -1
        self._ticks: Mapping[int, list[int]] | None = None

    def take(self, match: re.Match[str]) -> int:
        """Where to go on."""
        start, end = match.span()
        if match["run"]:
            self.runs.append((start, end))
        elif match["url"]:
            pass
        elif match["escape"]:
            self._sign(start, start + 1)
        elif match["entity"]:
            self._entity(match)
        elif match["ticks"]:
            return self._code(start, end)
        elif match["wiki"]:
            self._sign(start, match.start("name" if match["name"] else "page"))
            self._sign(end - 2, end)
        elif match["open"]:
            self._brackets.append(start)
            self._last_bracket = end
        elif match["close"]:
            return self._close(start)
        elif match["address"]:
            self._sign(start, start + 1)
            self._sign(end - 1, end)
        elif match["tag"]:
            return self._tag(start)
        elif match["ruby"]:
            self._ruby(match)
        else:
            self._sign(start, end)
        return end

    def _sign(self, start: int, end: int) -> None:
        self.events.append(Event(start, end, "sign"))

    def _entity(self, match: re.Match[str]) -> None:
        shown = html.unescape(match[0])
        if shown != match[0]:
            self.events.append(Event(*match.span(), "text", shown))

    def _code(self, start: int, end: int) -> int:
        """A code span: as many ticks close it as open it."""
        if self._ticks is None:
            ticks: dict[int, list[int]] = {}
            for run in re.finditer("`+", self.text):
                ticks.setdefault(len(run[0]), []).append(run.start())
            self._ticks = ticks
        same = self._ticks.get(end - start, [])
        nth = bisect_left(same, end)
        if nth == len(same):
            return end
        close = same[nth]
        inside = self.text[end:close]
        padded = inside[:1] == inside[-1:] == " " and bool(inside.strip())
        self._sign(start, end + padded)
        self._sign(close - padded, close + end - start)
        return close + end - start

    def _tag(self, start: int) -> int:
        tag = TAG.match(self.text, start)
        if not tag or not is_tag(tag):
            return start + 1
        self.events.append(Event(start, tag.end(), "tag", tag[0]))
        return tag.end()

    def _ruby(self, match: re.Match[str]) -> None:
        """``{漢字|かんじ}``, or a reading a character: ``{漢字|かん|じ}``."""
        kana = match["kana"].replace("|", "")
        if is_kana(kana):
            self._sign(match.start(), match.start() + 1)
            self.events.append(Event(match.end("base"), match.end(), "kana", kana, len(match["base"])))

    def _close(self, at: int) -> int:
        """The end of a link, an image or a note, if the bracket that opened makes it one."""
        nested, self._last_bracket = self._last_bracket, at
        if not self._brackets:
            return at + 1
        start = self._brackets.pop()
        first = start + (self.text[start] != "[") + 1
        if self.text[start] == "^":
            self._hide(start, at + 1, "note", (first, at))
            return at + 1
        end, title = self._past_target(at)
        end = end or self._past_reference(first, at, nested > first)
        if not end:
            return at + 1
        if self.text[start] == "!":
            self._hide(start, end, "caption", (first, at), *([title] if title else []))
        else:
            self._sign(start, first)
            self._sign(at, end)
        return end

    def _hide(self, start: int, end: int, what: What, *places: tuple[int, int]) -> None:
        """Words at these places are left out; what was found in them goes with them."""
        while self.events and self.events[-1].start >= start:
            self.events.pop()
        while self.runs and self.runs[-1][0] >= start:
            self.runs.pop()
        for first, last in places:
            self._sign(start, first)
            self.events.append(Event(first, last, what, self.text[first:last]))
            start = last
        self._sign(start, end)

    def _past_target(self, at: int) -> tuple[int, tuple[int, int] | None]:
        """The end of ``(target "title")`` or ``{.class}`` behind the bracket at ``at`` (0 if there is none), and where
        the title stands.
        """
        if properties := _PROPERTIES.match(self.text, at + 1):
            return properties.end(), None
        found = _TARGET.match(self.text, at + 1)
        if not found or not is_target(found["target"]):
            return 0, None
        return found.end(), (found.start("title") + 1, found.end("title") - 1) if found["title"] else None

    def _past_reference(self, first: int, at: int, nested: bool) -> int:
        """The end of ``[label]`` or of nothing behind ``[text]``, if the document defines it, 0 if not."""
        from markdown_it.common.utils import normalizeReference

        if not self._references:
            return 0
        label = _LABEL.match(self.text, at + 1)
        if label and label[1].strip():
            return label.end() if normalizeReference(label[1]) in self._references else 0
        if nested or at - first > _LONGEST_LABEL:
            return 0
        known = normalizeReference(self.text[first:at]) in self._references
        return (label.end() if label else at + 1) if known else 0


def is_target(target: str) -> bool:
    """Whether a link may lead there: ``[拍手](会場から)`` and ``[佐藤]: はい。`` are words."""
    return target.isascii() or bool(re.search("[/.#:]", target[:2000]))
