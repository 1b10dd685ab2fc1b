"""Text of people as HTML: escaped, with readings over it, and proved to be whole."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from toolkit.edition.book import Ruby, WordTime
from toolkit.errors import ConservationError

# What no HTML may hold (https://html.spec.whatwg.org/#preprocessing-the-input-stream): shown as U+FFFD
_ENDS_OF_PLANES = "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
_UNSHOWN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_ENDS_OF_PLANES}]")
_TAGS = re.compile(r"<rt>[^<]*</rt>|<[^>]*>")


def shown(text: str) -> str:
    """As a page can show it: what cannot be written in HTML is U+FFFD, a character for a character."""
    return _UNSHOWN.sub("\ufffd", text)


def escaped(text: str) -> str:
    """For text and for attributes in double quotes."""
    return html.escape(shown(text))


def plain(marked: str) -> str:
    """The text that a stretch of our markup shows, without readings."""
    return html.unescape(_TAGS.sub("", marked))


def proved(marked: str, text: str) -> str:
    """The markup, if it shows this text and nothing else. ConservationError if not."""
    if plain(marked) != shown(text):
        raise ConservationError(f"the page would lose characters of {text[:20]!r}", mend="report a bug")
    return marked


def ruled(text: str, rubies: Sequence[Ruby], words: Sequence[WordTime] = ()) -> str:
    """The text with its readings, and with its words marked."""
    if not words:
        return _read(text, rubies, 0, len(text))
    marked = "".join(f'<span class="w">{_read(text, rubies, word.start, word.end)}</span>' for word in words)
    return _read(text, rubies, 0, words[0].start) + marked + _read(text, rubies, words[-1].end, len(text))


def _read(text: str, rubies: Sequence[Ruby], start: int, end: int) -> str:
    return "".join(_pieces(text, [ruby for ruby in rubies if start <= ruby.start and ruby.end <= end], start, end))


def _pieces(text: str, rubies: Sequence[Ruby], start: int, end: int) -> Iterator[str]:
    at = start
    for ruby in sorted(rubies, key=lambda each: each.start):
        if ruby.start >= at and ruby.end > ruby.start:
            yield escaped(text[at : ruby.start])
            yield f"<ruby>{escaped(text[ruby.start : ruby.end])}<rt>{escaped(ruby.kana)}</rt></ruby>"
            at = ruby.end
    yield escaped(text[at:end])
