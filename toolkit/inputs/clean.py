"""Text to lines: one kind of line end, NFC, and nothing that hides or deceives.

Removed with a warning: control characters, bidirectional overrides and isolates, zero-width characters, tags (Trojan
Source, CVE-2021-42574). Kept: variation selectors and the joiners inside emoji. VT, FF, NEL, LS and PS become a space:
they end no line here.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from toolkit.japanese.lazy import lazy

_LINE_END = re.compile("\r\n?")
_ODD_BLANKS = "\v\f\x85\u2028\u2029\xa0"
_ORDINARY = frozenset("\n\t \u3000")
_FLAG = "\U0001f3f4[\U000e0020-\U000e007f]+"  # flags of Scotland and the like are spelled with tags
_EMOJI = "\u2190-\u2bff\U0001f000-\U0001faff"
_HIDDEN = lazy(
    f"(?P<keep>{_FLAG}|(?<=[\ufe0f{_EMOJI}])\u200d(?=[{_EMOJI}]))"
    "|(?P<control>[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f])"
    "|(?P<bidi>[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069])"
    "|(?P<invisible>[\u00ad\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f])"
    "|(?P<surrogate>[\ud800-\udfff])"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_NAMES = {"control": "control", "bidi": "text-direction", "invisible": "invisible"}


@dataclass(frozen=True, slots=True)
class Page:
    """``lines`` are NFC, without line ends; line *n* of the source is ``lines[n - 1]``."""

    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def clean(text: str) -> Page:
    """``text`` as lines fit to be read. Linear in the length of the text."""
    text = _LINE_END.sub("\n", text.removeprefix("\ufeff"))
    seen: dict[str, list[int]] = {}
    odd = {c for c in set(text) if not c.isprintable()} - _ORDINARY
    for blank in odd.intersection(_ODD_BLANKS):
        text = text.replace(blank, " ")
    if odd.difference(_ODD_BLANKS):  # whatever hides or deceives is not printable
        text = _without_hidden(text, seen)
    warnings = [_said(kind, lines) for kind, lines in seen.items()]
    if "\ufffd" in text:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        warnings.append(f"line {line}: holds U+FFFD (�), the trace of characters lost before this file was saved")
    return Page(tuple(unicodedata.normalize("NFC", text).split("\n")), tuple(warnings))


def in_one_line(name: str) -> str:
    """A name in one line, without what hides or deceives and without half characters."""
    return " ".join(" ".join(clean(_SURROGATES.sub("", name)).lines).split())


def unhidden(name: str) -> str:
    """A name without what hides or deceives and without half characters; its blanks are as they were."""
    return _HIDDEN.sub(lambda m: m[0] if m.lastgroup == "keep" else "", name)


def _without_hidden(text: str, seen: dict[str, list[int]]) -> str:
    parts: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        parts.append(_HIDDEN.sub(lambda match, n=number: _replacement(match, n, seen), line))  # type: ignore[misc]
    return "\n".join(parts)


def _replacement(match: re.Match[str], line: int, seen: dict[str, list[int]]) -> str:
    kind = match.lastgroup or ""
    if kind == "keep":
        return match.group()
    seen.setdefault(kind, []).append(line)
    return "\ufffd" if kind == "surrogate" else ""


def _said(kind: str, lines: list[int]) -> str:
    if kind == "surrogate":
        return f"line {lines[0]}: {len(lines)} half characters (lone surrogates) were replaced by �"
    return f"line {lines[0]}: {len(lines)} {_NAMES[kind]} character{'s' * (len(lines) > 1)} removed"
